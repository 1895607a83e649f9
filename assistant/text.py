"""Facts about Dutch and English text: folding, slugs, sentences, words, stems, language.

Strings in, strings and spans out. Knows nothing of sources, claims or answers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from assistant.function_words import FUNCTION_WORDS
from assistant.records import Lang, Span

if TYPE_CHECKING:
    import Stemmer

QUOTES = dict.fromkeys(map(ord, '‘’‚‛“”„‟«»‹›"´`′″'), "'")
HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
SPELLED = {ord(c): t for c, t in zip("øØæÆßłđ", ("o", "O", "ae", "Ae", "ss", "l", "d"), strict=True)}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
SURROGATE = re.compile("[\ud800-\udfff]")
WORD = re.compile(r"[^\W_]+(?:['’‐-][^\W_]+)*")


def fold(text: str) -> str:
    """White space folded to single spaces, invisible and control characters gone, NFC.

    >>> fold("samen \\n\\t leren")
    'samen leren'
    """
    text = SURROGATE.sub("\ufffd", text)
    text = unicodedata.normalize("NFC", CONTROL.sub(" ", INVISIBLE.sub("", text)))
    return " ".join(text.split())


def match_key(text: str) -> str:
    """Text as quotes and anchors are compared: NFKC, lower case, white space, hyphens, quotes folded.

    >>> match_key("De ‘fit’ – zo  heet\u00a0dat")
    "de 'fit' - zo heet dat"
    """
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
    return " ".join(text.translate(QUOTES).translate(HYPHENS).lower().split())


def match_map(text: str) -> tuple[str, list[int]]:
    """`match_key` of text with, for each of its characters, the offset in `text` it came from.

    Lets a match in the key be turned into a span of the text: key[i] came from text[map[i]].
    """
    key: list[str] = []
    origin: list[int] = []
    space = True
    for offset, char in enumerate(text):
        if INVISIBLE.match(char):
            continue
        for out in unicodedata.normalize("NFKC", char).translate(QUOTES).translate(HYPHENS).lower():
            if out.isspace():
                if not space:
                    key.append(" ")
                    origin.append(offset)
                space = True
            else:
                key.append(out)
                origin.append(offset)
                space = False
    if key and key[-1] == " ":
        key.pop()
        origin.pop()
    return "".join(key), origin


def slugify(text: str) -> str:
    """Accents off, lower case, every run of other characters one hyphen, none at the ends.

    >>> slugify("Fietsen & één/twee sleutels")
    'fietsen-een-twee-sleutels'
    """
    return re.sub(r"[^a-z0-9]+", "-", strip_accents(text).lower()).strip("-")


def strip_accents(text: str) -> str:
    """Letters without their accents; ø, æ, ß and their like spelled out."""
    text = text.translate(SPELLED)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def sentence_spans(text: str, lang: Lang = "nl") -> list[Span]:
    """The sentences of `text` as spans without the white space around them.

    The splitter (sentencex) knows Dutch and English abbreviations; a piece that opens with a lower
    case letter, or that ends inside a parenthesis, is joined to its neighbour.
    """
    import sentencex

    spans: list[Span] = []
    for piece in sentencex.get_sentence_boundaries(lang, text):
        start, end = piece["start_index"], piece["end_index"]
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if spans and _continues(text, spans[-1], start):
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return spans


def _continues(text: str, before: Span, start: int) -> bool:
    """Whether the piece at `start` belongs to the sentence before it."""
    previous = text[before.start : before.end]
    if text[before.end : start].count("\n") > 1:
        return False
    if previous.count("(") > previous.count(")") and len(previous) < 1500:
        return True
    return (text[start].islower() and previous[-1] in ".…") or previous.endswith((" et al.", "cfr."))


def sentences(text: str, lang: Lang = "nl") -> list[str]:
    """The sentences of `text`.

    >>> sentences("Zij vonden dit (Day et al., 2016). Het werkt.")
    ['Zij vonden dit (Day et al., 2016).', 'Het werkt.']
    """
    return [text[s.start : s.end] for s in sentence_spans(text, lang)]


def words(text: str) -> list[str]:
    """Lower-case words; hyphens and apostrophes inside a word stay.

    >>> words("JD-R-model, collega’s")
    ['jd-r-model', "collega's"]
    """
    return [m.group().replace("’", "'").replace("‐", "-").lower() for m in WORD.finditer(text)]


def content_words(text: str, lang: Lang) -> list[str]:
    """The words that carry a subject: no function words, no single letters."""
    return [w for w in words(text) if w not in FUNCTION_WORDS[lang] and len(w) > 1]


@cache
def _stemmer(lang: Lang) -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer("dutch" if lang == "nl" else "english")


@lru_cache(maxsize=50_000)
def stem(word: str, lang: Lang) -> str:
    """The Snowball stem of a word, accents off.

    >>> stem("leerkrachten", "nl")
    'leerkracht'
    """
    return strip_accents(_stemmer(lang).stemWord(word))


def stems(text: str, lang: Lang) -> list[str]:
    """The stems of the content words of `text`, in order; the parts of hyphenated words as well."""
    found: list[str] = []
    for word in content_words(text, lang):
        found.append(stem(word, lang))
        if "-" in word:
            found += [stem(part, lang) for part in word.split("-") if len(part) > 2]
    return found


def detect_lang(text: str) -> Lang:
    """Dutch or English; what is neither, or cannot be told, counts as Dutch.

    Function words decide a question of a few words better than letter statistics; py3langid breaks
    a tie.
    """
    tokens = words(text)
    score = {lang: sum(w in FUNCTION_WORDS[lang] for w in tokens) for lang in ("nl", "en")}
    both = FUNCTION_WORDS["nl"] & FUNCTION_WORDS["en"]
    shared = sum(w in both for w in tokens)
    dutch, english = score["nl"] - shared, score["en"] - shared
    if dutch != english:
        return "nl" if dutch > english else "en"
    return "en" if _langid(" ".join(tokens)) == "en" else "nl"


@lru_cache(maxsize=1000)
def _langid(text: str) -> str:
    import py3langid

    return str(py3langid.classify(text)[0]) if text else "nl"
