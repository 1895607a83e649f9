"""The page in one language: its tabs, put together."""

from __future__ import annotations

from typing import cast

import gradio as gr

from assistant.records import Lang
from assistant.roles import RoleCard
from assistant.ui.about import about_html
from assistant.ui.api import add_api
from assistant.ui.ask import ask_tab
from assistant.ui.desk import Desk
from assistant.ui.documents import documents_tab
from assistant.ui.strings import t


def page(desk: Desk, lang: Lang, roles: tuple[RoleCard, ...], *, api: bool) -> gr.Blocks:
    """The Blocks of one language; the endpoints for programs stand on one of the two pages."""
    with gr.Blocks(title=t("title", lang), analytics_enabled=False, fill_width=True) as blocks:
        with gr.Tabs(elem_id="ab-tabs", overflow_behavior="wrap"):
            with gr.Tab(t("tab_ask", lang), id="ask", elem_id="tab-ask"):
                connect = ask_tab(desk, lang, roles)
            with gr.Tab(t("tab_read", lang), id="read", elem_id="tab-read"):
                _holder("lezer", lang)
            with gr.Tab(t("tab_documents", lang), id="documents", elem_id="tab-documents"):
                documents_tab(desk, lang)
            with gr.Tab(t("tab_framework", lang), id="framework", elem_id="tab-framework"):
                _holder("kader", lang)
            with gr.Tab(t("tab_about", lang), id="about", elem_id="tab-about"):
                about = gr.HTML(about_html(desk, lang), apply_default_css=False, js_on_load=None)
        connect(blocks)
        blocks.load(
            lambda: about_html(desk, lang),
            None,
            [about],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=None,
        )
        if api:
            add_api(desk)
    blocks.queue(default_concurrency_limit=None, api_open=True)
    return cast(gr.Blocks, blocks)


def _holder(name: str, lang: Lang) -> None:
    """An empty place that `places.js` fills from one of our routes."""
    gr.HTML(
        f'<div class="ab" id="{name}" aria-live="off"><p class="ab-boot">{t("loading", lang)}</p></div>',
        apply_default_css=False,
        js_on_load=f"window.aanboord && window.aanboord.mounted('{name}');",
    )
