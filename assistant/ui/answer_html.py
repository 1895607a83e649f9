# ruff: noqa: E501 - markup reads better unbroken.
"""Answer → what it says as HTML, everything in it escaped. Pure.

Looks up nothing but the claims and studies that the answer names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.records import (
    Answer,
    Citation,
    Claim,
    Framework,
    Lang,
    Passage,
    Source,
    Statement,
    Study,
)
from assistant.render import place
from assistant.ui.strings import t
from assistant.ui.talks import Told
from assistant.ui.terms import safe, terms_in, tip, with_terms

# Above this the page says that the sources are clear (eval: the answered questions' median).
CLEAR = 0.9
# A longer word has to be broken on a phone, so nothing is tied to it.
LONG_WORD = 24


class Shelf(Protocol):
    """What showing an answer needs of an index."""

    @property
    def passages(self) -> Mapping[str, Passage]: ...
    @property
    def claims(self) -> Mapping[str, Claim]: ...
    @property
    def texts(self) -> Mapping[str, Source]: ...
    @property
    def framework(self) -> Framework: ...


def said_html(told: Told, shelf: Shelf, lang: Lang) -> str:
    """How sure, the statements, and what to think about."""
    answer = told.answer
    seen: set[str] = set()
    cited = {c.id: c for c in answer.citations}
    statements = [
        reflection_html(told, s, cited, lang)
        if s.kind == "reflection"
        else statement_html(told, n, s, cited, shelf, lang, seen)
        for n, s in enumerate(answer.statements)
    ]
    notices = [safe(n) for n in answer.notices]
    if told.lost:
        notices.append(safe(t("kept_changed", lang, count=told.lost)))
    plain = plain_words_html(told, shelf, lang) if told.brief == "simpler" else ""
    return (
        sure_html(told, lang)
        + "".join(f'<p class="ab-notice">{n}</p>' for n in notices)
        + f'<div class="ab-said" lang="{answer.language}">{"".join(statements)}{plain}</div>'
        + printed_html(answer, lang)
    )


def sure_html(told: Told, lang: Lang) -> str:
    """How sure the search was, in words, and what was asked of the telling."""
    answer = told.answer
    level = (
        ("none_own" if told.own else "none")
        if answer.status == "not_in_sources"
        else "partial"
        if answer.status == "partial"
        else "high"
        if answer.confidence >= CLEAR
        else "fair"
    )
    parts = [f'<span class="ab-sure ab-sure-{level.partition("_")[0]}">{safe(t(f"sure_{level}", lang))}</span>']
    if told.brief in ("shorter", "simpler"):
        key = "in_short" if told.brief == "shorter" else "in_plain"
        parts.append(f"<span>{safe(t(key, lang))}</span>")
    if answer.answerer != "composed":
        parts.append(f"<span>{safe(t('by_model', lang, model=answer.answerer))}</span>")
    return f'<p class="ab-state">{" ".join(parts)}</p>'


def statement_html(
    told: Told,
    n: int,
    said: Statement,
    cited: Mapping[str, Citation],
    shelf: Shelf,
    lang: Lang,
    seen: set[str],
) -> str:
    """A statement with its markers, and under it what it rests on."""
    spoken = told.answer.language
    text = with_terms(said.text, shelf.framework.terms, spoken, f"tip-{told.id}", seen)
    basis = basis_of(said, cited)
    words = [f"<span>{safe(t(f'basis_{basis}', lang))}</span>"]
    names = study_names(said.studies, shelf.framework.studies)
    if names:
        words.append(f"<span>{safe('; '.join(names))}</span>")
    claim = claim_of(said, cited, shelf, spoken)
    if claim and basis != "document":
        words.append(strength_html(claim, len(names), lang, f"kracht-{told.id}-{n}"))
    return (
        f'<div class="ab-statement ab-from-{basis}"><p class="ab-text">{ending(text, markers_html(told, said, cited, lang))}</p>'
        f'<p class="ab-basis" lang="{lang}">{" · ".join(words)}</p></div>'
    )


def reflection_html(told: Told, said: Statement, cited: Mapping[str, Citation], lang: Lang) -> str:
    """A question to think about, set apart: it is ours."""
    return (
        f'<aside class="ab-reflection"><h3 lang="{lang}">{safe(t("reflection", lang))}</h3>'
        f'<p class="ab-text">{ending(safe(said.text), markers_html(told, said, cited, lang))}</p>'
        f'<p class="ab-basis" lang="{lang}">{safe(t("reflection_basis", lang))}</p></aside>'
    )


def ending(html: str, markers: str) -> str:
    """A sentence with its markers, which never stand on a line without its last word.

    >>> ending("Beter niet.", "[1]")
    'Beter <span class="ab-ending">niet.&nbsp;[1]</span>'
    """
    head, space, last = html.rpartition(" ")
    if not space or not last or len(last) > LONG_WORD or {"<", ">"} & set(last):
        return f"{html}&nbsp;{markers}"
    return f'{head} <span class="ab-ending">{last}&nbsp;{markers}</span>'


def markers_html(told: Told, said: Statement, cited: Mapping[str, Citation], lang: Lang) -> str:
    """The [1] of a statement: links to the passages in the panel."""
    links = [
        f'<a class="ab-marker" href="#bron-{told.id}-{safe(c)}" data-turn="{told.id}" data-cite="{safe(c)}" '
        f'aria-label="{safe(t("source_n", lang, id=c, place=place(cited[c], lang)))}">[{safe(c)}]</a>'
        for c in said.citations
        if c in cited
    ]
    return f'<span class="ab-markers">{"".join(links)}</span>'


def basis_of(said: Statement, cited: Mapping[str, Citation]) -> str:
    """Who speaks: the article, research it cites, our framework, or the visitor's document."""
    kinds = {cited[c].kind for c in said.citations if c in cited}
    if kinds == {"document"}:
        return "document"
    if kinds == {"framework"}:
        return "framework"
    return "study" if said.studies else "article"


