"""The gate on a labelled set: what it lets pass, by kind and language, on both halves.

`python -m eval.gate [--fit] [--json FILE]`. `gate.jsonl` is split by a hash of the cited sentence, so that no sentence
stands in both halves; `gate_more.jsonl` belongs to the half that is tuned on. Words, checks,
coefficients and bound were chosen on that half and on the readings that were said in answers
(`corpus/readings/`); a reading is compared with all others but itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.anchors import occurrences
from assistant.crossencoder import load_opinion
from assistant.gate import CROSSED, FILE, Fit, Gate, load_fit
from assistant.gate_checks import faults
from assistant.gate_features import features
from assistant.gate_unit import Unit
from assistant.gating import entry_similarity, make_gate, remembering, units_of
from assistant.index import Index
from assistant.lexicon import rarity
from assistant.readings import Reading, nothing
from assistant.records import Lang, Quote, Source, Span
from assistant.session import open_assistant
from assistant.settings import load_settings
from assistant.spans import section_sentences

LABELLED = Path(__file__).with_name("gate.jsonl")
# More statements to tune on, about sentences that the untouched half does not speak of.
EXTRA = Path(__file__).with_name("gate_more.jsonl")
# Written when the checks stood, about sentences of the untouched half, and looked at once for the log.
FRESH = Path(__file__).with_name("gate_fresh.jsonl")
# What models say: answers to our own prompts, and the mistakes of a weaker one in the same manner. `gate_model` was counted
# whenever something changed and never read; `gate_unseen` was written last, to other questions, and counted once
# (docs/log.md). Rounds in between are readings by now.
MODEL = Path(__file__).with_name("gate_model.jsonl")
UNSEEN = Path(__file__).with_name("gate_unseen.jsonl")
# The table as last measured; a test holds that it comes out again.
TABLE = Path(__file__).with_name("gate_table.json")
USED = (
    "claim",
    "sentence",
    "claim_margin",
    "sentence_margin",
    "weakest",
    "behind",
    "cover",
    "missing",
    "run",
    "order",
    "most",
    "bound",
    "company",
    "strangers",
    "gone",
    "english",
    "longer",
    "meaning_margin",
    "meaning_vote",
    "meaning_true",
    "meaning_false",
    "meaning_gap",
    "meaning_most",
    "across",
    "wording_margin",
    "wording_vote",
    "wording_true",
)
# Of the readings that were made for their sentences, so many are one counted.
EACH = 12
STRENGTH = 1.0
# Faithful statements of the development half that the bound may cost, cross-validated.
FAITHFUL_LOST = 0.04
CAUGHT_WEIGHT = 0.5
# Where no readings are known: wrong statements of the development half that may pass, of each third row.
UNREAD_WRONG = 0.03
UNREAD_EACH = 3
UNPROVEN: Fit = Fit("none", 0.0, {}, {}, {}, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Case:
    """A labelled statement with the sentences it cites."""

    id: str
    lang: Lang
    statement: str
    faithful: bool
    kind: str
    quotes: tuple[Quote, ...]
    development: bool


def read_cases(article: Source, index: Index) -> list[Case]:
    """The labelled statements, each pointer resolved to its sentence."""
    cases = _read(LABELLED, article, index)
    untouched = {c.quotes[0].start for c in cases if not c.development}
    more = [replace(c, development=True) for c in _read(EXTRA, article, index)]
    assert not any(c.quotes[0].start in untouched for c in more), "a sentence stands in both halves"
    return cases + more


def read_fresh(article: Source, index: Index) -> list[Case]:
    """The statements that were written last."""
    return _read(FRESH, article, index)


def read_readings(article: Source, index: Index, *, made: bool) -> list[Case]:
    """The readings that the gate knows, as cases: those that were said in answers, or `made` for their sentences."""
    found: list[Case] = []
    for reading in index.readings.placed:
        if reading.made != made:
            continue
        quotes = tuple(_quote(at, article, index) for at in reading.places)
        found.append(Case(reading.id, reading.lang, reading.text, reading.holds, reading.kind, quotes, True))
    return found


def read_said(file: Path, article: Source, index: Index) -> list[Case]:
    """The statements of models under our own prompts in one of their files."""
    return _read(file, article, index)


def _read(file: Path, article: Source, index: Index) -> list[Case]:
    return [_case(json.loads(line), article, index) for line in file.read_text("utf-8").splitlines()]


def _case(raw: dict[str, Any], article: Source, index: Index) -> Case:
    quotes = [_quote(occurrences(article, pointer)[0].start, article, index) for pointer in raw["pointers"]]
    digest = hashlib.sha256(quotes[0].text.encode()).hexdigest()
    tuned = int(digest[:8], 16) % 2 == 0 or int(digest[8:16], 16) % 2 == 0
    return Case(raw["id"], raw["lang"], raw["statement"], raw["label"] == "faithful", raw["kind"], tuple(quotes), tuned)


def _quote(at: int, article: Source, index: Index) -> Quote:
    """The sentence that stands there."""
    section = article.section_at(at)
    assert section, at
    span = next(s for s in section_sentences(article, section) if s.start <= at < s.end)
    passage = next(p.id for p in index.passages.values() if p.source_id == article.id and p.start <= span.start < p.end)
    return Quote(article.id, span.start, span.end, article.text[span.start : span.end], passage)


def evidence_for(statement: str, lang: Lang, quotes: Sequence[Quote], gate: Gate, index: Index) -> list[Unit]:
    """The units as the gate sees them, less what is known of this very statement."""

    def known(spans: Sequence[Span]) -> tuple[Reading, ...]:
        return tuple(r for r in gate.known(spans) if r.text != statement)

    return units_of(statement, lang, quotes, index, gate.similar, known)


def decide(cases: Sequence[Case], gate: Gate, index: Index) -> dict[str, str | None]:
    """The gate's reason for each case, None where it passes."""
    found: dict[str, str | None] = {}
    for case in cases:
        units = evidence_for(case.statement, case.lang, case.quotes, gate, index)
        found[case.id] = gate.support(case.statement, case.lang, units)
    return found


