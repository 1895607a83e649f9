"""What the search knows of a question, as numbers for the confidence model and words for a refusal. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from assistant.confidence import coverage, margin
from assistant.lexicon import Understood, rarity
from assistant.question import Shape
from assistant.records import Claim, Lang, Passage, Topic
from assistant.retrieval import Found
from assistant.text import content_words, stem, stems, words

# The stems of other words for those of a text.
Synonyms = Callable[[str], set[str]]
DIGIT = re.compile(r"\d|\b(een derde|de helft|half|third)\b")
NUMBER_WORD = re.compile(
    r"\d|\b(?:één|twee|drie|vier|vijf|zes|zeven|negen|tien|elf|twaalf|(?:der|veer|vijf|zes|zeven|acht|negen)tien|(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig|tientallen|honderd\w*|duizend\w*|"
    r"helft|derde|kwart|\w+maal|dagelijks\w*|wekelijks\w*|maandelijks\w*|jaarlijks\w*|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens|hundreds?|thousands?|half|third|quarter|"
    r"once|twice|daily|weekly|monthly|yearly|annual\w*)\b",
    re.I,
)
# A study's year, and whatever else stands in brackets, is no answer to how many.
BRACKETED = re.compile(r"\([^()]*\)")


def claim_features(
    found: Found,
    understood: Understood,
    shape: Shape,
    claims: Mapping[str, Claim],
    units: Mapping[str, frozenset[str]],
    topic_weight: float,
    lang: Lang,
) -> dict[str, float]:
    """What is known of how well the claims answer the question."""
    if not found.claims:
        return {}
    top = found.claims[0]
    scores = [c.score for c in found.claims]
    first = units.get(f"c-{top.id}", frozenset())
    three: set[str] = set()
    for scored in found.claims[:3]:
        three |= units.get(f"c-{scored.id}", frozenset())
    wide = set(understood.expanded)
    lexical = sorted(found.claims, key=lambda c: -c.features["lexical"])[:5]
    best = [claims[c.id] for c in found.claims[:2]]
    return {
        "top": top.score,
        "ask": max(c.features["ask"] for c in found.claims[:3]),
        "said": max(c.features["said"] for c in found.claims[:3]),
        "lexical": max(c.features["lexical"] for c in found.claims[:3]),
        "margin": margin(scores),
        "cover_top": _covered(understood, first, wide),
        "cover_three": _covered(understood, three, wide),
        "rare_missing": _rare_missing(understood, three, wide),
        "unknown": min(3.0, sum(rarity(w, lang) for w in understood.unknown)),
        "unknown_share": _unknown_share(understood, lang),
        "agree": float(any(c.id == top.id for c in lexical)),
        "number": float(shape.wants_number and not any(DIGIT.search(c.said(lang)) for c in best)),
        "attributed": float(shape.attributed),
        "attributed_gap": float(shape.attributed) * (1.0 - _covered(understood, three, wide)),
        "topic": topic_weight,
        "topic_any": float(topic_weight > 0),
        "missing": _missing(understood, three | wide),
        "cover_said": max(
            _covered(understood, frozenset(stems(claims[c.id].said(lang), lang)), wide) for c in found.claims[:3]
        ),
        "foreign_name": min(2.0, float(len(_foreign_names(understood, units, lang)))),
        "short": float(shape.content < 2),
    }


def lacks_number(said: Sequence[str]) -> bool:
    """Whether no number is said."""
    return not any(NUMBER_WORD.search(BRACKETED.sub("", text)) for text in said)


def unheld(sides: Sequence[str], held: Sequence[str], synonyms: Synonyms, lang: Lang) -> list[str]:
    """The sides of a comparison of which no word, and no other word for it, stands in what is said or quoted."""
    known = {s for text in held for s in stems(text, lang)}
    return [side for side in sides if (own := set(stems(side, lang))) and not (own | synonyms(side)) & known]


def _covered(understood: Understood, unit: frozenset[str] | set[str], wide: set[str]) -> float:
    """The share of the question's weight that a unit holds; a synonym in it counts for most of a word."""
    direct = coverage(understood.weights, unit)
    if direct < 1 and wide & unit:
        return direct + 0.5 * (1 - direct) * min(1.0, len(wide & unit) / max(1, len(understood.stems)))
    return direct


