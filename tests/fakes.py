"""Stand-ins for tests that need no semantics: an engine, small sources, a small framework."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.confidence import Calibration, load_calibration
from assistant.embeddings import Engine
from assistant.records import Ask, Claim, Framework, Reflection, Section, SectionNote, Source, Study, Term, Topic, Words
from assistant.text import slugify, stems

DIMENSIONS = 96
LIMITS = {"max_pages": 1000, "max_bytes": 50_000_000}


class FakeEngine(Engine):
    """A bag of stems as a unit vector: texts that share words are near, without any model.

    Like E5, it finds everything somewhat alike: no two texts are further apart than 0.5. It counts
    what it embeds; `before` is called before each batch.
    """

    def __init__(self, fingerprint: str = "fake-1", before: Callable[[], None] = lambda: None) -> None:
        self.fingerprint = fingerprint
        self.dimensions = DIMENSIONS
        self.embedded: list[str] = []
        self.asked: list[str] = []
        self._before = before

    def passages(self, texts: list[str]) -> np.ndarray:
        self._before()
        self.embedded += texts
        return np.stack([_bag(text) for text in texts]) if texts else np.zeros((0, DIMENSIONS), np.float32)

    def question(self, text: str) -> np.ndarray:
        self.asked.append(text)
        return _bag(text)


def _bag(text: str) -> np.ndarray:
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    for word in {*stems(text, "nl"), *stems(text, "en")}:
        digest = hashlib.sha256(word.encode("utf-8", "replace")).digest()
        vector[1 + digest[0] % (DIMENSIONS - 1)] += 1.0 if digest[1] % 2 else -1.0
    vector[0] = max(1.0, float(np.linalg.norm(vector)))
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def source(
    title: str = "Afspraken",
    sections: Sequence[tuple[str, str]] = (("Moestuin", "De tuinploeg geeft op dinsdag water. Wie niet kan, ruilt."),),
    kind: str = "document",
    origin: str | None = None,
) -> Source:
    """A Source as a reader would make it: each heading with the text under it."""
    text = ""
    made: list[Section] = []
    for heading, body in sections:
        text += heading + "\n\n"
        start = len(text)
        text += body + "\n\n"
        made.append(Section(slugify(heading), heading, (heading,), start, start + len(body), None, (start,)))
    digest = hashlib.sha256((title + text).encode()).hexdigest()
    return Source(
        id=f"{slugify(title)}-{digest[:8]}",
        title=title,
        kind=kind,  # type: ignore[arg-type]
        format="markdown",
        origin=origin or f"{slugify(title)}.md",
        sha256=digest,
        text=text,
        sections=tuple(made),
    )


def claim(
    claim_id: str,
    nl: str,
    en: str,
    *,
    section: str = "moestuin",
    kind: str = "finding",
    studies: tuple[str, ...] = (),
    anchor: str = "een anker dat nergens staat",
    asks_nl: tuple[Ask, ...] = (Ask("Wie geeft er water?"),),
    asks_en: tuple[Ask, ...] = (Ask("Who waters the garden?"),),
) -> Claim:
    """A claim of which only the words matter."""
    return Claim(
        claim_id,
        section,
        kind,
        "study",
        nl,
        en,
        studies,
        "sentence",
        anchor,
        None,  # type: ignore[arg-type]
        ("moestuin",),
        ("leader", "teacher", "trainer"),
        asks_nl,
        asks_en,
    )


WATER = claim(
    "water-op-dinsdag",
    "Volgens Peeters krijgt de moestuin niet elke dag water, maar op 2 dagen in de week.",
    "According to Peeters the garden is not watered every day, but on 2 days a week.",
    studies=("peeters-2020",),
    anchor="krijgt de moestuin op twee dagen water",
    asks_nl=(Ask("Krijgt de moestuin elke dag water?", "Nee."), Ask("Hoe vaak krijgt de moestuin water?")),
    asks_en=(Ask("Is the garden watered every day?", "No."), Ask("How often is the garden watered?")),
)
TOOLS = claim(
    "gereedschap-in-de-kast",
    "Gereedschap ligt na gebruik in de kast van het fietsatelier.",
    "After use, tools lie in the cupboard of the bicycle workshop.",
    section="fietsatelier",
    kind="advice",
    anchor="ligt het gereedschap in de kast",
    asks_nl=(Ask("Waar ligt het gereedschap?"),),
    asks_en=(Ask("Where are the tools?"),),
)
GARDEN = Framework(
    article_title="Over tuinen op school",
    article_apa="Peeters, P. (2020). Over tuinen op school.",
    article_url="https://example.org/",
    notes=(
        SectionNote("moestuin", Words("Moestuin", "Garden"), Words("Over water.", "On water.")),
        SectionNote("fietsatelier", Words("Fietsatelier", "Bicycle workshop"), Words("Over gereedschap.", "On tools.")),
    ),
    claims=(WATER, TOOLS),
    studies=(Study("peeters-2020", ("Peeters 2020",), "2020", ("moestuin",)),),
    terms=(
        Term(
            "moestuin",
            Words("moestuin", "garden"),
            Words("Een tuin met groenten.", "A garden with vegetables."),
            ("groentetuin",),
            ("vegetable patch",),
            ("moestuin",),
        ),
    ),
    reflections=(
        Reflection(
            "wie-geeft-water",
            Words("Wie geeft er bij jou water?", "Who does the watering in your school?"),
            "leader",
            ("water-op-dinsdag",),
        ),
    ),
    topics=(
        Topic(
            "zwembad",
            Words("het zwembad", "the swimming pool"),
            Words("Vraag het de badmeester.", "Ask the pool attendant."),
            ("zwembad", "zwemmen"),
            ("swimming pool",),
            ("water-op-dinsdag",),
        ),
    ),
    sha256="garden",
)
GARDEN_ARTICLE = source(
    "Over tuinen op school",
    (
        (
            "Moestuin",
            "Volgens onderzoek krijgt de moestuin op twee dagen water (Peeters, 2020). Op zondag rust de tuin. "
            "De oogst gaat naar de keuken van de school.",
        ),
        (
            "Fietsatelier",
            "Na gebruik ligt het gereedschap in de kast. Wie een sleutel kwijt is, zegt dat aan de conciërge.",
        ),
    ),
    origin="tuinen.pdf",
)
NO_FRAMEWORK = Framework("\x00", "", "", (), (), sha256="none")

POLICY = """# Personeelsbeleid van basisschool De Kiem

