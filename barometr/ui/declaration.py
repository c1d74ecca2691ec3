"""The accessibility statement that Polish law asks of public bodies (act of 4 April 2019).

Its elements carry the ids (a11y-...) by which the ministry's software reads such statements.
"""

from datetime import date
from html import escape

from barometr.organisation import FILE, Organisation
from barometr.ui import markup
from barometr.ui.reader import Reader

# What falls short of WCAG 2.1 AA; the browser tests hold each to be still there.
FAULTS = ("words", "menu", "tags", "hover", "silent")
WAYS = ("keyboard", "reader", "charts", "zoom", "look", "motion")
CHECKS = ("axe", "walk", "words", "sizes")
# What every statement needs; besides, access to the building in the reader's language.
NEEDED = ("name", "address", "contact", "email", "phone", "published", "updated", "declared", "reviewed")
REVIEWED_BY = (3, 31)  # month and day of each year


def missing(reader: Reader, body: Organisation) -> list[str]:
    """Return the names of the entries that the statement needs in the reader's language and has not got."""
    needed = [*NEEDED, _in_language(reader, "architecture")]
    if body.procedure:  # the usual wording stands for both languages or for none
        needed.append(_in_language(reader, "procedure"))
    return [name for name in needed if not getattr(body, name)]


def _in_language(reader: Reader, entry: str) -> str:
    return entry if reader.language == "pl" else f"{entry}_en"


def is_overdue(body: Organisation, today: date) -> bool:
    """Say whether this year's review is due and has not been done; never before the statement has a date."""
    last = max((day for day in (body.declared, body.reviewed) if day), default=None)
    return last is not None and last.year < today.year and (today.month, today.day) > REVIEWED_BY


def notices(reader: Reader, body: Organisation, today: date, error: str) -> str:
    """Return what the statement lacks, or nothing; `error` says why the file could not be read."""
    pieces = []
    if error:
        why = f"{escape(reader.text('accessibility.unreadable_why'))} <code lang='en'>{escape(error)}</code>"
        title = escape(reader.text("accessibility.unreadable"))
        pieces.append(f"<div class='b-note b-note-conflict'><div><strong>{title}</strong><p>{why}</p></div></div>")
    entries = missing(reader, body)
    if entries:
        why = reader.text("accessibility.incomplete_why", file=FILE, entries=", ".join(entries))
        pieces.append(markup.note("conflict", "!", reader.text("accessibility.incomplete"), why))
    if is_overdue(body, today):
        why = reader.text("accessibility.overdue_why", file=FILE)
        pieces.append(markup.note("conflict", "!", reader.text("accessibility.overdue"), why))
    return "".join(pieces)


def statement(reader: Reader, body: Organisation) -> str:
    """Return the statement; what the file does not say is marked as missing, with the name of its entry."""
    pieces = [
        _opening(reader, body),
        _heading(reader.text("accessibility.status.heading")),
        _status(reader),
        _heading(reader.text("accessibility.use.heading")),
        markup.reasons(
            (reader.text(f"accessibility.use.{way}"), reader.text(f"accessibility.use.{way}_how")) for way in WAYS
        ),
        _heading(reader.text("accessibility.made.heading")),
        _preparation(reader, body),
        _heading(reader.text("accessibility.contact.heading"), "a11y-kontakt"),
        _contact(reader, body),
        _heading(reader.text("accessibility.procedure.heading")),
        _procedure(reader, body),
        _heading(reader.text("accessibility.building.heading")),
        _prose(reader, body, "architecture", "a11y-architektura"),
        _heading(reader.text("accessibility.apps.heading")),
        f"<p id='a11y-aplikacje'>{escape(reader.text('accessibility.apps.words'))}</p>",
    ]
    return f"<div class='b-statement'>{''.join(pieces)}</div>"


def _heading(words: str, element_id: str = "") -> str:
    named = f" id='{element_id}'" if element_id else ""
    return f"<h2{named}>{escape(words)}</h2>"


def _absent(reader: Reader, entry: str, element_id: str) -> str:
    """Return the mark that stands where an entry is missing."""
    words = reader.text("accessibility.missing", entry=entry, file=FILE)
    return f"<mark class='b-missing' id='{element_id}'>{escape(words)}</mark>"


