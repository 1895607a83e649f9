# ruff: noqa: E501 - markup reads better unbroken.
"""The framework as a drawing: pillars, their sections, a dot for each claim; all of them links. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.records import Claim, Framework, Lang, SectionNote
from assistant.ui.strings import t
from assistant.ui.terms import safe

# How the article is built: its parts with their sections, in reading order.
PILLARS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("pillar_opening", ("inleiding", "reflectiekader")),
    (
        "pillar_start",
        ("werving-en-selectie", "haalbaarheid-van-de-startopdracht", "aanvangsbegeleiding"),
    ),
    (
        "pillar_policy",
        (
            "gericht-inspelen-op-onderwijskundige-uitdagingen",
            "visieontwikkeling-en-verwachtingen-stellen",
            "onderwijskundige-ontwikkeling-ondersteunen",
        ),
    ),
    (
        "pillar_shrm",
        (
            "personeelsbeleid-afstemmen-op-onderwijskundig-schoolbeleid",
            "inspelen-op-bekwaamheid-motivatie-en-ondersteuning-in-samenhang",
            "duurzaam-inspelen-op-verschillen-tussen-leerkrachten",
            "individuele-evaluatie-coachinggesprekken",
            "leiderschap-en-shrm",
        ),
    ),
    (
        "pillar_thoughts",
        (
            "beschouwingen-bij-dit-reflectiekader",
            "personeelsbeleid-en-ondersteunend-onderwijskundig-beleid",
            "samenwerking-co-creatie-samen-leren",
            "evenwicht-tussen-autonomie-en-sturing",
            "evenwicht-tussen-individuele-en-collectieve-noden",
        ),
    ),
    ("pillar_closing", ("conclusie",)),
)
UPRIGHT = ("pillar_start", "pillar_policy", "pillar_shrm")
GAP, PAD, LINE, DOT, HEAD = 14, 14, 21, 17, 34


@dataclass(frozen=True, slots=True)
class Box:
    """A section in the drawing."""

    note: SectionNote
    claims: tuple[Claim, ...]
    x: int
    y: int
    width: int
    lines: tuple[str, ...]

    @property
    def columns(self) -> int:
        """Dots in a row."""
        return max(1, (self.width - 2 * PAD) // DOT)

    @property
    def height(self) -> int:
        """Title, dots and margins."""
        rows = -(-len(self.claims) // self.columns)
        return PAD + len(self.lines) * LINE + 8 + rows * DOT + PAD - 4


def drawing(framework: Framework, lang: Lang, used: Collection[str], chosen: str) -> str:
    """The drawing twice: for a wide window and for a phone; the style sheet shows one of them."""
    return _svg(framework, lang, used, chosen, 1180, "wide") + _svg(framework, lang, used, chosen, 360, "narrow")


def pillars(framework: Framework) -> list[tuple[str, list[SectionNote]]]:
    """The parts with the sections that the framework has; an unknown one joins the last part."""
    notes = {n.slug: n for n in framework.notes}
    parts = [(key, [notes.pop(slug) for slug in slugs if slug in notes]) for key, slugs in PILLARS]
    parts[-1][1].extend(notes.values())
    return [(key, sections) for key, sections in parts if sections]


def _svg(framework: Framework, lang: Lang, used: Collection[str], chosen: str, width: int, name: str) -> str:
    parts: list[str] = []
    y = 0
    upright = [(k, notes) for k, notes in pillars(framework) if k in UPRIGHT]
    for key, notes in pillars(framework):
        if width > 800 and key in UPRIGHT:
            if key != UPRIGHT[0]:
                continue
            column = (width - GAP * (len(upright) - 1)) // max(1, len(upright))
            drawn = [
                _part(framework, lang, k, ns, i * (column + GAP), y, column, 1, used, chosen)
                for i, (k, ns) in enumerate(upright)
            ]
            tallest = max(height for _, height in drawn)
            parts += [svg.replace('data-height=""', f'height="{tallest}"', 1) for svg, _ in drawn]
            y += tallest + GAP
        else:
            across = 1 if width < 800 else len(notes)
            svg, height = _part(framework, lang, key, notes, 0, y, width, across, used, chosen)
            parts.append(svg.replace('data-height=""', f'height="{height}"', 1))
            y += height + GAP
    return (
        f'<svg class="ab-drawing ab-{name}" viewBox="0 0 {width} {y - GAP}" role="group" '
        f'aria-label="{safe(t("kader_picture", lang))}">{"".join(parts)}</svg>'
    )


def _part(
    framework: Framework,
    lang: Lang,
    key: str,
    notes: Sequence[SectionNote],
    x: int,
    y: int,
    width: int,
    across: int,
    used: Collection[str],
    chosen: str,
) -> tuple[str, int]:
    """A pillar or a band with its sections, and how high it is."""
    inner = (width - 2 * PAD - GAP * (across - 1)) // across
    boxes: list[Box] = []
    top = y + HEAD
    for n, note in enumerate(notes):
        claims = tuple(c for c in framework.claims if c.section == note.slug)
        lines = tuple(textwrap.wrap(note.title.said(lang), max(12, int((inner - 2 * PAD) / 8.1))))
        box = Box(note, claims, x + PAD + (n % across) * (inner + GAP), top, inner, lines)
        boxes.append(box)
        if across == 1:
            top += box.height + GAP
    tallest = max(b.height for b in boxes)
    height = (top - GAP if across == 1 else y + HEAD + tallest) + PAD - y
    body = "".join(
        _box(b, lang, b.note.slug in used, b.note.slug == chosen, tallest if across > 1 else b.height) for b in boxes
    )
    return (
        f'<g class="ab-part"><rect class="ab-part-frame" x="{x}" y="{y}" width="{width}" data-height="" rx="12"/>'
        f'<text class="ab-part-name" x="{x + PAD}" y="{y + 23}">{safe(t(key, lang))}</text>{body}</g>',
        height,
    )


def _box(box: Box, lang: Lang, lit: bool, chosen: bool, height: int) -> str:
    title = box.note.title.said(lang)
    label = f"{title}, {t('kader_claims', lang, count=len(box.claims))}"
    if lit:
        label += f" ({t('kader_lit', lang)})"
    text = "".join(
        f'<tspan x="{box.x + PAD}" dy="{LINE if n else 0}">{safe(line)}</tspan>' for n, line in enumerate(box.lines)
    )
    flag = f'<path class="ab-flag" d="M{box.x + box.width - 26} {box.y}v24l8-6 8 6v-24z"/>' if lit else ""
    state = f"{' ab-lit' if lit else ''}{' ab-chosen' if chosen else ''}"
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<g data-walk class="ab-section{state}"><a data-kader href="?kader={box.note.slug}" aria-label="{safe(label)}"{current}>'
        f'<rect class="ab-box" x="{box.x}" y="{box.y}" width="{box.width}" height="{height}" rx="9"/>{flag}'
        f'<text x="{box.x + PAD}" y="{box.y + PAD + 12}" aria-hidden="true">{text}</text></a>{_dots(box, lang)}</g>'
    )


def _dots(box: Box, lang: Lang) -> str:
    top = box.y + PAD + len(box.lines) * LINE + 8
    dots: list[str] = []
    for n, claim in enumerate(box.claims):
        x = box.x + PAD + 6 + (n % box.columns) * DOT
        y = top + 4 + (n // box.columns) * DOT
        said = safe(claim.said(lang))
        kind = "own" if claim.strength == "reflection" else "study"
        dots.append(
            f'<a data-kader class="ab-dot ab-dot-{kind}" href="?kader={claim.section}#uitspraak-{claim.id}" tabindex="-1" '
            f'aria-label="{said}"><title>{said}</title><circle class="ab-target" cx="{x}" cy="{y}" r="8"/>'
            f'<circle cx="{x}" cy="{y}" r="5"/></a>'
        )
    return "".join(dots)
