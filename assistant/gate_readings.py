"""A statement + what is known to hold of its sentences, and not to → which of the two it is nearer to. Pure.

Nearest neighbours among labelled statements about the same sentences (Cover & Hart, 1967): an
embedding hardly sees who does what to whom, but of two readings that differ in just that, it is the
right one that a statement is nearer to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

from assistant.gate_unit import Unit
from assistant.records import Lang
from assistant.text import match_key, strip_accents, words

# Words within this distance make a pair, in their order; a word counts by its beginning.
DISTANCE = 5
STEM = 6
# How fast a reading counts for less as it is less alike: cosines lie closer together than shares of pairs.
COSINE_SCALE, PAIR_SCALE = 0.015, 0.05
# How many of the nearest readings make a gap, and how many a majority.
FEW, MOST = 3, 7


def remembered(text: str, lang: Lang, unit: Unit, near: Mapping[str, float]) -> dict[str, float]:
    """How much nearer the statement is to what holds than to what does not, by meaning and by order of words.

    `near` gives the cosine similarity of each reading to the statement. A margin is the nearest true reading's
    likeness less the nearest false one's, a gap the same of the nearest few; a vote is the share of true ones, each
    weighed by its likeness, less a half, and `most` that of the nearest ones, each counting as much. `across` is the
    margin among the readings in the other language, which share no words with the statement. Our claims of the
    sentences hold. Where one side is unknown, differences are 0 and the likenesses themselves are not told; nothing
    is told where the evidence is our own text, the article not being there: the model then takes what is usual.
    """
    if unit.ours and not unit.readings:
        return {}
    own = pairs(text)
    claims = [(nl if lang == "nl" else en, True) for nl, en in unit.said]
    readings = [(r.text, r.holds) for r in unit.readings if r.lang == lang]
    worded = Sides.of([(_shared(own, pairs(other)), holds) for other, holds in [*readings, *claims]])
    meant = Sides.of(_meant(lang, unit, near))
    across = Sides.of(_meant("en" if lang == "nl" else "nl", unit, near))
    return {
        "meaning_margin": meant.margin(1),
        "meaning_gap": meant.margin(FEW),
        "meaning_vote": meant.vote(COSINE_SCALE),
        "meaning_most": meant.majority(MOST),
        "across": across.margin(1),
        "wording_margin": worded.margin(1),
        "wording_vote": worded.vote(PAIR_SCALE),
        **({"meaning_true": meant.true[0], "meaning_false": meant.false[0]} if meant.both else {}),
        **({"wording_true": worded.true[0]} if worded.both else {}),
    }


def _meant(lang: Lang, unit: Unit, near: Mapping[str, float]) -> list[tuple[float, bool]]:
    """The likeness of each reading and claim in that language, and whether it holds."""
    claims = [i for i in unit.ids if i.startswith("c-") and i.endswith(f"-{lang}") and i in near]
    readings = [(near[r.id], r.holds) for r in unit.readings if r.lang == lang and r.id in near]
    return readings + [(near[i], True) for i in claims]


@dataclass(frozen=True, slots=True)
class Sides:
    """How like the true ones are and how like the false ones, each from the most like on."""

    true: list[float]
    false: list[float]

    @staticmethod
    def of(likeness: list[tuple[float, bool]]) -> Sides:
        """The two sides of what is known."""
        ordered = sorted(likeness, reverse=True)
        return Sides([value for value, holds in ordered if holds], [value for value, holds in ordered if not holds])

    @property
    def both(self) -> bool:
        """Whether there is anything on both sides."""
        return bool(self.true and self.false)

    def margin(self, few: int) -> float:
        """The mean of the nearest true ones less that of the nearest false ones; 0 where one side is unknown."""
        return fmean(self.true[:few]) - fmean(self.false[:few]) if self.both else 0.0

    def vote(self, scale: float) -> float:
        """The share of true ones, each weighed by its likeness, less a half."""
        if not self.both:
            return 0.0
        best = max(self.true[0], self.false[0])
        true, false = (sum(math.exp((v - best) / scale) for v in side) for side in (self.true, self.false))
        return true / (true + false) - 0.5

    def majority(self, most: int) -> float:
        """The share of true ones among the nearest, less a half."""
        if not self.both:
            return 0.0
        nearest = sorted([(v, True) for v in self.true] + [(v, False) for v in self.false], reverse=True)[:most]
        return fmean(holds for _, holds in nearest) - 0.5


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
