"""How long after a statement's last token it is on its way to the screen: `python -m eval.streaming`.

A writer says of each passage what our framework says of it, which the gate has to weigh as it
weighs a language model's words; measured is the time from a statement's end to what is shown of it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Mapping

import numpy as np

from assistant.offering import Task
from assistant.passing import Passed
from assistant.pipeline import Assistant, Request
from assistant.records import Claim, Draft, Dropped, Reworded, Usage
from assistant.reply import draft_of
from assistant.session import open_assistant
from assistant.settings import load_settings

ASKED = (
    "Wat helpt starters om te blijven?",
    "What makes induction support work?",
    "How does a shared vision help teachers?",
    "What should a school leader do about classroom management?",
    "Hoe werken professionele leergemeenschappen?",
    "Mag de mentor van een starter ook meebeslissen over de evaluatie?",
    "Wat doet autonomie met leerkrachten?",
    "Waarom vertrekken beginnende leerkrachten?",
    "Hoe maak ik een schoolvisie waar mijn team achter staat?",
    "Wat is job crafting?",
)


class Recite:
    """Says a claim of each passage, and when."""

    name = "recite"

    def __init__(self, claims: Mapping[str, Claim]) -> None:
        self.claims = claims
        self.ended = 0.0

    def write(self, task: Task) -> Generator[Draft | Dropped | Usage]:
        """A draft a passage, the clock set at each."""
        for passage in task.passages:
            for claim_id, start, end in passage.claims[:1]:
                text, quote = self.claims[claim_id].said(task.lang), passage.source.text[start:end]
                raw = {"text": text, "kind": "finding", "passages": [passage.label], "quotes": [quote]}
                self.ended = time.perf_counter()
                yield draft_of(raw, task.passages)

    def rewrite(self, question: str, *_: object) -> Reworded:
        """The question as it is."""
        return Reworded(question)


def waits(assistant: Assistant, writer: Recite, asked: str) -> list[float]:
    """Milliseconds from the end of each statement to what is shown of it."""
    found: list[float] = []
    for shown in assistant.stream(Request(asked)):
        if isinstance(shown, Passed):
            found.append((time.perf_counter() - writer.ended) * 1000)
    return found


def main() -> int:
    """Print the times of first statements and of all."""
    plain = open_assistant(load_settings())
    writer = Recite(plain.index.claims)
    assistant = Assistant(plain.index, plain.engine, plain.calibration, writer=writer)
    waits(assistant, writer, ASKED[0])  # the gate is made at the first statement
    found = [waits(assistant, writer, asked) for asked in ASKED[1:]]
    firsts = [times[0] for times in found if times]
    every = [t for times in found for t in times]
    for name, times in (("first statement", firsts), ("every statement", every)):
        p50, p95 = np.percentile(times, [50, 95])
        print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {len(times)} statements")
    return 0


if __name__ == "__main__":
    sys.exit(main())
