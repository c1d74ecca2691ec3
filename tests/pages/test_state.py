"""Which state of the data a page shows: that in force, an earlier one that the link names, one with damaged files."""

import shutil

import pyarrow.compute as pc
import pytest

from barometr.engine import data_version
from barometr.project import PROJECT
from barometr.publish.store import commit, write_state
from barometr.published import Publication, manifest
from barometr.ui import take
from barometr.words.texts import LANGUAGES, text
from tests.builders import republish, state_of
from tests.pages.looking import PAGES, new_tab, run, shown, visit

GDANSK = "observations/gdansk_report_2017.parquet"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the shipped data, read by the engine."""
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    monkeypatch.setenv("BAROMETR_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def two_states(data):
    """Versions of two publications: the volunteers of 2017 were 4060 and then became 5000."""
    first = data_version()
    before = {name: state_of(data) / name for name in manifest(state_of(data))}

    def corrected(name, table):
        if name != GDANSK:
            return table
        printed = pc.and_(pc.equal(table["indicator_id"], "volunteers"), pc.equal(table["literal"], "4060"))
        for column, value in (("value", 5000.0), ("literal", "5000")):
            cells = pc.if_else(printed, value, table[column])
            table = table.set_column(table.schema.get_field_index(column), column, cells)
        return table

    shutil.copytree(state_of(data), data / "kept")
    republish(data, corrected)
    second = data_version()
    assert write_state(data, {name: data / "kept" / name for name in before}) == first
    for version, at in ((first, "2026-01-30T12:00:00+00:00"), (second, "2026-02-01T12:00:00+00:00")):
        commit(data, Publication(version, version, "import", at=at), alone=version == first)
    return first, second


def printed(at):
    return " ".join(word for word in shown(at).words if word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_an_earlier_publication_shows_its_values_and_says_so(two_states, language):
    first, second = two_states
    now = visit("overview", language)
    assert "5000" in printed(now).replace(",", "")
    assert second in printed(now)
    then = visit("overview", language, asof=first)
    assert "4060" in printed(then).replace(",", "")
    assert "5000" not in printed(then).replace(",", "")
    day = "30 stycznia 2026, 12:00 UTC" if language == "pl" else "30 January 2026, 12:00 UTC"
    assert text(language, "data.as_of", day=day) in printed(then)
    assert first in printed(then)
    assert then.query_params["asof"] == first


def test_the_earlier_state_stays_from_page_to_page_until_the_reader_leads_back(two_states):
    first, _ = two_states
    at = visit("overview", "en", asof=first)
    at.query_params = {"lang": "en"}
    at.switch_page("pages/volunteering.py")
    run(at)
    assert text("en", "data.back_to_now") in printed(at)
    at.query_params = {"lang": "en", "asof": "now"}
    run(at)
    assert text("en", "data.back_to_now") not in printed(at)
    assert "asof" not in at.query_params


@pytest.mark.usefixtures("two_states")
def test_a_version_that_was_never_published_is_a_notice_and_the_present_data():
    at = visit("overview", "en", asof="0123456789")
    assert "5000" in printed(at).replace(",", "")
    assert any("state of the data" in warning.value for warning in at.warning)


def test_the_version_in_force_is_no_earlier_one(two_states):
    _, second = two_states
    at = visit("overview", "en", asof=second)
    assert text("en", "data.back_to_now") not in printed(at)
    assert "asof" not in at.query_params


def test_a_file_asked_for_later_is_made_of_the_data_that_the_page_showed(data, two_states):
    first, second = two_states
    made = take.of_this_moment(lambda: data_version().encode())
    commit(data, Publication(first, first, "undo"))
    assert data_version() == first
    assert made() == second.encode()


# Damaged files


@pytest.mark.parametrize("route", ["overview", "volunteering", "trends", "sources"])
def test_a_damaged_document_is_named_and_the_rest_is_shown(data, route):
    file = state_of(data) / "observations" / "sopot_report_2008.parquet"
    content = file.read_bytes()
    file.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    at = visit(route, "en", area="gdansk")
    (error,) = at.error
    assert "observations/sopot" in error.value
    assert error.value.startswith("Damaged data files were left out: ")
    assert "4060" in printed(at).replace(",", "") or route == "sources"


@pytest.mark.parametrize("name", ["conflicts", "breaks", "goal_links", "projects", "reviews", "comparison_figures"])
def test_every_page_does_without_a_table_that_is_not_needed(data, name):
    (state_of(data) / f"{name}.parquet").write_bytes(b"")
    for route in PAGES:
        (error,) = visit(route, "pl").error
        assert name in error.value.replace("\\", ""), route


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_needed_table_the_page_says_why_and_nothing_else(data, language):
    (state_of(data) / "indicators.parquet").unlink()
    at = visit_unfinished(language)
    (error,) = at.error
    assert error.value.startswith(text(language, "data.unreadable"))
    assert "indicators.parquet" in error.value
    assert "make data" in error.value


def visit_unfinished(language):
    """Open the first page where it may end before its script has told the link."""
    at = new_tab()
    at.query_params = {"lang": language}
    at.run()
    assert not at.exception
    return at
