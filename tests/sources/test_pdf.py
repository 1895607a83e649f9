"""PDFs of layouts that differ from each other: headings, printed pages, columns, notes."""

import pytest
from documents import Sheet, report, text

from assistant.sources import read_source


def read(path):
    return read_source(path, max_pages=1000, max_bytes=50_000_000)


def bodies(source):
    return " ".join(source.text[s.start : s.end] for s in source.sections if s.end > s.start)


def centred(sheet, number):
    sheet.put(290, 810, f"- {number} -", 8)


def alternating(sheet, number):
    """Running head with the number on top: outside left, outside right."""
    label = str(number + 40)
    sheet.put(70, 50, "Jaarboek van de Boomgaard" if number % 2 else label, 8)
    sheet.put(400 if number % 2 == 0 else 505, 50, label if number % 2 else "Jaarboek van de Boomgaard", 8)


def in_the_margin(sheet, number):
    sheet.put(550, 400, str(number + 99), 8)


def one_line(sheet, number):
    sheet.put(70, 45, f"Boomgaard 12 (3) 2024, pagina {number + 6} van 90", 8)


def full_text(count, sentences=22):
    half = sentences // 2
    return " ".join(f"{text(100 * n, half)} {text(100 * n + 50, half)}" for n in range(count))


def test_bold_headings_of_body_size(tmp_path):
    headings = [("Ons plan", 10, "B"), ("De eerste stap", 10, "B"), ("Wie doet wat?", 10, "B")]
    source = read(report(tmp_path / "a.pdf", headings, centred, "Schoolplan van de Boomgaard"))
    assert source.title == "Schoolplan van de Boomgaard"
    assert [s.path for s in source.sections] == [("Ons plan",), ("De eerste stap",), ("Wie doet wat?",)]
    assert [m.label for m in source.pages] == ["1", "2"]
    assert bodies(source) == full_text(3)
    assert [len(s.paragraphs) for s in source.sections] == [2, 2, 2]


@pytest.mark.parametrize("style", ["", "B"], ids=["plain", "bold"])
def test_numbered_headings_take_their_level_from_the_number(tmp_path, style):
    titles = ["1 Inleiding", "1.1 Doel", "1.2 Werkwijze", "2 Resultaten", "2.1 Oogst"]
    source = read(report(tmp_path / "a.pdf", [(t, 10, style) for t in titles], alternating, "Jaarverslag"))
    assert [s.path for s in source.sections] == [
        ("1 Inleiding",),
        ("1 Inleiding", "1.1 Doel"),
        ("1 Inleiding", "1.2 Werkwijze"),
        ("2 Resultaten",),
        ("2 Resultaten", "2.1 Oogst"),
    ]
    assert bodies(source) == full_text(5)


@pytest.mark.parametrize(("furniture", "first"), [(centred, 1), (alternating, 41), (in_the_margin, 100), (one_line, 7)])
def test_the_printed_number_wherever_it_stands(tmp_path, furniture, first):
    headings = [("Begin", 13, "B"), ("Midden", 11, "BI"), ("Slot", 13, "B")]
    source = read(report(tmp_path / "a.pdf", headings, furniture, "Verslag", sentences=50))
    labels = [m.label for m in source.pages]
    assert labels == [str(first + n) for n in range(len(labels))] and len(labels) > 2
    assert [s.path for s in source.sections] == [("Begin",), ("Begin", "Midden"), ("Slot",)]
    assert bodies(source) == full_text(3, 50)
    assert "Jaarboek" not in source.text and "(3)" not in source.text


def test_a_page_mark_stands_where_the_page_begins(tmp_path):
    source = read(report(tmp_path / "a.pdf", [("Begin", 13, "B")], centred, "Verslag", sentences=90))
    raw = full_text(1, 90)
    for mark in source.pages[1:]:
        assert source.text[mark.start - 1] == " " and source.text[mark.start :][:30] in raw
        assert source.page_at(mark.start) == mark.label != source.page_at(mark.start - 1)


def two_columns(path, gutter, row_by_row):
    sheet = Sheet()
    for page in range(3):
        sheet.page()
        if page == 0:
            sheet.put(60, 70, "Twee kolommen over de tuin", 18, "B")
        width = (475 - gutter) / 2
        placed = []
        for column in range(2):
            lines = [(f"Deel {'ABC'[page]}", 11, "B")] if column == 0 else []
            lines += [(line, 9, "") for line in sheet.wrap(text(30 * page + 15 * column, 15), width, 9)]
            placed += [(60 + column * (width + gutter), 110 + n * 13, *line) for n, line in enumerate(lines)]
        for item in sorted(placed, key=lambda p: (p[1], p[0])) if row_by_row else placed:
            sheet.put(*item)
        sheet.put(290, 815, str(page + 12), 8)
    return sheet.save(path)


