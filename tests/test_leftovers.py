"""The unfilled part of a vector file is blanked, the filled one stays."""

import pytest

from assistant.index.leftovers import HEADER, blank


@pytest.mark.parametrize(
    ("count", "data", "left"),
    [
        (0, b"secrets!" * 3, b"\0" * 24),
        (1, b"a vector" + b"secrets!" * 2, b"a vector" + b"\0" * 16),
        (3, b"a vector" * 3, b"a vector" * 3),
    ],
    ids=["none yet", "some", "full"],
)
def test_unfilled_memory_is_blanked(tmp_path, count, data, left):
    (tmp_path / "header.bin").write_bytes(HEADER.pack(1, 0, 3, count, 8))
    (tmp_path / "data_level0.bin").write_bytes(data)
    (tmp_path / "length.bin").write_bytes(b"long" * 3)
    assert blank(tmp_path) == left.count(0) + 4 * (3 - count)
    assert (tmp_path / "length.bin").read_bytes() == b"long" * count + b"\0" * 4 * (3 - count)
    assert (tmp_path / "data_level0.bin").read_bytes() == left


def test_a_file_that_was_cut_to_what_is_filled_stays(tmp_path):
    (tmp_path / "header.bin").write_bytes(HEADER.pack(1, 0, 3, 1, 8))
    (tmp_path / "data_level0.bin").write_bytes(b"a vector")
    (tmp_path / "length.bin").write_bytes(b"long")
    assert blank(tmp_path) == 0


@pytest.mark.parametrize(
    "header", [(2, 0, 3, 1, 8), (1, 0, 3, 4, 8), (1, 0, 3, 1, 9)], ids=["version", "count", "size"]
)
def test_another_form_is_not_written_into(tmp_path, header):
    """A later hnswlib may write otherwise; then this has to be looked at."""
    (tmp_path / "header.bin").write_bytes(HEADER.pack(*header))
    (tmp_path / "data_level0.bin").write_bytes(b"secrets!" * 3)
    (tmp_path / "length.bin").write_bytes(b"long" * 3)
    with pytest.raises(ValueError, match="expected"):
        blank(tmp_path)
    assert (tmp_path / "data_level0.bin").read_bytes() == b"secrets!" * 3
