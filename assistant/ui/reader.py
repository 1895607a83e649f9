"""The Sources tab as one fragment of HTML: which texts there are, and the one that is read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.records import Lang, Passage, Source, SourceKind, Span
from assistant.text import detect_lang
from assistant.ui.reading import (
    MAX_FOUND,
    MAX_QUERY,
    Wanted,
    contents_html,
    found_html,
    link,
    passages_html,
    say,
    spans_of,
    text_html,
)
from assistant.ui.strings import t
from assistant.ui.terms import safe


class Shelf(Protocol):
    """What reading needs of an index."""

    @property
    def sources(self) -> tuple[Source, ...]: ...
    @property
    def passages(self) -> Mapping[str, Passage]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """What an address asks for, as it came."""

    source: str = ""
    passage: str = ""
    at: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A text that this visitor may read."""

    source: Source
    passages: tuple[Passage, ...]
    own: bool

    @property
    def kind(self) -> SourceKind:
        """What its badge says."""
        return "document" if self.own else self.source.kind


def books_of(shared: Shelf, own: Shelf | None) -> list[Book]:
    """The article, the documents of everybody, the visitor's own."""
    found = [
        Book(source, tuple(p for p in shelf.passages.values() if p.source_id == source.id), shelf is own)
        for shelf in (shared, own)
        if shelf
        for source in shelf.sources
    ]
    return sorted(found, key=lambda b: (b.own, b.kind != "article"))


def reader_html(books: Sequence[Book], place: Place, lang: Lang) -> str:
    """The fragment for an address; where what it asks for is gone, it says so and shows the list."""
    if not books:
        return (
            '<div class="ab-card ab-empty-shelf">'
            f'<h2 data-focus tabindex="-1">{say("read_none", lang)}</h2>'
            f"<p>{say('read_framework', lang)}</p><p>{_ways(lang)}</p></div>"
        )
    book, wanted, gone = choose(books, place)
    notice = ""
    if gone:
        notice = f'<p class="ab-notice" role="alert" data-focus tabindex="-1">{say(gone, lang)}</p>'
    main = "" if book is None else _book_html(book, wanted, lang, quiet=bool(gone))
    return (
        f'<div class="ab-reader"><div class="ab-reader-side">{_list_html(books, book, lang)}'
        f"{'' if book is None else _inside_html(book, lang)}</div>"
        f'<div class="ab-reader-main">{notice}{main}</div></div>'
    )


def choose(books: Sequence[Book], place: Place) -> tuple[Book | None, Wanted, str]:
    """The text, what to mark in it, and the key of a notice where something is gone."""
    query = place.query[:MAX_QUERY]
    if place.passage:
        for book in books:
            passage = next((p for p in book.passages if p.id == place.passage), None)
            if passage:
                return book, Wanted(passage, _quote(place.at, passage, book.source), query), ""
        return None, Wanted(), "read_gone"
    if place.source:
        found = next((b for b in books if b.source.id == place.source), None)
        return found, Wanted(query=query), "" if found else "read_gone_source"
    return books[0], Wanted(query=query), ""


def _quote(at: str, passage: Passage, source: Source) -> Span | None:
    """`START-END` as a span that begins in the passage, None where it does not."""
    start, _, end = at.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(at) < 20):
        return None
    span = Span(int(start), int(end))
    fits = passage.start <= span.start < passage.end and span.start < span.end <= len(source.text)
    return span if fits else None


def _ways(lang: Lang) -> str:
    return (
        f'<a class="ab-button" data-tab="documents" href="?tab=documents">{say("read_add", lang)}</a> '
        f'<a class="ab-button ab-quiet" data-tab="framework" href="?tab=framework">{say("read_to_framework", lang)}</a>'
    )


def _list_html(books: Sequence[Book], chosen: Book | None, lang: Lang) -> str:
    groups = (
        ("read_article", [b for b in books if not b.own and b.kind == "article"]),
        ("read_shared", [b for b in books if not b.own and b.kind != "article"]),
        ("read_own", [b for b in books if b.own]),
    )
    listed = ""
    for key, group in groups:
        items = "".join(_item(book, book is chosen, lang) for book in group)
        note = f". {t('read_own_note', lang)}" if key == "read_own" else ""
        if items:
            listed += f'<li><p class="ab-fine">{say(key, lang)}{safe(note)}</p><ul>{items}</ul></li>'
    title = say("read_texts", lang)
    return (
        f'<nav class="ab-texts" aria-label="{title}"><h2>{title}</h2><ul>{listed}</ul>'
        f'<p><a data-tab="documents" href="?tab=documents">{say("read_add", lang)}</a></p></nav>'
    )


def _item(book: Book, chosen: bool, lang: Lang) -> str:
    current = ' aria-current="true"' if chosen else ""
    spoken = detect_lang(book.source.text[:4000])
    return (
        f'<li><a data-read{current} href="{link(source=book.source.id)}">'
        f'<bdi lang="{spoken}">{safe(book.source.title)}</bdi></a> {_badge(book, lang)}'
        f'<span class="ab-fine">{safe(facts(book, lang))}</span></li>'
    )


def _badge(book: Book, lang: Lang) -> str:
    key = f"kind_{book.kind}" if book.own or book.kind != "document" else "read_kind_shared"
    return f'<span class="ab-badge ab-{book.kind}">{say(key, lang)}</span>'


def facts(book: Book, lang: Lang) -> str:
    """How long a text is, in words."""
    source = book.source
    told = counted(len(book.passages), "doc_passage", lang)
    if len(source.sections) > 1:
        told = f"{counted(len(source.sections), 'doc_section', lang)} · {told}"
    if source.pages:
        told += " · " + t("read_pages", lang, first=source.pages[0].label, last=source.pages[-1].label)
    return told


def counted(count: int, key: str, lang: Lang) -> str:
    """How many of something, in words."""
    return t(key if count == 1 else f"{key}s", lang, count=count)


def _inside_html(book: Book, lang: Lang) -> str:
    contents = contents_html(book.source, lang) if len(book.source.sections) > 1 else ""
    return contents + passages_html(book.source, book.passages, lang)


def _book_html(book: Book, wanted: Wanted, lang: Lang, *, quiet: bool) -> str:
    source = book.source
    spoken = detect_lang(source.text[:4000])
    found = spans_of(source.text, wanted.query)
    told = t("read_dutch" if spoken == "nl" else "read_english", lang)
    note = "" if spoken == lang else f'<p class="ab-fine">{safe(told)}</p>'
    focus = "" if quiet or wanted.query else " data-focus"
    return (
        f'<header class="ab-reader-head">{_badge(book, lang)}'
        f'<h2 tabindex="-1"{focus} lang="{spoken}"><bdi>{safe(source.title)}</bdi></h2>'
        f'<p class="ab-fine">{safe(facts(book, lang))}</p>{note}'
        f'<form data-read role="search"><input type="hidden" name="source" value="{safe(source.id)}">'
        f'<label for="lees-zoek">{say("read_search", lang)}</label>'
        f'<input id="lees-zoek" type="search" name="q" maxlength="{MAX_QUERY}" autocomplete="off" '
        f'value="{safe(wanted.query)}">'
        f'<button class="ab-button ab-quiet">{say("read_search_go", lang)}</button></form>'
        f"{found_html(source, wanted.query, found, lang)}</header>"
        f"{text_html(source, wanted, found[:MAX_FOUND], lang)}"
    )
