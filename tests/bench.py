"""How fast is the Overview? Run `python tests/bench.py [--quick] [--explore]`; prints a table, asserts nothing.

`--explore`: only the pivots and the API.

Browser times are medians, taken by turns with a minimal Streamlit page (bench/naive.py) that runs beside the app, so
that
a busy machine slows both: the ratios are what counts. The sessions speak Streamlit's own protocol over a WebSocket.
"""

import asyncio
import datetime as dt
import http.client
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import streamlit as st
import websockets
from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS.parent))

from rollout import briefing  # noqa: E402
from rollout.briefing import compose  # noqa: E402
from rollout.document.model import Format  # noqa: E402
from rollout.facts.change import Change, rows  # noqa: E402
from rollout.ledger import effects, proposal  # noqa: E402
from rollout.questions import ask, scope  # noqa: E402
from rollout.questions.view import view_of  # noqa: E402
from rollout.store import lake as store  # noqa: E402
from rollout.subjects.explore import pivot, sets  # noqa: E402
from rollout.subjects.explore import sections as explore  # noqa: E402
from rollout.subjects.forecast import method as forecast  # noqa: E402
from rollout.subjects.forecast import outlook  # noqa: E402
from tests.serving import Server, chromium, serving  # noqa: E402
from tests.visitor import is_last, request  # noqa: E402

OUTSIDE, INSIDE = "outside the capital area", "capital area"  # of the minimal page
PROVINCES = (["Gyeongbuk"], [])  # of ours
FILTERS = {"multiselect", "selectbox"}
Choices = tuple[str | list[str], str | list[str]]
AIMS = {"cold": "0.7x", "filter": "0.6x", "queries": "150 ms"}
CROWDS = {30: "300 ms", 100: "1000 ms", 200: "3000 ms"}
PAGES = (
    "complexes",
    "schedule",
    "forecast",
    "map",
    "investment",
    "talent",
    "benefits",
    "advantage",
    "green",
    "sources",
    "briefing",
)
ARRIVAL_SECONDS = 5
WINDOW_SECONDS = 20
CLICKS_A_SESSION = 3
REQUESTS_A_SECOND, CLIENTS = 50, 10

# Runs in the page before anything else: tells when it is painted, and clocks a click until the page shows its answer.
CLOCK = """
window.bench = (() => {
  const deep = (selector) => {
    const found = [...document.querySelectorAll(selector)];
    const hosts = '[data-testid^="stBidiComponent"] *, [data-testid^="stBidiComponent"]';
    for (const host of document.querySelectorAll(hosts))
      if (host.shadowRoot) found.push(...host.shadowRoot.querySelectorAll(selector));
    return found;
  };
  const idle = () => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
      && !document.querySelector('[data-testid="stStatusWidget"], [data-testid="stSkeleton"]');
  const points = '.js-plotly-plot .main-svg .point, .js-plotly-plot .main-svg .points path';
  const marks = () => document.querySelectorAll(points).length;
  const rich = { rows: () => deep('tbody [data-chooses^="site:"]').length, ready: () => deep('.small-map svg').length };
  const naive = { rows: marks, ready: () => true };
  let kind = naive;
  const until = (test) => new Promise((done, fail) => {
    setTimeout(() => fail(new Error('not painted in 60 s')), 60000);
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
    const look = () => test() ? painted() : requestAnimationFrame(look);
    look();
  });
  return {
    choose: (rich_page) => { kind = rich_page ? rich : naive; },
    painted: (rich_page) => {
      kind = rich_page ? rich : naive;
      return until(() => kind.rows() && kind.ready() && idle());
    },
    arm: () => {
      const before = kind.rows();
      window.benchResult = new Promise((done) => document.addEventListener('click', (event) => {
        const start = event.timeStamp;
        const answered = () => kind.rows() && kind.rows() !== before && idle();
        until(answered).then((end) => done(end - start));
      }, { capture: true, once: true }));
    },
  };
})();
"""


@dataclass
class Trial:
    """What a page took in the browser, in ms: cold loads, filter changes; and the bytes that each change sent."""

    cold: list[float] = field(default_factory=list)
    filter: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)


