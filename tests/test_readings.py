"""Readings: what is known to hold of a sentence and what not, and what the gate makes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from fakes import source

from assistant.errors import IndexDamaged
from assistant.gate import Fit, Gate, load_fit
from assistant.gate_readings import pairs, remembered
from assistant.gate_unit import Tongue, Unit
from assistant.gate_words import load_words
from assistant.index.prepared import load_prepared
from assistant.index.readings import read_readings, reading_entries, write_readings
from assistant.index.vectors import vector_key
from assistant.readings import NO_READINGS, Reading, Readings, load_readings, place
from assistant.records import Span
from assistant.text import match_key

KINDS = {
    "paraphrase",
    "negation",
    "number",
    "cause",
    "hedge",
    "study",
    "fusion",
    "unsupported",
    "citation",
    "scope",
    "swap",
}
TRUE = Reading(
    "r-0", "nl", "De tuinman leert de leerling snoeien.", True, "paraphrase", ("tuinman leert de",), places=(10,)
)
FALSE = Reading(
    "r-1", "nl", "De leerling leert de tuinman snoeien.", False, "swap", ("tuinman leert de",), places=(10,)
)
UNIT = Unit("De tuinman leert de leerling snoeien in maart.", "nl", readings=(TRUE, FALSE))


def test_the_files_hold_readings_of_known_kinds_none_twice_each_language_on_both_sides():
    found = load_readings()
    assert {r.kind for r in found} == KINDS
    assert all(r.holds == (r.kind == "paraphrase") for r in found)
    assert all(r.anchors and all(3 <= len(a.split()) <= 8 for a in r.anchors) for r in found)
    said = Counter((r.lang, r.anchors, match_key(r.text)) for r in found)
    assert max(said.values()) == 1
    for lang in ("nl", "en"):
        assert {r.holds for r in found if r.lang == lang} == {True, False}


def test_nothing_is_both_true_and_false_of_the_same_sentence():
    said: dict[tuple[tuple[str, ...], str], set[bool]] = {}
    for r in load_readings():
        said.setdefault((r.anchors, match_key(r.text)), set()).add(r.holds)
    assert all(len(holds) == 1 for holds in said.values())


def test_every_claim_of_the_article_has_readings_on_both_sides(assistant_with_article):
    index = assistant_with_article.index
    assert len(index.readings.placed) == len(load_readings()), "an anchor does not stand once in the article"
    for claim_id, anchor in index.anchors.items():
        of = index.readings.of([Span(anchor.start, anchor.end)])
        for lang in ("nl", "en"):
            held = Counter(r.holds for r in of if r.lang == lang)
            assert held[True] >= 1 and held[False] >= 2, claim_id


def test_the_vectors_of_all_readings_are_brought_along(engine):
    prepared = load_prepared(engine.fingerprint)
    missing = [
        e.id for e in reading_entries(load_readings()) if prepared.vector(vector_key(engine.fingerprint, e)) is None
    ]
    assert not missing, "corpus/prepared is older than corpus/readings: run `make prepared`"


def test_a_statement_lies_nearer_to_the_reading_with_the_same_roles():
    near = {"r-0": 0.95, "r-1": 0.94}
    right = remembered("De tuinman leert de leerling goed snoeien.", "nl", UNIT, near)
    wrong = remembered("De leerling leert de tuinman goed snoeien.", "nl", UNIT, {"r-0": 0.94, "r-1": 0.95})
    assert right["wording_margin"] > 0 > wrong["wording_margin"]
    assert right["wording_vote"] > 0 > wrong["wording_vote"]
    assert right["meaning_margin"] == pytest.approx(0.01) and wrong["meaning_margin"] == pytest.approx(-0.01)
    assert right["meaning_vote"] > 0 > wrong["meaning_vote"]


@pytest.mark.parametrize("readings", [(), (TRUE,), (FALSE,)], ids=["none", "true-only", "false-only"])
def test_where_one_side_is_unknown_nothing_is_said(readings):
    unit = Unit(UNIT.text, "nl", readings=readings)
    assert set(remembered("De tuinman snoeit.", "nl", unit, {"r-0": 0.9, "r-1": 0.9}).values()) == {0.0}


def test_our_own_text_alone_tells_nothing_of_readings_and_what_is_not_told_does_not_count():
    assert remembered("De tuinman snoeit.", "nl", Unit(UNIT.text, "nl", ours=True), {}) == {}
    fit = Fit(
        "none",
        0.5,
        {"known": 1.0, "unknown": 2.0},
        {"known": 0.0, "unknown": 3.0},
        dict.fromkeys(("known", "unknown"), 1.0),
        0.5,
        0.5,
        0.5,
    )
    assert fit.probability({"known": 1.0}) == fit.probability({"known": 1.0, "unknown": 3.0})
    assert fit.probability({"known": 1.0, "unknown": 4.0}) > fit.probability({"known": 1.0})


def test_readings_in_the_other_language_count_apart():
    """They are another witness: what they say does not hang on the statement's words."""
    told = remembered("The gardener teaches.", "en", UNIT, {"r-0": 0.93, "r-1": 0.9})
    assert told.pop("across") == pytest.approx(0.03)
    assert set(told.values()) == {0.0}


