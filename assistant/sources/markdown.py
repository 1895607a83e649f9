"""Markdown -> a Draft: its headings as they are marked, its text without the marks.

Pure. Front matter, comments and tags go, links become their text; code and tables are read as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.sources.build import Block, Draft, Heading, Paragraph
from assistant.text import fold

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
FOOTNOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ ]{2,}|\t).+)*)$", re.MULTILINE)
CALL = re.compile(r"\[\^[^\]\s]+\]")


def read_markdown(text: str, fallback_title: str) -> Draft:
    """The draft of a Markdown text; a single top heading at its head is the title."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    named = ""
    front = FRONT_MATTER.match(text)
    if front:
        found = TITLE.search(front.group(1))
        named = found.group(1).strip("\"' ") if found else ""
        text = text[front.end() :]
    text, notes = _footnotes(_without_comments(text))
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    blocks = [block for block in _blocks(tokens) if not isinstance(block, Paragraph) or block.text]
    title, rest = _title(blocks, named)
    return Draft(title or fallback_title, tuple(rest), tuple(notes))


def _without_comments(text: str) -> str:
    """The text without HTML comments; what stands in a code fence stays.

    >>> _without_comments("a <!-- b --> c")
    'a  c'
    """
    parts: list[str] = []
    plain: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if fence:
            parts.append(line)
            if mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            parts += [COMMENT.sub("", "\n".join(plain)), line]
            plain, fence = [], mark.group(1)
        else:
            plain.append(line)
    return "\n".join([*parts, COMMENT.sub("", "\n".join(plain))])


def _footnotes(text: str) -> tuple[str, list[str]]:
    """The text without `[^1]` notes and their calls, and the notes."""
    notes = [_inline_text(m.group(2)) for m in FOOTNOTE.finditer(text)]
    return (CALL.sub("", FOOTNOTE.sub("", text)), notes) if notes else (text, [])


def _inline_text(text: str) -> str:
    tokens = MarkdownIt("commonmark", {"html": True}).parseInline(text)
    return " ".join(_text(token.children or []) for token in tokens)


def _title(blocks: Sequence[Block], named: str) -> tuple[str, list[Block]]:
    """The title, and the blocks without the heading that gives it."""
    heads = [b for b in blocks if isinstance(b, Heading)]
    if blocks and heads and blocks[0] is heads[0]:
        alone = all(h.level > heads[0].level for h in heads[1:])
        if alone and (not named or fold(named) == heads[0].title or len(heads) > 1):
            return named or heads[0].title, list(blocks[1:])
    return named or (heads[0].title if heads else ""), list(blocks)


def _blocks(tokens: Sequence[Token]) -> list[Block]:
    blocks: list[Block] = []
    cells: list[str] | None = None
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            blocks.append(Paragraph(fold(" | ".join(cells or []))))
            cells = None
        elif token.type == "inline":
            text = fold(_text(token.children or []))
            if cells is not None:
                cells.append(text)
            elif before is not None and before.type == "heading_open":
                blocks.append(Heading(text, int(before.tag[1:])))
            else:
                blocks.append(Paragraph(text))
        elif token.type in ("fence", "code_block"):
            blocks.append(Paragraph(fold(token.content)))
        elif token.type == "html_block":
            blocks.append(Paragraph(fold(unescape(TAG.sub(" ", token.content)))))
    return blocks


def _text(children: Sequence[Token]) -> str:
    """The text of inline tokens: links and images by their text, breaks as spaces, no tags."""
    parts: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(_text(child.children or []))
        elif child.type == "html_inline":
            parts.append(" " if child.content.lower().startswith("<br") else "")
        else:
            parts.append(child.content)
    return "".join(parts)