@dataclass(frozen=True)
class Sample:
    """A row to fit on."""

    values: dict[str, float]
    faithful: bool
    weight: float
    group: int


def samples(cases: Sequence[Case], gate: Gate, index: Index) -> list[Sample]:
    """Rows of the development half: what the plain checks leave, and less heavily what they catch."""
    rows: list[Sample] = []
    for case in cases:
        units = evidence_for(case.statement, case.lang, case.quotes, gate, index)
        if len(units) > 1:
            continue
        values = features(case.statement, case.lang, units[0], gate.similar, gate.tongue, gate.recalled)
        caught = bool(values["against"]) or values["crossed"] > CROSSED
        caught = caught or bool(faults(case.statement, case.lang, units[0], gate.tongue))
        weight = CAUGHT_WEIGHT if caught and not case.faithful else 1.0
        rows.append(Sample(values, case.faithful, weight, case.quotes[0].start))
    return rows


def fit(rows: Sequence[Sample], run: str) -> Fit:
    """The logistic model; its bound keeps most faithful statements in cross-validation by sentence."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    x = np.array([[row.values.get(name, math.nan) for name in USED] for row in rows])
    x = np.where(np.isnan(x), np.nanmean(x, axis=0), x)  # what is not known counts as its mean
    y = np.array([row.faithful for row in rows])
    weight = np.array([row.weight for row in rows])
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / scale
    held_out = np.zeros(len(rows))
    for train, test in GroupKFold(8).split(z, y, [row.group for row in rows]):
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(z[train], y[train], sample_weight=weight[train])
        held_out[test] = model.predict_proba(z[test])[:, 1]
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(z, y, sample_weight=weight)
    bound = float(np.quantile(held_out[y], FAITHFUL_LOST))
    named = [dict(zip(USED, (round(float(v), 6) for v in part), strict=True)) for part in (model.coef_[0], mean, scale)]
    return Fit(
        run, round(float(model.intercept_[0]), 6), named[0], named[1], named[2], round(bound, 3), 0.5, round(bound, 3)
    )


def unread_bound(cases: Sequence[Case], gate: Gate, index: Index) -> float:
    """The least bound, in hundredths, at which few wrong statements pass where no reading is known."""
    bare = replace(gate, known=nothing, fit=replace(gate.fit, unread_bound=0.0))
    chances: list[float] = []
    wrong = [c for c in cases if not c.faithful]
    for case in wrong:
        units = units_of(case.statement, case.lang, case.quotes, index, gate.similar)
        if len(units) == 1 and bare.support(case.statement, case.lang, units) is None:
            chances.append(
                gate.fit.probability(features(case.statement, case.lang, units[0], gate.similar, gate.tongue))
            )
    bounds = (n / 100 for n in range(100))
    return next((b for b in bounds if sum(c >= b for c in chances) <= UNREAD_WRONG * len(wrong)), 1.0)


def table(cases: Sequence[Case], reasons: dict[str, str | None]) -> dict[str, Any]:
    """Shares that pass, precision and recall of what passes."""

    def share(chosen: Sequence[Case]) -> dict[str, float | int]:
        passed = sum(reasons[c.id] is None for c in chosen)
        low, high = wilson(passed, len(chosen))
        told = round(passed / len(chosen), 3) if chosen else 0.0
        return {"pass": told, "low": low, "high": high, "passed": passed, "n": len(chosen)}

    right = [c for c in cases if c.faithful]
    wrong = [c for c in cases if not c.faithful]
    passed = [c for c in cases if reasons[c.id] is None]
    return {
        "faithful": share(right),
        "wrong": share(wrong),
        "precision": round(sum(c.faithful for c in passed) / max(1, len(passed)), 3),
        "recall": round(sum(c.faithful for c in passed) / max(1, len(right)), 3),
        "kinds": {k: share([c for c in wrong if c.kind == k]) for k in sorted({c.kind for c in wrong})},
        "langs": {
            lang: {
                "faithful": share([c for c in right if c.lang == lang]),
                "wrong": share([c for c in wrong if c.lang == lang]),
            }
            for lang in ("nl", "en")
        },
    }


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95% interval of a share.

    >>> wilson(0, 66)
    (0.0, 0.055)
    """
    if not n:
        return 0.0, 1.0
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)


