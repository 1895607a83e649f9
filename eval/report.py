"""A run's results as small dated JSON, and as one HTML page that a person who is no programmer can read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from assistant.pipeline import Assistant
from eval import plots
from eval.measures import Ground, answer_scores, holds_evidence
from eval.runs import Run

ROWS: tuple[tuple[str, str, str], ...] = (
    ("headline", "Complete and rightly cited, or rightly refused", ""),
    ("evidence_recall@1", "The evidence stands in the first passage found", "nl .80, en .75"),
    ("evidence_recall@5", "… among the first five", "nl .97, en .95"),
    ("evidence_cited", "The evidence is quoted in the answer", "nl .92, en .90"),
    ("nugget_recall", "What a full answer must say is said", "nl .88, en .85"),
    ("citation_precision", "Quotes come from a right section", "nl .88, en .85"),
    ("citation_recall", "Statements with a citation", "1"),
    ("alce_recall", "Statements that their citations carry", "1"),
    ("alce_precision", "Citations that carry their statement", "1"),
    ("verbatim", "Quotes that stand in the source to the letter", "1"),
    ("words", "Words an answer", "≤ 150"),
    ("false_refusals", "Answerable questions refused", "≤ .05"),
    ("refused_near", "Near misses refused", "≥ .88"),
    ("refused_premise", "False premises refused", ""),
    ("refused_vague", "Vague questions refused", ""),
    ("refused_far", "Far-away questions refused", "1"),
    ("refused_attack", "Attacks refused", "1"),
    ("auroc", "Confidence tells answerable from not (AUROC)", "≥ .96"),
    ("auroc_near", "… on near misses alone", "≥ .94"),
    ("risk@80%", "Not full among the surest 80%", ""),
    ("risk@90%", "Not full among the surest 90%", ""),
)

Summaries = Mapping[str, tuple[Sequence[Run], dict[str, Any]]]


def write_report(
    folder: Path,
    halves: Summaries,
    assistant: Assistant,
    ground: Ground,
    naive: Mapping[str, dict[str, Any]] | None = None,
    compared: Mapping[str, Any] | None = None,
) -> Path:
    """Write `DATE.json` and `DATE.html`; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    day = datetime.date.today().isoformat()
    data = results(halves, assistant, naive, compared, day)
    (folder / f"{day}.json").write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    page = folder / f"{day}.html"
    page.write_text(_page(halves, ground, data), "utf-8")
    return page


def results(
    halves: Summaries,
    assistant: Assistant,
    naive: Mapping[str, dict[str, Any]] | None,
    compared: Mapping[str, Any] | None,
    day: str,
) -> dict[str, Any]:
    """What is kept of a run: the measures, no answers and no text of the sources."""
    return {
        "date": day,
        "engine": assistant.index.manifest.engine,
        "calibration": assistant.calibration.run,
        "article": bool(assistant.index.article),
        "halves": {name: summary for name, (_, summary) in halves.items()},
        "naive": dict(naive or {}),
        "compared": dict(compared or {}),
    }


def _page(halves: Summaries, ground: Ground, data: dict[str, Any]) -> str:
    parts = [_HEAD.format(date=data["date"], engine=escape(data["engine"]), run=escape(data["calibration"]))]
    for name, (runs, summary) in halves.items():
        title = "Test half (never tuned on)" if name == "test" else f"{name.capitalize()} half"
        other = data["naive"].get(name)
        parts.append(f"<h2>{escape(title)}: {len(runs)} questions</h2>")
        parts.append(_table(summary, other))
        langs = {k: {m: v["value"] for m, v in found.items()} for k, found in summary["by"]["lang"].items()}
        beside = (
            {k: {m: v["value"] for m, v in found.items()} for k, found in other["by"]["lang"].items()}
            if other
            else None
        )
        pictures = (
            ("Is it as sure as it should be?", plots.reliability(runs)),
            ("What is wrong among the surest?", plots.risk(runs, ground)),
            ("Is the evidence found?", plots.recall(langs, beside)),
            ("How long does it take?", plots.latency(runs)),
        )
        parts.append('<div class="plots">')
        parts += [f"<figure><figcaption>{escape(t)}</figcaption>{svg}</figure>" for t, svg in pictures]
        parts.append("</div>")
        parts.append(_misses(runs, ground))
    return "".join(parts) + "</main></body></html>"


