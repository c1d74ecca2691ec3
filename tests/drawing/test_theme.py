"""Colours: legible in both themes, and the same in Streamlit's settings as in our own charts and HTML."""

import tomllib

import pytest

from barometr.drawing.theme import DARK, DASHES, LIGHT, MARKERS, PATTERNS, Theme
from barometr.project import PROJECT

CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
GROUND = pytest.mark.parametrize("ground", ["page", "panel"])
# WCAG 2.2: graphics need 3:1 (1.4.11), text needs 4.5:1 (1.4.3).
GRAPHICS, TEXT = 3.0, 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" by WCAG's formula."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_ratios():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#ffffff", "#ffffff") == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@GROUND
@THEMES
def test_every_colour_of_a_series_can_be_seen(theme: Theme, ground: str):
    ratios = {colour: contrast(colour, getattr(theme, ground)) for colour in theme.series}
    assert {colour: ratio for colour, ratio in ratios.items() if ratio < GRAPHICS} == {}


@pytest.mark.parametrize("role", ["ink", "muted", "accent", "warn"])
@GROUND
@THEMES
def test_words_can_be_read(theme: Theme, ground: str, role: str):
    assert contrast(getattr(theme, role), getattr(theme, ground)) >= TEXT


@GROUND
@THEMES
def test_the_name_of_a_series_beside_its_line_can_be_read(theme: Theme, ground: str):
    """Direct labels are words in the colour of their series, so the stricter ratio holds for them."""
    ratios = {colour: contrast(colour, getattr(theme, ground)) for colour in theme.series}
    assert {colour: ratio for colour, ratio in ratios.items() if ratio < TEXT} == {}


@THEMES
def test_series_differ_by_more_than_colour(theme: Theme):
    """Each series has a colour of its own, and a dash and marker together that no other has."""
    assert len(set(theme.series)) == len(theme.series) <= len(DASHES)
    assert len(set(zip(DASHES, MARKERS, strict=True))) == len(DASHES)
    assert len(set(PATTERNS)) == len(PATTERNS) == len(theme.series)


@THEMES
def test_streamlit_has_ten_chart_colours_that_start_with_ours(theme: Theme):
    """With fewer than ten Streamlit pads the list with "undefined" and falls back to its own blue."""
    colours = CONFIG[theme.name]["chartCategoricalColors"]
    assert len(colours) == len(set(colours)) == 10
    assert tuple(colours[: len(theme.series)]) == theme.series


@THEMES
def test_streamlit_paints_the_page_in_our_colours(theme: Theme):
    painted = CONFIG[theme.name]
    assert painted["backgroundColor"] == theme.page
    assert painted["textColor"] == theme.ink
    assert painted["primaryColor"] == theme.accent
    assert painted["borderColor"] == theme.line


@THEMES
def test_words_on_streamlits_second_background_and_links_can_be_read(theme: Theme):
    painted = CONFIG[theme.name]
    assert contrast(painted["textColor"], painted["secondaryBackgroundColor"]) >= TEXT
    assert contrast(painted["linkColor"], painted["backgroundColor"]) >= TEXT
