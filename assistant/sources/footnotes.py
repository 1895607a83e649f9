"""Lines in reading order -> the running lines, and the footnotes apart.

Pure. A footnote stands at the foot of its column, opens with a mark, and the mark (or its smaller
type) confirms it. Knows nothing of headings or paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from assistant.sources.lines import LOWERED, MARK, RAISED, Line

OPENING = re.compile(
    rf"^(?:{RAISED}(?P<raised>[^{LOWERED}]+){LOWERED}|(?P<plain>\d{{1,3}}|[*†‡])(?=[\s\W]))\s*(?P<rest>.*)"
)
CALL = re.compile(r"(?<=[^\W\d_])(\d{1,2})(?![\w%])|(?<=[^\W\d_][.,;:)’”\"'])(\d{1,2})(?!\S)")
SMALLER = 0.93


def separate(lines: Sequence[Line], body_size: float) -> tuple[list[Line], list[list[str]]]:
    """The lines without footnotes and without the marks that call them; each footnote's lines."""
    running: list[Line] = []
    notes: list[list[str]] = []
    for _, page in groupby(lines, key=lambda line: line.page):
        kept, found, marks = _page(list(page), body_size, bool(notes) and _unfinished(notes[-1]))
        if found and notes and not OPENING.match(found[0][0]):
            notes[-1] += found.pop(0)
        notes += [[_opened(note[0]), *note[1:]] for note in found]
        running += [replace(line, text=_without_calls(line.text, marks)) for line in kept]
    return running, [[MARK.sub(r"\1", line) for line in note] for note in notes]


def _page(lines: list[Line], body_size: float, goes_on: bool) -> tuple[list[Line], list[list[str]], set[str]]:
    """A page's running lines, its footnotes and their marks."""
    kept: list[Line] = []
    blocks: list[list[Line]] = []
    for _, group in groupby(lines, key=lambda line: line.column):
        column = list(group)
        cut = _foot(column, lines, body_size, goes_on)
        kept += column[:cut]
        if column[cut:]:
            blocks.append(column[cut:])
    notes: list[list[str]] = []
    marks: set[str] = set()
    for block in blocks:
        for place, line in enumerate(block):
            opening = OPENING.match(line.text)
            if opening and _may_open(line.text, body_size, line.size, lines):
                marks.add(opening["raised"] or opening["plain"])
                notes.append([line.text])
            elif place == 0 or not notes:
                notes.append([line.text])
            else:
                notes[-1].append(line.text)
    return kept, notes, marks


def _foot(column: Sequence[Line], page: Sequence[Line], body_size: float, goes_on: bool) -> int:
    """Where the footnotes of a column begin: the index of their first line."""
    start = len(column)
    while start and column[start - 1].size <= SMALLER * body_size:
        start -= 1
    for place in range(max(start, 2 * len(column) // 5), len(column)):
        if _may_open(column[place].text, body_size, column[place].size, page):
            return start if goes_on and place - start < 8 else place
    if goes_on and 0 < len(column) - start < 8 and start > 0:
        return start
    for place in range(len(column) // 2, len(column)):
        if column[place].text.startswith(RAISED) and _stands_off(column, place):
            return place
    return len(column)


def _may_open(text: str, body_size: float, size: float, page: Sequence[Line]) -> bool:
    """Whether a line opens a footnote: its mark is raised, or a word on the page bears it."""
    opening = OPENING.match(text)
    if not opening:
        return False
    if opening["raised"]:
        return True
    mark = opening["plain"]
    others = [line.text for line in page if line.size > SMALLER * body_size]
    return size <= SMALLER * body_size and any(mark in _calls(other) for other in others)


def _calls(text: str) -> set[str]:
    """The marks in a running line that may call a footnote.

    >>> sorted(_calls("de projecten1 en de scholen.2 in 2021"))
    ['1', '2']
    """
    plain = {a or b for a, b in CALL.findall(text)}
    starred = {"*", "†", "‡"} & set(text)
    return plain | starred | set(MARK.findall(text))


def _stands_off(column: Sequence[Line], place: int) -> bool:
    if place == 0:
        return False
    before, line = column[place - 1], column[place]
    return before.y - line.y > 1.4 * max(before.size, line.size) or line.size < 0.97 * before.size


def _opened(text: str) -> str:
    """A footnote's first line without its mark."""
    opening = OPENING.match(text)
    return opening["rest"].lstrip(".):] ") if opening else text


def _unfinished(note: Sequence[str]) -> bool:
    return not note[-1].rstrip().endswith((".", "!", "?", ")"))


def _without_calls(text: str, marks: set[str]) -> str:
    """A running line without the marks whose footnotes were found; other raised text as it is read.

    >>> _without_calls(f"projecten{RAISED}1{LOWERED} op 20 m{RAISED}2{LOWERED}", {"1"})
    'projecten op 20 m2'
    >>> _without_calls("projecten1 in 2021", {"1"})
    'projecten in 2021'
    """
    text = MARK.sub(lambda m: "" if m.group(1).strip("()[]") in marks else m.group(1), text)
    text = CALL.sub(lambda m: "" if (m.group(1) or m.group(2)) in marks else m.group(), text)
    return text
