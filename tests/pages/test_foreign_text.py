"""Names, titles, notes and figures come from documents: whatever they hold is shown as text."""

from pathlib import Path

import pyarrow as pa
import pytest

from barometr.project import PROJECT
from barometr.words.texts import LANGUAGES
from tests.builders import republish
from tests.pages.looking import PAGES, dialog, pieces, shown, visit

# Opens a tag that our own HTML never uses, and closes both kinds of attribute.
NASTY = "<marquee onstart=alert(1)>'\"&lt;"
SHOWN_TO_READERS = ("name", "title", "publisher", "owner", "literal", "section", "note", "label", "text", "reason")
SHOWN_TO_READERS += ("short", "definition", "reading")


def is_words(column: str) -> bool:
    return column.removesuffix("_pl").removesuffix("_en") in SHOWN_TO_READERS


@pytest.fixture(scope="module")
def nasty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published data with every text that a reader may see made dangerous."""

    def dangerous(_name: str, table: pa.Table) -> pa.Table:
        frame = table.to_pandas()
        for column in filter(is_words, frame.columns):
            frame[column] = frame[column] + NASTY
        return pa.Table.from_pandas(frame, preserve_index=False)

    return republish(tmp_path_factory.mktemp("nasty"), dangerous, origin=PROJECT / "data")


@pytest.fixture(autouse=True)
def reads_nasty_data(nasty_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETR_DATA", str(nasty_data))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", PAGES)
def test_no_text_of_a_document_becomes_part_of_a_page(route, language):
    at = visit(route, language)
    assert "marquee" not in shown(at).tags
    # The statement on accessibility shows nothing of the data.
    there = any("<marquee" in words for words in shown(at).words)
    assert there == (route != "accessibility"), "the text has to be there, as text"
    assert not any("<marquee" in piece for piece in pieces(at))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "mark",
    [
        "volunteers~gdansk~2014",  # contradicted
        "volunteers~gdansk~2016~ecology",  # missing, with a note
        "share_families_with_assistant~gdansk~2017",  # computed
        "families_per_assistant~gdansk~2017",  # with a change against the year before
        "gdansk_report_2017.285",  # a figure that differs
    ],
)
def test_no_text_of_a_document_becomes_part_of_a_trace(mark, language):
    _, content = dialog(visit("participation", language, trace=mark))
    assert "marquee" not in content.tags
    assert any("<marquee" in words for words in content.words)
