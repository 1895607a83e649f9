"""Failures: a cause and a next step, in Dutch and in English, on one line each."""

import re

import pytest

from assistant import errors

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.AanboordError)]


def names(template: str) -> set[str]:
    return set(re.findall(r"(?<!{){(\w+)}", template))


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_failure_has_a_cause_and_a_next_step_in_both_languages(kind):
    values = {name: f"‹{name}›" for text in (*kind.nl, *kind.en) for name in names(text)}
    failure = kind(**values)
    for lang in ("nl", "en"):
        assert failure.message(lang).strip().endswith(".")
        assert len(failure.next_step(lang)) > 5
        assert "\n" not in failure.line(lang)
    assert failure.line("nl") != failure.line("en")


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_both_languages_name_the_same_facts(kind):
    assert names(" ".join(kind.nl)) == names(" ".join(kind.en))


def test_every_code_belongs_to_one_failure():
    codes = [kind.code for kind in KINDS]
    assert sorted(codes) == sorted(set(codes))
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)


def test_a_line_names_the_file_the_cause_and_what_to_do():
    failure = errors.SourceEncrypted(path="geheim.pdf")
    assert (
        failure.line("nl")
        == "geheim.pdf: beveiligd met een wachtwoord. Bewaar een kopie zonder wachtwoord en voeg die toe."
    )
    assert failure.line("en") == "geheim.pdf: protected by a password. Save a copy without a password and add that."


def test_a_value_with_braces_or_line_ends_stays_on_one_line():
    failure = errors.IndexDamaged(detail="{oops}\nsecond line")
    assert "{oops} second line" in failure.line("nl")