def _rare_missing(understood: Understood, unit: set[str], wide: set[str]) -> float:
    """The weight of the rarest word of the question that the best claims lack."""
    return max((w for s, w in understood.weights.items() if s not in unit), default=0.0)


def _missing(understood: Understood, held: set[str]) -> float:
    """The weight of all words of the question that are not held, at most 3."""
    return min(3.0, sum(w for s, w in understood.weights.items() if s not in held))


NAME = re.compile(r"(?<!^)(?<![.?!:] )\b[A-Z][\w-]+|\b\d+(?:[.,]\d+)*\b")


def _foreign_names(understood: Understood, units: Mapping[str, frozenset[str]], lang: Lang) -> list[str]:
    """Names and numbers that no source holds: Mongolia, PISA, 20.000."""
    names = NAME.findall(understood.text)
    return [n for n in names if not any(stem(n.lower(), lang) in unit for unit in units.values())]


def _unknown_share(understood: Understood, lang: Lang) -> float:
    total = sum(understood.weights.values())
    return min(1.0, sum(rarity(w, lang) for w in understood.unknown) / total) if total else 1.0


def passage_features(
    found: Found,
    understood: Understood,
    shape: Shape,
    passages: Mapping[str, Passage],
    units: Mapping[str, frozenset[str]],
    lang: Lang,
) -> dict[str, float]:
    """What is known of how well the passages answer the question."""
    if not found.passages:
        return {}
    top = found.passages[0]
    three: set[str] = set()
    for scored in found.passages[:3]:
        three |= units.get(scored.id, frozenset())
    wide = set(understood.expanded)
    held: set[str] = set()
    for unit_id, unit in units.items():
        if unit_id in passages:
            held |= unit
    missing = [s for s in understood.weights if s not in held]
    return {
        "top": max(p.features["sentence"] for p in found.passages[:3]),
        "passage": max(p.features["passage"] for p in found.passages[:3]),
        "lexical": max(p.features["lexical"] for p in found.passages[:3]),
        "margin": margin([p.features["sentence"] for p in found.passages]),
        "cover_top": _covered(understood, units.get(top.id, frozenset()), wide),
        "cover_three": _covered(understood, three, wide),
        "unknown": min(3.0, sum(understood.weights[s] for s in missing)),
        "number": float(shape.wants_number and not DIGIT.search(passages[top.id].text)),
        "attributed": float(shape.attributed),
        "short": float(shape.content < 2),
    }


@lru_cache(maxsize=1000)
def _signs(topic: Topic, lang: Lang) -> tuple[tuple[str, frozenset[str], float], ...]:
    """Each sign of a subject as a phrase, as stems, and with what it says of the subject.

    A sign with words that have no stem (“one in three”, “who made you”) tells nothing by the rest: it has none.
    """
    signs = []
    for word in topic.words_nl if lang == "nl" else topic.words_en:
        key = stems(word, lang)
        whole = key if len(content_words(word, lang)) == len(words(word)) else []
        signs.append((f" {' '.join(words(word))} ", frozenset(whole), sum(rarity(k, lang) for k in key) or 0.5))
    return tuple(signs)


def topic_of(
    text: str, topics: Sequence[Topic], lang: Lang, held: frozenset[str] = frozenset()
) -> tuple[Topic | None, float]:
    """The subject outside the sources that a question is about, and how much of it says so (0-1)."""
    said = f" {' '.join(words(text))} "
    own = set(stems(text, lang))
    total = sum(rarity(w, lang) for w in own) or 1.0
    best: tuple[float, Topic] | None = None
    for topic in topics:
        weight = 0.0
        for phrase, key, says in _signs(topic, lang):
            if phrase in said or (key and key <= own):
                weight += says
        if weight and (best is None or weight > best[0]):
            best = (weight, topic)
    return (best[1], min(1.0, best[0] / total)) if best else (None, 0.0)


def log_odds(probability: float) -> float:
    """As a feature: between about -7 and 7."""
    return math.log((probability + 1e-3) / (1.0 - probability + 1e-3))
