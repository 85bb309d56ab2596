"""Many sessions at once, which speak Streamlit's own protocol over a WebSocket; a program that asks beside them."""

import asyncio
import http.client
import multiprocessing
import random
import statistics
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from urllib.parse import urlsplit

import websockets
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.in_browser import INSIDE, OUTSIDE
from tests.bench.table import line, percentile
from tests.serving import Server
from tests.visitor import is_last, request

PROVINCES = (["Gyeongbuk"], [])  # of ours
FILTERS = {"multiselect", "selectbox"}
Choices = tuple[str | list[str], str | list[str]]
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


class Session:
    """A viewer without a browser, on one view."""

    def __init__(self, server: Server, page: str = ""):
        self._server, self._page = server, page
        self.control, self.part, self.received = "", "", 0

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
        part = "" if chosen is None else self.part
        await self._socket.send(request(self._server, self._page, states=states, part=part))
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
                    self.part = answer.delta.fragment_id


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
    line("API: 50 requests a second (ms)", "p50", "p95", "changes", "aim")
    for sessions in (0, 30):
        asked, changes = asyncio.run(programme_and_crowd(server, sessions))
        line(
            f"a table of the facts beside {sessions} sessions",
            *(f"{1000 * percentile(asked, share):.1f}" for share in (0.5, 0.95)),
            f"{1000 * percentile(changes, 0.95):.0f}" if changes else "",
            "50 ms",
        )


def lines(app: Server, naive: Server, clicks: int) -> None:
    """Print what one session and many take on the server."""
    rerun, size = asyncio.run(rerun_times(app, clicks, PROVINCES))
    rerun_naive, size_naive = asyncio.run(rerun_times(naive, clicks, (OUTSIDE, INSIDE)))
    line(
        "server ms a rerun (request to last byte)",
        f"{1000 * statistics.median(rerun):.0f}",
        f"{1000 * statistics.median(rerun_naive):.0f}",
    )
    line("bytes a rerun without a browser's cache", size, size_naive)
    print()
    line("sessions at once (ms)", "p50", "p95", "load p95", "aim")
    for sessions, aim in CROWDS.items():
        loads, changes = asyncio.run(crowd(app, sessions))
        shares = (percentile(changes, 0.5), percentile(changes, 0.95), percentile(loads, 0.95))
        label = f"{sessions} sessions, {len(changes)} filter changes in {WINDOW_SECONDS} s"
        line(label, *(f"{1000 * share:.0f}" for share in shares), aim)
