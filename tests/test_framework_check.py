"""The framework against the article: each fault on a made-up article, and the real one where it is.

The made-up article and its framework are in order; every test breaks one thing and sees it told.
"""

from dataclasses import replace

import pytest

from assistant.figures import figures, unsupported
from assistant.framework import load_framework
from assistant.framework_check import Finding, check
from assistant.records import Ask, Claim, Framework, PageMark, Section, SectionNote, Source, Study, Words
from assistant.sources import read_source
from assistant.studies import mentions, named, without_references

BIKES = (
    "Wie met de fiets komt, is vaker op tijd (Jansen & Peeters, 2011). "
    "Gemiddeld duurt de rit bijna 17 minuten, zegt De Smet (2019). "
    "Regen maakt dat verschil kleiner."
)
SHEDS = (
    "Een droge stalling helpt ouders en kinderen. "
    "Dat vond ook Jansen et al. (2014) in een kleine gemeente. "
    "Sloten blijven een zorg (Van den Berg, et al., 2020)."
)


def mini_source(text_pages=True):
    text = f"Fietsen\n\n{BIKES}\n\nStallen\n\n{SHEDS}"
    one, two = text.index(BIKES), text.index(SHEDS)
    return Source(
        id="fiets-1",
        title="Fietsen naar school",
        kind="document",
        format="plain",
        origin="fiets.txt",
        sha256="0",
        text=text,
        sections=(
            Section("fietsen", "Fietsen", ("Fietsen",), one, one + len(BIKES), "7"),
            Section("stallen", "Stallen", ("Stallen",), two, two + len(SHEDS), "8"),
        ),
        pages=(PageMark(0, "7"), PageMark(two, "8")) if text_pages else (),
    )


def claim(name, section, anchor, nl, en, studies=(), page=None, study_from="sentence"):
    asks_nl, asks_en = (Ask(f"Wat met {name}?"),), (Ask(f"What about {name}?"),)
    return Claim(
        name, section, "finding", "study", nl, en, studies, study_from, anchor, page, (), ("leader",),
        asks_nl, asks_en,
    )  # fmt: skip


def study(name, form, sections, apa=None):
    return Study(name, (form,), form[-4:], sections, apa)


CLAIMS = (
    claim("op-tijd", "fietsen", "is vaker op tijd", "Fietsers zijn op tijd.", "Cyclists are on time.",
          ("jansen-peeters-2011",), "7"),
    claim("rit", "fietsen", "duurt de rit bijna", "Een rit duurt bijna 17 minuten.",
          "A ride takes almost seventeen minutes.", ("de-smet-2019",), "7"),
    claim("regen", "fietsen", "maakt dat verschil kleiner", "Bij regen telt het minder.", "Less so in rain."),
    claim("droog", "stallen", "droge stalling helpt ouders", "Twee groepen winnen bij een droge stalling.",
          "Two groups gain from a dry shed.", ("jansen-et-al-2014",), "8", "neighbour"),
    claim("gemeente", "stallen", "in een kleine gemeente", "Het gold in één gemeente.", "It held in a town.",
          ("jansen-et-al-2014",), "8"),
    claim("sloten", "stallen", "Sloten blijven een zorg", "Over sloten is men bezorgd.", "Locks worry.",
          ("van-den-berg-et-al-2020",), "8"),
)  # fmt: skip
STUDIES = (
    study("jansen-peeters-2011", "Jansen & Peeters 2011", ("fietsen",)),
    study("de-smet-2019", "De Smet 2019", ("fietsen",)),
    study("jansen-et-al-2014", "Jansen et al. 2014", ("stallen",)),
    study("van-den-berg-et-al-2020", "Van den Berg et al. 2020", ("stallen",)),
)
NOTES = tuple(SectionNote(s, Words(s, s), Words(s, s)) for s in ("fietsen", "stallen"))
MINI = Framework("Fietsen naar school", "apa", "https://example.org", NOTES, CLAIMS, STUDIES)


def changed(name, **fields):
    """The framework with one claim changed."""
    return replace(MINI, claims=tuple(replace(c, **fields) if c.id == name else c for c in CLAIMS))


def faults(framework, source=None):
    return [(f.code, f.entry, f.detail) for f in check(framework, [source or mini_source()]).faults]


def test_a_framework_in_order_has_no_faults_and_its_neighbour_studies_are_told():
    result = check(MINI, [mini_source()])
    assert (result.faults, result.article, result.claims, result.sentences) == ((), "fiets-1", 6, 6)
    assert result.notices == (Finding("second_reader", "droog", "jansen-et-al-2014"),)
    assert result.lines("nl")[-1] == "6 beweringen, 6 zinnen van het artikel, 0 fouten."
    assert result.lines("en")[0].startswith("• droog: the study is named in the sentence beside it")


