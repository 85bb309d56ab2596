"""The watch: what is new is sent once to each recipient, with the screens' own figures; failed is sent again."""

import dataclasses
import datetime as dt
import email
import email.policy
import hashlib
import hmac
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rollout.api.asked import Asked
from rollout.facts.change import Change, rows
from rollout.ledger import proposal
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.render import html
from rollout.store import lake as store
from rollout.subjects.benefits import sections as benefits
from rollout.subjects.progress import news as screen
from rollout.subjects.progress import since, today
from rollout.subjects.schedule import ratings
from rollout.subjects.sources import coverage
from rollout.watch import __main__ as command
from rollout.watch import mail, message, news, point
from rollout.watch.point import Point
from rollout.watch.told import Told
from tests.conftest import AS_OF, place
from tests.conftest import command as run
from tests.mailing import PASSWORD, USER, certificate, mail_server, webhook

THEN = dt.date(2025, 6, 30)
DAY = "2026-11-10"  # after what the fixture publishes
Watch = Callable[..., tuple[int, str, str]]


class Lake:
    """A store that the watch opens: the first snapshot is the edition, then a plan of Yongin, then one of Uljin."""

    def __init__(self, opened: store.Store):
        self.opened, self.asker, self.first = opened, Asker(opened), opened.snapshot()
        self.yongin = self.state("yongin", "2029-01-01", "2026-11-02")
        self.uljin = self.state("uljin", "2031-05-01", "2026-10-20")  # recorded after Yongin's, stated before it

    def state(self, complex_id: str, date: str, stated: str) -> int:
        """Publish a plan that is stated anew; returns the snapshot."""
        wanted = {"complex_id": complex_id, "status": "planned", "counts": "true", "stage_id": "construction-started"}
        present = rows(self.opened.present())["milestones"].values()
        plan = max((row for row in present if wanted.items() <= row.items()), key=lambda row: row["stated_on"])
        anew = {"milestone_id": f"{complex_id}-{stated}", "date": date, "precision": "month", "stated_on": stated}
        anew |= {"stated_precision": "day", "note_ko": "", "note_en": ""}
        proposal.publish(self.opened, [Change("milestones", None, plan | anew)], "Kim", "anew", "publish")
        return self.opened.snapshot()


