"""A visitor asks, checks a quote, asks on, keeps, shares and erases: in a real browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from page_steps import answered, ask, open_page, open_tab

if TYPE_CHECKING:
    from playwright.sync_api import Page

MENTOR = "Mag een mentor mee evalueren?"
APPRAISAL = "Should a mentor take part in a new teacher's appraisal?"
LEADERSHIP = "Welke manier van leidinggeven doet leerkrachten goed?"
FAR = "Wat is de hoofdstad van Mongolië?"


def test_an_answer_ends_every_statement_in_markers_that_show_their_passage(page: Page) -> None:
    """Pressing [1] brings up title, place, badge and the quote, marked; and leads back."""
    open_page(page)
    ask(page, MENTOR)
    statements = page.locator(".ab-statement")
    assert statements.count() >= 1
    for text in statements.all_inner_texts():
        assert "[" in text, f"no marker in: {text}"
    marker = page.locator(".ab-marker").first
    marker.focus()
    page.keyboard.press("Enter")
    card = page.locator(".ab-source.ab-on")
    card.wait_for()
    assert page.evaluate("document.activeElement.classList.contains('ab-source')")
    assert card.locator("mark").inner_text().strip()
    assert card.locator(".ab-badge").inner_text() == "kader"
    assert card.locator(".ab-place").inner_text().strip()
    assert card.get_by_text("Toon in het kader").is_visible()
    card.get_by_text("Terug naar de zin").click()
    assert page.evaluate("document.activeElement.classList.contains('ab-marker')")


def test_an_answer_appears_whole_after_a_word_that_it_is_worked_on(page: Page) -> None:
    """Every state of the page is noted: first the status, then all statements with their markers at once."""
    open_page(page)
    page.evaluate(
        """() => {
          window.states = [];
          new MutationObserver(() => {
            const working = document.querySelector('.ab-pending .ab-working')?.innerText || '';
            const said = [...document.querySelectorAll('#ab-talk .ab-statement')];
            const bare = said.filter((s) => !s.querySelector('.ab-marker')).length;
            window.states.push([working, said.length, bare, document.querySelectorAll('.ab-source').length]);
          }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    ask(page, MENTOR)
    states = page.evaluate("window.states")
    assert "Ik zoek in de bronnen en kijk elk citaat na…" in [working for working, *_ in states]
    assert {said for _, said, *_ in states} == {0, page.locator(".ab-statement").count()}
    assert {bare for _, _, bare, _ in states} == {0}
    assert page.locator(".ab-pending").count() == 0
    assert page.locator("[role=status]").filter(has_text="Het antwoord staat klaar").count() == 1


def test_the_basis_of_a_statement_stands_in_words(page: Page) -> None:
    """Who says it and how firm it is can be read, not only seen."""
    open_page(page)
    ask(page, MENTOR)
    assert "Ons kader" in page.locator(".ab-basis").first.inner_text()
    assert page.locator(".ab-sure").first.inner_text() in (
        "De bronnen zijn hier duidelijk over",
        "De bronnen gaan hierover; kijk de passages na",
    )
    assert page.get_by_text("Om over na te denken").count() >= 1


@pytest.mark.parametrize("width", [1200, 375])
def test_from_the_framework_a_button_leads_back_to_the_answer(page: Page, width: int) -> None:
    """To the link that was followed; on a phone, where it lies in a closed sheet, to the sentence's marker."""
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page)
    open_tab(page, "framework")
    assert page.locator("#kader .ab-return").count() == 0, "nothing was left yet"
    page.click("#tab-ask-button")
    ask(page, MENTOR)
    page.locator(".ab-marker").first.click()
    page.locator(".ab-source.ab-on").get_by_text("Toon in het kader").click()
    button = page.locator("#kader").get_by_role("button", name="Terug naar het antwoord")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('a[data-kader], .ab-marker')")
    assert page.locator(".ab-statement").first.is_visible()
    assert page.evaluate("location.search") == ""
    open_tab(page, "framework")
    assert button.is_visible()


def test_a_follow_up_is_a_button_that_answers(page: Page) -> None:
    """What is offered can be answered from the sources."""
    open_page(page)
    ask(page, MENTOR)
    follow = page.locator(".ab-follow .ab-ask").first
    question = follow.inner_text()
    follow.click()
    answered(page, 2)
    assert page.locator(".ab-asked").last.inner_text() == question
    assert page.locator(".ab-turn").last.locator(".ab-statement").count() >= 1


def test_a_refusal_offers_what_the_sources_do_hold(page: Page) -> None:
    """No statement, a reason, and questions that open an answer."""
    open_page(page)
    ask(page, FAR)
    turn = page.locator(".ab-turn").last
    assert "Niet in de bronnen" in turn.inner_text()
    assert turn.locator(".ab-statement").count() == 0
    turn.locator(".ab-follow .ab-ask").first.click()
    answered(page, 2)


def test_shorter_and_simpler_tell_it_again(page: Page) -> None:
    """The same question, told in fewer words."""
    open_page(page)
    ask(page, "Hoe begeleid ik startende leerkrachten goed?")
    whole = page.locator(".ab-said").first.inner_text()
    page.locator("[data-brief=shorter]").first.click()
    answered(page, 2)
    assert len(page.locator(".ab-said").last.inner_text()) < len(whole)
    assert "Korter verteld" in page.locator(".ab-turn").last.inner_text()
    page.locator("[data-brief=simpler]").last.click()
    answered(page, 3)
    assert "Eenvoudiger verteld" in page.locator(".ab-turn").last.inner_text()


def test_a_term_is_explained_on_focus_and_on_hover(page: Page) -> None:
    """The explanation shows, and Escape puts it away."""
    open_page(page)
    ask(page, "Wat betekent het AMO-model voor personeelsbeleid?")
    word = page.locator(".ab-text .ab-term-word").first
    tip = page.locator(f"#{word.get_attribute('aria-describedby')}")
    assert not tip.is_visible()
    word.focus()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.locator("#ab-question textarea").focus()
    word.hover()
    assert tip.is_visible()


def test_the_language_switch_changes_page_and_lang_and_keeps_the_conversation(page: Page) -> None:
    """Also the draft in the question box comes along."""
    open_page(page)
    assert page.get_attribute("html", "lang") == "nl"
    ask(page, MENTOR)
    page.fill("#ab-question textarea", "half een vraag")
    page.click("[data-lang=en]")
    page.wait_for_selector(".ab-turn")
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator("#ab-question label span").first.inner_text() == "Your question"
    assert page.locator(".ab-asked").inner_text() == MENTOR
    page.wait_for_function("document.querySelector('#ab-question textarea').value === 'half een vraag'")
    page.click("[data-lang=nl]")
    page.wait_for_selector(".ab-turn")
    assert page.get_attribute("html", "lang") == "nl"


def test_gradio_speaks_the_page_s_language_too(page: Page) -> None:
    """Its own labels follow the browser; here they follow the switch."""
    open_page(page, "/en/")
    assert page.evaluate("navigator.language") == "en-GB"
    open_page(page)
    assert page.evaluate("navigator.language") == "nl-BE"


def test_an_english_question_is_answered_in_english(page: Page) -> None:
    """On the Dutch page as well; the answer says its language to a screen reader."""
    open_page(page)
    ask(page, APPRAISAL)
    assert page.locator(".ab-said").first.get_attribute("lang") == "en"


def test_each_role_has_starters_of_its_own(page: Page) -> None:
    """Four to six questions, by mouse or by arrow key."""
    open_page(page)
    leader = page.locator(".ab-starters .ab-ask").all_inner_texts()
    assert 4 <= len(leader) <= 6
    page.locator("#ab-role input").nth(0).focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("first => document.querySelector('.ab-starters .ab-ask').innerText !== first", arg=leader[0])
    assert page.locator("#ab-role input").nth(1).is_checked()
    page.locator(".ab-starters .ab-ask").first.click()
    answered(page)
    assert "leerkracht" in page.locator(".ab-who").inner_text()


def test_a_kept_answer_is_found_again_after_a_new_conversation(page: Page) -> None:
    """It stays in the browser and can be removed."""
    open_page(page)
    ask(page, MENTOR)
    page.click("[data-act=keep]")
    page.wait_for_selector("[data-act=keep][aria-pressed=true]")
    page.click("[data-act=new]")
    page.wait_for_selector(".ab-hero")
    page.reload()
    page.wait_for_selector("#ab-main[data-loaded]")
    page.click("[data-act=kept]")
    page.locator("dialog").get_by_text("Open", exact=True).click()
    answered(page)
    assert page.locator(".ab-asked").inner_text() == MENTOR
    assert page.locator(".ab-statement").count() >= 1
    page.click("[data-act=kept]")
    page.locator("dialog").get_by_text("Verwijder").click()
    assert "Nog niets bewaard" in page.locator("dialog").inner_text()


def test_a_forged_kept_answer_shows_no_unverified_sentence(page: Page) -> None:
    """What the sources do not say is left out, whatever a browser's storage holds."""
    open_page(page)
    ask(page, MENTOR)
    page.click("[data-act=keep]")
    page.wait_for_selector("[data-act=keep][aria-pressed=true]")
    kept: list[dict[str, Any]] = json.loads(page.evaluate("localStorage.getItem('aanboord.kept')"))
    for citation in kept[0]["answer"]["citations"]:
        citation["quote"] = "verzonnen"
    page.evaluate("v => localStorage.setItem('aanboord.kept', v)", json.dumps(kept))
    page.click("[data-act=kept]")
    page.locator("dialog").get_by_text("Open", exact=True).click()
    answered(page, 2)
    assert page.locator(".ab-turn").last.locator(".ab-statement").count() == 0
    assert "niet meer in de bronnen" in page.locator(".ab-turn").last.inner_text()


def test_a_shared_link_asks_its_question(page: Page) -> None:
    """In its language and for its role; a reload does not ask again."""
    open_page(page, "/?q=Should+a+mentor+appraise+new+teachers%3F&role=teacher&lang=en")
    answered(page)
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator(".ab-asked").inner_text() == "Should a mentor appraise new teachers?"
    assert "teacher" in page.locator(".ab-who").inner_text()
    page.reload()
    page.wait_for_selector(".ab-turn")
    page.wait_for_timeout(800)
    assert page.locator(".ab-turn").count() == 1


def test_a_question_taken_for_a_follow_up_can_be_asked_on_its_own(page: Page) -> None:
    """What it was understood as is shown, with the way to ask it without what came before."""
    open_page(page)
    ask(page, MENTOR)
    assert page.locator(".ab-understood").count() == 0
    ask(page, "En voor starters?", 2)
    last = page.locator(".ab-turn").last
    assert last.locator(".ab-understood span").inner_text() == f"Begrepen als: {MENTOR} En voor starters?"
    last.get_by_role("button", name="Stel deze vraag apart").click()
    answered(page, 3)
    last = page.locator(".ab-turn").last
    assert last.locator(".ab-asked").inner_text() == "En voor starters?"
    assert last.locator(".ab-understood").count() == 0


def test_a_thumb_counts_at_once_and_can_be_taken_back(page: Page, page_server: Any) -> None:
    """A reason replaces the bare thumb; a second press erases both; the choice stays visible."""
    file = page_server.home / "feedback.jsonl"

    def stored() -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
        return [line for line in lines if line["question"] == LEADERSHIP]

    open_page(page)
    ask(page, LEADERSHIP)
    page.click("[data-act=down]")
    page.wait_for_selector("[data-act=down][aria-pressed=true]")
    assert [(v["thumb"], v["reason"]) for v in stored()] == [("down", "")]
    page.fill(".ab-verdict input", "te algemeen")
    page.click(".ab-verdict button")
    page.get_by_text("Dank je.").wait_for()
    assert [(v["thumb"], v["reason"]) for v in stored()] == [("down", "te algemeen")]
    ask(page, MENTOR, 2)
    assert page.locator("[data-act=down]").first.get_attribute("aria-pressed") == "true"
    page.locator("[data-act=down]").first.click()
    page.get_by_text("Je oordeel is ingetrokken.").wait_for()
    assert stored() == []


def test_a_verdict_is_stored_without_a_name_and_erased_with_everything_else(page: Page, page_server: Any) -> None:
    """“Wis mijn gegevens” empties the conversation, the browser and the file."""
    file = page_server.home / "feedback.jsonl"
    open_page(page)
    ask(page, MENTOR)
    page.click("[data-act=keep]")
    page.click("[data-act=up]")
    page.fill(".ab-verdict input", "duidelijk")
    page.keyboard.press("Enter")
    page.get_by_text("Dank je.").wait_for()
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    mine = [line for line in lines if line["reason"] == "duidelijk"]
    assert len(mine) == 1
    assert mine[0]["thumb"] == "up"
    cookie = next(c for c in page.context.cookies() if c["name"] == "aanboord_visitor")
    assert cookie["value"].split(".")[0].strip('"') not in file.read_text("utf-8")
    open_tab(page, "about")
    page.click("[data-act=wipe]")
    page.get_by_text("Ja, wis alles").click()
    page.get_by_text("Je gegevens zijn gewist.").wait_for()
    assert "duidelijk" not in file.read_text("utf-8")
    assert page.evaluate("localStorage.getItem('aanboord.kept')") is None
    open_tab(page, "ask")
    page.wait_for_selector(".ab-hero")


def test_the_missing_article_is_asked_for_and_another_document_is_not_taken_for_it(page: Page, tmp_path: Any) -> None:
    """The card says what is missing; a wrong file gets a next step."""
    other = tmp_path / "verslag.md"
    other.write_text("# Verslag\n\nDe vergadering begon om vier uur en was om vijf uur gedaan.\n", "utf-8")
    open_page(page)
    card = page.locator(".ab-missing")
    assert "Het artikel is er nog niet bij" in card.inner_text()
    card.locator("input[type=file]").set_input_files(str(other))
    page.get_by_text("dit is een ander document dan het artikel", exact=False).wait_for()


def test_the_framework_is_a_drawing_of_links_that_lights_what_was_used(page: Page) -> None:
    """By keyboard to a section; its claims with their own addresses; a reload shows the same."""
    open_page(page)
    ask(page, MENTOR)
    open_tab(page, "framework")
    assert page.locator(".ab-wide .ab-lit").count() >= 1
    section = page.locator(".ab-wide a[href='?kader=aanvangsbegeleiding']")
    section.focus()
    page.keyboard.press("ArrowRight")
    assert "uitspraak-" in (page.evaluate("document.activeElement.getAttribute('href')") or "")
    section.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#ab-note")
    assert page.locator("#ab-note").inner_text() == "Aanvangsbegeleiding"
    assert page.locator(".ab-claim").count() > 5
    assert page.locator(".ab-reflections li").count() >= 1
    assert page.url.endswith("?kader=aanvangsbegeleiding")
    page.reload()
    page.wait_for_selector("#ab-note")
    page.locator(".ab-claim [data-ask]").first.click()
    answered(page, 2)


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_phone_shows_every_tab_without_sideways_scrolling(page: Page, path: str) -> None:
    """390 pixels wide; the passage comes up as a sheet that closes again."""
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, path)
    ask(page, MENTOR)
    page.locator(".ab-marker").first.click()
    page.wait_for_selector("body.ab-sheet .ab-source.ab-on")
    page.click(".ab-close")
    page.wait_for_selector("body:not(.ab-sheet)")
    for tab in ("ask", "read", "documents", "framework", "about"):
        open_tab(page, tab)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, tab


