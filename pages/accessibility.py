"""Accessibility statement: how the dashboard can be used, what falls short, whom to turn to."""

from datetime import date

import streamlit as st

from barometr.engine import data_directory
from barometr.organisation import Organisation, OrganisationError, organisation
from barometr.ui import declaration, frame

with frame.page("accessibility") as reader:
    body, error = Organisation(), ""
    try:
        body = organisation()
    except OrganisationError as refused:
        # The name of the file is enough for whoever mends it; the folder is nobody else's business.
        error = str(refused).replace(f"{data_directory()}/", "")
    notices = declaration.notices(reader, body, date.today(), error)
    if notices:
        st.html(notices)
    st.html(declaration.statement(reader, body))
    frame.footer(reader, [])
