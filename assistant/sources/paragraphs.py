"""Running lines between two headings -> paragraphs with page marks.

Pure. A paragraph ends where the distance grows, where a line is indented, or where a line that ends a
sentence stops short. Knows nothing of headings or formats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import PageMark
from assistant.sources.build import Paragraph
from assistant.sources.headings import Body, fills, gap_above
from assistant.sources.hyphens import Evidence, join_all
from assistant.sources.lines import Line

ITEM = re.compile(r"^(?:[•▪◦‣●○■□➢✓\uf0b7\uf0a7]|[–*-](?=\s))\s*")
NUMBERED_ITEM = re.compile(r"^(?:\d{1,2}|[a-z])[.)]\s")
SENTENCE_END = re.compile(r"[.!?…:][”’\"')\]]*$")
CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+$")


def paragraphs(lines: Sequence[Line], body: Body, labels: Sequence[str | None], evidence: Evidence) -> list[Paragraph]:
    """The paragraphs of `lines`; `labels` gives each page's printed number."""
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        if CONTENTS.search(line.text):
            continue
        if groups and index and not _starts(lines, index, body):
            groups[-1].append(line)
        else:
            groups.append([line])
    made = [_paragraph(group, labels, evidence) for group in groups]
    return [paragraph for paragraph in made if paragraph.text]


def _paragraph(lines: Sequence[Line], labels: Sequence[str | None], evidence: Evidence) -> Paragraph:
    texts = [line.text for line in lines]
    texts[0] = ITEM.sub("", texts[0])
    text, starts = join_all(texts, evidence)
    marks: list[PageMark] = []
    for line, start in zip(lines, starts, strict=True):
        label = labels[line.page]
        if label is not None and (not marks or marks[-1].label != label):
            marks.append(PageMark(start, label))
    return Paragraph(text, tuple(marks))


def _starts(lines: Sequence[Line], index: int, body: Body) -> bool:
    """Whether a paragraph starts with this line."""
    before, line = lines[index - 1], lines[index]
    if ITEM.match(line.text):
        return True
    ended = bool(SENTENCE_END.search(before.text))
    short = not fills(before, line, body)
    if NUMBERED_ITEM.match(line.text) and (ended or short):
        return True
    if line.text[0].islower() or before.text[-1] in "-\u2010\u00ad":
        return False
    gap = gap_above(lines, index)
    if gap == float("inf"):
        return ended and (short or _indented(lines, index))
    if gap > 1.35 * body.leading or abs(line.size - before.size) > 0.1 * body.style.size:
        return ended or short
    return ended and (short or _indented(lines, index))


def _indented(lines: Sequence[Line], index: int) -> bool:
    """Whether a line stands in from the one that follows it."""
    line = lines[index]
    if index + 1 >= len(lines):
        return False
    following = lines[index + 1]
    same = (following.page, following.column) == (line.page, line.column)
    return same and 0.7 * line.size < line.x0 - following.x0 < 5 * line.size