def test_the_page_works_on_after_a_server_restart(browser: Any, make_page_server: Any) -> None:
    """Without a reload; and nobody sees a traceback."""
    server = make_page_server()
    context = browser.new_context(base_url=server.url, locale="nl-BE")
    page = context.new_page()
    open_page(page)
    ask(page, MENTOR)
    server.restart()
    page.fill("#ab-question textarea", "Wat helpt tegen werkdruk bij starters?")
    page.press("#ab-question textarea", "Enter")
    page.wait_for_function(
        "[...document.querySelectorAll('.ab-asked')].some(h => h.innerText.startsWith('Wat helpt tegen'))"
        " && !document.querySelector('.ab-pending')"
    )
    assert "Traceback" not in page.content()
    context.close()


def test_paper_shows_the_answer_with_its_sources_and_nothing_to_press(page: Page) -> None:
    """On A4, also from the dark page: black on white, the quotes and the reference under it."""
    page.emulate_media(color_scheme="dark")
    open_page(page)
    ask(page, MENTOR)
    page.emulate_media(media="print")
    for gone in ("#ab-role", "#ab-composer", "#ab-side", ".ab-actions", ".ab-follow", ".ab-tools", ".ab-languages"):
        assert not page.locator(gone).first.is_visible(), gone
    quotes = page.locator("ul.ab-paper q")
    assert quotes.count() >= 1 and quotes.first.is_visible()
    assert "Schelfhout, W. (2025)." in page.locator("p.ab-paper").inner_text()
    assert page.locator("p.ab-paper").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.ab-text')).color") == "rgb(0, 0, 0)"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_question_that_is_too_long_is_told_in_the_page_s_language(page: Page) -> None:
    """The box takes no more than fits."""
    open_page(page)
    page.fill("#ab-question textarea", "a" * 5000)
    assert len(page.input_value("#ab-question textarea")) <= 5000
    assert page.get_attribute("#ab-question textarea", "maxlength") == "2000"
