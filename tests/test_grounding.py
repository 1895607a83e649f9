"""Grounding: whatever is drafted, nothing unverified comes through."""

import re
from dataclasses import replace

import pytest
from fakes import GARDEN_ARTICLE, TOOLS, WATER
from hypothesis import given
from hypothesis import strategies as st

from assistant.compose import claim_quote
from assistant.grounding import MIN_QUOTE, ground, quote_fault
from assistant.index import open_index
from assistant.records import Draft, Quote

TEXT = GARDEN_ARTICLE.text
FIRST = "Volgens onderzoek krijgt de moestuin op twee dagen water (Peeters, 2020)."
SECOND = "Op zondag rust de tuin."
THIRD = "De oogst gaat naar de keuken van de school."
KEY = "Wie een sleutel kwijt is, zegt dat aan de conciërge."


@pytest.fixture
def index(garden):
    return open_index(garden)


def passage_of(index, text):
    at = TEXT.index(text)
    return next(p for p in index.passages.values() if p.start <= at < p.end)


def quote(index, text, **changes):
    """A quote that is right, but for what is changed in it."""
    at = TEXT.index(text)
    good = Quote(GARDEN_ARTICLE.id, at, at + len(text), text, passage_of(index, text).id)
    return replace(good, **{"text" if k == "words" else k: v for k, v in changes.items()})


def said(index, text=SECOND, **changes):
    return Draft(text, "finding", (quote(index, text, **changes),))


def claimed(index, claim=WATER, lang="nl", **changes):
    good = Draft(claim.said(lang), claim.kind, (claim_quote(index, claim, lang),), (claim.id,), claim.studies)
    return replace(good, **changes)


def reasons(index, *drafts, lang="nl"):
    return [d.reason for d in ground(drafts, index, lang).dropped]


def nothing(index, draft, lang="nl"):
    """Whether nothing of the draft comes through, and it is told why."""
    found = ground([draft], index, lang)
    assert (found.statements, found.citations) == ((), ())
    (dropped,) = found.dropped
    assert dropped.text == draft.text and dropped.reason
    return True


# ---- what comes through


def test_a_sentence_of_a_source_comes_through_with_its_citation(index):
    found = ground([said(index)], index, "nl")
    (statement,), (citation,) = found.statements, found.citations
    assert (statement.text, statement.citations) == (SECOND, ("1",))
    assert citation.quote == SECOND == TEXT[citation.start : citation.end]
    assert (citation.section, citation.section_title, citation.page) == ("moestuin", "Moestuin", None)
    assert citation.passage_id in index.passages and found.dropped == ()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_claim_in_its_own_words_comes_through_with_the_articles_sentence(index, lang):
    found = ground([claimed(index, lang=lang)], index, lang)
    assert found.statements[0].text == WATER.said(lang)
    assert found.citations[0].quote == FIRST
    assert found.citations[0].claim_id == WATER.id and found.citations[0].studies == ("peeters-2020",)


def test_two_whole_sentences_may_be_one_quote(index):
    both = f"{SECOND} {THIRD}"
    assert ground([said(index, both)], index, "nl").citations[0].quote == both


def test_citations_are_numbered_in_order_and_each_quote_once(index):
    found = ground([said(index, KEY), said(index, SECOND), said(index, KEY)], index, "nl")
    assert [s.citations for s in found.statements] == [("1",), ("2",), ("1",)]
    assert [c.quote for c in found.citations] == [KEY, SECOND]


def test_a_framework_entry_is_quoted_where_there_is_no_article(index):
    span = index.claim_spans[(TOOLS.id, "en")]
    entry = Quote("framework", span.start, span.end, TOOLS.en, f"c-{TOOLS.id}", TOOLS.id)
    found = ground([claimed(index, TOOLS, "en", quotes=(entry,))], index, "en")
    assert found.citations[0].kind == "framework"
    assert found.citations[0].section_title == "Bicycle workshop"


# ---- broken quotes


@pytest.mark.parametrize(
    "broken",
    [
        lambda i: said(i, source_id="other"),
        lambda i: said(i, start=-5),
        lambda i: said(i, end=10**6),
        lambda i: said(i, start=TEXT.index(SECOND) + 1),
        lambda i: said(i, end=TEXT.index(SECOND)),
        lambda i: said(i, words="Op maandag rust de tuin."),
        lambda i: said(i, passage_id="p-000000000000"),
        lambda i: said(i, passage_id=passage_of(i, KEY).id),
        lambda i: said(i, claim_id="no-such-claim"),
        lambda i: Draft(SECOND, "finding", ()),
        lambda i: Draft("", "finding", (quote(i, SECOND),)),
        lambda i: Draft(" \u200b ", "finding", (quote(i, SECOND),)),
    ],
    ids=[
        "another source", "before the source", "after the source", "shifted", "empty", "other words", "unknown passage",
        "another passage", "unknown claim", "no citation", "no words", "invisible words",
    ],
)  # fmt: skip
def test_a_quote_that_does_not_stand_where_it_says_is_dropped(index, broken):
    assert nothing(index, broken(index))


