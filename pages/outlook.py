"""Outlook: what may lie three and seven years ahead of one series of a city, and how far that may be trusted."""

import streamlit as st

from barometr.judgement import direction
from barometr.judgement.outlook import Outlook, outlooks, said
from barometr.measures.forecast import HORIZONS
from barometr.ui import choices, figures, frame, markup, outlook
from barometr.ui.reader import Reader


def choose_horizon(reader: Reader) -> int:
    """Let the reader choose how many years to look ahead."""
    offered = {str(years): reader.plural("outlook.years", years) for years in HORIZONS}
    chosen = choices.one_of("horizon", reader.text("outlook.horizon"), offered, str(HORIZONS[0]), resets=["why"])
    st.html(markup.small(reader.text("outlook.horizon_hint")))
    return int(chosen)


def show(reader: Reader, one: Outlook, city_id: str, ahead: int) -> None:
    """Show the forecast of a series with its test on the past, or why there is none, over the rule and the values."""
    series_id = "-".join(filter(None, (one.indicator.indicator_id, one.member, city_id)))
    is_open = choices.settled("why", {"0": "", "1": ""}, "0") == "1"
    if one.forecast.reason:
        outlook.show_refusal(reader, one)
    else:
        file_name = f"barometr-{reader.text('outlook.file')}-{series_id}-{one.forecast.years[ahead - 1].year}"
        outlook.show_chart(reader, one, city_id, ahead, file_name)
        sentence = said(reader, one.indicator, one.forecast, ahead)
        found = direction.trend_words(reader, direction.trend_of(one.indicator, one.rows))
        st.html(
            markup.note("caveat", "i", reader.text("outlook.not_measured"), sentence)
            + markup.small(reader.text("outlook.direction", words=found))
        )
        st.header(reader.text("outlook.years_ahead"), anchor=False)
        outlook.show_forecast(reader, one, ahead, file_name, outlook.address_of_rule(one, city_id, ahead))
        st.header(reader.text("outlook.back_test"), anchor=False)
        outlook.show_back_test(reader, one, ahead)
    st.html(outlook.card(reader, one, is_open=is_open))
    st.header(reader.text("outlook.so_far"), anchor=False)
    outlook.show_measured(reader, one, f"barometr-{series_id}")


with frame.page("outlook") as reader:
    city_column, horizon_column = st.columns(2)
    with city_column:
        city_id = frame.choose_city(reader, resets=("ind", "slice", "why"))
    with horizon_column:
        ahead = choose_horizon(reader)
    found = outlooks(city_id)
    if all(one.forecast.reason for one in found):
        st.html(outlook.nothing(reader, city_id))
    rows = []
    if found:
        chosen = outlook.choose(reader, found)
        rows = list(chosen.rows)
        show(reader, chosen, city_id, ahead)
    frame.footer(reader, figures.documents(rows))
