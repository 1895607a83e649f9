"""Source → Passages: runs of whole sentences inside one section. Pure.

Knows nothing of embeddings or indexes; sizes are given by the caller.
"""

from __future__ import annotations

import hashlib

from assistant.records import Passage, Section, Source, Span
from assistant.spans import section_sentences

# Chosen by measurement on the development half (docs/log.md, "Passage size").
TARGET_WORDS = 110
MAX_WORDS = 180


def make_passages(source: Source, target_words: int = TARGET_WORDS, max_words: int = MAX_WORDS) -> list[Passage]:
    """The passages of a source in reading order: together they hold every sentence once.

    Sentences are gathered until `target_words` would be passed; a longer sentence stands alone; one
    longer than `max_words` (a list without full stops) is divided between words.
    """
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for section in source.sections:
        spans = [s for whole in section_sentences(source, section) for s in _bounded(source.text, whole, max_words)]
        for group in _groups(source.text, spans, target_words):
            passage = _passage(source, section, group, seen)
            passages.append(passage)
    return passages


def _bounded(source: str, sentence: Span, max_words: int) -> list[Span]:
    """The sentence, or its parts of at most `max_words` words."""
    text = source[sentence.start : sentence.end]
    starts = [i for i, c in enumerate(text) if not c.isspace() and (i == 0 or text[i - 1].isspace())]
    if len(starts) <= max_words:
        return [sentence]
    cuts = [*starts[::max_words], len(text)]
    return [
        Span(sentence.start + a, sentence.start + a + len(text[a:b].rstrip()))
        for a, b in zip(cuts, cuts[1:], strict=False)
    ]


def _groups(text: str, spans: list[Span], target_words: int) -> list[list[Span]]:
    """Runs of sentences of nearly equal length, at most `target_words` each where sentences allow."""
    counts = [len(text[s.start : s.end].split()) for s in spans]
    total = sum(counts)
    pieces = max(1, -(-total // target_words))
    aim = total / pieces
    groups: list[list[Span]] = []
    size = 0
    for span, count in zip(spans, counts, strict=True):
        if not groups or size + count > target_words or (size + count / 2 > aim and len(groups) < pieces):
            groups.append([])
            size = 0
        groups[-1].append(span)
        size += count
    return groups


def _passage(source: Source, section: Section, group: list[Span], seen: dict[str, int]) -> Passage:
    start, end = group[0].start, group[-1].end
    text = source.text[start:end]
    digest = hashlib.sha256(f"{source.title}\n{section.slug}\n{text}".encode()).hexdigest()[:12]
    seen[digest] = seen.get(digest, 0) + 1
    return Passage(
        id=f"p-{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else ""),
        source_id=source.id,
        source_title=source.title,
        kind=source.kind,
        section=section.slug,
        section_title=section.title,
        path=section.path,
        text=text,
        start=start,
        end=end,
        page=source.page_at(start),
        sentences=tuple(group),
    )


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: its heading path, then its text."""
    return " > ".join(passage.path) + "\n" + passage.text
