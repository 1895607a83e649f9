"""The page's own words in Dutch and English. Pure."""

from __future__ import annotations

from functools import cache

from assistant.records import Lang
from assistant.ui.strings_ask import STRINGS as ASK
from assistant.ui.strings_pages import STRINGS as PAGES

Table = dict[str, tuple[str, str]]


@cache
def table() -> Table:
    """Every key with its Dutch and its English text."""
    from assistant.ui.strings_documents import STRINGS as DOCUMENTS

    return {**ASK, **PAGES, **DOCUMENTS}


def t(key: str, lang: Lang, **values: object) -> str:
    """The text for a key in `lang`, its blanks filled in."""
    text = table()[key][0 if lang == "nl" else 1]
    return text.format(**values) if values else text
