"""Makers of test documents in our own words: PDFs of several layouts, placed line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib
from fpdf import FPDF

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
WIDTH, HEIGHT = 595.28, 841.89

PLACES = [
    "de moestuin",
    "het fietsatelier",
    "de leeskelder",
    "het weerstation",
    "de bijenkast",
    "het filmlokaal",
]
PEOPLE = ["de tuinploeg", "een groep ouders", "de vierde klas", "de conciërge", "het oudste team", "de kok"]
DEEDS = [
    "verzet in oktober de planken",
    "telt elke week de potten",
    "schrijft op wat er groeit",
    "repareert de oude sloten",
]
ENDS = [
    "zodat niemand hoeft te wachten",
    "omdat de regen vroeg komt",
    "en dat blijkt goed te werken",
    "waarna de bel gaat",
]


def sentence(number: int) -> str:
    """A sentence that no other number gives."""
    person, place = PEOPLE[number % 6], PLACES[(number // 6) % 6]
    deed, end = DEEDS[(number // 2) % 4], ENDS[(number // 5) % 4]
    return f"{person.capitalize()} {deed} bij {place}, {end} volgens boekje {number * 7 + 3}."


def text(start: int, count: int) -> str:
    """A paragraph of `count` sentences of our own."""
    return " ".join(sentence(number) for number in range(start, start + count))


class Sheet:
    """A PDF on which lines are placed by hand; y counts from the top, in points."""

    def __init__(self, title: str = "") -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        for style, name in (("", ""), ("B", "-Bold"), ("I", "-Oblique"), ("BI", "-BoldOblique")):
            self.pdf.add_font("body", style, str(FONTS / f"DejaVuSans{name}.ttf"))
        if title:
            self.pdf.set_title(title)
        self.furniture: Callable[[Sheet, int], None] | None = None
        self.x, self.y, self.right, self.foot = 70.0, 90.0, 525.0, 770.0

    def page(self) -> None:
        """Start a page, with its running head and foot."""
        self.pdf.add_page()
        self.y = 90.0
        if self.furniture:
            self.furniture(self, self.pdf.page_no())

    def put(self, x: float, y: float, line: str, size: float = 10, style: str = "") -> None:
        """One line at one place."""
        self.pdf.set_font("body", style, size)
        self.pdf.text(x, y, line)

    def wrap(self, content: str, width: float, size: float = 10, style: str = "") -> list[str]:
        """The lines of a text in a column of that width."""
        self.pdf.set_font("body", style, size)
        lines: list[str] = []
        for word in content.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.pdf.get_string_width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def flow(self, content: str, size: float = 10, style: str = "", before: float = 6) -> None:
        """A paragraph or heading in the column, on to the next page where this one is full."""
        self.y += before
        for line in self.wrap(content, self.right - self.x, size, style):
            if self.y > self.foot:
                self.page()
            self.put(self.x, self.y, line, size, style)
            self.y += 1.4 * size

    def save(self, path: Path) -> Path:
        """Write the file."""
        self.pdf.output(str(path))
        return path


def report(
    path: Path,
    headings: Sequence[tuple[str, float, str]],
    furniture: Callable[[Sheet, int], None],
    title: str = "",
    sentences: int = 22,
) -> Path:
    """A report with the given (heading, size, style), each with two paragraphs under it."""
    sheet = Sheet()
    sheet.furniture = furniture
    sheet.page()
    if title:
        sheet.flow(title, 20, "B")
    for number, (heading, size, style) in enumerate(headings):
        sheet.flow(heading, size, style, before=14)
        sheet.flow(text(100 * number, sentences // 2))
        sheet.flow(text(100 * number + 50, sentences // 2))
    return sheet.save(path)
