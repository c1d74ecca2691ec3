"""How many requests the Local Data Bank still takes from us: a counter on the disk, shared by all processes.

Limits in a second, 15 minutes, 12 hours and 7 days, from the API's manual as the documentation of the public client
AN0DA/pyLDB repeats it. Counted over the last seconds, never from a full hour: not laxer than the server, however it
counts.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

FILE = "bdl_requests.sqlite"
PERIODS = (1, 15 * 60, 12 * 3600, 7 * 24 * 3600)  # seconds
ANONYMOUS = (5, 100, 1_000, 10_000)  # requests in each period
WITH_KEY = (10, 500, 5_000, 50_000)
LOCK_SECONDS = 10


@dataclass(frozen=True)
class Quota:
    """The counter in a folder; `keyed` says whether the requests carry a key. The key itself is never stored."""

    folder: Path
    keyed: bool

    def take(self, now: float) -> float:
        """Count a request of the moment `now` (seconds since 1970) and return 0; or the seconds to wait, uncounted.

        Raises OSError or sqlite3.Error where the counter cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        # The lock is taken before counting: two processes never both get the last place.
        with closing(sqlite3.connect(self.folder / FILE, timeout=LOCK_SECONDS, isolation_level=None)) as counter:
            counter.execute("begin immediate")
            counter.execute("create table if not exists requests (at real not null, keyed integer not null)")
            counter.execute("create index if not exists moments on requests (keyed, at)")
            # Moments far ahead are of a clock that has been set back since; they would block us for years.
            counter.execute("delete from requests where at <= ? or at > ?", (now - PERIODS[-1], now + PERIODS[1]))
            wait = self._wait(counter, now)
            if not wait:
                counter.execute("insert into requests values (?, ?)", (now, self.keyed))
            counter.execute("commit")
        return wait

    def _wait(self, counter: sqlite3.Connection, now: float) -> float:
        """Return the seconds until every period has a free place."""
        wait = 0.0
        for period, limit in zip(PERIODS, WITH_KEY if self.keyed else ANONYMOUS, strict=True):
            # The request after which `limit` others came must have left the period.
            found = counter.execute(
                "select at from requests where keyed = ? order by at desc limit 1 offset ?", (self.keyed, limit - 1)
            ).fetchone()
            if found:
                wait = max(wait, found[0] + period - now)
        return wait
