"""Running text → the studies that it names: "(A & B, 2018; C et al., 2019)", "A en B (2008)". Pure.

A careful reader of in-text references: particles (De, Van, Van den), compound names, "et al." with
the commas where writers put them, and several years behind the same authors. Knows nothing of claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.records import Span, Study
from assistant.text import slugify

PARTICLE = r"(?:(?:Van|De|Den|Der|Ter|Ten|Von|Di|Du|Le|La)(?: (?:den|der|de|het|’t|'t))? )"
NAME = rf"{PARTICLE}?[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’‐‑-][^\W\d_]+)*"
ET_AL = r"(?:\s*,?\s*\bet al\b[.,]*)"
YEAR = r"(?:19|20)\d\d[a-z]?"
REFERENCE = re.compile(
    rf"(?P<names>{NAME}(?:\s*,\s*{NAME})*(?:\s*,?\s*(?:&|\ben\b|\band\b)\s*{NAME})?)"
    rf"(?:(?P<et_al>{ET_AL})\s*\(?|\s*,\s*\(?|\s*\()"
    rf"\b(?P<years>{YEAR}(?:(?:\s*,\s*|\s*&\s*|\s+en\s+|\s+and\s+){YEAR})*)\b(?!\s*[–-]\s*\d)"
)
SEPARATOR = re.compile(r"\s*,\s*|\s*&\s*|\s+en\s+|\s+and\s+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text names a study, in the text's own words and folded for comparing."""

    said: str
    names: tuple[str, ...]
    et_al: bool
    year: str
    span: Span


def mentions(text: str) -> list[Mention]:
    """Every study that the text names, in order.

    >>> [(m.said, m.year) for m in mentions("Zo vonden Simon en Johnson (2015) dat (De Witte, et al., 2024)")]
    [('Simon en Johnson (2015', '2015'), ('De Witte, et al., 2024', '2024')]
    """
    found: list[Mention] = []
    for match in REFERENCE.finditer(text):
        names = tuple(slugify(n) for n in SEPARATOR.split(match["names"]) if n.strip())
        for year in re.findall(YEAR, match["years"]):
            span = Span(match.start(), match.end())
            found.append(Mention(match.group(), names, bool(match["et_al"]), year[:4], span))
    return found


def study_of(mention: Mention, studies: Iterable[Study]) -> Study | None:
    """The study that a mention means, None where the bibliography does not hold it.

    Capitalised words that happen to stand before the authors ("In Vlaanderen, Day & Gu (2007)") are
    passed over: the longest run of names at the end that is known counts.
    """
    forms = {
        (form.names, form.et_al, form.year): study
        for study in studies
        for cited in study.cited_as
        for form in mentions(" (".join(cited.rsplit(" ", 1)))
    }
    for start in range(len(mention.names)):
        study = forms.get((mention.names[start:], mention.et_al, mention.year))
        if study:
            return study
    return None


def named(text: str, studies: Sequence[Study]) -> set[str]:
    """The ids of the studies that the text names."""
    return {study.id for study in (study_of(m, studies) for m in mentions(text)) if study}


def without_references(text: str) -> str:
    """The text without its references, so that their years do not count as figures."""
    return REFERENCE.sub(" ", text)
