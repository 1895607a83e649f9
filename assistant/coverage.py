"""How much of a question a claim or passage speaks of, counted by how few others do. Pure.

A stem also counts as held where the unit holds one that begins alike: the stemmer keeps
*evalueren*, *evaluator* and *evaluatie* apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

# Two stems of at least six letters that share their first five count as one word's family.
FAMILY, LONG = 5, 6


class Coverage:
    """The units that hold each stem or its family."""

    def __init__(self, units: Mapping[str, Iterable[str]]) -> None:
        self._holders: dict[str, set[str]] = {}
        self._count = len(units)
        for unit, stems in units.items():
            for stem in stems:
                for key in self._keys(stem):
                    self._holders.setdefault(key, set()).add(unit)

    @staticmethod
    def _keys(stem: str) -> tuple[str, ...]:
        return (stem, stem[:FAMILY] + "*") if len(stem) >= LONG else (stem,)

    def shares(self, stems: Iterable[str]) -> dict[str, float]:
        """For each unit the share of the question's weight that it holds, by inverse frequency."""
        total = 0.0
        found: dict[str, float] = {}
        for stem in set(stems):
            held = set().union(*(self._holders.get(key, set()) for key in self._keys(stem)))
            if not held:
                continue
            weight = math.log(1 + (self._count - len(held) + 0.5) / (len(held) + 0.5))
            total += weight
            for unit in held:
                found[unit] = found.get(unit, 0.0) + weight
        return {unit: weight / total for unit, weight in found.items()} if total else {}
