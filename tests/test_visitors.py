"""Visitors: signed cookies, shelves apart, and deleting that deletes."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.embeddings import Engine
from assistant.errors import IndexDamaged, SourceDamaged, SourceFormat, UploadsFull, UploadTooLong, UploadUnknown
from assistant.index import Index, open_index
from assistant.settings import Settings
from assistant.shelf import Limits, Shelf
from assistant.uploads import Job, PatientEngine, Uploads
from assistant.visitors import COOKIE, Visitors

if TYPE_CHECKING:
    from assistant.embeddings import Vectors

PLAN = """# Afspraken over de moestuin

De tuinploeg geeft op dinsdag water. Wie niet kan komen, ruilt met een collega.

## Sleutels

De sleutel van het tuinhuis hangt bij de conciërge.
"""
OTHER = """# Afspraken over het fietsatelier

De vierde klas herstelt elke vrijdag twee fietsen. Het gereedschap blijft in de kast.
"""


class HashEngine(Engine):
    """A small engine: a vector from the text's hash. Counts what it embeds."""

    fingerprint = "hash-8"
    dimensions = 8

    def __init__(self, wait: threading.Event | None = None) -> None:
        self.texts: list[str] = []
        self.wait = wait

    def passages(self, texts: list[str]) -> Vectors:
        if self.wait:
            self.wait.wait(10)
        self.texts += texts
        rows = [np.frombuffer(hashlib.sha256(t.encode()).digest()[:8], np.uint8) for t in texts]
        found = np.stack(rows).astype(np.float32) + 1
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)

    def question(self, text: str) -> Vectors:
        return self.passages([text])[0]


def settings(home: Path, **more: object) -> Settings:
    return Settings(home=home, sources=(), **more)  # type: ignore[arg-type]


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    return Visitors(settings(tmp_path))


@pytest.fixture
def engine() -> HashEngine:
    return HashEngine()


@pytest.fixture
def uploads(visitors: Visitors, engine: HashEngine) -> Iterator[Uploads]:
    yield Uploads(visitors, lambda: engine)


def send(uploads: Uploads, visitor: str, text: str, name: str = "plan.md") -> Job:
    file = uploads.place(visitor) / name
    file.write_text(text, "utf-8")
    return finished(uploads, uploads.submit(visitor, file, name))


def finished(uploads: Uploads, job: Job) -> Job:
    for _ in range(400):
        now = uploads.job(job.visitor, job.id)
        assert now is not None
        if now.state in ("done", "failed"):
            return now
        time.sleep(0.02)
    raise AssertionError("the job does not end")


def everything_in(folder: Path) -> bytes:
    """All bytes under a folder, also while it is being emptied."""
    found = b""
    for root, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                found += Path(root, name).read_bytes()
    return found


def until(true: object, seconds: float = 5) -> bool:
    assert callable(true)
    end = time.time() + seconds
    while time.time() < end:
        if true():
            return True
        gc.collect()
        time.sleep(0.02)
    return bool(true())


# Cookies


def test_a_cookie_names_its_visitor(visitors: Visitors) -> None:
    visitor, cookie = visitors.issue()
    assert visitors.read({COOKIE: cookie}) == visitor
    assert visitors.issue()[0] != visitor


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "x" * 5000, "é☃", "null", "[]"])
def test_a_forged_cookie_names_nobody(visitors: Visitors, cookie: str) -> None:
    assert visitors.read({COOKIE: cookie}) == ""
    good = visitors.issue()[1]
    assert visitors.read({COOKIE: good[:-2] + ("aa" if good[-2:] != "aa" else "bb")}) == ""
    assert visitors.read({}) == ""


def test_the_secret_is_for_the_owner_only_and_outlives_a_restart(tmp_path: Path) -> None:
    visitor, cookie = Visitors(settings(tmp_path)).issue()
    mode = stat.S_IMODE((tmp_path / "visitor.secret").stat().st_mode)
    assert mode == 0o600
    assert Visitors(settings(tmp_path)).read({COOKIE: cookie}) == visitor
    assert Visitors(settings(tmp_path / "other")).read({COOKIE: cookie}) == ""


