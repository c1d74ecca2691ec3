"""Finding things by words: what matches, in which order, and that nothing typed does harm."""

import time

import pytest

from barometr import catalog
from barometr.engine import records
from barometr.find import Hit, find, indicators_matching
from tests.builders import fact, figure, publish, rows

# What is typed, and a name that has the same word with another ending.
ALIKE = [
    ("wolontariuszy", "wolontariusze"),
    ("frekwencji", "frekwencja"),
    ("asystenta", "asystent"),
    ("asystent", "asystentami"),
    ("mieszkańców", "mieszkańcy"),
    ("usługami", "usługi"),
    ("dzielnicach", "dzielnice"),
    ("dziecko", "dzieci"),
    ("praca", "pracy"),
    ("families", "family"),
    ("osób", "osoby"),
]
# What is typed, and a name that only begins like it.
DIFFERENT = [
    ("rodzina", "rodzaj"),  # rodz- is less than three fifths of rodzina
    ("praca", "pracownik"),
    ("pracownik", "praca"),
    ("społeczna", "społeczeństwo"),
    ("rada", "radny"),  # four letters are not cut
    ("koordynator", "koordynuje"),  # four letters at the end differ
    ("20171", "20172"),  # nor are numbers
    ("2017", "2018"),
    ("ontariusz", "wolontariusz"),  # not a beginning
]


def named(indicator_id, name_pl, name_en="", definition_pl="", **cells):
    """The catalogue row of an indicator that is found by nothing but what is given here."""
    texts = {"name_pl": name_pl, "name_en": name_en or "-", "definition_pl": definition_pl or "-"}
    empty = dict.fromkeys(("short_en", "definition_en"), "-")
    return {"indicator_id": indicator_id, "short_pl": name_pl, **empty, **texts, **cells}


def ids(words, language="pl", **options):
    return [hit.entry_id for hit in find(words, language, **options)]


@pytest.fixture(scope="module")
def library_folder(tmp_path_factory):
    """One thing of each kind in two cities, all about assistants."""
    return publish(
        tmp_path_factory.mktemp("library") / "data",
        areas=[
            {"area_id": "gdansk", "name": "Gdańsk", "name_en": "Gdańsk City"},
            {"area_id": "rumia", "name": "Rumia", "name_en": "Rumia Town"},
            {"area_id": "rumia_zagorze", "kind": "district", "parent_id": "rumia", "name": "Zagórze", "name_en": "-"},
        ],
        programmes=[{"programme_id": "strategy", "area_id": "rumia", "source_id": "report"}],
        goals=[
            {
                "goal_id": "rumia_1",
                "programme_id": "strategy",
                "code": "1.2",
                "title_pl": "Więcej asystentów",
                "title_en": "More assistants",
                "remarks": "Wymaga pieniędzy.",
            }
        ],
        projects=[
            {
                "project_id": "training",
                "area_id": "rumia",
                "goal_id": "rumia_1",
                "source_id": "report",
                "name_pl": "Szkolenia asystentów",
                "name_en": "Training assistants",
            }
        ],
        indicators=[
            named("assistants", "Asystenci rodziny", "Family assistants", "Pracują z rodzinami.", code="I.1.a"),
            named("everywhere", "Asystenci szkolni", "School assistants", short_en="In schools", short_pl="W szkołach"),
        ],
        sources=[
            {
                "source_id": "report",
                "area_id": "rumia",
                "title": "Sprawozdanie o asystentach",
                "title_en": "Report on assistants",
                "published_on": "2018-06-30",
                "note_pl": "Bez daty, wpłynął 30.06.2019.",
            }
        ],
        report=[
            figure(indicator_id="assistants", area_id="rumia", year=2016, value=4),
            figure(indicator_id="assistants", area_id="rumia", year=2017, status="no_data"),
            figure(indicator_id="everywhere", area_id="gdansk", year=2017, value=7),
            figure(indicator_id="everywhere", area_id="rumia_zagorze", year=2017, value=2),
            fact(area_id="rumia_zagorze", year=2017, value=1480.5, literal="ok. 1,48 tys.", label_pl="Godziny asysty"),
            fact(
                area_id="rumia",
                goal_id="rumia_1",
                label_pl="Powtórzone godziny",
                value=1480.5,
                role="restatement",
                restates="report.5",
            ),
        ],
    )


@pytest.fixture
def library(library_folder, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(library_folder))


@pytest.fixture(scope="module")
def names_folder(tmp_path_factory):
    """An indicator for each of the names that words with other endings are looked for in."""
    names = sorted({name for _, name in ALIKE + DIFFERENT} | {"Źródła łąk", "ąćęłńóśźż", "acelnoszz"})
    catalogue = [named(f"i{number}", name) for number, name in enumerate(names)]
    folder = tmp_path_factory.mktemp("names") / "data"
    return publish(folder, indicators=catalogue, report=[figure(indicator_id="i0", year=1999, value=1)])


