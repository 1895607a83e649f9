"""`prompts/*.md` + a task → what a language model is told.

Checked when loaded: every file there, every variable known and used. What others wrote (passages,
earlier turns, the question) stands between fence marks that it cannot hold. Knows no model.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import PromptError
from assistant.offering import Offered, Task
from assistant.records import ROLES, Lang, Role, Turn
from assistant.text import fold

FOLDER = Path(__file__).resolve().parents[1] / "prompts"
VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
VARIABLES: dict[str, frozenset[str]] = {
    "shared": frozenset({"language", "role", "max_statements", "max_words", "fence"}),
    "question": frozenset({"fence", "passages", "history", "question", "language"}),
    "follow_up": frozenset({"fence", "language"}),
    "turns": frozenset({"fence", "history", "question"}),
    **{role: frozenset[str]() for role in ROLES},
}
LANGUAGES: dict[Lang, str] = {"nl": "Dutch, as written in Flanders", "en": "English"}
LENGTH = re.compile(r"statements: ([1-9]\d?)\nwords: ([1-9]\d{1,3})\n\n")
HISTORY_TURNS = 4
HISTORY_CHARS = 600


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two messages of a call."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class RolePrompt:
    """How a role is answered: tone, and length at most."""

    text: str
    max_statements: int
    max_words: int


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompt files, checked."""

    shared: str
    question: str
    follow_up: str
    turns: str
    roles: Mapping[Role, RolePrompt]

    def bounded(self, task: Task) -> Task:
        """The task with the length that its role gets, or a shorter one that was asked for."""
        role = self.roles[task.role]
        return replace(
            task,
            max_statements=min(task.max_statements, role.max_statements),
            max_words=min(task.max_words, role.max_words),
        )

    def rewrite(self, question: str, history: Sequence[Turn], lang: Lang) -> Prompt:
        """What the model is told to make a follow-up question readable on its own."""
        told, asked = "\n".join(_turns(history)) or "-", fold(question)
        fence = fence_for([told, asked])
        return Prompt(
            _filled(self.follow_up, {"fence": fence, "language": LANGUAGES[lang]}),
            _filled(self.turns, {"fence": fence, "history": told, "question": asked}),
        )

    def fill(self, task: Task) -> Prompt:
        """What the model is told for a task."""
        history = "\n".join(_turns(task.history)) or "-"
        asked = fold(task.question)
        texts = [_shown(p) for p in task.passages]
        fence = fence_for([*texts, history, asked])
        passages = "\n\n".join(
            f"[{fence} {p.label}\n{text}\n{fence}]" for p, text in zip(task.passages, texts, strict=True)
        )
        language = LANGUAGES[task.lang]
        system = {
            "language": language,
            "role": self.roles[task.role].text,
            "max_statements": str(task.max_statements),
            "max_words": str(task.max_words),
            "fence": fence,
        }
        user = {
            "fence": fence,
            "passages": passages,
            "history": history,
            "question": asked,
            "language": language,
        }
        return Prompt(_filled(self.shared, system), _filled(self.question, user))


def load_prompts(folder: Path = FOLDER) -> Prompts:
    """All prompt files. Raises PromptError where one is missing or not in order."""
    texts = {name: _read(folder / f"{name}.md", allowed) for name, allowed in VARIABLES.items()}
    roles = {role: _role(f"{role}.md", texts[role]) for role in ROLES}
    return Prompts(texts["shared"], texts["question"], texts["follow_up"], texts["turns"], roles)


def _read(file: Path, allowed: frozenset[str]) -> str:
    try:
        text = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(file=file.name, detail="cannot be read") from error
    if not text:
        raise PromptError(file=file.name, detail="is empty")
    used = set(VARIABLE.findall(text))
    if used - allowed:
        raise PromptError(file=file.name, detail=f"unknown variable {', '.join(sorted(used - allowed))}")
    if allowed - used:
        raise PromptError(file=file.name, detail=f"missing variable {', '.join(sorted(allowed - used))}")
    return text


def _role(file: str, text: str) -> RolePrompt:
    """The two lines of a role's length, and the rest. Raises PromptError."""
    found = LENGTH.match(text)
    if not found or not text[found.end() :].strip():
        raise PromptError(file=file, detail="begins with two lines: statements: 5, words: 120; then who asks")
    return RolePrompt(text[found.end() :].strip(), int(found.group(1)), int(found.group(2)))


def fence_for(texts: Sequence[str]) -> str:
    """A mark made of what it fences in, that occurs nowhere in it: nobody can write it beforehand."""
    whole = "\x00".join(texts)
    digest = hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()
    while digest[:16] in whole.lower():
        digest = hashlib.sha256((digest + whole).encode("utf-8", "replace")).hexdigest()
    return digest[:16]


def _shown(passage: Offered) -> str:
    return f"{fold(passage.where)}\n{fold(passage.shown)}"


def _turns(history: Sequence[Turn]) -> list[str]:
    lines: list[str] = []
    for turn in history[-HISTORY_TURNS:]:
        lines.append("asked: " + fold(turn.question)[:HISTORY_CHARS])
        if turn.answer:
            lines.append("answered: " + fold(turn.answer)[:HISTORY_CHARS])
    return lines


def _filled(template: str, values: Mapping[str, str]) -> str:
    """One pass: what a value holds is never taken for a variable."""
    return VARIABLE.sub(lambda found: values[found.group(1)], template)
