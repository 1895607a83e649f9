"""axe-core finds nothing serious on any tab, in either language, light or dark; and keys reach all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from page_steps import TABS, answered, ask, open_page, open_tab

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUESTIONS = {"/": "Mag een mentor mee evalueren?", "/en/": "Should a mentor appraise new teachers?"}


def findings(page: Page) -> list[str]:
    """The serious and critical findings of axe-core."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    result: dict[str, Any] = axe.Axe().run(page).response
    return [
        f"{v['id']}: {node['html'][:160]}"
        for v in result["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_no_serious_finding_on_any_tab(page: Page, path: str, scheme: Any) -> None:
    """With an answer and its sources on the page."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, path)
    assert findings(page) == []
    ask(page, QUESTIONS[path])
    page.locator(".ab-marker").first.click()
    for tab in TABS:
        open_tab(page, tab)
        assert findings(page) == [], tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dialogs_forms_and_refusals_have_no_serious_finding(page: Page, scheme: Any) -> None:
    """A refusal from one's own documents, the reason for a thumb, the kept answers, erasing."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page)
    open_tab(page, "documents")
    plan = {"name": "plan.md", "mimeType": "text/markdown", "buffer": b"# Plan\n\nDe bel gaat om halfnegen."}
    page.set_input_files("#ab-file", [plan])
    page.wait_for_selector("[data-document]")
    page.click("[data-document] a[data-tab=ask]")
    ask(page, "Wat is de hoofdstad van Mongolië?")
    page.wait_for_selector(".ab-near")
    page.click("[data-act=down]")
    page.wait_for_selector(".ab-verdict:not([hidden])")
    assert findings(page) == []
    page.get_by_role("button", name="Zoek dit in alle bronnen").click()
    answered(page, 2)
    ask(page, QUESTIONS["/"], 3)
    page.locator("[data-act=keep]").last.click()
    page.click("[data-act=kept]")
    page.wait_for_selector("dialog[open]")
    assert findings(page) == []
    page.keyboard.press("Escape")
    open_tab(page, "about")
    page.click("[data-act=wipe]")
    page.wait_for_selector("dialog[open]")
    assert findings(page) == []


def test_a_section_of_the_framework_has_no_serious_finding(page: Page) -> None:
    """Its claims, quotes, tensions and questions."""
    page.goto("/?kader=evenwicht-tussen-autonomie-en-sturing")
    page.wait_for_selector("#ab-note")
    assert findings(page) == []


def test_the_first_key_leads_past_the_banner(page: Page) -> None:
    """Tab, Enter: the focus is in the content."""
    open_page(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ab-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ab-main"


def test_roles_are_one_named_group(page: Page) -> None:
    """Gradio gives its radio buttons no common name; the page does."""
    open_page(page)
    page.wait_for_selector("#ab-role[role=radiogroup][aria-labelledby]")
    names = page.evaluate("[...document.querySelectorAll('#ab-role input')].map(i => i.name)")
    assert set(names) == {"ab-role"}
