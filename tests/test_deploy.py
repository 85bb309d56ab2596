"""What lies in deploy/ works: two workers behind nginx, the unit for systemd, the container's commands."""

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets import Origin, Subprotocol
from websockets.sync.client import connect
from werkzeug.serving import make_ssl_devcert

from rollout.language.words import Words
from rollout.watch.__main__ import _parser as watch_parser
from rollout.watch.mail import mailboxes
from tests.conftest import PATIENCE, ROOT
from tests.serving import Server, free_port

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
ANALYZE = shutil.which("systemd-analyze")
LONG = "x" * 7900  # with the address before it, a link of 8 kB
MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{site} }}
"""


@pytest.fixture(scope="module")
def front(workers: list[Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of deploy/nginx.conf before them, with ports and a certificate of this machine."""
    if not NGINX:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    certificate, key = make_ssl_devcert(str(folder / "site"), host="localhost")
    port, plain = free_port(), free_port()
    site = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        "/etc/ssl/rollout/fullchain.pem": certificate,
        "/etc/ssl/rollout/key.pem": key,
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "127.0.0.1:8501 ": workers[0].url.removeprefix("http://") + " ",
        "127.0.0.1:8502 ": workers[1].url.removeprefix("http://") + " ",
    }.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, site=site), encoding="utf-8")
    command = [NGINX, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=PATIENCE)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(command)
    try:
        address = f"https://localhost:{port}"
        while not answers(address):
            assert process.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def answers(address: str) -> bool:
    """Whether nginx listens and a worker answers: one that was slow counts as gone for ten seconds."""
    try:
        return httpx.get(address, verify=False, timeout=PATIENCE).status_code == 200
    except httpx.ConnectError:
        return False


@pytest.fixture
def browser_like(front: str) -> Iterator[httpx.Client]:
    """A client that keeps cookies, as a browser does."""
    with httpx.Client(base_url=front, verify=False, timeout=PATIENCE) as client:
        yield client


def seen(worker: Server, path: str) -> int:
    """How many requests for a path a worker's log has."""
    return len(re.findall(f'"path": "{path}"', worker.log.read_text(encoding="utf-8")))


def test_a_page_comes_through_tls_with_careful_cookies(browser_like: httpx.Client, front: str) -> None:
    page = browser_like.get("/")
    assert page.status_code == 200 and page.headers["strict-transport-security"], page.text[:300]
    paths = ("/_stcore/host-config", "/_stcore/health")
    answers = [httpx.get(front + path, verify=False, timeout=PATIENCE) for path in paths]
    cookies = [cookie for answer in answers for cookie in answer.headers.get_list("set-cookie")]
    assert cookies and all("; Secure" in cookie for cookie in cookies)
    for hidden in ("/readyz", "/healthz", "/_stcore/metrics"):
        assert browser_like.get(hidden).status_code == 404, "for the operator alone"


def test_a_link_of_8_kb_arrives_with_a_referer_and_cookies_as_long(browser_like: httpx.Client, front: str) -> None:
    headers = {"Referer": f"{front}/schedule?q={LONG}", "Cookie": f"_streamlit_user_tokens={LONG}{LONG}"}
    assert browser_like.get(f"/schedule?q={LONG}", headers=headers).status_code == 200


def test_a_browser_stays_with_its_worker_and_browsers_are_shared_out(workers: list[Server], front: str) -> None:
    paths = [f"/of-browser-{browser}" for browser in range(24)]
    for browser, path in enumerate(paths):
        headers = {"Cookie": f"_streamlit_xsrf=2|{browser:08x}|{browser:032x}|{1_790_000_000 + browser}"}
        for _ in range(2):
            httpx.get(front + path, headers=headers, verify=False, timeout=PATIENCE)
    for worker in workers:
        httpx.get(f"{worker.url}/healthz", timeout=PATIENCE)  # the line of a request is written before the next is read
    assert {path: sorted(seen(worker, path) for worker in workers) for path in paths} == {
        path: [0, 2] for path in paths
    }
    assert all(any(seen(worker, path) for path in paths) for worker in workers)


def test_the_pages_own_connection_opens_with_a_sign_ins_cookies(front: str) -> None:
    trusting = ssl._create_unverified_context()
    address = front.replace("https", "wss", 1) + "/_stcore/stream"
    headers = {"Cookie": f"_streamlit_user_tokens={LONG}{LONG}"}
    with connect(
        address, ssl=trusting, subprotocols=[Subprotocol("streamlit")], origin=Origin(front), additional_headers=headers
    ) as socket:
        assert socket.protocol.state.name == "OPEN"


def test_an_upload_above_the_limit_is_refused_at_the_door(browser_like: httpx.Client) -> None:
    assert browser_like.put("/_stcore/upload_file/a/b", content=b"x" * 7_000_000).status_code == 413


def test_when_a_worker_is_gone_the_other_answers(front: str, workers: list[Server]) -> None:
    os.kill(workers[1].process, 15)
    for browser in range(6):
        cookie = f"_streamlit_xsrf=2|{browser:08x}|{browser:032x}|{1_790_000_000 + browser}"
        assert httpx.get(front, headers={"Cookie": cookie}, verify=False, timeout=PATIENCE).status_code == 200


@pytest.mark.skipif(not ANALYZE, reason="systemd is not installed")
@pytest.mark.parametrize("unit", ["rollout.service", "rollout-watch@news.service", "rollout-watch@news.timer"])
def test_the_units_are_sound(unit: str, tmp_path: Path) -> None:
    for path in (ROOT / "deploy").glob("rollout*.*"):
        text = path.read_text(encoding="utf-8").replace("/opt/rollout/.venv/bin/python", "/bin/true")
        (tmp_path / path.name.replace("@.", "@news.")).write_text(text)
    checked = subprocess.run(
        [ANALYZE or "", "verify", "--man=no", str(tmp_path / unit)], capture_output=True, text=True
    )
    assert (checked.returncode, "rollout" in checked.stderr) == (0, False), checked.stderr


def test_the_timer_runs_the_watch_with_the_options_of_the_documentation() -> None:
    unit = (ROOT / "deploy/rollout-watch@.service").read_text(encoding="utf-8")
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    found = re.search(r"^ +WATCH=(.*)$", guide, re.MULTILINE)
    assert "-m rollout watch $WATCH" in unit and "/etc/rollout/watch-%i" in unit and found
    wish = watch_parser(Words("en")).read(found[1].split())
    assert [box.address for box in mailboxes(wish.to[0].replace("rollout@", "", 1), Words("en"))] == [
        "kim@example.go.kr"
    ]


def test_the_container_runs_what_is_there() -> None:
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    assert 'CMD [".venv/bin/python", "-m", "rollout.serve"]' in text
    assert "secrets.toml" in (ROOT / ".dockerignore").read_text(encoding="utf-8"), "no secret goes into an image"
    probe = re.search(r'"-c", "(.*?)"\]', text)
    assert probe
    compile(probe[1], "HEALTHCHECK", "exec")
