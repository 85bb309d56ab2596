"""The commands that a newcomer types: make run (through rollout.serve), on a port that is free or taken."""

import datetime as dt
import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from rollout import clock, facts
from rollout.store import command as store_command
from rollout.web import identity
from tests.conftest import PATIENCE, ROOT, command, edit
from tests.hardship import NO_RIGHTS, small_disk
from tests.serving import free_port


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_run_prints_the_address_and_answers_there(pristine, tmp_path):
    port = free_port()
    environment = os.environ | {"PORT": str(port), "STORE_DIR": str(tmp_path / "store")}
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "rollout.serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = []
        while not any("http" in line for line in said):
            line = server.stdout.readline()
            assert line, "".join(said)
            said.append(line)
        assert [line.strip() for line in said] == [
            "Checking the facts",
            "Reading boundaries and regional accounts",
            "Writing the store",
            "The store is ready at snapshot 1.",
            "Only this machine can open it (HOST=0.0.0.0 opens it to others).",
            f"There is no sign-in: who opens it at this machine may edit, as {identity.operator()}.",
            f"The monitor is at http://localhost:{port} (stop it with Ctrl-C)",
        ]
        for _ in range(600):
            with socket.socket() as probe:
                probe.settimeout(0.1)
                if probe.connect_ex(("localhost", port)) == 0:
                    break
            assert server.poll() is None
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(0.1)
        with urlopen(f"http://localhost:{port}/_stcore/health", timeout=10) as answer:
            assert answer.status == 200
        assert not listens(
            "127.0.0.2", port
        )  # an address of this machine, as the network's is, but not the one it listens on
    finally:
        server.terminate()
        server.wait(20)


