"""The Ask tab: role, conversation, question box and the sources panel beside them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

import gradio as gr

from assistant.errors import AanboordError
from assistant.passing import Passed
from assistant.records import ROLES, Lang, Role
from assistant.roles import RoleCard
from assistant.ui.cards import article_card, failure_card, trouble_card
from assistant.ui.desk import Desk, Wish
from assistant.ui.sources_html import panel_html
from assistant.ui.strings import t
from assistant.ui.talk_html import status_html, talk_html, waiting_html

log = logging.getLogger(__name__)
# The conversation's own script: it hands what is pressed inside it to `talk.js`.
TALK_JS = "window.aanboord && window.aanboord.talk(element, trigger, watch);"
WAITING_JS = "window.aanboord && window.aanboord.waiting(element, watch);"
Views = tuple[Any, ...]


class AskView:
    """What the tab shows to one visitor, in one language."""

    def __init__(self, desk: Desk, lang: Lang, roles: tuple[RoleCard, ...]) -> None:
        self.desk = desk
        self.lang = lang
        self.roles = {r.id: r for r in roles}
        self.names = {r.id: r.called(lang) for r in roles}

    def key(self, request: gr.Request) -> str:
        """Whose conversation: the visitor's, or this tab's where cookies are refused."""
        return self.desk.visitor(request.cookies) or f"tab-{request.session_hash}"

    def show(self, key: str, role: Role, *, trouble: str = "", box: object = None) -> Views:
        """Conversation, what is worked on (nothing), panel, status and question box."""
        turns = self.desk.talks.turns(key)
        visitor = "" if key.startswith("tab-") else key
        try:
            shelf = self.desk.material(visitor)
        except AanboordError as error:
            shelf, trouble = None, trouble_card(error, self.lang)
        talk = talk_html(
            turns,
            shelf,
            self.lang,
            self.roles[role],
            self.names,
            trouble=trouble,
            has_own=self.desk.own(visitor) is not None,
        )
        panel = panel_html(turns, shelf, self.lang) if shelf else gr.skip()
        return talk, "", panel, status_html(turns, self.lang), gr.skip() if box is None else box

    def work(self, question: str, said: Sequence[Passed] = ()) -> Views:
        """A question that is being answered, with what passed so far; what was told before is not sent again."""
        status = gr.skip() if said else status_html((), self.lang, working=True)
        box = gr.skip() if said else ""
        return gr.skip(), waiting_html(question, self.lang, said), gr.skip(), status, box

    def answer(self, text: str, role: Role, scope: str, request: gr.Request) -> Iterator[Views]:
        """A question from the box."""
        yield from self.tell(text, Wish(self.lang, role, own=scope == "own"), request)

    def tell(self, text: str, wish: Wish, request: gr.Request) -> Iterator[Views]:
        """First that it is being worked on, then what passes of a model's answer, then the whole answer."""
        key, role = self.key(request), wish.role
        text = (text or "").strip()
        if not text:
            yield self.show(key, role)
            return
        yield self.work(text)
        try:
            said: list[Passed] = []
            with closing(self.desk.tell(key, text, wish)) as items:
                for item in items:
                    if isinstance(item, Passed):
                        said.append(item)
                        yield self.work(text, said)
            yield self.show(key, role)
        except AanboordError as error:
            yield self.show(key, role, trouble=trouble_card(error, self.lang), box=text)
        except Exception:
            log.exception("an answer failed")
            yield self.show(key, role, trouble=failure_card(self.lang), box=text)

    def pressed(self, role: Role, event: gr.EventData, request: gr.Request) -> Iterator[Views]:
        """A question, a kept answer or a new start, from a button inside the conversation."""
        data: dict[str, Any] = event._data if isinstance(event._data, dict) else {}
        act = data.get("act")
        if act == "new":
            self.desk.talks.forget(self.key(request))
            yield self.show(self.key(request), role)
        elif act == "restore":
            self.desk.restore(self.key(request), data.get("answer"))
            yield self.show(self.key(request), role)
        else:
            yield from self.tell(str(data.get("question", "")), self.wish(data, role), request)

    def wish(self, data: dict[str, Any], role: Role) -> Wish:
        """What a button inside the conversation asks for; it may come from anywhere, so it is checked."""
        wanted, brief = data.get("role"), data.get("brief")
        return Wish(
            self.lang,
            wanted if wanted in ROLES else role,
            brief if brief in ("shorter", "simpler") else "",
            alone=bool(data.get("alone")),
            own=bool(data.get("own")),
        )

    def turn(self, role: Role, request: gr.Request) -> Views:
        """The same conversation for another role."""
        return self.show(self.key(request), role)

    def load(self, request: gr.Request) -> Views:
        """What a visitor finds on opening the page."""
        asked = dict(request.query_params).get("role")
        role: Role = asked if asked in ROLES else "leader"
        talk, waiting, panel, status, _ = self.show(self.key(request), role)
        return talk, waiting, panel, status, role

    def missing(self) -> str:
        """The card that asks for the article, where it is missing."""
        try:
            present = self.desk.assistant.index.article is not None
        except AanboordError:
            present = True
        return "" if present else article_card(self.desk.framework, self.lang)


