"""One complex as sections: facts, host places, plans, events."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import Cell, Chart, Column, Format, Quantity, Row, Section, Table, Text, Value
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, present, rows_of
from rollout.questions.rows import ComplexesHosts, ProgressBoard
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects import wording
from rollout.subjects.cells import milestone, move, number, origin_ids, period
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


@remembered
def facts(view: View, complex_id: str) -> Section:
    """What is fixed, then each figure with its newest value, its first, and what to mind."""
    w, own = view.w, site(view, complex_id)
    cells = view.ask("progress/board", complexes=(complex_id,))
    figures = view.ask("progress/figures", complex_id=complex_id)
    said = words.sentences(own, cells, view)
    columns = (
        Column("figure", w.t("Figure"), share=18),
        Column("newest", w.t("Newest"), share=26),
        Column("stated", w.t("Stated"), Format.PERIOD, share=14),
        Column("first", w.t("First stated"), share=20),
        Column("first_on", w.t("On"), Format.PERIOD, share=12),
    )
    counted = figures[figures["counts"]]
    rows = (
        *_fixed(view.ask("complexes/dossier", complex_id=complex_id).iloc[0], w),
        *(_figure(metric, counted[counted["metric"] == metric], complex_id, w) for metric in words.FIGURES),
    )
    return Section(
        "facts",
        said[0].rstrip("."),
        " · ".join([w.of(own, "name"), w.of(own, "theme"), w.of(own, "province")]),
        lead=tuple(Text(text) for text in said[1:]),
        tables=(Table(columns, rows, whole=True),),
        metrics=("area", "site-cost"),
        origins=origin_ids(figures["origin_ids"], cells["origin_ids"]),
    )


def _fixed(dossier: pd.Series, w: Words) -> list[Row]:
    """Place, developer and companies of a complex."""
    fixed = dossier.to_dict()
    sources, none = origin_ids(fixed["origin_ids"]), w.t("not published")
    texts = (
        ("place", w.t("Place"), f"{w.of(fixed, 'district')}, {w.of(fixed, 'locality')}"),
        ("developer", w.t("Developer"), w.of(fixed, "developer").replace(";", ", ")),
        ("companies", w.t("Companies named"), (fixed["anchor_companies_ko"] or "").replace(";", ", ")),
    )
    return [
        _fact(key, name, Cell(text or None, missing=none), origins=sources if text else ()) for key, name, text in texts
    ]


def _figure(metric: str, stated: pd.DataFrame, complex_id: str, w: Words) -> Row:
    """A figure with its newest value, and with its first where that was another; `stated`: the newest first."""
    name = w.code("figure-metric", metric)
    if stated.empty:
        return _fact(metric, name, Cell(missing=w.t("not published")))
    newest, first = stated.iloc[0], stated.iloc[-1]
    changed = len(stated) > 1 and first["value"] != newest["value"]
    value = Cell(
        quantity(newest["value"], newest["unit"], w),
        note=w.of(newest, "note") if metric == words.WHOSE else "",
        warnings=tuple(i for i in as_list(newest["warnings"]) if i in words.WARNINGS_SHOWN),
        opens=Target("figure", (complex_id, metric)),
        strong=True,
    )
    return _fact(
        metric,
        name,
        value,
        period(newest["stated_on"], newest["stated_precision"]),
        quantity(first["value"], first["unit"], w) if changed else None,
        period(first["stated_on"], first["stated_precision"]) if changed else None,
        origin_ids(newest["origin_ids"]),
    )


@remembered
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


@remembered
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
    rows = tuple(_promise(cell, expected.get(cell["stage_id"]), w) for cell in rows_of(cells, ProgressBoard))
    foot = w.t(
        "Where two dates were stated on the same day, the more precise one counts; if equally "
        "precise, the later. Both are shown when opened."
    )
    return Section(
        "promises",
        words.promises_title(cells["slip_months"], w),
        w.t("Three dates a stage: first plan, latest plan, what comparable complexes took"),
        tables=(Table(columns, rows, foot=foot, whole=True),),
    )


def _promise(cell: Mapping[str, Any], expected: str | None, w: Words) -> Row:
    done, planned = cell["state"] in {"done", "withdrawn"}, not is_missing(cell["first_date"])
    state, stage_id = milestone({**cell, "slip_months": None}, w), cell["stage_id"]
    note = "" if cell["state"] == "skipped" else state.note  # its last plan has a column of its own
    first = Cell(
        period(cell["first_date"], cell["first_precision"]),
        "subtle",
        missing=w.t("none stated"),
        note=w.t("stated {day}", day=w.period(present(cell["first_stated_on"]), "day")) if planned else "",
    )
    cells = {
        "stage": Cell(stage_id, opens=state.opens),
        "state": Cell(state.value if done else None, state.tone, state.mark, state.mark_label, note=note),
        "first": first,
        "last": Cell(period(cell["last_date"], cell["last_precision"]), note=_restated(cell, w) if planned else ""),
        "moved": move(number(cell["slip_months"]) or None),
        "expected": Cell(expected, "subtle"),
    }
    return Row(stage_id, cells, origin_ids(cell["origin_ids"]))


def _restated(cell: Mapping[str, Any], w: Words) -> str:
    when = w.period(cell["last_stated_on"], "day")
    return (
        w.n("stated {day}, restated once", "stated {day}, restated {n} times", int(cell["restatements"]), day=when)
        if cell["restatements"]
        else ""
    )


SETBACK = "setback"  # by which a short medium picks events; no column


@remembered
def events(view: View, complex_id: str) -> Section:
    """Every event, newest first, and on one axis with the stages reached and planned."""
    w = view.w
    found, trail = (view.ask(f"complexes/{name}", complex_id=complex_id) for name in ("events", "trail"))
    setbacks = int((found["kind"] == "setback").sum())
    title = w.n("One setback", "{n} setbacks", setbacks) if setbacks else w.t("Events so far")
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
                SETBACK: Cell(float(e["kind"] == "setback")),
            },
            origin_ids(e["origin_ids"]),
        )
        for place, e in enumerate(rows_of(found))
    )
    return Section(
        "events",
        title,
        w.t("Events, stages reached and plans as they stood on the as-of date"),
        picture=_timeline(found, trail, title, view),
        tables=(Table(columns, rows, empty=w.t("Nothing was published by this day."), cut_by=SETBACK),),
        origins=origin_ids(trail["origin_ids"]),
    )


def _timeline(events: pd.DataFrame, trail: pd.DataFrame, title: str, view: View) -> Chart | None:
    w, marks = view.w, wording.timeline(view, events, trail)
    if marks.empty:
        return None
    count = len(origin_ids(events["origin_ids"], trail["origin_ids"]))
    return Chart(
        (),
        (),
        Format.DAY,
        "",
        f"{title}: {wording.timeline_alt(marks)}",
        source=w.n("Source: one public page, listed below", "Source: {n} public pages, listed below", count),
        draw=lambda palette: charts.timeline(marks, w, palette, view.scope.as_of),
    )
