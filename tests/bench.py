"""How fast Barometr is on this machine, beside the least that Streamlit itself needs: `make bench`.

Every number of the app stands beside its floor, measured in the same minutes with the same settings: an app
with an empty script, or a bare page with one control and one Plotly chart. So the ratios hold on any machine.
Nothing depends on the numbers: the bench fails only when something cannot be run.
"""

import asyncio
import csv
import http.client
import logging
import os
import platform
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import streamlit
from playwright.sync_api import Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from websockets.asyncio.client import ClientConnection, connect

PROJECT = Path(__file__).resolve().parent.parent
# Name -> where it is: the path and the query of its address.
PAGES = {"overview": ""} | {
    page: page
    for page in ("volunteering", "participation", "family", "trends", "cities", "goals", "sources")
    + ("review", "outlook", "briefing", "add")
}
EIGHT = (
    "volunteers.budget_turnout.families_per_assistant.fund_initiatives"
    ".local_initiatives.foster_carers_qualified.active_integration_people.day_care_places"
)
PARTS_OF_SOURCES = ("coverage", "contradictions", "reconciliation", "checks", "statuses", "dictionary")
# What the reader may ask of the pages beyond what they open with.
VIEWS = {
    "trends, change, parts": "trends?ind=volunteers&view=change&parts=1",
    "trends, index, 8 indicators": f"trends?ind={EIGHT}&view=index",
    "trends, panels, 8 indicators": f"trends?ind={EIGHT}&view=panels",
    "trends, table, 8 indicators": f"trends?ind={EIGHT}&view=table",
    "cities, look-alikes": "cities?group=volunteers",
    "review, Rumia": "review?area=rumia",
    "briefing, slides": "briefing?area=gdansk&show=slides",
    "goals, Sopot": "goals?area=sopot",
    "goals, gdansk_iii_6 open": "goals?area=gdansk&goal=gdansk_iii_6",
    "a trace open": "volunteering?trace=volunteers~gdansk~2016",
    **{f"sources, {part}": f"sources?part={part}" for part in PARTS_OF_SOURCES},
}
# Typed one after the other, as a reader does; the last one matches nothing.
TYPED = ("wol", "wolontariusze", "frekwencja budżet obywatelski", "2018", "xyzzy")
RERUNS, SEARCHES, SESSIONS, LOAD_ROUNDS, CLICKS, STARTS = 50, 20, 50, 5, 20, 3
BROUGHT = 100_000  # rows
REST = 0.2  # seconds between two searches

EMPTY_APP = ""
BARE_APP = """
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
view = st.segmented_control("View", ["Lines", "Stacked"], default="Lines", required=True, key="choice_view")
years = [2012, 2013, 2014, 2015, 2016, 2017]
figure = go.Figure(layout={"title": {"text": view}, "height": 440, "barmode": "stack"})
for part in range(1, 7):
    values = [100 * part + 10 * (year * part % 7) for year in years]
    if view == "Lines":
        figure.add_trace(go.Scatter(x=years, y=values, name=f"Part {part}", mode="lines+markers"))
    else:
        figure.add_trace(go.Bar(x=years, y=values, name=f"Part {part}"))
st.plotly_chart(figure)
"""
# Third-party libraries first, then what is ours: each time is that of the statement alone.
IMPORTS = """
import time
start = time.perf_counter()
import streamlit
after_streamlit = time.perf_counter()
import babel.dates, babel.numbers, duckdb, pandas, plotly.graph_objects
after_libraries = time.perf_counter()
import barometr.catalog, barometr.measures.change
import barometr.ui.frame, barometr.drawing.charts, barometr.ui.figures, barometr.drawing.small, barometr.ui.tables
import barometr.ui.explore, barometr.ui.compare, barometr.ui.goal_tree, barometr.ui.goal_files
import barometr.ui.quality.checks, barometr.ui.quality.register, barometr.ui.quality.glossary
end = time.perf_counter()
print(after_streamlit - start, after_libraries - after_streamlit, end - after_libraries)
"""
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Clicks an option of the view control and resolves, inside the page, when another title and the new kind of
# trace are there.
CLICK_TO_CHART = """
([option, trace]) => new Promise((resolve, reject) => {
  const title = () => document.querySelector(".js-plotly-plot .gtitle")?.textContent;
  const before = title();
  const observer = new MutationObserver(() => {
    if (!title() || title() === before || !document.querySelector(`.js-plotly-plot ${trace}`)) return;
    observer.disconnect();
    resolve(performance.now() - start);
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  setTimeout(() => reject(new Error(`no new chart within 20 seconds of "${before}", now "${title()}"`)), 20000);
  const start = performance.now();
  document.querySelectorAll(".st-key-choice_view button")[option].click();
})
"""
# Option of the view control, and the part of the drawing that only this view has.
LINES, STACKED = (0, ".scatterlayer .js-line"), (1, ".barlayer .point path")

