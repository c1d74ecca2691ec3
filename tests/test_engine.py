"""The one door to the data: what may be asked, what is refused, and that answers are right, fresh and separate."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from barometr import engine
from barometr.engine import (
    Database,
    DataMissingError,
    QueryError,
    data_version,
    one_moment,
    open_state,
    queries,
    query,
    records,
    sql,
)
from tests.builders import republish, rows, state_of

# A value for every parameter that a query takes, so that each query can be run on the published data.
SAMPLES = {
    "area_id": "gdansk",
    "comparable_group": "caseload",
    "conflict_id": "turnout_2017",
    "dimension": "volunteer_path",
    "goal_id": "gdansk_iii_3",
    "indicator_id": "volunteers",
    "indicator_ids": ("volunteers", "budget_turnout"),
    "member": "ecology",
    "point_id": "volunteers~gdansk~2017",
    "point_ids": ["volunteers~gdansk~2017"],
    "programme_id": "gdansk_integration",
    "project_id": "gdansk_gps",
    "row_id": "gdansk_report_2017.85",
    "row_ids": ["gdansk_report_2017.85"],
    "source_id": "gdansk_report_2017",
    "source_ids": ["gdansk_report_2017"],
    "topic": "volunteering",
    "year": 2017,
}
ASKED = "volunteering/by_path"


def sample_parameters(name: str) -> dict[str, str | int | tuple[str, ...]]:
    unknown = [param for param in queries()[name].params if param not in SAMPLES]
    if unknown:
        pytest.fail(f"queries/{name}.sql takes {', '.join(unknown)}: give SAMPLES in {__file__} a value for it")
    return {param: SAMPLES[param] for param in queries()[name].params}


def without_comments(text: str) -> str:
    return "\n".join(line.split("--")[0] for line in text.splitlines())


# What every query file must keep to


def test_every_sql_file_is_a_query_except_the_views():
    files = {path.relative_to(engine.QUERIES).with_suffix("").as_posix() for path in engine.QUERIES.rglob("*.sql")}
    assert set(queries()) == files - {"views"}


@pytest.mark.parametrize("name", queries())
def test_a_query_opens_with_its_title_parameters_and_columns(name):
    header = re.match(r"((?:-- .+\n)+)-- params:  .+\n-- columns: .+\n", queries()[name].text)
    assert header, "one or more lines that say what the rows are, then params, then columns"
    assert queries()[name].title == header[1].replace("-- ", "").replace("\n", " ").strip()
    assert queries()[name].title.endswith(".")


@pytest.mark.parametrize("name", queries())
def test_the_header_lists_the_parameters_that_the_text_uses(name):
    used = set(re.findall(r"\$([a-z_]+)", without_comments(queries()[name].text)))
    assert set(queries()[name].params) == used


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", queries())
def test_the_header_lists_the_columns_that_the_result_has(name):
    result = query(name, **sample_parameters(name))
    assert queries()[name].columns == tuple(result.columns)


def test_a_comment_inside_a_query_is_not_read_as_its_header():
    text = "-- Title.\n-- params:  none\n-- columns: a | b (people)\n--          | c\nselect 1\n-- why\n  as a"
    assert engine._read_query("some/query", text).columns == ("a", "b", "c")


def test_a_query_without_its_columns_line_is_refused():
    with pytest.raises(QueryError, match="queries/some/query.sql: the header has no line '-- columns:'"):
        engine._read_query("some/query", "-- Title.\n-- params: none\nselect 1 as a")


# Asking


@pytest.mark.usefixtures("tiny")
def test_a_query_returns_its_rows():
    result = query(ASKED, area_id="gdansk")
    assert result[["year", "member", "value"]].values.tolist() == [
        [2015, "", 4000.0],
        [2016, "", 3563.0],
        [2017, "", 4060.0],
        [2017, "sport", 1188.0],
    ]


@pytest.mark.usefixtures("tiny")
def test_a_missing_parameter_is_named():
    with pytest.raises(QueryError, match="'volunteering/by_path' takes area_id; missing: area_id$"):
        query(ASKED)


@pytest.mark.usefixtures("tiny")
def test_an_unknown_parameter_is_named():
    with pytest.raises(QueryError, match="'volunteering/by_path' takes area_id; unknown: city$"):
        query(ASKED, area_id="gdansk", city="gdansk")


@pytest.mark.usefixtures("tiny")
def test_a_misspelt_parameter_is_named_with_the_one_it_should_be():
    with pytest.raises(QueryError, match="missing: area_id; unknown: area$"):
        query(ASKED, area="gdansk")


@pytest.mark.usefixtures("tiny")
def test_a_parameter_for_a_query_that_takes_none_is_refused():
    with pytest.raises(QueryError, match="'checks/homes' takes no parameters; unknown: year$"):
        query("checks/homes", year=2017)


@pytest.mark.usefixtures("tiny")
def test_an_unknown_query_is_refused_with_the_names_of_the_known_ones():
    with pytest.raises(QueryError, match="There is no query 'volunteering/nothing'. Known: .*volunteering/by_path"):
        query("volunteering/nothing")


@pytest.mark.usefixtures("tiny")
def test_the_views_are_not_a_query():
    with pytest.raises(QueryError, match="There is no query 'views'"):
        query("views")


@pytest.mark.usefixtures("tiny")
def test_a_parameter_is_a_value_and_never_text_of_the_query():
    assert query(ASKED, area_id="gdansk' or '1' = '1").empty


@pytest.mark.parametrize("wanted", [["gdansk", "rumia"], ("gdansk", "rumia")])
def test_a_list_or_a_tuple_can_be_a_parameter(tiny, wanted):
    text = "select area_id from areas where list_contains($wanted, area_id)"
    assert open_state(state_of(tiny)).run(text, {"wanted": wanted})["area_id"].tolist() == ["gdansk"]


@pytest.mark.usefixtures("tiny")
def test_records_hold_none_where_a_value_is_missing():
    assert [row["value"] for row in records(ASKED, area_id="sopot")] == [None]


def test_records_are_read_again_after_the_data_change(tiny):
    assert records(ASKED, area_id="gdansk")[2]["value"] == 4060
    rewrite(tiny, 4060, 4061)
    assert records(ASKED, area_id="gdansk")[2]["value"] == 4061


# What is locked


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{secret}')",
        "select * from read_text('{secret}')",
        "select * from '{secret}'",
        "select * from glob('{folder}/*')",
        "copy (select 1 as a) to '{folder}/written.csv'",
        "export database '{folder}/written'",
        "attach '{folder}/written.db'",
        "install httpfs",
        "load httpfs",
        "set threads = 8",
        "set enable_external_access = true",
        "reset lock_configuration",
    ],
)
def test_no_statement_reads_or_writes_elsewhere_or_changes_a_setting(tiny, tmp_path, statement):
    """Held by the database itself, so that a query file cannot do it either."""
    secret = tmp_path / "secret.csv"
    secret.write_text("password\nhunter2\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(QueryError):
        open_state(state_of(tiny)).run(statement.format(secret=secret, folder=tmp_path))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "-- only a comment",
        "select 1; select 2",
        "select 1; drop view areas",
        "drop view areas",
        "create table own as select 1",
        "create or replace view areas as select 1",
        "insert into areas values ('x')",
        "copy (select 1 as a) to '{parquet}/areas.parquet'",
        "set threads = 8",
        "pragma database_list",
        "explain select 1",
        "call pragma_version()",
        "prepare one as select 1",
    ],
)
def test_sql_takes_a_single_select_and_nothing_else(tiny, statement):
    before = data_version()
    with pytest.raises(QueryError, match="Only a single select statement can be run here"):
        sql(statement.format(parquet=state_of(tiny)))
    assert data_version() == before
    assert rows("select count(*) from areas") == [(2,)]


@pytest.mark.usefixtures("tiny")
def test_a_select_cannot_change_the_data_from_within():
    """To DuckDB 2 a statement that begins with a CTE that deletes is still a select."""
    for (table,) in rows("select schema_name || '.' || table_name from duckdb_tables()"):
        with pytest.raises(QueryError, match="transaction is launched in read-only mode"):
            sql(f"with gone as (delete from {table} returning *) select * from gone")
    with pytest.raises(QueryError):
        sql("with added as (insert into areas (area_id) values ('x') returning *) select * from added")
    assert rows("select count(*) from areas") == [(2,)]


@pytest.mark.usefixtures("tiny")
def test_sql_says_what_is_wrong_with_a_select():
    with pytest.raises(QueryError, match='syntax error at or near "areas"'):
        sql("select * form areas")
    with pytest.raises(QueryError, match="Table with name volunters does not exist"):
        sql("select * from volunters")


@pytest.mark.usefixtures("tiny")
def test_sql_does_not_see_the_variables_of_the_program():
    """DuckDB can read a pandas frame by the name of a Python variable; here that would leak the program's state."""
    leaked = pd.DataFrame({"a": [1]})
    with pytest.raises(QueryError, match="Table with name leaked does not exist"):
        sql("select * from leaked")
    assert len(leaked) == 1