@pytest.mark.parametrize("gutter", [10, 30])
@pytest.mark.parametrize("row_by_row", [False, True], ids=["drawn by column", "drawn by row"])
def test_two_columns_in_reading_order(tmp_path, gutter, row_by_row):
    source = read(two_columns(tmp_path / "a.pdf", gutter, row_by_row))
    assert bodies(source) == text(0, 90)
    assert [(s.title, s.page) for s in source.sections] == [
        ("Deel A", "12"),
        ("Deel B", "13"),
        ("Deel C", "14"),
    ]


def test_the_cells_of_a_table_are_read_row_by_row(tmp_path):
    sheet = Sheet()
    sheet.page()
    sheet.flow("Wie doet wat", 18, "B")
    sheet.flow(text(0, 6))
    for row in range(12):
        sheet.put(70, 400 + 20 * row, f"Taak {row}")
        sheet.put(300, 400 + 20 * row, f"ploeg {row}")
    assert "Taak 3 ploeg 3 Taak 4 ploeg 4" in read(sheet.save(tmp_path / "a.pdf")).text


def test_the_outline_decides_where_there_is_one(tmp_path):
    sheet = Sheet("Het plan")
    sheet.furniture = centred
    sheet.page()
    sheet.flow("Het plan", 18, "B")
    for number, (title, level) in enumerate([("Vooraf", 0), ("Keuze", 1), ("Gevolg", 1), ("Slot", 0)]):
        if sheet.y > 650:
            sheet.page()
        sheet.pdf.start_section(title, level)
        sheet.flow(title, 10, "", before=14)
        sheet.flow("Vet en kort", 10, "B")
        sheet.flow(text(40 * number, 14))
    source = read(sheet.save(tmp_path / "a.pdf"))
    assert [s.path for s in source.sections] == [
        ("Vooraf",), ("Vooraf", "Keuze"), ("Vooraf", "Gevolg"), ("Slot",),
    ]  # fmt: skip
    assert source.text.count("Vet en kort") == 4


def test_footnotes_are_kept_apart_and_their_marks_go(tmp_path):
    sheet = Sheet()
    sheet.furniture = centred
    sheet.page()
    sheet.flow("Noten", 18, "B")
    sheet.flow("Begin", 13, "B", before=14)
    sheet.flow(text(0, 8))
    sheet.put(70, 400, "De ploeg bouwt 20 m")
    x = 70 + sheet.pdf.get_string_width("De ploeg bouwt 20 m")
    sheet.put(x, 396, "2", 6)
    sheet.put(x + 4, 400, " kas van oud hout")
    x += 4 + sheet.pdf.get_string_width(" kas van oud hout")
    sheet.put(x, 396, "1", 6)
    sheet.put(x + 4, 400, " in de tuin.")
    sheet.put(70, 750, "1", 5)
    sheet.put(75, 753, "Het hout kwam van de werf in de straat, zie het ver-", 8)
    sheet.put(70, 763, "slag van de buurtraad.", 8)
    sheet.page()
    sheet.flow(text(60, 6))
    source = read(sheet.save(tmp_path / "a.pdf"))
    assert source.footnotes == ("Het hout kwam van de werf in de straat, zie het verslag van de buurtraad.",)
    assert "De ploeg bouwt 20 m2 kas van oud hout in de tuin." in source.text


def test_ligatures_quotes_and_broken_words(tmp_path):
    sheet = Sheet("Tekens")
    sheet.page()
    sheet.flow("Tekens", 18, "B")
    sheet.y += 10
    for line in ["De ﬁets van ‘de ploeg’ is een vondst; de leerkrach‐", "ten en de con‐", "ciërge gaan mee."]:
        sheet.put(70, sheet.y, line)
        sheet.y += 14
    source = read(sheet.save(tmp_path / "a.pdf"))
    assert bodies(source) == "De fiets van ‘de ploeg’ is een vondst; de leerkrachten en de conciërge gaan mee."


def test_without_headings_all_text_stands_under_the_title(tmp_path):
    sheet = Sheet("Brief aan de buurt")
    sheet.page()
    sheet.flow(text(0, 10))
    source = read(sheet.save(tmp_path / "a.pdf"))
    assert [(s.title, s.page) for s in source.sections] == [("Brief aan de buurt", None)]
    assert source.pages == () and bodies(source) == text(0, 10)


def test_lines_that_end_two_pages_alike_are_no_running_foot(tmp_path):
    sheet = Sheet()
    for page in range(2):
        sheet.page()
        sheet.flow("Logboek" if page == 0 else text(500, 1), 18 if page == 0 else 10, "B" if page == 0 else "")
        sheet.flow(text(60 * page, 5))
        sheet.put(70, 700, f"De bel gaat volgens boekje {page * 70 + 11}.")
    source = read(sheet.save(tmp_path / "a.pdf"))
    assert "volgens boekje 11." in source.text and "volgens boekje 81." in source.text


def test_a_heading_over_two_lines_is_one(tmp_path):
    long = "Een kop die zo lang is dat hij niet op een enkele regel past en dus verder gaat"
    source = read(report(tmp_path / "a.pdf", [(long, 13, "B"), ("Kort", 13, "B")], centred, "Verslag"))
    assert [s.title for s in source.sections] == [long, "Kort"]
