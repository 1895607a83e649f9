"""What may be said of a sentence of the article, and what is often said of it wrongly: `corpus/readings/`.

A reading is a statement with the sentences that it is about, and whether they carry it. The gate
compares with them what a language model says: who does what to whom is hardly seen in an embedding,
but well in what lies nearer, a true reading or a false one. Knows nothing of indexes or models.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.anchors import occurrences
from assistant.records import Lang, Source, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "readings"
# How the id of a reading begins, among the entries that a statement is compared with.
READING = "r-"


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement, and whether the sentences that its anchors point at carry it.

    `kind` says in which way a false one is wrong; `made` that it was written for the sentence, so that each has
    some, and not said in an answer; `places` are the anchors' offsets in the article.
    """

    id: str
    lang: Lang
    text: str
    holds: bool
    kind: str
    anchors: tuple[str, ...]
    made: bool = False
    places: tuple[int, ...] = ()


# The readings of the sentences in these spans of the article.
Known = Callable[[Sequence[Span]], tuple[Reading, ...]]


def nothing(spans: Sequence[Span]) -> tuple[Reading, ...]:
    """Of these sentences nothing is known."""
    return ()


@cache
def load_readings(folder: Path = FOLDER) -> tuple[Reading, ...]:
    """All readings, in the order of the files."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    found: list[Reading] = []
    for number, line in enumerate(lines):
        raw = json.loads(line)
        told = (raw["lang"], raw["text"], raw["holds"], raw["kind"], tuple(raw["anchors"]), raw["made"])
        found.append(Reading(f"{READING}{number}", *told))
    return tuple(found)


@cache
def readings_digest(folder: Path = FOLDER) -> str:
    """Changes with any of the files."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.jsonl")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def place(readings: Iterable[Reading], article: Source) -> list[Reading]:
    """The readings all of whose anchors stand exactly once in the article, with their places."""
    known: dict[str, int | None] = {}
    found: list[Reading] = []
    for reading in readings:
        for anchor in reading.anchors:
            if anchor not in known:
                spans = occurrences(article, anchor)
                known[anchor] = spans[0].start if len(spans) == 1 else None
        places = tuple(at for anchor in reading.anchors if (at := known[anchor]) is not None)
        if len(places) == len(reading.anchors):
            found.append(replace(reading, places=places))
    return found


@dataclass(frozen=True)
class Readings:
    """Placed readings with their vectors, shape (len(placed), dimensions)."""

    placed: tuple[Reading, ...]
    vectors: NDArray[np.float32]

    @property
    def statements(self) -> tuple[list[str], NDArray[np.float32]]:
        """The ids and the vectors, as the gate compares a statement with them."""
        return [reading.id for reading in self.placed], self.vectors

    def of(self, spans: Sequence[Span]) -> tuple[Reading, ...]:
        """The readings of the sentences in these spans.

        One that holds counts only where all that it rests on is there; a false one, where any of it is.
        """

        def within(at: int) -> bool:
            return any(span.start <= at < span.end for span in spans)

        found: list[Reading] = []
        for places, true, false in self._grouped:
            inside = [within(at) for at in places]
            found += true if all(inside) else ()
            found += false if any(inside) else ()
        return tuple(found)

    @cached_property
    def _grouped(self) -> list[tuple[tuple[int, ...], list[Reading], list[Reading]]]:
        """The true and the false ones by their places."""
        groups: dict[tuple[int, ...], tuple[list[Reading], list[Reading]]] = {}
        for reading in self.placed:
            groups.setdefault(reading.places, ([], []))[0 if reading.holds else 1].append(reading)
        return [(places, true, false) for places, (true, false) in groups.items()]


NO_READINGS = Readings((), np.zeros((0, 0), np.float32))