def test_the_folder_does_not_tell_the_visitor(visitors: Visitors, uploads: Uploads) -> None:
    visitor, cookie = visitors.issue()
    send(uploads, visitor, PLAN)
    names = [f.name for f in visitors.folder.rglob("*")]
    assert not any(visitor in n or cookie in n for n in names)
    assert stat.S_IMODE(visitors.folder.stat().st_mode) == 0o700


# Shelves


def test_a_document_becomes_an_index_of_its_own(visitors: Visitors, uploads: Uploads) -> None:
    visitor, _ = visitors.issue()
    assert visitors.book(visitor) is None
    job = send(uploads, visitor, PLAN)
    assert (job.state, job.error, job.done) == ("done", None, job.total)
    assert job.total >= 2
    book = visitors.book(visitor)
    assert book is not None
    (source,) = book.index.sources
    assert (source.title, source.kind, source.origin) == ("Afspraken over de moestuin", "document", "plan.md")
    assert book.index.claims == {}
    passage = next(iter(book.index.passages.values()))
    assert source.text[passage.start : passage.end] == passage.text


def test_the_article_is_a_document_like_any_other_on_a_shelf(visitors: Visitors, uploads: Uploads) -> None:
    visitor, _ = visitors.issue()
    send(
        uploads,
        visitor,
        "# Schoolbeleid dat leerkrachten aan boord houdt!\n\nEen zin van ons over de titel.\n",
    )
    book = visitors.book(visitor)
    assert book is not None and [s.kind for s in book.index.sources] == ["document"]


def test_two_visitors_never_see_each_others_documents(visitors: Visitors, uploads: Uploads) -> None:
    one, two = visitors.issue()[0], visitors.issue()[0]
    job = send(uploads, one, PLAN)
    send(uploads, two, OTHER)
    first, second = visitors.book(one), visitors.book(two)
    assert first is not None and second is not None
    assert not set(first.index.passages) & set(second.index.passages)
    assert "tuinploeg" not in "".join(s.text for s in second.index.sources)
    assert uploads.job(two, job.id) is None
    assert uploads.job("", job.id) is None


def test_vectors_and_files_stay_inside_the_visitors_folder(
    visitors: Visitors, uploads: Uploads, tmp_path: Path
) -> None:
    visitor, _ = visitors.issue()
    send(uploads, visitor, PLAN)
    assert {p.name for p in tmp_path.iterdir()} == {"visitors", "visitor.secret"}
    (folder,) = visitors.folder.iterdir()
    assert (folder / "vectors.sqlite").exists()
    assert list((folder / "incoming").iterdir()) == [], "the file itself is not kept"


def test_forgetting_deletes_everything(visitors: Visitors, uploads: Uploads) -> None:
    one, two = visitors.issue()[0], visitors.issue()[0]
    send(uploads, one, PLAN)
    send(uploads, two, OTHER)
    visitors.forget(one)
    assert visitors.book(one) is None
    assert b"tuinploeg" not in everything_in(visitors.folder)
    assert b"fietsatelier" in everything_in(visitors.folder)
    assert visitors.book(two) is not None


def test_removing_one_document_leaves_nothing_of_it(visitors: Visitors, uploads: Uploads, engine: HashEngine) -> None:
    visitor, _ = visitors.issue()
    gone = send(uploads, visitor, PLAN).source
    send(uploads, visitor, OTHER, "fiets.md")
    assert gone is not None
    before = len(engine.texts)
    assert uploads.remove(visitor, gone.id)
    assert len(engine.texts) == before, "what stays is not embedded again"
    book = visitors.book(visitor)
    assert book is not None
    assert [s.title for s in book.index.sources] == ["Afspraken over het fietsatelier"]
    assert until(lambda: b"tuinploeg" not in everything_in(visitors.folder))
    with pytest.raises(UploadUnknown):
        uploads.remove(visitor, gone.id)


def test_removing_the_last_document_leaves_no_index(visitors: Visitors, uploads: Uploads) -> None:
    visitor, _ = visitors.issue()
    source = send(uploads, visitor, PLAN).source
    assert source is not None
    uploads.remove(visitor, source.id)
    assert visitors.book(visitor) is None
    assert until(lambda: b"tuinploeg" not in everything_in(visitors.folder))
    assert send(uploads, visitor, PLAN).state == "done"


