"""What a vector index writes beside its vectors: memory that it never filled, blanked before it is kept.

hnswlib writes its file for a hundred vectors before there is one, as the memory came: pieces of
whatever the process held before, of another visitor's document too.
"""

from __future__ import annotations

import struct
from pathlib import Path

# hnswlib's header, as far as it matters: its version, an offset, vectors that fit, vectors that are
# there, bytes for each.
HEADER = struct.Struct("<i4Q")
LINKS = 4  # bytes that say how many links a vector has above the ground


def blank(folder: Path) -> int:
    """Overwrite the unfilled part of every vector file under `folder`; how many bytes that were."""
    return sum(_blank(header) for header in folder.rglob("header.bin"))


def _blank(header: Path) -> int:
    version, _, room, count, size = HEADER.unpack_from(header.read_bytes())
    unfilled = 0
    for name, each in (("data_level0.bin", size), ("length.bin", LINKS)):
        file = header.with_name(name)
        length = file.stat().st_size
        if version != 1 or count > room or length not in (room * each, count * each):
            raise ValueError(f"{name}: {length} bytes, {count} of {room} vectors of {each} expected")
        rest = length - count * each
        if rest:
            with file.open("r+b") as stream:
                stream.seek(count * each)
                stream.write(bytes(rest))
        unfilled += rest
    return unfilled
