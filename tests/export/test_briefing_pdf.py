"""The printed briefing: one page of figures and one of explanations, readable by people and by machines."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any

import pytest
import segno
from pypdf import PdfReader
from pypdf.generic import BooleanObject

from barometr.export.briefing.content import Briefing, Item, briefing
from barometr.export.briefing.pdf import LACKING, _qr, pdf_bytes
from barometr.words.wording import Wording

ADDRESS = "https://barometr.example.org/"
TODAY = date(2018, 7, 2)
LONG_NAME = "Liczba wychowanków pieczy zastępczej realizujących „indywidualne ścieżki wejścia na rynek pracy”"
LONG_SENTENCE = (
    "W 2017 r. było to 359 osób, o 12 (3,5%) więcej niż w 2016 r., ale sumy z obu lat nie obejmują tych samych "
    "części, więc nie oceniamy, czy to zmiana na lepsze."
)
HOSTILE = '#eval("1") $x$ *b* <a> _c_ `d` @e // f = g \\ #include "h" [i] ]'

pytestmark = pytest.mark.usefixtures("shipped")


@lru_cache
def made(area_id: str = "gdansk", year: int = 2017, language="pl", **chosen: Any) -> Briefing:
    return briefing(Wording(language), area_id, year, public_address=ADDRESS, today=TODAY, **chosen)


def volunteering(**changed: Any) -> Briefing:
    return replace(made(topic="volunteering"), **changed)


def with_first(page: Briefing, **changed: Any) -> Briefing:
    """Return a briefing whose first indicator is changed."""
    return replace(page, items=(replace(page.items[0], **changed), *page.items[1:]))


def long_items(many: int) -> tuple[Item, ...]:
    """Return indicators with long Polish names, sentences and many caveats."""
    items = made(topic="family").items
    return tuple(
        replace(item, name=f"{LONG_NAME} {i}", sentence=LONG_SENTENCE, target=LONG_SENTENCE)
        for i, item in enumerate(items[:many])
    )


@lru_cache
def read(page: Briefing) -> PdfReader:
    return PdfReader(BytesIO(pdf_bytes(page)))


def one_line(text: str) -> str:
    """Return text with every space and line break as one space."""
    return re.sub(r"\s+", " ", text)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def on_page(page: Briefing, number: int) -> str:
    return one_line(read(page).pages[number - 1].extract_text())


def on_later_pages(page: Briefing) -> str:
    return one_line(" ".join(one.extract_text() for one in read(page).pages[1:]))


def structure(node: Any) -> Iterator[Any]:
    """Yield every element of the tag tree."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from structure(one)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from structure(node["/K"])


def tagged(page: Briefing, kind: str) -> list[Any]:
    tree = read(page).trailer["/Root"]["/StructTreeRoot"]
    return [node for node in structure(tree) if node.get("/S") == kind]


def alternatives(page: Briefing) -> list[str]:
    return [
        one_line(str(node["/Alt"]))
        for node in structure(read(page).trailer["/Root"]["/StructTreeRoot"])
        if "/Alt" in node
    ]


def test_the_page_says_what_the_briefing_says():
    page = volunteering()
    first = on_page(page, 1)
    assert page.items[0].value.split()[0] == "4060" and "4060 osób" in first
    for words in (page.title, page.subtitle, page.data_version, "2 lipca 2018", *page.sources):
        assert one_line(words) in first
    for item in page.items:
        assert all(one_line(words) in first for words in (item.name, item.sentence, item.direction, item.about_value))
    assert squeezed(page.address) in squeezed(first)


def test_numbers_in_the_pictures_are_text():
    """3566 volunteers of 2014 stand in the picture only, and can be searched for."""
    page = volunteering()
    assert all("3566" not in item.sentence for item in page.items)
    assert "3566" in on_page(page, 1)


def test_english_readers_get_english():
    page = made(topic="volunteering", language="en")
    assert "4,060 people" in on_page(page, 1)
    assert "Made on 2 July 2018" in on_page(page, 1)
    assert "Explanations" in on_page(page, 2)


def test_a_target_is_told_where_there_is_one():
    page = made("rumia", 2015, topic="family")
    targets = [item.target for item in page.items if item.target]
    assert targets
    assert all(one_line(target) in on_page(page, 1) for target in targets)


@pytest.mark.parametrize("many", range(1, 9))
def test_the_figures_take_one_page_and_the_explanations_another(many):
    page = volunteering(items=long_items(many))
    assert len(read(page).pages) == 2
    first = on_page(page, 1)
    assert first.count(LONG_NAME) == many
    assert first.count(LONG_SENTENCE) == 2 * many
    assert page.data_version in first and "1 / 2" in first


