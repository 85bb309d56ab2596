"""Explore: figures of any set by any dimension, equal to those of the other pages; a reason in place of a wrong sum."""

import datetime as dt
import io
import random
import statistics
from contextlib import closing
from urllib.parse import parse_qs, quote

import pandas as pd
import pyarrow.parquet as parquet_format
import pytest

from rollout.document.model import Section
from rollout.questions import links
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope, year_before
from rollout.questions.view import View, view_of
from rollout.render import parquet
from rollout.render.theme import LIGHT
from rollout.store.sandbox import Sandbox
from rollout.subjects.explore import opened, pivot, sections
from rollout.subjects.explore.pivot import Asked
from rollout.subjects.explore.sets import KNOWN, find, sets
from rollout.subjects.investment import statements, words
from tests.conftest import AS_OF
from tests.opening import html, own_store, text, visit  # noqa: F401  own_store is a fixture


@pytest.fixture(scope="module")
def view(asker: Asker) -> View:
    return view_of(asker, Scope(AS_OF, year_before(AS_OF), AS_OF, "en", snapshot=asker.snapshot()))


def figures(view: View, asked: Asked) -> pivot.Answer:
    data = find(asked.name, view)
    return pivot.answer(data, asked, data.rows(view.scope.as_of))


def cells(section: Section) -> dict[tuple[str, str], object]:
    return {
        (row.key, key): cell.value for row in section.tables[0].rows for key, cell in row.cells.items() if key != "row"
    }


def test_every_set_and_every_table_has_an_answer_in_both_languages(asker: Asker) -> None:
    for lang in ("en", "ko"):
        view = view_of(asker, Scope(AS_OF, year_before(AS_OF), AS_OF, lang, snapshot=asker.snapshot()))
        for name, called in sets(view).items():
            data = find(name, view)
            assert called and data.dimensions and data.rows(AS_OF)[data.key].is_unique, name
            section = sections.explore(view, Asked(name, data.dimensions[0].column, share="none"))
            assert section.title and section.tables[0].rows, name


def test_sums_of_money_are_those_of_the_investment_page(view: View) -> None:
    found = figures(view, Asked("money", "money_kind", "industry_id", "amount_krw", "sum"))
    rows = statements.statements_in_scope(view)
    assert {kind: found.of_rows[kind] for kind in found.rows} == {
        kind: words.total(rows[rows["money_kind"] == kind]) for kind in found.rows
    }
    assert not found.of_columns and found.whole is None, "kinds of money are never added"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Asked("money", "province_id", "", "amount_krw", "sum"), "never added"),
        (Asked("programmes", "type", "", "seats_per_year", "sum"), "different things"),
        (Asked("measures", "category", "", "rate_max_pct", "sum"), "not added"),
        (Asked("stages", "stage_id", "", "slip_months", "sum"), "not added"),
        (Asked("table-investments", "money_kind", "", "amount_krw", "sum"), "repeat, replace or contain"),
    ],
)
def test_a_sum_that_would_be_wrong_is_a_reason(view: View, asked: Asked, why: str) -> None:
    section = sections.explore(view, asked)
    assert why in section.warning and not section.tables


def test_who_is_in_several_groups_counts_in_each_and_once_in_all(view: View) -> None:
    found = figures(view, Asked("complexes", "industry_ids"))
    own = view.ask("progress/complexes")
    assert sum(found.cells.values()) == own["industry_ids"].map(len).sum() > len(own) == found.whole


def test_shares_add_up_to_one(view: View) -> None:
    asked = Asked("stages", "stage_id", "state", share="row")
    shown = pivot.shares(figures(view, asked), "row")
    assert set(pd.Series(shown).groupby(level=0).sum().round(9)) == {1.0}
    whole = pivot.shares(figures(view, asked), "all")
    assert round(sum(whole.values()), 9) == 1.0


@pytest.mark.parametrize(
    ("how", "expected"), [("median", 2.0), ("min", 1.0), ("max", 9.0), ("first", 9.0), ("last", 2.0)]
)
def test_figures_by_hand(how: str, expected: float) -> None:
    data = find_by_hand()
    frame = data.rows(AS_OF)
    found = pivot.answer(data, Asked("hand", "kind", "", "value", how), frame)
    assert found.cells == {("a", pivot.TOTAL): expected} and found.left_out == 2


