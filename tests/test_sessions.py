"""What connections leave behind: nothing."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets import Origin, Subprotocol
from websockets.sync.client import connect

from tests.serving import Server

CONNECTIONS, AT_ONCE, SPARE = 40, 20, 12
DEADLINE = 600  # seconds: the server looks when it looks


def open_and_lose(address: str, origin: str) -> None:
    """Open pages' connections and lose them, some at a time; in threads, since the browser tests leave an event loop
    running in this one.
    """

    def one(_: int) -> None:
        with connect(address, subprotocols=[Subprotocol("streamlit")], origin=Origin(origin)):
            pass

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(CONNECTIONS)))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="descriptors are counted in /proc")
def test_a_server_lets_go_of_the_browsers_that_left(workers: list[Server]) -> None:
    server = workers[0]
    descriptors = Path(f"/proc/{server.process}/fd")
    start = len(list(descriptors.iterdir()))
    open_and_lose(server.websocket, server.url)
    assert len(list(descriptors.iterdir())) > start + SPARE, "they are kept for browsers that come back"
    until = time.monotonic() + DEADLINE
    while len(list(descriptors.iterdir())) > start + SPARE and time.monotonic() < until:
        time.sleep(0.2)
    assert len(list(descriptors.iterdir())) <= start + SPARE
