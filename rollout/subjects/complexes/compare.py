"""Several complexes side by side as sections: figures, milestones, events."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from rollout.document.model import Cell, Column, Format, Quantity, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ProgressBoard
from rollout.questions.view import View, remembered
from rollout.subjects import wording
from rollout.subjects.cells import milestone, number, origin_ids
from rollout.subjects.complexes import words
from rollout.subjects.complexes.sections import events as events_of
from rollout.subjects.complexes.sections import quantity, site


@remembered
def figures(view: View, ids: tuple[str, ...]) -> Section:
    """The newest statement of each figure of several complexes, with the day it was made; differences are bold."""
    w, stages, records = view.w, view.names["stages"], [site(view, i) for i in ids]
    columns = (
        Column("what", w.t("Figure"), share=20),
        *(Column(i, view.names["complexes"][i], share=80 / len(ids)) for i in ids),
    )

    def line(key: str, name: str, cell: Callable[[Mapping[str, Any]], Cell]) -> Row:
        cells = {s["complex_id"]: cell(s) for s in records}
        differ = len({own.value for own in cells.values()}) > 1
        return Row(key, {"what": Cell(name), **{i: replace(own, strong=differ) for i, own in cells.items()}})

    rows = (
        line("theme", w.t("Theme"), lambda s: Cell(w.of(s, "theme"))),
        line("province", w.t("Province"), lambda s: Cell(w.of(s, "province"))),
        line("stage", w.t("Stage reached"), lambda s: Cell(stages.get(s["stage_id"]), missing=w.t("none"))),
        line("next", w.t("Next"), lambda s: Cell(wording.next_milestone(s, stages, w))),
        line("slip", w.t("Construction against the first plan"), lambda s: _slip(s, w)),
        line("announced", w.t("Announced area"), lambda s: Cell(Quantity(s["announced_m2"], Format.AREA))),
        *(
            line(metric, w.code("figure-metric", metric), partial(_newest, metric=metric, view=view))
            for metric in words.FIGURES
        ),
        line("square-metre", w.t("Site cost a m²"), lambda s: _square_metre(s, w)),
    )
    return Section(
        "comparison",
        w.t("Side by side: {names}", names=", ".join(view.names["complexes"][i] for i in ids)),
        w.t("Newest statement of each figure and its day; bold where the complexes differ"),
        tables=(Table(columns, rows, whole=True),),
    )


def _newest(own: Mapping[str, Any], metric: str, view: View) -> Cell:
    """The newest statement of one figure of a complex."""
    figures = view.ask("progress/figures", complex_id=own["complex_id"])
    found = figures[(figures["metric"] == metric) & figures["counts"]]
    if found.empty:
        return Cell(missing=view.w.t("not published"))
    first = found.iloc[0]
    return Cell(
        quantity(first["value"], first["unit"], view.w),
        note=_stated(first, metric, view.w),
        opens=Target("figure", (own["complex_id"], metric)),
        origins=origin_ids(first["origin_ids"]),
    )


def _stated(row: pd.Series, metric: str, w: Words) -> str:
    """When a figure was stated and, of a figure of several kinds, who stated or estimated it."""
    whose = w.of(row, "note") if metric == words.WHOSE else ""
    return ", ".join(filter(None, (w.period(row["stated_on"], row["stated_precision"]), whose)))


def _square_metre(own: Mapping[str, Any], w: Words) -> Cell:
    cost = Quantity(own["cost_krw"] / own["area_m2"], Format.WON) if not is_missing(own["cost_krw"]) else None
    return Cell(cost, missing=w.t("not published"))


def _slip(own: Mapping[str, Any], w: Words) -> Cell:
    months = number(own["construction_slip_months"])
    return Cell(None if months is None else Quantity(months, Format.MONTHS), missing=w.t("no date published"))


@remembered
def milestones(view: View, ids: tuple[str, ...]) -> Section:
    """Each stage of several complexes: the day it was reached, or the latest plan and its move."""
    w = view.w
    cells = {
        (cell["complex_id"], cell["stage_id"]): cell
        for cell in rows_of(view.ask("progress/board", complexes=ids), ProgressBoard)
    }
    columns = (
        Column("stage", w.t("Milestone"), share=20),
        *(Column(i, view.names["complexes"][i], Format.PERIOD, share=80 / len(ids)) for i in ids),
    )
    rows = tuple(
        Row(
            stage_id,
            {"stage": Cell(view.names["stages"][stage_id]), **{i: milestone(cells[i, stage_id], w) for i in ids}},
            origin_ids(*(cells[i, stage_id]["origin_ids"] for i in ids)),
        )
        for stage_id in dict.fromkeys(stage_id for _, stage_id in cells)
    )
    return Section(
        "milestones",
        w.t("Milestones side by side"),
        w.t("Each stage: the day it was reached, or the latest plan and its change from the first plan."),
        tables=(Table(columns, rows, whole=True),),
    )


@remembered
def events(view: View, complex_id: str) -> Section:
    """The events and stages of one of them on an axis."""
    return replace(events_of(view, complex_id), title=view.names["complexes"][complex_id], tables=())
