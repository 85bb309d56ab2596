"""Start the real server on a free port and stop it again: for the browser tests and the bench."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
START_SECONDS = 600  # a busy machine is no fault of the server
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WEBGL = [
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",  # without a graphics card the processor is quicker at pages; canvases stay with it
    "--disable-gpu-compositing",
]
# What stands for a graphics card takes as long over each picture of a page as the page itself.
NO_WEBGL = ["--disable-gpu", "--disable-software-rasterizer"]


@dataclass(frozen=True)
class Server:
    """A running server: its address (no slash at the end), its process and what it printed."""

    url: str
    process: int
    log: Path

    @property
    def websocket(self) -> str:
        """The address of Streamlit's WebSocket."""
        return self.url.replace("http", "ws", 1) + "/_stcore/stream"


@contextmanager
def serving(
    store: Path, script: str = "dashboard.py", environment: Mapping[str, str] | None = None, port: int | None = None
) -> Iterator[Server]:
    """A server of `script` (relative to the project, run in its folder) with its own store; answers when entered, gone
    when left.

    Raises RuntimeError with the server's output if it ends or does not answer within ten minutes.
    """
    with tempfile.TemporaryDirectory() as folder:
        process, running = _start(store, Path(folder) / "server.log", script, environment or {}, port or free_port())
        try:
            wait(process, f"{running.url}/_stcore/health", running.log)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def shared(common: Path, store: Callable[[], Path]) -> Iterator[Server]:
    """The server of all processes that name the same folder: what it worked out for one, it need not for another.

    Who comes first starts it with a `store`, who leaves last ends it.
    """
    note = common / "server.json"
    with _locked(common):
        if not note.exists():
            process, running = _start(store(), common / "server.log", "dashboard.py", {}, free_port())
            wait(process, f"{running.url}/_stcore/health", running.log)
            _write(note, running, 0)
        running, users = _read(note)
        _write(note, running, users + 1)
    try:
        yield running
    finally:
        with _locked(common):
            running, users = _read(note)
            if users == 1:
                os.kill(running.process, signal.SIGTERM)
                note.unlink()
            else:
                _write(note, running, users - 1)


@contextmanager
def _locked(common: Path) -> Iterator[None]:
    with (common / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(note: Path, running: Server, users: int) -> None:
    note.write_text(json.dumps([running.url, running.process, str(running.log), users]), encoding="utf-8")


def _read(note: Path) -> tuple[Server, int]:
    url, process, log, users = json.loads(note.read_text(encoding="utf-8"))
    return Server(url, process, Path(log)), users


def _start(
    store: Path, log: Path, script: str, environment: Mapping[str, str], port: int
) -> tuple["subprocess.Popen[bytes]", Server]:
    """A server that begins to start, with what it prints in `log`."""
    command = [sys.executable, "-m", "rollout.serve"]
    if script != "dashboard.py":  # the bench's other scripts
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(ROOT / script),
            "--server.port",
            str(port),
            "--server.address",
            "localhost",
            "--server.headless",
            "true",
            "--server.fileWatcherType",
            "none",
            "--browser.gatherUsageStats",
            "false",
        ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=(ROOT / script).parent,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PORT": str(port), **environment, "STORE_DIR": str(store)},
        )
    return process, Server(f"http://localhost:{port}", process.pid, log)


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def chromium(webgl: bool = True) -> dict[str, object]:
    """How to launch Chromium: Debian's where it is installed, else Playwright's own. `webgl`: with what pydeck's maps
    need, which takes twice the time.
    """
    arguments = CHROMIUM_ARGUMENTS + (WEBGL if webgl else NO_WEBGL)
    options: dict[str, object] = {"headless": True, "args": arguments, "timeout": START_SECONDS * 1000}
    return options | ({"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {})


def wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Until a starting server answers; RuntimeError with its output if it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
