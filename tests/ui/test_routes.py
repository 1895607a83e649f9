"""Our routes: who reaches what, what is refused, and errors in the reader's language."""

from __future__ import annotations

import hashlib
import os
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.embeddings import Engine
from assistant.framework import load_framework
from assistant.index import build_index, open_index
from assistant.pipeline import Assistant
from assistant.records import Answer, Citation, Statement
from assistant.settings import Settings
from assistant.sources import read_source
from assistant.ui.cookies import from_our_page
from assistant.ui.desk import Desk
from assistant.ui.receive import safe_name
from assistant.ui.routes import add_routes
from assistant.visitors import COOKIE

if TYPE_CHECKING:
    from assistant.embeddings import Vectors

HERE = "http://aanboord.test"
SHARED = "# Gedeeld plan\n\nDe bel gaat om halfnegen. Wie te laat is, meldt zich.\n"
PLAN = "# Tuinplan\n\nDe tuinploeg geeft op dinsdag water.\n\n## Sleutels\n\nDe sleutel hangt bij de kok.\n"
OTHER = "# Fietsplan\n\nDe vierde klas herstelt elke vrijdag twee fietsen.\n"


class HashEngine(Engine):
    fingerprint = "hash-8"
    dimensions = 8

    def passages(self, texts: list[str]) -> Vectors:
        rows = [np.frombuffer(hashlib.sha256(t.encode()).digest()[:8], np.uint8) for t in texts]
        found = np.stack(rows).astype(np.float32) + 1
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)

    def question(self, text: str) -> Vectors:
        return self.passages([text])[0]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("shared")
    file = home / "plan.md"
    file.write_text(SHARED, "utf-8")
    engine = HashEngine()
    source = read_source(file, max_pages=10, max_bytes=10_000)
    build_index([source], load_framework(), home=home, engine_key="hash", load_engine=lambda: engine)
    return Assistant(open_index(home), engine)


@pytest.fixture
def desk(shared: Assistant, tmp_path: Path) -> Desk:
    desk = Desk(Settings(home=tmp_path / "home", sources=(tmp_path / "sources",), max_file_mb=1))
    desk._assistant = shared
    return desk


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    app = FastAPI()
    add_routes(app, desk)

    @app.get("/")
    def home() -> str:
        return "home"

    return app


