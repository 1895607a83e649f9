"""A trainer's request → the material for a discussion that it asks for: statements, questions, tensions. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.records import Lang

Material = Literal["statements", "questions", "tensions"]
# More are never given.
MOST = 6
_NUMBERS = {
    "nl": "twee drie vier vijf zes zeven acht negen tien",
    "en": "two three four five six seven eight nine ten",
}
COUNTED = {
    **{word: n for words in _NUMBERS.values() for n, word in enumerate(words.split(), 2)},
    **{str(n): n for n in range(2, 21)},
}
_AIM: dict[Lang, str] = {
    "nl": r"(?:discussie|gespreks|reflectie|debat|denk|prikkel)",
    "en": r"(?:discussion|debate|reflection|reflective|provocative)",
}
_EVENT: dict[Lang, str] = {
    "nl": r"(?:discussie|debat|les|cursus|studiedag|teamdag|\w{0,20}vergadering|workshop|vorming|nascholing|opleiding|gesprek|"
    r"intervisie|team|studenten|groep|cursisten)",
    "en": r"(?:discussion|debate|lesson|course|study day|training|meeting|workshop|seminar|team|students|group|class)",
}
_KIND: dict[Lang, str] = {
    "nl": r"(?:(?:korte?|pedagogische|interne|volgende|komende|eerste|eigen|nieuwe) )?",
    "en": r"(?:(?:short|in-service|internal|next|first|own|new) )?",
}
# What the things asked for are called.
NAMES: dict[Material, dict[Lang, str]] = {
    "statements": {
        "nl": rf"(?:{_AIM['nl']}stellingen|stellingen|{_AIM['nl']}stelling)",
        "en": rf"(?:{_AIM['en']} statements?|statements|propositions|theses)",
    },
    "questions": {
        "nl": rf"(?:{_AIM['nl']}vra(?:ag|gen)|vragen (?:om (?:over )?(?:na te denken|te bespreken)|voor (?:een |de |mijn |onze |ons )?{_EVENT['nl']}))",
        "en": rf"(?:{_AIM['en']} questions?|questions (?:to (?:think about|discuss)|for (?:a |the |my |our )?{_EVENT['en']}))",
    },
    "tensions": {
        "nl": r"(?:spanningsveld(?:en)?|spanningen|tegenstellingen|dilemma['’]?s?|evenwichtsoefening(?:en)?|evenwichten)",
        "en": r"(?:tensions?|dilemmas?|balancing acts?|trade-?offs|contradictions)",
    },
}
# How a request opens: with a word that asks for something and a few more, or with the name itself.
_GIVE: dict[Lang, str] = {
    "nl": r"(?:geef|noem|maak|bedenk|formuleer|som|zoek|graag|ik (?:zoek|wil|wou|heb|maak)|heb (?:je|jij|u)|(?:kan|kun|kunt|zou) (?:je|jij|u)|wil je)",
    "en": r"(?:give|name|list|suggest|make|i (?:need|want|am looking for|would like)|i'm looking for|do you have|(?:can|could|would) you)",
}
_FEW: dict[Lang, str] = {
    "nl": rf"(?:(?:de|het|enkele|een paar|belangrijke|belangrijkste|grote|grootste|alle|mogelijke|typische|goede|sterke|prikkelende|\d+|"
    rf"{_NUMBERS['nl'].replace(' ', '|')}) )",
    "en": rf"(?:(?:the|some|a few|any|main|key|important|biggest|possible|typical|good|strong|\d+|{_NUMBERS['en'].replace(' ', '|')}) )",
}
_OPENING: dict[Lang, str] = {
    "nl": rf"^(?:en )?(?:{_GIVE['nl']}\b(?: \S+){{0,5}}? )?{_FEW['nl']}{{0,3}}",
    "en": rf"^(?:and )?(?:{_GIVE['en']}\b(?: \S+){{0,5}}? )?{_FEW['en']}{{0,3}}",
}
# Of tensions one also asks which there are; the word alone may be what a question is about.
_WHICH: dict[Lang, str] = {
    "nl": rf"^(?:{_GIVE['nl']}(?: me| mij| ons| op)?|welke|wat zijn|zijn er|over welke|tussen welke) {_FEW['nl']}{{0,3}}(?:{NAMES['tensions']['nl']} (?:en|of) )?",
    "en": rf"^(?:{_GIVE['en']}(?: me| us)?|which|what|what are|are there) {_FEW['en']}{{0,3}}(?:{NAMES['tensions']['en']} (?:and|or) )?",
}
# What stands before a subject; the first ones where both do.
_ABOUT: dict[Lang, tuple[str, ...]] = {
    "nl": (r"(?:over(?! te\b| na\b)|rond|omtrent)", r"(?:bij|tussen|voor|in)"),
    "en": (r"(?:about|regarding|on)", r"(?:around|between|of|for|in)"),
}
_PURPOSE: dict[Lang, str] = {
    "nl": rf" (?:voor|op|tijdens|met) (?:(?:een|de|het|mijn|onze|ons) )?{_KIND['nl']}{_EVENT['nl']}\b(?! van).*| in (?:(?:een|de|mijn|onze) )?(?:les|cursus|"
    r"workshop|vorming|nascholing|opleiding)\b.*| om (?:te|aan|in|met|mijn|na|over)\b.*|"
    r" (?:die|waarover|waarmee) (?:ik|we|mijn)\b.*| (?:geven|maken|bedenken|opstellen|formuleren)",
    "en": rf" (?:for|during|at|with) (?:(?:a|an|the|my|our) )?{_KIND['en']}{_EVENT['en']}\b(?! of).*| in (?:(?:a|the|my|our) )?(?:class|lesson|course|"
    r"workshop|seminar|training)\b.*| to (?:discuss|use|start|put|bring|think)\b.*|"
    r" (?:that|which) (?:i|we|my)\b.*",
}
_ARTICLE: dict[Lang, str] = {
    "nl": r"(?:schelfhout|de auteur|de schrijver|het artikel|dit artikel|het kader|de tekst|de bronnen)",
    "en": r"(?:schelfhout|the author|the writer|the article|this article|the framework|the text|the sources)",
}
# What follows the name where the tensions of the article as a whole are asked for.
_WHOLE: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        rf"(?: zijn er| (?:beschrijft|noemt|bespreekt|behandelt|ziet) {_ARTICLE['nl']}| (?:staan|komen|vind ik|lees ik|zitten)(?: er)?(?: aan bod)?)?"
        rf"(?: in {_ARTICLE['nl']})?(?: aan bod)?",
        re.I,
    ),
    "en": re.compile(
        rf"(?: are there| (?:does|do) {_ARTICLE['en']} (?:describe|name|mention|discuss|see|identify|raise))?(?: in {_ARTICLE['en']})?",
        re.I,
    ),
}
# A subject that the earlier question names, and one that no claim of ours speaks of.
POINTER = re.compile(
    r"^(?:het|dat|dit|deze|die|daarvan|dat onderwerp|dit onderwerp|dat thema|dit thema|it|that|this|these|them|that topic|this topic)$",
    re.I,
)
_OWN = re.compile(r"\b(?:mijn|ons|onze|my|our|document(?:en|s)?|schoolplan|plan)\b", re.I)
_TWO_SENTENCES = re.compile(r"[.?!]\s+\S")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Material for a discussion: its kind, what it is about, and how many (0: not said).

    Without a subject it is the tensions of the whole article, or, where the conversation goes on, the
    subject of the question before.
    """

    kind: Material
    on: str
    count: int


