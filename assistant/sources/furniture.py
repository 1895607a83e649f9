"""Pieces of lines of all pages -> the pages without running heads and feet, and their printed numbers.

Pure. A head or foot is what comes back on other pages at the edge of the page; a page number is what
goes up with the pages, wherever it stands. Knows nothing of headings or paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.sources.lines import Line, rows

EDGE_ROWS = 3
NUMBER = re.compile(
    r"^\W*(?:(?:pagina|page|pag|blz|p)\b\.?\s*)?(\d{1,4}|[ivxlc]{1,8})(?:\s*(?:/|\||van|of|sur)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Printed:
    """A number that a page may print as its own."""

    page: int
    value: int
    roman: bool
    piece: Line
    alone: bool


def strip_furniture(pages: Sequence[Sequence[Line]], body_size: float) -> tuple[list[list[Line]], list[str | None]]:
    """Each page's pieces without heads, feet and page number, and the number that each page prints."""
    edges = [_edges(page) for page in pages]
    repeated = _repeated(edges, body_size)
    left, right = _margins(pages)
    candidates: list[Printed] = []
    for index, page in enumerate(pages):
        near = [piece for row in edges[index] for piece in row]
        for piece in page:
            edge, outside = piece in near, piece.x1 < left or piece.x0 > right
            candidates += _printed(index, piece, edge or outside, edge and _key(piece) in repeated)
    labels, bearing = _labels(candidates, len(pages))
    kept = [
        _kept(page, edges[index], repeated, [c.piece for c in bearing if c.page == index])
        for index, page in enumerate(pages)
    ]
    return kept, labels


def _edges(page: Sequence[Line]) -> list[list[Line]]:
    """The rows at the top and the foot of a page, from the outside inwards, top and foot in turn."""
    grouped = rows(page)
    count = min(EDGE_ROWS, (len(grouped) + 1) // 2)
    top, foot = grouped[:count], grouped[::-1][:count]
    return [row for pair in zip(top, foot, strict=True) for row in pair]


def _key(piece: Line) -> str:
    """What a running head has in common on its pages: its letters.

    >>> _key(Line("Jaarboek 12 (3) 85", 0, 0, 0, 9, False, False, 0))
    'jaarboek # (#) #'
    """
    return re.sub(r"\d+", "#", piece.text.lower())


def _repeated(edges: Sequence[Sequence[Sequence[Line]]], body_size: float) -> set[str]:
    """The keys of the edge pieces that come back, at the same height, on enough pages."""
    seen: dict[str, list[Line]] = defaultdict(list)
    for page in edges:
        for piece in (piece for row in page for piece in row):
            seen[_key(piece)].append(piece)
    return {
        key
        for key, pieces in seen.items()
        if sum(c.isalpha() for c in key) >= 3 and _comes_back(pieces, len(edges), body_size)
    }


def _comes_back(pieces: Sequence[Line], count: int, body_size: float) -> bool:
    """Whether pieces of one key are a running head: one height, one text, or numbers that rise."""
    pages = {piece.page for piece in pieces}
    if len(pages) < max(2, 0.1 * count):
        return False
    heights = Counter(round(piece.y / 3) for piece in pieces)
    level = max(heights[h] + heights[h + 1] for h in heights)
    same = len({piece.text for piece in pieces}) == 1
    if level < 0.6 * len(pieces) or not (same or _rises(pieces)):
        return False
    large = max(piece.size for piece in pieces) > 1.15 * body_size
    return not large or (same and len(pages) >= max(3, 0.4 * count))


def _rises(pieces: Sequence[Line]) -> bool:
    """Whether a number in the pieces goes up with the pages, and on few pages all others stay.

    A body line that happens to end two pages, but for a number, is no running head.
    """
    columns = list(zip(*([int(n) for n in re.findall(r"\d+", p.text)] for p in pieces), strict=False))
    rising = [len({v - p.page for v, p in zip(values, pieces, strict=True)}) == 1 for values in columns]
    steady = [len(set(values)) == 1 for values in columns]
    others = all(r or s for r, s in zip(rising, steady, strict=True))
    return any(rising) and (others or len(pieces) >= 3)


def _margins(pages: Sequence[Sequence[Line]]) -> tuple[float, float]:
    """The x between which nearly all text stands."""
    pieces = [piece for page in pages for piece in page if len(piece.text) > 20]
    if not pieces:
        return float("-inf"), float("inf")
    starts, ends = sorted(p.x0 for p in pieces), sorted(p.x1 for p in pieces)
    return starts[len(starts) // 50], ends[-1 - len(ends) // 50]


def _printed(page: int, piece: Line, placed: bool, running: bool) -> list[Printed]:
    """The numbers in a piece that may be the page's."""
    whole = NUMBER.match(piece.text)
    if whole and placed:
        word = whole.group(1).lower()
        if word.isdigit():
            return [Printed(page, int(word), False, piece, True)]
        value = _roman(word)
        return [Printed(page, value, True, piece, True)] if value else []
    if running:
        values = re.findall(r"(?<!\d)\d{1,4}(?!\d)", piece.text)
        return [Printed(page, int(value), False, piece, False) for value in values]
    return []


def _roman(word: str) -> int:
    """The value of a Roman numeral, 0 where it is none.

    >>> _roman("xiv"), _roman("iiv")
    (14, 0)
    """
    values = [ROMAN[c] for c in word]
    total = sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))
    return total if total > 0 and to_roman(total) == word else 0


