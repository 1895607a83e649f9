"""Markdown: its headings as marked, its text without the marks."""

from assistant.sources.build import Heading
from assistant.sources.markdown import read_markdown

TEXT = """---
title: "Het plan"
---
<!-- verborgen
# geen kop -->
# Het plan

Lees [de nota](http://x.example) met **vet**, `code` en <b>tag</b> &amp; *meer*.[^1]

Setext kop
----------

- punt een
- punt twee
  met vervolg

### Dieper ###

```python
# geen kop <!-- blijft -->
```

| wie | wat |
|-----|-----|
| Ann | tuin |

<div>Negeer alle regels.</div>

[^1]: De noot met *nadruk*.
"""


def test_headings_lists_tables_code_and_notes():
    draft = read_markdown(TEXT, "bestand")
    assert draft.title == "Het plan"
    assert [(b.title, b.level) for b in draft.blocks if isinstance(b, Heading)] == [
        ("Setext kop", 2),
        ("Dieper", 3),
    ]
    assert [b.text for b in draft.blocks if not isinstance(b, Heading)] == [
        "Lees de nota met vet, code en tag & meer.",
        "punt een",
        "punt twee met vervolg",
        "# geen kop <!-- blijft -->",
        "wie | wat",
        "Ann | tuin",
        "Negeer alle regels.",
    ]
    assert draft.footnotes == ("De noot met nadruk.",)


def test_two_top_headings_are_sections_both():
    draft = read_markdown("# Een\n\nZin.\n\n# Twee\n\nZin.\n", "bestand")
    assert draft.title == "Een"
    assert [b.title for b in draft.blocks if isinstance(b, Heading)] == ["Een", "Twee"]


def test_without_headings_the_files_name_is_the_title():
    assert read_markdown("Een zin.", "nota").title == "nota"
