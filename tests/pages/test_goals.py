"""The page of goals: the tree with its states and counts, what opens under a goal, and that no figure is left out."""

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from barometr.drawing.theme import LIGHT
from barometr.engine import records, sql
from barometr.ui import goal_files
from barometr.ui.goal_tree import Tree
from barometr.ui.reader import Reader
from barometr.words.texts import LANGUAGES, text
from tests.builders import Row, fact, figure
from tests.pages.looking import dialog, pieces, seen, shown, visit

NBSP = "\N{NO-BREAK SPACE}"
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
on_shipped_data = pytest.mark.usefixtures("shipped")
CITIES = ("gdansk", "sopot", "rumia")
PRINTED_IN_ENGLISH = "“planowane jest do roku 2014”"  # what is printed is never translated
SCRIPT = "<marquee onstart=alert(1)>'\"&lt;"


def html(at: AppTest) -> str:
    return "".join(pieces(at))


def words(at: AppTest) -> str:
    """Return everything written on the page, with ordinary spaces."""
    return " ".join(word for word in shown(at).words if word).replace(NBSP, " ")


def tree_of(at: AppTest) -> list[tuple[str, str]]:
    """Return every goal of the tree with the heading it stands in: ("h4", "3.3 Opracowanie zasad...")."""
    found = re.findall(r"<(h\d)><a class='b-goal-link'[^>]*>(.*?)</a>", html(at))
    return [(level, unescape(re.sub("<.*?>", "", title))) for level, title in found]


def row_of(at: AppTest, title: str) -> str:
    """Return what stands beside the title of a goal: its state and counts."""
    (row,) = re.findall(rf"{re.escape(title)}</a></h\d>(?:<p class='b-goal-about'>(.*?)</p>)?</div>", html(at))
    return re.sub(r"\s+", " ", re.sub("<.*?>", " ", row)).strip()


def open_goals(at: AppTest) -> list[str]:
    return re.findall(r"<li class='b-goal' data-here='(.*?)'>", html(at))


def addresses(at: AppTest) -> list[str]:
    return [unescape(address) for address in re.findall(r"href='(.*?)'", html(at))]


# The tree


@on_shipped_data
def test_the_goals_of_sopot_stand_in_the_order_of_the_strategy_each_level_with_its_heading():
    tree = tree_of(seen("goals", area="sopot"))
    assert [level for level, _ in tree].count("h3") == 8
    assert [level for level, _ in tree].count("h4") == 47
    assert [title.split()[0] for _, title in tree][:9] == ["1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "2", "2.1"]
    assert [title.split()[0] for _, title in tree][15:20] == ["2.8", "2.9", "2.10", "2.11", "3"]
    assert tree[22] == ("h4", "3.3 Opracowanie zasad i organizacja wolontariatu osób bezrobotnych")


@on_shipped_data
def test_the_goals_of_rumia_stand_three_levels_deep_with_or_without_a_number():
    assert [(level, title[:22]) for level, title in tree_of(seen("goals", area="rumia"))][:4] == [
        ("h3", "Poprawa dostępu do wys"),
        ("h4", "1 Rozszerzenie zakresu"),
        ("h5", "Poprawa dostępu do usł"),
        ("h5", "Poprawa dostępu do usł"),
    ]


@on_shipped_data
@pytest.mark.parametrize(
    ("area", "title", "beside"),
    [
        ("sopot", "Utworzenie w Sopocie Klubu Integracji Społecznej (KIS)", "planowany 1 liczba z opisu"),
        ("sopot", "Opracowanie zasad i organizacja wolontariatu osób bezrobotnych", "niezrealizowany"),
        ("sopot", "Prowadzenie działań zmierzających do wyrównania statusu kobiet i mężczyzn", "bez podanego stanu"),
        ("sopot", "Utworzenie Sopockiego Centrum Pracy", "w trakcie realizacji 38 liczb z opisu"),
        ("sopot", "Prowadzenie działań umożliwiających wszystkim mieszkańcom Sopotu udział w życiu społecznym",
         "36 liczb z opisu"),
        ("gdansk", "Podniesienie jakości systemu integracji społecznej", "3 wskaźniki 4 projekty 92 liczby z opisu"),
        ("gdansk", "Zwiększenie roli wolontariatu jako aktywności społecznej", "5 wskaźników 6 liczb z opisu"),
        ("gdansk", "Program Operacyjny Integracja Społeczna i Aktywność Obywatelska",
         "53 wskaźniki 5 projektów 261 liczb z opisu"),
        ("rumia", "Poprawa dostępu do usług wspierających rodziny", "3 wskaźniki 6 liczb z opisu"),
    ],
)  # fmt: skip
def test_beside_a_goal_stand_its_state_and_how_much_is_below_it(area, title, beside):
    assert row_of(seen("goals", area=area), title) == beside


@on_shipped_data
def test_a_city_whose_document_prints_no_states_says_so_once_and_nothing_of_any_goal():
    for area in ("gdansk", "rumia"):
        at = seen("goals", area=area)
        assert words(at).count(text("pl", "goals.no_states")) == 1
        assert "b-state" not in html(at)
        assert text("pl", "goals.standing_out") not in words(at)
    assert text("pl", "goals.no_states") not in words(seen("goals", area="sopot"))


@on_shipped_data
@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("pl", "44 cele w trakcie realizacji 1 planowany 1 niezrealizowany 1 bez podanego stanu"),
        ("en", "44 goals in progress 1 planned 1 not carried out 1 with no state given"),
    ],
)
def test_the_states_of_a_strategy_are_counted_in_words(language, counts):
    assert counts in words(seen("goals", language, area="sopot"))
    assert "%" not in words(seen("goals", language, area="sopot"))


