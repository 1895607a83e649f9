"""The real article, where it is: its headings, its printed pages, each of its sentences."""

import re
import subprocess
import time

import pytest

from assistant.sources import duplicates, read_source
from assistant.text import sentence_spans

# Headings are facts; (level, printed page, whether text stands under it).
TREE = [
    (1, "185", True), (1, "186", True), (2, "186", False), (3, "186", True), (3, "186", True),
    (3, "187", True), (2, "187", False), (3, "187", True), (3, "188", True), (3, "188", True),
    (2, "189", False), (3, "189", True), (3, "189", True), (3, "190", True), (3, "190", True),
    (3, "190", True), (1, "191", True), (2, "191", True), (2, "192", True), (2, "193", True),
    (2, "194", True), (1, "197", True),
]  # fmt: skip


@pytest.fixture(scope="module")
def limits():
    return {"max_pages": 1000, "max_bytes": 50_000_000}


def squeezed(text):
    return re.sub(r"[\s\u00ad\u2010-\u2015-]", "", text)


def poppler(path, first, last):
    command = ["pdftotext", "-f", str(first), "-l", str(last), str(path), "-"]
    return squeezed(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_the_pdf_has_its_headings_as_a_tree_with_printed_pages(article_pdf, limits):
    source = read_source(article_pdf, **limits)
    assert [(s.level, s.page, s.end > s.start) for s in source.sections] == TREE
    by_slug = {s.slug: s for s in source.sections}
    assert by_slug["aanvangsbegeleiding"].path == (
        "Reflectiekader",
        "Starten als leerkracht",
        "Aanvangsbegeleiding",
    )
    assert by_slug["individuele-evaluatie-coachinggesprekken"].page == "190"
    assert [m.label for m in source.pages] == [str(n) for n in range(185, 199)]


def test_the_text_has_the_same_headings_and_no_pages(article_pdf, article_txt, limits):
    pdf, txt = read_source(article_pdf, **limits), read_source(article_txt, **limits)
    assert [(s.slug, s.title) for s in txt.sections] == [(s.slug, s.title) for s in pdf.sections]
    assert [s.end > s.start for s in txt.sections] == [with_text for _, _, with_text in TREE]
    assert {s.level for s in txt.sections} == {1} and txt.pages == () and {s.page for s in txt.sections} == {None}
    assert txt.title == pdf.title
    assert len(txt.footnotes) == 1


def test_both_are_one_document_and_the_pdf_is_kept(article_pdf, article_txt, limits):
    pdf, txt = read_source(article_pdf, **limits), read_source(article_txt, **limits)
    assert duplicates([txt, pdf]) == {txt.id: pdf.id}


def test_nothing_of_the_first_page_above_the_introduction_is_in_a_section(article_pdf, article_txt, limits):
    for path in (article_pdf, article_txt):
        text = read_source(path, **limits).text
        assert text.startswith("Inleiding\n\n") and "Tijdschrift voor" not in text


def test_every_sentence_stands_on_its_page_for_a_second_reader(article_pdf, limits):
    source = read_source(article_pdf, **limits)
    pages = [poppler(article_pdf, n, n) for n in range(1, 15)]
    foot = squeezed("Tijdschrift voor Lerarenopleiders 46 (4) 2025")
    missing, count = [], 0
    for section in source.sections:
        for span in sentence_spans(source.text[section.start : section.end]):
            start = section.start + span.start
            quote = squeezed(source.text[start : section.start + span.end])
            index = int(source.page_at(start)) - 185
            here = re.sub(rf"{re.escape(foot)}\d*$", "", pages[index])
            across = here + (pages[index + 1] if index + 1 < len(pages) else "")
            count += 1
            if quote not in across:
                missing.append(quote[:30])
    assert missing == [] and count > 150


def test_nothing_is_lost(article_pdf, limits):
    source = read_source(article_pdf, **limits)
    read = squeezed(source.text)
    poppler_text = poppler(article_pdf, 1, 14)
    furniture = 14 * (len(squeezed("Tijdschrift voor Lerarenopleiders 46 (4) 2025")) + 3)
    front = len(squeezed(source.title)) + len("BeschouwingWouterSchelfhout(UniversiteitAntwerpen)")
    assert len(read) == len(poppler_text) - furniture - front


def test_it_is_read_quickly(article_pdf, limits):
    read_source(article_pdf, **limits)
    start = time.process_time()
    read_source(article_pdf, **limits)
    assert time.process_time() - start < 3  # 0.6 s where it was measured; the bound is loose
