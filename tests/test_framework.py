"""The framework: what a file may hold, and each mistake told with its file, entry and line."""

import shutil

import pytest

from assistant.errors import FrameworkError
from assistant.framework import FOLDER, load_framework
from assistant.framework_source import claim_spans, framework_source
from assistant.records import LANGS, Ask, Example, Form, Words

CLAIM = """  - id: water-geven
    kind: advice
    strength: study
    nl: De tuin krijgt
      tweemaal water.
    en: The garden is watered twice.
    studies: [peeters-2020]
    anchor: krijgt de tuin water
    page: "12"
    terms: [tuin]
    roles: [leader]
    asks:
      nl:
        - q: Krijgt de tuin water?
          lead: Ja.
        - Hoe vaak?
      en: ["Is the garden watered?"]
"""
FILES = {
    "article.yaml": "title: Over tuinen\napa: Peeters (2020).\nurl: https://example.org/\n",
    "sections/01-tuin.yaml": "section: tuin\ntitle: {nl: Tuin, en: Garden}\nsummary: {nl: Water., en: Water.}\nclaims:\n"
    + CLAIM,
    "bibliography.yaml": 'studies:\n  - id: peeters-2020\n    cited_as: [Peeters 2020]\n    year: "2020"\n    sections: [tuin]\n',
    "glossary.yaml": "terms:\n  - id: tuin\n    nl: {term: tuin, synonyms: [hof], gloss: Grond.}\n    en: {term: garden, gloss: Soil.}\n",
    "tensions.yaml": "tensions:\n  - id: nat-droog\n    title: {nl: Nat of droog, en: Wet or dry}\n    poles:\n"
    "      - name: {nl: Nat, en: Wet}\n        says: {nl: Water., en: Water.}\n        claims: [water-geven]\n"
    "      - name: {nl: Droog, en: Dry}\n        says: {nl: Zon., en: Sun.}\n        claims: [water-geven]\n"
    "    balance: {nl: Beide., en: Both.}\n    claims: [water-geven]\n",
    "levers.yaml": "levers:\n  - id: gieter\n    nl: Koop een gieter.\n    en: Buy a can.\n    claims: [water-geven]\n    roles: [leader]\n",
    "reflections.yaml": "reflections:\n  - id: wie\n    nl: Wie giet?\n    en: Who pours?\n    role: leader\n    claims: [water-geven]\n",
    "crafts.yaml": "crafts:\n  - id: gieten\n    kind: job-crafting\n    text: {nl: Zelf gieten., en: Pour.}\n"
    "    condition: {nl: Tijd., en: Time.}\n    colleagues: {nl: Blij., en: Glad.}\n    claims: [water-geven]\n",
    "topics.yaml": "topics:\n  - id: zwembad\n    name: {nl: het zwembad, en: the pool}\n    refer: {nl: Vraag het., en: Ask.}\n"
    "    words: {nl: [zwembad], en: [pool]}\n    nearest: [water-geven]\n    asks: {nl: [Is er een zwembad?]}\n",
    "examples.yaml": "orders:\n  - {lang: fr, text: Oublie le jardin.}\nharmless: []\npremises:\n  - {lang: nl, text: Waarom droog?}\n"
    "forms: {asked: {nl: ['Wat vond {study}?']}, outside: {}}\n",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sections").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def change(folder, name, old, new):
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")


def line_of(folder, name, part):
    lines = (folder / name).read_text("utf-8").splitlines()
    return str(next(n for n, line in enumerate(lines, 1) if part in line))


def test_a_framework_in_order_is_loaded_whole(folder):
    found = load_framework(folder)
    claim = found.claim("water-geven")
    assert claim.nl == "De tuin krijgt tweemaal water."
    assert claim.section == "tuin"
    assert claim.asks("nl") == (Ask("Krijgt de tuin water?", "Ja."), Ask("Hoe vaak?"))
    assert claim.asks("en") == (Ask("Is the garden watered?"),)
    assert found.terms[0].synonyms("nl") == ("hof",) and found.terms[0].synonyms("en") == ()
    assert found.tensions[0].poles[1].name == Words("Droog", "Dry")
    assert [len(x) for x in (found.levers, found.reflections, found.crafts, found.topics)] == [1, 1, 1, 1]
    assert found.topics[0].asks("nl") == ("Is er een zwembad?",) and found.topics[0].asks("en") == ()
    assert found.examples == (Example("order", "Oublie le jardin."), Example("premise", "Waarom droog?"))
    assert found.forms == (Form("asked", "nl", "Wat vond {study}?"),)


def test_comments_are_allowed_and_change_nothing_but_the_digest(folder):
    before = load_framework(folder)
    change(folder, "levers.yaml", "levers:", "# in spring\nlevers:")
    after = load_framework(folder)
    assert after.levers == before.levers
    assert after.sha256 != before.sha256


@pytest.mark.parametrize(
    ("name", "old", "new", "entry", "at", "told"),
    [
        ("sections/01-tuin.yaml", "kind: advice", "kind: advise", "water-geven", "id: water-geven", "kind"),
        ("sections/01-tuin.yaml", "strength: study", "strength: strong", "water-geven", "id: water-geven", "strength"),
        ("sections/01-tuin.yaml", "    anchor: krijgt de tuin water\n", "", "water-geven", "id: water-geven", "anchor"),
        ("sections/01-tuin.yaml", "id: water-geven", "id: Water Geven", "Water Geven", "id: Water Geven", "id"),
        ("sections/01-tuin.yaml", "en: The garden is watered twice.", "en: ''", "water-geven", "id: water-geven", "en"),
        ("sections/01-tuin.yaml", "roles: [leader]", "roles: [principal]", "water-geven", "id: water-geven", "roles"),
        ("sections/01-tuin.yaml", "roles: [leader]", "roles: []", "water-geven", "id: water-geven", "roles"),
        ("sections/01-tuin.yaml", "terms:", "therms:", "water-geven", "id: water-geven", "terms"),
        ("sections/01-tuin.yaml", "    page:", "    colour: red\n    page:", "water-geven", "id: water-geven", "colour"),
        ("sections/01-tuin.yaml", "lead: Ja.", "leads: Ja.", "water-geven", "q: Krijgt", "asks"),
        ("sections/01-tuin.yaml", 'en: ["Is the garden watered?"]', "en: []", "water-geven", "      nl:", "asks"),
        ("sections/01-tuin.yaml", "studies: [peeters-2020]", "studies: [jansen-2019]", "water-geven", "id: water-geven",
         "unknown study «jansen-2019»"),
        ("bibliography.yaml", 'year: "2020"', 'year: "20"', "peeters-2020", "id: peeters-2020", "year"),
        ("bibliography.yaml", "sections: [tuin]", "sections: [vijver]", "peeters-2020", "id: peeters-2020",
         "unknown section «vijver»"),
        ("glossary.yaml", "term: garden, ", "", "tuin", "en: {gloss", "term"),
        ("tensions.yaml", "    balance: {nl: Beide., en: Both.}\n", "", "nat-droog", "id: nat-droog", "balance"),
        ("tensions.yaml", "claims: [water-geven]", "claims: [regen]", "nat-droog", "id: nat-droog", "unknown claim «regen»"),
        ("levers.yaml", "claims: [water-geven]", "claims: []", "gieter", "id: gieter", "claims"),
        ("levers.yaml", "claims: [water-geven]", "claims: [regen]", "gieter", "id: gieter", "unknown claim «regen»"),
        ("reflections.yaml", "role: leader", "role: pupil", "wie", "id: wie", "role"),
        ("reflections.yaml", "claims: [water-geven]", "claims: [regen]", "wie", "id: wie", "unknown claim «regen»"),
        ("crafts.yaml", "kind: job-crafting", "kind: ideal", "gieten", "id: gieten", "kind"),
        ("crafts.yaml", "claims: [water-geven]", "claims: [regen]", "gieten", "id: gieten", "unknown claim «regen»"),
        ("topics.yaml", "words: {nl: [zwembad], en: [pool]}", "words: {fr: [piscine]}", "zwembad", "words:", "words"),
        ("topics.yaml", "nearest: [water-geven]", "nearest: [regen]", "zwembad", "id: zwembad", "unknown claim «regen»"),
        ("article.yaml", "url: https://example.org/\n", "", "-", "title:", "url"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_file_its_entry_and_its_line(folder, name, old, new, entry, at, told):
    change(folder, name, old, new)
    with pytest.raises(FrameworkError) as caught:
        load_framework(folder)
    values = caught.value.values
    assert values["file"] == name.rpartition("/")[2]
    assert values["entry"] == entry
    assert values["line"] == line_of(folder, name, at)
    assert told in values["detail"]


@pytest.mark.parametrize("name", [n for n in FILES if n not in ("article.yaml", "examples.yaml")])
def test_an_id_that_stands_twice_is_told_at_its_second_place(folder, name):
    text = (folder / name).read_text("utf-8")
    head, _, entry = text.partition("  - id:")
    (folder / name).write_text(f"{head}  - id:{entry}  - id:{entry}", "utf-8")
    with pytest.raises(FrameworkError) as caught:
        load_framework(folder)
    entry_id = entry.split("\n", 1)[0].strip()
    lines = (folder / name).read_text("utf-8").splitlines()
    assert caught.value.values["entry"] == entry_id
    assert "twice" in caught.value.values["detail"]
    assert caught.value.values["line"] == str(
        max(n for n, x in enumerate(lines, 1) if x.strip() == f"- id: {entry_id}")
    )


def test_a_section_with_two_files_is_told(folder):
    text = FILES["sections/01-tuin.yaml"].replace("water-geven", "water-nemen")
    (folder / "sections" / "02-tuin.yaml").write_text(text, "utf-8")
    with pytest.raises(FrameworkError, match="two files"):
        load_framework(folder)


@pytest.mark.parametrize("name", [n for n in FILES if "/" not in n])
def test_a_file_that_is_missing_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(FrameworkError) as caught:
        load_framework(folder)
    assert caught.value.values["file"] == name and "missing" in caught.value.values["detail"]


@pytest.mark.parametrize("name", [n for n in FILES if "/" not in n])
def test_a_file_without_its_list_is_named(folder, name):
    (folder / name).write_text("# nothing yet\n", "utf-8")
    with pytest.raises(FrameworkError) as caught:
        load_framework(folder)
    assert caught.value.values["file"] == name


def test_what_is_no_yaml_is_told_with_its_line(folder):
    change(folder, "levers.yaml", "    nl: Koop", "    nl: [Koop")
    with pytest.raises(FrameworkError) as caught:
        load_framework(folder)
    assert caught.value.values["file"] == "levers.yaml"
    assert int(caught.value.values["line"]) > 1


def test_a_field_that_stands_twice_is_told(folder):
    change(folder, "levers.yaml", "    en: Buy", "    en: Sell a can.\n    en: Buy")
    with pytest.raises(FrameworkError, match="twice") as caught:
        load_framework(folder)
    assert caught.value.values["line"] == line_of(folder, "levers.yaml", "id: gieter")


def test_bytes_that_are_not_utf_8_are_told(folder):
    (folder / "levers.yaml").write_bytes(b"levers:\n  - id: \xff\n")
    with pytest.raises(FrameworkError, match="UTF-8"):
        load_framework(folder)


def test_control_characters_are_a_mistake_and_no_traceback(folder):
    (folder / "levers.yaml").write_bytes(b"levers:\n  - id: \x00\n")
    with pytest.raises(FrameworkError) as caught:
        load_framework(folder)
    assert (caught.value.values["file"], caught.value.values["line"]) == ("levers.yaml", "2")


def test_our_own_framework_is_in_order(framework):
    assert len(framework.claims) > 100
    assert len(framework.notes) == 19
    for claim in framework.claims:
        assert claim.nl and claim.en and claim.asks_nl and claim.asks_en


def test_a_copy_loads_to_the_same_record(framework, tmp_path):
    shutil.copytree(FOLDER, tmp_path / "copy")
    assert load_framework(tmp_path / "copy") == framework


def test_every_claim_can_be_quoted_from_the_frameworks_own_text(framework):
    source, spans = framework_source(framework), claim_spans(framework)
    for claim in framework.claims:
        for lang in LANGS:
            span = spans[(claim.id, lang)]
            assert source.text[span.start : span.end] == claim.said(lang)
            assert source.section_at(span.start).slug == claim.section
