"""Our own routes: reading, a visitor's documents, exports, being forgotten.

Each knows the visitor by the signed cookie and reaches nothing of anybody else; nothing goes through
the folder that Gradio serves. An error is told in the page's language, with what to do.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant.books import Book
from assistant.errors import (
    AanboordError,
    AnswerGone,
    ForeignRequest,
    IndexBusy,
    SourceTooLarge,
    UploadsFull,
    UploadUnknown,
    VisitUnknown,
)
from assistant.export import markdown
from assistant.export_word import word_document
from assistant.records import Lang, Source
from assistant.shelf import MAX_DOCUMENTS
from assistant.text import slugify
from assistant.ui.cards import trouble_card
from assistant.ui.cookies import VisitorCookie, from_our_page, is_secure, set_cookie
from assistant.ui.desk import Desk
from assistant.ui.reader import Place, books_of, reader_html
from assistant.ui.receive import receive_file
from assistant.uploads import Job, Uploads

STATUS: dict[type[AanboordError], int] = {
    ForeignRequest: 403,
    VisitUnknown: 403,
    AnswerGone: 404,
    UploadUnknown: 404,
    UploadsFull: 409,
    IndexBusy: 409,
    SourceTooLarge: 413,
}
PRIVATE = {"cache-control": "no-store"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WHOLE = "gesprek"


def add_routes(app: FastAPI, desk: Desk) -> None:
    """Put the routes and the visitor's cookie on the app."""
    uploads = Uploads(desk.visitors, lambda: desk.assistant.engine)
    root = desk.settings.root_path
    app.add_middleware(VisitorCookie, visitors=desk.visitors, root=root)
    app.add_exception_handler(AanboordError, _told)
    _reading(app, desk)
    _documents(app, desk, uploads)
    _article(app, desk)
    _exports(app, desk)

    @app.post("/wissen", include_in_schema=False)
    async def forget(request: Request) -> JSONResponse:
        visitor = desk.visitor(request.cookies)
        check_origin(request)
        uploads.forget(visitor)
        await run_in_threadpool(desk.forget, visitor)
        reply = JSONResponse({"ok": True}, headers=PRIVATE)
        _, value = desk.visitors.issue()
        reply.headers.append("set-cookie", set_cookie(value, root, secure=is_secure(request.scope)))
        return reply


def lang_of(request: Request) -> Lang:
    """The page's language, as its requests say."""
    return "en" if request.query_params.get("lang") == "en" else "nl"


def check_origin(request: Request) -> None:
    """Raise ForeignRequest where another site made the request."""
    if not from_our_page(request.headers):
        raise ForeignRequest()


def _told(request: Request, error: Exception) -> JSONResponse:
    """An error as our routes tell it."""
    assert isinstance(error, AanboordError)
    lang = lang_of(request)
    status = next((s for kind, s in STATUS.items() if isinstance(error, kind)), 400)
    return JSONResponse({"error": error_json(error, lang)}, status_code=status, headers=PRIVATE)


def shortened(slug: str, most: int = 60) -> str:
    """As many whole words of a slug as a file's name may hold.

    >>> shortened("mag-een-mentor-mee-evalueren", 20)
    'mag-een-mentor-mee'
    """
    return slug if len(slug) <= most else slug[: most + 1].rpartition("-")[0]


def error_json(error: AanboordError, lang: Lang) -> dict[str, str]:
    """An error for the page."""
    return {"code": error.code, "message": error.message(lang), "next_step": error.next_step(lang)}


def _reading(app: FastAPI, desk: Desk) -> None:
    @app.get("/lezen", include_in_schema=False)
    def read(request: Request) -> HTMLResponse:
        asked = request.query_params
        place = Place(*(asked.get(key, "") for key in ("source", "passage", "at", "q")))
        own = desk.own(desk.visitor(request.cookies))
        try:
            books = books_of(desk.assistant.index, own.index if own else None)
        except AanboordError as error:
            return HTMLResponse(trouble_card(error, lang_of(request)), headers=PRIVATE)
        return HTMLResponse(reader_html(books, place, lang_of(request)), headers=PRIVATE)


