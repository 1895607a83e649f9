# ruff: noqa: E501 - markup reads better unbroken.
"""Citations → the sources panel: each passage with its quote marked inside its sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Citation, Lang, Source
from assistant.text import detect_lang
from assistant.ui.answer_html import Shelf, study_names
from assistant.ui.strings import t
from assistant.ui.talks import Told
from assistant.ui.terms import safe


def panel_html(turns: Sequence[Told], shelf: Shelf | None, lang: Lang) -> str:
    """The cards of every answer, those of the last one in view."""
    shown = [told for told in turns if told.answer.citations] if shelf else []
    newest = turns[-1].id if turns else ""
    groups = "".join(
        f'<div class="ab-cards" data-turn="{told.id}"{"" if told.id == newest else " hidden"}>'
        f'<p class="ab-for">{safe(t("for_question", lang, question=told.answer.question))}</p>'
        + "".join(card_html(told.id, c, shelf, lang) for c in told.answer.citations if shelf)
        + "</div>"
        for told in shown
    )
    hide = " hidden" if any(told.id == newest for told in shown) else ""
    empty = f'<p class="ab-empty">{safe(t("sources_empty", lang))}</p><h3>{safe(t("about_signs", lang))}</h3>{signs_html(lang)}'
    return (
        f'<section class="ab ab-panel" aria-labelledby="ab-panel-title">'
        f'<div class="ab-panel-head"><h2 id="ab-panel-title">{safe(t("sources", lang))}</h2>'
        f'<button type="button" class="ab-close" data-act="sheet-close" aria-label="{safe(t("close", lang))}">×</button></div>'
        f'<div class="ab-none"{hide}>{empty}</div>{groups}</section>'
    )


def signs_html(lang: Lang) -> str:
    """What the lines beside a statement mean."""
    signs = "".join(
        f'<div class="ab-sign ab-from-{kind}"><p class="ab-basis"><span>{safe(t(f"basis_{kind}", lang))}</span></p>'
        f"<p>{safe(t(f'sign_{kind}', lang))}</p></div>"
        for kind in ("article", "study", "framework", "document")
    )
    return f'<div class="ab-signs">{signs}</div>'


def card_html(told_id: str, citation: Citation, shelf: Shelf, lang: Lang) -> str:
    """One passage: where it stands, the quote in its surroundings, and the way into the text."""
    source = shelf.texts.get(citation.source_id)
    section = next((s for s in source.sections if s.slug == citation.section), None) if source else None
    path = " › ".join(section.path if section else (citation.section_title,))
    page = f" · {t('page_n', lang, page=citation.page)}" if citation.page else ""
    spoken = detect_lang(citation.quote)
    names = study_names(citation.studies, shelf.framework.studies)
    cites = f'<p class="ab-fine">{safe(t("cites", lang, studies="; ".join(names)))}</p>' if names else ""
    note = ""
    if spoken != lang:
        note = f'<p class="ab-fine">{safe(t("quote_dutch" if spoken == "nl" else "quote_english", lang))}</p>'
    return (
        f'<article class="ab-card ab-source" id="bron-{told_id}-{safe(citation.id)}" tabindex="-1" '
        f'aria-labelledby="bron-kop-{told_id}-{safe(citation.id)}">'
        f'<header><span class="ab-number" aria-hidden="true">[{safe(citation.id)}]</span>'
        f'<span class="ab-badge ab-{citation.kind}">{safe(t(f"kind_{citation.kind}", lang))}</span></header>'
        f'<h3 id="bron-kop-{told_id}-{safe(citation.id)}"><span class="ab-hidden">[{safe(citation.id)}] </span>'
        f"<bdi>{safe(citation.source_title)}</bdi></h3>"
        f'<p class="ab-place"><bdi>{safe(path)}</bdi>{safe(page)}</p>'
        f'<blockquote lang="{spoken}" dir="auto">{quote_html(citation, shelf, source)}</blockquote>{note}{cites}'
        f'<p class="ab-ways">{way_html(citation, shelf, lang)}'
        f'<button type="button" class="ab-link" data-act="back" data-turn="{told_id}" data-cite="{safe(citation.id)}">'
        f"{safe(t('back', lang))}</button></p></article>"
    )


def quote_html(citation: Citation, shelf: Shelf, source: Source | None) -> str:
    """The quote, marked, between the sentences of its passage."""
    passage = shelf.passages.get(citation.passage_id)
    mark = f"<mark>{safe(citation.quote)}</mark>"
    if passage is None or source is None or not passage.start <= citation.start < passage.end:
        return mark
    before = source.text[passage.start : citation.start]
    after = source.text[citation.end : passage.end]
    return f'<span class="ab-around">{safe(before)}</span>{mark}<span class="ab-around">{safe(after)}</span>'


def way_html(citation: Citation, shelf: Shelf, lang: Lang) -> str:
    """The link into the text, or into the framework for what is ours."""
    if citation.kind == "framework":
        claim = shelf.claims.get(citation.claim_id or "")
        section = claim.section if claim else citation.section
        anchor = f"#uitspraak-{safe(claim.id)}" if claim else ""
        return f'<a data-kader href="?kader={safe(section)}{anchor}">{safe(t("in_framework", lang))}</a>'
    at = f"{citation.start}-{citation.end}"
    return f'<a data-read href="?passage={safe(citation.passage_id)}&amp;at={at}">{safe(t("in_text", lang))}</a>'
