"""Points of a page as a table: every column of every kind of value, and the grid as the page shows it."""

import pytest

from barometr.engine import data_version, records
from barometr.export.delimited import csv_bytes
from barometr.export.points import COLUMNS, points_table
from barometr.export.table import Shown
from barometr.words.wording import Wording
from tests.builders import figure, ratio, rows
from tests.export.looking import HOSTILE, open_xlsx, read_csv, values

PL, EN = Wording("pl"), Wording("en")


def table_for(wording, *point_ids, **named):
    """Return the table of the points with these ids, or of every point there is."""
    wanted = [{"point_id": one} for one in point_ids] or [
        {"point_id": one} for (one,) in rows("select point_id from points order by point_id")
    ]
    return points_table(wording, wanted, **({"title": "Title", "file_name": "name"} | named))


def said(table, point_id):
    """Return the row of one point by the names of its columns."""
    (row,) = [row for row in table.rows if row[-1] == point_id]
    return dict(zip(COLUMNS, row, strict=True))


def shown(cell):
    """Return a number of the grid as its page shows it."""
    return f"{cell.before}{cell:.{cell.decimals}f}{cell.after}" if isinstance(cell, Shown) else cell


def drawn(table):
    return [[shown(cell) for cell in row] for row in table.grid.rows]


@pytest.fixture
def described(published):
    """Volunteers with a code, a breakdown and a note, in words of one's own."""
    published(
        areas=[
            {"area_id": "gdansk", "name": "Gdańsk", "name_en": "Gdańsk"},
            {"area_id": "sopot", "name": "Sopot", "name_en": "Sopot"},
        ],
        goals=[{"goal_id": "goal", "programme_id": "programme"}],
        programmes=[{"programme_id": "programme", "source_id": "report"}],
        units=[{"unit": "people", "short_pl": "os.", "short_en": "people"}],
        indicators=[
            {
                "indicator_id": "volunteers",
                "code": "I.1",
                "goal_id": "goal",
                "name_pl": "Liczba wolontariuszy",
                "name_en": "Number of volunteers",
                "short_pl": "Wolontariusze",
                "short_en": "Volunteers",
                "dimension": "path",
                "decimals": 1,
                "additive": "true",
            }
        ],
        members=[{"dimension": "path", "member": "sport", "name_pl": "sport", "name_en": "sports"}],
        sources=[{"source_id": "report", "title": "Raport", "title_en": "Report"}],
        conflicts=[{"conflict_id": "total_2015", "kind": "total", "finding": "total:gdansk:volunteers:2015"}],
        report=[
            figure(year=2015, value=4000, literal="ok. 4000", status="approx", section="I.1", line=7),
            figure(year=2016, value=35.5, literal="35,5", note_pl="Uwaga", note_en="Caveat", year_basis="inferred"),
            figure(year=2016, value=36, role="alternative", restates=2, place="text"),
            figure(year=2017, status="in_progress", literal="w trakcie"),
            figure(year=2015, value=12, member="sport"),
            figure(year=2015, area_id="sopot", value=9),
            figure(year=2016, value=50, status="plan"),
        ],
    )


# One row a value


@pytest.mark.usefixtures("described")
def test_a_measured_value_in_polish_and_english():
    assert said(table_for(PL), "volunteers~gdansk~2015") == {
        "area": "Gdańsk",
        "indicator": "Liczba wolontariuszy",
        "code": "I.1",
        "member": None,
        "year": 2015,
        "value": 4000,
        "unit": "os.",
        "status": "w przybliżeniu",
        "literal": "ok. 4000",
        "is_derived": False,
        "document": "Raport",
        "place": "tabela I.1, linia 7 odczytanego tekstu",
        "note": None,
        "is_disputed": True,  # its only printed part is 12
        "point_id": "volunteers~gdansk~2015",
    }
    english = said(table_for(EN), "volunteers~gdansk~2016")
    assert english["indicator"] == "Number of volunteers"
    assert english["note"] == "Caveat; year inferred, not printed beside the figure"
    assert (english["document"], english["place"]) == ("Report", "table, line 2 of the text as read")
    assert english["is_disputed"] is True  # the report also prints 36


@pytest.mark.usefixtures("described")
def test_a_value_keeps_the_decimals_it_was_printed_with():
    table = table_for(PL)
    found = {point_id: said(table, f"volunteers~gdansk~{point_id}")["value"].decimals for point_id in ("2015", "2016")}
    assert found == {"2015": 0, "2016": 1}


@pytest.mark.usefixtures("described")
def test_a_missing_value_is_empty_and_its_status_says_why():
    row = said(table_for(PL), "volunteers~gdansk~2017")
    assert (row["value"], row["status"], row["literal"]) == (None, "w trakcie zbierania", "w trakcie")
    assert row["is_disputed"] is False


