"""Conversations of the visitors, in memory only: gone after a set time, or when the visitor says so."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from assistant.records import Answer, Hit, Turn

MAX_TURNS = 40
MAX_VISITORS = 2000
HISTORY = 6


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it was given: its id, and `shorter` or `simpler` where that was asked for.

    `lost` counts the quotes of a kept answer that are no longer in the sources; `own` says that only
    the visitor's own documents were asked, `near` holds their nearest passages where none answered.
    """

    id: str
    answer: Answer
    brief: str = ""
    lost: int = 0
    own: bool = False
    near: tuple[Hit, ...] = ()


@dataclass(slots=True)
class Talk:
    """One visitor's conversation."""

    turns: tuple[Told, ...]
    touched: float


class Talks:
    """Conversations by visitor. Safe to share between threads."""

    def __init__(self, minutes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = minutes * 60
        self._clock = clock
        self._talks: OrderedDict[str, Talk] = OrderedDict()
        self._lock = threading.Lock()

    def turns(self, visitor: str) -> tuple[Told, ...]:
        """What was told to the visitor, newest last."""
        with self._lock:
            self._sweep()
            talk = self._talks.get(visitor)
            return talk.turns if talk else ()

    def add(
        self,
        visitor: str,
        answer: Answer,
        brief: str = "",
        lost: int = 0,
        *,
        own: bool = False,
        near: tuple[Hit, ...] = (),
    ) -> Told:
        """Remember an answer."""
        told = Told(secrets.token_hex(5), answer, brief, lost, own, near)
        with self._lock:
            self._sweep()
            before = self._talks.pop(visitor, None)
            turns = (*(before.turns if before else ()), told)[-MAX_TURNS:]
            self._talks[visitor] = Talk(turns, self._clock())
            while len(self._talks) > MAX_VISITORS:
                self._talks.popitem(last=False)
        return told

    def find(self, visitor: str, told_id: str) -> Told | None:
        """The answer with this id, where it was told to this visitor."""
        return next((told for told in self.turns(visitor) if told.id == told_id), None)

    def forget(self, visitor: str) -> None:
        """Drop the visitor's conversation."""
        with self._lock:
            self._talks.pop(visitor, None)

    def _sweep(self) -> None:
        oldest = self._clock() - self._seconds
        for visitor in [v for v, talk in self._talks.items() if talk.touched < oldest]:
            del self._talks[visitor]


def history(turns: tuple[Told, ...]) -> tuple[Turn, ...]:
    """The last turns as the pipeline takes them."""
    return tuple(Turn(told.answer.question, told.answer.text) for told in turns[-HISTORY:])
