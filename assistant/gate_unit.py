"""The evidence for a statement, and which of its words say the same as a word of the statement. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.bilingual import Table, keys
from assistant.gate_words import Words
from assistant.readings import Reading
from assistant.records import LANGS, Lang
from assistant.text import content_words, words

Rarity = Callable[[str, Lang], float]
PREFIX = 6
BRACKETED = re.compile(r"\((?!\d)[^()]{1,20}\)")
CITED = re.compile(r"\([^()]*\d{4}[a-z]?[^()]*\)")
# “Los blijven van” says what “gescheiden blijven van” says; alone, “los” says much else.
LOOSE = re.compile(r"\blos(?= (?:te )?(?:blij|staa|houd|gehoud)\w*)")
# Words around the part of a quote that a statement tells, which may still bear on it.
AROUND = 3
# A quote of so few words counts whole.
SHORT = 18


@dataclass(frozen=True, slots=True)
class Unit:
    """Neighbouring sentences that a statement cites, with what our framework says of them.

    `said` are the framework's claims of these sentences, nearest to the statement first, in both
    languages; `studies` are the in-text names of the studies that those claims rest on; `ids` are
    the entries of the index that stand for the unit, by which similarities are looked up; `joined`
    says that it is more than one quote; `readings` are what is known to hold of the sentences, and not to;
    `ours` says that it is the framework's own text.
    """

    text: str
    lang: Lang
    said: tuple[tuple[str, str], ...] = ()
    studies: tuple[str, ...] = ()
    heading: str = ""
    ids: frozenset[str] = frozenset()
    joined: bool = False
    readings: tuple[Reading, ...] = ()
    ours: bool = False

    def texts(self) -> list[tuple[str, Lang]]:
        """Everything that counts as evidence, with its language."""
        both: list[tuple[str, Lang]] = [(self.text, self.lang)]
        for nl, en in self.said:
            both += [(nl, "nl"), (en, "en")]
        return both

    def nearest(self, lang: Lang) -> str | None:
        """The claim nearest to the statement, in `lang`."""
        if not self.said:
            return None
        return self.said[0][0] if lang == "nl" else self.said[0][1]


def flat(word: str, lang: Lang) -> float:
    """Every word weighs the same."""
    return 1.0


@dataclass(frozen=True)
class Tongue:
    """What is known of words in two languages."""

    words: Words
    dictionary: Table = field(default_factory=lambda: {"nl": {}, "en": {}})
    rarity: Rarity = flat

    def groups(self, key: str, lang: Lang) -> frozenset[int]:
        """The groups of like words that a stem belongs to."""
        return self.words.groups[lang].get(key, frozenset())


@dataclass(frozen=True)
class Held:
    """The words of the evidence: stems by language, and the groups they belong to."""

    stems: Mapping[Lang, frozenset[str]]
    groups: frozenset[int]

    def says(self, key: str, lang: Lang, tongue: Tongue) -> bool:
        """Whether this very stem is said in the evidence, or its translation."""
        other: Lang = "en" if lang == "nl" else "nl"
        return key in self.stems[lang] or bool(tongue.dictionary[lang].get(key, frozenset()) & self.stems[other])

    def covers(self, key: str, lang: Lang, tongue: Tongue) -> bool:
        """Whether a stem is said in the evidence, in any form or in the other language."""
        own = self.stems[lang]
        if tongue.groups(key, lang) & self.groups or self.says(key, lang, tongue):
            return True
        other: Lang = "en" if lang == "nl" else "nl"
        cross = self.stems[other] if len(key) >= PREFIX else frozenset()
        return any(_alike(key, held) for held in own) or any(_alike(key, held) for held in cross)


def _alike(one: str, two: str) -> bool:
    """Whether two stems share a long beginning, or one is part of the other (a compound)."""
    short, long = sorted((one, two), key=len)
    if len(short) >= PREFIX and short[:PREFIX] == long[:PREFIX]:
        return True
    return len(short) >= 5 and (long.startswith(short) or long.endswith(short))


def held_words(texts: Sequence[tuple[str, Lang]], tongue: Tongue) -> Held:
    """The words of texts."""
    stems: dict[Lang, set[str]] = {lang: set() for lang in LANGS}
    for text, lang in texts:
        stems[lang].update(keys(text, lang))
    groups = {g for lang in LANGS for key in stems[lang] for g in tongue.groups(key, lang)}
    return Held({lang: frozenset(s) for lang, s in stems.items()}, frozenset(groups))


def aligned(text: str, lang: Lang, other: str, spoken: Lang, tongue: Tongue) -> list[tuple[int, int]]:
    """Places of content words of one text with the place of the word of the other that says the same."""
    there = [(n, k) for n, w in enumerate(content_words(other, spoken)) for k in keys(w, spoken)]
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for place, word in enumerate(content_words(text, lang)):
        for key in keys(word, lang):
            found = next((n for n, k in there if n not in taken and same_word(key, lang, k, spoken, tongue)), None)
            if found is not None:
                taken.add(found)
                pairs.append((place, found))
                break
    return pairs


def translates(one: str, lang: Lang, two: str, spoken: Lang, tongue: Tongue) -> bool:
    """Whether two stems are forms of one word, or stand for each other in the parallel texts."""
    if lang == spoken:
        return one == two
    return two in tongue.dictionary[lang].get(one, frozenset())


def same_word(one: str, lang: Lang, two: str, spoken: Lang, tongue: Tongue) -> bool:
    """Whether two stems say the same, in one language or across both."""
    if tongue.groups(one, lang) & tongue.groups(two, spoken):
        return True
    if lang == spoken:
        return one == two or _alike(one, two)
    return two in tongue.dictionary[lang].get(one, frozenset()) or (len(one) >= PREFIX and _alike(one, two))


def told(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str:
    """The part of the quote that the statement tells: from the first to the last word that both say."""
    whole = plain(unit.text)
    spoken = words(whole)
    stems = [keys(word, unit.lang) for word in spoken]
    own = [(k, lang) for word in content_words(plain(statement), lang) for k in keys(word, lang)]
    places = [
        n
        for n, there in enumerate(stems)
        if any(same_word(k, lang, t, unit.lang, tongue) for t in there for k, _ in own)
    ]
    if len(places) < 2 or len(spoken) <= SHORT:
        return whole
    return " ".join(spoken[max(0, places[0] - AROUND) : places[-1] + AROUND + 1])


def plain(text: str) -> str:
    """The text without citations and asides in brackets."""
    return LOOSE.sub("gescheiden", BRACKETED.sub(" ", CITED.sub(" ", text)).replace("et al.", ""))
