"""Accessibility statement."""

from barometr.ui import frame

with frame.page("accessibility") as reader:
    frame.footer(reader, [])
