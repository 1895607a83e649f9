"""Checks of installation, settings, sources, index and model; each fault with what to do about it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.embeddings import load_engine
from assistant.errors import AanboordError, MessageLang
from assistant.framework import load_framework
from assistant.index import open_index
from assistant.session import OutdatedIndex, check_engine, opinion_of, read_library, stale
from assistant.settings import Settings

State = Literal["ok", "notice", "fault"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    state: State
    message: str
    next_step: str = ""


def examine(settings: Settings, lang: MessageLang) -> list[Check]:
    """Every check, in an order in which the first fault explains the later ones."""
    checks: list[Check] = []
    for check in (_installation, _engine, _framework, _sources, _index, _model):
        try:
            checks += list(check(settings, lang))
        except AanboordError as error:
            name = check.__name__.strip("_")
            checks.append(Check(name, "fault", error.message(lang), error.next_step(lang)))
    return checks


def _say(lang: MessageLang, nl: str, en: str) -> str:
    return nl if lang == "nl" else en


def _installation(settings: Settings, lang: MessageLang) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("installation", "ok", f"Python {version}")
    probe = settings.home / ".probe"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        probe.write_text("x", "utf-8")
        probe.unlink()
    except OSError as error:
        yield Check(
            "home",
            "fault",
            _say(
                lang,
                f"In {settings.home} kan niet geschreven worden ({error}).",
                f"{settings.home} cannot be written to ({error}).",
            ),
            _say(lang, "Kies een andere map met AANBOORD_HOME.", "Choose another folder with AANBOORD_HOME."),
        )


def _engine(settings: Settings, lang: MessageLang) -> Iterator[Check]:
    engine = load_engine(settings.embedding)
    yield Check("embedding", "ok", f"{engine.fingerprint}, {engine.dimensions} dimensions")


def _framework(settings: Settings, lang: MessageLang) -> Iterator[Check]:
    framework = load_framework()
    count = len(framework.claims)
    yield Check("framework", "ok", _say(lang, f"{count} uitspraken", f"{count} claims"))


def _sources(settings: Settings, lang: MessageLang) -> Iterator[Check]:
    library = read_library(settings.sources, settings)
    for error in library.errors:
        yield Check("sources", "notice", error.message(lang), error.next_step(lang))
    count = len(library.sources)
    if not count:
        yield Check(
            "sources",
            "notice",
            _say(
                lang,
                "Er zijn geen documenten; er wordt geantwoord uit het kader.",
                "There are no documents; answers come from the framework.",
            ),
            _say(lang, "Zet het artikel in corpus/sources/.", "Put the article into corpus/sources/."),
        )
    else:
        yield Check("sources", "ok", _say(lang, f"{count} documenten", f"{count} documents"))


def _index(settings: Settings, lang: MessageLang) -> Iterator[Check]:
    fix = _say(lang, "Voer «aanboord index» uit.", "Run “aanboord index”.")
    try:
        check_engine(settings)
    except OutdatedIndex as reason:
        yield Check(
            "index",
            "fault",
            _say(lang, f"De index is verouderd ({reason.detail}).", f"The index is outdated ({reason.detail})."),
            fix,
        )
        return
    index = open_index(settings.home, chroma_url=settings.chroma_url)
    index.nearest(load_engine(settings.embedding).question("test"), 1, "nl")
    if stale(settings):
        yield Check(
            "index",
            "fault",
            _say(
                lang,
                "Documenten of kader zijn veranderd sinds de index gemaakt werd.",
                "Documents or framework changed since the index was made.",
            ),
            fix,
        )
        return
    yield Check(
        "index",
        "ok",
        _say(
            lang,
            f"{len(index.sources)} bronnen, {len(index.passages)} passages",
            f"{len(index.sources)} sources, {len(index.passages)} passages",
        ),
    )


def _model(settings: Settings, lang: MessageLang) -> Iterator[Check]:
    if not settings.model:
        yield Check(
            "model",
            "ok",
            _say(lang, "geen taalmodel: antwoorden worden samengesteld", "no language model: answers are composed"),
        )
        return
    if importlib.util.find_spec("assistant.generate") is None:
        return
    from assistant.generate import probe

    yield Check("model", "ok", probe(settings))
    if opinion_of(settings):
        yield Check("reranker", "ok", settings.reranker)
