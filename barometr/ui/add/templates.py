"""Templates to fill in: for a programme and a year of a city, or empty for a city that is not here yet."""

from datetime import date
from html import escape

import streamlit as st

from barometr.engine import records, remembered
from barometr.judgement.review import programmes
from barometr.ui import choices, frame, markup
from barometr.ui.reader import Reader
from barometr.ui.take import XLSX

OWN_CHOICES = ("programme", "year")


def show(reader: Reader) -> list[str]:
    """Show the templates on offer and what else can be brought in; returns the documents they build on."""
    st.header(reader.text("add.template.heading"), anchor=False)
    st.html(f"<p class='b-add-said'>{escape(reader.text('add.template.lead'))}</p>")
    area_id = frame.choose_city(reader, resets=OWN_CHOICES)
    programme_column, year_column = st.columns([3, 1])
    with programme_column:
        programme_id = _choose_programme(reader, area_id)
    with year_column:
        year = _choose_year(reader, area_id) if programme_id else None
    if programme_id is None or year is None:
        st.html(
            markup.empty(
                reader.text("add.template.none", city=reader.area(area_id)), reader.text("add.template.none_why")
            )
        )
    else:
        _offer(reader, programme_id, year)
    st.subheader(reader.text("add.template.new_city"), anchor=False)
    st.html(f"<p class='b-add-said'>{escape(reader.text('add.template.new_city_why'))}</p>")
    _offer_empty(reader)
    st.subheader(reader.text("add.template.other_files"), anchor=False)
    lines = (reader.text("add.template.accepts"), reader.text("add.template.limits"))
    st.html("".join(f"<p class='b-add-said'>{escape(line)}</p>" for line in lines))
    latest = records("intake/document", programme_id=programme_id) if programme_id else ()
    return [row["source_id"] for row in latest]


def _choose_programme(reader: Reader, area_id: str) -> str | None:
    """Return the programme of a city, letting the reader choose where there are several; None without any."""
    names = {one: reader.pick(row, "title") for one, row in programmes().items() if row["area_id"] == area_id}
    if not names:
        return None
    return choices.from_list("programme", reader.text("goals.programme"), names, next(iter(names)), resets=["year"])


def _choose_year(reader: Reader, area_id: str) -> int:
    """Return the year to fill in: the first one without measured values, unless the reader wants another."""
    first, following = _years(area_id)
    offered = {str(year): str(year) for year in range(max(following, date.today().year), first - 1, -1)}
    return int(choices.from_list("year", reader.text("choice.year"), offered, str(following)))


@remembered
def _years(area_id: str) -> tuple[int, int]:
    """Return the first year with values of a city and the one after the last; this year twice where it has none."""
    years = [row["year"] for row in records("overview/years", area_id=area_id)]
    return (min(years), max(years) + 1) if years else (date.today().year, date.today().year)


def _offer(reader: Reader, programme_id: str, year: int) -> None:
    language = reader.language

    def content() -> bytes:
        from barometr.publish.template import template_bytes  # slow to import, and needed at this click only

        return template_bytes(programme_id, year, language)

    st.download_button(
        reader.text("add.template.download", year=year),
        content,
        f"barometr_{programme_id}_{year}_{language}.xlsx",
        XLSX,
        key="add_template",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )


def _offer_empty(reader: Reader) -> None:
    language = reader.language

    def content() -> bytes:
        from barometr.publish.template import empty_template_bytes

        return empty_template_bytes(language)

    st.download_button(
        reader.text("add.template.download_empty"),
        content,
        f"barometr_template_{language}.xlsx",
        XLSX,
        key="add_empty_template",
        icon=":material/download:",
        on_click="ignore",
    )
