"""Answer → the text that readers see: Markdown with [1] markers, and plain data for programs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.records import Answer, Citation, Hit, Lang, Statement, Topic

NOT_IN_SOURCES = {"nl": "Dat staat niet in de bronnen", "en": "That is not in the sources"}
REFUSALS: dict[str, dict[Lang, str]] = {
    "plain": {"nl": "{no}.", "en": "{no}."},
    "topic": {
        "nl": "{no}: over {topic} gaat het artikel niet. {refer}",
        "en": "{no}: the article does not cover {topic}. {refer}",
    },
    "documents": {
        "nl": "{no}: over {topic} gaan ze niet. {refer}",
        "en": "{no}: they do not cover {topic}. {refer}",
    },
    "own": {"nl": "{no}. {refer}", "en": "{no}. {refer}"},
    "instruction": {
        "nl": "{no}. Ik antwoord alleen met wat in de bronnen staat; opdrachten over hoe ik moet antwoorden volg ik niet.",
        "en": "{no}. I answer only with what the sources hold; I do not follow orders about how to answer.",
    },
    "vague": {
        "nl": "{no}: zo begrijp ik de vraag niet goed. Zeg er in een zin bij waarover het gaat.",
        "en": "{no}: I cannot tell what is asked. Say in a sentence what it is about.",
    },
}
NEAREST = {"nl": "Wel te vinden:", "en": "What they do hold:"}


def answer_text(statements: Sequence[Statement], listed: bool) -> str:
    """The statements with their markers; a list question after its first statement as a list."""
    told = [s for s in statements if s.kind != "reflection"]
    asked = [s for s in statements if s.kind == "reflection"]
    lines = [f"{s.text} {_markers(s)}" for s in told]
    if listed and len(lines) > 2:
        body = "\n".join(f"- {line}" for line in lines)
    else:
        body = " ".join(lines)
    return "\n\n".join([body, *(f"*{s.text}* {_markers(s)}" for s in asked)])


def _markers(statement: Statement) -> str:
    return "".join(f"[{c}]" for c in statement.citations)


def refusal_text(reason: str, lang: Lang, topic: Topic | None, nearest: Sequence[str]) -> str:
    """A refusal in one line, and the nearest questions that the sources do answer."""
    values = {
        "no": NOT_IN_SOURCES[lang],
        "topic": topic.name.said(lang) if topic else "",
        "refer": topic.refer.said(lang) if topic else "",
    }
    text = REFUSALS[reason][lang].format(**values).strip()
    if nearest:
        text += f" {NEAREST[lang]} {' · '.join(nearest)}"
    return text


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as the interface promises it."""
    data = asdict(answer)
    for statement in data["statements"]:
        statement["citations"] = list(statement["citations"])
        statement["studies"] = list(statement["studies"])
    return data


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the interface promises it."""
    data = asdict(hit)
    del data["source_title"]
    return data


def place(citation: Citation, lang: Lang) -> str:
    """Where a quote stands, in words: “Aanvangsbegeleiding, p. 187”."""
    return f"{citation.section_title}, p. {citation.page}" if citation.page else citation.section_title
