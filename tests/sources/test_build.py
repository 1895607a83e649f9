"""Headings and paragraphs become one folded text with spans that fit it."""

from assistant.records import PageMark
from assistant.sources.build import Draft, Heading, Paragraph, build


def make(*blocks, title="Plan"):
    return build(Draft(title, blocks), b"x", "plan.txt", "text")


def test_the_text_and_its_spans():
    source = make(
        Heading("Een", 1, "4"), Heading("Deel", 2, "4"),
        Paragraph("Zin a.", (PageMark(0, "4"),)), Paragraph("Zin b.", (PageMark(0, "4"), PageMark(4, "5"))),
        Heading("Twee", 1, "5"), Paragraph("Zin c.", (PageMark(0, "5"),)),
    )  # fmt: skip
    assert source.text == "Een\n\nDeel\n\nZin a. Zin b.\n\nTwee\n\nZin c."
    assert [source.text[s.start : s.end] for s in source.sections] == ["", "Zin a. Zin b.", "Zin c."]
    assert [s.path for s in source.sections] == [("Een",), ("Een", "Deel"), ("Twee",)]
    assert [source.text[p : p + 6] for p in source.sections[1].paragraphs] == ["Zin a.", "Zin b."]
    assert [(m.label, source.text[m.start :][:4]) for m in source.pages] == [("4", "Een\n"), ("5", "b.\n\n")]


def test_text_before_the_first_heading_goes_under_the_title():
    source = make(Paragraph("Vooraf."), Heading("Een", 2), Paragraph("Zin."))
    assert [s.path for s in source.sections] == [("Plan",), ("Een",)]
    assert source.text.startswith("Plan\n\nVooraf.\n\nEen")


def test_a_repeated_slug_gets_a_number_and_a_title_without_letters_a_name():
    source = make(*(Heading(t, 1) for t in ("Doel", "Doel", "Doel 2", "Dóél", "???")), Paragraph("Zin."))
    assert [s.slug for s in source.sections] == ["doel", "doel-2", "doel-2-2", "doel-3", "deel"]


def test_a_long_title_gives_a_short_id():
    source = make(Paragraph("Zin."), title="Een heel lange titel " * 10)
    assert len(source.id) <= 60 and source.id.endswith(source.sha256[:8])
