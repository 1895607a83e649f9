"""A statement + its evidence → faults of polarity: what the source denies affirmed, or the other way. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bilingual import keys
from assistant.gate_unit import Tongue, Unit, plain, same_word, told, translates
from assistant.gate_words import without
from assistant.records import Lang
from assistant.text import content_words, match_key, stem, words

# How many content words right behind it a negation turns; how many words before it, it may reach.
REACH = 2
NEAR = 5
# Dutch puts its negation behind the object, English before.
BACK: dict[Lang, int] = {"nl": 5, "en": 2}
PREFIXES: dict[Lang, tuple[str, ...]] = {"nl": ("on",), "en": ("un", "in", "im", "dis", "ir")}
# Words that deny by their first letters, and none of those that only look like it.
NEGATIVE: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(r"on(?!der|t|geveer|middellijk|langs|afhankelijk|line)\w{5,}"),
    "en": re.compile(r"un(?!der|i|til)\w{5,}"),
}
LONG = 5
SHORT = 3
JOINING = frozenset({"en", "maar", "of", "and", "but", "or", "want", "yet"})
DETERMINERS = frozenset({"geen", "no"})
# A compound that ends so holds its own lack: personeelstekort.
SHORTAGE = ("tekort", "tekorten")
# Words that call something scarce rather than deny it, and those that call it plentiful.
SCARCE = frozenset({"weinig", "little", "few"})
PLENTY = frozenset({"veel", "vele", "sterk", "sterke", "much", "many", "strong", "lot"})
# A purpose: what is kept apart “to keep trust” does not part trust.
FROM = frozenset({"from", "van"})
PURPOSE = re.compile(r"om|opdat|zodat|to|so")
DENIED = re.compile(r"\b(?:niet|geen|not|no) ([\w-]+)(?: ([\w-]+))?")


def negation(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """A negation stands in both or in neither."""
    own_core, own_soft = _negations(statement, lang, tongue)
    nearest = unit.nearest(lang)
    held = [_negations(told(statement, lang, unit, tongue), unit.lang, tongue)]
    held += [_negations(nearest, lang, tongue)] if nearest else []
    if own_core and not any(core or soft for core, soft in held):
        return "a negation that the source does not hold"
    most = max(_count(text, spoken, tongue) for text, spoken in unit.texts())
    if _count(statement, lang, tongue, core_only=True) > most:
        return "one negation more than the source"
    whole = any(_negations(unit.text, unit.lang, tongue))
    quoted_core = held[0][0] or (whole and len(held) > 1 and held[1][0])
    hard = tongue.words.hard[lang].search(match_key(statement))
    if quoted_core and not own_core and not own_soft and not hard:
        near = _negations(nearest, lang, tongue) if nearest else (len(unit.text.split()) <= 30, False)
        if any(near) or _affirmed(statement, lang, unit, tongue):
            return "a negation of the source is gone"
    return None


def lacking(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """Nothing is missing that the evidence does not call missing, denied or less."""
    by = tongue.words
    held = {word for text, spoken in unit.texts() if spoken == lang for word in words(plain(text))}
    fresh = [w for w in words(plain(statement)) if NEGATIVE[lang].fullmatch(w) and w not in held]
    if not fresh and not by.lacking[lang].search(match_key(plain(statement))):
        return None
    if any(_scant(text, spoken, tongue) or by.down[spoken].search(match_key(text)) for text, spoken in unit.texts()):
        return None
    return "something missing that the source does not call missing"


def _scant(text: str, lang: Lang, tongue: Tongue) -> bool:
    """Whether a text calls anything missing, denied, little or hard."""
    by = tongue.words
    patterns = (by.core_negation, by.soft_negation, by.little, by.hard, by.lacking)
    return any(p[lang].search(match_key(text)) for p in patterns)


def negated_words(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """A word that the evidence negates is not affirmed, nor one that it affirms negated."""
    own = _polarity(statement, lang, tongue)
    held = [(spoken, p) for text, spoken in unit.texts() for p in _polarity(text, spoken, tongue)]
    for word in own:
        same = [p for spoken, p in held if translates(word.key, lang, p.key, spoken, tongue)]
        if same and all(p.negated for p in same) and not word.touched:
            return f"“{word.key}” without the negation of the source"
        same = [p for spoken, p in held if same_word(word.key, lang, p.key, spoken, tongue)] if word.negated else []
        if word.played_down and _scant(unit.text, unit.lang, tongue) and PLENTY.isdisjoint(words(unit.text)):
            continue
        if same and not any(p.near for p in same):
            return f"“{word.key}” negated, which the source affirms"
    return None


@dataclass(frozen=True, slots=True)
class Polarity:
    """A word's stem; whether a negation stands right before it, reaches it, stands in its clause.

    `played_down` are words that are called scarce rather than denied (“weinig onderzoek”).
    """

    key: str
    negated: bool
    near: bool
    touched: bool
    played_down: bool


def _polarity(text: str, lang: Lang, tongue: Tongue) -> list[Polarity]:
    """The content words of a text, each with how negations bear on it.

    A negation bears on what stands behind it in its clause, or shortly before; “without” and “avoid”
    on all that follows; a lack of something (“gebrek aan steun”) on that thing alone.
    """
    by = tongue.words
    found: list[Polarity] = []
    avoided = False
    for clause in _clauses(without(plain(text), by.idioms[lang])):
        spelled = clause.replace("n't", " not")
        patterns = (by.core_negation, by.soft_negation, by.down, by.little, by.hard)
        tokens = re.findall(r"[\w'-]+", spelled)
        touched = any(p[lang].search(spelled) for p in patterns) or any(NEGATIVE[lang].fullmatch(t) for t in tokens)
        denying = [n for n, t in enumerate(tokens) if by.core_negation[lang].fullmatch(t)]
        parting = [
            n
            for n, t in enumerate(tokens)
            if by.parting[lang].fullmatch(t) and not FROM.isdisjoint(tokens[n + 1 : n + 1 + SHORT])
        ]
        core = denying + parting + [n for n, t in enumerate(tokens) if by.little[lang].fullmatch(t)]
        soft = [n for n, t in enumerate(tokens) if by.soft_negation[lang].fullmatch(t)]
        for place, token in enumerate(tokens):
            turning = [n for n in core if n < place and _right_behind(tokens[n + 1 : place], lang)]
            near = (
                avoided
                or token.endswith(SHORTAGE)
                or any(
                    n != place and _bears(tokens, n, place, lang) and not (n in parting and _past(tokens[n:place]))
                    for n in core
                )
            )
            # A lack is negated by “no” before it, not by another lack.
            near |= place not in soft and any(0 < place - n <= NEAR or 0 < n - place <= REACH for n in soft)
            # “Not separate” denies what the source keeps apart.
            if place not in core or place in parting:
                little = bool(turning) and all(tokens[n] in SCARCE for n in turning)
                found += [Polarity(key, bool(turning), near, touched, little) for key in keys(token, lang)[:1]]
            avoided |= bool(by.avoiding[lang].fullmatch(token))
    return found


def _past(between: Sequence[str]) -> bool:
    """Whether a purpose has begun."""
    return any(PURPOSE.fullmatch(token) for token in between)


def _right_behind(between: Sequence[str], lang: Lang) -> bool:
    """Whether what stands between a negation and a word lets the one turn the other."""
    return len(content_words(" ".join(between), lang)) < REACH and JOINING.isdisjoint(between)


def _bears(tokens: Sequence[str], negation: int, place: int, lang: Lang) -> bool:
    """Whether a negation may bear on a word; “geen” and “no” bear on what they stand before alone."""
    if tokens[negation] in DETERMINERS:
        return 0 < place - negation <= NEAR
    return negation < place or negation - place <= BACK[lang]


def _clauses(text: str) -> list[str]:
    """The parts between marks; a part of one or two words (one of an enumeration) stays with the next."""
    parts: list[str] = []
    for piece in re.split(r"[,;:.]\s|\s(?=(?:wat|hoe|what|how|whether)\s)", text):
        if parts and len(parts[-1].split()) < SHORT:
            parts[-1] += " " + piece
        else:
            parts.append(piece)
    return parts


def _affirmed(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> bool:
    """Whether the statement says a word that the quote negates."""
    said = [k for word in content_words(statement, lang) for k in keys(word, lang)[:1]]
    negated = [p.key for p in _polarity(unit.text, unit.lang, tongue) if p.negated]
    return any(same_word(k, lang, n, unit.lang, tongue) for n in negated for k in said)


def _count(text: str, lang: Lang, tongue: Tongue, *, core_only: bool = False) -> int:
    """How many negations stand in a text."""
    bare = without(plain(text), tongue.words.idioms[lang])
    soft = 0 if core_only else len(tongue.words.soft_negation[lang].findall(bare))
    return len(tongue.words.core_negation[lang].findall(bare)) + soft


def _negations(text: str, lang: Lang, tongue: Tongue) -> tuple[bool, bool]:
    bare = without(plain(text), tongue.words.idioms[lang])
    return bool(tongue.words.core_negation[lang].search(bare)), bool(tongue.words.soft_negation[lang].search(bare))


def opposites(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No word whose opposite stands in the evidence instead."""
    own = match_key(statement)
    held = [(match_key(text), spoken) for text, spoken in unit.texts()]
    for pair in tongue.words.opposites:
        for side, against in ((pair.one, pair.other), (pair.other, pair.one)):
            says = _without_other(side[lang], against[lang], own)
            if not says or against[lang].search(own):
                continue
            if any(_without_other(side[s], against[s], t) for t, s in held):
                continue
            if any(_without_other(against[s], side[s], t) for t, s in held):
                return f"“{says}” where the source says the opposite"
    return None


