"""Makes the pictures in this folder: `python docs/screenshots.py` (needs the dev group and Chromium).

Starts the page over our framework and a small document in our own words, so that no picture holds
text of the article. Each picture stays below 300 kB.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parent
MAX_BYTES = 300_000
LOADED = "#ab-main[data-loaded]"
PLAN = """# Onthaalplan van de Wilgenschool

Dit plan is een voorbeeld, geschreven voor deze afbeeldingen.

## De eerste week

Elke nieuwe collega krijgt vóór de eerste lesdag een sleutel, een lokaal en het nummer van de
conciërge. Op woensdag is er een wandeling door de wijk met het hele team.

## De buddy

De buddy is een collega uit een andere graad en wordt door de nieuwe collega zelf gekozen. De buddy
bekijkt in de herfst twee lessen en praat daar met niemand anders over. De buddy krijgt daar één
lesuur per week voor.

## Overleg

De werkgroep onthaal komt elke derde donderdag samen in de bibliotheek. Wie dat wil, schuift aan.
"""


@contextmanager
def page_server() -> Iterator[str]:
    """The page over a new index."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        sources = Path(folder, "sources")
        sources.mkdir()
        environ = os.environ | {"AANBOORD_HOME": f"{folder}/home", "AANBOORD_SOURCES": str(sources)}
        command = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environ, cwd=FOLDER.parent)
        try:
            yield _ready(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(20)


def _ready(url: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return url
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.5)
    raise SystemExit("the page does not start")


def visit(browser: Browser, url: str, *, width: int, height: int, dark: bool = False) -> Page:
    """A new visitor's page, with the document added and the card about the article put aside."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(url)
    page.wait_for_selector(LOADED)
    return page


def add_document(page: Page) -> None:
    """Add the document and wait until it can be asked about."""
    page.click("#tab-documents-button")
    page.set_input_files("#ab-file", {"name": "onthaalplan.md", "mimeType": "text/markdown", "buffer": PLAN.encode()})
    page.wait_for_selector(".ab-finished")


def ask(page: Page, question: str, turns: int = 1) -> None:
    """Ask, and show the first passage."""
    page.click("#tab-ask-button")
    page.fill("#ab-question textarea", question)
    page.press("#ab-question textarea", "Enter")
    page.wait_for_function("n => document.querySelectorAll('.ab-actions').length === n", arg=turns)
    page.wait_for_timeout(900)


def keep(page: Page, name: str) -> None:
    """Store what is in view."""
    page.wait_for_timeout(700)
    file = FOLDER / f"{name}.png"
    page.screenshot(path=str(file))
    if file.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{file.name} is larger than {MAX_BYTES} bytes")


def desktop(browser: Browser, url: str) -> None:
    """The main states on a laptop."""
    page = visit(browser, url, width=1280, height=860)
    page.click("[data-act=later]")
    keep(page, "start-nl")
    add_document(page)
    keep(page, "documenten-nl")
    ask(page, "Mag een mentor mee evalueren?")
    page.locator(".ab-marker").first.click()
    keep(page, "antwoord-nl")
    page.click("#tab-framework-button")
    page.wait_for_selector(".ab-drawing")
    keep(page, "kader-nl")
    page.click("#tab-about-button")
    keep(page, "over-nl")
    page.click("#tab-ask-button")
    page.click("[data-act=new]")
    page.wait_for_selector(".ab-hero")
    ask(page, "Welke pensioenregeling geldt voor leerkrachten?")
    keep(page, "weigering-nl")
    page.click("#tab-documents-button")
    page.click("[data-document] a[data-tab=ask]")
    ask(page, "Wie kiest de buddy?", 2)
    page.locator(".ab-from-document .ab-marker").first.click()
    page.locator(".ab-source.ab-on a[data-read]").click()
    page.wait_for_selector("#passage")
    keep(page, "tekst-nl")
    page.context.close()


def small(browser: Browser, url: str) -> None:
    """English, dark, and a phone."""
    page = visit(browser, f"{url}/en/", width=1280, height=860, dark=True)
    page.click("[data-act=later]")
    ask(page, "How do we balance autonomy and direction?")
    page.locator(".ab-marker").first.click()
    keep(page, "answer-en-dark")
    page.context.close()
    page = visit(browser, url, width=390, height=844)
    page.click("[data-act=later]")
    ask(page, "Mag een mentor mee evalueren?")
    keep(page, "telefoon-antwoord")
    page.locator(".ab-marker").first.click()
    keep(page, "telefoon-bron")
    page.context.close()


def main() -> None:
    """Make all pictures."""
    from playwright.sync_api import sync_playwright

    with page_server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        desktop(browser, url)
        small(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