@pytest.mark.parametrize(
    "cut",
    [FIRST[:-1], FIRST[9:], "krijgt de moestuin op twee dagen water", f"{SECOND} De oogst gaat", f"{FIRST} {SECOND} {THIRD}",
     "water (Peeters, 2020). Op zondag rust de tuin."],
    ids=["without its full stop", "without its opening", "a piece", "one and a half", "three", "half and a whole"],
)  # fmt: skip
def test_a_quote_is_one_or_two_whole_sentences(index, cut):
    assert nothing(index, said(index, cut))


def test_a_quote_of_fewer_than_twelve_characters_is_dropped(tmp_path):
    from fakes import NO_FRAMEWORK, FakeEngine, source

    from assistant.index import build_index

    page = source("Kort", [("Deel", "Dat mag wel. Dat mag. Dat is alles.")])
    build_index([page], NO_FRAMEWORK, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    (passage,) = index.passages.values()
    assert MIN_QUOTE == 12
    for text, fault in (("Dat mag wel.", None), ("Dat mag.", "too short a quote")):
        at = page.text.index(text)
        assert quote_fault(Quote(page.id, at, at + len(text), text, passage.id), index) == fault


def test_a_quote_over_two_sections_is_dropped(index):
    text = TEXT[TEXT.index(THIRD) : TEXT.index("Na gebruik") + len("Na gebruik ligt het gereedschap in de kast.")]
    assert nothing(index, said(index, text))


def test_a_piece_of_our_own_framework_is_no_quote(index):
    span = index.claim_spans[(TOOLS.id, "nl")]
    piece = TOOLS.nl[:30]
    cut = Quote("framework", span.start, span.start + 30, piece, f"c-{TOOLS.id}", TOOLS.id)
    assert nothing(index, claimed(index, TOOLS, quotes=(cut,)))


# ---- broken statements


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2 dagen", "3 dagen"),
        ("niet elke dag", "elke dag"),
        ("Peeters", "Pieters"),
        ("moestuin", "bloementuin"),
        ("maar op", "en op"),
    ],
    ids=["another number", "without “niet”", "another name", "another subject", "another turn"],
)
def test_a_claim_in_other_words_is_dropped(index, right, wrong):
    assert right in WATER.nl
    assert nothing(index, claimed(index, text=WATER.nl.replace(right, wrong)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("not watered", "watered"), ("2 days", "20 days"), ("According to", "Unlike")],
    ids=["without “not”", "number", "opposite"],
)
def test_an_english_claim_in_other_words_is_dropped(index, right, wrong):
    assert nothing(index, claimed(index, lang="en", text=WATER.en.replace(right, wrong)), "en")


@pytest.mark.parametrize(
    "changed",
    [FIRST.replace("twee", "drie"), FIRST.replace("krijgt", "krijgt niet"), FIRST.replace("2020", "2021"), FIRST + " Dat helpt.",
     "Onderzoek toont dat water helpt."],
)  # fmt: skip
def test_a_sentence_of_a_source_in_other_words_is_dropped(index, changed):
    assert nothing(index, Draft(changed, "finding", (quote(index, FIRST),)))


def test_swapped_claims_are_dropped(index):
    assert nothing(index, claimed(index, WATER, claim_ids=(TOOLS.id,)))
    assert nothing(index, claimed(index, WATER, quotes=(claim_quote(index, TOOLS, "nl"),)))
    assert nothing(index, claimed(index, WATER, claim_ids=("no-such-claim",)))


def test_a_claim_with_another_sentence_of_the_article_is_dropped(index):
    assert nothing(index, claimed(index, quotes=(quote(index, SECOND, claim_id=WATER.id),)))


def test_a_claim_in_the_other_language_is_dropped(index):
    assert nothing(index, claimed(index, text=WATER.en), "nl")


def test_a_study_that_the_claim_does_not_rest_on_is_dropped(index):
    assert nothing(index, claimed(index, TOOLS, studies=("peeters-2020",)))
    assert nothing(index, claimed(index, TOOLS, text=TOOLS.nl.rstrip(".") + " (Peeters, 2020)."))


def test_the_studies_of_a_claim_may_stand_behind_it_and_no_others(index):
    named = claimed(index, text=WATER.nl.rstrip(".") + " (Peeters, 2020).")
    assert ground([named], index, "nl").statements[0].text.endswith("(Peeters, 2020).")
    for wrong in ("(Peeters, 2021).", "(Jansen, 2020).", "(Peeters, 2020; Jansen, 2019)."):
        assert nothing(index, claimed(index, text=WATER.nl.rstrip(".") + " " + wrong))


