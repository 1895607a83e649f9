"""How the questions were divided into a development and a test half: `python -m eval.split ARTICLE`.

Questions whose evidence stands in the same sentence form a cluster, and a cluster is never divided;
clusters go to the half with the fewer questions of that language, in an order given by a hash.
Unanswerable questions are divided one by one, by kind and language. Run once; the test half is
frozen by a digest that a test checks.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from assistant.anchors import occurrences
from assistant.records import Source
from assistant.sources import read_source
from assistant.spans import section_sentences

FOLDER = Path(__file__).with_name("questions")
PARTS = ("development", "test")


def gold_sentences(question: dict[str, Any], article: Source) -> list[str]:
    """The sentences that hold the question's evidence, named by section and offset."""
    found: list[str] = []
    for pointer in question["evidence"]:
        for place in occurrences(article, pointer):
            section = article.section_at(place.start)
            spans = section_sentences(article, section) if section else ()
            found += [f"{s.start}" for s in spans if s.start <= place.start < s.end]
    return found or [f"none:{question['id']}"]


def clusters(questions: list[dict[str, Any]], article: Source) -> dict[str, str]:
    """The cluster of each question: connected by shared gold sentences."""
    parent: dict[str, str] = {}

    def find(x: str) -> str:
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for question in questions:
        first, *others = gold_sentences(question, article)
        for other in others:
            parent[find(other)] = find(first)
        find(first)
    roots = {q["id"]: find(gold_sentences(q, article)[0]) for q in questions}
    names = {root: min(s for s in parent if find(s) == root) for root in set(roots.values())}
    return {i: "s" + names[root] for i, root in roots.items()}


def divide(questions: list[dict[str, Any]], article: Source) -> dict[str, list[dict[str, Any]]]:
    """The questions in two halves, each with its cluster written in it."""
    questions = sorted(questions, key=lambda q: str(q["id"]))
    answerable = [q for q in questions if q["answerable"]]
    groups: dict[str, list[dict[str, Any]]] = {}
    named = clusters(answerable, article)
    for question in answerable:
        cluster = named[question["id"]]
        groups.setdefault(cluster, []).append(question | {"cluster": cluster})
    halves: dict[str, list[dict[str, Any]]] = {"development": [], "test": []}
    for group in sorted(groups.values(), key=lambda g: (-len(g), digest(g[0]["cluster"]))):
        lang = group[0]["lang"]
        target = min(halves, key=lambda h: (sum(q["lang"] == lang for q in halves[h]), len(halves[h])))
        halves[target] += group
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for question in questions:
        if not question["answerable"]:
            kinds.setdefault((question["who"], question["lang"]), []).append(question | {"cluster": question["id"]})
    for group in kinds.values():
        for number, question in enumerate(sorted(group, key=lambda q: digest(q["id"]))):
            halves["development" if number % 2 else "test"].append(question)
    return {half: sorted(found, key=lambda q: str(q["id"])) for half, found in halves.items()}


def digest(text: str) -> str:
    """A hash that orders without favour."""
    return hashlib.sha256(text.encode()).hexdigest()


def main(article: str) -> None:
    """Write development.jsonl and test.jsonl."""
    source = read_source(Path(article), max_pages=1000, max_bytes=50_000_000)
    questions = [
        json.loads(line)
        for part in PARTS
        for line in (FOLDER / f"{part}.jsonl").read_text("utf-8").splitlines()
        if line.strip()
    ]
    for half, found in divide(questions, source).items():
        text = "".join(json.dumps(q, ensure_ascii=False) + "\n" for q in found)
        (FOLDER / f"{half}.jsonl").write_text(text, "utf-8")
        langs = {lang: sum(q["lang"] == lang for q in found) for lang in ("nl", "en")}
        print(half, len(found), langs, sum(q["answerable"] for q in found))


if __name__ == "__main__":
    main(sys.argv[1])
