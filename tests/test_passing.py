"""What a writer said comes first and keeps its numbers; what the composed answer adds is numbered on."""

from __future__ import annotations

from assistant.grounding import Grounded
from assistant.passing import completed, passed
from assistant.records import Answer, Citation, Statement


def citation(number: str, start: int) -> Citation:
    return Citation(number, "p", None, "s", "Bron", "document", "deel", "Deel", None, (), "Een zin.", start, start + 8)


def composed(*statements: Statement, citations: tuple[Citation, ...]) -> Answer:
    return Answer("v", "v", "nl", "leader", "answered", 0.9, "composed", "", statements, citations)


OWN = Grounded((Statement("Eigen.", "finding", ("1",)),), (citation("1", 40),), ())


def test_the_composed_statements_follow_under_numbers_of_their_own():
    rest = composed(
        Statement("Eerst.", "finding", ("1",)),
        Statement("Dan.", "finding", ("2", "1")),
        citations=(citation("1", 0), citation("2", 40)),
    )
    whole = completed(OWN, rest)
    assert [(s.text, s.citations) for s in whole.statements] == [
        ("Eigen.", ("1",)),
        ("Eerst.", ("2",)),
        ("Dan.", ("1", "2")),
    ]
    assert [(c.id, c.start) for c in whole.citations] == [("1", 40), ("2", 0)]


def test_what_was_said_is_not_said_again():
    rest = composed(Statement("Eigen.", "finding", ("1",)), citations=(citation("1", 40),))
    assert completed(OWN, rest) == OWN


def test_each_statement_brings_the_citations_that_none_before_it_had():
    rest = composed(Statement("Dan.", "finding", ("1", "2")), citations=(citation("1", 40), citation("2", 0)))
    shown = list(passed(completed(OWN, rest), 0))
    assert [[c.id for c in s.citations] for s in shown] == [["1"], ["2"]]
    assert [s.statement.text for s in passed(completed(OWN, rest), 1)] == ["Dan."]
