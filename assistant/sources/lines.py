"""Text runs with their place on a page -> lines in reading order, columns told apart.

Pure geometry: points, y upwards, as PDF has it. Knows nothing of files, headings or paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.text import fold

# A raised mark stands between these two private characters until footnotes decide what it is.
RAISED, LOWERED = "\ue000", "\ue001"
MARK_SIGNS = re.compile(f"[{RAISED}{LOWERED}]")
MARK = re.compile(f"{RAISED}([^{LOWERED}]*){LOWERED}")
LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), start=0xFB00))
SMALL_DIGITS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

WORD_GAP_EM = 0.15  # a wider gap between runs is a space
PIECE_GAP_EM = 0.7  # a wider one separates columns, table cells, a page number


@dataclass(frozen=True, slots=True)
class Run:
    """Text shown in one font at one place."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the piece of one that stands apart; `page` counts from 0, `column` within the page."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    page: int
    column: int = 0


def page_pieces(runs: Sequence[Run], page: int) -> list[Line]:
    """The pieces of lines on a page: runs joined where less than a wide gap is between them."""
    groups: list[list[Run]] = []
    for run in runs:
        if not run.text.strip():
            continue
        if groups and run in groups[-1][-3:]:  # printed twice to look bold
            continue
        if groups and _continues(groups[-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [piece for group in _merge_rows(groups) if (piece := _piece(group, page)).text]


def _continues(group: Sequence[Run], run: Run) -> bool:
    """Whether `run` goes on to the right on the line of `group`; smaller type may stand off it."""
    main = max(group, key=lambda r: r.size)
    size = max(main.size, run.size)
    smaller = min(main.size, run.size) < 0.85 * size
    if abs(run.y - main.y) > (0.6 if smaller else 0.25) * size:
        return False
    return -0.5 * size <= run.x0 - group[-1].x1 <= PIECE_GAP_EM * size


def _merge_rows(groups: list[list[Run]]) -> list[list[Run]]:
    """Groups that were drawn apart but touch on one line become one."""
    merged: list[list[Run]] = []
    for group in sorted(groups, key=lambda g: (-round(max(g, key=lambda r: r.size).y), g[0].x0)):
        for other in reversed(merged[-6:]):
            if _continues(other, group[0]):
                other.extend(group)
                break
        else:
            merged.append(group)
    return merged


def _piece(runs: Sequence[Run], page: int) -> Line:
    size = _main_size(runs)
    base = next(r.y for r in runs if r.size == size)
    text, end = "", None
    for run in runs:
        if end is not None and run.x0 - end > WORD_GAP_EM * run.size and not text.endswith(" "):
            text += " "
        text += _run_text(run, size, base)
        end = run.x1
    bold = sum(len(r.text) for r in runs if r.bold) >= 0.9 * sum(len(r.text) for r in runs)
    italic = sum(len(r.text) for r in runs if r.italic) >= 0.9 * sum(len(r.text) for r in runs)
    return Line(_clean(text), runs[0].x0, runs[-1].x1, base, size, bold, italic, page)


def _main_size(runs: Sequence[Run]) -> float:
    """The size in which most of the text is set."""
    total: dict[float, int] = {}
    for run in runs:
        total[run.size] = total.get(run.size, 0) + len(run.text)
    return max(total, key=lambda size: (total[size], size))


def _run_text(run: Run, size: float, base: float) -> str:
    raised = run.size < 0.85 * size and run.y > base + 0.1 * size
    text = MARK_SIGNS.sub("", run.text)
    core = text.strip()
    if raised and 0 < len(core) <= 3:
        return text.replace(core, f"{RAISED}{core}{LOWERED}")
    return SMALL_DIGITS.sub(lambda m: f"{RAISED}{m.group().translate(SUPERSCRIPTS)}{LOWERED}", text)


def _clean(text: str) -> str:
    """Ligatures spelled out, text folded; a soft hyphen that is drawn is a hyphen.

    >>> _clean("de \\ufb01t  tussen")
    'de fit tussen'
    >>> _clean("meta\\u00adstudies over wer\\u00ad")
    'meta-studies over wer‐'
    """
    text = text.rstrip().translate(LIGATURES)
    ending = "\u2010" if text.endswith("\u00ad") else ""
    return fold(text.rstrip("\u00ad").replace("\u00ad", "-")) + ending


def reading_order(pieces: Sequence[Line]) -> list[Line]:
    """The pieces of one page as lines in reading order, each with the number of its column."""
    ordered: list[Line] = []
    for column, part in enumerate(_columns(list(pieces))):
        ordered += [replace(line, column=column) for line in _rows_as_lines(part)]
    return ordered


def rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Pieces grouped by the line on which they stand, from the top; left to right within a row."""
    grouped: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if grouped and abs(grouped[-1][0].y - piece.y) <= 0.45 * min(grouped[-1][0].size, piece.size):
            grouped[-1].append(piece)
        else:
            grouped.append([piece])
    return [sorted(row, key=lambda p: p.x0) for row in grouped]


def _rows_as_lines(pieces: Sequence[Line]) -> list[Line]:
    return [_join_row(row) for row in rows(pieces)]


def _join_row(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    main = max(row, key=lambda p: len(p.text))
    return replace(
        main,
        text=" ".join(p.text for p in row),
        x0=row[0].x0,
        x1=max(p.x1 for p in row),
        bold=all(p.bold for p in row),
        italic=all(p.italic for p in row),
    )


def _columns(pieces: list[Line]) -> list[list[Line]]:
    """The pieces cut into columns, each left of the next or above it.

    Pieces that cross the gutter (a title, a wide table) divide the page into bands; in a band the
    left column is read before the right one.
    """
    gutter = _gutter(pieces)
    if gutter is None:
        return [pieces] if pieces else []
    parts: list[list[Line]] = []
    band: list[Line] = []
    for row in rows(pieces):
        crossing = [p for p in row if p.x0 < gutter < p.x1]
        if crossing:
            parts += _split(band, gutter)
            band = []
            if parts and parts[-1] and all(p.x0 < gutter < p.x1 for p in parts[-1]):
                parts[-1] += row
            else:
                parts.append(list(row))
        else:
            band += row
    return [part for part in parts + _split(band, gutter) if part]


def _split(band: list[Line], gutter: float) -> list[list[Line]]:
    left, right = [p for p in band if p.x1 <= gutter], [p for p in band if p.x0 >= gutter]
    return _columns(left) + _columns(right)


def _gutter(pieces: list[Line]) -> float | None:
    """The x of the white band between two columns of running text, None where there is none.

    Both sides must hold lines that mostly fill their column: the cells of a table do not.
    """
    if len(pieces) < 8:
        return None
    edges = Counter(round(p.x0) for p in pieces)
    best: tuple[float, float] | None = None
    for edge in sorted(edge for edge, count in edges.items() if count >= 3):
        x = edge - 1.5
        left, right = [p for p in pieces if p.x1 <= x], [p for p in pieces if p.x0 >= x]
        crossing = len(pieces) - len(left) - len(right)
        if crossing > 0.3 * len(pieces) or len(left) < 4 or len(right) < 3:
            continue
        if not (_is_prose(left) and _is_prose(right)):
            continue
        balance = min(len(left), len(right)) - 2.0 * crossing
        if best is None or balance > best[0]:
            best = (balance, (max(p.x1 for p in left) + min(p.x0 for p in right)) / 2)
    return best[1] if best else None


def _is_prose(pieces: Sequence[Line]) -> bool:
    """Whether at least half of the lines fill three quarters of the column's width."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    width = right - left
    size = sorted(p.size for p in pieces)[len(pieces) // 2]
    full = sum(p.x1 - p.x0 >= 0.75 * width for p in pieces)
    return width >= 8 * size and full >= 0.5 * len(pieces)
