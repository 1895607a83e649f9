"""The page asks nothing of anybody else, and is there soon."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from page_steps import TABS, ask, open_page, open_tab

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_no_request_leaves_the_page_for_elsewhere(page: Any, path: str) -> None:
    """Every tab, a question, a passage: all from our own server; and no error in the console."""
    open_page(page, path)
    ask(page, "Mag een mentor mee evalueren?")
    page.locator(".ab-marker").first.click()
    for tab in TABS:
        open_tab(page, tab)
    page.wait_for_timeout(500)
    assert page.outside_requests == []
    assert page.console_errors == []


def test_the_policy_forbids_requests_to_elsewhere(page_server: Any) -> None:
    """Also of what a later version of Gradio would want."""
    with urllib.request.urlopen(page_server.url) as answer:
        policy = answer.headers["content-security-policy"]
        html = answer.read().decode()
    assert "default-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
    assert "og:image" not in html
    assert '"analytics_enabled":false' in html.replace(" ", "").lower()


def test_the_page_paints_within_two_seconds(page: Page) -> None:
    """The banner is in the page itself, before Gradio starts."""
    open_page(page)
    page.reload()
    page.wait_for_selector("#ab-main[data-loaded]")
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert first < 2000
