"""A question file → Items, checked line by line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import QuestionFileError

Who = Literal["leader", "teacher", "trainer", "near", "far", "attack", "premise", "vague"]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    lang: Literal["nl", "en"]
    who: Who
    q: str
    answerable: bool
    sections: list[str]
    evidence: list[str]
    nuggets: list[str]
    history: list[str] = []
    documents: list[str] = []
    cluster: str = ""
    type: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its gold: sections, pointers of the evidence, and nuggets of a full answer."""

    id: str
    lang: Literal["nl", "en"]
    who: Who
    q: str
    answerable: bool
    sections: tuple[str, ...]
    evidence: tuple[str, ...]
    nuggets: tuple[re.Pattern[str], ...]
    history: tuple[str, ...]
    documents: tuple[Path, ...]
    cluster: str


def read_items(file: Path) -> list[Item]:
    """The questions of a file. Raises QuestionFileError with the line and what is wrong."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(path=file, line=1, detail=error) from error
    items: list[Item] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        items.append(_item(file, number, _parsed(file, number, line)))
        if items[-1].id in seen:
            raise QuestionFileError(path=file, line=number, detail=f"the id {items[-1].id} stands here twice")
        seen.add(items[-1].id)
    if not items:
        raise QuestionFileError(path=file, line=1, detail="no questions")
    return items


def _parsed(file: Path, number: int, line: str) -> _Line:
    try:
        raw: Any = json.loads(line)
        return _Line.model_validate(raw)
    except json.JSONDecodeError as error:
        raise QuestionFileError(path=file, line=number, detail=f"no JSON ({error.msg})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise QuestionFileError(path=file, line=number, detail=f"{where}: {first['msg']}") from error


def _item(file: Path, number: int, line: _Line) -> Item:
    nuggets: list[re.Pattern[str]] = []
    for nugget in line.nuggets:
        try:
            nuggets.append(re.compile(nugget, re.I))
        except re.error as error:
            raise QuestionFileError(path=file, line=number, detail=f"nugget {nugget}: {error}") from error
    if line.answerable and not (line.sections and line.evidence and line.nuggets):
        raise QuestionFileError(path=file, line=number, detail="answerable, but without gold")
    documents = tuple(_document(file, number, name) for name in line.documents)
    return Item(
        line.id,
        line.lang,
        line.who,
        line.q,
        line.answerable,
        tuple(line.sections),
        tuple(line.evidence),
        tuple(nuggets),
        tuple(line.history),
        documents,
        line.cluster or line.id,
    )


def _document(file: Path, number: int, name: str) -> Path:
    path = file.parent / name
    if not path.is_file():
        raise QuestionFileError(path=file, line=number, detail=f"the document {name} is not there")
    return path
