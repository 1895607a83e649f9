"""The pipeline that ours is measured against: its pieces, put back where they stand."""

import pytest

from assistant.sources import read_source
from eval import naive
from eval.naive import NaiveAssistant, Places, splits


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    """The document of the tests is short."""
    monkeypatch.setattr(naive, "SIZE", 200)


@pytest.fixture(scope="module")
def policy(own_document):
    return read_source(own_document.pdf, max_pages=100, max_bytes=10_000_000)


def test_the_raw_text_is_cut_at_white_space_into_pieces_of_at_most_so_many_characters(own_document):
    pieces = splits(own_document.pdf)
    assert len(pieces) > 1
    assert all(0 < len(piece) <= 200 for piece in pieces)


def test_a_piece_is_found_across_line_ends_and_hyphens(policy):
    said = policy.text[100:600]
    raw = said.replace(" ", "\n", 20)[:250] + "‐\n" + said[250:]
    span = Places(policy).find("12\nLopende kop van de bladzijde\n" + raw)
    assert span is not None
    assert abs(span.start - 100) < 20
    assert abs(span.end - 600) < 20


def test_what_does_not_stand_in_the_source_is_not_found(policy):
    assert Places(policy).find("Iets heel anders dat nergens in dit document te lezen staat. " * 5) is None


def test_hits_and_answers_have_the_shapes_of_ours_and_quote_to_the_letter(policy, own_document, fake_engine):
    assistant = NaiveAssistant(policy, own_document.pdf, fake_engine)
    hits = assistant.hits("Wie begeleidt de starters?", 3)
    assert [h.rank for h in hits] == [1, 2, 3]
    assert all(policy.text[h.start : h.end] == h.text for h in hits)
    answer = assistant.answer("Wie begeleidt de starters?")
    assert answer.status == "answered"
    assert all(policy.text[c.start : c.end] == c.quote for c in answer.citations)
