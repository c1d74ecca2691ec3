"""A small OpenID Connect provider on this machine, such as a city has: it asks who one is and signs the answer.

It follows the code flow of OpenID Connect Core with PKCE: discovery, a page to choose the account, codes that work
once, a client that proves its secret, identity tokens signed by RS256, user data, signing out. It refuses what a real
one refuses. For tests it can also be a bad provider: `fault` names what is wrong with the identity tokens it gives.
"""

import hashlib
import json
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID, CLIENT_SECRET = "barometr", "the-client's secret: 100% & more"
LIFETIME_SECONDS = 300
FAULTS = ("nonce", "signature", "unsigned", "audience", "issuer", "expired")


@dataclass
class Grant:
    """What a code stands for until it is exchanged."""

    account: str
    redirect_uri: str
    nonce: str
    challenge: str


@dataclass
class Provider:
    """The provider: `accounts` maps a name to the claims about it; `seen` notes every path that was asked for."""

    accounts: dict[str, dict[str, Any]]
    callback: str = ""
    fault: str = ""
    issuer: str = ""
    seen: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
        self.another_key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, Grant] = {}
        self.tokens: dict[str, str] = {}

    def app(self) -> Starlette:
        routes = [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/authorize", self.authorize),
            Route("/consent", self.consent, methods=["POST"]),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
            Route("/userinfo", self.userinfo),
            Route("/leave", self.leave),
        ]
        return Starlette(routes=routes)

    def refuse(self, reason: str) -> Response:
        self.refusals.append(reason)
        return JSONResponse({"error": "invalid_request", "error_description": reason}, status_code=400)

    async def discovery(self, request: Request) -> Response:
        self.seen.append(request.url.path)
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "email", "profile"],
        }
        return JSONResponse(document)

    async def authorize(self, request: Request) -> Response:
        """Show the accounts to choose from; what was asked for is kept in the form."""
        self.seen.append(request.url.path)
        asked = dict(request.query_params)
        if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") != self.callback:
            return self.refuse("unknown client or address to return to")
        if asked.get("response_type") != "code" or "openid" not in asked.get("scope", "").split():
            return self.refuse("not a sign-in with a code")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            return self.refuse("no PKCE")
        if not asked.get("state") or not asked.get("nonce"):
            return self.refuse("no state or nonce")
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(asked[name], quote=True)}">'
            for name in ("redirect_uri", "state", "nonce", "code_challenge")
        )
        buttons = "".join(f'<button name="account" value="{name}">{name}</button>' for name in self.accounts)
        return HTMLResponse(f'<title>Accounts</title><form method="post" action="/consent">{kept}{buttons}</form>')

    async def consent(self, request: Request) -> Response:
        """Send the person who chose an account back with a code."""
        self.seen.append(request.url.path)
        given = await _form(request)
        if given["redirect_uri"] != self.callback or given["account"] not in self.accounts:
            return self.refuse("not what was asked for")
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(given["account"], given["redirect_uri"], given["nonce"], given["code_challenge"])
        answer = urlencode({"code": code, "state": given["state"]})
        return RedirectResponse(f"{given['redirect_uri']}?{answer}", status_code=303)

    async def token(self, request: Request) -> Response:
        """Exchange a code, once, for an identity token."""
        self.seen.append(request.url.path)
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        name, _, secret = b64decode(credentials).decode().partition(":") if scheme == "Basic" else ("", "", "")
        # The standard has both form-encoded first; Authlib sends them as they are.
        if name != CLIENT_ID or CLIENT_SECRET not in (secret, unquote_plus(secret)):
            self.refusals.append("the client's secret is wrong")
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        given = await _form(request)
        grant = self.codes.pop(given.get("code", ""), None)
        if grant is None or given.get("grant_type") != "authorization_code":
            return self.refuse("unknown or used code")
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if _encoded(digest) != grant.challenge:
            return self.refuse("PKCE does not fit")
        if given.get("redirect_uri") != grant.redirect_uri:
            return self.refuse("another address to return to")
        access_token = secrets.token_urlsafe(24)
        self.tokens[access_token] = grant.account
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": LIFETIME_SECONDS,
                "id_token": self.identity(grant),
            },
            headers={"Cache-Control": "no-store"},
        )

    def identity(self, grant: Grant) -> str:
        """Return the signed identity token, spoilt as `fault` says."""
        now = int(time.time()) - (3600 if self.fault == "expired" else 0)
        claims = {
            "iss": "https://elsewhere.example" if self.fault == "issuer" else self.issuer,
            "sub": grant.account,
            "aud": "another-client" if self.fault == "audience" else CLIENT_ID,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
            "nonce": "not-yours" if self.fault == "nonce" else grant.nonce,
        } | self.accounts[grant.account]
        if self.fault == "unsigned":
            return ".".join(_encoded(json.dumps(part).encode()) for part in ({"alg": "none"}, claims)) + "."
        key = self.another_key if self.fault == "signature" else self.key
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)

    async def keys(self, request: Request) -> Response:
        self.seen.append(request.url.path)
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def userinfo(self, request: Request) -> Response:
        self.seen.append(request.url.path)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self.tokens:
            return Response(status_code=401)
        account = self.tokens[token]
        return JSONResponse({"sub": account} | self.accounts[account])

    async def leave(self, request: Request) -> Response:
        """Sign out here too, and send the person back to an address known beforehand."""
        self.seen.append(request.url.path)
        if request.query_params.get("post_logout_redirect_uri") != self.callback:
            return self.refuse("unknown address to return to")
        return RedirectResponse(self.callback, status_code=302)


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


async def _form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}


@contextmanager
def providing(accounts: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """Run a provider on a free port; its `issuer` is its address."""
    provider = Provider(accounts)
    server = uvicorn.Server(uvicorn.Config(provider.app(), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        provider.issuer = f"http://127.0.0.1:{port}"
        yield provider
    finally:
        server.should_exit = True
        thread.join()
