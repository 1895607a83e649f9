"""A statement + its evidence → faults of strength: more certain, wider or more causal than the source. Pure."""

from __future__ import annotations

import re

from assistant.gate_unit import Tongue, Unit, plain, told
from assistant.gate_words import marked, without
from assistant.records import Lang
from assistant.text import match_key

# What joins two things as cause and effect. Over two quotes it must stand there itself: each may well
# hold a “by” or “through” of its own.
JOINING = frozenset({"reason", "because", "so_that", "leads"})
# What is not always so is not always so in the source.
NOT_ALWAYS = re.compile(r"\b(?:niet|not|n't) (?:altijd|overal|always|everywhere)\b")
# Licensed by an idiom as well: “zeker in” says “mainly in”, not “certainly”.
AS_IDIOM = frozenset({"mainly"})


def introduced(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No “always”, “all”, “because” and their like that the evidence does not hold."""
    bare = NOT_ALWAYS.sub(" ", without(statement, tongue.words.idioms[lang]))
    own = marked(bare, lang, tongue.words.introduced)
    if not own:
        return None
    held: set[str] = set()
    for text, spoken in unit.texts():
        held |= marked(NOT_ALWAYS.sub(" ", without(text, tongue.words.idioms[spoken])), spoken, tongue.words.introduced)
        licensed = marked(without(text, tongue.words.idioms[spoken]), spoken, tongue.words.licences)
        licensed |= marked(text, spoken, tongue.words.licences) & AS_IDIOM
        held |= licensed - JOINING if unit.joined else licensed
    if "never" in own and not _negated(statement, lang, tongue, unit, "never"):
        return "“never” where the source does not say so"
    missing = own - held - {"never"}
    return f"“{sorted(missing)[0]}” where the source does not say so" if missing else None


def _negated(statement: str, lang: Lang, tongue: Tongue, unit: Unit, kind: str) -> bool:
    return any(tongue.words.introduced[kind][spoken].search(match_key(text)) for text, spoken in unit.texts())


def asked(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """What the evidence asks is not told as something that is so."""
    whole = unit.text.rstrip(" ”’\"'").endswith("?") and ":" not in unit.text
    if not whole or statement.rstrip().endswith("?"):
        return None
    told_open = tongue.words.asking[lang].search(match_key(statement))
    return None if told_open else "a question of the source told as a fact"


def kept(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No hedge or correlation of the source gone, where the nearest claim (or a quote alone) has it."""
    own = marked(plain(statement), lang, tongue.words.kept)
    quoted = marked(told(statement, lang, unit, tongue), unit.lang, tongue.words.kept)
    nearest = unit.nearest(lang)
    expected = quoted & marked(nearest, lang, tongue.words.kept) if nearest else quoted
    if "correlation" in quoted and _causal(statement, lang, tongue):
        causal = _causal(told(statement, lang, unit, tongue), unit.lang, tongue)
        expected = expected - {"correlation"} if causal else expected | {"correlation"}
    if nearest is None and len(unit.text.split()) > 30:
        expected = expected & {"correlation"}
    if "correlation" in expected and "correlation" not in own:
        return "a correlation told as a cause"
    if "correlation" in quoted and _joined(statement, lang, tongue):
        held = [(unit.text, unit.lang), *([(nearest, lang)] if nearest else [])]
        if not any(_joined(text, spoken, tongue) for text, spoken in held):
            return "a correlation told as a cause"
    softened = bool(tongue.words.hedged[lang].search(match_key(plain(statement))))
    if "frequency" in expected and "frequency" not in own:
        stands_in = (own & {"possibility", "partial"}) - expected
        if not stands_in and not softened:
            return "a hedge of the source is gone"
    if "possibility" in expected and not own & {"possibility", "partial"}:
        stands_in = (own & {"frequency"}) - expected
        if not stands_in and not softened:
            return "a hedge of the source is gone"
    return None


def _joined(text: str, lang: Lang, tongue: Tongue) -> bool:
    """Whether a text joins two things as cause and effect in so many words."""
    return bool(marked(plain(text), lang, tongue.words.introduced) & {"reason", "because", "leads"})


def _causal(text: str, lang: Lang, tongue: Tongue) -> bool:
    """Whether a text says itself that something brings something about."""
    named = marked(text, lang, tongue.words.introduced) & {"leads", "because", "reason"}
    return bool(named or tongue.words.pivots["forward"][lang].search(match_key(text)))
