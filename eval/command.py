"""`aanboord eval`: registered at the command line by an entry point."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

# Every command loads this module: what only the evaluation needs is imported by the evaluation.
if TYPE_CHECKING:
    from assistant.errors import MessageLang
    from assistant.pipeline import Assistant
    from assistant.settings import Settings
    from eval.runs import Run

SHOWN = (
    "headline",
    "evidence_recall@1",
    "evidence_recall@5",
    "evidence_cited",
    "nugget_recall",
    "complete",
    "citation_precision",
    "citation_recall",
    "verbatim",
    "words",
    "by_model",
    "dropped",
    "tokens",
    "false_refusals",
    "refused",
    "refused_near",
    "refused_far",
    "refused_attack",
    "refused_premise",
    "refused_vague",
    "auroc",
    "auroc_near",
)


def register(app: typer.Typer) -> None:
    """Add the command `eval`."""

    @app.command("eval", epilog="Example: aanboord eval eval/questions/test.jsonl --report eval/results")
    def evaluate(
        questions: Annotated[Path, typer.Argument(help="A question file (JSONL).")],
        details: Annotated[Path | None, typer.Option(help="Write one line a question: answer and hits.")] = None,
        report: Annotated[Path | None, typer.Option(help="Write dated results and a report into this folder.")] = None,
        model: Annotated[str | None, typer.Option(help="Answer with this language model.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    ) -> None:
        """Ask every question of a file and print the measures."""
        from assistant.cli import door, emit
        from assistant.terminal import message_lang, notice, progress_bar
        from eval.items import read_items
        from eval.measures import Ground
        from eval.runs import run_items
        from eval.summary import summarise

        with door(as_json) as settings:
            items = read_items(questions)
            assistant = opened(settings, model)
            with progress_bar(message_lang()) as progress:
                runs = run_items(assistant, items, progress)
            ground = Ground(assistant.index.texts, assistant.index.framework)
            summary = summarise(runs, ground)
            if details:
                details.write_text("".join(detail_line(run) for run in runs), "utf-8")
            if report:
                from eval.report import write_report

                notice(str(write_report(report, {questions.stem: (runs, summary)}, assistant, ground)))
            emit(summary) if as_json else show(summary, message_lang())


def opened(settings: Settings, model: str | None) -> Assistant:
    """An Assistant for the evaluation; with `model`, answers are written by it."""
    from dataclasses import replace

    from assistant.session import open_assistant
    from assistant.terminal import message_lang, progress_bar

    with progress_bar(message_lang()) as progress:
        return open_assistant(replace(settings, model=model) if model else settings, progress=progress)


def detail_line(run: Run) -> str:
    """One line of the details file."""
    from assistant import render

    row: dict[str, Any] = render.answer_json(run.answer)
    row["id"] = run.item.id
    row["hits"] = [render.hit_json(h) for h in run.hits]
    return json.dumps(row, ensure_ascii=False) + "\n"


def features_line(run: Run) -> dict[str, Any]:
    """What the fitting needs of a run: the evidence of every part."""
    return {
        "id": run.item.id,
        "parts": [
            {
                "claims": [asdict(c) for c in part.found[0].claims],
                "passages": [asdict(p) for p in part.found[0].passages],
                "features": part.features,
                "document_features": part.document_features,
            }
            for part in run.parts
        ],
    }


def show(summary: dict[str, Any], lang: MessageLang) -> None:
    """The main measures as a table, by language."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Evaluatie" if lang == "nl" else "Evaluation")
    langs = list(summary["by"]["lang"])
    for column in ("", "n", "all", *langs):
        table.add_column(column, justify="left" if not column else "right")
    for name in SHOWN:
        found = summary["measures"].get(name)
        if found is None:
            continue
        cells = [f"{found['value']:.3f} [{found['low']:.2f}–{found['high']:.2f}]"]
        for one in langs:
            part = summary["by"]["lang"][one].get(name)
            cells.append(f"{part['value']:.3f}" if part else "")
        table.add_row(name, str(found["n"]), *cells)
    for name, values in summary["latency_ms"].items():
        table.add_row(f"{name} ms", "", f"p50 {values['p50']:.0f}, p95 {values['p95']:.0f}")
    Console(file=sys.stdout, width=110).print(table)
