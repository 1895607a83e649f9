"""The framework as a Source of its own, so that its entries can be quoted like any text. Pure."""

from __future__ import annotations

from assistant.records import Claim, Framework, Lang, Section, Source, Span

FRAMEWORK_ID = "framework"


def framework_source(framework: Framework) -> Source:
    """Every claim in Dutch and in English, section by section, in one text."""
    parts: list[str] = []
    sections: list[Section] = []
    length = 0

    def add(text: str) -> int:
        nonlocal length
        start = length
        parts.append(text)
        length += len(text)
        return start

    for note in framework.notes:
        add(note.title.nl + "\n\n")
        start = length
        starts: list[int] = []
        for claim in (c for c in framework.claims if c.section == note.slug):
            starts.append(add(claim.nl + " "))
            starts.append(add(claim.en + " "))
        sections.append(Section(note.slug, note.title.nl, (note.title.nl,), start, length, None, tuple(starts)))
        add("\n\n")
    return Source(
        id=FRAMEWORK_ID,
        title="Kader Aan boord",
        kind="framework",
        format="yaml",
        origin="corpus/framework",
        sha256=framework.sha256,
        text="".join(parts),
        sections=tuple(sections),
    )


def claim_spans(framework: Framework) -> dict[tuple[str, Lang], Span]:
    """Where each claim stands in `framework_source`, by claim id and language."""
    text = framework_source(framework).text
    spans: dict[tuple[str, Lang], Span] = {}
    at = 0
    for claim in _in_order(framework):
        for lang in ("nl", "en"):
            at = text.index(claim.said(lang), at)
            spans[(claim.id, lang)] = Span(at, at + len(claim.said(lang)))
            at += len(claim.said(lang))
    return spans


def _in_order(framework: Framework) -> list[Claim]:
    return [c for note in framework.notes for c in framework.claims if c.section == note.slug]