def claim_of(said: Statement, cited: Mapping[str, Citation], shelf: Shelf, lang: Lang) -> Claim | None:
    """The claim that a statement says: the one whose words it holds, else its citation's."""
    claims = shelf.claims.values()
    spoken = next((c for c in claims if c.said(lang) in said.text or c.said(lang)[:-1] in said.text), None)
    ids = (cited[c].claim_id for c in said.citations if c in cited)
    return spoken or next((shelf.claims[i] for i in ids if i and i in shelf.claims), None)


def study_names(ids: Sequence[str], studies: Sequence[Study]) -> list[str]:
    """The studies as the article names them."""
    known = {s.id: s for s in studies}
    return [known[i].cited_as[0] for i in ids if i in known]


def strength_html(claim: Claim, studies: int, lang: Lang, tip_id: str) -> str:
    """How firm a claim's ground is, in words, with an explanation."""
    word = claim.strength
    key = word if word != "study" else {0: "research", 1: "study"}.get(studies, "studies")
    return tip(t(f"strength_{key}", lang), t(f"why_{word}", lang), tip_id)


def plain_words_html(told: Told, shelf: Shelf, lang: Lang) -> str:
    """The terms of an answer with their explanation, for who asked to have it told simply."""
    answer = told.answer
    text = " ".join(s.text for s in answer.statements)
    found = [term for _, _, term in terms_in(text, shelf.framework.terms, answer.language)]
    if not found:
        return ""
    spoken = answer.language
    items = "".join(
        f"<dt>{safe(term.term.said(spoken))}</dt><dd>{safe(term.gloss.said(spoken))}</dd>" for term in found[:4]
    )
    return f'<div class="ab-plain"><h3 lang="{lang}">{safe(t("plain_words", lang))}</h3><dl>{items}</dl></div>'


def printed_html(answer: Answer, lang: Lang) -> str:
    """The sources under an answer on paper."""
    items = "".join(
        f"<li><strong>[{safe(c.id)}]</strong> {safe(c.source_title)}, {safe(place(c, lang))}: <q>{safe(c.quote)}</q></li>"
        for c in answer.citations
    )
    return f'<ul class="ab-paper">{items}</ul>' if items else ""
