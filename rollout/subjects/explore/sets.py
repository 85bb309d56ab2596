"""What can be counted and summed: sets of rows with their dimensions, their values, and what may be added."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rollout.document.model import Format
from rollout.facts.descriptor import is_list, references
from rollout.language.words import Words
from rollout.questions.scope import FILTERS
from rollout.questions.view import View
from rollout.subjects.cells import origin_ids
from rollout.subjects.investment import words as money
from rollout.subjects.sources.dictionary import resources, titles

NOTHING = "-"  # the key of what a row does not say
TABLE = "table-"  # the first letters of the name of a set that is a table as it is
NAMED = {"complexes": "complexes", "stages": "stages", "provinces": "provinces", "industries": "industries"}
FORMATS = {"KRW": Format.WON, "USD": Format.DOLLARS, "m2": Format.AREA, "%": Format.PERCENT}


@dataclass(frozen=True)
class Dimension:
    """What rows are grouped by: a column, its name, the words of its codes; `year`: of a day; `several`: a list."""

    column: str
    label: str
    names: Mapping[str, str] | None = None
    year: bool = False
    several: bool = False


@dataclass(frozen=True)
class Measure:
    """What is summed or compared: a column, its name and format.

    `adds`: the column that says which rows may be added up, "" for all of them, None for none. `within`: dimensions
    that must be one in a sum. `why`: what is said where it can't be summed. `cites`: the column of its own sources,
    where they are not those of the row.
    """

    column: str
    label: str
    format: Format
    adds: str | None = None
    within: tuple[str, ...] = ()
    why: str = ""
    cites: str = ""


@dataclass(frozen=True)
class DataSet:
    """A set of rows: its name, the column of their ids, the rows as of a day, what they are grouped by and measured.

    `dated`: whether they say when they were stated (`stated_on`). `cites`: the column of their sources. `key_columns`:
    of a table, what its rows' ids are made of.
    """

    name: str
    key: str
    rows: Callable[[dt.date], pd.DataFrame]
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    note: str = ""
    dated: bool = False
    cites: str = "origin_ids"
    key_columns: tuple[str, ...] = ()


def label(key: str, dimension: Dimension | None, w: Words) -> str:
    """What a key of a dimension is called."""
    if key == NOTHING:
        return w.t("not stated")
    return dict((dimension.names if dimension else None) or {}).get(key, key)


def sets(view: View) -> dict[str, str]:
    """The names of all sets: those that know what may be added, then the tables."""
    w = view.w
    known = {
        "money": w.t("Statements about money"),
        "complexes": w.t("Complexes and their sites"),
        "stages": w.t("Stages of the complexes"),
        "programmes": w.t("Talent programmes"),
        "measures": w.t("Support measures"),
        "origins": w.t("Sources"),
    }
    tables = {f"{TABLE}{name}": w.t("Table: {name}", name=title) for name, title in titles(w).items()}
    return known | tables


def find(name: str, view: View) -> DataSet:
    """A set by its name. Raises KeyError."""
    if name.startswith(TABLE):
        return _table(name.removeprefix(TABLE), view)
    return KNOWN[name](view)


def _money(view: View) -> DataSet:
    w = view.w
    why = w.t("Amounts of different kinds of money are never added: choose the kind of money as rows or columns")

    def rows(day: dt.date) -> pd.DataFrame:
        judged = money.judged(view.scope.rows(view.ask("investment/statements", as_of=day), FILTERS))
        hosts = view.ask("progress/complexes", as_of=day)[["complex_id", "district_code"]]
        return _with_years(judged.merge(hosts, on="complex_id", how="left"))

    return DataSet(
        w.t("Statements about money"),
        "investment_id",
        rows,
        (
            Dimension("money_kind", w.t("Kind of money"), money.kinds(w)),
            Dimension("investor_kind", w.t("Whose money"), w.codes("investor-kind")),
            *_places(view, "province_id", "complex_id", "district_code", "industry_id"),
            Dimension("situation", w.t("Capital area or not"), w.codes("situation")),
            Dimension("stated_on_year", w.t("Year stated"), year=True),
        ),
        (Measure("amount_krw", w.t("Amount"), Format.WON, "counted", ("money_kind",), why),),
        w.t("In sums, what was restated, cancelled or is part of another statement of its kind is left out"),
        dated=True,
    )


def _complexes(view: View) -> DataSet:
    w = view.w
    return DataSet(
        w.t("Complexes and their sites"),
        "complex_id",
        lambda day: _located(view, day),
        (
            *_places(view, "complex_id", "province_id", "district_code"),
            Dimension("industry_ids", w.t("Industry"), view.names["industries"], several=True),
            Dimension("stage_id", w.t("Stage reached"), view.names["stages"]),
            Dimension("next_on_year", w.t("Year of the next date"), year=True),
        ),
        (
            Measure("area_m2", w.t("Area"), Format.AREA, "", cites="area_origin_ids"),
            Measure("cost_krw", w.t("Site cost"), Format.WON, "", cites="cost_origin_ids"),
            Measure("construction_slip_months", w.t("Construction: months against the first plan"), Format.MONTHS),
        ),
    )


def _located(view: View, day: dt.date) -> pd.DataFrame:
    """The complexes in scope, each with the sources of its area and of its stages."""
    own, cells = view.scope.rows(view.ask("progress/complexes", as_of=day)), view.ask("progress/board", as_of=day)
    said = {i: origin_ids(rows["origin_ids"]) for i, rows in cells.groupby("complex_id")}
    pairs = zip(own["complex_id"], own["area_origin_ids"], strict=True)
    cited = pd.Series([origin_ids(area, said.get(i, ())) for i, area in pairs], own.index, dtype=object)
    return _with_years(own.assign(origin_ids=cited))


def _stages(view: View) -> DataSet:
    w = view.w
    why = w.t("Months of delay are compared, not added")
    return DataSet(
        w.t("Stages of the complexes"),
        "cell_id",
        lambda day: _staged(view, day),
        (
            *_places(view, "complex_id", "province_id", "district_code"),
            Dimension("stage_id", w.t("Stage"), view.names["stages"]),
            Dimension("state", w.t("State"), w.codes("milestone-state")),
            Dimension("date_year", w.t("Year of the date"), year=True),
            Dimension("industry_ids", w.t("Industry"), view.names["industries"], several=True),
        ),
        (
            Measure("slip_months", w.t("Months against the first plan"), Format.MONTHS, None, (), why),
            Measure("restatements", w.t("Times stated again"), Format.NUMBER, ""),
        ),
    )


def _staged(view: View, day: dt.date) -> pd.DataFrame:
    """The board's cells with the places and the industries of their complex."""
    cells = view.ask("progress/board", as_of=day)
    own = view.ask("progress/complexes", as_of=day)[["complex_id", "province_id", "district_code", "industry_ids"]]
    made = cells.merge(own, on="complex_id", how="left")
    return _with_years(made.assign(cell_id=made["complex_id"] + ":" + made["stage_id"]))