def test_a_few_near_ones_outvote_the_nearest():
    readings = tuple(replace(TRUE if n % 3 else FALSE, id=f"r-{n}") for n in range(9))
    near = {f"r-{n}": 0.9 - n / 100 for n in range(9)}
    told = remembered(TRUE.text, "nl", Unit(UNIT.text, "nl", readings=readings), near)
    assert told["meaning_false"] == 0.9 and told["meaning_true"] == pytest.approx(0.89)
    assert told["meaning_margin"] < 0
    assert told["meaning_gap"] == pytest.approx((0.89 + 0.88 + 0.86 - 0.9 - 0.87 - 0.84) / 3)
    assert told["meaning_most"] == pytest.approx(4 / 7 - 0.5), "false are the first, fourth and seventh of seven"
    assert told["wording_true"] == 1.0


def test_pairs_keep_the_order_of_words():
    assert not pairs("mentor begeleidt starter") & pairs("starter begeleidt mentor")


def test_what_holds_of_two_sentences_is_known_only_where_both_are_cited():
    both = Reading(
        "r-2", "nl", "Eerst dit, dan dat.", True, "paraphrase", ("een twee drie", "vier vijf zes"), places=(5, 50)
    )
    wrong = Reading(
        "r-3", "nl", "Eerst dat, dan dit.", False, "swap", ("een twee drie", "vier vijf zes"), places=(5, 50)
    )
    readings = Readings((both, wrong), np.zeros((2, 4), np.float32))
    assert readings.of([Span(0, 20)]) == (wrong,)
    assert readings.of([Span(0, 20), Span(40, 60)]) == (both, wrong)
    assert readings.of([Span(60, 80)]) == ()


def test_a_reading_whose_anchor_is_not_found_or_found_twice_is_left_out():
    text = source(sections=[("Dieren", "Een mier loopt over het pad. Een bij vliegt. Een bij vliegt.")])
    found = place(
        [
            Reading("r-0", "nl", "De mier loopt.", True, "paraphrase", ("mier loopt over",)),
            Reading("r-1", "nl", "De bij vliegt.", True, "paraphrase", ("een bij vliegt",)),
            Reading("r-2", "nl", "De wesp zoemt.", True, "paraphrase", ("wesp zoemt hard",)),
        ],
        text,
    )
    assert [(r.id, r.places) for r in found] == [("r-0", (text.text.index("mier"),))]


def test_readings_are_read_as_written_and_damage_is_told(tmp_path):
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(2, 16)).astype(np.float32)
    write_readings(tmp_path, [TRUE, FALSE], vectors)
    found = read_readings(tmp_path)
    assert found.placed == (TRUE, FALSE)
    assert np.allclose(found.statements[1], vectors, atol=0.03)
    (tmp_path / "readings.npz").write_bytes(b"no array")
    with pytest.raises(IndexDamaged):
        read_readings(tmp_path)


def test_a_build_without_the_article_has_none(tmp_path):
    write_readings(tmp_path, [], np.zeros((0, 4), np.float32))
    assert read_readings(tmp_path) is NO_READINGS


def test_where_no_reading_is_known_the_gate_asks_for_more():
    fit = replace(load_fit(), coefficients={}, bias=0.0, bound=0.4, unread_bound=0.6)
    gate = Gate(fit, Tongue(load_words()), lambda text: {})
    said = "De tuinman leert de leerling snoeien."
    assert gate.support(said, "nl", [UNIT]) is None
    assert "0.60" in (gate.support(said, "nl", [replace(UNIT, readings=())]) or "")
