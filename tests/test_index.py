"""The index: whole or not at all, nothing embedded twice, and damage told with what to do."""

import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import GARDEN, GARDEN_ARTICLE, NO_FRAMEWORK, TOOLS, FakeEngine, source

from assistant.doctor import examine
from assistant.errors import ChromaUnreachable, IndexBusy, IndexDamaged, IndexMissing
from assistant.index import build as building
from assistant.index import build_index, lexical, open_index, snapshot, vectors
from assistant.index.arrays import load_array
from assistant.index.entries import entries
from assistant.index.lexical import lexical_units, read_lexical, write_lexical
from assistant.passages import make_passages
from assistant.settings import Settings
from assistant.text import stems

PLAN = source("Schoolplan", [("Overleg", "De vakgroep vergadert op dinsdag. Een verslag volgt binnen twee dagen."),
                             ("Fietsen", "De vergoeding geldt niet voor een step.")])  # fmt: skip
MENU = source("Menu", [("Soep", "Op maandag is er preisoep. Op vrijdag is er tomatensoep met balletjes.")])


def build(home, sources=(PLAN,), framework=GARDEN, engine=None, key="fake", **more):
    engine = engine or FakeEngine()
    return build_index(sources, framework, home=home, engine_key=key, load_engine=lambda: engine, **more)


def answers(home):
    """What an index says, as a value to compare."""
    index = open_index(home)
    found = index.nearest(FakeEngine().question("Wanneer vergadert de vakgroep?"), 5, "nl")
    worded = index.lexical_scores(stems("vergadert de vakgroep", "nl"), "nl")
    return list(found.items()), worded, sorted(index.passages), [s.title for s in index.sources]


def never():
    raise AssertionError("an unchanged index needs no engine")


def statuses(report):
    return {r.title: r.status for r in report.sources}


# ---- what it holds


def test_everything_that_was_put_in_is_found_again(tmp_path):
    build(tmp_path, [PLAN, GARDEN_ARTICLE])
    index = open_index(tmp_path)
    assert {s.title: s.kind for s in index.sources} == {"Schoolplan": "document", "Over tuinen op school": "article"}
    assert index.framework == GARDEN
    assert index.article is not None and index.article.text == GARDEN_ARTICLE.text
    expected = [p for s in (PLAN, replace(GARDEN_ARTICLE, kind="article")) for p in make_passages(s)]
    assert list(index.passages.values()) == expected
    assert set(index.anchors) == {c.id for c in GARDEN.claims}
    assert set(index.texts) == {PLAN.id, GARDEN_ARTICLE.id, "framework"}


def test_the_nearest_entry_to_a_sentence_is_that_sentence(tmp_path):
    build(tmp_path, [PLAN, MENU])
    index = open_index(tmp_path)
    found = index.store.nearest(FakeEngine().question("Op maandag is er preisoep."), 3)
    first, similarity = next(iter(found.items()))
    assert index.passages[first.split(".")[0]].source_title == "Menu"
    assert similarity == pytest.approx(1, abs=1e-5)
    assert all(-1 <= s <= 1.00001 for s in found.values())


def test_what_may_be_said_is_held_without_the_questions(tmp_path):
    build(tmp_path, [PLAN])
    store = open_index(tmp_path).store
    ids, rows = store.statements
    everything = store.nearest(FakeEngine().question("Wanneer vergadert de vakgroep?"), 10_000)
    assert set(ids) == {key for key in everything if not key.startswith("a-")} != set(everything)
    assert rows.shape == (len(ids), FakeEngine().dimensions)
    likeness = dict(zip(ids, rows @ FakeEngine().question("Wanneer vergadert de vakgroep?"), strict=True))
    assert likeness == pytest.approx({key: everything[key] for key in ids}, abs=1e-5)


def test_more_entries_than_there_are_is_all_of_them(tmp_path):
    build(tmp_path, [MENU], NO_FRAMEWORK)
    index = open_index(tmp_path)
    assert len(index.nearest(FakeEngine().question("soep"), 10_000, "nl")) == index.manifest.entries


