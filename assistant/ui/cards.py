"""Cards above the conversation: the article is missing, or the index cannot be opened. Pure."""

from __future__ import annotations

from assistant.errors import AanboordError
from assistant.records import Framework, Lang
from assistant.ui.strings import t
from assistant.ui.terms import safe


def article_card(framework: Framework, lang: Lang) -> str:
    """Says that the article is missing, and takes it."""
    url = framework.article_url
    find = (
        f' <a href="{safe(url)}" rel="noopener noreferrer external">{safe(t("article_find", lang))}</a>'
        if url.startswith(("https://", "http://"))
        else ""
    )
    return (
        f'<section class="ab ab-card ab-missing" aria-labelledby="ab-missing-title">'
        f'<h2 id="ab-missing-title">{safe(t("article_title", lang))}</h2>'
        f"<p>{safe(t('article_text', lang))}</p>"
        f'<form data-article><label class="ab-button" for="ab-article">{safe(t("article_file", lang))}</label>'
        f'<input class="ab-hidden" id="ab-article" type="file" name="file" accept=".pdf,.docx,.md,.txt">'
        f'<button type="button" class="ab-button ab-quiet" data-act="later">{safe(t("article_later", lang))}</button>'
        f'<p role="status" class="ab-fine" data-busy="{safe(t("article_busy", lang))}"></p></form>'
        f'<p class="ab-fine"><cite>{safe(framework.article_apa)}</cite>{find}</p></section>'
    )


def trouble_card(error: AanboordError, lang: Lang) -> str:
    """What went wrong and what to do, in the page's language."""
    return (
        f'<div class="ab ab-card ab-trouble" role="alert"><p><strong>{safe(error.message(lang))}</strong></p>'
        f"<p>{safe(error.next_step(lang))}</p></div>"
    )


def failure_card(lang: Lang) -> str:
    """Something that nobody foresaw, without its insides."""
    return (
        f'<div class="ab ab-card ab-trouble" role="alert"><p><strong>{safe(t("failed", lang))}</strong></p>'
        f"<p>{safe(t('failed_next', lang))}</p></div>"
    )
