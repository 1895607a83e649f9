"""In a real browser: adding, asking about, reading and removing documents; exports; a restart."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

# In our own words, about things that neither the framework nor the shared document mentions.
POLICY = """# Afspraken over de moestuin

De tuinploeg van de derde graad geeft elke dinsdag om tien uur water aan de tomaten.

## Bijenkast

De imker van het dorp opent de bijenkast alleen op woensdagmiddag. Leerlingen dragen dan een witte kap.
"""
STARTERS = """# Startersplan

Starters krijgen in hun eerste jaar twee uur minder lesopdracht.

## Onthaal

De concierge geeft elke nieuwe collega een sleutel.
"""
ASKED = "Op welke dag geeft de tuinploeg water aan de tomaten?"
QUOTE = "De tuinploeg van de derde graad geeft elke dinsdag om tien uur water aan de tomaten."
NASTY = (
    '<script>window.hacked=1</script> <img src=x onerror="window.hacked=2">\n\n'
    "Een [link](javascript:window.hacked=3) en ![beeld](http://elsewhere.example/x.png) en \u202etfel.\n"
)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "moestuin.md"
    file.write_text(POLICY, "utf-8")
    return file


def opened(page: Page, tab: str = "documents", path: str = "/") -> None:
    page.goto(f"{path}?tab={tab}")
    page.wait_for_selector("#ab-documents, #ab-question, #lezer", state="attached")


def add(page: Page, *files: Path) -> None:
    opened(page)
    page.set_input_files("#ab-file", [str(f) for f in files])
    page.wait_for_selector(f".ab-finished >> nth={len(files) - 1}", timeout=120_000)


def ask(page: Page, question: str) -> None:
    """Ask on the page that is open; what was asked before stays on it."""
    if page.locator("#tab-ask-button").count() == 0:
        opened(page, "ask")
    page.click("#tab-ask-button")
    page.wait_for_selector("#ab-question textarea")
    before = page.locator(".ab-turn .ab-actions").count()
    page.fill("#ab-question textarea", question)
    page.press("#ab-question textarea", "Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('.ab-turn .ab-actions').length > n", arg=before, timeout=60_000
    )


def clean(page: Any) -> None:
    assert page.outside_requests == []
    # Gradio complains of its own event stream when a page is left.
    left = ("AbortError", "Connection errored out", "Error: Connection")
    assert [e for e in page.console_errors if not any(word in e for word in left)] == []


def test_upload_ask_check_the_quote_and_remove(page: Page, policy: Path) -> None:
    add(page, policy)
    assert page.locator(".ab-finished").inner_text().startswith("«moestuin.md» staat klaar: 2 passages.")
    ask(page, ASKED)
    turn = page.locator(".ab-turn").last
    assert QUOTE in turn.inner_text()
    turn.locator(".ab-marker").first.click()
    card = page.locator(".ab-source.ab-on")
    assert card.locator("mark").inner_text() == QUOTE
    assert "eigen document" in card.inner_text()
    card.locator("a[data-read]").click()
    marked = page.locator("#passage")
    marked.wait_for()
    assert marked.inner_text() == QUOTE
    assert re.search(r"\?passage=p-[0-9a-f]+&at=\d+-\d+$", page.url)

    opened(page)
    page.click("[data-document] [data-remove]")
    page.wait_for_selector("[data-document]", state="detached")
    assert "Je hebt nog niets toegevoegd." in page.locator("#ab-documents").inner_text()
    ask(page, ASKED)
    assert QUOTE not in page.locator(".ab-turn").last.inner_text()
    clean(page)


def test_a_question_can_be_put_to_ones_own_documents_alone(page: Page, tmp_path: Path) -> None:
    """Where the framework speaks of the same; a refusal there shows what comes nearest."""
    file = tmp_path / "startersplan.md"
    file.write_text(STARTERS, "utf-8")
    opened(page)
    scope = page.locator("#ab-scope input[value=own]")
    assert not page.locator("#ab-scope").is_visible()
    add(page, file)
    page.click("[data-document] a[data-tab=ask]")
    page.wait_for_function("document.querySelector('#ab-scope input[value=own]').checked")
    ask(page, "Wat is de hoofdstad van Mongolië?")
    turn = page.locator(".ab-turn").last
    assert "Niet in je documenten" in turn.inner_text()
    assert turn.locator(".ab-statement").count() == 0
    turn.locator(".ab-near a").first.click()
    page.wait_for_selector("#passage")
    assert page.locator("#passage").inner_text() in STARTERS

    page.click("#tab-ask-button")
    turn.get_by_role("button", name="Zoek dit in alle bronnen").click()
    page.wait_for_function("document.querySelectorAll('.ab-turn .ab-actions').length === 2")
    turn = page.locator(".ab-turn").last
    assert "in je eigen documenten" not in turn.locator(".ab-who").inner_text()
    assert not scope.is_checked(), "the choice at the box follows"
    turn.get_by_role("button", name="Zoek dit in mijn documenten").click()
    page.wait_for_function("document.querySelectorAll('.ab-turn .ab-actions').length === 3")
    assert scope.is_checked()

    page.click("[data-act=new]")
    page.wait_for_selector(".ab-hero")
    ask(page, "Hoeveel uur minder krijgt een starter in het eerste jaar?")
    turn = page.locator(".ab-turn").last
    assert "in je eigen documenten" in turn.locator(".ab-who").inner_text()
    assert "Starters krijgen in hun eerste jaar twee uur minder lesopdracht." in turn.inner_text()
    assert turn.locator(".ab-statement").count() == turn.locator(".ab-from-document").count() > 0

    opened(page)
    page.click("[data-document] [data-remove]")
    page.wait_for_selector("[data-document]", state="detached")
    page.click("#tab-ask-button")
    assert not scope.is_visible()
    clean(page)


def test_two_visitors_see_only_their_own(page: Page, other_page: Page, policy: Path) -> None:
    add(page, policy)
    page.click("[data-document] a[data-read]")
    page.wait_for_selector(".ab-text-body")
    links = page.eval_on_selector_all(".ab-passages a", "all => all.map((a) => a.getAttribute('href'))")
    opened(other_page)
    other_page.wait_for_timeout(500)
    assert other_page.locator("[data-document]").count() == 0
    for address in [*links, re.sub(r"^[^?]*", "", page.url)]:
        other_page.goto(f"/{address}")
        other_page.wait_for_selector(".ab-reader [role=alert]")
        assert "imker" not in other_page.locator("body").inner_text()
    ask(other_page, ASKED)
    assert QUOTE not in other_page.locator(".ab-turn").last.inner_text()
    assert QUOTE in page.locator(".ab-text-body").inner_text()


def test_a_deep_link_survives_a_reload_and_is_reached_by_keyboard(page: Page) -> None:
    opened(page, "read")
    page.wait_for_selector(".ab-text-body")
    page.locator(".ab-passages summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("?passage=p-")
    page.keyboard.press("Enter")
    page.wait_for_selector("#passage")
    marked, url = page.locator("#passage").inner_text(), page.url
    assert "?passage=p-" in url
    page.wait_for_function("document.activeElement.id === 'passage'")
    for _ in range(2):
        page.reload()
        page.wait_for_selector("#passage")
        assert (page.locator("#passage").inner_text(), page.url) == (marked, url)
        page.wait_for_function(
            "() => { const r = document.getElementById('passage').getBoundingClientRect();"
            " return r.height && r.top < innerHeight && r.bottom > 0; }"
        )
    assert page.locator(".ab-text-body").get_attribute("lang") == "nl"
    clean(page)


def test_searching_in_a_text(page: Page) -> None:
    opened(page, "read")
    page.fill("#lees-zoek", "meter")
    page.press("#lees-zoek", "Enter")
    page.wait_for_selector(".ab-found a")
    assert "plaatsen met «meter»" in page.locator(".ab-results").inner_text()
    page.locator(".ab-found a").nth(1).press("Enter")
    page.wait_for_function("document.activeElement.id === 'lees-hit-2'")


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_hostile_document_is_shown_as_text(page: Page, tmp_path: Path, path: str) -> None:
    file = tmp_path / "<img src=x onerror=window.hacked=4>.txt"
    file.write_text(NASTY, "utf-8")
    add(page, file)
    opened(page, path=path)
    page.click("[data-document] a[data-read]")
    page.wait_for_selector(".ab-text-body")
    text = page.locator(".ab-text-body").inner_text()
    assert '<img src=x onerror="window.hacked=2">' in text
    assert "![beeld](http://elsewhere.example/x.png)" in text
    assert "\u202e" not in text
    assert page.evaluate("window.hacked") is None
    assert page.locator(".ab-text-body img, .ab-text-body script, .ab-text-body a").count() == 0
    clean(page)


@pytest.mark.parametrize(("path", "told"), [("/", "worden niet gelezen"), ("/en/", "are not read")])
def test_errors_are_told_in_the_pages_language(page: Page, tmp_path: Path, path: str, told: str) -> None:
    file = tmp_path / "rooster.xlsx"
    file.write_bytes(b"PK")
    opened(page, path=path)
    page.set_input_files("#ab-file", str(file))
    page.wait_for_selector(".ab-failed")
    assert told in page.locator(".ab-failed [role=alert]").inner_text()
    page.click(".ab-failed [data-dismiss]")
    assert page.locator(".ab-failed").count() == 0


def test_stopping_halfway(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "lang.md"
    file.write_text("\n\n".join(f"# Deel {n}\n\n" + f"In doos {n} ligt boek {n}. " * 20 for n in range(150)), "utf-8")
    opened(page)
    page.set_input_files("#ab-file", str(file))
    page.wait_for_function(
        "/passage \\d+ van \\d+/.test(document.querySelector('.ab-job-text')?.textContent || '')",
        timeout=60_000,
    )
    page.click("[data-stop]")
    page.wait_for_selector(".ab-jobs li", state="detached", timeout=60_000)
    assert page.locator("[data-document]").count() == 0


def test_the_form_is_reached_by_keyboard_and_takes_a_dropped_file(page: Page, policy: Path) -> None:
    choosers: list[Any] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    opened(page)
    page.locator("#ab-documents-title").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "ab-file"
    page.keyboard.press("Enter")
    for _ in range(100):
        page.wait_for_timeout(100)
        if choosers:
            break
    assert len(choosers) == 1
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "moestuin.md", { type: "text/markdown" }));
          const drop = document.querySelector(".ab-drop");
          for (const name of ["dragenter", "dragover", "drop"])
            drop.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        POLICY,
    )
    page.wait_for_selector("[data-document]", timeout=60_000)


def test_an_export_opens_as_word(page: Page, tmp_path: Path) -> None:
    ask(page, "Wat helpt een starter in het eerste jaar?")
    with page.expect_download() as download:
        page.locator(".ab-turn").last.locator("a[href*='.docx']").click()
    file = tmp_path / "antwoord.docx"
    download.value.save_as(file)
    assert download.value.suggested_filename == "aan-boord-wat-helpt-een-starter-in-het-eerste-jaar.docx"
    assert zipfile.ZipFile(file).testzip() is None
    texts = [p.text for p in docx.Document(str(file)).paragraphs]
    assert "Wat helpt een starter in het eerste jaar?" in texts
    assert any(t.startswith("Schelfhout, W. (2025).") for t in texts)
    clean(page)


def test_wiping_removes_the_documents(page: Page, policy: Path) -> None:
    add(page, policy)
    page.goto("/?tab=about")
    page.click("[data-act=wipe]")
    page.click("dialog .ab-button:not(.ab-quiet)")
    page.wait_for_selector("dialog", state="detached")
    opened(page)
    page.wait_for_timeout(500)
    assert page.locator("[data-document]").count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_no_serious_fault_for_screen_readers(page: Page, policy: Path, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme="dark" if dark else "light")
    add(page, policy)
    serious = {"serious", "critical"}
    places = ["#ab-documents"]
    for place in [*places, "#lezer"]:
        if place == "#lezer":
            page.click("[data-document] a[data-read]")
            page.wait_for_selector(".ab-text-body")
            page.locator(".ab-passages a").first.evaluate("a => a.click()")
            page.wait_for_selector("#passage")
        found = Axe().run(page, context=place).response["violations"]
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found if v["impact"] in serious] == []


def test_a_phone_shows_all_without_sideways_scrolling(page: Page, policy: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    add(page, policy)
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) == 390
    page.click("[data-document] a[data-read]")
    page.wait_for_selector(".ab-text-body")
    assert page.evaluate(width) == 390


def test_documents_are_there_after_a_restart(page: Page, policy: Path, page_server: Any) -> None:
    """Runs last: the server is the one of all tests."""
    add(page, policy)
    page_server.restart()
    page.reload()
    page.wait_for_selector("[data-document]")
    ask(page, ASKED)
    assert QUOTE in page.locator(".ab-turn").last.inner_text()
