"""A complete second programme of an invented city, as a workbook: what a city that is new to Barometr would send.

`workbook_bytes()` is the file, `TABLES` and `VALUES` are what stands in it. It holds an indicator of every kind,
a breakdown, a ratio with its inputs, a milestone, baselines and targets, a break, a contradiction, planned, pilot,
approximate and missing values, and figures of two parts of the city. Values of indicators that other cities have too
come last; `shared=False` leaves them out, for a catalogue that does not know those indicators.
"""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from barometr.export.workbook import CREATED, OPTIONS
from barometr.words.texts import text

CITY, PROGRAMME, DOCUMENT = "zielonka_lesna", "zl_together_2021_2026", "zl_report_2024"
VALUE_FIELDS = ("area_id", "indicator_id", "member", "year", "value", "status", "literal", "locator", "note", "note_en")

Row = dict[str, Any]


def _rows(fields: str, *rows: tuple[Any, ...]) -> list[Row]:
    """Return rows by the names of their fields; an empty cell is None."""
    return [dict(zip(fields.split(), row, strict=True)) for row in rows]


SOURCE: Row = {
    "source_id": DOCUMENT,
    "title": "Raport z realizacji programu „Razem w Zielonce Leśnej” za 2024 rok",
    "title_en": "Report on the programme “Together in Zielonka Leśna” for 2024",
    "publisher": "Urząd Miasta Zielonka Leśna",
    "publisher_en": "Zielonka Leśna City Hall",
    "area_id": CITY,
    "published_on": date(2025, 3, 31),
    "note_pl": "Data z okładki. Raport podaje wartości za lata 2020–2024 i cele na 2026 r.",
    "note_en": "The date is on the cover. The report gives values for 2020–2024 and targets for 2026.",
}