def listens(host: str, port: int) -> bool:
    """True if somebody answers there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


@contextmanager
def started(*command: str, port: int, folder: Path, **environment: str):
    """A server that was started by a command and listens; what it printed is in the file `said` beside the store's
    folder.
    """
    with (folder.parent / "said").open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", *command],
            cwd=ROOT,
            env=os.environ | environment | {"STORE_DIR": str(folder)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        while not listens("127.0.0.1", port):
            assert server.poll() is None, (folder.parent / "said").read_text()
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
        yield server
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def served(monkeypatch) -> Iterator[list[str]]:
    """`rollout.serve` in this process, with a store that it opens itself; the addresses that it would listen on."""
    import streamlit as st
    from streamlit import net_util

    from rollout.web import logs, server

    addresses = []
    monkeypatch.setattr(net_util, "get_external_ip", None)
    monkeypatch.setattr(logs, "install", lambda: None)
    monkeypatch.setattr(logging, "raiseExceptions", False)  # Streamlit's log keeps the stream of the test before
    monkeypatch.setattr(server, "run", lambda options: addresses.append(options["server.address"]))
    st.cache_resource.clear()
    yield addresses
    st.cache_resource.clear()


def test_host_opens_the_server_and_the_start_says_so(copied_store, served, monkeypatch, capsys):
    from rollout import serve

    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    monkeypatch.setenv("HOST", "0.0.0.0")
    assert serve.main([str(free_port())]) == 0
    assert served == ["0.0.0.0"]
    assert (
        "Other machines can open it, too (HOST=0.0.0.0).\nThere is no sign-in: everybody may read, nobody may edit.\n"
    ) in capsys.readouterr().out


def test_started_with_streamlit_alone_it_is_for_this_machine_as_well(copied_store):
    port = free_port()
    with started("streamlit", "run", "dashboard.py", "--server.port", str(port), port=port, folder=copied_store.folder):
        assert not listens("127.0.0.2", port)


def refused_to_serve(monkeypatch, capsys, **environment: str) -> tuple[str, str]:
    """What the command that starts the server prints where it must not start."""
    from rollout import serve

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert serve.main([]) == 1
    return capsys.readouterr()


@pytest.mark.parametrize("host", ["nowhere.invalid", "203.0.113.1"])
def test_a_host_that_is_not_this_machine_is_one_clear_line(tmp_path, host, monkeypatch, capsys):
    out, err = refused_to_serve(
        monkeypatch, capsys, HOST=host, PORT=str(free_port()), STORE_DIR=str(tmp_path / "store")
    )
    assert out == ""
    assert err.startswith(f"HOST {host} is no address of this machine.") and err.count("\n") == 1
    assert not (tmp_path / "store").exists()


def test_with_faulty_facts_the_server_shows_the_last_good_state_and_says_so(
    copied_store, served, package, monkeypatch, capsys
):
    from rollout import serve

    edit(package / "tables/milestones.csv", ",actual,", ",done,", 2)
    monkeypatch.setattr(facts, "DATA_DIR", package)
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    assert serve.main([str(free_port())]) == 0
    assert served == ["127.0.0.1"]
    out, err = capsys.readouterr()
    assert "The store is ready at snapshot 1." in out
    assert err.splitlines() == [
        "The facts have faults; nothing was written.",
        'milestones.csv, row 2, field status: "done" is none of planned, actual, withdrawn',
        "You see the last good state.",
    ]


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nothing")


UNREADABLE = {
    "is a folder": a_folder,
    "leads nowhere": a_link_to_nothing,
    "is missing": Path.unlink,
    "is cut off": lambda path: path.write_bytes(path.read_bytes().rpartition(b",")[0]),
    "may not be read": lambda path: path.chmod(0),
}
START = (
    "import sys; from pathlib import Path; from rollout import facts, serve; from rollout.store import command; "
    "facts.DATA_DIR = Path(sys.argv[1]); sys.exit({start})"
)


def named_first(said: str, name: str) -> None:
    assert said.startswith(f"The facts have faults; nothing was written.\n{Path(name).name}"), said
    assert "Traceback" not in said


@pytest.mark.parametrize("kind", [kind for kind in UNREADABLE if kind != "may not be read"])
def test_a_file_of_the_package_that_can_not_be_used_is_named(package, tmp_path, monkeypatch, capsys, kind):
    UNREADABLE[kind](package / "tables/milestones.csv")
    monkeypatch.setattr(facts, "DATA_DIR", package)
    monkeypatch.setenv("STORE_DIR", str(tmp_path / "store"))
    assert store_command.main(["build"]) == 1
    named_first(capsys.readouterr().err, "milestones.csv")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("tables/milestones.csv", "serve.main(['{port}'])"),
        ("datapackage.json", "command.main(['build'])"),
        ("geography/provinces.geojson", "command.main(['build'])"),
    ],
)
def test_a_file_of_the_package_that_may_not_be_read_is_named(package, tmp_path, name, start):
    UNREADABLE["may not be read"](package / name)
    program = START.format(start=start.format(port=free_port()))
    result = subprocess.run(
        [*NO_RIGHTS, sys.executable, "-c", program, str(package)],
        cwd=ROOT,
        env=os.environ | {"STORE_DIR": str(tmp_path / "store")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.returncode == 1, result.stderr
    named_first(result.stderr, name)


# ---- files


def test_a_briefing_on_a_full_disk_leaves_no_file_of_a_part_and_the_old_one_whole(store_folder, tmp_path, capsys):
    from rollout.briefing.__main__ import main

    with small_disk(tmp_path / "disk", 16 * 1024) as disk:
        wish = ["--lang", "en", "--as-of", "2026-03-01", "--sections", "due", "--out", str(disk)]
        assert main(wish) == 1
        assert capsys.readouterr() == ("", "The files can't be written: No space left on device.\n")
        assert list(disk.iterdir()) == []
        (disk / "weekly-2026-03-01-en.pptx").write_text("last week's")
        assert main(wish) == 1
        assert [(path.name, path.read_text()) for path in disk.iterdir()] == [
            ("weekly-2026-03-01-en.pptx", "last week's")
        ]


def test_every_file_is_written_beside_its_place_first():
    writers = [
        path for path in [*ROOT.glob("rollout/**/*.py"), ROOT / "tests/screenshots.py"] if path.name != "files.py"
    ]
    assert [
        path.name
        for path in writers
        if re.search(r"write_(text|bytes)\(|open\([\"']w", path.read_text(encoding="utf-8"))
    ] == []


def test_a_job_is_never_of_a_day_to_come(store_folder, tmp_path, monkeypatch, capsys):
    from rollout.briefing.__main__ import main

    for today, as_of in (("2025-12-31", "2025-12-31"), ("2099-01-01", "2026-06-29")):
        monkeypatch.setattr(clock, "today", lambda today=today: dt.date.fromisoformat(today))
        assert main(["--lang", "en", "--sections", "due", "--out", str(tmp_path)]) == 0
        day = dt.date.fromisoformat(re.search(r"weekly-(.*)-en.pptx", capsys.readouterr().out)[1])
        assert day <= dt.date.fromisoformat(as_of)


@pytest.mark.parametrize(("console", "forms"), [("ascii", "pptx,hwpx,xlsx"), ("cp949", "xlsx")])
def test_any_console_gets_all_files_and_all_help(store_folder, tmp_path, console, forms):
    folder = tmp_path / "briefing – 주간"
    result = command(
        "rollout.briefing",
        "--lang",
        "ko",
        "--as-of",
        "2026-03-01",
        "--sections",
        "due",
        "--format",
        forms,
        "--out",
        str(folder),
        PYTHONIOENCODING=console,
    )
    made = forms.split(",")
    assert (result.returncode, result.stderr) == (0, "") and result.stdout.count("\n") == len(made)
    assert sorted(path.suffix[1:] for path in folder.iterdir()) == sorted(made)
    helped = command("rollout.briefing", "--lang", "ko", "--help", PYTHONIOENCODING=console)
    assert (helped.returncode, helped.stderr) == (0, "") and "--province" in helped.stdout


def test_a_taken_port_is_one_clear_line_before_anything_is_built(taken_port, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "store"
    out, err = refused_to_serve(monkeypatch, capsys, PORT=str(taken_port), STORE_DIR=str(folder))
    assert out == "" and err.startswith(f"Port {taken_port} is taken by another program.") and err.count("\n") == 1
    assert not folder.exists()


def test_make_run_ends_with_that_line_and_a_bad_status(taken_port):
    if not (ROOT / ".venv" / "installed").exists():
        pytest.skip("the environment was not made by make")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    result = subprocess.run(
        ["make", "run", f"PORT={taken_port}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.returncode != 0
    assert result.stderr.startswith(f"Port {taken_port} is taken")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "８５０１"])
def test_a_port_that_is_none_is_told(port, monkeypatch, capsys):
    assert refused_to_serve(monkeypatch, capsys, PORT=port)[1] == "PORT must be a number from 1 to 65535.\n"


@pytest.mark.parametrize("module", ["rollout.facts", "rollout.store"])
def test_a_command_that_is_unknown_shows_how_it_is_used(module):
    result = command(module, "fly")
    assert (result.returncode, result.stderr) == (2, "")
    assert f"python -m {module}" in result.stdout


def test_history_lists_who_committed_what(copied_store, monkeypatch, capsys):
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    assert store_command.main(["history"]) == 0
    assert re.search(r"rollout monitor\s+First load", capsys.readouterr().out)


def test_a_build_from_broken_facts_lists_the_faults(package, tmp_path, monkeypatch, capsys):
    edit(package / "tables/milestones.csv", ",actual,", ",done,", 2)
    monkeypatch.setenv("STORE_DIR", str(tmp_path / "store"))
    from rollout.store import command as store

    monkeypatch.setattr(store.facts, "DATA_DIR", package)
    assert store.main(["build"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "The facts have faults; nothing was written.",
        'milestones.csv, row 2, field status: "done" is none of planned, actual, withdrawn',
    ]
    assert facts.digest() != facts.digest(package)


def test_the_server_never_asks_an_outside_service_for_its_address(monkeypatch):
    from streamlit import net_util

    from rollout import serve

    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda *_, **__: pytest.fail("asked the internet"))
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    serve.stay_inside()
    assert net_util.get_external_ip() is None


def test_the_server_sends_at_once_what_it_writes(monkeypatch):
    from streamlit.web.server.starlette import starlette_server

    from rollout import serve

    monkeypatch.setattr(starlette_server, "_bind_socket", starlette_server._bind_socket)
    serve.at_once()
    with starlette_server._bind_socket("127.0.0.1", 0, 5) as listening:
        listening.setblocking(True)
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as served:
            assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_readme_names_commands_and_files_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z]+)", text)):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), target
    for folder in re.findall(r"`((?:\w+/)+)`", text):
        assert (ROOT / folder).exists() or folder == "store/", folder
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
