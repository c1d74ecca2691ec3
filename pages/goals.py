"""goals."""

from barometr.ui import frame

with frame.page("goals") as reader:
    frame.footer(reader, [])
