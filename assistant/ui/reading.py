"""A source → its text to read, as HTML: printed pages in the margin, the cited passage marked. Pure.

Every offset counts code points of `source.text`. All text is escaped here, and nothing of a document
becomes a tag, a link or an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from urllib.parse import urlencode

from assistant.records import Lang, Passage, Section, Source, Span
from assistant.text import HYPHENS, QUOTES, detect_lang
from assistant.ui.strings import t
from assistant.ui.terms import safe

MAX_QUERY = 100
MAX_FOUND = 100
AROUND = 60  # characters on either side of a place that was found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show in the text: the cited passage, the quote inside it, and what is searched for."""

    passage: Passage | None = None
    quote: Span | None = None
    query: str = ""

    @property
    def cited(self) -> Span | None:
        """What is marked: the quote, else the whole passage."""
        if self.quote:
            return self.quote
        return Span(self.passage.start, self.passage.end) if self.passage else None

    @property
    def spans(self) -> list[Span]:
        """Where marking begins and ends."""
        around = [Span(self.passage.start, self.passage.end)] if self.passage else []
        return around + ([self.cited] if self.cited else [])

    def state(self, offset: int) -> str:
        """How the character at `offset` is marked: `cited`, `passage` (around the quote) or not."""
        if self.cited and self.cited.start <= offset < self.cited.end:
            return "cited"
        if self.passage and self.passage.start <= offset < self.passage.end:
            return "passage"
        return ""


def say(key: str, lang: Lang, **values: object) -> str:
    """One of the page's own words, escaped."""
    return safe(t(key, lang, **values))


def link(**query: str) -> str:
    """An address of this page that a reader can share."""
    return safe("?" + urlencode(query))


def spans_of(text: str, query: str, limit: int = MAX_FOUND + 1) -> list[Span]:
    """Where a query stands in a text, whatever its case, white space, quotes and hyphens.

    >>> spans_of("De ‘Fit’ en de  fit.", "fit")
    [Span(start=4, end=7), Span(start=16, end=19)]
    """
    words = query[:MAX_QUERY].split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join("".join(_like(c) for c in word) for word in words), re.IGNORECASE)
    found: list[Span] = []
    for match in pattern.finditer(text):
        found.append(Span(match.start(), match.end()))
        if len(found) >= limit:
            break
    return found


QUOTE_CLASS = "['" + "".join(re.escape(chr(c)) for c in QUOTES) + "]"
HYPHEN_CLASS = "[-" + "".join(re.escape(chr(c)) for c in HYPHENS) + "]"


def _like(char: str) -> str:
    if char == "'" or ord(char) in QUOTES:
        return QUOTE_CLASS
    return HYPHEN_CLASS if char == "-" or ord(char) in HYPHENS else re.escape(char)


def text_html(source: Source, wanted: Wanted, found: Sequence[Span], lang: Lang) -> str:
    """The whole text; the cited place is `#passage`, the places found `#lees-hit-1` and on."""
    parts = [_section(source, n, wanted, found, lang) for n in range(len(source.sections))]
    notes = "".join(f'<li dir="auto">{safe(note)}</li>' for note in source.footnotes)
    if notes:
        parts.append(f'<h3 lang="{lang}">{say("read_footnotes", lang)}</h3><ol>{notes}</ol>')
    spoken = detect_lang(source.text[:4000])
    return f'<div class="ab-text-body" lang="{spoken}">{"".join(parts)}</div>'


def _section(source: Source, number: int, wanted: Wanted, found: Sequence[Span], lang: Lang) -> str:
    section = source.sections[number]
    before = source.sections[number - 1].end if number else 0
    pages = "".join(_page(m.label, lang) for m in source.pages if before <= m.start < section.start)
    level = min(6, 2 + section.level)
    name = f'id="lees-{safe(section.slug)}" dir="auto" tabindex="-1"'
    head = f"<h{level} {name}>{safe(section.title)}</h{level}>"
    return pages + head + "".join(_paragraphs(source, section, wanted, found, lang))


def _paragraphs(source: Source, section: Section, wanted: Wanted, found: Sequence[Span], lang: Lang) -> list[str]:
    if section.end <= section.start:
        return []
    starts = sorted({section.start, *(p for p in section.paragraphs if section.start < p < section.end)})
    return [f'<p dir="auto">{_run(source, a, b, wanted, found, lang)}</p>' for a, b in pairwise([*starts, section.end])]


