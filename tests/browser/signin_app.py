"""A first page and a page to publish from: the smallest app that needs signing in."""

import streamlit as st

from barometr.ui import choices, reader, signin

choices.begin()
me = reader.current()


def first() -> None:
    st.title("First page")


def publish() -> None:
    st.title("Page to publish from")
    allowed = signin.show(me)
    st.text(f"publisher: {allowed}")
    if st.button("Publish"):
        st.text(f"published by {signin.publisher()}")
    st.text(f"link: {sorted(st.query_params.to_dict().items())}")


page = st.navigation([st.Page(first, default=True), st.Page(publish, url_path="publish")])
page.run()
signin.way_back()
