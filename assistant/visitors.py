"""Who is visiting, told by a signed cookie, and each visitor's own shelf of documents.

A shelf is reached only with the visitor's id, which stands nowhere on disk: the folder's name is a
keyed hash of it. A shelf goes when its visitor asks for it, and some time after the last use.
Knows nothing of requests or pages.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from assistant.books import Book
from assistant.embeddings import engine_key
from assistant.settings import Settings
from assistant.shelf import Limits, Shelf, remove_folder

COOKIE = "aanboord_visitor"
SALT = "visitor"
SWEEP_S = 60.0


class Visitors:
    """All visitors' shelves. Safe to share between threads; makes files only when it has to."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.home / "visitors"
        self.limits = Limits(settings.max_pages, settings.max_file_mb * 1_000_000)
        self.expires_s = settings.upload_minutes * 60.0
        self._secret_file = settings.home / "visitor.secret"
        self._embedding = settings.embedding
        self._guard = threading.Lock()
        self._key = b""
        self._shelves: dict[str, Shelf] = {}
        self._stop = threading.Event()
        self._timer: threading.Thread | None = None

    def read(self, cookies: Mapping[str, str]) -> str:
        """The id in the cookie, "" where there is none or where we did not sign it."""
        value = cookies.get(COOKIE, "")
        if not value or len(value) > 200:
            return ""
        try:
            visitor = self._signer().loads(value)
        except BadSignature:
            return ""
        return visitor if isinstance(visitor, str) else ""

    def issue(self) -> tuple[str, str]:
        """A new visitor: the id and the cookie that carries it."""
        visitor = secrets.token_urlsafe(18)
        value = self._signer().dumps(visitor)
        return visitor, value if isinstance(value, str) else value.decode()

    def book(self, visitor: str) -> Book | None:
        """The index of the visitor's own documents, None where there are none."""
        shelf = self.shelf(visitor)
        if shelf is None:
            return None
        shelf.touch()
        return shelf.book()

    def shelf(self, visitor: str, *, make: bool = False) -> Shelf | None:
        """The visitor's shelf; without `make`, None where nothing was ever put on it."""
        if not visitor:
            return None
        self.sweep()
        name = self._name(visitor)
        folder = self.folder / name
        with self._guard:
            shelf = self._shelves.get(name)
            if shelf is None and (make or folder.is_dir()):
                shelf = self._shelves[name] = Shelf(folder, engine_key(self._embedding))
            if shelf is not None and make:
                self._make(folder)
                shelf.touch()
        return shelf

    def forget(self, visitor: str) -> None:
        """Delete everything that the visitor added, for good."""
        if visitor:
            self._drop(self._name(visitor))

    def sweep(self) -> None:
        """Delete the shelves that were not used for the set time."""
        if not self.folder.is_dir():
            return
        now = time.time()
        for folder in self.folder.iterdir():
            if now - _used(folder) > self.expires_s:
                self._drop(folder.name)

    def start(self) -> None:
        """Sweep from time to time, also while nobody comes."""
        with self._guard:
            if self._timer is None:
                self._stop.clear()
                self._timer = threading.Thread(target=self._tick, name="visitors", daemon=True)
                self._timer.start()

    def close(self) -> None:
        """Stop sweeping."""
        self._stop.set()
        with self._guard:
            self._timer = None

    def _tick(self) -> None:
        while not self._stop.wait(min(SWEEP_S, self.expires_s / 4)):
            # A folder that cannot be read now is tried again at the next tick.
            with contextlib.suppress(OSError):
                self.sweep()

    def _drop(self, name: str) -> None:
        with self._guard:
            shelf = self._shelves.pop(name, None)
        if shelf:
            shelf.forget()
        remove_folder(self.folder / name)

    def _make(self, folder: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)

    def _name(self, visitor: str) -> str:
        return hmac.new(self._secret(), visitor.encode(), hashlib.sha256).hexdigest()[:40]

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self._secret(), salt=SALT)

    def _secret(self) -> bytes:
        """The key of this home, made once; two processes agree on it."""
        if not self._key:
            with self._guard:
                self._key = self._key or _kept_secret(self._secret_file)
        return self._key


def _used(folder: Path) -> float:
    """When a shelf was last used; a folder without that mark counts from its making."""
    try:
        mark = folder / "used"
        return (mark if mark.exists() else folder).stat().st_mtime
    except OSError:
        return time.time()


def _kept_secret(file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    if not file.exists():
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_hex(32).encode())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)  # whoever comes first decides
        fresh.unlink()
    return file.read_bytes()
