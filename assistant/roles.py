"""`corpus/roles.yaml` → the roles: values, not branches.

What a school leader, a teacher or a trainer is called, greeted with and may start from. Knows
nothing of answers or pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import FrameworkError
from assistant.records import ROLES, Lang, Role, Words

FILE = Path(__file__).resolve().parents[1] / "corpus" / "roles.yaml"
NAMES: dict[Role, Words] = {
    "leader": Words("schoolleider", "school leader"),
    "teacher": Words("leerkracht", "teacher"),
    "trainer": Words("opleider", "trainer"),
}
NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role with its name, a sentence of welcome and questions to start from."""

    id: Role
    name: Words
    intro: Words = NO_WORDS
    starters_nl: tuple[str, ...] = ()
    starters_en: tuple[str, ...] = ()

    def called(self, lang: Lang) -> str:
        """The name inside a sentence: “schoolleider”."""
        name = self.name.said(lang)
        return name[:1].lower() + name[1:]

    def starters(self, lang: Lang) -> tuple[str, ...]:
        """The questions to start from in `lang`."""
        return self.starters_nl if lang == "nl" else self.starters_en


class Pair(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    nl: str
    en: str


class Lists(BaseModel):
    nl: list[str]
    en: list[str]


class RoleEntry(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: Role
    name: Pair
    intro: Pair
    starters: Lists


def load_roles(file: Path = FILE) -> tuple[RoleCard, ...]:
    """The roles in the order of `ROLES`; one that the file leaves out has its name only.

    Raises FrameworkError where an entry is not in order.
    """
    found: dict[str, RoleCard] = {}
    for raw in _entries(file):
        try:
            entry = RoleEntry.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            name = str(raw.get("id", "-")) if isinstance(raw, dict) else "-"
            raise FrameworkError(file=file.name, line=1, entry=name, detail=f"{where}: {first['msg']}") from error
        found[entry.id] = RoleCard(
            entry.id,
            Words(entry.name.nl, entry.name.en),
            Words(_folded(entry.intro.nl), _folded(entry.intro.en)),
            tuple(map(_folded, entry.starters.nl)),
            tuple(map(_folded, entry.starters.en)),
        )
    return tuple(found.get(role) or RoleCard(role, NAMES[role]) for role in ROLES)


def _entries(file: Path) -> list[Any]:
    if not file.is_file():
        return []
    try:
        raw = yaml.safe_load(file.read_text("utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FrameworkError(file=file.name, line=1, entry="-", detail="not YAML") from error
    roles = raw.get("roles") if isinstance(raw, dict) else None
    return list(roles) if isinstance(roles, list) else []


def _folded(text: str) -> str:
    return " ".join(text.split())
