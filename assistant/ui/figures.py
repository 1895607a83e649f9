"""The newest evaluation → its figures as a small drawing with their uncertainty.

Shown is the half of the questions that was never used for tuning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.records import Lang
from assistant.ui.strings import t
from assistant.ui.terms import safe

RESULTS = Path(__file__).resolve().parents[2] / "eval" / "results"
SHOWN = (
    "headline",
    "nugget_recall",
    "evidence_cited",
    "citation_precision",
    "verbatim",
    "false_refusals",
    "refused_near",
    "refused_far",
    "refused_attack",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Where the plot's lines run; `over` puts a measure's name above its line instead of before it."""

    name: str
    left: int
    right: int
    row: int
    over: bool


WIDE = Sizes("wide", 280, 520, 30, over=False)
NARROW = Sizes("narrow", 16, 250, 48, over=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its 95% interval."""

    name: str
    value: float
    low: float
    high: float
    n: int


def newest(folder: Path = RESULTS) -> tuple[list[Figure], str] | None:
    """The shown measures of the newest results, and their date; None where there are none."""
    files = sorted(folder.glob("**/*.json"), key=lambda f: (f.name, f.stat().st_mtime)) if folder.is_dir() else []
    for file in reversed(files):
        try:
            data = json.loads(file.read_text("utf-8"))
            found = list(_figures(data["halves"]["test"]["measures"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
        if found:
            made = data.get("date") or datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()
            return found, str(made)[:10]
    return None


def _figures(measures: Mapping[str, Any]) -> list[Figure]:
    found: list[Figure] = []
    for name in SHOWN:
        raw = measures.get(name)
        if isinstance(raw, dict) and isinstance(raw.get("value"), (int, float)):
            value = float(raw["value"])
            low, high = (float(raw[k]) if isinstance(raw.get(k), (int, float)) else value for k in ("low", "high"))
            found.append(Figure(name, value, low, high, int(raw.get("n") or 0)))
    return found


def figures_html(lang: Lang, folder: Path = RESULTS) -> str:
    """The figures, or how to make them."""
    found = newest(folder)
    if found is None:
        return f"<p>{safe(t('about_figures_none', lang))}</p>"
    figures, date = found
    n = max(f.n for f in figures)
    told = f"<p>{safe(t('about_figures_text', lang, n=n, date=date))}</p>"
    return told + plot(figures, lang, WIDE) + plot(figures, lang, NARROW)


def plot(figures: list[Figure], lang: Lang, sizes: Sizes) -> str:
    """Each measure as a dot with its interval, from 0 to 100%; the style sheet shows one of the sizes."""
    left, right, row = sizes.left, sizes.right, sizes.row
    height = row * len(figures) + 24

    def at(share: float) -> float:
        return round(left + max(0.0, min(1.0, share)) * (right - left), 1)

    axis = "".join(
        f'<line class="ab-axis" x1="{at(s)}" x2="{at(s)}" y1="0" y2="{height - 22}"/>'
        f'<text x="{at(s)}" y="{height - 5}" text-anchor="middle">{round(s * 100)}%</text>'
        for s in (0.0, 0.5, 1.0)
    )
    rows: list[str] = []
    for number, figure in enumerate(figures):
        y = (number + 1) * row - 14
        name = safe(t(f"m_{figure.name}", lang))
        label = (
            f'<text class="ab-over" x="0" y="{y - 14}">{name}</text>'
            if sizes.over
            else f'<text x="{left - 14}" y="{y + 5}" text-anchor="end">{name}</text>'
        )
        rows.append(
            f'{label}<line x1="{at(figure.low)}" x2="{at(figure.high)}" y1="{y}" y2="{y}"/>'
            f'<circle cx="{at(figure.value)}" cy="{y}" r="6"/>'
            f'<text class="ab-value" x="{right + 18}" y="{y + 5}">{round(figure.value * 100)}%</text>'
        )
    told = "; ".join(f"{t(f'm_{f.name}', lang)} {round(f.value * 100)}%" for f in figures)
    return (
        f'<svg class="ab-figures ab-{sizes.name}" viewBox="0 0 {right + 70} {height}" role="img" '
        f'aria-label="{safe(told)}">{axis}{"".join(rows)}</svg>'
    )
