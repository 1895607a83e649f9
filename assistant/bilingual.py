"""Parallel texts of the framework → which Dutch and English words say the same. Pure.

A small word aligner (IBM model 1 in both directions): our claims, glossary and tensions stand in
both languages, which is all the bilingual dictionary that there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assistant.records import Framework, Lang
from assistant.text import content_words, stem, strip_accents

ROUNDS = 6
# A translation must be at least this likely, in both directions taken together.
LIKELY = 0.08
MAX_WORDS = 60

Table = Mapping[Lang, Mapping[str, frozenset[str]]]


def parallel_texts(framework: Framework) -> list[tuple[str, str]]:
    """Every pair of texts that the framework holds in both languages."""
    pairs = [(c.nl, c.en) for c in framework.claims]
    words = [note.title for note in framework.notes] + [note.summary for note in framework.notes]
    for term in framework.terms:
        words += [term.term, term.gloss]
    for tension in framework.tensions:
        words += [tension.title, tension.balance, *(w for p in tension.poles for w in (p.name, p.says))]
    words += [lever.text for lever in framework.levers]
    words += [reflection.text for reflection in framework.reflections]
    for craft in framework.crafts:
        words += [craft.text, craft.condition, craft.colleagues]
    return pairs + [(w.nl, w.en) for w in words]


def keys(text: str, lang: Lang) -> list[str]:
    """The stems of a text's content words, the parts of hyphenated words as well."""
    found: list[str] = []
    for word in content_words(text, lang):
        plain = strip_accents(word)
        found.append(stem(plain, lang))
        if "-" in plain:
            found += [stem(part, lang) for part in plain.split("-") if len(part) > 2]
    return found


def dictionary(pairs: Iterable[tuple[str, str]]) -> Table:
    """For each stem in one language, the stems in the other that it is likely to be said with."""
    coded = [(keys(nl, "nl")[:MAX_WORDS], keys(en, "en")[:MAX_WORDS]) for nl, en in pairs]
    forth = _align([(a, b) for a, b in coded if a and b])
    back = _align([(b, a) for a, b in coded if a and b])
    table: dict[Lang, dict[str, set[str]]] = {"nl": defaultdict(set), "en": defaultdict(set)}
    for nl, others in forth.items():
        for en, chance in others.items():
            if (chance * back.get(en, {}).get(nl, 0.0)) ** 0.5 >= LIKELY:
                table["nl"][nl].add(en)
                table["en"][en].add(nl)
    return {lang: {k: frozenset(v) for k, v in entries.items()} for lang, entries in table.items()}


def _align(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> dict[str, dict[str, float]]:
    """Chance of each target word given a source word, by expectation and maximisation."""
    chance: dict[str, dict[str, float]] = defaultdict(dict)
    for source, target in pairs:
        for s in source:
            for t in target:
                chance[s][t] = 1.0
    for _ in range(ROUNDS):
        counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for source, target in pairs:
            for t in target:
                total = sum(chance[s][t] for s in source)
                for s in source:
                    counts[s][t] += chance[s][t] / total
        for s, row in counts.items():
            whole = sum(row.values())
            chance[s] = {t: value / whole for t, value in row.items()}
    return chance
