"""What connections leave behind: nothing."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import websockets

from tests.conftest import ROOT
from tests.serving import free_port, wait

CONNECTIONS, AT_ONCE, SPARE = 150, 25, 12
DEADLINE = 60


async def connect(address: str, origin: str) -> None:
    """Open pages' connections and lose them, some at a time."""

    async def one() -> None:
        async with websockets.connect(address, subprotocols=[websockets.Subprotocol("streamlit")], origin=websockets.Origin(origin)):
            pass

    for _ in range(CONNECTIONS // AT_ONCE):
        await asyncio.gather(*(one() for _ in range(AT_ONCE)))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="descriptors are counted in /proc")
def test_a_server_lets_go_of_the_browsers_that_left(pristine: Path, tmp_path: Path) -> None:
    import shutil

    port = free_port()
    log = tmp_path / "server.log"
    settings = {"STORE_DIR": str(shutil.copytree(pristine, tmp_path / "store")), "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "5"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rollout.serve", str(port)], cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output
        )
    try:
        wait(process, f"http://localhost:{port}/_stcore/health", log)
        descriptors = Path(f"/proc/{process.pid}/fd")
        start = len(list(descriptors.iterdir()))
        asyncio.run(connect(f"ws://localhost:{port}/_stcore/stream", f"http://localhost:{port}"))
        assert len(list(descriptors.iterdir())) > start + SPARE, "they are kept for browsers that come back"
        until = time.monotonic() + DEADLINE
        while len(list(descriptors.iterdir())) > start + SPARE and time.monotonic() < until:
            time.sleep(0.2)
        assert len(list(descriptors.iterdir())) <= start + SPARE
    finally:
        process.terminate()
        process.wait(10)