INDICATORS = [
    {
        "indicator_id": "zl_gardeners",
        "code": "1.1.a",
        "goal_id": "zl_1_1",
        "topic": "community",
        "name_pl": "Liczba osób uprawiających ogrody sąsiedzkie",
        "name_en": "Number of people tending neighbourhood gardens",
        "short_pl": "Ogrodnicy sąsiedzcy",
        "short_en": "Neighbourhood gardeners",
        "definition_pl": "Osoby, które w danym roku miały grządkę w jednym z ogrodów sąsiedzkich.",
        "definition_en": "People who had a bed in one of the neighbourhood gardens in the year.",
        "reading_pl": "Więcej osób to więcej zajętych grządek; nie mówi, jak często ktoś przychodzi.",
        "reading_en": "More people means more beds in use; it does not say how often somebody comes.",
        "unit": "people",
        "value_type": "count",
        "polarity": "higher_better",
        "dimension": "zl_age",
        "additive": True,
        "headline": 11,
    },
    {
        "indicator_id": "zl_active_volunteers",
        "code": "1.2.a",
        "goal_id": "zl_1_2",
        "topic": "volunteering",
        "name_pl": "Liczba aktywnych wolontariuszy Banku Godzin",
        "name_en": "Number of active volunteers of the Hour Bank",
        "short_pl": "Wolontariusze Banku Godzin",
        "short_en": "Hour Bank volunteers",
        "definition_pl": "Osoby, które w danym roku przepracowały w Banku Godzin co najmniej jedną godzinę.",
        "definition_en": "People who gave at least one hour to the Hour Bank in the year.",
        "reading_pl": "Wyższa wartość oznacza więcej osób; nie mówi, ile czasu dała każda z nich.",
        "reading_en": "A higher value means more people; it does not say how much time each of them gave.",
        "unit": "people",
        "value_type": "count",
        "polarity": "higher_better",
        "headline": 12,
    },
    {
        "indicator_id": "zl_hours",
        "code": "1.2.b",
        "goal_id": "zl_1_2",
        "topic": "volunteering",
        "name_pl": "Liczba godzin przepracowanych w Banku Godzin",
        "name_en": "Number of hours given to the Hour Bank",
        "short_pl": "Godziny w Banku Godzin",
        "short_en": "Hours in the Hour Bank",
        "definition_pl": "Suma godzin wpisanych w danym roku do kart Banku Godzin.",
        "definition_en": "The hours entered in the cards of the Hour Bank in the year.",
        "reading_pl": "Więcej godzin to więcej pomocy; nie mówi, komu jej udzielono.",
        "reading_en": "More hours mean more help; they do not say who received it.",
        "unit": "hours",
        "value_type": "count",
        "polarity": "higher_better",
    },
    {
        "indicator_id": "zl_hours_per_volunteer",
        "code": "1.2.c",
        "goal_id": "zl_1_2",
        "topic": "volunteering",
        "name_pl": "Godziny na jednego wolontariusza Banku Godzin",
        "name_en": "Hours per volunteer of the Hour Bank",
        "short_pl": "Godziny na wolontariusza",
        "short_en": "Hours per volunteer",
        "definition_pl": "Godziny Banku Godzin podzielone przez liczbę jego aktywnych wolontariuszy.",
        "definition_en": "The hours of the Hour Bank divided by the number of its active volunteers.",
        "reading_pl": "Wyższa wartość oznacza, że przeciętny wolontariusz daje więcej czasu.",
        "reading_en": "A higher value means that the average volunteer gives more time.",
        "unit": "zl_hours_per_volunteer",
        "value_type": "ratio",
        "decimals": 1,
        "polarity": "neutral",
        "numerator_id": "zl_hours",
        "denominator_id": "zl_active_volunteers",
    },
    {
        "indicator_id": "zl_trust",
        "code": "1.1.b",
        "goal_id": "zl_1_1",
        "topic": "community",
        "name_pl": "Odsetek mieszkańców, którzy ufają sąsiadom",
        "name_en": "Share of residents who trust their neighbours",
        "short_pl": "Zaufanie do sąsiadów",
        "short_en": "Trust in neighbours",
        "definition_pl": "Odsetek badanych, którzy odpowiedzieli, że większości sąsiadów można ufać.",
        "definition_en": "Share of respondents who said that most neighbours can be trusted.",
        "reading_pl": "Wyższy odsetek oznacza więcej zaufania w badaniu; to opinia, a nie pomiar zachowań.",
        "reading_en": "A higher share means more trust in the survey; it is an opinion, not a measure of conduct.",
        "unit": "percent",
        "value_type": "share",
        "decimals": 1,
        "polarity": "higher_better",
        "natural_max": 100,
        "frequency": "biennial",
        "owner": "Badanie „Głos mieszkańców” co dwa lata",
        "owner_en": "“Residents’ Voice” survey, every two years",
    },
    {
        "indicator_id": "zl_support_budget",
        "code": "2.1.a",
        "goal_id": "zl_2_1",
        "topic": "support",
        "name_pl": "Wydatki na wsparcie rodzin i seniorów",
        "name_en": "Spending on support for families and older people",
        "short_pl": "Wydatki na wsparcie",
        "short_en": "Spending on support",
        "definition_pl": "Wydatki miasta na zadania programu w danym roku budżetowym.",
        "definition_en": "What the city spent on the tasks of the programme in the budget year.",
        "reading_pl": "Więcej pieniędzy to więcej środków; nie mówi, czy pomoc była skuteczna.",
        "reading_en": "More money means more means; it does not say whether the help worked.",
        "unit": "pln",
        "value_type": "money",
        "decimals": 2,
        "polarity": "neutral",
        "headline": 13,
    },
    {
        "indicator_id": "zl_club_rating",
        "code": "2.2.a",
        "goal_id": "zl_2_2",
        "topic": "seniors",
        "name_pl": "Ocena klubów seniora przez uczestników",
        "name_en": "Rating of the senior clubs by their members",
        "short_pl": "Ocena klubów seniora",
        "short_en": "Rating of senior clubs",
        "definition_pl": "Średnia ocen w ankiecie, w skali od 1 do 5.",
        "definition_en": "Mean rating in the questionnaire, on a scale from 1 to 5.",
        "reading_pl": "Wyższa ocena oznacza większe zadowolenie tych, którzy przychodzą.",
        "reading_en": "A higher rating means that those who come are more content.",
        "unit": "zl_score_1_5",
        "value_type": "score",
        "decimals": 2,
        "polarity": "higher_better",
        "natural_min": 1,
        "natural_max": 5,
        "materiality": 3,
        "progress_method": "linear",
    },
    {
        "indicator_id": "zl_charter",
        "code": "2.2.b",
        "goal_id": "zl_2_2_a",
        "topic": "services",
        "name_pl": "Przyjęcie karty jakości usług dla seniorów",
        "name_en": "Adoption of a quality charter of services for older people",
        "short_pl": "Karta jakości usług",
        "short_en": "Quality charter",
        "definition_pl": "Czy Rada Miasta przyjęła kartę jakości: 1, gdy tak, i 0, gdy nie.",
        "definition_en": "Whether the City Council adopted the charter: 1 if so, 0 if not.",
        "reading_pl": "Wartość 1 oznacza przyjęcie dokumentu, a nie jego stosowanie.",
        "reading_en": "The value 1 means that the document was adopted, not that it is applied.",
        "unit": "count",
        "value_type": "milestone",
        "polarity": "higher_better",
        "natural_max": 1,
        "progress_method": "milestone",
        "frequency": "once",
    },
    {
        "indicator_id": "zl_waiting_seniors",
        "code": "2.2.c",
        "goal_id": "zl_2_2",
        "topic": "seniors",
        "name_pl": "Liczba seniorów oczekujących na miejsce w domu dziennym",
        "name_en": "Number of older people waiting for a place in a day home",
        "short_pl": "Seniorzy w kolejce",
        "short_en": "Older people on the waiting list",
        "definition_pl": "Osoby na liście oczekujących 31 grudnia.",
        "definition_en": "People on the waiting list on 31 December.",
        "reading_pl": "Mniejsza liczba oznacza krótszą kolejkę; część osób może rezygnować z zapisów.",
        "reading_en": "A lower number means a shorter list; some people may give up on applying.",
        "unit": "people",
        "value_type": "count",
        "polarity": "lower_better",
        "progress_method": "linear",
    },
    {
        "indicator_id": "zl_day_places",
        "code": "2.2.d",
        "goal_id": "zl_2_2",
        "topic": "seniors",
        "name_pl": "Liczba miejsc w domach dziennych",
        "name_en": "Number of places in day homes",
        "short_pl": "Miejsca w domach dziennych",
        "short_en": "Places in day homes",
        "definition_pl": "Miejsca dla seniorów w domach dziennych prowadzonych lub zlecanych przez miasto.",
        "definition_en": "Places for older people in day homes that the city runs or commissions.",
        "reading_pl": "Więcej miejsc to większa oferta; nie mówi, czy są zajęte.",
        "reading_en": "More places mean a larger offer; they do not say whether the places are taken.",
        "unit": "places",
        "value_type": "count",
        "polarity": "higher_better",
        "progress_method": "compound",
        "headline": 14,
    },
]
# What an indicator is where it does not say.
USUAL: Row = {"decimals": 0, "additive": False, "natural_min": 0, "progress_method": "none", "frequency": "yearly"}
USUAL |= {"owner": "Wydział Spraw Społecznych", "owner_en": "Social Affairs Department"}

