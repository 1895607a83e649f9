"""A language model's answer on the page: checked statement by statement, what fails only counted."""

from dataclasses import replace

import pytest
from fakes import GARDEN, GARDEN_ARTICLE, FakeEngine, always_answers

from assistant.errors import ModelError
from assistant.index import build_index, open_index
from assistant.passing import Passed
from assistant.pipeline import Assistant
from assistant.records import Answer, Draft, Dropped, Quote, Reworded, Statement, Usage
from assistant.settings import Settings
from assistant.ui.desk import Desk, Wish
from assistant.ui.model_html import kind_of, model_html
from assistant.ui.talk_html import waiting_html
from assistant.ui.talks import Told

ASKED = "Krijgt de moestuin elke dag water?"


class Scripted:
    """A writer that quotes one sentence rightly, says one that nothing carries, and notes when it is closed."""

    name = "small"

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.closed = False

    def write(self, task):
        passage = task.passages[0]
        text = "Volgens onderzoek krijgt de moestuin op twee dagen water (Peeters, 2020)."
        start = GARDEN_ARTICLE.text.index(text)
        quote = Quote(
            GARDEN_ARTICLE.id, start, start + len(text), text, getattr(passage, "passage_id", "") or self.passage
        )
        try:
            yield Draft(text, "finding", (quote,))
            if self.fails:
                raise ModelError(cause="broken")
            yield Dropped("KANARIE uit het niets.", "no quote")
            yield Usage(1800, 200)
        finally:
            self.closed = True

    def rewrite(self, question, history, lang, stopped):
        return Reworded(question, None)


@pytest.fixture
def writer():
    return Scripted()


@pytest.fixture
def desk(tmp_path, writer):
    engine = FakeEngine()
    home = tmp_path / "home"
    build_index([GARDEN_ARTICLE], GARDEN, home=home, engine_key="fake", load_engine=lambda: engine)
    index = open_index(home)
    writer.passage = next(iter(index.passages))
    desk = Desk(Settings(home=home, sources=()), engine)
    desk._assistant = Assistant(index, engine, always_answers(), writer=writer)
    return desk


def test_a_statement_comes_when_it_passed_and_the_whole_answer_last(desk):
    first, *_, last = desk.tell("visitor", ASKED, Wish("nl", "leader"))
    assert isinstance(first, Passed) and "twee dagen water" in first.statement.text
    assert isinstance(last, Told) and last.answer.answerer == "small"
    assert [t.id for t in desk.talks.turns("visitor")] == [last.id]


def test_whoever_stops_listening_ends_the_call_and_nothing_is_remembered(desk, writer):
    items = desk.tell("visitor", ASKED, Wish("nl", "leader"))
    next(items)
    items.close()
    assert writer.closed and desk.talks.turns("visitor") == ()


def test_composed_answers_come_whole(desk):
    desk.assistant.editor = None
    items = list(desk.tell("visitor", ASKED, Wish("nl", "leader")))
    assert [type(i) for i in items] == [Told]


def test_what_passed_is_shown_while_the_model_writes_on(desk):
    said = Passed(Statement("Twee dagen <b>water</b>.", "finding", ("1",)), ())
    shown = waiting_html(ASKED, "nl", [said])
    assert "Twee dagen &lt;b&gt;water&lt;/b&gt;." in shown and "[1]" in shown and "schrijft verder" in shown


@pytest.mark.parametrize(("lang", "words"), [("nl", "1 × zonder geldig citaat"), ("en", "1 × without a valid quote")])
def test_what_was_left_out_is_counted_and_not_shown(desk, lang, words):
    told = desk.ask("visitor", ASKED, Wish(lang, "leader"))
    line = model_html(told.answer, lang)
    assert words in line and "1800" in line and "KANARIE" not in line


def test_without_a_model_there_is_no_such_line(desk):
    answer: Answer = replace(desk.ask("visitor", ASKED, Wish("nl", "leader")).answer, usage=None)
    assert model_html(answer, "nl") == ""


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("a negation of the source is gone", "left_carried"),
        ("a correlation told as a cause", "left_carried"),
        ("its quote is not in the passage", "left_quote"),
        ("said before", "left_other"),
        ("not in the answer's language", "left_other"),
    ],
)
def test_reasons_are_told_in_three_kinds(reason, kind):
    assert kind_of(reason) == kind
