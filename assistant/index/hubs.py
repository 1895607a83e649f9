"""How much of a hub each entry is: near to many questions, whatever they ask.

In a space of many dimensions some texts are everybody's neighbour. Their similarity is lowered by
how near they stand to questions that are not theirs, as in cross-domain similarity local scaling
(Conneau et al., 2018). Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.index.entries import Entry
from assistant.records import LANGS, Lang

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEIGHBOURS = 20
# Chosen on the development half (docs/log.md, "Hubs").
STRENGTH = 0.4


def hub_offsets(entries: Sequence[Entry], vectors: NDArray[np.float32]) -> dict[Lang, dict[str, float]]:
    """What to take off each entry's similarity to a question in each language.

    The mean similarity to the twenty nearest questions of other claims, less the mean of that over
    all entries. Empty where there are too few questions to tell.
    """
    found: dict[Lang, dict[str, float]] = {}
    for lang in LANGS:
        asks = [i for i, e in enumerate(entries) if e.kind == "ask" and e.lang == lang]
        if len(asks) < 5 * NEIGHBOURS:
            found[lang] = {}
            continue
        owners = np.array([entries[i].ref for i in asks])
        similarity = vectors @ vectors[asks].T
        for row, entry in enumerate(entries):
            similarity[row, owners == entry.ref] = -1.0
        nearest = np.sort(similarity, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
        offsets = STRENGTH * (nearest - nearest.mean())
        found[lang] = {e.id: round(float(o), 6) for e, o in zip(entries, offsets, strict=True)}
    return found
