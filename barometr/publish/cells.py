"""What a printed cell says: a number, with what the document adds to it ("13,6 – pilotaż"), or why there is none.

Nothing is guessed: a cell that can be read in two ways, or in none, comes back as `Unclear` with the rule of
its problem.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Literal
from unicodedata import combining, normalize

from barometr.publish.draft import Value
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

DecimalSign = Literal[",", "."]

MISSING = ("no_data", "in_progress", "not_applicable")
STATUSES = ("actual", "approx", "provisional", "pilot", "plan", "baseline", "target", *MISSING)

# The blanks that documents put between thousands; a line break is none of them, it may part two numbers.
BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "))
QUOTES = str.maketrans(dict.fromkeys("\"'„“”‘’«»") | dict.fromkeys("‐‑–—−", "-"))

# What documents write instead of a number, as `compared` gives it. GUS marks missing information by a dot,
# something that cannot be filled in by "x", and a figure kept secret by "#"; Eurostat writes ":".
NO_DATA = frozenset(("-", "●", "•", ".", "..", "...", "#", ":", "bd", "bd.", "b.d.", "b.d", "b. d.", "b/d", "brak"))
NO_DATA |= {"brak danych", "brak informacji", "nie podano", "nieznane", "no data", "not available", "unknown"}
NOT_APPLICABLE = ("x", "nie dotyczy", "not applicable")
IN_PROGRESS = ("w trakcie", "w realizacji", "w opracowaniu", "w przygotowaniu", "in progress", "being collected")
# "nie dotyczy" to some and "niedostępne" to others: only a person knows which.
TWO_MEANINGS = ("nd", "nd.", "n.d.", "n.d", "n. d.", "n/d", "n/a", "n.a.", "na")

HEDGES = frozenset(("ok.", "ok", "okolo", "ca", "ca.", "c.", "circa", "~", "≈", "blisko", "prawie", "niemal", "ponad"))
HEDGES |= {
    "powyzej",
    "przeszlo",
    "about",
    "approx.",
    "approximately",
    "around",
    "nearly",
    "almost",
    "over",
    "more than",
}
SCALES = {"tys": 1_000, "tysiecy": 1_000, "thousand": 1_000, "mln": 1_000_000, "miliona": 1_000_000}
SCALES |= {"milionow": 1_000_000, "million": 1_000_000, "mld": 1_000_000_000, "billion": 1_000_000_000}
SCALE = "|".join(SCALES)
# Words for thousands and more in any form, and for per cent as a unit ("%", "w %", "Frekwencja (%)").
SCALED = re.compile(
    r"(?<!\w)(?:tys|tysi(?:ecy|ac\w{0,3})|mln|mld|mili(?:on|ard)\w{0,3}|thousands?|millions?|billions?)(?!\w)"
)
IN_PERCENT = re.compile(r"(?:^|[(\[,;:] ?|(?<!\w)(?:w|in) )(?:%|proc\.?|procent|procentach|per ?cent)[)\]]?$")
# Words beside a number, as `compared` gives them, by the status they say; names and ids of the statuses come on top.
STATUS_WORDS = {
    "actual": ("wykonanie", "realizacja", "zmierzona", "measured"),
    "approx": ("szacunek", "szacunkowo", "szacunkowe", "dane szacunkowe", "wartosc szacunkowa", "wielkosc szacunkowa")
    + ("przyblizenie", "estimate", "estimated", "estimated data"),
    "provisional": ("p", "wstepnie", "dane wstepne", "wartosc wstepna", "dane nieostateczne", "preliminary")
    + ("preliminary data", "provisional data"),
    "pilot": ("pilotazowo", "pilotazowe", "dane pilotazowe"),
    "plan": ("planowane", "planowana", "planowany", "wartosc planowana", "planned"),
    "baseline": ("baza", "bazowa", "rok bazowy", "base", "baseline value"),
    "target": ("cel", "docelowa", "docelowo", "target value"),
}
# Words by which a longer text says that values are not plainly measured. A plan of action and a target group have
# nothing to do with values, so "plan" and "docelowe" alone count only beside them.
NOT_MEASURED = re.compile(
    r"(?<!\w)(?:planowan(?:a|e|y|ych|ej)|prognoz\w*|szacunk\w*|szacunek|szacowan(?:a|e|y|ych|ej)"
    r"|(?:wartosc\w*|poziom\w*|wielkosc\w*) docelow\w+|docelow\w+ (?:wartosc\w*|poziom\w*|wielkosc\w*)"
    r"|planned|forecasts?|projections?|estimate[sd]?|target values?)(?!\w)"
)
ALSO_BESIDE = re.compile(
    r"(?<!\w)(?:plan|planu|plany|pilot|pilotaz\w*|docelow\w+|cel|target|wstepn(?:a|e|y|ych)|nieostateczn\w+"
    r"|preliminary|provisional|bazow\w+|baseline)(?!\w)"
)
AROUND_A_STATUS = {"wartosc", "wartosci", "dane", "values", "value", "data", "na", "w", "za", "z", "rok", "roku", "r"}
AROUND_A_STATUS |= {"lata", "latach", "lat", "in", "for", "year", "years"}

# A number whose decimal sign is the key: with thousands apart by blanks, or by the other sign, or together.
AMOUNTS: dict[DecimalSign, re.Pattern[str]] = {
    ",": re.compile(r"((?:[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+))|0|[1-9]\d*)(?:,(\d+))?"),
    ".": re.compile(r"((?:[1-9]\d{0,2}(?:(?: \d{3})+|(?:,\d{3})+))|0|[1-9]\d*)(?:\.(\d+))?"),
}
NOT_A_DIGIT = re.compile(r"\D")
# A minus stands against its number ("- 50" prints a dash and a 50), and a whole number may end in a full stop.
FIGURE = re.compile(r"([-−–]?)((?:[1-9]\d{0,2}(?: \d{3})+(?!\d)(?:[.,]\d+)?)|\d+(?:[.,]\d+)*)")
MARK = r"\*+\)?|[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?|[†‡]|(?<![\d.,])\d{1,2}\)|(?<![^\W\d_])[a-z]\)"
AFTER = re.compile(
    rf"(?P<stop>\.)?(?P<percent> ?%)?(?: ?(?P<scale>{SCALE})\b\.?)?(?P<money> ?(?:zl|pln)\b\.?)?"
    rf"(?: ?(?P<mark>{MARK}))?(?: ?[-–—,;:]? ?\(?(?P<words>[^\W\d_][^\d()*]*?)\)?)?(?: ?(?P<late>{MARK}))?"
)
MARK_AT_END = re.compile(rf"(.*?) ?({MARK})")
LONGEST = 200  # characters of a cell that are read at all; no number and no sign is longer
SHOWN = 60  # characters of a cell that a problem repeats


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says.

    `value` is None where the document gives none; `status` is what the cell itself says ("" for a plain number);
    `firm` tells whether it says so in words, and not only by rounding to thousands; `unit` is "percent" or "pln"
    where that is printed beside the number; `mark` the mark of a footnote.
    """

    value: float | None
    status: str = ""
    firm: bool = False
    unit: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A cell that only a person can read: the rule of the problem and the words for its text."""

    rule: str
    values: Mapping[str, object]


def blank(value: Value) -> bool:
    """Return whether a cell holds nothing, or only blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


