"""Search: claims and passages, best first, by meaning and by words."""

from dataclasses import replace
from itertools import pairwise

import pytest
from fakes import GARDEN, GARDEN_ARTICLE, NO_FRAMEWORK, FakeEngine, source

from assistant.confidence import load_calibration
from assistant.index import build_index, open_index
from assistant.lexicon import Lexicon
from assistant.retrieval import hits, search

WEIGHTS = load_calibration().weights


@pytest.fixture
def index(garden):
    return open_index(garden)


def found(index, text, lang="nl", weights=WEIGHTS):
    lexicon = Lexicon(lang, index.passages.values(), index.claims.values(), index.framework.terms)
    asked = lexicon.understand(text)
    return search(index, FakeEngine().question(text), asked.stems, asked.expanded, lang, weights)


def test_everything_is_scored_once_and_the_best_comes_first(index):
    result = found(index, "Hoe vaak krijgt de moestuin water?")
    assert {c.id for c in result.claims} == set(index.claims)
    assert {p.id for p in result.passages} == set(index.passages)
    for listed in (result.claims, result.passages):
        assert all(a.score >= b.score for a, b in pairwise(listed))


@pytest.mark.parametrize(
    ("text", "lang", "claim"),
    [
        ("Hoe vaak krijgt de moestuin water?", "nl", "water-op-dinsdag"),
        ("How often is the garden watered?", "en", "water-op-dinsdag"),
        ("Waar ligt het gereedschap?", "nl", "gereedschap-in-de-kast"),
        ("Where are the tools?", "en", "gereedschap-in-de-kast"),
    ],
)
def test_the_claim_that_answers_comes_first(index, text, lang, claim):
    assert found(index, text, lang).claims[0].id == claim


def test_the_question_of_a_claim_that_fits_best_is_known(index):
    best = found(index, "Hoe vaak krijgt de moestuin water?").claims[0]
    assert index.claims[best.id].asks_nl[best.best].text == "Hoe vaak krijgt de moestuin water?"


def test_words_that_only_one_passage_holds_find_it(index):
    result = found(index, "Wie is een sleutel kwijt?")
    assert "sleutel" in index.passages[result.passages[0].id].text


def test_english_questions_give_words_less_weight_than_dutch_ones():
    """The sources are mostly Dutch: English words found in them say little."""
    assert abs(WEIGHTS.passage["en"]["lexical"]) < abs(WEIGHTS.passage["nl"]["lexical"])


def test_the_same_search_gives_the_same_result(index):
    assert found(index, "water op zondag") == found(index, "water op zondag")


def test_hits_are_claims_before_the_passages_that_hold_their_sentence(index):
    listed = hits(index, found(index, "Hoe vaak krijgt de moestuin water?"), "nl", 10)
    assert [h.rank for h in listed] == list(range(1, len(listed) + 1))
    for hit, after in pairwise(listed):
        if hit.kind == "framework":
            assert after.id in index.claim_passages[hit.claim_id]
    passages = [h for h in listed if h.kind != "framework"]
    assert len({h.id for h in listed}) == len(listed)
    assert {h.kind for h in passages} == {"article"}


def test_every_hit_is_its_span_of_its_source(index):
    for lang in ("nl", "en"):
        for hit in hits(index, found(index, "water", lang), lang, 10):
            assert index.texts[hit.source_id].text[hit.start : hit.end] == hit.text
            assert (hit.claim_id is not None) == (hit.kind == "framework")


@pytest.mark.parametrize("k", [1, 2])
def test_k_counts_the_passages(index, k):
    listed = hits(index, found(index, "water"), "nl", k)
    assert sum(h.kind != "framework" for h in listed) == k
    assert hits(index, found(index, "water"), "nl", k, passages_only=True) == [
        replace(h, rank=n) for n, h in enumerate((h for h in listed if h.kind != "framework"), 1)
    ]


def test_without_the_article_claims_are_found_alone(tmp_path):
    build_index([], GARDEN, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    listed = hits(index, found(index, "Waar ligt het gereedschap?"), "nl", 10)
    assert [h.claim_id for h in listed][0] == "gereedschap-in-de-kast"
    assert {h.kind for h in listed} == {"framework"}


def test_without_a_framework_passages_are_found_alone(tmp_path):
    build_index([GARDEN_ARTICLE], NO_FRAMEWORK, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    result = found(index, "Op welke dag rust de tuin?")
    assert result.claims == ()
    assert index.passages[result.passages[0].id].section == "moestuin"


def test_a_document_says_which_sentence_fits_best(tmp_path):
    plan = source("Plan", [("Soep", "Op maandag is er preisoep. Op vrijdag is er tomatensoep met balletjes.")])
    build_index([plan], NO_FRAMEWORK, home=tmp_path, engine_key="fake", load_engine=FakeEngine)
    index = open_index(tmp_path)
    best = found(index, "Wanneer is er tomatensoep met balletjes?").passages[0]
    span = index.passages[best.id].sentences[best.best]
    assert plan.text[span.start : span.end] == "Op vrijdag is er tomatensoep met balletjes."


# ---- with the article


def test_the_sentence_on_mentors_who_evaluate_is_found(assistant_with_article):
    for text in ("Moet de mentor van een starter ook evalueren?", "Should a mentor also appraise the new teacher?"):
        listed = assistant_with_article.search(text, 5)
        assert any(h.section == "aanvangsbegeleiding" and "formele evaluatie" in h.text for h in listed)


def test_search_lists_at_least_ten_passages_with_their_printed_pages(assistant_with_article):
    listed = assistant_with_article.search("werkdruk van starters", 10)
    passages = [h for h in listed if h.kind == "article"]
    assert len(passages) == 10
    assert all(185 <= int(h.page) <= 198 for h in passages)
