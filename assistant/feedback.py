"""Verdicts of visitors, a line each in `home/feedback.jsonl`: no names, and erased when asked.

A line holds a hash of the random visitor id, so that only that visitor's cookie finds it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.records import Answer

MAX_REASON = 1000
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a visitor thought of an answer."""

    at: str
    visitor: str
    answer: str
    thumb: Literal["up", "down"]
    reason: str
    question: str
    lang: str
    role: str
    status: str
    claims: tuple[str, ...]


def mark(visitor: str) -> str:
    """The visitor as the file knows them."""
    return hashlib.blake2b(visitor.encode(), digest_size=12, person=b"aanboord").hexdigest()


def verdict(visitor: str, told_id: str, answer: Answer, thumb: Literal["up", "down"], reason: str) -> Verdict:
    """A verdict on the answer that was told under that id, made now."""
    return Verdict(
        datetime.now(UTC).isoformat(timespec="seconds"),
        mark(visitor),
        told_id,
        thumb,
        reason.strip()[:MAX_REASON],
        answer.question,
        answer.language,
        answer.role,
        answer.status,
        tuple(dict.fromkeys(c.claim_id for c in answer.citations if c.claim_id)),
    )


def store(file: Path, entry: Verdict) -> None:
    """Add a verdict in the place of an earlier one on the same answer; the file is for its owner only."""
    line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
    with _LOCK:
        _erase(file, f'"visitor": "{entry.visitor}", "answer": "{entry.answer}"')
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as out:
            out.write(line)


def withdraw(file: Path, visitor: str, told_id: str) -> int:
    """Erase the visitor's verdict on one answer; how many there were."""
    with _LOCK:
        return _erase(file, f'"visitor": "{mark(visitor)}", "answer": "{told_id}"')


def forget(file: Path, visitor: str) -> int:
    """Erase the visitor's verdicts; how many there were."""
    with _LOCK:
        return _erase(file, f'"visitor": "{mark(visitor)}"')


def _erase(file: Path, holding: str) -> int:
    """Erase the lines that hold this; a visitor's own words hold no bare quotation mark, so none match."""
    if not file.is_file():
        return 0
    lines = file.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if holding not in line]
    if len(kept) < len(lines):
        new = file.with_suffix(".new")
        new.write_text("".join(kept), "utf-8")
        new.chmod(0o600)
        new.replace(file)
    return len(lines) - len(kept)