@pytest.mark.parametrize("many", [0, 1, 8])
def test_every_text_lies_on_its_page(many):
    """Nothing is cut off at an edge: 14 mm of margin below, which the line with the page number stands in."""
    page = volunteering(items=long_items(many))
    heights: list[float] = []
    for one in read(page).pages:
        one.extract_text(
            visitor_text=lambda text, cm, tm, _font, _size: (
                heights.append(cm[3] * tm[5] + cm[5]) if text.strip() else None
            )
        )
    assert heights
    assert min(heights) > 15 and max(heights) < 842 - 30


def test_eight_indicators_with_long_names_keep_their_pictures():
    page = made(topic="family")
    page = replace(page, items=tuple(replace(item, name=f"{LONG_NAME} {i}") for i, item in enumerate(page.items)))
    assert len(tagged(page, "/Figure")) == 9  # one of them is the code
    assert len(read(page).pages) == 2


def test_sentences_are_printed_large_enough_to_read():
    """8.5 points at least, however much there is to say."""
    page = volunteering(items=long_items(8))
    sizes = []
    read(page).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, _font, size: (
            sizes.append(abs(size * tm[3] * cm[3])) if "sumy z obu lat" in one_line(text) else None
        )
    )
    assert sizes and min(sizes) >= 8.5


def test_texts_that_no_page_could_hold_run_on_and_are_not_cut_off():
    page = with_first(volunteering(items=long_items(8)), sentence=" ".join(f"słowo{i}" for i in range(1500)))
    everything = on_page(page, 1) + " " + on_later_pages(page)
    assert "słowo0 " in everything and "słowo1499" in everything


def test_conflicts_and_caveats_are_told_in_full_on_the_second_page():
    page = made(topic="participation")
    told = on_later_pages(page)
    assert any(item.conflicts for item in page.items) and any(item.caveats for item in page.items)
    for item in page.items:
        assert all(one_line(title) in told and one_line(reason) in told for title, reason in item.conflicts)
        assert all(one_line(caveat) in told for caveat in item.caveats)


def test_a_conflict_of_two_indicators_is_told_once():
    entry = ("Dwie liczby w raporcie", "Raport podaje dwie liczby i nie mówi, która jest właściwa.")
    page = volunteering(items=tuple(replace(item, conflicts=(entry,), remarks=()) for item in volunteering().items[:2]))
    assert on_later_pages(page).count(entry[1]) == 1
    assert on_later_pages(page).count("Dwie liczby w raporcie. Opisano wyżej.") == 1


def test_an_indicator_without_caveats_says_so():
    page = volunteering(
        items=tuple(replace(item, caveats=(), conflicts=(), remarks=()) for item in volunteering().items)
    )
    assert on_later_pages(page).count("Bez zastrzeżeń.") == len(page.items)


def test_definitions_and_documents_stand_on_the_second_page_and_the_rest_is_for_notes():
    page = made(indicator_ids=("volunteers",))
    told = on_later_pages(page)
    assert one_line(page.items[0].indicator.definition_pl) in told
    assert "Urząd Miejski w Gdańsku, 19 czerwca 2018 (data przyjęta). Warunki korzystania: nie podano" in told
    assert "Notatki" in told


def test_definitions_give_way_before_a_third_page_begins():
    reason = "Raport podaje dwie różne liczby i nie wyjaśnia, skąd bierze się różnica między nimi. " * 3
    full = made(topic="family")
    items = tuple(
        replace(item, remarks=(), conflicts=tuple((f"Rozbieżność {i}.{j}", reason + f"{i}.{j}") for j in range(2)))
        for i, item in enumerate(full.items)
    )
    page = replace(full, items=items)
    assert len(read(page).pages) == 2
    assert f"{reason}7.1" in on_later_pages(page)
    definitions = [one_line(item.indicator.definition_pl) for item in page.items]
    assert not all(definition in on_later_pages(page) for definition in definitions)


def test_a_third_page_comes_where_there_is_that_much_to_say():
    reason = "Raport podaje dwie różne liczby i nie wyjaśnia, skąd bierze się różnica między nimi. " * 12
    page = with_first(
        volunteering(), remarks=(), conflicts=tuple((f"Rozbieżność {j}", reason + f"Koniec {j}") for j in range(9))
    )
    assert len(read(page).pages) > 2
    assert all(f"Koniec {j}" in on_later_pages(page) for j in range(9))


@pytest.mark.parametrize(
    ("language", "sizes"),
    [
        (
            "pl",
            {1: "Nie zmieścił się 1 wskaźnik", 3: "Nie zmieściły się 3 wskaźniki", 8: "Nie zmieściło się 8 wskaźników"},
        ),
        ("en", {1: "1 more indicator", 3: "3 more indicators"}),
    ],
)
def test_what_had_no_room_is_counted_on_the_first_page_and_named_on_the_second(language, sizes):
    for many, words in sizes.items():
        names = tuple(f"Wskaźnik {i}" for i in range(many))
        page = replace(made(topic="volunteering", language=language), left_out=names)
        assert words in on_page(page, 1)
        assert ", ".join(names) in on_later_pages(page)


