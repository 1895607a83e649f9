"""Confidence: a number that comes first, and a status that follows from it by a stored bound."""

from dataclasses import replace

import pytest
from fakes import GARDEN
from hypothesis import given
from hypothesis import strategies as st

from assistant.confidence import Logistic, coverage, load_calibration, margin, status_of
from assistant.evidence import topic_of

STORED = load_calibration()


def test_status_follows_from_confidence_by_the_stored_bounds():
    bounds = replace(STORED, refuse_below=0.4, partial_below=0.7)
    assert [status_of(c, bounds) for c in (0.0, 0.39, 0.4, 0.69, 0.7, 1.0)] == [
        "not_in_sources", "not_in_sources", "partial", "partial", "answered", "answered",
    ]  # fmt: skip


def test_the_stored_calibration_names_its_run_and_has_bounds_in_order():
    assert STORED.run
    assert 0 < STORED.refuse_below <= STORED.partial_below < 1


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(-1e6, 1e6)))
def test_confidence_lies_between_none_and_one(features):
    model = Logistic(0.3, {"a": 2.0, "b": -50.0}, {"a": 0.1, "b": 0.0}, {"a": 0.01, "b": 1.0})
    assert 0 <= model.probability(features) <= 1


def test_more_of_what_speaks_for_an_answer_makes_surer():
    model = Logistic(0.0, {"near": 1.0, "unknown": -1.0}, {"near": 0.5, "unknown": 1.0}, {"near": 0.2, "unknown": 1.0})
    assert model.probability({"near": 0.9, "unknown": 0}) > model.probability({"near": 0.5, "unknown": 0})
    assert model.probability({"near": 0.9, "unknown": 3}) < model.probability({"near": 0.9, "unknown": 0})


def test_coverage_is_the_share_of_a_questions_weight():
    assert coverage({"tuin": 1.0, "water": 3.0}, ["water"]) == pytest.approx(0.75)
    assert coverage({}, ["water"]) == 0


def test_the_best_stands_out_by_how_far_it_is_above_the_rest():
    assert margin([0.9] + [0.5] * 20) == pytest.approx(0.4)
    assert margin([0.9, 0.8]) == margin([]) == 0


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Wanneer gaat het zwembad open?", "nl", "zwembad"),
        ("When does the swimming pool open?", "en", "zwembad"),
        ("Wanneer krijgt de tuin water?", "nl", None),
        ("When is the pool table cleaned?", "en", None),
    ],
)
def test_a_subject_outside_the_sources_is_recognised(text, lang, found):
    topic, weight = topic_of(text, GARDEN.topics, lang)
    assert (topic.id if topic else None) == found
    assert (0 < weight <= 1) is (found is not None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is het waar dat een op de drie bijen sterft?", "sterfte"),
        ("Kunnen drie mensen samen een tuin delen?", None),
    ],
    ids=["the-whole", "one-word-of-it"],
)
def test_of_a_sign_with_words_that_have_no_stem_the_rest_tells_nothing(text, found):
    deaths = replace(GARDEN.topics[0], id="sterfte", words_nl=("een op de drie", "sterftecijfer"))
    topic, _ = topic_of(text, (deaths,), "nl")
    assert (topic.id if topic else None) == found
