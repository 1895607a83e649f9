"""`corpus/framework/` → the Framework record, every entry checked for form.

YAML files that a teacher trainer can edit by hand: comments are allowed, text needs no escaping,
and a mistake is told with its file, line and entry. Knows nothing of the article's own text
(`framework_check` holds the two against each other) nor of indexes and answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.errors import FrameworkError
from assistant.framework_entries import (
    ArticleFile,
    AskEntry,
    ClaimEntry,
    CraftEntry,
    ExamplesFile,
    FormsEntry,
    LeverEntry,
    ReflectionEntry,
    SectionFile,
    StudyEntry,
    TensionEntry,
    TermEntry,
    TopicEntry,
)
from assistant.records import (
    LANGS,
    Ask,
    Claim,
    Craft,
    Example,
    Form,
    Framework,
    Lever,
    Pole,
    Reflection,
    SectionNote,
    Study,
    Tension,
    Term,
    Topic,
    Words,
)

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "framework"
LINE = "__line__"

E = TypeVar("E", bound=BaseModel)


def load_framework(folder: Path = FOLDER) -> Framework:
    """The framework in `folder`. Raises FrameworkError with file, line and entry."""
    article = _file(ArticleFile, folder / "article.yaml")
    examples = _file(ExamplesFile, folder / "examples.yaml")
    parts = [(f, _file(SectionFile, f)) for f in sorted((folder / "sections").glob("*.yaml"))]
    notes = tuple(SectionNote(p.section, p.title.record(), p.summary.record()) for _, p in parts)
    claims = tuple(_claim(entry, part.section) for _, part in parts for entry in part.claims)
    framework = Framework(
        article_title=article.title,
        article_apa=article.apa,
        article_url=article.url,
        notes=notes,
        claims=claims,
        studies=tuple(map(_study, _entries(StudyEntry, folder / "bibliography.yaml", "studies"))),
        terms=tuple(map(_term, _entries(TermEntry, folder / "glossary.yaml", "terms"))),
        tensions=tuple(map(_tension, _entries(TensionEntry, folder / "tensions.yaml", "tensions"))),
        levers=tuple(
            Lever(e.id, _words(e), tuple(e.claims), tuple(e.roles))
            for e in _entries(LeverEntry, folder / "levers.yaml", "levers")
        ),
        reflections=tuple(
            Reflection(e.id, _words(e), e.role, tuple(e.claims))
            for e in _entries(ReflectionEntry, folder / "reflections.yaml", "reflections")
        ),
        crafts=tuple(
            Craft(e.id, e.kind, e.text.record(), e.condition.record(), e.colleagues.record(), tuple(e.claims))
            for e in _entries(CraftEntry, folder / "crafts.yaml", "crafts")
        ),
        topics=tuple(map(_topic, _entries(TopicEntry, folder / "topics.yaml", "topics"))),
        examples=tuple(_examples(examples)),
        forms=tuple(_forms(examples.forms)),
        sha256=framework_digest(folder),
    )
    _check_references(framework, folder)
    return framework


def framework_digest(folder: Path = FOLDER) -> str:
    """A digest of the framework's files: the `sha256` of what they hold."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.yaml")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _words(entry: LeverEntry | ReflectionEntry) -> Words:
    return Words(" ".join(entry.nl.split()), " ".join(entry.en.split()))


def _claim(entry: ClaimEntry, section: str) -> Claim:
    def asks(raw: list[str | AskEntry]) -> tuple[Ask, ...]:
        return tuple(Ask(a) if isinstance(a, str) else Ask(a.q, a.lead) for a in raw)

    return Claim(
        id=entry.id,
        section=section,
        kind=entry.kind,
        strength=entry.strength,
        nl=" ".join(entry.nl.split()),
        en=" ".join(entry.en.split()),
        studies=tuple(entry.studies),
        study_from=entry.study_from,
        anchor=entry.anchor,
        page=entry.page,
        terms=tuple(entry.terms),
        roles=tuple(entry.roles),
        asks_nl=asks(entry.asks.nl),
        asks_en=asks(entry.asks.en),
    )


def _study(entry: StudyEntry) -> Study:
    return Study(entry.id, tuple(entry.cited_as), entry.year, tuple(entry.sections), entry.apa)


def _term(entry: TermEntry) -> Term:
    return Term(
        id=entry.id,
        term=Words(entry.nl.term, entry.en.term),
        gloss=Words(entry.nl.gloss, entry.en.gloss),
        synonyms_nl=tuple(entry.nl.synonyms),
        synonyms_en=tuple(entry.en.synonyms),
        sections=tuple(entry.sections),
    )


def _tension(entry: TensionEntry) -> Tension:
    first, second = (Pole(p.name.record(), p.says.record(), tuple(p.claims)) for p in entry.poles)
    return Tension(entry.id, entry.title.record(), (first, second), entry.balance.record(), tuple(entry.claims))


def _topic(entry: TopicEntry) -> Topic:
    return Topic(
        id=entry.id,
        name=entry.name.record(),
        refer=entry.refer.record(),
        words_nl=tuple(entry.words.get("nl", ())),
        words_en=tuple(entry.words.get("en", ())),
        nearest=tuple(entry.nearest),
        asks_nl=tuple(entry.asks.get("nl", ())),
        asks_en=tuple(entry.asks.get("en", ())),
    )


