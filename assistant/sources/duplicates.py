"""Sources -> which say the same, and which say nearly the same.

Pure. Compares sentences, without hyphens, white space and quotation marks, so that a PDF and a copy
of its text are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from assistant.records import Source
from assistant.text import detect_lang, match_key, sentences

SAME_SHARE = 0.98
NEAR_SHARE = 0.60


def duplicates(sources: Sequence[Source]) -> dict[str, str]:
    """The id of each duplicate -> the id of the source that is kept.

    Of two, the one with pages is kept, then the one with deeper sections, then the earlier.
    """
    keys = {source.id: _keys(source) for source in sources}
    order = {source.id: place for place, source in enumerate(sources)}
    ranked = sorted(sources, key=lambda s: (not s.pages, -_depth(s), order[s.id]))
    kept: list[Source] = []
    found: dict[str, str] = {}
    for source in ranked:
        twin = next((k for k in kept if _share(keys[k.id], keys[source.id]) >= SAME_SHARE), None)
        if twin is None:
            kept.append(source)
        elif twin.id != source.id:
            found[source.id] = twin.id
    return found


def near_duplicates(sources: Sequence[Source]) -> list[tuple[str, str]]:
    """The pairs of ids that share much but not all: a plan and its revision."""
    keys = {source.id: _keys(source) for source in sources}
    return [
        (a.id, b.id)
        for a, b in combinations(sources, 2)
        if a.id != b.id and NEAR_SHARE <= _share(keys[a.id], keys[b.id]) < SAME_SHARE
    ]


def _keys(source: Source) -> Counter[str]:
    """The source's sentences, as they are compared, with how often each stands in it."""
    lang = detect_lang(source.text[:2000])
    found: Counter[str] = Counter()
    for section in source.sections:
        for sentence in sentences(source.text[section.start : section.end], lang):
            key = match_key(sentence).translate({ord("-"): None, ord(" "): None, ord("'"): None})
            found[key] += 1
    return found


def _share(one: Counter[str], other: Counter[str]) -> float:
    """The share of the longer source's sentences that the other has too."""
    longest = max(one.total(), other.total())
    if longest == 0 or min(one.total(), other.total()) < NEAR_SHARE * longest:
        return 0.0
    return (one & other).total() / longest


def _depth(source: Source) -> int:
    """How much a source tells of its own structure."""
    return sum(section.level for section in source.sections)
