"""Outlook."""

from barometr.ui import frame

with frame.page("outlook") as reader:
    frame.footer(reader, [])
