"""Opening a page without a browser and reading what stands on it."""

import json
import re
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from barometr.project import PROJECT

PAGES = ("overview", "volunteering", "participation", "family", "trends", "cities", "goals", "sources")
PAGES += ("review", "outlook", "briefing", "add", "accessibility")


def new_tab() -> AppTest:
    """Return the app before its first run."""
    return AppTest.from_file(str(PROJECT / "app.py"), default_timeout=30)


def visit(route: str, language: str = "pl", context: dict[str, str] | None = None, **link: str) -> AppTest:
    """Open a page by a link with these parameters, as in a new tab."""
    at = new_tab()
    at.context = context or {}
    at.query_params = {"lang": language, **link}
    if route != "overview":
        at.switch_page(f"pages/{route}.py")
    return run(at)


def run(at: AppTest) -> AppTest:
    """Run the app, then put its link in place as the page's script does (see bridge.py)."""
    at.run()
    assert not at.exception
    # The slides of a briefing are a script of their own; the bridge is the one that carries the link.
    (link,) = [data["link"] for data in map(_data, at.get("bidi_component")) if "link" in data]
    at.query_params = dict(parse_qsl(link))
    return at


def _data(script: Any) -> dict[str, Any]:
    """Return what a page hands to one of its scripts."""
    return json.loads(script.proto.json or "{}")


@lru_cache
def seen(route: str, language: str = "pl", **link: str) -> AppTest:
    """Open a page for tests that only look at it; each is opened once."""
    return visit(route, language, **link)


class Shown(HTMLParser):
    """What stands on a page: its words, and the words of each number by the mark that opens its trace."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.numbers: dict[str, list[str]] = {}
        self.tags: list[str] = []
        self._mark: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "button":
            self._mark = dict(attrs).get("data-trace")

    def handle_endtag(self, tag):
        if tag == "button":
            self._mark = None

    def handle_data(self, data):
        self.words.append(data.strip())
        if self._mark is not None:
            self.numbers.setdefault(self._mark, []).append(data.strip())


def pieces(at: AppTest) -> list[str]:
    """Return the HTML of every piece on the page, without the style sheet."""
    return [re.sub(r"<style>.*?</style>", "", piece.value, flags=re.DOTALL) for piece in at.get("html")]


def shown(at: AppTest) -> Shown:
    return Shown("".join(pieces(at)))


def specs(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def years_drawn(spec: dict[str, Any]) -> list[int]:
    return spec["layout"]["xaxis"]["tickvals"]


def dialog(at: AppTest) -> tuple[str, Shown]:
    """Return title and content of the open trace."""
    (opened,) = at.get("dialog")
    return opened.proto.dialog.title, Shown("".join(piece.value for piece in opened.get("html")))
