# ruff: noqa: E501 - markup reads better unbroken.
"""A conversation as HTML: its opening, its turns, and a question that is being worked on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.passing import Passed
from assistant.records import Lang, Role
from assistant.roles import RoleCard
from assistant.ui.answer_html import Shelf
from assistant.ui.strings import t
from assistant.ui.talks import Told
from assistant.ui.terms import safe
from assistant.ui.turn_html import turn_html

STARTERS = 6


def hero_html(role: RoleCard, lang: Lang) -> str:
    """What a visitor sees first: what this is, and questions to start from."""
    starters = "".join(
        f'<li><button type="button" class="ab-ask" data-ask="{safe(q)}">{safe(q)}</button></li>'
        for q in role.starters(lang)[:STARTERS]
    )
    intro = role.intro.said(lang)
    return (
        f'<section class="ab-hero"><h1>{safe(t("hero", lang))}</h1>'
        + (f"<p>{safe(intro)}</p>" if intro else "")
        + f'<p class="ab-promise"><span class="ab-marker" aria-hidden="true">[1]</span>{safe(t("hero_sub", lang))}</p>'
        + (
            f'<h2 id="ab-starters">{safe(t("starters", lang))}</h2>'
            f'<ul class="ab-starters" aria-labelledby="ab-starters">{starters}</ul>'
            if starters
            else ""
        )
        + "</section>"
    )


def talk_html(
    turns: Sequence[Told],
    shelf: Shelf | None,
    lang: Lang,
    role: RoleCard,
    names: Mapping[Role, str],
    *,
    trouble: str = "",
    has_own: bool = False,
) -> str:
    """The conversation so far, and a card about `trouble`.

    `has_own` says that the visitor has documents of their own to ask.
    """
    if not turns and not trouble:
        loaded = " data-loaded" if shelf else ""
        return f'<div class="ab" id="ab-main"{loaded}>{hero_html(role, lang)}</div>'
    told = [
        turn_html(turn, shelf, lang, names, newest=turn is turns[-1], follows=n > 0, has_own=has_own)
        for n, turn in enumerate(turns if shelf else ())
        if shelf
    ]
    tools = tools_html(lang) if turns else ""
    rests = any(c.kind != "document" for turn in turns for c in turn.answer.citations)
    apa = f'<p class="ab-paper"><cite>{safe(shelf.framework.article_apa)}</cite></p>' if shelf and rests else ""
    return (
        f'<div class="ab" id="ab-main" data-loaded><h1 class="ab-hidden">{safe(t("conversation", lang))}</h1>'
        f"{''.join(told)}{trouble}{tools}{apa}</div>"
    )


def waiting_html(question: str, lang: Lang, said: Sequence[Passed] = ()) -> str:
    """A question that is being answered: what passed so far, with its markers, and what is being done."""
    told = "".join(
        f'<div class="ab-statement"><p class="ab-text">{safe(p.statement.text)} '
        + "".join(f'<span class="ab-marker">[{safe(c)}]</span>' for c in p.statement.citations)
        + "</p></div>"
        for p in said
    )
    return (
        f'<div class="ab"><article class="ab-turn ab-pending"><h2 class="ab-asked"><bdi>{safe(question)}</bdi></h2>'
        + (f'<div class="ab-said">{told}</div>' if told else "")
        + f'<p class="ab-working"><span class="ab-wave" aria-hidden="true"></span>{safe(t("writing" if told else "working", lang))}</p></article></div>'
    )


def tools_html(lang: Lang) -> str:
    """What can be done with the whole conversation."""
    return (
        f'<div class="ab-tools" role="group" aria-label="{safe(t("whole", lang))}"><span class="ab-fine">{safe(t("whole", lang))}</span>'
        f'<a class="ab-act" data-export href="/export/gesprek.docx?lang={lang}" download>{safe(t("whole_word", lang))}</a>'
        f'<a class="ab-act" data-export href="/export/gesprek.md?lang={lang}" download>{safe(t("whole_markdown", lang))}</a>'
        f'<button type="button" class="ab-act" data-act="print">{safe(t("print", lang))}</button>'
        f'<button type="button" class="ab-act" data-act="new">{safe(t("new_talk", lang))}</button></div>'
    )


def status_html(turns: Sequence[Told], lang: Lang, *, working: bool = False) -> str:
    """What a screen reader is told."""
    if working:
        text = t("working", lang)
    elif not turns:
        text = ""
    else:
        count = len(turns[-1].answer.citations)
        key = {0: "ready_none", 1: "ready_one"}.get(count, "ready")
        text = t(key, lang, count=count) if key == "ready" else t(key, lang)
    return f'<p role="status" class="ab-hidden">{safe(text)}</p>'
