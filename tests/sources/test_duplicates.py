"""The same text twice is one source; a revised text is not."""

from documents import report, sentence, text

from assistant.sources import duplicates, near_duplicates, read_source


def read(path):
    return read_source(path, max_pages=100, max_bytes=5_000_000)


def write(path, content):
    path.write_text(content, encoding="utf-8")
    return read(path)


def test_a_pdf_and_its_text_are_the_same_and_the_pdf_is_kept(tmp_path):
    pdf = read(
        report(
            tmp_path / "a.pdf",
            [("Een", 13, "B"), ("Twee", 13, "B")],
            lambda s, n: s.put(290, 810, str(n)),
            "Goed",
        )
    )
    copy = write(tmp_path / "b.md", "# Goed\n\n" + "\n\n".join(pdf.text[s.start : s.end] for s in pdf.sections))
    assert duplicates([copy, pdf]) == {copy.id: pdf.id}
    assert near_duplicates([copy, pdf]) == []


def test_white_space_hyphens_and_quotes_make_no_difference(tmp_path):
    one = write(tmp_path / "a.md", "# A\n\nDe ‘tuin-ploeg’ werkt.  Zij zingt.")
    other = write(tmp_path / "b.md", "# B\n\nDe 'tuin‐ploeg' werkt. Zij\nzingt.")
    assert duplicates([one, other]) == {other.id: one.id}


def test_a_revised_plan_is_kept_beside_the_old_one(tmp_path):
    old = write(tmp_path / "a.md", "# Plan\n\n" + text(0, 40))
    new = write(tmp_path / "b.md", "# Plan\n\n" + text(0, 30) + " " + " ".join(sentence(n) for n in range(300, 310)))
    assert duplicates([old, new]) == {}
    assert near_duplicates([old, new]) == [(old.id, new.id)]


def test_other_documents_have_nothing_to_do_with_each_other(tmp_path):
    one, other = write(tmp_path / "a.md", text(0, 20)), write(tmp_path / "b.md", text(100, 20))
    assert duplicates([one, other]) == {} and near_duplicates([one, other]) == []
