"""One complex as sections: facts, plans, events, changes, surroundings; several side by side; and what opens on a
click.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from rollout.document.model import Cell, Chart, Column, Format, Quantity, Row, Section, Table, Text, Value
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, present, rows_of
from rollout.questions.rows import ComplexesHosts, ProgressBoard, ProgressStatements
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects import wording
from rollout.subjects.cells import milestone, move, number, origin_ids, period
from rollout.subjects.complexes import around as nearby
from rollout.subjects.complexes import words
from rollout.subjects.schedule import charts


def site(view: View, complex_id: str) -> dict[str, Any]:
    """progress/complexes of one complex."""
    rows = view.ask("progress/complexes")
    return rows_of(rows[rows["complex_id"] == complex_id])[0]


def quantity(value: Any, unit: str, w: Words) -> Quantity:
    """A figure of a complex with its unit."""
    form = {"m2": Format.AREA, "KRW": Format.WON}.get(unit, Format.NUMBER)
    return Quantity(float(value), form, w.t("people") if form is Format.NUMBER else "")


# --- facts
# ----------------------------------------------------------------------------------------------------------------------------


def facts(view: View, complex_id: str) -> Section:
    """What is fixed, then each figure with its newest value, its first, and what to mind."""
    w, own = view.w, site(view, complex_id)
    cells = view.ask("progress/board", complexes=(complex_id,))
    figures = view.ask("progress/figures", complex_id=complex_id)
    fixed = view.ask("complexes/dossier", complex_id=complex_id).iloc[0].to_dict()
    said = words.sentences(own, cells, view)
    columns = (
        Column("figure", w.t("Figure"), share=18),
        Column("newest", w.t("Newest"), share=26),
        Column("stated", w.t("Stated"), Format.PERIOD, share=14),
        Column("first", w.t("First stated"), share=20),
        Column("first_on", w.t("On"), Format.PERIOD, share=12),
    )
    sources = origin_ids(fixed["origin_ids"])
    texts = (
        ("place", w.t("Place"), f"{w.of(fixed, 'district')}, {w.of(fixed, 'locality')}"),
        ("developer", w.t("Developer"), w.of(fixed, "developer").replace(";", ", ")),
        ("companies", w.t("Companies named"), (fixed["anchor_companies_ko"] or "").replace(";", ", ")),
    )
    none = w.t("not published")
    rows = [
        _fact(key, name, Cell(text or None, missing=none), origins=sources if text else ()) for key, name, text in texts
    ]
    for metric in words.FIGURES:
        stated = figures[(figures["metric"] == metric) & figures["counts"]]
        name = w.code("figure-metric", metric)
        if stated.empty:
            rows.append(_fact(metric, name, Cell(missing=none)))
            continue
        newest, first = stated.iloc[0], stated.iloc[-1]
        warnings = tuple(i for i in as_list(newest["warnings"]) if i in words.WARNINGS_SHOWN)
        changed = len(stated) > 1 and first["value"] != newest["value"]
        rows.append(
            _fact(
                metric,
                name,
                Cell(
                    quantity(newest["value"], newest["unit"], w),
                    warnings=warnings,
                    opens=Target("figure", (complex_id, metric)),
                    strong=True,
                ),
                period(newest["stated_on"], newest["stated_precision"]),
                quantity(first["value"], first["unit"], w) if changed else None,
                period(first["stated_on"], first["stated_precision"]) if changed else None,
                origin_ids(newest["origin_ids"]),
            )
        )
    return Section(
        "facts",
        said[0].rstrip("."),
        " · ".join([w.of(own, "name"), w.of(own, "theme"), w.of(own, "province")]),
        lead=tuple(Text(text) for text in said[1:]),
        tables=(Table(columns, tuple(rows), whole=True),),
        metrics=("area", "site-cost"),
        origins=origin_ids(figures["origin_ids"], cells["origin_ids"]),
    )


def hosts(view: View, complex_id: str) -> Section:
    """The places that host a complex."""
    w, rows = view.w, view.ask("complexes/hosts", complex_id=complex_id)
    columns = (Column("place", w.t("Host place"), share=60), Column("area", w.t("Area"), Format.AREA, share=40))
    made = tuple(
        Row(str(n), {"place": Cell(w.of(r, "name")), "area": Cell(r["area_m2"])})
        for n, r in enumerate(rows_of(rows, ComplexesHosts))
    )
    title = w.t("Host places: {places}", places=", ".join(w.of(r, "name") for r in rows_of(rows, ComplexesHosts)))
    unit = w.t(
        "Disc: the site's true area, drawn in the middle of its host places; its exact boundary is not published"
    )
    return Section("hosts", title, unit, tables=(Table(columns, made, foot=w.t("Outlines: NGII, 2023-09-15")),))


def _fact(
    key: str,
    name: str,
    newest: Cell,
    stated: Value = None,
    first: Value = None,
    first_on: Value = None,
    origins: tuple[str, ...] = (),
) -> Row:
    return Row(
        key,
        {
            "figure": Cell(name),
            "newest": newest,
            "stated": Cell(stated),
            "first": Cell(first, "subtle"),
            "first_on": Cell(first_on),
        },
        origins,
    )


def comparison(view: View, ids: tuple[str, ...]) -> Section:
    """Several complexes side by side: the newest statement of each figure, with the day it was made."""
    w, stages, records = view.w, view.names["stages"], [site(view, i) for i in ids]
    columns = (
        Column("what", w.t("Figure"), share=20),
        *(Column(i, view.names["complexes"][i], share=80 / len(ids)) for i in ids),
    )

    def line(key: str, name: str, cell: Callable[[Mapping[str, Any]], Cell]) -> Row:
        return Row(key, {"what": Cell(name), **{s["complex_id"]: cell(s) for s in records}})

    def newest(metric: str) -> Callable[[Mapping[str, Any]], Cell]:
        def cell(own: Mapping[str, Any]) -> Cell:
            figures = view.ask("progress/figures", complex_id=own["complex_id"])
            found = figures[(figures["metric"] == metric) & figures["counts"]]
            if found.empty:
                return Cell(missing=w.t("not published"))
            first = found.iloc[0]
            return Cell(
                quantity(first["value"], first["unit"], w),
                note=w.period(first["stated_on"], first["stated_precision"]),
                opens=Target("figure", (own["complex_id"], metric)),
                origins=origin_ids(first["origin_ids"]),
            )

        return cell

    def square_metre(own: Mapping[str, Any]) -> Cell:
        return Cell(
            Quantity(own["cost_krw"] / own["area_m2"], Format.WON) if not is_missing(own["cost_krw"]) else None,
            missing=w.t("not published"),
        )

    def slip(own: Mapping[str, Any]) -> Cell:
        months = number(own["construction_slip_months"])
        return Cell(None if months is None else Quantity(months, Format.MONTHS), missing=w.t("no date published"))

    rows = (
        line("theme", w.t("Theme"), lambda s: Cell(w.of(s, "theme"))),
        line("province", w.t("Province"), lambda s: Cell(w.of(s, "province"))),
        line("stage", w.t("Stage reached"), lambda s: Cell(stages.get(s["stage_id"]), missing=w.t("none"))),
        line("next", w.t("Next"), lambda s: Cell(wording.next_milestone(s, stages, w))),
        line("slip", w.t("Construction against the first plan"), slip),
        line("announced", w.t("Announced area"), lambda s: Cell(Quantity(s["announced_m2"], Format.AREA))),
        *(line(metric, w.code("figure-metric", metric), newest(metric)) for metric in words.FIGURES),
        line("square-metre", w.t("Site cost a m²"), square_metre),
    )
    return Section(
        "comparison",
        w.t("Side by side"),
        w.t("Newest statement of each, and when it was made"),
        tables=(Table(columns, rows, whole=True),),
    )


# --- plans
# ----------------------------------------------------------------------------------------------------------------------------


def promises(view: View, complex_id: str) -> Section:
    """Three dates a stage: first plan, latest plan, and what comparable complexes took."""
    w = view.w
    cells = view.ask("progress/board", complexes=(complex_id,))
    expected = wording.history(view, complex_id)
    columns = (
        Column("stage", w.t("Stage"), Format.NAME, names=view.names["stages"], share=18),
        Column("state", w.t("State"), Format.PERIOD, share=16),
        Column("first", w.t("First plan"), Format.PERIOD, share=16, note_label=w.t("First plan stated")),
        Column("last", w.t("Latest plan"), Format.PERIOD, share=18, note_label=w.t("Latest plan stated")),
        Column("moved", w.t("Moved"), Format.MONTHS, share=9),
        Column("expected", w.t("Comparable complexes"), share=22),
    )
    rows = []
    for cell in rows_of(cells, ProgressBoard):
        done, planned = cell["state"] in {"done", "withdrawn"}, not is_missing(cell["first_date"])
        state = milestone({**cell, "slip_months": None}, w)
        rows.append(
            Row(
                cell["stage_id"],
                {
                    "stage": Cell(
                        cell["stage_id"],
                        opens=None
                        if cell["state"] == "unpublished"
                        else Target("cell", (complex_id, cell["stage_id"])),
                    ),
                    "state": Cell(state.value if done else None, state.tone, state.mark, state.mark_label),
                    "first": Cell(
                        period(cell["first_date"], cell["first_precision"]),
                        "subtle",
                        missing=w.t("none stated"),
                        note=w.t("stated {day}", day=w.period(present(cell["first_stated_on"]), "day"))
                        if planned
                        else "",
                    ),
                    "last": Cell(
                        period(cell["last_date"], cell["last_precision"]), note=_restated(cell, w) if planned else ""
                    ),
                    "moved": move(number(cell["slip_months"]) or None),
                    "expected": Cell(expected.get(cell["stage_id"]), "subtle"),
                },
                origin_ids(cell["origin_ids"]),
            )
        )
    moved = cells[cells["slip_months"].fillna(0) > 0]
    dated = int(cells["slip_months"].notna().sum())
    title = (
        w.t("No published date has moved later than first promised")
        if dated
        else w.t("No date is published for any stage")
    )
    if len(moved):
        title = w.t(
            "{later} of {n} dates stand later than first promised, at most by {most}",
            later=w.number(len(moved)),
            n=w.number(dated),
            most=w.months(int(moved["slip_months"].max())),
        )
    foot = w.t(
        "A plan said on the same day in two ways: the more precise counts; at equal precision the later. Both "
        "are shown when opened."
    )
    return Section(
        "promises",
        title,
        w.t("Three dates a stage: first plan, latest plan, what comparable complexes took"),
        tables=(Table(columns, tuple(rows), foot=foot, whole=True),),
    )


def _restated(cell: Mapping[str, Any], w: Words) -> str:
    when = w.period(cell["last_stated_on"], "day")
    return (
        w.n("stated {day}, restated once", "stated {day}, restated {n} times", int(cell["restatements"]), day=when)
        if cell["restatements"]
        else ""
    )


def events(view: View, complex_id: str) -> Section:
    """Every event, newest first, and on one axis with the stages reached and planned."""
    w = view.w
    found, trail = (view.ask(f"complexes/{name}", complex_id=complex_id) for name in ("events", "trail"))
    marks = wording.timeline(view, found, trail)
    setbacks = int((found["kind"] == "setback").sum())
    title = (
        w.n("One setback on the way", "{n} setbacks on the way", setbacks)
        if setbacks
        else w.t("What happened on the way")
    )
    columns = (
        Column("when", w.t("When"), Format.PERIOD, share=11),
        Column("kind", w.t("Kind"), Format.NAME, names=w.codes("event-kind"), share=13),
        Column("what", w.t("What"), share=60),
    )
    rows = tuple(
        Row(
            str(place),
            {
                "when": Cell(period(e["date"], e["date_precision"]), missing=w.t("undated")),
                "kind": Cell(e["kind"]),
                "what": Cell(w.of(e, "headline"), note=w.of(e, "note")),
            },
            origin_ids(e["origin_ids"]),
        )
        for place, e in enumerate(rows_of(found))
    )
    count = len(origin_ids(found["origin_ids"], trail["origin_ids"]))
    chart = (
        Chart(
            (),
            (),
            Format.DAY,
            "",
            f"{title}: {wording.timeline_alt(marks)}",
            source=w.n("Source: one public page, listed below", "Source: {n} public pages, listed below", count),
            draw=lambda palette: charts.timeline(marks, w, palette, view.scope.as_of),
        )
        if len(marks)
        else None
    )
    return Section(
        "events",
        title,
        w.t("Events, stages reached and plans as they stood on the as-of date"),
        picture=chart,
        tables=(Table(columns, rows, empty=w.t("Nothing was said by this day.")),),
        origins=origin_ids(trail["origin_ids"]),
    )


# --- surroundings
# ---------------------------------------------------------------------------------------------------------------------


def around(view: View, complex_id: str) -> Section:
    """What stands around it: zones, programmes, measures, older complexes, the host's accounts."""
    w = view.w
    zones, programmes, measures, older, accounts = (
        view.ask(f"complexes/{name}", complex_id=complex_id)
        for name in ("designations", "programmes", "measures", "older_nearby", "accounts")
    )
    lists: tuple[tuple[str, pd.DataFrame, Callable[[Mapping[str, Any]], tuple[str, str]]], ...] = (
        (
            w.t("Designated zones ({n})", n=len(zones)),
            zones,
            lambda z: (w.of(z, "name"), nearby.day(z, view) + (w.t(", this complex") if z["own"] else "")),
        ),
        (
            w.t("Talent programmes ({n})", n=len(programmes)),
            programmes,
            lambda p: (w.of(p, "institution"), nearby.seats(p, view)),
        ),
        (
            w.t("Measures a firm can use here ({n})", n=len(measures)),
            measures,
            lambda m: (w.of(m, "name"), w.t("names this complex") if m["own"] else ""),
        ),
        (w.t("Older complexes nearby"), older, lambda o: (w.of(o, "name"), nearby.older(o, view))),
        (w.t("Regional accounts of the host"), accounts, lambda a: (w.of(a, "district"), nearby.accounts(a, view))),
    )
    rows = []
    for place, (group, frame, text) in enumerate(lists):
        for number_, row in enumerate(rows_of(frame)):
            name, detail = text(row)
            rows.append(
                Row(
                    f"{place}:{number_}",
                    {"name": Cell(name), "detail": Cell(detail or None)},
                    origin_ids(row["origin_ids"]),
                    group=group,
                )
            )
    title = w.t(
        "{zones} zones, {programmes} talent programmes and {measures} measures serve its industries here",
        zones=w.number(len(zones)),
        programmes=w.number(len(programmes)),
        measures=w.number(len(measures)),
    )
    columns = (Column("name", w.t("Name"), share=40), Column("detail", w.t("Detail"), share=46))
    table = Table(columns, tuple(rows), empty=w.t("Nothing found in the published sources."))
    return Section(
        "around", title, w.t("Same province and industry unless a source names this complex"), tables=(table,)
    )


