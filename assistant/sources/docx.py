"""A Word file's bytes -> a Draft: headings by their styles, paragraphs and tables in order.

The only place that knows python-docx. Word files print no page numbers that can be read from them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from assistant.errors import SourceDamaged, SourceEncrypted, SourceTooLarge
from assistant.sources.build import Block, Draft, Heading, Paragraph
from assistant.text import fold

HEADING = re.compile(r"^(?:heading|kop|überschrift|titre|rubrik)\s*(\d)$", re.IGNORECASE)
TITLE = re.compile(r"^(?:title|titel|titre)$", re.IGNORECASE)
SKIPPED = re.compile(r"^(?:toc|inhopg|subtitle|ondertitel|author|auteur|date|datum)\b", re.IGNORECASE)
OLE = b"\xd0\xcf\x11\xe0"  # the container in which Word puts a file with a password
PACKED_LIMIT = 20  # times the size limit that a file may hold unpacked
SENTENCE_ENDS = (".", ",", ";", ":")
PARAGRAPH, TABLE, CONTROL, RUN, BOX = map(qn, ("w:p", "w:tbl", "w:sdt", "w:r", "w:txbxContent"))
# What a run shows: its text, or what stands for it.
SHOWN = {qn("w:t"): "", qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
# Text that was moved away, and the copy of a box for old programs.
GONE = {qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def read_docx(data: bytes, path: str, fallback_title: str, max_bytes: int) -> Draft:
    """The draft of a Word file. Raises SourceError; what the parser raises on a broken file passes."""
    if data.startswith(OLE):
        raise SourceEncrypted(path=path)
    if not data.startswith(b"PK"):
        raise SourceDamaged(path=path, format="Word", detail="not a Word archive")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > PACKED_LIMIT * max_bytes:
        raise SourceTooLarge(
            path=path,
            found=f"{unpacked // 2**20} MB",
            limit=f"{PACKED_LIMIT * max_bytes // 2**20} MB",
            setting="AANBOORD_MAX_FILE_MB",
        )
    document = Document(io.BytesIO(data))
    found = list(_items(document))
    styled = any(level > 0 for _, level in found)
    blocks: list[Block] = []
    title = ""
    for item, level in found:
        if isinstance(item, str):
            blocks.append(Paragraph(item))
            continue
        text = _text(item)
        if not title and level == 0 and TITLE.match(_style(item)):
            title = text
        elif text and (level or (not styled and _bold_line(item, text))):
            blocks.append(Heading(text, level or 1))
        elif text:
            blocks.append(Paragraph(text))
    return _titled(document, title, blocks, fallback_title)


def _titled(document: WordDocument, title: str, blocks: list[Block], fallback_title: str) -> Draft:
    """The draft with its title: styled as one, else in the properties, else the only top heading."""
    heads = [b for b in blocks if isinstance(b, Heading)]
    if title:
        lead = len(list(takewhile(lambda b: isinstance(b, Paragraph) and _is_front(b.text), blocks)))
        return Draft(title, tuple(blocks[lead:] if heads else blocks))
    if len(heads) > 1 and blocks[0] is heads[0] and all(h.level > heads[0].level for h in heads[1:]):
        return Draft(heads[0].title, tuple(blocks[1:]))
    named = fold(document.core_properties.title or "")
    junk = not named or named.lower() in ("word document", "document")
    return Draft(fallback_title if junk else named, tuple(blocks))


def _is_front(text: str) -> bool:
    """Whether a paragraph right under the title is an author, a date or the like."""
    return len(text.split()) <= 20 and not text.endswith((".", "!", "?"))


def _items(document: WordDocument) -> Iterator[tuple[WordParagraph | str, int]]:
    """Paragraphs and table rows in order, with the level of what is a heading, else 0."""
    for element in _elements(document.element.body):
        if element.tag == TABLE:
            for text in _rows(Table(element, document), 0):
                yield text, 0
        else:
            paragraph = WordParagraph(element, document)
            if not SKIPPED.match(_style(paragraph)):
                yield paragraph, _level(paragraph)


def _elements(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, those in content controls too, without a table of contents."""
    for child in parent:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag == CONTROL:
            gallery = child.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
            content = child.find(qn("w:sdtContent"))
            contents = gallery is not None and "contents" in (gallery.get(qn("w:val")) or "").lower()
            if content is not None and not contents:
                yield from _elements(content)


def _rows(table: Table, depth: int) -> Iterator[str]:
    """The text of each row, cells divided by a bar; merged cells once."""
    for row in table.rows:
        texts: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:
                seen.add(id(cell._tc))
                texts.append(_cell(cell, depth))
        line = " | ".join(text for text in texts if text)
        if line:
            yield line


def _cell(cell: _Cell, depth: int) -> str:
    parts: list[str] = []
    for item in cell.iter_inner_content():
        if isinstance(item, WordParagraph):
            parts.append(_text(item))
        elif depth < 5:
            parts += _rows(item, depth + 1)
    return fold(" ".join(parts))


def _text(paragraph: WordParagraph) -> str:
    """The paragraph's text as accepted: with what was inserted, without what was struck out.

    The text of boxes that hang on the paragraph follows after its own.
    """
    own: list[str] = []
    boxed: list[str] = []
    last = None
    for node in paragraph._p.iter(*SHOWN):
        above = {ancestor.tag for ancestor in node.iterancestors()}
        if above & GONE or node.getparent().tag != RUN:
            continue
        shown = SHOWN[node.tag] or node.text or ""
        if BOX in above:
            boxed.append(shown if node.getparent().getparent() is last else f" {shown}")
            last = node.getparent().getparent()
        else:
            own.append(shown)
    return fold("".join(own) + " " + "".join(boxed))


def _style(paragraph: WordParagraph) -> str:
    style = paragraph.style
    return (style.name or "") if style is not None else ""


def _level(paragraph: WordParagraph) -> int:
    """The heading level by style or the styles it is based on, else by its outline level; 0 for text."""
    style = paragraph.style
    for _ in range(10):
        if style is None:
            break
        found = HEADING.match(style.name or "") or HEADING.match(style.style_id or "")
        if found:
            return max(1, int(found.group(1)))
        if level := _outline_level(style.element):
            return level
        style = style.base_style
    return _outline_level(paragraph._p)


def _outline_level(element: Any) -> int:
    """The outline level that an element sets, from 1; 0 where it sets none."""
    outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = (outline.get(qn("w:val")) or "") if outline is not None else ""
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _bold_line(paragraph: WordParagraph, text: str) -> bool:
    """Whether a paragraph is a heading by its looks: short, bold, no sentence."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    short = 0 < len(text.split()) <= 14 and not text.endswith(SENTENCE_ENDS) and not text[0].islower()
    return short and bool(runs) and all(run.bold for run in runs)
