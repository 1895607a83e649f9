"""History + a new turn → one standalone question, and what kind of question it is. Pure.

Knows nothing of what the sources hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.discussion import Material, Wanted
from assistant.orders import is_directed, is_instruction
from assistant.records import Lang, Question, Role, Turn
from assistant.text import content_words, detect_lang, fold, words

Kind = Literal["yesno", "who", "list", "definition", "comparison", "quantity", "why", "open"] | Material


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a question, and what makes it one that no source can answer.

    `instruction`: it tells the assistant what to do or be, rather than asking something;
    `attributed`: it says what the author or the article holds and builds on that; `wants_number`:
    it asks for a number, a share, a date or a sum; `count`: how many things, 0 where it does not say;
    `whole`: it asks for what runs through all of the article.
    """

    kind: Kind
    instruction: bool
    attributed: bool
    wants_number: bool
    content: int
    count: int = 0
    whole: bool = False


FOLLOW_UP: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"^(en|maar|of|ook|dus|want|oké|ok|goed|ja|nee|hm+|ah)\b[ ,]|^(waarom|hoezo|hoe dan|zoals|bijvoorbeeld|en dan|"
        r"wat dan|sinds wanneer|wie zegt dat|hoe komt dat|is dat zo|geldt dat|kan dat|mag dat|moet dat|werkt dat)\b",
        re.I,
    ),
    "en": re.compile(
        r"^(and|but|or|also|so|ok|okay|right|yes|no|hm+|ah)\b[ ,]|^(why|how so|how come|such as|for example|"
        r"like what|what about|how about|who says so|is that so|does that|is that|can that|should that|would that)\b",
        re.I,
    ),
}
POINTING: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(dat|dit|die|deze|daar|daarvan|daarvoor|daarmee|daarbij|daarover|daarop|daarin|hij|zij|ze|hun|hen|ervan|ermee|"
        r"erover|ervoor|zoiets|zulke|dezelfde|die mensen|het)\b",
        re.I,
    ),
    "en": re.compile(r"\b(that|this|those|these|it|they|them|their|he|she|its|one|ones|there|such)\b", re.I),
}
WHY: dict[Lang, re.Pattern[str]] = {"nl": re.compile(r"^waarom\b", re.I), "en": re.compile(r"^why\b", re.I)}
# Asking for more of the same: it leans, whatever words it has.
MORE: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"^(geef|noem|vertel|toon|kun je|kan je|heb je|zijn er|leg)\b.{0,30}\b(voorbeeld(en)?|meer|uitleg|uit)\b[ ?.!]*$",
        re.I,
    ),
    "en": re.compile(
        r"^(give|name|tell|show|can you|could you|do you have|are there|explain)\b.{0,30}\b(examples?|more|further)\b[ ?.!]*$",
        re.I,
    ),
}
KINDS: list[tuple[Kind, dict[Lang, re.Pattern[str]]]] = [
    (
        "comparison",
        {
            "nl": re.compile(
                r"\b(verschil(len)?|vergelijk\w*|versus|vs|tegenover|onderscheid)\b(?! tussen leerkr| tussen leraren| in (een|het) team)",
                re.I,
            ),
            "en": re.compile(r"\b(differ(ence|ent|s)?|compare[ds]?|comparison|versus|vs|as opposed to)\b", re.I),
        },
    ),
    (
        "definition",
        {
            "nl": re.compile(
                r"\b(wat (is|zijn|betekent|betekenen|houdt|houden|verstaa\w+)|waar staat .* voor|betekenis|definitie|bedoel\w*|"
                r"wat wil .* zeggen|leg .* uit|omschrijf\w*)\b",
                re.I,
            ),
            "en": re.compile(
                r"\b(what (is|are|does .* (mean|stand for))|meaning|definition|define|meant by|stands? for|explain)\b",
                re.I,
            ),
        },
    ),
    (
        "who",
        {
            "nl": re.compile(
                r"\b(wie (zegt|zegde|zei|vond|vonden|toonde\w*|onderzocht\w*|schreef|stelde|beweer\w*|noem\w*|heeft|hebben|deed)|welke (studie|auteur|onderzoeker|bron|review|onderzoek)\w*|"
                r"door wie|van wie|bron(nen)?\b|volgens welk\w*)",
                re.I,
            ),
            "en": re.compile(
                r"\b(who (says|said|found|showed|studied|wrote|argued?|coined|introduced|claims?|reported)|which (stud|author|research|review|source)\w*|"
                r"what (study|research|studies|source)|by whom|whose|cited?|sources?\b|reference)",
                re.I,
            ),
        },
    ),
    (
        "quantity",
        {
            "nl": re.compile(
                r"\b(hoeveel|hoe (lang|vaak|veel|groot|oud)|welk(e)? (percentage|aantal|jaar)|procent|aantal|cijfer\w*)\b",
                re.I,
            ),
            "en": re.compile(
                r"\b(how (many|much|long|often|large|old)|what (percentage|number|share|year)|percent(age)?|figures?)\b",
                re.I,
            ),
        },
    ),
    (
        "list",
        {
            "nl": re.compile(
                r"\b(welke|noem|som .* op|lijst|opsomming|voorbeelden|manieren|factoren|voorwaarden|redenen|maatregelen)\b",
                re.I,
            ),
            "en": re.compile(
                r"\b(which|list|name|examples|ways|factors|conditions|reasons|measures|what kinds?)\b", re.I
            ),
        },
    ),
    (
        "why",
        {"nl": re.compile(r"\b(waarom|hoe komt het|vanwaar)\b", re.I), "en": re.compile(r"\b(why|how come)\b", re.I)},
    ),
]
YES_NO: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"^(en |maar |of )?(is|zijn|was|waren|mag|mogen|kan|kun|kunnen|moet|moeten|moest|heeft|hebben|heb|helpt|helpen|werkt|werken|"
        r"geldt|gaat|gaan|klopt|leidt|leiden|maakt|maken|doet|doen|zorgt|zorgen|bestaat|bestaan|wordt|worden|zal|zou|zouden|blijft|hoort|horen|"
        r"volstaat|loont|speelt|hangt|staat|vraagt|betekent|krijgt|krijgen|lukt|hoeft|hoeven|ben|verlaagt|verhoogt|vermindert|telt|ligt|komt|komen|vinden|vindt|weegt|raken|lijden)\b",
        re.I,
    ),
    "en": re.compile(
        r"^(and |but |so )?(is|are|was|were|may|can|could|should|must|do|does|did|has|have|will|would|am|isn't|aren't|don't|doesn't|shall)\b",
        re.I,
    ),
}
NUMBER: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(hoeveel|percentage|procent|%|aantal|cijfers?|hoe (lang|vaak|groot|oud|duur)|kost(en)?|prijs|bedrag|wanneer|welk jaar|"
        r"effectgrootte|steekproef|significan\w*|correlatiecoëfficiënt|hoe sterk)\b",
        re.I,
    ),
    "en": re.compile(
        r"\b(how (many|much|long|often|large|old|big|strong)|percent(age)?|%|number of|figures?|cost|price|amount|what year|"
        r"effect size|sample( size)?|significan\w*|coefficient|when was|when did)\b",
        re.I,
    ),
}
AUTHOR = r"(?:schelfhout|(?:de|the) (?:auteur|schrijver|author|writer)|(?:het|this|the|dit) (?:artikel|article)|het kader|the framework|de tekst|the text)"
ATTRIBUTED: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        rf"\b(?:waarom|hoezo|hoe komt het dat|sinds wanneer|om welke|hoe verklaart|met welke|welk argument|leg .{{0,12}}uit waarom|op welke (?:pagina|bladzijde))\b.{{0,60}}\b{AUTHOR}|"
        rf"\b{AUTHOR}.{{0,25}}\b(?:raadt|bewijst|pleit|beweer[td]|stelt voor|vindt|zegt|schrijft|wil|toont|noemt|besluit|verbiedt|adviseert|beveelt)\b|"
        rf"\bvolgens {AUTHOR}.{{0,80}}\b(?:waarom|waar staat|welke|welk)\b|^(?:waarom|hoe) (?:verklaart|vond|vonden|raadt|pleit|noemt) [A-Z]",
        re.I,
    ),
    "en": re.compile(
        rf"\b(?:why|how come|since when|what made|which .{{0,20}} make up|in which)\b.{{0,60}}\b{AUTHOR}|"
        rf"\b{AUTHOR}.{{0,25}}\b(?:recommends?|proves?|argues?|claims?|suggests?|says?|wants?|shows?|calls?|concludes?|advises?|thinks?)\b|"
        r"^why (?:did|do|does) (?-i:[A-Z])",
        re.I,
    ),
}