def test_a_reader_may_finish_while_documents_change(visitors: Visitors, uploads: Uploads, engine: HashEngine) -> None:
    visitor, _ = visitors.issue()
    send(uploads, visitor, PLAN)
    book = visitors.book(visitor)
    assert book is not None
    send(uploads, visitor, OTHER, "fiets.md")
    assert book.index.nearest(engine.question("water"), 3, "nl"), "the earlier build still answers"
    new = visitors.book(visitor)
    assert new is not None and len(new.index.sources) == 2
    builds = visitors.folder.glob("*/index/build-*")
    assert len(list(builds)) == 2
    del book
    assert until(lambda: len(list(visitors.folder.glob("*/index/build-*"))) == 1)


def test_documents_are_still_there_after_a_restart(visitors: Visitors, uploads: Uploads, tmp_path: Path) -> None:
    visitor, _ = visitors.issue()
    send(uploads, visitor, PLAN)
    book = Visitors(settings(tmp_path)).book(visitor)
    assert book is not None and len(book.index.sources) == 1


def test_an_index_of_another_engine_is_dropped(visitors: Visitors, uploads: Uploads, tmp_path: Path) -> None:
    visitor, _ = visitors.issue()
    send(uploads, visitor, PLAN)
    other = Visitors(settings(tmp_path, embedding="sentence-transformers:some-model"))
    assert other.book(visitor) is None
    assert b"tuinploeg" not in everything_in(visitors.folder)


def test_a_database_that_is_busy_costs_nobody_a_document(
    visitors: Visitors, uploads: Uploads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, _ = visitors.issue()
    send(uploads, visitor, PLAN)
    tries: list[Path] = []

    def busy_once(folder: Path) -> Index:
        tries.append(folder)
        if len(tries) == 1:
            raise IndexDamaged(detail="database is locked")
        return open_index(folder)

    monkeypatch.setattr("assistant.shelf.open_index", busy_once)
    assert Visitors(settings(tmp_path)).book(visitor) is not None


# Expiry


def test_a_shelf_goes_some_time_after_its_last_use(tmp_path: Path, engine: HashEngine) -> None:
    visitors = Visitors(settings(tmp_path, upload_minutes=1))
    uploads = Uploads(visitors, lambda: engine)
    old, young = visitors.issue()[0], visitors.issue()[0]
    send(uploads, old, PLAN)
    send(uploads, young, OTHER)
    for mark in visitors.folder.glob("*/used"):
        if b"tuinploeg" in everything_in(mark.parent):
            os.utime(mark, (time.time() - 61, time.time() - 61))
    visitors.sweep()
    assert b"tuinploeg" not in everything_in(visitors.folder)
    assert visitors.book(old) is None
    assert visitors.book(young) is not None


def test_nothing_of_one_visitor_is_left_in_another_one_s_files(tmp_path: Path, engine: HashEngine) -> None:
    """hnswlib writes memory that it never filled; what stood there before belongs to somebody else."""
    visitors = Visitors(settings(tmp_path))
    uploads = Uploads(visitors, lambda: engine)
    visitor = visitors.issue()[0]
    send(uploads, visitor, PLAN)
    for name in ("data_level0.bin", "length.bin"):
        (file,) = visitors.folder.rglob(name)
        assert file.stat().st_size > 0
        assert set(file.read_bytes()) == {0}, name
    assert visitors.book(visitor) is not None


def test_a_timer_sweeps_while_nobody_comes(tmp_path: Path, engine: HashEngine) -> None:
    visitors = Visitors(settings(tmp_path, upload_minutes=1))
    send(Uploads(visitors, lambda: engine), visitors.issue()[0], PLAN)
    visitors.expires_s = 0.2
    visitors.start()
    try:
        assert until(lambda: list(visitors.folder.iterdir()) == [])
    finally:
        visitors.close()


# Jobs


def test_progress_goes_up_by_passage(visitors: Visitors) -> None:
    class Watched(HashEngine):
        def passages(self, texts: list[str]) -> Vectors:
            assert len(texts) == 1 or sum(map(len, texts)) <= 600, "questions get in between"
            now = uploads._runs[next(reversed(uploads._runs))].job
            seen.append((now.done, now.total))
            return super().passages(texts)

    seen: list[tuple[int, int]] = []
    uploads = Uploads(visitors, Watched)
    text = "\n\n".join(
        f"# Deel {n}\n\nZin {n} gaat over plank {n}. "
        + "".join(f"En nog een over doos {n} en {m}. " for m in range(12))
        for n in range(30)
    )
    job = send(uploads, visitors.issue()[0], text)
    assert job.done == job.total == 30
    assert seen == sorted(seen)
    assert len({done for done, _ in seen}) > 10
    assert all(total == 30 for _, total in seen)


def test_the_same_text_twice_is_one_document(visitors: Visitors, uploads: Uploads) -> None:
    visitor, _ = visitors.issue()
    send(uploads, visitor, PLAN)
    again = send(uploads, visitor, PLAN + "\n", "kopie.md")
    assert (again.state, again.known) == ("done", True)
    book = visitors.book(visitor)
    assert book is not None and len(book.index.sources) == 1


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [("plan.pdf", b"%PDF-1.4 broken", SourceDamaged), ("plan.exe", b"MZ", SourceFormat)],
)
def test_an_error_speaks_of_the_visitors_file_and_of_no_folder(
    visitors: Visitors, uploads: Uploads, tmp_path: Path, name: str, data: bytes, error: type
) -> None:
    visitor, _ = visitors.issue()
    file = uploads.place(visitor) / name
    file.write_bytes(data)
    job = finished(uploads, uploads.submit(visitor, file, name))
    assert job.state == "failed"
    assert isinstance(job.error, error)
    assert job.error.line("nl").startswith(name)
    assert str(tmp_path) not in job.error.line("nl") + job.error.line("en")
    assert until(lambda: not file.parent.exists())


