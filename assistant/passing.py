"""Statements that passed the gate → what is shown one after the other, under one numbering. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.grounding import Grounded
from assistant.records import Answer, Citation, Statement


@dataclass(frozen=True, slots=True)
class Passed:
    """A statement that passed the gate, with the citations that it brings along."""

    statement: Statement
    citations: tuple[Citation, ...]


def passed(grounded: Grounded, after: int) -> Iterator[Passed]:
    """The statements after the first `after`, each with the citations that none before it had."""
    known = {c for s in grounded.statements[:after] for c in s.citations}
    for statement in grounded.statements[after:]:
        fresh = tuple(c for c in grounded.citations if c.id in statement.citations and c.id not in known)
        known |= set(statement.citations)
        yield Passed(statement, fresh)


def completed(own: Grounded, composed: Answer) -> Grounded:
    """A writer's statements, and behind them those of the composed answer.

    The composed answer's citations are numbered on from the writer's.
    """
    place = {(c.source_id, c.start, c.end): c for c in own.citations}
    ids: dict[str, str] = {}
    for citation in composed.citations:
        key = (citation.source_id, citation.start, citation.end)
        place.setdefault(key, replace(citation, id=str(len(place) + 1)))
        ids[citation.id] = place[key].id
    said = {s.text for s in own.statements}
    more = [
        replace(s, citations=tuple(dict.fromkeys(ids[c] for c in s.citations)))
        for s in composed.statements
        if s.text not in said
    ]
    return Grounded((*own.statements, *more), tuple(place.values()), own.dropped)
