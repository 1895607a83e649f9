"""The reading view: every text escaped, pages in the margin, the cited passage marked."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.passages import make_passages
from assistant.records import PageMark, Section, Source, Span
from assistant.sources import read_source
from assistant.ui.reader import Book, Place, reader_html
from assistant.ui.reading import Wanted, contents_html, spans_of, text_html

FIRST = "De tuinploeg geeft op dinsdag water. Wie niet kan komen, ruilt met een collega."
SECOND = "De sleutel hangt bij de kok. De kok is er vanaf acht uur."
TEXT = f"Tuinplan\n\n{FIRST}\n\nSleutels\n\n{SECOND}"
KEYS = TEXT.index("Sleutels")
SOURCE = Source(
    id="tuinplan-1",
    title="Tuinplan",
    kind="document",
    format="pdf",
    origin="tuin.pdf",
    sha256="0",
    text=TEXT,
    sections=(
        Section("tuinplan", "Tuinplan", ("Tuinplan",), 10, 10 + len(FIRST), "11", (10, 10 + 37)),
        Section("sleutels", "Sleutels", ("Tuinplan", "Sleutels"), KEYS + 10, len(TEXT), "12", (KEYS + 10,)),
    ),
    pages=(PageMark(0, "11"), PageMark(KEYS, "12"), PageMark(TEXT.index("De kok is"), "13")),
    footnotes=("Zie het rooster.",),
)
PASSAGES = tuple(make_passages(SOURCE))
BOOK = Book(SOURCE, PASSAGES, False)
NASTY = (
    "# <script>alert(1)</script>\n\nEen <img src=x onerror=alert(2)> en een "
    '[klik](javascript:alert(3)) met “" onmouseover=alert(4) x="” en \u202etfel.\n\n'
    '## "><svg onload=alert(5)>\n\n![beeld](http://elsewhere.example/a.png) &lt;b&gt; {{7*7}}\n'
)


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def html(place: Place | None = None, lang: str = "nl", books: tuple[Book, ...] = (BOOK,)) -> str:
    return reader_html(books, place or Place(), lang)  # type: ignore[arg-type]


def test_the_text_is_whole_in_sections_and_paragraphs() -> None:
    body = text_html(SOURCE, Wanted(), (), "nl")
    assert re.sub(r"<[^>]+>", "", body) == (
        f"11Tuinplan{FIRST}12Sleutels{SECOND.replace('De kok is', '13De kok is')}VoetnotenZie het rooster."
    )
    assert '<h3 id="lees-tuinplan" dir="auto" tabindex="-1">Tuinplan</h3>' in body
    assert '<h4 id="lees-sleutels" dir="auto" tabindex="-1">Sleutels</h4>' in body
    assert body.count("<p dir") == 3


@pytest.mark.parametrize(("lang", "told"), [("nl", "pagina 13"), ("en", "page 13")])
def test_printed_pages_stand_where_they_begin(lang: str, told: str) -> None:
    body = text_html(SOURCE, Wanted(), (), lang)  # type: ignore[arg-type]
    assert re.search(rf'<span class="ab-page" id="lees-p-13" [^>]*aria-label="{told}"[^>]*>13</span>De kok is', body)
    assert re.findall(r"lees-p-(\d+)", body) == ["11", "12", "13"]


def test_the_language_of_the_text_is_said() -> None:
    assert '<div class="ab-text-body" lang="nl">' in text_html(SOURCE, Wanted(), (), "en")
    assert "The text is in Dutch." in html(lang="en")
    assert "Nederlands" not in html(lang="nl")


def test_a_cited_passage_is_marked_once() -> None:
    body = html(Place(passage=PASSAGES[0].id))
    assert f'<mark class="ab-cited" id="passage" tabindex="-1">{FIRST[:36]}' in body
    assert body.count('id="passage"') == 1
    assert body.count('class="ab-cited"') == 2, "one mark a paragraph"
    assert "data-focus" not in body.partition("ab-text-body")[2]


def test_a_quote_is_marked_inside_its_passage() -> None:
    start = TEXT.index("De kok is")
    body = html(Place(passage=PASSAGES[-1].id, at=f"{start}-{len(TEXT)}"))
    assert '<mark class="ab-cited" id="passage" tabindex="-1">De kok is er vanaf acht uur.</mark>' in body
    assert '<span class="ab-passage">De sleutel hangt bij de kok. </span>' in body


@pytest.mark.parametrize("at", ["", "x", "5", "0-5", "99999-100000", "-", "²-³", "1e3-2", "20-10", "9" * 40])
def test_a_strange_quote_marks_the_passage(at: str) -> None:
    body = html(Place(passage=PASSAGES[-1].id, at=at))
    assert 'id="passage" tabindex="-1">De sleutel hangt bij de kok. ' in body


def test_contents_lead_to_the_headings() -> None:
    nav = contents_html(SOURCE, "nl")
    assert 'href="?source=tuinplan-1#lees-sleutels"' in nav
    assert '<li class="ab-level-2">' in nav
    assert 'aria-label="Inhoud"' in nav


def test_each_passage_has_a_link_to_share() -> None:
    body = html()
    for passage in PASSAGES:
        assert f'href="?passage={passage.id}"' in body
    assert f"Passages ({len(PASSAGES)})" in body


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("De ‘Fit’ en de fit.", "FIT", [(4, 7), (15, 18)]),
        ("co-creatie en co‐creatie", "co-creatie", [(0, 10), (14, 24)]),
        ("samen  leren", "samen leren", [(0, 12)]),
        ("a.b (c) a+b", "a.b", [(0, 3)]),
        ("‘zo’ heet 'zo'", "'zo'", [(0, 4), (10, 14)]),
        ("iets", "  ", []),
        ("iets", "[", []),
    ],
)
def test_searching(text: str, query: str, found: list[tuple[int, int]]) -> None:
    assert [(s.start, s.end) for s in spans_of(text, query)] == found


def test_a_search_lists_places_and_marks_them() -> None:
    body = html(Place(source=SOURCE.id, query="de kok"))
    assert "2 plaatsen met «de kok»" in body
    assert 'href="?source=tuinplan-1&amp;q=de+kok#lees-hit-2"' in body
    assert '<mark class="ab-hit" id="lees-hit-2" tabindex="-1">De kok</mark>' in body
    assert 'value="de kok"' in body


def test_a_search_without_result_says_what_to_do() -> None:
    body = html(Place(source=SOURCE.id, query="<b>"), "en")
    assert "“&lt;b&gt;” does not occur in this text. Try a shorter word." in body


def test_a_hit_inside_the_cited_passage() -> None:
    body = html(Place(passage=PASSAGES[-1].id, query="kok"))
    tags = Tags(body).tags
    assert sum(tag == "mark" and a.get("id") == "passage" for tag, a in tags) == 1
    assert sum(tag == "mark" and a.get("class") == "ab-hit" for tag, a in tags) == 2


def test_what_is_gone_is_told_with_the_list() -> None:
    body = html(Place(passage="p-gone"))
    assert 'role="alert"' in body and "Deze passage is er niet (meer)." in body
    assert 'href="?source=tuinplan-1"' in body


def test_own_documents_are_a_group_of_their_own() -> None:
    body = html(books=(BOOK, Book(SOURCE, PASSAGES, True)))
    assert "Jouw documenten. Alleen jij ziet deze." in body
    assert '<span class="ab-badge ab-document">eigen document</span>' in body
    assert '<span class="ab-badge ab-document">document</span>' in body


def test_without_texts_it_says_what_to_do() -> None:
    body = html(books=())
    assert 'data-tab="documents"' in body and "Er zijn nog geen teksten om te lezen" in body


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("query", ["", "<img", '"', "alert"])
def test_everything_of_a_document_is_text(tmp_path: Path, lang: str, query: str) -> None:
    file = tmp_path / "nasty.txt"
    file.write_text(NASTY, "utf-8")
    source = read_source(file, max_pages=10, max_bytes=10_000)
    passages = tuple(make_passages(source))
    book = Book(source, passages, True)
    for place in (
        Place(query=query),
        Place(source=source.id, query=query),
        Place(passage=passages[0].id, query=query),
    ):
        parsed = Tags(html(place, lang, (book,)))
        allowed = {
            "div", "nav", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "p", "a", "bdi", "span", "mark",
            "strong", "details", "summary", "header", "form", "input", "label", "button",
        }  # fmt: skip
        assert {tag for tag, _ in parsed.tags} <= allowed
        for tag, attributes in parsed.tags:
            assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
            assert (attributes.get("href") or "?").startswith("?")
            assert "src" not in attributes
        assert parsed.open == []
        assert "<img src=x onerror=alert(2)>" in parsed.text
        assert "\u202e" not in parsed.text


def test_marks_never_overlap_wrongly() -> None:
    spans = [Span(10, 15), Span(30, 60), Span(80, len(TEXT))]
    for start in range(10, len(TEXT), 7):
        wanted = Wanted(PASSAGES[0], Span(start, min(start + 20, len(TEXT))))
        assert Tags(text_html(SOURCE, wanted, spans, "nl")).open == []