@lru_cache(maxsize=20_000)
def compared(text: str) -> str:
    """Return a text as names are compared: without case, diacritics, quotes, extra blanks and a colon at its end."""
    plain = normalize("NFD", text.casefold().translate(QUOTES)).replace("ł", "l").replace("…", "...")
    plain = " ".join("".join(letter for letter in plain if not combining(letter)).split())
    return plain if plain == ":" else plain.rstrip(": ")


def written(value: Value) -> str:
    """Return a cell as its literal: a text as it stands, a number with the decimal comma and without grouping.

    A number has at most the 15 digits that spreadsheets show: 13.600000000000001 is 13,6.
    """
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool):
        return ""
    return _digits(value)


@lru_cache(maxsize=20_000)
def _digits(value: float) -> str:
    if not isfinite(value):
        return str(value)
    return format(Decimal(format(value, ".15g")), "f").replace(".", ",")


@lru_cache(maxsize=1)
def _status_words() -> dict[str, str]:
    """Return the status by every word that says it, as `compared` gives it."""
    words = {compared(word): status for status, said in STATUS_WORDS.items() for word in said}
    words |= {compared(status): status for status in STATUSES}
    names = [(Wording(language).text(f"status.{status}.name"), status) for language in LANGUAGES for status in STATUSES]
    return words | {compared(name): status for name, status in names}


@lru_cache(maxsize=2_000)
def status_of(words: str) -> str | None:
    """Return the status that words stand for ("pilotaż", "dane szacunkowe", "plan"), None for other words."""
    return _status_words().get(compared(words))


