"""A font of a PDF -> the text and width of the strings set in it, and whether it is bold or italic.

Uses the fonts as pypdf reads them (`pypdf.generic._font`, which its own extraction uses too).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pypdf.generic import DictionaryObject
from pypdf.generic._font import Font

BOLD = re.compile(r"bold|black|heavy|demi|cmbx|-medi(?!um)", re.IGNORECASE)
ITALIC = re.compile(r"ital|obliq|cmti|slanted", re.IGNORECASE)


@dataclass(slots=True)
class Typeface:
    """A font with what has been decoded in it."""

    resource: DictionaryObject  # held, so that its id stays its own
    font: Font
    bold: bool
    italic: bool
    space_em: float
    cache: dict[bytes, tuple[str, float, int, int]] = field(default_factory=dict)

    def decode(self, raw: bytes) -> tuple[str, float, int, int]:
        """The text of a string, its width in thousandths of an em, its characters and its spaces."""
        if raw not in self.cache:
            if len(self.cache) > 20_000:
                self.cache.clear()
            self.cache[raw] = self._decode(raw)
        return self.cache[raw]

    def _decode(self, raw: bytes) -> tuple[str, float, int, int]:
        encoding = self.font.encoding
        if isinstance(encoding, str):
            codes = raw.decode(encoding, "replace")
            chars = list(codes)
            spaces = 0
        else:
            codes = "".join(map(chr, raw))
            chars = [encoding.get(byte, chr(byte)) for byte in raw]
            spaces = raw.count(b" ")
        text = "".join(str(self.font.character_map.get(char, char)) for char in chars)
        return text, self.font.get_text_width(codes), len(codes), spaces


def typeface(resource: DictionaryObject) -> Typeface:
    """The typeface of a font resource."""
    font = Font.from_font_resource(resource)
    descriptor = font.font_descriptor
    name = f"{font.name} {descriptor.name}"
    weight = descriptor.weight
    heavy = isinstance(weight, (int, float)) and weight >= 600
    flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
    space = min(max(0.5 * float(font.space_width) / 1000, 0.1), 0.2)
    return Typeface(
        resource,
        font,
        bool(BOLD.search(name)) or heavy or bool(flags >> 18 & 1),
        bool(ITALIC.search(name)) or bool(flags >> 6 & 1),
        space,
    )
