"""The API, the open data and the feed, asked in this process as a program would ask them."""

import csv
import io
import json
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pandas as pd
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from starlette.applications import Starlette

from rollout import facts
from rollout.access import Person
from rollout.api.answers import as_csv
from rollout.api.columns import Column
from rollout.api.operations import OPERATIONS
from rollout.api.parameters import MOST_ROWS
from rollout.api.routes import LONGEST_QUERY, routes
from rollout.facts.change import Change, rows
from rollout.facts.command import main as facts_command
from rollout.ledger import proposal
from rollout.questions.ask import Asker, metrics, question_files
from rollout.store import lake as store
from rollout.web import identity
from tests.conftest import ROOT, place
from tests.test_access import secrets

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette would rather have another client
    from starlette.testclient import TestClient

KIM = Person("Kim Min-su", "kim@example.go.kr", "viewer", "kim@example.go.kr")
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
FEW = 3  # made-up requests an address and kind; of the tables and the questions all but the first get one


def application(asker: Asker, person: Person = KIM) -> Starlette:
    return Starlette(routes=routes(lambda: asker, lambda _cookies, _headers: person))


@pytest.fixture(scope="module")
def client(asker: Asker) -> TestClient:
    """A client of the real facts."""
    return TestClient(application(asker))


@pytest.fixture(scope="module")
def published(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a store in which a plan of Yongin was stated anew and a term was corrected, in one commit each."""
    folder = tmp_path_factory.mktemp("published") / "store"
    shutil.copytree(pristine, folder)
    opened = store.open_store(place=place(folder))
    present = rows(opened.present())
    anew = _plan(present) | {
        "milestone_id": "yongin-anew",
        "date": "2029-01-01",
        "stated_on": "2026-11-02",
        "note_ko": "",
        "note_en": "",
    }
    term = next(iter(present["glossary"].values()))
    corrected = Change("glossary", term, term | {"term_en": term["term_en"] + " (corrected)"})
    proposal.publish(opened, [Change("milestones", None, anew)], "Kim <kim@example.go.kr>", "용인 재공표", "publish")
    proposal.publish(opened, [corrected], "Kim <kim@example.go.kr>", "A term", "publish")
    yield TestClient(application(Asker(opened)))
    opened.close()


def _plan(present: dict[str, dict[str, dict[str, str]]]) -> dict[str, str]:
    """A plan of Yongin that counts."""
    wanted = {"complex_id": "yongin", "status": "planned", "counts": "true", "precision": "month"}
    return next(row for row in present["milestones"].values() if wanted.items() <= row.items())


def answer(client: TestClient, address: str, **parameters: object) -> dict[str, Any]:
    found = client.get(address, params=parameters)
    assert found.status_code == 200, found.text
    return found.json()


def refusal(client: TestClient, address: str, **parameters: object) -> tuple[int, str, str]:
    found = client.get(address, params=parameters)
    error = found.json()["error"]
    assert found.headers["content-type"] == "application/json" and "Traceback" not in found.text
    return found.status_code, error["code"], error["message"]


# --- what there is


def test_the_lists_name_every_table_question_and_metric(client: TestClient) -> None:
    tables, questions = (answer(client, f"/api/v1/{name}")["rows"] for name in ("tables", "questions"))
    assert [row["name"] for row in tables] == [resource["name"] for resource in facts.descriptor()["resources"]]
    assert [row["name"] for row in questions] == list(question_files())
    assert all(client.get(row["url"], params={"limit": 1}).status_code == 200 for row in tables)
    defined = answer(client, "/api/v1/metrics")["rows"]
    assert [row["id"] for row in defined] == list(metrics()) and all(row["formula_ko"] for row in defined)
    korean = answer(client, "/api/v1/tables", lang="ko")["rows"]
    assert next(row["title"] for row in korean if row["name"] == "milestones") == "추진 단계 공표"


def test_a_table_answers_with_its_rows_their_sources_and_what_its_columns_mean(client: TestClient) -> None:
    said = answer(client, "/api/v1/tables/milestones", lang="ko")
    with (facts.DATA_DIR / "tables" / "milestones.csv").open(encoding="utf-8-sig", newline="") as file:
        shipped = {row["milestone_id"]: row for row in csv.DictReader(file)}
    assert said["total"] == len(said["rows"]) == len(shipped)
    for row in said["rows"]:
        own = shipped[row["milestone_id"]]
        assert (row["date"] or "", row["counts"]) == (own["date"], own["counts"] == "true")
        assert row["origin_ids"] == own["origin_ids"].split(";")
    stated = next(column for column in said["columns"] if column["name"] == "stated_on")
    assert stated["type"] == "date" and stated["title"] == "공표일" and stated["description"]


def test_a_complex_has_a_stable_address_under_any_of_its_names(client: TestClient) -> None:
    by_id, by_name = (answer(client, f"/api/v1/complexes/{name}", lang="ko") for name in ("uljin", "울진"))
    assert by_id == by_name and by_id["id"] == "uljin" and by_id["title"] == "울진"
    assert [row["complex_id"] for row in by_id["rows"]] == ["uljin"]
    assert {row["complex_id"] for name in ("stages", "figures", "milestones") for row in by_id[name]} == {"uljin"}
    assert all(client.get(address).status_code == 200 for address in by_id["links"].values())


def test_sources_and_codes(client: TestClient) -> None:
    source = answer(client, "/api/v1/sources", limit=1, complex="용인")["rows"][0]
    assert source["url"].startswith("http") and "yongin" in source["complex_ids"]
    assert [row["code"] for row in answer(client, "/api/v1/codes", list="situation")["rows"]] == [
        "capital",
        "non-capital",
    ]
    assert refusal(client, "/api/v1/codes", list="none")[:2] == (400, "unknown-value")


def test_a_page_lists_the_addresses_for_people(client: TestClient) -> None:
    english, korean = (client.get("/api/v1", params={"lang": lang}) for lang in ("en", "ko"))
    assert english.headers["content-type"].startswith("text/html") and "추진 단계 공표" in korean.text
    links = re.findall(r'href="(/[^"]+)"', english.text)
    assert len(links) >= 100 and all(client.head(link).status_code == 200 for link in links[::10])


# --- what is asked for


@pytest.mark.parametrize("name", ["gyeongbuk", "경북", "경상북도", "North Gyeongsang", "경북에서"])
def test_a_filter_takes_an_id_or_a_name_in_either_language(client: TestClient, name: str) -> None:
    for address in ("/api/v1/tables/milestones", "/api/v1/questions/progress/board"):
        found = {row["complex_id"] for row in answer(client, address, province=name)["rows"]}
        assert found == {"andong", "gyeongju", "uljin"}, address


def test_rows_of_no_complex_go_by_their_own_province_and_industry(client: TestClient) -> None:
    found = answer(client, "/api/v1/tables/investments", province="울산")["rows"]
    assert found and {(row["complex_id"], row["province_id"]) for row in found} == {(None, "ulsan")}
    battery = answer(client, "/api/v1/tables/talent_programmes", industry="이차전지")["rows"]
    assert {row["industry_id"] for row in battery} == {"battery"}
    one, two = (answer(client, "/api/v1/tables/events", complex=name)["total"] for name in ("용인", "daegu"))
    assert answer(client, "/api/v1/tables/events", complex=["Yongin", "대구"])["total"] == one + two


def test_a_question_takes_the_parameters_that_it_declares(client: TestClient) -> None:
    address = "/api/v1/questions/progress/statements"
    said = answer(client, address, complex_id="용인", stage_id="plan-approved", as_of="2026-03-31")
    assert said["as_of"] == "2026-03-31" and said["rows"] and all(row["origin_ids"] for row in said["rows"])
    assert refusal(client, address, complex_id="용인") == (400, "missing-parameter", "stage_id is missing.")
    near = answer(client, "/api/v1/questions/map/near", km=30, complex="완주")["rows"]
    assert {row["complex_id"] for row in near} == {"wanju"}
    assert (
        answer(client, "/api/v1/questions/schedule/standing", days=["2025-01-01", "2026-01-01"], limit=1)["total"] > 0
    )


def test_as_of_an_earlier_day_later_statements_are_unknown(client: TestClient) -> None:
    then = answer(client, "/api/v1/tables/milestones", as_of="2023-12-31")["rows"]
    assert then and max(row["stated_on"] for row in then) <= "2023-12-31"
    early, late = (
        answer(client, "/api/v1/complexes", complex="용인", as_of=day)["rows"][0]["stage_on"]
        for day in ("2023-12-31", "2026-03-31")
    )
    assert early < late
    assert "as_of" in refusal(client, "/api/v1/tables/codes", as_of="2024-01-01")[2], "codes have no day"


def test_labels_stand_beside_ids_and_codes(client: TestClient) -> None:
    row = answer(client, "/api/v1/tables/milestones", complex="yongin", labels="true", lang="ko", limit=1)["rows"][0]
    assert (row["complex_id"], row["complex_id_label"]) == ("yongin", "용인")
    assert row["status_label"] not in ("", row["status"])
    row = answer(client, "/api/v1/complexes", complex="yongin", labels="true", lang="en")["rows"][0]
    assert row["industry_ids_label"] == ["Semiconductors"]


def test_rows_come_in_pages(client: TestClient) -> None:
    whole = answer(client, "/api/v1/tables/milestones")["rows"]
    found = client.get("/api/v1/tables/milestones", params={"limit": 150})
    pages = [found.json()["rows"]]
    while "next" in found.links:
        found = client.get(found.links["next"]["url"])
        pages.append(found.json()["rows"])
    assert [len(page) for page in pages] == [150, 150, len(whole) - 300]
    assert [row for page in pages for row in page] == whole
    assert found.links.keys() == {"first", "prev", "last", "service-desc"}
    assert found.headers["x-total-count"] == str(len(whole))


def test_csv_by_ending_by_header_and_by_parameter_is_what_pandas_reads(client: TestClient) -> None:
    address = "/api/v1/tables/investments"
    asked = (
        client.get(f"{address}.csv"),
        client.get(address, headers={"Accept": "text/csv"}),
        client.get(address, params={"format": "csv"}),
    )
    assert len({found.content for found in asked}) == 1
    frame = pd.read_csv(io.BytesIO(asked[0].content))
    rows = answer(client, address)["rows"]
    assert list(frame["investment_id"]) == [row["investment_id"] for row in rows]
    assert frame["amount_krw"].sum() == sum(row["amount_krw"] or 0 for row in rows)
    browser = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert browser.headers["content-type"] == "application/json"


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    address, first = "/api/v1/tables/stages", client.get("/api/v1/tables/stages")
    again = client.get(address, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    others = (
        client.get(f"{address}.csv"),
        client.get(address, params={"lang": "ko"}),
        client.get(address, params={"limit": 2}),
    )
    assert first.headers["etag"] not in {found.headers["etag"] for found in others}
    assert client.get(address, headers={"If-None-Match": others[0].headers["etag"]}).status_code == 200


# --- what was committed


def test_an_earlier_snapshot_is_as_it_was(published: TestClient) -> None:
    address = "/api/v1/tables/milestones"
    now, then = answer(published, address), answer(published, address, snapshot=1)
    assert (now["snapshot"], then["snapshot"], now["total"] - then["total"]) == (3, 1, 1)
    assert refusal(published, address, snapshot=77) == (404, "no-snapshot", "There is no snapshot 77; the newest is 3.")


def test_changes_since_a_snapshot_or_a_day(published: TestClient) -> None:
    every = answer(published, "/api/v1/changes", since=1)
    new = [row for row in every["rows"] if row["row"] == "yongin-anew"]
    assert {"date", "stated_on"} <= {row["field"] for row in new} and {row["kind"] for row in new} == {"new"}
    assert all(row["origin_ids"] and row["complex_ids"] == ["yongin"] for row in new)
    said = {row["row"]: row["said"] for row in answer(published, "/api/v1/changes", since=1, lang="ko")["rows"]}
    assert said["yongin-anew"].startswith("용인 · ")
    assert answer(published, "/api/v1/changes", since=1, province="경기")["rows"] == new
    last = answer(published, "/api/v1/changes", since=2)["rows"]
    assert [(row["table"], row["field"], row["after"][-11:]) for row in last] == [
        ("glossary", "term_en", "(corrected)")
    ]
    assert answer(published, "/api/v1/changes", since=1, snapshot=2)["rows"] == new
    assert answer(published, "/api/v1/changes", since="2024-01-01")["since"] == 1, (
        "the first commit is the oldest state"
    )


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_feed_tells_what_changed(published: TestClient, lang: str) -> None:
    def entries(**scope: str) -> list[Xml.Element]:
        found = published.get("/feed.atom", params={"lang": lang, **scope})
        assert found.headers["content-type"].startswith("application/atom+xml")
        return Xml.fromstring(found.content).findall("atom:entry", ATOM)

    whole = entries()
    assert [entry.findtext("atom:title", "", ATOM) for entry in whole] == ["A term", "용인 재공표", "First load"]
    assert len({entry.findtext("atom:id", "", ATOM) for entry in whole}) == 3
    told = whole[1].findtext("atom:content", "", ATOM)
    assert {"ko": "용인", "en": "Yongin"}[lang] in told and "2029" in told
    assert "<" not in whole[1].findtext("atom:author/atom:name", "", ATOM), "no address of a person"
    for scope in ({"complex": "용인"}, {"province": "경기"}, {"industry": "반도체"}):
        assert [entry.findtext("atom:title", "", ATOM) for entry in entries(**scope)] == ["용인 재공표"], scope
    assert entries(complex="완주") == []
    link = whole[1].find("atom:link", ATOM)
    assert link is not None and published.get(link.attrib["href"]).json()["total"] > 0


def test_the_feed_takes_every_filter_of_a_view(published: TestClient) -> None:
    for scope, told in (({"stage": "착공"}, False), ({"situation": "capital", "complex": "Yongin"}, True)):
        found = published.get("/feed.atom", params={**scope, "lang": "en"})
        assert found.status_code == 200, found.text
        root = Xml.fromstring(found.text)
        assert bool(root.findall("atom:entry", ATOM)) == told
        assert "(" in (root.findtext("atom:title", "", ATOM))


def test_the_package_of_any_snapshot_is_sound(
    published: TestClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = {}
    for number in (1, 3):
        found = published.get("/data/package.zip", params={"snapshot": number})
        assert found.headers["content-type"] == "application/zip"
        folder = tmp_path / str(number)
        with zipfile.ZipFile(io.BytesIO(found.content)) as archive:
            archive.extractall(folder)
        assert facts_command(["check", str(folder)]) == 0, capsys.readouterr().out
        plans[number] = (folder / "tables" / "milestones.csv").read_text(encoding="utf-8")
    assert "yongin-anew" in plans[3] and "yongin-anew" not in plans[1]


def test_the_catalogue_leads_to_every_table(client: TestClient) -> None:
    found = client.get("/data/catalog.jsonld")
    assert found.headers["content-type"] == "application/ld+json"
    catalogue = found.json()
    whole, *tables = catalogue["dcat:dataset"]
    assert len(tables) == len(whole["dct:hasPart"]) == len(facts.descriptor()["resources"])
    files = [d["dcat:downloadURL"]["@id"] for d in (*whole["dcat:distribution"], *tables[0]["dcat:distribution"])]
    assert all(client.get(address).status_code == 200 for address in files)
    assert {text["@language"] for text in tables[0]["dct:title"]} == {"ko", "en"}


# --- what goes wrong


WRONG = {
    "/api/v1/tables/milestones?provinz=x&limt=1": (400, "unknown-parameter", "provinz, limt"),
    "/api/v1/tables/milestones?province=아틀란티스": (400, "unknown-value", "아틀란티스"),
    "/api/v1/tables/milestones?as_of=2026-02-30": (400, "no-day", "2026-02-30"),
    "/api/v1/tables/milestones?as_of=1999-01-01": (400, "outside", "1999-01-01"),
    f"/api/v1/tables/milestones?limit={MOST_ROWS + 1}": (400, "no-number", "10,000"),
    "/api/v1/tables/milestones?offset=-1": (400, "no-number", "offset"),
    "/api/v1/tables/milestones?limit=1&limit=2": (400, "too-many", "limit"),
    "/api/v1/tables/codes?complex=yongin": (400, "unknown-parameter", "complex"),
    "/api/v1/tables/milestones?lang=fr": (400, "unknown-value", "fr"),
    "/api/v1/changes": (400, "missing-parameter", "since"),
    f"/api/v1/tables/milestones?complex={'x' * LONGEST_QUERY}": (400, "too-long", "4,000"),
    "/api/v1/tables/passwords": (404, "no-address", "/api/v1/tables"),
    "/api/v1/questions/progress/../../x": (404, "no-address", "/api/v1"),
    "/api/v1/complexes/atlantis": (404, "unknown-value", "atlantis"),
    "/data/other.zip": (404, "no-address", "/api/v1"),
}


@pytest.mark.parametrize("address", WRONG, ids=[address[:60] for address in WRONG])
def test_wrong_input_is_named_in_one_sentence_in_either_language(client: TestClient, address: str) -> None:
    said = {}
    for lang in ("ko", "en"):
        found = client.get(address, headers={"Accept-Language": f"{lang}-KR,en;q=0.5"})
        error = found.json()["error"]
        status, code, named = WRONG[address]
        assert (found.status_code, error["code"]) == (status, code)
        assert named in error["message"] and "\n" not in error["message"] and len(error["message"]) < 500
        said[lang] = error["message"]
    assert said["ko"] != said["en"]


def test_nothing_is_written(client: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        found = client.request(method, "/api/v1/tables/milestones")
        assert (found.status_code, found.json()["error"]["code"]) == (405, "read-only")
    assert client.head("/api/v1/tables/milestones").status_code == 200
    assert "access-control-allow-origin" not in client.get("/api/v1/tables", headers={"Origin": "https://x.kr"}).headers


def test_text_that_a_spreadsheet_would_run_is_text() -> None:
    made = as_csv([{"a": "=cmd()", "b": ["x", "y"], "c": -1.5}], [Column("a", ""), Column("b", ""), Column("c", "")])
    assert made == b"a,b,c\r\n'=cmd(),x;y,-1.5\r\n"


def test_a_fault_of_ours_is_a_sentence(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("rollout.api.routes._asked", broken)
    found = TestClient(application(asker), raise_server_exceptions=False).get("/api/v1/tables?lang=ko")
    assert (found.status_code, found.json()["error"]["code"]) == (500, "fault") and "secret" not in found.text


# --- who asks


def test_where_people_must_sign_in_nobody_else_is_answered(
    asker: Asker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets(tmp_path, monkeypatch, "[auth]\nclient_id = 'rollout'")
    (tmp_path / "settings.toml").write_text('sign_in = "required"', encoding="utf-8")
    monkeypatch.setenv("SETTINGS_FILE", str(tmp_path / "settings.toml"))
    guest = TestClient(Starlette(routes=routes(lambda: asker, identity.asking)))
    for operation in OPERATIONS:
        assert refusal(guest, operation.path)[:2] == (401, "sign-in"), operation.path
    assert refusal(guest, "/api/v1/tables/milestones", lang="ko")[2] == "로그인 후 조회하십시오."
    assert refusal(guest, "/api/v1/openapi.json")[0] == 401


def test_other_sites_read_what_the_settings_let_them(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("SETTINGS_FILE", str(file))
    portal, stranger = "https://portal.example.go.kr", "https://example.com"
    asks = {"Access-Control-Request-Method": "GET"}
    addresses = ("/api/v1/metrics", "/data/catalog.jsonld", "/feed.atom")

    def allowed(origin: str, address: str = "/api/v1/metrics") -> str | None:
        found = client.get(address, headers={"Origin": origin})
        assert found.status_code == 200 and "access-control-allow-credentials" not in found.headers
        return found.headers.get("access-control-allow-origin")

    file.write_text("", encoding="utf-8")
    assert [allowed(portal, address) for address in addresses] == [None] * 3, "off by default"
    file.write_text(f'origins = ["{portal}"]', encoding="utf-8")
    assert [allowed(portal, address) for address in addresses] == [portal] * 3
    assert allowed(stranger) is None and allowed("https://portal.example.go.kr.example.com") is None
    found = client.get("/api/v1/metrics", headers={"Origin": portal})
    assert {"ETag", "Link"} <= set(found.headers["access-control-expose-headers"].split(", "))
    assert client.options("/api/v1/metrics", headers=asks | {"Origin": portal}).status_code == 200
    assert client.options("/api/v1/metrics", headers=asks | {"Origin": stranger}).status_code == 400
    assert client.post("/api/v1/metrics", headers={"Origin": portal}).status_code == 405
    file.write_text('origins = ["*"]  # all', encoding="utf-8")
    assert allowed(stranger) in {"*", stranger}
    file.write_text('origins = ["*"]\nsign_in = 1', encoding="utf-8")
    assert allowed(stranger) is None, "not while the settings are faulty"


def test_a_whole_table_and_a_package_are_in_the_audit_log(client: TestClient, store_folder: Path) -> None:
    log = store_folder / "audit.log"

    def exported(address: str, headers: dict[str, str] | None = None) -> list[str]:
        before = len(log.read_text(encoding="utf-8").splitlines()) if log.exists() else 0
        client.get(address, headers=headers)
        lines = log.read_text(encoding="utf-8").splitlines()[before:] if log.exists() else []
        return [f"{entry['person']} {entry['action']} {entry['file']}" for entry in map(json.loads, lines)]

    assert exported("/api/v1/tables/targets.csv") == ["kim@example.go.kr export targets.csv"]
    assert exported("/data/package.zip") == ["kim@example.go.kr export rollout-snapshot-1.zip"]
    assert exported("/api/v1/tables/targets?limit=2") == exported("/api/v1/tables/targets?province=경북") == []
    tag = client.get("/api/v1/tables/targets.csv").headers["etag"]
    assert exported("/api/v1/tables/targets.csv", {"If-None-Match": tag}) == [], "nothing was sent"


# --- the document


def test_the_document_describes_what_is_there(client: TestClient) -> None:
    english, korean = (answer(client, "/api/v1/openapi.json", lang=lang) for lang in ("en", "ko"))
    assert english["paths"].keys() == korean["paths"].keys()
    operation = korean["paths"]["/api/v1/tables/milestones"]["get"]
    assert operation["summary"] == "추진 단계 공표"
    province = next(one for one in operation["parameters"] if one["name"] == "province")
    assert "gyeongbuk" in province["schema"]["items"]["anyOf"][0]["enum"] and province["description"].startswith(
        "시·도"
    )
    ids = [own["get"]["operationId"] for own in english["paths"].values()]
    assert len(ids) == len(set(ids))


def test_every_address_of_the_documentation_answers(client: TestClient) -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    addresses = re.findall(r"http://localhost:8501(/[^\s'\"`)]+)", text)
    assert len(addresses) > 8
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_whatever_the_document_allows_is_answered_as_it_says(asker: Asker) -> None:
    document = schemathesis.openapi.from_asgi("/api/v1/openapi.json", application(asker))
    seen: dict[str, int] = {}
    for found in document.get_all_operations():
        operation = found.ok()
        kind = "/".join(operation.path.split("/")[:4])
        seen[kind] = seen.get(kind, 0) + 1
        made_up(operation, GenerationMode.POSITIVE, FEW if seen[kind] <= 2 else 1)
        if seen[kind] <= 2:
            made_up(operation, GenerationMode.NEGATIVE, FEW)


def made_up(operation: Any, mode: GenerationMode, examples: int) -> None:
    """Ask some made-up requests of one kind, and hold the answers to the document."""
    unknown_names = [CHECKS.get_one("positive_data_acceptance")]  # any text is a name, and few are known

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        case.call_and_validate(excluded_checks=unknown_names)

    check()
