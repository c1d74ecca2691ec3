"""Fixtures of every test: data folders that the engine reads instead of the project's own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import figure, publish


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in a browser last: what they leave in memory makes every later test of a page twice as slow."""
    items.sort(key=lambda item: "browser" in item.keywords)


@pytest.fixture(scope="session")
def tiny_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents about two cities, built once."""
    return publish(
        tmp_path_factory.mktemp("tiny") / "data",
        indicators=[{"indicator_id": "volunteers", "name_en": "Volunteers", "dimension": "path"}],
        members=[{"dimension": "path", "member": "sport"}],
        sources=[{"source_id": "report_2016", "published_on": "2017-03-01"}],
        report_2016=[figure(year=2015, value=4000), figure(year=2016, value=3500)],
        report_2017=[
            figure(year=2016, value=3563),
            figure(year=2017, value=4060),
            figure(year=2017, value=1188, member="sport"),
            figure(year=2017, status="no_data", area_id="sopot"),
        ],
    )


@pytest.fixture
def tiny(tiny_original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built folder of one's own, read by the engine during the test."""
    data = tmp_path / "tiny"
    shutil.copytree(tiny_original, data)
    monkeypatch.setenv("BAROMETR_DATA", str(data))
    return data


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A function that publishes rows (see builders.publish) and has the engine read them."""

    def publish_rows(**tables: list[dict[str, object]]) -> Path:
        data = publish(tmp_path / "data", **tables)
        monkeypatch.setenv("BAROMETR_DATA", str(data))
        return data

    return publish_rows


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's own published data, whatever the environment says."""
    monkeypatch.delenv("BAROMETR_DATA", raising=False)
