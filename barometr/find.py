"""Finding things by words, for the search box of every page: indicators, goals, projects, figures, documents.

Whatever the language of the page, a word is looked for in Polish and in English, without regard to capitals and
diacritics. No pattern is ever built from what the reader typed.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from unicodedata import combining, normalize

from barometr.catalog import areas
from barometr.engine import Record, records, remembered

# More than that nobody types; the rest of a pasted page is left unread.
LONGEST_QUERY, MOST_WORDS = 200, 8
# A dot inside holds a word together: III.3.c, 14.8.
THOUSANDS_SPACE, DECIMAL_COMMA = re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), re.compile(r"(?<=\d),(?=\d)")
WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
# How well a word matches, best first; a match in a text is IN_TEXT worse than the same in a name.
EXACT, PREFIX, STEM, IN_TEXT = 0, 1, 2, 3


@dataclass(frozen=True)
class Hit:
    """One thing that was found.

    `kind` is "indicator", "goal", "project", "fact", "detail" (of a project), "figure" (a printed value of an
    indicator) or "source"; `entry_id` its id, of a single printed figure its row id.
    `name` and `detail` (code or year, and city) are in the language asked for; `literal` is the figure of a fact
    as its document prints it. `area_id` is the city it is about, None where that is not exactly one.
    """

    kind: str
    entry_id: str
    name: str
    detail: str
    literal: str | None
    area_id: str | None
    goal_id: str | None


@dataclass(frozen=True)
class _Index:
    """Every entry, in Polish and in English, and where each word stands: word -> place of entry -> in a name or not."""

    hits: Mapping[str, tuple[Hit, ...]]
    places: Mapping[str, Mapping[int, bool]]
    vocabulary: tuple[str, ...]


def find(words: str, language: str, kinds: Collection[str] | None = None, limit: int = 20) -> list[Hit]:
    """Return what matches every word, best first; nothing for a text without words.

    A word matches a longer one that it begins, and, as Polish endings vary, one that is the same without the last
    letters: both are cut by up to three, never below four letters and three fifths of their length, and each must
    begin with what is left of the other (wolontariuszy and wolontariusze, frekwencji and frekwencja).
    Numbers are never cut.

    Single values of indicators are found by words with a number or a year among them.
    Things with more of the words in their name come first, then whole words before beginnings before endings cut,
    then indicators, goals, projects, facts, details, figures, documents, each kind in the order of its catalogue.
    Only the first 200 characters and eight different words are read.
    """
    index, looked_for = _index(), words_of(words)
    hits = index.hits["pl" if language == "pl" else "en"]
    found = (hits[place] for place in _places(index, looked_for))
    # A single value answers a question with a number or a year; to others its indicator is the answer.
    numbered = any(letter.isdigit() for word in looked_for for letter in word)
    return [hit for hit in found if (kinds is None or hit.kind in kinds) and (numbered or hit.kind != "figure")][:limit]


def indicators_matching(words: str) -> frozenset[str]:
    """Return the ids of the indicators that match every word as in `find`; all of them for a text without words."""
    index, looked_for = _index(), words_of(words)
    hits = index.hits["pl"]
    places: Iterable[int] = _places(index, looked_for) if looked_for else range(len(hits))
    return frozenset(hits[place].entry_id for place in places if hits[place].kind == "indicator")


def _places(index: _Index, words: Iterable[str]) -> list[int]:
    """Return the places in the index of the entries that match every word, best first; none without words."""
    matched = [_matches(index, word) for word in words]
    if not matched:
        return []
    common = set(matched[0]).intersection(*matched[1:])

    def rank(place: int) -> tuple[int, int, int]:
        badness = [matches[place] for matches in matched]
        return sum(bad >= IN_TEXT for bad in badness), sum(bad % IN_TEXT for bad in badness), place

    return sorted(common, key=rank)


def _matches(index: _Index, word: str) -> dict[int, int]:
    """Return place of entry -> how badly its best word matches: EXACT, PREFIX or STEM, and IN_TEXT more in a text."""
    found: dict[int, int] = {}
    for known in _beginning_with(stem(word), index.vocabulary):
        if known.startswith(word):
            quality = EXACT if known == word else PREFIX
        elif word.startswith(stem(known)):
            quality = STEM
        else:
            continue
        for place, in_name in index.places[known].items():
            badness = quality if in_name else quality + IN_TEXT
            found[place] = min(badness, found.get(place, badness))
    return found


def _beginning_with(start: str, vocabulary: tuple[str, ...]) -> Iterator[str]:
    """Return the words of a sorted vocabulary that begin so."""
    for place in range(bisect_left(vocabulary, start), len(vocabulary)):
        if not vocabulary[place].startswith(start):
            return
        yield vocabulary[place]


def stem(word: str) -> str:
    """Return a word without its last letters (see `find`); a number, and a word of four letters or fewer, whole."""
    if any(letter.isdigit() for letter in word):
        return word
    return word[: max(4, len(word) - 3, -(-3 * len(word) // 5))]


def words_of(typed: str) -> list[str]:
    """Return the words that are looked for: folded, each once, as many as are read."""
    return list(dict.fromkeys(WORD.findall(folded(typed[:LONGEST_QUERY]))))[:MOST_WORDS]


def folded(text: str) -> str:
    """Return a text in small letters without diacritics, its numbers in one form: 10 234,5 as 10234.5."""
    # In Unicode ł is a letter of its own, not an l with a mark that could be taken off.
    plain = normalize("NFKD", text.casefold()).replace("ł", "l")
    plain = "".join(letter for letter in plain if not combining(letter))
    return DECIMAL_COMMA.sub(".", THOUSANDS_SPACE.sub("", plain))


@remembered
def _index() -> _Index:
    """Return the index of the published data."""
    rows = records("find/entries")
    places: dict[str, dict[int, bool]] = {}
    for place, row in enumerate(rows):
        for word in _indexed(_text_parts(row)):
            places.setdefault(word, {})[place] = False
        for word in _indexed([row["code"], row["name_pl"], row["name_en"], row["full_pl"], row["full_en"]]):
            places.setdefault(word, {})[place] = True
    hits = {language: tuple(_hit(row, language) for row in rows) for language in ("pl", "en")}
    return _Index(hits, places, tuple(sorted(places)))


def _indexed(parts: Iterable[str | None]) -> set[str]:
    """Return the words of the texts, and the parts of words with a dot inside: 30.06.2018 is found by 2018 as well."""
    # A stroke between the parts, so that the year before a figure is not read as its thousands.
    whole = WORD.findall(folded(" / ".join(part for part in parts if part)))
    return {part for word in whole for part in (word, *word.split("."))}


def _text_parts(row: Record) -> list[str | None]:
    """Return what an entry is found by besides its name: definition, note, areas, years, figure."""
    named = [name for area in _areas_around(row) for name in (area["name"], area["name_en"])]
    number = None if row["value"] is None else f"{row['value']:.15g}"
    return [row["text_pl"], row["text_en"], row["years"], row["literal"], number, *named]


def _areas_around(row: Record) -> list[Record]:
    """Return the areas an entry is about and those they lie in, in the order of the catalogue."""
    around: set[str | None] = set((row["area_ids"] or "").split())
    while parents := {areas()[area_id]["parent_id"] for area_id in around if area_id} - around - {None}:
        around |= parents
    return [area for area_id, area in areas().items() if area_id in around]


def _hit(row: Record, language: str) -> Hit:
    cities = [area for area in _areas_around(row) if area["kind"] == "city"]
    # The years of an indicator are many and say nothing about which one it is.
    year = row["years"] if row["kind"] in ("fact", "detail", "figure", "source") else None
    names = [area["name" if language == "pl" else "name_en"] for area in cities]
    return Hit(
        kind=row["kind"],
        entry_id=row["entry_id"],
        name=row[f"name_{language}"],
        detail=", ".join(part for part in (row["code"], year, *names) if part),
        literal=row["literal"],
        area_id=cities[0]["area_id"] if len(cities) == 1 else None,
        goal_id=row["goal_id"],
    )


def suggested(name: str, known: Sequence[str]) -> str:
    """Return the known names nearest to one that is not known, or else all of them, as the end of a message."""
    near = get_close_matches(name, known, n=3)
    return f"{'did you mean' if near else 'known'}: {', '.join(near or known)}"
