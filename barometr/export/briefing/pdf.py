"""The briefing on paper: an A4 page of figures and a page of explanations, as a tagged PDF.

briefing.typ lays the pages out; this file hands it words, pictures and colours as JSON, so no text from the
data is ever read as markup or code.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from barometr.catalog import sources
from barometr.drawing import picture
from barometr.drawing.theme import LIGHT
from barometr.export.briefing.content import MOST_INDICATORS, Briefing, Item, number_and_words
from barometr.words import formats
from barometr.words.texts import Language
from barometr.words.wording import Wording

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent
TEMPLATE, FONTS = FOLDER / "briefing.typ", FOLDER / "fonts"
MM = 72 / 25.4  # points


@dataclass(frozen=True)
class Form:
    """How indicators stand on the page: up to how many, and their pictures.

    `width` and `heights` (the best first) are in millimetres, `picture_type` is in points.
    """

    name: str
    most: int
    width: int
    heights: tuple[int, ...]
    picture_type: float


# One fills the page, up to four are bands across it, six stand in two columns, eight with their pictures beside them.
FORMS = (
    Form("single", 1, 178, (110, 100, 90, 80, 70, 60), 10.5),
    Form("bands", 4, 104, (72, 66, 60, 54, 48, 42, 36, 31), 8.5),
    Form("grid", 6, 84, (40, 36, 32, 29, 26, 23), 8),
    Form("dense", MOST_INDICATORS, 51, (27, 25, 23, 21, 19, 17), 8),
)
# What our typeface and the one for signs can show; the standard refuses a letter that neither has.
UNSHOWN = re.compile("[^\u0020-\u007e\u00a0-\u02af\u0370-\u0373\u0384-\u0482\u048a-\u04ff\u1e00-\u1eff"
                     "\u2010-\u2027\u2030-\u2040\u20ac\u2122\u2190-\u23ff\u2460-\u262f]")  # fmt: skip
SVG = "<svg "
LACKING = "\N{WHITE SQUARE}"
QR_MODULE, QR_SMALLEST, QR_LARGEST = 0.36, 21, 30  # millimetres: one square of a code, a whole code


def pdf_bytes(briefing: Briefing) -> bytes:
    """Return the briefing as a PDF; the same briefing gives the same bytes.

    It keeps to PDF/UA-1: typst raises TypstError where a picture lacks its alternative, say.
    """
    import typst

    compiler = typst.Compiler(
        input=TEMPLATE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"briefing": json.dumps(_printable(_content(briefing), briefing.language))},
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("typst returned no single document")
    return made


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    """Return the project's fonts and those inside typst, which lend the signs that ours lacks."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _content(briefing: Briefing) -> dict[str, Any]:
    """Return all that the template prints; lengths in millimetres."""
    wording = Wording(briefing.language)
    most = max((len(item.caveats) + len(item.conflicts) + len(item.remarks) for item in briefing.items), default=0)
    form = next(form for form in FORMS if len(briefing.items) <= form.most)
    return {
        "language": briefing.language,
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "year": str(briefing.year),
        "made_on": [briefing.made_on.year, briefing.made_on.month, briefing.made_on.day],
        "made": wording.text("pdf.made", day=formats.day(briefing.made_on, briefing.language)),
        "version": wording.text("source.version", version=briefing.data_version),
        "form": form.name,
        "picture_width": form.width,
        "picture_heights": form.heights,
        "items": [_item(wording, item, briefing.year, form) for item in briefing.items],
        "explained": _explained(wording, briefing.items),
        "legend": _legend(wording, briefing.items),
        "sources": list(briefing.sources),
        "documents": _documents(wording, briefing.items),
        "left_out": wording.plural("pdf.left_out", len(briefing.left_out)) if briefing.left_out else "",
        "also": wording.text("pdf.also", names=", ".join(briefing.left_out)),
        "address": briefing.address,
        "qr": _qr(wording, briefing.address),
        "colours": {name: getattr(LIGHT, name) for name in ("ink", "muted", "line", "accent")},
        "words": {
            "signs": wording.text("pdf.signs"),
            "sources": wording.text("briefing.sources"),
            "more": [wording.plural("pdf.more", number) for number in range(1, most + 1)],
            "online": wording.text("pdf.online"),
            "explained": wording.text("pdf.explained"),
            "explained_lead": wording.text("pdf.explained_lead"),
            "no_caveats": wording.text("pdf.no_caveats"),
            "handwriting": wording.text("pdf.handwriting"),
        },
    }


