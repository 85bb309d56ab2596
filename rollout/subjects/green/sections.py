"""Green and governance as sections: targets and actuals, zones by complex, bodies, meetings.

The procedure: rollout.subjects.green.procedure.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, SCREEN, Cell, Column, Format, Link, Quantity, Row, Section, Table
from rollout.document.target import Target, origins
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import complex_cell, complex_column, number, origin_ids, period
from rollout.subjects.green import words
from rollout.subjects.green.steps import split

THEMES, ZONES = "smart-green-theme", "zone-type"
LIFE = ("living", "young-workers")
ZONE_TYPES = (
    "smart-green-complex",
    "hydrogen-city",
    "smart-innovation-district",
)  # those that stand for the smart-and-green plan


def warned(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The usage warnings of a row."""
    return tuple(as_list(row["warnings"]))


# --- targets and actuals


@remembered
def targets(view: View) -> Section:
    """Each target that has an actual of the same metric, place and unit: both, what is missing, the pace needed."""
    w, year = view.w, view.scope.as_of.year
    rows, indicators = (view.scope.rows(view.ask(f"green/{name}"), national=True) for name in ("targets", "indicators"))
    columns = (
        Column("metric", w.t("Metric"), share=24, note_label=w.t("Place")),
        Column("theme", w.pt("theme", "Subject"), Format.NAME, names=w.codes(THEMES), share=12),
        Column("target", w.t("Target"), Format.NUMBER, share=10),
        Column("target_year", w.t("Target year"), Format.YEAR, share=7),
        Column("actual", w.t("Newest actual"), Format.NUMBER, share=12),
        Column("actual_year", w.t("Year of the actual"), Format.YEAR, share=7),
        Column("missing", w.t("Missing (derived)"), Format.NUMBER, share=10),
        Column("pace", w.t("Needed a year (derived)"), Format.NUMBER, share=12),
        Column("reached", w.t("Reached by"), Format.YEAR, share=10),
        Column("state", w.t("State"), Format.NAME, names=w.codes("target-state"), share=18),
    )
    lines = tuple(_target(row, year, view) for row in rows_of(rows))
    unit = w.t("Compared only where metric, place and unit are the same. Bar: newest actual as a share of the target")
    table = Table(columns, lines, empty=w.t("No target can be measured by this day."))
    return Section("green-targets", words.plan_title(indicators, rows, year, w), unit, tables=(table,))


def _target(row: Mapping[str, Any], year: int, view: View) -> Row:
    w = view.w
    reached = number(row["first_year"])
    state = codes.find("target-state", "short" if words.overdue(row, year) else "open" if reached is None else "met")
    early = int(row["target_year"] - reached) if reached is not None else 0

    def gap(value: Any) -> Quantity | None:
        if is_missing(value):
            return None
        return (
            Quantity(value, Format.NUMBER, w.t("points"), 2) if row["unit"] == "pct" else words.quantity(value, row, w)
        )

    pace = gap(row["pace"]) if reached is None else None
    return Row(
        row["indicator_id"],
        {
            "metric": Cell(w.of(row, "metric"), note=w.of(row, "place"), warnings=warned(row)),
            "theme": Cell(row["theme"]),
            "target": Cell(words.quantity(row["target"], row, w)),
            "target_year": Cell(int(row["target_year"])),
            "actual": Cell(words.quantity(row["actual"], row, w), "blue", bar=min(row["actual"] / row["target"], 1.0)),
            "actual_year": Cell(int(row["actual_year"])),
            "missing": Cell(gap(row["distance"]) if reached is None else None),
            "pace": Cell(pace, note=w.t("from {year} on", year=int(row["actual_year"])) if pace else ""),
            "reached": Cell(
                None if reached is None else int(reached),
                note=w.n("one year early", "{n} years early", early) if early > 0 else "",
            ),
            "state": Cell(state.code, "amber" if state.code == "short" else "green" if state.code == "met" else ""),
        },
        origin_ids(row["origin_ids"]),
    )


@remembered
def indicators(view: View) -> Section:
    """Every target and actual, of the plan and of living conditions."""
    return _ledger("green-indicators", tuple(view.w.codes(THEMES)), view)


@remembered
def plan(view: View) -> Section:
    """Every target and actual of the smart-and-green plan."""
    return _ledger("green-plan", tuple(theme for theme in view.w.codes(THEMES) if theme not in LIFE), view)


@remembered
def life(view: View) -> Section:
    """Every target and actual of living conditions and young workers."""
    w, rows = view.w, view.scope.rows(view.ask("green/indicators"), national=True)
    unit = w.t(
        "Living conditions and young workers, nationwide and at older complexes in the selected provinces; "
        "budgets of different lines are not added up"
    )
    return _ledger("green-life", LIFE, view, words.life_title(rows, w), unit)


