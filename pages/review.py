"""Programme review."""

from barometr.ui import frame

with frame.page("review") as reader:
    frame.footer(reader, [])
