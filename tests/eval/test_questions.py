"""The question set: frozen, divided, in people's own words."""

import hashlib
import json
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from assistant.errors import QuestionFileError
from assistant.framework import load_framework
from eval.items import read_items

FOLDER = Path(__file__).parents[2] / "eval" / "questions"
HALVES = ("development", "test")


@pytest.fixture(scope="module")
def halves():
    return {half: read_items(FOLDER / f"{half}.jsonl") for half in HALVES}


def test_the_test_half_is_frozen():
    digest = hashlib.sha256((FOLDER / "test.jsonl").read_bytes()).hexdigest()
    assert digest == (FOLDER / "test.sha256").read_text().strip()


def test_the_set_is_as_large_and_as_mixed_as_promised(halves):
    items = [i for found in halves.values() for i in found]
    assert len(items) >= 360
    assert sum(i.lang == "en" for i in items) >= 120
    assert sum(i.answerable for i in items) >= 220
    assert sum(not i.answerable and i.who != "attack" for i in items) >= 100
    assert sum(i.who == "attack" for i in items) >= 40
    assert sum(bool(i.documents) for i in items) >= 10
    assert sum(bool(i.history) for i in items) >= 15


def test_no_gold_sentence_is_in_both_halves(halves):
    clusters = [{i.cluster for i in found if i.answerable} for found in halves.values()]
    pointers = [{p for i in found for p in i.evidence} for found in halves.values()]
    assert not clusters[0] & clusters[1]
    assert not pointers[0] & pointers[1]


def test_pointers_are_three_to_eight_words(halves):
    long = [p for found in halves.values() for i in found for p in i.evidence if not 3 <= len(p.split()) <= 8]
    assert not long


def test_no_question_repeats_one_of_the_claims_own(halves):
    asks = {lang: [a.text.lower() for c in load_framework().claims for a in c.asks(lang)] for lang in ("nl", "en")}
    near = [
        (item.q, ask)
        for found in halves.values()
        for item in found
        if item.answerable and not item.history
        for ask in asks[item.lang]
        if fuzz.ratio(item.q.lower(), ask) >= 85
    ]
    assert not near


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "no JSON"),
        ('{"id": "a"}', "lang"),
        (
            json.dumps(
                {
                    "id": "a",
                    "lang": "nl",
                    "who": "leader",
                    "q": "?",
                    "answerable": True,
                    "sections": [],
                    "evidence": [],
                    "nuggets": [],
                }
            ),
            "without gold",
        ),
        (
            json.dumps(
                {
                    "id": "a",
                    "lang": "nl",
                    "who": "leader",
                    "q": "?",
                    "answerable": True,
                    "sections": ["x"],
                    "evidence": ["y"],
                    "nuggets": ["("],
                }
            ),
            "nugget",
        ),
        (
            json.dumps(
                {
                    "id": "a",
                    "lang": "nl",
                    "who": "near",
                    "q": "?",
                    "answerable": False,
                    "sections": [],
                    "evidence": [],
                    "nuggets": [],
                    "documents": ["no.md"],
                }
            ),
            "no.md",
        ),
    ],
    ids=["no json", "missing field", "no gold", "bad pattern", "missing document"],
)
def test_a_bad_line_is_named(tmp_path, line, says):
    file = tmp_path / "q.jsonl"
    file.write_text("\n" + line + "\n")
    with pytest.raises(QuestionFileError) as caught:
        read_items(file)
    assert caught.value.values["line"] == "2"
    assert says in caught.value.message("en")


@pytest.mark.parametrize("name", ["fresh", "noisy", "calibration"])
def test_what_is_tuned_on_beside_the_halves_is_no_question_of_the_test_half(name, halves):
    tuned = read_items(FOLDER / f"{name}.jsonl")
    test = [item.q.lower() for item in halves["test"]]
    assert len({i.id for i in tuned}) == len(tuned) and len(tuned) >= 150
    assert not [i.q for i in tuned if any(fuzz.ratio(i.q.lower(), q) >= 90 for q in test)]
    assert not [p for i in tuned for p in i.evidence if not 3 <= len(p.split()) <= 8]


def test_what_is_learned_to_be_outside_or_an_order_is_no_question_of_the_test_half(halves):
    framework = load_framework()
    learned = [q for t in framework.topics for lang in ("nl", "en") for q in t.asks(lang)]
    learned += [e.text for e in framework.examples]
    test = [item.q.lower() for item in halves["test"]]
    assert not [text for text in learned if any(fuzz.ratio(text.lower(), q) >= 85 for q in test)]