def test_vectors_in_chroma_are_documents_that_langchain_reads(tmp_path):
    from langchain_chroma import Chroma

    build(tmp_path)
    folder = snapshot.current_build(tmp_path)
    store = Chroma(folder.name, FakeEngine(), persist_directory=str(folder / "chroma"))
    found = store.similarity_search("Wanneer vergadert de vakgroep?", k=1, filter={"kind": "passage"})
    assert found[0].page_content.startswith("Overleg\n")
    assert found[0].metadata["section"] == "overleg"
    start, end = found[0].metadata["start"], found[0].metadata["end"]
    assert PLAN.text[start:end] in found[0].page_content


def test_no_documents_and_no_framework_is_an_index_too(tmp_path):
    report = build(tmp_path, [PLAN], NO_FRAMEWORK)
    assert report.embedded > 0
    assert open_index(tmp_path).claims == {}


# ---- nothing twice


def test_an_unchanged_index_costs_nothing(tmp_path):
    first = build(tmp_path, [PLAN, MENU])
    assert statuses(first) == {"Schoolplan": "new", "Menu": "new"} and first.embedded > 0
    before = snapshot.current_build(tmp_path)
    again = build_index([PLAN, MENU], GARDEN, home=tmp_path, engine_key="fake", load_engine=never)
    assert statuses(again) == {"Schoolplan": "unchanged", "Menu": "unchanged"}
    assert (again.embedded, again.cached, again.reused) == (0, first.embedded, True)
    assert [r.passages for r in again.sources] == [r.passages for r in first.sources]
    assert snapshot.current_build(tmp_path) == before


def test_a_new_document_embeds_only_itself(tmp_path):
    build(tmp_path, [PLAN])
    engine = FakeEngine()
    report = build(tmp_path, [PLAN, MENU], engine=engine)
    assert statuses(report) == {"Schoolplan": "unchanged", "Menu": "new"}
    assert engine.embedded and all("soep" in text for text in engine.embedded)
    assert report.embedded == len(engine.embedded)


def test_a_changed_sentence_embeds_itself_and_its_passage(tmp_path):
    build(tmp_path, [PLAN])
    changed = source("Schoolplan", [("Overleg", "De vakgroep vergadert op maandag. Een verslag volgt binnen twee dagen."),
                                    ("Fietsen", "De vergoeding geldt niet voor een step.")])  # fmt: skip
    engine = FakeEngine()
    report = build(tmp_path, [changed], engine=engine)
    assert statuses(report) == {"Schoolplan": "changed"}
    assert sorted(engine.embedded) == [
        "De vakgroep vergadert op maandag.",
        "Overleg\nDe vakgroep vergadert op maandag. Een verslag volgt binnen twee dagen.",
    ]


def test_a_removed_document_disappears(tmp_path):
    build(tmp_path, [PLAN, MENU])
    report = build(tmp_path, [PLAN])
    assert statuses(report) == {"Schoolplan": "unchanged", "Menu": "removed"}
    index = open_index(tmp_path)
    assert [s.title for s in index.sources] == ["Schoolplan"]
    assert all(p.source_title == "Schoolplan" for p in index.passages.values())
    near = index.nearest(FakeEngine().question("preisoep op maandag"), 1000, "nl")
    assert {i.split(".")[0] for i in near if i.startswith("p-")} == set(index.passages)


def test_a_document_that_moved_is_the_same_document(tmp_path):
    build(tmp_path, [PLAN])
    report = build(tmp_path, [replace(PLAN, origin="elders/plan.md")], engine=FakeEngine())
    assert statuses(report) == {"Schoolplan": "unchanged"}
    assert report.embedded == 0
    assert open_index(tmp_path).sources[0].origin == "elders/plan.md"


def test_a_duplicate_is_told_and_not_indexed(tmp_path):
    copy = replace(PLAN, id="kopie", origin="kopie.md", sha256="anders")
    report = build(tmp_path, [PLAN, copy], duplicates={"kopie": PLAN.id})
    assert [(r.status, r.duplicate_of, r.passages > 0) for r in report.sources] == [
        ("new", None, True),
        ("duplicate", PLAN.id, False),
    ]
    assert [s.id for s in open_index(tmp_path).sources] == [PLAN.id]


def test_a_changed_framework_is_taken_over(tmp_path):
    build(tmp_path)
    engine = FakeEngine()
    said = replace(TOOLS, nl="Gereedschap ligt nooit buiten.")
    build(tmp_path, framework=replace(GARDEN, claims=(GARDEN.claims[0], said), sha256="garden-2"), engine=engine)
    assert engine.embedded == ["Gereedschap ligt nooit buiten."]
    assert open_index(tmp_path).claims[TOOLS.id].nl == "Gereedschap ligt nooit buiten."


