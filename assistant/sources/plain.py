"""Plain text -> a Draft: headings as bare lines, paragraphs between blank lines.

Pure. A line is a heading where it is short, is no sentence, opens with a capital and is followed by
the start of one; all are of one level. Knows nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.sources.build import Block, Draft, Heading, Paragraph
from assistant.sources.copied import ADDRESS, ENDED, SENTENCE, Row, rows_of
from assistant.sources.hyphens import Evidence, gather, join_all

OPENS = re.compile(r"^[\W_]{0,2}[A-ZÀ-ÖØ-Þ0-9]")
ITEM = re.compile(r"^(?:[•▪◦‣●○■□*–-]|\d{1,2}[.)]|[a-z][.)])\s+")
BULLET = re.compile(r"^[•▪◦‣●○■□*–-]\s+")
DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+[^\W\da-zà-ÿ]")
RULE = re.compile(r"^([=\-*_#~])\1{2,}$")
MAX_WORDS = 16


def read_plain(text: str, fallback_title: str) -> Draft:
    """The draft of a plain text; it has no pages and headings of one level."""
    found, notes, called = rows_of(text)
    width = _width(found)
    groups = _groups(found, width)
    evidence = gather([row.text for row in found])
    title, groups = _front(groups, fallback_title)
    blocks: list[Block] = []
    for position, group in enumerate(groups):
        following = groups[position + 1] if position + 1 < len(groups) else None
        heads = _headings(group, following, width)
        blocks += [Heading(_bare(row.text), 1) for row in heads]
        blocks += _paragraph(group[len(heads) :], evidence, called)
    return Draft(title, tuple(blocks), tuple(join_all(note, evidence)[0] for note in notes))


def _width(rows: Sequence[Row]) -> int:
    """The length of a full line; 0 where lines are not wrapped."""
    lengths = sorted(len(row.text) for row in rows)
    if not lengths:
        return 0
    typical = lengths[int(0.75 * (len(lengths) - 1))]
    return typical if typical <= 120 else 0


def _broken(row: Row, following: Row, width: int) -> bool:
    """Whether a line ends before the next word would have had to go to the next line."""
    word = following.text.split(" ", 1)[0]
    return width == 0 or len(row.text) + 1 + len(word) <= 0.92 * width


def _groups(rows: Sequence[Row], width: int) -> list[list[Row]]:
    """Rows that belong together: cut at blank lines, items, and bare lines after a sentence's end."""
    groups: list[list[Row]] = []
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        following = rows[index + 1] if index + 1 < len(rows) else None
        if RULE.match(row.text):
            continue
        cut = before is None or row.above > 0 or width == 0 or _is_next_item(before, row)
        if not cut and before is not None and following is not None and SENTENCE.search(before.text):
            cut = len(row.text) < 0.75 * width and _is_bare(row, following, width)
        if cut:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _is_next_item(before: Row, row: Row) -> bool:
    return bool(ITEM.match(row.text) and (ENDED.search(before.text) or ITEM.match(before.text)))


def _is_bare(row: Row, following: Row, width: int) -> bool:
    """Whether a line looks like a heading above `following`."""
    text = row.text
    if not OPENS.match(text) or (ENDED.search(text) and text[-1] not in "?!") or text[-1] == ",":
        return False
    if len(text.split()) > MAX_WORDS or not any(c.isalpha() for c in text):
        return False
    if BULLET.match(text) or ADDRESS.match(text):
        return False
    if BULLET.match(following.text):
        return following.above > 0 and row.above > 0
    return bool(OPENS.match(following.text)) and (following.above > 0 or _broken(row, following, width))


def _headings(group: Sequence[Row], following: Sequence[Row] | None, width: int) -> list[Row]:
    """The rows at the head of a group that are headings."""
    heads: list[Row] = []
    for index, row in enumerate(group):
        below = group[index + 1] if index + 1 < len(group) else (following[0] if following else None)
        if below is None or not _is_bare(row, below, width):
            break
        if ITEM.match(row.text) and not DECIMAL.match(row.text):
            break
        if index + 1 == len(group) and ITEM.match(below.text) and ITEM.match(row.text):
            break
        heads.append(row)
    return heads


def _front(groups: list[list[Row]], fallback_title: str) -> tuple[str, list[list[Row]]]:
    """The title, and the groups without title, series name and author: what stands above the text.

    >>> _front([[Row("Ons plan", 0, False)], [Row("Wij doen dit.", 1, False)]], "bestand")[0]
    'Ons plan'
    """
    first = groups[0] if groups else []
    if not first or len(groups) < 2 or any(SENTENCE.search(row.text) for row in first[:-1]):
        return fallback_title, groups
    if first[-1].text.endswith(".") or len(first) > 6:
        return fallback_title, groups
    lines: list[str] = []
    for row in first:
        if lines and row.text[0].islower():
            lines[-1] += " " + row.text
        else:
            lines.append(row.text)
    return _bare(max(lines, key=len)), groups[1:]


def _bare(text: str) -> str:
    return text.strip("=#*_ ")


def _paragraph(rows: Sequence[Row], evidence: Evidence, called: set[str]) -> list[Paragraph]:
    if not rows:
        return []
    text, _ = join_all([row.text for row in rows], evidence)
    for mark in called:
        text = re.sub(rf"(?<=[^\W\d_]){mark}(?![\w%])", "", text)
    return [Paragraph(BULLET.sub("", text))]
