"""Anchors: from a few words of the article to the sentence that a claim rests on."""

from dataclasses import replace

from fakes import GARDEN, GARDEN_ARTICLE, WATER, claim, source

from assistant.anchors import as_article, names, occurrences, resolve
from assistant.records import Study


def quoted(source, anchor):
    return source.text[anchor.start : anchor.end]


def test_an_anchor_leads_to_its_whole_sentence():
    (found,) = [a for a in resolve([WATER], GARDEN_ARTICLE) if a.claim_id == WATER.id]
    assert quoted(GARDEN_ARTICLE, found) == "Volgens onderzoek krijgt de moestuin op twee dagen water (Peeters, 2020)."


def test_quotes_hyphens_capitals_and_white_space_do_not_matter():
    page = source(sections=[("Kast", "Het heet een ‘gereedschaps‐kast’ in dit atelier. Meer niet.")])
    (found,) = resolve([claim("kast", "x", "y", anchor="heet een 'Gereedschaps-kast'  in dit")], page)
    assert quoted(page, found) == "Het heet een ‘gereedschaps‐kast’ in dit atelier."


def test_an_anchor_that_stands_twice_or_nowhere_leads_nowhere():
    page = source(sections=[("Kast", "De kast is dicht vandaag. De kast is dicht morgen.")])
    assert resolve([claim("dicht", "x", "y", anchor="De kast is dicht")], page) == []
    assert resolve([claim("open", "x", "y", anchor="De kast is open")], page) == []
    assert len(occurrences(page, "de kast is dicht")) == 2


def test_an_anchor_over_two_sentences_leads_nowhere():
    page = source(sections=[("Kast", "De kast is dicht. Morgen gaat hij open.")])
    assert resolve([claim("dicht", "x", "y", anchor="dicht. Morgen")], page) == []


def test_an_anchor_in_a_heading_leads_nowhere():
    page = source(sections=[("De grote gereedschapskast", "Hij is dicht.")])
    assert resolve([claim("kast", "x", "y", anchor="grote gereedschapskast")], page) == []


def test_where_the_study_is_named_next_door_both_sentences_are_quoted():
    page = source(sections=[("Tuin", "Peeters (2020) telde tuinen. Daar groeit meer sla. De rest is stil.")])
    studies = [Study("peeters-2020", ("Peeters 2020",), "2020", ())]
    one = claim("sla", "x", "y", anchor="groeit meer sla", studies=("peeters-2020",))
    assert quoted(page, resolve([one], page, studies)[0]) == "Daar groeit meer sla."
    two = replace(one, study_from="neighbour")
    assert quoted(page, resolve([two], page, studies)[0]) == "Peeters (2020) telde tuinen. Daar groeit meer sla."


def test_a_study_is_named_by_its_author_with_its_year():
    study = Study("day-et-al-2016", ("Day et al. 2016",), "2016", ())
    assert names("zo blijkt (Day et al., 2016; Lee, 2019)", study)
    assert names("Day en collega's (2016) zagen dat", study)
    assert not names("zo blijkt (Day et al., 2011)", study)
    assert not names("zo blijkt (Lee, 2016)", study)


def test_the_source_that_holds_the_anchors_is_the_article():
    assert as_article(GARDEN_ARTICLE, GARDEN.claims, GARDEN.article_title).kind == "article"
    other = source("Menu", [("Soep", "Op dinsdag is er soep met ballen.")])
    assert as_article(other, GARDEN.claims, GARDEN.article_title).kind == "document"


def test_without_a_framework_the_title_tells_the_article():
    assert as_article(GARDEN_ARTICLE, (), "Over tuinen op school").kind == "article"
    assert as_article(GARDEN_ARTICLE, (), "Over zwembaden op school").kind == "document"


def test_the_article_is_recognised_as_pdf_and_as_text(framework, article, article_txt):
    from fakes import LIMITS

    from assistant.sources import read_source

    text = read_source(article_txt, **LIMITS)
    for one in (article, text):
        assert as_article(one, framework.claims, framework.article_title).kind == "article"


def test_every_claim_of_ours_finds_its_sentence_in_the_article(framework, article):
    anchors = resolve(framework.claims, article, framework.studies)
    assert {a.claim_id for a in anchors} == {c.id for c in framework.claims}
    assert all(0 <= a.start < a.end <= len(article.text) for a in anchors)
