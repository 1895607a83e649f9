"""A question that is put to the visitor's own documents alone.

The shared sources speak of much that a school's own plan also speaks of, and louder; whoever wants
to know what the plan says can shut them out. Knows the pipeline's parts and nothing of the page.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.confidence import Calibration
from assistant.pipeline import Part, Searched

# As many passages are offered where nothing in the documents answers.
NEAREST = 3


def only_own(searched: Searched, calibration: Calibration) -> Searched:
    """The same turn with nothing found but in the visitor's own index, and as sure as that makes us."""
    return replace(searched, parts=tuple(_only_own(part, calibration) for part in searched.parts))


def _only_own(part: Part, calibration: Calibration) -> Part:
    shared, *own = part.found
    sure = calibration.passages.probability(part.document_features) if part.document_features else 0.0
    # Nothing is made surer than it was: an order to the assistant stays refused.
    return replace(
        part,
        found=(replace(shared, claims=(), passages=()), *own),
        from_documents=True,
        confidence=min(sure, part.confidence),
    )
