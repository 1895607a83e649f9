"""The command line: every promise of the interface, as a program on the other side sees it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import GARDEN, FakeEngine
from typer.testing import CliRunner

from assistant.index.snapshot import current_build

COMMAND = Path(sys.executable).with_name("aanboord")
MENTOR = "Moet de mentor van een starter ook evalueren?"
ANSWER = [
    "question", "understood_as", "language", "role", "status", "confidence", "answerer", "text", "statements",
    "citations", "follow_ups", "notices", "dropped", "usage", "timings_ms",
]  # fmt: skip


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one object on standard output."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command in this process: `run("ask", …, HOME=…)`."""
    from assistant.cli import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AANBOORD_SOURCES", str(tmp_path / "documents"))
    (tmp_path / "documents").mkdir()

    def invoke(*words, **settings):
        environ = {f"AANBOORD_{k}": str(v) for k, v in settings.items() if k.isupper() and k != "LC_ALL"}
        if "LC_ALL" in settings:
            environ["LC_ALL"] = settings["LC_ALL"]
        done = CliRunner().invoke(app, [str(w) for w in words], env=environ, prog_name="aanboord")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    return invoke


def process(*words, cwd, **environ):
    """The command as a process of its own."""
    done = subprocess.run(
        [str(COMMAND), *words], cwd=cwd, env=os.environ | {k: str(v) for k, v in environ.items()},
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def home(home_with_article, article_pdf, tmp_path_factory):
    """A home as `aanboord index` leaves it, with the article and its copy as text."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copy(home_with_article / "vectors.sqlite", folder / "vectors.sqlite")
    return folder


@pytest.fixture(scope="module")
def indexed(home, article_pdf, article_txt, tmp_path_factory):
    """What `aanboord index` said of the article as PDF and as text."""
    done = process(
        "index", str(article_pdf), str(article_txt), "--json", cwd=tmp_path_factory.mktemp("cwd"), AANBOORD_HOME=home
    )
    assert done.code == 0, done.err
    return done


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A home of one's own, with a small framework and an engine without a model."""
    import assistant.doctor
    import assistant.embeddings
    import assistant.session

    for module in (assistant.doctor, assistant.session):
        monkeypatch.setattr(module, "load_framework", lambda *a: GARDEN)
    for module in (assistant.doctor, assistant.embeddings):
        monkeypatch.setattr(module, "load_engine", lambda name: FakeEngine(), raising=False)
    return tmp_path / "home"


@pytest.fixture
def built(small, run):
    """The same, indexed."""
    assert run("index", HOME=small).code == 0
    return small


def part(home, name):
    """A file of the build that counts."""
    return current_build(home) / name


# ---- wrong usage, help


@pytest.mark.parametrize(
    "words",
    [
        ["ask"], ["search"], ["ask", "a", "b"], ["ask", "a", "--role", "janitor"], ["ask", "a", "--lang", "fr"],
        ["search", "a", "-k", "0"], ["search", "a", "-k", "x"], ["index", "--fast"], ["brew"], ["framework", "brew"],
        ["serve", "--port", "99999"], ["sources", "--text"], [],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_code_2_and_nothing_on_standard_output(run, words):
    done = run(*words)
    assert done.code == 2
    assert done.out == "" or not words


@pytest.mark.parametrize(
    "words", [["index"], ["ask"], ["search"], ["sources"], ["framework", "check"], ["serve"], ["doctor"]], ids=" ".join
)
def test_every_command_has_help_with_an_example(run, words):
    done = run(*words, "--help")
    assert done.code == 0
    assert "Example: aanboord " + " ".join(words) in " ".join(done.out.split())


def test_the_evaluation_is_a_command_of_its_own_package(tmp_path):
    done = process("eval", "--help", cwd=tmp_path)
    assert done.code == 0 and "aanboord eval" in done.out


# ---- settings


@pytest.mark.parametrize(
    "words",
    [["index"], ["ask", "Wat?"], ["search", "x"], ["sources"], ["doctor"], ["framework", "check"]],
    ids=" ".join,
)
def test_a_wrong_setting_is_told_by_every_command(run, words):
    done = run(*words, "--json", MAX_PAGES="many")
    assert done.code == 1
    assert list(done.json) == ["error"] and list(done.json["error"]) == ["code", "message", "next_step"]
    assert done.json["error"]["code"] == "bad_setting" and "AANBOORD_MAX_PAGES" in done.json["error"]["message"]


def test_a_failure_is_one_line_with_its_cause_and_next_step(run):
    done = run("ask", "Wat?", MAX_PAGES="many")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.strip().splitlines()) == 1
    assert "AANBOORD_MAX_PAGES" in done.err and "1 to 100000" in done.err


@pytest.mark.parametrize(
    ("locale", "word"), [("nl_BE.UTF-8", "Kies:"), ("en_GB.UTF-8", "Choose:"), ("C.UTF-8", "Choose:")]
)
def test_failures_speak_the_language_of_the_system(run, locale, word):
    assert word in run("ask", "Wat?", MAX_PAGES="many", LC_ALL=locale).err


def test_a_file_with_settings_in_the_working_folder_is_read(run, tmp_path):
    (tmp_path / "aanboord.toml").write_text('taal = "nl"\n')
    done = run("sources", "--json")
    assert done.code == 1 and done.json["error"]["code"] == "unknown_setting"
    assert "aanboord.toml" in done.json["error"]["message"]


# ---- index


def test_index_prints_one_object_with_every_field(indexed):
    data = indexed.json
    assert list(data) == ["sources", "errors", "embedded", "cached", "seconds"]
    for entry in data["sources"]:
        assert list(entry) == ["id", "title", "status", "duplicate_of", "passages", "sections"]
        for section in entry["sections"]:
            assert list(section) == ["slug", "title", "path", "page", "chars"]
    assert data["embedded"] == 0 and data["cached"] > 1000, "the vectors were there"


def test_the_pdf_and_its_text_list_the_same_19_headings_with_text_under_them(indexed):
    pdf, text = indexed.json["sources"]
    headings = [[s["slug"] for s in entry["sections"] if s["chars"]] for entry in (pdf, text)]
    assert headings[0] == headings[1] and len(headings[0]) == 19
    assert all(185 <= int(s["page"]) <= 198 for s in pdf["sections"])
    assert all(s["page"] is None for s in text["sections"])
    by_slug = {s["slug"]: s for s in pdf["sections"]}
    assert by_slug["aanvangsbegeleiding"]["path"] == ["Reflectiekader", "Starten als leerkracht", "Aanvangsbegeleiding"]


def test_the_same_text_twice_is_indexed_once_and_said(indexed):
    pdf, text = indexed.json["sources"]
    assert (pdf["duplicate_of"], text["status"], text["duplicate_of"]) == (None, "duplicate", pdf["id"])
    assert pdf["passages"] > 0 and text["passages"] == 0
    assert "schelfhout-2025.txt is the same text as schelfhout-2025.pdf" in indexed.err


def test_statuses_follow_the_documents(run, small, tmp_path):
    folder = tmp_path / "documents"
    (folder / "a.md").write_text("# Plan\n\n## Overleg\n\nDe vakgroep vergadert op dinsdag.\n", "utf-8")
    (folder / "b.md").write_text("# Menu\n\n## Soep\n\nOp maandag is er preisoep.\n", "utf-8")

    def statuses(*paths):
        done = run("index", *paths, "--json", HOME=small)
        assert done.code == 0
        return {e["title"]: e["status"] for e in done.json["sources"]}

    assert statuses() == {"Plan": "new", "Menu": "new"}
    again = run("index", "--json", HOME=small).json
    assert again["embedded"] == 0 and {e["status"] for e in again["sources"]} == {"unchanged"}
    (folder / "a.md").write_text("# Plan\n\n## Overleg\n\nDe vakgroep vergadert op maandag.\n", "utf-8")
    (folder / "b.md").unlink()
    assert statuses() == {"Plan": "changed", "Menu": "removed"}
    other = tmp_path / "c.md"
    other.write_text("# Sleutels\n\n## Poort\n\nDe sleutel hangt bij de balie.\n", "utf-8")
    assert statuses(other) == {"Sleutels": "new", "Plan": "removed"}, "paths replace the configured sources"
    (tmp_path / "documents" / "a.md").unlink()
    assert statuses() == {"Sleutels": "removed"}


def test_what_cannot_be_read_is_listed_and_stops_nothing(run, small, tmp_path):
    folder = tmp_path / "documents"
    (folder / "goed.md").write_text("# Plan\n\n## Overleg\n\nDe vakgroep vergadert op dinsdag.\n", "utf-8")
    (folder / "leeg.txt").write_text("")
    (folder / "kapot.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "beeld.xyz").write_bytes(b"x")
    (folder / "latin.txt").write_bytes(b"caf\xe9 in de tuin van de school")
    done = run("index", "--json", HOME=small)
    assert done.code == 0
    errors = {Path(e["path"]).name: e["code"] for e in done.json["errors"]}
    assert errors == {"leeg.txt": "empty", "kapot.pdf": "damaged", "beeld.xyz": "format", "latin.txt": "encoding"}
    assert [e["title"] for e in done.json["sources"] if e["status"] != "removed"] == ["Plan"]
    lines = [line for line in done.err.splitlines() if any(name in line for name in errors)]
    assert len(lines) == 4, "one line each"
    (folder / "goed.md").unlink()
    failed = run("index", "--json", HOME=small)
    assert failed.code == 1 and failed.json["error"]["code"] == "nothing_readable"
    listed = run("sources", "--json", HOME=small).json["sources"]
    assert [s["title"] for s in listed] == ["Plan"], "the good index stays"


def test_a_document_that_is_not_there_is_named(run, small, tmp_path):
    done = run("index", tmp_path / "weg.pdf", "--json", HOME=small)
    assert [e["code"] for e in done.json["errors"]] == ["missing"]
    assert "weg.pdf" in done.err


def test_a_revised_plan_is_indexed_beside_the_first_with_a_notice(run, small, tmp_path):
    body = " ".join(f"Op dag {n} telt ploeg {n * 7} de gieters." for n in range(20))
    for name, last in (
        ("a", "De poort sluit om zes uur."),
        ("b", "De poort sluit om zeven uur. Dat is later dan vorig jaar."),
    ):
        (tmp_path / "documents" / f"{name}.md").write_text(f"# Plan {name}\n\n## Poort\n\n{body} {last}\n", "utf-8")
    done = run("index", "--json", HOME=small)
    assert {e["status"] for e in done.json["sources"]} - {"removed"} == {"new"}
    assert "look alike" in done.err


def test_progress_is_told_on_standard_error(run, small, tmp_path):
    (tmp_path / "documents" / "x.md").write_text(
        "# Iets nieuws\n\n## Deel\n\nDe olifant slaapt. De tijger niet.\n", "utf-8"
    )
    done = run("index", HOME=small)
    assert "passages/s" in done.err and "passages/s" not in done.out


# ---- ask


@pytest.fixture
def ask(run, indexed, home):
    def invoke(*words, **settings):
        return run("ask", *words, HOME=home, **settings)

    return invoke


@pytest.fixture(scope="module")
def twice(indexed, home, tmp_path_factory):
    """The same question to two processes."""
    cwd = tmp_path_factory.mktemp("cwd")
    return [process("ask", MENTOR, "--json", cwd=cwd, AANBOORD_HOME=home, PYTHONHASHSEED=seed) for seed in (1, 2)]


def test_ask_prints_one_answer_and_nothing_else(twice):
    done = twice[0]
    assert done.code == 0
    assert done.out.startswith("{") and done.out.endswith("}\n")
    assert list(done.json) == ANSWER
    assert any(c["section"] == "aanvangsbegeleiding" and c["page"] == "187" for c in done.json["citations"])
    assert "Traceback" not in done.err


def test_the_same_question_gives_the_same_bytes_in_another_process(twice):
    one, two = (done.out[: done.out.index('"timings_ms"')] for done in twice)
    assert one == two


def test_quotes_stand_where_the_answer_says_in_the_text_that_sources_prints(ask, run, home):
    answer = ask(MENTOR, "--json").json
    for citation in answer["citations"]:
        as_data = run("sources", "--json", "--text", citation["source_id"], HOME=home)
        plain = run("sources", "--text", citation["source_id"], HOME=home)
        assert (as_data.code, plain.code) == (0, 0)
        for text in (as_data.json["text"], plain.out):
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_refusal_is_a_result(ask):
    done = ask("Wat is de hoofdstad van Mongolië?", "--json")
    assert done.code == 0
    assert (done.json["status"], done.json["statements"], done.json["citations"]) == ("not_in_sources", [], [])
    assert "Dat staat niet in de bronnen" in done.json["text"]
    assert "Dat staat niet in de bronnen" in ask("Wat is de hoofdstad van Mongolië?").out


def test_the_language_is_the_questions_unless_it_is_chosen(ask):
    assert ask("What is job crafting?", "--json").json["language"] == "en"
    assert ask("What is job crafting?", "--lang", "nl", "--json").json["language"] == "nl"
    assert ask("Wat is job crafting?", "--lang", "en", "--json").json["language"] == "en"
    assert ask("¿Qué es la tutoría?", "--json").json["language"] == "nl"


def test_the_role_is_leader_unless_it_is_chosen(ask):
    assert ask(MENTOR, "--json").json["role"] == "leader"
    assert ask(MENTOR, "--role", "trainer", "--json").json["role"] == "trainer"


def test_a_history_makes_a_follow_up_understood(ask, tmp_path):
    past = tmp_path / "past.json"
    past.write_text(json.dumps([{"question": "Wat maakt mentoring goed?", "answer": "…"}, {"question": "Waarom?"}]))
    answer = ask("en voor starters?", "--history", past, "--json").json
    assert answer["understood_as"] == "Wat maakt mentoring goed? En voor starters?"
    assert answer["question"] == "en voor starters?"
    shown = ask("en voor starters?", "--history", past).out
    assert "Wat maakt mentoring goed? En voor starters?" in " ".join(shown.split())


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[1]",
        '{"question": "x"}',
        '[{"answer": "x"}]',
        '"x"',
        "null",
        "\xff",
        '[{"question": "x", "answer": 3}]',
    ],
)
def test_a_history_that_is_none_is_told(ask, tmp_path, text):
    past = tmp_path / "past.json"
    if text is not None:
        past.write_bytes(text.encode("latin-1"))
    done = ask("en dan?", "--history", past, "--json")
    assert done.code == 1 and done.json["error"]["code"] == "bad_history"
    assert "past.json" in done.json["error"]["message"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_question_that_cannot_be_taken_is_told(ask, text):
    done = ask(text, "--json")
    assert done.code == 1 and done.json["error"]["code"] == "bad_question"


def test_an_answer_in_a_terminal_shows_quote_section_and_page(ask):
    out = " ".join(ask(MENTOR).out.split())
    answer = ask(MENTOR, "--json").json
    for citation in answer["citations"]:
        assert f"[{citation['id']}] {citation['section_title']}, p. {citation['page']}" in out
        assert " ".join(citation["quote"].split()) in out
    assert all(" ".join(s["text"].split()) in out for s in answer["statements"])


def test_ask_builds_an_index_where_there_is_none(run, home_without_article, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    shutil.copy(home_without_article / "vectors.sqlite", fresh / "vectors.sqlite")
    done = run("ask", MENTOR, "--json", HOME=fresh)
    assert done.code == 0 and done.json["status"] in ("answered", "partial")
    assert {c["kind"] for c in done.json["citations"]} == {"framework"}
    assert "building it now" in done.err
    assert (fresh / "index" / "current.json").exists()


def test_an_index_of_another_engine_is_rebuilt_and_said_in_one_line(run, built, monkeypatch):
    monkeypatch.setattr("assistant.embeddings.load_engine", lambda name: FakeEngine("fake-2"))
    other = "sentence-transformers:another/engine"
    done = run("ask", "Waar ligt het gereedschap?", "--json", HOME=built, EMBEDDING=other)
    assert done.code == 0 and list(done.json) == ANSWER
    assert sum("another/engine" in line for line in done.err.splitlines()) == 1
    again = run("ask", "Waar ligt het gereedschap?", "--json", HOME=built, EMBEDDING=other)
    assert "another/engine" not in again.err


def test_index_says_in_one_line_that_another_engine_embedded_everything(run, built, monkeypatch):
    monkeypatch.setattr("assistant.embeddings.load_engine", lambda name: FakeEngine("fake-2"))
    done = run("index", "--json", HOME=built, EMBEDDING="sentence-transformers:another/engine")
    assert done.json["embedded"] > 0 and done.json["cached"] == 0
    assert sum("fake-1 → fake-2" in line for line in done.err.splitlines()) == 1


# ---- search, sources


def test_search_lists_hits_with_every_field(run, indexed, home):
    data = run("search", "werkdruk van starters", "-k", "3", "--json", HOME=home).json
    assert list(data) == ["hits"]
    assert [h["rank"] for h in data["hits"]] == list(range(1, len(data["hits"]) + 1))
    for hit in data["hits"]:
        assert sorted(hit) == sorted(
            [
                "rank",
                "id",
                "kind",
                "claim_id",
                "source_id",
                "section",
                "section_title",
                "page",
                "text",
                "start",
                "end",
                "score",
            ]
        )
    assert sum(h["kind"] == "article" for h in data["hits"]) == 3
    assert "p." in run("search", "werkdruk van starters", HOME=home).out


def test_sources_lists_what_is_in_the_index(run, indexed, home):
    data = run("sources", "--json", HOME=home).json
    (source,) = data["sources"]
    assert list(source) == ["id", "title", "kind", "format", "sha256", "pages", "sections", "passages"]
    assert (source["kind"], source["format"], source["pages"]) == ("article", "pdf", 14)
    assert source["id"] in run("sources", HOME=home).out


def test_an_unknown_source_is_told_with_those_that_are_known(run, indexed, home):
    done = run("sources", "--text", "nergens", "--json", HOME=home)
    assert done.code == 1 and done.json["error"]["code"] == "unknown_source"
    assert indexed.json["sources"][0]["id"] in done.json["error"]["next_step"]


def test_without_an_index_sources_says_what_to_do(run, tmp_path):
    done = run("sources", "--json", HOME=tmp_path / "none")
    assert done.code == 1 and done.json["error"]["code"] == "no_index"
    assert "aanboord index" in done.json["error"]["next_step"]


# ---- framework, doctor


def test_the_framework_is_held_against_the_article(run, article_pdf):
    done = run("framework", "check", "--json", SOURCES=article_pdf)
    assert done.code == 0, done.out
    assert done.json


def test_doctor_finds_everything_in_order(run, indexed, home, article_pdf, article_txt):
    both = f"{article_pdf}{os.pathsep}{article_txt}"
    done = run("doctor", "--json", HOME=home, SOURCES=both)
    assert (done.code, done.json["ok"]) == (0, True), done.out
    assert {c["state"] for c in done.json["checks"]} <= {"ok", "notice"}
    for check in done.json["checks"]:
        assert list(check) == ["name", "state", "message", "next_step"]
    assert run("doctor", HOME=home, SOURCES=both).out.count("✓") >= 4


def test_doctor_finds_what_is_wrong_and_says_what_to_do(run, built):
    part(built, "records.json").write_text("{")
    done = run("doctor", "--json", HOME=built)
    assert (done.code, done.json["ok"]) == (1, False)
    (fault,) = [c for c in done.json["checks"] if c["state"] == "fault"]
    assert fault["name"] == "index" and "aanboord index" in fault["next_step"]
    assert "✗ index" in run("doctor", HOME=built).out


def test_a_damaged_index_is_told_by_ask_and_mended_by_index(run, built):
    part(built, "records.json").write_text("{")
    done = run("ask", MENTOR, "--json", HOME=built)
    assert done.code == 1 and done.json["error"]["code"] == "damaged_index"
    assert run("index", HOME=built).code == 0
    assert run("ask", MENTOR, "--json", HOME=built).code == 0


def test_a_home_that_cannot_be_written_is_told(run, small, tmp_path):
    (tmp_path / "file").write_text("x")
    done = run("index", "--json", HOME=tmp_path / "file" / "home")
    assert done.code == 1 and done.json["error"]["code"] == "storage"
    assert "AANBOORD_HOME" in done.json["error"]["next_step"]


def test_doctor_tells_that_a_home_cannot_be_written(run, small, tmp_path):
    (tmp_path / "file").write_text("x")
    done = run("doctor", "--json", HOME=tmp_path / "file" / "home")
    assert done.code == 1
    (fault,) = [c for c in done.json["checks"] if c["name"] == "home"]
    assert "AANBOORD_HOME" in fault["next_step"]


# ---- odd words


@pytest.mark.parametrize(
    "words", [["ask", "Wat is {}?"], ["search", "{}"], ["sources", "--text", "{}"], ["index", "{}.pdf"]], ids=" ".join
)
def test_bytes_that_are_no_text_end_in_no_traceback(run, built, words):
    odd = os.fsdecode(b"\xff\xfe")
    for as_json in ([], ["--json"]):
        done = run(*(word.format(odd) for word in words), *as_json, HOME=built)
        assert done.code in (0, 1)
    assert done.json


def test_output_that_is_cut_off_ends_in_no_traceback(indexed, home, tmp_path):
    ident = indexed.json["sources"][0]["id"]
    reader = subprocess.Popen(
        [str(COMMAND), "sources", "--text", ident], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"AANBOORD_HOME": str(home)},
    )  # fmt: skip
    reader.stdout.read(10)
    reader.stdout.close()
    assert b"Traceback" not in reader.stderr.read()
    reader.wait(60)
    reader.stderr.close()
