"""Fit the fusion weights and the confidence models: `python -m eval.fit` (development questions only).

Ranking: a softmax over the claims (or passages) of a question, the probability of those that hold
its evidence made as large as can be, drawn towards the earlier weights. Confidence: logistic
regression over what the search knows. The coefficients go into `assistant/calibration.json`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from assistant.confidence import FILE
from assistant.index import build_index, open_index
from assistant.pipeline import Assistant
from assistant.records import Framework
from assistant.retrieval import CLAIM_FEATURES, PASSAGE_FEATURES, Scored
from assistant.session import open_assistant
from assistant.settings import load_settings
from eval.items import Item, read_items
from eval.measures import auroc, holds_evidence
from eval.runs import Run, run_items

QUESTIONS = Path(__file__).with_name("questions")
SETS = ("development", "calibration", "fresh", "noisy")
PULL = 0.0003
# The share of answerable development questions that the bound refuses.
FALSE_REFUSALS = 0.045
CLAIM_SIGNALS = (
    "top", "ask", "said", "lexical", "margin", "cover_top", "cover_three", "rare_missing", "unknown",
    "unknown_share", "number", "attributed", "attributed_gap", "topic", "topic_any", "missing", "cover_said",
    "foreign_name", "short", "inside", "order",
)  # fmt: skip
PASSAGE_SIGNALS = (
    "top",
    "passage",
    "lexical",
    "margin",
    "cover_top",
    "cover_three",
    "unknown",
    "number",
    "attributed",
    "short",
)
Group = tuple[Any, Any]


def ranking_groups(
    runs: Sequence[Run], quotes: Mapping[str, str], names: Sequence[str], lang: str, claims: bool
) -> list[Group]:
    """For each answerable question the features of its candidates and which of them hold the evidence."""
    groups: list[Group] = []
    for run in runs:
        if not run.item.answerable or run.item.lang != lang:
            continue
        for part in run.parts:
            found: tuple[Scored, ...] = part.found[0].claims if claims else part.found[0].passages
            right = np.array([holds_evidence(quotes.get(s.id, ""), run.item) for s in found])
            if right.any():
                groups.append((np.array([[s.features[n] for n in names] for s in found]), right))
    return groups


def fit_ranking(groups: Sequence[Group], start: Any) -> Any:
    """Weights of the softmax, by L-BFGS with the exact gradient."""

    def loss(weights: Any) -> tuple[float, Any]:
        total, gradient = 0.0, np.zeros_like(weights)
        for features, right in groups:
            scores = features @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            inside = share[right].sum() + 1e-12
            total -= np.log(inside)
            gradient += share @ features - (share[right] / inside) @ features[right]
        n = len(groups)
        away = weights - start
        return total / n + PULL * float(away @ away), gradient / n + 2 * PULL * away

    return minimize(loss, start, jac=True, method="L-BFGS-B").x


def recall(groups: Sequence[Group], weights: Any, k: int) -> float:
    """How often one of the best k is right."""
    return float(np.mean([right[np.argsort(-(f @ weights), kind="stable")[:k]].any() for f, right in groups]))


def fit_confidence(
    rows: Sequence[tuple[Item, Mapping[str, float]]], names: Sequence[str]
) -> tuple[dict[str, Any], list[float], list[float]]:
    """A logistic model, what it says of each question when not fitted on it, and when it was."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x = np.array([[features.get(n, 0.0) for n in names] for _, features in rows])
    y = np.array([item.answerable for item, _ in rows])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, class_weight="balanced", max_iter=2000))
    folds = GroupKFold(n_splits=10, shuffle=True, random_state=1)
    unseen = cross_val_predict(model, x, y, cv=folds, groups=[i.cluster for i, _ in rows], method="predict_proba")[:, 1]
    model.fit(x, y)
    seen = model.predict_proba(x)[:, 1]
    scaler, logistic = model[0], model[1]
    fitted = {
        "bias": round(float(logistic.intercept_[0]), 5),
        "coefficients": {n: round(float(c), 5) for n, c in zip(names, logistic.coef_[0], strict=True)},
        "mean": {n: round(float(m), 5) for n, m in zip(names, scaler.mean_, strict=True)},
        "scale": {n: round(float(s), 5) for n, s in zip(names, scaler.scale_, strict=True)},
    }
    return fitted, unseen.tolist(), seen.tolist()


def signals(runs: Sequence[Run], documents: bool) -> list[tuple[Item, Mapping[str, float]]]:
    """The confidence features of each question, those that are refused for being an order too."""
    rows = []
    for run in runs:
        if not run.item.documents:
            best = max(run.parts, key=lambda p: p.confidence)
            rows.append((run.item, best.document_features if documents else best.features))
    return [(item, f) for item, f in rows if f]


