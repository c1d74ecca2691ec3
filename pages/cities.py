"""cities."""

from barometr.ui import frame

with frame.page("cities") as reader:
    frame.footer(reader, [])
