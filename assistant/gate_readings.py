"""A statement + what is known to hold of its sentences, and not to → which of the two it is nearer to. Pure.

Nearest neighbours among labelled statements about the same sentences (Cover & Hart, 1967): an
embedding hardly sees who does what to whom, but of two readings that differ in just that, it is the
right one that a statement is nearer to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from assistant.gate_unit import Unit
from assistant.records import Lang
from assistant.text import match_key, strip_accents, words

# Words within this distance make a pair, in their order; a word counts by its beginning.
DISTANCE = 5
STEM = 6
# How fast a reading counts for less as it is less alike: cosines lie closer together than shares of pairs.
COSINE_SCALE, PAIR_SCALE = 0.015, 0.05


def remembered(text: str, lang: Lang, unit: Unit, near: Mapping[str, float]) -> dict[str, float]:
    """How much nearer the statement is to what holds than to what does not, by meaning and by order of words.

    `near` gives the cosine similarity of each reading to the statement. A margin is the nearest true reading's
    likeness less the nearest false one's; a vote is the share of true ones, each weighed by its
    likeness, less a half. Our claims of the sentences hold. All are 0 where one side is unknown; none is told where
    the evidence is our own text, the article not being there: the model then takes what is usual.
    """
    if unit.ours and not unit.readings:
        return {}
    readings = [r for r in unit.readings if r.lang == lang]
    claims = [i for i in unit.ids if i.startswith("c-") and i.endswith(f"-{lang}") and i in near]
    meant = [(near[r.id], r.holds) for r in readings if r.id in near] + [(near[i], True) for i in claims]
    own = pairs(text)
    said = [(nl if lang == "nl" else en, True) for nl, en in unit.said]
    worded = [(_shared(own, pairs(other)), holds) for other, holds in [*((r.text, r.holds) for r in readings), *said]]
    return {**_compared("meaning", meant, COSINE_SCALE), **_compared("wording", worded, PAIR_SCALE)}


def _compared(name: str, likeness: list[tuple[float, bool]], scale: float) -> dict[str, float]:
    true = [value for value, holds in likeness if holds]
    false = [value for value, holds in likeness if not holds]
    if not true or not false:
        return {f"{name}_margin": 0.0, f"{name}_vote": 0.0}
    best = max(*true, *false)
    weights = [(math.exp((value - best) / scale), holds) for value, holds in likeness]
    vote = sum(weight for weight, holds in weights if holds) / sum(weight for weight, _ in weights)
    return {f"{name}_margin": max(true) - max(false), f"{name}_vote": vote - 0.5}


def _shared(one: frozenset[tuple[str, str]], two: frozenset[tuple[str, str]]) -> float:
    """The share of pairs that both have (Dice)."""
    return 2 * len(one & two) / max(1, len(one) + len(two))


@lru_cache(8192)
def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Words with each that soon follows: “A guides B” and “B guides A” share none of three.

    >>> sorted(pairs("De mentor begeleidt."))
    [('de', 'begele'), ('de', 'mentor'), ('mentor', 'begele')]
    """
    stems = [word[:STEM] for word in words(strip_accents(match_key(text)))]
    return frozenset((one, two) for at, one in enumerate(stems) for two in stems[at + 1 : at + DISTANCE + 1])
