"""The Documents tab: our own form to add a document, and the list of those that were added.

Gradio's file component would put what a visitor adds into a folder that it serves; this form posts
to a route that knows the visitor. `documents.js` fills the list and shows progress.
"""

from __future__ import annotations

import json

import gradio as gr

from assistant.records import Lang
from assistant.ui.desk import Desk
from assistant.ui.strings import t
from assistant.ui.strings_documents import STRINGS
from assistant.ui.terms import safe

ACCEPT = ".pdf,.docx,.md,.markdown,.txt,.text"


def documents_tab(desk: Desk, lang: Lang) -> None:
    """Put the tab's content on the page."""
    settings = desk.settings
    gr.HTML(
        documents_html(lang, settings.max_file_mb, settings.upload_minutes),
        apply_default_css=False,
        js_on_load="window.aanboord && window.aanboord.documents && window.aanboord.documents();",
    )


def documents_html(lang: Lang, max_mb: int, minutes: int) -> str:
    """The form and an empty list, in the page's language."""
    words = {key.removeprefix("doc_"): t(key, lang) for key in STRINGS if key.startswith("doc_")}
    return (
        f'<section class="ab ab-documents" id="ab-documents" aria-labelledby="ab-documents-title" '
        f'data-max-mb="{max_mb}" data-words="{safe(json.dumps(words))}">'
        f'<h2 id="ab-documents-title" tabindex="-1">{safe(t("doc_title", lang))}</h2>'
        f"<p>{safe(t('doc_intro', lang, time=lasting(minutes, lang)))}</p>"
        '<form data-upload><div class="ab-drop">'
        '<input class="ab-hidden" id="ab-file" type="file" name="file" multiple '
        f'accept="{ACCEPT}" aria-describedby="ab-file-note">'
        f'<label class="ab-button" for="ab-file">{safe(t("doc_choose", lang))}</label>'
        f"<span>{safe(t('doc_drop', lang))}</span>"
        f'<p class="ab-fine" id="ab-file-note">{safe(t("doc_kinds", lang, max_mb=max_mb))} '
        f"{safe(t('doc_names', lang))}</p></div></form>"
        f'<p class="ab-hidden" role="status" data-told></p><ul class="ab-jobs" data-jobs></ul>'
        f'<h3>{safe(t("doc_yours", lang))}</h3><ul class="ab-shelf" data-shelf>'
        f'<li class="ab-fine">{safe(t("doc_none", lang))}</li></ul></section>'
    )


def lasting(minutes: int, lang: Lang) -> str:
    """A time in words.

    >>> lasting(120, "nl"), lasting(60, "en"), lasting(90, "nl")
    ('2 uur', 'an hour', '90 minuten')
    """
    if minutes % 60 == 0:
        return t("doc_hour" if minutes == 60 else "doc_hours", lang, count=minutes // 60)
    return t("doc_minute" if minutes == 1 else "doc_minutes", lang, count=minutes)
