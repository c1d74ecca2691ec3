"""Briefing: one page for a meeting about one city, one topic and one year, to show, to print and to send."""

import streamlit as st

from barometr.catalog import Indicator, indicators
from barometr.engine import records
from barometr.export.briefing.content import MOST_INDICATORS, Briefing, briefing, topic_name, topics, years
from barometr.export.briefing.pdf import pdf_bytes
from barometr.ui import briefing as sheet
from barometr.ui import choices, frame, markup, slides, take
from barometr.ui.reader import Reader

OWN = "own"
# What a topic of another city, or another topic, makes meaningless. `v` is the version of the data that a link
# from paper carries, which says nothing of another choice.
RESET = ("ind", "year", "v")


def with_values(area_id: str) -> list[Indicator]:
    """Return the indicators that have a value in the city, in the order of the catalogue."""
    valued = {row["indicator_id"] for row in records("briefing/points", area_id=area_id) if row["value"] is not None}
    return [one for one in indicators().values() if one.indicator_id in valued]


def choose_topic(reader: Reader, area_id: str, known_topics: list[str]) -> str | None:
    """Let the reader choose a topic of the city; None means indicators of one's own choice."""
    offered = {topic: topic_name(reader, topic) for topic in known_topics} | {OWN: reader.text("briefing.own")}
    named = (choices.given("ind") or "").split(".")
    first = OWN if any(one.indicator_id in named for one in with_values(area_id)) else known_topics[0]
    topic = choices.one_of("topic", reader.text("briefing.topic"), offered, first, resets=RESET)
    return topic if topic != OWN else None


def choose_indicators(reader: Reader, area_id: str) -> list[str]:
    """Let the reader choose among the indicators that have a value in the city, three of them to begin with."""
    known = with_values(area_id)
    headlines = sorted((one for one in known if one.headline), key=lambda one: one.headline or 0)
    return choices.several_from_list(
        "ind",
        reader.text("briefing.indicators", most=MOST_INDICATORS),
        {one.indicator_id: reader.pick(one, "short") for one in known},
        [one.indicator_id for one in (headlines or known)[:3]],
        offered=[one.indicator_id for one in known],
        most=MOST_INDICATORS,
        hint=reader.text("briefing.indicators_hint"),
        resets=("year", "v"),
    )


def choose_content(reader: Reader, area_id: str, known_topics: list[str]) -> tuple[Briefing, str]:
    """Let the reader choose what the page is about and the year; returns the page and the name of its file."""
    topic = choose_topic(reader, area_id, known_topics)
    chosen = [] if topic else choose_indicators(reader, area_id)
    offered = {str(year): str(year) for year in years(area_id, topic=topic, indicator_ids=chosen)}
    year = choices.one_of("year", reader.text("choice.year"), offered, list(offered)[-1], resets=("v",))
    content = briefing(
        reader,
        area_id,
        int(year),
        topic=topic,
        indicator_ids=chosen,
        public_address=sheet.public_address("briefing"),
    )
    return content, f"barometr-briefing-{area_id}-{topic or OWN}-{year}-{reader.language}.pdf"


def show_buttons(reader: Reader, content: Briefing, file_name: str) -> None:
    """Show what can be done with the page: present it, take it away as PDF, print it."""
    with st.container(horizontal=True, key="briefing_buttons"):
        st.button(
            reader.text("briefing.present"),
            icon=":material/present_to_all:",
            key="present",
            type="primary",
            on_click=slides.start,
        )
        st.download_button(
            reader.text("briefing.pdf"),
            take.of_this_moment(lambda: pdf_bytes(content)),
            file_name,
            "application/pdf",
            icon=":material/picture_as_pdf:",
            key="pdf",
            on_click="ignore",
        )
        st.html(sheet.print_button(reader.text("briefing.print")), width="content")


with frame.page("briefing") as reader:
    area_id = frame.choose_city(reader, resets=("topic", *RESET))
    known_topics = topics(area_id)
    if known_topics:
        content, file_name = choose_content(reader, area_id, known_topics)
        show_buttons(reader, content, file_name)
        st.html(sheet.printed_version(reader) + sheet.page(reader, content))
        if slides.asked_for(content):
            slides.show(reader, content)
        frame.footer(reader, [source_id for item in content.items for source_id in item.source_ids])
    else:
        city = reader.area(area_id)
        st.html(markup.empty(reader.text("briefing.nothing", city=city), reader.text("briefing.nothing_why")))
        frame.footer(reader, [])
