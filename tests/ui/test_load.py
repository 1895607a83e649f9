"""Thirty people ask at once, and a slow upload does not stop them; programs get the same answers.

How long they wait is measured by `make benchpage`.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

QUESTIONS = (
    "Mag een mentor mee evalueren?",
    "Wat helpt een starter in het eerste jaar?",
    "Should a mentor appraise new teachers?",
    "Wat betekent het AMO-model?",
    "How do we balance autonomy and direction?",
)


def client(url: str) -> Any:
    """A Gradio client of the page."""
    return pytest.importorskip("gradio_client").Client(url, verbose=False, httpx_kwargs={"timeout": 60})


def test_thirty_people_ask_at_once(page_server: Any) -> None:
    """All get their own answer."""
    visitors = [client(page_server.url) for _ in range(3)]

    def one(number: int) -> dict[str, Any]:
        question = QUESTIONS[number % len(QUESTIONS)]
        answer: dict[str, Any] = visitors[number % 3].predict(question, "", "leader", [], api_name="/ask")
        return answer

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(one, range(30)))
    assert [a["question"] for a in answers] == [QUESTIONS[n % len(QUESTIONS)] for n in range(30)]
    assert all(a["status"] in ("answered", "partial") and a["citations"] for a in answers)


def test_a_slow_upload_does_not_stop_answers(page_server: Any) -> None:
    """While a large text comes in drop by drop, a question is answered."""
    import http.client

    done = threading.Event()
    with urllib.request.urlopen(page_server.url) as page:
        cookie = page.headers["set-cookie"].split(";")[0]

    sent: list[int] = []

    def drip() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", page_server.port, timeout=60)
        connection.putrequest("POST", "/documenten?lang=nl")
        connection.putheader("content-type", "multipart/form-data; boundary=x")
        connection.putheader("content-length", "1000000")
        connection.putheader("cookie", cookie)
        connection.endheaders()
        connection.send(b'--x\r\ncontent-disposition: form-data; name="file"; filename="traag.txt"\r\n\r\n')
        while not done.wait(0.1):
            connection.send(b"traag " * 20)
            sent.append(1)
        connection.close()

    slow = [threading.Thread(target=drip, daemon=True) for _ in range(5)]
    for thread in slow:
        thread.start()
    while len(sent) < 5:
        assert any(thread.is_alive() for thread in slow), "the server hung up on a slow upload"
        time.sleep(0.05)
    answer = client(page_server.url).predict(QUESTIONS[0], "", "leader", [], api_name="/ask")
    still_sending = all(thread.is_alive() for thread in slow)
    done.set()
    for thread in slow:
        thread.join(5)
    assert answer["status"] == "answered"
    assert still_sending, "the answer waited for the uploads"


def test_search_and_ask_are_named_endpoints_in_the_promised_form(page_server: Any) -> None:
    """The same JSON as the command line's."""
    asking = client(page_server.url)
    hits = asking.predict("werkdruk van starters", 5, api_name="/search")["hits"]
    assert [h["rank"] for h in hits] == list(range(1, len(hits) + 1))
    assert {"id", "kind", "claim_id", "source_id", "section", "page", "text", "start", "end", "score"} <= set(hits[0])
    answer = asking.predict(
        "And for beginners?",
        "en",
        "teacher",
        [{"question": "What makes mentoring good?", "answer": ""}],
        api_name="/ask",
    )
    assert answer["language"] == "en"
    assert answer["role"] == "teacher"
    assert answer["understood_as"].startswith("What makes mentoring good?")
    named = asking.view_api(return_format="dict")["named_endpoints"]
    assert set(named) == {"/ask", "/search"}


def test_the_example_in_the_documentation_runs(page_server: Any) -> None:
    """`docs/programs.md`, with this server's address."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "programs.md").read_text("utf-8")
    code = text.split("```python\n")[1].split("```")[0].replace("http://127.0.0.1:7860", page_server.url)
    names: dict[str, Any] = {}
    exec(compile(code, "programs.md", "exec"), names)
    assert names["answer"]["statements"]
    assert 0 < len(names["hits"]) <= 5


def test_files_reach_the_server_by_our_own_route_only(page_server: Any) -> None:
    """Gradio's own upload, which knows no visitor, is closed on both pages."""
    for path in ("/gradio_api/upload", "/en/gradio_api/upload"):
        request = urllib.request.Request(page_server.url + path, data=b"x", method="POST")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        assert caught.value.code == 404


def test_an_empty_question_is_told_in_one_line(page_server: Any) -> None:
    """An error of ours, without its insides."""
    with pytest.raises(Exception, match="empty or longer") as caught:
        client(page_server.url).predict("  ", "", "leader", [], api_name="/ask")
    assert "Traceback" not in str(caught.value)


def test_ask_and_search_are_mcp_tools(page_server: Any) -> None:
    """A client lists both and calls one."""
    schema = json.loads(urllib.request.urlopen(f"{page_server.url}/gradio_api/mcp/schema").read())
    assert {tool["name"] for tool in schema} == {"ask", "search"}

    async def call() -> Any:
        from mcp import ClientSession
        from mcp.client.streamable_http import streamable_http_client

        async with (
            streamable_http_client(f"{page_server.url}/gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            return await session.call_tool("search", {"query": "mentoren", "k": 2})

    import anyio

    # In a thread of its own: the browser's tests keep an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(anyio.run, call).result()
    assert not result.isError
    assert "hits" in result.content[0].text