# --- what opens on a click
# ------------------------------------------------------------------------------------------------------------


def card(view: View, complex_id: str) -> Section | None:
    """One complex in brief: its stages with their states and moves."""
    if complex_id not in view.names["complexes"]:
        return None
    w, own = view.w, site(view, complex_id)
    cells = view.ask("progress/board", complexes=(complex_id,))
    columns = (
        Column("stage", w.t("Stage"), Format.NAME, names=view.names["stages"], share=40),
        Column("state", w.t("State"), Format.PERIOD, share=36),
        Column("moved", w.t("Against the first plan"), Format.MONTHS, share=20),
    )
    rows = tuple(
        Row(
            c["stage_id"],
            {
                "stage": Cell(c["stage_id"], opens=Target("cell", (complex_id, c["stage_id"]))),
                "state": milestone({**c, "slip_months": None}, w),
                "moved": move(number(c["slip_months"]) or None),
            },
            origin_ids(c["origin_ids"]),
        )
        for c in rows_of(cells, ProgressBoard)
    )
    area = w.t(
        "Area: {area} km², {announced} km² announced; stated on {day}",
        area=w.area(own["area_m2"]),
        announced=w.area(own["announced_m2"]),
        day=own["area_stated_on"].date().isoformat(),
    )
    lead = [
        Text(f"{w.of(own, 'theme')} · {w.of(own, 'province')}."),
        Text(w.t("Next: {next}", next=wording.next_milestone(own, view.names["stages"], w)) + "."),
        Text(area + "."),
    ]
    if not is_missing(own["cost_krw"]):
        lead.append(
            Text(
                w.t(
                    "Site cost: {amount}; stated on {day}",
                    amount=w.won(own["cost_krw"]),
                    day=own["cost_stated_on"].date().isoformat(),
                )
                + "."
            )
        )
    return Section(
        "complex",
        w.of(own, "name"),
        lead=tuple(lead),
        tables=(Table(columns, rows, whole=True),),
        origins=origin_ids(own["area_origin_ids"], own["cost_origin_ids"]),
    )


