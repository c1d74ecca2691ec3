"""Colours and type of charts and HTML, for the light and the dark theme.

The categorical colours follow Okabe and Ito's colour-blind-safe set, darkened (light theme) or lightened
(dark theme) until each has at least 3:1 against the page; a test holds them to it.
"""

from dataclasses import dataclass

FONT = "'Atkinson Hyperlegible Next', sans-serif"


@dataclass(frozen=True)
class Theme:
    """One set of colours; `series` are the categorical ones, in order of use."""

    name: str
    page: str
    panel: str
    ink: str
    muted: str
    line: str
    accent: str
    warn: str
    series: tuple[str, ...]


LIGHT = Theme(
    name="light",
    page="#fbfaf7",
    panel="#ffffff",
    ink="#1a2330",
    muted="#55606e",
    line="#d5cfc1",
    accent="#0b4f8a",
    warn="#8a4b00",
    series=("#0067a8", "#b8470b", "#00796b", "#8b3f8f", "#7a5b00", "#4a5568", "#b0306a", "#2f6f2f"),
)
DARK = Theme(
    name="dark",
    page="#10161f",
    panel="#18202b",
    ink="#e9edf2",
    muted="#a9b4c0",
    line="#35414f",
    accent="#6db8f0",
    warn="#f0b45b",
    series=("#5fb4ef", "#f59a5b", "#4fc9b4", "#d493d8", "#dcb64a", "#b3bfcc", "#f08ab6", "#8fce7f"),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

# Told apart without colour as well: each series has its own dash, marker and, in bars, its own pattern.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
MARKERS = ("circle", "square", "triangle-up", "pentagon", "star", "hexagon", "triangle-down", "cross")
PATTERNS = ("", "/", ".", "x", "-", "\\", "|", "+")
