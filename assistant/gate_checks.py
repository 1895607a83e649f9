"""A statement + its evidence → the plain faults: of fact, of polarity, of strength. Pure.

Each check gives a reason in a few words, or None. What cannot be told by words alone is weighed in
`gate_features`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assistant.gate_actors import other_actor
from assistant.gate_facts import concepts, names, numbers, scope, studies
from assistant.gate_polarity import lacking, negated_words, negation, opposites, prefixed
from assistant.gate_roles import mediators
from assistant.gate_strength import asked, introduced, kept
from assistant.gate_unit import Tongue, Unit
from assistant.records import Lang

Check = Callable[[str, Lang, Unit, Tongue], str | None]

CHECKS: tuple[Check, ...] = (
    numbers,
    studies,
    names,
    concepts,
    scope,
    opposites,
    prefixed,
    negation,
    negated_words,
    lacking,
    introduced,
    asked,
    kept,
    mediators,
    other_actor,
)


def faults(statement: str, lang: Lang, unit: Unit, tongue: Tongue, checks: Iterable[Check] = CHECKS) -> list[str]:
    """The reasons of every check that the statement fails."""
    found = [check(statement, lang, unit, tongue) for check in checks]
    return [reason for reason in found if reason]
