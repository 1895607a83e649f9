"""The scorer is scored: every way of cheating it has to be caught or to cost points."""

import re
from dataclasses import replace

import pytest

from assistant.records import (
    Answer,
    Ask,
    Citation,
    Claim,
    Dropped,
    Framework,
    Hit,
    Section,
    SectionNote,
    Source,
    Statement,
    Usage,
    Words,
)
from eval.items import Item
from eval.measures import (
    Ground,
    answer_scores,
    auroc,
    citation_scores,
    headline,
    holds_evidence,
    ranking_scores,
    risk_coverage,
    scores_of,
)
from eval.runs import Run
from eval.summary import interval, mcnemar, summarise

TEXT = (
    "De fietsen staan in de kelder. Niemand mag er na zes uur nog bij. "
    "De sleutel hangt bij de conciërge, die er drie heeft. Verloren sleutels kosten de school niet veel."
)
SPANS = [(0, 30), (31, 65), (66, 119), (120, len(TEXT))]


def claim(name, said, anchor):
    return Claim(
        name,
        "kelder",
        "finding",
        "study",
        said,
        said + " (en)",
        (),
        "sentence",
        anchor,
        None,
        (),
        ("leader",),
        (Ask("v?"),),
        (Ask("q?"),),
    )


CLAIMS = (
    claim("stalling", "De stalling is ondergronds.", "fietsen staan in de kelder"),
    claim("sluiting", "Na zes uur is de kelder dicht voor iedereen.", "na zes uur nog bij"),
)
SOURCE = Source(
    "doc",
    "Huisreglement",
    "article",
    "text",
    "x.txt",
    "0",
    TEXT,
    (Section("kelder", "Kelder", ("Kelder",), 0, len(TEXT), None),),
)
GROUND = Ground(
    {"doc": SOURCE}, Framework("", "", "", (SectionNote("kelder", Words("K", "K"), Words("a. b.", "a. b.")),), CLAIMS)
)


def cite(number, sentence, claim_id=None, **changes):
    start, end = SPANS[sentence]
    made = Citation(
        number,
        f"p{sentence}",
        claim_id,
        "doc",
        "Huisreglement",
        "article",
        "kelder",
        "Kelder",
        None,
        (),
        TEXT[start:end],
        start,
        end,
    )
    return replace(made, **changes)


def answer(statements, citations, status="answered", confidence=0.9):
    text = " ".join(s.text for s in statements)
    return Answer("q", "q", "nl", "leader", status, confidence, "composed", text, tuple(statements), tuple(citations))


def item(**changes):
    made = Item(
        "i1",
        "nl",
        "leader",
        "Tot wanneer kan ik bij mijn fiets?",
        True,
        ("kelder",),
        ("na zes uur nog bij",),
        (re.compile("zes uur"), re.compile("dicht|niemand", re.I)),
        (),
        (),
        "c1",
    )
    return replace(made, **changes)


def hit(rank, sentence, section="kelder"):
    start, end = SPANS[sentence]
    return Hit(
        rank, f"p{sentence}", "article", None, "doc", "H", section, "K", None, TEXT[start:end], start, end, 1.0 / rank
    )


RIGHT = answer([Statement(CLAIMS[1].nl, "finding", ("1",))], [cite("1", 1, "sluiting")])


def run(given, hits=(), of=None):
    return Run(of or item(), tuple(hits), given)


def test_a_good_answer_gets_everything():
    scores = scores_of(run(RIGHT, [hit(1, 1)]), GROUND)
    assert scores["headline"] == scores["evidence_cited"] == scores["complete"] == 1
    assert scores["verbatim"] == scores["alce_recall"] == scores["alce_precision"] == scores["citation_precision"] == 1


def test_swapped_citation_ids_lose_support_and_evidence():
    swapped = replace(RIGHT, citations=(cite("1", 0, "stalling"),))
    assert citation_scores(swapped, GROUND)["alce_recall"] == 0
    assert answer_scores(run(swapped), GROUND)["evidence_cited"] == 0
    assert headline(run(swapped), GROUND) == 0


def test_a_changed_number_is_no_nugget_and_no_support():
    text = CLAIMS[1].nl.replace("zes", "acht")
    wrong = answer([Statement(text, "finding", ("1",))], [cite("1", 1, "sluiting")])
    assert answer_scores(run(wrong), GROUND)["complete"] == 0
    assert citation_scores(wrong, GROUND)["alce_recall"] == 0


def test_a_left_out_negation_is_not_verbatim_and_not_supported():
    quote = TEXT[slice(*SPANS[3])].replace(" niet", "")
    wrong = answer(
        [Statement("Verloren sleutels kosten de school veel.", "finding", ("1",))], [cite("1", 3, None, quote=quote)]
    )
    scores = citation_scores(wrong, GROUND)
    assert scores["verbatim"] == 0
    right = answer([Statement("Verloren sleutels kosten de school veel.", "finding", ("1",))], [cite("1", 3)])
    assert citation_scores(right, GROUND)["alce_recall"] == 0


