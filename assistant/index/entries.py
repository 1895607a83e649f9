"""What is embedded and looked up: passages, their sentences, claims and the questions they answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.passages import embedded_text
from assistant.records import LANGS, Claim, Framework, Lang, Passage

EntryKind = Literal["passage", "sentence", "claim", "ask", "outside", "named", "asked", "written", "reading"]
# The kinds that are embedded as a visitor's question is; the others are embedded as text.
# How the id of a question begins, as it is asked in the framework.
ASKED = "a-"
QUESTIONS = frozenset({"ask", "outside", "named", "asked"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One vector: its id, what is embedded, and the passage or claim that it stands for.

    `number` is the sentence in the passage, or the question of the claim. `outside` is a question that
    the sources do not answer, `named` one about a study that they do answer; `asked` and `written` are
    an example put as a question and as a sentence; `reading` is a statement of `corpus/readings/`.
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
        for lang in LANGS:
            found.append(Entry(f"c-{claim.id}-{lang}", "claim", claim.id, claim.said(lang), lang))
            for number, ask in enumerate(claim.asks(lang)):
                found.append(Entry(f"{ASKED}{claim.id}-{lang}-{number}", "ask", claim.id, ask.text, lang, number))
    return found


def examples(framework: Framework) -> list[Entry]:
    """What the sources do not answer, and what orders the assistant about: learned from, never found."""
    found: list[Entry] = []
    for topic in framework.topics:
        for lang in LANGS:
            for number, text in enumerate(topic.asks(lang)):
                found.append(Entry(f"t-{topic.id}-{lang}-{number}", "outside", f"t-{topic.id}", text, lang, number))
    for number, example in enumerate(framework.examples):
        if example.kind == "premise":
            found.append(Entry(f"e-{number}", "outside", "premise", example.text))
        else:
            found.append(Entry(f"e-{number}-asked", "asked", example.kind, example.text))
            found.append(Entry(f"e-{number}-written", "written", example.kind, example.text))
    return [*found, *_about_studies(framework)]


# How many of the forms each study fills, in each language: in turn, so that all are used.
FORMS_EACH = {"asked": 2, "outside": 4}


def _about_studies(framework: Framework) -> list[Entry]:
    """Questions about every study, with its year and without: those that its claims answer, and others."""
    found: list[Entry] = []
    for number, study in enumerate(framework.studies):
        dated = study.cited_as[0]
        name = dated.removesuffix(study.year).rstrip(" ,")
        claims = [c.id for c in framework.claims if study.id in c.studies]
        for kind, each in FORMS_EACH.items():
            for lang in LANGS:
                forms = [f.text for f in framework.forms if f.kind == kind and f.lang == lang]
                for turn in range(min(each, len(forms))):
                    place = (number * each + turn) % len(forms)
                    text = forms[place].replace("{study}", dated if (number + turn) % 2 else name)
                    refs = [f"c-{c}" for c in claims] if kind == "asked" else ["study-details"]
                    found += [
                        Entry(
                            f"s-{study.id}-{kind}-{lang}-{place}-{ref}",
                            "named" if kind == "asked" else "outside",
                            ref,
                            text,
                            lang,
                        )
                        for ref in refs
                    ]
    return found
