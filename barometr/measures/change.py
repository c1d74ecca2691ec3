"""The change from one year to the next, and whether it is for the better.

A change counts only when it is material: at least the indicator's materiality, in per cent of the earlier
value for counts, ratios, money and scores, in percentage points for shares (value_type "share").
"""

from dataclasses import dataclass
from typing import Literal

ROUNDING = 1e-9
Verdict = Literal["better", "worse", "no_judgement", "not_material", "incomplete"]


@dataclass(frozen=True)
class Change:
    """A change between two values of one series.

    `relative_pct` is None where the earlier value is zero. `steady_from` and `steady_to` bound the values
    of the later year that would have been judged "no material change".
    """

    absolute: float
    relative_pct: float | None
    verdict: Verdict
    steady_from: float
    steady_to: float


def change(
    earlier: float, later: float, *, value_type: str, polarity: str, materiality: float, same_parts: bool = True
) -> Change:
    """Return the change from `earlier` to `later` with its verdict by materiality and polarity.

    Totals that do not hold the same parts (`same_parts` false: one part is not printed in one of the years)
    differ partly for that reason, so a material change between them is "incomplete", neither better nor worse.
    """
    absolute = later - earlier
    relative_pct = 100 * absolute / abs(earlier) if earlier else None
    margin = materiality if value_type == "share" else abs(earlier) * materiality / 100
    # Decimal figures are not exact in binary: 64.99 - 63.99 is a hair below 1.
    if absolute == 0 or abs(absolute) < margin - ROUNDING:
        verdict: Verdict = "not_material"
    elif not same_parts:
        verdict = "incomplete"
    elif polarity == "neutral":
        verdict = "no_judgement"
    else:
        verdict = "better" if (absolute > 0) == (polarity == "higher_better") else "worse"
    return Change(absolute, relative_pct, verdict, earlier - margin, earlier + margin)
