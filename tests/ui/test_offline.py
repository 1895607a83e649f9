"""The page asks nothing of anybody else, and is there before Gradio is."""

from __future__ import annotations

import re
import urllib.request
from typing import Any

import pytest
from page_steps import TABS, ask, open_page, open_tab


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


@pytest.mark.parametrize(("path", "told"), [("/", "Even geduld…"), ("/en/", "One moment…")])
def test_the_first_paint_waits_for_no_script(page_server: Any, path: str, told: str) -> None:
    """The banner and a word of patience are in the page itself; `make benchpage` measures the time."""
    with urllib.request.urlopen(page_server.url + path) as answer:
        html = answer.read().decode()
    assert html.index('class="ab ab-banner"') < html.index("<gradio-app")
    assert told in html
    blocking = [s for s in re.findall(r"<script[^>]*src=[^>]*>", html) if not re.search("defer|async|type=.module", s)]
    assert blocking == []
