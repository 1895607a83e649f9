"""Answers → one document to keep: Markdown here, Word in `export_word`. Pure.

Both are made from the same blocks: what is said, in which order, is decided once. Every text that
came from a document or a visitor stays text: no Markdown, no links, no control characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.records import Answer, Citation, Lang, Statement
from assistant.render import NEAREST, place
from assistant.text import detect_lang

Kind = Literal[
    "title", "note", "question", "understood", "said", "item", "refusal", "heading", "reflection", "citation",
    "reference",
]  # fmt: skip

WORDS: dict[str, tuple[str, str]] = {
    "title_one": ("Antwoord uit Aan boord", "Answer from Aan boord"),
    "title_many": ("Gesprek met Aan boord", "Conversation with Aan boord"),
    "made": (
        "Bewaard op {date}. Elke zin steunt op een letterlijke passage; het nummer leidt ernaartoe.",
        "Saved on {date}. Every sentence rests on a verbatim passage; the number leads to it.",
    ),
    "understood": ("Begrepen als: {text}", "Understood as: {text}"),
    "partial": ("Deels in de bronnen.", "Partly in the sources."),
    "refused": ("Niet in de bronnen.", "Not in the sources."),
    "nearest": ("Wel te vinden", "What the sources do hold"),
    "reflection": ("Om over na te denken", "To think about"),
    "citations": ("Passages", "Passages"),
    "references": ("Bronnen", "Sources"),
    "article": ("artikel", "article"),
    "framework": ("kader, in onze woorden", "framework, in our words"),
    "document": ("eigen document", "own document"),
    "own_reference": ("{title} (eigen document)", "{title} (own document)"),
    "framework_reference": (
        "{title}: samenvatting van het artikel in onze eigen woorden.",
        "{title}: a summary of the article in our own words.",
    ),
}
MONTHS: dict[Lang, str] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
# What XML cannot hold, and what turns the reading direction round.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SPECIAL = re.compile(r"[\\`*_\[\]<>|]|&(?=#?\w+;)|~(?=~)")
OPENING = re.compile(r"^(\s*)(?:([#+\-=])|(\d+)([.)]))")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its kind, its text, and for a citation the number and the place.

    `marks` are the citations of a sentence; `turn` is the question that it belongs to, from 1;
    `spoken` is the text's language where it is known.
    """

    kind: Kind
    text: str
    turn: int = 0
    marks: tuple[str, ...] = ()
    label: str = ""
    place: str = ""
    spoken: Lang | None = None


def word(key: str, lang: Lang, **values: str) -> str:
    """One of our own words in `lang`."""
    return WORDS[key][0 if lang == "nl" else 1].format(**values)


def clean(text: str) -> str:
    """Text on one line, without characters that cannot be seen."""
    return " ".join(UNSEEN.sub("", text).split())


def written(day: date, lang: Lang) -> str:
    """A day in words.

    >>> written(date(2025, 3, 4), "nl"), written(date(2025, 3, 4), "en")
    ('4 maart 2025', '4 March 2025')
    """
    return f"{day.day} {MONTHS[lang].split()[day.month - 1]} {day.year}"


def title_of(answers: Sequence[Answer], lang: Lang) -> str:
    """What the document is called."""
    return word("title_one" if len(answers) == 1 else "title_many", lang)


def blocks(answers: Sequence[Answer], apa: str, lang: Lang, day: date) -> list[Block]:
    """What the document says, from top to bottom."""
    made = word("made", lang, date=written(day, lang))
    found = [Block("title", title_of(answers, lang)), Block("note", made)]
    for turn, answer in enumerate(answers, 1):
        found += _answer(answer, turn, lang)
    cited = references(answers, apa, lang)
    if cited:
        found.append(Block("heading", word("references", lang)))
    return [*found, *(Block("reference", text) for text in cited)]


def references(answers: Sequence[Answer], apa: str, lang: Lang) -> list[str]:
    """The article's reference where it or our framework was cited, then what else was, each once."""
    citations = [c for answer in answers for c in answer.citations]
    found = [clean(apa)] if apa and any(c.kind != "document" for c in citations) else []
    for citation in citations:
        key = {"document": "own_reference", "framework": "framework_reference"}.get(citation.kind)
        if key:
            text = word(key, lang, title=clean(citation.source_title))
            if text not in found:
                found.append(text)
    return found


