"""Briefing."""

from barometr.ui import frame

with frame.page("briefing") as reader:
    frame.footer(reader, [])
