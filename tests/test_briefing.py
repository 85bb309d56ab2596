"""Briefings: what can be composed, every file at once, the command; what goes wrong is told."""

import datetime as dt
import io
import os
import re
import subprocess
import sys
import zipfile
from itertools import pairwise

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from rollout.briefing import (
    FORMATS,
    NothingInScopeError,
    build,
    compose,
    content,
    file_name,
    slides,
)
from rollout.briefing.__main__ import main
from rollout.briefing.compose import CompositionError
from rollout.language.words import Words
from rollout.questions import view
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import data_date, view_of
from rollout.render import printed
from rollout.store import lake as store
from tests.briefings import assert_fits, composed, deck, read_as
from tests.conftest import PATIENCE, ROOT


def test_an_earlier_day_knows_nothing_of_what_came_later(asker):
    who = view_of(
        asker, Scope(dt.date(2024, 1, 31), dt.date(2023, 3, 15), dt.date(2024, 1, 31), "en", snapshot=asker.snapshot())
    )
    tables = {section.id: section.table for section in content.compose(composed(who), who).sections}
    said = "\n".join(
        f"{cell.text} {cell.after}"
        for name in ("changes", "lately")
        for row in printed.printed_table(tables[name], "report", who.w).rows
        for cell in row
    )
    assert "2024-02" not in said and "2025-" not in said
    assert "2023-03-15" in said or "2023" in said


@pytest.fixture(scope="module")
def everywhere(asker):
    """A reader with every province and every industry chosen, in English: the longest list of filters there is."""
    names = read_as(asker, "en").names
    return read_as(asker, "en", provinces=tuple(names["provinces"]), industries=tuple(names["industries"]))


def test_all_filters_at_once_give_a_deck_a_report_and_an_annex(everywhere):
    composition = composed(everywhere, "weekly", sections=["overview", "board", "due"])
    filters = " · ".join(everywhere.scope.described(everywhere.w, everywhere.names))
    assert len(filters) > 255
    files = {form: build(composition, everywhere, form) for form in FORMATS}
    file = deck(files["pptx"])
    assert filters.startswith(
        file.core_properties.subject.removesuffix("…")[:100]
    ) or file.core_properties.subject.endswith("…")
    assert len(file.core_properties.subject) == 255
    for slide in file.slides:
        (foot,) = (shape.text_frame.text for shape in slide.shapes if shape.name == "filters")
        assert foot.endswith("…") and "\n" not in foot
    assert filters in "\n".join(
        slide.notes_slide.notes_text_frame.text for slide in file.slides if slide.has_notes_slide
    ), "whole in the notes"
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(files["hwpx"])).read("Contents/section0.xml"))
    assert "Gyeongbuk" in "".join(body.itertext())
    about = {
        row[0].value: row[1].value for row in openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["About"].iter_rows()
    }
    assert about["Filters"] == filters


def test_all_filters_at_once_have_file_names_that_every_system_takes(everywhere):
    name = file_name(composed(everywhere, "weekly"), everywhere, "pptx")
    assert re.fullmatch(r"[\w.-]{1,255}", name, re.ASCII)


NASTY = "\x00\x1b[31m<b>&amp;</b>\ud800\u202e 🚀 ../../etc/passwd =1+1 " + "가\u200b" * 20


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_note_and_title_make_a_sound_file(asker, form):
    who = read_as(asker, "ko")
    raw = {
        "template": "weekly",
        "title": NASTY,
        "audience": NASTY,
        "notes": {"overview": NASTY * 200, "standing": "=cmd|' /C calc'!A0"},
    }
    composition, remarks = compose.read(raw, who.w, [])
    assert len(remarks) == 1 and "1,000" in remarks[0], "it is told that the note was cut"
    content_ = build(composition, who, form)
    archive = zipfile.ZipFile(io.BytesIO(content_))
    texts = [
        etree.fromstring(archive.read(name)).xpath("string()")
        for name in archive.namelist()
        if name.endswith((".xml", ".rels"))
    ]
    assert any("🚀" in text and "<b>&amp;</b>" in text for text in texts), "what is no danger stays as it was typed"
    assert not any(re.search("[\x00-\x08\x1b\u202e\u200b]", text) for text in texts)
    assert file_name(composition, who, form) == f"weekly-2026-03-31-ko.{form}"