def tells_status(text: str) -> bool:
    """Return whether a title says that its values are not plainly measured ("Plan", "Plan na lata 2018-2019").

    Only the beginning of a long text is looked at; it is a remark and no title.
    """
    plain = compared(text[:LONGEST])
    if NOT_MEASURED.search(plain):
        return True
    words = re.findall(r"\w+", re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", " ", plain))
    said = status_of(" ".join(word for word in words if word not in AROUND_A_STATUS))
    return said is not None and said != "actual" and said not in MISSING


def tells_status_beside(text: str) -> bool:
    """Return whether a cell beside values says that they are not plainly measured ("plan", "dane z pilotażu")."""
    return tells_status(text) or bool(ALSO_BESIDE.search(compared(text[:LONGEST])))


def decimal_sign(values: Iterable[Value]) -> DecimalSign | None:
    """Return the decimal sign that the unambiguous numbers of a file use; None without any, or where they disagree."""
    found: set[DecimalSign] = set()
    for value in values:
        if isinstance(value, str):
            found |= _evidence(value)
            if len(found) == 2:
                return None
    return found.pop() if found else None


def understood(value: Value, sign: DecimalSign | None) -> Cell | Unclear:
    """Return what a cell that is not blank says; `sign` decides numbers such as "1,234" and "1.234"."""
    if isinstance(value, str):
        return _read(value, sign)
    if isinstance(value, date):
        return Unclear("cell.date", {"printed": value.isoformat()})
    if value is None or isinstance(value, bool) or not isfinite(value):
        return _not_understood("PRAWDA" if value else "FAŁSZ")
    return Cell(float(value))


@lru_cache(maxsize=20_000)
def _read(text: str, sign: DecimalSign | None) -> Cell | Unclear:
    printed = text.strip()
    if len(printed) > LONGEST:
        return _not_understood(printed)
    return _without_number(printed) or _number(printed, sign)


def shown(printed: str) -> str:
    """Return a cell as a problem repeats it: on one line, a long one cut."""
    line = " ".join(printed.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + "…"


def _not_understood(printed: str) -> Unclear:
    return Unclear("cell.not_a_number", {"printed": shown(printed)})


def _without_number(printed: str) -> Cell | Unclear | None:
    """Return what a cell without a number says; None for one that has a number or is not understood."""
    words, mark = compared(printed), ""
    marked = MARK_AT_END.fullmatch(words)
    if marked and marked[1]:
        words, mark = compared(marked[1]), marked[2]
    if words in NO_DATA:
        return Cell(None, "no_data", mark=mark)
    if words in TWO_MEANINGS:
        return Unclear("cell.two_meanings", {"printed": shown(printed)})
    status = "not_applicable" if words in NOT_APPLICABLE else status_of(words)
    if status not in MISSING and not re.search(r"\d", words) and any(phrase in words for phrase in IN_PROGRESS):
        status = "in_progress"
    return Cell(None, status, mark=mark) if status in MISSING else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A cell with a number, taken apart: the status said before it, its minus, the number, and what follows."""

    said: str
    minus: str
    number: str
    after: re.Match[str]


@lru_cache(maxsize=20_000)
def _parts(printed: str) -> _Parts | None:
    text = printed.translate(BLANKS)
    start = re.search(r"[-−–]?\d", text)
    figure = FIGURE.match(text, start.start()) if start else None
    if not start or not figure:
        return None
    before = compared(text[: start.start()])
    said = "approx" if before in HEDGES else before if before == "plan" else ""
    after = AFTER.fullmatch(_plain(text[figure.end() :]))
    return _Parts(said, figure[1], figure[2], after) if after and (said or not before) else None


def _plain(text: str) -> str:
    """Return what follows a number in small letters without diacritics; superscripts stay what they are."""
    plain = normalize("NFD", text.casefold()).replace("ł", "l")
    return "".join(letter for letter in plain if not combining(letter))


def _readings(number: str) -> dict[DecimalSign, Decimal]:
    """Return what a number means with each decimal sign with which it is a number at all."""
    found: dict[DecimalSign, Decimal] = {}
    for sign, form in AMOUNTS.items():
        if amount := form.fullmatch(number):
            found[sign] = Decimal(f"{NOT_A_DIGIT.sub('', amount[1])}.{amount[2] or 0}")
    return found


@lru_cache(maxsize=20_000)
def _evidence(text: str) -> frozenset[DecimalSign]:
    """Return the decimal sign that a cell shows beyond doubt: the only one with which its number is one."""
    parts = _parts(text.strip()) if len(text) <= LONGEST else None
    readings = _readings(parts.number) if parts else {}
    return frozenset(readings) if len(readings) == 1 else frozenset()


def _number(printed: str, sign: DecimalSign | None) -> Cell | Unclear:
    """Return what a cell with a number says."""
    parts = _parts(printed)
    readings = _readings(parts.number) if parts else {}
    if not parts or not readings:
        return _not_understood(printed)
    if len(set(readings.values())) == 2 and sign is None:
        whole = NOT_A_DIGIT.sub("", parts.number)
        return Unclear("cell.ambiguous", {"printed": shown(printed), "number": parts.number, "whole": whole})
    amount = readings[sign] if sign in readings else next(iter(readings.values()))
    return _completed(printed, parts, amount if not parts.minus else -amount)


def _completed(printed: str, parts: _Parts, amount: Decimal) -> Cell | Unclear:
    """Return a number with what stands around it: per cent or złoty, thousands, a status in words, a footnote mark."""
    after = parts.after
    said = {parts.said, status_of(after["words"]) or "?" if after["words"] else ""} - {""}
    firm = bool(said)
    if len(said) > 1:
        said -= {"approx"}  # an approximate plan is a plan
    contradicting = len(said) > 1 or (after["percent"] and after["money"]) or (after["mark"] and after["late"])
    # "2." is a 2, but "19.06." more likely a day.
    dated = after["stop"] and re.search("[.,]", parts.number)
    if contradicting or dated or said & {"?", *MISSING}:
        return _not_understood(printed)
    if after["scale"] and not said:
        said = {"approx"}
    value = float(amount * SCALES[after["scale"]] if after["scale"] else amount)
    if not isfinite(value):
        return _not_understood(printed)
    unit = "percent" if after["percent"] else "pln" if after["money"] else ""
    return Cell(value, said.pop() if said else "", firm, unit, after["mark"] or after["late"] or "")
