"""Bad input: one error a file, which says what is wrong, and the others are read all the same."""

import os
import random
import zipfile

import pytest
from documents import Sheet, report
from fpdf import FPDF
from PIL import Image
from pypdf import PdfWriter

from assistant.errors import SourceError
from assistant.sources import find_documents, read_all, read_source

LIMITS = {"max_pages": 30, "max_bytes": 1_000_000}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "goed.pdf"
    return report(path, [("Een", 13, "B"), ("Twee", 13, "B")], lambda sheet, number: None, "Goed")


def encrypted(path, good):
    writer = PdfWriter(clone_from=str(good))
    writer.encrypt("geheim")
    writer.write(str(path))


def scanned(path, good):
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.image(Image.new("RGB", (400, 500), (200, 200, 200)), 0, 0, 200)
    pdf.output(str(path))


def pages(path, good):
    writer = PdfWriter()
    for _ in range(31):
        writer.add_blank_page(200, 200)
    writer.write(str(path))


def bomb(path, good):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)


def archive(path, good):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "x")


def blank(path, good):
    sheet = Sheet()
    sheet.pdf.add_page()
    sheet.save(path)


CASES = [
    ("dicht.pdf", encrypted, "encrypted"),
    ("foto.pdf", scanned, "scanned"),
    ("leeg.pdf", blank, "empty"),
    ("nul.pdf", lambda p, g: p.write_bytes(b""), "empty"),
    ("half.pdf", lambda p, g: p.write_bytes(g.read_bytes()[:3000]), "damaged"),
    ("web.pdf", lambda p, g: p.write_text("<!doctype html><p>hallo"), "damaged"),
    ("ruis.pdf", lambda p, g: p.write_bytes(b"%PDF-1.7\n" + random.Random(1).randbytes(4000)), "damaged"),
    ("lang.pdf", pages, "too_large"),
    ("groot.txt", lambda p, g: p.write_bytes(b"a " * 600_000), "too_large"),
    ("bom.docx", bomb, "too_large"),
    ("zip.docx", archive, "damaged"),
    ("nep.docx", lambda p, g: p.write_text("hallo"), "damaged"),
    ("slot.docx", lambda p, g: p.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600)), "encrypted"),
    ("latijn.txt", lambda p, g: p.write_bytes("één café".encode("latin-1")), "encoding"),
    ("wit.md", lambda p, g: p.write_text("\n\n  \n"), "empty"),
    ("oud.doc", lambda p, g: p.write_bytes(b"x"), "format"),
    ("zonder", lambda p, g: p.write_bytes(b"x"), "format"),
    ("weg.txt", lambda p, g: p.symlink_to("/bestaat/niet"), "missing"),
    ("pijp.txt", lambda p, g: os.mkfifo(p), "unreadable"),
]


@pytest.mark.parametrize(("name", "make", "code"), CASES, ids=[case[0] for case in CASES])
def test_a_bad_file_gets_its_error(tmp_path, good, name, make, code):
    make(tmp_path / name, good)
    with pytest.raises(SourceError) as caught:
        read_source(tmp_path / name, **LIMITS)
    assert caught.value.code == code
    for lang in ("nl", "en"):
        line = caught.value.line(lang)
        assert name in line and "\n" not in line and len(line) < 400


def test_one_bad_file_never_stops_the_others(tmp_path, good):
    for name, make, _ in CASES:
        make(tmp_path / name, good)
    (tmp_path / "goed.pdf").write_bytes(good.read_bytes())
    (tmp_path / "z.md").write_text("# Titel\n\nEen zin hier.\n")
    sources, errors = read_all([tmp_path], **LIMITS)
    assert [s.title for s in sources] == ["Goed", "Titel"]
    assert sorted(e.code for e in errors) == sorted(code for _, _, code in CASES)


@pytest.mark.parametrize("seed", range(12))
def test_a_file_with_broken_bytes_is_read_or_refused(tmp_path, good, seed):
    chance = random.Random(seed)
    data = bytearray(good.read_bytes())
    for _ in range(30):
        data[chance.randrange(len(data))] = chance.randrange(256)
    (tmp_path / "a.pdf").write_bytes(bytes(data))
    sources, errors = read_all([tmp_path / "a.pdf"], **LIMITS)
    assert len(sources) + len(errors) == 1


def test_a_pdf_with_an_empty_password_opens(tmp_path, good):
    writer = PdfWriter(clone_from=str(good))
    writer.encrypt("", "eigenaar")
    writer.write(str(tmp_path / "a.pdf"))
    assert read_source(tmp_path / "a.pdf", **LIMITS).title == "Goed"


def test_a_file_that_vanishes_between_finding_and_reading(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("# A\n\nZin.\n")
    (tmp_path / "b.md").write_text("# B\n\nZin.\n")
    found = find_documents([tmp_path])
    (tmp_path / "a.md").unlink()
    sources, errors = read_all(found, **LIMITS)
    assert [s.title for s in sources] == ["B"]
    assert [e.code for e in errors] == ["missing"]


def test_nothing_is_logged_or_printed(tmp_path, good, capfd, caplog):
    (tmp_path / "a.pdf").write_bytes(good.read_bytes()[:-40])
    read_all([tmp_path], **LIMITS)
    assert capfd.readouterr() == ("", "") and not caplog.records


def test_folders_at_any_depth_without_hidden_files_and_our_own_readme(tmp_path):
    for name in (
        "b.md",
        "sub/a.txt",
        "sub/.verborgen.md",
        ".git/c.md",
        "sources/README.md",
        "sources/d.md",
        "README.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("tekst")
    found = find_documents([tmp_path, tmp_path / "b.md"])
    assert [str(p.relative_to(tmp_path)) for p in found] == ["README.md", "b.md", "sources/d.md", "sub/a.txt"]


def test_the_same_bytes_give_the_same_source(good):
    one, other = read_source(good, **LIMITS), read_source(good, **LIMITS)
    assert one == other
    assert one.id.startswith("goed-") and one.id.endswith(one.sha256[:8])
    assert (one.kind, one.format, one.origin) == ("document", "pdf", str(good))
