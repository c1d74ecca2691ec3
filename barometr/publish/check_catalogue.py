"""The rules of the catalogue's own tables, and of the document: the schema's first, then what no schema can say."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from barometr.publish.check_cells import TYPES, hidden_character, slug
from barometr.publish.check_names import Catalogue, Found, InBoth, as_typed, chosen, shown
from barometr.publish.draft import Entry, Problem
from barometr.publish.known import Known, Row
from barometr.publish.problems import place
from barometr.words import texts
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

Placed = tuple[Entry, Row]  # a typed row, and where it was read
SHORT_NAMES = ("[a-z0-9_]+", "[A-Za-z0-9_]+")  # patterns of short names, for which another can be suggested
MOST_LEVELS = 10  # of a tree of goals or areas: a page draws each inside the one above
FIXED = ("unit", "value_type", "dimension")  # what published values of an indicator rest on


def typed_rows(
    table: str, entries: Sequence[Entry], known: Known, found: Found, later: Collection[str] = ()
) -> list[Placed]:
    """Return the rows of a table with every field of its schema, each held against the rules of its field.

    A field that the file has no column for keeps what is in force; a cell left blank empties it.
    `later` are required fields that are filled after the check.
    """
    schema, in_force, first = known.schemas[table], known.keys(table), dict[tuple[Any, ...], Entry]()
    rows = []
    for entry in entries:
        row = {field["name"]: _typed(field, table, entry, known, found) for field in schema["fields"]}
        key = tuple(row[name] for name in schema["primaryKey"])
        if key in in_force:
            row |= {name: value for name, value in in_force[key].items() if name not in entry.cells}
        for field in schema["fields"]:
            name, required = field["name"], field.get("constraints", {}).get("required")
            if required and row[name] is None and not shown(entry.cells.get(name)) and name not in later:
                found.add("field.required", entry, name, **_field(table, field))
        if key in first:
            said = " / ".join(map(str, key))
            found.add("key.twice", entry, schema["primaryKey"][0], repeated=said, first=place_of(first[key]))
        elif None not in key:
            first[key] = entry
        rows.append((entry, row))
    return rows


def _typed(field: Mapping[str, Any], table: str, entry: Entry, known: Known, found: Found) -> Any:  # noqa: ANN401
    """Return what a cell holds in the type of its field; None where it is blank or breaks a rule that is then said."""
    name, rules, raw = field["name"], field.get("constraints", {}), entry.cells.get(field["name"])
    typed = shown(raw)
    if not typed:
        return None
    value = TYPES[field["type"]](raw)
    if value is None:
        found.add(f"type.{field['type']}", entry, name, typed=typed)
    elif isinstance(value, str) and (code := hidden_character(value)):
        found.add("text.hidden", entry, name, code=code)
    elif "enum" in rules:
        if value.lower() in rules["enum"]:
            return value.lower()
        allowed = ", ".join(rules["enum"])
        found.add("field.enum", entry, name, typed=typed, allowed=allowed, **_field(table, field))
    elif "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        if rules["pattern"] in SHORT_NAMES:
            found.add("field.short_name", entry, name, typed=typed, suggestion=slug(typed) or name)
        else:
            example = next((row[name] for row in known.tables[table] if row[name]), rules["pattern"])
            found.add("field.form", entry, name, typed=typed, example=example, **_field(table, field))
    elif "maxLength" in rules and len(value) > rules["maxLength"]:
        found.add("text.too_long", entry, name, length=len(value), limit=rules["maxLength"])
    elif "minimum" in rules and value < rules["minimum"]:
        found.add("field.minimum", entry, name, typed=typed, limit=rules["minimum"], **_field(table, field))
    elif "maximum" in rules and value > rules["maximum"]:
        found.add("field.maximum", entry, name, typed=typed, limit=rules["maximum"], **_field(table, field))
    else:
        return value
    return None


def _field(table: str, field: Mapping[str, Any]) -> dict[str, InBoth]:
    """Return what a field is called in a file, and what it means."""
    name, meaning = InBoth(field["name"], field["name"]), InBoth(field["description_pl"], field["description"])
    known = texts.catalogue()
    if table == "sources" and f"intake.document.{field['name']}" in known:
        name = InBoth(**{one: texts.text(one, f"intake.document.{field['name']}") for one in LANGUAGES})
    return {"field": name, "meaning": meaning}


def place_of(entry: Entry, field: str | None = None) -> InBoth:
    """Return where an entry stands, in words: its row, or the cell of one field."""
    said = Problem("", entry.sheet, entry.row_of(field), entry.columns.get(field) if field else None)
    return InBoth(**{language: place(Wording(language), said) for language in LANGUAGES})


def table_name(table: str) -> InBoth:
    """Return what a table is called as a sheet."""
    sheet = "document" if table == "sources" else table
    return InBoth(**{language: texts.text(language, f"intake.sheet.{sheet}") for language in LANGUAGES})


def check_references(table: str, rows: Sequence[Placed], catalogue: Catalogue, found: Found) -> None:
    """Say which references lead to no row; one by name becomes the short name, unless it is part of the own key."""
    schema = catalogue.known.schemas[table]
    for reference in schema.get("foreignKeys", []):
        (field,), target = reference["fields"], reference["reference"]["resource"]
        names, called = catalogue.names(target), table_name(target)
        for entry, row in rows:
            word = row[field]
            if word is None or word in names:
                continue
            if not len(names):
                found.add("reference.empty", entry, field, typed=word, table=called)
            elif field in schema["primaryKey"]:
                found.add("reference.unknown", entry, field, typed=word, nearest=names.nearest(word), table=called)
            else:
                row[field] = chosen(names, "reference", entry, field, word, found, table=called)


def check_parents(table: str, rows: Sequence[Placed], catalogue: Catalogue, found: Found) -> None:
    """Say where the rows above a row lead back to it, or are more than a page can show."""
    above = {key[0]: row["parent_id"] for key, row in catalogue.tables[table].items()}
    for entry, row in rows:
        own = row[catalogue.known.schemas[table]["primaryKey"][0]]
        path = [own]
        while (parent := above.get(path[-1])) and parent not in path and len(path) <= MOST_LEVELS + 1:
            path.append(parent)
        if own and parent == own:
            found.add("parent.circle", entry, "parent_id", path=" → ".join([*path, own]))
        elif len(path) - 1 > MOST_LEVELS:
            found.add("parent.deep", entry, "parent_id", limit=MOST_LEVELS)


def check_areas(rows: Sequence[Placed], known: Known, found: Found) -> None:
    """Say where a file makes another sort of place of an area in force: its figures would be about something else."""
    in_force = known.keys("areas")
    for entry, row in rows:
        before = in_force.get((row["area_id"],), row)
        for name in ("kind", "parent_id"):
            if before[name] != row[name]:
                values = {"before": before[name] or "–", "after": row[name] or "–"}
                found.add("area.fixed", entry, name, area=row["area_id"], **values)


def check_indicators(rows: Sequence[Placed], catalogue: Catalogue, with_values: frozenset[str], found: Found) -> None:
    """Hold each indicator against the rules that no single field shows."""
    in_force = catalogue.known.keys("indicators")
    for entry, row in rows:
        own = row["indicator_id"]
        if (row["numerator_id"] is None) != (row["denominator_id"] is None):
            missing = "numerator_id" if row["numerator_id"] is None else "denominator_id"
            if not shown(entry.cells.get(missing)):
                found.add("indicator.one_input", entry, missing)
        for name in ("numerator_id", "denominator_id"):
            if own is not None and row[name] == own:
                found.add("indicator.own_input", entry, name, indicator=own)
        if row["dimension"] is not None and row["dimension"] not in catalogue.members:
            known = ", ".join(catalogue.members) or "–"
            found.add("indicator.no_parts", entry, "dimension", typed=row["dimension"], known=known)
        low, high = row["natural_min"], row["natural_max"]
        if low is not None and high is not None and low >= high:
            found.add("indicator.limits", entry, "natural_max", low=as_typed(low), high=as_typed(high))
        if own in with_values:
            for name in FIXED:
                before = in_force[(own,)][name] if (own,) in in_force else row[name]
                unread = row[name] is None and shown(entry.cells.get(name))
                if row[name] != before and not unread:
                    values = {"field": name, "before": before or "–", "after": row[name] or "–"}
                    found.add("indicator.has_values", entry, name, indicator=own, **values)


def check_goal_links(rows: Sequence[Placed], catalogue: Catalogue, found: Found) -> None:
    """Say which links join goals of one programme, or goals that are linked already the other way round."""
    goals = catalogue.tables["goals"]
    for entry, row in rows:
        one, other = (goals.get((row[name],)) for name in ("goal_id", "other_goal_id"))
        if one and other and one["programme_id"] == other["programme_id"]:
            found.add("goal_link.one_programme", entry, "other_goal_id", programme=one["programme_id"])
        elif (row["other_goal_id"], row["goal_id"]) in catalogue.tables["goal_links"]:
            found.add("goal_link.other_way", entry, "other_goal_id")


def check_proposed_targets(rows: Sequence[Placed], catalogue: Catalogue, found: Found) -> None:
    """Say which proposals end before they begin, or are for a part that the indicator does not have."""
    for entry, row in rows:
        first, last = row["baseline_year"], row["target_year"]
        if first is not None and last is not None and last <= first:
            found.add("proposed_target.years", entry, "target_year", first=first, last=last)
        indicator = catalogue.tables["indicators"].get((row["indicator_id"],))
        if indicator and row["member"]:
            row["member"] = member_of(indicator, row["member"], entry, catalogue, found)


def member_of(indicator: Row, word: str, entry: Entry, catalogue: Catalogue, found: Found) -> str | None:
    """Return the part of an indicator's breakdown that a word means, or None after saying that it means none."""
    names = catalogue.members.get(indicator["dimension"])
    if names is None:
        found.add("member.undivided", entry, "member", typed=word, indicator=indicator["indicator_id"])
        return None
    return chosen(names, "member", entry, "member", word, found, indicator=indicator["indicator_id"])
