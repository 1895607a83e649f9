"""Exports: what was said, its passages and the references, as Markdown and as Word."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from markdown_it import MarkdownIt

from assistant.export import blocks, escape, markdown
from assistant.export_word import word_document
from assistant.records import Answer, Citation, Statement

DAY = date(2025, 11, 22)
APA = "Tuinman, J. (2024). Wie plant er mee? Over tuinploegen. Blad voor Buren, 3(2), 10–19."


def citation(**more: Any) -> Citation:
    values: dict[str, Any] = {
        "id": "1",
        "passage_id": "p-1",
        "claim_id": None,
        "source_id": "plan-1",
        "source_title": "Wie plant er mee?",
        "kind": "article",
        "section": "sleutels",
        "section_title": "Sleutels",
        "page": "12",
        "studies": (),
        "quote": "De sleutel van het tuinhuis hangt bij de conciërge.",
        "start": 0,
        "end": 51,
    }
    return Citation(**(values | more))


def answer(**more: Any) -> Answer:
    values: dict[str, Any] = {
        "question": "Waar hangt de sleutel?",
        "understood_as": "Waar hangt de sleutel?",
        "language": "nl",
        "role": "leader",
        "status": "answered",
        "confidence": 0.9,
        "answerer": "composed",
        "text": "De sleutel hangt bij de conciërge. [1]",
        "statements": (Statement("De sleutel hangt bij de conciërge.", "finding", ("1",)),),
        "citations": (citation(),),
    }
    return Answer(**(values | more))


REFLECTED = answer(
    statements=(
        Statement("De sleutel hangt bij de conciërge.", "finding", ("1",)),
        Statement("Vraag hem er 's ochtends naar.", "advice", ("1", "2")),
        Statement("Wie heeft bij jullie de sleutel?", "reflection", ("1",)),
    ),
    citations=(
        citation(),
        citation(id="2", kind="document", source_title="Ons huisreglement", page=None, quote="Vraag ’s ochtends."),
    ),
)
REFUSED = answer(
    question="Wat kost een schop?",
    understood_as="Wat kost een schop voor de tuin?",
    status="not_in_sources",
    text="Dat staat niet in de bronnen. Wel te vinden: Waar hangt de sleutel?",
    statements=(),
    citations=(),
    follow_ups=("Waar hangt de sleutel?",),
)
NASTY = (
    "<script>alert(1)</script> ![x](http://elsewhere.example/x.png) [klik](javascript:alert(1)) \u202etsrif &lt; `c`"
)


def opened(data: bytes) -> Any:
    assert zipfile.ZipFile(BytesIO(data)).testzip() is None
    return docx.Document(BytesIO(data))


def lines(data: bytes) -> list[tuple[str, str]]:
    return [
        (p.style.name, "".join(t.text or "" for t in p._p.iter() if t.tag.endswith("}t")))
        for p in opened(data).paragraphs
    ]


def test_an_answer_as_markdown() -> None:
    assert markdown([REFLECTED], APA, "nl", DAY) == (
        "# Antwoord uit Aan boord\n"
        "\n"
        "*Bewaard op 22 november 2025. Elke zin steunt op een letterlijke passage; "
        "het nummer leidt ernaartoe.*\n"
        "\n"
        "## Waar hangt de sleutel?\n"
        "\n"
        "De sleutel hangt bij de conciërge. [1] Vraag hem er 's ochtends naar. [1] [2]\n"
        "\n"
        "### Om over na te denken\n"
        "\n"
        "*Wie heeft bij jullie de sleutel? [1]*\n"
        "\n"
        "### Passages\n"
        "\n"
        "**[1]** Wie plant er mee?, Sleutels, p. 12 (artikel)\n"
        "\n"
        "> De sleutel van het tuinhuis hangt bij de conciërge.\n"
        "\n"
        "**[2]** Ons huisreglement, Sleutels (eigen document)\n"
        "\n"
        "> Vraag ’s ochtends.\n"
        "\n"
        "### Bronnen\n"
        "\n"
        f"- {APA}\n"
        "- Ons huisreglement (eigen document)\n"
    )


def test_a_refusal_offers_what_the_sources_hold() -> None:
    text = markdown([REFUSED], APA, "nl", DAY)
    assert "*Begrepen als: Wat kost een schop voor de tuin?*" in text
    assert "Dat staat niet in de bronnen.\n" in text
    assert "### Wel te vinden\n\n- Waar hangt de sleutel?\n" in text


def test_a_list_stays_a_list() -> None:
    told = answer(
        text="- Een. [1]\n- Twee. [1]",
        statements=(Statement("Een.", "finding", ("1",)), Statement("Twee.", "finding", ("1",))),
    )
    assert "- Een. [1]\n- Twee. [1]\n" in markdown([told], APA, "nl", DAY)
    assert [t for s, t in lines(word_document([told], APA, "nl", DAY)) if s == "List Bullet"][:2] == [
        "Een. [1]",
        "Twee. [1]",
    ]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("nl", ["Gesprek met Aan boord", "Passages", "Bronnen"]),
        ("en", ["Conversation with Aan boord", "Passages", "Sources"]),
    ],
)
def test_a_conversation_as_word_in_the_pages_language(lang: Any, expected: list[str]) -> None:
    data = word_document([REFLECTED, REFUSED], APA, lang, DAY)
    found = lines(data)
    told = [text for _, text in found]
    assert [t for t in expected if t in told] == expected
    assert ("Heading 1", "Waar hangt de sleutel?") in found
    assert ("Heading 1", "Wat kost een schop?") in found
    assert ("Quote", "De sleutel van het tuinhuis hangt bij de conciërge.") in found
    assert "De sleutel hangt bij de conciërge. [1] Vraag hem er 's ochtends naar. [1] [2]" in told
    assert ("List Bullet", APA) in found


def test_the_word_file_is_a4_and_says_its_language() -> None:
    document = opened(word_document([REFLECTED], APA, "nl", DAY))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.core_properties.title == "Antwoord uit Aan boord"
    assert document.core_properties.language == "nl-BE"
    assert document.core_properties.created.date() == DAY
    assert (
        'w:val="nl-BE"' in ElementTree.tostring(document.styles.element, "unicode")
        or "nl-BE" in document.styles.element.xml
    )
    assert "PAGE" in document.sections[0].footer._element.xml


def test_markers_in_word_lead_to_their_passages() -> None:
    xml = opened(word_document([REFLECTED, REFLECTED], APA, "nl", DAY)).element.xml
    for turn in (1, 2):
        for number in (1, 2):
            assert f'w:anchor="bron_{turn}_{number}"' in xml
            assert xml.count(f'w:name="bron_{turn}_{number}"') == 1


def test_every_part_of_the_word_file_is_sound_xml_and_leads_nowhere() -> None:
    told = answer(question=NASTY, understood_as=NASTY, citations=(citation(quote=NASTY, source_title=NASTY),))
    archive = zipfile.ZipFile(BytesIO(word_document([told], APA, "nl", DAY)))
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(archive.read(name))
    assert b'TargetMode="External"' not in b"".join(archive.read(n) for n in archive.namelist())
    document = archive.read("word/document.xml").decode()
    assert "&lt;script&gt;" in document and "\u202e" not in document


def test_characters_that_xml_cannot_hold_do_not_break_the_file() -> None:
    told = answer(question="Waar\x00 is\x0b de \ud800sleutel\uffff?", understood_as="Waar\x00")
    assert ("Heading 1", "Waar is de sleutel?") in lines(word_document([told], APA, "nl", DAY))
    markdown([told], APA, "nl", DAY).encode("utf-8")


def test_nothing_of_a_document_becomes_markdown() -> None:
    told = answer(
        question=NASTY,
        statements=(Statement(NASTY, "finding", ("1",)), Statement("# kop", "finding", ("1",))),
        citations=(citation(quote="1. " + NASTY, source_title=NASTY, section_title="***"),),
    )
    html = MarkdownIt("commonmark").render(markdown([told], APA, "nl", DAY))
    assert "<script" not in html and "<img" not in html and "<a " not in html and "<code" not in html
    assert "&lt;script&gt;" in html and "![x](http://elsewhere.example/x.png)" in html
    assert "<blockquote>\n<p>1. &lt;script" in html
    assert "\u202e" not in html


def test_escaping_leaves_ordinary_text_alone() -> None:
    text = "Hobson & Maxwell (2020) – ‘fit’, 50% + 3 = 53; ja/nee. Echt!"
    assert escape(text) == text


def test_an_own_document_is_named_once() -> None:
    kinds = [b.text for b in blocks([REFLECTED, REFLECTED], APA, "en", DAY) if b.kind == "reference"]
    assert kinds == [APA, "Ons huisreglement (own document)"]


def test_an_answer_from_own_documents_alone_does_not_list_the_article() -> None:
    own = answer(citations=(citation(kind="document", source_title="Ons huisreglement", page=None),))
    assert [b.text for b in blocks([own], APA, "nl", DAY) if b.kind == "reference"] == [
        "Ons huisreglement (eigen document)"
    ]
    assert APA in [b.text for b in blocks([own, REFLECTED], APA, "nl", DAY) if b.kind == "reference"]


def test_a_refusal_alone_has_no_list_of_sources() -> None:
    kinds = [(b.kind, b.text) for b in blocks([REFUSED], APA, "nl", DAY)]
    assert "reference" not in {kind for kind, _ in kinds}
    assert ("heading", "Bronnen") not in kinds