@on_shipped_data
def test_the_goals_of_sopot_that_are_not_in_progress_stand_out_with_what_is_printed():
    at = seen("goals", area="sopot")
    (notes,) = re.findall(r"<div class='b-standing-out'>(.*?)<h2", html(at))
    found = [re.sub(r"\s+", " ", re.sub("<.*?>", " ", note)).strip() for note in notes.split("<div class='b-note ")[1:]]
    assert [note.partition(" W dokumencie: ")[0].partition(">")[2].strip() for note in found] == [
        "Planowany 3.2 Utworzenie w Sopocie Klubu Integracji Społecznej (KIS)",
        "Niezrealizowany 3.3 Opracowanie zasad i organizacja wolontariatu osób bezrobotnych",
        "Bez podanego stanu 5.6 Prowadzenie działań zmierzających do wyrównania statusu kobiet i mężczyzn",
    ]
    numbers = shown(at).numbers
    assert numbers["sopot_report_2008.19"] == ["„2014r.”"]
    assert numbers["sopot_report_2008.20"] == ["„W 2008 roku cel nie został zrealizowany”"]
    assert numbers["sopot_report_2008.35"] == ["„Realizacja”"]
    assert "goals?lang=pl&area=sopot&goal=sopot_3_3" in addresses(at)


@on_shipped_data
@in_both_languages
def test_a_programme_is_named_with_its_period_and_a_link_to_its_document(language):
    found = {
        "gdansk": ("2023", "gdansk_report_2017"),
        "sopot": ("2005–2014", "sopot_report_2008"),
        "rumia": ("2017–2022", "rumia_strategy_2017"),
    }
    for area, (period, source_id) in found.items():
        at = seen("goals", language, area=area)
        (told,) = re.findall(r"<p class='b-programme-facts'>(.*?)</p>", html(at))
        assert period in told
        assert f"doc={source_id}" in told


# One goal open


@on_shipped_data
def test_at_first_no_goal_is_open():
    at = seen("goals", area="sopot")
    assert open_goals(at) == []
    assert "aria-expanded='true'" not in html(at)
    assert at.query_params == {"lang": "pl", "area": "sopot"}


