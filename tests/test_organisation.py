"""Who runs the dashboard: what the file may say, and what is said of a file that cannot be understood."""

import os
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from barometr.organisation import FILE, Organisation, OrganisationError, organisation
from barometr.project import PROJECT


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in a data folder of one's own; it is not there yet."""
    monkeypatch.setenv("BAROMETR_DATA", str(tmp_path))
    return tmp_path / FILE


def test_without_the_file_nothing_is_known(file):
    assert not file.exists()
    assert organisation() == Organisation()


def test_an_empty_entry_is_unknown(file):
    file.write_text('name = ""\nemail = ""\n', encoding="utf-8")
    assert organisation() == Organisation()


def test_what_the_file_says_is_what_comes_out(file):
    file.write_text('name = "Urząd Miejski w Łebie"\nreviewed = 2026-03-31\n', encoding="utf-8")
    assert organisation() == Organisation(name="Urząd Miejski w Łebie", reviewed=date(2026, 3, 31))


def test_the_address_has_no_spaces_around_it_and_no_slash_after_it(file):
    """Links are made by putting a page's name after it."""
    file.write_text('address = " https://barometr.example.pl/ "\nphone = "1/2/"\n', encoding="utf-8")
    assert organisation() == Organisation(address="https://barometr.example.pl", phone="1/2/")


def test_a_changed_file_is_read_again(file):
    """The page must not wait for a restart."""
    file.write_text('phone = "1"\n', encoding="utf-8")
    assert organisation().phone == "1"
    state = file.stat()
    file.write_text('phone = "2"\n', encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert organisation().phone == "2"


REFUSED = {
    "a number for a text": ("phone = 585555555", "'phone' must be text in quotes"),
    "a list for a text": ('email = ["a@example.pl"]', "'email' must be text in quotes"),
    "a date for a text": ("name = 2026-03-31", "'name' must be text in quotes"),
    "a date in quotes": ('reviewed = "2026-03-31"', "'reviewed' must be a date without quotes, such as 2026-03-31"),
    "an empty date": ('published = ""', "'published' must be a date without quotes"),
    "a date with an hour": ("declared = 2026-03-31T10:00:00", "'declared' must be a date without quotes"),
    "an unknown entry": ('adress = "https://example.pl"', "unknown entry 'adress'; known: name, name_en, address,"),
    "no quotes": ("name = Urząd", "not readable as TOML: "),
    "an entry given twice": ('name = "a"\nname = "b"', "not readable as TOML: "),
    "no such day": ("reviewed = 2026-02-30", "not readable as TOML: "),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_understood_is_refused_by_file_and_entry(file, case):
    content, message = REFUSED[case]
    file.write_text(f"{content}\n", encoding="utf-8")
    with pytest.raises(OrganisationError) as refused:
        organisation()
    assert str(refused.value).startswith(f"{file}: {message}")


def test_a_file_saved_in_another_encoding_is_refused(file):
    """As an old editor on Windows saves it."""
    file.write_bytes('name = "Urząd"\n'.encode("cp1250"))
    with pytest.raises(OrganisationError, match="not readable as TOML"):
        organisation()


def test_a_file_that_was_mended_is_read(file):
    """A refusal must not stick."""
    file.write_text("name = 1\n", encoding="utf-8")
    with pytest.raises(OrganisationError):
        organisation()
    file.write_text('name = "Urząd"\n', encoding="utf-8")
    assert organisation().name == "Urząd"


def test_the_file_that_comes_with_the_project_shows_every_entry_and_says_nothing(file):
    """No invented office: whoever runs the dashboard fills it in."""
    shipped = (PROJECT / "data" / FILE).read_text(encoding="utf-8")
    for field in fields(Organisation):
        assert f"\n{field.name} = " in shipped or f"\n# {field.name} = " in shipped
    file.write_text(shipped, encoding="utf-8")
    assert organisation() == Organisation()
