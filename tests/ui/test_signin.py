"""Who may publish: judged from the set-up, the provider's claims and the hour, without a server."""

import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from barometr.ui import signin
from barometr.ui.signin import COMMAND, Access, State, judged
from barometr.words.texts import text

NOW = 1_800_000_000.0
HOUR = 3600
ANNA = "anna@gdansk.example"
AUTH = {
    "redirect_uri": "https://barometr.example/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "barometr",
    "client_secret": "secret",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}
SIGNED_IN = {"is_logged_in": True, "iat": NOW - HOUR, "email": ANNA, "email_verified": True}


def setup(publishers: Any = (ANNA,), **auth: Any) -> dict[str, Any]:
    """Return a right set-up with some of [auth] changed; None takes a setting out."""
    kept = {name: value for name, value in (AUTH | auth).items() if value is not None}
    return {"auth": kept, "barometr": {"publishers": list(publishers)}}


def found(secrets: Any, now: float = NOW, by_header: bool = False, **claims: Any) -> Access:
    return judged(secrets, SIGNED_IN | claims, now, by_header)


def test_who_is_on_the_list_may_publish():
    assert found(setup()) == Access(State.ALLOWED, email=ANNA)
    assert found(setup()).publisher == ANNA


def test_addresses_are_compared_without_regard_to_case_and_kept_as_the_provider_gives_them():
    assert found(setup(["Anna@GDANSK.example"]), email="aNNa@gdansk.example").publisher == "aNNa@gdansk.example"


def test_it_is_off_where_nothing_is_set_up():
    assert found({}) == Access(State.OFF)
    assert found({"barometr": {"publishers": [ANNA]}}) == Access(State.OFF)


@pytest.mark.parametrize("email", ["ola@gdansk.example", "anna@gdansk.example.evil.example", "xanna@gdansk.example"])
def test_who_is_not_on_the_list_may_not(email):
    assert found(setup(), email=email) == Access(State.NOT_LISTED, email=email)


def test_an_empty_list_lets_nobody_in():
    assert found(setup([])).state is State.NOT_LISTED


@pytest.mark.parametrize("signed_in", [False, None, "true", 1, "yes"])
def test_only_a_plain_yes_is_a_sign_in(signed_in):
    assert found(setup(), is_logged_in=signed_in).state is State.SIGNED_OUT


def test_no_claims_are_no_sign_in():
    assert judged(setup(), {}, NOW, False) == Access(State.SIGNED_OUT)


@pytest.mark.parametrize("hours", [0, 1, 12])
def test_a_sign_in_holds_for_a_working_day(hours):
    assert found(setup(), iat=NOW - hours * HOUR).state is State.ALLOWED


@pytest.mark.parametrize("iat", [NOW - 12 * HOUR - 1, NOW + 121, None, "1800000000", True, float("nan"), float("inf")])
def test_an_older_sign_in_or_one_without_its_hour_does_not_hold(iat):
    assert found(setup(), iat=iat) == Access(State.EXPIRED)


@pytest.mark.parametrize("verified", [True, "true"])
def test_a_verified_address_counts(verified):
    assert found(setup(), email_verified=verified).publisher == ANNA


def test_a_provider_that_says_nothing_of_verifying_is_trusted():
    claims = {name: value for name, value in SIGNED_IN.items() if name != "email_verified"}
    assert judged(setup(), claims, NOW, False).publisher == ANNA


@pytest.mark.parametrize("verified", [False, "false", None, "", 0])
def test_an_address_that_is_not_verified_does_not(verified):
    assert found(setup(), email_verified=verified) == Access(State.UNVERIFIED)


@pytest.mark.parametrize(
    "email", [None, "", " ", "anna", [ANNA], f"{ANNA} ", f"{ANNA}\n", "a@b@c", "a`b@c.example", "ann\u00e4@b.example"]
)
def test_what_is_not_an_address_does_not(email):
    assert found(setup(), email=email) == Access(State.UNVERIFIED)


def test_letters_that_only_look_the_same_are_another_person():
    """Casefolded, the long s is an s and the Kelvin sign a k."""
    assert found(setup(["kasia@gdansk.example"]), email="\u212aasia@gdansk.example").publisher is None
    assert found(setup(["kasia@gdansk.example"]), email="ka\u017fia@gdansk.example").publisher is None


@pytest.mark.parametrize("name", sorted(AUTH))
@pytest.mark.parametrize("value", [None, "", " ", 5, ["x"]])
def test_a_setting_that_is_missing_or_no_text_is_named_and_lets_nobody_in(name, value):
    assert found(setup(**{name: value})) == Access(State.FAULTY, fault="missing", detail=name)


@pytest.mark.parametrize("auth", ["x", [], {}, None])
def test_a_section_that_is_none_names_all_that_it_lacks(auth):
    names = "redirect_uri, cookie_secret, client_id, client_secret, server_metadata_url"
    assert found(setup() | {"auth": auth}) == Access(State.FAULTY, fault="missing", detail=names)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"cookie_secret": "0123456789abcdef0123456789abcde"}, "cookie_secret"),
        ({"redirect_uri": "http://barometr.example/oauth2callback"}, "redirect_uri"),
        ({"redirect_uri": "https://barometr.example/"}, "redirect_uri"),
        ({"redirect_uri": "https:///oauth2callback"}, "redirect_uri"),
        ({"redirect_uri": "https://[/oauth2callback"}, "redirect_uri"),
        ({"redirect_uri": "http://localhost.evil.example/oauth2callback"}, "redirect_uri"),
        ({"server_metadata_url": "http://login.example/.well-known/openid-configuration"}, "server_metadata_url"),
        ({"server_metadata_url": "login.example"}, "server_metadata_url"),
    ],
)
def test_a_setting_that_would_be_unsafe_lets_nobody_in(changed, fault):
    assert (found(setup(**changed)).state, found(setup(**changed)).fault) == (State.FAULTY, fault)