def told(name: str, rows: Sequence[tuple[Item, Any]], unseen: Sequence[float]) -> None:
    """Print how well unseen questions are told apart."""
    yes = [u for (i, _), u in zip(rows, unseen, strict=True) if i.answerable]
    for kind in ("near", "premise", "vague", "far", "attack"):
        no = [u for (i, _), u in zip(rows, unseen, strict=True) if i.who == kind]
        bound = float(np.quantile(yes, FALSE_REFUSALS))
        share = np.mean([u < bound for u in no]) if no else float("nan")
        print(f"{name} {kind}: n {len(no)}, AUROC {auroc(yes, no):.3f}, refused at the bound {share:.2f}")


def without_framework(assistant: Assistant, home: Path) -> Assistant:
    """The same sources and engine, answering from passages alone."""
    empty = Framework(assistant.index.framework.article_title, "", "", (), ())
    build_index(
        list(assistant.index.sources),
        empty,
        home=home,
        engine_key="fit",
        load_engine=lambda: assistant.engine,
    )
    return Assistant(open_index(home), assistant.engine, assistant.calibration)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit", description=__doc__)
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    dry = parser.parse_args().dry
    raw = json.loads(FILE.read_text("utf-8"))
    assistant = open_assistant(load_settings())
    items = [i for s in SETS if (QUESTIONS / f"{s}.jsonl").exists() for i in read_items(QUESTIONS / f"{s}.jsonl")]
    runs = run_items(assistant, items)
    index = assistant.index
    quotes = {c: index.texts[a.source_id].text[a.start : a.end] for c, a in index.anchors.items()}
    texts = {p.id: p.text for p in index.passages.values()}
    for lang in ("nl", "en"):
        for kind, names, gold in (("claim", CLAIM_FEATURES, quotes), ("passage", PASSAGE_FEATURES, texts)):
            groups = ranking_groups(runs, gold, names, lang, kind == "claim")
            start = np.array([raw["weights"][kind][lang].get(n, 0.0) for n in names])
            weights = fit_ranking(groups, start)
            print(kind, lang, len(groups), "before", [round(recall(groups, start, k), 3) for k in (1, 3, 5)],
                  "after", [round(recall(groups, weights, k), 3) for k in (1, 3, 5)])  # fmt: skip
            bias = raw["weights"][kind][lang].get("bias", 0.0)
            raw["weights"][kind][lang] = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)} | {
                "bias": bias
            }
    raw["run"] = f"eval.fit {datetime.date.today().isoformat()}, {len(items)} development questions"
    raw |= fitted_confidence(assistant, items, raw)
    if not dry:
        FILE.write_text(json.dumps(raw, indent=1) + "\n", "utf-8")


def fitted_confidence(assistant: Assistant, items: Sequence[Item], raw: dict[str, Any]) -> dict[str, Any]:
    """Both logistic models and the bounds, with the new weights in force."""
    from assistant.retrieval import Weights

    weights = Weights(raw["weights"]["claim"], raw["weights"]["passage"])
    assistant.calibration = replace(assistant.calibration, weights=weights)
    rows = signals(run_items(assistant, items), documents=False)
    claims, unseen, seen = fit_confidence(rows, CLAIM_SIGNALS)
    told("claims", rows, unseen)
    with tempfile.TemporaryDirectory() as home:
        alone = without_framework(assistant, Path(home))
        plain = signals(run_items(alone, items), documents=True)
    passages, plain_unseen, _ = fit_confidence(plain, PASSAGE_SIGNALS)
    told("passages", plain, plain_unseen)
    yes = [u for (i, _), u in zip(rows, seen, strict=True) if i.answerable]
    refuse = float(np.quantile(yes, FALSE_REFUSALS))
    return {
        "claims": claims,
        "passages": shifted(
            passages, [u for (i, _), u in zip(plain, plain_unseen, strict=True) if i.answerable], refuse
        ),
        "refuse_below": round(refuse, 4),
        "partial_below": round(float(np.quantile(yes, 2 * FALSE_REFUSALS)), 4),
    }


def shifted(model: dict[str, Any], answerable: Sequence[float], refuse: float) -> dict[str, Any]:
    """The passages' model with its bias moved so that the claims' bound refuses a tenth of what
    could be answered: without a framework the search knows less, and says so.
    """
    at = float(np.quantile(answerable, 0.1))
    model["bias"] = round(model["bias"] + float(np.log(refuse / (1 - refuse)) - np.log(at / (1 - at))), 5)
    return model


if __name__ == "__main__":
    main()