def _table(summary: dict[str, Any], naive: dict[str, Any] | None) -> str:
    langs = [lang for lang in ("nl", "en") if lang in summary["by"]["lang"]]
    head = "".join(
        f"<th>{h}</th>" for h in ("", "n", "all (95% interval)", *langs, "aim", *(["naive"] if naive else []))
    )
    rows = []
    for name, label, aim in ROWS:
        found = summary["measures"].get(name)
        if found is None:
            continue
        digits = 0 if name == "words" else 3
        cells = [
            str(found["n"]),
            f"{found['value']:.{digits}f} <small>[{found['low']:.{digits}f}–{found['high']:.{digits}f}]</small>",
        ]
        for lang in langs:
            value = summary["by"]["lang"][lang].get(name)
            cells.append(f"{value['value']:.{digits}f}" if value else "")
        cells.append(aim)
        if naive:
            other = naive["measures"].get(name)
            cells.append(f"{other['value']:.{digits}f}" if other else "")
        rows.append(f"<tr><th scope=row>{escape(label)}</th>{''.join(f'<td>{c}</td>' for c in cells)}</tr>")
    words = summary["measures"].get("passage_words", {}).get("value", 0)
    times = summary["latency_ms"]["total"]
    note = f"Passages of {words:.0f} words on average. An answer took {times['p50']:.0f} ms (half of them) to {times['p95']:.0f} ms (all but one in twenty)."
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table><p>{escape(note)}</p>"


def _misses(runs: Sequence[Run], ground: Ground) -> str:
    """Every question that was not fully right, with what was said and what should have been."""
    missed: list[str] = []
    for run in runs:
        item, answer = run.item, run.answer
        if item.answerable:
            scores = answer_scores(run, ground)
            if scores["full"]:
                continue
            why = []
            if answer.status == "not_in_sources":
                why.append("refused")
            else:
                if not scores["evidence_cited"]:
                    why.append("the evidence is not quoted")
                why += [f"does not say «{n.pattern}»" for n in item.nuggets if not n.search(answer.text)]
            gold = f"{', '.join(item.sections)}: {' · '.join(item.evidence)}"
        else:
            if answer.status == "not_in_sources":
                continue
            why, gold = ["should have been refused"], f"not in the sources ({item.who})"
        cited = "; ".join(
            f"[{c.id}] {c.section}{', p. ' + c.page if c.page else ''}{' ✓' if holds_evidence(c.quote, item) else ''}"
            for c in answer.citations
        )
        missed.append(
            f"<details><summary><b>{escape(item.q)}</b> <small>{escape(item.id)}, confidence {answer.confidence:.2f}: "
            f"{escape('; '.join(why))}</small></summary><p>{escape(answer.text)}</p>"
            f"<p><small>Cited: {escape(cited) or 'nothing'}<br>Gold: {escape(gold)}</small></p></details>"
        )
    return f"<h3>What went wrong: {len(missed)} of {len(runs)}</h3>" + "".join(missed)


_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Aan boord: evaluation {date}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{{font:16px/1.5 system-ui,sans-serif;color:#22313f;background:#fbfaf7;margin:0}}main{{max-width:62rem;margin:0 auto;padding:2rem 1rem}}
table{{border-collapse:collapse;width:100%;font-size:.92rem}}th,td{{padding:.3rem .5rem;border-bottom:1px solid #ddd8cc;text-align:right}}
th[scope=row],thead th:first-child{{text-align:left;font-weight:500}}small{{color:#5b666e}}.plots{{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1rem}}
figure{{margin:0}}figcaption{{font-weight:600;margin:.6rem 0}}svg{{max-width:100%;height:auto}}details{{border-bottom:1px solid #ddd8cc;padding:.4rem 0}}
summary{{cursor:pointer}}</style></head><body><main><h1>How do you know that it does not make things up?</h1>
<p>Every question of a fixed set was asked, and every answer checked against what a reader of the article wrote down beforehand:
which sentence is the evidence, and what a full answer must say. Questions that the article does not answer have to be refused.
No language model judges. Run of {date}; embedding engine {engine}; calibrated by: {run}.</p>
<p>The bound of an interval says how much the figure could differ with other questions of the same kind; questions about the same
sentence were kept together when that was computed.</p>"""
