"""Taking the article from a reader: into the folder of sources, and only if it is the article."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.anchors import as_article
from assistant.records import Framework
from assistant.settings import Settings
from assistant.sources import read_source

UNSAFE = re.compile(r"[^\w.-]+")
DOCUMENTS = {".pdf", ".docx", ".md", ".txt"}


def shelve(settings: Settings, name: str, data: bytes) -> Path:
    """Store a file in the first folder of sources, under a name that is free there."""
    folder = next((p for p in settings.sources if p.is_dir()), None)
    if folder is None:
        folder = next((p for p in settings.sources if p.suffix not in DOCUMENTS), settings.home / "sources")
        folder.mkdir(parents=True, exist_ok=True)
    plain = UNSAFE.sub("-", Path(name.replace("\\", "/")).name).strip("-.") or "artikel.pdf"
    file = folder / plain
    number = 2
    while file.exists():
        file = folder / f"{Path(plain).stem}-{number}{Path(plain).suffix}"
        number += 1
    file.write_bytes(data)
    return file


def is_article(file: Path, settings: Settings, framework: Framework) -> bool:
    """Whether the file is the framework's article. Raises the errors of reading."""
    source = read_source(file, max_pages=settings.max_pages, max_bytes=settings.max_file_mb * 1_000_000)
    return as_article(source, framework.claims, framework.article_title).kind == "article"
