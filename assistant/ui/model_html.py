"""What a language model wrote and did not get said, and what it used, in a line. Pure.

Only counted, never shown: what did not pass the gate is nobody's to read.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.records import Answer, Lang
from assistant.ui.strings import t
from assistant.ui.terms import safe

# The gate's reasons in three kinds; whatever is neither of the first two says what the source does not.
KINDS = (
    ("left_quote", re.compile(r"quote|citation|cites|passage|verbatim|unknown|outside|not plain")),
    ("left_other", re.compile(r"said before|language|lost its core|empty|instruction|reflect")),
)


def model_html(answer: Answer, lang: Lang) -> str:
    """How many statements were left out and why, and the tokens; nothing where no model was at work."""
    if answer.usage is None:
        return ""
    counts = Counter(kind_of(d.reason) for d in answer.dropped)
    parts = []
    if counts:
        what = ", ".join(t(kind, lang, count=count) for kind, count in sorted(counts.items()))
        parts.append(t("left_out", lang, what=what))
    parts.append(t("tokens", lang, read=answer.usage.input_tokens, written=answer.usage.output_tokens))
    return f'<p class="ab-fine ab-model">{safe(" ".join(parts))}</p>'


def kind_of(reason: str) -> str:
    """The kind of a reason, as the page tells it.

    >>> kind_of("a negation of the source is gone"), kind_of("not verbatim")
    ('left_carried', 'left_quote')
    """
    return next((kind for kind, pattern in KINDS if pattern.search(reason)), "left_carried")
