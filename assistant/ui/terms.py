# ruff: noqa: E501 - markup reads better unbroken.
"""Terms of the field inside a text → the text as HTML with their explanation on hover and focus. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.records import Lang, Term

# What can turn the direction of text or hide in it: a page shows none of it.
HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SHORT = 4
# Words of the glossary that nobody in a school needs explained; the others are.
EVERYDAY = frozenset(
    [
        "autonomie",
        "collegas",
        "coachinggesprek",
        "diversiteit",
        "evaluatiegesprek",
        "gedragsproblemen",
        "klasmanagement",
        "leerkracht",
        "lerarentekort",
        "loopbaan",
        "maatwerk",
        "mentor",
        "motivatie",
        "onderwijsorganisatie",
        "planlast",
        "review",
        "rooster",
        "samen-leren",
        "samenwerking",
        "schoolbeleid",
        "schoolcultuur",
        "schoolleider",
        "schoolvisie",
        "starter",
        "startopdracht",
        "student-leerkracht",
        "sturing",
        "taakverdeling",
        "teamoverleg",
        "uitstroom",
        "vakgroep",
        "verloning",
        "welbevinden",
        "werkdruk",
        "werkgroep",
        "werkomstandigheden",
        "werktevredenheid",
        "werving-selectie",
    ]
)


def safe(text: str) -> str:
    """Any text as HTML that shows exactly that text, marks of direction left out."""
    return html.escape(HIDDEN.sub("", text), quote=True)


@lru_cache(maxsize=8)
def _pattern(terms: tuple[Term, ...], lang: Lang) -> tuple[re.Pattern[str] | None, dict[str, Term]]:
    names: dict[str, Term] = {}
    for term in terms:
        for name in _names(term, lang):
            names.setdefault(name.lower(), term)
    if not names:
        return None, {}
    longest_first = sorted(names, key=len, reverse=True)
    body = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE), names


def _names(term: Term, lang: Lang) -> Iterable[str]:
    """What a term is called: “SHRM (strategisch personeelsbeleid)” is called by both."""
    called = term.term.said(lang)
    head, _, rest = called.partition(" (")
    if term.id in EVERYDAY:
        return
    yield called
    yield head
    if rest:
        yield rest.rstrip(")")
    for word in (head.removesuffix("-model"), head.removesuffix(" model"), *term.synonyms(lang)):
        if word.isupper() or len(word.split()) > 1:
            yield word


def terms_in(text: str, terms: tuple[Term, ...], lang: Lang) -> list[tuple[int, int, Term]]:
    """Where terms stand in a text, each term once."""
    pattern, names = _pattern(terms, lang)
    found: list[tuple[int, int, Term]] = []
    for match in pattern.finditer(text) if pattern else ():
        word = match.group()
        term = names[word.lower()]
        # “amo” may be a word of another language; an abbreviation is one in capitals only.
        if len(word) <= SHORT and not word.isupper():
            continue
        if all(term.id != other.id for _, _, other in found):
            found.append((match.start(), match.end(), term))
    return found


def with_terms(text: str, terms: tuple[Term, ...], lang: Lang, prefix: str, seen: set[str] | None = None) -> str:
    """The text as HTML; a term that is not in `seen` yet becomes a button with its explanation."""
    seen = set() if seen is None else seen
    parts: list[str] = []
    at = 0
    for start, end, term in terms_in(text, terms, lang):
        if term.id in seen:
            continue
        seen.add(term.id)
        parts += [safe(text[at:start]), tip(text[start:end], term.gloss.said(lang), f"{prefix}-{term.id}")]
        at = end
    return "".join([*parts, safe(text[at:])])


def tip(word: str, explanation: str, tip_id: str) -> str:
    """A word with an explanation that shows on hover and on focus."""
    return (
        f'<span class="ab-term"><button type="button" class="ab-term-word" aria-describedby="{safe(tip_id)}">'
        f'{safe(word)}</button><span role="tooltip" id="{safe(tip_id)}" class="ab-tip">{safe(explanation)}</span></span>'
    )