def test_without_the_article_there_is_a_notice_and_no_fault():
    other = replace(mini_source(), text="Iets heel anders.", sections=(), pages=())
    for sources in ([], [other]):
        result = check(MINI, sources)
        assert (result.faults, result.article) == ((), None)
        assert result.notices == (Finding("no_article", ""),)
        assert result.lines("nl")[0].startswith("• het artikel staat niet bij de bronnen")


def test_of_two_copies_the_one_with_printed_pages_is_held_against():
    plain = replace(mini_source(text_pages=False), id="fiets-2")
    assert check(MINI, [plain, mini_source()]).article == "fiets-1"
    assert faults(changed("op-tijd", page="99"), plain) == []


@pytest.mark.parametrize(
    ("name", "anchor", "code", "detail"),
    [
        ("regen", "verschil kleiner", "anchor_words", "verschil kleiner"),
        ("sloten", "Sloten blijven een zorg van de directeur zegt iedereen", "anchor_words", None),
        ("regen", "maakt het verschil groter", "anchor_missing", "maakt het verschil groter"),
        ("droog", "Sloten blijven een zorg", "anchor_section", None),
        ("gemeente", "is vaker op tijd", "anchor_section", "fietsen"),
        ("gemeente", "kinderen. Dat vond ook Jansen", "anchor_sentences", None),
    ],
    ids=["two words", "nine words", "not there", "moved", "other section", "two sentences"],
)
def test_an_anchor_is_three_to_eight_words_of_one_sentence_of_its_section(name, anchor, code, detail):
    if code == "anchor_section" and detail is None:
        framework = changed(name, section="fietsen", anchor=anchor)
        detail = "stallen"
    else:
        framework = changed(name, anchor=anchor)
        detail = detail or anchor
    assert (code, name, detail) in faults(framework)


def test_an_anchor_that_stands_twice_points_nowhere():
    source = mini_source()
    doubled = SHEDS + " Een droge stalling helpt ouders."
    text = source.text.replace(SHEDS, doubled)
    first, last = source.sections
    source = replace(source, text=text, sections=(first, replace(last, end=last.start + len(doubled))))
    assert ("anchor_twice", "droog", "droge stalling helpt ouders") in faults(MINI, source)


def test_the_sentence_names_the_studies_of_its_claim_and_its_neighbours_do_not_count():
    assert faults(changed("rit", studies=("jansen-peeters-2011",))) == [("study", "rit", "jansen-peeters-2011")]
    assert faults(changed("droog", study_from="sentence")) == [("study", "droog", "jansen-et-al-2014")]
    assert faults(changed("droog", studies=("de-smet-2019",))) == [("study", "droog", "de-smet-2019")]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"nl": "Een rit duurt 18 minuten."}, ["18 (nl)"]),
        ({"en": "A ride takes twenty minutes."}, ["twenty (en)"]),
        ({"nl": "Twee minuten scheelt het."}, ["Twee (nl)"]),
        ({"en": "In 2019 it took 17 minutes."}, ["2019 (en)"]),
        ({"en": "De Smet (2019) measured 17 minutes."}, []),
        ({"nl": "De helft doet er 17 minuten over."}, ["helft (nl)"]),
    ],
    ids=["digits", "a word", "a measured two", "a bare year", "a year of a study", "a share"],
)
def test_every_figure_of_a_claim_stands_in_its_sentence(fields, told):
    assert faults(changed("rit", **fields)) == [("figure", "rit", t) for t in told]


def test_the_page_is_the_one_on_which_the_quote_starts():
    assert faults(changed("sloten", page="7")) == [("page", "sloten", "8 ≠ 7")]
    assert faults(changed("sloten", page=None)) == []


def test_two_claims_do_not_answer_the_same_question():
    assert faults(changed("regen", asks_nl=(Ask("Wat met rit ?"),))) == [
        ("ask_shared", "regen", "Wat met rit ? (rit, nl)")
    ]
    twice = (Ask("What about it?"), Ask("what about it"))
    assert faults(changed("rit", asks_en=twice)) == [("ask_shared", "rit", "what about it (rit, en)")]
    assert check(changed("rit", asks_en=twice), []).faults, "told without the article as well"


def test_a_sentence_that_no_claim_reaches_is_listed():
    framework = replace(MINI, claims=tuple(c for c in CLAIMS if c.id != "regen"))
    assert faults(framework) == [("sentence_unreached", "fietsen", "Regen maakt dat verschil kleiner.")]


