"""A question about a subject → that subject, asked in one way: the words around it say nothing of it. Pure.

“What does the article say about workload?” speaks of an article; so do the claims on what the article
is. Only *workload* is to be looked for.
"""

from __future__ import annotations

import re

from assistant.discussion import wanted
from assistant.orders import is_instruction
from assistant.question import AUTHOR, YES_NO
from assistant.records import Lang

_SOURCES = rf"(?:{AUTHOR}|jullie|de bronnen|the sources|de studie|the paper|it)"
FRAMES: dict[Lang, list[re.Pattern[str]]] = {
    "nl": [
        re.compile(pattern, re.I)
        for pattern in (
            rf"^(?:wat|welke dingen) (?:zegt|zeggen|schrijft|schrijven|vertelt|vertellen|leert|leren|meldt|weet|weten) {_SOURCES} (?:ons |mij )?(?:allemaal )?(?:over|rond|omtrent|van) (?P<on>.+)$",
            rf"^wat (?:staat|vind ik|lees ik|kan ik lezen|is er te lezen) (?:er )?(?:in {_SOURCES} )?(?:over|rond|omtrent) (?P<on>.+?)(?: (?:te lezen )?in {_SOURCES})?$",
            rf"^(?:zegt|zeggen|schrijft|vertelt) {_SOURCES} (?:ook )?(?:iets|wat) (?:over|rond) (?P<on>.+)$",
            rf"^(?:staat|is) er (?:ook )?(?:in {_SOURCES} )?(?:ook )?iets (?:in {_SOURCES} )?(?:over|rond) (?P<on>.+?)(?: in {_SOURCES})?$",
            rf"^gaat {_SOURCES} (?:ook )?over (?P<on>.+)$",
        )
    ],
    "en": [
        re.compile(pattern, re.I)
        for pattern in (
            rf"^what (?:does|do|did) {_SOURCES} (?:have to )?(?:say|write|tell (?:us|me)|teach (?:us|me)|state|report|mention) (?:about|on|regarding) (?P<on>.+)$",
            rf"^(?:does|do) {_SOURCES} (?:also )?(?:say|write|mention|have) (?:anything|something) (?:about|on|regarding) (?P<on>.+)$",
            rf"^what can (?:i|we) (?:read|find|learn) (?:in {_SOURCES} )?(?:about|on|regarding) (?P<on>.+?)(?: in {_SOURCES})?$",
            rf"^is there (?:anything|something) (?:in {_SOURCES} )?(?:about|on|regarding) (?P<on>.+?)(?: in {_SOURCES})?$",
        )
    ],
}
ASKING: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(r"^(?:hoe|waarom|wat|wie|welke?|wanneer|waar|of|de vraag)\b", re.I),
    "en": re.compile(r"^(?:how|why|what|who|which|when|where|whether|if|the question)\b", re.I),
}
# How a subject is asked about (docs/log.md, 2026-11-30, “Subjects”), and the tensions of the whole: the sources
# speak of a balance.
ASKED_ABOUT: dict[Lang, str] = {"nl": "Wat weten we over {}?", "en": "What about {}?"}
BALANCES: dict[Lang, str] = {
    "nl": "Tussen wat moet schoolbeleid een evenwicht zoeken?",
    "en": "Between what does school policy have to find a balance?",
}
BARE_WORDS = 3
# What no name of a subject holds: a word that asks, tells, agrees, thanks or speaks of oneself.
NO_SUBJECT: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(?:vertel|help|geef|leg|toon|zeg|hallo|dag|hoi|bedankt|dank|ja|nee|neen|oké|ok|prima|goed zo|graag|meer|korter|verder|idee|"
        r"ik|je|jij|u|we|wij|ben|hoe|waarom|wat|wie|welke?|wanneer|waar)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:tell|help|give|explain|show|say|hello|hi|hey|thanks?|yes|no|ok|okay|please|go|more|shorter|idea|"
        r"i|you|we|am|how|why|what|who|which|when|where)\b",
        re.I,
    ),
}


def plain(text: str, lang: Lang) -> str:
    """A question about a subject without the words around it; a bare subject becomes a question.

    >>> plain("Wat zegt het artikel over werkdruk?", "nl"), plain("workload", "en")
    ('Wat weten we over werkdruk?', 'What about workload?')
    >>> plain("What does the article say about how a vision takes shape?", "en")
    'how a vision takes shape?'
    """
    material = wanted(text, lang)
    if material:
        return ASKED_ABOUT[lang].format(material.on) if material.on else BALANCES[lang]
    bare = text.rstrip(" ?.!")
    subject = next((m["on"] for frame in FRAMES[lang] if (m := frame.search(bare))), None)
    if subject is None and is_bare(text, lang):
        subject = bare
    if subject is None:
        return text
    return f"{subject}?" if ASKING[lang].search(subject) else ASKED_ABOUT[lang].format(subject)


def is_bare(text: str, lang: Lang) -> bool:
    """Whether a text is the name of a subject alone: no question, order, greeting or assent.

    >>> is_bare("gedeelde visie", "nl"), is_bare("ja graag", "nl"), is_bare("Hoe begin je?", "nl")
    (True, False, False)
    """
    bare = text.rstrip(" ?.!")
    if not 0 < len(bare.split()) <= BARE_WORDS or "?" in text:
        return False
    telling = any(pattern.search(bare) for pattern in NO_SUBJECT.values())
    return not (telling or YES_NO[lang].search(bare) or is_instruction(bare))