@pytest.mark.usefixtures("tiny")
def test_a_query_that_runs_too_long_is_interrupted_and_the_next_one_is_answered(monkeypatch):
    monkeypatch.setattr(engine, "SECONDS_PER_QUERY", 0.2)
    endless = "select count(*) from range(9000000) a, range(9000000) b where a.range < b.range and b.range % 7 = 3"
    with pytest.raises(QueryError, match="Interrupted"):
        sql(endless)
    assert rows("select count(*) from areas") == [(2,)]


# Results of one's own


@pytest.mark.usefixtures("tiny")
def test_changing_a_result_does_not_change_the_next_one():
    first = query(ASKED, area_id="gdansk")
    expected = first.copy(deep=True)
    first.loc[:, "value"] = -1.0
    first["added"] = "x"
    first.index.name = "changed"
    first.columns = [column.upper() for column in first.columns]
    second = query(ASKED, area_id="gdansk")
    pd.testing.assert_frame_equal(second, expected)
    second.iloc[0, 0] = "changed"
    pd.testing.assert_frame_equal(query(ASKED, area_id="gdansk"), expected)


@pytest.mark.usefixtures("tiny")
def test_the_numbers_of_a_result_cannot_be_changed_behind_its_back():
    numbers = query(ASKED, area_id="gdansk")["value"].to_numpy()
    with pytest.raises(ValueError, match="read-only"):
        numbers[0] = -1.0


