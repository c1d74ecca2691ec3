"""The client of the Local Data Bank against a server of our own: nothing lost, nothing guessed, nobody pressed."""

import io
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from barometr.project import PROJECT, schemas_of
from barometr.publish.bdl import BdlError, Client, Point, Series, Unit, county_of
from barometr.publish.bdl_book import (
    CREATED,
    MEANINGS,
    POPULATION,
    breaks_in,
    fetched,
    fetched_book,
    judged,
    literal_of,
    point_note,
)
from barometr.publish.bdl_quota import ANONYMOUS, FILE, PERIODS, WITH_KEY, Quota
from barometr.publish.draft import Options
from barometr.publish.intake import examined
from barometr.publish.known import Known
from barometr.publish.staging import catalogue_in_force
from barometr.publish.staging import publish as publish_staged
from barometr.published import in_force, state_folder
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording
from tests.builders import figure, publish
from tests.publish.bdl_server import GDANSK, RUMIA, SOPOT, Bank, serving

START = 1_800_000_000.0
SECRET = "11111111-2222-3333-4444-555555555555"
YEARS = [2012, 2013]
DAY = date(2026, 11, 22)


class Clock:
    """A clock that only moves when somebody sleeps, so that hours cost nothing."""

    def __init__(self) -> None:
        self.moment, self.slept = START, []

    def now(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch):
    for name in ("BAROMETR_BDL", "BAROMETR_BDL_KEY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def bank():
    with serving(Bank()) as running:
        running.values = {
            (GDANSK, 72305): [(2012, 460427, 1), (2013, 461531, 1), (2014, 461489, 1)],
            (SOPOT, 72305): [(2012, 38217, 1), (2013, 0, 91)],
        }
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(bank: Bank, clock: Clock, tmp_path: Path) -> Client:
    return made(bank, clock, tmp_path)


def made(bank: Bank, clock: Clock, folder: Path, **options) -> Client:
    return Client(folder, bank.address, now=clock.now, sleep=clock.sleep, chance=lambda: 0.5, **options)


@pytest.fixture(scope="module")
def known() -> Known:
    areas = [
        {"area_id": "gdansk", "name": "Gdańsk", "teryt": "2261011"},
        {"area_id": "sopot", "name": "Sopot", "teryt": "2264011"},
        {"area_id": "rumia", "name": "Rumia", "teryt": "2215021"},
        {"area_id": "wrong", "name": "Gdańsk", "teryt": "2299011"},
        {"area_id": "gdansk_orunia", "name": "Orunia", "teryt": None},
    ]
    tables = {
        "areas": areas,
        "units": [{"unit": "people"}, {"unit": "count"}],
        "indicators": [{"indicator_id": "volunteers"}],
        "breaks": [{"area_id": "gdansk", "indicator_id": "volunteers", "year": 2013}],
    }
    return Known(tables, schemas_of(PROJECT / "data"))


def refused(call: Callable[[], object]) -> BdlError:
    with pytest.raises(BdlError) as caught:
        call()
    assert all(caught.value.said(Wording(language)) for language in LANGUAGES)  # every placeholder has its value
    return caught.value


# --- what is asked, and how it is read


def test_one_call_asks_for_several_variables_and_years_of_a_unit(bank: Bank, client: Client):
    bank.values[GDANSK, 64428] = [(2012, 4321.5, 1)]
    found = client.series(GDANSK, [72305, 64428], YEARS)
    assert found == [
        Series(72305, date(2025, 5, 14), (Point(2012, Decimal(460427), 1), Point(2013, Decimal(461531), 1))),
        Series(64428, date(2025, 5, 14), (Point(2012, Decimal("4321.5"), 1),)),
    ]
    (path, query, key), *rest = bank.asked
    assert (path, key, rest) == (f"/data/by-unit/{GDANSK}", None, [])
    assert query == {
        "var-id": ["72305", "64428"],
        "year": ["2012", "2013"],
        "page": ["0"],
        "page-size": ["100"],
        "lang": ["pl"],
        "format": ["json"],
    }


def test_pages_are_read_until_all_records_are_there(bank: Bank, client: Client):
    bank.page_size = 2
    assert [one.id for one in client.units("")] == [GDANSK, SOPOT, RUMIA, "062013901012", "042214715024"]
    assert [query["page"] for _, query, _ in bank.asked] == [["0"], ["1"], ["2"]]


def test_fewer_records_than_announced_are_an_error_and_no_shorter_table(bank: Bank, client: Client):
    bank.failures = [json.dumps({"totalRecords": 3, "results": []}).encode()]
    assert refused(lambda: client.units("Gdańsk")).rule == "pages"


def test_digits_arrive_as_they_were_sent(bank: Bank, client: Client):
    """12.50 is not 12.5: the places printed are part of the figure."""
    row = b'{"id": 5, "lastUpdate": null, "values": [{"year": "2012", "val": 12.50, "attrId": 1}]}'
    bank.failures = [b'{"totalRecords": 1, "results": [' + row + b"]}"]
    (series,) = client.series(GDANSK, [5], [2012])
    assert (literal_of(series.points[0]), series.updated_on) == ("12,50", None)


def test_a_year_or_variable_nobody_asked_for_is_not_taken(bank: Bank, client: Client):
    row = {"values": [{"year": "2011", "val": 1, "attrId": 1}, {"year": "2012", "val": 2, "attrId": 1}]}
    rows = [{"id": 5, **row}, {"id": 6, **row}]
    bank.failures = [json.dumps({"totalRecords": 2, "results": rows}).encode()]
    assert client.series(GDANSK, [5], [2012]) == [Series(5, None, (Point(2012, Decimal(2), 1),))]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"id": "5", "values": []}, "id"),
        ({"id": 5}, "values"),
        ({"id": 5, "values": [{"year": "20x2", "val": 1, "attrId": 1}]}, "year"),
        ({"id": 5, "values": [{"year": "2012", "val": "1", "attrId": 1}]}, "val"),
        ({"id": 5, "values": [{"year": "2012", "val": True, "attrId": 1}]}, "val"),
        ({"id": 5, "values": [{"year": "2012", "val": 1}]}, "attrId"),
        ({"id": 5, "values": [{"year": "2012", "val": 1, "attrId": 1}] * 2}, "year"),
        ({"id": 5, "values": ["2012"]}, "values"),
        ("no row", "results"),
    ],
)
def test_an_answer_of_another_shape_is_refused_by_the_name_of_its_field(bank: Bank, client: Client, row, field):
    bank.failures = [json.dumps({"totalRecords": 1, "results": [row]}).encode()]
    if row == {"id": "5", "values": []}:  # a series of nobody: left out, as every variable that was not asked for
        assert client.series(GDANSK, [5], [2012]) == []
        return
    error = refused(lambda: client.series(GDANSK, [5], [2012]))
    assert (error.rule, error.values["field"]) == ("shape", field)