def _documents(app: FastAPI, desk: Desk, uploads: Uploads) -> None:
    def known(request: Request) -> str:
        """The visitor of a request that changes something."""
        check_origin(request)
        visitor = desk.visitor(request.cookies)
        if not visitor:
            raise VisitUnknown()
        return visitor

    @app.get("/documenten", include_in_schema=False)
    def documents(request: Request) -> JSONResponse:
        visitor = desk.visitor(request.cookies)
        own = desk.own(visitor)
        listed = [document_json(s, own) for s in own.index.sources] if own else []
        running = [job_json(job, lang_of(request)) for job in uploads.running(visitor)]
        settings = desk.settings
        facts = {"limit": MAX_DOCUMENTS, "minutes": settings.upload_minutes, "max_mb": settings.max_file_mb}
        return JSONResponse({"documents": listed, "jobs": running, **facts}, headers=PRIVATE)

    @app.post("/documenten", include_in_schema=False)
    async def add(request: Request) -> JSONResponse:
        visitor = known(request)
        if len(uploads.running(visitor)) >= MAX_DOCUMENTS:
            raise UploadsFull(limit=MAX_DOCUMENTS)
        folder = await run_in_threadpool(uploads.place, visitor)
        try:
            received = await receive_file(request, folder, desk.visitors.limits.max_bytes)
        except BaseException:
            uploads.discard(folder)
            raise
        job = uploads.submit(visitor, received.file, received.name)
        return JSONResponse({"job": job.id}, status_code=202, headers=PRIVATE)

    @app.get("/documenten/werk/{job_id}", include_in_schema=False)
    def progress(request: Request, job_id: str) -> JSONResponse:
        job = uploads.job(desk.visitor(request.cookies), job_id)
        if job is None:
            raise UploadUnknown()
        return JSONResponse(job_json(job, lang_of(request)), headers=PRIVATE)

    @app.delete("/documenten/werk/{job_id}", include_in_schema=False)
    def stop(request: Request, job_id: str) -> JSONResponse:
        uploads.stop(known(request), job_id)
        return JSONResponse({"ok": True}, headers=PRIVATE)

    @app.delete("/documenten/{source_id}", include_in_schema=False)
    def remove(request: Request, source_id: str) -> JSONResponse:
        if not uploads.remove(known(request), source_id):
            raise UploadUnknown()
        return JSONResponse({"ok": True}, headers=PRIVATE)


def document_json(source: Source, book: Book) -> dict[str, Any]:
    """A visitor's document for the page."""
    return {
        "id": source.id,
        "title": source.title,
        "name": source.origin,
        "format": source.format,
        "pages": len(source.pages),
        "sections": len(source.sections),
        "passages": sum(p.source_id == source.id for p in book.index.passages.values()),
        "chars": len(source.text),
    }


def job_json(job: Job, lang: Lang) -> dict[str, Any]:
    """How far a document is, for the page."""
    return {
        "job": job.id,
        "name": job.name,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "document": {"id": job.source.id, "title": job.source.title} if job.source else None,
        "known": job.known,
        "error": error_json(job.error, lang) if job.error else None,
    }


def _article(app: FastAPI, desk: Desk) -> None:
    lock = Lock()

    @contextmanager
    def alone() -> Iterator[None]:
        """One article at a time."""
        if not lock.acquire(blocking=False):
            raise IndexBusy(seconds=0)
        try:
            yield
        finally:
            lock.release()

    @app.post("/artikel", include_in_schema=False)
    async def article(request: Request) -> JSONResponse:
        check_origin(request)
        with alone(), tempfile.TemporaryDirectory() as folder:
            received = await receive_file(request, Path(folder), desk.visitors.limits.max_bytes)
            data = await run_in_threadpool(received.file.read_bytes)
            if not (desk.opened and desk.assistant.index.article):
                await run_in_threadpool(desk.take_article, received.name, data)
        return JSONResponse({"ok": True}, headers=PRIVATE)


def _exports(app: FastAPI, desk: Desk) -> None:
    @app.get("/export/{name}", include_in_schema=False)
    def export(request: Request, name: str) -> Response:
        told_id, _, suffix = name.rpartition(".")
        visitor = desk.visitor(request.cookies)
        turns = desk.talks.turns(visitor) if visitor else ()
        answers = [told.answer for told in turns if told_id in (WHOLE, told.id)]
        if not answers or suffix not in ("docx", "md"):
            raise AnswerGone()
        lang, apa, day = lang_of(request), desk.framework.article_apa, date.today()
        subject = WHOLE if told_id == WHOLE else shortened(slugify(answers[0].question))
        headers = {
            **PRIVATE,
            "content-disposition": f'attachment; filename="aan-boord-{subject or "antwoord"}.{suffix}"',
        }
        if suffix == "md":
            text = markdown(answers, apa, lang, day).encode("utf-8")
            return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)
        return Response(word_document(answers, apa, lang, day), media_type=WORD, headers=headers)
