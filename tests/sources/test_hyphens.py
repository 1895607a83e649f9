"""Words split at a line's end: joined where the document shows that they are one word."""

from collections import Counter

import pytest

from assistant.sources.hyphens import Evidence, gather, join, join_all

TYPESET = Evidence(Counter(), typeset=True, hyphenates=True)
TYPED = Evidence(Counter(), typeset=False, hyphenates=True)
WHOLE = Evidence(Counter(), typeset=False, hyphenates=False)


@pytest.mark.parametrize(
    ("left", "right", "evidence", "expected"),
    [
        pytest.param("een hele re‐", "kening", TYPESET, "een hele rekening", id="typeset hyphen goes"),
        pytest.param("een hele re\u00ad", "kening", TYPED, "een hele rekening", id="soft hyphen goes"),
        pytest.param("een hele re-", "kening", TYPED, "een hele rekening", id="plain hyphen of a broken word goes"),
        pytest.param("een student-", "raad", TYPED, "een student-raad", id="prefix keeps it"),
        pytest.param("meta-", "studies", TYPESET, "meta-studies", id="plain hyphen beside typeset ones stays"),
        pytest.param("een keuze-", "lijst", WHOLE, "een keuze-lijst", id="a document that breaks no words"),
        pytest.param("zee-", "egel", TYPED, "zee-egel", id="vowels that would clash"),
        pytest.param("de AMO-", "theorie", TYPED, "de AMO-theorie", id="an abbreviation"),
        pytest.param("Anna Smit‐", "Bakker", TYPESET, "Anna Smit‐Bakker", id="a name"),
        pytest.param("COVID-", "19", TYPED, "COVID-19", id="a number"),
        pytest.param("voor- en na-", "en bijzorg", TYPED, "voor- en na- en bijzorg", id="suspended before and"),
        pytest.param("op school-", "of klasniveau", TYPED, "op school- of klasniveau", id="suspended before or"),
        pytest.param("zie https://a.be/een-", "twee", TYPED, "zie https://a.be/een-twee", id="address keeps its own"),
        pytest.param("zie https://a.be/on‐", "derwijs", TYPESET, "zie https://a.be/onderwijs", id="address, typeset"),
        pytest.param("zie https://a.be/", "pad/2.", TYPED, "zie https://a.be/pad/2.", id="address after a slash"),
        pytest.param("wij werken -", "dag en nacht", TYPED, "wij werken - dag en nacht", id="a dash"),
        pytest.param("gewoon", "verder", TYPED, "gewoon verder", id="no hyphen"),
    ],
)
def test_two_lines(left, right, evidence, expected):
    assert join(left, right, evidence)[0] == expected


def test_the_form_that_stands_elsewhere_wins():
    lines = ["een kwaliteits-zorg en een teamoverleg", "dat is kwaliteits-", "zorg in het team‐", "overleg"]
    text, _ = join_all(lines, gather(lines))
    assert text == "een kwaliteits-zorg en een teamoverleg dat is kwaliteits-zorg in het teamoverleg"


def test_each_line_knows_where_it_starts():
    text, starts = join_all(["een lan‐", "ge", "weg"], TYPESET)
    assert (text, [text[s:] for s in starts]) == ("een lange weg", ["een lange weg", "ge weg", "weg"])