def test_nothing_in_scope_is_refused_in_words(asker):
    who = read_as(asker, "en", provinces=("seoul",))
    with pytest.raises(NothingInScopeError, match="No complex matches these filters: Seoul"):
        build(composed(who, "weekly"), who, "pptx")


def test_one_complex_in_scope_makes_every_section(asker):
    who = read_as(asker, "ko", provinces=("chungbuk",))
    assert len(who.scope.complexes) == 1
    made = slides(composed(who), who)
    assert {slide.section for slide in made} - {"answer", "appendix"} == {"cover", *compose.TEMPLATES["programme"]}
    for slide in made:
        assert_fits(slide)


def test_sections_come_in_the_order_asked_for_and_unknown_ones_are_named(asker):
    who = read_as(asker, "en")
    raw = {"template": "weekly", "sections": ["sources", "due", "nonsense", "due", "overview"], "notes": {"map": "x"}}
    composition, remarks = compose.read(raw, who.w, list(who.names["complexes"]))
    assert composition.sections == ("sources", "due", "overview")
    assert remarks == [
        "Unknown sections were left out: nonsense.",
        "A note on a section that is not there was left out: map.",
    ]
    assert list(dict.fromkeys(slide.section for slide in slides(composition, who))) == [
        "cover",
        "sources",
        "due",
        "overview",
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"template": "nope"}, "no template “nope”"),
        ({"template": "complex"}, "Name it"),
        ({"complex": "atlantis"}, "no complex “atlantis”"),
        ({"sections": ["x"]}, "No section is left"),
        ({"template": "<b>" + "x" * 999}, "There is no template"),
    ],
)
def test_what_can_not_be_composed_is_told(raw, message):
    with pytest.raises(CompositionError, match=message):
        compose.read(raw, Words("en"), ["daejeon"])


def test_a_link_reproduces_the_composition(asker):
    who = read_as(asker, "ko", "complex")
    first = composed(who, "complex", sections=["facts", "sources"], title="제목", notes={"facts": "메모"})
    query = first.query()
    raw = {
        "template": query["template"],
        "complex": query["complex"],
        "sections": query["sections"].split(","),
        "title": query["title"],
        "notes": {name.removeprefix("note_"): text for name, text in query.items() if name.startswith("note_")},
    }
    assert compose.read(raw, who.w, list(who.names["complexes"])) == (first, [])


def test_progress_is_told_part_by_part(asker):
    who = read_as(asker, "en")
    heard = []
    slides(composed(who, "weekly"), who, lambda *step: heard.append(step))
    assert [done for done, _, _ in heard] == list(range(len(compose.TEMPLATES["weekly"]) + 1))
    assert heard[0][2] == "Overview" and all(a[1] == b[1] for a, b in pairwise(heard))


def run(capsys, *arguments):
    """The command's status, what it printed, and what it complained of."""
    status = main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


NAMES = {
    "경상북도": "gyeongbuk",
    "경북": "gyeongbuk",
    "Gyeongbuk": "gyeongbuk",
    "gyeongbuk": "gyeongbuk",
    "North Gyeongsang": "gyeongbuk",
    "Gyeongsangbuk-do": "gyeongbuk",
    "강원도": "gangwon",  # as it was called before
    "전라북도": "jeonbuk",
}


def test_a_province_may_be_called_by_any_of_its_names(store_folder, capsys, tmp_path):
    assert "North Gyeongsang" in pd.read_csv(ROOT / "data/tables/provinces.csv")["name_en"].tolist()
    for name, province in NAMES.items():
        file = tmp_path / f"weekly-{province}-2026-03-01-ko.xlsx"
        wish = f"--as-of 2026-03-01 --lang ko --sections due --format xlsx --out {tmp_path}".split()
        assert run(capsys, "--province", name, *wish)[:2] == (0, f"{file}\n"), name
        assert zipfile.is_zipfile(file), name
        file.unlink()