def test_there_is_a_limit_to_a_shelf(tmp_path: Path, engine: HashEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path / "shelf", "k")
    limits = Limits(10, 10_000)
    (tmp_path / "a.md").write_text(PLAN, "utf-8")
    (tmp_path / "b.md").write_text(OTHER, "utf-8")
    monkeypatch.setattr("assistant.shelf.MAX_CHARS", 50)
    with pytest.raises(UploadTooLong):
        shelf.add(tmp_path / "a.md", "a.md", limits, lambda: engine)
    monkeypatch.setattr("assistant.shelf.MAX_CHARS", 5000)
    monkeypatch.setattr("assistant.shelf.MAX_DOCUMENTS", 1)
    shelf.add(tmp_path / "a.md", "a.md", limits, lambda: engine)
    with pytest.raises(UploadsFull):
        shelf.add(tmp_path / "b.md", "b.md", limits, lambda: engine)


@pytest.mark.parametrize("how", ["forget", "stop"])
def test_what_is_being_added_stops(visitors: Visitors, how: str) -> None:
    gate = threading.Event()
    engine = HashEngine(gate)
    uploads = Uploads(visitors, lambda: engine)
    visitor, _ = visitors.issue()
    file = uploads.place(visitor) / "plan.md"
    file.write_text(PLAN, "utf-8")
    job = uploads.submit(visitor, file, "plan.md")
    assert until(lambda: (uploads.job(visitor, job.id) or job).state == "embedding")
    visitors.forget(visitor) if how == "forget" else uploads.stop(visitor, job.id)
    gate.set()
    last = finished(uploads, job)
    assert last.state == "failed" and last.error is not None and last.error.code == "upload_stopped"
    assert visitors.book(visitor) is None
    assert until(lambda: b"tuinploeg" not in everything_in(visitors.folder))


def test_many_at_once(visitors: Visitors, uploads: Uploads) -> None:
    ids = [visitors.issue()[0] for _ in range(6)]
    jobs: list[Job] = []

    def go(number: int) -> None:
        jobs.append(
            send(uploads, ids[number % 6], f"# Plan {number}\n\nZin over doos {number} in kast {number * 3}.\n")
        )

    threads = [threading.Thread(target=go, args=(n,)) for n in range(12)]
    [t.start() for t in threads]
    [t.join(60) for t in threads]
    assert [j.error for j in jobs] == [None] * 12
    for visitor in ids:
        book = visitors.book(visitor)
        assert book is not None and len(book.index.sources) == 2


def test_a_patient_engine_gives_the_same_vectors(engine: HashEngine) -> None:
    texts = [f"zin {n}" for n in range(7)]
    patient = PatientEngine(HashEngine(), lambda part: None)
    assert np.allclose(patient.passages(texts), engine.passages(texts))
