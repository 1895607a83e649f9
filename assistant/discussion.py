"""A trainer's request → the material for a discussion that it asks for: statements, questions, tensions. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.records import Lang

Material = Literal["statements", "questions", "tensions"]
COUNTED = {
    **{word: n for n, word in enumerate(("twee", "drie", "vier", "vijf", "zes"), 2)},
    **{word: n for n, word in enumerate(("two", "three", "four", "five", "six"), 2)},
    **{str(n): n for n in range(2, 7)},
}
_AIM: dict[Lang, str] = {
    "nl": r"(?:discussie|gespreks|reflectie|debat|denk|prikkel)",
    "en": r"(?:discussion|debate|reflection|reflective|provocative)",
}
_EVENT: dict[Lang, str] = {
    "nl": r"(?:discussie|debat|les|cursus|studiedag|teamdag|\w*vergadering|workshop|vorming|nascholing|opleiding|gesprek|"
    r"intervisie|team|studenten|groep|cursisten|artikel|tekst)",
    "en": r"(?:discussion|debate|lesson|course|study day|training|meeting|workshop|seminar|team|students|group|class|article|text)",
}
# What the things asked for are called; the first two are words for nothing else.
NAMES: dict[Material, dict[Lang, str]] = {
    "statements": {
        "nl": rf"(?:{_AIM['nl']})?stellingen|{_AIM['nl']}stelling",
        "en": rf"(?:{_AIM['en']} )?(?:statements|propositions|theses)|{_AIM['en']} statement",
    },
    "questions": {
        "nl": rf"{_AIM['nl']}vra(?:ag|gen)|vragen (?:om (?:over )?(?:na te denken|te bespreken)|voor (?:een |de |mijn |onze |ons )?{_EVENT['nl']})",
        "en": rf"{_AIM['en']} questions?|questions (?:to (?:think about|discuss)|for (?:a |the |my |our )?{_EVENT['en']})",
    },
    "tensions": {
        "nl": r"spanningsveld(?:en)?|spanningen|tegenstellingen|dilemma['’]?s?|evenwichtsoefening(?:en)?|evenwichten",
        "en": r"tensions?|dilemmas?|balancing acts?|trade-?offs|contradictions",
    },
}
# How a request for tensions opens: the word alone may be what a question is about.
_ASKED: dict[Lang, str] = {
    "nl": r"^(?:geef|noem|som|zijn er|welke|wat zijn|over welke|tussen welke|ik zoek|heb je)\b(?: \S+){0,4} ",
    "en": r"^(?:give|name|list|suggest|are there|which|what|i need|i am looking for|do you have)\b(?: \S+){0,4} ",
}
_ABOUT: dict[Lang, str] = {"nl": r"(?:over|rond|bij|omtrent|tussen)", "en": r"(?:about|on|around|regarding|between)"}
_WHERE: dict[Lang, str] = {
    "nl": rf"(?: (?:voor|in|op|tijdens|met) (?:(?:een|de|het|mijn|onze|ons) )?(?:korte? )?{_EVENT['nl']}\b.*| om (?:te|aan|in|met|mijn|na|over)\b.*|"
    r" (?:die|waarover|waarmee) (?:ik|we|mijn)\b.*| (?:geven|maken|bedenken|opstellen|formuleren))?$",
    "en": rf"(?: (?:for|in|during|at|with) (?:(?:a|an|the|my|our) )?(?:short )?{_EVENT['en']}\b.*| to (?:discuss|use|start|put|bring|think)\b.*|"
    r" (?:that|which) (?:i|we|my)\b.*)?$",
}
# What follows the name where the tensions of the article as a whole are asked for.
_WHOLE: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"(?: (?:beschrijft|noemt|bespreekt|behandelt|ziet|legt|komen|staan|vind ik|lees ik|zijn er)\b.*)?", re.I
    ),
    "en": re.compile(r"(?: (?:does|do|are there|can i)\b.*)?", re.I),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Material for a discussion: its kind, what it is about (empty: the whole), and how many (0: not said)."""

    kind: Material
    on: str
    count: int


def wanted(text: str, lang: Lang) -> Wanted | None:
    """What a trainer asks for, or None where the text asks for something else.

    >>> wanted("Geef me drie stellingen over autonomie voor een discussie met mijn studenten", "nl")
    Wanted(kind='statements', on='autonomie', count=3)
    >>> wanted("Which tensions does the article describe?", "en")
    Wanted(kind='tensions', on='', count=0)
    >>> wanted("Hoe ga ik om met spanningen in mijn team?", "nl")
    """
    bare = text.rstrip(" ?.!")
    for kind, names in NAMES.items():
        opening = _ASKED[lang] if kind == "tensions" else r"^(?:.{0,60} )?"
        asked = re.search(rf"{opening}(?P<name>{names[lang]})\b(?P<rest>.*)$", bare, re.I)
        if asked is None:
            continue
        rest = re.sub(_WHERE[lang], "", asked["rest"], flags=re.I)
        about = re.search(rf"^.{{0,30}}?\b{_ABOUT[lang]} (?P<on>.+)$", rest, re.I)
        if about is None and (kind != "tensions" or not _WHOLE[lang].fullmatch(rest)):
            continue
        counted = [COUNTED[w] for w in bare[: asked.start("name")].lower().split() if w in COUNTED]
        return Wanted(kind, about["on"] if about else "", counted[-1] if counted else 0)
    return None