MEANING = """
Times are medians in milliseconds; p95 is the 95th percentile; ratio = Barometr / floor; own = Barometr - floor.
rerun             the page's script run again with nothing changed, pages and floor in turn, 50 times each: from the
                  request to script_finished over the websocket, as a browser does it. Floor: an empty script.
search            a word typed into the search box: from the request to the end of the run of the box alone, which
                  brings the matches. Floor: an empty script.
rerun in process  the same as rerun by Streamlit's AppTest: no server and no network. Floor: an empty script.
50 at once        50 sessions, the pages in turn, all warm, ask for a rerun at the same moment, 5 times; their
                  clients share the processor with the server. Floor: the same with an empty script.
click             view control of the volunteering page, from click to the new title and traces in the page
                  (Chromium, timed inside the page). Floor: a page with one such control and one Plotly chart.
start             from the command to a healthy server, and to the end of the first run of the overview.
import            in a fresh interpreter: Streamlit, DuckDB, pandas, Plotly, Babel and the app's own modules; then those
                  own modules alone. Floor: `import streamlit`.
data build        `python -m barometr build` on a copy of data/, as a whole command.
bring             `python -m barometr import FILE --publish` of 100 000 rows, as a whole command, and its memory.

`python tests/bench.py rerun search` measures only what it names: one or more of rerun, search, process, load, click,
start, import, build, bring.
"""
EVERYTHING = ("rerun", "search", "process", "load", "click", "start", "import", "build", "bring")


@dataclass(frozen=True)
class Row:
    """One line of the report: what was measured, the times of Barometr and those of its floor, in ms."""

    name: str
    ours: Sequence[float]
    floor: Sequence[float] = ()


@dataclass(frozen=True)
class Server:
    """A running Streamlit server: its port, when it was asked for, and how long it took to be healthy."""

    port: int
    asked_at: float
    healthy_after: float


def since(start: float) -> float:
    """Return the milliseconds since a moment of time.perf_counter()."""
    return (time.perf_counter() - start) * 1000


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def healthy(port: int) -> bool:
    """Say whether a Streamlit server answers on the port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def served(app: Path) -> Iterator[Server]:
    """Serve an app from its own folder until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", app.name]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    with tempfile.TemporaryFile() as log:
        asked_at = time.perf_counter()
        process = subprocess.Popen(command, cwd=app.parent, stdout=log, stderr=subprocess.STDOUT)
        try:
            while not healthy(port):
                if process.poll() is not None or since(asked_at) > 60_000:
                    raise RuntimeError(f"{app} cannot be served")
                time.sleep(0.01)
            yield Server(port, asked_at, since(asked_at))
        except Exception:
            log.seek(0)
            print(f"The log of {app.name}:\n{log.read().decode()}", file=sys.stderr)
            raise
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Session:
    """A browser's side of one session: asks for runs and receives what they show, without drawing it."""

    def __init__(self, connection: ClientConnection, place: str) -> None:
        self._connection = connection
        page, _, query = place.partition("?")
        self._state = ClientState(
            page_name=page,
            query_string=query,
            context_info=ContextInfo(locale="pl-PL", timezone="UTC", color_scheme="light"),
        )
        # The search box and the part of the page that it draws anew.
        self._box, self._part = "", ""

    async def rerun(self) -> float:
        """Run the page once and return the milliseconds from the request to the end of the script."""
        return await self._run(self._state, ForwardMsg.FINISHED_SUCCESSFULLY)

    async def search(self, words: str) -> float:
        """Type into the search box and return the milliseconds from the request to the end of its run."""
        asked = ClientState()
        asked.CopyFrom(self._state)
        asked.fragment_id = self._part
        asked.widget_states.widgets.add(id=self._box, string_value=words)
        return await self._run(asked, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)

    async def _run(self, state: ClientState, end: int) -> float:
        request = BackMsg(rerun_script=state).SerializeToString()
        start = time.perf_counter()
        await self._connection.send(request)
        async with asyncio.timeout(60):
            while True:
                message = ForwardMsg.FromString(await self._connection.recv())
                kind = message.WhichOneof("type")
                if kind == "script_finished" and message.script_finished == end:
                    return since(start)
                self._take(kind, message)

    def _take(self, kind: str | None, message: ForwardMsg) -> None:
        """Keep what a browser sends back with the next request: page, link, and which messages it still has."""
        if kind == "page_not_found" or message.delta.new_element.HasField("exception"):
            raise RuntimeError(f"page '{self._state.page_name}' does not run: {message}")
        if kind == "new_session":
            self._state.page_script_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._state.page_script_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._state.query_string = message.page_info_changed.query_string
        elif message.delta.fragment_id and message.delta.new_element.HasField("text_input"):
            self._box, self._part = message.delta.new_element.text_input.id, message.delta.fragment_id
        if message.metadata.cacheable and message.hash not in self._state.cached_message_hashes:
            self._state.cached_message_hashes.append(message.hash)


