"""Runs → one number a question and measure, and their means. Pure.

The measures are those of the interface; citation recall and precision follow ALCE (Gao et al.,
2023), with support decided by form and not by a model: a statement is supported when it is a
verbatim span of its source or a framework claim bound to the anchor in the cited quote.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.records import Answer, Claim, Framework, Hit, Source
from assistant.text import match_key
from eval.items import Item
from eval.runs import Run

REFUSED = "not_in_sources"
UNANSWERABLE = ("near", "far", "attack", "premise", "vague")
DEPTHS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers are checked against: the sources' texts and the framework."""

    texts: Mapping[str, Source]
    framework: Framework

    def claim(self, claim_id: str | None) -> Claim | None:
        """The claim with this id."""
        return self.framework.claim(claim_id) if claim_id else None


def key(text: str) -> str:
    """Text as evidence is matched: folded, hyphens and all, spaces around hyphens gone."""
    return match_key(text)


def holds_evidence(text: str, item: Item) -> bool:
    """Whether a text contains any of the item's pointers."""
    folded = key(text)
    return any(key(pointer) in folded for pointer in item.evidence)


def passages(hits: Sequence[Hit]) -> list[Hit]:
    """The passages among the hits, in order."""
    return [h for h in hits if h.kind != "framework"]


def ranking_scores(runs: Sequence[Run]) -> dict[str, dict[str, float]]:
    """For each answerable question: evidence and section recall at each depth (any right passage
    counts: ir-measures' Success) and the reciprocal rank of the evidence in ten.
    """
    import ir_measures

    wanted = [r for r in runs if r.item.answerable]
    scores: dict[str, dict[str, float]] = {r.item.id: {} for r in wanted}
    aims: list[tuple[str, Callable[[Run, Hit], bool]]] = [
        ("evidence", lambda run, hit: holds_evidence(hit.text, run.item)),
        ("section", lambda run, hit: hit.section in run.item.sections),
    ]
    for name, right in aims:
        measures = {f"{name}_recall@{k}": ir_measures.Success @ k for k in DEPTHS}
        if name == "evidence":
            measures["mrr@10"] = ir_measures.RR @ 10
        names = {str(m): n for n, m in measures.items()}
        ranked = {r.item.id: {h.id: float(-n) for n, h in enumerate(passages(r.hits))} for r in wanted}
        judged = {r.item.id: {h.id: int(right(r, h)) for h in passages(r.hits)} | {"-": 1} for r in wanted}
        for metric in ir_measures.iter_calc(list(measures.values()), judged, ranked):
            scores[metric.query_id][names[str(metric.measure)]] = float(metric.value)
        for found in scores.values():
            for measure in measures:
                found.setdefault(measure, 0.0)
    return scores


def answer_scores(run: Run, ground: Ground) -> dict[str, float]:
    """What a question's answer is worth; citation measures only where something was answered."""
    item, answer = run.item, run.answer
    answered = answer.status != REFUSED
    cited = any(holds_evidence(c.quote, item) or _bound(c.claim_id, item, ground) for c in answer.citations)
    found = [bool(n.search(answer.text)) for n in item.nuggets] if answered else [False] * len(item.nuggets)
    scores = {
        "answered": float(answered),
        "evidence_cited": float(cited),
        "nugget_recall": sum(found) / len(found),
        "complete": float(all(found)),
        "full": float(all(found) and cited),
        "false_refusals": float(not answered),
    }
    if answered:
        scores["citation_precision"] = _share([c.section in item.sections for c in answer.citations])
        scores["words"] = float(len(answer.text.split()))
    return scores


def _bound(claim_id: str | None, item: Item, ground: Ground) -> bool:
    """Without the article, a framework entry stands for the sentence that its anchor points at."""
    if ground.texts.keys() - {"framework"}:
        return False
    claim = ground.claim(claim_id)
    return bool(claim) and any(
        key(claim.anchor) in key(p) or key(p) in key(claim.anchor) for p in item.evidence if claim
    )


