"""A PDF page -> the runs of text on it, with their exact place, size and weight.

Follows the operators of the page's content (and of the forms it draws) with the fonts as pypdf reads
them. pypdf's own text extraction gives no line ends, no superscripts and no column gaps. Knows
nothing of lines, headings or documents.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from assistant.sources.fonts import Typeface, typeface
from assistant.sources.lines import PIECE_GAP_EM, Run

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
MAX_FORM_DEPTH = 8
MAX_FORMS = 2000
JUSTIFIED_GAP_EM = 12.0  # how far a space may be stretched inside one string


@dataclass(frozen=True, slots=True)
class State:
    """What q saves and Q brings back."""

    ctm: Matrix
    face: Typeface | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    stroked: bool = False


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def page_runs(page: PageObject, faces: dict[int, Typeface]) -> list[Run]:
    """The runs of `page` in the order in which they are drawn; `faces` is shared by the pages."""
    contents = page.get("/Contents")
    if contents is None or not isinstance(contents.get_object(), (ArrayObject, StreamObject)):
        return []
    reader = _Reader(page.pdf, faces, State(_upright(page)))
    content = ContentStream(contents.get_object(), page.pdf, "bytes")
    reader.follow(content, _dictionary(page.get("/Resources")), 0)
    return reader.runs


def _upright(page: PageObject) -> Matrix:
    """The matrix that turns a page so that its text stands upright."""
    turned = int(page.rotation or 0) % 360
    return {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, float(page.mediabox.width)),
        180: (-1.0, 0.0, 0.0, -1.0, float(page.mediabox.width), float(page.mediabox.height)),
        270: (0.0, 1.0, -1.0, 0.0, float(page.mediabox.height), 0.0),
    }.get(turned, IDENTITY)


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _numbers(operands: Iterable[Any], count: int) -> list[float]:
    """The first `count` operands as numbers, 0 for what is missing or no number."""
    found = [float(o) if isinstance(o, (int, float)) else 0.0 for o in operands][:count]
    return found + [0.0] * (count - len(found))


class _Reader:
    """Follows operators, keeps the text state, collects runs."""

    def __init__(self, pdf: Any, faces: dict[int, Typeface], state: State) -> None:
        self.pdf, self.faces, self.state = pdf, faces, state
        self.stack: list[State] = []
        self.tm = self.line = IDENTITY
        self.forms = 0
        self.runs: list[Run] = []

    def follow(self, content: ContentStream, resources: DictionaryObject, depth: int) -> None:
        """Run the operators of a page or a form."""
        fonts, objects = _dictionary(resources.get("/Font")), _dictionary(resources.get("/XObject"))
        for operands, operator in content.operations:
            if operator == b"Tf":
                self._font(fonts, operands)
            elif operator == b"Do" and operands:
                self._form(objects, operands[0], resources, depth)
            elif operator in SHOW:
                self._show(operator, operands)
            elif operator in MOVE:
                self._move(operator, operands)
            elif operator in STATE:
                name, divisor = STATE[operator]
                value = _numbers(operands, 1)[0] / divisor
                self.state = replace(self.state, **{name: value == 2 if name == "stroked" else value})  # type: ignore[arg-type]
            elif operator == b"cm":
                a, b, c, d, e, f = _numbers(operands, 6)
                self.state = replace(self.state, ctm=multiply((a, b, c, d, e, f), self.state.ctm))
            elif operator == b"q" and len(self.stack) < 1000:
                self.stack.append(self.state)
            elif operator == b"Q" and self.stack:
                self.state = self.stack.pop()

    def _font(self, fonts: DictionaryObject, operands: list[Any]) -> None:
        resource = _dictionary(fonts.get(operands[0])) if operands else DictionaryObject()
        key = id(resource)
        if resource and key not in self.faces:
            self.faces[key] = typeface(resource)
        size = _numbers(operands[1:], 1)[0]
        self.state = replace(self.state, face=self.faces[key] if resource else None, size=size)

    def _form(self, objects: DictionaryObject, name: Any, resources: DictionaryObject, depth: int) -> None:
        form = _dictionary(objects.get(name))
        self.forms += 1
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            return
        if depth >= MAX_FORM_DEPTH or self.forms > MAX_FORMS:
            return
        before, stack, tm, line = self.state, self.stack, self.tm, self.line
        a, b, c, d, e, f = _numbers(form.get("/Matrix", IDENTITY), 6)
        self.state = replace(before, ctm=multiply((a, b, c, d, e, f), before.ctm))
        self.stack = []
        own = form.get("/Resources")
        inner = _dictionary(own) if own is not None else resources
        self.follow(ContentStream(form, self.pdf, "bytes"), inner, depth + 1)
        self.state, self.stack, self.tm, self.line = before, stack, tm, line

    def _move(self, operator: bytes, operands: list[Any]) -> None:
        if operator == b"BT":
            self.line = IDENTITY
        elif operator == b"Tm":
            a, b, c, d, e, f = _numbers(operands, 6)
            self.line = (a, b, c, d, e, f)
        else:
            x, y = _numbers(operands, 2) if operator != b"T*" else (0.0, -self.state.leading)
            if operator == b"TD":
                self.state = replace(self.state, leading=-y)
            self.line = multiply((1.0, 0.0, 0.0, 1.0, x, y), self.line)
        self.tm = self.line

    def _show(self, operator: bytes, operands: list[Any]) -> None:
        if operator in (b"'", b'"'):
            if operator == b'"':
                word, char = _numbers(operands, 2)
                self.state = replace(self.state, word_space=word, char_space=char)
            self._move(b"T*", [])
        shown = operands[-1] if operands else b""
        face = self.state.face
        if face is not None and face.font.interpretable:
            self._strings(shown if isinstance(shown, list) else [shown], face)

    def _strings(self, items: list[Any], face: Typeface) -> None:
        """Show strings and the moves between them, as one run where no wide gap is among them."""
        state = self.state
        unit = state.size * state.scale / 1000
        tracking, spacing = state.char_space * state.scale, state.word_space * state.scale
        apart = max(face.space_em * state.size * state.scale, 1.5 * tracking)
        text, x, start, end = "", 0.0, 0.0, 0.0
        for item in items:
            if isinstance(item, (int, float)):
                x -= float(item) * unit
            elif isinstance(item, bytes):
                shown, width, count, spaces = face.decode(item)
                gap = x - end
                touching = text[-1:].isspace() or shown[:1].isspace()
                limit = JUSTIFIED_GAP_EM if touching else PIECE_GAP_EM
                if text and not -0.5 * state.size <= gap <= limit * state.size:
                    self._run(text, start, end, face)
                    text = ""
                if not text:
                    start = x
                elif gap > apart and not touching:
                    text += " "
                text += shown
                x += width * unit + count * tracking + spaces * spacing
                end = x - max(tracking, 0.0) if count else x
        self._run(text, start, end, face)
        a, b, c, d, e, f = self.tm
        self.tm = (a, b, c, d, e + x * a, f + x * b)

    def _run(self, text: str, start: float, end: float, face: Typeface) -> None:
        """Add text that stands from `start` to `end` on the line of the text matrix."""
        state = self.state
        place = multiply((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), multiply(self.tm, state.ctm))
        if not text or place[0] * state.size <= 0 or abs(place[1]) > 0.02 * abs(place[0]):
            return  # turned or mirrored text is no running text
        size = round(abs(state.size) * math.hypot(place[2], place[3]), 2)
        x0, x1 = place[4] + start * place[0], place[4] + end * place[0]
        self._add(Run(text, x0, x1, place[5], size, face.bold or state.stroked, face.italic), face.space_em)

    def _add(self, run: Run, space_em: float) -> None:
        """Append `run`, or lengthen the last one where it goes on in the same type."""
        last = self.runs[-1] if self.runs else None
        if last and (last.size, last.bold, last.italic) == (run.size, run.bold, run.italic):
            gap = run.x0 - last.x1
            apart = max(space_em * run.size, 1.5 * max(self.state.char_space * self.state.scale, 0.0))
            touching = last.text[-1].isspace() or run.text[0].isspace()
            near = -0.3 * run.size < gap < PIECE_GAP_EM * run.size
            if abs(run.y - last.y) < 0.05 * run.size and near:
                glue = " " if gap > apart and not touching else ""
                self.runs[-1] = replace(last, text=last.text + glue + run.text, x1=max(run.x1, last.x1))
                return
        self.runs.append(run)


SHOW = frozenset((b"Tj", b"TJ", b"'", b'"'))
MOVE = frozenset((b"BT", b"Tm", b"Td", b"TD", b"T*"))
STATE: dict[bytes, tuple[str, float]] = {
    b"Tc": ("char_space", 1.0),
    b"Tw": ("word_space", 1.0),
    b"Tz": ("scale", 100.0),
    b"TL": ("leading", 1.0),
    b"Ts": ("rise", 1.0),
    b"Tr": ("stroked", 1.0),
}
