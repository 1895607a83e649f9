"""What the sources' vocabulary makes of a question: stems, synonyms, compounds, spelling, rarity.

Built from words alone; knows nothing of vectors, hits or answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.frequency import zipf
from assistant.function_words import FUNCTION_WORDS
from assistant.records import Claim, Lang, Passage, Term
from assistant.text import content_words, stem, stems, words

# A word this frequent in the language at large (Zipf scale) is a word, not a slip of the pen.
REAL_WORD_ZIPF = 1.6
# Parts of a compound that are worth looking for, and what may stand between them.
MIN_PART = 4
LINKS = ("", "s", "en", "n", "e", "-")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as the sources' vocabulary sees it.

    `stems` are the question's own, `expanded` those of synonyms and compound parts; `weights` tells
    how much each stem says (rare words more); `unknown` are the words that the sources do not hold.
    """

    text: str
    stems: tuple[str, ...]
    expanded: tuple[str, ...]
    weights: Mapping[str, float]
    unknown: tuple[str, ...]
    corrected: Mapping[str, str] = field(default_factory=dict)


class Lexicon:
    """The vocabulary of the passages, claims and glossary in one language."""

    def __init__(self, lang: Lang, passages: Iterable[Passage], claims: Iterable[Claim], terms: Sequence[Term]) -> None:
        self.lang = lang
        self._forms: dict[str, int] = {}
        texts = [p.text for p in passages]
        for claim in claims:
            texts += [claim.said(lang), " ".join(claim.terms), *(a.text for a in claim.asks(lang))]
        for term in terms:
            texts += [term.term.said(lang), *term.synonyms(lang), term.gloss.said(lang)]
        for text in texts:
            for word in words(text):
                self._forms[word] = self._forms.get(word, 0) + 1
                for part in word.split("-") if "-" in word else ():
                    self._forms.setdefault(part, 1)
        self._stems = {stem(form, lang) for form in self._forms}
        self._synonyms = _synonyms(terms, lang)
        self._candidates = [w for w in sorted(self._forms) if len(w) >= 4]

    def knows(self, word: str) -> bool:
        """Whether the sources hold the word, in any form."""
        return stem(word, self.lang) in self._stems

    def understand(self, text: str, known: Callable[[str], bool] = lambda word: False) -> Understood:
        """The question as this vocabulary sees it, its slips of the pen corrected.

        A word that is `known` elsewhere, in a visitor's own documents, is none.
        """
        corrected: dict[str, str] = {}
        for word in content_words(text, self.lang):
            better = None if known(word) else self._correct(word)
            if better:
                corrected[word] = better
        own: list[str] = []
        expanded: list[str] = []
        weights: dict[str, float] = {}
        unknown: list[str] = []
        for word in content_words(text, self.lang):
            said = corrected.get(word, word)
            parts = self._parts(said)
            found = list(dict.fromkeys(stems(said, self.lang) or [stem(said, self.lang)]))
            own += found
            more = [s for p in parts for s in stems(p, self.lang)]
            for key in (*found, *more):
                more += [s for s in self._synonyms.get(key, ()) if s not in more]
            expanded += [s for s in more if s not in found]
            weight = rarity(said, self.lang)
            for key in found:
                weights[key] = max(weight, weights.get(key, 0.0))
            if not parts and not any(s in self._stems or s in self._synonyms for s in found):
                unknown.append(said)
        repaired = " ".join(corrected.get(w.lower().strip("?!.,;:'\"()"), w) for w in text.split())
        expanded += [s for s in self._phrases(own) if s not in expanded]
        return Understood(
            repaired if corrected else text,
            tuple(dict.fromkeys(own)),
            tuple(s for s in dict.fromkeys(expanded) if s not in own),
            weights,
            tuple(dict.fromkeys(unknown)),
            corrected,
        )

    def _phrases(self, own: Sequence[str]) -> list[str]:
        """Stems of synonyms of phrases of two or three words."""
        more: list[str] = []
        for size in (2, 3):
            for start in range(len(own) - size + 1):
                more += self._synonyms.get(" ".join(own[start : start + size]), ())
        return more

    def _correct(self, word: str) -> str | None:
        """The word of the sources that this unknown, unreal word was meant to be."""
        if len(word) < 5 or any(c.isdigit() for c in word) or self.knows(word) or self._parts(word):
            return None
        if zipf(word, self.lang) >= REAL_WORD_ZIPF:
            return None
        return self._closest(word)

    @lru_cache(maxsize=2000)  # noqa: B019 (a lexicon lives as long as its index)
    def _closest(self, word: str) -> str | None:
        from rapidfuzz.distance import OSA, DamerauLevenshtein

        limit = 1 if len(word) < 8 else 2
        best: tuple[int, int, str] | None = None
        for form in self._candidates:
            if abs(len(form) - len(word)) > limit or form[0] != word[0] or form in FUNCTION_WORDS[self.lang]:
                continue
            distance = OSA.distance(word, form, score_cutoff=limit)
            if distance <= limit:
                key = (DamerauLevenshtein.distance(word, form), -self._forms[form], form)
                best = min(best, key) if best else key
        return best[2] if best else None

    def _parts(self, word: str) -> tuple[str, ...]:
        """The two parts of a compound, where the sources hold both: leraren + tekort.

        A word that the sources hold as it stands is not divided.
        """
        if self.lang != "nl" or len(word) < 2 * MIN_PART or self.knows(word):
            return ()
        for cut in range(len(word) - MIN_PART, MIN_PART - 1, -1):
            head, tail = word[:cut], word[cut:]
            if not self._holds(tail):
                continue
            for link in LINKS:
                if link and not head.endswith(link):
                    continue
                bare = head[: len(head) - len(link)] if link else head
                if len(bare) >= MIN_PART and self._holds(bare):
                    return bare, tail
        return ()

    def _holds(self, part: str) -> bool:
        key = stem(part, self.lang)
        return part not in FUNCTION_WORDS[self.lang] and (key in self._stems or key in self._synonyms)


def _synonyms(terms: Sequence[Term], lang: Lang) -> dict[str, tuple[str, ...]]:
    """Stems of a term's other names, by the stems of each of its names (phrases joined by spaces)."""
    table: dict[str, list[str]] = {}
    for term in terms:
        names = [term.term.said(lang), *term.synonyms(lang)]
        keys = [" ".join(stems(name, lang)) for name in names]
        for key in keys:
            if not key:
                continue
            others = [s for other in keys if other != key for s in other.split()]
            table.setdefault(key, []).extend(s for s in others if s not in table.get(key, ()))
    return {key: tuple(dict.fromkeys(value)) for key, value in table.items()}


def rarity(word: str, lang: Lang) -> float:
    """How much a word says of a question's subject: 0.2 (a very common word) to 1 (a rare one)."""
    return min(1.0, max(0.2, (7.0 - zipf(word, lang)) / 4.0))