async def opened(stack: AsyncExitStack, server: Server, place: str = "") -> Session:
    """Connect a new session to a place of the app (path and query of its address), to be closed with the stack."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    connection = connect(address, max_size=None, proxy=None)
    return Session(await stack.enter_async_context(connection), place)


async def first_run(server: Server) -> float:
    """Return the milliseconds from the start of the server to the end of the first run of its first page."""
    async with AsyncExitStack() as stack:
        await (await opened(stack, server)).rerun()
        return since(server.asked_at)


async def reruns(ours: Server, floor: Server) -> list[Row]:
    """Measure warm reruns of each page and view, one session each, all of them and the floor in turn."""
    places = PAGES | VIEWS
    async with AsyncExitStack() as stack:
        empty = await opened(stack, floor)
        sessions = [empty, *[await opened(stack, ours, place) for place in places.values()]]
        for session in sessions * 3:
            await session.rerun()
        rounds = [[await session.rerun() for session in sessions] for _ in range(RERUNS)]
    of_floor, *of_places = zip(*rounds, strict=True)
    return [Row(f"rerun: {name}", times, of_floor) for name, times in zip(places, of_places, strict=True)]


async def searches(ours: Server, floor: Server) -> list[Row]:
    """Measure words typed into the search box, one after the other, and the floor in turn."""
    found: dict[str, list[float]] = {words: [] for words in TYPED}
    of_floor: list[float] = []
    async with AsyncExitStack() as stack:
        empty, session = await opened(stack, floor), await opened(stack, ours)
        await empty.rerun()
        await session.rerun()
        for _ in range(SEARCHES + 1):
            for words, times in found.items():
                # Asked without a rest, the answer waits for the network's own acknowledgements, here 40 ms.
                await asyncio.sleep(REST)
                of_floor.append(await empty.rerun())
                times.append(await session.search(words))
    return [Row(f"search: {words}", times[1:], of_floor) for words, times in found.items()]


async def all_at_once(ours: Server, floor: Server) -> list[Row]:
    """Measure warm sessions that all rerun at the same moment: each of them, and the last to finish."""
    last: dict[Server, list[float]] = {ours: [], floor: []}
    each: dict[Server, list[float]] = {ours: [], floor: []}
    async with AsyncExitStack() as stack:
        sessions = {
            ours: [await opened(stack, ours, page) for page, _ in zip(cycle(PAGES.values()), range(SESSIONS))],
            floor: [await opened(stack, floor) for _ in range(SESSIONS)],
        }
        for session in (*sessions[ours], *sessions[floor]):
            await session.rerun()
        for _ in range(LOAD_ROUNDS):
            for server, members in sessions.items():
                start = time.perf_counter()
                each[server] += await asyncio.gather(*(session.rerun() for session in members))
                last[server].append(since(start))
    return [
        Row(f"{SESSIONS} at once: one session", each[ours], each[floor]),
        Row(f"{SESSIONS} at once: the last", last[ours], last[floor]),
    ]


def in_process(empty: Path) -> list[Row]:
    """Measure warm reruns without a server, by Streamlit's AppTest."""

    def times(script: Path, page: str = "") -> list[float]:
        app = AppTest.from_file(str(script), default_timeout=60).run()
        if page:
            app.switch_page(f"pages/{page}.py")
        for _ in range(3):
            app.run()
        found = []
        for _ in range(RERUNS):
            start = time.perf_counter()
            app.run()
            found.append(since(start))
        if app.exception:
            raise RuntimeError(f"{script.name} {page} does not run: {app.exception}")
        return found

    logging.disable(logging.WARNING)  # AppTest says at every run that there is no server
    floor = times(empty)
    return [Row(f"rerun in process: {page}", times(PROJECT / "app.py", page), floor) for page in PAGES]