# One row a figure, in the order of the report; the number of a row names it: zl_report_2024.1 and so on.
_OWN: list[tuple[Any, ...]] = [
    (CITY, "zl_gardeners", None, 2020, None, "no_data", "bd.", "tab. 1, s. 4", None, None),
    (CITY, "zl_gardeners", None, 2021, 210, None, None, "tab. 1, s. 4", None, None),
    (CITY, "zl_gardeners", None, 2022, 305, None, None, "tab. 1, s. 4", None, None),
    (CITY, "zl_gardeners", None, 2023, 412, None, None, "tab. 1, s. 4", None, None),
    (CITY, "zl_gardeners", None, 2024, 430, None, None, "tab. 1, s. 4", None, None),
    *[
        (CITY, "zl_gardeners", member, year, value, None, None, "tab. 1, s. 4", None, None)
        for member, values in {
            "young": (40, 62, 80, 90),
            "adult": (120, 170, 220, 238),
            "senior": (50, 73, 98, 102),
        }.items()
        for year, value in zip(range(2021, 2025), values, strict=True)
    ],
    ("zl_brzeziny", "zl_gardeners", None, 2024, 118, None, None, "tab. 2, s. 5", None, None),
    ("zl_stary_tartak", "zl_gardeners", None, 2024, 96, None, None, "tab. 2, s. 5", None, None),
    *[
        (CITY, "zl_active_volunteers", None, year, value, None, None, "tab. 3, s. 7", None, None)
        for year, value in zip(range(2020, 2025), (180, 212, 241, 268, 301), strict=True)
    ],
    *[
        (CITY, "zl_hours", None, year, value, status, None, "tab. 3, s. 7", None, None)
        for year, value, status in zip(
            range(2020, 2025), (3240, 4028, 5061, 5896, 7043), (*[None] * 4, "provisional"), strict=True
        )
    ],
    *[
        (CITY, "zl_hours_per_volunteer", None, year, value, None, literal, "tab. 3, s. 7", None, None)
        for year, value, literal in zip(
            range(2021, 2025), (19, 21, 22, 23.4), ("19,0", "21,0", "22,0", "23,4"), strict=True
        )
    ],
    (CITY, "zl_trust", None, 2020, 54.2, None, "54,2%", "wykres 2, s. 9", None, None),
    (
        CITY,
        "zl_trust",
        None,
        2022,
        57,
        "approx",
        "ok. 57%",
        "s. 9",
        "W tekście tylko zaokrąglenie.",
        "The text gives only a rounded figure.",
    ),
    (CITY, "zl_trust", None, 2024, 61.3, None, "61,3%", "wykres 2, s. 9", None, None),
    (CITY, "zl_support_budget", None, 2021, 1_350_000.5, None, "1 350 000,50 zł", "tab. 4, s. 11", None, None),
    (CITY, "zl_support_budget", None, 2022, 1_480_000, None, None, "tab. 4, s. 11", None, None),
    (CITY, "zl_support_budget", None, 2023, 1_600_000, None, "1,6 mln zł", "tab. 4, s. 11", None, None),
    (CITY, "zl_support_budget", None, 2024, 1_725_000.75, None, "1 725 000,75 zł", "tab. 4, s. 11", None, None),
    (CITY, "zl_support_budget", None, 2025, 2_000_000, "plan", "2 mln zł", "s. 12", None, None),
    (CITY, "zl_club_rating", None, 2022, 3.9, "pilot", "3,9 (pilotaż)", "tab. 5, s. 13", None, None),
    (CITY, "zl_club_rating", None, 2023, 4.12, None, "4,12", "tab. 5, s. 13", None, None),
    (CITY, "zl_club_rating", None, 2024, 4.25, None, "4,25", "tab. 5, s. 13", None, None),
    (CITY, "zl_club_rating", None, 2026, 4.5, "target", "4,5", "tab. 8, s. 18", None, None),
    (CITY, "zl_charter", None, 2020, 0, "baseline", None, "tab. 8, s. 18", None, None),
    (CITY, "zl_charter", None, 2024, 1, None, "przyjęto", "s. 14", None, None),
    (CITY, "zl_charter", None, 2026, 1, "target", None, "tab. 8, s. 18", None, None),
    (CITY, "zl_waiting_seniors", None, 2020, 64, "baseline", None, "tab. 8, s. 18", None, None),
    (CITY, "zl_waiting_seniors", None, 2021, 60, None, None, "tab. 6, s. 15", None, None),
    (CITY, "zl_waiting_seniors", None, 2022, 51, None, None, "tab. 6, s. 15", None, None),
    (CITY, "zl_waiting_seniors", None, 2023, 44, None, None, "tab. 6, s. 15", None, None),
    (CITY, "zl_waiting_seniors", None, 2024, None, "in_progress", "w trakcie", "tab. 6, s. 15", None, None),
    (CITY, "zl_waiting_seniors", None, 2026, 20, "target", None, "tab. 8, s. 18", None, None),
    (CITY, "zl_day_places", None, 2020, 30, "baseline", None, "tab. 8, s. 18", None, None),
    *[
        (CITY, "zl_day_places", None, year, value, None, None, "tab. 7, s. 16", None, None)
        for year, value in zip(range(2021, 2025), (34, 38, 43, 48), strict=True)
    ],
    (CITY, "zl_day_places", None, 2026, 60, "target", None, "tab. 8, s. 18", None, None),
]
# Values of indicators that Gdańsk, Sopot or Rumia have too.
_SHARED: list[tuple[Any, ...]] = [
    (CITY, "budget_turnout", None, 2021, 9.8, "pilot", "9,8 (pilotaż)", "s. 20", None, None),
    (CITY, "budget_turnout", None, 2022, 8.4, None, "8,4%", "s. 20", None, None),
    (CITY, "budget_turnout", None, 2023, 9.1, None, "9,1%", "s. 20", None, None),
    (CITY, "budget_turnout", None, 2024, 12.0, None, "12,0%", "s. 20", None, None),
    (CITY, "budget_turnout", None, 2020, None, "not_applicable", "brak budżetu", "s. 20", None, None),
    *[
        (CITY, "families_with_assistant", None, year, value, None, None, "s. 21", None, None)
        for year, value in ((2022, 54), (2023, 60), (2024, 66))
    ],
    *[
        (CITY, "family_assistants", None, year, value, None, None, "s. 21", None, None)
        for year, value in ((2022, 4), (2023, 4), (2024, 5))
    ],
    (CITY, "volunteers", None, 2023, 512, None, None, "s. 22", None, None),
    (CITY, "volunteers", None, 2024, 544, None, None, "s. 22", None, None),
]
VALUES = [dict(zip(VALUE_FIELDS, row, strict=True)) for row in (*_OWN, *_SHARED)]


