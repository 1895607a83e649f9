"""A file out of a multipart request, streamed to disk: never more of it than the limit, in memory less.

Knows nothing of what becomes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from assistant.errors import SourceTooLarge, UploadMissing
from assistant.text import fold

FIELD = b"file"
WRITTEN = 1 << 20  # bytes gathered before they are written
MAX_NAME_BYTES = 120
UNSAFE = re.compile(r"[^\w .,()&'’+=@-]")


@dataclass(frozen=True, slots=True)
class Received:
    """A file on disk and what its sender calls it."""

    file: Path
    name: str


@dataclass(slots=True)
class _Part:
    """What the parser tells, part by part; bytes of the one file wait in `waiting`."""

    header: bytes = b""
    value: bytes = b""
    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str | None = None
    wanted: bool = False
    waiting: bytearray = field(default_factory=bytearray)

    def begin(self) -> None:
        self.headers = {}
        self.wanted = False

    def on_header(self, data: bytes, start: int, end: int) -> None:
        self.header += data[start:end]

    def on_value(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def header_end(self) -> None:
        self.headers[self.header.lower()] = self.value
        self.header = self.value = b""

    def headers_end(self) -> None:
        _, options = parse_options_header(self.headers.get(b"content-disposition", b""))
        if options.get(b"name") == FIELD and b"filename" in options and self.name is None:
            self.name = safe_name(options[b"filename"].decode("utf-8", "replace"))
            self.wanted = True

    def data(self, data: bytes, start: int, end: int) -> None:
        if self.wanted:
            self.waiting += data[start:end]


async def receive_file(request: Request, folder: Path, max_bytes: int) -> Received:
    """The file of the field `file`, written into `folder`.

    A file over the limit is read to its end, so that the browser hears why, but not kept. Raises
    UploadMissing and SourceTooLarge.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise UploadMissing()
    part = _Part()
    parser = MultipartParser(options[b"boundary"], _callbacks(part))
    file = folder / "file"
    size = 0
    with file.open("wb") as stream:
        try:
            async for chunk in request.stream():
                parser.write(chunk)
                if len(part.waiting) >= WRITTEN:
                    size += await _write(part, stream, size, max_bytes)
                if size > 4 * max_bytes:
                    break
            size += await _write(part, stream, size, max_bytes)
        except (FormParserError, ClientDisconnect) as error:
            raise UploadMissing() from error
    if part.name is None:
        raise UploadMissing()
    if size > max_bytes:
        raise SourceTooLarge(
            path=part.name,
            found=f"{size / 1e6:.1f} MB",
            limit=f"{max_bytes / 1e6:.1f} MB",
            setting="AANBOORD_MAX_FILE_MB",
        )
    return Received(file.rename(folder / part.name), part.name)


async def _write(part: _Part, stream: BinaryIO, size: int, max_bytes: int) -> int:
    """Write what waits, unless the file is over its limit; how many bytes there were."""
    data = bytes(part.waiting)
    part.waiting.clear()
    if data and size + len(data) <= max_bytes:
        await run_in_threadpool(stream.write, data)
    return len(data)


def _callbacks(part: _Part) -> Any:
    return {
        "on_part_begin": part.begin,
        "on_header_field": part.on_header,
        "on_header_value": part.on_value,
        "on_header_end": part.header_end,
        "on_headers_finished": part.headers_end,
        "on_part_data": part.data,
    }


def safe_name(name: str) -> str:
    r"""A file's name as its sender knows it, without folders and without what a folder cannot hold.

    >>> safe_name("C:\\plannen\\school plan.pdf"), safe_name("../../etc/passwd"), safe_name("..")
    ('school plan.pdf', 'passwd', 'document')
    """
    last = fold(name.replace("\\", "/").rpartition("/")[2])
    plain = UNSAFE.sub("-", last).strip().rstrip(" .")
    stem, dot, kind = plain.rpartition(".")
    if not dot or len(kind) > 10:
        stem, dot, kind = plain, "", ""
    stem = stem.encode()[:MAX_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"{stem}{dot}{kind}" if stem else "document" + (f".{kind}" if kind else "")
