"""Barometr: page settings, language, navigation. Start it with `make run`."""

from pathlib import Path

import streamlit as st

from barometr.ui import choices, markup, reader, signin

HERE = Path(__file__).parent
# Pages by the heading they stand under in the menu, each with its icon; the first is the one that opens.
PAGES = {
    "topics": {
        "overview": "dashboard",
        "volunteering": "volunteer_activism",
        "participation": "how_to_vote",
        "family": "family_restroom",
    },
    "explore": {"trends": "show_chart", "cities": "location_city", "goals": "flag", "sources": "fact_check"},
    "judge": {"review": "rule", "outlook": "query_stats", "briefing": "co_present"},
    "data": {"add": "upload_file"},
    "about": {"accessibility": "accessibility_new"},
}
# Reached from the foot of every page rather than from the menu.
HIDDEN = ("accessibility",)

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
    {
        me.text(f"menu.{group}"): [
            st.Page(
                f"pages/{name}.py",
                title=me.text(f"{name}.menu"),
                icon=f":material/{icon}:",
                default=name == "overview",
                visibility="hidden" if name in HIDDEN else "visible",
            )
            for name, icon in names.items()
        ]
        for group, names in PAGES.items()
    }
)
with st.sidebar:
    choices.one_of("lang", me.text("language.label"), reader.LANGUAGE_NAMES, me.language, sticky=True)
    st.html(markup.small(me.text("language.hint")))
st.set_page_config(page_title=f"{page.title} · Barometr")
choices.on_page(page.url_path)
going = choices.going()
if going:
    choices.drop_unsent()
    name, parameters = going
    known = {name for names in PAGES.values() for name in names}
    st.switch_page(f"pages/{name if name in known else 'overview'}.py", query_params=parameters)
page.run()
signin.way_back()