def _item(wording: Wording, item: Item, year: int, form: Form) -> dict[str, Any]:
    """Return what is printed of one indicator; `pictures` are of the heights of the form, empty for a lone value."""
    drawn = [
        picture.svg(
            item.series,
            wording,
            LIGHT,
            width=form.width * MM,
            height=height * MM,
            type_size=form.picture_type,
            marked_year=year,
        )
        for height in form.heights
    ]
    number, words = number_and_words(item.value)
    definition = wording.pick(item.indicator, "definition")
    return {
        "name": item.name,
        "number": number,
        "words": words,
        "about": item.about_value,
        "sentence": item.sentence,
        "direction": f"{item.direction_sign} {item.direction}",
        "target": item.target,
        "caveats": [*(title for title, _ in item.remarks), *item.caveats],
        "told": list(item.caveats),
        "conflicts": [title for title, _ in item.conflicts],
        "pictures": [one for one in drawn if one],
        "alt": item.alt,
        "definitions": [definition, _first_sentence(definition), ""],
    }


def _explained(wording: Wording, items: Iterable[Item]) -> list[list[list[str]]]:
    """Return sign, title and reason of the entries of each item; what was told of an item before is not told again."""
    told: set[tuple[str, str]] = set()
    found = []
    for item in items:
        signed = [*(("≠", entry) for entry in item.conflicts), *(("i", entry) for entry in item.remarks)]
        above = wording.text("pdf.above")
        found.append([[sign, entry[0].rstrip("."), above if entry in told else entry[1]] for sign, entry in signed])
        told.update(entry for _, entry in signed)
    return found


def _first_sentence(text: str) -> str:
    """Return a text up to its first full stop before a capital letter."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])", text, maxsplit=1)[0]


def _legend(wording: Wording, items: Iterable[Item]) -> list[list[str]]:
    """Return the signs that occur on the first page, each as a picture or a letter, with its words."""
    items = list(items)
    drawn = [item.series for item in items if len({point.year for point in item.series.points}) > 1]
    found = [[picture.sign(one, LIGHT, size=9), "", sign_words(wording, one)] for one in picture.statuses(drawn)]
    if any(item.conflicts for item in items):
        found.append(["", "\N{NOT EQUAL TO}", wording.text("pdf.conflict")])
    if any(item.caveats for item in items):
        found.append(["", "i", wording.text("pdf.caveat")])
    return found


def sign_words(wording: Wording, status: str) -> str:
    """Return what a legend calls a sign of picture.statuses; an approximate value is known by its word."""
    if status == picture.BROKEN:
        return wording.text("table.broken")
    return wording.text("pdf.approx") if status == "approx" else wording.text(f"status.{status}.name")


def _documents(wording: Wording, items: Iterable[Item]) -> list[list[str]]:
    """Return title and particulars of every document behind the items, in their order."""
    found = []
    for source_id in dict.fromkeys(one for item in items for one in item.source_ids):
        source = sources()[source_id]
        terms = wording.text("export.source.licence") + ": " + wording.text(f"export.licence.{source.licence}")
        particulars = ", ".join((wording.named(source, "publisher"), wording.dated(source)))
        found.append([wording.source_title(source), f"{particulars}. {terms}. {wording.pick(source, 'note')}".strip()])
    return found


def _qr(wording: Wording, address: str) -> dict[str, Any]:
    """Return the code of an address with its side in millimetres; empty for no address, or one that no code holds."""
    import segno

    if not address:
        return {}
    try:
        code = segno.make_qr(address, error="l")
    except segno.DataOverflowError:
        return {}
    side, _ = code.symbol_size(border=2)
    return {
        "svg": code.svg_inline(border=2, dark=LIGHT.ink, omitsize=True),
        "alt": wording.text("pdf.qr", address=address),
        "side": min(max(side * QR_MODULE, QR_SMALLEST), QR_LARGEST),
    }


def _printable(content: Any, language: Language) -> Any:  # noqa: ANN401 (anything that JSON holds)
    """Return the content with all texts as they can be printed."""
    if isinstance(content, str):
        return content if content.startswith(SVG) else _typeset(content, language)
    if isinstance(content, dict):
        return {name: _printable(one, language) for name, one in content.items()}
    return [_printable(one, language) for one in content] if isinstance(content, list | tuple) else content


def _typeset(text: str, language: Language) -> str:
    """Return a text with a square for every letter that no font shows, and no short word left at a line's end."""
    shown = UNSHOWN.sub(LACKING, unicodedata.normalize("NFC", re.sub(r"[\t\r\n]+", " ", text)))
    if language != "pl":
        return shown
    return re.sub(r"(?<!\w)([aiouwzAIOUWZ]) (?=\w)|(?<=\d) (?=r\.)", rf"\1{formats.NBSP}", shown)