@on_shipped_data
def test_a_goal_opens_in_its_place_and_its_title_closes_it_again():
    at = seen("goals", area="sopot", goal="sopot_3_3")
    assert open_goals(at) == ["sopot_3_3"]
    assert not at.warning
    opened = re.findall(
        r"<a class='b-goal-link' href='([^']*)' data-go [^>]*aria-expanded='true' aria-current", html(at)
    )
    assert [unescape(address) for address in opened] == ["goals?lang=pl&area=sopot"]
    assert html(at).count("aria-expanded='false'") == 54
    tree = html(at)
    assert tree.index("organizacja wolontariatu osób bezrobotnych</a>") < tree.index("b-goal-details")
    assert tree.index("b-goal-details") < tree.index("Zorganizowanie działań wspierających młodzież")
    assert "dokument mówi wprost, że celu nie zrealizowano" in words(at)
    assert "Jedyny cel z adnotacją, że w 2008 r. go nie zrealizowano" in words(at)


@on_shipped_data
@pytest.mark.parametrize("goal", ["", "nonsense", "gdansk_iii_3", "'><marquee>"])
def test_a_goal_that_the_city_does_not_have_is_left_out_with_a_notice(goal):
    at = visit("goals", area="sopot", goal=goal)
    assert len(at.warning) == 1
    assert open_goals(at) == []
    assert at.query_params == {"lang": "pl", "area": "sopot"}


@on_shipped_data
def test_another_city_closes_the_goal_without_a_notice():
    at = visit("goals", area="sopot", goal="sopot_3_3")
    (city,) = [control for control in at.get("button_group") if control.key == "choice_area"]
    city.set_value("gdansk")
    at.run()
    assert not at.warning
    assert open_goals(at) == []
    assert "III.3 Zwiększenie roli wolontariatu jako aktywności społecznej" in [title for _, title in tree_of(at)]


@on_shipped_data
def test_a_goal_shows_who_is_responsible_and_who_pays():
    at = seen("goals", area="rumia", goal="rumia_2_monitoring")
    assert "Kto odpowiada MOPS przy współudziale Naczelnika Wydziału Polityki Społecznej" in words(at)
    assert "Skąd pieniądze środki jst" in words(at)


@on_shipped_data
def test_an_indicator_shows_its_latest_value_its_direction_and_leads_to_its_trend():
    at = seen("goals", area="gdansk", goal="gdansk_iii_3")
    assert shown(at).numbers["volunteers~gdansk~2017"] == ["4060"]
    assert "4060 osób, 2017 ↗ rośnie, lepiej" in words(at)
    assert "– nie da się powiedzieć: 2 punkty" in words(at)
    assert "trends?lang=pl&area=gdansk&ind=volunteers" in addresses(at)
    # Parts of a breakdown stand on the page of trends; here the total speaks for them.
    assert not [mark for mark in shown(at).numbers if mark.startswith("volunteers~gdansk~2017~")]
    assert html(at).count('class="b-spark"') == 4  # the opinion has a single value


@on_shipped_data
def test_marks_beside_the_latest_values_are_explained_where_they_occur():
    family, volunteering = (words(seen("goals", area="gdansk", goal=f"gdansk_iii_{number}")) for number in (5, 3))
    assert "359 osób, 2017 ≠" in family
    for explained in ("≠ źródła podają też inną liczbę", "⊙ obliczone"):
        assert explained in family
        assert explained not in volunteering


@on_shipped_data
@pytest.mark.parametrize(
    ("goal", "baseline", "target"),
    [
        ("rumia_1_families", ("rumia_strategy_2017.1", "0 miejsc"), ("rumia_strategy_2017.2", "30 miejsc")),
        ("rumia_1_families", ("rumia_strategy_2017.3", "29,6%"), ("rumia_strategy_2017.4", "20%")),
        ("rumia_2_monitoring", ("rumia_strategy_2017.25", "nie"), ("rumia_strategy_2017.26", "tak")),
        ("rumia_1_preschool", None, ("rumia_strategy_2017.23", "50 miejsc")),
    ],
)
def test_what_was_agreed_stands_with_its_baseline(goal, baseline, target):
    numbers = shown(seen("goals", area="rumia", goal=goal)).numbers
    for mark, value in filter(None, (baseline, target)):
        assert [word.replace(NBSP, " ") for word in numbers[mark]] == [value]