def stand_alone(text: str, history: Sequence[Turn], role: Role, lang: Lang | None = None) -> Question:
    """The question with what the conversation before it adds.

    >>> stand_alone("en voor starters?", [Turn("Wat maakt mentoring goed?")], "leader").understood_as
    'Wat maakt mentoring goed? En voor starters?'
    """
    asked = fold(text)
    spoken = detect_lang(asked)
    past = [fold(turn.question) for turn in history if fold(turn.question)]
    if past and len(content_words(asked, spoken)) < 3:
        spoken = detect_lang(past[-1] + " " + asked)
    chosen = lang or spoken
    alone = Question(asked, asked, chosen, role)
    return joined(alone, history) if past and is_follow_up(asked, spoken) else alone


def joined(asked: Question, history: Sequence[Turn]) -> Question:
    """The question behind the last one of the history that stands on its own."""
    past = [fold(t.question) for t in history if fold(t.question) and not is_instruction(t.question)]
    if not past:
        return asked
    text = asked.asked
    return replace(asked, understood_as=f"{_topic(past)} {text[:1].upper()}{text[1:]}")


def is_follow_up(text: str, lang: Lang) -> bool:
    """Whether the question leans on the one before it."""
    content = content_words(text, lang)
    if MORE[lang].search(text) or (len(content) <= 1 and len(words(text)) <= 8):
        return True
    if FOLLOW_UP[lang].search(text) and len(content) <= 7:
        return True
    return bool(POINTING[lang].search(text)) and len(content) <= 4


