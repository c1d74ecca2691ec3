"""What a publication would change, in words: a sentence of counts, and a line for each value."""

from collections.abc import Iterator
from typing import Any

from barometr.catalog import indicators
from barometr.publish.preview import KINDS, CatalogueChange, Preview
from barometr.words import formats
from barometr.words.wording import Wording

ARROW = " → "


def counted(wording: Wording, found: Preview, empty: int = 0) -> list[str]:
    """Return how many values there are of each kind, those there are none of left out ("3 nowe wartości")."""
    words = [wording.plural(f"preview.n_{kind}", found.counts[kind]) for kind in KINDS if found.counts[kind]]
    others = {
        "n_catalogue": len(found.catalogue),
        "n_contradictions": len(found.contradictions),
        "n_settled": len(found.settled),
        "n_without_effect": found.without_effect,
        "n_empty": empty,
    }
    words += [wording.plural(f"preview.{name}", number) for name, number in others.items() if number]
    return words or [wording.text("preview.nothing")]


def named(wording: Wording, row: Any) -> str:  # noqa: ANN401 (a row of Preview.values)
    """Return what a value is: area, indicator, part, year."""
    part = row[f"part_{wording.language}"]  # no text, but a gap of the table, for a total
    parts = [wording.pick(row, "area"), wording.pick(row, "name"), part if isinstance(part, str) else "", row["year"]]
    if row["family"] != "measured":
        parts.append(wording.text(f"preview.family.{row['family']}"))
    return ", ".join(str(part) for part in parts if part)


def number_of(wording: Wording, row: Any, which: str) -> str:  # noqa: ANN401 (a row of Preview.values)
    """Return the value ("value") or the one before ("value_before") as printed in a table, or why there is none."""
    value, status = row[which], row[which.replace("value", "status")]
    if value == value and value is not None:
        return formats.exact(float(value), wording.language) + formats.TIGHT_UNITS.get(row["unit"], "")
    return wording.text(f"status.{status}.name") if isinstance(status, str) else wording.text("preview.absent")


def change_of(wording: Wording, row: Any) -> str:  # noqa: ANN401 (a row of Preview.values)
    """Return a change with its sign, in per cent ("+1,0%") or, of shares, in points; empty where there is none."""
    change = row["change_pct"]
    if change != change or change is None:
        return ""
    if row["unit"] in formats.TIGHT_UNITS:
        points = formats.signed(row["value"] - row["value_before"], 1, wording.language)
        return f"{points} {wording.text('unit.points')}"
    return formats.signed(float(change), 1, wording.language) + "%"


def value_line(wording: Wording, row: Any) -> str:  # noqa: ANN401 (a row of Preview.values)
    """Return a value that changes in a line: "Gdańsk, Wolontariusze, 2017: 4060 → 4100 (+1,0%)"."""
    shown = number_of(wording, row, "value")
    if row["kind"] in ("revised", "withdrawn"):
        shown = number_of(wording, row, "value_before") + ARROW + shown
    change = change_of(wording, row)
    return f"{named(wording, row)}: {shown}" + (f" ({change})" if change and row["kind"] == "revised" else "")


def catalogue_line(wording: Wording, change: CatalogueChange) -> str:
    """Return a change of the catalogue in a line: "Wskaźniki, volunteers, owner: A → B"."""
    name = f"{wording.text(f'intake.sheet.{change.table}')}: {change.key}"
    if change.gone:
        return wording.text("preview.row_goes", row=name)
    if not change.field:
        return wording.text("preview.row_comes", row=name)
    return f"{name}, {change.field}: {change.before or '–'}{ARROW}{change.after or '–'}"


def lines(wording: Wording, found: Preview, most: int) -> Iterator[str]:
    """Yield what changes, the weightiest first, at most so many lines of each kind and how many more there are."""
    groups = {
        "contradictions": [wording.pick(one, "title") for one in found.contradictions],
        "settled": [wording.pick(one, "title") for one in found.settled],
        "jump": [
            f"{value_line(wording, row)}; "
            + wording.text("preview.earlier", value=formats.exact(row["earlier_value"], wording.language))
            for _, row in found.jumps.iterrows()
        ],
        **{kind: [value_line(wording, row) for _, row in found.of_kind(kind).head(most).iterrows()] for kind in KINDS},
        "catalogue": [catalogue_line(wording, one) for one in found.catalogue],
    }
    for title, words in groups.items():
        if not words:
            continue
        yield f"{wording.text(f'preview.title.{title}')}:"
        yield from (f"  {line}" for line in words[:most])
        left = found.counts.get(title, len(words)) - min(len(words), most)
        if left:
            yield "  " + wording.plural("preview.n_more", left)


def candidate_words(wording: Wording, candidate: str) -> str:
    """Return an indicator that a printed row may be ("volunteers~sport") in words: name, part, unit, short name."""
    indicator_id, _, member = candidate.partition("~")
    indicator = indicators().get(indicator_id)
    if indicator is None:  # brought by the file itself
        return candidate
    named = [wording.pick(indicator, "name"), wording.member(indicator, member), wording.unit_name(indicator)]
    return f"{', '.join(filter(None, named))} [{candidate}]"
