"""Facts about Dutch and English text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text import (
    content_words,
    detect_lang,
    fold,
    match_key,
    match_map,
    sentence_spans,
    sentences,
    slugify,
    stem,
    stems,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("samen \n\t leren", "samen leren"),
        ("  white\u00a0space  ", "white space"),
        ("on\u00adzicht\u200bbaar", "onzichtbaar"),
        ("re\u0301flectie", "réflectie"),
        ("\ud83d alleen", "\ufffd alleen"),
        ("\x00nul\x07", "nul"),
        ("", ""),
    ],
    ids=["white space", "no-break space", "invisible", "composed", "lone surrogate", "control", "empty"],
)
def test_folding_leaves_single_spaces_and_visible_characters(text, folded):
    assert fold(text) == folded


@given(st.text(st.characters()))
def test_folding_twice_is_folding_once_and_always_encodes(text):
    once = fold(text)
    assert fold(once) == once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("De ‘fit’ – zo heet dat", "de 'fit' - zo heet dat"),
        ("“Coaching”", '"coaching"'),
        ("meta‐analyse", "META-ANALYSE"),
        ("e\ufb03ciënt", "efficiënt"),
        ("twee\u00a0 woorden", "twee woorden"),
    ],
)
def test_what_looks_alike_compares_alike(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(("one", "other"), [("wel", "niet"), ("12%", "21%"), ("mag", "mag niet")])
def test_what_says_something_else_compares_as_something_else(one, other):
    assert match_key(one) != match_key(other)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_character_of_the_key_knows_where_it_came_from(text):
    key, origin = match_map(text)
    assert len(key) == len(origin)
    assert origin == sorted(origin)
    assert all(0 <= at < len(text) for at in origin)


def test_a_match_in_the_key_is_a_span_of_the_text():
    text = "Hij noemt het  ‘person‐organization fit’, en terecht."
    key, origin = match_map(text)
    at = key.index("'person-organization fit'")
    assert text[origin[at] : origin[at + 24] + 1] == "‘person‐organization fit’"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Individuele evaluatie-/coachinggesprekken", "individuele-evaluatie-coachinggesprekken"),
        ("Visieontwikkeling: één team!", "visieontwikkeling-een-team"),
        ("  Teacher's  workload (2024)  ", "teacher-s-workload-2024"),
        ("Smørrebrød & Straße", "smorrebrod-strasse"),
        ("!!!", ""),
    ],
)
def test_a_slug_has_no_accents_no_capitals_and_one_hyphen_between_words(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Zij vonden dit (Day et al., 2016). Het werkt.",
            ["Zij vonden dit (Day et al., 2016).", "Het werkt."],
        ),
        ("Volgens Day et al. (2016) werkt het. Ja.", ["Volgens Day et al. (2016) werkt het.", "Ja."]),
        (
            "Dat geldt o.a. voor starters, bv. in het secundair. Ook elders.",
            ["Dat geldt o.a. voor starters, bv. in het secundair.", "Ook elders."],
        ),
        ("Het kost ca. 3.5 uur per week. Meer niet.", ["Het kost ca. 3.5 uur per week.", "Meer niet."]),
        ("Dr. Peeters belt i.v.m. de planning. Morgen.", ["Dr. Peeters belt i.v.m. de planning.", "Morgen."]),
        ("Wie komt? Iedereen! Dus ook wij.", ["Wie komt?", "Iedereen!", "Dus ook wij."]),
        (
            "They compared schools, e.g. in Ghent (cf. Smith et al., 2019). It helped.",
            ["They compared schools, e.g. in Ghent (cf. Smith et al., 2019).", "It helped."],
        ),
        ("Geen punt aan het einde", ["Geen punt aan het einde"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert sentences(text) == expected


@given(st.text(st.sampled_from("ab .!?()\n«Dr.”A1")))
def test_sentences_hold_every_word_once_and_in_order(text):
    spans = sentence_spans(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))


def test_words_keep_their_hyphens_and_apostrophes():
    assert words("JD-R-model, collega’s: zij’n 2e") == ["jd-r-model", "collega's", "zij'n", "2e"]


def test_content_words_are_those_that_carry_a_subject():
    assert content_words("Wat is de rol van een mentor bij het starten?", "nl") == ["rol", "mentor", "starten"]
    assert content_words("What is the role of a mentor when starting?", "en") == ["role", "mentor", "starting"]


def test_forms_of_a_word_share_a_stem():
    assert stem("leerkrachten", "nl") == stem("leerkracht", "nl")
    assert stem("mentoring", "en") == stem("mentored", "en")
    assert stem("reünies", "nl").isascii()


def test_a_compound_with_hyphens_is_found_by_its_parts():
    assert set(stems("meta-analyse", "nl")) >= {stem("meta", "nl"), stem("analyse", "nl")}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Moet de mentor van een starter ook evalueren?", "nl"),
        ("Should a mentor also evaluate?", "en"),
        ("en voor starters?", "nl"),
        ("and for new teachers?", "en"),
        ("Wat is job crafting?", "nl"),
        ("What is aanvangsbegeleiding?", "en"),
        ("¿Qué es esto?", "nl"),
        ("", "nl"),
        ("12345 ???", "nl"),
        ("教师为什么离开学校?", "nl"),
    ],
)
def test_a_question_is_dutch_or_english_and_dutch_where_it_is_neither(text, lang):
    assert detect_lang(text) == lang
