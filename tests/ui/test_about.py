"""The About tab: the stored evaluation's figures and plot, and what stays private."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.ui.about import about_html
from assistant.ui.desk import Desk
from assistant.ui.figures import figures_html, newest

RESULTS = Path(__file__).resolve().parents[2] / "eval" / "results"


def desk(tmp_path: Path, **changes: object) -> Desk:
    return Desk(replace(Settings(home=tmp_path, sources=()), **changes))  # type: ignore[arg-type]


def test_the_stored_evaluation_is_shown() -> None:
    """The newest file of results, its untouched half, to the percent."""
    file = max(RESULTS.glob("*.json"), key=lambda f: f.name)
    stored = json.loads(file.read_text("utf-8"))
    value = stored["halves"]["test"]["measures"]["headline"]
    found = newest()
    assert found is not None
    figures, date = found
    assert date == stored["date"]
    assert (figures[0].name, figures[0].value, figures[0].n) == ("headline", value["value"], value["n"])
    html = figures_html("en")
    assert f"with {value['n']} questions that were never tuned on" in html
    assert f'<text class="ab-value" x="538" y="21">{round(value["value"] * 100)}%</text>' in html
    assert f"right, all in all {round(value['value'] * 100)}%" in html, "the plot is told to a screen reader"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"halves": {"test": {"measures": {"headline": 1}}}}'])
def test_without_figures_it_says_how_to_make_them(tmp_path: Path, content: str) -> None:
    (tmp_path / "2026-01-01.json").write_text(content, "utf-8")
    assert newest(tmp_path) is None
    assert "aanboord eval" in figures_html("nl", tmp_path)


def test_privacy_is_told_as_it_is_set(tmp_path: Path) -> None:
    """Without a model nothing leaves; with one, it says which, and where to."""
    local = about_html(desk(tmp_path), "en")
    assert "No language model is set." in local
    assert "when you do nothing for 2 hours" in local
    model = about_html(desk(tmp_path, model="llama3.2", model_url="http://school:11434"), "nl")
    assert "Het taalmodel llama3.2 is ingesteld." in model
    assert "http://school:11434" in model
    assert "verlaten deze computer niet" not in model


def test_version_licence_and_reference_are_there(tmp_path: Path) -> None:
    html = about_html(desk(tmp_path), "nl")
    assert "CC BY 4.0" in html
    assert "Schelfhout, W. (2025)." in html
    assert "Versie " in html
