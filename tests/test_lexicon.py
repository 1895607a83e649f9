"""The lexicon: what the sources' own words make of a question."""

import pytest
from fakes import GARDEN, GARDEN_ARTICLE
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon import Lexicon, rarity
from assistant.passages import make_passages
from assistant.text import stem

PASSAGES = make_passages(GARDEN_ARTICLE)
NL = Lexicon("nl", PASSAGES, GARDEN.claims, GARDEN.terms)
EN = Lexicon("en", (), GARDEN.claims, GARDEN.terms)


def test_a_word_of_the_sources_is_known_in_any_form():
    assert NL.knows("sleutels") and NL.knows("sleutel")
    assert EN.knows("cupboards") and not EN.knows("dragons")


def test_a_slip_of_the_pen_becomes_the_word_that_was_meant():
    found = NL.understand("Waar ligt het gereedschpa?")
    assert found.corrected == {"gereedschpa": "gereedschap"}
    assert found.text == "Waar ligt het gereedschap"
    assert found.unknown == ()


@pytest.mark.parametrize("word", ["olifant", "vergadering", "Gent"])
def test_a_real_word_that_the_sources_lack_is_unknown_and_never_corrected(word):
    found = NL.understand(f"Waar is de {word}?")
    assert found.corrected == {}
    assert found.unknown == (word.lower(),)


def test_other_words_for_a_term_are_looked_for_as_well():
    found = NL.understand("Wie geeft de groentetuin water?")
    assert stem("moestuin", "nl") in found.expanded
    assert "groentetuin" not in found.unknown
    assert stem("garden", "en") in EN.understand("Who waters the vegetable patch?").expanded


def test_a_compound_is_looked_for_by_its_parts():
    found = NL.understand("Waar is de gereedschapskast?")
    assert {stem("gereedschap", "nl"), stem("kast", "nl")} <= set(found.expanded)
    assert found.unknown == ()


def test_rare_words_weigh_more_than_common_ones():
    assert 0.2 <= rarity("jaar", "nl") < rarity("moestuin", "nl") <= 1
    assert 0.2 <= rarity("year", "en") < rarity("cupboard", "en") <= 1


def test_function_words_say_nothing():
    found = NL.understand("Wat is het en hoe doe je dat?")
    assert (found.stems, found.unknown, dict(found.weights)) == ((), (), {})


@given(st.text(st.characters(), max_size=200))
def test_no_text_breaks_the_lexicon(text):
    for lexicon in (NL, EN):
        found = lexicon.understand(text)
        assert set(found.weights) == set(found.stems)
        assert not set(found.stems) & set(found.expanded)
