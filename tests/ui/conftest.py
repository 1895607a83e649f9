"""The page for tests: a real server over a small index in our own words, and a real browser.

Where there is no Chromium the browser tests are skipped, saying so; with AANBOORD_REQUIRE_BROWSER=1
they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTS_S = 180.0

PLAN = """# Onthaalplan van de Lindeschool

Dit plan is van het team zelf en wordt elk jaar in mei herbekeken.

## Eerste week

Wie nieuw is, krijgt op maandag een rondleiding van de conciërge. De sleutel van het lokaal en de
code van het kopieertoestel liggen klaar op het secretariaat. Op vrijdag drinkt het hele team samen
koffie in de leeskelder.

## Peter of meter

Elke nieuwe collega kiest zelf een peter of meter uit een andere graad. De peter of meter bezoekt in
het eerste trimester drie lessen en schrijft daar niets over op voor de directie. Voor dat werk
krijgt de peter of meter twee lesuren per week vrij.

## Vervanging

Valt een collega uit, dan neemt de vervangpool van de drie dorpsscholen de klas over. De vervangpool
wordt elke maandag om acht uur opnieuw verdeeld.
"""


@dataclass
class PageServer:
    """The page in a process of its own."""

    home: Path
    sources: Path
    port: int = 0
    log: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.log = self.home.parent / f"{self.home.name}.log"

    @property
    def url(self) -> str:
        """Where the page is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start on the port it had, or on a free one, and wait until it answers."""
        self.port = self.port or free_port()
        environ = {k: v for k, v in os.environ.items() if not k.startswith("AANBOORD_")}
        environ |= {"AANBOORD_HOME": str(self.home), "AANBOORD_SOURCES": str(self.sources)}
        command = [
            sys.executable,
            "-c",
            "from assistant.cli import main; main()",
            "serve",
            "--port",
            str(self.port),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.home.parent, env=environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
            )
        end = time.monotonic() + STARTS_S
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url, timeout=5) as answer:
                    answer.read()
                return
            except OSError:
                time.sleep(0.2)
        text = self.log.read_text("utf-8", "replace")
        self.stop()
        raise RuntimeError(f"the page does not start:\n{text[-4000:]}")

    def stop(self) -> None:
        """End the process."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(15)
            self.process = None

    def restart(self) -> None:
        """Stop, and start again at the same address."""
        self.stop()
        self.start()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def small_home(home_without_article: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with an index of the framework and one document, and the folder of that document.

    What other tests embedded is not embedded again. To be copied, not written into.
    """
    from assistant.session import make_index
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("small")
    home, sources = folder / "home", folder / "sources"
    home.mkdir()
    sources.mkdir()
    (sources / "onthaalplan.md").write_text(PLAN, "utf-8")
    shutil.copy(home_without_article / "vectors.sqlite", home)
    make_index(Settings(home=home, sources=(sources,)))
    (home / "vectors.sqlite").unlink()
    return home, sources


@pytest.fixture(scope="session")
def make_page_server(small_home: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Starts a server over a fresh copy of the small home."""
    servers: list[PageServer] = []

    def make() -> PageServer:
        folder = tmp_path_factory.mktemp("page")
        shutil.copytree(small_home[0], folder / "home")
        shutil.copytree(small_home[1], folder / "sources")
        server = PageServer(folder / "home", folder / "sources")
        server.start()
        servers.append(server)
        return server

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def page_server(make_page_server: Any) -> PageServer:
    """The page over the small index, the same for all tests."""
    server: PageServer = make_page_server()
    return server


@pytest.fixture(scope="session")
def server(page_server: PageServer) -> str:
    """The page's address."""
    return page_server.url


def no_browser(reason: str) -> None:
    """Skip, or fail where a browser is required."""
    if os.environ.get("AANBOORD_REQUIRE_BROWSER") == "1":
        pytest.fail(f"a browser is required: {reason}")
    pytest.skip(f"no browser: {reason}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium ($CHROMIUM or /usr/bin/chromium)."""
    chromium = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    if not chromium.exists():
        no_browser(f"{chromium} is not there; install Chromium or set CHROMIUM")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        no_browser("playwright is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=ARGS)
        yield started
        started.close()


def watched(context: BrowserContext, home: str) -> Page:
    """A page that notes errors in its console and requests to elsewhere."""
    page: Any = context.new_page()
    page.console_errors = []
    page.outside_requests = []
    page.on("console", lambda m: page.console_errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.console_errors.append(str(e)))

    def note(request: Any) -> None:
        if not request.url.startswith((home, "data:", "blob:", "about:")):
            page.outside_requests.append(request.url)

    page.on("request", note)
    page.set_default_timeout(30_000)
    return page  # type: ignore[no-any-return]


@pytest.fixture
def page(browser: Browser, page_server: PageServer) -> Iterator[Page]:
    """A page of a new visitor, not yet anywhere; relative addresses are the server's."""
    context = browser.new_context(base_url=page_server.url, viewport={"width": 1280, "height": 800}, locale="nl-BE")
    yield watched(context, page_server.url)
    context.close()


@pytest.fixture
def other_page(browser: Browser, page_server: PageServer) -> Iterator[Page]:
    """A page of a second visitor."""
    context = browser.new_context(base_url=page_server.url, viewport={"width": 1280, "height": 800}, locale="nl-BE")
    yield watched(context, page_server.url)
    context.close()
