"""The commands that a newcomer types: make run (through rollout.serve), on a port that is free or taken."""

import os
import re
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from rollout import facts
from tests.conftest import ROOT, command, edit
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
            "Checking the facts", "Reading boundaries and regional accounts", "Writing the store", "The store is ready at snapshot 1.",
            f"The monitor is at http://localhost:{port} (stop it with Ctrl-C)",
        ]  # fmt: skip
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
    finally:
        server.terminate()
        server.wait(20)


def test_a_taken_port_is_one_clear_line_before_anything_is_built(taken_port, tmp_path):
    folder = tmp_path / "store"
    result = command("rollout.serve", PORT=str(taken_port), STORE_DIR=str(folder))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Port {taken_port} is taken by another program.") and result.stderr.count("\n") == 1
    assert not folder.exists()


def test_make_run_ends_with_that_line_and_a_bad_status(taken_port):
    if not (ROOT / ".venv" / "installed").exists():
        pytest.skip("the environment was not made by make")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    result = subprocess.run(["make", "run", f"PORT={taken_port}"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert result.returncode != 0
    assert result.stderr.startswith(f"Port {taken_port} is taken")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "８５０１"])
def test_a_port_that_is_none_is_told(port):
    result = command("rollout.serve", PORT=port)
    assert (result.returncode, result.stderr) == (1, "PORT must be a number from 1 to 65535.\n")


@pytest.mark.parametrize("module", ["rollout.facts", "rollout.store"])
def test_a_command_that_is_unknown_shows_how_it_is_used(module):
    result = command(module, "fly")
    assert (result.returncode, result.stderr) == (2, "")
    assert f"python -m {module}" in result.stdout


def test_history_lists_who_committed_what(copied_store):
    result = command("rollout.store", "history", STORE_DIR=str(copied_store.folder))
    assert result.returncode == 0
    assert re.search(r"rollout monitor\s+First load", result.stdout)


def test_a_build_from_broken_facts_lists_the_faults(package, tmp_path, monkeypatch, capsys):
    edit(package / "tables/milestones.csv", ",actual,", ",done,", 2)
    monkeypatch.setenv("STORE_DIR", str(tmp_path / "store"))
    from rollout import store

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


def test_the_readme_names_commands_and_files_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z]+)", text)):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), target
    for folder in re.findall(r"`((?:\w+/)+)`", text):
        assert (ROOT / folder).exists() or folder == "store/", folder
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
