"""Signing in to publish, with a real provider: who is let in, who is not, and what cannot be forged."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from playwright.sync_api import BrowserContext, Page, expect

from barometr.engine import PROJECT
from tests.browser.conftest import START_SECONDS, wait_until_healthy
from tests.browser.oidc_provider import CLIENT_ID, CLIENT_SECRET, FAULTS, Provider, providing

pytestmark = pytest.mark.browser

COOKIE, SECRET = "_streamlit_user", "0123456789abcdef0123456789abcdef"
ANNA, OLA = "anna@gdansk.example", "ola@sopot.example"
ACCOUNTS = {
    "anna": {"email": "Anna@Gdansk.example", "email_verified": True, "name": "Anna"},
    "ola": {"email": OLA, "email_verified": True},
    "unverified": {"email": ANNA, "email_verified": False},
    "nameless": {},
}
LINK = "/publish?lang=en&area=sopot"
# Streamlit looks at the file of secrets now and then.
NOTICED_MS = 20_000


@dataclass
class Running:
    """An app that is set up for signing in: its address, its secrets.toml and its log."""

    address: str
    secrets: Path
    log: Path


def settings(provider: Provider, publishers: list[str], secret: str = SECRET) -> str:
    """Return a secrets.toml; Streamlit itself puts its port in place of {port}."""
    return "\n".join(
        [
            "[auth]",
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"',
            f"cookie_secret = {json.dumps(secret)}",
            f"client_id = {json.dumps(CLIENT_ID)}",
            f"client_secret = {json.dumps(CLIENT_SECRET)}",
            f"server_metadata_url = {json.dumps(provider.issuer + '/.well-known/openid-configuration')}",
            "[barometr]",
            f"publishers = {json.dumps(publishers)}",
        ]
    )


@contextmanager
def running(folder: Path, secrets: str, **variables: str) -> Iterator[Running]:
    """Start tests/browser/signin_app.py with this secrets.toml, which may be empty for none."""
    file, log = folder / "secrets.toml", folder / "streamlit.log"
    if secrets:
        file.write_text(secrets, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--secrets.files", str(file)]
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "tests/browser/signin_app.py", *options],
            cwd=PROJECT,
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(address, server, log)
        yield Running(address, file, log)
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a proxy that serves nobody, and what was asked of it."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def note() -> None:
            while True:
                try:
                    caller, _ = door.accept()
                except OSError:
                    return  # the test is over
                with caller:
                    asked.append(caller.recv(200).decode(errors="replace"))

        threading.Thread(target=note, daemon=True).start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}", asked
        door.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing(ACCOUNTS) as one:
        yield one


@pytest.fixture
def spoilt(provider: Provider) -> Iterator[Provider]:
    """A provider that may be made a bad one for the length of a test."""
    yield provider
    provider.fault = ""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Whatever the server wants from other machines goes to this proxy."""
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def app(
    provider: Provider, elsewhere: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    proxy, _ = elsewhere
    folder = tmp_path_factory.mktemp("signin")
    variables = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy)
    with running(folder, settings(provider, [ANNA]), **variables, NO_PROXY="127.0.0.1", no_proxy="127.0.0.1") as one:
        provider.callback = f"{one.address}/oauth2callback"
        yield one


@pytest.fixture(scope="session")
def base_url() -> str:
    """Every test here opens whole addresses, of servers of its own."""
    return ""


@pytest.fixture(autouse=True)
def nothing_goes_wrong(context: BrowserContext) -> Iterator[None]:
    """Hold the browser to the app and the provider; where sign-in must fail, the log may and must say so."""
    asked: list[str] = []
    context.on("request", lambda one: asked.append(one.url))
    yield
    own = r"(http://127\.0\.0\.1:\d+/|data:|blob:)"
    assert [url for url in asked if not re.match(own, url)] == []


def sign_in(page: Page, account: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=account, exact=True).click()


def expect_publisher(page: Page, email: str | None) -> None:
    expect(page.get_by_text(f"publisher: {email}", exact=True)).to_be_visible()


