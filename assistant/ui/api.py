"""`ask` and `search` for programs: Gradio API endpoints, and tools for MCP clients."""

from __future__ import annotations

from typing import Any, Literal

import gradio as gr
from gradio.events import api

from assistant import render
from assistant.errors import AanboordError
from assistant.pipeline import Request
from assistant.records import Turn
from assistant.ui.desk import Desk


def add_api(desk: Desk) -> None:
    """Put both on the page that is being built."""

    def ask(
        question: str,
        lang: Literal["nl", "en", ""] = "",
        role: Literal["leader", "teacher", "trainer"] = "leader",
        history: list[dict[str, str]] | None = None,
        request: gr.Request | None = None,
    ) -> dict[str, Any]:
        """Answer a question about school policy that keeps teachers; every sentence carries verbatim quotes.

        Args:
            question: the question, in Dutch or English
            lang: language of the answer; empty: that of the question
            role: who asks: a school leader, a teacher or a teacher trainer
            history: earlier turns, oldest first, each with "question" and perhaps "answer"
            request: filled in by Gradio
        """
        turns = tuple(Turn(str(h.get("question", "")), h.get("answer")) for h in history or [])
        own = desk.own(desk.visitor(request.cookies)) if request is not None else None
        try:
            assistant = desk.assistant
            searched = assistant.look_up(Request(question, lang or None, role, turns), own)
            return render.answer_json(assistant.answer(searched, own))
        except AanboordError as error:
            raise gr.Error(error.line("en")) from error

    def search(query: str, k: int = 10, request: gr.Request | None = None) -> dict[str, Any]:
        """Find the passages of the sources, and the framework's claims, that fit a query best.

        Args:
            query: what to look for, in Dutch or English
            k: how many hits, 1 to 100
            request: filled in by Gradio
        """
        own = desk.own(desk.visitor(request.cookies)) if request is not None else None
        try:
            hits = desk.assistant.search(query, max(1, min(100, int(k))), own=own)
            return {"hits": [render.hit_json(h) for h in hits]}
        except AanboordError as error:
            raise gr.Error(error.line("en")) from error

    api(ask, api_name="ask", concurrency_limit=None)
    api(search, api_name="search", concurrency_limit=None)