def _ledger(key: str, themes: tuple[str, ...], view: View, title: str = "", unit: str = "") -> Section:
    w = view.w
    every = view.scope.rows(view.ask("green/indicators"), national=True)
    rows = every[every["theme"].isin(themes)]
    counts = rows["status"].value_counts()
    title = title or w.t(
        "{targets} targets and {actuals} actuals of the smart-and-green plan",
        targets=w.number(int(counts.get("target", 0))),
        actuals=w.number(int(counts.get("actual", 0))),
    )
    unit = unit or w.t(
        "Nationwide first, then pilot sites and older complexes in the selected provinces; other filters do not "
        "apply. Blue: actual"
    )
    columns = (
        Column("metric", w.t("Metric"), share=34, note_label=w.t("Note")),
        Column("theme", w.pt("theme", "Subject"), Format.NAME, names=w.codes(THEMES), media=ANNEX),
        Column("place", w.t("Place"), share=20),
        Column("status", w.t("Target or actual"), Format.NAME, names=w.codes("indicator-status"), share=12),
        Column("year", w.t("Year"), Format.YEAR, share=9),
        Column("value", w.t("Value"), Format.NUMBER, share=15),
        Column("stated", w.t("Published first on"), Format.DAY, media=ANNEX),
    )
    names = w.codes(THEMES)
    lines = []
    for theme in themes:
        own = rows[rows["theme"] == theme]
        for _, group in own.groupby([own["place_en"].fillna(""), own["metric_en"]], sort=False):
            lines += [_indicator(row, names[theme], view) for row in rows_of(group)]
    return Section(
        key,
        title,
        unit,
        tables=(Table(columns, tuple(lines), empty=w.t("Nothing was published by this day.")),),
    )


def _indicator(row: Mapping[str, Any], theme: str, view: View) -> Row:
    w = view.w
    actual = row["status"] == "actual"
    return Row(
        row["indicator_id"],
        {
            "metric": Cell(w.of(row, "metric"), note=w.of(row, "note"), warnings=warned(row)),
            "theme": Cell(row["theme"]),
            "place": Cell(w.of(row, "place") or None, missing=w.t("national")),
            "status": Cell(row["status"]),
            "year": Cell(None if is_missing(row["year"]) else int(row["year"]), missing=w.t("year not given")),
            "value": Cell(words.quantity(row["value"], row, w), "blue" if actual else "", strong=actual),
            "stated": Cell(None if is_missing(row["stated_on"]) else row["stated_on"].date()),
        },
        origin_ids(row["origin_ids"]),
        group=theme,
    )


# --- by complex


def _zones(view: View) -> pd.DataFrame:
    rows = view.ask("green/zones")
    return rows[rows["zone_id"].notna()]


@remembered
def zones(view: View) -> Section:
    """The complexes with the zones that stand for the plan: tied by a source, or in the same province."""
    w, rows = view.w, _zones(view)
    types = {kind: w.code(ZONES, kind) for kind in ZONE_TYPES}
    columns = (
        complex_column(view),
        Column("target", w.t("Own target"), share=10),
        Column("tied", w.t("Tied to it by a source"), share=22),
        *(Column(kind, w.t("{type} in the province", type=name), share=22) for kind, name in types.items()),
    )
    sites = view.ask("progress/complexes")
    lines = []
    for site in view.scope.rows(sites).to_dict("records"):
        own = rows[rows["complex_id"] == site["complex_id"]]
        near = {kind: own[~own["own"] & (own["type"] == kind)] for kind in types}
        cells = {
            "complex": complex_cell(site["complex_id"], view.names["provinces"][site["province_id"]]),
            "target": Cell(missing=w.t("nothing published")),
            "tied": _zone_cell(own[own["own"]], view),
        } | {kind: _zone_cell(found, view) for kind, found in near.items()}
        lines.append(Row(site["complex_id"], cells, origin_ids(own["origin_ids"])))
    unit = w.t("A zone elsewhere in the province is not part of the complex; it shows what is nearby")
    return Section(
        "green-zones", words.zones_title(rows, view), unit, tables=(Table(columns, tuple(lines), whole=True),)
    )


def _zone_cell(rows: pd.DataFrame, view: View) -> Cell:
    w = view.w
    links = tuple(
        Link(
            w.of(row, "name"),
            origins(origin_ids(row["origin_ids"])),
            w.period(row["designated_on"], row["designated_precision"])
            if not is_missing(row["designated_on"])
            else w.t("undated"),
        )
        for row in rows_of(rows)
    )
    return Cell(
        links=links,
        missing="" if links else w.t("none"),
        warnings=tuple(sorted({i for cell in rows["warnings"] for i in as_list(cell)})),
    )


