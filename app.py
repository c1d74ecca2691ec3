"""Barometr: page settings, language, navigation. Start it with `make run`."""

from pathlib import Path

import streamlit as st

from barometr.ui import choices, markup, reader

HERE = Path(__file__).parent

st.set_page_config(
    page_icon=str(HERE / "static" / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
    # An entry of our own keeps the menu, and with it the choice between light and dark.
    menu_items={"About": "Barometr"},
)
choices.begin()
me = reader.current()
st.logo(str(HERE / "static" / "logo.svg"), icon_image=str(HERE / "static" / "icon.png"), size="large")

page = st.navigation(
    [
        st.Page("pages/overview.py", title=me.text("overview.menu"), icon=":material/dashboard:", default=True),
        st.Page("pages/volunteering.py", title=me.text("volunteering.menu"), icon=":material/volunteer_activism:"),
        st.Page("pages/participation.py", title=me.text("participation.menu"), icon=":material/how_to_vote:"),
        st.Page("pages/family.py", title=me.text("family.menu"), icon=":material/family_restroom:"),
    ]
)
with st.sidebar:
    choices.one_of("lang", me.text("language.label"), reader.LANGUAGE_NAMES, me.language, sticky=True)
    st.html(markup.small(me.text("language.hint")))
st.set_page_config(page_title=f"{page.title} · Barometr")
page.run()
