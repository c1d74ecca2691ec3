"""Who is looking: the language and the theme of a visitor."""

from dataclasses import dataclass
from typing import cast

import streamlit as st

from barometr.drawing.theme import LIGHT, THEMES, Theme
from barometr.ui import choices
from barometr.words.texts import Language
from barometr.words.wording import Wording

LANGUAGE_NAMES = {"pl": "Polski", "en": "English"}


@dataclass(frozen=True)
class Reader(Wording):
    """Language and theme of the person reading, with the words and numbers in their form."""

    theme: Theme


def current() -> Reader:
    """Return the reader of this visit: language from the link, the page before or the browser."""
    from_browser = "pl" if (st.context.locale or "pl").lower().startswith("pl") else "en"
    language = choices.settled("lang", LANGUAGE_NAMES, default=from_browser, sticky=True)
    return Reader(cast(Language, language), _theme())


def _theme() -> Theme:
    """Return the theme on the reader's screen; light where the browser has not said yet."""
    return THEMES.get(st.context.theme.type or "", LIGHT)
