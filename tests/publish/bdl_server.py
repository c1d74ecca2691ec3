"""A server on this machine that speaks the shapes of the Local Data Bank, and every way it can go wrong.

The shapes are those of recorded answers in public client code (AN0DA/pyLDB, tests/access/samples/raw).
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

# Gdańsk as in public client code; the level of subregions in the ids of Sopot and Rumia is made up.
GDANSK, SOPOT, RUMIA = "042214361011", "042214364011", "042214715021"
UNITS = [
    {"id": "042214361000", "name": "Powiat m. Gdańsk", "level": 5, "kind": "1", "hasDescription": False},
    {"id": GDANSK, "name": "Gdańsk", "level": 6, "kind": "1", "hasDescription": True},
    {"id": SOPOT, "name": "Sopot", "level": 6, "kind": "1", "hasDescription": False},
    {"id": RUMIA, "name": "Rumia", "level": 6, "kind": "1", "hasDescription": False},
    {"id": "062013901012", "name": "Rumia", "level": 6, "kind": "2", "hasDescription": False},
    {"id": "042214715024", "name": "Rumia - miasto", "level": 6, "kind": "4", "hasDescription": False},
]
VARIABLES = {
    72305: {"subjectId": "P2425", "n1": "ogółem", "n2": "ogółem", "level": 6, "measureUnitId": 26, "m": "osoba"},
    1645341: {"subjectId": "P2425", "n1": "ogółem", "level": 6, "measureUnitId": 27, "m": "tys. osób"},
    1724774: {"subjectId": "P3000", "n1": "dzieci w rodzinach", "level": 5, "measureUnitId": 1, "m": "-"},
    64428: {"subjectId": "P3001", "n1": "wynagrodzenie", "level": 5, "measureUnitId": 2, "m": "zł"},
    9: {"subjectId": "P3002", "n1": "tylko województwa", "level": 2, "measureUnitId": 26, "m": "osoba"},
}
ENGLISH = {"ogółem": "total", "osoba": "person", "tys. osób": "thousand persons"}
SUBJECTS = {"P2425": ("Ludność wg grup wieku i płci", "Population by age group and sex")}
UPDATED = "2025-05-14T15:05:15.743"


@dataclass
class Bank:
    """What the server holds, what it must do wrong next, and what it was asked."""

    address: str = ""
    values: dict[tuple[str, int], list[tuple[int, Any, int]]] = field(default_factory=dict)
    failures: list[Any] = field(default_factory=list)  # each used once, in order, before answering rightly
    key: str | None = None  # the only key accepted; None: none is needed
    page_size: int | None = None  # smaller pages than asked for
    asked: list[tuple[str, dict[str, list[str]], str | None]] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, list[str]]) -> object:
        """Return the answer to a request; None for what is not there."""
        english = query["lang"] == ["en"]
        match path.strip("/").split("/"):
            case ["units", "search"]:
                level, name = int(query["level"][0]), query["name"][0].casefold()
                found = [one for one in UNITS if one["level"] == level and name in one["name"].casefold()]
                return self._paged(found, query)
            case ["variables", "search"]:
                found = [self._variable(one, english) for one in VARIABLES]
                return self._paged([one for one in found if query["name"][0] in one["n1"]], query)
            case ["variables", number] if int(number) in VARIABLES:
                return self._variable(int(number), english) | {"years": [2012, 2013]}
            case ["subjects", name]:
                polish_and_english = SUBJECTS.get(name, ("Temat", "Subject"))
                return {"id": name, "name": polish_and_english[english], "hasVariables": True}
            case ["data", "by-unit", unit]:
                years = {int(year) for year in query.get("year", [])}
                rows = [
                    {
                        "id": number,
                        "measureUnitId": 26,
                        "lastUpdate": UPDATED,
                        "values": self._values(unit, number, years),
                    }
                    for number in map(int, query["var-id"])
                    if (unit, number) in self.values
                ]
                return self._paged(rows, query) | {"unitId": unit, "unitName": "GDAŃSK", "aggregateId": 1}
        return None

    def _values(self, unit: str, number: int, years: set[int]) -> list[dict[str, Any]]:
        points = self.values[unit, number]
        return [{"year": str(year), "val": val, "attrId": at} for year, val, at in points if year in years]

    def _variable(self, number: int, english: bool) -> dict[str, Any]:
        row = {"id": number, **VARIABLES[number]}
        row["measureUnitName"] = row.pop("m")
        return {name: ENGLISH.get(value, value) if english else value for name, value in row.items()}

    def _paged(self, rows: list[Any], query: dict[str, list[str]]) -> dict[str, Any]:
        page, size = int(query["page"][0]), self.page_size or int(query["page-size"][0])
        part = rows[page * size : (page + 1) * size]
        return {"totalRecords": len(rows), "page": page, "pageSize": size, "results": part, "links": {}}


@contextmanager
def serving(bank: Bank) -> Iterator[Bank]:
    """Run the server on a free port; the bank learns its address.

    A failure is a status, (status, Retry-After), bytes to send as they are, "cut" (a body shorter than promised),
    "drop" (the connection ends without an answer), ("slow", seconds) or ("drip", seconds between two bytes).
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query, key = parse_qs(parts.query, keep_blank_values=True), self.headers.get("X-ClientId")
            bank.asked.append((parts.path.removeprefix("/api/v1"), query, key))
            match bank.failures.pop(0) if bank.failures else None:
                case None:
                    pass
                case int(status):
                    return self.send(status, b"<html>problem</html>", "text/html")
                case int(status), str(after):
                    return self.send(status, b"quota", "text/plain", {"Retry-After": after})
                case (302, {**headers}):
                    return self.send(302, b"", "text/plain", headers)
                case bytes(body):
                    return self.send(200, body)
                case "cut":
                    return self.send(200, b'{"id": 72305, ', promised=500)
                case "drop":
                    return self.connection.close()
                case "slow", seconds:
                    time.sleep(seconds)
                case "drip", seconds:
                    return self.drip(seconds)
            if bank.key and key != bank.key:
                return self.send(403, b"")
            found = bank.answer(parts.path.removeprefix("/api/v1"), query)
            if found is None:
                return self.send(404, b"")
            return self.send(200, json.dumps(found).encode())

        def send(self, status, body, kind="application/json", headers=None, promised=None) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(promised or len(body)))
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client has given up, as the test wants

        def drip(self, seconds: float) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            try:
                for _ in range(20):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(seconds)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    bank.address = f"http://127.0.0.1:{server.server_address[1]}/api/v1"
    try:
        yield bank
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