# --- units and variables


@pytest.mark.parametrize(
    ("identifier", "teryt"),
    [(GDANSK, "2261011"), ("071412865011", "1465011"), ("011212161011", "1261011"), ("023016264011", "3064011")],
)
def test_the_teryt_of_a_unit_stands_in_its_id(identifier, teryt):
    """Warsaw, Kraków and Poznań as public client code and TERYT have them."""
    assert Unit(identifier, "", 6, "1", False).teryt == teryt


def test_a_unit_is_the_one_with_the_teryt_not_the_first_of_the_name(client: Client):
    assert client.unit("Rumia", "2215021").id == RUMIA


def test_a_town_part_of_a_commune_is_not_taken_for_the_commune(client: Client):
    assert refused(lambda: client.unit("Rumia", "2215024")).rule == "unit"


def test_an_unknown_unit_names_what_was_found_instead(client: Client):
    error = refused(lambda: client.unit("Rumia", "9999999"))
    assert error.values["others"] == "Rumia 2215021, Rumia 2001012"


def test_a_city_that_is_a_county_has_the_id_of_one():
    assert county_of(Unit(GDANSK, "Gdańsk", 6, "1", False)) == "042214361000"
    assert county_of(Unit(RUMIA, "Rumia", 6, "1", False)) is None


def test_variables_are_found_by_words_and_described_in_both_languages(client: Client):
    assert [one.id for one in client.search_variables("wynagrodzenie")] == [64428]
    assert client.variable(72305).names == ("ogółem", "ogółem")
    assert client.variable(72305, "en").measure == "person"
    assert client.subject("P2425", "en") == "Population by age group and sex"


def test_an_unknown_variable_says_so_at_once(bank: Bank, client: Client):
    assert refused(lambda: client.variable(1)).rule == "not_found"
    assert len(bank.asked) == 1


# --- failures


