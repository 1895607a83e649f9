"""Gradio's theme in our colours: every colour is a variable of `style.css`, so that one switch sets all."""

from __future__ import annotations

import gradio as gr
from gradio.themes.utils import fonts

PAIRS = {
    "body_background_fill": "var(--ab-paper)",
    "body_text_color": "var(--ab-ink)",
    "body_text_color_subdued": "var(--ab-soft)",
    "background_fill_primary": "var(--ab-card)",
    "background_fill_secondary": "var(--ab-paper)",
    "border_color_primary": "var(--ab-line)",
    "border_color_accent": "var(--ab-accent)",
    "color_accent_soft": "var(--ab-accent-soft)",
    "link_text_color": "var(--ab-accent)",
    "link_text_color_hover": "var(--ab-accent)",
    "link_text_color_active": "var(--ab-accent)",
    "link_text_color_visited": "var(--ab-accent)",
    "block_background_fill": "transparent",
    "block_border_color": "var(--ab-line)",
    "block_label_text_color": "var(--ab-ink)",
    "block_title_text_color": "var(--ab-ink)",
    "block_info_text_color": "var(--ab-soft)",
    "input_background_fill": "var(--ab-card)",
    "input_border_color": "var(--ab-edge)",
    "input_border_color_focus": "var(--ab-accent)",
    "input_placeholder_color": "var(--ab-soft)",
    "button_primary_background_fill": "var(--ab-accent)",
    "button_primary_background_fill_hover": "var(--ab-accent-strong)",
    "button_primary_text_color": "var(--ab-on-accent)",
    "button_secondary_background_fill": "var(--ab-card)",
    "button_secondary_text_color": "var(--ab-ink)",
    "checkbox_label_background_fill": "transparent",
    "checkbox_label_background_fill_selected": "var(--ab-accent-soft)",
    "checkbox_label_text_color": "var(--ab-ink)",
    "checkbox_label_text_color_selected": "var(--ab-ink)",
    "checkbox_background_color": "var(--ab-card)",
    "checkbox_border_color": "var(--ab-edge)",
    "checkbox_background_color_selected": "var(--ab-accent)",
    "checkbox_border_color_selected": "var(--ab-accent)",
}
SINGLE = {"color_accent": "var(--ab-accent)", "block_border_width": "0px", "block_padding": "0px"}


def theme() -> gr.themes.Base:
    """Base with system fonts: nothing is fetched from elsewhere."""
    base = gr.themes.Base(
        font=[fonts.Font("Segoe UI"), fonts.Font("Helvetica Neue"), fonts.Font("sans-serif")],
        font_mono=[fonts.Font("Menlo"), fonts.Font("Consolas"), fonts.Font("monospace")],
    )
    both = {f"{name}_dark": value for name, value in PAIRS.items()}
    return base.set(**PAIRS, **both, **SINGLE)