def _programmes(view: View) -> DataSet:
    w = view.w
    why = w.t("Places, trainees and supported firms are different things: choose the kind of seats as rows or columns")
    return DataSet(
        w.t("Talent programmes"),
        "programme_id",
        lambda day: _with_years(view.scope.rows(view.ask("talent/programmes", as_of=day), FILTERS)),
        (
            Dimension("type", w.t("Type"), w.codes("programme-type")),
            Dimension("level", w.t("Level of education"), w.codes("programme-level")),
            Dimension("state", w.t("State"), w.codes("programme-status")),
            *_places(view, "province_id"),
            Dimension("district_code", w.t("City, county or district"), view.names["districts"]),
            *_places(view, "industry_id"),
            Dimension("seats_kind", w.t("Kind of seats"), w.codes("seats-kind")),
            Dimension("start_year", w.t("First year"), year=True),
        ),
        (
            Measure("seats_per_year", w.t("Seats a year"), Format.NUMBER, "counted", ("seats_kind", "seats_unit"), why),
            Measure("budget_krw", w.t("Budget"), Format.WON, "counted"),
        ),
        w.t("In sums, programmes that ended or are part of another one are left out"),
    )


def _measures(view: View) -> DataSet:
    w = view.w
    why = w.t("A rate or a ceiling is of one measure: it is compared, not added")
    return DataSet(
        w.t("Support measures"),
        "benefit_id",
        lambda day: _with_years(view.scope.rows(view.ask("benefits/catalogue", as_of=day), ("industry",))),
        (
            Dimension("category", w.t("Category"), w.codes("benefit-category")),
            Dimension("state", w.t("State"), w.codes("benefit-state")),
            Dimension("beneficiary", w.t("For whom"), w.codes("beneficiary")),
            Dimension(f"provider_{w.lang}", w.t("Given by")),
            Dimension("valid_to_year", w.t("Last year"), year=True),
            Dimension("industries", w.t("Industry"), view.names["industries"], several=True),
        ),
        (
            Measure("rate_max_pct", w.t("Highest rate"), Format.PERCENT, None, (), why),
            Measure("amount_max_krw", w.t("Highest amount"), Format.WON, None, (), why),
            Measure("ends_in_days", w.t("Days to the last day"), Format.NUMBER, None, (), why),
        ),
    )


