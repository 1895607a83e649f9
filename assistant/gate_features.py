"""A statement + its evidence → numbers for the gate's logistic model: likeness, coverage, order. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.bilingual import keys
from assistant.gate_readings import remembered
from assistant.gate_roles import crossed
from assistant.gate_unit import CITED, Tongue, Unit, aligned, held_words, same_word
from assistant.gate_words import marked
from assistant.records import Lang
from assistant.text import content_words, match_key, strip_accents

# Cosine similarity of a text with every claim (`c-ID-LANG`) and sentence of the index, or every reading, by id.
Similar = Callable[[str], Mapping[str, float]]
CLAUSE = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:en|and|maar|but|omdat|because|waardoor|which|al|terwijl|while|yet|dan)\s)")
MIN_CLAUSE = 3
NEAR = 3
# How the ids of entries begin that are no sentence: claims, questions.
NO_SENTENCE = ("c-", "a-")
JOINING = frozenset({"en", "of", "maar", "terwijl", "and", "or", "but", "while", "yet"})


def clauses(text: str) -> list[str]:
    """The parts of a sentence, none shorter than a few words.

    >>> clauses("Beter niet, want dan staat het vertrouwen van de starter op het spel.")
    ['Beter niet, want dan staat het vertrouwen van de starter op het spel.']
    """
    parts: list[str] = []
    for piece in CLAUSE.split(CITED.sub("", text)):
        if parts and (len(piece.split()) < MIN_CLAUSE + 1 or len(parts[-1].split()) < MIN_CLAUSE + 1):
            parts[-1] += " " + piece
        elif piece.strip():
            parts.append(piece)
    return parts


def none_alike(text: str) -> Mapping[str, float]:
    """Nothing is there to compare with."""
    return {}


def features(
    statement: str, lang: Lang, unit: Unit, similar: Similar, tongue: Tongue, recalled: Similar = none_alike
) -> dict[str, float]:
    """What is known of how well the evidence carries the statement."""
    bare = CITED.sub("", statement)
    return {
        **_likeness(bare, lang, unit, similar),
        **_coverage(bare, lang, unit, tongue),
        **_directions(bare, lang, unit, tongue),
        **_order(bare, lang, unit, tongue),
        "crossed": crossed(bare, lang, unit, tongue),
        "company": _company(bare, lang, unit, tongue),
        **_people(bare, lang, unit, tongue),
        **remembered(bare, lang, unit, {**similar(bare), **recalled(bare)}),
        "claims": float(bool(unit.said)),
        "english": float(lang == "en"),
        "longer": min(3.0, len(bare.split()) / max(1, len(CITED.sub("", unit.text).split()))),
    }


def _best(near: Mapping[str, float], ids: Sequence[str] | frozenset[str]) -> float:
    return max((near[i] for i in ids if i in near), default=0.75)


def _likeness(text: str, lang: Lang, unit: Unit, similar: Similar) -> dict[str, float]:
    near = similar(text)
    claims = [i for i in near if i.startswith("c-") and i.endswith("-" + lang)]
    own = [i for i in claims if i in unit.ids]
    sentences = [i for i in near if not i.startswith(NO_SENTENCE)]
    cited = [i for i in sentences if i in unit.ids]
    best_claim, best_sentence = _best(near, own), _best(near, cited)
    other_claim = _best(near, [i for i in claims if i not in unit.ids])
    other_sentence = _best(near, [i for i in sentences if i not in unit.ids])
    if unit.ours and own and not cited:  # without the article, our claim is all the text that there is
        best_sentence, other_sentence = best_claim, other_claim
    parts = clauses(text)
    weakest, behind = 1.0, 1.0
    for part in parts if len(parts) > 1 else []:
        each = similar(part)
        mine = max(_best(each, own), _best(each, cited))
        rest = max(
            _best(each, [i for i in claims if i not in unit.ids]),
            _best(each, [i for i in sentences if i not in unit.ids]),
        )
        weakest, behind = min(weakest, mine), min(behind, mine - rest)
    return {
        "claim": best_claim if own else best_sentence,
        "sentence": best_sentence,
        "claim_margin": (best_claim - other_claim) if own else best_sentence - other_sentence,
        "sentence_margin": best_sentence - other_sentence,
        "margin": max(best_claim - other_claim if own else -0.2, best_sentence - other_sentence),
        "weakest": weakest if len(parts) > 1 else max(best_claim, best_sentence),
        "behind": behind if len(parts) > 1 else max(best_claim - other_claim, best_sentence - other_sentence),
    }


def _coverage(text: str, lang: Lang, unit: Unit, tongue: Tongue) -> dict[str, float]:
    held = held_words(unit.texts(), tongue)
    total = missing = rarest = 0.0
    run = longest = 0.0
    for word in content_words(text, lang):
        key = keys(word, lang)
        if not key or any(c.isdigit() for c in word):
            continue
        weight = tongue.rarity(word, lang)
        total += weight
        if any(held.covers(k, lang, tongue) for k in key):
            run = 0.0
            continue
        missing += weight
        rarest = max(rarest, weight)
        run += weight
        longest = max(longest, run)
    return {
        "cover": 1.0 - missing / total if total else 1.0,
        "missing": min(4.0, missing),
        "rarest": rarest,
        "run": min(3.0, longest),
    }


def _order(text: str, lang: Lang, unit: Unit, tongue: Tongue) -> dict[str, float]:
    """How far the words come in the order of the evidence (1 wholly, -1 reversed), and keep its company.

    `order` is taken over the text that the statement follows best, `most` over the one that shares
    most words with it; `bound` is the share of neighbouring words that stand near each other there.
    """
    best, most, count, bound = -1.0, 0.5, 2, 0.0
    for other, spoken in unit.texts():
        pairs = aligned(text, lang, CITED.sub("", other), spoken, tongue)
        if len(pairs) < 3:
            continue
        ups = downs = 0
        for a in range(len(pairs)):
            for b in range(a + 1, len(pairs)):
                ups += pairs[a][1] < pairs[b][1]
                downs += pairs[a][1] > pairs[b][1]
        tau = (ups - downs) / max(1, ups + downs)
        near = [abs(two[1] - one[1]) <= NEAR for one, two in zip(pairs, pairs[1:], strict=False)]
        best = max(best, tau)
        bound = max(bound, sum(near) / len(near))
        if len(pairs) > count:
            most, count = tau, len(pairs)
    return {"order": best if best > -1.0 else 0.5, "most": most, "bound": bound if best > -1.0 else 0.5}


def _directions(text: str, lang: Lang, unit: Unit, tongue: Tongue) -> dict[str, float]:
    """How many words go up in the statement and only down in the evidence, or the other way."""
    own = _directed(text, lang, tongue)
    held: dict[tuple[str, Lang], set[int]] = {}
    for other, spoken in unit.texts():
        for key, direction in _directed(other, spoken, tongue):
            held.setdefault((key, spoken), set()).add(direction)
    against = 0
    for key, direction in own:
        seen = {d for (k, spoken), ds in held.items() if same_word(key, lang, k, spoken, tongue) for d in ds}
        against += bool(seen) and direction not in seen
    return {"against": float(min(3, against))}


def _directed(text: str, lang: Lang, tongue: Tongue) -> list[tuple[str, int]]:
    """Stems with the direction of the marker right before them (or, at a clause's end, behind)."""
    found: list[tuple[str, int]] = []
    for clause in re.split(r"[,;:.]\s|\.$", strip_accents(match_key(text))):
        tokens = [t.strip(".,;:()'\"") for t in clause.split()]
        up, down = tongue.words.up[lang], tongue.words.down[lang]
        marks = [1 if up.fullmatch(t) else -1 if down.fullmatch(t) else 0 for t in tokens]
        for place, mark in enumerate(marks):
            if mark:
                behind = _until_marked(tokens[place + 1 : place + 5], marks[place + 1 :])
                before = _until_marked(tokens[max(0, place - 4) : place][::-1], marks[:place][::-1])
                word = next((t for t in [*behind, *before] if content_words(t, lang)), "")
                found += [(k, mark) for k in keys(word, lang)]
    return found


def _until_marked(tokens: Sequence[str], marks: Sequence[int]) -> list[str]:
    """The tokens up to the first that is a marker itself, or joins another part."""
    stop = next((n for n, t in enumerate(tokens) if marks[n] or t in JOINING), len(tokens))
    return list(tokens[:stop])


def _people(text: str, lang: Lang, unit: Unit, tongue: Tongue) -> dict[str, float]:
    """How many groups of people the statement brings in, and how many of the claim's it leaves out."""
    patterns = tongue.words.people
    own = marked(text, lang, patterns)
    held = marked(unit.heading, unit.lang, patterns)
    for other, spoken in unit.texts():
        held |= marked(other, spoken, patterns)
    nearest = unit.nearest(lang)
    gone = (marked(nearest, lang, patterns) - own) if nearest else frozenset()
    return {"strangers": float(len(own - held)), "gone": float(len(gone))}


def _company(text: str, lang: Lang, unit: Unit, tongue: Tongue) -> float:
    """How much of each clause's known words stands in one clause of the evidence; the least of them."""
    known = held_words(unit.texts(), tongue)
    there = [held_words([(part, spoken)], tongue) for other, spoken in unit.texts() for part in clauses(other)]
    least = 1.0
    for part in clauses(text):
        mine = [k for w in content_words(part, lang) for k in keys(w, lang)[:1] if known.covers(k, lang, tongue)]
        if len(mine) < 2:
            continue
        least = min(least, max(sum(h.covers(k, lang, tongue) for k in mine) / len(mine) for h in there))
    return least
