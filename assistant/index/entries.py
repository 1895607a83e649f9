"""What is embedded and looked up: passages, their sentences, claims and the questions they answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.passages import embedded_text
from assistant.records import Claim, Lang, Passage

EntryKind = Literal["passage", "sentence", "claim", "ask"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One vector: its id, what is embedded, and the passage or claim that it stands for.

    `number` is the sentence in the passage, or the question of the claim.
    """

    id: str
    kind: EntryKind
    ref: str
    text: str
    lang: Lang | None = None
    number: int = 0


def entries(passages: Iterable[Passage], claims: Iterable[Claim]) -> list[Entry]:
    """All entries in a fixed order."""
    found: list[Entry] = []
    for passage in passages:
        found.append(Entry(passage.id, "passage", passage.id, embedded_text(passage)))
        if len(passage.sentences) > 1:
            for number, span in enumerate(passage.sentences):
                text = passage.text[span.start - passage.start : span.end - passage.start]
                found.append(Entry(f"{passage.id}.{number}", "sentence", passage.id, text, None, number))
    for claim in claims:
        for lang in ("nl", "en"):
            found.append(Entry(f"c-{claim.id}-{lang}", "claim", claim.id, claim.said(lang), lang))
            for number, ask in enumerate(claim.asks(lang)):
                found.append(Entry(f"a-{claim.id}-{lang}-{number}", "ask", claim.id, ask.text, lang, number))
    return found
