"""What the commands print: progress and notices on standard error, answers on standard output."""

from __future__ import annotations

import locale
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant import render
from assistant.errors import MessageLang
from assistant.records import Answer, Hit

if TYPE_CHECKING:
    from assistant.session import Progress

KINDS = {
    "nl": {"article": "artikel", "framework": "kader", "document": "eigen document"},
    "en": {"article": "article", "framework": "framework", "document": "own document"},
}


def message_lang() -> MessageLang:
    """Dutch where the system speaks Dutch, else English."""
    spoken = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
    spoken = spoken or (locale.getlocale()[0] or "")
    return "nl" if spoken.lower().startswith(("nl", "dutch")) else "en"


def notice(text: str) -> None:
    """One line on standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def progress_bar(lang: MessageLang) -> Iterator[Progress]:
    """Shows passages done and passages per second; on something else than a terminal one line a tenth."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    label = "Indexeren" if lang == "nl" else "Indexing"
    unit = "passages/s"
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    started = time.perf_counter()
    state = {"first": -1, "told": -1}
    with bar:
        task = bar.add_task(label, total=None, speed="")

        def show(done: int, total: int) -> None:
            if state["first"] < 0:
                state["first"] = done
            speed = (done - state["first"]) / max(1e-6, time.perf_counter() - started)
            bar.update(task, completed=done, total=total, speed=f"{speed:.0f} {unit}")
            tenth = 10 * done // max(1, total)
            if not console.is_terminal and tenth > state["told"] and done > state["first"]:
                state["told"] = tenth
                notice(f"{label}: {done}/{total}, {speed:.0f} {unit}")

        yield show


def show_answer(answer: Answer) -> None:
    """An answer with its quotes: section, page and words."""
    console = Console()
    lang = answer.language
    if answer.understood_as != answer.question:
        label = "Begrepen als" if lang == "nl" else "Understood as"
        console.print(Text(f"{label}: {answer.understood_as}", style="dim"))
    if answer.status == "partial":
        console.print(
            Text(
                "De bronnen geven hierop een deel van het antwoord."
                if lang == "nl"
                else "The sources hold part of the answer.",
                style="yellow",
            )
        )
    console.print()
    console.print(Text(answer.text.replace("*", "")))
    for citation in answer.citations:
        kind = KINDS[lang][citation.kind]
        console.print()
        console.print(Text(f"[{citation.id}] {render.place(citation, lang)} ({kind})", style="bold"))
        console.print(Padding(Text(f"“{citation.quote}”", style="italic"), (0, 0, 0, 4)))
    if answer.answerer != "composed":
        console.print()
        console.print(Text(written_by(answer), style="dim"))
    for line in answer.notices:
        notice(line)


def written_by(answer: Answer) -> str:
    """Who wrote the answer, and what it took."""
    dutch = answer.language == "nl"
    line = f"Geschreven door {answer.answerer}, nagekeken" if dutch else f"Written by {answer.answerer}, checked"
    if answer.usage:
        line += f"; {answer.usage.input_tokens} + {answer.usage.output_tokens} tokens"
        if answer.usage.cost is not None:
            line += f", {answer.usage.cost:.4f}"
    if answer.dropped:
        line += f"; {len(answer.dropped)} {'weggelaten' if dutch else 'dropped'}"
    return line + "."


def show_hits(hits: Sequence[Hit], lang: MessageLang) -> None:
    """Hits as a table."""
    table = Table(show_lines=False)
    for name in ("#", "Deel" if lang == "nl" else "Section", "p.", "", "Tekst" if lang == "nl" else "Text"):
        table.add_column(name)
    for hit in hits:
        text = hit.text if len(hit.text) < 160 else hit.text[:157] + "…"
        table.add_row(str(hit.rank), escape(hit.section_title), hit.page or "", KINDS[lang][hit.kind], escape(text))
    Console().print(table)
