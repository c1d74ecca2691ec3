"""Who may publish from the page: sign-in at the city's own provider (OpenID Connect), and the list of those allowed.

Off unless the section [auth] stands in Streamlit's secrets.toml; docs/running.md says how to set it up. Who somebody
is comes from Streamlit's signed cookie alone, which Streamlit checks when a visit begins. Everything else is judged
here at every call, so a person taken off the list, or signed in too long ago, cannot publish from a tab still open.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeGuard
from urllib.parse import urlsplit

import streamlit as st

from barometr.ui.reader import Reader

# What publishes from the command line, where signing in is off.
COMMAND = "python -m barometr import"
# Streamlit keeps its cookie for 30 days and never looks at the age of a sign-in; this is one working day.
LONGEST_HOURS = 12
# How far ahead of ours the provider's clock may be; Streamlit allows it as much.
CLOCKS_APART_SECONDS = 120
# Streamlit signs its cookie with this secret even if it is empty, and then anybody could sign it.
SHORTEST_SECRET = 32
CALLBACK = "/oauth2callback"
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
LIBRARIES = ("authlib", "httpx")
# Printed ASCII without a backtick. Of other letters "ſ" would compare equal to "s" and be another person's address;
# a backtick would end the mark-up in which the page shows an address as it is.
ADDRESS = re.compile(r"[!-?A-_a-~]+@[!-?A-_a-~]+")


class State(StrEnum):
    """How far a person is on the way to publishing."""

    OFF = "off"  # not set up
    FAULTY = "faulty"  # set up wrongly: nobody may publish
    SIGNED_OUT = "signed_out"
    EXPIRED = "expired"  # signed in too long ago
    UNVERIFIED = "unverified"  # the provider gives no address, or one that it has not verified
    NOT_LISTED = "not_listed"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Access:
    """Whether a person may publish; `fault` and `detail` say what is wrong with the set-up (signin.fault.*)."""

    state: State
    email: str = ""
    fault: str = ""
    detail: str = ""

    @property
    def publisher(self) -> str | None:
        """Return the address of the person who may publish, or None."""
        return self.email if self.state is State.ALLOWED else None


def access() -> Access:
    """Return what the person of this visit may do, by the set-up and the list as they are now."""
    secrets = _secrets()
    claims = {} if secrets is None else st.user.to_dict()
    return judged(secrets, claims, time.time(), bool(st.get_option("server.trustedUserHeaders")))


def publisher() -> str | None:
    """Return the address of the person who may publish now, or None; to be asked again at the moment of publishing."""
    return access().publisher


def judged(secrets: Mapping[str, Any] | None, claims: Mapping[str, Any], now: float, by_header: bool) -> Access:
    """Return what a person may do.

    `secrets` are the contents of secrets.toml, None where it cannot be read; `claims` what the provider said of the
    person; `now` seconds since 1970; `by_header` whether Streamlit also takes claims from HTTP headers.
    """
    if secrets is None:
        return Access(State.FAULTY, fault="unreadable")
    if "auth" not in secrets:
        return Access(State.OFF)
    fault, detail = _fault(secrets, by_header)
    if fault:
        return Access(State.FAULTY, fault=fault, detail=detail)
    if claims.get("is_logged_in") is not True:
        return Access(State.SIGNED_OUT)
    if not _recent(claims.get("iat"), now):
        return Access(State.EXPIRED)
    email = claims.get("email")
    # Not every provider says whether an address is verified (Entra does not), and some say so as a word.
    if not _is_address(email) or claims.get("email_verified", True) not in (True, "true"):
        return Access(State.UNVERIFIED)
    listed = {address.casefold() for address in secrets["barometr"]["publishers"]}
    return Access(State.ALLOWED if email.casefold() in listed else State.NOT_LISTED, email=email)


def show(me: Reader) -> str | None:
    """Say whether this person may publish, with the button to sign in or out; returns `publisher()`."""
    found = access()
    match found.state:
        case State.OFF:
            st.info(me.text("signin.off", command=COMMAND), icon=":material/lock:")
        case State.FAULTY:
            reason = me.text(f"signin.fault.{found.fault}", detail=found.detail)
            st.error(me.text("signin.faulty", reason=reason), icon=":material/error:")
        case State.SIGNED_OUT | State.EXPIRED:
            st.info(me.text(f"signin.{found.state}", hours=LONGEST_HOURS), icon=":material/lock:")
            st.button(me.text("signin.in"), key="sign_in", type="primary", icon=":material/login:", on_click=st.login)
        case _:
            notice, icon = (st.success, "check") if found.publisher else (st.warning, "block")
            notice(me.text(f"signin.{found.state}", email=found.email), icon=f":material/{icon}:")
            st.button(me.text("signin.out"), key="sign_out", icon=":material/logout:", on_click=st.logout)
    return found.publisher


def _secrets() -> dict[str, Any] | None:
    """Return what secrets.toml says now: empty where there is no such file, None where it cannot be read."""
    try:
        return st.secrets.to_dict()
    except (OSError, ValueError):  # no file, no right to read it, no TOML, not in UTF-8
        return None if any(Path(file).exists() for file in st.get_option("secrets.files")) else {}


def _fault(secrets: Mapping[str, Any], by_header: bool) -> tuple[str, str]:
    """Return what is wrong with the set-up and a detail of it; two empty texts where nothing is."""
    auth = secrets["auth"]
    missing = [name for name in NEEDED if not isinstance(auth, Mapping) or not _is_text(auth.get(name))]
    if missing:
        return "missing", ", ".join(missing)
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        return "cookie_secret", str(SHORTEST_SECRET)
    if not _is_protected(auth["redirect_uri"]) or not auth["redirect_uri"].endswith(CALLBACK):
        return "redirect_uri", CALLBACK
    if not _is_protected(auth["server_metadata_url"]):
        return "server_metadata_url", ""
    ours = secrets.get("barometr")
    publishers = ours.get("publishers") if isinstance(ours, Mapping) else None
    if not isinstance(publishers, list) or not all(_is_address(one) for one in publishers):
        return "publishers", ""
    if by_header:
        return "headers", ""
    absent = [name for name in LIBRARIES if find_spec(name) is None]  # looked for, not imported
    return ("libraries", ", ".join(absent)) if absent else ("", "")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_address(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and ADDRESS.fullmatch(value) is not None


def _is_protected(address: str) -> bool:
    """Say whether an address is of https, or of this very machine, where nobody can listen in."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    return here or (parts.scheme == "https" and bool(parts.hostname))