def test_without_a_setup_publishing_is_off_and_nothing_more_is_loaded(page: Page, tmp_path: Path):
    """The page names the command; no button, and the libraries for signing in are not even imported."""
    with running(tmp_path, "", PYTHONPROFILEIMPORTTIME="1") as off:
        page.goto(off.address + LINK)
        expect(page.get_by_text("Publishing from this page is off.")).to_contain_text("python -m barometr import")
        expect_publisher(page, None)
        expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
        imported = off.log.read_text(encoding="utf-8")
    assert re.search(r"\| +barometr\.ui\.signin\n", imported)
    assert not re.search(r"\| +(authlib|httpx|joserfc|cryptography)\b", imported)


def test_who_is_on_the_list_signs_in_and_comes_back_to_the_same_link(page: Page, app: Running, provider: Provider):
    """Also: compared without regard to case, PKCE and the client's secret were checked, nobody was refused."""
    provider.seen.clear()
    page.goto(app.address + LINK)
    expect_publisher(page, None)
    sign_in(page, "anna")
    expect(page.get_by_text("Signed in as Anna@Gdansk.example")).to_be_visible()
    expect_publisher(page, "Anna@Gdansk.example")
    expect(page.get_by_text("link: [('area', 'sopot'), ('lang', 'en')]")).to_be_visible()
    assert page.url == app.address + LINK
    assert {"/authorize", "/consent", "/token", "/keys"} <= set(provider.seen)
    assert provider.refusals == []


def test_a_tab_that_was_brought_back_is_not_brought_back_again(page: Page, app: Running):
    page.goto(app.address + LINK)
    sign_in(page, "anna")
    expect_publisher(page, "Anna@Gdansk.example")
    page.goto(app.address)
    page.wait_for_function("window.wayBackTaken")
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", name="First page")).to_be_visible()


@pytest.mark.parametrize("left", ["https://elsewhere.example/x", "//elsewhere.example/x", "/\\elsewhere.example/x"])
def test_nothing_kept_in_the_browser_leads_out_of_the_app(page: Page, app: Running, left: str):
    """Even if something else had written it: the fixture above sees to it that nobody else was asked."""
    page.goto(app.address + LINK)
    expect_publisher(page, None)
    page.evaluate("left => sessionStorage.setItem('barometr_way_back', left)", left)
    page.goto(app.address)
    expect(page.get_by_role("heading", name="First page")).to_be_visible()
    page.wait_for_function("window.wayBackTaken")
    page.wait_for_timeout(300)
    assert page.evaluate("sessionStorage.getItem('barometr_way_back')") is None
    assert page.url == app.address + "/"


def test_who_is_not_on_the_list_is_told_so(page: Page, app: Running):
    page.goto(app.address + LINK)
    sign_in(page, "ola")
    expect(page.get_by_text(f"Signed in as {OLA}. This account is not on the list")).to_be_visible()
    expect_publisher(page, None)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("published by None")).to_be_visible()


@pytest.mark.parametrize("account", ["unverified", "nameless"])
def test_an_address_that_the_provider_does_not_vouch_for_is_not_enough(page: Page, app: Running, account: str):
    page.goto(app.address + LINK)
    sign_in(page, account)
    expect(page.get_by_text("gave no verified e-mail address")).to_be_visible()
    expect_publisher(page, None)


def test_signing_out_ends_it_here_and_at_the_provider(page: Page, app: Running, provider: Provider):
    page.goto(app.address + LINK)
    sign_in(page, "anna")
    provider.seen.clear()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect_publisher(page, None)
    assert page.url == app.address + LINK
    assert "/leave" in provider.seen
    page.reload()
    expect_publisher(page, None)
    assert COOKIE not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_token_that_is_not_right_signs_nobody_in(page: Page, app: Running, spoilt: Provider, fault: str):
    page.goto(app.address + LINK)
    spoilt.fault = fault
    said_before = len(app.log.read_text(encoding="utf-8"))
    sign_in(page, "anna")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect_publisher(page, None)
    assert COOKIE not in {cookie["name"] for cookie in page.context.cookies()}
    assert "OAuth token exchange failed" in app.log.read_text(encoding="utf-8")[said_before:]