@pytest.fixture(scope="module")
def lake(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    folder = tmp_path_factory.mktemp("watched") / "store"
    shutil.copytree(pristine, folder)
    opened = store.open_store(place=place(folder))
    yield Lake(opened)
    opened.close()


@pytest.fixture
def watch(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Watch:
    """The command, in this process and with this module's store; what it remembers lies in a folder of the test."""

    class Kept:
        def __getattr__(self, name: str) -> Any:
            return (lambda: None) if name == "close" else getattr(lake.opened, name)

    monkeypatch.setenv("STORE_DIR", str(tmp_path / "memory"))
    monkeypatch.setattr(command.store, "open_store", lambda: Kept())
    monkeypatch.setattr(command, "Asker", lambda _: lake.asker)

    def watch(*arguments: str, **options: str) -> tuple[int, str, str]:
        usual = {"as-of": DAY, "lang": "en"} | {name.replace("_", "-"): value for name, value in options.items()}
        given = [part for name, value in usual.items() for part in (f"--{name}", value)]
        status = command.main([*arguments, *given])
        said = capsys.readouterr()
        return status, said.out, said.err

    return watch


def sections(content: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {section["id"]: section["rows"] for section in content["sections"]}


def texts(content: dict[str, Any], section: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row["cells"][column]["text"] for column in columns) for row in sections(content).get(section, [])]


# --- once


def test_what_is_new_is_sent_once_and_a_run_without_news_sends_nothing(watch: Watch, tmp_path: Path) -> None:
    out = tmp_path / "out"
    status, said, _ = watch("--format", "text,html,json,hwpx", "--to", str(out))
    assert status == 0 and said.count("\n") == 1 and "since 2026-10-11" in said
    files = {path.suffix: path for path in out.iterdir()}
    assert sorted(files) == [".html", ".hwpx", ".json", ".txt"]
    told = json.loads(files[".json"].read_text(encoding="utf-8"))
    moves = texts(told, "since-moved", "complex", "what")
    assert [name for name, _ in moves] == ["Yongin", "Uljin"] and "→ 2029.01" in moves[0][1]
    text = files[".txt"].read_text(encoding="utf-8")
    assert "What is new since 2026-10-11." in text and moves[0][1] in text
    assert moves[0][1] in files[".html"].read_text(encoding="utf-8")
    with zipfile.ZipFile(files[".hwpx"]) as report:
        assert moves[0][1] in report.read("Contents/section0.xml").decode()
    stamps = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    status, said, error = watch("--format", "text,html,json,hwpx", "--to", str(out))
    assert (status, said, error) == (0, f"{out}: nothing new since 2026-11-10; nothing was sent.\n", "")
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == stamps


def test_what_is_recorded_late_is_sent_although_it_was_stated_before(watch: Watch, lake: Lake) -> None:
    with webhook() as hook:
        assert watch("--to", hook.url, since=str(lake.yongin))[0] == 0
        assert [name for (name,) in texts(hook.said(), "since-moved", "complex")] == ["Uljin"]
        assert hook.said()["since"]["snapshot"] == lake.yongin
        watch("--to", hook.url, since=str(lake.first))
        assert [name for (name,) in texts(hook.said(), "since-moved", "complex")] == ["Yongin", "Uljin"]
        listed = {row["key"] for row in sections(hook.said()).get("since-statements", [])}
        assert not listed & {"milestones:yongin-2026-11-02", "milestones:uljin-2026-10-20"}, "each once in a message"


def test_what_was_not_taken_is_sent_again(watch: Watch) -> None:
    with webhook() as hook:
        for hook.status in (500, 302, 204, 204):
            status, said, error = watch("--to", hook.url)
            assert "Traceback" not in error and "operator" not in error
            if hook.status != 204:
                assert status == 1 and not said and error.count("\n") == 1
                assert f"status {hook.status}" in error and "sent again the next time" in error
        assert status == 0 and "nothing was sent" in said
        assert len(hook.taken) == 3 and len({body for _, body in hook.taken}) == 1, "the same until it is taken"
        assert "t0ken" not in said + error, "the address of a webhook is a secret"
    status, _, error = watch("--to", hook.url.replace("t0ken", "gone"))
    assert status == 1 and "does not answer" in error and "Traceback" not in error


def test_a_watch_that_is_killed_after_the_delivery_sends_again(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with webhook() as hook:
        with monkeypatch.context() as patch:
            patch.setattr(Told, "remember", killed)
            with pytest.raises(KeyboardInterrupt):
                watch("--to", hook.url)
        watch("--to", hook.url)
        (first, body), (second, again) = hook.taken
        assert body == again and first["Idempotency-Key"] == second["Idempotency-Key"], "known as the same"
        assert "nothing was sent" in watch("--to", hook.url)[1]


def test_two_at_once_send_once(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    both, plain = threading.Barrier(2), Told.turn

    def together(self: Told) -> Any:
        both.wait(60)
        return plain(self)

    monkeypatch.setattr(Told, "turn", together)
    with webhook() as hook:
        with ThreadPoolExecutor(2) as threads:
            ended = [thread.result()[0] for thread in [threads.submit(watch, "--to", hook.url) for _ in range(2)]]
        assert (ended, len(hook.taken)) == ([0, 0], 1)


def test_each_recipient_scope_and_language_is_remembered_apart(watch: Watch) -> None:
    with webhook() as hook:
        watch("--to", hook.url, province="gyeongbuk")
        watch("--to", hook.url, province="경상북도")
        assert len(hook.taken) == 1, "the same scope under another name"
        watch("--to", hook.url, complex="용인")
        watch("--to", hook.url, complex="Yongin", lang="ko")
        found = [{name for (name,) in texts(hook.said(place), "since-moved", "complex")} for place in range(3)]
        assert found == [{"Uljin"}, {"Yongin"}, {"용인"}]
        assert hook.said(0)["scope"] == {"province": ["gyeongbuk"]} and hook.said(1)["scope"] == {"complex": ["yongin"]}
        about = {row["cells"]["complex"]["value"] for row in sections(hook.said(0)).get("since-passed", [])}
        assert about <= {"andong", "gyeongju", "uljin"}


def test_by_hand_since_a_later_state_leaves_the_rest_to_the_timer(watch: Watch, lake: Lake) -> None:
    with webhook() as hook:
        watch("--to", hook.url, as_of="2026-10-01")
        watch("--to", hook.url, since=str(lake.yongin))
        assert texts(hook.said(), "since-moved", "complex") == [("Uljin",)]
        watch("--to", hook.url)
        assert texts(hook.said(), "since-moved", "complex") == [("Yongin",), ("Uljin",)]


def test_a_store_that_was_rebuilt_does_not_send_everything_again(watch: Watch, tmp_path: Path) -> None:
    with webhook() as hook:
        watch("--to", hook.url)
        (memory,) = (tmp_path / "memory" / "watch").glob("*.json")
        said = json.loads(memory.read_text(encoding="utf-8"))
        assert hook.url not in memory.read_text(encoding="utf-8")
        said["told"] |= {"snapshot": 999, "recorded": "2026-01-01 00:00:00+09:00"}
        memory.write_text(json.dumps(said), encoding="utf-8")
        watch("--to", hook.url)
        again = texts(hook.said(), "since-moved", "complex") if len(hook.taken) > 1 else []
        assert set(again) <= {("Yongin",), ("Uljin",)}, "what a rebuilt store does not know to have been sent"
        assert "since-stale" not in sections(hook.said()) or len(hook.taken) == 1


# --- as on the screen


@pytest.fixture(scope="module")
def states(asker: Asker) -> tuple[Asked, Point, Point, View, View]:
    """Two days of the real facts, as the watch sees them and as the screens do."""
    snapshot = asker.snapshot()
    asked = Asked(asker, snapshot, "en", AS_OF, {"as_of": AS_OF})
    now = point.present(asked, 365)
    then = dataclasses.replace(now, as_of=THEN, today=THEN)
    views = [view_of(asker, Scope(day, THEN, day, "en", snapshot=snapshot)) for day in (THEN, AS_OF)]
    return asked, then, now, views[0], views[1]


def test_every_figure_is_that_of_the_screen(states: tuple[Asked, Point, Point, View, View]) -> None:
    asked, then, now, before, after = states
    found = news.news(asked, then, now)
    told = message.message(asked, found, then, now, ["json"]).content()
    moved = set(texts(told, "since-moved", "when", "complex", "what", "moved"))
    shown = html.section(screen.lately(after), after.w, after.warnings())
    lines = [screen.lately_row("", row, after) for row in since._restated(after).values()]
    assert moved and all(what in shown for _, _, what, _ in sorted(moved)[-5:])
    assert {(line["moved"].value) for line in lines} >= {
        row["cells"]["moved"]["value"] for row in sections(told)["since-moved"]
    }
    standing = {row.key: row["rating"].value for row in today.standing(after).tables[0].rows}
    turned = {row["cells"]["complex"]["value"]: row["cells"] for row in sections(told)["since-turned"]}
    was = {i: rated.rating for i, rated in ratings.on(before, THEN).items()}
    assert {i for i in standing if standing[i] != was[i]} == set(turned)
    assert all(
        (cells["before"]["value"], cells["now"]["value"]) == (was[i], standing[i]) for i, cells in turned.items()
    )
    why = {row.key: row["why"] for row in ratings.ratings(after).tables[0].rows}
    for i, cells in turned.items():
        raised = [] if cells["raised"]["text"] == "none" else cells["raised"]["text"].split("; ")
        assert set(raised) <= {link.text for link in why[i].links}
    late = {row.key for row in today.late(after).tables[0].rows if row["when"].mark == "passed"}
    passed = {
        ":".join(row["key"].split(":")[:2])
        for row in sections(told)["since-passed"]
        if row["cells"]["when"].get("state") == "passed"
    }
    assert passed and passed <= late
    ends = {row.key: row["days"].value for row in benefits.ending(after).tables[0].rows}
    ending = {row["key"]: row["cells"]["days"]["value"] for row in sections(told)["since-ending"]}
    assert ending and ending.items() <= ends.items()
    ages = {row.key: row["age"].value for row in coverage.coverage_list(after).tables[0].rows}
    stale = {row["key"]: row["cells"]["age"]["value"] for row in sections(told)["since-stale"]}
    assert stale and stale.items() <= ages.items()


def test_nothing_is_new_between_a_state_and_itself(states: tuple[Asked, Point, Point, View, View]) -> None:
    asked, _, now, _, _ = states
    assert news.news(asked, now, now) == []


def test_every_row_names_its_sources_and_every_statement_is_known_by_the_day(
    states: tuple[Asked, Point, Point, View, View],
) -> None:
    asked, then, now, _, _ = states
    found = {section.id: section for section in news.news(asked, then, now)}
    rows_ = found["since-statements"].tables[0].rows
    assert rows_ and all(row.origins for row in rows_)
    assert all(THEN < row["day"].value <= AS_OF for row in rows_ if row["table"].value == "milestones")
    assert all(row.origins for row in found["since-moved"].tables[0].rows)


# --- mail


def mails(taken: list[tuple[list[str], bytes]]) -> list[email.message.EmailMessage]:
    return [email.message_from_bytes(content, policy=email.policy.default) for _, content in taken]


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A certificate of localhost that this process trusts."""
    files = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", files[0])
    monkeypatch.setenv("SMTP_PASSWORD", PASSWORD)
    return files


def test_a_mail_has_text_html_and_a_report_and_goes_behind_starttls(
    watch: Watch, trusted: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text(PASSWORD + "\n")
    monkeypatch.delenv("SMTP_PASSWORD")
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(tmp_path / "secret"))
    with mail_server(trusted) as post:
        to = f"smtp://{USER}@localhost:{post.port}/kim@example.go.kr,lee@example.go.kr?from=monitor@example.go.kr"
        post.refuses.add("lee@example.go.kr")
        status, said, error = watch("--format", "text,html,hwpx", "--to", to, lang="ko", complex="용인")
        assert status == 1 and "kim@example.go.kr" in said and "lee@example.go.kr" in error
        assert "550" in error and PASSWORD not in said + error
        post.refuses.clear()
        assert watch("--format", "text,html,hwpx", "--to", to, lang="ko", complex="용인")[0] == 0
    assert [to for to, _ in post.taken] == [["kim@example.go.kr"], ["lee@example.go.kr"]], "nobody gets it twice"
    found = mails(post.taken)[0]
    assert found["From"] == "monitor@example.go.kr" and found["To"] == "kim@example.go.kr"
    assert "첨단산단 모니터" in found["Subject"] and found["List-Id"] == "<watch.rollout.example.go.kr>"
    assert found["Message-ID"].endswith("@example.go.kr>") and found["Auto-Submitted"] == "auto-generated"
    assert email.utils.parsedate_to_datetime(found["Date"]).tzinfo
    text, page = (found.get_body((kind,)) for kind in ("plain", "html"))
    assert text and page and "용인" in text.get_content() and "<table" in page.get_content()
    (report,) = found.iter_attachments()
    assert report.get_filename().endswith(".hwpx") and report.get_content_type() == "application/hwp+zip"
    assert zipfile.ZipFile(io.BytesIO(report.get_content())).testzip() is None


def test_a_mail_goes_through_tls_from_the_start(watch: Watch, trusted: tuple[str, str]) -> None:
    with mail_server(trusted, direct=True) as post:
        assert watch("--to", f"smtps://localhost:{post.port}/kim@example.go.kr?from=monitor@example.go.kr")[0] == 0
    assert len(post.taken) == 1


def test_a_server_that_is_not_to_be_trusted_gets_nothing(
    watch: Watch, trusted: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(trusted) as post:
        to = f"{USER}@localhost:{post.port}/kim@example.go.kr?from=monitor@example.go.kr"
        monkeypatch.setenv("SMTP_PASSWORD", "wrong")
        assert "refused the user or the password" in watch("--to", f"smtp://{to}")[2]
        monkeypatch.delenv("SSL_CERT_FILE")
        assert "can't be trusted" in watch("--to", f"smtp://{to}")[2]
    with mail_server() as plain:
        to = f"localhost:{plain.port}/kim@example.go.kr?from=monitor@example.go.kr"
        assert "no STARTTLS" in watch("--to", f"smtp://{to}")[2]
        assert watch("--to", f"smtp://{to}&security=none")[0] == 0
    assert not post.taken and len(plain.taken) == 1
    status, _, error = watch("--to", f"smtp://{to}&security=none", lang="ko")
    assert status == 1 and "응답 없음" in error and error.count("\n") == 1


def test_no_text_becomes_a_header(states: tuple[Asked, Point, Point, View, View]) -> None:
    asked, then, now, _, _ = states
    made = message.message(asked, [], then, now, ["text"])
    hostile = dataclasses.replace(made.document, title="News\r\nBcc: thief@example.com", subtitle="x\n\nbody")
    box = mail.Mailbox("kim@example.go.kr", "monitor@example.go.kr", mail.Server("localhost", 25, "none"))
    sent = email.message_from_bytes(
        bytes(box.mail(dataclasses.replace(made, document=hostile), "mark")), policy=email.policy.default
    )
    assert sent["Bcc"] is None and sent.get_all("Subject") == ["News Bcc: thief@example.com · x body"]


# --- webhook


def test_a_webhook_gets_values_text_and_a_signature(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", "shared")
    with webhook() as hook:
        watch("--format", "html,hwpx", "--to", hook.url, complex="uljin")
    headers, body = hook.taken[0]
    assert headers["X-Rollout-Signature"] == "sha256=" + hmac.new(b"shared", body, hashlib.sha256).hexdigest()
    said = hook.said()
    row = sections(said)["since-moved"][0]
    assert row["cells"]["complex"] == {"value": "uljin", "text": "Uljin"} and row["origin_ids"]
    assert isinstance(row["cells"]["moved"]["value"], int) and row["cells"]["when"]["precision"] == "day"
    assert said["text"].startswith(said["title"]) and said["html"].startswith("<!DOCTYPE html>") and said["hwpx"]
    assert {i for own in said["sections"] for r in own["rows"] for i in r["origin_ids"][:1]} <= {
        source["id"] for source in said["sources"]
    }


# --- wishes


@pytest.mark.parametrize(
    "wish",
    [
        [],
        ["--to", "ftp://example.com/x"],
        ["--to", "file:///etc/passwd"],
        ["--to", "http://user:word@example.com/"],
        ["--to", "http:///nowhere"],
        ["--to", "https://example.com/\r\nX: y"],
        ["--to", "smtp://mail.example.com/"],
        ["--to", "smtp://mail.example.com/kim@example.com"],
        ["--to", "smtp://u:word@mail.example.com/kim@example.com?from=a@example.com"],
        ["--to", "smtp://u@mail.example.com/kim@example.com?from=a@example.com"],
        ["--to", "smtp://mail.example.com/kim%0d%0aBcc:x@example.com?from=a@example.com"],
        ["--to", "smtp://mail.example.com/kim@example.com?from=a@example.com%0aBcc:x@y.com"],
        ["--to", "smtp://mail.example.com:port/kim@example.com?from=a@example.com"],
        ["--to", "smtps://mail.example.com/kim@example.com?from=a@example.com&security=none"],
        ["--to", "out.txt", "--format", "html"],
        ["--to", "out", "--format", "pdf"],
        ["--to", "out", "--province", "Atlantis"],
        ["--to", "out", "--since", "yesterday"],
        ["--to", "out", "--since", "999"],
        ["--to", "out", "--since", "2026-11-20"],
        ["--to", "out", "--days", "0"],
        ["--to", "out", "--lang", "fr"],
        ["--to"],
        ["--to", "out", "--password", "x"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_is_not_understood_is_one_sentence(
    watch: Watch, wish: list[str], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = {} if "--lang" in wish else {"lang": lang}
    status = command.main([*wish, "--as-of", DAY, *(part for n, v in options.items() for part in (f"--{n}", v))])
    assert status == 2 and not (tmp_path / "out").exists()


def test_the_command_stands_beside_the_others_and_writes_one_file(copied_store: store.Place, tmp_path: Path) -> None:
    file = tmp_path / "news.html"
    options = ("--as-of", "2026-03-31", "--complex", "울진", "--lang", "ko", "--format", "html", "--to", str(file))
    done = run("rollout", "watch", *options, STORE_DIR=str(copied_store.folder))
    assert done.returncode == 0 and f"{file}: 첨단산단 모니터: 변동" in done.stdout, done.stdout + done.stderr
    assert "울진" in file.read_text(encoding="utf-8") and not list(tmp_path.glob(".*.part"))


def test_a_folder_that_can_not_be_written_is_said(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, said, error = watch("--to", str(tmp_path / "file" / "news.txt"), lang="ko")
    assert (status, said, error.count("\n")) == (1, "", 1) and "파일 저장 불가" in error