@on_shipped_data
def test_parts_with_a_target_of_their_own_stand_beside_the_total():
    numbers = shown(seen("goals", area="rumia", goal="rumia_1_seniors")).numbers
    targets = [f"rumia_strategy_2017.{row}" for row in (9, 11, 13, 15)]
    assert [numbers[mark][0].replace(NBSP, " ") for mark in targets] == [
        "90 miejsc",
        "54 miejsca",
        "30 miejsc",
        "6 miejsc",
    ]


@on_shipped_data
def test_a_project_shows_its_places_partners_period_budget_and_figures():
    at = seen("goals", area="gdansk", goal="gdansk_iii_6")
    numbers = {mark: values[0].replace(NBSP, " ") for mark, values in shown(at).numbers.items()}
    assert numbers["gdansk_msa_page.21"] == "„01.03.2017–31.12.2022”"
    assert numbers["gdansk_msa_page.22"] == "6 233 322 zł"
    assert numbers["gdansk_msa_page.2"] == "25 miejsc"
    assert numbers["gdansk_msa_page.4"] == "9 organizacji"
    named = [numbers[f"gdansk_msa_page.{row}"] for row in range(7, 21)]
    assert len([name for name in named if name.startswith("Centrum Aktywizacji Społecznej: ")]) == 5
    assert len(named) - 5 == 9
    assert numbers["gdansk_report_2017.495"] == "7 624 431,90 zł"
    assert html(at).count("class='b-project'") == 4


@on_shipped_data
@in_both_languages
def test_a_link_between_goals_stands_at_both_ends(language):
    here = seen("goals", language, area="gdansk", goal="gdansk_iii_3")
    assert f"goals?lang={language}&area=sopot&goal=sopot_3_3" in addresses(here)
    there = seen("goals", language, area="sopot", goal="sopot_3_3")
    assert f"goals?lang={language}&area=gdansk&goal=gdansk_iii_3" in addresses(there)
    sentence = {"pl": "Oba dotyczą wolontariatu; cel Sopotu", "en": "Both are about volunteering; Sopot’s goal"}
    assert sentence[language] in words(here)
    assert sentence[language] in words(there)


# Figures of the narrative


@on_shipped_data
def test_every_figure_of_the_narrative_and_of_every_project_can_be_reached():
    reached: set[str] = set()
    for area in CITIES:
        reached |= set(shown(visit("goals", area=area)).numbers)
        with_something = {row["goal_id"] for row in records("goals/facts", area_id=area) if row["goal_id"]}
        for goal_id in sorted(with_something):
            reached |= set(shown(visit("goals", area=area, goal=goal_id)).numbers)
    known = set(sql("select fact_id from facts")["fact_id"]) | set(sql("select row_id from project_details")["row_id"])
    assert len(known) == 418 + 36
    assert known - reached == set()


@on_shipped_data
def test_a_figure_stands_under_its_own_goal_only():
    numbers = shown(seen("goals", area="gdansk", goal="gdansk_iii_3")).numbers
    of_goal = set(sql("select fact_id from facts where goal_id = 'gdansk_iii_3'")["fact_id"])
    loose = set(sql("select fact_id from facts where goal_id is null")["fact_id"])
    assert {mark for mark in numbers if mark.startswith("gdansk_report_2017.")} == of_goal | loose
    assert len(of_goal) == 6


@on_shipped_data
@pytest.mark.parametrize(
    ("area", "goal", "mark", "polish", "english"),
    [
        ("gdansk", "gdansk_iii_6", "gdansk_report_2017.280", "ok. 14 500 osób", "c. 14,500 people"),
        ("gdansk", "gdansk_iii_6", "gdansk_report_2017.540", "25 080 posiłków", "25,080 meals"),
        ("gdansk", "gdansk_iii_1", "gdansk_report_2017.355", "ok. 19,5 mln zł", "c. 19.5 million PLN"),
        ("sopot", "sopot_2_1", None, "715,50 zł", "715.50 PLN"),
        (
            "sopot",
            "sopot_3_2",
            "sopot_report_2008.125",
            "„planowane jest do roku 2014”",
            "“planowane jest do roku 2014”",
        ),
    ],
)
def test_a_figure_is_written_as_the_reader_writes_numbers(area, goal, mark, polish, english):
    for language, expected in (("pl", polish), ("en", english)):
        numbers = shown(seen("goals", language, area=area, goal=goal)).numbers
        values = numbers[mark] if mark else [value for found in numbers.values() for value in found]
        assert expected in [value.replace(NBSP, " ") for value in values]