# Results remembered


@pytest.fixture
def asked_of_the_database(monkeypatch):
    """The parameters of every statement that really reached the database, in order."""
    reached = []
    run = Database.run

    def counted(self, text, parameters=None):
        reached.append(dict(parameters or {}))
        return run(self, text, parameters)

    monkeypatch.setattr(Database, "run", counted)
    monkeypatch.setattr(engine, "_engine", engine.Engine())
    return reached


@pytest.mark.usefixtures("tiny")
def test_the_same_question_reaches_the_database_once(asked_of_the_database):
    for area in ("gdansk", "sopot", "gdansk", "sopot"):
        query(ASKED, area_id=area)
    assert asked_of_the_database == [{"area_id": "gdansk"}, {"area_id": "sopot"}]


@pytest.mark.usefixtures("tiny")
def test_no_more_results_are_kept_than_allowed_and_the_least_used_goes_first(asked_of_the_database, monkeypatch):
    monkeypatch.setattr(engine, "CACHED_RESULTS", 2)
    for area in ("gdansk", "sopot", "gdansk", "rumia"):  # rumia pushes out sopot, asked for longest ago
        query(ASKED, area_id=area)
    assert len(engine._engine._results) == 2
    del asked_of_the_database[:]
    for area in ("rumia", "gdansk", "sopot"):
        query(ASKED, area_id=area)
    assert asked_of_the_database == [{"area_id": "sopot"}]


@pytest.mark.usefixtures("tiny")
def test_a_result_that_is_too_big_is_not_kept(asked_of_the_database, monkeypatch):
    monkeypatch.setattr(engine, "CACHED_BYTES_PER_RESULT", 10)
    query(ASKED, area_id="gdansk")
    query(ASKED, area_id="gdansk")
    assert len(asked_of_the_database) == 2


# Data that change


def rewrite(data: Path, old: float, new: float) -> None:
    """Replace one value in the published observations, as publishing a corrected document does."""

    def corrected(name: str, table: pa.Table) -> pa.Table:
        if not name.startswith("observations/"):
            return table
        values = pc.if_else(pc.equal(table["value"], old), pa.scalar(float(new)), table["value"])
        return table.set_column(table.schema.get_field_index("value"), "value", values)

    republish(data, corrected)


def volunteers_2017() -> float:
    return float(query(ASKED, area_id="gdansk").query("year == 2017 and member == ''")["value"].item())


def test_new_data_show_without_a_restart_and_old_results_never_come_back(tiny):
    assert volunteers_2017() == 4060
    rewrite(tiny, 4060, 4061)
    assert volunteers_2017() == 4061
    assert rows("select value from series where year = 2017 and area_id = 'gdansk' and member = ''") == [(4061.0,)]
    rewrite(tiny, 4061, 4060)
    assert volunteers_2017() == 4060


def test_a_document_that_is_added_or_removed_counts_at_once(tiny, tmp_path):
    whole = tmp_path / "whole"
    shutil.copytree(tiny, whole)
    assert volunteers_2017() == 4060
    republish(tiny, lambda name, table: None if name == "observations/report_2017.parquet" else table)
    assert query(ASKED, area_id="gdansk")[["year", "value"]].values.tolist() == [
        [2015, 4000.0],
        [2016, 3500.0],
    ]
    republish(tiny, lambda _name, table: table, origin=whole)
    assert volunteers_2017() == 4060