def figures(indicator_id: str, *years: int) -> str:
    """Return the ids under which figures of the city are published, as the register of contradictions lists them."""
    rows = [(number, row) for number, row in enumerate(VALUES, start=1) if row["area_id"] == CITY]
    return " ".join(
        f"{DOCUMENT}.{number}" for number, row in rows if row["indicator_id"] == indicator_id and row["year"] in years
    )


TABLES: dict[str, list[Row]] = {
    "areas": _rows(
        "area_id kind parent_id name name_en",
        (CITY, "city", None, "Zielonka Leśna", "Zielonka Leśna"),
        ("zl_brzeziny", "district", CITY, "Brzeziny", "Brzeziny"),
        ("zl_centrum", "district", CITY, "Centrum", "Centre"),
        ("zl_stary_tartak", "revitalisation_area", CITY, "Stary Tartak", "Old Sawmill"),
    ),
    "programmes": [
        {
            "programme_id": PROGRAMME,
            "area_id": CITY,
            "source_id": DOCUMENT,
            "title_pl": "Program „Razem w Zielonce Leśnej” na lata 2021–2026",
            "title_en": "Programme “Together in Zielonka Leśna” 2021–2026",
            "period_start": 2021,
            "period_end": 2026,
            "note_pl": "Dwa cele główne i cztery szczegółowe; wartości bazowe z 2020 r., docelowe na 2026 r.",
            "note_en": "Two main goals and four specific ones; baselines of 2020, targets for 2026.",
        }
    ],
    "goals": _rows(
        "goal_id parent_id code title_pl title_en kind sort programme_id responsible responsible_en funding funding_en"
        " remarks remarks_en",
        *[
            (*goal, sort, PROGRAMME, "Wydział Spraw Społecznych", "Social Affairs Department", "budżet miasta")
            + ("city budget", *(("Rozpoczęto w 2022 r.", "Begun in 2022.") if goal[2] == "1.2" else (None, None)))
            for sort, goal in enumerate(
                [
                    ("zl_1", None, "1", "Bliscy sąsiedzi", "Close neighbours", "main"),
                    ("zl_1_1", "zl_1", "1.1", "Wspólne miejsca", "Shared places", "specific"),
                    ("zl_1_2", "zl_1", "1.2", "Wzajemna pomoc", "Mutual help", "specific"),
                    ("zl_2", None, "2", "Wsparcie na każdym etapie życia", "Support at every stage of life", "main"),
                    ("zl_2_1", "zl_2", "2.1", "Rodziny z dziećmi", "Families with children", "specific"),
                    ("zl_2_2", "zl_2", "2.2", "Pogodna starość", "A serene old age", "specific"),
                    ("zl_2_2_a", "zl_2_2", "2.2.1", "Jakość usług", "Quality of services", "direction"),
                ],
                start=1,
            )
        ],
    ),
    "units": _rows(
        "unit pl_one pl_few pl_many pl_other en_one en_other short_pl short_en",
        ("zl_hours_per_volunteer", "godzina na wolontariusza", "godziny na wolontariusza", "godzin na wolontariusza")
        + ("godziny na wolontariusza", "hour per volunteer", "hours per volunteer", "godz. na wolont.", "h per vol."),
        ("zl_score_1_5", "punkt w skali 1–5", "punkty w skali 1–5", "punktów w skali 1–5", "punktu w skali 1–5")
        + ("point on a scale of 1–5", "points on a scale of 1–5", "w skali 1–5", "on a scale of 1–5"),
    ),
    "members": _rows(
        "dimension member name_pl name_en sort",
        ("zl_age", "young", "osoby do 25 lat", "people up to 25", 1),
        ("zl_age", "adult", "osoby od 26 do 59 lat", "people aged 26 to 59", 2),
        ("zl_age", "senior", "osoby od 60 lat", "people aged 60 and over", 3),
    ),
    "indicators": [USUAL | row for row in INDICATORS],
    "breaks": _rows(
        "area_id indicator_id year text_pl text_en",
        (CITY, "zl_trust", 2022, "Od 2022 r. pytano także przez internet, więc wyniku nie łączymy z 2020 r.")
        + ("From 2022 people were also asked online, so the result is not joined to 2020.",),
    ),
    "conflicts": [
        {
            "conflict_id": "zl_gardeners_2023_total",
            "kind": "total",
            "area_id": CITY,
            "indicator_id": "zl_gardeners",
            "year": 2023,
            "figures": figures("zl_gardeners", 2023),
            "chosen": figures("zl_gardeners", 2023).split()[0],
            "finding": f"total:{CITY}:zl_gardeners:2023",
            "title_pl": "Ogrodnicy 2023: grupy wieku nie dają łącznej liczby",
            "title_en": "Gardeners 2023: the age groups do not add up to the total",
            "reason_pl": "Raport podaje łącznie 412 osób, a trzy grupy wieku dają razem 398. Używamy łącznej liczby.",
            "reason_en": "The report gives 412 people in all, the three age groups come to 398. The total is used.",
        }
    ],
    "reviews": _rows(
        "programme_id data_year held_year kind note_pl note_en",
        (PROGRAMME, 2023, 2024, "mid_term", "Ewaluacja w połowie programu.", "Evaluation half-way."),
        (PROGRAMME, 2026, 2027, "final", "Ewaluacja końcowa, zewnętrzna.", "Final evaluation by an outside body."),
    ),
    "projects": [
        {
            "project_id": "zl_tool_library",
            "area_id": CITY,
            "goal_id": "zl_1_1",
            "source_id": DOCUMENT,
            "name_pl": "Wypożyczalnia narzędzi",
            "name_en": "Tool library",
            "description_pl": "Wspólne narzędzia ogrodowe w dwóch ogrodach sąsiedzkich.",
            "description_en": "Shared garden tools in two neighbourhood gardens.",
        }
    ],
    "proposed_targets": [
        {
            "proposal_id": "zl_volunteers_2026",
            "area_id": CITY,
            "indicator_id": "zl_active_volunteers",
            "baseline_year": 2021,
            "target_year": 2026,
            "target_value": 360,
            "method": "linear",
            "proposed_by": "Rada Programu „Razem”",
            "proposed_on": date(2025, 2, 14),
            "note_pl": "Dalszy wzrost w tempie ostatnich lat.",
            "note_en": "Further growth at the pace of the last years.",
        }
    ],
}
# Rows that speak of other cities: left out together with the shared values.
SHARED_TABLES: dict[str, list[Row]] = {
    "goal_links": _rows(
        "goal_id other_goal_id text_pl text_en",
        ("zl_1_2", "gdansk_iii_3", "Oba dotyczą wolontariatu mieszkańców.", "Both are about residents volunteering."),
    ),
    "comparison_figures": _rows(
        "comparable_group area_id figures text_pl text_en",
        ("caseload", CITY)
        + (f"{figures('families_with_assistant', 2024)} {figures('family_assistants', 2024)}",)
        + ("66 rodzin i 5 asystentów w 2024 r.", "66 families and 5 assistants in 2024."),
    ),
}