def test_a_truncated_quote_is_not_verbatim_at_its_span():
    cut = replace(RIGHT, citations=(cite("1", 1, "sluiting", quote="Niemand mag er na zes"),))
    assert citation_scores(cut, GROUND)["verbatim"] == 0


def test_a_dangling_marker_is_no_citation():
    dangling = replace(RIGHT, citations=())
    assert citation_scores(dangling, GROUND)["citation_recall"] == 0


def test_dumping_the_top_passage_loses_precision():
    everything = answer(
        [Statement(TEXT[slice(*s)], "finding", (str(n),)) for n, s in enumerate(SPANS, 1)],
        [cite(str(n), n - 1, section="kelder" if n == 2 else "elders") for n in range(1, 5)],
    )
    assert answer_scores(run(everything), GROUND)["citation_precision"] == 0.25
    assert answer_scores(run(RIGHT), GROUND)["citation_precision"] == 1


def refusal(confidence=0.1):
    return replace(answer([], [], "not_in_sources", confidence), text="Dat staat niet in de bronnen.")


def test_always_refusing_scores_only_the_unanswerable():
    near = item(id="i2", who="near", answerable=False, sections=(), evidence=(), nuggets=(), cluster="c2")
    runs = [run(refusal()), run(refusal(), of=near)]
    assert [headline(r, GROUND) for r in runs] == [0, 1]
    found = summarise(runs, GROUND)["measures"]
    assert found["headline"]["value"] == 0.5
    assert found["false_refusals"]["value"] == 1


def test_a_false_answer_is_counted():
    near = item(id="i2", who="near", answerable=False, sections=(), evidence=(), nuggets=(), cluster="c2")
    scores = scores_of(run(RIGHT, of=near), GROUND)
    assert scores["refused_near"] == 0 and scores["false_answers"] == 1 and scores["headline"] == 0


def test_ranking_knows_where_the_evidence_is():
    good = ranking_scores([run(RIGHT, [hit(1, 1), hit(2, 0)])])["i1"]
    late = ranking_scores([run(RIGHT, [hit(1, 0), hit(2, 3), hit(3, 1)])])["i1"]
    none = ranking_scores([run(RIGHT, [hit(1, 0)])])["i1"]
    assert (good["evidence_recall@1"], good["mrr@10"]) == (1, 1)
    assert (late["evidence_recall@1"], late["evidence_recall@5"], round(late["mrr@10"], 3)) == (0, 1, 0.333)
    assert (none["evidence_recall@10"], none["mrr@10"], none["section_recall@1"]) == (0, 0, 1)


@pytest.mark.parametrize("quote", ["NIEMAND mag er  na zes uur\u00a0nog bij.", "… na zes uur nog bij"])
def test_evidence_is_matched_folded(quote):
    assert holds_evidence(quote, item())


def test_auroc_and_risk_have_known_values():
    assert auroc([0.9, 0.8], [0.1, 0.8]) == 0.875
    coverage, risk = risk_coverage([0.9, 0.8, 0.7], [1, 0, 1])
    assert coverage == [1 / 3, 2 / 3, 1]
    assert [round(r, 3) for r in risk] == [0, 0.5, 0.333]


def test_an_interval_draws_clusters_and_is_the_same_each_time():
    values = [(f"c{n // 4}", float(n % 3 == 0)) for n in range(60)]
    first, second = interval(values), interval(values)
    assert first == second
    assert first["low"] <= first["value"] <= first["high"]
    alone = interval([(str(n), v) for n, (_, v) in enumerate(values)])
    assert alone["value"] == first["value"]


def test_mcnemar_is_exact():
    before = {str(n): 0.0 for n in range(10)}
    after = before | {str(n): 1.0 for n in range(6)}
    found = mcnemar(before, after)
    assert (found["won"], found["lost"], found["p"]) == (6, 0, 0.0312)


def test_what_a_model_wrote_and_what_was_dropped_of_it_is_counted_only_where_one_was_asked():
    plain = run(RIGHT, [hit(1, 1)])
    assert not {"by_model", "dropped", "tokens"} & set(scores_of(plain, GROUND))
    told = len([s for s in RIGHT.statements if s.kind != "reflection"])
    lost = (Dropped("Onzin.", "no citation"),) * 3
    own = replace(plain, written=True, answer=replace(RIGHT, answerer="m", dropped=lost, usage=Usage(90, 10)))
    scores = scores_of(own, GROUND)
    assert (scores["by_model"], scores["dropped"], scores["tokens"]) == (1.0, 3 / (3 + told), 100.0)
    fell_back = replace(own, answer=replace(RIGHT, dropped=lost))
    assert (scores_of(fell_back, GROUND)["by_model"], scores_of(fell_back, GROUND)["dropped"]) == (0.0, 1.0)
