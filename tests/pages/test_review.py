"""The page on the review of a programme: what is judged, what is tried out, what is proposed, and what is refused."""

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from barometr.engine import data_directory
from barometr.judgement.progress_words import SIGNS
from barometr.judgement.review import review
from barometr.publish.build import build
from barometr.ui.review import trials
from barometr.ui.review.targets import tried_by_series
from barometr.ui.review.trials import COLUMNS, Trial
from barometr.words.texts import LANGUAGES, text
from barometr.words.wording import Wording
from tests.builders import figure, publish, rows
from tests.judgement.test_progress_words import published_targets
from tests.pages.looking import Shown, dialog, pieces, run, shown, visit

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
on_targets = pytest.mark.usefixtures("targets")
on_shipped_data = pytest.mark.usefixtures("shipped")
MINUS = "\N{MINUS SIGN}"
SIGN = text("en", "review.trial_sign")


@pytest.fixture(scope="module")
def targets_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_targets(tmp_path_factory.mktemp("review") / "data")


@pytest.fixture
def targets(targets_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programme of tests/judgement/test_progress_words.py, which has a target of each kind."""
    monkeypatch.setenv("BAROMETR_DATA", str(targets_folder))


@pytest.fixture(scope="module")
def untargeted_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme without printed targets, one of its series proposed for; a city with one year; one without any."""
    values = {
        "rising": {2015: 10, 2016: 12, 2017: 14},
        "falling": {2015: 14, 2016: 12, 2017: 10},
        "short": {2016: 5, 2017: 6},
        "proposed": {2015: 100, 2016: 110, 2017: 140},
    }
    names = {f"{kind}_{language}": "{}" for kind in ("name", "short") for language in LANGUAGES}
    return publish(
        tmp_path_factory.mktemp("untargeted") / "data",
        areas=[{"area_id": one, "name": one.title(), "name_en": one.title()} for one in ("gdansk", "sopot", "hel")],
        programmes=[
            {"programme_id": "plan", "source_id": "report"},
            {"programme_id": "of_sopot", "area_id": "sopot", "source_id": "report"},
        ],
        goals=[{"goal_id": "goal", "programme_id": "plan", "title_pl": "Cel", "title_en": "The goal"}],
        units=[{"unit": "people", "short_pl": "os.", "short_en": "people"}],
        indicators=[
            {key: value.format(name) for key, value in names.items()}
            | {"indicator_id": name, "goal_id": "goal", "natural_min": 0}
            for name in values
        ],
        proposed_targets=[
            {
                "proposal_id": "more",
                "area_id": "gdansk",
                "indicator_id": "proposed",
                "baseline_year": 2015,
                "target_year": 2020,
                "target_value": 200,
                "method": "linear",
                "proposed_by": "Zespół <b>A</b>",
                "proposed_on": "2018-05-01",
            }
        ],
        report=[
            *(
                figure(indicator_id=name, year=year, value=value)
                for name, by_year in values.items()
                for year, value in by_year.items()
            ),
            figure(indicator_id="rising", area_id="sopot", year=2008, value=3),
        ],
    )


@pytest.fixture
def untargeted(untargeted_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETR_DATA", str(untargeted_folder))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the buttons of a page would download, by file name; the real makers, not run yet."""
    found: dict[str, Callable[[], bytes]] = {}
    add = MediaFileManager.add_deferred

    def noting(self: MediaFileManager, data: Any, mimetype: Any, coordinates: str, file_name: Any = None, **more: Any):
        found[file_name] = data
        return add(self, data, mimetype, coordinates, file_name, **more)

    monkeypatch.setattr(MediaFileManager, "add_deferred", noting)
    return found


@lru_cache
def _opened(_data: str, language: str, **link: str) -> AppTest:
    return visit("review", language, **link)


def looked(language: str, **link: str) -> AppTest:
    """Open the page for tests that only look at it; each view of each data folder is opened once."""
    return _opened(str(data_directory()), language, **link)


def html(at: AppTest) -> str:
    return "".join(pieces(at))


def row_of(at: AppTest, name: str) -> str:
    """Return the row of one target or series, and its card, as HTML."""
    (found,) = re.findall(
        rf"<tr(?: class='b-review-trial')?><th scope='row'><span class='b-review-name'>{re.escape(name)}</span>"
        r".*?</details></td></tr>",
        html(at),
    )
    return found


def words_of(piece: str) -> str:
    return " ".join(word for word in Shown(piece).words if word)


def cells(at: AppTest, name: str) -> list[str]:
    """Return the words of the cells of one row, without its name and its card."""
    return [words_of(cell) for cell in re.findall(r"<td[^>]* data-label='[^']*'>(.*?)</td>", row_of(at, name))]


def field(at: AppTest, series: str) -> Any:
    """Return the field in which a value of a series is tried out."""
    (found,) = [one for one in at.text_input if (one.key or "").startswith(f"trial_{series}~")]
    return found


def press(at: AppTest, words: str) -> AppTest:
    (button,) = [one for one in at.button if one.label == words]
    button.click()
    return run(at)


def try_out(at: AppTest, language: str = "en", **typed: str) -> AppTest:
    for series, value in typed.items():
        field(at, series).set_value(value)
    return press(at, text(language, "review.try_out"))


def upload(at: AppTest, content: bytes | str, language: str = "en") -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    at.file_uploader[0].set_value(("values.csv", data, "text/csv"))
    return press(at, text(language, "review.read_file"))


def errors(at: AppTest) -> list[str]:
    """Return the lines of the errors shown, as read: without the signs of Markdown."""
    return [
        re.sub(r"\\(.)", r"\1", line.removeprefix("- ")) for one in at.error for line in one.value.splitlines() if line
    ]


def banner(at: AppTest) -> str:
    return next((words_of(piece) for piece in pieces(at) if text("en", "review.banner_why")[:20] in piece), "")


# Targets


@on_targets
@in_both_languages
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("on_track", "on_track"),
        ("moderate", "moderate"),
        ("limited", "limited"),
        ("moving_away", "moving_away"),
        ("achieved", "achieved"),
        ("missed", "missed"),
        ("no_baseline", "not_yet"),
        ("no_data", "no_data"),
    ],
)
def test_every_status_stands_in_its_row_with_its_sign_and_its_card(name, status, language):
    at = looked(language)
    words = text(language, f"progress.status.{status}")
    assert cells(at, name)[4] == f"{SIGNS[status]} {words}"
    assert text(language, "review.why", status=words) in row_of(at, name)


