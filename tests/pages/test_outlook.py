"""The page on what may lie ahead: what can be chosen, what is drawn and said, and what never goes without its label."""

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from barometr.drawing.fan import MARK
from barometr.export.delimited import csv_bytes
from barometr.judgement.outlook import Outlook, outlooks, said
from barometr.ui.outlook import forecast_table
from barometr.words.texts import LANGUAGES, text
from barometr.words.wording import Wording
from tests.builders import figure, publish
from tests.pages.looking import Shown, dialog, pieces, run, seen, shown, specs, visit, years_drawn

on_shipped_data = pytest.mark.usefixtures("shipped")
on_tiny_data = pytest.mark.usefixtures("tiny_outlook")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def called(name: str, **cells: object) -> dict[str, object]:
    return {"indicator_id": name, "short_pl": name, "short_en": name, "name_pl": name, "name_en": name} | cells


def by_year(indicator_id: str, first: int, *values: float, **cells: object) -> list[dict[str, object]]:
    return [figure(indicator_id=indicator_id, year=first + i, value=value) | cells for i, value in enumerate(values)]


@pytest.fixture(scope="session")
def tiny_outlook_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with a series of each kind, one with nothing long enough, and one without any figure."""
    return publish(
        tmp_path_factory.mktemp("outlook") / "data",
        areas=[{"area_id": one, "name": one.title(), "name_en": one.title()} for one in ("gdansk", "sopot", "rumia")],
        units=[{"unit": "people", "short_pl": "os.", "short_en": "people"}],
        sources=[{"source_id": "report", "title": "Raport", "title_en": "The report"}],
        indicators=[
            called("short_one", headline=1),
            called("rising", headline=2),
            called("same"),
            called("divided", dimension="path"),
        ],
        members=[
            {"dimension": "path", "member": one, "name_en": one, "sort": i} for i, one in enumerate(("sport", "art"))
        ],
        report=[
            *by_year("short_one", 2015, 1, 2, 3),
            *by_year("rising", 2013, 10, 20, 30, 40, 50),
            *by_year("same", 2013, 7, 7, 7, 7, 7),
            *by_year("divided", 2016, 5, 6),
            *by_year("divided", 2013, 10, 20, 10, 20, 10, member="sport"),
            *by_year("divided", 2017, 1, member="art"),
            *by_year("short_one", 2017, 7, area_id="sopot"),
        ],
    )


@pytest.fixture
def tiny_outlook(tiny_outlook_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETR_DATA", str(tiny_outlook_folder))


def words(at: AppTest) -> str:
    return " ".join(word for word in shown(at).words if word)


def table_rows(at: AppTest, caption: str) -> list[list[str]]:
    """Return the rows of the table with this caption, as words."""
    (found,) = re.findall(
        rf"<table class='b-table' aria-label='{re.escape(caption)}'>(.*?)</table>", "".join(pieces(at)), re.DOTALL
    )
    rows = re.findall(r"<tr>(.*?)</tr>", found.partition("<tbody>")[2], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(word for word in Shown(cell).words if word) for cell in row] for row in cells]


def forecast_drawn(at: AppTest) -> dict[int, float]:
    (spec,) = specs(at)
    (line,) = [trace for trace in spec["data"] if trace.get("marker", {}).get("symbol") == MARK]
    return dict(zip(line["x"], line["y"], strict=True))


def options(at: AppTest, name: str) -> list[str]:
    return at.selectbox(key=f"choice_{name}").options


def of_rising() -> Outlook:
    return next(one for one in outlooks("gdansk") if one.indicator.indicator_id == "rising")


# What can be chosen


@on_tiny_data
def test_what_has_a_forecast_comes_first_and_the_rest_says_that_it_has_none():
    at = visit("outlook", "en")
    assert options(at, "ind") == ["divided", "rising", "same", "short_one (no forecast)"]
    assert at.selectbox(key="choice_ind").value == "rising"
    assert at.query_params == {"lang": "en", "area": "gdansk"}


@on_tiny_data
def test_the_horizon_is_three_years_or_seven():
    at = visit("outlook", "en")
    assert list(forecast_drawn(at)) == [2018, 2019, 2020]
    at.button_group(key="choice_horizon").set_value("7")
    run(at)
    assert at.query_params["horizon"] == "7"
    assert list(forecast_drawn(at)) == list(range(2018, 2025))
    assert years_drawn(specs(at)[0]) == list(range(2013, 2025))
    assert text("en", "outlook.untested_years") in words(at)


@on_tiny_data
def test_a_breakdown_opens_with_its_first_part_that_has_a_forecast():
    at = visit("outlook", "en", ind="divided")
    assert options(at, "slice") == ["Printed total (no forecast)", "sport", "art (no forecast)"]
    assert forecast_drawn(at) == {2018: 10, 2019: 10, 2020: 10}
    at.selectbox(key="choice_slice").set_value("total")
    run(at)
    assert at.query_params["slice"] == "total"
    assert not at.get("plotly_chart")
    assert "There are only 2 comparable values, and at least five are needed." in words(at)


@on_tiny_data
def test_another_indicator_drops_the_part_of_the_one_before():
    at = visit("outlook", "en", ind="divided", slice="art", horizon="7")
    at.selectbox(key="choice_ind").set_value("same")
    run(at)
    assert at.query_params == {"lang": "en", "area": "gdansk", "ind": "same", "horizon": "7"}
    assert not at.warning


@on_tiny_data
def test_another_city_drops_what_was_chosen_for_the_one_before_and_keeps_the_horizon():
    at = visit("outlook", "en", ind="divided", slice="art", horizon="7", why="1")
    at.button_group(key="choice_area").set_value("rumia")
    run(at)
    assert not at.warning
    assert at.query_params == {"lang": "en", "area": "rumia", "horizon": "7"}


@on_tiny_data
@pytest.mark.parametrize(
    "link",
    [
        {"ind": "<script>alert(1)</script>"},
        {"horizon": "5"},
        {"horizon": "x" * 10_000},
        {"slice": "sport"},
        {"why": "<b>"},
    ],
)
def test_a_bad_link_gives_one_notice_and_the_default_view(link):
    at = visit("outlook", "en", **link)
    (notice,) = at.warning
    ((name, value),) = link.items()
    if name != "slice":
        assert text("en", f"parameter.{name}") in notice.value
    assert value not in notice.value or name == "slice"
    assert pieces(at) == pieces(visit("outlook", "en"))


# What is drawn and said


@on_tiny_data
def test_the_forecast_is_drawn_apart_with_its_word_in_the_picture_and_in_its_alternative():
    at = visit("outlook", "en")
    (spec,) = specs(at)
    assert forecast_drawn(at) == {2018: 59, 2019: pytest.approx(67.1), 2020: pytest.approx(74.39)}
    assert "<b>forecast</b>" in [note["text"] for note in spec["layout"]["annotations"]]
    assert "rising: forecast to 2020" in spec["layout"]["title"]["text"].replace("<br>", " ")
    alternative = at.get("plotly_chart")[0].proto.alt
    assert alternative.startswith("rising: forecast to 2020. ")
    assert "2017: 50, 2018: 59 (43 to 75) (forecast)" in alternative
    assert "2020: 74 (46 to 103) (forecast, rough guide)" in alternative


@on_tiny_data
def test_every_row_of_the_table_is_marked_as_a_forecast():
    caption = text("en", "outlook.caption", name="rising (people)")
    assert caption.startswith("A forecast")
    assert table_rows(visit("outlook", "en"), caption) == [
        ["2018 forecast", "59", "43", "75"],
        ["2019 forecast", "67", "44", "90"],
        ["2020 forecast, rough guide", "74", "46", "103"],
    ]


@on_tiny_data
@in_both_languages
def test_the_sentence_stands_under_the_chart(language):
    at = visit("outlook", language)
    one = of_rising()
    assert said(Wording(language), one.indicator, one.forecast) in words(at)


@on_tiny_data
def test_the_test_on_the_past_stands_beside_it_with_every_forecast():
    at = visit("outlook", "en")
    assert table_rows(at, text("en", "outlook.errors")) == [["fading trend ✓ shown", "1.6"], ["no change", "13.3"]]
    assert table_rows(at, text("en", "outlook.tests_caption")) == [
        ["from 2015 for 2016", "40", "39", "1.0", "30", "10.0"],
        ["from 2015 for 2017", "50", "47", "2.9", "30", "20.0"],
        ["from 2016 for 2017", "50", "49", "1.0", "40", "10.0"],
    ]


@on_tiny_data
def test_where_no_change_was_nearer_it_is_the_one_that_is_marked():
    at = visit("outlook", "en", ind="divided")
    assert [row[0] for row in table_rows(at, text("en", "outlook.errors"))] == ["fading trend", "no change ✓ shown"]


@on_tiny_data
def test_a_value_that_never_changed_has_no_band_and_an_unknown_range():
    at = visit("outlook", "en", ind="same")
    (spec,) = specs(at)
    assert not [trace for trace in spec["data"] if trace.get("fill") == "toself"]
    rows = table_rows(at, text("en", "outlook.caption", name="same (people)"))
    assert [row[1:] for row in rows] == [["7", "unknown", "unknown"]] * 3
    assert text("en", "outlook.never_changed") in words(at)


@on_tiny_data
def test_measured_values_open_their_trace_and_forecasts_their_rule():
    at = visit("outlook", "en")
    assert set(shown(at).numbers) == {f"rising~gdansk~{year}" for year in range(2013, 2018)}
    addresses = set(re.findall(r"href='(outlook\?[^']*)'", "".join(pieces(at))))
    assert addresses == {"outlook?lang=en&amp;area=gdansk&amp;ind=rising&amp;horizon=3&amp;why=1"}
    assert "<details class='b-details'><summary>Why this forecast" in "".join(pieces(at))
    at = visit("outlook", "en", ind="rising", horizon="3", why="1")
    assert re.search(
        r"<details class='b-details' open data-here='[^']+'><summary>Why this forecast", "".join(pieces(at))
    )
    assert not at.warning


@on_tiny_data
def test_the_address_of_the_rule_keeps_part_and_horizon():
    at = visit("outlook", "en", ind="divided", horizon="7")
    (address,) = set(re.findall(r"href='(outlook\?[^']*)'", "".join(pieces(at))))
    assert "slice=sport" in address
    assert "horizon=7" in address


# Where there is none


@on_tiny_data
def test_a_refused_series_has_its_reason_its_values_and_no_chart():
    at = visit("outlook", "en", ind="short_one")
    assert not at.get("plotly_chart")
    assert "There are only 3 comparable values, and at least five are needed." in words(at)
    assert set(shown(at).numbers) == {f"short_one~gdansk~{year}" for year in (2015, 2016, 2017)}
    assert text("en", "outlook.not_measured") not in words(at)


@on_tiny_data
@in_both_languages
def test_a_city_without_any_forecast_says_so_and_shows_the_way_to_one(language):
    at = visit("outlook", language, area="sopot")
    assert text(language, "outlook.nothing", city="Sopot") in words(at)
    assert text(language, "outlook.elsewhere", city="Gdansk") in words(at)
    assert f"href='outlook?lang={language}&amp;area=gdansk'" in "".join(pieces(at))
    assert text(language, "outlook.elsewhere", city="Rumia") not in words(at)
    assert not at.get("plotly_chart")


@on_tiny_data
def test_a_city_without_any_figure_has_nothing_to_choose():
    at = visit("outlook", "en", area="rumia")
    assert text("en", "outlook.nothing", city="Rumia") in words(at)
    assert not at.selectbox
    assert not at.warning


# What is taken away


@on_tiny_data
@in_both_languages
def test_a_forecast_is_never_taken_away_without_its_label(language):
    """Title, file name, a column of every row and the names of its own columns say what it is."""
    at = visit("outlook", language)
    name = f"barometr-{text(language, 'outlook.file')}-rising-gdansk-2020"
    assert {f"csv_{name}", f"xlsx_{name}"} <= {button.key for button in at.get("download_button")}
    assert json.loads(at.get("plotly_chart")[0].proto.config)["toImageButtonOptions"]["filename"] == name
    one = of_rising()
    table = forecast_table(Wording(language), one, 3, name)
    word = text(language, "status.forecast.name")
    assert word in table.title.lower()
    status = [column.name for column in table.columns].index("status")
    assert [row[status] for row in table.rows] == [word, word, text(language, "status.orientation.name")]
    assert all(word in row[status] for row in table.rows)
    own = [column.label.lower() for column in table.columns if column.name.startswith("forecast")]
    assert len(own) == 3
    assert all(word in label for label in own)
    assert said(Wording(language), one.indicator, one.forecast) in dict(table.about).values()
    assert table.source_ids == ("report",)


@on_tiny_data
def test_the_numbers_taken_away_are_those_on_the_screen():
    lines = csv_bytes(forecast_table(Wording("en"), of_rising(), 3, "x")).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("City or part of it,Indicator,Part,Year,Status,Forecast,")
    assert lines[1] == "Gdansk,rising,,2018,forecast,59,43,75,people,fading trend"
    assert lines[3] == 'Gdansk,rising,,2020,"forecast, rough guide",74,46,103,people,fading trend'


# The shipped data


@on_shipped_data
@in_both_languages
@pytest.mark.parametrize("area", ["gdansk", "sopot", "rumia"])
def test_every_indicator_of_a_city_opens(area, language):
    """Each once with its forecast and its rule, or its reason; no placeholder and no empty value is left over."""
    at = visit("outlook", language, area=area, horizon="7", why="1")
    for indicator_id in dict.fromkeys(one.indicator.indicator_id for one in outlooks(area)):
        at.query_params = {"lang": language, "area": area, "horizon": "7", "why": "1", "ind": indicator_id}
        run(at)
        assert not at.warning
        everything = "".join(pieces(at)) + "".join(chart.proto.alt for chart in at.get("plotly_chart"))
        assert not re.search(r"\b(None|nan|NaN|inf)\b|\{[a-z_]+\}|p\.p\.\.|\(\)", everything)
        assert shown(at).numbers


@on_shipped_data
def test_the_page_opens_with_a_forecast_of_a_headline():
    at = seen("outlook", "en")
    assert at.selectbox(key="choice_ind").value == "families_per_assistant"
    assert forecast_drawn(at)[2020] == pytest.approx(19.613145)


@on_shipped_data
def test_a_trace_opens_in_place():
    title, content = dialog(visit("outlook", "en", trace="families_per_assistant~gdansk~2017"))
    assert "2017" in title
    assert text("en", "quote", text="17,04") in content.words
