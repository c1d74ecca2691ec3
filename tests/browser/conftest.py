"""A real server and a real Chromium; every test also fails on any error in console, page or log."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, expect

from barometr.project import PROJECT

START_SECONDS, ANSWER_MS = 60, 15_000
# The last ones keep the browser itself from talking to the network.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# On a deep link Streamlit first looks for its server under the page's own path.
PATHS = "volunteering|participation|family|trends|cities|goals|sources|review|outlook|briefing|add|accessibility"
PROBE = re.compile(rf"/({PATHS})/_stcore/(health|host-config)$")

# Streamlit's page calls itself English until our script has come; without this nobody could see it come to an
# English page.
NO_LANGUAGE_YET = "addEventListener('DOMContentLoaded', () => (document.documentElement.lang = ''))"

expect.set_options(timeout=ANSWER_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, or the one that BROWSER_PATH names."""
    path = os.environ.get("BROWSER_PATH", "/usr/bin/chromium")
    return browser_type_launch_args | {"executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "locale": "pl-PL",
        "color_scheme": "light",
        "viewport": {"width": 1280, "height": 900},
    }


@contextmanager
def serving(log: Path, headless: str = "true", **variables: str) -> Iterator[str]:
    """Start the app on a free port, give its address once it answers, and stop it at the end.

    `variables` are set in the environment of the server.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    settings = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", headless]
    environment = {name: value for name, value in os.environ.items() if name != "BAROMETR_DATA"} | variables
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *settings],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except (URLError, ConnectionError):
            time.sleep(0.05)  # asked again until it answers
    pytest.fail(f"The server did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "streamlit.log"


@pytest.fixture(scope="session")
def base_url(server_log: Path) -> Iterator[str]:
    """The address of one server for all tests; pages are then opened by their path alone."""
    with serving(server_log) as address:
        yield address


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the browser during the test."""
    return []


@pytest.fixture
def watch(problems: list[str]) -> Callable[[BrowserContext, str], None]:
    """A function that notes every error of a browser context, and every request to another host."""

    def watch_context(context: BrowserContext, address: str) -> None:
        def on_console(message: Any) -> None:
            if message.type == "error" and not PROBE.search(message.location.get("url", "")):
                problems.append(f"console: {message.text} ({message.location.get('url')})")

        def on_request(request: Any) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                problems.append(f"request to another host: {request.url}")

        context.add_init_script(NO_LANGUAGE_YET)
        context.on("console", on_console)
        context.on("weberror", lambda error: problems.append(f"page: {error.error}"))
        context.on("request", on_request)

    return watch_context


@pytest.fixture(autouse=True)
def nothing_goes_wrong(
    context: BrowserContext,
    base_url: str,
    watch: Callable[[BrowserContext, str], None],
    problems: list[str],
    server_log: Path,
) -> Iterator[None]:
    """Hold every test to a quiet console, a quiet log and to requests of our own server only."""
    said_before = len(server_log.read_text(encoding="utf-8"))
    watch(context, base_url)
    yield
    assert problems == []
    assert "Traceback" not in server_log.read_text(encoding="utf-8")[said_before:]