@on_targets
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "share",
            [
                "29.6% 2015",
                "20% 2022",
                "24.1%",
                "25.2% 2019",
                "worse by 1.1 pp",
                f"{MINUS}1.73 pp a year",
                "robust, 1 of 3 tried",
            ],
        ),
        ("no_data", ["0 2015", "70 2022", "40.0", "no data since the baseline", "–", "–", "–"]),
        ("no_baseline", ["not given", "50 2022", "–", "20 2019", "–", "–", "–"]),
        ("not_done", ["no 2015", "yes 2019", "–", "no 2019", "–", "–", "–"]),
    ],
)
def test_a_row_holds_baseline_target_expected_value_and_latest_measurement(name, expected):
    found = cells(looked("en"), name)
    assert [*found[:4], *found[5:]] == expected


@on_targets
def test_milestones_are_done_or_not():
    at = looked("pl")
    assert [cells(at, name)[4] for name in ("done", "not_done", "not_done_yet")] == [
        f"{SIGNS['achieved']} zrealizowany",
        f"{SIGNS['missed']} niezrealizowany w terminie",
        f"{SIGNS['not_yet']} jeszcze niezrealizowany",
    ]


@on_targets
def test_every_figure_of_a_row_opens_its_trace():
    at = looked("en")
    numbers = Shown(row_of(at, "share")).numbers
    assert list(numbers.values()) == [["29.6%"], ["20%"], ["25.2%"]]
    for mark in numbers:
        opened = visit("review", "en", area="gdansk", trace=mark)
        title, _ = dialog(opened)
        assert title.startswith("share")


