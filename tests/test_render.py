"""Rendering: an answer as the text that readers see, and as plain data."""

import json

import pytest
from fakes import GARDEN, TOOLS, WATER, FakeEngine, always_answers

from assistant.index import open_index
from assistant.pipeline import Assistant
from assistant.records import Statement
from assistant.render import answer_json, answer_text, hit_json, place, refusal_text

ONE = Statement("De tuin rust op zondag.", "finding", ("1",))
TWO = Statement("Water komt op dinsdag.", "advice", ("2", "1"))
ASK = Statement("Wie geeft er water?", "reflection", ("2",))


@pytest.fixture
def assistant(garden):
    return Assistant(open_index(garden), FakeEngine(), always_answers())


def test_every_statement_is_followed_by_its_markers():
    assert answer_text([ONE, TWO], False) == "De tuin rust op zondag. [1] Water komt op dinsdag. [2][1]"


def test_a_question_to_think_about_stands_apart():
    assert answer_text([ONE, ASK], False) == "De tuin rust op zondag. [1]\n\n*Wie geeft er water?* [2]"


def test_a_list_is_shown_as_one():
    assert answer_text([ONE, TWO, ONE], True).splitlines() == [
        "- De tuin rust op zondag. [1]", "- Water komt op dinsdag. [2][1]", "- De tuin rust op zondag. [1]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nl", "Dat staat niet in de bronnen. Wel te vinden: Wie geeft er water? · Waar ligt het?"),
        ("en", "That is not in the sources. What they do hold: Wie geeft er water? · Waar ligt het?"),
    ],
)
def test_a_refusal_says_so_and_offers_what_there_is(lang, text):
    assert refusal_text("plain", lang, None, ["Wie geeft er water?", "Waar ligt het?"]) == text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_refusal_on_a_known_subject_says_where_to_go(lang):
    text = refusal_text("topic", lang, GARDEN.topics[0], [])
    assert GARDEN.topics[0].name.said(lang) in text and GARDEN.topics[0].refer.said(lang) in text


@pytest.mark.parametrize("reason", ["plain", "instruction", "vague"])
def test_every_refusal_opens_with_the_same_words(reason):
    assert refusal_text(reason, "nl", None, []).startswith("Dat staat niet in de bronnen")
    assert refusal_text(reason, "en", None, []).startswith("That is not in the sources")


def test_an_answer_as_data_has_the_fields_of_the_interface(assistant):
    data = json.loads(json.dumps(answer_json(assistant.ask("Hoe vaak krijgt de moestuin water?"))))
    assert list(data) == [
        "question", "understood_as", "language", "role", "status", "confidence", "answerer", "text", "statements",
        "citations", "follow_ups", "notices", "dropped", "usage", "timings_ms",
    ]  # fmt: skip
    assert list(data["statements"][0]) == ["text", "kind", "citations", "studies"]
    assert list(data["citations"][0]) == [
        "id", "passage_id", "claim_id", "source_id", "source_title", "kind", "section", "section_title", "page",
        "studies", "quote", "start", "end",
    ]  # fmt: skip
    assert list(data["timings_ms"]) == ["search", "answer", "total"]
    assert data["usage"] is None and data["answerer"] == "composed"
    kinds = {"finding", "advice", "condition", "definition", "figure", "tension", "example", "reflection"}
    assert {s["kind"] for s in data["statements"]} <= kinds


def test_a_hit_as_data_has_the_fields_of_the_interface(assistant):
    data = hit_json(assistant.search("water")[0])
    assert sorted(data) == sorted(
        [
            "rank",
            "id",
            "kind",
            "claim_id",
            "source_id",
            "section",
            "section_title",
            "page",
            "text",
            "start",
            "end",
            "score",
        ]
    )


def test_a_place_names_the_section_and_the_page_where_there_is_one(assistant):
    citation = assistant.ask("Waar ligt het gereedschap?").citations[0]
    from dataclasses import replace

    assert place(citation, "nl") == citation.section_title
    assert place(replace(citation, section_title="Fietsatelier", page="12"), "nl") == "Fietsatelier, p. 12"


def test_the_text_holds_no_quotes_but_what_a_sentence_needs(assistant):
    answer = assistant.ask("Hoe vaak krijgt de moestuin water?", role="leader")
    assert WATER.nl in answer.text or TOOLS.nl in answer.text
    assert all(c.quote not in answer.text for c in answer.citations if c.kind == "article")