def _said(reader: Reader, body: Organisation, entry: str, element_id: str, scheme: str = "") -> str:
    """Return an entry as text, or as a link where a `scheme` ("mailto:") leads to it; a mark where it is missing."""
    words = getattr(body, entry)
    if not words:
        return _absent(reader, entry, element_id)
    if not scheme:
        return f"<strong id='{element_id}'>{escape(words)}</strong>"
    return (
        f"<a class='b-link' id='{element_id}' href='{escape(_address(words, scheme), quote=True)}'>{escape(words)}</a>"
    )


def _address(words: str, scheme: str) -> str:
    """Return where a link leads; an address of a page must say https itself, and has no spaces."""
    if scheme == "https:":
        return words if words.startswith(("https://", "http://")) else f"https://{words}"
    return scheme + "".join(words.split())


def _dated(reader: Reader, body: Organisation, entry: str, element_id: str) -> str:
    """Return a date as machines read it; a mark where it is missing."""
    day = getattr(body, entry)
    if not day:
        return _absent(reader, entry, element_id)
    return f"<time id='{element_id}' datetime='{day.isoformat()}'>{day.isoformat()}</time>"


def _named(label: str, content: str) -> str:
    return f"{escape(label)} {content}"


def _opening(reader: Reader, body: Organisation) -> str:
    name = "name_en" if reader.language == "en" and body.name_en else "name"
    # The sentence is escaped before its two elements are put in.
    words = escape(reader.text("accessibility.intro")).format(
        body=_said(reader, body, name, "a11y-podmiot"), address=_said(reader, body, "address", "a11y-url", "https:")
    )
    dates = [
        _named(reader.text("accessibility.published"), _dated(reader, body, "published", "a11y-data-publikacja")),
        _named(reader.text("accessibility.updated"), _dated(reader, body, "updated", "a11y-data-aktualizacja")),
    ]
    return f"<p id='a11y-wstep'>{words}</p>{markup.listed(dates)}"


def _status(reader: Reader) -> str:
    """Return the degree of compliance and the list of what falls short of it."""
    partly = f"<strong>{escape(reader.text('accessibility.status.partly'))}</strong>"
    words = escape(reader.text("accessibility.status.words")).format(status=partly)
    faults = "".join(_fault(reader, name) for name in FAULTS)
    return (
        f"<p id='a11y-status'>{words}</p><h3>{escape(reader.text('accessibility.status.faults'))}</h3>"
        f"<p>{escape(reader.text('accessibility.status.origin'))}</p>{faults}"
    )


def _fault(reader: Reader, name: str) -> str:
    pairs = [
        (reader.text(f"accessibility.status.{part}"), reader.text(f"accessibility.fault.{name}.{part}"))
        for part in ("what", "instead", "criterion")
    ]
    return f"<h4>{escape(reader.text(f'accessibility.fault.{name}.title'))}</h4>{markup.reasons(pairs)}"


def _preparation(reader: Reader, body: Organisation) -> str:
    dates = [
        _named(reader.text("accessibility.made.declared"), _dated(reader, body, "declared", "a11y-data-sporzadzenie")),
        _named(reader.text("accessibility.made.reviewed"), _dated(reader, body, "reviewed", "a11y-data-przeglad")),
    ]
    checks = markup.listed(escape(reader.text(f"accessibility.made.{check}")) for check in CHECKS)
    return f"{markup.listed(dates)}<p>{escape(reader.text('accessibility.made.method'))}</p>{checks}"


def _contact(reader: Reader, body: Organisation) -> str:
    return markup.listed(
        [
            _named(reader.text("accessibility.contact.person"), _said(reader, body, "contact", "a11y-osoba")),
            _named(reader.text("accessibility.contact.email"), _said(reader, body, "email", "a11y-email", "mailto:")),
            _named(reader.text("accessibility.contact.phone"), _said(reader, body, "phone", "a11y-telefon", "tel:")),
        ]
    )


def _procedure(reader: Reader, body: Organisation) -> str:
    """Return how a complaint is dealt with: the body's own words, or the usual ones where there are none."""
    if body.procedure:
        return _prose(reader, body, "procedure", "a11y-procedura")
    return _paragraphs(reader.text("accessibility.procedure.usual"), "a11y-procedura")


def _prose(reader: Reader, body: Organisation, entry: str, element_id: str) -> str:
    """Return an entry that is a text in each language; a mark where the reader's is missing."""
    entry = _in_language(reader, entry)
    words = getattr(body, entry)
    return _paragraphs(words, element_id) if words else f"<p>{_absent(reader, entry, element_id)}</p>"


def _paragraphs(words: str, element_id: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in words.splitlines() if line.strip())
    return f"<div id='{element_id}'>{lines}</div>"