@on_targets
def test_the_top_says_how_many_stand_how_and_how_many_cannot_be_judged():
    words = words_of(html(looked("en")))
    assert (
        "The programme has 20 targets. Can be judged for 2019: 18. Without a measurement since the baseline: 2."
        in words
    )
    assert f"2 {SIGNS['no_data']} no measurement" in words
    assert f"2 {SIGNS['missed']} not achieved in time" in words


@on_targets
def test_the_planned_review_is_named_in_the_choice_and_in_words():
    at = looked("pl")
    (year,) = [one for one in at.selectbox if one.key == "choice_year"]
    assert year.value == "2019"
    assert "2019 (śródokresowa, w 2020 r.)" in year.options
    assert "Śródokresowa." in words_of(html(at))
    elsewhere = words_of(html(visit("review", "pl", year="2018")))
    assert "Na danych za 2018 r. nie zaplanowano ewaluacji. Zaplanowano: 2019 (śródokresowa, w 2020 r.)." in elsewhere


@on_targets
def test_a_value_of_another_area_stands_beside_the_target_and_is_marked_as_not_used():
    row = row_of(looked("en"), "fewer")
    (unused,) = re.findall(r"<span class='b-unused'>(.*?)</span>", row)
    assert words_of(unused) == "Not used (another area): Dolne: 3 (2018)"


@on_targets
def test_who_is_to_supply_what_by_when():
    (part,) = re.findall(r"<div class='b-supply'>(.*?)</div>", html(looked("en")))
    assert words_of(part) == ("Office Data of 2019, for the review held in 2020: no_data, Gdańsk nothing, Gdańsk")


@on_targets
def test_the_picture_of_a_target_has_its_words():
    row = row_of(looked("en"), "share")
    (alt,) = [unescape(one) for one in re.findall(r'alt="(.*?)"', row)]
    assert alt.startswith("Baseline 2015: 29.6%; Target 2022: 20%; Expected in 2019: 24.1;")
    assert "<img" not in row_of(looked("en"), "done")  # there is no way between no and yes


@on_targets
@pytest.mark.parametrize("parameters", [{"year": "1999"}, {"year": "x"}, {"programme": "none"}, {"nonsense": "1"}])
def test_a_bad_link_gets_a_notice_and_the_usual_view(parameters):
    at = visit("review", "en", **parameters)
    assert len(at.warning) == 1
    assert cells(at, "on_track") == cells(looked("en"), "on_track")


@on_targets
def test_the_link_of_a_view_shows_that_view():
    at = visit("review", "en", area="gdansk", year="2016")
    assert at.query_params["year"] in ("2016", ["2016"])
    assert cells(at, "on_track")[3:5] == ["no data since the baseline", f"{SIGNS['no_data']} no measurement"]


@on_shipped_data
@in_both_languages
def test_of_rumia_it_says_that_no_target_can_be_judged(language):
    at = looked(language, area="rumia")
    words = words_of(html(at))
    assert text(language, "review.n_targets.many" if language == "pl" else "review.n_targets.other", n=16) in words
    assert text(language, "review.none_judged", year=2019) in words
    assert f"16 {SIGNS['no_data']}" in words


# Trial values


