"""The assistant in somebody else's LangChain chain."""

import pytest
from fakes import FakeEngine
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from assistant.index import open_index
from assistant.pipeline import Assistant
from assistant.retriever import AanboordRetriever


@pytest.fixture
def gardener(garden):
    return Assistant(open_index(garden), FakeEngine())


@pytest.mark.parametrize(("query", "lang"), [("Wie geeft de moestuin water?", "nl"), ("Who waters the garden?", "en")])
def test_documents_say_where_they_stand_and_are_what_the_search_lists(gardener, query, lang):
    documents = AanboordRetriever(assistant=gardener, k=10).invoke(query)
    hits = gardener.search(query, 10)
    assert [(d.id, d.page_content) for d in documents] == [(h.id, h.text) for h in hits]
    assert set(documents[0].metadata) == {
        "source_id", "source_title", "section", "section_title", "page", "start", "end", "kind", "claim_id",
        "score",
    }  # fmt: skip
    for document in documents:
        meta = document.metadata
        text = gardener.index.texts[meta["source_id"]].text
        assert text[meta["start"] : meta["end"]] == document.page_content
        assert (meta["claim_id"] is not None) == (meta["kind"] == "framework")
    assert {d.metadata["kind"] for d in documents} == {"article", "framework"}


def test_k_is_the_number_of_documents(gardener):
    assert len(AanboordRetriever(assistant=gardener, k=1).invoke("Wie geeft de moestuin water?")) == 1
    with pytest.raises(ValidationError):
        AanboordRetriever(assistant=gardener, k=0)


def test_it_stands_in_a_chain(gardener):
    chain = AanboordRetriever(assistant=gardener, k=2) | RunnableLambda(len)
    assert chain.invoke("Waar ligt het gereedschap?") == 2


def test_the_real_assistant_finds_the_passage(assistant_with_article):
    documents = AanboordRetriever(assistant=assistant_with_article, k=4).invoke("Mag een mentor mee evalueren?")
    found = [(d.metadata["kind"], d.metadata["section"], d.metadata["page"]) for d in documents]
    assert ("article", "aanvangsbegeleiding", "187") in found
