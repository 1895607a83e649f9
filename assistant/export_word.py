"""The blocks of an export → a Word document (A4, headings, page numbers). Pure: bytes out.

Knows python-docx and nothing of where the answers came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from assistant.export import Block, blocks, clean, title_of
from assistant.records import Answer, Lang

LANGUAGE: dict[Lang, str] = {"nl": "nl-BE", "en": "en-GB"}
INK, SOFT = "1F2933", "52606D"


def word_document(answers: Sequence[Answer], apa: str, lang: Lang, day: date) -> bytes:
    """The document as a .docx file."""
    import docx

    document = docx.Document()
    _page(document)
    _styles(document, lang)
    facts = document.core_properties
    facts.title, facts.author, facts.language = title_of(answers, lang), "Aan boord", LANGUAGE[lang]
    facts.comments = ""
    facts.created = facts.modified = datetime.combine(day, time(12))
    before = ""
    paragraph: Any = None
    for block in blocks(answers, apa, lang, day):
        if block.kind == "said" and before == "said":
            paragraph.add_run(" ")
        else:
            paragraph = _paragraph(document, block)
        _fill(document, paragraph, block)
        before = block.kind
    _footer(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)


def _styles(document: Any, lang: Lang) -> None:
    """Plain letters that every Word has, dark headings, and the language for the spelling checker."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 11, "Title": 22, "Heading 1": 15, "Heading 2": 12, "Quote": 11, "List Bullet": 11}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor.from_string(INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [k for k in fonts.attrib if k.endswith("Theme")]:
            del fonts.attrib[key]
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    document.styles["Heading 1"].paragraph_format.space_before = Pt(18)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(10)
    document.styles["Quote"].paragraph_format.left_indent = Pt(18)
    defaults = document.styles.element.find(".//" + qn("w:rPrDefault") + "/" + qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    spoken.set(qn("w:val"), LANGUAGE[lang])


STYLE = {
    "title": "Title",
    "question": "Heading 1",
    "heading": "Heading 2",
    "item": "List Bullet",
    "reference": "List Bullet",
}


def _paragraph(document: Any, block: Block) -> Any:
    return document.add_paragraph(style=STYLE.get(block.kind, "Normal"))


def _fill(document: Any, paragraph: Any, block: Block) -> None:
    if block.kind == "citation":
        number = paragraph.add_run(f"[{clean(block.label)}] ")
        number.bold = True
        _bookmark(paragraph, _anchor(block.turn, block.label))
        paragraph.add_run(block.place)
        paragraph.paragraph_format.keep_with_next = True
        _spoken(document.add_paragraph(style="Quote").add_run(block.text), block.spoken)
        return
    run = paragraph.add_run(block.text)
    _spoken(run, block.spoken)
    if block.kind in ("note", "understood", "reflection"):
        run.italic = True
    if block.kind in ("note", "understood"):
        from docx.shared import RGBColor

        run.font.color.rgb = RGBColor.from_string(SOFT)
    for mark in block.marks:
        paragraph.add_run(" ")
        _link(paragraph, f"[{clean(mark)}]", _anchor(block.turn, mark))


def _spoken(run: Any, lang: Lang | None) -> None:
    """Tell the spelling checker and a screen reader which language this is."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if lang:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), LANGUAGE[lang])
        run._r.get_or_add_rPr().append(mark)


def _anchor(turn: int, number: str) -> str:
    """A name that Word takes for a bookmark."""
    return f"bron_{turn}_{''.join(c for c in number if c.isascii() and c.isalnum())[:20]}"


def _bookmark(paragraph: Any, name: str) -> None:
    """Name the paragraph's first run, so that a marker can lead to it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    opened, closed = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(len(paragraph.part.element.findall(".//" + qn("w:bookmarkStart"))) + 1)
    opened.set(qn("w:id"), number)
    opened.set(qn("w:name"), name)
    closed.set(qn("w:id"), number)
    first = paragraph.runs[0]._r
    first.addprevious(opened)
    first.addnext(closed)


def _link(paragraph: Any, text: str, anchor: str) -> None:
    """A link to a bookmark in the same document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "1")
    run = paragraph.add_run(text)
    paragraph._p.remove(run._r)
    link.append(run._r)
    paragraph._p.append(link)


def _footer(document: Any) -> None:
    """“Aan boord · p. 1”: the page number is a field that Word fills in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run("Aan boord · p. ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = paragraph.add_run("1")
    paragraph._p.remove(number._r)
    field.append(number._r)
    paragraph._p.append(field)