@pytest.fixture
def names_found(names_folder, monkeypatch):
    """A function that returns the names found by what is typed."""
    monkeypatch.setenv("BAROMETR_DATA", str(names_folder))
    return lambda typed: [hit.name for hit in find(typed, "pl", ["indicator"])]


# What a hit says


@pytest.mark.usefixtures("library")
def test_a_hit_of_each_kind_in_full():
    assert find("rodziny", "pl") == [
        Hit("indicator", "assistants", "Asystenci rodziny", "I.1.a, Rumia", None, "rumia", None)
    ]
    assert find("więcej", "pl") == [Hit("goal", "rumia_1", "Więcej asystentów", "1.2, Rumia", None, "rumia", "rumia_1")]
    assert find("szkolenia", "pl", ["project"]) == [
        Hit("project", "training", "Szkolenia asystentów", "Rumia", None, "rumia", "rumia_1")
    ]
    assert find("asysty", "pl", ["fact"]) == [
        Hit("fact", "report.5", "Godziny asysty", "2017, Rumia", "ok. 1,48 tys.", "rumia", None)
    ]
    assert find("sprawozdanie", "pl") == [
        Hit("source", "report", "Sprawozdanie o asystentach", "2018, Rumia", None, "rumia", None)
    ]


@pytest.mark.usefixtures("library")
def test_names_and_cities_are_in_the_language_asked_for_whatever_language_was_typed():
    (english,) = find("rodziny", "en")
    assert (english.name, english.detail) == ("-", "I.1.a, Rumia Town")
    assert find("więcej", "en")[0].name == "More assistants"
    assert find("more", "pl")[0].name == "Więcej asystentów"
    assert find("report", "pl", ["source"])[0].name == "Sprawozdanie o asystentach"


@pytest.mark.usefixtures("library")
def test_an_indicator_of_several_cities_names_them_all_and_belongs_to_none():
    (hit,) = find("szkolni", "en", ["indicator"])
    assert (hit.name, hit.detail, hit.area_id) == ("In schools", "Gdańsk City, Rumia Town", None)


# What a thing is found by


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("szkolach", ["everywhere"]),  # the short name
        ("szkolni", ["everywhere"]),  # the official name
        ("pracują", ["assistants"]),  # the definition
        ("I.1.a", ["assistants"]),  # the code, whole
        ("i.1", ["assistants"]),  # its beginning
        ("1.2", ["rumia_1"]),  # one word, and not a 1 and a 2 anywhere
        # A year with a value, and the value; 2017 has none for assistants.
        ("2016", ["assistants", "report.1"]),
        ("2017", ["everywhere", "report.5", "report.3", "report.4"]),
        ("szkolach 7", ["report.3"]),  # a single value of an indicator
        ("wymaga", ["rumia_1"]),  # the remarks of a goal
        ("tys 1", ["report.5"]),  # the figure as printed
        ("1480.5", ["report.5", "report.6"]),  # the same as a plain number; the second only repeats it
        ("powtórzone", ["report.6"]),
        ("daty", ["report"]),  # the note on a document
        ("30.06.2019", ["report"]),  # a date in the note, whole
        ("2019", ["report"]),  # and its year
        ("2018", ["report"]),  # the year of a document
        ("zagórze", ["everywhere", "report.5"]),  # the area
        ("gdańsk city", ["everywhere"]),
        ("town asysty", ["report.5"]),  # the city around the area
    ],
)
def test_a_thing_is_found_by_its_name_its_text_its_figure_and_its_place(words, found):
    assert ids(words) == found


@pytest.mark.usefixtures("library")
def test_every_word_must_match_the_same_thing():
    assert ids("rodziny rumia") == ["assistants"]
    assert ids("rodziny gdańsk") == []


@pytest.mark.parametrize(
    "typed", ["źródła", "zrodla", "ŹRÓDŁA", "  Źródła, ", "z\u0301ro\u0301dła", "(źródła)", "źródła źródła"]
)
def test_capitals_diacritics_and_punctuation_do_not_matter(names_found, typed):
    assert names_found(typed) == ["Źródła łąk"]


@pytest.mark.parametrize("typed", ["ąćęłńóśźż", "ĄĆĘŁŃÓŚŹŻ", "acelnoszz"])
def test_every_polish_letter_is_found_with_and_without_its_mark(names_found, typed):
    assert set(names_found(typed)) == {"ąćęłńóśźż", "acelnoszz"}


# Endings


@pytest.mark.parametrize(("typed", "name"), ALIKE)
def test_another_ending_of_a_word_finds_it(names_found, typed, name):
    assert name in names_found(typed)