def measure_pages(browser: Browser, servers: dict[str, Server], cold: int, clicks: int) -> dict[str, Trial]:
    """Cold loads, then filter changes, the pages by turns."""
    trials = {name: Trial() for name in servers}
    for _ in range(cold + 1):  # the first one warms the server up
        for name, server in servers.items():
            trials[name].cold.append(_cold_load(browser, server.url, name == "overview"))
    pages = {name: _open(browser, server.url, name == "overview") for name, server in servers.items()}
    sizes: dict[str, list[int]] = {name: [] for name in servers}
    for name, page in pages.items():
        page.on(
            "websocket",
            lambda socket, name=name: socket.on("framereceived", lambda data: sizes[name].append(len(data))),
        )
        page.reload()
        page.evaluate("rich => bench.painted(rich)", name == "overview")
    for number in range(clicks + 2):
        for name, page in pages.items():
            sizes[name].clear()
            trials[name].filter.append(_filter_change(page, number, name == "overview"))
            trials[name].received.append(sum(sizes[name]))
    for page in pages.values():
        page.context.close()
    for trial in trials.values():
        del trial.cold[0], trial.filter[:2], trial.received[:2]
    return trials


def _open(browser: Browser, url: str, rich: bool) -> Page:
    page = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB").new_page()
    page.add_init_script(CLOCK)
    page.goto(url, wait_until="commit")
    page.evaluate("rich => bench.painted(rich)", rich)
    return page


def _cold_load(browser: Browser, url: str, rich: bool) -> float:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    try:
        page = context.new_page()
        page.add_init_script(CLOCK)
        page.goto(url, wait_until="commit")
        return float(page.evaluate("rich => bench.painted(rich)", rich))
    finally:
        context.close()


def _filter_change(page: Page, number: int, rich: bool) -> float:
    """One filter change, to few and back to many by turns."""
    page.keyboard.press("Escape")  # the list of before
    if rich and number % 2:
        choice = page.locator(".st-key-bar").get_by_role("button", name="Clear filters")
    else:
        page.get_by_role("combobox", name="Province" if rich else "Capital area").first.click()
        choice = page.get_by_role("option", name="Gyeongbuk" if rich else (OUTSIDE, INSIDE)[number % 2], exact=True)
    choice.wait_for()
    page.evaluate("bench.arm()")
    choice.click()
    return float(page.evaluate("benchResult"))


class Session:
    """A viewer without a browser, on one view."""

    def __init__(self, server: Server, page: str = ""):
        self._server, self._page = server, page
        self.control, self.received = "", 0

    async def __aenter__(self) -> "Session":
        self._socket = await websockets.connect(
            self._server.websocket, subprotocols=["streamlit"], max_size=None, origin=self._server.url, compression=None
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def run(self, chosen: str | list[str] | None = None) -> float:
        """Draw the view, with something chosen in its first filter; the seconds until the script has finished."""
        self.received, first = 0, not self.control
        start = time.perf_counter()
        states = {self.control: chosen} if chosen is not None else None
        await self._socket.send(request(self._server, self._page, states=states))
        while True:
            data = await self._socket.recv()
            self.received += len(data)
            if first or len(data) < 100:
                answer = ForwardMsg.FromString(data)
                if is_last(answer):
                    return time.perf_counter() - start
                element = answer.delta.new_element
                if element.WhichOneof("type") in FILTERS and not self.control:
                    self.control = getattr(element, element.WhichOneof("type")).id


async def rerun_times(server: Server, count: int, choices: Choices) -> tuple[list[float], int]:
    """Seconds of filter changes of one session, from request to the last byte, and the bytes of one to the second."""
    async with Session(server) as session:
        await session.run()
        for chosen in choices:
            await session.run(chosen)
        times = [await session.run(choices[number % 2]) for number in range(count)]
        await session.run(choices[1])
        return times, session.received


async def crowd(server: Server, sessions: int, seed: int = 7) -> tuple[list[float], list[float]]:
    """Seconds of loads and of filter changes of so many sessions on a mix of views, at random moments of one window."""
    loads: list[float] = []
    changes: list[float] = []

    async def visit(page: str, moments: list[float], begin: float) -> None:
        async with Session(server, page) as session:
            for number, moment in enumerate(moments):
                await asyncio.sleep(max(0.0, begin + moment - time.perf_counter()))
                if number == 0:
                    loads.append(await session.run())
                else:
                    changes.append(await session.run(PROVINCES[(number + len(page)) % 2]))

    chance = random.Random(seed)
    begin = time.perf_counter() + 0.5
    await asyncio.gather(
        *(
            visit(
                ("", *PAGES)[place % (len(PAGES) + 1)],
                [
                    chance.uniform(0, ARRIVAL_SECONDS),
                    *sorted(ARRIVAL_SECONDS + chance.uniform(0, WINDOW_SECONDS) for _ in range(CLICKS_A_SESSION)),
                ],
                begin,
            )
            for place in range(sessions)
        )
    )
    return loads, changes


def programme(url: str) -> list[float]:
    """Seconds that each of 50 requests a second for a table of the facts took, from the moment it was due."""
    times: list[float] = []
    begin = time.perf_counter() + 0.5

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        for place in range(number, REQUESTS_A_SECOND * WINDOW_SECONDS, CLIENTS):
            due = begin + place / REQUESTS_A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            connection.request("GET", "/api/v1/tables/investments", headers={"Accept-Encoding": "gzip"})
            assert connection.getresponse().read()
            times.append(time.perf_counter() - due)

    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(ask, range(CLIENTS)))
    return times


