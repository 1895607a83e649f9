"""The readings of a build: placed in its article, with their vectors in 8 bits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from pydantic import TypeAdapter, ValidationError

from assistant.errors import IndexDamaged
from assistant.index.arrays import load_arrays
from assistant.index.entries import Entry
from assistant.index.prepared import in_bytes
from assistant.readings import NO_READINGS, Reading, Readings

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXTS, VECTORS = "readings.json", "readings.npz"
_READINGS = TypeAdapter(tuple[Reading, ...])


def reading_entries(readings: Sequence[Reading]) -> list[Entry]:
    """What is embedded of the readings; none of it is found by a question."""
    return [Entry(r.id, "reading", r.id, r.text, r.lang) for r in readings]


def write_readings(folder: Path, placed: Sequence[Reading], vectors: NDArray[np.float32]) -> None:
    """Into the folder of a build; nothing where there are none."""
    if not placed:
        return
    values, scales = in_bytes(vectors)
    (folder / TEXTS).write_bytes(_READINGS.dump_json(tuple(placed)))
    with (folder / VECTORS).open("wb") as stream:
        np.savez(stream, values=values, scales=scales)


def read_readings(folder: Path) -> Readings:
    """As written, none where none were. Raises IndexDamaged."""
    if not (folder / TEXTS).exists():
        return NO_READINGS
    try:
        placed = _READINGS.validate_json((folder / TEXTS).read_bytes())
        kept = load_arrays(folder / VECTORS)
        vectors = kept["values"].astype(np.float32) * kept["scales"][:, None]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, ValidationError) as error:
        raise IndexDamaged(detail=str(error)) from error
    return Readings(placed, vectors)