@pytest.mark.parametrize(("typed", "name"), DIFFERENT)
def test_another_word_is_not_found_although_it_begins_alike(names_found, typed, name):
    assert name not in names_found(typed)


# Order


def test_a_name_comes_before_a_text_and_a_whole_word_before_a_beginning_before_an_ending_cut(published):
    published(
        indicators=[
            named("a", "-", definition_pl="pomoc"),
            named("b", "-", definition_pl="pomocnik"),
            named("c", "pomocy"),
            named("d", "pomocnik"),
            named("e", "pomoc"),
            named("f", "-", definition_pl="pomocy"),
        ],
        report=[figure(indicator_id="a", value=1)],
    )
    # What was typed begins "pomocy" and "pomocnik"; "pomocy" is no beginning of the others, only alike.
    assert ids("pomoc") == ["e", "c", "d", "a", "b", "f"]
    assert ids("pomocy") == ["c", "d", "e", "f", "a", "b"]
    assert ids("pomocn") == ["d", "c", "e", "b", "a", "f"]


def test_more_words_in_the_name_come_before_better_words_in_a_text(published):
    published(
        indicators=[named("a", "pomocy", definition_pl="rodziny"), named("b", "pomocne rodzina")],
        report=[figure(indicator_id="a", value=1)],
    )
    assert ids("pomocy rodziny") == ["b", "a"]


def test_a_word_in_the_name_and_in_the_text_counts_as_in_the_name(published):
    published(
        indicators=[named("a", "-", definition_pl="pomoc"), named("b", "pomoc", definition_pl="pomoc")],
        report=[figure(indicator_id="a", value=1)],
    )
    assert ids("pomoc") == ["b", "a"]


@pytest.mark.usefixtures("library")
def test_equal_matches_are_ordered_by_kind_and_then_as_in_the_catalogue():
    whole_words = find("assistants", "pl")
    assert [hit.kind for hit in whole_words] == ["indicator", "indicator", "goal", "project", "source"]
    assert [hit.entry_id for hit in whole_words[:2]] == ["assistants", "everywhere"]  # the one with a code first
    # Beginnings (asystentów, asystentach), then words alike (asystenci, asysty).
    assert ids("asystent") == ["rumia_1", "training", "report", "assistants", "everywhere", "report.5"]


# Narrowing


@pytest.mark.usefixtures("library")
def test_kinds_and_a_limit_narrow_what_is_found():
    assert ids("asystent", kinds={"goal", "source"}) == ["rumia_1", "report"]
    assert ids("asystent", kinds=[]) == []
    assert ids("asystent", limit=2) == ["rumia_1", "training"]
    assert ids("asystent", kinds={"indicator"}, limit=1) == ["assistants"]


@pytest.mark.usefixtures("library")
def test_the_indicators_that_match_are_a_set_of_ids_and_without_words_all_of_them():
    assert indicators_matching("rodzinami") == {"assistants"}
    assert indicators_matching("asystent 2017") == {"everywhere"}
    assert indicators_matching("nic takiego") == frozenset()
    assert indicators_matching(" \t") == {"assistants", "everywhere"}


def test_more_than_twenty_are_cut_unless_asked_for(published):
    published(
        indicators=[named(f"i{number}", "pomoc") for number in range(25)],
        report=[figure(indicator_id="i0", value=1)],
    )
    assert (len(ids("pomoc")), len(ids("pomoc", limit=100)), len(indicators_matching("pomoc"))) == (20, 25, 25)


# Whatever is typed


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("typed", ["", " ", "\n\t", "...", "🎉", "%", "_", "\x00", "\ud800", "()[]{}*+?^$|\\"])
def test_nothing_is_found_where_there_are_no_words(typed):
    assert find(typed, "pl") == []


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("typed", [".*", "a|asystenci", "(asystenci", "asystenci' or '1'='1", "asystenci\\", "%asyst%"])
def test_signs_with_a_meaning_elsewhere_only_separate_words(typed):
    assert set(ids(typed)) <= {"assistants", "everywhere", "rumia_1", "training", "report", "report.5"}
    assert ids("(asystenci") == ids("asystenci")
    assert ids("asystenci_rodziny") == ["assistants"]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000, "a " * 5_000, "wolontariusze " * 1_000, "ﷺ" * 10_000, "a.b" * 4_000, "." * 10_000, "🎉" * 10_000],
    ids=["one word", "many words", "one word again", "long once folded", "dotted", "dots", "emoji"],
)
def test_ten_thousand_characters_are_answered_at_once(typed):
    find("wolontariusze", "pl")
    start = time.perf_counter()
    assert len(find(typed, "pl")) <= 20
    assert time.perf_counter() - start < 0.1


