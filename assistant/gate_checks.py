"""A statement + its evidence → the plain faults: numbers, names, studies, negation, hedges, scope. Pure.

Each check gives a reason in a few words, or None. What cannot be told by words alone is weighed in
`gate_features`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.bilingual import keys
from assistant.gate_unit import CITED, Tongue, Unit, held_words, plain, same_word, told, translates
from assistant.gate_words import marked, without
from assistant.records import Lang
from assistant.text import FUNCTION_WORDS, content_words, match_key, stem, strip_accents, words

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# How many content words right behind it a negation turns; how many words before it, it may reach.
REACH = 2
NEAR = 5
PREFIXES: Mapping[Lang, tuple[str, ...]] = {"nl": ("on",), "en": ("un", "in", "im", "dis", "ir")}
LONG = 5
NAME = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-Þ][\w’'-]*")

Check = Callable[[str, Lang, Unit, Tongue], str | None]


def numbers(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """Every number stands in the evidence, with the same unit of measure."""
    own = _numbers(statement, lang, tongue)
    held = [pair for text, spoken in unit.texts() for pair in _numbers(text, spoken, tongue)]
    held += [(n, "") for n in NUMBER.findall(" ".join(unit.studies))]
    for number, measure in own:
        if number == "1" and number not in NUMBER.findall(statement):
            continue
        if number not in {n for n, _ in held}:
            return f"number {number} is not in the source"
        measures = {m for n, m in held if n == number and m}
        if measure and measures and measure not in measures:
            return f"number {number} counts something else in the source"
    return None


def _numbers(text: str, lang: Lang, tongue: Tongue) -> list[tuple[str, str]]:
    """Numbers, digits or words, each with the unit of measure that follows it."""
    found: list[tuple[str, str]] = []
    tokens = match_key(text).replace("(", " ").replace(")", " ").replace(";", " ").split()
    for place, token in enumerate(tokens):
        bare = token.strip(".,:!?'\"")
        value = NUMBER.fullmatch(bare.rstrip("%").rstrip("'s"))
        number = value.group() if value else None
        if number is None and bare in tongue.words.numbers[lang]:
            number = str(tongue.words.numbers[lang][bare])
        if number is None:
            continue
        following = " ".join(tokens[place : place + 4])
        measure = min(
            ((m.start(), name) for name, by in tongue.words.units.items() if (m := by[lang].search(following))),
            default=(0, ""),
        )[1]
        found.append((number, measure))
    return found


def studies(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """Every year stands beside the same authors as in the quote or among the claim's studies."""
    held = [strip_accents(match_key(text)) for text in (unit.text, *unit.studies)]
    for match in YEAR.finditer(statement):
        before = statement[max(0, match.start() - 60) : match.start()]
        before = re.split(r"[;.]\s(?!,)|\d{4}", before.replace("et al.", "et al"))[-1]
        names = [n for n in NAME.findall(before) if len(n) > 2][-3:]
        if not names:
            continue
        first = strip_accents(match_key(names[-1])).removesuffix("'s")
        if not any(_together(text, first, match.group()) for text in held):
            return f"the study {names[-1]} {match.group()} is not in the source"
    return None


def _together(text: str, name: str, year: str) -> bool:
    """Whether a name stands shortly before a year, without another year between."""
    for match in re.finditer(re.escape(name), text):
        rest = text[match.end() : match.end() + 60]
        years = YEAR.findall(rest)
        if years and (years[0] == year or (year in years and ";" not in rest.split(year)[0])):
            return True
    return False


