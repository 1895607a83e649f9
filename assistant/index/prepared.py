"""The framework's vectors as the project brings them, so that a first index takes seconds.

In `corpus/prepared/`, one folder an engine, made by `make prepared`: vectors in 8 bits with a scale
each, and the probes learned from them. What is not there, for another engine or after the framework
changed, is embedded as any other text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.index.arrays import load_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "prepared"
PROBES = "probes.npz"
# Keys are cut to this many bytes: enough to tell a million texts apart.
KEY_BYTES = 12


@dataclass(frozen=True, slots=True)
class Prepared:
    """Vectors in 8 bits by the beginning of their key."""

    rows: dict[bytes, int]
    values: NDArray[np.int8]
    scales: NDArray[np.float32]

    def vector(self, key: bytes) -> NDArray[np.float32] | None:
        """The unit vector under a key, where there is one."""
        row = self.rows.get(key[:KEY_BYTES])
        if row is None:
            return None
        found: NDArray[np.float32] = self.values[row].astype(np.float32) * self.scales[row]
        return found


def prepared_folder(fingerprint: str) -> Path:
    """Where an engine's vectors are brought."""
    return FOLDER / fingerprint


@cache
def load_prepared(fingerprint: str) -> Prepared:
    """All vectors that the project brings for an engine; none for most."""
    parts = [_read(file) for file in sorted(prepared_folder(fingerprint).glob("vectors-*.npz"))]
    keys = [key for names, _, _ in parts for key in names]
    if not keys:
        return Prepared({}, np.zeros((0, 0), np.int8), np.zeros(0, np.float32))
    return Prepared(
        {key: row for row, key in enumerate(keys)},
        np.vstack([values for _, values, _ in parts]),
        np.concatenate([scales for _, _, scales in parts]),
    )


def _read(file: Path) -> tuple[list[bytes], NDArray[np.int8], NDArray[np.float32]]:
    kept = load_arrays(file)
    return [bytes(row) for row in kept["keys"]], kept["values"], kept["scales"]


def write_prepared(file: Path, keys: Iterable[bytes], vectors: Sequence[NDArray[np.float32]]) -> None:
    """Keys and vectors into one file."""
    values, scales = in_bytes(np.stack(list(vectors)))
    names = np.array([list(key[:KEY_BYTES]) for key in keys], dtype=np.uint8)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        np.savez(stream, keys=names, values=values, scales=scales)


def in_bytes(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows in 8 bits with a scale each: what is lost of a cosine is less than a thousandth."""
    scales = (np.abs(matrix).max(axis=1) / 127).astype(np.float32)
    return np.round(matrix / scales[:, None]).astype(np.int8), scales