def test_questions_of_claims_are_embedded_as_questions(tmp_path):
    engine = FakeEngine()
    build(tmp_path, engine=engine)
    assert "Krijgt de moestuin elke dag water?" in engine.asked
    assert not {a.text for c in GARDEN.claims for a in c.asks("nl")} & set(engine.embedded)


def test_progress_goes_from_what_is_known_to_everything(tmp_path):
    build(tmp_path, [PLAN])
    told = []
    build(tmp_path, [PLAN, MENU], progress=lambda done, total: told.append((done, total)))
    assert [d for d, _ in told] == sorted(d for d, _ in told)
    assert 0 < told[0][0] < told[-1][0] == told[-1][1]


def test_entry_ids_are_all_different(framework):
    passages = make_passages(PLAN) + make_passages(MENU)
    ids = [e.id for e in entries(passages, framework.claims)]
    assert len(ids) == len(set(ids))


def test_the_same_passage_in_two_documents_stands_in_both(tmp_path):
    one = source("Plan", [("Slot", "De poort gaat dicht om zes uur.")], origin="a.md")
    two = replace(source("Plan", [("Slot", "De poort gaat dicht om zes uur."), ("Ook", "Nog iets.")], origin="b.md"))
    build(tmp_path, [one, two], NO_FRAMEWORK)
    index = open_index(tmp_path)
    assert {p.source_id for p in index.passages.values()} == {one.id, two.id}


# ---- another engine


def test_another_engine_embeds_everything_anew_and_says_so_in_one_line(tmp_path):
    first = build(tmp_path)
    report = build(tmp_path, engine=FakeEngine("fake-2"), key="other")
    assert report.embedded == first.embedded and not report.reused
    assert report.rebuilt == "fake-1 → fake-2"
    assert open_index(tmp_path).manifest.engine == "fake-2"


def test_going_back_to_an_engine_costs_nothing(tmp_path):
    build(tmp_path)
    build(tmp_path, engine=FakeEngine("fake-2"), key="other")
    report = build(tmp_path, engine=FakeEngine("fake-1"))
    assert report.embedded == 0 and report.rebuilt == "fake-2 → fake-1"


# ---- killed at any moment

LONG = source("Lang", [("Deel", " ".join(f"De ploeg telt op dag {n} de gieters in het tuinhuis." for n in range(40)))])


FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["fakes", "assistant.session", "chromadb", "langchain_chroma", "bm25s", "sentencex"])


def build_and_halt(home, where, told):
    """Build, but halt for good at the place named."""

    def here(*args, **kwargs):
        told.set()
        time.sleep(60)

    def then_here(function):
        return lambda *args, **kwargs: (function(*args, **kwargs), here())

    batches = iter(range(1000))
    engine = FakeEngine(before=lambda: here() if where == "vectors" and next(batches) == 1 else None)
    patch = pytest.MonkeyPatch()
    places = {
        "entries": (building, "entries", here),
        "vectors": (building, "time", time),
        "store": (vectors, "write_store", here),
        "half-store": (vectors, "write_store", then_here(vectors.write_store)),
        "lexical": (lexical, "write_lexical", here),
        "records": (snapshot, "write_records", here),
        "manifest": (snapshot, "write_records", then_here(snapshot.write_records)),
        "pointer": (snapshot, "make_current", here),
        "rename": (Path, "replace", here),
        "sweep": (snapshot, "sweep", here),
    }
    patch.setattr(*places[where])
    build(home, [PLAN, LONG], engine=engine)


def killed(home, where):
    """Start a build in another process and kill it, as `kill -9` does, at the place named."""
    told = FORKS.Event()
    process = FORKS.Process(target=build_and_halt, args=(home, where, told))
    process.start()
    assert told.wait(60)
    process.kill()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(
    "where", ["entries", "vectors", "store", "half-store", "lexical", "records", "manifest", "pointer", "rename"]
)
def test_a_build_that_is_killed_leaves_the_index_as_it_was(tmp_path, where):
    build(tmp_path, [PLAN])
    before = answers(tmp_path)
    killed(tmp_path, where)
    assert answers(tmp_path) == before
    report = build(tmp_path, [PLAN, LONG])
    assert answers(tmp_path)[3] == ["Schoolplan", "Lang"]
    assert statuses(report) == {"Schoolplan": "unchanged", "Lang": "new"}
    builds = list(snapshot.index_folder(tmp_path).glob("build-*"))
    assert all((b / "manifest.json").exists() for b in builds), "what was half made is swept away"


