# ruff: noqa: E501 - markup reads better unbroken.
"""A turn as HTML: the question, how it was understood, its answer or refusal, what to ask next. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.records import Hit, Lang, Role
from assistant.render import NEAREST
from assistant.ui.actions_html import actions_html, asks_html
from assistant.ui.answer_html import Shelf, said_html, sure_html
from assistant.ui.model_html import model_html
from assistant.ui.strings import t
from assistant.ui.talks import Told
from assistant.ui.terms import safe

# As much of a passage as tells whether it is the one that is looked for.
OPENING_WORDS = 24


def turn_html(
    told: Told,
    shelf: Shelf,
    lang: Lang,
    role_names: Mapping[Role, str],
    *,
    newest: bool,
    follows: bool,
    has_own: bool,
) -> str:
    """A question with its answer, in the page's language; the answer keeps its own.

    `newest` offers what to ask next; `follows` lets a question be asked without the turns before it,
    `has_own` lets it be asked of the visitor's own documents.
    """
    answer = told.answer
    spoken = answer.language
    key = "asked_own" if told.own else "asked_as"
    head = (
        f'<p class="ab-who">{safe(t(key, lang, role=role_names[answer.role]))}</p>'
        f'<h2 class="ab-asked" tabindex="-1" id="t-{told.id}"><bdi lang="{spoken}">{safe(answer.question)}</bdi></h2>'
    )
    if answer.understood_as != answer.question:
        head += (
            f'<p class="ab-understood"><span>{safe(t("understood", lang, text=answer.understood_as))}</span>'
            f"{again_html(told, 'ask_alone', 'data-alone=1', lang) if follows else ''}</p>"
        )
    refused = answer.status == "not_in_sources"
    body = refusal_html(told, lang) if refused else said_html(told, shelf, lang)
    if told.own and refused:
        body += again_html(told, "ask_all", "", lang)
    elif has_own and not told.own and all(c.kind != "document" for c in answer.citations):
        body += again_html(told, "ask_own", "data-own=1", lang)
    follow = asks_html(answer.follow_ups, lang, answer) if newest else ""
    return (
        f'<article class="ab-turn{" ab-refused" if refused else ""}" data-turn="{told.id}" aria-labelledby="t-{told.id}">{head}'
        f'<div class="ab-answer">{body}{model_html(answer, lang)}{actions_html(told, lang)}</div>{follow}</article>'
    )


def again_html(told: Told, key: str, how: str, lang: Lang) -> str:
    """The same question once more, asked otherwise."""
    return (
        f'<button type="button" class="ab-link ab-again" data-ask="{safe(told.answer.question)}" {how} '
        f'data-role="{told.answer.role}">{safe(t(key, lang))}</button>'
    )


def refusal_html(told: Told, lang: Lang) -> str:
    """A refusal; what the sources do hold follows as buttons instead of in the text."""
    answer = told.answer
    text = answer.text.partition(f" {NEAREST[answer.language]} ")[0]
    return (
        f'{sure_html(told, lang)}<div class="ab-said" lang="{answer.language}">'
        f'<p class="ab-text">{safe(text)}</p></div>{near_html(told.near, lang)}'
    )


def near_html(near: tuple[Hit, ...], lang: Lang) -> str:
    """The passages of the visitor's documents that come nearest to a question that they do not answer."""
    if not near:
        return ""
    items = "".join(
        f'<li><a data-read href="?passage={safe(hit.id)}"><bdi>{safe(hit.section_title)}</bdi></a>'
        f'<p class="ab-around" dir="auto">{safe(_opening(hit.text))}</p></li>'
        for hit in near
    )
    return f'<div class="ab-near"><h3>{safe(t("near", lang))}</h3><ul>{items}</ul></div>'


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:OPENING_WORDS]) + (" …" if len(words) > OPENING_WORDS else "")
