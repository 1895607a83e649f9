"""BM25 over passages and claims, one index a language, with that language's stemmer.

bm25s makes and saves the scores; they are read back as the plain arrays that they are, since bm25s
itself brings in scipy, a third of a second that every question at the command line would pay for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import IndexDamaged
from assistant.index.arrays import load_array
from assistant.records import Claim, Lang, Passage
from assistant.text import stems

if TYPE_CHECKING:
    from numpy.typing import NDArray


def lexical_units(passages: Sequence[Passage], claims: Sequence[Claim], lang: Lang) -> dict[str, list[str]]:
    """The stems of every unit: passages by their id, claims as `c-ID`, in `lang`."""
    units = {p.id: stems(" ".join(p.path) + " " + p.text, lang) for p in passages}
    for claim in claims:
        asked = " ".join(ask.text for ask in claim.asks(lang))
        units[f"c-{claim.id}"] = stems(f"{claim.said(lang)} {asked} {' '.join(claim.terms)}", lang)
    return units


@dataclass(frozen=True, slots=True)
class Matrix:
    """The scores that bm25s saved: a column a stem, as sparse as it made them."""

    columns: Mapping[str, int]
    values: NDArray[np.float32]
    units: NDArray[np.integer[Any]]
    starts: NDArray[np.integer[Any]]

    def scores(self, query: Sequence[str], count: int) -> NDArray[np.float32]:
        """The sum of the query's columns."""
        total = np.zeros(count, dtype=np.float32)
        for column in (self.columns[q] for q in query if q in self.columns):
            part = slice(self.starts[column], self.starts[column + 1])
            np.add.at(total, self.units[part], self.values[part])
        return total


@dataclass(frozen=True, slots=True)
class Lexical:
    """A loaded BM25 index."""

    ids: tuple[str, ...]
    idf: Mapping[str, float]
    matrix: Matrix | None

    def scores(self, query: Sequence[str]) -> dict[str, float]:
        """BM25 of the units that hold a stem of the query, as a share of what a unit could reach.

        The share lies between 0 and about 1, so that scores of two questions can be compared.
        """
        known = [q for q in query if q in self.idf]
        total = sum(self.idf.get(q, self.unknown_idf) for q in query)
        if not known or self.matrix is None or total <= 0:
            return {}
        raw = self.matrix.scores(known, len(self.ids))
        reach = total * 2.5  # k1 + 1
        return {self.ids[i]: float(raw[i] / reach) for i in np.flatnonzero(raw > 0)}

    @property
    def unknown_idf(self) -> float:
        """The weight of a stem that no unit holds."""
        return float(np.log(1 + len(self.ids) / 0.5))


def write_lexical(folder: Path, units: Mapping[str, Sequence[str]]) -> None:
    """Build and save the index of these units."""
    import bm25s

    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for tokens in units.values():
        for token in set(tokens):
            counts[token] = counts.get(token, 0) + 1
    n = len(units)
    idf = {t: float(np.log(1 + (n - c + 0.5) / (c + 0.5))) for t, c in sorted(counts.items())}
    (folder / "units.json").write_text(json.dumps({"ids": list(units), "idf": idf}), "utf-8")
    if counts:
        model = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        model.index([list(t) for t in units.values()], show_progress=False)
        model.save(str(folder / "bm25"), show_progress=False)


def read_lexical(folder: Path) -> Lexical:
    """Load a saved index. Raises IndexDamaged."""
    try:
        raw = json.loads((folder / "units.json").read_text("utf-8"))
        matrix = _read_matrix(folder / "bm25") if raw["idf"] else None
        return Lexical(tuple(raw["ids"]), raw["idf"], matrix)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(detail=f"BM25: {error}") from error


def _read_matrix(folder: Path) -> Matrix:
    columns = json.loads((folder / "vocab.index.json").read_text("utf-8"))
    files = [folder / f"{name}.csc.index.npy" for name in ("data", "indices", "indptr")]
    return Matrix(columns, *(load_array(file) for file in files))
