"""Composing: a short answer from what was found, the same every time."""

import pytest
from fakes import GARDEN, GARDEN_ARTICLE, NO_FRAMEWORK, TOOLS, WATER, FakeEngine, claim, source

from assistant.compose import (
    MAX_STATEMENTS,
    MAX_WORDS,
    Brief,
    Pick,
    Piece,
    compose_claims,
    compose_passages,
    follow_ups,
)
from assistant.index import build_index, open_index
from assistant.records import Ask


def brief(text="Hoe vaak krijgt de moestuin water?", kind="open", lang="nl", role="teacher", **more):
    return Brief(text, kind, lang, role, **more)


@pytest.fixture
def index(garden):
    return open_index(garden)


@pytest.fixture
def many(tmp_path):
    """An index of a framework with twenty long claims."""
    from dataclasses import replace

    nouns = [
        "gieters",
        "harken",
        "scheppen",
        "emmers",
        "touwen",
        "zeven",
        "manden",
        "kisten",
        "potten",
        "banken",
        "hekken",
        "lampen",
        "borden",
        "kaarten",
        "fietsen",
        "sloten",
        "ramen",
        "deuren",
        "stoelen",
        "tafels",
    ]
    claims = tuple(
        claim(f"over-{n}", f"Wie {n} gebruikt in de tuin van de school, noteert dat {n} op maandag en laat {n} op vrijdag drogen in het licht van het raam.",
              f"Those who use {n} in the school garden write {n} down on Monday and let {n} dry on Friday in the light of the window.",
              asks_nl=(Ask(f"Wat doe je met {n}?"),), asks_en=(Ask(f"What do you do with {n}?"),))
        for n in nouns
    )  # fmt: skip
    framework = replace(GARDEN, claims=claims, reflections=(), topics=(), terms=(), tensions=(), sha256="many")
    build_index([], framework, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    return open_index(tmp_path)


def picks(index, similarity=0.0):
    return [Pick(c, 10 - n / 10, 0, similarity) for n, c in enumerate(index.claims)]


@pytest.mark.parametrize("kind", ["yesno", "definition", "who", "quantity", "comparison", "list", "why", "open"])
def test_an_answer_is_at_most_six_statements_and_150_words(many, kind):
    for lang in ("nl", "en"):
        drafts = compose_claims(many, brief("Wat doe je met alles?", kind, lang), picks(many))
        assert 1 <= len(drafts) <= MAX_STATEMENTS == 6
        assert sum(len(d.text.split()) for d in drafts) <= MAX_WORDS == 150


def test_a_smaller_budget_is_kept(many):
    drafts = compose_claims(many, brief(kind="list", max_words=60, max_statements=2), picks(many))
    assert len(drafts) <= 2 and sum(len(d.text.split()) for d in drafts) <= 60


def test_nothing_is_said_twice(index):
    twice = [Pick(WATER.id, 9.0), Pick(WATER.id, 8.5), Pick(TOOLS.id, 8.0)]
    texts = [d.text for d in compose_claims(index, brief(), twice)]
    assert len(texts) == len(set(texts))


def test_two_claims_that_say_the_same_are_said_once(tmp_path):
    from dataclasses import replace

    again = replace(
        WATER,
        id="water-nog-eens",
        nl="De moestuin krijgt volgens Peeters niet elke dag water, maar op 2 dagen in de week.",
    )
    framework = replace(GARDEN, claims=(WATER, again, TOOLS), sha256="again")
    build_index([], framework, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    drafts = compose_claims(
        open_index(tmp_path), brief(), [Pick(WATER.id, 9.0), Pick(again.id, 8.9), Pick(TOOLS.id, 8.8)]
    )
    said = [d.claim_ids[0] for d in drafts if d.kind != "reflection"]
    assert "water-nog-eens" not in said or WATER.id not in said


@pytest.mark.parametrize(("lang", "said"), [("nl", WATER.nl), ("en", WATER.en)])
def test_a_claim_is_said_in_the_language_of_the_answer(index, lang, said):
    first = compose_claims(index, brief(lang=lang), [Pick(WATER.id, 9.0)])[0]
    assert first.text == said


@pytest.mark.parametrize(("lang", "text"), [("nl", "Nee. " + WATER.nl), ("en", "No. " + WATER.en)])
def test_a_yes_no_question_that_a_claim_answers_gets_its_yes_or_no_first(index, lang, text):
    asked = WATER.asks(lang)[0].text
    first = compose_claims(index, brief(asked, "yesno", lang), [Pick(WATER.id, 9.0, 0, 1.0)])[0]
    assert first.text == text


def test_a_question_that_is_only_like_it_gets_no_yes_or_no(index):
    for options in ({"similarity": 0.5}, {"ask": 1, "similarity": 1.0}):
        first = compose_claims(index, brief(kind="yesno"), [Pick(WATER.id, 9.0, **options)])[0]
        assert first.text == WATER.nl


def test_a_question_in_the_negative_gets_no_yes_or_no(index):
    first = compose_claims(index, brief(kind="yesno", negated=True), [Pick(WATER.id, 9.0, 0, 1.0)])[0]
    assert first.text == WATER.nl


def test_each_statement_points_at_the_articles_sentence(index):
    (draft,) = compose_claims(index, brief(), [Pick(TOOLS.id, 9.0)])
    (quote,) = draft.quotes
    assert quote.text == GARDEN_ARTICLE.text[quote.start : quote.end]
    assert quote.text == "Na gebruik ligt het gereedschap in de kast."
    assert (quote.source_id, quote.claim_id) == (GARDEN_ARTICLE.id, TOOLS.id)


def test_without_the_article_a_statement_points_at_our_own_entry(tmp_path):
    build_index([], GARDEN, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    for lang, said in (("nl", TOOLS.nl), ("en", TOOLS.en)):
        (draft,) = compose_claims(index, brief(lang=lang), [Pick(TOOLS.id, 9.0)])
        assert (draft.quotes[0].source_id, draft.quotes[0].text) == ("framework", said)


def test_a_question_to_think_about_comes_last_and_grows_from_what_was_said(index):
    drafts = compose_claims(index, brief(role="leader"), [Pick(WATER.id, 9.0)])
    assert [d.kind for d in drafts] == ["finding", "reflection"]
    assert drafts[-1].text == "Wie geeft er bij jou water?"
    assert drafts[-1].claim_ids == (WATER.id,)
    assert all(d.kind != "reflection" for d in compose_claims(index, brief(role="teacher"), [Pick(WATER.id, 9.0)]))


def test_conditions_and_tensions_come_after_findings(tmp_path):
    from dataclasses import replace

    claims = (
        claim("eerst", "De poort gaat open om acht uur.", "x"),
        claim("spanning", "Kinderen willen buiten blijven, ouders binnen.", "x", kind="tension"),
        claim("voorwaarde", "Dat lukt alleen met een sleutel.", "x", kind="condition"),
        claim("later", "Om negen uur begint de les met muziek.", "x"),
    )
    framework = replace(GARDEN, claims=claims, reflections=(), topics=(), sha256="order")
    build_index([], framework, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    drafts = compose_claims(index, brief("Wanneer gaat de poort open?"), picks(index))
    assert [d.claim_ids[0] for d in drafts] == ["eerst", "later", "voorwaarde", "spanning"]


def test_the_same_picks_give_the_same_drafts(many):
    assert compose_claims(many, brief(), picks(many)) == compose_claims(many, brief(), picks(many))


def test_nothing_found_is_nothing_said(index):
    assert compose_claims(index, brief(), []) == []
    assert compose_passages(index, brief(), []) == []


# ---- from documents


@pytest.fixture
def menu(tmp_path):
    text = "Op maandag is er preisoep. Op vrijdag is er tomatensoep met balletjes. Op vrijdag is er tomatensoep met balletjes."
    build_index(
        [source("Menu", [("Soep", text)])], NO_FRAMEWORK, home=tmp_path, engine_key="fake", load_engine=FakeEngine
    )
    return open_index(tmp_path)


def pieces(index):
    return [Piece(p.id, n, 1.0) for p in index.passages.values() for n in range(len(p.sentences))]


def test_a_sentence_of_a_document_is_said_as_it_stands_and_once(menu):
    drafts = compose_passages(menu, brief(), pieces(menu))
    assert [d.text for d in drafts] == ["Op maandag is er preisoep.", "Op vrijdag is er tomatensoep met balletjes."]
    assert [q.text for d in drafts for q in d.quotes] == [d.text for d in drafts]


def test_an_english_answer_frames_a_dutch_sentence_in_english(menu):
    first = compose_passages(menu, brief(lang="en"), pieces(menu))[0]
    assert first.text.startswith("The section “Soep” says") and "“Op maandag is er preisoep.”" in first.text
    assert first.quotes[0].text == "Op maandag is er preisoep."


def test_a_dutch_answer_frames_an_english_sentence_in_dutch(tmp_path):
    rules = source("Rules", [("Gate", "The gate is closed at six, and the key is with the caretaker.")])
    build_index([rules], NO_FRAMEWORK, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    (draft,) = compose_passages(index, brief(), pieces(index))
    assert draft.text.startswith("In het deel “Gate” staat")


def test_an_answer_from_documents_keeps_to_the_same_limits(tmp_path):
    body = " ".join(f"Op dag {n} telt {who} de {what} in het tuinhuis achter de school." for n, (who, what) in enumerate(
        (w, v) for w in ("Ann", "Bob", "Cas", "Dirk", "Els") for v in ("gieters", "harken", "potten", "manden")))  # fmt: skip
    build_index(
        [source("Plan", [("Deel", body)])], NO_FRAMEWORK, home=tmp_path, engine_key="fake", load_engine=FakeEngine
    )
    index = open_index(tmp_path)
    drafts = compose_passages(index, brief(), pieces(index))
    assert 1 <= len(drafts) <= 6 and sum(len(d.text.split()) for d in drafts) <= 150


# ---- what to ask next


def test_follow_ups_are_questions_that_were_not_asked_nor_answered(many):
    offered = follow_ups(many, brief("Wat doe je met gieters?"), picks(many), ["over-harken"])
    assert 1 <= len(offered) <= 3
    assert len(set(offered)) == len(offered)
    assert "Wat doe je met harken?" not in offered
    assert all(o in {a.text for c in many.claims.values() for a in c.asks_nl} for o in offered)


def test_follow_ups_speak_the_language_of_the_answer(many):
    assert all(o.startswith("What") for o in follow_ups(many, brief("?", lang="en"), picks(many), ()))