def stage_statements(view: View, complex_id: str, stage_id: str) -> Section | None:
    """Every statement about one stage of one complex."""
    if complex_id not in view.names["complexes"] or stage_id not in view.names["stages"]:
        return None
    w = view.w
    rows = view.ask("progress/statements", complex_id=complex_id, stage_id=stage_id)
    marks = {"planned": "planned", "actual": "done", "withdrawn": "withdrawn"}
    said = [
        Cell(
            period(r["date"], r["precision"]),
            mark=marks[r["status"]],
            mark_label=w.code("milestone-status", r["status"]),
        )
        for r in rows_of(rows, ProgressStatements)
    ]
    title = f"{view.names['complexes'][complex_id]} · {view.names['stages'][stage_id]}"
    return _statements(
        title,
        rows,
        said,
        Column("value", w.t("Date"), Format.PERIOD, share=20),
        w.t("Nothing is published about this stage; a later stage is reached."),
        view,
    )


def figure_statements(view: View, complex_id: str, metric: str) -> Section | None:
    """Every statement about one figure of one complex, the newest first."""
    if complex_id not in view.names["complexes"] or metric not in wording.FIGURE_UNITS:
        return None
    rows = view.ask("progress/figures", complex_id=complex_id)
    rows = rows[rows["metric"] == metric].sort_values("stated_on", ascending=False)
    said = [Cell(quantity(r["value"], r["unit"], view.w)) for r in rows_of(rows)]
    title = f"{view.names['complexes'][complex_id]} · {view.w.code('figure-metric', metric)}"
    return _statements(
        title, rows, said, Column("value", view.w.t("Value"), share=20), view.w.t("Nothing was said by this day."), view
    )


def _statements(title: str, rows: pd.DataFrame, said: list[Cell], value: Column, empty: str, view: View) -> Section:
    w = view.w
    columns = (
        Column("stated", w.t("Stated on"), Format.PERIOD, share=14),
        value,
        Column("counts", w.t("Counts"), Format.YES, share=8),
        Column("note", w.t("Note"), share=46),
    )
    made = tuple(
        Row(
            str(place),
            {
                "stated": Cell(period(r["stated_on"], r["stated_precision"] or "day"), missing=w.t("undated")),
                "value": Cell(
                    cell.value, cell.tone, cell.mark, cell.mark_label, warnings=tuple(as_list(r["warnings"]))
                ),
                "counts": Cell(bool(r["counts"])),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for place, (r, cell) in enumerate(zip(rows_of(rows), said, strict=True))
    )
    foot = (
        w.t("What does not count is not in force for the whole complex, or another statement of that day counts.")
        if not rows["counts"].all()
        else ""
    )
    return Section("said", title, tables=(Table(columns, made, foot=foot, empty=empty),))