@on_shipped_data
def test_a_repetition_stands_beside_what_it_repeats_and_says_so():
    at = seen("goals", area="gdansk", goal="gdansk_iii_6")
    assert "25 080 posiłków 2017 ok. 25 000 posiłków 2017, powtórzenie" in words(at)
    assert "powtórzenie ta sama rzecz podana drugi raz" in words(at)
    on_page = "(goal_id = 'gdansk_iii_6' or goal_id is null)"
    repeated = sql(f"select fact_id from facts where {on_page} and area_id = 'gdansk' and role = 'restatement'")
    assert words(at).count(", powtórzenie") == len(repeated) == 8


@on_shipped_data
def test_an_inferred_year_is_marked_and_the_mark_explained():
    at = seen("goals", area="gdansk", goal="gdansk_iii_6")
    assert "193 osoby 2017 †" in words(at)
    assert "† rok przyjęty, nie podany przy tej liczbie" in words(at)
    assert "† rok przyjęty" not in words(seen("goals", area="gdansk", goal="gdansk_iii_3"))


@on_shipped_data
def test_long_lists_are_folded_by_the_place_in_the_document_and_short_ones_are_not():
    long = html(seen("goals", area="gdansk", goal="gdansk_iii_6"))
    sections = re.findall(
        r"<details class='b-details' open><summary>Miejsce w dokumencie: (.*?) <small>(.*?)</small>", long
    )
    assert sections == [
        ("najważniejsze fakty", "1 liczba z opisu"),
        ("III.6", "80 liczb z opisu"),
        ("Komentarz", "1 liczba z opisu"),
        ("Plany 2018", "1 liczba z opisu"),
    ]
    short = html(seen("goals", area="rumia", goal="rumia_1_seniors"))
    assert "b-details' open" not in short
    assert "<small>Diagnoza, punkt 8</small>" in short


@on_shipped_data
def test_figures_without_a_goal_stand_apart():
    at = seen("goals", area="gdansk")
    assert "Bez przypisania do celu (10 liczb z opisu)" in words(at)
    for area in ("sopot", "rumia"):
        assert "Bez przypisania do celu" not in words(seen("goals", area=area))


@on_shipped_data
def test_a_figure_about_a_project_of_another_goal_names_the_project():
    at = seen("goals", area="gdansk", goal="gdansk_iii_5")
    assert "Projekt: Dom ekologiczny z mieszkaniami ze wsparciem przy ul. Dolne Młyny" in words(at)


@on_shipped_data
def test_a_figure_opens_its_trace():
    at = visit("goals", area="gdansk", goal="gdansk_iii_6", trace="gdansk_report_2017.540")
    title, content = dialog(at)
    assert "Posiłki wydane osobom bezdomnym" in title
    assert "„25 080 posiłków”" in content.words
    assert open_goals(at) == ["gdansk_iii_6"]


# Both languages, and whatever a document may hold


@on_shipped_data
@in_both_languages
@pytest.mark.parametrize(
    ("area", "goal"),
    [("gdansk", "gdansk_iii_6"), ("gdansk", "gdansk_iii_5"), ("sopot", "sopot_3_1"), ("rumia", "rumia_main")],
)
def test_a_goal_is_complete_in_both_languages(language, area, goal):
    at = seen("goals", language, area=area, goal=goal)
    assert [title.value for title in at.title] == [text(language, "goals.title")]
    assert re.findall(r"\{[a-z_]+\}", html(at)) == []
    assert re.findall(r".{30}\b(?:None|NaN|nan|NaT|<NA>)\b.{10}", html(at)) == []
    assert not at.warning