def test_the_studies_of_the_article_are_those_of_the_bibliography():
    framework = replace(MINI, studies=STUDIES[1:], claims=CLAIMS[1:])
    assert ("study_unknown", "fietsen", "Jansen & Peeters, 2011") in faults(framework)
    extra = study("claes-2001", "Claes 2001", ("stallen",))
    assert faults(replace(MINI, studies=(*STUDIES, extra))) == [("study_unnamed", "claes-2001", "Claes 2001")]
    noted = replace(extra, apa="Claes, A. (2001). Uit de voetnoot.")
    assert faults(replace(MINI, studies=(*STUDIES, noted))) == []
    moved = replace(STUDIES[1], sections=("fietsen", "stallen"))
    framework = replace(MINI, studies=(STUDIES[0], moved, *STUDIES[2:]))
    assert faults(framework) == [("study_sections", "de-smet-2019", "fietsen")]


def test_the_result_is_plain_data_for_programs():
    data = check(changed("sloten", page="7"), [mini_source()]).as_json()
    assert (data["ok"], data["article"]) == (False, "fiets-1")
    assert data["faults"] == ({"code": "page", "entry": "sloten", "detail": "8 ≠ 7"},)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(Adams & Bos, 2018; Claes et al., 2019)", [("adams bos", False, "2018"), ("claes", True, "2019")]),
        ("zo vonden Adams en Bos (2008) dat", [("adams bos", False, "2008")]),
        ("(De Smet, et al., 2024)", [("de-smet", True, "2024")]),
        ("(Özgür, Vos & Claes, 2024)", [("ozgur vos claes", False, "2024")]),
        ("(Adams,Bos & Claes, 2020)", [("adams bos claes", False, "2020")]),
        ("ideaal (Adams et al,. 2006)", [("adams", True, "2006")]),
        ("(Adams, et al. 2017)", [("adams", True, "2017")]),
        ("(Adams et al., 2019: Bos et al., 2022)", [("adams", True, "2019"), ("bos", True, "2022")]),
        ("(Adams, et al., 2016, Bos et al., 2013)", [("adams", True, "2016"), ("bos", True, "2013")]),
        ("(o.a. Van den Berg & Bos, 2007)", [("van-den-berg bos", False, "2007")]),
        ("Adams & Adams (2018) tonen", [("adams adams", False, "2018")]),
        ("(Bos-Claes & Fernández‐Salinero, 2016)", [("bos-claes fernandez-salinero", False, "2016")]),
        ("(Adams, 2017, 2019)", [("adams", False, "2017"), ("adams", False, "2019")]),
        ("Sinds 2019 werken 2020 mensen, in het schooljaar 2019-2020", []),
    ],
)
def test_studies_are_found_in_running_text_however_they_are_written(text, found):
    assert [(" ".join(m.names), m.et_al, m.year) for m in mentions(text)] == found


def test_a_study_is_known_by_its_form_and_not_by_a_namesake():
    alone, many = study("a-2019", "Adams 2019", ()), study("a-et-al-2019", "Adams et al. 2019", ())
    assert named("(Bos & Claes, 2020; Adams, 2019)", [alone, many]) == {"a-2019"}
    assert named("(Adams et al., 2019)", [alone, many]) == {"a-et-al-2019"}
    assert named("In Gent, Adams (2019) vond", [alone]) == {"a-2019"}
    assert without_references("Acht scholen (Adams, 2019).") == "Acht scholen ( )."


def test_figures_are_digits_and_number_words_of_both_languages():
    text = "Negenenveertig uur, twenty-two reviews, 3,5 procent, de helft, één dag (Adams, 2019)"
    assert [f.value for f in figures(text)] == ["49", "22", "3.5", "1/2"]
    assert unsupported("Drie doelen samen.", "Het gaat om rust, ruimte en tijd.") == []
    assert unsupported("Three goals together.", "Het gaat om rust en ruimte.") == ["Three"]
    assert unsupported("Three schools.", "Het gaat om rust, ruimte en tijd.") == ["Three"]


def test_the_framework_agrees_with_the_article(article_pdf):
    source = read_source(article_pdf, max_pages=100, max_bytes=50_000_000)
    result = check(load_framework(), [source])
    assert result.article == source.id
    assert [f.line("en") for f in result.faults] == []
    assert {n.code for n in result.notices} <= {"second_reader"}


def test_every_claim_of_ours_knows_its_printed_page():
    assert [c.id for c in load_framework().claims if not c.page] == []
