"""Who runs this dashboard: the name, address and contacts that its pages and documents state.

They come from organisation.toml beside the data (BAROMETR_DATA); data/organisation.toml of the project shows
every entry. An entry left empty is unknown, and the page that needs it says so.
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from barometr.engine import data_directory

FILE = "organisation.toml"


class OrganisationError(Exception):
    """The file cannot be read as TOML, or holds an entry that is unknown or of the wrong kind."""


@dataclass(frozen=True)
class Organisation:
    """The public body behind the dashboard; an entry that is not filled in is an empty text or None."""

    name: str = ""
    name_en: str = ""
    # The address readers type, without a slash at the end; links on paper lead there.
    address: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    published: date | None = None
    updated: date | None = None
    declared: date | None = None
    reviewed: date | None = None
    procedure: str = ""
    procedure_en: str = ""
    architecture: str = ""
    architecture_en: str = ""


def organisation() -> Organisation:
    """Return what organisation.toml says; every entry is empty where there is no such file.

    Raises OrganisationError, naming the file and the entry, when it cannot be understood.
    """
    file = data_directory() / FILE
    try:
        state = file.stat()
    except FileNotFoundError:
        return Organisation()
    return _read(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int, _size: int) -> Organisation:
    """Return what a file says; its time and size are there to have it read anew after a change."""
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OrganisationError(f"{file}: not readable as TOML: {error}") from error
    known = {field.name: field for field in fields(Organisation)}
    for name, value in entries.items():
        if name not in known:
            raise OrganisationError(f"{file}: unknown entry '{name}'; known: {', '.join(known)}")
        dated = known[name].default is None
        if dated and type(value) is not date:
            raise OrganisationError(f"{file}: '{name}' must be a date without quotes, such as 2026-03-31")
        if not dated and not isinstance(value, str):
            raise OrganisationError(f"{file}: '{name}' must be text in quotes")
    given: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in entries.items()
    }
    return Organisation(**given | {"address": given.get("address", "").rstrip("/")})