@pytest.mark.usefixtures("library")
def test_only_the_first_eight_different_words_are_read():
    seven = "asystenci rodziny pracują z rodzinami rumia town"
    assert ids(f"{seven} 2016") == ["assistants"]
    assert ids(f"{seven} nieznane") == []
    assert ids(f"{seven} 2016 nieznane") == ["assistants"]
    assert ids("asystenci " * 8 + "nieznane") == []


@pytest.mark.usefixtures("library")
def test_only_the_first_two_hundred_characters_are_read():
    assert ids("rodziny" + " " * 185 + "nieznane") == []
    assert ids("rodziny" + " " * 193 + "nieznane") == ["assistants"]


def test_what_is_found_changes_with_the_data(published, tmp_path, monkeypatch):
    published(indicators=[named("a", "przedtem")], report=[figure(indicator_id="a", value=1)])
    before = tmp_path / "data"
    before.rename(tmp_path / "before")
    published(indicators=[named("a", "potem")], report=[figure(indicator_id="a", value=1)])
    assert (ids("przedtem"), ids("potem")) == ([], ["a"])
    monkeypatch.setenv("BAROMETR_DATA", str(tmp_path / "before"))
    assert (ids("przedtem"), ids("potem")) == (["a"], [])


# The published data


@pytest.mark.usefixtures("shipped")
def test_everything_of_each_kind_has_one_entry_and_is_found_by_its_own_name():
    entries = records("find/entries")
    tables = {"indicator": "indicators", "goal": "goals", "project": "projects", "fact": "facts"}
    tables |= {"detail": "project_details", "figure": "observations where value is not null", "source": "sources"}
    for kind, table in tables.items():
        ((count,),) = rows(f"select count(*) from {table}")
        assert len({row["entry_id"] for row in entries if row["kind"] == kind}) == count
    assert [row["kind"] for row in entries] == sorted((row["kind"] for row in entries), key=list(tables).index)
    for row in entries:
        for language in ("pl", "en"):
            # A single value of an indicator is found with its year.
            words = (f"{row['years']} " if row["kind"] == "figure" else "") + row[f"name_{language}"]
            found = find(words, language, {row["kind"]}, limit=1000)
            assert row["entry_id"] in [hit.entry_id for hit in found], row["entry_id"]


@pytest.mark.usefixtures("shipped")
def test_within_a_kind_the_order_is_that_of_the_catalogue():
    """Indicators by code, goals as numbered, facts as printed, documents newest first."""

    def of_kind(kind):
        return [row["entry_id"] for row in records("find/entries") if row["kind"] == kind]

    assert of_kind("indicator") == list(catalog.indicators())
    assert of_kind("source") == list(catalog.sources())
    assert of_kind("goal") == [goal for (goal,) in rows("select goal_id from goals order by programme_id, sort")]
    lines = dict(rows("select fact_id, source_id || lpad(line::varchar, 6, '0') from facts"))
    assert of_kind("fact") == sorted(lines, key=lambda fact_id: (lines[fact_id], fact_id))


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("wolontariusze", ["volunteers"]),
        ("volunteers", ["volunteer_offers", "volunteers", "host_organisations"]),
        ("frekwencja 2017", ["budget_turnout", "gdansk_report_2017.285"]),
        ("4060", ["gdansk_report_2017.85"]),
        ("4 060", ["gdansk_report_2017.85"]),
        ("6 233 322", ["gdansk_msa_page.22"]),
        ("11,4", ["gdansk_report_2017.286", "gdansk_report_2017.285"]),
        ("frekwencji", ["gdansk_report_2017.286", "budget_turnout"]),
        ("iii.3.c", ["volunteers"]),
        ("asystent rodziny", ["families_per_assistant"]),
        ("zagorze 156", ["rumia_strategy_2017.62"]),
        ("sprawozdanie", ["sopot_report_2008"]),
    ],
)
def test_what_a_reader_of_the_published_data_is_likely_to_type(words, first):
    assert ids(words)[: len(first)] == first


@pytest.mark.usefixtures("shipped")
def test_a_word_without_its_diacritics_finds_the_same_in_the_same_order():
    assert ids("źródła") == ids("zrodla") != []
    assert ids("sąsiedzkiej pomocy") == ids("sasiedzkiej pomocy") != []


@pytest.mark.usefixtures("shipped")
def test_a_search_is_fast_enough_to_follow_the_typing():
    """Usually less than a millisecond; the bound leaves room for a busy machine."""
    find("wolontariusze", "pl")
    typed = ["w", "wo", "wol", "wolontariusze", "frekwencja 2017", "a b c d e f g h", "rodziny na asystenta"]
    start = time.perf_counter()
    for words in typed * 5:
        find(words, "pl")
    assert (time.perf_counter() - start) / (5 * len(typed)) < 0.02
