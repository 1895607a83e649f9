# ruff: noqa: E501 - markup reads better unbroken.
"""The About tab: what this does and does not, privacy, figures, version and licences."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from assistant.errors import AanboordError
from assistant.records import Lang
from assistant.settings import Settings
from assistant.ui.desk import Desk
from assistant.ui.documents import lasting
from assistant.ui.figures import figures_html
from assistant.ui.sources_html import signs_html
from assistant.ui.strings import t
from assistant.ui.terms import safe


def about_html(desk: Desk, lang: Lang) -> str:
    """The whole tab."""
    return (
        f'<div class="ab ab-about"><h1>{safe(t("about_title", lang))}</h1>'
        f"<div>{_what(lang)}{_section('about_figures', figures_html(lang), lang)}</div>"
        f"<div>{_privacy(desk.settings, lang)}{_section('about_signs', signs_html(lang), lang)}"
        f"{_sources(desk, lang)}</div></div>"
    )


def _section(key: str, body: str, lang: Lang) -> str:
    return f'<section class="ab-card" aria-labelledby="{key}"><h2 id="{key}">{safe(t(key, lang))}</h2>{body}</section>'


def _p(key: str, lang: Lang, **values: object) -> str:
    return f"<p>{safe(t(key, lang, **values))}</p>"


def _what(lang: Lang) -> str:
    nots = "".join(f"<li>{safe(t(f'about_not_{n}', lang))}</li>" for n in (1, 2, 3))
    return _section("about_what", _p("about_what_text", lang), lang) + _section("about_not", f"<ul>{nots}</ul>", lang)


def _privacy(settings: Settings, lang: Lang) -> str:
    if settings.model:
        where = settings.model_url or t("about_private_where", lang)
        first = _p("about_private_model", lang, model=settings.model, where=where)
    else:
        first = _p("about_private_local", lang)
    return _section(
        "about_private",
        first
        + _p("about_private_kept", lang, time=lasting(settings.upload_minutes, lang))
        + f'<p><button type="button" class="ab-button" data-act="wipe">{safe(t("about_wipe", lang))}</button></p>'
        + f'<p class="ab-fine">{safe(t("about_wipe_text", lang))}</p>',
        lang,
    )


def _sources(desk: Desk, lang: Lang) -> str:
    framework = desk.framework
    try:
        index = desk.assistant.index
        counts = _p("about_index", lang, sources=len(index.sources), claims=len(index.claims))
    except AanboordError:
        counts = ""
    url = framework.article_url
    link = (
        f'<p><a href="{safe(url)}" rel="noopener noreferrer external">{safe(t("article_find", lang))}</a></p>'
        if url.startswith(("https://", "http://"))
        else ""
    )
    return _section(
        "about_sources",
        f"{_p('about_sources_text', lang)}<p><cite>{safe(framework.article_apa)}</cite></p>{link}{counts}"
        f"{_p('about_programs_text', lang, path=desk.url('/gradio_api/mcp/'))}{_p('about_version', lang, version=_version())}",
        lang,
    )


def _version() -> str:
    try:
        return version("aanboord")
    except PackageNotFoundError:
        return "0"
