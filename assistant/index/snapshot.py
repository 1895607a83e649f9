"""Builds on disk: each a folder of its own, and one small file that says which one counts.

A build is written beside the others and becomes current by one atomic rename; a build that was
killed half-way is never named by that file and is swept away by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import IndexDamaged, IndexMissing
from assistant.records import Anchor, Framework, Lang, Passage, Source

# Raised when the layout or what is embedded changes: an older build is then outdated.
VERSION = 5
GRACE_S = 600.0
DIGESTS = "digests.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made of."""

    version: int
    build: str
    engine: str
    engine_key: str
    dimensions: int
    entries: int
    inputs: str
    duplicates: dict[str, str]


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a build."""

    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    framework: Framework
    anchors: tuple[Anchor, ...]


_MANIFEST = TypeAdapter(Manifest)
_RECORDS = TypeAdapter(Records)
_HUBS: TypeAdapter[dict[Lang, dict[str, float]]] = TypeAdapter(dict[Lang, dict[str, float]])


def index_folder(home: Path) -> Path:
    """Where the builds are."""
    return home / "index"


def new_build(home: Path) -> Path:
    """An empty folder for a build that is about to begin."""
    folder = index_folder(home) / f"build-{int(time.time())}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


def write_records(folder: Path, manifest: Manifest, records: Records) -> None:
    """The records, then the manifest: a folder with a manifest is whole."""
    (folder / "records.json").write_bytes(_RECORDS.dump_json(records))
    (folder / "manifest.json").write_bytes(_MANIFEST.dump_json(manifest))


def write_hubs(folder: Path, hubs: dict[Lang, dict[str, float]]) -> None:
    """What to take off each entry's similarity, by language of the question."""
    (folder / "hubs.json").write_text(json.dumps(hubs), "utf-8")


def read_hubs(folder: Path) -> dict[Lang, dict[str, float]]:
    """As written. Raises IndexDamaged."""
    found: dict[Lang, dict[str, float]] = _load(_HUBS, folder / "hubs.json")
    return found


def write_digests(folder: Path) -> None:
    """What the files of a finished build hold, so that damage is seen before it misleads.

    Left out: Chroma's database, into which readers write (`vectors.check` looks at it), and the
    files of a graph so small that Chroma keeps it in that database.
    """
    small = {f.parent for f in folder.rglob("data_level0.bin") if not (f.parent / "index_metadata.pickle").exists()}
    kept = (f for f in folder.rglob("*") if f.is_file() and ".sqlite3" not in f.name and f.parent not in small)
    found = {str(f.relative_to(folder)): _digest(f) for f in kept}
    (folder / DIGESTS).write_text(json.dumps(found), "utf-8")


def check(folder: Path) -> None:
    """Raise IndexDamaged where a file is not what was written."""
    try:
        written = json.loads((folder / DIGESTS).read_text("utf-8"))
        changed = next((name for name, digest in written.items() if _digest(folder / name) != digest), None)
    except (OSError, ValueError, AttributeError) as error:
        raise IndexDamaged(detail=str(error)) from error
    if changed:
        raise IndexDamaged(detail=f"{changed} changed")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def make_current(home: Path, folder: Path) -> None:
    """From here on this build answers."""
    _sync(folder)
    pointer = index_folder(home) / "current.json"
    fresh = pointer.with_name(f"current.{secrets.token_hex(4)}.tmp")
    with fresh.open("w", encoding="utf-8") as stream:
        json.dump({"build": folder.name}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(pointer)


def _sync(folder: Path) -> None:
    for file in (folder / "records.json", folder / "manifest.json"):
        with file.open("rb") as stream:
            os.fsync(stream.fileno())


def sweep(home: Path, keep: Sequence[str], grace_s: float = GRACE_S) -> None:
    """Remove builds that are not current. A process may still read one: those under `grace_s` are left."""
    for folder in index_folder(home).glob("build-*"):
        manifest = folder / "manifest.json"
        whole = manifest.exists()
        age = time.time() - (manifest if whole else folder).stat().st_mtime
        if folder.name not in keep and (not whole or age > grace_s):
            shutil.rmtree(folder, ignore_errors=True)
    for file in index_folder(home).glob("current.*.tmp"):
        file.unlink(missing_ok=True)


def current_build(home: Path) -> Path:
    """The folder of the build that answers. Raises IndexMissing or IndexDamaged."""
    pointer = index_folder(home) / "current.json"
    try:
        name = json.loads(pointer.read_text("utf-8"))["build"]
    except FileNotFoundError as error:
        raise IndexMissing() from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(detail=f"current.json: {error}") from error
    folder = index_folder(home) / str(name)
    if not folder.is_dir():
        raise IndexDamaged(detail=f"{name} is gone")
    return folder


def read_manifest(folder: Path) -> Manifest:
    """What the build was made of. Raises IndexDamaged."""
    manifest: Manifest = _load(_MANIFEST, folder / "manifest.json")
    return manifest


def read_records(folder: Path) -> Records:
    """The build's records. Raises IndexDamaged."""
    records: Records = _load(_RECORDS, folder / "records.json")
    return records


def _load(adapter: TypeAdapter[Any], file: Path) -> Any:
    try:
        return adapter.validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexDamaged(detail=f"{file.name}: {str(error).splitlines()[0]}") from error
