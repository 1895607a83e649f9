"""Runs with a place become lines; what is raised is marked; columns are told from tables."""

import pytest

from assistant.sources.lines import MARK, Run, page_pieces, reading_order


def run(text, x, y, size=10.0, width=None):
    return Run(text, x, x + (width if width is not None else 5.0 * len(text)), y, size, False, False)


def texts(*runs):
    return [line.text for line in reading_order(page_pieces(runs, 0))]


def test_runs_of_one_line_are_joined_with_a_space_where_there_is_a_gap():
    assert texts(run("De", 10, 700), run("tuin", 23, 700), run("en", 43.2, 700)) == ["De tuinen"]


def test_lines_are_read_from_the_top_whatever_the_order_of_drawing():
    assert texts(run("twee", 10, 680), run("een", 10, 700)) == ["een", "twee"]


def test_a_raised_number_is_marked_and_a_lowered_one_is_not():
    (line,) = texts(run("tuin", 10, 700), run("1", 30, 704, 6, 3), run("CO", 36, 700), run("2", 46, 697, 6, 3))
    assert MARK.findall(line) == ["1"] and line.endswith("CO2")


def test_text_drawn_twice_to_look_bold_is_read_once():
    assert texts(run("Kop", 10, 700), run("Kop", 10, 700)) == ["Kop"]


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("ﬁets ﬂes eﬃciënt", "fiets fles efficiënt"),
        ("meta\u00adstudie", "meta-studie"),
        ("le\u00ad", "le‐"),
        ("a\ue000b", "ab"),
    ],
)
def test_signs(drawn, read):
    assert texts(run(drawn, 10, 700)) == [read]