@remembered
def zone_list(view: View) -> Section:
    """Each zone of each complex, a row each."""
    w, rows = view.w, _zones(view)
    columns = (
        complex_column(view),
        Column("zone", w.t("Zone"), share=30, note_label=w.t("Note")),
        Column("type", w.t("Type"), Format.NAME, names=w.codes(ZONES), share=20),
        Column("tied", w.t("Tied to it by a source"), Format.YES, share=12),
        Column("designated", w.t("Designated on"), Format.PERIOD, share=14),
    )
    lines = tuple(
        Row(
            f"{r['complex_id']}:{r['zone_id']}",
            {
                "complex": complex_cell(r["complex_id"]),
                "zone": Cell(w.of(r, "name"), note=w.of(r, "note"), warnings=warned(r)),
                "type": Cell(r["type"]),
                "tied": Cell(bool(r["own"])),
                "designated": Cell(period(r["designated_on"], r["designated_precision"]), missing=w.t("undated")),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    return Section("green-zone-list", words.zones_title(rows, view), tables=(Table(columns, lines, empty=w.t("none")),))


# --- who decides


@remembered
def bodies(view: View) -> Section:
    """The bodies by what they decide about: decision, stage, members, start, meetings known."""
    w, rows = view.w, view.scope.rows(view.ask("green/governance"), national=True)
    met = rows.loc[rows["kind"] == "meeting", "parent_id"].value_counts()
    own, fields = rows[rows["kind"] == "body"], w.codes("governance-field")
    columns = (
        Column("name", w.t("Body"), share=24, note_label=w.t("Note")),
        Column("field", w.t("Field"), Format.NAME, names=fields, media=ANNEX),
        Column("role", w.t("What it decides"), share=28),
        Column("stage", w.t("Stage"), Format.NAME, names=view.names["stages"], share=14, media=SCREEN),
        Column("members", w.t("Members named"), Format.LIST, share=26),
        Column("since", w.t("Start or first meeting"), Format.PERIOD, share=12),
        Column("met", w.t("Meetings listed"), Format.NUMBER, share=8),
    )
    lines = tuple(
        _body(r, field, name, int(met.get(r["body_id"], 0)), w)
        for field, name in fields.items()
        for r in rows_of(own[own["field"] == field])
    )
    unit = w.t(
        "National bodies, and local ones of the selected provinces and complexes. Members are those named in "
        "public sources, which may not be the full list"
    )
    return Section(
        "bodies",
        words.bodies_title(rows, w),
        unit,
        tables=(Table(columns, lines, empty=w.t("No body was known by this day.")),),
    )


def _body(r: Mapping[str, Any], field: str, name: str, met: int, w: Words) -> Row:
    return Row(
        r["body_id"],
        {
            "name": Cell(w.of(r, "body"), note=w.of(r, "note"), warnings=warned(r)),
            "field": Cell(field),
            "role": Cell(w.of(r, "role")),
            "stage": Cell(r["stage_id"] if isinstance(r["stage_id"], str) else None),
            "members": Cell(split(w.of(r, "members")), missing=w.t("not named")),
            "since": Cell(period(r["date_on"], r["date_precision"]), missing=w.t("not published")),
            "met": Cell(met or None),
        },
        origin_ids(r["origin_ids"]),
        group=name,
    )


@remembered
def meetings(view: View) -> Section:
    """Meetings and agreements by year, the newest first; one known by its year alone stands at the end of its year."""
    w, rows = view.w, view.scope.rows(view.ask("green/governance"), national=True)
    own = rows[(rows["kind"] != "body") & rows["date_on"].notna()]
    own = own.assign(year=own["date_on"].dt.year, vague=own["date_precision"] == "year").sort_values(
        ["year", "vague", "date_on"], ascending=[False, True, False]
    )
    columns = (
        Column("when", w.t("Date"), Format.PERIOD, share=10),
        Column("kind", w.t("Kind"), Format.NAME, names=w.codes("governance-kind"), share=8),
        Column("name", w.t("Name"), share=26, note_label=w.t("Note")),
        Column("role", w.t("What was decided"), share=32),
        Column("members", w.t("Members named"), Format.LIST, share=24),
        Column("complexes", w.t("Complexes named"), share=16),
        Column("field", w.t("Field"), Format.NAME, names=w.codes("governance-field"), media=ANNEX),
        Column("stage", w.t("Stage"), Format.NAME, names=view.names["stages"], media=ANNEX),
    )
    lines = tuple(_meeting(r, view) for r in rows_of(own))
    unit = w.t("Newest first; those known only by year come last within their year")
    return Section(
        "meetings",
        words.meetings_title(rows, w),
        unit,
        tables=(Table(columns, lines, empty=w.t("No meeting or agreement was known by this day.")),),
    )


def _meeting(r: Mapping[str, Any], view: View) -> Row:
    w = view.w
    return Row(
        r["body_id"],
        {
            "when": Cell(period(r["date_on"], r["date_precision"]), strong=True),
            "kind": Cell(r["kind"], "blue" if r["kind"] == "agreement" else ""),
            "name": Cell(w.of(r, "body"), note=w.of(r, "note"), warnings=warned(r)),
            "role": Cell(w.of(r, "role")),
            "members": Cell(split(w.of(r, "members"))),
            "complexes": Cell(
                links=tuple(
                    Link(view.names["complexes"][i], Target("complex", (i,))) for i in as_list(r["complex_ids"])
                )
            ),
            "field": Cell(r["field"]),
            "stage": Cell(r["stage_id"] if isinstance(r["stage_id"], str) else None),
        },
        origin_ids(r["origin_ids"]),
        group=str(r["year"]),
    )