def may_stand_alone(text: str, lang: Lang) -> bool:
    """Whether a question that looks like one that leans on the one before it may yet stand on its own.

    >>> may_stand_alone("Waarom is een visie belangrijk?", "nl"), may_stand_alone("En voor starters?", "nl")
    (True, False)
    """
    if MORE[lang].search(text) or POINTING[lang].search(text):
        return False
    own = len(content_words(text, lang))
    return own > 1 if WHY[lang].search(text) else own > 0 and not FOLLOW_UP[lang].search(text)


def _topic(past: Sequence[str]) -> str:
    """The last earlier question that stands on its own; at most three are looked at."""
    for question in reversed(past[-3:]):
        if not is_follow_up(question, detect_lang(question)):
            return question if question[-1] in "?.!" else question + "?"
    question = past[-1]
    return question if question[-1] in "?.!" else question + "?"


def shape(text: str, lang: Lang, material: Wanted | None = None) -> Shape:
    """What kind of question this is; `material` is what a trainer asks for in it."""
    kind: Kind = next((k for k, patterns in KINDS if patterns[lang].search(text)), "open")
    if YES_NO[lang].search(text) and kind not in ("comparison", "who", "definition"):
        kind = "yesno"
    return Shape(
        kind=material.kind if material else kind,
        instruction=is_directed(text),
        attributed=bool(ATTRIBUTED[lang].search(text)),
        wants_number=bool(NUMBER[lang].search(text)),
        content=len(content_words(text, lang)),
        count=material.count if material else 0,
        whole=material is not None and material.kind == "tensions" and not material.on,
    )