async def programme_and_crowd(server: Server, sessions: int) -> tuple[list[float], list[float]]:
    """Seconds of a program's requests, asked from a process of its own beside so many sessions; of their changes."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as other:
        asked = asyncio.get_running_loop().run_in_executor(other, programme, server.url)
        _, changes = await crowd(server, sessions) if sessions else ([], [])
        return await asked, changes


def api_lines(server: Server) -> None:
    """Print how long a program waits for a table of the facts."""
    _line("API: 50 requests a second (ms)", "p50", "p95", "changes", "aim")
    for sessions in (0, 30):
        asked, changes = asyncio.run(programme_and_crowd(server, sessions))
        _line(
            f"a table of the facts beside {sessions} sessions",
            *(f"{1000 * _percentile(asked, share):.1f}" for share in (0.5, 0.95)),
            f"{1000 * _percentile(changes, 0.95):.0f}" if changes else "",
            "50 ms",
        )


def pivot_lines(folder: Path) -> None:
    """Print how long pivots take."""
    real, made_up = pivot_ms(folder, 5)
    _line("a pivot; over ten million made-up rows", f"{real:.0f} ms", f"{made_up:.0f} ms", "", "150 ms; 1000 ms")


def queries(folder: Path, rounds: int, name: str) -> list[tuple[str, float]]:
    """A page's questions with its own parameters and each one's median ms without the memory; asked as often as the
    page asks.
    """
    names = {
        path.read_text(encoding="utf-8"): f"{path.parent.name}/{path.stem}" for path in ask.QUERIES.glob("*/*.sql")
    }
    asked: list[tuple[str, dict[str, Any]]] = []
    original = store.Store.query
    opened: list[store.Store] = []

    def listening(self: store.Store, sql: str, parameters: Any = None) -> Any:
        opened.append(self)
        asked.append((sql, dict(parameters or {})))
        return original(self, sql, parameters)

    os.environ["STORE_DIR"] = str(folder)
    store.Store.query = listening  # type: ignore[method-assign]
    outlook.prepare = lambda *_: None  # nothing is worked out beside the page while it is clocked
    try:
        page = AppTest.from_file(str(TESTS.parent / "dashboard.py"), default_timeout=600)
        page._page_hash = calc_hash(name) if name else ""
        page.run()
        asked.clear()
        page.date_input(key="as_of").set_value(dt.date(2026, 3, 20)).run()  # nothing of this day is remembered
    finally:
        store.Store.query = original  # type: ignore[method-assign]
        st.cache_resource.clear()
    out = []
    for sql, parameters in asked:
        times = [
            _clocked(lambda sql=sql, parameters=parameters: opened[-1].query(sql, parameters)) for _ in range(rounds)
        ]
        out.append((names.get(sql, "(snapshot)" if "snapshots" in sql else sql[:30]), 1000 * statistics.median(times)))
    opened[-1].close()
    return out


def forecast_ms(folder: Path, rounds: int) -> float:
    """The median ms of one forecast of all 15, its questions included."""
    opened = store.open_store(place=store.Place.in_folder(folder))
    day = dt.date(2026, 3, 31)
    everyone = tuple(opened.query("SELECT complex_id FROM facts.complexes")["complex_id"])

    def whole() -> None:
        asker = ask.Asker(opened)
        positions = asker.ask("forecast/positions", 1, as_of=day, complexes=everyone)
        forecast.forecast(positions, asker.ask("forecast/reference", 1, as_of=day), day)

    times = [1000 * _clocked(whole) for _ in range(rounds)]
    opened.close()
    return statistics.median(times)


def briefing_ms(folder: Path, rounds: int) -> list[tuple[str, float, float]]:
    """The ms of a briefing of the full programme as each file: the median once its answers are known, as in the app,
    and from nothing, as a
    command; the libraries are loaded.
    """
    opened = store.open_store(place=store.Place.in_folder(folder))
    day = dt.date(2026, 3, 31)
    out = []
    for form in briefing.FORMATS:
        asker = ask.Asker(opened)
        who = view_of(asker, scope.Scope(day, dt.date(2025, 3, 31), day, "ko", snapshot=asker.snapshot()))
        composition, _ = compose.read({"template": "programme"}, who.w, ())
        briefing.build(composition, who, form)
        known = statistics.median(
            _clocked(lambda form=form, who=who, composition=composition: briefing.build(composition, who, form))
            for _ in range(rounds)
        )
        stranger = replace(who, asker=ask.Asker(opened))
        cold = _clocked(
            lambda form=form, stranger=stranger, composition=composition: briefing.build(composition, stranger, form)
        )
        count = f" of {len(briefing.slides(composition, who))} slides" if form == "pptx" else ""
        out.append((f"{form}{count}", 1000 * known, 1000 * cold))
    opened.close()
    return out


def ledger_ms(folder: Path) -> tuple[float, float]:
    """The ms in which 5,000 made-up corrections of notes are judged and previewed, and in which they are committed."""
    opened = store.open_store(place=store.Place.in_folder(folder))
    asker, day = ask.Asker(opened), dt.date(2026, 3, 31)
    view = view_of(asker, scope.Scope(day, dt.date(2025, 3, 31), day, "en", snapshot=asker.snapshot()))
    noted = [(table, row) for table, own in rows(opened.present()).items() for row in own.values() if "note_en" in row]
    changes = [Change(table, row, row | {"note_en": f"{row['note_en']} (bench)"}) for table, row in noted[:5000]]

    def preview() -> None:
        assert proposal.judge(opened, changes).is_sound
        effects.effects(view, changes)

    times = 1000 * _clocked(preview), 1000 * _clocked(lambda: proposal.publish(opened, changes, "bench", "x", "import"))
    opened.close()
    print(f"{len(changes)} made-up corrections")
    return times


def pivot_ms(folder: Path, rounds: int) -> tuple[float, float]:
    """The median ms of a pivot of the statements about money, and of one of ten million made-up rows."""
    opened = store.open_store(place=store.Place.in_folder(folder))
    asker, day = ask.Asker(opened), dt.date(2026, 3, 31)
    view = view_of(asker, scope.Scope(day, dt.date(2025, 3, 31), day, "en", snapshot=asker.snapshot()))
    asked = pivot.Asked("money", "province_id", "money_kind", "amount_krw", "sum")
    real = statistics.median(_clocked(lambda: explore.explore(view, asked)) for _ in range(rounds))
    made = "SELECT i::VARCHAR AS id, 'p' || i % 17 AS place, i % 9973 AS value FROM range(10000000) t(i)"
    many = store.as_frame(duckdb.sql(made).to_arrow_table())
    value = sets.Measure("value", "", Format.NUMBER, "")
    data = sets.DataSet("", "id", lambda _: many, (sets.Dimension("place", ""),), (value,))
    made_up = _clocked(lambda: pivot.answer(data, pivot.Asked("", "place", "", "value", "sum"), many))
    opened.close()
    return 1000 * real, 1000 * made_up


def _clocked(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _line(*cells: object) -> None:
    print(
        "  ".join(str(cell).ljust(width) for cell, width in zip(cells, (44, 10, 10, 8, 8), strict=False)).rstrip(),
        flush=True,
    )


def _percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def main(arguments: list[str]) -> int:
    """The command line; the exit status is 0 whatever was measured."""
    if "--explore" in arguments:
        with tempfile.TemporaryDirectory() as folder:
            with serving(Path(folder) / "app") as app:
                api_lines(app)
            pivot_lines(Path(folder) / "app")
        return 0
    quick = "--quick" in arguments
    cold, clicks = (5, 6) if quick else (9, 16)
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        with serving(Path(folder) / "app") as app, serving(Path(folder) / "none", "tests/bench/naive.py") as naive:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(**chromium())  # type: ignore[arg-type]
                trials = measure_pages(browser, {"overview": app, "naive": naive}, cold, clicks)
                browser.close()
            ours, theirs = trials["overview"], trials["naive"]
            _line("in the browser (median ms)", "Overview", "minimal", "ratio", "aim")
            for label, a, b, aim in (
                ("cold load to last chart painted", ours.cold, theirs.cold, AIMS["cold"]),
                ("filter change to last repaint", ours.filter, theirs.filter, AIMS["filter"]),
                ("  to some complexes", ours.filter[::2], theirs.filter[::2], ""),
                ("  to all, or one", ours.filter[1::2], theirs.filter[1::2], ""),
            ):
                x, y = statistics.median(a), statistics.median(b)
                _line(label, f"{x:.0f}", f"{y:.0f}", f"{x / y:.2f}x", aim)
            _line(
                "bytes received a filter change",
                f"{statistics.median(ours.received):.0f}",
                f"{statistics.median(theirs.received):.0f}",
            )
            rerun, size = asyncio.run(rerun_times(app, 10 if quick else 30, PROVINCES))
            rerun_naive, size_naive = asyncio.run(rerun_times(naive, 10 if quick else 30, (OUTSIDE, INSIDE)))
            _line(
                "server ms a rerun (request to last byte)",
                f"{1000 * statistics.median(rerun):.0f}",
                f"{1000 * statistics.median(rerun_naive):.0f}",
            )
            _line("bytes a rerun without a browser's cache", size, size_naive)
            print()
            _line("sessions at once (ms)", "p50", "p95", "load p95", "aim")
            for sessions, aim in CROWDS.items():
                loads, changes = asyncio.run(crowd(app, sessions))
                _line(
                    f"{sessions} sessions, {len(changes)} filter changes in {WINDOW_SECONDS} s",
                    *(
                        f"{1000 * v:.0f}"
                        for v in (_percentile(changes, 0.5), _percentile(changes, 0.95), _percentile(loads, 0.95))
                    ),
                    aim,
                )
            api_lines(app)
        print()
        for page in ("", *PAGES):
            aim = "200 ms" if page else AIMS["queries"]
            times = queries(Path(folder) / f"queries-{page}", 5 if quick else 15, page)
            _line(
                f"queries of {page or 'overview'}, uncached ({len(times)})",
                f"{sum(ms for _, ms in times):.0f} ms",
                "",
                "",
                aim,
            )
            for name, ms in times:
                _line(f"  {name}", f"{ms:.1f}")
        for name, known, cold in briefing_ms(Path(folder) / "queries-forecast", 3):
            _line(
                f"briefing, {name}; from nothing",
                f"{known:.0f} ms",
                f"{cold:.0f} ms",
                "",
                "3000 ms" if "pptx" in name else "1000 ms",
            )
        preview, commit = ledger_ms(Path(folder) / "queries-ledger")
        _line("5,000 changed rows: judged and previewed; committed", f"{preview:.0f} ms", f"{commit:.0f} ms")
        pivot_lines(Path(folder) / "queries-forecast")
        _line(
            "forecast of all 15, uncached",
            f"{forecast_ms(Path(folder) / 'queries-forecast', 5):.0f} ms",
            "",
            "",
            "1000 ms",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
