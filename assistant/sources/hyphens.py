"""Lines of running text -> one text, words split at a line's end joined again.

Whether a hyphen at a line's end is the word's own or the typesetter's is decided by the document
itself: which form of the word occurs elsewhere, and which sign it breaks words with. Pure; knows
nothing of pages or files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SOFT = "\u00ad"
TYPESET = "\u2010\u2011"  # in running text often written by the typesetter alone
HYPHENS = "-" + TYPESET + SOFT
WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011’'][^\W_]+)*")
LAST = re.compile(r"([^\W_]+(?:[’'][^\W_]+)*)$")
FIRST = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/)\S*$", re.IGNORECASE)
SUSPENDED = frozenset(["en", "of", "and", "or", "und", "et", "ofwel", "noch", "dan", "als", "tot"])
# First parts that Dutch and English write with a hyphen more often than not.
PREFIX = re.compile(
    r"(?:socio|student|meta|ex|non|oud|pre|post|pseudo|quasi|semi|niet|anti|auto|co|cross|inter|intra"
    r"|micro|macro|meso|multi|neo|psycho|self|sub|super|zelf|adjunct|directeur|leraar|kandidaat)$",
    re.IGNORECASE,
)
# Vowels that Dutch reads as one sound: a word is never broken between them, a compound is.
CLASH = re.compile(r"a[aeiu]$|e[eiu]$|i[eij]$|o[eiou]$|u[iu]$", re.IGNORECASE)
# Above this share of lines that end in a broken word, the document is taken to hyphenate.
HYPHENATING_SHARE = 0.015
REACH = 400  # characters before a line's end that decide how it is joined: a long address


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document shows about its hyphens: its words, and how it breaks lines."""

    words: Counter[str]
    typeset: bool
    hyphenates: bool


def gather(lines: Sequence[str]) -> Evidence:
    """The evidence in the lines of a document; words broken at a line's end do not count.

    >>> gather(["een meta-analyse van", "meta-analyses"]).words["meta-analyse"]
    1
    """
    words: Counter[str] = Counter()
    typeset = plain = 0
    for line in lines:
        found = WORD.findall(line.replace(SOFT, ""))
        if line.endswith(tuple(HYPHENS)) and found:
            typeset += line.endswith(tuple(TYPESET))
            plain += line.endswith("-") and len(line) > 1 and line[-2].isalpha()
            found = found[:-1]
        words.update(normal(word) for word in found)
    return Evidence(words, typeset >= 2, plain > max(1.0, HYPHENATING_SHARE * len(lines)) or len(lines) < 60)


def normal(word: str) -> str:
    """A word as evidence counts it: lower case, one kind of hyphen."""
    return word.replace("\u2010", "-").replace("\u2011", "-").replace(SOFT, "").lower()


def join_all(lines: Iterable[str], evidence: Evidence) -> tuple[str, tuple[int, ...]]:
    """The lines as one text, with the offset at which each of them starts.

    >>> join_all(["veel perso\u2010", "neel"], Evidence(Counter(), True, False))
    ('veel personeel', (0, 10))
    """
    parts: list[str] = []
    starts: list[int] = []
    tail, gone = "", 0  # `tail` is the end of the text, all that a joint depends on
    for line in lines:
        joined, start = join(tail, line, evidence)
        parts.append(joined)
        starts.append(gone + start)
        cut = max(0, len(joined) - REACH)
        parts[-1:] = [joined[:cut]]
        tail, gone = joined[cut:], gone + cut
    return "".join(parts) + tail, tuple(starts)


def join(left: str, right: str, evidence: Evidence) -> tuple[str, int]:
    """`right` put after `left`, with the offset at which it starts.

    >>> some = Evidence(Counter(["schoolteam", "mede-eigenaar"]), False, True)
    >>> join("het school-", "team werkt", some)[0]
    'het schoolteam werkt'
    >>> join("zich mede-", "eigenaar voelen", some)[0]
    'zich mede-eigenaar voelen'
    >>> join("bij in-", "en uitstroom", some)[0]
    'bij in- en uitstroom'
    >>> join("het JD-R-", "model", some)[0]
    'het JD-R-model'
    >>> join("Hertz\u2010", "Lazarowitz", some)[0]
    'Hertz\u2010Lazarowitz'
    >>> join("zie https://data-", "onderwijs.be", some)[0]
    'zie https://data-onderwijs.be'
    >>> join("aan boord blijven -", "van leerkrachten", some)[0]
    'aan boord blijven - van leerkrachten'
    """
    if not left or not right:
        return left + right, len(left)
    glue = _glue(left, right, evidence)
    kept = left if glue != "" else left[:-1]
    text = kept + ("" if glue == "-" else glue)
    return text + right, len(text)


def _glue(left: str, right: str, evidence: Evidence) -> str:
    """What stands between: a space, "-" for the hyphen that is there, nothing where it goes."""
    if left[-1] not in HYPHENS:
        return "-" if _address_goes_on(left, right) else " "
    if ADDRESS.search(left):
        return "-" if left[-1] == "-" else ""
    last, first = LAST.search(left[:-1]), FIRST.match(right)
    if left[-1] == SOFT:
        return ""
    if last is None:
        return "-" if left[-2:-1] and left[-2] in ")]/" and first else " "
    if first is None:
        return "-" if right[0] in "([/" else " "
    return _word_glue(left, last.group(), first.group(), right, evidence)


def _address_goes_on(left: str, right: str) -> bool:
    """Whether an address breaks after a slash or another of its signs: those join as they are."""
    breaks = bool(ADDRESS.search(left)) and left[-1] in "/_=&?."
    return breaks and bool(re.match(r"[\w%-]+[/.=?&_]|\d+\.?$", right))


def _word_glue(left: str, last: str, first: str, right: str, evidence: Evidence) -> str:
    """The same for a hyphen between two parts of a word."""
    whole = re.search(r"[^\W_]+(?:[-\u2010\u2011’'][^\W_]+)*$", left[:-1])
    before = normal(whole.group() if whole else last)
    joined, hyphened = evidence.words[before + first.lower()], evidence.words[f"{before}-{first.lower()}"]
    if joined != hyphened:
        return "" if joined > hyphened else "-"
    if first.lower() in SUSPENDED and right[len(first) : len(first) + 1] in (" ", ""):
        return " "
    if first[0].isupper() and not (last.isupper() and len(last) > 3 and first.isupper() and len(first) > 1):
        return "-"
    if not first[0].isalpha() or last[-1].isdigit() or (last.isupper() and first.islower()):
        return "-"
    if left[-1] in TYPESET:
        return ""
    if evidence.typeset or not evidence.hyphenates:
        return "-"
    return "-" if PREFIX.match(last) or CLASH.match(last[-1] + first[0]) else ""
