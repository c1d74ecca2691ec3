"""What a file would change, what keeps it out, and that any import can be undone in any order."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from barometr.engine import one_moment
from barometr.publish.build import BuildError, build
from barometr.publish.check import Checked, checked
from barometr.publish.draft import Draft, Entry
from barometr.publish.staging import UndoError, catalogue_in_force, publish, stage, undo, undo_preview
from barometr.published import LOG, damaged, in_force, publications, state_folder
from tests.builders import figure, rows, state_of
from tests.builders import publish as publish_texts
from tests.publish.publisher import DOCUMENT, brought, staged

INDICATORS = [
    {"indicator_id": "volunteers", "dimension": "path", "additive": "true", "natural_min": 0},
    {"indicator_id": "offers"},
]
MEMBERS = [{"dimension": "path", "member": "sport"}, {"dimension": "path", "member": "culture"}]
ASKED = "select indicator_id, member, year, value from series where area_id = 'gdansk' order by all"
BEFORE = [("offers", "", 2017, 7.0), ("volunteers", "", 2016, 10.0), ("volunteers", "", 2017, 12.0)]
CITY = {"area_id": "rumia", "kind": "city", "name": "Rumia", "name_en": "Rumia", "teryt": "2215031"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    report = [figure(year=2016, value=10), figure(year=2017, value=12), figure(indicator_id="offers", value=7)]
    return publish_texts(
        tmp_path_factory.mktemp("built") / "data", indicators=INDICATORS, members=MEMBERS, report=report
    )


@pytest.fixture
def data(built, tmp_path, monkeypatch):
    """Three figures of one document, built from texts; nothing imported yet."""
    folder = tmp_path / "data"
    shutil.copytree(built, folder)
    monkeypatch.setenv("BAROMETR_DATA", str(folder))
    return folder


def value(year: int, number: float, **cells: object) -> dict[str, object]:
    return {"year": year, "value": float(number)} | cells


def bring(data: Path, source_id: str, *figures: dict[str, object], **catalogue: list[dict[str, object]]) -> str:
    """Publish figures; returns the number of the import."""
    return publish(data, staged(data, source_id, *figures, **catalogue), "anna").import_id or ""


def kinds(shown) -> dict[str, int]:
    return {kind: count for kind, count in shown.counts.items() if count}


# Staged


def test_nothing_is_written_until_it_is_published(data):
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    one = staged(data, "letter", value(2018, 5))
    assert kinds(one.preview) == {"new": 1}
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
    assert rows(ASKED) == BEFORE


def test_a_publication_is_logged_with_all_that_is_known_of_it(data):
    one = staged(data, "letter", value(2018, 5), value(2015, 4))
    done = publish(data, one, "Anna")
    assert done == in_force(data)
    assert (done.action, done.imports, done.import_id, done.by) == ("import", ("0001",), "0001", "Anna")
    assert (done.file, done.rows, done.source_id) == ("letter.csv", 2, "letter")
    assert done.sha256 == "994659de87f727ddcde75df44314f31d7f367b3bff347e852f390530f29720c7"
    assert done.base == publications(data)[0].version
    assert (data / "imports" / "0001" / "file.csv").read_bytes() == b"the file"
    assert rows(ASKED) == [*BEFORE[:1], ("volunteers", "", 2015, 4.0), *BEFORE[1:], ("volunteers", "", 2018, 5.0)]


def test_each_figure_says_where_it_was_read(data):
    bring(data, "letter", value(2018, 5), value(2019, 6, status="provisional"))
    found = rows("select row_id, locator, literal, status, unit, published_on from observations where year > 2017")
    assert [row[:5] for row in found] == [
        ("letter.1", "file Dane!E2:2", "5", "actual", "people"),
        ("letter.2", "file Dane!E3:3", "6", "provisional", "people"),
    ]
    assert str(found[0][5])[:10] == "2019-06-30"


def test_a_document_brought_in_anew_keeps_the_numbers_of_its_figures(data):
    """A link to a figure means the same figure whichever file it came from; a number is never given twice."""

    def numbers() -> dict[int, str]:
        return dict(rows("select year, row_id from observations where source_id = 'letter' order by year"))

    bring(data, "letter", value(2018, 5), value(2015, 4), value(2014, 3))
    assert numbers() == {2018: "letter.1", 2015: "letter.2", 2014: "letter.3"}
    bring(data, "letter", value(2013, 2), value(2014, 3), value(2018, 6))  # 2015 is gone
    assert numbers() == {2013: "letter.4", 2014: "letter.3", 2018: "letter.1"}
    bring(data, "letter", value(2012, 1), value(2015, 4))  # and comes back
    assert numbers() == {2012: "letter.5", 2015: "letter.2"}


def test_a_broken_rule_is_said_at_the_cell_it_stands_in(data):
    """Whatever slips through the checks of the file itself: here a second value of one year, and one below zero."""
    found = brought(data, "letter", value(2018, 5), value(2019, 6))
    first, second = found.rows["observations"]
    for changed, at in (({"value": -1.0}, 3), ({"year": 2018}, 2)):
        wrong = Checked({**found.rows, "observations": [first, second | changed]}, [])
        one = stage(data, wrong, "letter.csv", b"the file")
        (problem,) = one.problems
        assert (problem.rule, problem.sheet, problem.row, problem.column) == ("data.check", "Dane", at, 4)
        assert one.preview is None
        with pytest.raises(Exception, match="the file has problems"):
            publish(data, one, "anna")
    assert rows(ASKED) == BEFORE


def test_a_name_that_nothing_has_is_a_problem(data):
    found = brought(data, "letter", value(2018, 5))
    (row,) = found.rows["observations"]
    wrong = Checked({**found.rows, "observations": [row | {"area_id": "atlantis"}]}, [])
    problems = stage(data, wrong, "letter.csv", b"").problems
    assert "atlantis is not in areas" in [problem.values["rule"] for problem in problems]


def test_contradictions_are_entered_in_the_register_and_go_when_they_are_settled(data):
    """A total that is not the sum of its parts is no reason to refuse a file: readers see both."""
    register = "select conflict_id, kind, finding, figures, chosen from conflicts"
    parts = [value(2018, 4, member="sport"), value(2018, 7, member="culture")]
    wrong = staged(data, "letter", value(2018, 10), *parts)
    assert wrong.problems == []
    (shown,) = wrong.preview.contradictions
    assert (shown["conflict_id"], shown["kind"], shown["year"]) == ("found_total_gdansk_volunteers_2018", "total", 2018)
    publish(data, wrong, "anna")
    finding = "total:gdansk:volunteers:2018"
    assert rows(register) == [(shown["conflict_id"], "total", finding, "letter.1 letter.2 letter.3", "letter.1")]

    right = staged(data, "letter", value(2018, 11), *parts)
    assert right.preview.contradictions == []
    assert [one["conflict_id"] for one in right.preview.settled] == ["found_total_gdansk_volunteers_2018"]
    publish(data, right, "anna")
    assert rows(register) == []

    undo(data, "0002", "anna")
    assert len(rows(register)) == 1
    undo(data, "0001", "anna")
    assert rows(register) == []
    assert in_force(data).version == publications(data)[0].version


# Undone


def letters(data: Path) -> list[str]:
    """Publish three imports, the last of which replaces the document of the first and outweighs the second."""
    return [
        bring(data, "a", value(2018, 1), value(2015, 1)),
        bring(data, "b", value(2018, 2), value(2014, 2)),
        bring(data, "a", value(2018, 3)),
    ]


@pytest.fixture(scope="module")
def with_letters(built, tmp_path_factory):
    data = tmp_path_factory.mktemp("letters") / "data"
    shutil.copytree(built, data)
    letters(data)
    return data


# Between them these leave every set of imports in force once.
ORDERS = ["123", "312", "231"]
# The volunteers by year that each set of imports gives; of two documents of one day the later name counts.
GIVEN = {
    "": {},
    "1": {2015: 1, 2018: 1},
    "2": {2014: 2, 2018: 2},
    "3": {2018: 3},
    "12": {2014: 2, 2015: 1, 2018: 2},
    "13": {2018: 3},
    "23": {2014: 2, 2018: 2},
    "123": {2014: 2, 2018: 2},
}


@pytest.mark.parametrize("order", ORDERS)
def test_imports_can_be_undone_in_any_order(with_letters, tmp_path, monkeypatch, order):
    """A document that a later import replaced comes back; when all is undone the very same data are in force."""
    data = tmp_path / "data"
    shutil.copytree(with_letters, data)
    monkeypatch.setenv("BAROMETR_DATA", str(data))
    left = "123"
    for number in order:
        left = left.replace(number, "")
        promised = kinds(undo_preview(data, f"000{number}"))
        before = dict(rows("select year, value from series where indicator_id = 'volunteers'"))
        done = undo(data, f"000{number}", "jan")
        after = dict(rows("select year, value from series where indicator_id = 'volunteers'"))
        assert after == {2016: 10, 2017: 12} | GIVEN[left]
        assert promised.get("withdrawn", 0) == len(before.keys() - after.keys())
        assert (done.action, done.import_id, done.by) == ("undo", f"000{number}", "jan")
        assert done.imports == tuple(f"000{one}" for one in left)
    assert in_force(data).version == publications(data)[0].version
    assert damaged(state_of(data)) == {}
    assert {path.name for path in (data / "imports").iterdir()} == {"0001", "0002", "0003"}  # kept: the log names them


def test_an_import_that_others_build_on_cannot_be_undone_before_them(data):
    """The message names what is missing; in the right order it can."""
    first = bring(data, "letter", value(2018, 5), areas=[CITY])
    second = bring(data, "other", value(2018, 6, area_id="rumia"))
    log = (data / LOG).read_bytes()
    for try_to in (lambda: undo(data, first, "anna"), lambda: undo_preview(data, first)):
        with pytest.raises(
            UndoError, match=rf"Import {first} cannot be undone.*rumia is not in areas.*Undo those first"
        ):
            try_to()
    assert (data / LOG).read_bytes() == log
    undo(data, second, "anna")
    undo(data, first, "anna")
    assert rows("select area_id from areas order by 1") == [("gdansk",), ("sopot",)]


def test_an_import_cannot_be_undone_twice_nor_one_that_never_was(data):
    import_id, other = bring(data, "letter", value(2018, 5)), bring(data, "other", value(2015, 5))
    undo(data, import_id, "anna")
    for wrong in (import_id, "0099", "", "../0001"):
        for try_to in (lambda name=wrong: undo(data, name, "anna"), lambda name=wrong: undo_preview(data, name)):
            with pytest.raises(UndoError, match=rf"is not in force; in force: {other}\."):
                try_to()
    undo(data, other, "anna")
    with pytest.raises(UndoError, match="in force: –"):
        undo(data, other, "anna")


def test_a_number_is_not_used_again_after_an_undo(data):
    undo(data, bring(data, "letter", value(2018, 5)), "anna")
    assert bring(data, "letter", value(2018, 6)) == "0002"
    assert in_force(data).imports == ("0002",)


def test_a_catalogue_row_that_an_import_changed_is_as_before_after_undo(data):
    row = next(one for one in pq.read_table(state_of(data) / "indicators.parquet").to_pylist())
    changed = {name: "" if cell is None else str(cell) for name, cell in row.items()} | {"short_en": "Helpers"}
    before = state_of(data)
    import_id = bring(data, "", indicators=[changed])
    assert rows(f"select short_en from indicators where indicator_id = '{row['indicator_id']}'") == [("Helpers",)]
    undo(data, import_id, "anna")
    assert state_of(data) == before


def test_a_preview_of_other_imports_with_equal_data_does_not_lose_them(data):
    """Equal data may come of other imports; a publication on a preview of those would forget these."""
    first = bring(data, "letter", value(2018, 5))
    late = staged(data, "other", value(2015, 5))
    undo(data, first, "anna")
    again = bring(data, "letter", value(2018, 5))
    assert in_force(data).version == late.on.version
    with pytest.raises(Exception, match="the data changed since the preview"):
        publish(data, late, "jan")
    assert in_force(data).imports == (again,)


# Earlier publications


def test_an_earlier_publication_gives_exactly_the_answers_of_its_day(data):
    days = [(in_force(data).version, rows(ASKED))]
    for change in (
        lambda: bring(data, "a", value(2018, 1)),
        lambda: bring(data, "b", value(2017, 13)),
        lambda: undo(data, "0001", "anna"),
        lambda: bring(data, "a", value(2018, 9), value(2016, 99)),
    ):
        change()
        days.append((in_force(data).version, rows(ASKED)))
    assert len({str(told) for _, told in days}) == len(days)
    for version, told in days:
        with one_moment(version):
            assert rows(ASKED) == told
    assert rows(ASKED) == days[-1][1]


# The texts change


def test_a_rebuild_keeps_the_imports_and_later_ones_go_on(data):
    bring(data, "letter", value(2018, 5))
    texts = data / "catalog" / "areas.csv"
    texts.write_text(texts.read_text(encoding="utf-8").replace("sopot,", "zoppot,", 1), encoding="utf-8")
    build(data)
    assert rows("select area_id from areas order by 1") == [("gdansk",), ("zoppot",)]
    assert rows(ASKED)[-1] == ("volunteers", "", 2018, 5.0)
    latest = in_force(data)
    assert (latest.action, latest.imports) == ("build", ("0001",))
    assert latest.base not in (latest.version, publications(data)[0].base)

    bring(data, "other", value(2019, 6))
    assert [row[3] for row in rows(ASKED)][-2:] == [5.0, 6.0]
    undo(data, "0001", "anna")
    undo(data, "0002", "anna")
    assert in_force(data).version == latest.base
    assert rows(ASKED) == BEFORE
    for one in publications(data):  # every state that the log names is still there, and whole
        assert damaged(state_folder(data, one.version)) == {}


def test_a_rebuild_keeps_imports_with_contradictions(data):
    """They were entered in the register when the file came; the texts know nothing of them."""
    bring(data, "letter", value(2018, 10), value(2018, 4, member="sport"), value(2018, 7, member="culture"))
    version = in_force(data).version
    build(data)
    assert in_force(data).version == version
    assert rows("select conflict_id from conflicts") == [("found_total_gdansk_volunteers_2018",)]


def test_a_rebuild_without_what_an_import_needs_is_refused(data):
    """Else its figures would belong to nothing."""
    bring(data, "letter", value(2018, 5, area_id="sopot"))
    before = (data / LOG).read_bytes()
    texts = data / "catalog" / "areas.csv"
    texts.write_text(texts.read_text(encoding="utf-8").replace("sopot,", "zoppot,", 1), encoding="utf-8")
    with pytest.raises(BuildError, match="sopot is not in areas"):
        build(data)
    assert (data / LOG).read_bytes() == before
    assert rows("select value from series where area_id = 'sopot'") == [(5.0,)]


def test_a_rebuild_of_nothing_new_puts_the_same_data_in_force(data):
    bring(data, "letter", value(2018, 5))
    before, version = rows(ASKED), in_force(data).version
    build(data)
    assert (in_force(data).version, rows(ASKED)) == (version, before)
    assert [one.action for one in publications(data)] == ["build", "import", "build"]
    json.loads((data / LOG).read_text(encoding="utf-8"))


def test_an_import_changes_only_the_fields_that_it_gives_and_undoing_another_takes_its_own_back(data):
    """Two files change different fields of one indicator; each field goes with the file that brought it."""
    named = "select name_pl, polarity from indicators where indicator_id = 'offers'"
    assert rows(named) == [("name_pl", "higher_better")]
    first = bring(data, "", indicators=[{"indicator_id": "offers", "name_pl": "Oferty pracy"}])
    second = bring(data, "", indicators=[{"indicator_id": "offers", "polarity": "neutral"}])
    assert rows(named) == [("Oferty pracy", "neutral")]
    undo(data, first, "anna")
    assert rows(named) == [("name_pl", "neutral")]
    undo(data, second, "anna")
    assert rows(named) == [("name_pl", "higher_better")]


def test_a_document_that_came_without_figures_can_be_brought_in_again_with_them(data):
    """First the description of a city's report, later its figures: the same document, not one of the basic data."""
    described = Entry("", 0, {}, DOCUMENT | {"source_id": "letter", "area_id": "gdansk"})
    known = catalogue_in_force(data)
    found = checked(Draft({"sources": [described]}), known, file_sha256="0" * 64)
    publish(data, stage(data, found, "letter.csv", b"the file"), "anna")
    assert catalogue_in_force(data).imported == {"letter"}
    bring(data, "letter", value(2018, 5))
    assert rows("select value from series where year = 2018") == [(5.0,)]
