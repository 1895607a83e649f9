"""Headings and paragraphs -> a Source: folded text, sections with path and span, page marks.

Pure. Knows nothing of the format the document came in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import PageMark, Section, Source
from assistant.text import fold, slugify

NAMELESS = "deel"  # the slug of a heading without letters or digits


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest."""

    title: str
    level: int
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's folded text; `marks` say from which offset in it which page goes on."""

    text: str
    marks: tuple[PageMark, ...] = ()


Block = Heading | Paragraph


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as its format's reader found it."""

    title: str
    blocks: tuple[Block, ...]
    footnotes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """The section that is being written."""

    heading: Heading
    path: tuple[str, ...]
    start: int
    paragraphs: list[int]


class _Writer:
    """Writes text from front to back and notes where things start."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.sections: list[Section] = []
        self.marks: list[PageMark] = []
        self.slugs: dict[str, int] = {}  # each slug given, with the last number of its repeats
        self.above: list[Heading] = []
        self.open: _Open | None = None

    def heading(self, heading: Heading) -> None:
        """Close the section before and open the one under `heading`."""
        self.close()
        self._write("\n\n" if self.parts else "", "")
        self.above = [h for h in self.above if h.level < heading.level] + [heading]
        if heading.page is not None:
            self._mark(PageMark(self.length, heading.page))
        self._write("", heading.title)
        self.open = _Open(heading, tuple(h.title for h in self.above), self.length, [])

    def paragraph(self, paragraph: Paragraph) -> None:
        """Add a paragraph to the open section."""
        assert self.open is not None
        if self.open.paragraphs:
            self._write(" ", "")
        else:
            self._write("\n\n", "")
            self.open.start = self.length
        self.open.paragraphs.append(self.length)
        for mark in paragraph.marks:
            self._mark(PageMark(self.length + mark.start, mark.label))
        self._write("", paragraph.text)

    def close(self) -> None:
        """Note the open section, whose body ends here."""
        if self.open is None:
            return
        heading = self.open.heading
        self.sections.append(
            Section(
                slug=self._slug(heading.title),
                title=heading.title,
                path=self.open.path,
                start=self.open.start,
                end=self.length,
                page=heading.page,
                paragraphs=tuple(self.open.paragraphs),
            )
        )
        self.open = None

    def _write(self, before: str, text: str) -> None:
        self.parts.append(before + text)
        self.length += len(before) + len(text)

    def _mark(self, mark: PageMark) -> None:
        if not self.marks or self.marks[-1].label != mark.label:
            self.marks.append(mark)

    def _slug(self, title: str) -> str:
        base = slugify(title) or NAMELESS
        slug = base
        while slug in self.slugs:
            self.slugs[base] += 1
            slug = f"{base}-{self.slugs[base]}"
        self.slugs[slug] = 1
        return slug


def build(draft: Draft, data: bytes, origin: str, form: str) -> Source:
    """The Source of a draft; text before the first heading goes under one named after the document.

    `data` are the file's bytes: the id and the hash come from them.
    """
    title = fold(draft.title)
    writer = _Writer()
    for block in _levelled(draft.blocks, title):
        if isinstance(block, Heading):
            writer.heading(block)
        else:
            writer.paragraph(block)
    writer.close()
    digest = hashlib.sha256(data).hexdigest()
    name = slugify(title)[:48].strip("-") or form
    return Source(
        id=f"{name}-{digest[:8]}",
        title=title,
        kind="document",
        format=form,
        origin=origin,
        sha256=digest,
        text="".join(writer.parts),
        sections=tuple(writer.sections),
        pages=tuple(writer.marks),
        footnotes=tuple(note for note in map(fold, draft.footnotes) if note),
    )


def _levelled(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without empty ones, opening with a heading, their texts folded."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            name = fold(block.title)
            if name:
                kept.append(Heading(name, block.level, block.page))
            continue
        if not block.text:
            continue
        if not kept:
            kept.append(Heading(title, 0, block.marks[0].label if block.marks else None))
        kept.append(block)
    return _top_of_lead(kept)


def _top_of_lead(blocks: list[Block]) -> list[Block]:
    """The section named after the document stands beside the others, not above them."""
    if not (blocks and isinstance(blocks[0], Heading) and blocks[0].level == 0):
        return blocks
    levels = [b.level for b in blocks[1:] if isinstance(b, Heading)]
    return [Heading(blocks[0].title, min(levels, default=1), blocks[0].page), *blocks[1:]]