@on_targets
@pytest.mark.parametrize(
    ("typed", "status", "latest"),
    [
        ("40", "on track", "40"),
        ("30", "moderate progress", "30"),
        ("1 0", "limited progress", "10"),
        ("70,0", "achieved", "70"),
    ],
)
def test_a_typed_value_is_judged_at_once_and_marked(typed, status, latest):
    at = try_out(visit("review", "en"), no_data=typed)
    assert cells(at, "no_data")[3] == f"{SIGN} {latest} 2019"
    assert cells(at, "no_data")[4].endswith(status)
    assert f"{SIGN} trial" in words_of(row_of(at, "no_data"))
    assert "2019: " + latest + "; trial value, not published" in words_of(row_of(at, "no_data"))
    assert f"{SIGN} trial" not in words_of(row_of(at, "on_track"))


@on_targets
@in_both_languages
def test_a_banner_says_that_values_are_tried_out_and_one_button_ends_it(language):
    at = visit("review", language)
    before = cells(at, "no_data")
    assert text(language, "review.banner_why") not in html(at)
    at = try_out(at, language, no_data="40", nothing="20")
    assert text(language, "review.banner_why") in unescape(html(at))
    words = text(language, "review.n_trials.few" if language == "pl" else "review.n_trials.other", n=2)
    assert words in words_of(html(at))
    at = press(at, text(language, "review.clear"))
    assert text(language, "review.banner_why") not in unescape(html(at))
    assert cells(at, "no_data") == before
    assert field(at, "no_data").value == ""


@on_targets
def test_trial_values_are_in_no_link_and_in_no_other_session():
    at = try_out(visit("review", "en"), no_data="40")
    assert not [value for value in at.query_params.values() if "40" in str(value)]
    assert "no_data" not in str(at.query_params)
    assert cells(visit("review", "en"), "no_data")[3] == "no data since the baseline"


@on_targets
def test_an_emptied_field_takes_its_value_back():
    at = try_out(visit("review", "en"), no_data="40", nothing="20")
    at = try_out(at, no_data="")
    assert cells(at, "no_data")[3] == "no data since the baseline"
    assert cells(at, "nothing")[3] == f"{SIGN} 20 2019"


@on_targets
def test_a_target_whose_year_is_published_has_no_field_and_says_why():
    at = visit("review", "en")
    assert [one for one in at.text_input if (one.key or "").startswith("trial_share~")] == []
    assert (
        "share, Gdańsk: a measurement for 2019 has been published (25.2%), so no trial value can be given"
        in words_of(html(at))
    )


@on_targets
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "no_data, Gdańsk: “abc” is not a number"),
        ("1e5", "no_data, Gdańsk: “1e5” is not a number"),
        ("nan", "no_data, Gdańsk: “nan” is not a number"),
        ("1,234.5", "no_data, Gdańsk: “1,234.5” is not a number"),
        ("1,5", "no_data, Gdańsk: “1,5”: this indicator takes whole numbers"),
        ("-5", "no_data, Gdańsk: “-5”: this indicator cannot be below 0"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_else_is_taken(typed, said):
    """Half of a form must not count while the other half is refused."""
    at = try_out(visit("review", "en"), no_data=typed, nothing="20")
    assert errors(at) == [text("en", "review.nothing_taken"), said]
    assert cells(at, "nothing")[3] == "no data since the baseline"
    assert text("en", "review.banner_why") not in unescape(html(at))
    assert field(at, "no_data").value == typed


@on_targets
def test_a_value_of_an_earlier_year_marks_the_row_although_the_latest_is_published():
    """Its checks rest on the trial value, so the row does."""
    at = visit("review", "en")
    (year,) = [one for one in at.selectbox if (one.key or "").startswith("trial_year")]
    year.set_value(2018)
    at = try_out(run(at), on_track="20")
    assert f"{SIGN} trial" in words_of(row_of(at, "on_track"))
    assert cells(at, "on_track")[3] == "40 2019"
    assert "2018: 20 (trial), 2019: 40" in words_of(row_of(at, "on_track"))


@on_targets
def test_a_value_tried_before_its_year_was_published_gives_way_to_the_measurement():
    """The data may change under an open page."""
    tried = [
        Trial("on_track", "gdansk", "", 2019, 1.0),
        Trial("contradicted", "gdansk", "", 2018, 1.0),
        Trial("share", "gdansk", "", 2018, 27.0),
        Trial("no_data", "gdansk", "", 2020, 1.0),
    ]
    judged = review("programme", 2019, [one.row() for one in tried])
    assert tried_by_series(judged, tried) == {("share", "gdansk", ""): [(2018, 27.0)]}


@on_targets
def test_the_tables_taken_away_carry_the_trial(files):
    try_out(visit("review", "en"), no_data="40")
    content = files["barometr-review-programme-2019-targets.csv"]().decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(io.StringIO(content)) if row["Indicator id"] == "no_data"]
    assert (row["Trial value"], row["Latest measurement"], row["Status"]) == ("yes", "40", "on track")


