"""`make eval`: both halves, the naive pipeline beside them, and what may not happen.

Fails on an invalid quote, a dangling citation, a result that differs on a second run (timings
apart), or a headline more than two points under the stored baseline. `--accept` stores this run as
the baseline.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant import render
from assistant.errors import AanboordError
from assistant.pipeline import Assistant
from assistant.records import Timings
from assistant.session import open_assistant
from assistant.settings import load_settings
from assistant.terminal import message_lang, notice, progress_bar
from eval.command import show
from eval.items import Item, read_items
from eval.measures import Ground, headline
from eval.naive import NaiveAssistant
from eval.report import write_report
from eval.runs import Run, run_items
from eval.summary import mcnemar, summarise

FOLDER = Path(__file__).parent
BASELINE = FOLDER / "baseline.json"
HALVES = ("development", "test")
TOLERANCE = 0.02


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where all is well."""
    parser = argparse.ArgumentParser(prog="python -m eval.gatekeeper", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="store this run as the baseline")
    options = parser.parse_args(arguments)
    try:
        return evaluate(options.accept)
    except AanboordError as error:
        notice(error.line(message_lang()))
        return 1


def evaluate(accept: bool) -> int:
    """Run everything, write the report, say what is wrong."""
    with progress_bar(message_lang()) as progress:
        assistant = open_assistant(load_settings(), progress=progress)
    if assistant.index.article is None:
        notice("The article is not here: the evaluation needs it (see the README). Nothing was evaluated.")
        return 0
    ground = Ground(assistant.index.texts, assistant.index.framework)
    items = {half: read_items(FOLDER / "questions" / f"{half}.jsonl") for half in HALVES}
    runs = {half: run_items(assistant, found) for half, found in items.items()}
    faults = _again(assistant, items, runs)
    for half in HALVES:
        faults += broken(runs[half], ground)
    halves = {half: (runs[half], summarise(runs[half], ground)) for half in HALVES}
    naive = {half: summarise(naive_runs(assistant, items[half]), ground) for half in HALVES}
    scores = {r.item.id: headline(r, ground) for half in HALVES for r in runs[half]}
    before = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    compared = {half: mcnemar(before.get("scores", {}), _of(scores, runs[half])) for half in HALVES}
    for half in HALVES:
        print(f"\n{half}: {compared[half]}")
        show(halves[half][1], "en")
        now = halves[half][1]["measures"]["headline"]["value"]
        then = before.get("headline", {}).get(half)
        if then is not None and now < then - TOLERANCE and not accept:
            faults.append(f"{half}: headline {now:.3f} is more than {TOLERANCE} under the baseline {then:.3f}")
    print(write_report(FOLDER / "results", halves, assistant, ground, naive, compared))
    if accept:
        BASELINE.write_text(json.dumps(_baseline(halves, scores), indent=1) + "\n", "utf-8")
    for fault in faults:
        notice(f"FAULT {fault}")
    return 1 if faults else 0


def _baseline(halves: dict[str, tuple[list[Run], dict[str, Any]]], scores: dict[str, float]) -> dict[str, Any]:
    return {
        "headline": {half: s["measures"]["headline"]["value"] for half, (_, s) in halves.items()},
        "scores": dict(sorted(scores.items())),
    }


def _of(scores: dict[str, float], runs: Sequence[Run]) -> dict[str, float]:
    return {r.item.id: scores[r.item.id] for r in runs}


def _again(assistant: Assistant, items: dict[str, list[Item]], runs: dict[str, list[Run]]) -> list[str]:
    """A second run says the same to the byte, timings apart."""
    faults = []
    for half, found in items.items():
        for first, second in zip(runs[half], run_items(assistant, found), strict=True):
            if _bytes(first) != _bytes(second):
                faults.append(f"{first.item.id}: a second run differs")
    return faults


def _bytes(run: Run) -> str:
    answer = render.answer_json(replace(run.answer, timings_ms=Timings()))
    return json.dumps([answer, [render.hit_json(h) for h in run.hits]], ensure_ascii=False)


def broken(runs: Sequence[Run], ground: Ground) -> list[str]:
    """Quotes that do not stand in their source, and markers that lead nowhere."""
    faults: list[str] = []
    for run in runs:
        ids = {c.id for c in run.answer.citations}
        for citation in run.answer.citations:
            source = ground.texts.get(citation.source_id)
            if source and source.text[citation.start : citation.end] != citation.quote:
                faults.append(f"{run.item.id}: quote {citation.id} is not in its source")
        for statement in run.answer.statements:
            if not statement.citations or not set(statement.citations) <= ids:
                faults.append(f"{run.item.id}: a statement without its citation")
    return faults


def naive_runs(assistant: Assistant, items: Sequence[Item]) -> list[Run]:
    """The naive pipeline over the same questions."""
    article = assistant.index.article
    if article is None:
        return []
    naive = NaiveAssistant(article, Path(article.origin), assistant.engine)
    return [Run(item, tuple(naive.hits(item.q, 10)), naive.answer(item.q)) for item in items]


if __name__ == "__main__":
    sys.exit(main())