def test_a_build_that_is_killed_after_it_counts_is_the_index(tmp_path):
    build(tmp_path, [PLAN])
    killed(tmp_path, "sweep")
    assert answers(tmp_path)[3] == ["Schoolplan", "Lang"]


def test_a_first_build_that_is_killed_leaves_no_index(tmp_path):
    killed(tmp_path, "pointer")
    with pytest.raises(IndexMissing):
        open_index(tmp_path)
    build(tmp_path, [PLAN])
    assert answers(tmp_path)[3] == ["Schoolplan"]


def test_vectors_made_before_the_kill_are_not_made_again(tmp_path):
    killed(tmp_path, "pointer")
    engine = FakeEngine()
    report = build(tmp_path, [PLAN, LONG], engine=engine)
    assert (report.embedded, engine.embedded) == (0, [])


def test_a_build_that_fails_leaves_the_index_as_it_was(tmp_path):
    build(tmp_path, [PLAN])
    before = answers(tmp_path)

    def broken():
        raise RuntimeError("no power")

    with pytest.raises(RuntimeError):
        build(tmp_path, [MENU], engine=FakeEngine(before=broken))
    assert answers(tmp_path) == before


def test_a_reader_goes_on_with_its_build_while_another_is_made(tmp_path):
    build(tmp_path, [PLAN])
    index = open_index(tmp_path)
    asked = FakeEngine().question("Wanneer vergadert de vakgroep?")
    before = index.nearest(asked, 3, "nl")
    build(tmp_path, [MENU])
    assert index.nearest(asked, 3, "nl") == before


def test_old_builds_are_swept_away_once_nobody_can_be_reading_them(tmp_path):
    build(tmp_path, [PLAN])
    old = snapshot.current_build(tmp_path)
    past = time.time() - 3600
    os.utime(old / "manifest.json", (past, past))
    build(tmp_path, [MENU])
    assert not old.exists()


# ---- two at once


def test_a_second_build_waits_and_says_so(tmp_path):
    inside, go, waited = threading.Event(), threading.Event(), threading.Event()

    def hold():
        inside.set()
        go.wait(30)

    first = threading.Thread(target=build, args=(tmp_path, [PLAN]), kwargs={"engine": FakeEngine(before=hold)})
    first.start()
    inside.wait(30)
    second = threading.Thread(target=build, args=(tmp_path, [PLAN, MENU]), kwargs={"waiting": waited.set})
    second.start()
    assert waited.wait(30)
    assert not (snapshot.index_folder(tmp_path) / "current.json").exists()
    go.set()
    first.join(60)
    second.join(60)
    assert answers(tmp_path)[3] == ["Schoolplan", "Menu"]


def test_a_second_build_that_waits_too_long_says_so(tmp_path):
    inside, go = threading.Event(), threading.Event()

    def hold():
        inside.set()
        go.wait(30)

    first = threading.Thread(target=build, args=(tmp_path, [PLAN]), kwargs={"engine": FakeEngine(before=hold)})
    first.start()
    inside.wait(30)
    with pytest.raises(IndexBusy) as caught:
        build(tmp_path, [MENU], lock_timeout_s=0.2)
    go.set()
    first.join(60)
    assert "wacht" in caught.value.line("nl").lower()
    assert answers(tmp_path)[3] == ["Schoolplan"]


def test_two_processes_at_once_make_one_good_index(tmp_path):
    both = [FORKS.Process(target=build, args=(tmp_path, [PLAN, LONG])) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [p.exitcode for p in both] == [0, 0]
    assert answers(tmp_path)[3] == ["Schoolplan", "Lang"]


# ---- damage


def cut(file):
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file):
    file.write_bytes(b"")


def scrambled(file):
    file.write_bytes(os.urandom(file.stat().st_size))