def _run(source: Source, start: int, end: int, wanted: Wanted, found: Sequence[Span], lang: Lang) -> str:
    """One paragraph, cut wherever something begins or ends."""
    pages = {m.start: m.label for m in source.pages if start <= m.start < end}
    hits = [(n, s) for n, s in enumerate(found, 1) if s.start < end and start < s.end]
    spans = [*(s for _, s in hits), *wanted.spans]
    cuts = {start, end, *pages} | {c for s in spans for c in (s.start, s.end) if start < c < end}

    def page(at: int) -> str:
        return _page(pages[at], lang) if at in pages else ""

    def piece(a: int, b: int) -> str:
        text = safe(source.text[a:b])
        hit = next(((n, s) for n, s in hits if s.start <= a < s.end), None)
        if hit:
            name = f' id="lees-hit-{hit[0]}" tabindex="-1"' if hit[1].start == a else ""
            text = f'<mark class="ab-hit"{name}>{text}</mark>'
        return text

    parts: list[str] = []
    for state, group in groupby(pairwise(sorted(cuts)), key=lambda cut: wanted.state(cut[0])):
        pairs = list(group)
        # A page that begins with the mark stands before it, one inside it in it.
        lead, inner = page(pairs[0][0]), piece(*pairs[0])
        inner += "".join(page(a) + piece(a, b) for a, b in pairs[1:])
        if state == "cited":
            first = wanted.cited is not None and pairs[0][0] == wanted.cited.start
            told = f'<span class="ab-hidden" lang="{lang}">{say("read_cited", lang)} </span>' if first else ""
            name = ' id="passage" tabindex="-1"' if first else ""
            inner = f'{told}<mark class="ab-cited"{name}>{inner}</mark>'
        elif state == "passage":
            inner = f'<span class="ab-passage">{inner}</span>'
        parts.append(lead + inner)
    return "".join(parts)


def _page(label: str, lang: Lang) -> str:
    """The printed page that begins here; it stands in the margin."""
    told = say("read_page", lang, page=label)
    return (
        f'<span class="ab-page" id="lees-p-{safe(label)}" role="doc-pagebreak" lang="{lang}" '
        f'aria-label="{told}" title="{told}">{safe(label)}</span>'
    )


def found_html(source: Source, query: str, found: Sequence[Span], lang: Lang) -> str:
    """The places found, each with the words around it, as links into the text."""
    if not query.strip():
        return ""
    shown = found[:MAX_FOUND]
    key = "none" if not found else "one" if len(found) == 1 else "many" if len(found) > MAX_FOUND else ""
    told = t(f"read_found_{key}" if key else "read_found", lang, count=len(shown), query=query.strip())
    items = "".join(
        f'<li><a data-read href="{link(source=source.id, q=query)}#lees-hit-{n}" dir="auto">'
        f"{_around(source, span)}</a>{_where(source, span, lang)}</li>"
        for n, span in enumerate(shown, 1)
    )
    listed = f'<ol class="ab-found">{items}</ol>' if items else ""
    clear = f'<a data-read href="{link(source=source.id)}">{say("read_clear", lang)}</a>'
    status = f'<p role="status" data-focus tabindex="-1">{safe(told)}</p>'
    return f'<div class="ab-results">{status}{clear}{listed}</div>'


def _around(source: Source, span: Span) -> str:
    section = source.section_at(span.start)
    low = max(section.start if section else 0, span.start - AROUND)
    high = min(section.end if section else len(source.text), span.end + AROUND)
    before, after = source.text[low : span.start], source.text[span.end : high]
    if section and low > section.start:
        before = "… " + before.partition(" ")[2]
    if section and high < section.end:
        after = after.rpartition(" ")[0] + " …"
    return f"{safe(before)}<strong>{safe(source.text[span.start : span.end])}</strong>{safe(after)}"


def _where(source: Source, span: Span, lang: Lang) -> str:
    page = source.page_at(span.start)
    section = source.section_at(span.start)
    title = section.title if section else source.title
    told = " · ".join([title] + [t("read_page", lang, page=page)] * bool(page))
    return f' <span class="ab-fine"><bdi>{safe(told)}</bdi></span>'


def contents_html(source: Source, lang: Lang) -> str:
    """The table of contents, indented by level, with printed pages."""
    here = link(source=source.id)
    items = "".join(
        f'<li class="ab-level-{min(4, s.level)}"><a data-read href="{here}#lees-{safe(s.slug)}">'
        f"<bdi>{safe(s.title)}</bdi></a>"
        + (f' <span class="ab-fine">{safe(s.page)}</span>' if s.page else "")
        + "</li>"
        for s in source.sections
    )
    title = say("read_contents", lang)
    return (
        f'<nav class="ab-contents" aria-label="{title}"><details open><summary>{title}</summary>'
        f"<ol>{items}</ol></details></nav>"
    )


def passages_html(source: Source, passages: Sequence[Passage], lang: Lang) -> str:
    """The passages that are searched, each by its first words, closed at first."""
    items = "".join(
        f'<li><a data-read href="{link(passage=p.id)}"><bdi>{safe(_opening(p.text))}</bdi></a>'
        + (f' <span class="ab-fine">{safe(p.page)}</span>' if p.page else "")
        + "</li>"
        for p in passages
    )
    spoken = detect_lang(source.text[:4000])
    return (
        f'<details class="ab-passages"><summary>{say("read_passages", lang, count=len(passages))}</summary>'
        f'<p class="ab-fine">{say("read_passages_note", lang)}</p><ol lang="{spoken}">{items}</ol></details>'
    )


def _opening(text: str, words: int = 9) -> str:
    split = text.split()
    return " ".join(split[:words]) + (" …" if len(split) > words else "")
