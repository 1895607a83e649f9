"""A PDF file's bytes -> a Draft: opens it, reads pages, outline and properties.

With `glyphs` and `fonts` the only place that knows pypdf. What the lines mean, the pure modules decide.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError
from pypdf.generic import Destination

from assistant.errors import SourceDamaged, SourceEmpty, SourceEncrypted, SourceScanned, SourceTooLarge
from assistant.sources.build import Block, Draft, Heading
from assistant.sources.fonts import Typeface
from assistant.sources.footnotes import separate
from assistant.sources.furniture import strip_furniture
from assistant.sources.glyphs import page_runs
from assistant.sources.headings import Body, Entry, Found, body_of, from_type
from assistant.sources.hyphens import Evidence, gather, join_all
from assistant.sources.lines import Line, page_pieces, reading_order
from assistant.sources.outline import find_title, from_outline
from assistant.sources.paragraphs import SENTENCE_END, paragraphs

MAX_ENTRIES = 2000  # of an outline
FRONT_WORDS = 20  # a longer paragraph above the first heading is text, not an author or a date


def read_pdf(data: bytes, path: str, fallback_title: str, max_pages: int) -> Draft:
    """The draft of a PDF. Raises SourceError; what pypdf raises on a broken file passes through."""
    if b"%PDF-" not in data[:1024]:
        raise SourceDamaged(path=path, format="PDF", detail="no %PDF at its start")
    with _silence():
        reader = _open(data, path)
        count = len(reader.pages)
        if count > max_pages:
            raise SourceTooLarge(path=path, found=f"{count} p.", limit=f"{max_pages} p.", setting="AANBOORD_MAX_PAGES")
        faces: dict[int, Typeface] = {}
        pages = [page_pieces(page_runs(page, faces), index) for index, page in enumerate(reader.pages)]
        if sum(len(piece.text) for page in pages for piece in page) < 4 * count:
            raise _textless(reader, path)
        named, entries, declared = _named(reader), _outline(reader), _declared(reader)
    return draft(pages, named, entries, declared, fallback_title)


def draft(
    pages: Sequence[Sequence[Line]],
    named: str,
    entries: Sequence[Entry],
    declared: Sequence[str] | None,
    fallback_title: str,
) -> Draft:
    """The draft of a document's pages of pieces; pure.

    `named` is the title in the file's properties, `declared` the page labels in it, which count
    where no page prints a number.
    """
    size = body_of([piece for page in pages for piece in page]).style.size
    kept, labels = strip_furniture(pages, size)
    if declared and not any(labels):
        labels = list(declared)
    lines, notes = separate([line for page in kept for line in reading_order(page)], size)
    evidence = gather([line.text for line in lines])
    body = body_of(lines)
    title, place = find_title(lines, named, body)
    title = title or fallback_title
    found = _headings(lines, entries, title, place, body)
    blocks = _blocks(lines, found, place, body, labels, evidence)
    return Draft(title, tuple(blocks), tuple(join_all(note, evidence)[0] for note in notes))


def _headings(
    lines: Sequence[Line], entries: Sequence[Entry], title: str, place: tuple[int, int] | None, body: Body
) -> list[Found]:
    """The headings below the title."""
    found = from_outline(lines, entries, title) or from_type(lines, body)
    if place is None:
        return found
    below = [f for f in found if f.start >= place[1]]
    if len(below) > 1 and below[0].start == place[1] and lines[below[0].start].page == lines[place[0]].page:
        alike = [f for f in below[1:] if f.level == below[0].level]
        if not alike and below[1].start - below[0].end <= 2 and below[1].level != below[0].level + 1:
            return below[1:]  # a subtitle
    return below


def _blocks(
    lines: Sequence[Line],
    found: Sequence[Found],
    place: tuple[int, int] | None,
    body: Body,
    labels: Sequence[str | None],
    evidence: Evidence,
) -> list[Block]:
    """Headings and paragraphs in order, without the front matter."""
    blocks: list[Block] = []
    first = found[0].start if found else len(lines)
    above, below = (place[0], place[1]) if place else (0, 0)
    for part in (lines[:above], lines[below:first]):
        blocks += _without_front(paragraphs(part, body, labels, evidence), headed=bool(found or place))
    ends = [following.start for following in found[1:]] + [len(lines)]
    for heading, end in zip(found, ends, strict=False):
        blocks.append(Heading(heading.title, heading.level, labels[lines[heading.start].page]))
        blocks += paragraphs(lines[heading.end : end], body, labels, evidence)
    return blocks


def _without_front(blocks: Sequence[Any], headed: bool) -> list[Any]:
    """Paragraphs from the first that is a sentence on: authors, dates and series names stand before it."""
    for index, block in enumerate(blocks):
        if SENTENCE_END.search(block.text) or len(block.text.split()) > FRONT_WORDS:
            return list(blocks[index:])
    return [] if headed else list(blocks)


def _open(data: bytes, path: str) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except (DependencyError, NotImplementedError, FileNotDecryptedError) as error:
            raise SourceEncrypted(path=path) from error
        if not opened:
            raise SourceEncrypted(path=path)
    return reader


def _textless(reader: PdfReader, path: str) -> Exception:
    """The error for a file without text: pictures of pages, or nothing at all."""
    for page in list(reader.pages)[:5]:
        objects = (page.get("/Resources") or {}).get("/XObject")
        if objects is not None and len(objects.get_object()):
            return SourceScanned(path=path)
    return SourceEmpty(path=path)


def _named(reader: PdfReader) -> str:
    title = reader.metadata.title if reader.metadata else None
    return " ".join(title.split()) if isinstance(title, str) else ""


def _declared(reader: PdfReader) -> list[str] | None:
    """The page labels that the file declares, None where it declares none."""
    return list(reader.page_labels) if "/PageLabels" in reader.root_object else None


def _outline(reader: PdfReader) -> list[Entry]:
    """The outline, flattened; an outline that cannot be read counts as none."""
    entries: list[Entry] = []

    def walk(items: Sequence[Any], level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
            elif isinstance(item, Destination) and item.title:
                entries.append(Entry(str(item.title), level, reader.get_destination_page_number(item)))

    try:
        walk(reader.outline, 1)
    except Exception:  # whatever a broken outline raises: it says nothing of the text
        return []
    return entries[:MAX_ENTRIES]


@contextmanager
def _silence() -> Iterator[None]:
    """No log lines of pypdf on the terminal: what cannot be read is told in one line."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
