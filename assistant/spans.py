"""The sentences of a section, as spans of its source: the one division that passages, anchors and
quotes agree on. Pure.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.records import Lang, Section, Source, Span
from assistant.text import detect_lang, sentence_spans


def section_sentences(source: Source, section: Section) -> tuple[Span, ...]:
    """The sentences of a section's body, in order; none crosses a paragraph."""
    cuts = [section.start, *(p for p in section.paragraphs if section.start < p < section.end), section.end]
    found: list[Span] = []
    lang = source_lang(source.text[:4000])
    for start, end in zip(cuts, cuts[1:], strict=False):
        found += [Span(start + a, start + b) for a, b in _sentences(source.text[start:end], lang)]
    return tuple(found)


@lru_cache(maxsize=256)
def source_lang(opening: str) -> Lang:
    """The language of a source, told by its opening."""
    return detect_lang(opening)


@lru_cache(maxsize=8192)
def _sentences(paragraph: str, lang: Lang) -> tuple[tuple[int, int], ...]:
    """Offsets of a paragraph's sentences, remembered: the same ones are quoted again and again."""
    return tuple((s.start, s.end) for s in sentence_spans(paragraph, lang))
