"""The page's server: our own routes, and Gradio mounted beside them, a page a language."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from assistant.roles import load_roles
from assistant.settings import Settings
from assistant.ui.desk import Desk
from assistant.ui.strings import t


def make_app(desk: Desk) -> FastAPI:
    """The whole page as an ASGI app. Raises FrameworkError where the roles are not in order."""
    quiet()
    import gradio as gr

    from assistant.ui.fragments import add_fragments
    from assistant.ui.page import page
    from assistant.ui.routes import add_routes
    from assistant.ui.shell import Assets, Shell
    from assistant.ui.theme import theme

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        desk.visitors.start()
        yield
        desk.visitors.close()

    if not desk.opened:
        desk.open()
    assets = Assets()
    roles = load_roles()
    app = FastAPI(title="Aan boord", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    add_fragments(app, desk, assets, roles)
    add_routes(app, desk)
    root = desk.settings.root_path or None
    for path, lang in (("/en", "en"), ("/", "nl")):
        blocks = page(desk, lang, roles, api=lang == "nl")  # type: ignore[arg-type]
        gr.mount_gradio_app(
            app,
            blocks,
            path,
            theme=theme(),
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=lang == "nl",
            max_file_size="1mb",
            root_path=root,
        )
    app.add_middleware(Shell, assets=assets, root=root or "")
    return app


def quiet() -> None:
    """Switch off what Gradio would tell its makers; before it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")


def serve(settings: Settings, host: str, port: int) -> None:
    """Open the page at host:port until it is stopped."""
    import uvicorn

    from assistant.terminal import message_lang, notice, progress_bar

    desk = Desk(settings)
    lang = message_lang()
    with progress_bar(lang) as progress:
        desk.open(progress, lambda nl, en: notice(nl if lang == "nl" else en))
    if desk.trouble:
        notice(desk.trouble.line(lang))
    notice(f"{t('serving', lang)} http://{host}:{port}{settings.root_path}")
    uvicorn.run(make_app(desk), host=host, port=port, log_level="warning", timeout_graceful_shutdown=3)