def test_a_code_cannot_be_given_to_somebody_else(page: Page, app: Running):
    """A callback that this browser did not ask for (another's code, or an old one) is not taken."""
    page.goto(f"{app.address}/oauth2callback?code=stolen&state=guessed")
    page.goto(app.address + LINK)
    expect_publisher(page, None)


def cookie(app: Running, *, secret: str = SECRET, days_ago: float = 0, **claims: Any) -> dict[str, str]:
    """Return a cookie as Streamlit makes it, signed so many days ago."""

    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - days_ago * 86_400)

    said = {"email": ANNA, "iat": int(time.time()), "origin": app.address, "is_logged_in": True, "provider": "default"}
    value = URLSafeTimedSerializer(secret, salt=COOKIE, signer=Signer).dumps(json.dumps(said | claims))
    return {"name": COOKIE, "value": str(value), "url": app.address}


def test_the_cookie_of_these_tests_is_one_that_streamlit_takes(page: Page, app: Running):
    """Without this the next tests would pass with any nonsense for a cookie."""
    page.context.add_cookies([cookie(app)])
    page.goto(app.address + LINK)
    expect_publisher(page, ANNA)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda app: cookie(app, secret="f" * 32), id="another secret"),
        pytest.param(lambda app: cookie(app, secret=""), id="no secret"),
        pytest.param(lambda app: cookie(app, days_ago=40), id="signed long ago"),
        pytest.param(lambda app: cookie(app, origin="https://elsewhere.example"), id="of another address"),
        pytest.param(lambda app: cookie(app, is_logged_in=False), id="signed out"),
        pytest.param(lambda app: cookie(app, is_logged_in="yes"), id="not a yes"),
        pytest.param(lambda app: cookie(app) | {"value": json.dumps({"email": ANNA})}, id="not signed"),
    ],
)
def test_a_forged_or_old_cookie_signs_nobody_in(page: Page, app: Running, made: Callable[[Running], dict[str, str]]):
    page.context.add_cookies([made(app)])
    page.goto(app.address + LINK)
    expect_publisher(page, None)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_sign_in_of_yesterday_is_not_enough(page: Page, app: Running):
    """Streamlit's cookie lives for 30 days, a sign-in for a working day."""
    page.context.add_cookies([cookie(app, iat=int(time.time()) - 13 * 3600)])
    page.goto(app.address + LINK)
    expect(page.get_by_text("You signed in more than 12 hours ago.")).to_be_visible()
    expect_publisher(page, None)
    sign_in(page, "anna")
    expect_publisher(page, "Anna@Gdansk.example")


def test_headers_and_parameters_say_nothing_about_who_one_is(page: Page, app: Running):
    names = ("X-Streamlit-User", "X-Forwarded-Email", "X-Auth-Request-Email", "Remote-User")
    page.context.set_extra_http_headers(dict.fromkeys(names, ANNA))
    page.goto(f"{app.address}{LINK}&email={ANNA}&is_logged_in=true&user={ANNA}")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect_publisher(page, None)


def test_who_is_taken_off_the_list_cannot_publish_from_a_tab_still_open(page: Page, app: Running, provider: Provider):
    """Stands near the end: the list stays changed."""
    page.goto(app.address + LINK)
    sign_in(page, "anna")
    expect_publisher(page, "Anna@Gdansk.example")
    app.secrets.write_text(settings(provider, [OLA]), encoding="utf-8")
    publish = page.get_by_role("button", name="Publish", exact=True)
    outcome = page.get_by_text("published by None")
    deadline = time.monotonic() + NOTICED_MS / 1000
    while not outcome.is_visible() and time.monotonic() < deadline:
        publish.click()
        page.wait_for_timeout(300)
    expect(outcome).to_be_visible()
    expect_publisher(page, None)


def test_the_server_asked_nobody_but_the_provider(app: Running, elsewhere: tuple[str, list[str]]):
    """Stands last: whatever all the tests above made the server ask of other machines came to the proxy."""
    _, asked = elsewhere
    assert app.address
    assert asked == []