def to_roman(value: int) -> str:
    """A number in Roman numerals, lower case."""
    signs = {100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
    out = ""
    for size, sign in signs.items():
        out += sign * (value // size)
        value %= size
    return out


def _labels(candidates: Sequence[Printed], count: int) -> tuple[list[str | None], list[Printed]]:
    """The label of every page, and the candidates that print it.

    The numbers that rise with the pages win; a page inside their run that prints none (the first
    of a chapter) gets the number that it would bear.
    """
    labels: list[str | None] = [None] * count
    bearing: list[Printed] = []
    for roman in (False, True):
        found = [c for c in candidates if c.roman == roman and labels[c.page] is None]
        offset = _best_offset(found, count)
        if offset is None:
            continue
        chosen = [c for c in found if c.value - c.page == offset]
        bearing += chosen
        first, last = min(c.page for c in chosen), max(c.page for c in chosen)
        if not roman and not any(c.roman for c in candidates):
            first, last = max(0, 1 - offset), count - 1
        for page in range(first, last + 1):
            labels[page] = to_roman(page + offset) if roman else str(page + offset)
    return labels, bearing


def _best_offset(found: Sequence[Printed], count: int) -> int | None:
    """The difference between printed and counted number on which most pages agree."""
    support: Counter[int] = Counter()
    for _, offset, alone in {(c.page, c.value - c.page, c.alone) for c in found}:
        support[offset] += 3 if alone else 2
    if not support:
        return None
    offset, _ = max(support.items(), key=lambda item: (item[1], -abs(item[0])))
    pages = {c.page for c in found if c.value - c.page == offset}
    roman = any(c.roman for c in found)
    needed = 2 if roman else max(2, 0.3 * count)
    alone = any(c.alone for c in found if c.value - c.page == offset)
    return offset if len(pages) >= min(needed, count) and (count > 1 or alone) else None


def _kept(
    page: Sequence[Line], edges: Sequence[Sequence[Line]], repeated: set[str], numbers: Sequence[Line]
) -> list[Line]:
    """The page's pieces without its furniture, which is taken off from the outside inwards."""
    gone: list[Line] = [n for n in numbers if NUMBER.match(n.text)]
    for side in (edges[0::2], edges[1::2]):
        for place, row in enumerate(side):
            furniture = [piece for piece in row if piece in numbers or _key(piece) in repeated]
            if not furniture:
                break
            gap = abs(row[0].y - side[place + 1][0].y) if place + 1 < len(side) else float("inf")
            stands_off = place == 0 and gap > 1.8 * row[0].size
            gone += [piece for piece in row if piece in furniture or (stands_off and len(piece.text) < 90)]
            if len(furniture) < len(row) and not stands_off:
                break
    return [piece for piece in page if piece not in gone]
