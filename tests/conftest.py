"""What all tests share: the article where it is, a document of our own, the engine, two assistants.

Embedding the framework takes about a minute. It is done once: the vectors are kept in pytest's cache
folder (`pytest --cache-clear` forgets them), by text and engine, as the program itself keeps them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

# Before any model is loaded: its threads sleep rather than spin while they wait for each other.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ["HF_HUB_OFFLINE"] = "1"

import fakes
import pytest
from filelock import FileLock
from hypothesis import settings

from assistant.embeddings import Engine, engine_key, load_engine
from assistant.framework import load_framework
from assistant.index import build_index, open_index
from assistant.pipeline import Assistant
from assistant.records import Framework, Source
from assistant.sources import read_source

# The same examples every time, however busy the machine is.
settings.register_profile("aanboord", deadline=None, derandomize=True)
settings.load_profile("aanboord")

CHECKOUT = Path(__file__).resolve().parents[1]
LIMITS = fakes.LIMITS


@pytest.fixture(autouse=True, scope="session")
def settings_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what the person who runs the tests has set or built."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("AANBOORD_") and n != "AANBOORD_TEST_ARTICLE"]:
            if name != "AANBOORD_REQUIRE_BROWSER":
                patch.delenv(name)
        patch.setenv("AANBOORD_HOME", str(tmp_path_factory.mktemp("nobody")))
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


def article_file(name: str) -> Path:
    folder = Path(os.environ.get("AANBOORD_TEST_ARTICLE") or CHECKOUT.parent / "shared" / "sources")
    file = folder / name
    if not file.is_file():
        pytest.skip(f"the article is not here: put it at {file}, or name its folder in AANBOORD_TEST_ARTICLE")
    return file


@pytest.fixture(scope="session")
def article_pdf() -> Path:
    return article_file("schelfhout-2025.pdf")


@pytest.fixture(scope="session")
def article_txt() -> Path:
    return article_file("schelfhout-2025.txt")


class OwnDocument(NamedTuple):
    """The same text in two formats."""

    markdown: Path
    pdf: Path


@pytest.fixture(scope="session")
def own_document(tmp_path_factory: pytest.TempPathFactory) -> OwnDocument:
    """A school's policy in our own words."""
    folder = tmp_path_factory.mktemp("own")
    return OwnDocument(fakes.policy_markdown(folder), fakes.policy_pdf(folder))


@pytest.fixture(scope="session")
def framework() -> Framework:
    return load_framework()


@pytest.fixture(scope="session")
def article(article_pdf: Path) -> Source:
    """The article as read, its kind not yet told."""
    return read_source(article_pdf, **LIMITS)


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The bundled engine."""
    return load_engine("bundled")


@pytest.fixture
def fake_engine() -> fakes.FakeEngine:
    return fakes.FakeEngine()


MakeHome = Callable[[str, Sequence[Source], Framework], Path]


@pytest.fixture(scope="session")
def make_home(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, engine: Engine) -> MakeHome:
    """Builds a home folder with the bundled engine; what was embedded before costs nothing."""
    vault = request.config.cache.mkdir("aanboord")
    kept = vault / "vectors.sqlite"

    def make(name: str, sources: Sequence[Source], framework: Framework) -> Path:
        home = tmp_path_factory.mktemp(name)
        with FileLock(vault / "lock"):
            if kept.exists():
                shutil.copy(kept, home / "vectors.sqlite")
            build_index(sources, framework, home=home, engine_key=engine_key("bundled"), load_engine=lambda: engine)
            fresh = kept.with_suffix(".new")
            shutil.copy(home / "vectors.sqlite", fresh)
            fresh.replace(kept)
        return home

    return make


@pytest.fixture(scope="session")
def home_without_article(make_home: MakeHome, framework: Framework) -> Path:
    return make_home("framework-only", (), framework)


@pytest.fixture(scope="session")
def home_with_article(home_without_article: Path, make_home: MakeHome, framework: Framework, article: Source) -> Path:
    return make_home("with-article", (article,), framework)


@pytest.fixture(scope="session")
def assistant_without_article(home_without_article: Path, engine: Engine) -> Assistant:
    """Knows the framework alone."""
    return Assistant(open_index(home_without_article), engine)


@pytest.fixture(scope="session")
def assistant_with_article(home_with_article: Path, engine: Engine) -> Assistant:
    """Knows the framework and the article."""
    return Assistant(open_index(home_with_article), engine)


@pytest.fixture
def garden(tmp_path: Path, fake_engine: fakes.FakeEngine) -> Path:
    """A home with a small framework, its article and a fake engine."""
    build_index(
        [fakes.GARDEN_ARTICLE],
        fakes.GARDEN,
        home=tmp_path / "garden",
        engine_key="fake",
        load_engine=lambda: fake_engine,
    )
    return tmp_path / "garden"
