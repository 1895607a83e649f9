"""Scores → means with 95% intervals, over all and by language and role. Pure.

Intervals are percentile bootstraps over clusters (questions that share a gold sentence are drawn
together), with a fixed seed; so two runs over the same answers give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from eval.measures import UNANSWERABLE, Ground, auroc, headline, ranking_scores, risk_coverage, scores_of
from eval.runs import Run

DRAWS = 1000
SEED = 20251122


def summarise(runs: Sequence[Run], ground: Ground) -> dict[str, Any]:
    """The measures of a run as the interface promises them."""
    ranked = ranking_scores(runs)
    rows = [(run, scores_of(run, ground) | ranked.get(run.item.id, {})) for run in runs]
    groups: dict[str, dict[str, Any]] = {"lang": {}, "role": {}}
    for lang in ("nl", "en"):
        part = [r for r in rows if r[0].item.lang == lang]
        if part:
            groups["lang"][lang] = _measures(part, ground)
    for who in dict.fromkeys(r[0].item.who for r in rows):
        groups["role"][who] = _measures([r for r in rows if r[0].item.who == who], ground)
    return {"measures": _measures(rows, ground), "by": groups, "latency_ms": latency(runs)}


def _measures(rows: Sequence[tuple[Run, Mapping[str, float]]], ground: Ground) -> dict[str, Any]:
    names = sorted({name for _, scores in rows for name in scores})
    found: dict[str, Any] = {}
    for name in names:
        part = [(run.item.cluster, scores[name]) for run, scores in rows if name in scores]
        found[name] = interval(part)
    runs = [run for run, _ in rows]
    found |= _ranking(runs, ground)
    lengths = [len(h.text.split()) for run in runs for h in run.hits if h.kind != "framework"]
    if lengths:
        found["passage_words"] = _plain(sum(lengths) / len(lengths), len(lengths))
    return found


def interval(values: Sequence[tuple[str, float]]) -> dict[str, float | int]:
    """The mean of (cluster, value) pairs with its 95% bootstrap interval over clusters."""
    clusters: dict[str, list[float]] = {}
    for cluster, value in values:
        clusters.setdefault(cluster, []).append(value)
    sums = np.array([sum(v) for v in clusters.values()])
    sizes = np.array([len(v) for v in clusters.values()])
    low, high = _bounds(sums, sizes)
    return {
        "value": round(float(sums.sum() / sizes.sum()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
        "n": len(values),
    }


def _bounds(sums: Any, sizes: Any) -> tuple[float, float]:
    from scipy.stats import bootstrap

    if len(sums) < 2 or np.ptp(sums / sizes) == 0:
        mean = float(sums.sum() / sizes.sum())
        return mean, mean
    result = bootstrap(
        (sums, sizes),
        lambda total, size, axis: total.sum(axis=axis) / size.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=DRAWS,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    return float(result.confidence_interval.low), float(result.confidence_interval.high)


def _ranking(runs: Sequence[Run], ground: Ground) -> dict[str, Any]:
    """AUROC of confidence, over all and on near misses alone, and the area under risk-coverage."""
    yes = [r for r in runs if r.item.answerable]
    no = [r for r in runs if not r.item.answerable]
    near = [r for r in no if r.item.who == "near"]
    found: dict[str, Any] = {}
    if yes and no:
        found["auroc"] = _resampled([*yes, *no], _auroc)
    if yes and near:
        found["auroc_near"] = _resampled([*yes, *near], _auroc)
    right = {r.item.id: headline(r, ground) for r in runs}
    if yes:
        found["aurc"] = _resampled(
            yes, lambda part: _aurc([r.answer.confidence for r in part], [right[r.item.id] for r in part])
        )
        coverage, risk = risk_coverage([r.answer.confidence for r in yes], [right[r.item.id] for r in yes])
        for share in (0.8, 0.9):
            at = next(i for i, c in enumerate(coverage) if c >= share - 1e-9)
            found[f"risk@{share:.0%}"] = _plain(risk[at], len(yes))
    return found


def _auroc(part: Sequence[Run]) -> float:
    return auroc(
        [r.answer.confidence for r in part if r.item.answerable],
        [r.answer.confidence for r in part if not r.item.answerable],
    )


def _aurc(confidences: Sequence[float], right: Sequence[float]) -> float:
    return float(np.mean(risk_coverage(confidences, right)[1]))


def _resampled(runs: Sequence[Run], measure: Callable[[Sequence[Run]], float]) -> dict[str, Any]:
    clusters: dict[str, list[Run]] = {}
    for run in runs:
        clusters.setdefault(run.item.cluster, []).append(run)
    groups = list(clusters.values())
    rng = np.random.default_rng(SEED)
    values = []
    for _ in range(200):
        part = [r for i in rng.integers(0, len(groups), len(groups)) for r in groups[i]]
        value = measure(part)
        if not math.isnan(value):
            values.append(value)
    low, high = np.percentile(values, [2.5, 97.5]) if values else (math.nan, math.nan)
    return {
        "value": round(measure(runs), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
        "n": len(runs),
    }


def _plain(value: float, n: int) -> dict[str, Any]:
    return {"value": round(value, 4), "low": round(value, 4), "high": round(value, 4), "n": n}


def latency(runs: Sequence[Run]) -> dict[str, dict[str, float]]:
    """p50 and p95 in milliseconds of search, answer and both."""
    return {
        name: {
            f"p{p}": round(float(np.percentile([getattr(r.answer.timings_ms, name) for r in runs], p)), 1)
            for p in (50, 95)
        }
        for name in ("search", "answer", "total")
    }


def mcnemar(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float | int]:
    """Exact McNemar test between two runs over the questions that both hold, on the headline."""
    from statsmodels.stats.contingency_tables import mcnemar as test

    shared = sorted(before.keys() & after.keys())
    won = sum(after[i] > before[i] for i in shared)
    lost = sum(after[i] < before[i] for i in shared)
    same = len(shared) - won - lost
    p = float(test([[same, won], [lost, 0]], exact=True).pvalue) if won + lost else 1.0
    return {"won": won, "lost": lost, "n": len(shared), "p": round(p, 4)}


def present(rows: Iterable[str]) -> list[str]:
    """The kinds of unanswerable questions among the roles, in their usual order."""
    held = set(rows)
    return [k for k in UNANSWERABLE if k in held]