def citation_scores(answer: Answer, ground: Ground) -> dict[str, float]:
    """Of an answer that says something: statements cited, supported, quotes verbatim."""
    by_id = {c.id: c for c in answer.citations}
    told = [s for s in answer.statements if s.kind != "reflection"]
    quotes = [
        c.source_id in ground.texts and ground.texts[c.source_id].text[c.start : c.end] == c.quote
        for c in answer.citations
    ]
    supported = [
        any(_supports(s.text, by_id[c].quote, by_id[c].claim_id, ground) for c in s.citations if c in by_id)
        for s in told
    ]
    precise = [
        _supports(s.text, by_id[c].quote, by_id[c].claim_id, ground) if c in by_id else False
        for s in told
        for c in s.citations
    ]
    return {
        "citation_recall": _share(
            [bool(s.citations) and all(c in by_id for c in s.citations) for s in answer.statements]
        ),
        "alce_recall": _share(supported),
        "alce_precision": _share(precise),
        "verbatim": _share(quotes),
    }


def _supports(statement: str, quote: str, claim_id: str | None, ground: Ground) -> bool:
    """A verbatim span of the quote, or the claim whose anchor (or own entry) the quote is."""
    if quote in statement or statement in quote:
        return True
    if claim_id is None:
        return False
    return any(
        key(claim.anchor) in key(quote) or quote in (claim.nl, claim.en)
        for claim in ground.framework.claims
        if any(claim.said(lang).rstrip(".") in statement for lang in ("nl", "en"))
    )


def refusal_scores(run: Run) -> dict[str, float]:
    """Of a question that has no answer: whether it was refused."""
    refused = float(run.answer.status == REFUSED)
    return {f"refused_{run.item.who}": refused, "refused": refused, "false_answers": 1 - refused}


def model_scores(answer: Answer) -> dict[str, float]:
    """Of a question that a language model was asked: whether the answer is its own, what the gate dropped, tokens."""
    own = answer.answerer != "composed"
    kept = len([s for s in answer.statements if s.kind != "reflection"]) if own else 0
    scores = {"by_model": float(own)}
    if kept + len(answer.dropped):
        scores["dropped"] = len(answer.dropped) / (kept + len(answer.dropped))
    if answer.usage:
        scores["tokens"] = float(answer.usage.input_tokens + answer.usage.output_tokens)
    return scores


def headline(run: Run, ground: Ground) -> float:
    """1 for a complete answer that cites its evidence, or a right refusal."""
    if run.item.answerable:
        return answer_scores(run, ground)["full"]
    return refusal_scores(run)["refused"]


def scores_of(run: Run, ground: Ground) -> dict[str, float]:
    """Every measure that applies to one question."""
    scores = {"headline": headline(run, ground)}
    if run.item.answerable:
        scores |= answer_scores(run, ground)
    else:
        scores |= refusal_scores(run)
    if run.answer.status != REFUSED:
        scores |= citation_scores(run.answer, ground)
    if run.written:
        scores |= model_scores(run.answer)
    return scores


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that an answerable question's confidence is above an unanswerable one's."""
    if not positive or not negative:
        return math.nan
    a, b = np.asarray(positive)[:, None], np.asarray(negative)[None, :]
    return float(((a > b) + 0.5 * (a == b)).mean())


def risk_coverage(confidences: Sequence[float], right: Sequence[float]) -> tuple[list[float], list[float]]:
    """Coverage and risk when answering the surest questions first (Geifman & El-Yaniv, 2017)."""
    order = np.argsort(-np.asarray(confidences), kind="stable")
    wrong = 1 - np.asarray(right, dtype=float)[order]
    counts = np.arange(1, len(order) + 1)
    return (counts / len(order)).tolist(), (np.cumsum(wrong) / counts).tolist()


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
