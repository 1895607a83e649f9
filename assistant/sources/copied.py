"""Plain text -> rows: its lines without what a copy from a PDF leaves among them.

Pure. Undoes double spacing, takes out page numbers, running heads and bare links, and keeps footnotes
apart. Knows nothing of headings or paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.text import fold

NUMBER = re.compile(
    r"^\W*(?:(?:pagina|page|pag|blz|p)\b\.?\s*)?(\d{1,4})(?:\s*(?:/|van|of)\s*\d{1,4})?\W*$", re.IGNORECASE
)
ENDED = re.compile(r"[.!?…:;][”’\"')\]]*$")
SENTENCE = re.compile(r"[.!?…][”’\"')\]]*$")
NOTE = re.compile(r"^\[?(\d{1,2})\]?\s+\S")
ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$")
DOUBLE_SHARE = 0.5  # of the broken sentences that go on after one blank line
MAX_LINKS = 200  # with more bare addresses, the text is a list of them
NOTE_REACH = 60  # rows above a footnote in which the word may stand that calls it


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not blank: its text, the blank lines above it, whether white space opens it."""

    text: str
    above: int
    indented: bool


def rows_of(text: str) -> tuple[list[Row], list[list[str]], set[str]]:
    """The rows of a text, the lines of each of its footnotes, and the marks that call them."""
    return _without_notes(_without_links(_without_furniture(_rows(text))))


def _rows(text: str) -> list[Row]:
    """The rows of a text; in double-spaced text one blank line counts as none."""
    rows: list[Row] = []
    blanks = 0
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"):
        line = fold(raw) + ("\u2010" if raw.rstrip().endswith("\u00ad") else "")  # folding drops soft hyphens
        if not line:
            blanks += 1
            continue
        rows.append(Row(line, blanks, raw[:1].isspace()))
        blanks = 0
    return [replace(row, above=row.above // 2) for row in rows] if _is_double_spaced(rows) else rows


def _is_double_spaced(rows: Sequence[Row]) -> bool:
    """Whether sentences go on after a blank line as a rule."""
    onward = [
        row.above
        for before, row in pairwise(rows)
        if row.text[0].islower() and not ENDED.search(before.text) and not ADDRESS.match(row.text)
    ]
    return len(onward) > 1 and sum(above == 1 for above in onward) >= DOUBLE_SHARE * len(onward)


def _without_furniture(rows: list[Row]) -> list[Row]:
    """Without page numbers, and lines that come back beside them or in the middle of sentences."""
    keys = Counter(re.sub(r"\d+", "#", row.text) for row in rows if len(row.text) < 120)
    numbers = _page_numbers(rows)
    gone: set[int] = set(numbers)
    for index, row in enumerate(rows):
        key = re.sub(r"\d+", "#", row.text)
        if keys[key] < 2 or sum(c.isalpha() for c in key) < 3 or index in gone:
            continue
        beside = {index - 1, index + 1, index - 2, index + 2} & numbers
        if beside or _interrupts(rows, index):
            gone.add(index)
    kept: list[Row] = []
    for index, row in enumerate(rows):
        if index in gone:
            continue
        after = index - 1 in gone
        kept.append(replace(row, above=0) if after and kept and not SENTENCE.search(kept[-1].text) else row)
    return kept


def _page_numbers(rows: Sequence[Row]) -> set[int]:
    """The rows that hold a page number only: numbers that keep rising, at least two of them."""
    found = [(i, int(m.group(1))) for i, row in enumerate(rows) if (m := NUMBER.match(row.text))]
    best: list[tuple[int, int]] = []
    for start in range(len(found)):
        chain = [found[start]]
        for place, value in found[start + 1 :]:
            if 0 < value - chain[-1][1] <= 20 and place > chain[-1][0] + 2:
                chain.append((place, value))
        if len(chain) > len(best):
            best = chain
        if start > 200:
            break
    return {place for place, _ in best} if len(best) >= 2 else set()


def _interrupts(rows: Sequence[Row], index: int) -> bool:
    """Whether a row stands in the middle of a sentence."""
    before = rows[index - 1].text if index else ""
    after = rows[index + 1].text if index + 1 < len(rows) else ""
    return bool(before) and not ENDED.search(before) and after[:1].islower()


def _without_links(rows: list[Row]) -> list[Row]:
    """Without bare addresses that the text itself gives elsewhere: a copy leaves them behind."""
    if sum(bool(ADDRESS.match(row.text)) for row in rows) > MAX_LINKS:
        return rows
    kept: list[Row] = []
    for index, row in enumerate(rows):
        elsewhere = [o.text for o in rows if row.text in o.text and o is not row] if ADDRESS.match(row.text) else []
        if not elsewhere or not (_interrupts(rows, index) or any(not ADDRESS.match(text) for text in elsewhere)):
            kept.append(row)
    return kept


def _without_notes(rows: list[Row]) -> tuple[list[Row], list[list[str]], set[str]]:
    """Without footnotes: rows that open with a number that a word above them bears."""
    kept: list[Row] = []
    notes: list[list[str]] = []
    called: set[str] = set()
    index = 0
    while index < len(rows):
        mark = NOTE.match(rows[index].text)
        if not mark or not _is_called(mark.group(1), [row.text for row in kept[-NOTE_REACH:]]):
            kept.append(rows[index])
            index += 1
            continue
        end = _note_end(rows, index, kept[-1].text)
        opening = re.sub(r"^\[?\d{1,2}\]?\s+", "", rows[index].text)
        notes.append([opening, *(row.text for row in rows[index + 1 : end])])
        called.add(mark.group(1))
        if end < len(rows):
            rows[end] = replace(rows[end], above=rows[end].above if SENTENCE.search(kept[-1].text) else 0)
        index = end
    return kept, notes, called


def _is_called(mark: str, above: Sequence[str]) -> bool:
    return any(re.search(rf"(?:[^\W\d_]|[.,)’”]){mark}(?![\w%])", text) for text in above)


def _note_end(rows: Sequence[Row], start: int, before: str) -> int:
    """The row after a footnote: after a blank line, or where the broken sentence goes on."""
    end = start + 1
    while end < len(rows) and rows[end].above == 0 and not NOTE.match(rows[end].text):
        last = rows[end - 1].text
        closed = bool(SENTENCE.search(last)) or "/" in last.split()[-1]
        text = rows[end].text
        goes_on = text[0].islower() and not (SENTENCE.search(before) or ADDRESS.match(text) or last[-1] == "-")
        stands_in = rows[end].indented and not rows[start].indented
        if (goes_on and (closed or stands_in)) or (stands_in and closed):
            break
        end += 1
    return end