De directeur herleest dit plan elk jaar in juni met het team. Wijzigingen gelden vanaf september.

## Vervangingen

Een vervanger krijgt op de eerste ochtend een rondleiding van de zorgcoördinator. Het lesmateriaal
ligt klaar in de blauwe map aan de balie. Wie langer dan drie weken vervangt, krijgt een eigen kastje.

## Fietsvergoeding

Personeelsleden die met de fiets komen, vragen de fietsvergoeding aan op het secretariaat. Het
formulier moet voor de vijfde van de maand binnen zijn. De vergoeding geldt niet voor een step.

## Overleg

De vakgroepen vergaderen op dinsdag na de lessen. Een verslag staat binnen twee dagen op het platform.
"""


def policy_markdown(folder: Path) -> Path:
    """A school's policy in Dutch, in our own words, as Markdown."""
    file = folder / "personeelsbeleid-de-kiem.md"
    file.write_text(POLICY, "utf-8")
    return file


def policy_pdf(folder: Path) -> Path:
    """The same policy as a PDF with bold headings and page numbers from 11 on."""
    from fpdf import FPDF

    class Printed(FPDF):
        def footer(self) -> None:
            self.set_y(-40)
            self.set_font("helvetica", "", 9)
            self.cell(0, 10, str(self.page_no() + 10), align="C")

    pdf = Printed(unit="pt", format="A4")
    pdf.set_title("Personeelsbeleid van basisschool De Kiem")
    for block in POLICY.replace("ö", "o").split("\n\n"):
        line = " ".join(block.split())
        if line.startswith("#"):
            if line.startswith("## ") or pdf.page_no() == 0:
                pdf.add_page()
            pdf.set_font("helvetica", "B", 14 if line.startswith("## ") else 20)
            pdf.multi_cell(0, 22, line.lstrip("# "), new_x="LMARGIN", new_y="NEXT")
        else:
            pdf.set_font("helvetica", "", 11)
            pdf.multi_cell(0, 15, line, new_x="LMARGIN", new_y="NEXT")
    file = folder / "personeelsbeleid-de-kiem.pdf"
    pdf.output(str(file))
    return file


def always_answers() -> Calibration:
    """The stored calibration with bounds that refuse nothing: what then goes wrong, grounding must catch."""
    return replace(load_calibration(), refuse_below=0.0, partial_below=0.0)