def _answer(answer: Answer, turn: int, lang: Lang) -> list[Block]:
    spoken = answer.language
    found = [Block("question", clean(answer.question), turn, spoken=spoken)]
    if answer.understood_as != answer.question:
        found.append(Block("understood", word("understood", lang, text=clean(answer.understood_as)), turn))
    if answer.status == "not_in_sources":
        return [*found, *_refusal(answer, turn, lang)]
    if answer.status == "partial":
        found.append(Block("note", word("partial", lang), turn))
    found += [Block("note", clean(notice), turn, spoken=spoken) for notice in answer.notices]
    told = [s for s in answer.statements if s.kind != "reflection"]
    kind: Kind = "item" if "\n- " in f"\n{answer.text}" else "said"
    found += [_statement(kind, s, turn, spoken) for s in told]
    for asked in (s for s in answer.statements if s.kind == "reflection"):
        found.append(Block("heading", word("reflection", lang), turn))
        found.append(_statement("reflection", asked, turn, spoken))
    if answer.citations:
        found.append(Block("heading", word("citations", lang), turn))
        found += [_citation(c, turn, lang) for c in answer.citations]
    return found


def _refusal(answer: Answer, turn: int, lang: Lang) -> list[Block]:
    text = answer.text.partition(f" {NEAREST[answer.language]} ")[0]
    found = [Block("refusal", clean(text) or word("refused", lang), turn, spoken=answer.language)]
    if answer.follow_ups:
        found.append(Block("heading", word("nearest", lang), turn))
        found += [Block("item", clean(q), turn, spoken=answer.language) for q in answer.follow_ups]
    return found


def _statement(kind: Kind, statement: Statement, turn: int, spoken: Lang) -> Block:
    return Block(kind, clean(statement.text), turn, statement.citations, spoken=spoken)


def _citation(citation: Citation, turn: int, lang: Lang) -> Block:
    where = ", ".join(filter(None, (clean(citation.source_title), clean(place(citation, lang)))))
    return Block(
        "citation",
        clean(citation.quote),
        turn,
        label=citation.id,
        place=f"{where} ({word(citation.kind, lang)})",
        spoken=detect_lang(citation.quote),
    )


def markdown(answers: Sequence[Answer], apa: str, lang: Lang, day: date) -> str:
    """The document as Markdown; quotes are block quotes under their number and place."""
    lines: list[str] = []
    before: Kind = "title"
    for block in blocks(answers, apa, lang, day):
        tight = block.kind == before and block.kind in ("item", "reference")
        joined = block.kind == before == "said"
        line = _line(block)
        if joined:
            lines[-1] += " " + line
        else:
            lines += [line] if tight or not lines else ["", line]
        before = block.kind
    return "\n".join(lines) + "\n"


def _line(block: Block) -> str:
    text = escape(block.text) + "".join(f" [{escape(m)}]" for m in block.marks)
    if block.kind == "citation":
        return f"**[{escape(block.label)}]** {escape(block.place)}\n\n> {escape_opening(text)}"
    opened = escape_opening(text)
    return {
        "title": f"# {text}",
        "question": f"## {text}",
        "heading": f"### {text}",
        "note": f"*{text}*",
        "understood": f"*{text}*",
        "reflection": f"*{text}*",
        "item": f"- {opened}",
        "reference": f"- {opened}",
    }.get(block.kind, opened)


def escape(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> escape("een *ster* en ![beeld](x) <b>")
    'een \\*ster\\* en !\\[beeld\\](x) \\<b\\>'
    """
    return SPECIAL.sub(lambda m: "\\" + m.group(), text)


def escape_opening(text: str) -> str:
    r"""Text at the start of a line that Markdown does not take for a heading or a list.

    >>> escape_opening("1. eerst"), escape_opening("# kop")
    ('1\\. eerst', '\\# kop')
    """
    return OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)