def test_a_yes_or_no_before_a_claim_is_one_that_the_claim_holds(index):
    assert ground([claimed(index, text="Nee. " + WATER.nl)], index, "nl").statements
    for wrong in ("Ja. ", "No. ", "Nee, nooit. "):
        assert nothing(index, claimed(index, text=wrong + WATER.nl))


def test_a_frame_around_a_quote_adds_no_words_of_its_own(index):
    frame = "The section “Moestuin” says, in Dutch: “{}”"
    good = Draft(frame.format(SECOND), "finding", (quote(index, SECOND),))
    assert ground([good], index, "en").statements[0].text == good.text
    for wrong in (SECOND.replace("rust", "werkt"), SECOND[:-5], SECOND + " Altijd."):
        assert nothing(index, Draft(frame.format(wrong), "finding", (quote(index, SECOND),)), "en")


def test_a_heading_with_quotation_marks_does_no_harm(tmp_path):
    from fakes import NO_FRAMEWORK, FakeEngine, source

    from assistant.compose import framed
    from assistant.index import build_index

    page = source("Plan", [("De “stille” {tuin}", "Op zondag rust de hele tuin van de school.")])
    build_index([page], NO_FRAMEWORK, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    (passage,) = index.passages.values()
    whole = Quote(page.id, passage.start, passage.end, passage.text, passage.id)
    assert ground([Draft(framed(passage.text, passage, "en"), "finding", (whole,))], index, "en").statements


def test_a_frame_names_the_section_that_the_quote_stands_in(index):
    wrong = Draft(f"The section “Zwembad” says, in Dutch: “{SECOND}”", "finding", (quote(index, SECOND),))
    assert nothing(index, wrong, "en")


# ---- questions to think about


def reflection(index, **changes):
    good = Draft("Wie geeft er bij jou water?", "reflection", (claim_quote(index, WATER, "nl"),), (WATER.id,))
    return replace(good, **changes)


def test_a_question_to_think_about_follows_what_it_grows_from(index):
    found = ground([claimed(index), reflection(index)], index, "nl")
    assert [s.kind for s in found.statements] == ["finding", "reflection"]
    assert found.statements[1].citations == ("1",)


@pytest.mark.parametrize("text", ["Waarom is jouw tuin zo droog?", "Wie geeft er bij jou geen water?"])
def test_a_question_to_think_about_is_one_of_the_framework(index, text):
    assert "not a reflection of the framework" in reasons(index, claimed(index), reflection(index, text=text))


def test_questions_to_think_about_are_no_answer(index):
    assert nothing(index, reflection(index))
    found = ground([claimed(index, text="iets anders"), reflection(index)], index, "nl")
    assert (found.statements, found.citations) == ((), ())
    assert len(found.dropped) == 2


# ---- whatever is drafted


@given(st.integers(-3, len(TEXT) + 3), st.integers(-3, len(TEXT) + 3), st.booleans())
def test_no_span_makes_a_quote_unless_it_is_one_or_two_whole_sentences(start, end, honest):
    index = test_no_span_makes_a_quote_unless_it_is_one_or_two_whole_sentences.index
    text = TEXT[max(0, start) : max(0, end)] if honest else "Op zondag rust de tuin."
    passage = next((p for p in index.passages.values() if p.start <= start < p.end), None)
    fault = quote_fault(Quote(GARDEN_ARTICLE.id, start, end, text, passage.id if passage else ""), index)
    if fault is None:
        assert TEXT[start:end] == text
        assert 1 <= len(re.findall(r"[.](?:\s|$)", text)) <= 2 and text[0].isupper() and text[-1] == "."


@pytest.fixture(autouse=True)
def _index_for_hypothesis(request, index):
    test_no_span_makes_a_quote_unless_it_is_one_or_two_whole_sentences.index = index


def test_a_failed_draft_does_not_harm_its_neighbours(index):
    found = ground([said(index, words="anders"), said(index, KEY)], index, "nl")
    assert [s.text for s in found.statements] == [KEY]
    assert [d.reason for d in found.dropped] == ["not verbatim"]


def test_with_the_article_every_claim_of_ours_passes_in_both_languages(assistant_with_article):
    index = assistant_with_article.index
    for lang in ("nl", "en"):
        drafts = [claimed(index, c, lang) for c in index.claims.values()]
        assert ground(drafts, index, lang).dropped == ()


def test_without_the_article_every_claim_of_ours_passes_in_both_languages(assistant_without_article):
    index = assistant_without_article.index
    for lang in ("nl", "en"):
        drafts = [claimed(index, c, lang) for c in index.claims.values()]
        assert ground(drafts, index, lang).dropped == ()
