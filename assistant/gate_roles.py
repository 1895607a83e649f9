"""A statement + its evidence → whether what brings about and what is brought about have changed places. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bilingual import keys
from assistant.gate_unit import Tongue, Unit, plain, same_word
from assistant.records import Lang
from assistant.text import content_words, match_key

# Words on each side of a verb of influence that are looked at, in a statement and in its evidence.
SIDE = 7
WIDE = 14
MIN_CLAUSE = 3
# Both sides must have this much in common with the other side of the evidence before it counts.
SHARED = 0.3
# The kinds of words that relate two things, and whether the second comes first in them.
TURNED = {"forward": False, "backward": True, "over": False, "under": True}
COMPARED = ("over", "under")
# What stands behind the first mediates, and what stands before the second.
MEDIATED = re.compile(r"\b(?:gemedieerd door|mediated by)\b")
BY_WAY = re.compile(r"\b(?:via|by way of|(?:runs?|ran|goes|went) through)\b")
MEDIATING = re.compile(
    r"\b(?:medieert|mediëren|medieerde|medieerden|mediates?|mediated(?! by)|(?:is|was|are) (?:the|a|de|een) mediator)\b"
)
# What is compared stands behind these.
OPENING = re.compile(r"\b(?:wanneer|dat|indien|when|if|that|whether)\b")
BORDER = re.compile(r"[,;:.]\s")
# A clause that opens so tells when or why; what acts and what undergoes stand before it.
SUBORDINATE = re.compile(r"\b(?:wanneer|als|indien|zolang|omdat|doordat|zodat|when|if|because|since|as long as)\b")
ENDING = re.compile(r"[;:.]\s")
MODAL: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(?:kan|kunnen|kon|zou|zouden|zal|zullen|moet|moeten|mag|mogen|wil|willen|helpt|helpen|dreigt|dreigen)\b"
    ),
    "en": re.compile(r"(?!)"),
}

# “X doet Y toenemen”: Dutch encloses what is brought about.
CAUSING: dict[Lang, re.Pattern[str]] = {
    "nl": re.compile(
        r"\b(?:doet|doen|deed|deden|laat|laten)\b (?P<effect>[^,;:.]+?)"
        r" (?P<how>toenemen|afnemen|stijgen|dalen|zakken|groeien|krimpen|stoppen|vertrekken|afhaken|uitstromen)\b"
    ),
    "en": re.compile(r"(?!)"),
}
# The end of one thing that an actor does, with another to follow: “reduces conflict and …”.
CHAINED: dict[Lang, re.Pattern[str]] = {"nl": re.compile(r"(?!)"), "en": re.compile(r"\b(?:and|or|but)\s*$")}
INNER: dict[Lang, re.Pattern[str]] = {"nl": re.compile(r"(?<= )(?:die|dat|wat)\b"), "en": re.compile(r"(?!)")}
RELATIVE: dict[Lang, re.Pattern[str]] = {"nl": re.compile(r"(?:die|dat|wat)\b"), "en": re.compile(r"(?!)")}


@dataclass(frozen=True, slots=True)
class Sides:
    """Around one verb of influence: the stems of what brings about, and of what is brought about."""

    cause: tuple[str, ...]
    effect: tuple[str, ...]
    lang: Lang


def crossed(text: str, lang: Lang, unit: Unit, tongue: Tongue) -> float:
    """How much better the statement fits the evidence with causes and effects exchanged; 0 where not.

    The worst of the statement's verbs counts.
    """
    held = [side for other, spoken in unit.texts() for side in sides(other, spoken, tongue, WIDE)]
    worst = 0.0
    for own in sides(text, lang, tongue):
        straight = max((_fit(own.cause, own.effect, other, lang, tongue) for other in held), default=0.0)
        turned = max((_fit(own.effect, own.cause, other, lang, tongue) for other in held), default=0.0)
        worst = max(worst, turned - straight)
    return worst


def mediators(statement: str, lang: Lang, unit: Unit, tongue: Tongue) -> str | None:
    """What the statement says to mediate is what the evidence says to mediate, where that says so."""
    if not any(MEDIATED.search(match_key(text)) or MEDIATING.search(match_key(text)) for text, _ in unit.texts()):
        return None
    own = _mediators(statement, lang)
    held = [(key, spoken) for text, spoken in unit.texts() for key in _mediators(text, spoken)]
    if own and held and not any(same_word(one, lang, two, spoken, tongue) for one in own for two, spoken in held):
        return "another mediator than the source's"
    return None


def _mediators(text: str, lang: Lang) -> list[str]:
    """The stems of what a text says to mediate."""
    folded = match_key(plain(text))
    found: list[str] = []
    for match in [*MEDIATED.finditer(folded), *BY_WAY.finditer(folded)]:
        found += [
            k for w in content_words(BORDER.split(folded[match.end() :])[0], lang)[:SIDE] for k in keys(w, lang)[:1]
        ]
    for match in MEDIATING.finditer(folded):
        found += [k for w in content_words(_before(folded[: match.start()], lang), lang) for k in keys(w, lang)[:1]]
    return found


def _fit(cause: Sequence[str], effect: Sequence[str], other: Sides, lang: Lang, tongue: Tongue) -> float:
    """How much of both sides is said on the same sides of the evidence; 0 where one side is not."""
    one, two = (
        _share(cause, other.cause, lang, other.lang, tongue),
        _share(effect, other.effect, lang, other.lang, tongue),
    )
    return (one + two) / 2 if min(one, two) >= SHARED else 0.0


def _share(own: Sequence[str], there: Sequence[str], lang: Lang, spoken: Lang, tongue: Tongue) -> float:
    if not own:
        return 0.0
    return sum(any(same_word(k, lang, t, spoken, tongue) for t in there) for k in own) / len(own)


def sides(text: str, lang: Lang, tongue: Tongue, most: int = SIDE) -> list[Sides]:
    """What stands around each verb of influence, cause first; words on both sides say nothing."""
    folded = match_key(plain(text))
    found: list[Sides] = []
    pivots = {name: list(tongue.words.pivots[name][lang].finditer(folded)) for name in TURNED}
    # “Is influenced by” turns what “influenced” alone would say.
    passive = {m.start() for m in pivots["backward"]}
    pivots["forward"] = [m for m in pivots["forward"] if m.start() not in passive]
    starts = [m.start() for matches in pivots.values() for m in matches]
    for match in CAUSING[lang].finditer(folded):
        found += _both(content_words(_before(folded[: match.start()], lang), lang)[-most:], _words(match, lang), lang)
    for name, turned in TURNED.items():
        for match in pivots[name]:
            end = min((n for n in starts if n >= match.end()), default=len(folded))
            before = _before(folded[: match.start()], lang)
            after = BORDER.split(folded[match.end() : end])
            # “X influences, according to research, Y”: an aside is stepped over.
            behind = " ".join(after[:2]) if len(after[0].split()) < MIN_CLAUSE and name not in COMPARED else after[0]
            if name in COMPARED:
                before = OPENING.split(before)[-1]
            modal = MODAL[lang].search(before)
            inside = [] if name in COMPARED else content_words(match.group(), lang)[1:]
            left, right = inside or content_words(before, lang)[-most:], content_words(behind, lang)[:most]
            if modal and not inside and not content_words(SUBORDINATE.split(after[0])[0], lang):
                # “X can Y improve”: Dutch puts the verb behind what it acts on.
                left = content_words(before[: modal.start()], lang)[-most:]
                right = content_words(before[modal.end() :], lang)[-most:]
            previous = BORDER.split(folded[: match.start()])[-2:-1]
            relative = RELATIVE[lang].match(before) if previous else None
            if relative and not inside and _closes(after[0]):
                # “Y, that X improves”: so too in a clause about what stands before it.
                left = content_words(previous[0], lang)[-most:]
                right = content_words(before[relative.end() :], lang)[-most:]
            elif not inside and _closes(after[0]) and (inner := list(INNER[lang].finditer(before))):
                # “… Y that X improves”, in one clause.
                antecedent = content_words(before[: inner[-1].start()], lang)[-most:]
                clause = content_words(before[inner[-1].end() :], lang)[-most:]
                left, right = (antecedent, clause) if antecedent and clause else (left, right)
            earlier = [n for n in starts if n < match.start() and BORDER.search(folded[n : match.start()]) is None]
            if earlier and not inside and CHAINED[lang].search(before):
                # “X reduces conflict and strengthens Y”: the same X.
                left = content_words(_before(folded[: min(earlier)], lang), lang)[-most:]
            found += _both(right, left, lang) if turned else _both(left, right, lang)
    return found + _through(found)


def _both(cause: Sequence[str], effect: Sequence[str], lang: Lang) -> list[Sides]:
    """The sides as stems, without what stands on both; nothing where one side is empty."""
    stems = [tuple(dict.fromkeys(k for w in side for k in keys(w, lang)[:1])) for side in (cause, effect)]
    both = set(stems[0]) & set(stems[1])
    one, two = (tuple(k for k in side if k not in both) for side in stems)
    return [Sides(one, two, lang)] if one and two else []


def _words(match: re.Match[str], lang: Lang) -> list[str]:
    return content_words(match.group("effect"), lang)[:SIDE]


def _closes(text: str) -> bool:
    """Whether a clause ends here, or goes on with another verb."""
    return text.strip(" .?!").split()[:1] in ([], ["en"], ["of"], ["maar"])


def _before(text: str, lang: Lang) -> str:
    """The clause that ends here; of an enumeration that ends in a mark, all of the sentence so far."""
    clauses = BORDER.split(text)[-1], ENDING.split(text)[-1]
    return next((c for c in clauses if content_words(c, lang)), text)


def _through(found: Sequence[Sides]) -> list[Sides]:
    """What brings about something by way of something else that the text tells of."""
    return [
        Sides(one.cause, two.effect, one.lang)
        for one in found
        for two in found
        if one is not two and set(one.effect) & set(two.cause) and not set(one.cause) & set(two.effect)
    ]
