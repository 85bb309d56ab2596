"""Every question runs on the real store and answers in the columns its header promises; every metric is told in both
languages.
"""

import ast
import datetime as dt
import re

import pandas as pd
import pytest

from rollout import rows
from rollout.language.words import LANGUAGES
from rollout.questions.ask import Asker, metrics, question, question_files
from tests.conftest import AS_OF, EVERY_COMPLEX, ROOT

NAMES = list(question_files())
UNITS = {"complexes", "km²", "months", "KRW", "%", "ratio"}
PARAMETERS = {
    ("as_of", "DATE"): AS_OF,
    ("until", "DATE"): AS_OF + dt.timedelta(days=180),
    ("complexes", "VARCHAR[]"): EVERY_COMPLEX,
    ("complex_id", "VARCHAR"): "yongin",
    ("stage_id", "VARCHAR"): "plan-approved",
    ("ids", "VARCHAR[]"): ("CA-001", "CA-002"),
    ("since", "DATE"): AS_OF - dt.timedelta(days=365),
    ("year", "INTEGER"): 2020,
    ("sector", "VARCHAR"): "manufacturing",
    ("km", "DOUBLE"): 30.0,
    ("days", "DATE[]"): (AS_OF - dt.timedelta(days=365), AS_OF),
}


def given(name):
    return {parameter: PARAMETERS[parameter, type_] for parameter, type_ in question(name).parameters.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_question_answers_in_the_columns_of_its_header(opened, name):
    asked = question(name)
    answer = Asker(opened).ask(name, opened.snapshot(), **given(name))
    assert list(answer.columns) == list(asked.columns)
    assert len(answer) > 0
    assert asked.asks and asked.grain and all(asked.columns.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_question_uses_the_parameters_it_declares_and_no_others(name):
    asked = question(name)
    body = "\n".join(line.split("--")[0] for line in asked.sql.splitlines())
    assert set(re.findall(r"\$(\w+)", body)) == set(asked.parameters)
    assert not re.search(r"[{}%]|\$\d|\?", body), "only named parameters: nothing is pasted into SQL"


@pytest.mark.parametrize("name", [name for name in NAMES if "complexes" in question(name).parameters])
def test_no_complex_gives_no_rows(opened, name):
    assert Asker(opened).ask(name, opened.snapshot(), **given(name) | {"complexes": ()}).empty


@pytest.mark.parametrize("name", [name for name in NAMES if "as_of" in question(name).parameters])
@pytest.mark.parametrize("day", [dt.date(2023, 3, 14), dt.date(2024, 6, 30)])
def test_no_answer_knows_what_was_said_after_the_as_of_day(opened, name, day):
    dates = {"as_of": day, "since": dt.date(2023, 1, 1), "until": day + dt.timedelta(days=180)}
    answer = Asker(opened).ask(name, opened.snapshot(), **given(name) | dates)
    for column in answer.columns:
        if column.endswith("stated_on") or column == "newest_on":
            assert not (answer[column].dropna() > pd.Timestamp(day)).any(), column


def test_the_row_types_are_those_of_the_questions(opened):
    assert rows.FILE.read_text(encoding="utf-8") == rows.written(opened), (
        "rollout/questions/rows.py is out of date: run make rows"
    )


def test_parameters_are_values_and_never_sql(opened):
    asker = Asker(opened)
    evil = "yongin') OR 1=1; DROP TABLE lake.complexes; --"
    assert asker.ask("progress/statements", opened.snapshot(), as_of=AS_OF, complex_id=evil, stage_id=evil).empty
    assert len(asker.ask("progress/complexes", opened.snapshot(), as_of=AS_OF)) == 15


def test_code_pastes_nothing_into_a_question():
    """Nobody outside the store's room writes SQL: there is no SELECT in code, and only the asker executes."""
    for path in [*ROOT.glob("rollout/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "dashboard.py"]:
        if path.parent.name == "store":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [text for text in texts if re.match(r"\s*(SELECT|FROM|WITH)\s+\w+[\s,.]", text)], path.name
        if path.name != "ask.py":
            calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
            assert not [f for f in calls if isinstance(f, ast.Attribute) and f.attr == "execute"], path.name


def test_what_one_viewer_does_to_an_answer_no_other_sees(opened):
    asker = Asker(opened)
    first = asker.ask("progress/stages", 1)
    first["stage_id"] = "painted over"
    assert asker.ask("progress/stages", 1)["stage_id"][0] == "candidate-selected"


def test_a_parameter_that_is_not_given_is_named(opened):
    with pytest.raises(KeyError, match="as_of"):
        Asker(opened).ask("progress/complexes", 1)


def test_the_board_has_a_cell_for_every_complex_and_stage(ask):
    stages = [stage["stage_id"] for stage in ask("progress/stages")]
    assert sorted((c["complex_id"], c["stage_id"]) for c in ask("progress/board")) == sorted(
        (c, s) for c in EVERY_COMPLEX for s in stages
    )


@pytest.mark.parametrize("metric", metrics().values(), ids=metrics())
def test_a_metric_is_told_in_both_languages(metric):
    for part in ("name", "formula", "caveat"):
        for lang in LANGUAGES:
            text = metric[f"{part}_{lang}"]
            assert text.strip(), f"{part}_{lang}"
            assert bool(re.search("[가-힣]", text)) == (lang == "ko"), text
    assert metric.unit in UNITS and metric.direction in {"up", "down", "none"} and isinstance(metric.additive, bool)
