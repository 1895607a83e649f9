"""Small routes of the page: our style and script, the framework's views, kept answers, verdicts."""

from __future__ import annotations

from typing import Literal

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from assistant import feedback, render
from assistant.errors import AanboordError, AnswerGone
from assistant.records import Lang
from assistant.roles import RoleCard
from assistant.ui.cards import trouble_card
from assistant.ui.desk import Desk
from assistant.ui.kader import kader_html
from assistant.ui.routes import check_origin
from assistant.ui.shell import Assets

FOREVER = {"cache-control": "public, max-age=31536000, immutable"}


class VerdictBody(BaseModel):
    id: str = Field(max_length=40)
    thumb: Literal["up", "down", "none"]
    reason: str = Field("", max_length=4000)


def add_fragments(app: FastAPI, desk: Desk, assets: Assets, roles: tuple[RoleCard, ...]) -> None:
    """Put the routes on the app."""

    @app.get(f"/assets-aanboord/{assets.css_name}", include_in_schema=False)
    def style() -> Response:
        return Response(assets.css, media_type="text/css", headers=FOREVER)

    @app.get(f"/assets-aanboord/{assets.js_name}", include_in_schema=False)
    def script() -> Response:
        return Response(assets.js, media_type="text/javascript", headers=FOREVER)

    @app.get("/kader", include_in_schema=False)
    def kader(request: Request, lang: Lang = "nl", kader: str = "") -> HTMLResponse:
        visitor = desk.visitor(request.cookies)
        try:
            turns = desk.talks.turns(visitor)
            names = {r.id: r.called(lang) for r in roles}
            used = tuple(c.section for c in turns[-1].answer.citations) if turns else ()
            return HTMLResponse(kader_html(desk.material(visitor), lang, kader, used, names))
        except AanboordError as error:
            return HTMLResponse(trouble_card(error, lang))

    @app.get("/antwoord/{told_id}", include_in_schema=False)
    def answer(request: Request, told_id: str) -> JSONResponse:
        told = desk.talks.find(desk.visitor(request.cookies), told_id)
        if told is None:
            raise AnswerGone()
        return JSONResponse(render.answer_json(told.answer), headers={"cache-control": "no-store"})

    @app.post("/oordeel", include_in_schema=False)
    async def verdict(request: Request, body: VerdictBody) -> JSONResponse:
        check_origin(request)
        visitor = desk.visitor(request.cookies)
        told = desk.talks.find(visitor, body.id)
        if told is None:
            raise AnswerGone()
        if body.thumb == "none":
            await run_in_threadpool(feedback.withdraw, desk.feedback_file, visitor, told.id)
        else:
            entry = feedback.verdict(visitor, told.id, told.answer, body.thumb, body.reason)
            await run_in_threadpool(feedback.store, desk.feedback_file, entry)
        return JSONResponse({"ok": True})