def show(name: str, found: dict[str, Any]) -> None:
    """A table for people."""
    print(
        f"{name}: faithful {_told(found['faithful'])} pass, wrong {_told(found['wrong'])}; "
        f"precision {found['precision']:.1%}, recall {found['recall']:.1%}"
    )
    for lang, by in found["langs"].items():
        print(
            f"  {lang}: faithful {by['faithful']['pass']:.1%} of {by['faithful']['n']}, wrong {by['wrong']['pass']:.1%} of {by['wrong']['n']}"
        )
    print("  wrong that pass: " + ", ".join(f"{k} {v['passed']}/{v['n']}" for k, v in found["kinds"].items()))


def _told(found: dict[str, Any]) -> str:
    return f"{found['pass']:.1%} [{found['low']:.1%}, {found['high']:.1%}] of {found['n']}"


def measure(gate: Gate, index: Index, article: Source) -> tuple[dict[str, Any], list[Case], dict[str, str | None]]:
    """The tables of all parts, with the cases and what was decided."""
    cases = read_cases(article, index)
    fresh = read_fresh(article, index)
    said, made = read_readings(article, index, made=False), read_readings(article, index, made=True)[::EACH]
    models = {file.stem.removeprefix("gate_"): read_said(file, article, index) for file in (MODEL, UNSEEN)}
    everything = [*cases, *fresh, *said, *made, *(c for part in models.values() for c in part)]
    assert len({c.id for c in everything}) == len(everything), "an id stands twice"
    reasons = decide(everything, gate, index)
    parts = {
        "tuned": [c for c in cases if c.development],
        "untouched": [c for c in cases if not c.development],
        "fresh": fresh,
        "said": said,
        "made": made,
        **models,
    }
    return {name: table(part, reasons) for name, part in parts.items()}, cases, reasons


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; with --fit write `gate.json` first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit on the tuned half and write gate.json")
    parser.add_argument("--json", type=Path, help="write the tables here")
    parser.add_argument("--accept", action="store_true", help="store the tables as the ones to hold")
    parser.add_argument("--list", action="store_true", help="list the tuned half's mistakes")
    given = parser.parse_args(arguments)
    settings = load_settings()
    assistant = open_assistant(settings)
    index = assistant.index
    if index.article is None:
        sys.stderr.write("The article is not in the index: put it among AANBOORD_SOURCES and run “aanboord index”.\n")
        return 1
    embed = remembering(assistant.engine)
    near, recalled = entry_similarity(embed, index.store), entry_similarity(embed, index.readings)
    second = load_opinion(settings.reranker) if settings.reranker else None
    fitted = UNPROVEN if given.fit else load_fit()
    known = index.readings.of
    gate = make_gate(index.framework, near, rarity, known=known, recalled=recalled, second=second, fit=fitted)
    if given.fit:
        tuned = [c for c in read_cases(index.article, index) if c.development] + read_readings(
            index.article, index, made=False
        )
        fitted = fit(samples(tuned, gate, index), f"python -m eval.gate --fit, {date.today()}")
        fitted = replace(fitted, unread_bound=unread_bound(tuned[::UNREAD_EACH], replace(gate, fit=fitted), index))
        FILE.write_text(json.dumps(fitted.as_json(), indent=1, sort_keys=True) + "\n", "utf-8")
        gate = replace(gate, fit=fitted)
    found, cases, reasons = measure(gate, index, index.article)
    for name, half in found.items():
        show(name, half)
    for case in cases if given.list else []:
        if case.development and case.faithful != (reasons[case.id] is None):
            print(f"  {case.id} {case.kind} {case.lang}: {reasons[case.id]} · {case.statement}")
    for file in [given.json, TABLE if given.accept else None]:
        if file:
            file.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
