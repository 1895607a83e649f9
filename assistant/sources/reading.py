"""Paths -> Sources and, for what cannot be read, one error each.

The edge: the only place in this room that opens files. A parser may raise anything on a broken file;
here, and nowhere else, that becomes a SourceDamaged with its cause.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceEncoding,
    SourceError,
    SourceFormat,
    SourceMissing,
    SourceTooLarge,
)
from assistant.records import Source
from assistant.sources.build import Draft, build

FORMATS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}
NAMES = {"pdf": "PDF", "docx": "Word", "markdown": "Markdown", "text": "text"}
OWN_FOLDER, OWN_README = "sources", "readme.md"  # our own note in the drop folder is no document


Known = Mapping[tuple[str, str], Source]
"""Sources by the file they were read from and the digest of its bytes."""


def read_source(path: Path, *, max_pages: int, max_bytes: int, known: Known | None = None) -> Source:
    """The document at `path` as a Source of kind "document". Raises a SourceError."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise SourceFormat(path=path, extension=path.suffix or path.name)
    data = _bytes(path, max_bytes)
    read = known.get((str(path), hashlib.sha256(data).hexdigest())) if known else None
    if read:
        return read
    try:
        draft = _draft(form, data, path, max_pages, max_bytes)
        source = build(draft, data, str(path), form)
    except SourceError:
        raise
    except MemoryError as error:
        raise SourceTooLarge(path=path, found="?", limit="RAM", setting="AANBOORD_MAX_FILE_MB") from error
    except Exception as error:  # the one border with the parsers, which raise all kinds of things
        raise SourceDamaged(path=path, format=NAMES[form], detail=_cause(error)) from error
    if not any(section.end > section.start for section in source.sections):
        raise SourceEmpty(path=path)
    return source


def find_documents(paths: Sequence[Path]) -> list[Path]:
    """The files at `paths`, those of folders at any depth, sorted; each once.

    Hidden files and folders inside a folder are passed over, and so is our own README in a drop
    folder. Files that are given by name, and files of other kinds, stay: they get their error.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _files(path) if path.is_dir() else [path]:
            found.setdefault(file)
    return list(found)


def read_all(
    paths: Sequence[Path], *, max_pages: int, max_bytes: int, known: Known | None = None
) -> tuple[list[Source], list[SourceError]]:
    """The documents at `paths` and the errors of those that cannot be read."""
    sources: list[Source] = []
    errors: list[SourceError] = []
    for path in find_documents(paths):
        try:
            sources.append(read_source(path, max_pages=max_pages, max_bytes=max_bytes, known=known))
        except SourceError as error:
            errors.append(error)
    return sources, errors


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            own = Path(root).name == OWN_FOLDER and name.lower() == OWN_README
            if not name.startswith((".", "~$")) and not own:
                found.append(Path(root, name))
    return sorted(found)


def _bytes(path: Path, max_bytes: int) -> bytes:
    """The file's bytes, never more than `max_bytes`."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise SourceError(path=path, detail="not a file")
        if facts.st_size > max_bytes:
            raise _too_large(path, facts.st_size, max_bytes)
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise SourceMissing(path=path) from error
    except (OSError, ValueError) as error:
        raise SourceError(path=path, detail=_system(error)) from error
    if len(data) > max_bytes:
        raise _too_large(path, len(data), max_bytes)
    if not data:
        raise SourceEmpty(path=path)
    return data


def _too_large(path: Path, found: int, limit: int) -> SourceTooLarge:
    return SourceTooLarge(
        path=path,
        found=f"{found / 2**20:.1f} MB",
        limit=f"{limit / 2**20:.1f} MB",
        setting="AANBOORD_MAX_FILE_MB",
    )


def _system(error: Exception) -> str:
    code = getattr(error, "errno", None)
    return {errno.EACCES: "no permission", errno.EPERM: "no permission"}.get(code or 0, _cause(error))


def _draft(form: str, data: bytes, path: Path, max_pages: int, max_bytes: int) -> Draft:
    """The draft, by format; the parsers are imported only when they are needed."""
    name = _title_of_file(path)
    if form == "pdf":
        from assistant.sources.pdf import read_pdf

        return read_pdf(data, str(path), name, max_pages)
    if form == "docx":
        from assistant.sources.docx import read_docx

        return read_docx(data, str(path), name, max_bytes)
    text = _decoded(data, path)
    read: Callable[[str, str], Draft]
    if form == "markdown":
        from assistant.sources.markdown import read_markdown as read
    else:
        from assistant.sources.plain import read_plain as read
    return read(text, name)


def _decoded(data: bytes, path: Path) -> str:
    """The text of UTF-8 bytes. Raises SourceEncoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceEncoding(path=path) from error


def _title_of_file(path: Path) -> str:
    """A title from a file's name.

    >>> _title_of_file(Path("school_plan-2025.pdf"))
    'school plan 2025'
    """
    return " ".join(re.sub(r"[_\-]+", " ", path.stem).split()) or path.name


def _cause(error: Exception) -> str:
    """What an exception says, on one short line, without the bytes that it stumbled on."""
    text = " ".join(re.split(r" starting with b'|b'", str(error))[0].split())
    return f"{type(error).__name__}: {text[:100]}".rstrip(": ")