def ask_tab(desk: Desk, lang: Lang, roles: tuple[RoleCard, ...]) -> Callable[[gr.Blocks], None]:
    """Build the tab; what comes back connects it to the page's loading."""
    view = AskView(desk, lang, roles)
    with gr.Row(elem_id="ab-ask"):
        with gr.Column(elem_id="ab-column", min_width=0):
            card = gr.HTML(view.missing(), elem_id="ab-missing", apply_default_css=False, js_on_load=None)
            role = gr.Radio(
                [(r.name.said(lang).capitalize(), r.id) for r in roles],
                value="leader",
                label=t("role", lang),
                elem_id="ab-role",
            )
            talk = gr.HTML(
                talk_html((), None, lang, roles[0], view.names),
                elem_id="ab-talk",
                apply_default_css=False,
                js_on_load=TALK_JS,
            )
            waiting = gr.HTML("", elem_id="ab-waiting", apply_default_css=False, js_on_load=WAITING_JS)
            status = gr.HTML(status_html((), lang), apply_default_css=False, js_on_load=None)
            with gr.Row(elem_id="ab-composer"):
                scope = gr.Radio(
                    [(t(f"scope_{name}", lang), name) for name in ("all", "own")],
                    value="all",
                    label=t("scope", lang),
                    elem_id="ab-scope",
                )
                box = gr.Textbox(
                    label=t("question", lang),
                    placeholder=t("placeholder", lang),
                    lines=1,
                    max_lines=6,
                    max_length=desk.settings.max_question_chars,
                    elem_id="ab-question",
                    scale=8,
                )
                send = gr.Button(t("ask", lang), variant="primary", elem_id="ab-send", scale=1, min_width=90)
            gr.HTML(f'<p class="ab ab-fine">{t("private", lang)}</p>', apply_default_css=False, js_on_load=None)
        with gr.Column(elem_id="ab-side", min_width=0):
            panel = gr.HTML(panel_html((), None, lang), elem_id="ab-panel", apply_default_css=False, js_on_load=None)
    views = [talk, waiting, panel, status, box]
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": None,
    }
    # A question sent while the one before is just being finished waits for it; Gradio would drop it.
    # What a button asks for comes with its press, which waiting would lose: `talk.js` stops doubles.
    gr.on([box.submit, send.click], view.answer, [box, role, scope], views, trigger_mode="always_last", **quiet)
    talk.submit(view.pressed, [role], views, trigger_mode="multiple", **quiet)
    role.change(view.turn, [role], views, **quiet)

    def connect(blocks: gr.Blocks) -> None:
        blocks.load(view.load, None, [talk, waiting, panel, status, role], **quiet)
        blocks.load(view.missing, None, [card], **quiet)

    return connect