# Files of trial values

HEADER = ";".join(COLUMNS)


@on_targets
@pytest.mark.parametrize(
    "content",
    [
        HEADER + "\ngdansk;no_data;;2019;40,0\n",
        ",".join(COLUMNS) + '\r\ngdansk,no_data,,2019,"40,0"\r\n',
        "\ufeffvalue\tyear\tmember\tindicator_id\tarea_id\n40.0\t2019\t\tno_data\tgdansk\n",
        ("about;" + HEADER + "\nŻółć;gdansk;no_data;;2019;40\n").encode("cp1250"),
        HEADER + "\ngdansk;no_data;;2019;40\n;;;;\ngdansk;nothing;;2019;\n",
    ],
    ids=["semicolons", "commas", "tabs in another order", "windows-1250 with names", "rows not filled in"],
)
def test_a_file_is_taken_whatever_spreadsheet_wrote_it(content):
    at = upload(visit("review", "en"), content)
    assert errors(at) == []
    assert cells(at, "no_data")[3:5] == [f"{SIGN} 40 2019", f"{SIGNS['on_track']} on track"]
    assert cells(at, "nothing")[3] == "no data since the baseline"
    assert [one.value for one in at.success] == ["1 trial value accepted."]
    assert field(at, "no_data").value == "40"


@on_targets
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("gdansk;no_data;;2019;many", "row 3, column value: “many” is not a number"),
        ("gdansk;no_data;;2019;1,5", "row 3, column value: “1,5”: this indicator takes whole numbers"),
        ("gdansk;share;;2018;120", "row 3, column value: “120”: this indicator cannot be above 100"),
        ("gdansk;done;;2018;2", "row 3, column value: “2”: only “yes” or “no” (1 or 0) can stand here"),
        ("gdansk;no_data;;19;5", "row 3, column year: “19” is not a year"),
        (
            "gdansk;no_data;;2015;5",
            "row 3, column year: the year 2015 is out of range: from the year after the baseline (2016) "
            "to the year of the review (2019)",
        ),
        (
            "gdansk;no_data;;2020;5",
            "row 3, column year: the year 2020 is out of range: from the year after the baseline (2016) "
            "to the year of the review (2019)",
        ),
        (
            "gdansk;share;;2019;20",
            "row 3, column year: a measurement for 2019 has been published (25.2%), so no trial value can be given",
        ),
        (
            "gdansk;other;;2019;5",
            "row 3, column indicator_id: “other”: this programme has no such indicator with a target",
        ),
        (
            "district;fewer;;2018;5",
            "row 3, column area_id: “district”: there is no target for this area; there is one for: gdansk",
        ),
        (
            "gdansk;no_data;sport;2019;5",
            "row 3, column member: “sport”: there is no target for this part; there is one for the total or for: -",
        ),
        ("gdansk;nothing;;2019;30", "row 3: the same indicator, area, part and year are in the file already"),
        ("gdansk;no_data;;2019;14;5", text("en", "review.bad.cells", row=3)),
    ],
)
def test_a_file_with_one_mistake_is_not_taken_at_all(line, said):
    """The message names row and column; the good rows of the file do not count either."""
    at = upload(visit("review", "en"), f"{HEADER}\ngdansk;nothing;;2019;20\n{line}\n")
    assert errors(at) == [text("en", "review.nothing_taken"), said]
    assert cells(at, "nothing")[3] == "no data since the baseline"


