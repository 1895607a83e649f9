"""The gate on its labelled statements: the stored table is what comes out, and keeps what was reached."""

from __future__ import annotations

import json

import pytest

from assistant.gate import load_fit
from assistant.gating import entry_similarity, make_gate
from assistant.lexicon import rarity
from eval import gate

HELD = ("untouched", "fresh")
# Every kind but scope and swap, which do not keep the aim (docs/log.md, 2026-11-28).
AIMED = ("negation", "number", "cause", "hedge", "study", "fusion", "unsupported", "citation")


@pytest.fixture(scope="module")
def stored():
    return json.loads(gate.TABLE.read_text("utf-8"))


def test_the_stored_table_keeps_the_aims_on_what_was_not_tuned_on(stored):
    wrong = sum(stored[part]["wrong"]["passed"] for part in HELD) / sum(stored[part]["wrong"]["n"] for part in HELD)
    faithful = sum(stored[part]["faithful"]["passed"] for part in HELD)
    assert wrong <= 0.03
    assert faithful / sum(stored[part]["faithful"]["n"] for part in HELD) >= 0.85


def test_but_for_scope_and_swap_the_stored_table_keeps_the_aims_on_what_a_model_says(stored):
    kinds = [stored["model"]["kinds"][kind] for kind in AIMED]
    assert sum(kind["passed"] for kind in kinds) / sum(kind["n"] for kind in kinds) <= 0.03
    assert stored["model"]["faithful"]["pass"] >= 0.85
    assert all(by["faithful"]["pass"] >= 0.85 for by in stored["model"]["langs"].values())


def test_what_was_not_tuned_on_comes_out_as_stored(assistant_with_article, stored):
    index = assistant_with_article.index
    near = entry_similarity(assistant_with_article.engine, index.store)
    found = make_gate(index.framework, near, rarity, fit=load_fit())
    parts = {
        "untouched": [c for c in gate.read_cases(index.article, index) if not c.development],
        "fresh": gate.read_fresh(index.article, index),
        "model": gate.read_model(index.article, index),
    }
    for name, cases in parts.items():
        table = json.loads(json.dumps(gate.table(cases, gate.decide(cases, found, index))))
        assert table == stored[name], name


def test_no_sentence_stands_in_both_halves(assistant_with_article):
    index = assistant_with_article.index
    cases = gate.read_cases(index.article, index)
    tuned = {c.quotes[0].start for c in cases if c.development}
    assert tuned.isdisjoint(c.quotes[0].start for c in cases if not c.development)
    assert len({c.lang for c in cases}) == 2 and len(cases) >= 200
