"""What every door does first: read, build, open; and nothing twice."""

from dataclasses import replace

import pytest

from assistant import embeddings, session
from assistant.session import make_index, open_assistant
from assistant.settings import load_settings
from assistant.sources import reading


@pytest.fixture
def settings(tmp_path, own_document, monkeypatch, fake_engine):
    """A home of its own, one document, and an engine that costs nothing."""
    monkeypatch.setattr(embeddings, "load_engine", lambda name: fake_engine)
    found = load_settings({"AANBOORD_HOME": str(tmp_path)}, tmp_path)
    return replace(found, sources=(own_document.markdown,))


def forbid(*_):
    raise AssertionError("read again")


def test_a_document_that_did_not_change_is_not_read_again(settings, monkeypatch):
    first = make_index(settings)
    monkeypatch.setattr(reading, "_draft", forbid)
    monkeypatch.setattr(session, "load_framework", forbid)
    again = make_index(settings)
    assert [s.status for s in first.report.sources] == ["new"]
    assert [s.status for s in again.report.sources] == ["unchanged"]
    assert again.report.reused
    assert again.library.sources == first.library.sources


def test_with_another_limit_every_document_is_read_again(settings, monkeypatch):
    make_index(settings)
    seen = []
    monkeypatch.setattr(reading, "_draft", lambda *given: seen.append(given) or forbid())
    library = make_index(replace(settings, max_pages=5)).library
    assert len(seen) == 1
    assert [e.code for e in library.errors] == ["damaged"]


def test_without_an_index_one_is_built_and_told(settings):
    told = []
    assistant = open_assistant(settings, notice=lambda nl, en: told.append(en))
    assert len(assistant.index.sources) == 1
    assert told == ["There is no index yet; building it now."]
