"""Word: headings by their styles, Dutch and English, tables in order."""

import pytest
from docx import Document
from docx.oxml import parse_xml

from assistant.sources import read_source

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(document, path):
    document.save(str(path))
    return read_source(path, max_pages=10, max_bytes=5_000_000)


@pytest.mark.parametrize("name", ["Heading", "Kop"])
def test_headings_and_tables_in_order(tmp_path, name):
    document = Document()
    if name == "Kop":
        for level in (1, 2):
            document.styles.add_style(f"Kop {level}", 1)
    document.add_heading("Ons plan", 0)
    document.add_paragraph("Anna Smit")
    document.add_paragraph("Begin", style=f"{name} 1")
    paragraph = document.add_paragraph("Een zin met ")
    paragraph.add_run("vet").bold = True
    paragraph.add_run(" erin.")
    document.add_paragraph("Taken", style=f"{name} 2")
    table = document.add_table(2, 2)
    for index, cell in enumerate(["Wie", "Wat", "Ann", "tuin"]):
        table.cell(index // 2, index % 2).text = cell
    document.add_paragraph("Na de tabel.")
    source = read(document, tmp_path / "a.docx")
    assert source.title == "Ons plan" and source.pages == ()
    assert [(s.path, s.page) for s in source.sections] == [(("Begin",), None), (("Begin", "Taken"), None)]
    assert source.text == "Begin\n\nEen zin met vet erin.\n\nTaken\n\nWie | Wat Ann | tuin Na de tabel."
    assert [source.text[p:][:3] for p in source.sections[1].paragraphs] == ["Wie", "Ann", "Na "]


def test_what_was_struck_out_is_gone_and_what_was_inserted_stays(tmp_path):
    document = Document()
    paragraph = document.add_paragraph("De tuin is ")
    for xml in (
        f'<w:del {NS} w:id="1" w:author="a"><w:r><w:delText>dicht</w:delText></w:r></w:del>',
        f'<w:ins {NS} w:id="2" w:author="a"><w:r><w:t>open</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(xml))
    assert read(document, tmp_path / "a.docx").text.endswith("De tuin is open")


def test_bold_lines_are_headings_where_no_style_is_used(tmp_path):
    document = Document()
    document.add_paragraph().add_run("Wie doet wat").bold = True
    document.add_paragraph("De ploeg werkt.")
    document.add_paragraph().add_run("Wanneer").bold = True
    document.add_paragraph("Op zaterdag.")
    assert [s.title for s in read(document, tmp_path / "nota.docx").sections] == ["Wie doet wat", "Wanneer"]


def test_paragraphs_in_a_content_control_are_read(tmp_path):
    document = Document()
    document.add_paragraph("Voor.")
    inner = f"<w:sdt {NS}><w:sdtContent><w:p><w:r><w:t>Binnen.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(inner))
    assert read(document, tmp_path / "a.docx").text.endswith("Voor. Binnen.")