NASTY_TABLES: dict[str, list[Row]] = {
    "areas": [{"area_id": "gdansk", "name": "G" + SCRIPT}, {"area_id": "sopot", "name": "S" + SCRIPT}],
    "units": [{"unit": "people"} | dict.fromkeys(("pl_one", "pl_few", "pl_many", "en_one", "en_other"), SCRIPT)],
    "sources": [
        {"source_id": "report", "title": SCRIPT, "title_en": SCRIPT},
        {"source_id": "other", "area_id": "sopot"},
    ],
    "programmes": [
        {"programme_id": "plan", "source_id": "report"}
        | {f"{field}_{language}": SCRIPT for field in ("title", "note") for language in LANGUAGES},
        {"programme_id": "far", "source_id": "other", "area_id": "sopot"},
    ],
    "goals": [
        {"goal_id": "first", "programme_id": "plan", "code": SCRIPT}
        | {f"title_{language}": SCRIPT for language in LANGUAGES}
        | dict.fromkeys(("responsible", "responsible_en", "funding", "funding_en", "remarks", "remarks_en"), SCRIPT),
        {"goal_id": "there", "programme_id": "far", "code": SCRIPT, "title_pl": SCRIPT, "title_en": SCRIPT},
    ],
    "goal_links": [{"goal_id": "there", "other_goal_id": "first", "text_pl": SCRIPT, "text_en": SCRIPT}],
    "indicators": [
        {"indicator_id": "volunteers", "goal_id": "first", "code": SCRIPT, "short_pl": SCRIPT, "short_en": SCRIPT}
    ],
    "projects": [
        {"project_id": "house", "goal_id": "first", "source_id": "report"}
        | {f"{field}_{language}": SCRIPT for field in ("name", "description") for language in LANGUAGES}
    ],
    "report": [
        figure(value=10),
        fact(home="goal_status", goal_id="first", status="planned", literal=SCRIPT),
        fact(value=5, goal_id="first", label_pl=SCRIPT, label_en=SCRIPT, section=SCRIPT),
        fact(literal=SCRIPT, goal_id="first", unit=None, section="other"),
        fact(value=5, project_id="house", label_pl=SCRIPT, label_en=SCRIPT),
        fact(home="project", literal=SCRIPT.replace("1", ""), project_id="house", note_pl=SCRIPT, note_en=SCRIPT),
        fact(home="project", value=3, project_id="house", note_pl=SCRIPT, note_en=SCRIPT),
        fact(value=6, label_pl=SCRIPT, label_en=SCRIPT),
    ],
}  # fmt: skip


@in_both_languages
def test_text_of_a_document_stays_text(published, language):
    published(**NASTY_TABLES)
    at = visit("goals", language, area="gdansk", goal="first")
    assert "marquee" not in shown(at).tags
    assert not any("<marquee" in piece for piece in pieces(at))
    assert len([word for word in shown(at).words if "<marquee" in word]) >= 20
    assert open_goals(at) == ["first"]


# Other strategies than those of the shipped data


SMALL: dict[str, list[Row]] = {
    "sources": [{"source_id": "report"}],
    "programmes": [
        {"programme_id": "old", "source_id": "report", "title_pl": "Stary", "period_start": 2001},
        {"programme_id": "new", "source_id": "report", "title_pl": "Nowy", "period_start": 2011},
    ],
    "goals": [
        {"goal_id": "old_a", "programme_id": "old", "code": "A", "title_pl": "pierwszy", "sort": 1},
        {"goal_id": "new_b", "programme_id": "new", "code": "B", "title_pl": "niżej", "sort": 2, "parent_id": "new_a"},
        {"goal_id": "new_a", "programme_id": "new", "code": "A", "title_pl": "wyżej", "sort": 1},
        {
            "goal_id": "new_c",
            "programme_id": "new",
            "code": "C",
            "title_pl": "obok",
            "sort": 3,
            "parent_id": "old_a",
        },
    ],
    "report": [figure(value=1)],
}


