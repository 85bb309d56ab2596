"""What the server answers besides pages: health, headers, refusals, its log."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from rollout.errors import StoreError
from rollout.web import blocks, guard, identity, server, source
from tests.conftest import EVERY_COMPLEX, ROOT
from tests.serving import Server

ELSEWHERE = {"Host": "monitor.example.go.kr"}


@pytest.fixture
def running(workers: list[Server]) -> Server:
    """The monitor, without a sign-in."""
    return workers[0]


def lines(running: Server) -> list[dict[str, object]]:
    """The lines of the server's log that tell of requests."""
    said = running.log.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in said if line.startswith('{"time"')]


def test_it_lives_and_is_ready(running: Server) -> None:
    assert httpx.get(f"{running.url}/healthz").json() == {"alive": True}
    assert httpx.get(f"{running.url}/readyz").json() == {"ready": True, "snapshot": 1}


def test_it_is_not_ready_without_its_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise StoreError("unreachable", "Unable to connect")

    monkeypatch.setattr(source, "asker", gone)
    answer = server.readyz(Request({"type": "http"}))
    assert (answer.status_code, bytes(answer.body)) == (503, b'{"ready":false}')


@pytest.mark.parametrize("path", ["/", "/schedule?province=ulsan", "/_stcore/health", "/healthz", "/media/none.png"])
def test_every_answer_tells_the_browser_what_not_to_do(running: Server, path: str) -> None:
    headers = httpx.get(running.url + path).headers
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert "'unsafe-inline'" not in rules["script-src"] and "'unsafe-eval'" not in rules["script-src"]
    assert (rules["frame-ancestors"], rules["object-src"]) == ("'none'", "'none'")
    assert "http" not in headers["content-security-policy"], "no other host"
    assert headers.get_list("x-content-type-options") == ["nosniff"]
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_components_are_made_of_is_sent_once_and_kept(running: Server, encoding: str) -> None:
    address = running.url + blocks.PAGE.addresses["light"]
    answer = httpx.get(address, headers={"Accept-Encoding": encoding})
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert "immutable" in answer.headers["cache-control"] and "export default" in answer.text
    assert httpx.get(f"{running.url}/assets/page-light.0.js").status_code == 404


def test_behind_tls_cookies_are_for_tls_and_no_script(running: Server) -> None:
    headers = httpx.get(f"{running.url}/_stcore/health", headers={"X-Forwarded-Proto": "https"}).headers
    assert "strict-transport-security" in headers
    assert all("; Secure" in cookie for cookie in headers.get_list("set-cookie"))
    assert guard._careful("_streamlit_user=x; Path=/", True) == "_streamlit_user=x; Path=/; HttpOnly; Secure"
    assert guard._careful("_streamlit_xsrf=x; Path=/", False) == "_streamlit_xsrf=x; Path=/", (
        "Streamlit's page reads it"
    )


def test_a_request_is_a_line_with_its_number_and_who_asked(running: Server) -> None:
    given = httpx.get(f"{running.url}/schedule?province=ulsan", headers={"X-Request-ID": "proxy-4711-a"})
    assert given.headers["x-request-id"] == "proxy-4711-a"
    forged = httpx.get(f"{running.url}/", headers=[("X-Request-ID", 'a"\x7f{}')])
    httpx.get(f"{running.url}/elsewhere", headers=ELSEWHERE)
    httpx.get(f"{running.url}/healthz")  # the line of a request is written before the next is read
    found = {line.get("path"): line for line in lines(running)}
    line = found["/schedule"]
    assert (line["request"], line["status"], line["person"]) == ("proxy-4711-a", 200, identity.operator())
    assert found["/"]["request"] == forged.headers["x-request-id"] != 'a"\x7f{}'
    assert found["/elsewhere"]["person"] == "", "who comes by another name is not at this machine"
    assert "ulsan" not in running.log.read_text(encoding="utf-8"), "what somebody looks for is nobody's business"


def test_who_may_not_edit_can_not_upload(running: Server) -> None:
    address = f"{running.url}/_stcore/upload_file/session/file"
    assert httpx.put(address, headers=ELSEWHERE, content=b"x").status_code == 403
    assert httpx.put(address, headers={"X-Forwarded-For": "10.0.0.7"}, content=b"x").status_code == 403


def test_a_file_that_a_page_made_itself_is_in_the_audit_log(running: Server, shared_store: Path) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}

    def told(name: str, headers: dict[str, str]) -> int:
        return httpx.post(f"{running.url}/exported", content=name.encode(), headers=headers).status_code

    assert told("산단별 일정.csv", ours) == 204
    assert told("x.csv", {}) == told("x.csv", {"Sec-Fetch-Site": "cross-site"}) == 403, "of a page that is not ours"
    assert told('a"\n{}.csv', ours) == told("x" * 100_000, ours) == told("x.exe", ours) == 403
    exports = [json.loads(line) for line in (shared_store / "audit.log").read_text(encoding="utf-8").splitlines()]
    assert [(line["action"], line["file"]) for line in exports] == [("export", "산단별 일정.csv")]


def test_the_examples_in_python_of_the_api_run(running: Server) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").replace("http://localhost:8501", running.url)
    known: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(block, known)
    assert set(known["plans"]["complex_id"]) == set(EVERY_COMPLEX)
    assert set(known["board"]["complex_id"]) == {"andong", "gyeongju", "uljin"} and len(known["rows"]) == 30
    assert known["later"].status_code == 304 and len(known["sources"]) > 1000


def test_the_api_is_behind_the_guard(running: Server) -> None:
    found = httpx.get(f"{running.url}/api/v1/tables/none", headers={"X-Request-ID": "program-4711"})
    assert (found.status_code, found.headers["x-request-id"]) == (404, "program-4711")
    assert found.headers["content-security-policy"] and found.json()["error"]["code"] == "no-address"


def test_an_error_in_the_log_is_one_line() -> None:
    from rollout.web.logs import JsonLine

    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord("rollout", logging.ERROR, "", 1, "It broke", None, (type(error), error, None))
    line = JsonLine().format(record)
    assert "\n" not in line and json.loads(line)["message"] == "It broke" and "two" in json.loads(line)["error"]