@pytest.mark.usefixtures("described")
def test_a_part_is_named_and_a_code_stays_with_its_programme():
    table = table_for(EN)
    assert said(table, "volunteers~gdansk~2015~sport")["member"] == "sports"
    assert said(table, "volunteers~sopot~2015")["code"] is None


@pytest.mark.usefixtures("described")
def test_the_file_in_polish_byte_for_byte():
    table = table_for(PL, "volunteers~gdansk~2016", "volunteers~gdansk~2017")
    assert csv_bytes(table).decode() == (
        "\ufeffMiasto lub jego część;Wskaźnik;Kod w programie;Część;Rok;Wartość;Jednostka;Status;Tak w dokumencie;"
        "Obliczone przez Barometr;Dokument;Miejsce w dokumencie;Uwaga;Źródła podają też inną liczbę;"
        "Adres wartości w Barometrze\r\n"
        "Gdańsk;Liczba wolontariuszy;I.1;;2016;35,5;os.;zmierzone;35,5;nie;Raport;tabela, linia 2 odczytanego tekstu"
        ';"Uwaga; rok przyjęty, nie podany przy tej liczbie";tak;volunteers~gdansk~2016\r\n'
        "Gdańsk;Liczba wolontariuszy;I.1;;2017;;os.;w trakcie zbierania;w trakcie;nie;Raport;"
        "tabela, linia 4 odczytanego tekstu;;nie;volunteers~gdansk~2017\r\n"
    )


@pytest.mark.usefixtures("described")
def test_points_come_in_the_order_asked_each_once():
    wanted = ("volunteers~sopot~2015", "volunteers~gdansk~2015", "volunteers~sopot~2015")
    assert [row[-1] for row in table_for(PL, *wanted).rows] == list(wanted[:2])


@pytest.mark.usefixtures("described")
def test_what_the_queries_of_the_pages_return_is_enough():
    for asked in (
        records("topic/points", topic="volunteering", area_id="gdansk"),
        records("volunteering/by_path", area_id="gdansk"),
        records("indicator/across_areas", indicator_id="volunteers"),
    ):
        table = points_table(PL, asked, title="Title", file_name="name")
        assert [row[-1] for row in table.rows] == [row["point_id"] for row in asked]
        assert len(table.rows) > 3


@pytest.mark.usefixtures("described")
def test_no_points_make_an_empty_table():
    table = points_table(PL, [], title="Title", file_name="name")
    assert (table.rows, table.grid, table.source_ids) == ((), None, ())
    assert len(read_csv(table)) == 1


# Computed values


@pytest.fixture
def computed(published):
    """Families per assistant: printed nowhere; the numerator of 2017 and its denominator in two documents."""
    published(
        indicators=[
            {"indicator_id": "families", "unit": "families"},
            {"indicator_id": "assistants"},
            ratio("caseload", "families", "assistants"),
        ],
        older=[
            figure(indicator_id="assistants", year=2016, value=3, line=5),
            figure(indicator_id="families", year=2016, value=10, literal="10 rodzin", line=4),
            figure(indicator_id="families", year=2017, value=14, status="plan", line=6),
        ],
    )


@pytest.mark.usefixtures("computed")
def test_a_computed_value_names_its_inputs_and_their_places():
    row = said(table_for(PL), "caseload~gdansk~2016")
    assert row["value"] == 10 / 3
    assert row["value"].decimals == 1
    assert (row["status"], row["is_derived"], row["literal"]) == ("obliczone", True, None)
    assert row["document"] == "title"
    assert row["place"] == (
        "„10 rodzin” (tabela, linia 4 odczytanego tekstu); „3” (tabela, linia 5 odczytanego tekstu)"
    )
    assert said(table_for(PL), "caseload~gdansk~2017~~plan")["status"] == "obliczone, plan"


@pytest.mark.usefixtures("computed")
def test_the_documents_of_a_computed_value_are_those_of_its_inputs():
    assert table_for(PL, "caseload~gdansk~2016").source_ids == ("older",)


@pytest.mark.usefixtures("computed")
def test_the_file_holds_every_digit_of_a_computed_value_and_shows_one():
    table = table_for(EN, "caseload~gdansk~2016")
    assert read_csv(table)[1][5] == "3.3333333333333335"
    cell = open_xlsx(table)["Values"]["F2"]
    assert cell.value == pytest.approx(10 / 3, rel=1e-15)  # a workbook holds sixteen digits
    assert cell.number_format == "#,##0.0"


# The grid