def test_the_legend_names_the_signs_that_occur_and_no_others():
    assert "zmierzone" in on_page(volunteering(), 1) and "brak danych" in on_page(volunteering(), 1)
    assert "pilotaż" not in on_page(volunteering(), 1)
    assert {"pilotaż", "nie dotyczy"} <= set(re.findall("pilotaż|nie dotyczy", on_page(made(topic="participation"), 1)))


def test_the_legend_leaves_out_signs_of_pictures_that_are_not_drawn():
    item = made(topic="volunteering").items[0]
    alone = replace(
        item, series=replace(item.series, points=item.series.points[-1:]), caveats=(), conflicts=(), remarks=()
    )
    page = volunteering(items=(alone,))
    assert "zmierzone" not in on_page(page, 1) and "rozbieżność" not in on_page(page, 1)
    assert len(alternatives(page)) == 1  # that of the code


def test_the_file_is_tagged_in_its_language_with_title_and_date():
    reader = read(volunteering())
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "pl" and root["/MarkInfo"]["/Marked"] == BooleanObject(True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == BooleanObject(True)
    assert reader.metadata is not None
    assert one_line(str(reader.metadata.title)) == volunteering().title
    assert reader.metadata.creation_date is not None and reader.metadata.creation_date.date() == TODAY
    assert "pdfuaid:part" in reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]


def test_headings_are_headings():
    page = volunteering()
    assert len(tagged(page, "/H1")) == 1
    assert len(tagged(page, "/H2")) == len(page.items) + 1


def test_every_picture_and_the_code_have_their_alternative():
    page = volunteering()
    code = f"Kod QR z linkiem do tej strony: {page.address}"
    assert alternatives(page) == [*(one_line(item.alt) for item in page.items), code]
    assert len(tagged(page, "/Figure")) == len(page.items) + 1


def test_all_fonts_are_embedded_and_the_text_is_in_the_projects_typeface():
    fonts = {}
    for page in read(volunteering()).pages:
        for font in page["/Resources"]["/Font"].values():
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            fonts[str(font["/BaseFont"]).partition("+")[2]] = bool({"/FontFile2", "/FontFile3"} & set(described))
    assert {"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"} <= set(fonts)
    assert all(fonts.values())
    assert all(name.startswith(("Atkinson", "DejaVuSansMono")) for name in fonts)


def test_text_from_the_data_is_neither_code_nor_markup():
    page = with_first(volunteering(title=HOSTILE, subtitle=HOSTILE), name=HOSTILE, sentence=HOSTILE, alt=HOSTILE)
    page = with_first(page, value=HOSTILE, about_value=HOSTILE, target=HOSTILE, direction=HOSTILE)
    page = with_first(page, caveats=(HOSTILE,), conflicts=((HOSTILE, HOSTILE),), remarks=())
    first = on_page(page, 1)
    # Title, subtitle, name, value, year, sentence, direction, target, conflict, caveat; the foot repeats the title.
    assert first.count(HOSTILE) == 11
    assert on_later_pages(page).count(HOSTILE) >= 4
    assert alternatives(page)[0] == HOSTILE


def test_a_letter_that_no_font_has_is_a_square_and_not_an_error():
    page = with_first(volunteering(), name="Zażółć \u65e5\U0001f600\x07 ≠ ↗ Жук", sentence="e\u0301 i\nnowy wiersz")
    assert f"Zażółć {LACKING * 3} ≠ ↗ Жук" in on_page(page, 1)
    assert "é i nowy wiersz" in on_page(page, 1)


def test_without_an_address_there_is_neither_code_nor_link():
    page = volunteering(address="")
    assert "Pod tym linkiem" in on_page(volunteering(), 1) and "Pod tym linkiem" not in on_page(page, 1)
    assert not any("QR" in words for words in alternatives(page))
    assert len(read(page).pages) == 2


def test_an_address_too_long_for_a_code_still_stands_there():
    page = volunteering(items=(), address=ADDRESS + "x" * 3000)
    assert not alternatives(page)
    assert "x" * 3000 in squeezed("".join(one.extract_text() for one in read(page).pages))


def test_the_link_can_be_clicked():
    links = [note.get_object()["/A"]["/URI"] for note in read(volunteering()).pages[0]["/Annots"]]
    assert set(links) == {volunteering().address}


def test_the_code_holds_the_address_and_is_large_enough():
    page = volunteering()
    code = _qr(Wording("pl"), page.address)
    expected = segno.make_qr(page.address, error="l")
    assert code["svg"] == expected.svg_inline(border=2, dark="#1a2330", omitsize=True)
    assert code["side"] >= 20


def test_the_same_briefing_gives_the_same_bytes_quickly():
    page = made(topic="family")
    began = time.perf_counter()
    first = pdf_bytes(page)
    assert time.perf_counter() - began < 3
    assert pdf_bytes(page) == first