def _examples(read: ExamplesFile) -> Iterator[Example]:
    for entry in read.orders:
        yield Example("order", " ".join(entry.text.split()))
    for entry in read.harmless:
        yield Example("harmless", " ".join(entry.text.split()))
    for entry in read.premises:
        yield Example("premise", " ".join(entry.text.split()))


def _forms(read: FormsEntry) -> Iterator[Form]:
    for lang in LANGS:
        for text in read.asked.get(lang, ()):
            yield Form("asked", lang, text)
        for text in read.outside.get(lang, ()):
            yield Form("outside", lang, text)


class _LineLoader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """A safe loader that remembers on which line each mapping begins."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.MarkedYAMLError(problem="a field stands here twice", problem_mark=node.start_mark)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def _file(model: type[E], file: Path) -> E:
    return _parse(model, _read(file), file)


def _entries(model: type[E], file: Path, key: str) -> Iterator[E]:
    raw = _read(file)
    entries = raw.get(key) if isinstance(raw, dict) else None
    if not isinstance(entries, list):
        raise FrameworkError(file=file.name, line=1, entry=key, detail=f"a list «{key}:» is missing")
    for entry in entries:
        yield _parse(model, entry, file)


def _read(file: Path) -> Any:
    try:
        return yaml.load(file.read_text("utf-8"), Loader=_LineLoader)  # noqa: S506 (a safe loader)
    except FileNotFoundError as error:
        raise FrameworkError(file=file.name, line=1, entry="-", detail="this file is missing") from error
    except UnicodeDecodeError as error:
        raise FrameworkError(file=file.name, line=1, entry="-", detail="not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FrameworkError(file=file.name, line=line, entry="YAML", detail=error.problem or "not YAML") from error
    except yaml.reader.ReaderError as error:
        line = file.read_text("utf-8").count("\n", 0, error.position) + 1
        raise FrameworkError(file=file.name, line=line, entry="YAML", detail=error.reason) from error


def _parse(model: type[E], raw: Any, file: Path) -> E:
    try:
        return model.model_validate(_without_lines(raw))
    except ValidationError as error:
        first = error.errors()[0]
        line, entry = _place(raw, first["loc"])
        where = ".".join(str(part) for part in first["loc"] if isinstance(part, str)) or "entry"
        raise FrameworkError(file=file.name, line=line, entry=entry, detail=f"{where}: {first['msg']}") from error


def _without_lines(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {k: _without_lines(v) for k, v in raw.items() if k != LINE}
    return [_without_lines(v) for v in raw] if isinstance(raw, list) else raw


def _place(raw: Any, loc: tuple[int | str, ...]) -> tuple[int, str]:
    """The line and the id of the innermost entry on the way to `loc`."""
    line, entry = 1, "-"
    for part in (*loc, None):
        if isinstance(raw, Mapping):
            line = raw.get(LINE, line)
            entry = str(raw.get("id") or raw.get("section") or entry)
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            break
    return line, entry


def _check_references(framework: Framework, folder: Path) -> None:
    """Ids once, and every reference to a claim, a section or a study leads somewhere."""
    claims = {c.id for c in framework.claims}
    studies = {s.id for s in framework.studies}
    sections = {n.slug for n in framework.notes}
    groups: list[tuple[str, list[tuple[str, tuple[str, ...], set[str], str]]]] = [
        ("sections", [(c.id, c.studies, studies, "study") for c in framework.claims]),
        ("bibliography", [(s.id, s.sections, sections, "section") for s in framework.studies]),
        ("glossary", [(t.id, t.sections, sections, "section") for t in framework.terms]),
        (
            "tensions",
            [(t.id, t.claims + t.poles[0].claims + t.poles[1].claims, claims, "claim") for t in framework.tensions],
        ),
        ("levers", [(e.id, e.claims, claims, "claim") for e in framework.levers]),
        ("reflections", [(e.id, e.claims, claims, "claim") for e in framework.reflections]),
        ("crafts", [(e.id, e.claims, claims, "claim") for e in framework.crafts]),
        ("topics", [(e.id, e.nearest, claims, "claim") for e in framework.topics]),
    ]
    if len(sections) != len(framework.notes):
        _complain(folder, "sections", "section", "a section has two files")
    for name, entries in groups:
        seen: set[str] = set()
        for entry, references, known, noun in entries:
            if entry in seen:
                _complain(folder, name, entry, "this id stands here twice")
            seen.add(entry)
            for reference in references:
                if reference not in known:
                    _complain(folder, name, entry, f"unknown {noun} «{reference}»")


def _complain(folder: Path, name: str, entry: str, detail: str) -> None:
    """Raise the error with the last place where the id is written."""
    files = sorted((folder / name).glob("*.yaml")) or [folder / f"{name}.yaml"]
    place = (files[0], 1)
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if line.strip().removeprefix("- ") == f"id: {entry}":
                place = (file, number)
    raise FrameworkError(file=place[0].name, line=place[1], entry=entry, detail=detail)