def find_by_hand() -> pivot.DataSet:
    rows = pd.DataFrame(
        {
            "id": ["1", "2", "3", "4", "5"],
            "kind": ["a", "a", "a", None, "a"],
            "value": [1.0, 9.0, 2.0, None, None],
            "stated_on": pd.to_datetime(["2025-01-01", "2024-01-01", "2026-01-01", None, None]),
        }
    )
    measure = pivot.Measure("value", "Value", sections.Format.NUMBER)
    return pivot.DataSet("By hand", "id", lambda _: rows, (pivot.Dimension("kind", "Kind"),), (measure,))


@pytest.mark.parametrize("how", pivot.HOW)
def test_figures_of_many_rows_are_those_worked_out_row_by_row(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(14)
    rows = [
        {
            "id": f"{n:03}",
            "kind": chance.choice(["a", "b", None]),
            "among": chance.sample(["x", "y", "z"], chance.randint(0, 3)),
            "value": chance.choice([None, *range(9)]),
            "stated_on": pd.Timestamp(2026, 1, chance.randint(1, 3)),
        }
        for n in range(300)
    ]
    measure = pivot.Measure("value", "Value", sections.Format.NUMBER, "")
    dimensions = (pivot.Dimension("kind", "Kind"), pivot.Dimension("among", "Among", several=True))
    data = pivot.DataSet("", "id", lambda _: pd.DataFrame(rows), dimensions, (measure,))
    groups: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in rows:
        for one in row["among"] or [pivot.NOTHING]:
            if how == "count" or row["value"] is not None:
                groups.setdefault((row["kind"] or pivot.NOTHING, one), []).append(row)
    by_day = {key: sorted(own, key=lambda row: (row["stated_on"], row["id"])) for key, own in groups.items()}
    figure = {"count": len, "median": statistics.median, "sum": sum, "min": min, "max": max}.get(how)
    place = {"first": 0, "last": -1}.get(how)
    expected = {
        key: figure([row["value"] for row in own]) if figure else own[place]["value"] for key, own in by_day.items()
    }
    for most in (pivot.MOST_GROUPS, 1):  # by number, and only those that have rows
        monkeypatch.setattr(pivot, "MOST_GROUPS", most)
        found = pivot.answer(data, Asked("", "kind", "among", "value", how), data.rows(AS_OF))
        assert found.cells == expected
    counted = [row for row in rows if how == "count" or row["value"] is not None]
    assert found.found == len(counted)
    assert found.whole == {"count": len(counted), "sum": sum(row["value"] or 0 for row in rows)}.get(how)


def test_what_is_not_stated_is_a_line_of_its_own() -> None:
    data = find_by_hand()
    found = pivot.answer(data, Asked("hand", "kind"), data.rows(AS_OF))
    assert found.cells == {("a", pivot.TOTAL): 4.0, (pivot.NOTHING, pivot.TOTAL): 1.0} and found.whole == 5.0


def test_a_figure_opens_the_rows_that_make_it(view: View) -> None:
    asked = Asked("money", "money_kind", "investor_kind", "amount_krw", "sum")
    for (kind, whose), value in figures(view, asked).cells.items():
        opened = sections.behind(view, "money", "money_kind", kind, "investor_kind", whose, "amount_krw", "sum")
        assert opened is not None
        listed = opened.tables[0].rows
        assert sum(row["value"].value for row in listed) == value and all(row.origins for row in listed)


def test_the_change_is_against_the_comparison_day(view: View) -> None:
    asked = Asked("stages", "state", against=True)
    made = sections.explore(view, asked)
    then = find("stages", view).rows(view.scope.compare)["state"].value_counts()
    for row in made.tables[0].rows:
        cell = row["c-total"]
        assert cell.value - (cell.after.value if cell.after else 0) == then.get(row.key, 0), row.key


def test_the_page_answers_a_link_and_its_cells_open() -> None:
    app = visit("explore", x_set="stages", x_rows="stage_id", x_columns="state")
    assert "Plan approved" in text(html(app, "explore")) and not app.exception
    name = ":".join(
        quote(part, safe="") for part in ("stages", "stage_id", "plan-approved", "state", "done", "", "count")
    )
    assert "Yongin" in text(html(visit("explore", open=f"pivot:{name}"), "dialog-body"))
    assert "never added" in " ".join(w.value for w in visit("explore", x_rows="province_id").warning)


def test_a_view_is_saved_for_everybody_and_its_link_shows_it_again(own_store) -> None:  # noqa: F811
    own_store()
    app = visit("explore", x_set="stages", x_rows="stage_id", x_columns="state", province="gyeongbuk")
    app.text_input(key="save-view-name").set_value("Stages of <b>Gyeongbuk</b>")
    next(button for button in app.button if button.label == "Save for everybody").click().run()
    [link] = [part.proto for part in visit("explore").get("page_link") if "Gyeongbuk" in part.proto.label]
    assert "\\<b\\>" in link.label or "<b>" not in link.label
    again = visit(
        "explore", **{name: values for name, values in parse_qs(link.query_string).items() if name != "followed"}
    )
    assert text(html(again, "explore")) == text(html(app, "explore"))
    assert again.session_state["province"] == ["gyeongbuk"]
    next(button for button in again.button if button.label == "Throw it away").click().run()
    assert not [part for part in visit("explore").get("page_link") if "Gyeongbuk" in part.proto.label]
    own_store()


@pytest.mark.parametrize(
    "opens",
    ["pivot:nowhere:a:b:::x:count", "pivot:money:__class__:x:::amount_krw:sum", "pivot:money:a", "pivot:" + ":" * 40],
)
def test_a_link_to_no_figure_opens_nothing(opens: str) -> None:
    app = visit("explore", open=opens, x_set="<script>", x_rows="DROP", x_how="eval", x_top="9e9")
    assert not app.exception and not html(app, "dialog-body")
    assert "Statements about money" in text(html(app, "explore"))


def test_a_day_before_everything_has_no_rows(asker: Asker) -> None:
    day = dt.date(2023, 3, 15)
    view = view_of(asker, Scope(day, day, AS_OF, "en", snapshot=asker.snapshot()))
    section = sections.explore(view, Asked("table-talent_supply", "metric"))
    assert not section.tables[0].rows or cells(section)


SQL = [
    Asked("table-milestones", "stated_on_year", "status"),
    Asked("table-investments", "money_kind", "", "amount_krw", "median"),
    Asked("table-benefits", "zone_type", "", "rate_max_pct", "max"),
    Asked("table-talent_programmes", "start_year", "type"),
    Asked("money", "money_kind", "province_id", "amount_krw", "sum"),
    Asked("money", "stated_on_year", "district_code", "amount_krw", "last"),
    Asked("money", "investor_kind", "", "amount_krw", "first"),
    Asked("complexes", "industry_ids", "stage_id"),
    Asked("complexes", "province_id", "next_on_year", "area_m2", "sum"),
    Asked("stages", "stage_id", "state", share="row"),
    Asked("stages", "industry_ids", "date_year", "slip_months", "median"),
    Asked("programmes", "seats_kind", "type", "seats_per_year", "sum"),
    Asked("programmes", "start_year", "district_code", share="all"),
    Asked("measures", "industries", "state", "rate_max_pct", "max"),
    Asked("measures", "category", "valid_to_year", share="column"),
    Asked("origins", "complex_ids", "kind", "used", "sum"),
    Asked("origins", "published_on_year"),
]
SCOPES = {
    "all": {},
    "filtered": {"provinces": ("gyeongbuk", "daejeon"), "industries": ("semiconductor", "bio", "nuclear")},
}


@pytest.mark.parametrize("filters", SCOPES.values(), ids=list(SCOPES))
def test_the_sql_of_a_view_gives_the_same_figures(asker: Asker, filters: dict[str, tuple[str, ...]]) -> None:
    scope = Scope(AS_OF, year_before(AS_OF), AS_OF, "en", snapshot=asker.snapshot(), **filters)
    view, found = view_of(asker, scope), {}
    for asked in SQL:
        sql = opened.as_sql(view, asked)
        whole = figures(view, asked)
        shown = whole.cells if asked.share == "none" else pivot.shares(whole, asked.share)
        width, made = 2 if asked.columns else 1, {}
        for row in asker.store.query(sql, None, scope.snapshot).itertuples(index=False):
            key = tuple(pivot.NOTHING if pd.isna(one) else str(one).removesuffix(".0") for one in row[:width])
            made[key if asked.columns else (*key, pivot.TOTAL)] = float(row[-1])
        assert made == pytest.approx(shown), asked
        found[asked] = len(made)
    assert sum(found.values()) > 60, "filters leave rows"


def test_the_sql_of_every_set_runs_in_the_sandbox_and_fits_a_link(asker: Asker) -> None:
    scope = Scope(AS_OF, year_before(AS_OF), AS_OF, "en", ("gyeongbuk",), snapshot=asker.snapshot())
    view = view_of(asker, scope)
    with closing(Sandbox(asker.store.copied)) as sandbox:
        for asked in [Asked(name, find(name, view).dimensions[0].column) for name in KNOWN] + SQL[:1]:
            sql = opened.as_sql(view, asked)
            rows = sandbox.ask(sql, scope.snapshot).rows
            assert {float(one) for one in rows["figure"].to_pylist()} == set(figures(view, asked).cells.values()), asked
            assert len(links.pack({"sql": sql})) < links.LONGEST_LINK - 500, asked


@pytest.mark.parametrize(
    ("asked", "level"),
    [
        (Asked("money", "province_id", "money_kind", "amount_krw", "sum", mapped="announcement"), "province"),
        (Asked("programmes", "district_code", mapped=pivot.TOTAL), "district"),
        (Asked("table-investments", "province_id", "money_kind", mapped=pivot.TOTAL), "province"),
    ],
)
def test_places_are_a_map_with_the_figures_of_the_table(view: View, asked: Asked, level: str) -> None:
    section = sections.explore(view, asked)
    drawn = section.picture.draw(LIGHT)
    found = figures(view, asked)
    of = found.of_rows if asked.columns and asked.mapped == pivot.TOTAL else None
    of = of or {row: value for (row, column), value in found.cells.items() if column == asked.mapped}
    assert (section.picture.shades.level, drawn["level"]) == (level, level)
    assert {i for i, (_, said, _) in drawn["places"].items() if said} == set(of) & set(drawn["places"])
    classes, order = drawn["classes"], sorted((i for i in of if i in drawn["places"]), key=of.__getitem__)
    assert [classes[i] for i in order] == sorted(classes.values()) and len(set(classes.values())) > 2
    (legend,) = drawn["legend"]
    counted = sum(int(item["count"]) for item in legend["items"])
    assert counted == len(drawn["places"]) and legend["items"][-1]["text"] == "no figure"
    for said in (legend["note"], section.method):
        assert (pivot.NOTHING in of) == any("Not on the map: not stated" in note for note in said)
    assert "PK-001" in section.every_origin() and any("NGII" in line for line in section.method)
    place = order[-1]
    opened = sections.behind(view, *drawn["opens"].replace("{id}", place).split(":")[1:])
    assert opened is not None and opened.tables[0].rows and all(row.origins for row in opened.tables[0].rows)


def test_a_map_is_offered_where_rows_are_places_alone(view: View) -> None:
    by_kind = Asked("money", "province_id", "money_kind", "amount_krw", "sum")
    assert "announcement" in sections.mapped(view, by_kind) and pivot.TOTAL not in sections.mapped(view, by_kind)
    assert sections.mapped(view, Asked("money", "money_kind", "province_id")) == {}
    assert sections.mapped(view, Asked("money", "province_id", "", "amount_krw", "sum")) == {}, "a sum that is refused"
    assert "Map" in {one.label for one in visit("explore", x_rows="province_id", x_value="count").selectbox}
    assert "Map" not in {one.label for one in visit("explore").selectbox}


def test_a_figure_names_the_sources_of_its_rows(view: View) -> None:
    for name in ("money", "complexes", "stages", "programmes", "measures", "table-milestones"):
        data = find(name, view)
        section = sections.explore(view, Asked(name, data.dimensions[0].column, top=200))
        for row in section.tables[0].rows:
            opened = sections.behind(view, name, data.dimensions[0].column, row.key, "", "total", "", "count")
            listed = {i for one in opened.tables[0].rows for i in one.origins} if opened else set()
            assert row.total or set(row.origins) == listed != set(), (name, row.key)
    area = Asked("complexes", "province_id", "", "area_m2", "sum")
    cited = view.ask("progress/complexes")["area_origin_ids"]
    assert set(sections.explore(view, area).every_origin()) == {i for ids in cited for i in ids}


def test_filters_leave_their_complexes(asker: Asker) -> None:
    scope = Scope(AS_OF, year_before(AS_OF), AS_OF, "en", ("gyeongbuk",), snapshot=asker.snapshot())
    assert figures(view_of(asker, scope), Asked("complexes", "province_id")).cells == {("gyeongbuk", "total"): 3.0}


def test_the_parquet_of_a_view_holds_its_figures_as_numbers(view: View) -> None:
    section = sections.explore(view, Asked("money", "money_kind", "", "amount_krw", "sum"))
    found = parquet_format.read_table(io.BytesIO(parquet.parquet(section, [("Link", "here")], view.w)))
    amounts = next(column for column in found.columns if column.type == "double")
    assert amounts.to_pylist() == [found for (_, key), found in cells(section).items() if key == "c-total"]
    assert found.schema.metadata[b"Link"] == b"here" and found.num_rows == len(section.tables[0].rows)
