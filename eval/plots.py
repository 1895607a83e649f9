"""The report's four pictures, as inline SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np

from eval.measures import Ground, headline, risk_coverage
from eval.runs import Run

mpl.use("svg")
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

INK, BLUE, ORANGE, GREY = "#22313f", "#1f5f8b", "#b5541c", "#8a949c"
mpl.rcParams.update({"svg.hashsalt": "aanboord", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False})


def _svg(figure: Figure) -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def reliability(runs: Sequence[Run]) -> str:
    """How often a question could be answered, by the confidence that was given."""
    confidence = np.array([r.answer.confidence for r in runs])
    answerable = np.array([r.item.answerable for r in runs], dtype=float)
    edges = np.linspace(0, 1, 8)
    figure, axes = plt.subplots(figsize=(4.4, 3.4))
    axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", linewidth=1)
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        inside = (confidence >= low) & ((confidence < high) | (high == 1))
        if inside.any():
            axes.plot(
                confidence[inside].mean(),
                answerable[inside].mean(),
                "o",
                color=BLUE,
                markersize=4 + 0.12 * inside.sum(),
            )
    axes.set(xlabel="confidence given", ylabel="share that could be answered", xlim=(-0.02, 1.02), ylim=(-0.03, 1.03))
    return _svg(figure)


def risk(runs: Sequence[Run], ground: Ground) -> str:
    """The share of answers that are not full, when only the surest questions are answered."""
    wanted = [r for r in runs if r.item.answerable]
    coverage, risks = risk_coverage([r.answer.confidence for r in wanted], [headline(r, ground) for r in wanted])
    figure, axes = plt.subplots(figsize=(4.4, 3.4))
    axes.plot(coverage, risks, color=BLUE)
    axes.set(
        xlabel="share of questions answered",
        ylabel="share of those not full",
        xlim=(0, 1.02),
        ylim=(0, max(0.5, *risks)),
    )
    return _svg(figure)


def recall(by_lang: dict[str, dict[str, float]], naive: dict[str, dict[str, float]] | None) -> str:
    """Evidence recall at one, five and ten passages, by language, with the naive pipeline beside it."""
    figure, axes = plt.subplots(figsize=(4.4, 3.4))
    depths = (1, 5, 10)
    for lang, colour in (("nl", BLUE), ("en", ORANGE)):
        if lang in by_lang:
            axes.plot(depths, [by_lang[lang][f"evidence_recall@{k}"] for k in depths], "o-", color=colour, label=lang)
        if naive and lang in naive:
            axes.plot(
                depths,
                [naive[lang][f"evidence_recall@{k}"] for k in depths],
                "x:",
                color=colour,
                label=f"{lang}, naive",
            )
    axes.set(xlabel="passages looked at", ylabel="evidence among them", ylim=(0, 1.03), xticks=depths)
    axes.legend(frameon=False, loc="lower right")
    return _svg(figure)


def latency(runs: Sequence[Run]) -> str:
    """How long questions took, in milliseconds."""
    figure, axes = plt.subplots(figsize=(4.4, 3.4))
    axes.hist([r.answer.timings_ms.total for r in runs], bins=30, color=BLUE)
    axes.set(xlabel="milliseconds from question to answer", ylabel="questions")
    return _svg(figure)
