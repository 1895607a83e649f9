"""How much of a question a unit speaks of."""

import pytest

from assistant.coverage import Coverage

UNITS = {
    "c-a": {"mentor", "evaluator", "starter"},
    "c-b": {"mentor", "starter"},
    "c-c": {"mentor", "visie"},
    "c-d": {"starter", "mentor", "rooster"},
}


def test_a_rare_word_counts_for_more_than_a_common_one():
    shares = Coverage(UNITS).shares(["mentor", "visie"])
    assert shares["c-c"] == pytest.approx(1.0)
    assert shares["c-a"] < 0.5


def test_words_of_one_family_count_as_each_other():
    assert Coverage(UNITS).shares(["evaluer"]) == {"c-a": 1.0}


def test_a_question_of_unknown_words_is_covered_by_nothing():
    assert Coverage(UNITS).shares(["mongolie"]) == {}