@pytest.mark.parametrize("failure", [500, 503, "cut", "drop", b'{"id": 72305, "subj'])
def test_what_may_pass_is_tried_again_after_growing_waits(bank: Bank, client: Client, clock: Clock, failure):
    bank.failures = [failure] * 3
    assert client.variable(72305).id == 72305
    assert clock.slept == [1, 2, 4]


@pytest.mark.parametrize(
    ("failure", "rule"),
    [(500, "server"), ("cut", "cut"), ("drop", "unreachable"), (b"NaN", "cut"), (b'{"id": NaN}', "cut")],
)
def test_what_does_not_pass_is_an_error_in_the_end(bank: Bank, client: Client, failure, rule):
    bank.failures = [failure] * 9
    assert refused(lambda: client.variable(72305)).rule == rule
    assert len(bank.asked) == 5


@pytest.mark.parametrize(
    ("failure", "rule"),
    [
        (418, "server"),
        (400, "not_found"),
        (401, "key_missing"),
        (b" <!DOCTYPE html><p>Przerwa techniczna</p>", "not_json"),
        (b"[1, 2]", "shape"),
        (b"{" + b" " * 10_000_001 + b"}", "too_large"),
        ((302, {"Location": "http://example.org/"}), "server"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(bank: Bank, client: Client, failure, rule):
    bank.failures = [failure]
    assert refused(lambda: client.variable(72305)).rule == rule
    assert len(bank.asked) == 1


def test_a_refusal_with_retry_after_is_waited_for(bank: Bank, client: Client, clock: Clock):
    bank.failures = [(429, "7"), (429, "Fri, 15 Jan 2027 08:00:37 GMT")]
    assert client.variable(72305).id == 72305
    assert clock.slept == [7, 30]  # START is 08:00:00, seven seconds have passed


def test_a_long_refusal_says_until_when_instead_of_waiting(bank: Bank, client: Client, clock: Clock):
    bank.failures = [(429, "3600")]
    error = refused(lambda: client.variable(72305))
    until = time.strftime("%Y-%m-%d %H:%M", time.localtime(START + 3600))
    assert (error.rule, error.values, clock.slept) == ("busy", {"until": until}, [])


def test_a_refusal_without_a_readable_time_is_tried_again_and_then_said(bank: Bank, client: Client):
    bank.failures = [429, (429, "soon"), 429, 429, 429]
    assert refused(lambda: client.variable(72305)).rule == "busy_unsaid"


def test_a_server_that_hangs_or_drips_is_given_up(bank: Bank, clock: Clock, tmp_path: Path):
    client = made(bank, clock, tmp_path, timeout=0.1)
    bank.failures = [("slow", 0.3), ("drip", 0.03), 503]
    assert client.variable(72305).id == 72305
    for failure in (("slow", 0.3), ("drip", 0.03)):
        bank.failures = [failure] * 5
        assert refused(lambda: client.variable(72305)).rule == "slow"


def test_no_network_is_said(clock: Clock, tmp_path: Path):
    client = Client(tmp_path, "http://127.0.0.1:1/api/v1", now=clock.now, sleep=clock.sleep)
    assert refused(lambda: client.variable(72305)).rule == "unreachable"


@pytest.mark.parametrize("address", ["http://bdl.stat.gov.pl/api/v1", "ftp://localhost", "file:///etc/passwd", "x"])
def test_only_https_or_this_machine_is_asked(address, tmp_path: Path):
    assert refused(lambda: Client(tmp_path, address)).rule == "address"


def test_the_address_and_the_key_come_from_the_environment(bank: Bank, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("BAROMETR_BDL", bank.address + "/")
    monkeypatch.setenv("BAROMETR_BDL_KEY", f" {SECRET}\n")
    bank.key = SECRET
    assert Client(tmp_path).variable(72305).id == 72305
    assert bank.asked[0][2] == SECRET


def test_a_wrong_key_is_said_without_showing_it_or_writing_it_down(bank: Bank, clock: Clock, tmp_path: Path):
    bank.key = "another"
    client = made(bank, clock, tmp_path, key=SECRET)
    error = refused(lambda: client.variable(72305))
    assert error.rule == "key"
    shown = f"{error} {error!r} {error.values} {client!r}"
    assert SECRET not in shown
    assert [file for file in tmp_path.iterdir() if SECRET.encode() in file.read_bytes()] == []


def test_a_key_that_no_header_can_hold_is_refused_without_showing_it(tmp_path: Path):
    assert "evil" not in str(refused(lambda: Client(tmp_path, key="evil\nX-Other: 1")))


# --- how often


@pytest.mark.parametrize(("keyed", "limits"), [(False, ANONYMOUS), (True, WITH_KEY)])
@pytest.mark.parametrize("place", range(4))
def test_no_period_takes_more_than_its_limit(tmp_path: Path, keyed, limits, place):
    """The requests lie so that only one period is full, and the wait is until its oldest has left it."""
    quota, limit, period = Quota(tmp_path, keyed), limits[place], PERIODS[place]
    assert quota.take(START - 1_000_000) == 0  # makes the table; too old to count
    step = period * 0.9 / limit
    moments = [START + index * step for index in range(limit)]
    with closing(sqlite3.connect(tmp_path / FILE)) as counter, counter:
        counter.executemany("insert into requests values (?, ?)", [(one, keyed) for one in moments])
    now = START + period * 0.95
    assert quota.take(now) == pytest.approx(period * 0.05)
    assert Quota(tmp_path, not keyed).take(now) == 0  # the other count is another one
    assert quota.take(START + period + 0.001) == 0


def test_a_clock_set_back_does_not_block_for_years(tmp_path: Path):
    quota = Quota(tmp_path, False)
    assert [quota.take(START + 1e9 + index) for index in range(5)] == [0] * 5
    assert quota.take(START) == 0


def test_the_client_waits_a_second_after_five_requests(client: Client, clock: Clock):
    for _ in range(6):
        client.variable(72305)
    assert clock.slept == [pytest.approx(1, abs=0.02)]


def test_the_client_refuses_when_a_quarter_of_an_hour_is_full_before_the_server_does(bank: Bank, client: Client):
    for _ in range(100):
        client.variable(72305)
    error = refused(lambda: client.variable(72305))
    until = time.strftime("%Y-%m-%d %H:%M", time.localtime(-(-(START + 900) // 60) * 60))
    assert (error.rule, error.values) == ("quota", {"until": until})
    assert len(bank.asked) == 100


def test_tries_count_too(bank: Bank, client: Client, tmp_path: Path):
    bank.failures = [500, 500]
    client.variable(72305)
    with closing(sqlite3.connect(tmp_path / FILE)) as counter:
        assert counter.execute("select count(*) from requests").fetchone() == (3,)


def test_two_processes_share_one_counter(tmp_path: Path):
    """Real processes at once: together they get what one would, not twice as much."""
    code = (
        "import sys; from pathlib import Path; from barometr.publish.bdl_quota import Quota; "
        "print(sum(Quota(Path(sys.argv[1]), False).take(float(sys.argv[2])) == 0 for _ in range(10)))"
    )
    command = [sys.executable, "-c", code, str(tmp_path), str(START)]
    workers = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    given = [int(worker.communicate(timeout=120)[0]) for worker in workers]
    assert sum(given) == ANONYMOUS[0]


def test_a_counter_that_cannot_be_written_is_said(bank: Bank, clock: Clock, tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert refused(lambda: made(bank, clock, tmp_path / "file").variable(72305)).rule == "counter"


# --- what a value means


@pytest.mark.parametrize(
    ("attribute", "given", "expected"),
    [
        (0, 0, (0, "actual")),
        (1, 12, (12, "actual")),
        (1, 0, (0, "actual")),
        (3, 12, (12, "approx")),
        (4, 0, (None, "no_data")),
        (7, 0, (0, "approx")),
        (9, 12, (12, "provisional")),
        (11, 12, (12, "actual")),
        (13, 12, (12, "approx")),
        (14, 0, (None, "no_data")),
        (15, 0, (None, "no_data")),
        (17, 0, (0, "approx")),
        (20, 12, (12, "approx")),
        (21, 12, (12, "approx")),
        (50, 0, (None, "in_progress")),
        (91, 0, (None, "no_data")),
        (94, 0, (0, "actual")),
        (97, 12, (None, "no_data")),
        (98, 0, (0, "actual")),
    ],
)
def test_an_attribute_decides_between_a_zero_and_no_value(attribute, given, expected):
    point = Point(2012, Decimal(given), attribute)
    assert judged(point) == expected
    notes = [point_note(point, language) for language in LANGUAGES]
    if attribute == 1:
        assert notes == [None, None]
    else:
        assert all(f"attrId {attribute})" in note for note in notes)
        assert notes[0] != notes[1]


def test_every_attribute_of_the_offices_list_is_tried_above():
    assert set(MEANINGS) == {0, 1, 3, 4, 7, 9, 11, 13, 14, 15, 17, 20, 21, 50, 91, 94, 97, 98}


@pytest.mark.parametrize(
    ("point", "given"),
    [
        (Point(2012, Decimal(7), 77), "val 7, attrId 77"),
        (Point(2012, Decimal(7), 94), "val 7, attrId 94"),
        (Point(2012, None, 1), "val null, attrId 1"),
    ],
)
def test_what_cannot_be_understood_has_no_value_and_quotes_what_was_given(point, given):
    assert (judged(point), literal_of(point)) == ((None, "no_data"), given)
    assert all(given in point_note(point, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("attributes", "breaks"),
    [
        ([1, 1, 11, 1], [2014]),
        ([1, 11, 11, 1, 13], [2013, 2016]),  # of a run of marked years the first
        ([1, 14, 1], [2014]),  # the change came in a year without a value
        ([1, 15, 1], [2014]),
        ([15, 1, 1], []),  # nothing before it to break with
        ([11, 1], [2012]),
        ([1, 91, 1], []),
        ([1, 1, 15], []),
    ],
)
def test_a_break_stands_at_the_first_value_of_the_new_series(attributes, breaks):
    points = [Point(2012 + index, Decimal(5), attribute) for index, attribute in enumerate(attributes)]
    assert breaks_in(points) == breaks


# --- the workbook


def sheets(content: bytes) -> dict[str, list[dict]]:
    """Return the rows of every sheet by its header."""
    found = {}
    for sheet in load_workbook(io.BytesIO(content)):
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


@pytest.fixture
def population(client: Client, known: Known) -> dict[str, list[dict]]:
    return sheets(fetched_book(["gdansk", "sopot"], {POPULATION: 72305}, YEARS, client, known, DAY))


def test_the_values_stand_a_row_each_with_place_and_literal(population):
    assert list(population) == ["document", "values", "indicators"]
    first, *_, last = population["values"]
    assert first == {
        "area_id": "gdansk",
        "indicator_id": "population",
        "year": 2012,
        "value": 460427,
        "status": "actual",
        "literal": "460427",
        "locator": f"BDL, zmienna 72305, jednostka {GDANSK}, attrId 1",
        "note": None,
        "note_en": None,
    }
    assert (last["area_id"], last["value"], last["status"]) == ("sopot", None, "no_data")
    assert last["literal"] == "val 0, attrId 91"
    assert "tajemnica statystyczna" in last["note"]
    assert "confidentiality" in last["note_en"]


def test_the_document_names_the_office_the_day_and_the_units(population):
    fields = {row["field"]: row["content"] for row in population["document"]}
    assert fields["source_id"] == "gus_bdl_population_2026_11_22"
    assert fields["title"] == "Bank Danych Lokalnych: Ludność wg grup wieku i płci: ogółem, ogółem"
    assert fields["title_en"] == "Local Data Bank: Population by age group and sex: total, total"
    assert (fields["publisher"], fields["area_id"]) == ("Główny Urząd Statystyczny", "gdansk")
    assert fields["published_on"] == "2025-05-14"
    assert "last update given by Statistics Poland" in fields["note_en"]
    assert f"Gdańsk {GDANSK}, Sopot {SOPOT}" in fields["note_pl"]
    assert "22 listopada 2026" in fields["note_pl"]
    assert "notes changes to these units: Gdańsk." in fields["note_en"]  # hasDescription of Gdańsk alone


def test_the_indicator_is_proposed_as_the_view_per_1000_residents_wants_it(population):
    (row,) = population["indicators"]
    assert (row["indicator_id"], row["unit"], row["value_type"]) == ("population", "people", "count")
    assert (row["topic"], row["polarity"], row["decimals"]) == ("context", "neutral", 0)
    schema = {field["name"]: field for field in schemas_of(PROJECT / "data")["indicators"]["fields"]}
    assert set(row) <= set(schema)
    required = [name for name, field in schema.items() if field.get("constraints", {}).get("required")]
    assert [name for name in required if row.get(name) is None] == []
    assert all(len(str(row[name])) <= 40 for name in ("short_pl", "short_en"))


def test_the_same_figures_give_the_same_bytes(client: Client, known: Known):
    books = [fetched_book(["gdansk"], {POPULATION: 72305}, YEARS, client, known, DAY) for _ in range(2)]
    assert books[0] == books[1]
    assert load_workbook(io.BytesIO(books[0])).properties.created == CREATED  # not the moment of writing


def test_what_the_catalogue_has_is_not_written_again(bank: Bank, client: Client, known: Known):
    """A row of the same key would replace what people have written there."""
    bank.values[GDANSK, 72305] = [(2012, 5, 1), (2013, 6, 11), (2014, 7, 1), (2015, 8, 11)]
    found = sheets(fetched_book(["gdansk"], {"volunteers": 72305}, range(2012, 2016), client, known, DAY))
    assert "indicators" not in found
    assert [(row["indicator_id"], row["year"]) for row in found["breaks"]] == [("volunteers", 2015)]


def test_a_measure_of_its_own_gets_a_unit_and_fractions_make_no_count(bank: Bank, client: Client, known: Known):
    bank.values |= {(GDANSK, 1645341): [(2012, 460.4, 1)], (GDANSK, 72305): [(2012, 1.25, 1)]}
    found = sheets(fetched_book(["gdansk"], {"thousands": 1645341, "rate": 72305}, [2012], client, known, DAY))
    assert found["units"] == [
        {"unit": "bdl_measure_27", "short_pl": "tys. osób", "short_en": "thousand persons"},
    ]
    rows = {row["indicator_id"]: row for row in found["indicators"]}
    assert (rows["thousands"]["unit"], rows["thousands"]["decimals"]) == ("bdl_measure_27", 1)
    assert (rows["rate"]["unit"], rows["rate"]["value_type"], rows["rate"]["decimals"]) == ("people", "ratio", 2)


def test_a_variable_of_counties_is_asked_of_the_city_that_is_one(bank: Bank, client: Client, known: Known):
    bank.values["042214361000", 64428] = [(2012, 4321.5, 1)]
    found = sheets(fetched_book(["gdansk"], {"pay": 64428}, [2012], client, known, DAY))
    assert (found["values"][0]["value"], found["values"][0]["literal"]) == (4321.5, "4321,5")
    assert "jednostka 042214361000" in found["values"][0]["locator"]


@pytest.mark.parametrize(
    ("area", "variables", "rule"),
    [
        ("rumia", {"pay": 64428}, "county"),  # the county of Rumia holds other communes
        ("gdansk", {"anything": 9}, "level"),
        ("gdansk", {POPULATION: 1645341}, "people"),
        ("gdansk_orunia", {POPULATION: 72305}, "area"),
        ("nowhere", {POPULATION: 72305}, "area"),
        ("wrong", {POPULATION: 72305}, "unit"),
        ("rumia", {POPULATION: 72305}, "nothing"),
    ],
)
def test_what_would_be_another_figure_or_none_is_refused(client: Client, known: Known, area, variables, rule):
    assert refused(lambda: fetched_book([area], variables, YEARS, client, known, DAY)).rule == rule


def test_what_did_not_come_is_named_and_not_made_up(client: Client, known: Known):
    answer = fetched(["gdansk", "sopot"], {POPULATION: 72305}, [2012, 2014], client, known, DAY)
    assert answer.silent == [("sopot", "population", 2014)]


def test_the_workbook_passes_every_check_and_could_be_published(bank: Bank, client: Client, tmp_path: Path):
    """The same door as for every other file, and nothing of the attributes lost on the way."""
    areas = [{"area_id": "gdansk", "name": "Gdańsk", "teryt": "2261011"}]
    data = publish(tmp_path / "data", areas=areas, report=[figure(value=5)])
    bank.values[GDANSK, 72305] = [(2012, 460427, 1), (2013, 461531, 11), (2014, 0, 91), (2015, 462249, 9)]
    years = range(2012, 2016)
    content = fetched_book(["gdansk"], {POPULATION: 72305}, years, client, catalogue_in_force(data), DAY)
    found = examined(data, content, "population.xlsx", Options())
    assert (found.problems, found.questions) == ([], ())
    publish_staged(data, found.staged, "test")
    state = state_folder(data, in_force(data).version)
    stored = pq.read_table(state / "observations" / "gus_bdl_population_2026_11_22.parquet").to_pylist()
    assert [(row["year"], row["value"], row["status"], row["literal"]) for row in stored] == [
        (2012, 460427, "actual", "460427"),
        (2013, 461531, "actual", "461531"),
        (2014, None, "no_data", "val 0, attrId 91"),
        (2015, 462249, "provisional", "462249"),
    ]
    assert stored[1]["note_en"] == "Marked by Statistics Poland: changes of method (attrId 11)."
    assert [row["year"] for row in pq.read_table(state / "breaks.parquet").to_pylist()] == [2013]
