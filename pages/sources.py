"""sources."""

from barometr.ui import frame

with frame.page("sources") as reader:
    frame.footer(reader, [])
