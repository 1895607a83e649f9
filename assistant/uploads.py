"""Documents on their way to a shelf: received, read, embedded; each a job that can be watched.

Embedding goes in small turns, so that questions get in between. Knows nothing of requests or pages.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.embeddings import Engine
from assistant.errors import AanboordError, UploadStopped
from assistant.passages import make_passages
from assistant.records import Source
from assistant.shelf import Shelf
from assistant.visitors import Visitors

if TYPE_CHECKING:
    from assistant.embeddings import Vectors

State = Literal["waiting", "reading", "embedding", "done", "failed"]
WORKERS = 2
# How much text is embedded before a question may come in between: a passage, or some sentences; and
# for how long it is let in.
TURN_CHARS = 600
PAUSE_S = 0.003
KEPT = 500  # finished jobs that can still be asked about

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """How far a document is; `done` of `total` passages are embedded."""

    id: str
    visitor: str
    name: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    source: Source | None = None
    known: bool = False
    error: AanboordError | None = None


@dataclass(slots=True)
class _Run:
    job: Job
    stop: threading.Event = field(default_factory=threading.Event)


class Uploads:
    """The jobs of all visitors. Safe to share between threads."""

    def __init__(self, visitors: Visitors, engine: Callable[[], Engine]) -> None:
        self.visitors = visitors
        self._engine = engine
        self._guard = threading.Lock()
        self._runs: OrderedDict[str, _Run] = OrderedDict()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="upload")

    def place(self, visitor: str) -> Path:
        """A new folder of the visitor's to receive one file in; `submit` or `discard` removes it."""
        shelf = self.visitors.shelf(visitor, make=True)
        assert shelf is not None, "only a visitor with an id adds documents"
        folder = shelf.folder / "incoming" / secrets.token_hex(8)
        folder.mkdir(parents=True)
        return folder

    def discard(self, folder: Path) -> None:
        """Remove what was received."""
        shutil.rmtree(folder, ignore_errors=True)

    def submit(self, visitor: str, file: Path, name: str) -> Job:
        """Read, embed and index a received file; the file itself is deleted then."""
        run = _Run(Job(secrets.token_hex(8), visitor, name))
        with self._guard:
            self._runs[run.job.id] = run
            while len(self._runs) > KEPT:
                self._runs.popitem(last=False)
        self._pool.submit(self._work, run, file)
        return run.job

    def job(self, visitor: str, job_id: str) -> Job | None:
        """The visitor's job; None for an unknown one and for somebody else's."""
        run = self._run(visitor, job_id)
        return run.job if run else None

    def running(self, visitor: str) -> list[Job]:
        """The visitor's jobs that are not finished, oldest first."""
        with self._guard:
            jobs = [run.job for run in self._runs.values()]
        return [j for j in jobs if visitor and j.visitor == visitor and j.state not in ("done", "failed")]

    def stop(self, visitor: str, job_id: str) -> None:
        """Stop a job at its next step."""
        run = self._run(visitor, job_id)
        if run:
            run.stop.set()

    def forget(self, visitor: str) -> None:
        """Stop and forget all jobs of a visitor."""
        with self._guard:
            for job_id in [i for i, run in self._runs.items() if run.job.visitor == visitor]:
                self._runs.pop(job_id).stop.set()

    def remove(self, visitor: str, source_id: str) -> bool:
        """Take a document off the visitor's shelf; False where it is not there."""
        shelf = self.visitors.shelf(visitor)
        if shelf is None:
            return False
        shelf.touch()
        shelf.remove(source_id, self._engine)
        return True

    def _run(self, visitor: str, job_id: str) -> _Run | None:
        with self._guard:
            run = self._runs.get(job_id)
        return run if run and visitor and secrets.compare_digest(run.job.visitor, visitor) else None

    def _work(self, run: _Run, file: Path) -> None:
        try:
            end = self._add(run, file)
        except AanboordError as error:
            end = replace(run.job, state="failed", error=error)
        except Exception as error:  # the door of this thread: whatever it is, the visitor hears of it
            log.exception("upload")
            end = replace(run.job, state="failed", error=AanboordError(detail=type(error).__name__))
        self.discard(file.parent)
        run.job = end

    def _add(self, run: _Run, file: Path) -> Job:
        shelf = self.visitors.shelf(run.job.visitor)
        if shelf is None or not file.exists():
            raise UploadStopped()
        self._check(run, shelf)
        run.job = replace(run.job, state="reading")

        def on_text(source: Source) -> None:
            self._check(run, shelf)
            run.job = replace(run.job, state="embedding", total=len(make_passages(source)))

        def progress(done: int, total: int) -> None:
            self._check(run, shelf)
            patient.told(done, total)

        def share(part: float) -> None:
            self._check(run, shelf)
            run.job = replace(run.job, done=min(run.job.total, round(part * run.job.total)))

        patient = PatientEngine(self._engine(), share)
        added = shelf.add(file, run.job.name, self.visitors.limits, lambda: patient, on_text, progress)
        total = run.job.total
        return replace(run.job, state="done", done=total, total=total, source=added.source, known=added.known)

    def _check(self, run: _Run, shelf: Shelf) -> None:
        if run.stop.is_set() or shelf.gone:
            raise UploadStopped()
        shelf.touch()


class PatientEngine(Engine):
    """An engine that embeds a few texts at a time and lets questions in between.

    `share` hears which part of the work is done, from 0 to 1, and may raise to stop.
    """

    def __init__(self, engine: Engine, share: Callable[[float], None]) -> None:
        self._engine = engine
        self._share = share
        self._first: int | None = None
        self._left = 0
        self._embedded = 0
        self.fingerprint = engine.fingerprint
        self.dimensions = engine.dimensions

    def told(self, done: int, total: int) -> None:
        """What the index says of its progress: the first time, how much there is to do."""
        if self._first is None and total > 1:
            self._first, self._left = done, total - done

    def passages(self, texts: list[str]) -> Vectors:
        import numpy as np

        rows: list[Vectors] = []
        for turn in turns(texts):
            rows.append(self._engine.passages(turn))
            self._embedded += len(rows[-1])
            if self._left:
                self._share(min(1.0, self._embedded / self._left))
            time.sleep(PAUSE_S)
        return np.concatenate(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def question(self, text: str) -> Vectors:
        return self._engine.question(text)


def turns(texts: list[str], chars: int = TURN_CHARS) -> Iterator[list[str]]:
    """The texts in order, a few at a time: at most `chars` together, a longer text alone.

    >>> list(turns(["aaa", "bb", "c", "dddddd"], 5))
    [['aaa', 'bb'], ['c'], ['dddddd']]
    """
    turn: list[str] = []
    for text in texts:
        if turn and sum(map(len, turn)) + len(text) > chars:
            yield turn
            turn = []
        turn.append(text)
    if turn:
        yield turn