def prefixed(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """No word whose opposite, made by a prefix (clear, unclear), stands in the evidence instead."""
    # A statement in the other language may put a word of the quote so: onduidelijkheid, unclarity.
    if lang != unit.lang and any(NEGATIVE[unit.lang].fullmatch(w) for w in words(plain(unit.text))):
        return None
    own = set(words(plain(statement)))
    held = {word for text, spoken in unit.texts() if spoken == lang for word in words(plain(text))}
    stems = {stem(word, lang) for word in held}
    denied = {
        w for text, spoken in unit.texts() if spoken == lang for both in DENIED.findall(match_key(text)) for w in both
    }
    for word in sorted(own):
        for prefix in PREFIXES[lang]:
            bare = word.removeprefix(prefix)
            if bare != word and len(bare) >= LONG and word not in held and bare in held and bare not in denied:
                return f"“{word}” where the source says “{bare}”"
            if len(word) >= LONG and stem(word, lang) not in stems and prefix + word in held:
                return f"“{word}” where the source says “{prefix}{word}”"
    return None


def _without_other(side: re.Pattern[str], other: re.Pattern[str], text: str) -> str | None:
    """What matches one side once the longer words of the other are taken out."""
    match = side.search(other.sub(" ", text)) or side.search(text)
    if match and other.search(text) and not side.search(other.sub(" ", text)):
        return None
    return match.group() if match else None
