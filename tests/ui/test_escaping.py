"""What a question or a document brings is shown as text, whatever it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from page_steps import ask, open_page, open_tab

from assistant.ui.terms import safe

if TYPE_CHECKING:
    from playwright.sync_api import Page

NASTY = (
    "Wat zegt <script>window.hit=1</script> <img src=x onerror='window.hit=2'> "
    "[klik](javascript:window.hit=3) ![](http://elders.invalid/x.png) ${window.hit=4} {{constructor}} "
    "\u202enetsop\u202c over mentoren?"
)
DOCUMENT = """Soepplan <b onmouseover="window.hit=3">

De soepketel van de Kwikkerschool is van de drie dorpen samen. Op de rand staat
<script>window.hit=4</script> naast <img src=x onerror=window.hit=2> en [klik](javascript:window.hit=5)
en ![foto](http://elders.invalid/soep.png) en \u202enerettel\u202c.
"""


def unharmed(page: Any) -> None:
    """Nothing ran, nothing was fetched, and no foreign element stands in the page."""
    assert page.evaluate("window.hit") is None
    assert page.outside_requests == []
    inside = "#ab-talk, #ab-panel, #lezer, #kader, #tab-documents"
    for what in ("script", "img", "iframe", "b[onmouseover]", "a[href^='javascript']"):
        count = page.evaluate(
            "([i, w]) => [...document.querySelectorAll(i)].flatMap(e => [...e.querySelectorAll(w)]).length",
            [inside, what],
        )
        assert count == 0, what


def test_a_question_full_of_markup_is_shown_as_text(page: Page) -> None:
    """Script, picture, link, template marks, turned letters."""
    open_page(page)
    ask(page, NASTY)
    shown = page.locator(".ab-asked").inner_text()
    assert "<script>window.hit=1</script>" in shown
    assert "${window.hit=4} {{constructor}}" in shown
    assert "\u202e" not in shown
    unharmed(page)


def test_a_document_full_of_markup_is_shown_as_text(page: Page, tmp_path: Path) -> None:
    """In the list, in the answer, in the sources panel and in the reading view."""
    file = tmp_path / "soepplan.txt"
    file.write_text(DOCUMENT, "utf-8")
    open_page(page)
    open_tab(page, "documents")
    page.locator("#tab-documents input[type=file]").set_input_files(str(file))
    page.wait_for_selector(".ab-finished", timeout=120_000)
    unharmed(page)
    open_tab(page, "ask")
    ask(page, "Van wie is de soepketel van de Kwikkerschool?")
    unharmed(page)
    said = page.locator(".ab-from-document").filter(has_text="soepketel").first
    said.locator(".ab-marker").first.click()
    unharmed(page)
    page.locator(".ab-source.ab-on a[data-read]").click()
    page.wait_for_selector("#lezer #passage")
    assert "<script>window.hit=4</script>" in page.locator("#lezer").inner_text()
    assert "\u202e" not in page.locator("#lezer").inner_text()
    unharmed(page)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("\"'", "&quot;&#x27;"),
        ("a\x00b\x07c", "abc"),
        ("Één café, 10 °C", "Één café, 10 °C"),
    ],
)
def test_safe_shows_exactly_the_text(text: str, shown: str) -> None:
    """Marks of direction and control characters are left out."""
    assert safe(text) == shown