def workbook_bytes(language: str = "pl", *, shared: bool = True) -> bytes:
    """Return the file, its sheets and columns named in a language; the same bytes every time."""
    buffer = io.BytesIO()
    book = Workbook(buffer, OPTIONS)
    book.set_properties({"created": CREATED})
    named = [(text(language, f"intake.document.{field}"), value) for field, value in SOURCE.items()]
    header = [text(language, "intake.column.field"), text(language, "intake.column.content")]
    _add(book, text(language, "intake.sheet.document"), [header, *named])
    labels = [text(language, f"intake.column.{field}") for field in VALUE_FIELDS]
    values = VALUES if shared else VALUES[: len(_OWN)]
    _add(book, text(language, "intake.sheet.values"), [labels, *(row.values() for row in values)])
    for name, rows in (TABLES | (SHARED_TABLES if shared else {})).items():
        fields = list(dict.fromkeys(field for row in rows for field in row))
        cells = [[row.get(field) for field in fields] for row in rows]
        _add(book, text(language, f"intake.sheet.{name}"), [fields, *cells])
    book.close()
    return buffer.getvalue()


def _add(book: Workbook, name: str, rows: Iterable[Iterable[Any]]) -> None:
    """Add a sheet of rows."""
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, datetime(cell.year, cell.month, cell.day), day)
            elif cell is not None:
                sheet.write(number, place, cell)


def printed(row: Mapping[str, Any], number: int) -> Row:
    """Return a value as a row of data/transcribed, for building the same programme by hand."""
    units = {one["indicator_id"]: one["unit"] for one in INDICATORS}
    shared = {"budget_turnout": "percent", "families_with_assistant": "families"}
    return {
        "row": number,
        "home": "observation",
        **{name: row[name] for name in ("area_id", "indicator_id", "member", "year", "value")},
        "year_basis": "printed",
        "status": row["status"] or "actual",
        "unit": (units | shared).get(row["indicator_id"], "people"),
        "literal": row["literal"] or f"{row['value']}",
        "place": "table",
        "section": row["locator"],
        "line": number,
        "role": "primary",
        "note_pl": row["note"],
        "note_en": row["note_en"],
    }