def wanted(text: str, lang: Lang, *, leaning: bool = False) -> Wanted | None:
    """What a trainer asks for, or None where the text asks for something else; `leaning` on the question before.

    >>> wanted("Geef me drie stellingen over autonomie voor een discussie met mijn studenten", "nl")
    Wanted(kind='statements', on='autonomie', count=3)
    >>> wanted("Which tensions does the article describe?", "en")
    Wanted(kind='tensions', on='', count=0)
    >>> wanted("Hoe ga ik om met spanningen in mijn team?", "nl")
    """
    bare = text.rstrip(" ?.!")
    if _TWO_SENTENCES.search(bare):
        return None
    for kind, names in NAMES.items():
        opening = _WHICH[lang] if kind == "tensions" else _OPENING[lang]
        asked = re.search(rf"{opening}(?P<name>{names[lang]})\b(?P<rest>.*)$", bare, re.I)
        if asked is None:
            continue
        counted = [COUNTED[w] for w in bare[: asked.start("name")].lower().split()[-3:] if w in COUNTED]
        count = min(MOST, counted[-1]) if counted else 0
        whole = kind == "tensions" and _WHOLE[lang].fullmatch(asked["rest"])
        on = None if whole else _subject(asked["rest"], kind, lang)
        if on and POINTER.match(on):
            on = ""
        elif on and _OWN.search(on):
            return None
        pointing = on == "" or re.fullmatch(r"(?: (?:daar|hier|er)over)?", asked["rest"], re.I)
        if on or whole or (leaning and pointing):
            return Wanted(kind, on or "", count)
    return None


def _subject(rest: str, kind: Material, lang: Lang) -> str | None:
    """What the things asked for are about, or None where that is not said."""
    between = _WHOLE[lang].pattern if kind == "tensions" else r".{0,60}?"
    for about in _ABOUT[lang]:
        found = re.search(
            rf"^(?:{between}) ?\b{about} (?:(?:het thema|de kwestie|the topic of|the topic) )?(?P<on>.+)$", rest, re.I
        )
        if found:
            on = re.sub(rf"(?:{_PURPOSE[lang]})$", "", " " + found["on"], flags=re.I).strip()
            if on and not re.fullmatch(
                rf"(?:(?:een|de|het|mijn|onze|a|the|my|our) )?{_KIND[lang]}{_EVENT[lang]}.*", on, re.I
            ):
                return on
    return None