DAMAGES = [
    ("index/current.json", emptied),
    ("index/current.json", scrambled),
    ("index/{build}/manifest.json", cut),
    ("index/{build}/records.json", cut),
    ("index/{build}/records.json", Path.unlink),
    ("index/{build}/hubs.json", cut),
    ("index/{build}/lexical-nl/units.json", cut),
    ("index/{build}/lexical-en/units.json", Path.unlink),
    ("index/{build}/lexical-nl/bm25", shutil.rmtree),
    ("index/{build}/chroma/chroma.sqlite3", emptied),
    ("index/{build}/chroma/chroma.sqlite3", cut),
    ("index/{build}/chroma/chroma.sqlite3", scrambled),
    ("index/{build}/chroma/chroma.sqlite3", Path.unlink),
    ("index/{build}/digests.json", cut),
    ("index/{build}", shutil.rmtree),
]
IDS = [f"{d.__name__} {f.rpartition('/')[2]}" for f, d in DAMAGES]


def damage(home, file, how):
    how(home / file.format(build=snapshot.current_build(home).name))


@pytest.mark.parametrize(("file", "how"), DAMAGES, ids=IDS)
def test_damage_is_told_and_never_a_traceback(tmp_path, file, how):
    build(tmp_path)
    damage(tmp_path, file, how)
    with pytest.raises(IndexDamaged) as caught:
        open_index(tmp_path).nearest(FakeEngine().question("x"), 3, "nl")
    assert "aanboord index" in caught.value.next_step("nl") and "aanboord index" in caught.value.next_step("en")
    assert "\n" not in caught.value.line("en")