def test_another_data_folder_gives_its_own_answers(tiny, tmp_path, monkeypatch):
    other = tmp_path / "other"
    shutil.copytree(tiny, other)
    rewrite(other, 4060, 5000)
    assert volunteers_2017() == 4060
    monkeypatch.setenv("BAROMETR_DATA", str(other))
    assert volunteers_2017() == 5000
    monkeypatch.setenv("BAROMETR_DATA", str(tiny))
    assert volunteers_2017() == 4060


def test_a_result_computed_while_the_data_change_is_not_kept(tiny, monkeypatch):
    """The files change after the question is put to the database and before its answer could be kept."""
    run = Database.run
    corrections = iter([(4060, 4061)])

    def run_while_a_correction_is_published(self, text, parameters=None):
        answer = run(self, text, parameters)
        for old, new in corrections:
            rewrite(tiny, old, new)
        return answer

    monkeypatch.setattr(engine, "_engine", engine.Engine())
    monkeypatch.setattr(Database, "run", run_while_a_correction_is_published)
    assert volunteers_2017() == 4060
    assert volunteers_2017() == 4061


def test_inside_one_moment_an_answer_stays_and_afterwards_it_is_new(tiny):
    """A page that is being drawn does not show two values for one thing because a document was published."""
    with one_moment():
        assert volunteers_2017() == 4060
        rewrite(tiny, 4060, 4061)
        assert volunteers_2017() == 4060
        assert records(ASKED, area_id="gdansk")[1]["value"] == 3563  # first asked after the change: not kept
        rewrite(tiny, 3563, 3564)
    assert volunteers_2017() == 4061
    assert records(ASKED, area_id="gdansk")[1]["value"] == 3564


def test_an_empty_folder_is_told_apart_from_a_wrong_question(tmp_path, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(tmp_path))
    for ask in (lambda: query("checks/homes"), lambda: sql("select 1"), data_version):
        with pytest.raises(DataMissingError, match=re.escape(str(tmp_path / "publications.json"))):
            ask()


def test_a_question_asked_when_the_state_it_read_of_is_just_being_removed_asks_again(tiny, monkeypatch):
    """A build removes the state before, and a reader may have read the log just before that."""
    (tiny / "parquet").rename(tiny / "away")
    waits = []

    def folder_comes_back(seconds):
        waits.append(seconds)
        (tiny / "away").rename(tiny / "parquet")

    monkeypatch.setattr(engine.time, "sleep", folder_comes_back)
    assert sql("select count(*) as n from observations")["n"].tolist() == [6]
    assert len(waits) == 1


def test_the_data_version_names_the_content_and_not_the_place_or_the_time(tiny, tmp_path, monkeypatch):
    original = data_version()
    assert re.fullmatch("[0-9a-f]{10}", original)
    for file in tiny.rglob("*.parquet"):
        file.touch()
    assert data_version() == original

    copy = tmp_path / "copy"
    shutil.copytree(tiny, copy)
    monkeypatch.setenv("BAROMETR_DATA", str(copy))
    assert data_version() == original

    rewrite(copy, 4060, 4061)
    assert data_version() != original
    rewrite(copy, 4061, 4060)
    assert data_version() == original


# Many at once


@pytest.mark.usefixtures("shipped")
def test_many_threads_at_once_get_the_answers_that_one_gets(monkeypatch):
    """Eight threads put fifty questions each, all different, to an engine that remembers nothing yet."""
    indicators = [row[0] for row in rows("select indicator_id from indicators order by indicator_id limit 50")]
    texts = [
        f"select '{name}' as asked, area_id, member, year, value, status, literal from series "
        f"where indicator_id = '{name}' order by area_id, member, year, status"
        for name in indicators
    ]
    expected = [sql(text) for text in texts]
    assert len(expected) == 50
    named = {name: query(name) for name, one in queries().items() if name[:8] == "catalog/" and not one.params}
    monkeypatch.setattr(engine, "_engine", engine.Engine())

    def right_answers(thread: int) -> int:
        right = 0
        for step in range(50):
            number = (step + 7 * thread) % 50
            name = list(named)[number % len(named)]
            right += sql(texts[number]).equals(expected[number])
            right += query(name).equals(named[name])
        return right

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(right_answers, range(8))) == [100] * 8


@pytest.mark.usefixtures("shipped")
def test_many_heavy_questions_at_once_do_not_run_out_of_memory():
    """They take turns: eight of them together would need more than the database is allowed."""
    again = " ".join(f"join points as {name} on {name}.point_id = one.point_id" for name in "bcdef")
    texts = [f"select count(*), {number} from points as one {again}" for number in range(10)]
    ((count,),) = rows("select count(*) from points")
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(rows, texts)) == [[(count, number)] for number in range(10)]
