"""The accessibility statement: the ids machines look for, nothing invented, every gap marked, always to be found."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from barometr.drawing.theme import LIGHT
from barometr.organisation import FILE, Organisation
from barometr.ui import declaration
from barometr.ui.reader import Reader
from barometr.words.texts import LANGUAGES, text
from tests.builders import figure, publish
from tests.pages.looking import PAGES, pieces, seen, shown, visit

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
PREFIX = "a11y-"
IDS = ["wstep", "podmiot", "url", "data-publikacja", "data-aktualizacja", "status", "data-sporzadzenie"]
IDS += ["data-przeglad", "kontakt", "osoba", "email", "telefon", "procedura", "architektura", "aplikacje"]
FULL = """
name = "Urząd Miejski w Łebie"
name_en = "Municipal Office of Łeba"
address = "https://barometr.example.pl/"
contact = "Anna <b>Nowak</b>"
email = "anna@example.pl"
phone = "+48 58 555 55 55"
published = 2026-01-31
updated = 2026-02-28
declared = 2026-01-30
reviewed = 2026-03-31
architecture = "Wejście bez progu.\\n\\nWinda."
architecture_en = "Step-free entrance."
"""
NEEDED = ["name", "address", "contact", "email", "phone", "published", "updated", "declared", "reviewed"]
TODAY = date(2026, 5, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("statement") / "data", report=[figure(value=1)])


@pytest.fixture
def html_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A function that gives the page's HTML for what organisation.toml says."""

    def html(content: str, language: str = "pl") -> str:
        (folder / FILE).write_text(content, encoding="utf-8")
        monkeypatch.setenv("BAROMETR_DATA", str(folder))
        return "".join(pieces(visit("accessibility", language)))

    return html