@pytest.mark.parametrize(("file", "how"), DAMAGES, ids=IDS)
def test_what_doctor_advises_mends_the_damage(tmp_path, file, how):
    """“Run aanboord index” builds anew, also where documents and framework are unchanged."""
    build(tmp_path)
    before = answers(tmp_path)
    damage(tmp_path, file, how)
    report = build(tmp_path)
    assert answers(tmp_path) == before
    assert report.embedded == 0


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A home with so many entries that Chroma keeps its graph in files of its own."""
    home = tmp_path_factory.mktemp("large")
    body = " ".join(f"Op dag {n} telt ploeg {n * 7} de gieters in tuinhuis {n * 3}." for n in range(1300))
    build(home, [source("Groot", [("Deel", body)])], NO_FRAMEWORK)
    return home


GRAPH = ["data_level0.bin", "link_lists.bin", "length.bin", "header.bin", "index_metadata.pickle"]


@pytest.mark.parametrize("how", [scrambled, cut, Path.unlink], ids=lambda h: h.__name__)
@pytest.mark.parametrize("name", GRAPH)
def test_damage_in_the_graph_of_vectors_is_told_and_never_silent_nonsense(large, tmp_path, name, how):
    """Chroma itself would crash on some of these, and answer wrongly with others."""
    shutil.copytree(large, tmp_path / "copy")
    how(next((tmp_path / "copy" / "index").rglob(name)))
    with pytest.raises(IndexDamaged, match=name):
        open_index(tmp_path / "copy")


def test_reading_an_index_does_not_damage_it(large):
    for _ in range(2):
        index = open_index(large)
        assert len(index.nearest(FakeEngine().question("gieters"), 50, "nl")) == 50
        index.close()
    snapshot.check(snapshot.current_build(large))


@pytest.mark.parametrize("how", [emptied, cut, scrambled])
def test_a_damaged_cache_costs_time_and_nothing_else(tmp_path, how):
    build(tmp_path, [PLAN])
    how(tmp_path / "vectors.sqlite")
    report = build(tmp_path, [PLAN, MENU])
    assert report.embedded > 0
    assert answers(tmp_path)[3] == ["Schoolplan", "Menu"]


def test_a_chroma_server_that_does_not_answer_is_told(tmp_path):
    with pytest.raises(ChromaUnreachable) as caught:
        build(tmp_path, chroma_url="http://127.0.0.1:9")
    assert "http://127.0.0.1:9" in caught.value.line("nl") and "AANBOORD_CHROMA_URL" in caught.value.line("en")


def test_a_vector_of_another_size_in_the_cache_is_not_used(tmp_path):
    build(tmp_path, [PLAN])
    before = answers(tmp_path)
    with sqlite3.connect(tmp_path / "vectors.sqlite") as db:
        db.execute("UPDATE vectors SET vector = x'00000000'")
    db.close()
    shutil.rmtree(tmp_path / "index")
    assert build(tmp_path, [PLAN]).embedded > 0
    assert answers(tmp_path) == before


def test_an_index_of_an_older_version_is_damaged_to_a_reader_and_rebuilt(tmp_path):
    build(tmp_path)
    manifest = snapshot.current_build(tmp_path) / "manifest.json"
    raw = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(raw | {"version": 0}))
    with pytest.raises(IndexDamaged, match="version 0"):
        open_index(tmp_path)
    build(tmp_path)
    assert open_index(tmp_path).manifest.version == snapshot.VERSION


@pytest.fixture
def settled(tmp_path, monkeypatch):
    """Settings over a home whose index the fake engine made from one document."""
    import assistant.doctor
    import assistant.embeddings
    import assistant.session

    file = tmp_path / "plan.md"
    file.write_text("# Plan\n\n## Overleg\n\nDe vakgroep vergadert op dinsdag. Een verslag volgt.\n", "utf-8")
    for module in (assistant.doctor, assistant.session):
        monkeypatch.setattr(module, "load_framework", lambda *a: GARDEN)
    for module in (assistant.doctor, assistant.embeddings):
        monkeypatch.setattr(module, "load_engine", lambda name: FakeEngine(), raising=False)
    settings = Settings(home=tmp_path / "home", sources=(file,))
    assistant.session.make_index(settings)
    return settings


def index_check(settings, lang="en"):
    return next(c for c in examine(settings, lang) if c.name == "index")


def test_doctor_finds_a_good_index_good(settled):
    assert [c.state for c in examine(settled, "nl")] == ["ok"] * 6
    assert index_check(settled).message.startswith("1 sources")


@pytest.mark.parametrize(("file", "how"), DAMAGES, ids=IDS)
def test_doctor_finds_damage_and_says_what_to_do(settled, file, how):
    damage(settled.home, file, how)
    found = index_check(settled, "nl")
    assert found.state == "fault"
    assert "aanboord index" in found.next_step


def test_a_text_that_changed_on_disk_is_damage_and_is_read_again(settled):
    from assistant.session import make_index

    file = snapshot.current_build(settled.home) / "records.json"
    file.write_text(file.read_text("utf-8").replace("op dinsdag", "op maandag"), "utf-8")
    assert index_check(settled).state == "fault"
    make_index(settled)
    assert "op dinsdag" in open_index(settled.home).sources[0].text
    assert index_check(settled).state == "ok"


def test_doctor_finds_a_missing_index(settled):
    shutil.rmtree(settled.home)
    assert index_check(settled).message == "There is no index yet."
    assert "aanboord index" in index_check(settled).next_step


def test_doctor_finds_an_outdated_index(settled):
    settled.sources[0].write_text("# Plan\n\n## Overleg\n\nDe vakgroep vergadert niet meer.\n", "utf-8")
    found = index_check(settled)
    assert found.state == "fault" and "changed" in found.message and "aanboord index" in found.next_step


def test_doctor_finds_an_index_of_another_engine(settled):
    found = index_check(replace(settled, embedding="sentence-transformers:elders/model"))
    assert found.state == "fault" and "elders/model" in found.message


# ---- words


def test_dutch_words_are_found_in_any_form():
    units = lexical_units(make_passages(PLAN), GARDEN.claims, "nl")
    assert set(stems("vakgroepen", "nl")) & set(units[make_passages(PLAN)[0].id])
    assert "c-water-op-dinsdag" in units


def test_word_scores_lie_between_none_and_about_one(tmp_path):
    write_lexical(tmp_path, {"a": ["tuin", "water"], "b": ["soep"], "c": []})
    found = read_lexical(tmp_path)
    assert set(found.scores(["tuin", "water"])) == {"a"}
    assert 0 < found.scores(["tuin"])["a"] <= 1.01
    assert found.scores(["tuin", "zebra"])["a"] < found.scores(["tuin"])["a"], "an unknown word counts against"
    assert found.scores(["zebra"]) == {} == found.scores([])


def test_an_index_of_no_words_knows_none(tmp_path):
    write_lexical(tmp_path, {})
    assert read_lexical(tmp_path).scores(["tuin"]) == {}


def test_arrays_are_read_by_many_threads_at_once(tmp_path):
    """CPython before 3.11.8 fails now and then where two threads parse at once, as numpy does a file's header."""
    files = [tmp_path / f"{n}.npy" for n in range(8)]
    for n, file in enumerate(files):
        np.save(file, np.arange(n, n + 3))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: load_array(files[n % 8])[0], range(400)))
    assert found == [n % 8 for n in range(400)]
