"""Small pieces of a turn: its endings, its terms, names of exports, the visitor's own documents alone."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from assistant.confidence import load_calibration
from assistant.pipeline import Part, Request, Searched
from assistant.records import Framework, Question
from assistant.retrieval import Found, Scored
from assistant.ui.answer_html import ending
from assistant.ui.routes import shortened
from assistant.ui.scope import only_own
from assistant.ui.terms import terms_in, with_terms


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("Beter niet.", 'Beter <span class="ab-ending">niet.&nbsp;[1]</span>'),
        ("Niet.", "Niet.&nbsp;[1]"),
        ("Het <b>AMO</b>", "Het <b>AMO</b>&nbsp;[1]"),
        ("Dat is " + "lang" * 7, "Dat is " + "lang" * 7 + "&nbsp;[1]"),
    ],
    ids=["last word", "one word", "markup", "long word"],
)
def test_a_marker_stays_with_the_last_word(html: str, shown: str) -> None:
    assert ending(html, "[1]") == shown


@pytest.mark.parametrize(
    ("slug", "name"),
    [("kort", "kort"), ("mag-een-mentor-mee-evalueren", "mag-een-mentor-mee"), ("x" * 30, "")],
)
def test_the_name_of_an_export_ends_with_a_whole_word(slug: str, name: str) -> None:
    assert shortened(slug, 20) == name


@pytest.mark.parametrize(
    ("text", "lang", "explained"),
    [
        ("Een starter en zijn mentor volgen het AMO-model.", "nl", ["amo"]),
        ("A new teacher, the school leader and school policy.", "en", []),
        ("Job crafting helps a new teacher.", "en", ["job-crafting"]),
        ("Attritie in een PLG.", "nl", ["attritie", "plg"]),
    ],
)
def test_the_field_s_own_terms_are_explained_and_everyday_words_are_not(
    framework: Framework, text: str, lang: Any, explained: list[str]
) -> None:
    assert [term.id for _, _, term in terms_in(text, framework.terms, lang)] == explained


def test_a_term_is_explained_once(framework: Framework) -> None:
    seen: set[str] = set()
    first = with_terms("Het AMO-model.", framework.terms, "nl", "a", seen)
    again = with_terms("Het AMO-model.", framework.terms, "nl", "b", seen)
    assert 'role="tooltip"' in first
    assert again == "Het AMO-model."


def searched(confidence: float, features: dict[str, float]) -> Searched:
    shared = Found((Scored("c", 1.0, {}),), (Scored("p", 1.0, {}),), {}, 0.0)
    own = Found((), (Scored("q", 1.0, {}),), {}, 0.0)
    values: dict[str, Any] = {field.name: None for field in fields(Part)}
    values |= {"found": (shared, own), "confidence": confidence, "document_features": features}
    part = Part(**values)
    return Searched(Request("Wie?"), Question("Wie?", "Wie?", "nl", "leader"), (part,), 0.0, 0.0)


def test_own_documents_alone_leave_nothing_shared() -> None:
    """And what was refused as an order stays refused."""
    calibration = load_calibration()
    (part,) = only_own(searched(0.9, {}), calibration).parts
    assert part.from_documents
    assert [[h.id for h in f.claims + f.passages] for f in part.found] == [[], ["q"]]
    assert part.confidence == 0.0, "nothing in the documents speaks of it"
    features = dict.fromkeys(calibration.passages.coefficients, 1.0)
    (part,) = only_own(searched(0.0, features), calibration).parts
    assert part.confidence == 0.0
