# ruff: noqa: E501 - markup reads better unbroken.
"""The Framework tab: the drawing, and a section with its claims, tensions and questions. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assistant import compose
from assistant.records import Claim, Lang, Role, SectionNote, Tension
from assistant.text import detect_lang
from assistant.ui.answer_html import strength_html, study_names
from assistant.ui.kader_drawing import drawing
from assistant.ui.strings import t
from assistant.ui.terms import safe, with_terms


def kader_html(
    material: compose.Material, lang: Lang, chosen: str, used: Collection[str], roles: Mapping[Role, str]
) -> str:
    """The drawing, with the chosen section under it."""
    framework = material.framework
    note = next((n for n in framework.notes if n.slug == chosen), None)
    focus = "" if note else ' data-focus tabindex="-1"'
    lit = f'<span class="ab-key"><i class="ab-key-lit" aria-hidden="true"></i>{safe(t("kader_lit", lang))}</span>'
    legend = (
        f'<p class="ab-legend"><span class="ab-key"><i class="ab-key-study" aria-hidden="true"></i>{safe(t("kader_dot_study", lang))}</span>'
        f'<span class="ab-key"><i class="ab-key-own" aria-hidden="true"></i>{safe(t("kader_dot_own", lang))}</span>{lit if used else ""}</p>'
    )
    return (
        f'<div class="ab-kader"><h1{focus}>{safe(t("kader_title", lang))}</h1>'
        f'<p>{safe(t("kader_intro", lang))}</p>{legend}<p class="ab-fine ab-keys">{safe(t("kader_keys", lang))}</p>'
        f"{drawing(framework, lang, used, chosen)}"
        f"{section_html(material, note, lang, roles) if note else ''}</div>"
    )


def section_html(material: compose.Material, note: SectionNote, lang: Lang, roles: Mapping[Role, str]) -> str:
    """A section: summary, claims with their quotes, tensions, what a school can do, questions."""
    framework = material.framework
    claims = [c for c in framework.claims if c.section == note.slug]
    ids = {c.id for c in claims}
    seen: set[str] = set()
    summary = with_terms(note.summary.said(lang), framework.terms, lang, f"k-{note.slug}", seen)
    back = f'<p><a data-kader href="?kader=">{safe(t("kader_back", lang))}</a></p>'
    parts = [
        f'<section class="ab-card ab-note" aria-labelledby="ab-note"><h2 id="ab-note" data-focus tabindex="-1">'
        f"{safe(note.title.said(lang))}</h2><p class='ab-lead'>{summary}</p>{back}</section>",
        _heading("kader_said", lang)
        + f'<ul class="ab-claims">{"".join(claim_html(material, c, lang) for c in claims)}</ul>',
    ]
    tensions = [x for x in framework.tensions if ids & {*x.claims, *x.poles[0].claims, *x.poles[1].claims}]
    if tensions:
        parts.append(_heading("kader_tensions", lang) + "".join(tension_html(x, lang) for x in tensions))
    levers = [(e.text.said(lang), e.roles) for e in framework.levers if ids & set(e.claims)]
    parts.append(_list("kader_levers", levers, lang, roles, "ab-levers"))
    asks: list[tuple[str, tuple[Role, ...]]] = [
        (r.text.said(lang), (r.role,)) for r in framework.reflections if ids & set(r.claims)
    ]
    parts.append(_list("kader_questions", asks, lang, roles, "ab-reflections"))
    return f'<div class="ab-section-view">{"".join(parts)}{back}</div>'


def _heading(key: str, lang: Lang) -> str:
    return f"<h3>{safe(t(key, lang))}</h3>"


def _list(
    key: str,
    entries: Sequence[tuple[str, tuple[Role, ...]]],
    lang: Lang,
    roles: Mapping[Role, str],
    style: str,
) -> str:
    if not entries:
        return ""
    items = "".join(
        f'<li>{safe(text)} <span class="ab-fine">{safe(t("kader_as", lang, roles=", ".join(roles[r] for r in who)))}</span></li>'
        for text, who in entries
    )
    return f'{_heading(key, lang)}<ul class="{style}">{items}</ul>'


def claim_html(material: compose.Material, claim: Claim, lang: Lang) -> str:
    """A claim: what it is, how firm its ground is, its quote, and a question that it answers."""
    studies = study_names(claim.studies, material.framework.studies)
    facts = [safe(t(f"kind_{claim.kind}", lang)), strength_html(claim, len(studies), lang, f"kk-{claim.id}")]
    if studies:
        facts.append(safe("; ".join(studies)))
    asks = claim.asks(lang)
    ask = (
        f'<button type="button" class="ab-link" data-ask="{safe(asks[0].text)}">'
        f"{safe(t('kader_ask', lang, question=asks[0].text))}</button>"
        if asks
        else ""
    )
    return (
        f'<li class="ab-claim" id="uitspraak-{claim.id}" tabindex="-1"><p class="ab-text">{safe(claim.said(lang))}</p>'
        f'<p class="ab-fine">{" · ".join(facts)}</p>{quote_html(material, claim, lang)}{ask}</li>'
    )


def quote_html(material: compose.Material, claim: Claim, lang: Lang) -> str:
    """The article's sentence behind a claim, and the way into the text."""
    if claim.id not in material.anchors:
        return f'<p class="ab-fine">{safe(t("kader_no_quote", lang))}</p>'
    quote = compose.claim_quote(material, claim, lang)
    page = material.texts[quote.source_id].page_at(quote.start)
    where = f", {t('page_n', lang, page=page)}" if page else ""
    spoken = detect_lang(quote.text)
    return (
        f"<details><summary>{safe(t('kader_quote', lang) + where)}</summary>"
        f'<blockquote lang="{spoken}" dir="auto"><mark>{safe(quote.text)}</mark></blockquote>'
        f'<a data-read href="?passage={safe(quote.passage_id)}&amp;at={quote.start}-{quote.end}">{safe(t("in_text", lang))}</a></details>'
    )


def tension_html(tension: Tension, lang: Lang) -> str:
    """Two poles side by side, and what holds them together."""
    poles = "".join(
        f"<div><h5>{safe(p.name.said(lang))}</h5><p>{safe(p.says.said(lang))}</p></div>" for p in tension.poles
    )
    return (
        f'<section class="ab-card ab-tension"><h4>{safe(tension.title.said(lang))}</h4><div class="ab-poles">{poles}</div>'
        f"<p><strong>{safe(t('kader_balance', lang))}:</strong> {safe(tension.balance.said(lang))}</p></section>"
    )