@on_targets
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", [text("en", "review.bad.columns_missing", names=", ".join(COLUMNS))]),
        ("area_id;value\n", ["row 1: columns missing: indicator_id, member, year"]),
        (HEADER + ";extra\n", ["row 1: unknown columns: extra"]),
        (HEADER + ";value\n", ["row 1: a column is there twice"]),
        (HEADER + "\n", ["there is no value in the file"]),
        (b"PK\x03\x04\x00\x00", [text("en", "review.bad.not_text")]),
        (HEADER + "\n" + "gdansk;nothing;;2019;20\n" * 501, ["the file has 501 rows; 500 at most can be read"]),
        (HEADER + "\n" + "x" * 100_001, ["the file is larger than 100 kB"]),
    ],
    ids=["empty", "too few columns", "unknown column", "column twice", "no values", "workbook", "many rows", "large"],
)
def test_what_is_no_file_of_values_is_refused_with_the_reason(content, said):
    at = upload(visit("review", "en"), content)
    assert errors(at) == [text("en", "review.nothing_taken"), *said]
    assert banner(at) == ""


@on_targets
def test_of_a_file_with_a_mistake_no_value_is_handed_on():
    wording = Wording("en")
    limits = trials.allowed(wording, review("programme", 2019))
    content = f"{HEADER}\ngdansk;nothing;;2019;20\ngdansk;no_data;;2019;x\n".encode()
    assert trials.read_file(wording, content, limits) == ([], ["row 3, column value: “x” is not a number"])


@on_targets
def test_a_long_list_of_mistakes_is_cut_and_says_how_many_there_are():
    at = upload(visit("review", "en"), HEADER + "\n" + "gdansk;other;;2019;20\n" * 25)
    assert len(errors(at)) == 1 + trials.MOST_PROBLEMS + 1
    assert errors(at)[-1] == "and 5 more mistakes"


@on_targets
def test_reading_without_a_file_says_so():
    assert errors(press(visit("review", "en"), text("en", "review.read_file"))) == [
        text("en", "review.nothing_taken"),
        text("en", "review.bad.no_file"),
    ]


@on_targets
@in_both_languages
def test_the_template_filled_in_is_a_file_that_is_taken(files, language):
    at = visit("review", language)
    content = files["barometr-review-programme-2019-template.csv"]().decode("utf-8-sig")
    separator = {"pl": ";", "en": ","}[language]
    lines = content.splitlines()
    assert lines[0] == separator.join(("about", *COLUMNS))
    assert [line.split(separator)[-4] for line in lines[1:]] == ["no_data", "nothing"]
    filled = "\n".join([lines[0], *(line + "20" for line in lines[1:])])
    at = upload(at, filled, language)
    assert [cells(at, name)[3] for name in ("no_data", "nothing")] == [f"{SIGN} 20 2019"] * 2


# Programmes without targets, and proposals


@pytest.mark.usefixtures("untargeted")
@in_both_languages
def test_without_targets_the_direction_of_each_series_is_judged(language):
    at = looked(language, area="gdansk")
    assert cells(at, "rising")[2] == f"↗ {text(language, 'trend.rising')}, {text(language, 'change.better')}"
    assert cells(at, "falling")[2] == f"↘ {text(language, 'trend.falling')}, {text(language, 'change.worse')}"
    assert text(language, "trend.points") in row_of(at, "rising")
    rest = text(language, "review.n_unjudged.one", n=1)
    (folded,) = [piece for piece in pieces(at) if rest in piece]
    assert "short" in words_of(folded.partition(rest)[2])


