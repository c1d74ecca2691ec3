"""Targets a team proposes: checked as the build checks them, judged as the review judges them, written as a file.

The file is the complete data/catalog/proposed_targets.csv: what stands there already, and the new ones after it.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from barometr.catalog import indicators
from barometr.engine import Record, records
from barometr.export.delimited import STARTS_A_FORMULA, digits
from barometr.measures.comparable import MEASURED
from barometr.measures.review import Key, Reviewed, key, reviewed
from barometr.ui.review.trials import series_words
from barometr.words import formats
from barometr.words.wording import Wording

COLUMNS = (
    "proposal_id",
    "area_id",
    "indicator_id",
    "member",
    "baseline_year",
    "target_year",
    "target_value",
    "method",
    "proposed_by",
    "proposed_on",
    "note_pl",
    "note_en",
)
METHODS = ("linear", "compound")
FIRST_YEAR, LAST_YEAR = 1990, 2100  # as data/schema.yaml has them
LONGEST_NAME, LONGEST_NOTE = 100, 500


@dataclass(frozen=True)
class Proposal:
    """A target that a team proposes for one series, starting from what was measured in the baseline year."""

    indicator_id: str
    area_id: str
    member: str
    baseline_year: int
    target_year: int
    target_value: float
    method: str
    proposed_by: str
    proposed_on: date
    note_pl: str = ""
    note_en: str = ""

    @property
    def key(self) -> Key:
        """Return the series it is for."""
        return self.indicator_id, self.area_id, self.member


def measured(programme_id: str) -> dict[Key, list[Record]]:
    """Return the measured values of every series of the programme's city that a target may be proposed for.

    That is every series without a target that a document has agreed; what is only done or not has no way to go.
    """
    targets = records("review/targets", programme_id=programme_id)
    agreed = {key(row) for row in targets if row["basis"] == "printed"}
    found: dict[Key, list[Record]] = {}
    for row in records("review/points", programme_id=programme_id):
        numeric = row["value_type"] != "milestone" and row["value"] is not None
        if numeric and row["status"] in MEASURED and key(row) not in agreed:
            found.setdefault(key(row), []).append(row)
    return found


def problems(wording: Wording, proposal: Proposal, programme_id: str) -> list[str]:
    """Return what keeps a proposal from the catalogue: queries/checks/proposed_targets.sql and the schema."""
    rows = measured(programme_id).get(proposal.key, [])
    base = next((row["value"] for row in rows if row["year"] == proposal.baseline_year), None)
    indicator = indicators()[proposal.indicator_id]
    low, high = indicator.natural_min, indicator.natural_max
    texts = (proposal.proposed_by, proposal.note_pl, proposal.note_en)
    found = (
        (not rows, wording.text("review.proposal.agreed")),
        (rows and base is None, wording.text("review.proposal.not_measured", year=proposal.baseline_year)),
        (
            proposal.target_year <= proposal.baseline_year,
            wording.text("review.proposal.too_early", year=proposal.target_year, baseline=proposal.baseline_year),
        ),
        (base == proposal.target_value, wording.text("review.proposal.same", year=proposal.baseline_year)),
        (
            (low is not None and proposal.target_value < low) or (high is not None and proposal.target_value > high),
            wording.text("review.proposal.limits"),
        ),
        (not proposal.proposed_by, wording.text("review.proposal.nobody")),
        (any(one.startswith(STARTS_A_FORMULA) for one in texts), wording.text("review.proposal.formula")),
    )
    return [words for wrong, words in found if wrong]


def judged(proposal: Proposal, programme_id: str, year: int) -> Reviewed:
    """Return how a proposal would be judged in a year, by the same rule as every other target."""
    series = measured(programme_id)[proposal.key]
    start = next(row for row in series if row["year"] == proposal.baseline_year)
    indicator = indicators()[proposal.indicator_id]
    target = {
        "basis": "proposed",
        "indicator_id": proposal.indicator_id,
        "area_id": proposal.area_id,
        "member": proposal.member,
        "goal_id": start["goal_id"],
        "value_type": indicator.value_type,
        "polarity": indicator.polarity,
        "materiality": indicator.materiality,
        "method": proposal.method,
        "baseline_year": proposal.baseline_year,
        "baseline_value": start["value"],
        "baseline_segment": start["segment"],
        "baseline_row_id": start["row_id"],
        "target_year": proposal.target_year,
        "target_value": proposal.target_value,
        "target_row_id": None,
        "source_id": start["source_id"],
        "proposal_id": None,
        "proposed_by": proposal.proposed_by,
        "proposed_on": proposal.proposed_on,
        "note_pl": proposal.note_pl or None,
        "note_en": proposal.note_en or None,
    }
    (found,) = reviewed([target], records("review/points", programme_id=programme_id), year)
    return found


def words_of(wording: Wording, proposal: Proposal) -> str:
    """Return a proposal in a line: "Volunteers, Gdańsk: 5000 in 2020, from 4060 in 2017; Team A"."""
    return wording.text(
        "review.proposal.line",
        series=series_words(wording, proposal.key),
        value=formats.exact(proposal.target_value, wording.language),
        year=proposal.target_year,
        baseline=proposal.baseline_year,
        who=proposal.proposed_by,
    )


def catalogue_file(proposals: Iterable[Proposal]) -> bytes:
    """Return the complete proposed_targets.csv: what the catalogue holds, then the new ones with ids of their own."""
    rows: list[Sequence[object]] = []
    taken = set()
    for row in records("review/proposed_targets"):
        taken.add(row["proposal_id"])
        rows.append([_cell(row[name]) for name in COLUMNS])
    for one in proposals:
        proposal_id = _new_id(one, taken)
        taken.add(proposal_id)
        rows.append([proposal_id, *(_cell(getattr(one, name)) for name in ("area_id", "indicator_id", *COLUMNS[3:]))])
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def _new_id(proposal: Proposal, taken: Iterable[str]) -> str:
    """Return a short name that no other proposal has."""
    parts = (proposal.area_id, proposal.indicator_id, proposal.member, str(proposal.target_year))
    base = "_".join(part for part in parts if part).lower()
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def _cell(value: object) -> object:
    """Return a value as the catalogue writes it: days as 2026-03-31, whole numbers without decimals."""
    match value:
        case None:
            return ""
        case float():
            return digits(value)
        case date():
            return value.strftime("%Y-%m-%d")
    return value
