"""Every sentence of the interface, in Polish and English, from one catalogue (texts/*.toml)."""

import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from babel import Locale

Language = Literal["pl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUE = Path(__file__).with_name("texts")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """Return key -> {"pl": ..., "en": ...}; keys of nested tables are joined with dots."""
    found: dict[str, dict[str, str]] = {}

    def collect(prefix: str, table: dict[str, object]) -> None:
        if set(table) == set(LANGUAGES):
            if prefix in found:
                raise ValueError(f"texts/*.toml: '{prefix}' is there twice")
            found[prefix] = {language: str(table[language]) for language in LANGUAGES}
            return
        for name, inner in table.items():
            if not isinstance(inner, dict):
                raise TypeError(f"texts/*.toml: '{prefix}.{name}' needs both pl and en")
            collect(f"{prefix}.{name}" if prefix else name, inner)

    for file in sorted(CATALOGUE.glob("*.toml")):
        collect("", tomllib.loads(file.read_text(encoding="utf-8")))
    return found


def text(language: Language, key: str, **values: object) -> str:
    """Return one text with its {placeholders} filled; raises KeyError for a key that is not there."""
    template = catalogue()[key][language]
    return template.format(**values) if values else template


@lru_cache(maxsize=len(LANGUAGES))
def _locale(language: Language) -> Locale:
    return Locale(language)


@lru_cache(maxsize=4096)
def plural_form(language: Language, number: int | str) -> str:
    """Return the CLDR plural category of a number as it is shown: "5" is many, "5.0" other, in Polish."""
    return _locale(language).plural_form(abs(Decimal(number)))


def plural(language: Language, key: str, number: int, **values: object) -> str:
    """Return the text key.<plural category> with {n} filled ("3 braki", "5 braków")."""
    category = plural_form(language, number)
    known = f"{key}.{category}" if f"{key}.{category}" in catalogue() else f"{key}.other"
    return text(language, known, n=number, **values)