@pytest.mark.usefixtures("untargeted")
def test_a_proposal_of_the_catalogue_is_reviewed_as_one_with_who_makes_it():
    at = looked("en", area="gdansk")
    row = row_of(at, "proposed")
    assert "✎ proposal by Zespół <b>A</b>" in words_of(row)
    assert "<b>A</b>" not in row  # what somebody typed is never HTML
    assert cells(at, "proposed")[:2] == ["100 2015", "200 2020"]
    assert list(Shown(row).numbers) == ["proposed~gdansk~2015", "proposed~gdansk~2017"]
    assert "It has not been adopted in any document yet." in words_of(row)


@pytest.mark.usefixtures("untargeted")
def test_a_city_with_one_year_of_data_is_told_that_nothing_can_be_judged_and_why():
    at = looked("en", area="sopot")
    words = words_of(html(at))
    assert "Nothing can be judged here" in words
    assert "Years with data: 2008." in words
    assert text("en", "review.without_targets", year=2008) not in words


@pytest.mark.usefixtures("untargeted")
def test_another_city_starts_at_its_own_year():
    at = visit("review", "en", area="gdansk", year="2016")
    (city,) = [one for one in at.segmented_control if one.key == "choice_area"]
    city.set_value("sopot")
    at = run(at)
    assert "Years with data: 2008." in words_of(html(at))
    assert len(at.warning) == 0


@pytest.mark.usefixtures("untargeted")
def test_a_city_without_a_programme_has_nothing_to_review():
    at = looked("en", area="hel")
    assert "Hel: nothing to review" in words_of(html(at))


def fill(at: AppTest, value: str, who: str = "The team", aim: int = 2020, note: str = "") -> AppTest:
    """Fill in the form of a proposal for "rising" in Gdańsk, from 2017."""
    (series,) = [one for one in at.selectbox if one.key == "proposal_of_plan"]
    series.set_value(("rising", "gdansk", ""))
    at = run(at)
    (year,) = [one for one in at.number_input if one.label == text("en", "review.column.target_year")]
    year.set_value(aim)
    at.text_input("proposal_value").set_value(value)
    at.text_input("proposal_who").set_value(who)
    at.text_input("proposal_note").set_value(note)
    return run(at)


def can_add(at: AppTest) -> bool:
    (button,) = [one for one in at.button if one.key == "proposal_add"]
    return not button.disabled


@pytest.mark.usefixtures("untargeted")
def test_a_proposal_is_judged_while_it_is_typed():
    at = fill(visit("review", "en", area="gdansk"), "20")
    words = words_of(html(at))
    assert f"For 2017 it would be: {SIGNS['no_data']} no measurement" in words
    (base,) = [one for one in at.selectbox if (one.key or "").startswith("proposal_base")]
    base.set_value(2015)
    words = words_of(html(run(at)))
    assert f"For 2017 it would be: {SIGNS['on_track']} on track" in words
    assert can_add(at)


@pytest.mark.usefixtures("untargeted")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "many"}, "“many” is not a number"),
        ({"value": "14"}, "The target is the value measured in 2017."),
        ({"value": "-3"}, "“-3”: this indicator cannot be below 0"),
        ({"value": "20", "aim": 2017}, "The target year (2017) must be later than the baseline year (2017)."),
        ({"value": "20", "who": " "}, "Say who proposes it."),
        ({"value": "20", "who": "=cmd"}, text("en", "review.proposal.formula")),
        ({"value": "20", "note": "@x"}, text("en", "review.proposal.formula")),
    ],
)
def test_a_proposal_that_the_build_would_refuse_cannot_be_added(typed, said):
    at = fill(visit("review", "en", area="gdansk"), **typed)
    assert errors(at) == [said]
    assert not can_add(at)


@pytest.mark.usefixtures("untargeted")
def test_only_series_without_an_agreed_target_are_offered(targets_folder, monkeypatch):
    (series,) = [one for one in visit("review", "en", area="gdansk").selectbox if one.key == "proposal_of_plan"]
    assert len(series.options) == 4
    monkeypatch.setenv("BAROMETR_DATA", str(targets_folder))
    (series,) = [one for one in visit("review", "en").selectbox if one.key == "proposal_of_programme"]
    assert [option.split(",")[0] for option in series.options] == ["contradicted", "contradicted", "fewer"]


