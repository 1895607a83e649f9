"""`gate_words.yaml` → what a sentence claims, as sets of markers: negation, hedges, scope, direction. Pure.

Knows nothing of quotes or claims; text in, names of markers out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.records import LANGS, Lang
from assistant.text import match_key, stem, strip_accents

FILE = Path(__file__).with_name("gate_words.yaml")
Patterns = Mapping[str, Mapping[Lang, re.Pattern[str]]]


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two words that exclude each other, such as sufficient and insufficient."""

    one: Mapping[Lang, re.Pattern[str]]
    other: Mapping[Lang, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in the file, compiled."""

    introduced: Patterns
    licences: Patterns
    kept: Patterns
    hedged: Mapping[Lang, re.Pattern[str]]
    core_negation: Mapping[Lang, re.Pattern[str]]
    soft_negation: Mapping[Lang, re.Pattern[str]]
    hard: Mapping[Lang, re.Pattern[str]]
    little: Mapping[Lang, re.Pattern[str]]
    parting: Mapping[Lang, re.Pattern[str]]
    lacking: Mapping[Lang, re.Pattern[str]]
    avoiding: Mapping[Lang, re.Pattern[str]]
    asking: Mapping[Lang, re.Pattern[str]]
    idioms: Mapping[Lang, re.Pattern[str]]
    opposites: tuple[Opposites, ...]
    up: Mapping[Lang, re.Pattern[str]]
    down: Mapping[Lang, re.Pattern[str]]
    pivots: Patterns
    actors: Mapping[Lang, re.Pattern[str]]
    scopes: Patterns
    people: Patterns
    concepts: Patterns
    restrictive: frozenset[str]
    units: Patterns
    numbers: Mapping[Lang, Mapping[str, int]]
    groups: Mapping[Lang, Mapping[str, frozenset[int]]]


def alternatives(items: str | Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the items (a list, or one string with commas).

    >>> bool(alternatives("niet, gebrek*").search("een gebrekkige start"))
    True
    """
    listed = items.split(",") if isinstance(items, str) else [i for item in items for i in str(item).split(",")]
    parts = []
    for item in sorted((match_key(i) for i in listed if i.strip()), key=len, reverse=True):
        body = re.escape(item).replace(r"\ \*\ ", r" (?:[\w'-]+ ){0,15}").replace(r"\*", r"[\w-]*")
        parts.append(body if item in ("n't", "%") else rf"(?<![\w-]){body}(?![\w-])")
    return re.compile("|".join(parts))


def marked(text: str, lang: Lang, patterns: Patterns) -> frozenset[str]:
    """The names of the markers in a text."""
    key = match_key(text)
    return frozenset(name for name, by in patterns.items() if by[lang].search(key))


def without(text: str, pattern: re.Pattern[str]) -> str:
    """The folded text with what the pattern matches taken out."""
    return pattern.sub(" ", match_key(text))


@cache
def load_words(file: Path = FILE) -> Words:
    """The words, read once."""
    import yaml

    raw: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    pairs = tuple(
        Opposites(
            {lang: alternatives(entry[lang][0]) for lang in LANGS},
            {lang: alternatives(entry[lang][1] if len(entry[lang]) > 1 else []) for lang in LANGS},
        )
        for entry in map(_sides, raw["opposites"])
    )
    return Words(
        introduced=_patterns(raw["introduced"]),
        licences=_patterns(raw["licences"]),
        kept=_patterns(raw["kept"]),
        hedged=_by_lang(raw["hedged"]),
        core_negation=_by_lang(raw["negation"]["core"]),
        soft_negation=_by_lang(raw["negation"]["soft"]),
        hard=_by_lang(raw["negation"]["hard"]),
        little=_by_lang(raw["negation"]["little"]),
        parting=_by_lang(raw["negation"]["parting"]),
        lacking=_by_lang(raw["negation"]["lacking"]),
        avoiding=_by_lang(raw["negation"]["avoiding"]),
        asking=_by_lang(raw["asking"]),
        idioms=_by_lang(raw["negation"]["idioms"]),
        opposites=pairs,
        up=_by_lang(raw["direction"]["up"]),
        down=_by_lang(raw["direction"]["down"]),
        pivots=_patterns(raw["pivots"]),
        actors={lang: _named(raw["actors"], lang) for lang in LANGS},
        scopes=_patterns(raw["scopes"]),
        people=_patterns(raw["people"]),
        concepts=_patterns(raw["concepts"]),
        restrictive=frozenset(raw["restrictive"]),
        units=_patterns(raw["units"]),
        numbers={lang: {match_key(str(k)): int(v) for k, v in raw["numbers"][lang].items()} for lang in LANGS},
        groups=_groups(raw["same"]),
    )


def _sides(entry: Mapping[Lang, list[str]]) -> dict[Lang, list[str]]:
    """Both sides of a pair of opposites: two items a language."""
    return {lang: [str(item) for item in entry[lang]] for lang in LANGS}


def _by_lang(entry: Mapping[Lang, str]) -> dict[Lang, re.Pattern[str]]:
    return {lang: alternatives(str(entry[lang])) for lang in LANGS}


def _patterns(raw: Mapping[str, Mapping[Lang, str]]) -> dict[str, dict[Lang, re.Pattern[str]]]:
    return {name: _by_lang(entry) for name, entry in raw.items()}


def _named(raw: Mapping[str, Mapping[Lang, str]], lang: Lang) -> re.Pattern[str]:
    """One pattern whose groups are named; of two that match at a place, the first in the file."""
    return re.compile("|".join(f"(?P<{name}>{alternatives(by[lang]).pattern})" for name, by in raw.items()))


def _groups(lines: Iterable[str]) -> dict[Lang, dict[str, frozenset[int]]]:
    table: dict[Lang, dict[str, set[int]]] = {lang: {} for lang in LANGS}
    for number, line in enumerate(lines):
        for lang, side in zip(LANGS, line.split("|"), strict=True):
            for word in side.split():
                table[lang].setdefault(word_key(word, lang), set()).add(number)
    return {lang: {k: frozenset(v) for k, v in entries.items()} for lang, entries in table.items()}


def word_key(word: str, lang: Lang) -> str:
    """A word as it is looked up: stemmed, accents off."""
    return stem(strip_accents(match_key(word)), lang)
