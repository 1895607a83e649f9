"""A cross-encoder is a second opinion: what it does not find carried is dropped, with its reason."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.crossencoder import chance, entailing, load_opinion
from assistant.errors import RerankerError
from assistant.gate import Gate, load_fit
from assistant.gate_unit import Tongue, Unit
from assistant.gate_words import load_words


def tiny(folder, labels):
    """A BERT of two layers with weights of chance, saved as any cross-encoder is."""
    pytest.importorskip("sentence_transformers", reason="needs the group `models`")
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    vocabulary = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *"abcdefghijklmnopqrstuvwxyz",
        *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"),
    ]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        id2label=dict(enumerate(labels)),
        label2id={v: k for k, v in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize("labels", [["LABEL_0"], ["contradiction", "entailment", "neutral"]], ids=["reranker", "nli"])
def test_a_real_cross_encoder_gives_a_chance(tmp_path, labels):
    opinion = load_opinion(tiny(tmp_path / "model", labels))
    found = opinion("de tuin krijgt water", "op dinsdag krijgt de tuin water")
    assert 0.0 < found < 1.0
    assert found == opinion("de tuin krijgt water", "op dinsdag krijgt de tuin water")


def test_one_whose_labels_say_nothing_of_entailment_is_refused_by_name(tmp_path):
    with pytest.raises(RerankerError, match="no label for entailment among toxic, kind"):
        load_opinion(tiny(tmp_path / "model", ["toxic", "kind"]))


def test_one_that_is_not_there_is_told_in_one_line(tmp_path):
    pytest.importorskip("sentence_transformers", reason="needs the group `models`")
    with pytest.raises(RerankerError) as told:
        load_opinion(str(tmp_path / "nowhere"))
    assert "\n" not in told.value.line("nl") and "AANBOORD_RERANKER" in told.value.line("nl")


def test_the_label_for_entailment_is_found_and_its_chance_taken():
    assert entailing({0: "entailment", 1: "not_entailment"}) == 0
    assert chance(np.array([0.0]), 0) == 0.5
    assert chance(np.array([0.0, 0.0]), 1) == 0.5 and chance(np.array([0.0, 9.0]), 1) > 0.99


@pytest.mark.parametrize(("opinion", "passes"), [(0.9, True), (0.1, False)])
def test_the_gate_asks_it_last(opinion, passes):
    unit = Unit("De tuinploeg geeft op dinsdag water.", "nl", ids=frozenset({"p-1"}))
    gate = Gate(load_fit(), Tongue(load_words()), lambda text: {"p-1": 0.99, "p-2": 0.7}, lambda s, e: opinion)
    found = gate.support("De tuinploeg geeft op dinsdag water.", "nl", [unit])
    assert (found is None) is passes
    assert passes or "cross-encoder" in found