def test_without_a_day_it_is_that_of_the_newest_statement_and_never_the_clocks(store_folder, capsys, tmp_path, opened):
    asker = Asker(opened)
    complexes = tuple(asker.ask("progress/complexes", asker.snapshot(), as_of=dt.date(2099, 12, 31))["complex_id"])
    newest = data_date(asker, asker.snapshot(), dt.date(2099, 12, 31), complexes)
    status, out, _ = run(capsys, "--lang", "en", "--sections", "due", "--out", str(tmp_path))
    assert (status, out) == (0, f"{tmp_path}/weekly-{newest.isoformat()}-en.pptx\n")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--lang", "ko", "--province", "한라도"], 2, "“한라도”"),
        (["--lang", "en", "--province", ""], 2, "Province is empty."),
        (["--lang", "en", "--industry", "<b>"], 2, "Industry “<b>” is not known. Choose of: aerospace"),
        (["--lang", "en", "--as-of", "yesterday"], 2, "“yesterday” is no day"),
        (["--lang", "en", "--as-of", "1999-01-01"], 2, "is outside"),
        (
            ["--lang", "en", "--as-of", "2025-01-01", "--compare", "2025-02-01"],
            2,
            "The comparison date is after the as-of date.",
        ),
        (["--lang", "ko", "--fly"], 2, "알 수 없는 옵션: --fly."),
        (["--lang", "ko", "--format", "pdf"], 2, "없는 형식: “pdf”"),
        (["--lang", "ko", "--template", "complex"], 2, "산단을 지정하십시오"),
        (["--lang", "en", "--note", "overview"], 2, "SECTION=TEXT"),
        (["--lang", "en", "--title"], 2, "--title needs a value"),
        (["--lang=fr"], 2, "“fr” is not known"),
        (["--lang", "ko", "--province", "seoul"], 1, "조건에 맞는 산단 없음: 서울"),
        (["--lang", "en", "--out", "/proc/none/such", "--sections", "due"], 1, "The files can't be written"),
    ],
)
def test_what_goes_wrong_is_told_in_the_language_with_a_status(store_folder, capsys, tmp_path, arguments, status, said):
    given = arguments if "--out" in arguments else [*arguments, "--out", str(tmp_path / "out")]
    got, out, err = run(capsys, *given)
    assert (got, out) == (status, "")
    assert said in err
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_a_store_that_can_not_be_read_is_told(capsys, copied_store, monkeypatch, tmp_path):
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    (copied_store.folder / "catalogue.sqlite").write_bytes(b"no database")
    status, out, err = run(capsys, "--lang", "ko", "--out", str(tmp_path))
    assert (status, out) == (1, "") and "python -m rollout.store rebuild" in err


def test_the_same_wish_gives_the_same_bytes_in_any_process(asker, store_folder, tmp_path):
    """A process of another time zone and other hashes, through the command, writes what is written here."""
    wish = "--template programme --province gyeongbuk --as-of 2026-03-31 --lang ko --format pptx,hwpx,xlsx"
    told = subprocess.run(
        [sys.executable, "-m", "rollout.briefing", *wish.split(), "--note", "overview=메모", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "America/New_York"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (told.returncode, told.stderr) == (0, "")
    who = read_as(asker, provinces=("gyeongbuk",))
    composition = composed(who, "programme", notes={"overview": "메모"})
    here = {form: build(composition, who, form) for form in ("pptx", "hwpx", "xlsx")}
    assert {path.suffix[1:]: path.read_bytes() for path in tmp_path.iterdir()} == here
    for content_ in here.values():
        for member in zipfile.ZipFile(io.BytesIO(content_)).infolist():
            assert member.date_time == (2026, 3, 31, 0, 0, 0)


def test_no_streamlit_is_loaded_for_a_briefing():
    code = (
        "import sys, rollout.briefing.__main__, rollout.render.deck, rollout.render.report, "
        "rollout.render.workbook; print([m for m in sys.modules if m.startswith('streamlit')])"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert told.stdout.strip() == "[]", told.stderr


def test_names_of_the_reader_are_the_apps(opened):
    rows = Asker(opened).ask("scope/names", opened.snapshot(), as_of=dt.date(2026, 3, 31))
    assert view.names(rows, Words("ko"))["provinces"]["gyeongbuk"] == "경북"
    assert isinstance(opened, store.Store)
