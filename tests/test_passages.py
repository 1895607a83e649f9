"""Passages: runs of whole sentences inside one section, every sentence once."""

from dataclasses import replace

import pytest
from fakes import source
from hypothesis import given
from hypothesis import strategies as st

from assistant.passages import MAX_WORDS, TARGET_WORDS, embedded_text, make_passages
from assistant.text import sentences

FILLER = "De conciërge telt op maandag de gieters in het tuinhuis en schrijft het aantal in een boekje."


def long_body(count):
    return " ".join(FILLER.replace("maandag", f"dag {n}") for n in range(count))


def said(passage):
    return [passage.text[s.start - passage.start : s.end - passage.start] for s in passage.sentences]


def test_every_sentence_stands_in_one_passage_and_none_is_cut():
    page = source(sections=[("Een", long_body(40)), ("Twee", "Kort. Klaar."), ("Drie", long_body(7))])
    for section in page.sections:
        found = [s for p in make_passages(page) if p.section == section.slug for s in said(p)]
        assert found == sentences(page.text[section.start : section.end])


def test_a_passage_is_its_span_of_the_source_and_stays_in_its_section():
    page = source(sections=[("Een", long_body(20)), ("Twee", long_body(20))])
    for passage in make_passages(page):
        assert page.text[passage.start : passage.end] == passage.text
        section = next(s for s in page.sections if s.slug == passage.section)
        assert section.start <= passage.start < passage.end <= section.end
        assert (passage.section_title, passage.path) == (section.title, section.path)
        assert passage.sentences[0].start == passage.start and passage.sentences[-1].end == passage.end


@pytest.mark.parametrize("count", [1, 5, 6, 7, 12, 13, 60])
def test_passages_are_of_nearly_equal_size_and_never_too_long(count):
    sizes = [len(p.text.split()) for p in make_passages(source(sections=[("Een", long_body(count))]))]
    assert max(sizes) <= TARGET_WORDS <= MAX_WORDS == 180
    assert max(sizes) - min(sizes) <= 2 * len(FILLER.split()) + TARGET_WORDS // 2


def test_a_long_sentence_stands_alone():
    long = "De tuinploeg " + "en nog een ploeg " * 30 + "geeft water."
    passages = make_passages(source(sections=[("Een", f"Kort is goed. {long} Nog iets kort.")]))
    assert [p.text for p in passages] == ["Kort is goed.", long, "Nog iets kort."]


def test_a_sentence_without_end_is_divided_between_words():
    endless = " ".join(f"woord{n}" for n in range(500))
    passages = make_passages(source(sections=[("Lijst", endless)]))
    assert [len(p.text.split()) for p in passages] == [180, 180, 140]
    assert " ".join(p.text for p in passages) == endless


def test_a_section_without_text_has_no_passage():
    assert make_passages(source(sections=[("Leeg", ""), ("Vol", "Iets.")]))[0].section == "vol"


def test_an_id_follows_from_the_content_alone():
    one = source("Plan", [("Een", long_body(9)), ("Twee", "De kast blijft dicht.")])
    moved = replace(
        source("Plan", [("Nul", "Nieuw vooraan."), ("Een", long_body(9)), ("Twee", "De kast blijft dicht.")]),
        id="elders",
        origin="/andere/plaats.md",
    )
    ids = {p.id for p in make_passages(one)}
    assert ids < {p.id for p in make_passages(moved)}
    changed = source("Plan", [("Een", long_body(9)), ("Twee", "De kast blijft open.")])
    assert len(ids - {p.id for p in make_passages(changed)}) == 1


def test_the_same_words_twice_in_a_section_have_two_ids():
    body = "\n\n".join([" ".join([FILLER] * 6)] * 3)
    ids = [p.id for p in make_passages(source(sections=[("Een", body)]))]
    assert len(ids) == len(set(ids)) > 1


def test_what_is_embedded_opens_with_the_headings():
    page = source(sections=[("Moestuin", "De tuin krijgt water.")])
    section = replace(page.sections[0], path=("Buiten", "Moestuin"))
    (passage,) = make_passages(replace(page, sections=(section,)))
    assert embedded_text(passage) == "Buiten > Moestuin\nDe tuin krijgt water."


@given(st.text(st.sampled_from("abc .!?(\n”A1"), max_size=400), st.integers(1, 30))
def test_no_text_loses_or_repeats_a_word(body, target):
    page = source(sections=[("Een", body)])
    passages = make_passages(page, target, 40)
    assert "".join("".join(p.text.split()) for p in passages) == "".join(body.split())
    assert all(len(p.text.split()) <= max(40, target) for p in passages)


def test_every_sentence_of_the_article_is_in_a_passage_and_none_is_cut(article):
    passages = make_passages(article)
    for section in article.sections:
        found = [s for p in passages if p.section == section.slug for s in said(p)]
        assert found == sentences(article.text[section.start : section.end])
    assert max(len(p.text.split()) for p in passages) <= 180
    assert len({p.id for p in passages}) == len(passages)


def test_a_passage_of_the_article_knows_its_printed_page(article):
    passages = make_passages(article)
    assert {p.page for p in passages} <= {str(n) for n in range(185, 199)}
    assert all(p.page == article.page_at(p.start) for p in passages)
    assert {p.page for p in passages if p.section == "aanvangsbegeleiding"} == {"187"}
