"""What connections leave behind: nothing."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets import Origin, Subprotocol
from websockets.sync.client import connect

from tests.conftest import ROOT
from tests.serving import free_port, wait

CONNECTIONS, AT_ONCE, SPARE = 150, 25, 12
DEADLINE = 60


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
def test_a_server_lets_go_of_the_browsers_that_left(pristine: Path, tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "server.log"
    settings = {
        "STORE_DIR": str(shutil.copytree(pristine, tmp_path / "store")),
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "5",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rollout.serve", str(port)],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=output,
            stderr=output,
        )
    try:
        wait(process, f"http://localhost:{port}/_stcore/health", log)
        descriptors = Path(f"/proc/{process.pid}/fd")
        start = len(list(descriptors.iterdir()))
        open_and_lose(f"ws://localhost:{port}/_stcore/stream", f"http://localhost:{port}")
        assert len(list(descriptors.iterdir())) > start + SPARE, "they are kept for browsers that come back"
        until = time.monotonic() + DEADLINE
        while len(list(descriptors.iterdir())) > start + SPARE and time.monotonic() < until:
            time.sleep(0.2)
        assert len(list(descriptors.iterdir())) <= start + SPARE
    finally:
        process.terminate()
        process.wait(10)