def clicks(ours: Server, bare: Server) -> list[Row]:
    """Measure from a click on the view control to the new chart, in the app and in the bare page in turn."""
    found: dict[tuple[Server, str], list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("BROWSER_PATH") or "/usr/bin/chromium", args=CHROMIUM_FLAGS
        )
        try:
            tabs = {
                ours: chart_page(browser.new_page(locale="pl-PL"), ours, "volunteering"),
                bare: chart_page(browser.new_page(locale="pl-PL"), bare, ""),
            }
            for turn in range(CLICKS + 1):
                for server, tab in tabs.items():
                    for name, view in (("lines to stacked", STACKED), ("stacked to lines", LINES)):
                        elapsed = tab.evaluate(CLICK_TO_CHART, view)
                        settle(tab)
                        if turn:  # the first one warms up
                            found.setdefault((server, name), []).append(elapsed)
        finally:
            browser.close()
    return [
        Row(f"click: {name}", found[ours, name], found[bare, name]) for name in ("lines to stacked", "stacked to lines")
    ]


def chart_page(tab: Page, server: Server, path: str) -> Page:
    """Open a page of a server and wait until its chart is drawn and all is quiet."""
    tab.goto(f"http://127.0.0.1:{server.port}/{path}")
    tab.wait_for_selector(f".js-plotly-plot {LINES[1]}", state="attached")
    settle(tab)
    return tab


def settle(tab: Page) -> None:
    """Wait until the script has ended and the browser has had time to rest."""
    tab.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    tab.wait_for_timeout(200)


def starts(empty: Path) -> list[Row]:
    """Measure starts of the server: until it is healthy, and until the first page has run."""
    until_healthy: dict[Path, list[float]] = {}
    until_page: dict[Path, list[float]] = {}
    app = PROJECT / "app.py"
    for _ in range(STARTS):
        for script in (app, empty):
            with served(script) as server:
                until_healthy.setdefault(script, []).append(server.healthy_after)
                until_page.setdefault(script, []).append(asyncio.run(first_run(server)))
    return [
        Row("start: healthy", until_healthy[app], until_healthy[empty]),
        Row("start: first page run", until_page[app], until_page[empty]),
    ]


def imports() -> list[Row]:
    """Measure the imports of a fresh interpreter."""
    rounds = []
    for _ in range(STARTS + 1):
        done = subprocess.run([sys.executable, "-c", IMPORTS], cwd=PROJECT, check=True, capture_output=True, text=True)
        rounds.append([1000 * float(part) for part in done.stdout.split()])
    of_streamlit, _, of_own = zip(*rounds[1:], strict=True)  # the first one fills the file cache
    return [
        Row("import: all that the pages need", [sum(parts) for parts in rounds[1:]], of_streamlit),
        Row("import: of which own modules", of_own),
    ]


def data_build(folder: Path) -> list[Row]:
    """Measure the build of the data, on a copy."""
    data = folder / "data"
    shutil.copytree(PROJECT / "data", data)
    times = []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "barometr", "build"],
            cwd=PROJECT,
            env={**os.environ, "BAROMETR_DATA": str(data)},
            check=True,
            capture_output=True,
        )
        times.append(since(start))
    return [Row("data build", times)]