NEGATION: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(r"\b(niet|geen|nooit|zonder|nergens|noch)\b", re.I),
    "en": re.compile(r"\b(not|no|never|without|n't|none|nor)\b|n't\b", re.I),
}
SECOND: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r",? (?:en|of) (?=(?:wat|hoe|wie|waarom|welke?|wanneer|waar|hoeveel|is|zijn|mag|kan|moet|heeft|helpt)\b)", re.I
    ),
    "en": re.compile(
        r",? (?:and|or) (?=(?:what|how|who|why|which|when|where|is|are|may|can|should|does|do|has|will)\b)", re.I
    ),
}


SIDES: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(?:wat (?:is|zijn)|leg uit wat|hoe groot is) (?:dan |nu |precies )?(?:het|de) (?:verschil(?:len)?|onderscheid) tussen (?P<one>[^,?.!]{1,60}?) en (?P<two>[^,?.!]{1,60})[?.!]*$",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:what(?: is|'s|’s| are)|explain) (?:the )?(?:differences?|distinction) between (?P<one>[^,?.!]{1,60}?) and (?P<two>[^,?.!]{1,60})[?.!]*$",
        re.I,
    ),
}


def sides(text: str, lang: Lang) -> tuple[str, ...]:
    """The two things whose difference is asked for; empty for other questions.

    Not where the first is only a word before the second's noun (“vaste en tijdelijke leerkrachten”).

    >>> sides("Wat is het verschil tussen een werkgroep en een PLG?", "nl")
    ('een werkgroep', 'een PLG')
    """
    asked = SIDES[lang].search(text)
    if asked is None or len(asked["one"].split()) < len(asked["two"].split()):
        return ()
    return asked["one"], asked["two"]


NUMBERED: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"^(?:en |maar )?(?:hoe (?:vaak|lang)|hoeveel (?:uur|tijd|procent|keer|geld|\w+(?:en|s|n)))\b", re.I
    ),
    "en": re.compile(r"^(?:and |but )?how (?:many|often|long)\b", re.I),
}


def wants_count(text: str, lang: Lang) -> bool:
    """Whether a number is what is asked for: how many, how often, how long.

    >>> wants_count("Hoeveel uur werkt een leerkracht?", "nl"), wants_count("Hoeveel autonomie geef ik?", "nl")
    (True, False)
    """
    return bool(NUMBERED[lang].search(text))


def is_negated(text: str, lang: Lang) -> bool:
    """Whether the question is put in the negative."""
    return bool(NEGATION[lang].search(text))


def spoken_lang(text: str, chosen: Lang) -> Lang:
    """The language that a question is searched in: its own, whatever language the answer is to have."""
    return detect_lang(text) if content_words(text, chosen) else chosen


def parts(text: str, lang: Lang) -> list[str]:
    """The questions in a turn, at most three: two sentences that ask, or two joined by “and”.

    >>> parts("Wat is een goede mentor, en hoe kies je een visie?", "nl")
    ['Wat is een goede mentor', 'hoe kies je een visie?']
    """
    sentences = [s for s in re.split(r"(?<=\?)\s+", text) if s.strip()]
    pieces = [p.strip() for s in sentences for p in SECOND[lang].split(s) if p.strip()]
    long_enough = [p for p in pieces if len(content_words(p, lang)) >= 2]
    if len(long_enough) < 2 or len(long_enough) != len(pieces):
        return [text]
    return long_enough[:3]


def repaired(text: str, fixed: dict[str, str]) -> str:
    """The text with its slips of the pen corrected."""
    return re.sub(
        r"[^\W_]+(?:['’‐-][^\W_]+)*",
        lambda m: fixed.get(m.group().replace("’", "'").lower(), m.group()),
        text,
    )