def names(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """Every capitalised word and abbreviation stands in the evidence, in either language."""
    held = " ".join(strip_accents(match_key(t)) for t in (*(t for t, _ in unit.texts()), *unit.studies, unit.heading))
    evidence = held_words(unit.texts(), tongue)
    for match in NAME.finditer(statement):
        word = match.group()
        key = strip_accents(match_key(word)).removesuffix("'s").rstrip("'")
        opens = statement[: match.start()].rstrip(" “\"'‘(")[-1:] in ("", ".", "!", "?", ":")
        cited = re.match(r"\s*(et al|&|en [A-Z]|and [A-Z]|\(\d{4})", statement[match.end() :])
        shouted = len(word) > 1 and sum(c.isupper() for c in word) > 1
        if opens and not cited and not shouted:
            continue
        if len(key) < 2 or key in FUNCTION_WORDS[lang] or key == "et":
            continue
        if (
            key in held
            or key.split("-model")[0] in held
            or _scoped(word, lang, unit, tongue)
            or _short_for(word, held, unit)
        ):
            continue
        if shouted and all(evidence.covers(k, lang, tongue) for k in keys(word, lang)):
            continue
        return f"the name {word} is not in the source"
    return None


def _scoped(word: str, lang: Lang, unit: Unit, tongue: Tongue) -> bool:
    """Whether the word names a place or group that the evidence names in the other language."""
    own = marked(word, lang, tongue.words.scopes)
    return bool(own) and any(own & marked(text, spoken, tongue.words.scopes) for text, spoken in unit.texts())


def _short_for(word: str, held: str, unit: Unit) -> bool:
    """Whether capitals abbreviate words of the evidence: PLC for professional learning communities."""
    letters = [c.lower() for c in word if c.isupper()]
    initials = "".join(w[0] for w in words(held))
    same = "".join(letters)
    return len(letters) >= 2 and (same in initials or same.removesuffix("s") in initials)


def introduced(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No “always”, “all”, “because” and their like that the evidence does not hold."""
    bare = without(statement, tongue.words.idioms[lang])
    own = marked(bare, lang, tongue.words.introduced)
    if not own:
        return None
    held: set[str] = set()
    for text, spoken in unit.texts():
        held |= marked(without(text, tongue.words.idioms[spoken]), spoken, tongue.words.introduced)
        held |= marked(text, spoken, tongue.words.licences)
    if "never" in own and not _negated(statement, lang, tongue, unit, "never"):
        return "“never” where the source does not say so"
    missing = own - held - {"never"}
    return f"“{sorted(missing)[0]}” where the source does not say so" if missing else None


def _negated(statement: str, lang: Lang, tongue: Tongue, unit: Unit, kind: str) -> bool:
    return any(tongue.words.introduced[kind][spoken].search(match_key(text)) for text, spoken in unit.texts())


def kept(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No hedge or correlation of the source gone, where the nearest claim (or a quote alone) has it."""
    own = marked(plain(statement), lang, tongue.words.kept)
    quoted = marked(told(statement, lang, unit, tongue), unit.lang, tongue.words.kept)
    nearest = unit.nearest(lang)
    expected = quoted & marked(nearest, lang, tongue.words.kept) if nearest else quoted
    expected |= {"correlation"} & quoted
    if nearest is None and len(unit.text.split()) > 30:
        expected = expected & {"correlation"}
    if "correlation" in expected and "correlation" not in own:
        return "a correlation told as a cause"
    softened = bool(tongue.words.hedged[lang].search(match_key(plain(statement))))
    if "frequency" in expected and "frequency" not in own:
        stands_in = (own & {"possibility", "partial"}) - expected
        if not stands_in and not softened:
            return "a hedge of the source is gone"
    if "possibility" in expected and not own & {"possibility", "partial"}:
        stands_in = (own & {"frequency"}) - expected
        if not stands_in and not softened:
            return "a hedge of the source is gone"
    return None


def negation(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """A negation stands in both or in neither."""
    own_core, own_soft = _negations(statement, lang, tongue)
    nearest = unit.nearest(lang)
    held = [_negations(told(statement, lang, unit, tongue), unit.lang, tongue)]
    held += [_negations(nearest, lang, tongue)] if nearest else []
    if own_core and not any(core or soft for core, soft in held):
        return "a negation that the source does not hold"
    most = max(_count(text, spoken, tongue) for text, spoken in unit.texts())
    if _count(statement, lang, tongue, core_only=True) > most:
        return "one negation more than the source"
    quoted_core = held[0][0]
    hard = tongue.words.hard[lang].search(match_key(statement))
    if quoted_core and not own_core and not own_soft and not hard:
        near = _negations(nearest, lang, tongue) if nearest else (len(unit.text.split()) <= 30, False)
        if any(near) or _affirmed(statement, lang, unit, tongue):
            return "a negation of the source is gone"
    return None


def negated_words(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """A word that the evidence negates is not affirmed, nor one that it affirms negated."""
    own = _polarity(statement, lang, tongue)
    held = [(spoken, p) for text, spoken in unit.texts() for p in _polarity(text, spoken, tongue)]
    for word in own:
        same = [p for spoken, p in held if spoken == lang and p.key == word.key] or [
            p for spoken, p in held if translates(word.key, lang, p.key, spoken, tongue)
        ]
        if same and all(p.negated for p in same) and not word.touched:
            return f"“{word.key}” without the negation of the source"
        if same and word.negated and not any(p.near for p in same):
            return f"“{word.key}” negated, which the source affirms"
    return None


@dataclass(frozen=True, slots=True)
class Polarity:
    """A word's stem; whether a negation stands right before it, reaches it, stands in its clause."""

    key: str
    negated: bool
    near: bool
    touched: bool


def _polarity(text: str, lang: Lang, tongue: Tongue) -> list[Polarity]:
    core, soft = tongue.words.core_negation[lang], tongue.words.soft_negation[lang]
    found: list[Polarity] = []
    for clause in re.split(r"[,;:.]\s", without(plain(text), tongue.words.idioms[lang])):
        spelled = clause.replace("n't", " not")
        touched = bool(core.search(spelled) or soft.search(spelled) or tongue.words.down[lang].search(spelled))
        tokens = re.findall(r"[\w'-]+", spelled)
        spots = [n for n, token in enumerate(tokens) if core.fullmatch(token) or soft.fullmatch(token)]
        before = [n for n in spots if core.fullmatch(tokens[n])]
        for place, token in enumerate(tokens):
            right_behind = any(
                n < place and len(content_words(" ".join(tokens[n + 1 : place]), lang)) < REACH for n in before
            )
            near = any(n < place or n - place <= NEAR for n in spots)
            found += [Polarity(key, right_behind, near, touched) for key in keys(token, lang)[:1] if place not in spots]
    return found


def _affirmed(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> bool:
    """Whether the statement says a word that the quote negates."""
    said = [k for word in content_words(statement, lang) for k in keys(word, lang)[:1]]
    negated = [p.key for p in _polarity(unit.text, unit.lang, tongue) if p.negated]
    return any(same_word(k, lang, n, unit.lang, tongue) for n in negated for k in said)


def _count(text: str, lang: Lang, tongue: Tongue, *, core_only: bool = False) -> int:
    """How many negations stand in a text."""
    bare = without(plain(text), tongue.words.idioms[lang])
    soft = 0 if core_only else len(tongue.words.soft_negation[lang].findall(bare))
    return len(tongue.words.core_negation[lang].findall(bare)) + soft


def _negations(text: str, lang: Lang, tongue: Tongue) -> tuple[bool, bool]:
    bare = without(plain(text), tongue.words.idioms[lang])
    return bool(tongue.words.core_negation[lang].search(bare)), bool(tongue.words.soft_negation[lang].search(bare))


def opposites(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No word whose opposite stands in the evidence instead."""
    own = match_key(statement)
    held = [(match_key(text), spoken) for text, spoken in unit.texts()]
    for pair in tongue.words.opposites:
        for side, against in ((pair.one, pair.other), (pair.other, pair.one)):
            says = _without_other(side[lang], against[lang], own)
            if not says or against[lang].search(own):
                continue
            if any(_without_other(side[s], against[s], t) for t, s in held):
                continue
            if any(_without_other(against[s], side[s], t) for t, s in held):
                return f"“{says}” where the source says the opposite"
    return None


def prefixed(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No word whose opposite, made by a prefix (clear, unclear), stands in the evidence instead."""
    own = set(words(plain(statement)))
    held = {word for text, spoken in unit.texts() if spoken == lang for word in words(plain(text))}
    stems = {stem(word, lang) for word in held}
    for word in sorted(own):
        for prefix in PREFIXES[lang]:
            bare = word.removeprefix(prefix)
            if bare != word and len(bare) >= LONG and word not in held and bare in held:
                return f"“{word}” where the source says “{bare}”"
            if len(word) >= LONG and stem(word, lang) not in stems and prefix + word in held:
                return f"“{word}” where the source says “{prefix}{word}”"
    return None


def _without_other(side: re.Pattern[str], other: re.Pattern[str], text: str) -> str | None:
    """What matches one side once the longer words of the other are taken out."""
    match = side.search(other.sub(" ", text)) or side.search(text)
    if match and other.search(text) and not side.search(other.sub(" ", text)):
        return None
    return match.group() if match else None


def scope(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No group or place that the evidence does not name, and none of those that narrow it gone."""
    own = marked(CITED.sub(" ", statement), lang, tongue.words.scopes)
    held = marked(unit.heading, unit.lang, tongue.words.scopes)
    for text, spoken in unit.texts():
        held |= marked(text, spoken, tongue.words.scopes)
    extra = own - held
    if extra:
        return f"about {sorted(extra)[0]}, which the source does not name"
    nearest = unit.nearest(lang)
    if nearest:
        both = marked(plain(unit.text), unit.lang, tongue.words.scopes) & marked(nearest, lang, tongue.words.scopes)
        gone = (both & tongue.words.restrictive) - own
        if gone:
            return f"no longer limited to {sorted(gone)[0]}"
    return None


CHECKS: tuple[Check, ...] = (
    numbers,
    studies,
    names,
    scope,
    opposites,
    prefixed,
    negation,
    negated_words,
    introduced,
    kept,
)


def faults(statement: str, lang: Lang, unit: Unit, tongue: Tongue, checks: Iterable[Check] = CHECKS) -> list[str]:
    """The reasons of every check that the statement fails."""
    found = [check(statement, lang, unit, tongue) for check in checks]
    return [reason for reason in found if reason]