@pytest.mark.parametrize("address", ["http://localhost:{port}", "http://127.0.0.1:8501", "http://[::1]:8501"])
def test_this_very_machine_needs_no_https(address):
    assert found(setup(redirect_uri=f"{address}/oauth2callback")).publisher == ANNA


@pytest.mark.parametrize(
    "ours",
    [
        None,
        [],
        {},
        {"publishers": ANNA},
        {"publishers": {ANNA: True}},
        {"publishers": None},
        {"publishers": [5]},
        {"publishers": ["anna"]},
        {"publishers": [ANNA, ""]},
        {"publishers": ["*@gdansk.ex\u00e4mple"]},
    ],
)
def test_a_list_that_is_missing_or_none_lets_nobody_in(ours):
    """A text in place of the list would let in whoever's address is a part of it."""
    assert found(setup() | {"barometr": ours}) == Access(State.FAULTY, fault="publishers")


def test_a_list_that_nobody_wrote_is_a_fault_too():
    assert found({"auth": AUTH}) == Access(State.FAULTY, fault="publishers")


def test_identity_from_headers_lets_nobody_in():
    """Streamlit would let the headers named there override what the provider said."""
    assert found(setup(), by_header=True) == Access(State.FAULTY, fault="headers")


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setattr(signin, "LIBRARIES", ("streamlit", "no_such_library"))
    assert found(setup()) == Access(State.FAULTY, fault="libraries", detail="no_such_library")


def test_secrets_that_cannot_be_read_let_nobody_in():
    assert found(None) == Access(State.FAULTY, fault="unreadable")


# With Streamlit, and a secrets.toml on the disk


def script() -> None:
    """Show what the page shows, in both languages' words."""
    import streamlit as st

    from barometr.drawing.theme import LIGHT
    from barometr.ui import signin
    from barometr.ui.reader import Reader

    st.text(f"publisher: {signin.show(Reader('pl', LIGHT))}")


@pytest.fixture
def shown(tmp_path: Path):
    """A function that shows the notice under a secrets.toml with this content (None: without one)."""
    file = tmp_path / "secrets.toml"

    def show(content: bytes | None, headers: dict[str, str] | None = None) -> AppTest:
        if content is not None:
            file.write_bytes(content)
        at = AppTest.from_function(script)
        before = {name: config.get_option(name) for name in ("secrets.files", "server.trustedUserHeaders")}
        config.set_option("secrets.files", [str(file)])
        config.set_option("server.trustedUserHeaders", headers or {})
        secrets_singleton._reset()
        try:
            return at.run()
        finally:
            for name, value in before.items():
                config.set_option(name, value)
            secrets_singleton._reset()

    return show


RIGHT = f"""
[auth]
redirect_uri = "{AUTH["redirect_uri"]}"
cookie_secret = "{AUTH["cookie_secret"]}"
client_id = "barometr"
client_secret = "secret"
server_metadata_url = "{AUTH["server_metadata_url"]}"
[barometr]
publishers = ["{ANNA}"]
"""


def words(at: AppTest) -> str:
    assert not at.exception
    assert at.text[-1].value == "publisher: None"
    (notice,) = [*at.info, *at.error, *at.warning, *at.success]
    return notice.value


def test_without_secrets_the_page_names_the_command(shown):
    at = shown(None)
    assert words(at) == text("pl", "signin.off", command=COMMAND)
    assert len(at.button) == 0


def test_signed_out_there_is_a_button(shown):
    at = shown(RIGHT.encode())
    assert words(at) == text("pl", "signin.signed_out")
    assert [button.label for button in at.button] == ["Zaloguj się"]


@pytest.mark.parametrize("content", [b"[auth", b"[auth]\nclient_id = 'za\xbf'", b"auth = \xff\xfe"])
def test_secrets_that_are_broken_are_a_message_and_no_exception(shown, content):
    at = shown(content)
    assert text("pl", "signin.fault.unreadable") in words(at)
    assert len(at.button) == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'cookie_secret = "{AUTH["cookie_secret"]}"', "", "cookie_secret"),
        (f'publishers = ["{ANNA}"]', f'publishers = "{ANNA}"', "publishers"),
        ("[barometr]", "[other]", "publishers"),
        ("https://login", "http://login", "server_metadata_url"),
    ],
)
def test_a_fault_is_named_without_giving_a_secret_away(shown, old, new, said):
    at = shown(RIGHT.replace(old, new).encode())
    assert said in words(at)
    assert AUTH["cookie_secret"] not in words(at)
    assert len(at.button) == 0


def test_the_setting_that_trusts_headers_is_looked_at(shown):
    assert "server.trustedUserHeaders" in words(shown(RIGHT.encode(), headers={"X-Email": "email"}))


def test_nothing_for_signing_in_is_imported_to_look(shown):
    """Import time is watched; whoever only reads must not pay for it."""
    before = {name for name in sys.modules if name.startswith(("authlib", "httpx"))}
    shown(RIGHT.encode())
    assert {name for name in sys.modules if name.startswith(("authlib", "httpx"))} == before