@pytest.fixture
def own_folder(untargeted_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of one's own that may be built anew."""
    data = tmp_path / "data"
    shutil.copytree(untargeted_folder, data)
    monkeypatch.setenv("BAROMETR_DATA", str(data))
    yield data


def test_the_file_of_proposals_holds_old_and_new_ones_and_the_build_takes_it(own_folder, files):
    """What is downloaded is put in place of the catalogue's file: nothing may be lost, and all must be valid."""
    at = fill(visit("review", "en", area="gdansk"), "20,0", who='Team "A", Gdańsk', note="Why not")
    at = press(at, text("en", "review.proposal.add"))
    assert 'rising, Gdansk: 20 by 2020 (from the value of 2017); put forward by Team "A", Gdańsk' in words_of(html(at))
    assert at.text_input("proposal_value").value == ""
    content = files["proposed_targets.csv"]()
    (own_folder / "catalog" / "proposed_targets.csv").write_bytes(content)
    build(own_folder)
    found = rows(
        "select proposal_id, baseline_year, target_year, target_value, method, proposed_by, note_pl, note_en "
        "from proposed_targets order by proposal_id"
    )
    assert found == [
        ("gdansk_rising_2020", 2017, 2020, 20.0, "linear", 'Team "A", Gdańsk', None, "Why not"),
        ("more", 2015, 2020, 200.0, "linear", "Zespół <b>A</b>", None, None),
    ]
    assert '✎ proposal by Team "A", Gdańsk' in words_of(row_of(visit("review", "en", area="gdansk"), "rising"))


@pytest.mark.usefixtures("untargeted")
def test_proposals_put_together_can_be_dropped():
    at = press(fill(visit("review", "en", area="gdansk"), "20"), text("en", "review.proposal.add"))
    assert "1 proposal collected" in words_of(html(at))
    at = press(at, text("en", "review.proposal.drop"))
    assert "collected" not in words_of(html(at))


@on_shipped_data
def test_the_page_links_to_the_goals_and_to_the_outlook_of_its_city():
    links = re.findall(r"href='(.*?)'", html(looked("en", area="rumia")))
    routes = {unescape(link).partition("?")[0] for link in links}
    assert {"goals", "outlook"} <= routes
    assert any("goal=rumia_1_families" in link for link in links)


@on_shipped_data
def test_the_bundle_of_the_programme_and_year_is_offered(files):
    seen_anew = visit("review", "en", area="rumia", year="2018")
    assert "barometr-review-rumia_services_2017_2022-2018.zip" in files
    assert {"review_bundle", "review_template"} <= {one.key for one in seen_anew.get("download_button")}
    content = files["barometr-review-rumia_services_2017_2022-2018.zip"]()
    assert content.startswith(b"PK")


@on_shipped_data
@pytest.mark.parametrize(
    ("area", "sign", "key"),
    [("rumia", "†", "table.inferred"), ("gdansk", "≠", "table.disputed"), ("gdansk", "⊙", "status.derived.name")],
)
def test_a_mark_beside_a_value_is_explained_below_the_table(area, sign, key):
    legend = re.findall(r"<p class='b-legend'>(.*?)</p>", html(looked("en", area=area)))
    assert any(f"{sign} {text('en', key)}" in words_of(one) for one in legend)


@on_shipped_data
def test_the_figures_on_the_page_are_those_of_the_documents():
    found = shown(looked("pl", area="rumia")).numbers
    assert found["rumia_strategy_2017.3"] == ["29,6%"]
    assert found["rumia_strategy_2017.4"] == ["20%"]
    assert found["rumia_strategy_2017.18"] == ["nie podano"]
