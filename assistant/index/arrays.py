"""Arrays from files, one reader at a time.

numpy parses a file's header with `ast`, whose count of depth CPython 3.11 shares between threads: two
that read at once may fail with “AST constructor recursion depth mismatch” (python/cpython#106905).
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_reading = threading.Lock()


def load_array(file: Path) -> NDArray[Any]:
    """The array in an `.npy` file. Raises OSError, ValueError or EOFError."""
    with _reading:
        found: NDArray[Any] = np.load(file, allow_pickle=False)
        return found


def load_arrays(file: Path) -> dict[str, NDArray[Any]]:
    """The arrays in an `.npz` file, by name. Raises OSError, ValueError, EOFError or BadZipFile."""
    with _reading, np.load(file, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}
