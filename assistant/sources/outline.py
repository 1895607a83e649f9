"""The document's outline and title held against its lines -> headings and title.

Pure. Knows nothing of type sizes beyond which is the largest, and nothing of files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.sources.headings import NUMBERED, Body, Entry, Found, fills, style, title_of
from assistant.sources.lines import Line

JUNK_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint).*|untitled.*|naamloos.*|document ?\d*"
    r"|\S+\.(?:docx?|pdf|indd|odt|pptx?|tex))$",
    re.IGNORECASE,
)
LOCATED_SHARE = 0.6


def letters(text: str) -> str:
    """Letters and digits only: how a title is compared with the lines that print it.

    >>> letters("Tuin & keuken (2)")
    'tuinkeuken2'
    """
    return "".join(c for c in text.lower() if c.isalnum())


def from_outline(lines: Sequence[Line], entries: Sequence[Entry], title: str) -> list[Found]:
    """The headings that the outline names, where most of them are found; else none."""
    entries = _without_title(entries, title)
    found: list[Found] = []
    after = 0
    for entry in entries:
        place = _locate(lines, entry, after)
        if place is not None:
            found.append(Found(place[0], place[1], title_of(lines[place[0] : place[1]]), entry.level))
            after = place[1]
    return found if len(found) >= max(2, LOCATED_SHARE * len(entries)) else []


def _without_title(entries: Sequence[Entry], title: str) -> list[Entry]:
    """The entries without a single top entry that is the document's title."""
    tops = [entry for entry in entries if entry.level == 1]
    if len(tops) == 1 and len(entries) > 1 and letters(tops[0].title) == letters(title):
        return [Entry(e.title, e.level - 1, e.page) for e in entries if e.level > 1]
    return list(entries)


def _locate(lines: Sequence[Line], entry: Entry, after: int) -> tuple[int, int] | None:
    """The lines that print an entry's title, on its page or the next; with or without its number."""
    wanted = letters(entry.title)
    if not wanted:
        return None
    for start in range(after, len(lines)):
        line = lines[start]
        if entry.page is not None and line.page < entry.page:
            continue
        if entry.page is not None and line.page > entry.page + 1:
            break
        text = ""
        for end in range(start + 1, min(start + 5, len(lines) + 1)):
            text += letters(lines[end - 1].text)
            if text == wanted or (text.lstrip("0123456789") == wanted and wanted[0].isalpha()):
                return start, end
            if len(text) > len(wanted) + 8:
                break
    return None


def find_title(lines: Sequence[Line], named: str, body: Body) -> tuple[str, tuple[int, int] | None]:
    """The document's title and the lines of the first page that print it.

    The title in the file's properties counts where the first page prints it; else the largest text
    there, unless headings further on are as large; else the properties again. "" where none.
    """
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    named = "" if JUNK_TITLE.match(named.strip()) else named.strip()
    if named:
        for start in range(len(first)):
            text = ""
            for end in range(start + 1, len(first) + 1):
                text += letters(first[end - 1].text)
                if text == letters(named):
                    return named, (start, end)
                if not letters(named).startswith(text):
                    break
    place = _largest(lines, first, body) or (None if named else _bare_first(first, body))
    if place is not None:
        return title_of(lines[place[0] : place[1]]), place
    return named, None


def _bare_first(first: Sequence[Line], body: Body) -> tuple[int, int] | None:
    """The first line in body type where it stands off and is no sentence: a note's plain title."""
    if len(first) < 2 or style(first[0]) != body.style or NUMBERED.match(first[0].text):
        return None
    text, gap = first[0].text, first[0].y - first[1].y
    plain = text[-1] not in ".,;:" and not text[0].islower() and len(text.split()) <= 12
    return (0, 1) if plain and gap > 1.3 * body.leading and not fills(first[0], first[1], body) else None


def _largest(lines: Sequence[Line], first: Sequence[Line], body: Body) -> tuple[int, int] | None:
    if not first:
        return None
    size = max(line.size for line in first)
    if size < 1.15 * body.style.size:
        return None
    start = next(i for i, line in enumerate(first) if line.size == size)
    end = start + 1
    while end < len(first) and first[end].size == size and first[end - 1].y - first[end].y < 1.9 * size:
        end += 1
    rest = [line for i, line in enumerate(lines) if not start <= i < end]
    if end - start > 5 or any(style(line).size >= style(first[start]).size for line in rest):
        return None
    return start, end