def _recent(signed_in: object, now: float) -> bool:
    """Say whether a sign-in, in seconds since 1970, is no older than a working day."""
    if not isinstance(signed_in, int | float):
        return False
    return -CLOCKS_APART_SECONDS <= now - signed_in <= LONGEST_HOURS * 3600


# Signing in and out end on the first page, without the link that the person came from. The browser keeps the link for
# its tab meanwhile, and opens it only if it is an address of this very app.
SCRIPT = """
export default function () {
  const KEPT = "barometr_way_back";
  const here = () => location.pathname + location.search;
  // Once for each loading of the app, however often Streamlit calls this.
  if (!window.wayBackTaken) {
    window.wayBackTaken = true;
    const left = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    const ours = left?.startsWith("/") && new URL(left, location.origin).origin === location.origin;
    if (ours && left !== here()) location.replace(left);
  }
  const onClick = (event) => {
    const leaving = event.target.closest(".st-key-sign_in button, .st-key-sign_out button");
    if (leaving) sessionStorage.setItem(KEPT, here());
  };
  document.addEventListener("click", onClick, true);
  return () => document.removeEventListener("click", onClick, true);
}
"""

_way_back = st.components.v2.component("barometr_way_back", js=SCRIPT)


def way_back() -> None:
    """Bring a person who comes from signing in or out back to the link they left; for app.py, at its end."""
    if "auth" in (_secrets() or {}):
        _way_back(key="way_back", height=0)
