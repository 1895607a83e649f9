"""A follow-up question, rewritten by a language model → whether it may stand for what was asked. Pure.

It may say what the visitor said and name what an earlier turn named, where the sources know it too:
no word of the model's own, no order, no markup. Knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.orders import is_directed
from assistant.records import Lang, Turn
from assistant.text import content_words, fold, stem

MAX_CHARS = 300
QUOTED = "\"'“”‘’«» "


def one_line(text: str) -> str:
    """What a model gave as one line, without marks around it.

    >>> one_line(' “Wat kost dat een school?” ')
    'Wat kost dat een school?'
    """
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return fold(lines[-1]).strip(QUOTED) if lines else ""


def usable(text: str, asked: str, history: Sequence[Turn], lang: Lang, knows: Callable[[str], bool]) -> bool:
    """Whether a rewritten question may be searched and shown."""
    if not text or len(text) > MAX_CHARS or fold(text).rstrip("?!. ") == fold(asked).rstrip("?!. "):
        return False
    if is_directed(text) or re.search(r"[<>{}\[\]|`]|https?:", text):
        return False
    own = _stems(asked, lang)
    told = {s for turn in history for part in (turn.question, turn.answer or "") for s in _stems(part, lang)}
    for word in content_words(text, lang):
        key = stem(word, lang)
        if key not in own and not (key in told and knows(word) and not any(c.isdigit() for c in word)):
            return False
    return bool(own & _stems(text, lang)) or not own


def _stems(text: str, lang: Lang) -> set[str]:
    return {stem(word, lang) for word in content_words(text, lang)}
