"""The evaluator's bundle: whole, rerun offline without Barometr to the same tables, harmless, honest when damaged."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from statistics import median

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from barometr.engine import data_version
from barometr.export.bundle import bundle_bytes, rerun, results
from barometr.export.delimited import STARTS_A_FORMULA
from barometr.judgement.review import ReviewError, review, years
from barometr.measures.review import direction_row, target_row
from barometr.project import PROJECT
from barometr.words.texts import LANGUAGES, text
from tests.builders import figure, publish, state_of

SHIPPED = [("rumia_services_2017_2022", 2019), ("gdansk_integration", 2017)]
TABLES = ("targets.csv", "directions.csv")
# Runs a program as if its machine had no network and no Barometr.
ALONE = """
import runpy, sys

def forbid(event, given):
    of_project = event == "open" and str(given[0]).startswith(sys.argv[2]) and "site-packages" not in str(given[0])
    if event.startswith("socket.") or of_project:
        raise RuntimeError(f"{event}: {given}")

sys.addaudithook(forbid)
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def unpacked(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder)
    return folder


def run_again(folder, cwd):
    """Return exit code and lines of rerun.py, run from elsewhere, isolated from this project and its environment."""
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", ALONE, str(folder / "rerun.py"), f"{PROJECT}{os.sep}"],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def table(path, language=None):
    """Return the rows of a CSV file: one of results, or one for readers of a language."""
    content = path.read_bytes().decode("utf-8" if language is None else "utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";" if language == "pl" else ","))


def files_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


# Small data with a target of every status, series to read a direction from, and texts that want to be more than text.

FORMULA, ODD_AREA = '=HYPERLINK("http://evil","x")', "<script>alert(1)</script>"
MARKDOWN = "**Plan** [x](http://evil) `code` | cell\n# Heading"
HTML_NOTE = "-1 <img src=x onerror=alert(1)>\n\n- item"


def agreed(indicator_id, base, target, base_year=2015, target_year=2020, **cells):
    """Return the printed baseline and target of an indicator; a baseline of None is one that is not given."""
    status = "no_data" if base is None else "baseline"
    return [
        figure(indicator_id=indicator_id, year=base_year, value=base, status=status),
        figure(indicator_id=indicator_id, year=target_year, value=target, status="target", **cells),
    ]


def measured(indicator_id, first_year, *values, **cells):
    return [
        figure(indicator_id=indicator_id, year=year, value=value, **cells)
        for year, value in enumerate(values, start=first_year)
    ]


@pytest.fixture(scope="module")
def small_data(tmp_path_factory):
    targeted = ("moderate", "on_track", "unmeasured", "without_base", "late")
    return publish(
        tmp_path_factory.mktemp("bundle") / "data",
        areas=[{"area_id": "gdansk", "name": ODD_AREA, "name_en": ODD_AREA}, {"area_id": "sopot"}],
        sources=[
            {"source_id": "report", "title": FORMULA, "title_en": FORMULA, "publisher": "@x", "publisher_en": "@x"}
        ],
        programmes=[{"programme_id": "plan", "source_id": "report", "title_pl": MARKDOWN, "title_en": MARKDOWN}],
        goals=[{"goal_id": "goal", "programme_id": "plan", "title_pl": "# [a](b)", "title_en": "# [a](b)"}],
        members=[{"dimension": "path", "member": "sport"}, {"dimension": "path", "member": "school"}],
        indicators=[
            *({"indicator_id": name, "goal_id": "goal", "name_en": FORMULA, "name_pl": FORMULA} for name in targeted),
            {"indicator_id": "away", "polarity": "lower_better", "goal_id": "goal"},
            {"indicator_id": "opened", "value_type": "milestone", "goal_id": "goal"},
            {"indicator_id": "wished", "goal_id": "goal"},
            {"indicator_id": "staff"},
            {"indicator_id": "clubs", "additive": "true", "dimension": "path"},
            {"indicator_id": "turnout", "value_type": "share", "unit": "percent", "decimals": 1},
            {"indicator_id": "unrelated"},
        ],
        proposed_targets=[
            {
                "proposal_id": "wish",
                "area_id": "gdansk",
                "indicator_id": "wished",
                "baseline_year": 2015,
                "target_year": 2019,
                "target_value": 146.41,
                "method": "compound",
                "proposed_by": "@SUM(1)",
                "proposed_on": "2024-05-06",
                "note_pl": HTML_NOTE,
                "note_en": HTML_NOTE,
            }
        ],
        conflicts=[
            {
                "conflict_id": "clubs_2016",
                "kind": "total",
                "indicator_id": "clubs",
                "finding": "total:gdansk:clubs:2016",
                "title_en": "=1+1",
                "title_pl": "=1+1",
            },
            {"conflict_id": "base_of_moderate", "kind": "label", "figures": "report.1 report.2", "chosen": "report.1"},
            {"conflict_id": "not_judged", "kind": "label", "indicator_id": "unrelated"},
            {"conflict_id": "elsewhere", "kind": "label", "indicator_id": "unrelated", "area_id": "sopot"},
        ],
        report=[
            *agreed("moderate", 100, 200, literal="+1", note_pl=HTML_NOTE, note_en=HTML_NOTE),  # report.1, report.2
            *agreed("on_track", 50, 60),
            *agreed("unmeasured", 1, 8),
            *agreed("without_base", None, 50),
            *agreed("late", 10, 20, base_year=2012, target_year=2016),
            *agreed("away", 16, 10),
            *agreed("opened", 0, 1, target_year=2018),
            *measured("moderate", 2016, 110, 130),
            *measured("on_track", 2017, 54, 55),
            *measured("without_base", 2017, 30),
            *measured("late", 2017, 15),
            *measured("away", 2017, 20),
            *measured("opened", 2017, 1),
            *measured("wished", 2015, 100, 105, 110),
            *measured("staff", 2011, 99, 98, 10, 12, 11, 15, 16),
            *measured("clubs", 2014, 10, 11, 100, 13),
            *measured("clubs", 2016, 20, member="sport"),
            *measured("clubs", 2016, 30, member="school"),
            *measured("turnout", 2015, 10.5, 9.8, 10.4),
            *measured("unrelated", 2017, 1, area_id="sopot"),
        ],
    )


@pytest.fixture(scope="module", params=LANGUAGES)
def small_original(request, small_data, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BAROMETR_DATA", str(small_data))
        return unpacked(bundle_bytes("plan", 2017, request.param), tmp_path_factory.mktemp(request.param) / "bundle")


@pytest.fixture
def small(small_original, tmp_path):
    """The bundle of the small data for 2017 in each language, a copy of one's own to damage."""
    return Path(shutil.copytree(small_original, tmp_path / "a copy [1] of 'it'"))


@pytest.fixture
def small_published(small_data, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(small_data))


def language_of(folder):
    return json.loads((folder / "question.json").read_text(encoding="utf-8"))["language"]


# The published data, rerun


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("programme_id", "year"), SHIPPED)
def test_the_bundle_of_the_published_data_makes_the_same_tables_again(programme_id, year, language, tmp_path):
    content = bundle_bytes(programme_id, year, language)
    assert len(content) < 1_000_000
    folder = unpacked(content, tmp_path / "bundle")
    inside = files_in(folder)
    code, lines = run_again(folder, tmp_path)
    assert (code, lines[-1]) == (0, text(language, "bundle.rerun.same"))
    for name in TABLES:
        assert (folder / "rerun" / name).read_bytes() == (folder / "results" / name).read_bytes()
    assert files_in(folder) == inside | {f"rerun/{name}" for name in TABLES}
    judged = review(programme_id, year)
    assert [row["status"] for row in table(folder / "results/targets.csv")] == [
        one.progress.status for one in judged.targets
    ]
    assert [row["word"] for row in table(folder / "results/directions.csv")] == [
        one.trend.word for one in judged.directions
    ]
    assert len(judged.targets) + len(judged.directions) > 30
    report = Package(str(folder / "datapackage.json")).validate()
    assert (report.valid, [task.name for task in report.tasks][:2]) == (True, ["targets", "directions"])


@pytest.mark.usefixtures("shipped")
def test_everything_that_made_the_answers_is_inside_unchanged(tmp_path):
    folder = unpacked(bundle_bytes(*SHIPPED[0], "en"), tmp_path / "bundle")
    published = state_of(PROJECT / "data")
    for name in files_in(folder):
        original = {"parquet": published / name.removeprefix("parquet/"), "queries": PROJECT / name}.get(
            name.split("/")[0]
        )
        if name.startswith("barometr/measures/") and not name.endswith("__init__.py"):
            original = PROJECT / name
        if original:
            assert (folder / name).read_bytes() == original.read_bytes(), name
    stored = {f"parquet/{path.relative_to(published).as_posix()}" for path in published.rglob("*.parquet")}
    assert {name for name in files_in(folder) if name.startswith("parquet/")} == stored
    assert {"queries/views.sql", "queries/review/targets.sql", "barometr/measures/progress.py"} <= files_in(folder)
    question = json.loads((folder / "question.json").read_text(encoding="utf-8"))
    asked = (question["programme_id"], question["area_id"], question["year"], question["data_version"])
    assert asked == ("rumia_services_2017_2022", "rumia", 2019, data_version())


@pytest.mark.usefixtures("shipped")
def test_every_result_has_its_card_and_every_printed_target_its_place(tmp_path):
    folder = unpacked(bundle_bytes(*SHIPPED[0], "pl"), tmp_path / "bundle")
    targets, directions = (table(folder / "results" / name) for name in TABLES)
    cards = re.findall(r"^### (\d+)\. ", (folder / "cards.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number in cards] == [*range(1, len(targets) + 1), *range(1, len(directions) + 1)]
    named = {row["Liczby w dokumentach (row_id)"]: row for row in table(folder / "values.csv", "pl")}
    for row in targets:
        assert named[row["target_row_id"]]["Do czego użyto"] == "wartość docelowa"
        assert "linia" in named[row["target_row_id"]]["Miejsce w dokumencie"]
    (document,) = table(folder / "sources.csv", "pl")
    assert document["Identyfikator"] == "rumia_strategy_2017"
    assert re.fullmatch("[0-9a-f]{64}", document["SHA-256 odczytanego tekstu"])


def test_the_program_can_be_read_in_one_sitting():
    assert len(Path(rerun.__file__).read_text(encoding="utf-8").splitlines()) <= 120


# The same data, the same bytes


@pytest.mark.usefixtures("small_published")
def test_the_same_data_in_another_folder_give_the_same_bytes(small_data, tmp_path, monkeypatch):
    first = bundle_bytes("plan", 2017, "pl")
    elsewhere = shutil.copytree(small_data, tmp_path / "elsewhere")
    for file in elsewhere.rglob("*.parquet"):
        os.utime(file, (1, 1))
    monkeypatch.setenv("BAROMETR_DATA", str(elsewhere))
    assert bundle_bytes("plan", 2017, "pl") == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifest_names_every_file_with_its_size_and_sha256(small):
    known = manifest(small)["files"]
    assert set(known) == files_in(small) - {"manifest.json"}
    for name, file in known.items():
        content = (small / name).read_bytes()
        assert file == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@pytest.mark.usefixtures("small_published")
def test_the_results_have_the_columns_of_the_judged_rows():
    """A column added to the rows must be described here too, and would otherwise be left out in silence."""
    judged = review("plan", 2017)
    assert list(results.TARGETS) == list(target_row(judged.targets[0]))
    assert list(results.DIRECTIONS) == list(direction_row(judged.directions[0]))


# What the small data say, worked out here without the measures


def number(cell):
    return float(cell.replace(",", ".")) if cell else None


def by_hand(used, method, sign):
    """Return the status of a target from what values.csv says it rests on: use -> (year, value)."""
    target, latest, base = used.get("target"), used.get("latest"), used.get("baseline")
    if latest is None:
        return "no_data"
    if sign * (latest[1] - target[1]) >= 0:
        return "achieved"
    if latest[0] >= target[0]:
        return "missed"
    if base is None:
        return "not_yet"
    years_gone, years_all = latest[0] - base[0], target[0] - base[0]
    if method == "compound":
        so_far = (latest[1] / base[1]) ** (1 / years_gone) - 1
        r = so_far / ((target[1] / base[1]) ** (1 / years_all) - 1)
    else:
        r = (latest[1] - base[1]) / ((target[1] - base[1]) * years_gone / years_all)
    return "on_track" if r >= 0.95 else "moderate" if r >= 0.6 else "limited" if r >= 0 else "moving_away"


def used_values(folder):
    """Return indicator -> use -> years and values, from values.csv alone."""
    language = language_of(folder)
    uses = {text(language, f"bundle.use.{use}"): use for use in ("baseline", "target", "proposed", "latest", "point")}
    year, value, use = (
        text(language, f"{key}") for key in ("export.column.year", "export.column.value", "bundle.value.use")
    )
    found = {}
    for row in table(folder / "values.csv", language):
        for word in row[use].split("; "):
            if word in uses and row[value]:
                kind = "target" if uses[word] == "proposed" else uses[word]
                found.setdefault(row["indicator_id"], {}).setdefault(kind, []).append(
                    (int(row[year]), number(row[value]))
                )
    return found


def test_every_status_follows_from_the_values_by_hand(small):
    values = used_values(small)
    worked_out = {}
    for row in table(small / "results/targets.csv"):
        used = {use: pairs[0] for use, pairs in values[row["indicator_id"]].items()}
        sign = -1 if row["indicator_id"] == "away" else 1
        worked_out[row["indicator_id"]] = by_hand(used, row["method"], sign)
        assert row["status"] == worked_out[row["indicator_id"]]
    assert worked_out == {
        "moderate": "moderate",
        "on_track": "on_track",
        "unmeasured": "no_data",
        "without_base": "not_yet",
        "late": "missed",
        "away": "moving_away",
        "opened": "achieved",
        "wished": "limited",
    }


def test_the_numbers_of_a_target_are_those_of_the_formula(small):
    rows = {row["indicator_id"]: row for row in table(small / "results/targets.csv")}
    row = rows["moderate"]  # 100 in 2015, 200 in 2020, 130 in 2017
    assert (row["expected"], row["ratio"], row["margin"], row["pace_so_far"]) == ("140", "0.75", "-10", "15")
    assert float(row["pace_needed"]) == pytest.approx(70 / 3)
    assert (row["is_trial"], row["basis"]) == ("false", "printed")
    wish = rows["wished"]
    assert float(wish["ratio"]) == pytest.approx((1.1**0.5 - 1) / 0.1)
    assert (wish["basis"], wish["expected"][:4]) == ("proposed", "121.")


def test_every_direction_follows_from_the_values_by_hand(small):
    values = used_values(small)
    rows = {row["indicator_id"]: row for row in table(small / "results/directions.csv")}
    assert list(rows) == ["clubs", "staff", "turnout"]
    points = values["staff"]["point"]
    assert points == [(2013, 10), (2014, 12), (2015, 11), (2016, 15), (2017, 16)]
    slope = median((b[1] - a[1]) / (b[0] - a[0]) for a in points for b in points if a[0] < b[0])
    assert float(rows["staff"]["slope"]) == pytest.approx(slope)
    assert float(rows["staff"]["change"]) == pytest.approx(100 * slope * 4 / 12)
    assert (rows["staff"]["word"], rows["staff"]["verdict"], rows["staff"]["points"]) == ("rising", "better", "5")
    assert (rows["turnout"]["word"], rows["clubs"]["left_out"]) == ("not_material", "2016 contradicted")
    assert values["clubs"]["point"] == [(2014, 10), (2015, 11), (2017, 13)]


def test_a_total_left_out_stands_beside_the_parts_that_contradict_it(small):
    language = language_of(small)
    use, value = text(language, "bundle.value.use"), text(language, "export.column.value")
    rows = [row for row in table(small / "values.csv", language) if row["indicator_id"] == "clubs"]
    left_out = [(row[use], number(row[value])) for row in rows if "2016" in row[text(language, "export.column.year")]]
    total, part = (text(language, f"bundle.use.{name}") for name in ("left_out", "part"))
    assert left_out == [(total, 100), (part, 30), (part, 20)]


def test_only_contradictions_that_touch_the_review_are_inside(small):
    language = language_of(small)
    entry, chosen = (text(language, f"bundle.conflict.{name}") for name in ("conflict", "chosen"))
    rows = table(small / "conflicts.csv", language)
    assert [row[entry] for row in rows] == ["base_of_moderate", "base_of_moderate", "clubs_2016"]
    yes, no = text(language, "export.yes"), text(language, "export.no")
    assert [(row["row_id"], row[chosen]) for row in rows] == [("report.1", yes), ("report.2", no), ("", "")]


def test_the_readme_works_out_a_status_and_a_direction_of_this_bundle(small):
    language = language_of(small)
    readme = (small / "README.md").read_text(encoding="utf-8")
    assert "100 + (200 − 100) × (2017 − 2015) / (2020 − 2015) = 140" in readme
    assert "(130 − 100) / (140 − 100) = " + {"en": "0.75", "pl": "0,75"}[language] in readme
    change = {"en": "100 × 1.5 × 4 / 12 = 50%", "pl": "100 × 1,5 × 4 / 12 = 50%"}[language]
    assert change in readme
    assert re.search(r"\| `moderate` \| .* \| 1 \|", readme)
    assert "$" not in readme


# Texts that want to be more than text


def test_no_cell_is_a_formula(small):
    language = language_of(small)
    tables = [table(small / f"{name}.csv", language) for name in ("values", "conflicts", "sources")]
    tables += [table(small / "results" / name) for name in TABLES]
    cells = {cell for rows in tables for row in rows for cell in row.values()}
    starting = {cell for cell in cells if cell.startswith(STARTS_A_FORMULA)}
    assert {cell for cell in starting if not re.fullmatch(r"-[0-9.]+(e-[0-9]+)?", cell)} == {"+1"}  # a number
    assert {f"'{FORMULA}", "'=1+1", "'@x"} <= cells


def test_texts_of_the_data_are_neither_html_nor_markdown_in_cards_and_readme(small):
    for name in ("cards.md", "README.md"):
        content = (small / name).read_text(encoding="utf-8")
        assert not re.search(r"(?<!\\)<", content), name
        assert not re.search(r"(?<!\\)\[(x|a)(?<!\\)\]", content), name
        assert not re.search(r"^(# Heading|- item|# \[a)", content, re.MULTILINE), name
        assert r"\*\*Plan\*\* \[x\](http://evil) \`code\` \| cell # Heading" in content, name
    assert r"\<script>alert(1)\</script>" in (small / "cards.md").read_text(encoding="utf-8")


def test_the_package_of_hostile_texts_is_valid_too(small_original):
    assert Package(str(small_original / "datapackage.json")).validate().valid


# Damage


def row_of(folder, indicator_id):
    """Return the number of a target's row."""
    return [row["indicator_id"] for row in table(folder / "results/targets.csv")].index(indicator_id) + 1


def test_it_runs_in_a_folder_with_an_odd_name(small, tmp_path):
    code, lines = run_again(small, tmp_path)
    language = language_of(small)
    assert (code, lines[-1]) == (0, text(language, "bundle.rerun.same"))
    assert lines[0] == text(language, "bundle.rerun.compared", table="targets.csv", rows=8)


def test_a_changed_value_is_noticed_in_the_file_and_in_the_results(small, tmp_path):
    name = "parquet/observations/report.parquet"
    stored = pq.read_table(small / name)
    rows = stored.to_pylist()
    for row in rows:
        if (row["indicator_id"], row["year"], row["status"]) == ("moderate", 2017, "actual"):
            row["value"] = 139.0
    pq.write_table(pa.Table.from_pylist(rows, schema=stored.schema), small / name)
    code, lines = run_again(small, tmp_path)
    language = language_of(small)
    assert (code, lines[0]) == (1, text(language, "bundle.rerun.damaged", file=name))
    cell = {"table": "targets.csv", "row": f"{row_of(small, 'moderate')} moderate gdansk"}
    assert text(language, "bundle.rerun.differs", **cell, column="status", now="on_track", given="moderate") in lines
    assert text(language, "bundle.rerun.differs", **cell, column="ratio", now="0.975", given="0.75") in lines


def test_a_changed_rule_is_noticed_in_the_file_and_in_the_results(small, tmp_path):
    rule = small / "barometr/measures/progress.py"
    changed = rule.read_text(encoding="utf-8").replace('("moderate", 0.60)', '("moderate", 0.80)')
    assert '("moderate", 0.80)' in changed
    rule.write_text(changed, encoding="utf-8")
    code, lines = run_again(small, tmp_path)
    language = language_of(small)
    damaged = text(language, "bundle.rerun.damaged", file="barometr/measures/progress.py")
    assert (code, lines[0]) == (1, damaged)
    cell = {"table": "targets.csv", "row": f"{row_of(small, 'moderate')} moderate gdansk"}
    depends = {"now": "other_method next_base", "given": "previous_actual"}  # 0.75 was moderate and is limited now
    assert [line for line in lines if "gdansk" in line] == [
        text(language, "bundle.rerun.differs", **cell, column="status", now="limited", given="moderate"),
        text(language, "bundle.rerun.differs", **cell, column="depends_on", **depends),
    ]
    assert lines[-1] == text(language, "bundle.rerun.not_same", cells=2)


def test_a_missing_file_is_named_and_nothing_is_judged(small, tmp_path):
    (small / "queries/views.sql").unlink()
    (small / "parquet/breaks.parquet").unlink()
    code, lines = run_again(small, tmp_path)
    language = language_of(small)
    missing = [text(language, "bundle.rerun.missing", file=f) for f in ("parquet/breaks.parquet", "queries/views.sql")]
    assert (code, lines) == (1, [*missing, text(language, "bundle.rerun.stopped")])
    assert not (small / "rerun").exists()


def test_a_result_that_was_edited_is_noticed_and_so_is_a_row_taken_out(small, tmp_path):
    path = small / "results/directions.csv"
    lines = path.read_bytes().decode().splitlines(keepends=True)
    path.write_bytes("".join(lines[:-1]).replace("rising", "falling").encode())
    code, said = run_again(small, tmp_path)
    language = language_of(small)
    row = {"table": "directions.csv", "row": "2 staff gdansk", "column": "word"}
    assert code == 1
    assert text(language, "bundle.rerun.differs", **row, now="rising", given="falling") in said
    row = {"table": "directions.csv", "row": "3 turnout gdansk", "column": "word"}
    assert text(language, "bundle.rerun.differs", **row, now="not_material", given="–") in said


def test_a_row_that_was_added_to_the_results_is_noticed(small, tmp_path):
    path = small / "results/directions.csv"
    last = path.read_bytes().decode().splitlines()[-1].replace("turnout", "invented")
    path.write_bytes(path.read_bytes() + f"{last}\r\n".encode())
    code, said = run_again(small, tmp_path)
    language = language_of(small)
    cell = {"table": "directions.csv", "row": "4 invented gdansk", "column": "word"}
    assert code == 1
    assert text(language, "bundle.rerun.differs", **cell, now="–", given="not_material") in said


def test_a_text_that_was_edited_is_named_although_the_tables_come_out_the_same(small, tmp_path):
    (small / "cards.md").write_text("all is well", encoding="utf-8")
    code, lines = run_again(small, tmp_path)
    language = language_of(small)
    assert (code, lines[0]) == (1, text(language, "bundle.rerun.damaged", file="cards.md"))
    assert lines[-1] == text(language, "bundle.rerun.same_but_damaged")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0.75", "0.7500000000000001", True),
        ("0.75", "0.750001", False),
        ("1e-17", "0", True),
        ("on_track", "on_track", True),
        ("on_track", "limited", False),
        ("", "0", False),
        ("5", "", False),
    ],
)
def test_numbers_may_differ_by_a_billionth_and_texts_not_at_all(one, other, same):
    assert rerun.same(one, other) is same


@pytest.mark.parametrize(
    ("cell", "written"),
    [(None, ""), (True, "true"), (False, "false"), (0, "0"), (2015, "2015"), (0.1 + 0.2, "0.30000000000000004")],
)
def test_numbers_are_written_in_full(cell, written):
    assert rerun.written(cell) == written


# What cannot be asked


@pytest.mark.usefixtures("small_published")
def test_an_unknown_programme_and_a_year_outside_are_refused():
    with pytest.raises(ReviewError, match="no programme 'nowhere'"):
        bundle_bytes("nowhere", 2017, "pl")
    assert years("plan") == tuple(range(2013, 2021))
    for year in (2012, 2021):
        with pytest.raises(ReviewError, match=f"no review for {year}; it can be reviewed for 2013 to 2020"):
            bundle_bytes("plan", year, "en")
