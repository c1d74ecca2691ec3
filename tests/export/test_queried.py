"""Any named query as a table: its columns, values and documents as they are."""

from datetime import date

import pytest

from barometr.engine import QueryError, data_version, queries
from barometr.export.described import descriptions
from barometr.export.queried import labels, query_table
from tests.builders import figure
from tests.export.looking import open_xlsx, read_csv
from tests.test_engine import sample_parameters


@pytest.mark.usefixtures("tiny")
def test_rows_and_columns_are_those_of_the_query():
    table = query_table("overview/years", "pl", area_id="gdansk")
    assert [(column.name, column.label) for column in table.columns] == [
        ("year", "year"),
        ("measured", "measured (indicators)"),
    ]
    assert table.rows == ((2015, 1), (2016, 1), (2017, 1))
    assert table.file_name == "barometr-overview-years"
    assert table.title == "Years in which a city has measured values, with how many."


@pytest.mark.usefixtures("tiny")
def test_it_says_what_was_asked_and_what_each_column_is():
    about = query_table("overview/years", "en", area_id="gdansk").about
    assert about[:5] == (
        ("Title", "Years in which a city has measured values, with how many."),
        ("Query", "overview/years"),
        ("Parameters", "area_id = gdansk"),
        ("year", "Year it speaks of"),
        ("measured (indicators)", ""),
    )
    assert about[-1] == ("Data version", data_version())
    assert "Parameters" not in dict(query_table("catalog/areas", "en").about)


@pytest.mark.usefixtures("tiny")
def test_missing_values_are_empty_and_days_are_days():
    table = query_table("trace/revisions", "en", row_id="report_2017.1")
    assert [row[-1] for row in table.rows] == [date(2018, 6, 30), date(2017, 3, 1)]
    assert read_csv(table)[1] == ["report_2017.1", "3563", "3563", "report_2017", "2018-06-30"]
    missing = query_table("volunteering/by_path", "en", area_id="sopot")
    assert dict(zip([column.name for column in missing.columns], missing.rows[0], strict=True))["value"] is None


@pytest.mark.usefixtures("tiny")
def test_the_documents_are_those_of_the_rows():
    assert query_table("volunteering/by_path", "pl", area_id="gdansk").source_ids == ("report_2016", "report_2017")
    assert query_table("catalog/areas", "pl").source_ids == ()


def test_without_a_column_for_the_document_the_figures_name_it(published):
    published(
        report=[figure(value=10), figure(value=12, role="alternative", restates=1)],
        other=[figure(year=2016, value=3)],
    )
    assert query_table("catalog/contradicted", "pl").source_ids == ("report",)


@pytest.mark.usefixtures("tiny")
def test_a_wrong_question_is_refused_as_the_query_refuses_it():
    with pytest.raises(QueryError, match="There is no query 'nothing'"):
        query_table("nothing", "pl")
    with pytest.raises(QueryError, match="missing: area_id; unknown: city"):
        query_table("overview/years", "pl", city="gdansk")


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", queries())
def test_every_query_can_be_taken_away(name):
    table = query_table(name, "en", **sample_parameters(name))
    assert [len(row) for row in table.rows] == [len(queries()[name].columns)] * len(table.rows)
    assert len(read_csv(table)) == len(table.rows) + 1
    assert open_xlsx(table)["Values"].max_row == len(table.rows) + 1


def test_a_label_keeps_the_unit_and_a_comment_in_the_text_is_no_label():
    text = "-- Title.\n-- params:  none\n-- columns: a | b (people)\n--          | c\nselect 1\n-- why\n  as a"
    assert labels(text) == ["a", "b (people)", "c"]


@pytest.mark.usefixtures("shipped")
def test_a_name_that_means_several_things_is_not_described():
    known = descriptions()
    assert known["polarity"] == "Which direction is better"
    assert "kind" not in known
    assert known["status_family"].startswith("Kind of value")