def bring(folder: Path) -> list[Row]:
    """Measure the import of a long CSV into a copy of the data with a hundred districts more."""
    data, file = folder / "large", folder / "large.csv"
    shutil.copytree(PROJECT / "data", data)
    districts = [f"district_{number}" for number in range(100)]
    with (data / "catalog" / "areas.csv").open("a", encoding="utf-8") as areas:
        areas.writelines(f"{one},district,gdansk,,{one},{one}\n" for one in districts)
    environment = {**os.environ, "BAROMETR_DATA": str(data)}
    command = [sys.executable, "-m", "barometr"]
    subprocess.run([*command, "build"], cwd=PROJECT, env=environment, check=True, capture_output=True)
    with (PROJECT / "data" / "catalog" / "indicators.csv").open(encoding="utf-8", newline="") as text:
        counts = [row["indicator_id"] for row in csv.DictReader(text) if row["value_type"] == "count"]
    keys = islice(
        ((year, one, area) for year in range(2018, 1989, -1) for one in counts for area in districts), BROUGHT
    )
    with file.open("w", encoding="utf-8") as text:
        text.write("area_id,indicator_id,year,value\n")
        text.writelines(f"{area},{one},{year},{(year * 7 + len(one)) % 900}\n" for year, one, area in keys)
    document = ["--source-id", "large", "--title", "Large", "--publisher", "Bench", "--published-on", "2019-01-01"]
    start = time.perf_counter()
    subprocess.run(
        [*command, "import", str(file), *document, "--publish"],
        cwd=PROJECT,
        env=environment,
        check=True,
        capture_output=True,
    )
    rows = [Row(f"import of {BROUGHT} rows", [since(start)])]
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [*rows, Row("  its memory (MiB, not ms)", [largest])]


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile; of a few times, the largest."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def report(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table of fixed width."""
    header = ("measure (ms)", "Barometr", "p95", "floor", "p95", "ratio", "own")
    lines = [f"| {header[0]:<36} |" + "".join(f" {name:>8} |" for name in header[1:])]
    lines.append(f"|{'-' * 38}|" + f"{'-' * 9}:|" * (len(header) - 1))
    for row in rows:
        ours = statistics.median(row.ours)
        cells = [f"{ours:.1f}", f"{p95(row.ours):.1f}"]
        if row.floor:
            floor = statistics.median(row.floor)
            cells += [f"{floor:.1f}", f"{p95(row.floor):.1f}", f"{ours / floor:.2f}", f"{ours - floor:.1f}"]
        cells += ["–"] * (len(header) - 1 - len(cells))
        lines.append(f"| {row.name:<36} |" + "".join(f" {cell:>8} |" for cell in cells))
    return "\n".join(lines)


def main() -> None:
    """Measure everything, or what the command names, and print the report."""
    wanted = sys.argv[1:] or EVERYTHING
    if unknown := set(wanted).difference(EVERYTHING):
        sys.exit(f"There is no measure {', '.join(sorted(unknown))}. Known: {', '.join(EVERYTHING)}")
    load = os.getloadavg()[0]
    os.chdir(PROJECT)  # Streamlit and AppTest read .streamlit/config.toml of the current folder
    sys.path.insert(0, str(PROJECT))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for shared in (".streamlit", "static"):
            shutil.copytree(PROJECT / shared, folder / shared)
        empty, bare = folder / "empty.py", folder / "bare.py"
        empty.write_text(EMPTY_APP, encoding="utf-8")
        bare.write_text(BARE_APP, encoding="utf-8")
        with served(PROJECT / "app.py") as ours, served(empty) as floor:
            if "rerun" in wanted:
                rows += asyncio.run(reruns(ours, floor))
            if "search" in wanted:
                rows += asyncio.run(searches(ours, floor))
            if "process" in wanted:
                rows += in_process(empty)
            if "load" in wanted:
                rows += asyncio.run(all_at_once(ours, floor))
            if "click" in wanted:
                with served(bare) as bare_server:
                    rows += clicks(ours, bare_server)
        if "start" in wanted:
            rows += starts(empty)
        if "import" in wanted:
            rows += imports()
        if "build" in wanted:
            rows += data_build(folder)
        if "bring" in wanted:
            rows += bring(folder)
    print(
        f"Python {platform.python_version()}, Streamlit {streamlit.__version__}, {os.cpu_count()} cores; "
        f"load {load:.1f} before the bench (other programs at work blur the numbers)\n"
    )
    print(report(rows))
    print(MEANING)


if __name__ == "__main__":
    main()
