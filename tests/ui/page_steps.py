"""What a visitor does on the page, as the tests tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TABS = ("ask", "read", "documents", "framework", "about")
LOADED = "#ab-main[data-loaded]"


def open_page(page: Page, path: str = "/") -> None:
    """Open the page and wait until it has found the visitor's conversation."""
    page.goto(path)
    page.wait_for_selector(LOADED)


def open_tab(page: Page, name: str) -> None:
    """Open a tab and wait for what a route of ours fills in."""
    page.click(f"#tab-{name}-button")
    ready = {"read": "#lezer > :not(.ab-boot)", "framework": "#kader .ab-kader"}.get(name, f"#tab-{name}")
    page.wait_for_selector(ready)


def answered(page: Page, turns: int = 1) -> None:
    """Wait until that many answers stand there."""
    page.wait_for_function(
        "n => document.querySelectorAll('.ab-turn:not(.ab-pending)').length === n"
        " && !document.querySelector('.ab-pending')",
        arg=turns,
    )


def ask(page: Page, question: str, turns: int = 1) -> None:
    """Type a question, press Enter, wait for the answer."""
    page.fill("#ab-question textarea", question)
    page.press("#ab-question textarea", "Enter")
    answered(page, turns)