def _origins(view: View) -> DataSet:
    w = view.w
    return DataSet(
        w.t("Sources"),
        "origin_id",
        lambda day: _with_years(view.scope.rows(view.ask("sources/catalogue", as_of=day), ("site",))),
        (
            Dimension("kind", w.t("Kind"), w.codes("origin-kind")),
            Dimension("publisher", w.t("Published by")),
            Dimension("published_on_year", w.t("Year published"), year=True),
            Dimension("complex_ids", w.t("Complex"), view.names["complexes"], several=True),
        ),
        (Measure("used", w.t("Rows that cite it"), Format.NUMBER, ""),),
        cites="origin_id",
    )


KNOWN: Mapping[str, Callable[[View], DataSet]] = {
    "money": _money,
    "complexes": _complexes,
    "stages": _stages,
    "programmes": _programmes,
    "measures": _measures,
    "origins": _origins,
}


def _places(view: View, *columns: str) -> tuple[Dimension, ...]:
    """The dimensions that have the names of places, complexes and industries."""
    w = view.w
    named = {
        "province_id": Dimension("province_id", w.t("Province"), view.names["provinces"]),
        "complex_id": Dimension("complex_id", w.t("Complex"), view.names["complexes"]),
        "district_code": Dimension("district_code", w.t("District of the complex"), view.names["districts"]),
        "industry_id": Dimension("industry_id", w.t("Industry"), view.names["industries"]),
    }
    return tuple(named[column] for column in columns)


def _with_years(rows: pd.DataFrame, years: Sequence[str] = ()) -> pd.DataFrame:
    """The rows with the year of each of their days; their own `years` are whole numbers, with a gap in between too."""
    days = [name for name in rows if pd.api.types.is_datetime64_any_dtype(rows[name])]
    whole = {name: rows[name].astype("Int64") for name in years}
    return rows.assign(**whole, **{f"{name}_year": rows[name].dt.year.astype("Int64") for name in days})


def _table(name: str, view: View) -> DataSet:
    """A table of the facts as it is, by its descriptor. Raises KeyError."""
    w, resource = view.w, resources()[name]
    key, fields = resource["schema"]["primaryKey"], resource["schema"]["fields"]
    refers = {field: target for field, target, _ in references(resource)}
    dimensions, measures = [], []
    for field in fields:
        column, label = field["name"], str(field["title_ko" if w.lang == "ko" else "title"])
        if field["type"] == "date":
            dimensions.append(Dimension(f"{column}_year", w.t("{what}: year", what=label), year=True))
        elif "codes" in field or field["type"] == "boolean" or refers.get(column) in NAMED:
            dimensions.append(Dimension(column, label, _names(field, refers.get(column), view), several=is_list(field)))
        elif field["type"] == "year":
            dimensions.append(Dimension(column, label, year=True))
        elif field["type"] in {"integer", "number"} and "codes" not in field:
            measures.append(Measure(column, label, FORMATS.get(field.get("unit", ""), Format.NUMBER), None, (), ""))

    if not dimensions:
        called = {field["name"]: str(field["title_ko" if w.lang == "ko" else "title"]) for field in fields}
        dimensions = [Dimension(column, called[column]) for column in key]

    years = [field["name"] for field in fields if field["type"] == "year"]

    def rows(day: dt.date) -> pd.DataFrame:
        own = _with_years(view.asker.table(name, view.scope.snapshot), years)
        if "stated_on" in own:
            own = own[own["stated_on"].isna() | (own["stated_on"] <= pd.Timestamp(day))]
        first, *others = (own[name].astype(str) for name in key)
        return view.scope.rows(own.assign(row_id=first.str.cat(others, sep=":") if others else first), FILTERS)

    note = w.t("A table holds statements that repeat, replace or contain each other: they are counted and compared")
    dated = any(field["name"] == "stated_on" for field in fields)
    return DataSet(
        titles(w)[name], "row_id", rows, tuple(dimensions), tuple(measures), note, dated, key_columns=tuple(key)
    )


def _names(field: Mapping[str, Any], target: str | None, view: View) -> Mapping[str, str] | None:
    """The words of a field's codes or ids."""
    w: Words = view.w
    if field["type"] == "boolean":
        return {"True": w.t("yes"), "False": w.t("no")}
    return w.codes(field["codes"]) if "codes" in field else view.names[NAMED[target]] if target else None