def test_with_several_programmes_the_reader_chooses_one(published):
    published(**SMALL)
    at = visit("goals", area="gdansk")
    assert at.selectbox(key="choice_programme").options == ["Stary", "Nowy"]
    assert tree_of(at) == [("h3", "A pierwszy")]
    at = visit("goals", area="gdansk", programme="new")
    assert tree_of(at) == [("h3", "A wyżej"), ("h4", "B niżej"), ("h3", "C obok")]


def test_a_link_to_a_goal_opens_it_in_whichever_programme_of_the_city_it_stands(published):
    published(**SMALL)
    at = visit("goals", area="gdansk", goal="new_b")
    assert not at.warning
    assert open_goals(at) == ["new_b"]
    assert at.query_params == {"lang": "pl", "area": "gdansk", "goal": "new_b"}


def test_with_one_programme_there_is_nothing_to_choose(published):
    published(**(SMALL | {"programmes": SMALL["programmes"][1:], "goals": SMALL["goals"][1:3]}))
    assert not visit("goals", area="gdansk").selectbox


def test_a_goal_of_which_nothing_is_known_says_so(published):
    published(**SMALL)
    assert text("pl", "goals.nothing") in words(visit("goals", area="gdansk", goal="old_a"))


def test_a_city_without_a_strategy_says_so_and_still_shows_its_figures(published):
    published(report=[figure(value=1), fact(value=77, label_pl="ludzie")])
    at = visit("goals", area="gdansk")
    assert text("pl", "goals.no_programme", city="name") in words(at)
    assert shown(at).numbers["report.2"] == ["77"]


def test_figures_of_one_thing_share_a_line_and_another_figure_is_named(published):
    rows = [
        fact(value=1234567, year=2016, unit="count", goal_id="old_a", label_pl="rzecz"),
        fact(value=0.5, year=2017, year_basis="inferred", unit="count", goal_id="old_a", label_pl="rzecz"),
        fact(value=2, year=2017, unit="count", goal_id="old_a", label_pl="rzecz", role="alternative", restates=3),
        fact(value=3, unit="count", goal_id="old_a", label_pl="inna", status="plan"),
    ]
    published(**(SMALL | {"report": [figure(value=1), *rows]}))
    at = visit("goals", area="gdansk", goal="old_a")
    found = words(at)
    assert "rzecz 1 234 567 2016 0,5 2017 † 2 2017, inna liczba w tym samym dokumencie inna 3 plan" in found
    assert html(at).count("<dt>rzecz</dt>") == 1


# What can be taken away


READERS = {language: Reader(language, LIGHT) for language in LANGUAGES}


@on_shipped_data
def test_the_goals_can_be_taken_away_with_their_states():
    (programme,) = records("goals/programmes", area_id="sopot")
    tree = Tree("sopot", records("goals/tree", programme_id=programme["programme_id"]))
    table = goal_files.goals_table(READERS["pl"], tree, programme, "name")
    assert len(table.rows) == 55
    assert {len(row) for row in table.rows} == {len(table.columns)}
    (row,) = [row for row in table.rows if row[0] == "3.3"]
    assert row[2:4] == ("niezrealizowany", "W 2008 roku cel nie został zrealizowany")
    assert table.rows[0][2:4] == (None, None)
    assert table.source_ids == ("sopot_report_2008",)


@on_shipped_data
@in_both_languages
def test_the_figures_can_be_taken_away_with_their_goals_and_places(language):
    (programme,) = records("goals/programmes", area_id="gdansk")
    tree = Tree("gdansk", records("goals/tree", programme_id=programme["programme_id"]))
    facts = records("goals/facts", area_id="gdansk")
    table = goal_files.facts_table(READERS[language], tree, facts, "title", "name")
    assert [row[-1] for row in table.rows] == [fact["fact_id"] for fact in facts]
    assert {len(row) for row in table.rows} == {len(table.columns)}
    (meals,) = [row for row in table.rows if row[-1] == "gdansk_report_2017.540"]
    assert (meals[0], meals[5], meals[6], meals[9], meals[10]) == ("III.6", 2017, 25080.0, "25 080 posiłków", False)
    (again,) = [row for row in table.rows if row[-1] == "gdansk_report_2017.573"]
    assert again[10] is True