def element(html: str, element_id: str) -> str:
    """Return the words of the element with this id, which must be there once."""
    (found,) = re.findall(rf"<(\w+)[^>]* id='{PREFIX}{element_id}'[^>]*>(.*?)</\1>", html, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


def body_of(content: str) -> Organisation:
    return Organisation(**tomllib.loads(content))


@in_both_languages
@pytest.mark.parametrize("content", ["", FULL])
def test_every_element_that_machines_look_for_is_there_once(html_of, language, content):
    html = html_of(content, language)
    assert sorted(re.findall(rf" id='{PREFIX}([a-z-]+)'", html)) == sorted(IDS)


def test_the_statement_says_what_the_file_says(html_of):
    html = html_of(FULL)
    assert element(html, "podmiot") == "Urząd Miejski w Łebie"
    assert element(html, "osoba") == "Anna <b>Nowak</b>"
    assert "id='a11y-url' href='https://barometr.example.pl'>https://barometr.example.pl</a>" in html
    assert "id='a11y-email' href='mailto:anna@example.pl'>anna@example.pl</a>" in html
    assert "id='a11y-telefon' href='tel:+48585555555'>+48 58 555 55 55</a>" in html
    assert "<div id='a11y-architektura'><p>Wejście bez progu.</p><p>Winda.</p></div>" in html
    assert "b-missing" not in html
    assert text("pl", "accessibility.incomplete") not in html


def test_the_english_statement_says_it_in_english(html_of):
    html = html_of(FULL, "en")
    assert element(html, "podmiot") == "Municipal Office of Łeba"
    assert element(html, "architektura") == "Step-free entrance."
    assert "b-missing" not in html


def test_without_an_english_name_the_polish_one_stands(html_of):
    assert element(html_of(FULL.replace("name_en", "# name_en"), "en"), "podmiot") == "Urząd Miejski w Łebie"


@pytest.mark.parametrize(
    ("element_id", "day"),
    [
        ("data-publikacja", "2026-01-31"),
        ("data-aktualizacja", "2026-02-28"),
        ("data-sporzadzenie", "2026-01-30"),
        ("data-przeglad", "2026-03-31"),
    ],
)
def test_dates_are_written_for_machines(html_of, element_id, day):
    assert f"<time id='a11y-{element_id}' datetime='{day}'>{day}</time>" in html_of(FULL)


@in_both_languages
def test_what_is_not_filled_in_is_marked_by_entry_and_file(html_of, language):
    html = html_of("", language)
    entries = [*NEEDED, "architecture" if language == "pl" else "architecture_en"]
    for entry in entries:
        assert text(language, "accessibility.missing", entry=entry, file=FILE) in html
    assert html.count("class='b-missing'") == len(entries)
    notice = text(language, "accessibility.incomplete_why", file=FILE, entries="|").split("|")[0]
    assert notice + ", ".join(entry for entry in declaration.missing(Reader(language, LIGHT), Organisation())) in html
    assert set(declaration.missing(Reader(language, LIGHT), Organisation())) == set(entries)


def test_the_notice_names_only_what_is_missing(html_of):
    html = html_of(FULL.replace("phone", "# phone"))
    assert text("pl", "accessibility.incomplete_why", file=FILE, entries="phone") in html
    assert html.count("class='b-missing'") == 1


@in_both_languages
def test_the_usual_procedure_stands_until_the_body_writes_its_own(html_of, language):
    assert "7" in element(html_of(FULL, language), "procedura")
    html = html_of(FULL + 'procedure = "Po swojemu."\nprocedure_en = "Our own."\n', language)
    assert element(html, "procedura") == {"pl": "Po swojemu.", "en": "Our own."}[language]


def test_a_procedure_of_their_own_is_missing_in_english_rather_than_replaced(html_of):
    """The usual wording would contradict the Polish one."""
    html = html_of(FULL + 'procedure = "Po swojemu."\n', "en")
    assert element(html, "procedura") == text("en", "accessibility.missing", entry="procedure_en", file=FILE)


@in_both_languages
def test_a_file_that_cannot_be_read_is_named_and_the_statement_still_stands(html_of, folder, language):
    html = html_of('email = ["a"]\n', language)
    assert text(language, "accessibility.unreadable") in html
    assert "<code lang='en'>organisation.toml: &#x27;email&#x27; must be text in quotes</code>" in html
    assert str(folder) not in html
    assert element(html, "email") == text(language, "accessibility.missing", entry="email", file=FILE)


@in_both_languages
def test_the_statement_is_honest_about_its_status_and_names_every_fault(html_of, language):
    html = html_of(FULL, language)
    assert f"<strong>{text(language, 'accessibility.status.partly')}</strong>" in html
    for fault in declaration.FAULTS:
        for part in ("title", "what", "instead", "criterion"):
            assert text(language, f"accessibility.fault.{fault}.{part}") in unescape(html)


@pytest.mark.parametrize(
    ("declared", "reviewed", "today", "overdue"),
    [
        ("2025-06-01", None, date(2026, 3, 31), False),
        ("2025-06-01", None, date(2026, 4, 1), True),
        ("2025-06-01", "2026-02-01", date(2026, 12, 31), False),
        ("2025-06-01", "2026-02-01", date(2027, 4, 1), True),
        ("2026-05-01", None, date(2026, 12, 31), False),
        (None, None, date(2026, 12, 31), False),
    ],
)
def test_a_review_is_due_each_year_by_the_end_of_march(declared, reviewed, today, overdue):
    days = {"declared": declared, "reviewed": reviewed}
    body = Organisation(**{name: date.fromisoformat(day) for name, day in days.items() if day})
    assert declaration.is_overdue(body, today) is overdue
    told = text("pl", "accessibility.overdue") in declaration.notices(Reader("pl", LIGHT), body, today, "")
    assert told is overdue


def test_a_complete_statement_has_no_notice():
    assert declaration.notices(Reader("pl", LIGHT), body_of(FULL), TODAY, "") == ""


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [("barometr.example.pl", "https://barometr.example.pl"), ("javascript:alert(1)", "https://javascript:alert(1)")],
)
def test_a_link_leads_to_a_page_whatever_was_written(address, leads_to):
    html = declaration.statement(Reader("pl", LIGHT), Organisation(address=address))
    assert f"id='a11y-url' href='{leads_to}'" in html


@in_both_languages
@pytest.mark.parametrize("route", PAGES)
def test_every_page_leads_to_the_statement(route, language):
    html = "".join(pieces(seen(route, language)))
    link = rf"<a class='b-link' href='accessibility\?lang={language}[^']*' data-go target='_self'>"
    assert re.search(link + text(language, "accessibility.link"), html)


def test_the_statement_opens_by_its_own_address():
    assert text("pl", "accessibility.made.heading") in shown(seen("accessibility")).words
