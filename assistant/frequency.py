"""How frequent a word is in Dutch or English at large: the word lists that wordfreq brings.

A plain word is looked up in the list itself, as importing wordfreq with its tokenizers takes longer
than answering a question; a word with a digit, a hyphen or an apostrophe is left to wordfreq.
"""

from __future__ import annotations

import gzip
import importlib.util
import re
from functools import cache, lru_cache
from pathlib import Path

from assistant.records import Lang

PLAIN = re.compile("[a-zà-öø-ÿ]+")


@lru_cache(maxsize=20_000)
def zipf(word: str, lang: Lang) -> float:
    """How frequent a word is, 0 (never seen) to 8, on the Zipf scale.

    >>> zipf("school", "nl") > zipf("teamgesprek", "nl")
    True
    """
    if PLAIN.fullmatch(word):
        centibels = _centibels(lang).get(word)
        return round(9 - centibels / 100, 2) if centibels is not None else 0.0
    import wordfreq

    return float(wordfreq.zipf_frequency(word, lang))


@cache
def _centibels(lang: Lang) -> dict[str, int]:
    """A hundredth of the power of ten by which each word is rarer than 1, by word."""
    import msgpack

    spec = importlib.util.find_spec("wordfreq")
    assert spec is not None and spec.submodule_search_locations
    file = Path(spec.submodule_search_locations[0]) / "data" / f"large_{lang}.msgpack.gz"
    with gzip.open(file, "rb") as stream:
        _header, *lists = msgpack.load(stream, raw=False)
    return {word: number for number, words in enumerate(lists) for word in words}