@pytest.mark.usefixtures("described")
def test_the_grid_has_a_row_for_each_series_and_a_column_for_each_year():
    table = table_for(EN)
    assert table.grid.header == ("Indicator", "City or part of it", "Part", "Status", "Unit", 2015, 2016, 2017)
    assert drawn(table) == [
        ["Volunteers", "Gdańsk", "Printed total", "", "people", "c. 4000 ≠", "35.5 † ≠", "in progress"],
        ["Volunteers", "Gdańsk", "sports", "", "people", "12", None, None],
        ["Volunteers", "Gdańsk", "Printed total", "plan", "people", None, "50 plan", None],
        ["Volunteers", "Sopot", "Printed total", "", "people", "9", None, None],
    ]


@pytest.mark.usefixtures("described")
def test_headings_that_say_nothing_are_left_out():
    table = table_for(PL, "volunteers~gdansk~2015", "volunteers~gdansk~2017")
    assert table.grid.header == ("Wskaźnik", "Miasto lub jego część", "Jednostka", 2015, 2017)
    assert drawn(table) == [["Wolontariusze", "Gdańsk", "os.", "ok. 4000 ≠", "w trakcie"]]


@pytest.mark.usefixtures("computed")
def test_a_computed_number_is_real_and_carries_its_sign():
    assert drawn(table_for(PL, "caseload~gdansk~2016"))[0][-1] == "⊙ 3.3"
    assert drawn(table_for(PL, "caseload~gdansk~2017~~plan"))[0][-1] == "⊙ 4.7 plan"


def test_a_break_a_share_and_a_target_show_as_on_the_page(published):
    published(
        indicators=[{"indicator_id": "share", "unit": "percent", "value_type": "share", "decimals": 1}],
        breaks=[{"indicator_id": "share", "year": 2016}],
        report=[
            figure(indicator_id="share", year=2015, value=10, literal="10,0%"),
            figure(indicator_id="share", year=2016, value=12, literal="12%"),
            figure(indicator_id="share", year=2017, value=13.5, literal="13,5"),
            figure(indicator_id="share", year=2017, value=20, status="target"),
            figure(indicator_id="share", year=2014, status="no_data"),
        ],
    )
    table = table_for(PL)
    assert [row[-4:] for row in drawn(table)] == [
        ["–", "10.0%", "// 12%", "13.5%"],
        [None, None, None, "20% cel"],
    ]
    signs = dict(table.about)["Znaki w tabeli"]
    assert signs == "– brak danych; // przerwa w serii"


# What it says about itself


@pytest.mark.usefixtures("described")
def test_it_says_what_is_counted_how_to_read_it_and_of_which_data():
    table = table_for(EN, title="Volunteers", about=(("City", "Gdańsk"),))
    assert table.about[:7] == (
        ("Title", "Volunteers"),
        ("City", "Gdańsk"),
        ("Indicator", "Number of volunteers"),
        ("What is counted", "definition_en"),
        ("How to read it", "reading_en"),
        ("Unit", "people"),
        ("When a change counts", "A change counts from 5% against the year before. A higher value is better here."),
    )
    assert table.about[-1] == ("Data version", data_version())
    assert (table.title, table.file_name, table.language) == ("Volunteers", "name", "en")


def test_hostile_names_from_the_data_run_in_no_file(published):
    published(
        areas=[{"area_id": "gdansk", "name": HOSTILE[0], "name_en": HOSTILE[0]}, {"area_id": "sopot"}],
        indicators=[{"indicator_id": "volunteers", "dimension": "path", "short_en": "@short", "name_en": HOSTILE[2]}],
        members=[{"dimension": "path", "member": "sport", "name_en": "+a1"}],
        sources=[{"source_id": "report", "title_en": "=Report", "publisher_en": "-a1"}],
        report=[
            figure(value=1, literal="=1+1", note_pl="@nota", note_en="@note"),
            figure(value=-2, literal="-2", member="sport"),
        ],
    )
    table = table_for(EN)
    for row in read_csv(table)[1:]:
        assert [cell for cell in row if cell[:1] in ("=", "+", "-", "@") and cell not in ("-2", "-2.0")] == []
    assert read_csv(table)[1][0] == "'" + HOSTILE[0]
    for sheet in open_xlsx(table):
        for cell in (cell for line in sheet for cell in line):
            assert cell.data_type != "f"
            if isinstance(cell.value, str) and cell.value[0] in "=+-@":
                assert cell.quotePrefix, (sheet.title, cell.coordinate)
    assert values(open_xlsx(table)["Values"])[1][:2] == [HOSTILE[0], "@x"]


@pytest.mark.usefixtures("shipped")
def test_every_point_of_the_published_data_can_be_taken_away():
    for wording in (PL, EN):
        table = table_for(wording)
        assert len(table.rows) == rows("select count(*) from points")[0][0]
        written = [row[5] for row in values(open_xlsx(table).worksheets[1])[1:]]
        assert written == [None if row[5] is None else pytest.approx(row[5], rel=1e-15) for row in table.rows]
        placed = sum(cell is not None for row in table.grid.rows for cell in row[5:])
        assert placed == len(table.rows)
