"""A statement + its evidence → faults of fact: numbers, studies, names, groups and places. Pure."""

from __future__ import annotations

import re

from assistant.bilingual import keys
from assistant.function_words import FUNCTION_WORDS
from assistant.gate_unit import CITED, Tongue, Unit, held_words, plain
from assistant.gate_words import marked
from assistant.records import Lang
from assistant.text import match_key, strip_accents, words

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
# “Two things” announces, and counts nothing.
ANNOUNCED = frozenset({"dingen", "zaken", "vliegen", "kanten", "sporen", "things", "sides", "birds"})
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A word that an abbreviation may stand for.
LONG = 5
NAME = re.compile(r"(?<![\w-])[A-ZÀ-ÖØ-Þ][\w’'-]*")


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
            announces = (
                bare in ("twee", "two") and place + 1 < len(tokens) and tokens[place + 1].strip(".,:;!?") in ANNOUNCED
            )
            number = None if announces else str(tongue.words.numbers[lang][bare])
        if number is None:
            continue
        following = " ".join(tokens[place : place + 4])
        measure = min(
            ((m.start(), name) for name, by in tongue.words.units.items() if (m := by[lang].search(following))),
            default=(0, ""),
        )[1]
        if measure == "decade" and number.isdigit():
            number, measure = str(10 * int(number)), "year"
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
        # Dutch joins the s of a genitive to a name.
        forms = {first, first.removesuffix("s")} if len(first) > LONG else {first}
        if not any(_together(text, form, match.group()) for text in held for form in forms):
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
        cited = re.match(
            r"\s*(et al|&|en (?:[A-Z]|collega)|and (?:[A-Z]|colleagues)|\(\d{4})", statement[match.end() :]
        )
        shouted = len(word) > 1 and sum(c.isupper() for c in word) > 1
        if opens and not cited and not shouted:
            continue
        if len(key) < 2 or key in FUNCTION_WORDS[lang] or key == "et":
            continue
        if (
            _stands(key, held)
            or (len(key) > LONG and _stands(key.removesuffix("s"), held))
            or _stands(key.removesuffix("-model"), held)
            or _scoped(word, lang, unit, tongue)
            or _short_for(word, held, unit)
        ):
            continue
        short = word.split("-")[0] if sum(c.isupper() for c in word.split("-")[0]) > 1 else word
        known = all(
            evidence.says(k, lang, tongue) or tongue.groups(k, lang) & evidence.groups for k in keys(short, lang)
        )
        # The capitals of a compound (HR-beleid) stand for themselves; the rest is a word like any other.
        if shouted and (known or (short != word and _stands(strip_accents(match_key(short)), held))):
            continue
        return f"the name {word} is not in the source"
    return None


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text; one of a few letters only as a word of its own."""
    return bool(re.search(rf"\b{re.escape(name)}\b", text)) if len(name) < 5 else name in text


def _scoped(word: str, lang: Lang, unit: Unit, tongue: Tongue) -> bool:
    """Whether the word names a place or group that the evidence names in the other language."""
    own = marked(word, lang, tongue.words.scopes)
    return bool(own) and any(own & marked(text, spoken, tongue.words.scopes) for text, spoken in unit.texts())


def _short_for(word: str, held: str, unit: Unit) -> bool:
    """Whether capitals abbreviate words of the evidence: PLC for professional learning communities."""
    letters = [c.lower() for c in word if c.isupper()]
    initials = "".join(w[0] for w in words(held) if len(w) >= LONG)
    same = "".join(letters)
    return len(letters) >= 2 and (same in initials or same.removesuffix("s") in initials)


def concepts(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No concept of the field that the evidence does not name, where that names another."""
    own = marked(statement, lang, tongue.words.concepts)
    held: set[str] = set()
    for text, spoken in unit.texts():
        held |= marked(text, spoken, tongue.words.concepts)
    extra = own - held
    return f"about {sorted(extra)[0]}, where the source is about {sorted(held)[0]}" if extra and held else None


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
