"""A statement + its evidence → whether somebody else does in it what the evidence says is done. Pure.

Reads, clause by clause, which group of people acts; words alone tell it, so only clear cases count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bilingual import keys
from assistant.gate_unit import Tongue, Unit, plain, same_word
from assistant.records import Lang
from assistant.text import content_words, match_key

# So much of what a clause says must be said of somebody else, and at most so much of the same people
# (docs/log.md, 2026-11-27).
SAID = 0.4
OWN = 0.25
# So much of a whole clause, where the words are looked at together.
MOST = 0.6
# Groups that are not part of each other: what one does, the other does not do by that.
APART = frozenset(
    frozenset(pair.split())
    for pair in (
        "leader staff",
        "leader colleagues",
        "teacher_leader colleagues",
        "pupil staff",
        "leader starter",
        "leader mentor",
        "leader pupil",
        "mentor starter",
        "employer staff",
        "employer starter",
        "government leader",
        "government staff",
        "government starter",
    )
)
CLAUSE: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"[,;:.?!]\s*|\s+(?=(?:die|dat|waarvan|waarbij|waarin|waaraan|waarmee|waardoor|wie|omdat|zodat|terwijl|maar|want"
        r"|als|wanneer|en|of|hoe|wat|aangezien|doordat|opdat)\s)"
    ),
    "en": re.compile(
        r"[,;:.?!]\s*|\s+(?=(?:who|whom|which|that|whose|because|so|while|but|when|if|and|or|how|what|where|since|as|whereas)\s)"
    ),
}
BY: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(r"\bdoor (?:de |het |een |hun |haar |je |uw )?$"),
    "en": re.compile(r"\bby (?:the |a |an |their |your )?$"),
}
# Whose task it is acts.
TASK: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(?:taak|taken|rol|opdracht|verantwoordelijkheid) (?:van|voor) (?:de |het |een |elke |je |uw )?$"
    ),
    "en": re.compile(r"\b(?:tasks?|role|job|responsibility) (?:of|for) (?:the |a |an |each |every |your )?$"),
}
# A clause that opens so goes on about who acted before, unless it names another.
GOES_ON: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(r"(?:en|of|maar|die|wie)\b"),
    "en": re.compile(r"(?:and|or|but|who)\b"),
}
# Who stands first in such a clause undergoes or receives: it tells nothing of who acts.
UNDERGOES: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(r"\b(?:wordt|worden|werd|werden|krijgt|krijgen|kreeg|kregen|ontvangt|ontvangen)\b"),
    "en": re.compile(
        r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?\w+(?:ed|en)\b|\b(?:gets?|got|receives?|received|given)\b"
    ),
}
# After these words stands one who does not act.
OTHER: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(?:van|aan|naar|met|voor|bij|tussen|onder|over|jegens|op|tot|tegenover|binnen|in|als|dan)"
        r"(?: (?:de|het|een|hun|haar|zijn|je|uw|elke|alle|andere|dat|die|deze|individuele|eigen|ander))* $"
    ),
    "en": re.compile(
        r"\b(?:of|to|for|with|from|on|between|among|towards?|about|in|at|within|against|as|than)"
        r"(?: (?:the|a|an|their|his|her|all|each|every|other|individual|your|own|its|that|those|these))* $"
    ),
}


@dataclass(frozen=True, slots=True)
class Act:
    """A clause: the group that acts in it, if it names one, and the stems of what else it says."""

    actor: str | None
    stems: tuple[str, ...]
    lang: Lang


def other_actor(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """Nobody does what the evidence says only others do."""
    held = [act for text, spoken in unit.texts() for act in acts(text, spoken, tongue)]
    for own in acts(statement, lang, tongue):
        if own.actor is None or not own.stems:
            continue
        if _by_thing(own, held, tongue) or _by_clause(own, held, tongue):
            return "somebody else does it in the source"
    return None


def _by_thing(own: Act, held: Sequence[Act], tongue: Tongue) -> bool:
    """Whether others do the things that the clause says, each taken alone.

    A thing that the evidence says in a clause without an actor tells nothing.
    """
    doers = [
        {act.actor for act in held if any(same_word(one, own.lang, two, act.lang, tongue) for two in act.stems)}
        for one in own.stems
    ]
    telling = [doer for doer in doers if None not in doer]
    if not telling or sum(own.actor in doer for doer in telling) > OWN * len(telling):
        return False
    others = {actor for doer in telling for actor in doer if actor}
    return any(_apart(a, own) and sum(a in doer for doer in telling) >= SAID * len(telling) for a in others)


def _by_clause(own: Act, held: Sequence[Act], tongue: Tongue) -> bool:
    """Whether the clause of the evidence that says most of it is about others."""
    said: dict[str | None, float] = {}
    for act in held:
        shared = sum(any(same_word(one, own.lang, two, act.lang, tongue) for two in act.stems) for one in own.stems)
        said[act.actor] = max(said.get(act.actor, 0.0), shared / len(own.stems))
    if said.get(own.actor, 0.0) > OWN:
        return False
    return any(_apart(a, own) and share >= MOST and said.get(None, 0.0) < share for a, share in said.items())


def _apart(actor: str | None, own: Act) -> bool:
    return actor is not None and frozenset((actor, own.actor)) in APART


def acts(text: str, lang: Lang, tongue: Tongue) -> list[Act]:
    """The clauses of a text, each with who acts in it: before the verb, or after “by”."""
    found: list[Act] = []
    last: str | None = None
    for clause in CLAUSE[lang].split(match_key(plain(text))):
        if not clause:
            continue
        actor, named, agent = last if GOES_ON[lang].match(clause) else None, False, False
        for match in tongue.words.actors[lang].finditer(clause):
            before = clause[: match.start()]
            possessive = clause[match.end() : match.end() + 1] == "'"
            if BY[lang].search(before):
                actor, agent = match.lastgroup, True
                break
            other = OTHER[lang].search(before) and not TASK[lang].search(before)
            if not named and not possessive and not other:
                actor, named = match.lastgroup, True
        if UNDERGOES[lang].search(clause) and not agent:
            actor = None
        rest = tongue.words.actors[lang].sub(" ", clause)
        stems = tuple(k for word in content_words(rest, lang) for k in keys(word, lang)[:1])
        found.append(Act(actor, stems, lang))
        last = actor
    return found
