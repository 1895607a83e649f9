# ruff: noqa: E501 - markup reads better unbroken.
"""What can be done with an answer, as HTML: tell it otherwise, take it along, judge it, ask on. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Answer, Lang
from assistant.ui.strings import t
from assistant.ui.talks import Told
from assistant.ui.terms import safe

HAND = (
    '<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false"><path {turn} '
    'd="M7 10v10H3V10h4Zm2 0 4-7c1.600 0 2.700 1.300 2.300 2.900L14.500 9H19c1.400 0 2.300 1.200 2 2.500l-1.700 7'
    'c-.200.900-1 1.500-2 1.500H9V10Z" fill="none" stroke="currentColor" stroke-width="1.800" stroke-linejoin="round"/></svg>'
)
ICON = (
    '<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" focusable="false"><path d="{path}" fill="none" '
    'stroke="currentColor" stroke-width="1.900" stroke-linejoin="round" stroke-linecap="round"/></svg>'
)
ICONS = {
    "copy": "M9 9h11v11H9ZM5 15H4V4h11v1",
    "word": "M12 4v11m-4-4 4 4 4-4M5 20h14",
    "markdown": "M12 4v11m-4-4 4 4 4-4M5 20h14",
    "keep": "M7 4h10v16l-5-4-5 4Z",
    "share": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
}
THUMBS = {"up": HAND.format(turn=""), "down": HAND.format(turn='transform="rotate(180 12 12)"')}


def asks_html(questions: Sequence[str], lang: Lang, answer: Answer) -> str:
    """Questions that the sources can answer, as buttons."""
    if not questions:
        return ""
    key = "nearest" if answer.status == "not_in_sources" else "follow_ups"
    buttons = "".join(
        f'<li><button type="button" class="ab-ask" data-ask="{safe(q)}" lang="{answer.language}">{safe(q)}</button></li>'
        for q in questions
    )
    return f'<nav class="ab-follow" aria-label="{safe(t(key, lang))}"><h3>{safe(t(key, lang))}</h3><ul>{buttons}</ul></nav>'


def actions_html(told: Told, lang: Lang) -> str:
    """What can be done with an answer."""
    answer = told.answer
    question = safe(answer.question)

    def button(act: str, key: str, extra: str = "") -> str:
        return (
            f'<button type="button" class="ab-act" data-act="{act}" data-id="{told.id}" {extra}>'
            f"{labelled(key, lang)}</button>"
        )

    def link(suffix: str, key: str) -> str:
        return (
            f'<a class="ab-act" data-export href="/export/{told.id}.{suffix}?lang={lang}" download>'
            f"{labelled(key, lang)}</a>"
        )

    asked = f'data-question="{question}" data-role="{answer.role}"'
    parts: list[str] = []
    retold, own = "", ' data-own="1"' if told.own else ""
    if answer.status != "not_in_sources":
        retold = "".join(
            f'<button type="button" class="ab-act ab-retell" data-ask="{question}" data-brief="{brief}" data-role="{answer.role}"{own}>'
            f"{safe(t(brief, lang))}</button>"
            for brief in ("simpler", "shorter")
            if brief != told.brief
        )
        parts += [
            button("copy", "copy"),
            link("docx", "word"),
            link("md", "markdown"),
            button("keep", "keep"),
        ]
    parts += [button("share", "share", asked)]
    thumbs = "".join(
        f'<button type="button" class="ab-act ab-thumb" data-act="{act}" data-id="{told.id}" '
        f'aria-label="{safe(t(key, lang))}" title="{safe(t(key, lang))}" aria-pressed="false">{THUMBS[act]}</button>'
        for act, key in (("up", "good"), ("down", "bad"))
    )
    thumbs = f'<span class="ab-thumbs">{thumbs}</span>'
    verdict = (
        f'<form class="ab-verdict" data-verdict="{told.id}" hidden><label for="waarom-{told.id}">{safe(t("why", lang))}</label>'
        f'<input id="waarom-{told.id}" name="reason" maxlength="1000" autocomplete="off">'
        f'<button class="ab-button">{safe(t("send", lang))}</button><p class="ab-fine">{safe(t("verdict_note", lang))}</p></form>'
    )
    return (
        f'<div class="ab-actions" role="group" aria-label="{safe(t("actions", lang))}"><span>{retold}</span>'
        f"<span>{''.join(parts)}</span>{thumbs}</div>{verdict}"
    )


def labelled(key: str, lang: Lang) -> str:
    """A picture and a word; the picture says nothing that the word does not."""
    return f"{ICON.format(path=ICONS[key])}<span data-label>{safe(t(key, lang))}</span>"
