"""What a publication changes for readers: nothing is missed, and nothing is called a change that is none."""

import shutil

import pytest

from barometr.publish.preview import CatalogueChange
from barometr.publish.staging import publish, undo_preview
from tests.builders import figure
from tests.builders import publish as publish_texts
from tests.publish import publisher
from tests.publish.publisher import staged

# The document in force prints 10 for each of these years but 2012, for which it has no value, and a plan for 2030.
YEARS = range(2010, 2018)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return publish_texts(
        tmp_path_factory.mktemp("built") / "data",
        sources=[{"source_id": "report", "published_on": "2018-06-30"}],
        report=[
            *(figure(year=year, value=10) for year in YEARS if year != 2012),
            figure(year=2012, status="no_data"),
            figure(year=2030, value=50, status="plan"),
        ],
    )


@pytest.fixture
def data(built, tmp_path, monkeypatch):
    folder = tmp_path / "data"
    shutil.copytree(built, folder)
    monkeypatch.setenv("BAROMETR_DATA", str(folder))
    return folder


def kinds_by_year(shown):
    return {int(row.year): row.kind for row in shown.values.itertuples()}


def test_each_kind_of_change_is_told_from_the_others(data):
    shown = staged(
        data,
        "letter",
        {"year": 2010, "value": 10.0},
        {"year": 2011, "value": 11.0},
        {"year": 2012, "value": 12.0},
        {"year": 2013, "status": "no_data"},
        {"year": 2018, "value": 13.0},
        {"year": 2019, "status": "in_progress"},
        {"year": 2014, "value": 10.0, "status": "provisional"},
    ).preview
    assert kinds_by_year(shown) == {
        2010: "confirmed",
        2011: "revised",
        2012: "new",
        2013: "withdrawn",
        2014: "revised",  # the value is the same, but no longer final
        2018: "new",
        2019: "new_gap",
    }
    assert shown.counts == {"revised": 2, "withdrawn": 1, "new": 2, "new_gap": 1, "confirmed": 1}
    revised = shown.of_kind("revised").to_dict("records")[0]
    assert (revised["value_before"], revised["value"], revised["change_pct"]) == (10.0, 11.0, pytest.approx(10.0))
    assert (revised["source_id_before"], revised["source_id"]) == ("report", "letter")
    assert (shown.without_effect, shown.is_empty) == (0, False)
    assert shown.catalogue == [CatalogueChange("sources", "letter")]


def test_a_plan_and_a_measured_value_of_one_year_are_two_things(data):
    shown = staged(data, "letter", {"year": 2010, "value": 99.0, "status": "plan"}).preview
    assert [(row.year, row.kind, row.family) for row in shown.values.itertuples()] == [(2010, "new", "plan")]


def test_rows_that_a_later_document_outweighs_are_counted_and_change_nothing(data, monkeypatch):
    earlier = publisher.DOCUMENT | {"published_on": "2018-01-01"}
    monkeypatch.setattr(publisher, "DOCUMENT", earlier)
    shown = staged(data, "letter", {"year": 2010, "value": 99.0}, {"year": 2009, "value": 1.0}).preview
    assert kinds_by_year(shown) == {2009: "new"}
    assert shown.without_effect == 1


def test_a_document_brought_in_anew_shows_its_revisions_although_its_figures_keep_their_names(data):
    publish(data, staged(data, "letter", {"year": 2018, "value": 5.0}, {"year": 2019, "value": 6.0}), "anna")
    shown = staged(data, "letter", {"year": 2018, "value": 7.0}, {"year": 2019, "value": 6.0}).preview
    assert kinds_by_year(shown) == {2018: "revised"}
    assert shown.values["value_before"].tolist() == [5.0]
    gap = staged(data, "letter", {"year": 2018, "status": "no_data"}, {"year": 2019, "value": 6.0}).preview
    assert kinds_by_year(gap) == {2018: "withdrawn"}  # another status is another figure


def test_a_document_brought_in_unchanged_changes_nothing(data):
    figures = [{"year": 2018, "value": 5.0}, {"year": 2019, "status": "no_data"}]
    publish(data, staged(data, "letter", *figures), "anna")
    shown = staged(data, "letter", *figures).preview
    assert shown.is_empty
    assert len(shown.values) == 0
    assert shown.catalogue == []
    assert shown.without_effect == 0


def test_an_undo_shows_what_goes_and_what_comes_back(data):
    figures = [{"year": 2010, "value": 11.0}, {"year": 2012, "value": 12.0}, {"year": 2018, "value": 13.0}]
    publish(data, staged(data, "letter", *figures), "anna")
    shown = undo_preview(data, "0001")
    assert kinds_by_year(shown) == {2010: "revised", 2012: "withdrawn", 2018: "withdrawn"}
    assert shown.catalogue == [CatalogueChange("sources", "letter", gone=True)]


def test_a_slip_of_a_decimal_place_is_pointed_at(data):
    """Ten times the value before, or a tenth of it; nothing is said of the first value of a series."""
    shown = staged(
        data,
        "letter",
        {"year": 2018, "value": 100.0},
        {"year": 2019, "value": 99.0},
        {"year": 2015, "value": 1.0},
    )
    jumps = [(row.area_id, row.year) for row in shown.preview.jumps.itertuples()]
    assert jumps == [("gdansk", 2015), ("gdansk", 2018)]
    first = staged(data, "letter", {"year": 2018, "value": 100000.0, "area_id": "sopot"})
    assert len(first.preview.jumps) == 0


def test_a_field_of_the_catalogue_that_changes_is_shown_with_both_texts(data):
    row = {"area_id": "sopot", "kind": "city", "name": "Sopot", "name_en": "Sopot", "teryt": "2264011"}
    shown = staged(data, "", areas=[row]).preview
    changes = {(one.field, one.after) for one in shown.catalogue}
    assert ("teryt", "2264011") in changes
    assert {(one.table, one.key, one.gone) for one in shown.catalogue} == {("areas", "sopot", False)}
    assert len(shown.values) == 0