class Visitor:
    """A browser of one visitor: it keeps its cookie and says where its requests come from."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, base_url=HERE, raise_server_exceptions=False)
        self.client.headers["origin"] = HERE
        self.client.get("/")

    @property
    def cookie(self) -> str:
        return str(self.client.cookies[COOKIE])

    def add(self, text: str | bytes = PLAN, name: str = "tuin.md", lang: str = "nl") -> dict[str, Any]:
        reply = self.client.post(f"/documenten?lang={lang}", files={"file": (name, text)})
        assert reply.status_code == 202, reply.text
        for _ in range(400):
            job = self.client.get(f"/documenten/werk/{reply.json()['job']}?lang={lang}").json()
            if job["state"] in ("done", "failed"):
                return dict(job)
            time.sleep(0.02)
        raise AssertionError("the job does not end")

    def documents(self) -> list[dict[str, Any]]:
        return list(self.client.get("/documenten").json()["documents"])

    def read(self, **query: str) -> str:
        return self.client.get("/lezen", params=query).text


@pytest.fixture
def one(app: FastAPI) -> Visitor:
    return Visitor(app)


@pytest.fixture
def two(app: FastAPI) -> Visitor:
    return Visitor(app)


def answer(question: str = "Waar hangt de sleutel?") -> Answer:
    cited = Citation(
        "1", "p-1", None, "s-1", "Tuinplan", "document", "sleutels", "Sleutels", None, (),
        "De sleutel hangt bij de kok.", 0, 28,
    )  # fmt: skip
    told = Statement("De sleutel hangt bij de kok.", "finding", ("1",))
    return Answer(
        question, question, "nl", "leader", "answered", 0.9, "composed", f"{told.text} [1]", (told,), (cited,)
    )


# The cookie


def test_opening_the_page_makes_a_visitor(app: FastAPI) -> None:
    client = TestClient(app, base_url=HERE)
    header = client.get("/").headers["set-cookie"]
    assert header.startswith(f"{COOKIE}=")
    assert "; Path=/; HttpOnly; SameSite=Lax" in header
    assert "Secure" not in header and "Max-Age" not in header
    assert "set-cookie" not in client.get("/").headers, "whoever has one keeps it"


def test_by_https_the_cookie_stays_there(app: FastAPI) -> None:
    client = TestClient(app, base_url=HERE)
    assert client.get("/", headers={"x-forwarded-proto": "https"}).headers["set-cookie"].endswith("; Secure")


def test_a_forged_cookie_is_replaced(app: FastAPI) -> None:
    client = TestClient(app, base_url=HERE, cookies={COOKIE: "me.signature"})
    assert "set-cookie" in client.get("/").headers


def test_other_routes_set_no_cookie(app: FastAPI) -> None:
    assert "set-cookie" not in TestClient(app, base_url=HERE).get("/documenten").headers


# Documents


def test_add_list_read_and_remove(one: Visitor) -> None:
    assert one.documents() == []
    job = one.add()
    assert (job["state"], job["error"], job["done"]) == ("done", None, job["total"])
    (document,) = one.documents()
    assert (document["title"], document["name"], document["passages"]) == ("Tuinplan", "tuin.md", 2)
    assert "De tuinploeg geeft op dinsdag water." in one.read(source=document["id"])
    assert one.client.delete(f"/documenten/{document['id']}").json() == {"ok": True}
    assert one.documents() == []
    assert "tuinploeg" not in one.read(source=document["id"])


def test_nothing_of_one_visitor_is_reached_by_another(one: Visitor, two: Visitor, app: FastAPI) -> None:
    job = one.add()
    two.add(OTHER, "fiets.md")
    (document,) = one.documents()
    passage = one.read(source=document["id"]).partition("?passage=")[2].partition('"')[0]
    assert passage.startswith("p-")
    for stranger in (two.client, TestClient(app, base_url=HERE)):
        assert "tuin" not in stranger.get("/documenten").text.lower()
        for query in ({}, {"source": document["id"]}, {"passage": passage}, {"q": "tuinploeg"}):
            assert "geeft op dinsdag" not in stranger.get("/lezen", params=query).text
        assert stranger.get(f"/documenten/werk/{job['job']}").status_code == 404
        refused = stranger.delete(f"/documenten/{document['id']}", headers={"origin": HERE})
        assert refused.status_code in (403, 404)
        stranger.delete(f"/documenten/werk/{job['job']}", headers={"origin": HERE})
    assert len(one.documents()) == 1


def test_the_shared_index_never_holds_a_visitors_document(one: Visitor, desk: Desk) -> None:
    one.add()
    assert [s.title for s in desk.assistant.index.sources] == ["Gedeeld plan"]
    assert not (desk.settings.home / "vectors.sqlite").exists()


@pytest.mark.parametrize(
    ("name", "data", "lang", "code", "told"),
    [
        ("plan.exe", b"MZ", "nl", "format", "plan.exe: bestanden van de soort «.exe» worden niet gelezen."),
        ("plan.exe", b"MZ", "en", "format", "plan.exe: files of the kind “.exe” are not read."),
        ("plan.pdf", b"no pdf", "en", "damaged", "plan.pdf: damaged"),
        ("leeg.md", b"", "nl", "empty", "leeg.md: er staat geen tekst in."),
        ("plan.txt", b"\xff\xfe\x00", "nl", "encoding", "plan.txt: de tekst is niet in UTF-8 bewaard."),
    ],
)
def test_what_is_wrong_with_a_document(
    one: Visitor, tmp_path: Path, name: str, data: bytes, lang: str, code: str, told: str
) -> None:
    job = one.add(data, name, lang)
    assert job["state"] == "failed"
    assert job["error"]["code"] == code
    assert job["error"]["message"].startswith(told)
    assert job["error"]["next_step"]
    assert str(tmp_path) not in str(job)


def test_a_file_over_the_limit_is_refused_and_not_kept(one: Visitor, desk: Desk) -> None:
    reply = one.client.post("/documenten?lang=nl", files={"file": ("groot.txt", b"a " * 600_000)})
    assert reply.status_code == 413
    assert reply.json()["error"]["message"] == "groot.txt: te groot (1.2 MB; de grens is 1.0 MB)."
    assert sum(f.stat().st_size for f in desk.settings.home.rglob("*") if f.is_file()) < 10_000


@pytest.mark.parametrize(
    "request_",
    [
        {"content": b"hello", "headers": {"content-type": "text/plain"}},
        {"content": b"--x\r\nbroken", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"", "headers": {"content-type": "multipart/form-data"}},
        {"files": {"other": ("a.md", b"# A")}},
        {"data": {"file": "no file"}},
        {},
    ],
    ids=["no-form", "broken", "no-boundary", "other-field", "text-field", "empty"],
)
def test_a_request_without_a_file(one: Visitor, desk: Desk, request_: dict[str, Any]) -> None:
    reply = one.client.post("/documenten?lang=nl", **request_)
    assert reply.status_code == 400
    assert reply.json()["error"]["code"] == "no_upload"
    assert list(desk.settings.home.glob("visitors/*/incoming/*")) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../../etc/passwd.md", "passwd.md"),
        ("C:\\school\\plan.md", "plan.md"),
        ("/root/.ssh/x.md", "x.md"),
        ("....md", "document.md"),
        ("a\u202edm.exe.md", "adm.exe.md"),
        ("<b>plan</b>.md", "b-.md"),
        ("x" * 400 + ".md", "x" * 120 + ".md"),
        ("école été.md", "école été.md"),
        ("", "document"),
    ],
)
def test_a_name_cannot_leave_its_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
    assert os.sep not in safe_name(sent)


def test_a_path_in_the_name_stays_inside(one: Visitor, desk: Desk, tmp_path: Path) -> None:
    before = {f for f in tmp_path.rglob("*") if "visitors" not in f.parts}
    assert one.add(PLAN, "../../../../tuin.md")["state"] == "done"
    after = {f for f in tmp_path.rglob("*") if "visitors" not in f.parts}
    assert after == before
    assert one.documents()[0]["name"] == "tuin.md"


@pytest.mark.parametrize(
    "path", ["/documenten/..%2f..%2fsecret", "/documenten/werk/%2e%2e%2f%2e%2e", "/export/..%2fx.docx"]
)
def test_strange_addresses_lead_nowhere(one: Visitor, path: str) -> None:
    one.add()
    assert one.client.get(path).status_code in (404, 405)
    assert one.client.delete(path).status_code in (200, 404, 405)
    assert len(one.documents()) == 1


# Other sites


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site", "origin": HERE},
        {"sec-fetch-site": "same-site", "origin": HERE},
        {"origin": "http://aanboord.test.elsewhere.example"},
    ],
)
def test_another_site_changes_nothing(one: Visitor, headers: dict[str, str]) -> None:
    one.add()
    (document,) = one.documents()
    calls = [
        one.client.post("/documenten?lang=nl", files={"file": ("a.md", OTHER)}, headers=headers),
        one.client.delete(f"/documenten/{document['id']}?lang=nl", headers=headers),
        one.client.post("/wissen?lang=nl", headers=headers),
        one.client.post("/artikel?lang=nl", files={"file": ("a.md", OTHER)}, headers=headers),
    ]
    for reply in calls:
        assert reply.status_code == 403
        assert reply.json()["error"]["message"] == "Deze opdracht kwam niet van deze pagina."
    assert [d["title"] for d in one.documents()] == ["Tuinplan"]


def test_behind_a_proxy_the_shown_host_counts() -> None:
    from starlette.datastructures import Headers

    proxied = {
        "host": "127.0.0.1:7860",
        "x-forwarded-host": "school.example",
        "origin": "https://school.example",
    }
    assert from_our_page(Headers(proxied))
    assert not from_our_page(Headers({"host": "127.0.0.1:7860", "origin": "https://school.example"}))
    assert from_our_page(Headers({"sec-fetch-site": "same-origin"}))


def test_without_a_cookie_nothing_is_added(app: FastAPI) -> None:
    stranger = TestClient(app, base_url=HERE, headers={"origin": HERE})
    reply = stranger.post("/documenten?lang=en", files={"file": ("a.md", PLAN)})
    assert reply.status_code == 403
    assert reply.json()["error"]["next_step"].startswith("Reload the page")


# Being forgotten


def test_forgetting_deletes_and_gives_a_new_cookie(one: Visitor, two: Visitor, desk: Desk) -> None:
    one.add()
    two.add(OTHER, "fiets.md")
    before = one.cookie
    desk.talks.add(desk.visitor({COOKIE: before}), answer())
    assert one.client.post("/wissen?lang=nl").json() == {"ok": True}
    assert one.cookie != before
    assert one.documents() == []
    one.client.cookies.set(COOKIE, before)
    assert one.documents() == [], "also for the old cookie"
    assert one.client.get("/export/gesprek.md").status_code == 404
    assert len(two.documents()) == 1
    left = b"".join(f.read_bytes() for f in desk.settings.home.rglob("*") if f.is_file())
    assert b"tuinploeg" not in left and b"fietsen" in left


# Exports


def test_an_answer_is_exported_to_its_visitor_only(one: Visitor, two: Visitor, desk: Desk) -> None:
    told = desk.talks.add(desk.visitor({COOKIE: one.cookie}), answer())
    reply = one.client.get(f"/export/{told.id}.docx?lang=nl")
    assert reply.headers["content-disposition"] == 'attachment; filename="aan-boord-waar-hangt-de-sleutel.docx"'
    assert zipfile.is_zipfile(BytesIO(reply.content))
    texts = [p.text for p in docx.Document(BytesIO(reply.content)).paragraphs]
    assert "Waar hangt de sleutel?" in texts
    assert "Tuinplan (eigen document)" in texts
    assert not any("Schelfhout" in t for t in texts), "it was not cited"
    text = one.client.get(f"/export/{told.id}.md?lang=en")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "### Passages" in text.text
    for name in (f"{told.id}.docx", "gesprek.docx", "gesprek.md"):
        refused = two.client.get(f"/export/{name}?lang=nl")
        assert refused.status_code == 404
        assert refused.json()["error"]["code"] == "gone"


def test_a_whole_conversation(one: Visitor, desk: Desk) -> None:
    visitor = desk.visitor({COOKIE: one.cookie})
    desk.talks.add(visitor, answer())
    desk.talks.add(visitor, answer("Wie geeft er water?"))
    text = one.client.get("/export/gesprek.md?lang=nl").text
    assert text.index("## Waar hangt de sleutel?") < text.index("## Wie geeft er water?")
    assert one.client.get("/export/gesprek.exe").status_code == 404


# Reading


def test_reading_shows_shared_and_own_texts(one: Visitor) -> None:
    one.add()
    html = one.read(lang="nl")
    assert "Gedeeld plan" in html and "Tuinplan" in html and "Jouw documenten" in html


def test_a_deep_link_marks_the_passage(one: Visitor) -> None:
    passage = one.read().partition("?passage=")[2].partition('"')[0]
    html = one.read(passage=passage)
    assert '<mark class="ab-cited" id="passage" tabindex="-1">De bel gaat om halfnegen.' in html


def test_what_is_gone_says_so(one: Visitor) -> None:
    assert "Deze passage is er niet (meer)." in one.read(passage="p-none", lang="nl")
    assert "This text is not there (any more)." in one.read(source="none", lang="en")


# The article


def test_another_document_is_not_taken_for_the_article(one: Visitor, desk: Desk) -> None:
    reply = one.client.post("/artikel?lang=nl", files={"file": ("plan.md", OTHER)})
    assert reply.status_code == 400
    assert reply.json()["error"]["code"] == "not_the_article"
    assert [f for s in desk.settings.sources for f in s.glob("*")] == []
