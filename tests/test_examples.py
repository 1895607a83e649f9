"""docs/examples.md: what it shows, and that it is what the assistant says today."""

from pathlib import Path

import pytest

from assistant.records import LANGS, ROLES, Citation
from assistant.roles import load_roles
from eval.examples import FILE, SHOWN, examples, quoted

OWN_WORDS = "Een begeleider beoordeelt niet, want dan is het vertrouwen weg."


def citation(kind, quote):
    return Citation("1", "p", None, "s", "S", kind, "slug", "Titel", "187", (), quote, 0, len(quote))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("article", "Een begeleider beoordeelt niet, want dan is het […]"),
        ("framework", OWN_WORDS),
        ("document", OWN_WORDS),
    ],
)
def test_only_words_of_the_article_are_cut_to_eight(kind, told):
    assert quoted(citation(kind, OWN_WORDS)) == told


def test_eight_words_of_the_article_are_not_cut():
    assert quoted(citation("article", "Deze zin telt er precies acht, niet meer.")).endswith("niet meer.")


def test_ten_questions_three_or_four_a_role_out_of_twenty_in_both_languages():
    roles = load_roles()
    assert tuple(SHOWN) == ROLES == tuple(r.id for r in roles)
    assert sum(map(len, SHOWN.values())) == 10 and {len(s) for s in SHOWN.values()} == {3, 4}
    for role in roles:
        for lang in LANGS:
            assert len(set(role.starters(lang))) == 20
            assert all(1 <= number <= 20 for number in SHOWN[role.id])


def test_the_file_is_what_the_assistant_says_now(assistant_with_article):
    now = examples(assistant_with_article, load_roles())
    assert Path(FILE).read_text("utf-8") == now, "regenerate it: python -m eval.examples"


def test_every_example_is_answered_with_a_passage_and_its_page(assistant_with_article):
    for role in load_roles():
        for number in SHOWN[role.id]:
            for lang in LANGS:
                answer = assistant_with_article.ask(role.starters(lang)[number - 1], lang=lang, role=role.id)
                assert answer.status == "answered", answer.question
                assert all(c.page and c.section for c in answer.citations), answer.question
