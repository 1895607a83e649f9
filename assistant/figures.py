"""Text → the figures in it: digits, and the number words that stand for a count. Pure.

Both languages are read alike. "One" and "een" are pronouns more often than counts and are passed
over; ordinals are no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.records import LANGS, Lang
from assistant.studies import without_references

DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A text may count what a sentence lists, up to this many, without the sentence saying the number.
COUNTABLE = 5
JOINT = re.compile(r"[,;:]|\b(?:en|én|of|als|and|or)\b")

SMALL: dict[Lang, str] = {
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
}
TENS: dict[Lang, str] = {
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
# "One" and how it and its like are joined to the tens.
JOINED: dict[Lang, tuple[str, str]] = {"nl": ("een", "{1}en{0}"), "en": ("one", "{0}-{1}")}
LARGE = {"honderd": "100", "duizend": "1000", "hundred": "100", "thousand": "1000"}
PARTS = {"helft": "1/2", "half": "1/2", "halve": "1/2", "kwart": "1/4", "quarter": "1/4"}
TIMES = {"dubbel": "x2", "dubbele": "x2", "tweemaal": "x2", "double": "x2", "twice": "x2"}
# A count of these is a measurement, never a count of what the sentence happens to list.
MEASURED = (
    "uur uren minuten dagen weken maanden jaar jaren euro procent punten keer maal landen scholen "
    "leerkrachten leraren starters leerlingen studies reviews onderzoeken hours minutes days weeks "
    "months years percent points times countries schools teachers pupils students"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is said, its value, and whether it counts or measures something for certain."""

    said: str
    value: str
    measured: bool


def _number_words() -> dict[str, str]:
    known = LARGE | PARTS | TIMES
    for lang in LANGS:
        one, joined = JOINED[lang]
        small, tens = SMALL[lang].split(), TENS[lang].split()
        known |= {word: str(n) for n, word in enumerate(small, 2)}
        for ten, word in enumerate(tens, 2):
            known[word] = str(10 * ten)
            for n, unit in enumerate([one, *small[:8]], 1):
                compound = joined.format(word, unit).replace("eeen", "eeën").replace("ieen", "ieën")
                known[compound] = str(10 * ten + n)
    return known


NUMBER_WORDS = _number_words()


def figures(text: str) -> list[Figure]:
    """The figures of a text, references left out.

    >>> [f.value for f in figures("Bijna 49 uur, in tweeëntwintig reviews (Day et al., 2016)")]
    ['49', '22']
    """
    plain = without_references(text)
    measures = MEASURED.split()
    found: list[tuple[int, Figure]] = []
    for match in DIGITS.finditer(plain):
        value = match.group().replace(",", ".")
        found.append((match.start(), Figure(match.group(), value, True)))
    for match in WORD.finditer(plain):
        known = NUMBER_WORDS.get(match.group().lower())
        if known:
            after = WORD.search(plain, match.end())
            measured = bool(after and after.group().lower() in measures)
            found.append((match.start(), Figure(match.group(), known, measured)))
    return [figure for _, figure in sorted(found, key=lambda pair: pair[0])]


def unsupported(text: str, sentence: str) -> list[str]:
    """The figures of a text that a sentence does not give.

    A small number that counts what the sentence lists ("two goals") is given by the list.

    >>> unsupported("Het gaat om twee dingen, in 30 landen.", "Het gaat om rust en ruimte.")
    ['30']
    """
    given = {figure.value for figure in figures(sentence)}
    listed = len(JOINT.findall(without_references(sentence))) + 1
    return [
        f.said
        for f in figures(text)
        if f.value not in given and (f.measured or not f.value.isdigit() or int(f.value) > min(listed, COUNTABLE))
    ]
