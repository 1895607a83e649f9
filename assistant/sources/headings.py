"""Running lines -> which of them are headings, of which level.

Pure. From the outline where the document has a good one, else from type (larger, bolder, capitals)
and numbers. Knows nothing of running heads, footnotes or files.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.sources.lines import Line

MAX_WORDS = 20
MAX_LINES = 3
NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+(?=[^\W\d_a-zà-ÿ]|[‘“'\"(])")
CAPTION = re.compile(r"^(?:tabel|figuur|grafiek|kader|table|figure|fig\.|box|bron|source)\s*\d*\s*[:.]", re.IGNORECASE)
BULLET = re.compile(r"^(?:[•▪◦‣●○■□–*-]|[a-z][.)])\s")


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set."""

    size: float
    bold: bool
    italic: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A heading: the lines from `start` up to `end`, its title and its level."""

    start: int
    end: int
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the document's outline."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """How running text is set, and how far apart its lines stand."""

    style: Style
    leading: float
    right: dict[tuple[int, int], float]


def style(line: Line) -> Style:
    """The style of a line, sizes to half a point."""
    letters = [c for c in line.text if c.isalpha()]
    capitals = len(letters) >= 4 and all(c.isupper() for c in letters)
    return Style(round(line.size * 2) / 2, line.bold, line.italic, capitals)


def body_of(lines: Sequence[Line]) -> Body:
    """The style of most characters, the usual distance of lines, the columns' right edges."""
    total: Counter[Style] = Counter()
    gaps: Counter[float] = Counter()
    right: dict[tuple[int, int], float] = defaultdict(float)
    for before, line in zip([None, *lines], lines, strict=False):
        total[style(line)] += len(line.text)
        place = (line.page, line.column)
        right[place] = max(right[place], line.x1)
        near = before is not None and (before.page, before.column) == place and before.size == line.size
        if near and before is not None and before.y > line.y:
            gaps[round(before.y - line.y, 1)] += 1
    common = max(total, key=lambda s: (total[s], -s.size), default=Style(10.0, False, False, False))
    common = Style(common.size, common.bold, common.italic, False)
    within = {gap: n for gap, n in gaps.items() if gap < 3.2 * common.size}
    ordered = sorted(gap for gap, n in within.items() for _ in range(n))
    leading = ordered[len(ordered) // 2] if ordered else 1.2 * common.size
    return Body(common, leading, dict(right))


def from_type(lines: Sequence[Line], body: Body) -> list[Found]:
    """The headings by their type and numbers, levels by rank of style or depth of number."""
    groups = [group for group in _groups(lines, body) if _looks_like_heading(lines, group, body)]
    groups = _without_plain_styles(lines, groups)
    styled = [g for g in groups if _outranks(style(lines[g[0]]), body.style)]
    numbered = _consistent([g for g in groups if g not in styled], lines) if groups else []
    chosen = sorted(styled + numbered)
    levels = _levels(lines, chosen)
    return [Found(g[0], g[1], title_of(lines[g[0] : g[1]]), levels[g]) for g in chosen]


def title_of(lines: Sequence[Line]) -> str:
    """The text of a heading of one or more lines; a word broken between them is joined."""
    title = ""
    for line in lines:
        if title.endswith(("\u2010", "\u00ad")) and line.text[:1].islower():
            title = title[:-1] + line.text
        elif title.endswith("-") and not title.endswith(" -"):
            title += line.text
        else:
            title = f"{title} {line.text}".strip()
    return title


def gap_above(lines: Sequence[Line], index: int) -> float:
    """The distance to the line above it in its column; infinite for a column's first line."""
    if index == 0:
        return float("inf")
    before, line = lines[index - 1], lines[index]
    if (before.page, before.column) != (line.page, line.column):
        return float("inf")
    return before.y - line.y


def fills(line: Line, following: Line, body: Body) -> bool:
    """Whether the first word of the following line did not fit on this one: a break by the typesetter."""
    word = following.text.split(" ", 1)[0]
    width = (following.x1 - following.x0) * (len(word) + 1) / max(len(following.text), 1)
    return line.x1 + width > body.right.get((line.page, line.column), line.x1)


def _groups(lines: Sequence[Line], body: Body) -> list[tuple[int, int]]:
    """Runs of lines that are one heading if they are any: same style, touching, wrapped."""
    groups: list[tuple[int, int]] = []
    for index in range(len(lines)):
        if groups and groups[-1][1] == index and _wraps(lines, index, body):
            groups[-1] = (groups[-1][0], index + 1)
        else:
            groups.append((index, index + 1))
    return groups


def _wraps(lines: Sequence[Line], index: int, body: Body) -> bool:
    before, line = lines[index - 1], lines[index]
    if style(before) != style(line) or gap_above(lines, index) > 1.7 * line.size or NUMBERED.match(line.text):
        return False
    if fills(before, line, body) or line.text[:1].islower():
        return True
    return style(line) == body.style and not NUMBERED.match(before.text)


def _outranks(one: Style, other: Style) -> bool:
    """Whether a style stands out from another as a heading's does."""
    if one.size < 0.97 * other.size:
        return False
    larger, bolder = one.size >= 1.07 * other.size, one.bold and not other.bold
    return larger or bolder or one.capitals or (one.italic and not other.italic)


def _looks_like_heading(lines: Sequence[Line], group: tuple[int, int], body: Body) -> bool:
    start, end = group
    text, kind = title_of(lines[start:end]), style(lines[start])
    words = text.split()
    if not 1 <= len(words) <= MAX_WORDS or end - start > MAX_LINES or not any(c.isalpha() for c in text):
        return False
    if text[-1] in ".,;:" or text[0].islower() or CAPTION.match(text) or BULLET.match(text):
        return False
    if end < len(lines) and lines[end].text[:1].islower():
        return False
    apart = gap_above(lines, start) > 1.15 * body.leading
    if kind.size >= 1.07 * body.style.size:
        return True
    if (kind.bold and not body.style.bold) or kind.capitals:
        return apart or _ended(lines, start, body)
    if kind.italic and not body.style.italic:
        alone = end < len(lines) and style(lines[end]) != kind and not fills(lines[end - 1], lines[end], body)
        return apart and alone
    return bool(NUMBERED.match(text)) and apart and kind.size >= 0.97 * body.style.size


def _ended(lines: Sequence[Line], index: int, body: Body) -> bool:
    """Whether the text before a line has come to an end."""
    before = lines[index - 1] if index else None
    return before is None or before.text[-1] in ".!?:;”’)" or not fills(before, lines[index], body)


def _without_plain_styles(lines: Sequence[Line], groups: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without the styles in which more is said than headed: lead paragraphs, quotes, emphasis."""
    headed: Counter[Style] = Counter()
    for start, end in groups:
        headed[style(lines[start])] += sum(len(line.text) for line in lines[start:end])
    said: Counter[Style] = Counter()
    for line in lines:
        said[style(line)] += len(line.text)
    kinds = {kind for kind in headed if headed[kind] >= 0.5 * said[kind]}
    return [g for g in groups if style(lines[g[0]]) in kinds or NUMBERED.match(lines[g[0]].text)]


def _number(line: Line) -> tuple[int, ...]:
    found = NUMBERED.match(line.text)
    return tuple(int(n) for n in found.group(1).split(".")) if found else ()


def _consistent(groups: list[tuple[int, int]], lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The numbered headings in body type: their numbers follow on each other and text stands between."""
    chain: list[tuple[int, int]] = []
    last: tuple[int, ...] = ()
    for group in groups:
        number = _number(lines[group[0]])
        if not number:
            continue
        deeper = number == (*last, 1) or (not last and number in ((1,), (0,), (1, 1)))
        onward = any(number == (*last[:k], last[k] + 1) for k in range(len(last)))
        if deeper or onward:
            chain.append(group)
            last = number
    spaced = sum(b[0] > a[1] for a, b in pairwise(chain))
    return chain if len(chain) >= 2 and spaced >= 0.5 * (len(chain) - 1) else []


def _levels(lines: Sequence[Line], groups: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The level of each heading: its number's depth, else the depth that its style has, else its rank."""
    styles = {g: style(lines[g[0]]) for g in groups}
    ranked = sorted(set(styles.values()), key=lambda s: (-s.size, not s.bold, s.italic, not s.capitals))
    depths: dict[Style, Counter[int]] = defaultdict(Counter)
    for group in groups:
        if number := _number(lines[group[0]]):
            depths[styles[group]][len(number)] += 1
    numbered = sum(sum(c.values()) for c in depths.values())
    if numbered < max(2, 0.5 * len(groups)):
        return {g: ranked.index(styles[g]) + 1 for g in groups}
    levels: dict[tuple[int, int], int] = {}
    for group in groups:
        number, kind = _number(lines[group[0]]), styles[group]
        if number:
            levels[group] = len(number)
        elif depths[kind]:
            levels[group] = min(depths[kind])
        else:
            above = [min(depths[s]) for s in ranked[: ranked.index(kind)] if depths[s]]
            levels[group] = max(above, default=0) + 1
    return levels
