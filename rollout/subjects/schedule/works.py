"""The planned works of all complexes as a section."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import Cell, Chart, Column, Format, Row, Section, Series, Table
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.render.theme import Palette
from rollout.subjects.cells import complex_cell, complex_column, milestone, origin_ids, period
from rollout.subjects.schedule import gantt, words
from rollout.subjects.schedule.charts import Figure, year_start
from rollout.subjects.schedule.sections import on, sites, standing

BUILDING = ("construction-started", "completed")
Cells = Mapping[tuple[str, str], Mapping[str, Any]]


@remembered
def works(view: View, group: str = "stage", compared: bool = True) -> Section:
    """All complexes on one time axis, and their construction start and completion with the first plan of each."""
    w = view.w
    now, own = on(standing(view), view.scope.as_of), sites(view)
    cells = {(c["complex_id"], c["stage_id"]): c for c in rows_of(now)}
    stages = words.short_stages(view)
    columns = [complex_column(view)]
    for key in BUILDING:
        columns += [
            Column(key, w.t("{stage}, latest", stage=stages[key]), Format.PERIOD, share=20),
            Column(f"{key}-first", w.t("{stage}, first plan", stage=stages[key]), Format.PERIOD, share=18),
        ]
    title = words.gantt_title(now, w)
    unit = w.t(
        "Markers show the last day of the stated period. A complex with several industries is listed under its first"
    )
    rows = tuple(_row(complex_id, cells, view) for complex_id in own["complex_id"])
    return Section(
        "works",
        title,
        unit,
        picture=_chart(own, now, title, group, compared, view),
        tables=(Table(tuple(columns), rows, whole=True),),
        origins=origin_ids(now["origin_ids"], now["first_origin_ids"]),
    )


def _row(complex_id: str, cells: Cells, view: View) -> Row:
    row = {"complex": complex_cell(complex_id)}
    sources = []
    for key in BUILDING:
        cell = cells[complex_id, key]
        row[key] = milestone(cell, view.w)
        row[f"{key}-first"] = Cell(period(cell["first_date"], cell["first_precision"]), "subtle")
        sources += [cell["origin_ids"], cell["first_origin_ids"]]
    return Row(complex_id, row, origin_ids(*sources))


def _chart(own: pd.DataFrame, now: pd.DataFrame, title: str, group: str, compared: bool, view: View) -> Chart:
    w, scope = view.w, view.scope
    spans = [_span(now[now["complex_id"] == complex_id]) for complex_id in own["complex_id"]]
    starts = tuple(span[0]["last_end"].date() if span else None for span in spans)
    lengths = tuple(float((span[1]["last_end"] - span[0]["last_end"]).days) if span else None for span in spans)
    ends = tuple(w.period(span[1]["date"], span[1]["precision"]) if span else "" for span in spans)
    first = min((start for start in starts if start), default=None)
    last = max((span[1]["last_end"].date() for span in spans if span), default=None)

    def draw(palette: Palette) -> Figure:
        ranges = words.ranges(view)
        return gantt.draw(
            words.grouped(own, group, view),
            words.gantt_cells(now, view),
            w.codes("stage-letter"),
            ranges if compared else ranges.iloc[:0],
            w,
            palette,
            scope.as_of,
            scope.today,
        )

    return Chart(
        tuple(w.of(site, "short") for site in rows_of(own)),
        (Series(w.pt("stage", "Construction"), starts, hidden=True), Series(w.t("planned works"), lengths, step=1)),
        Format.DAY,
        "",
        words.gantt_alt(now, w.codes("stage-letter"), title, view),
        ends,
        since=year_start(first) if first else None,
        until=last.replace(year=last.year + 1, month=1, day=1) if last else None,
        draw=draw,
        source=words.source_line([now["origin_ids"], now["first_origin_ids"]], w),
    )


def _span(cells: pd.DataFrame) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """The start of construction and the completion of a complex, where both are dated and in order."""
    by_stage = {cell["stage_id"]: cell for cell in rows_of(cells)}
    start, end = (by_stage[stage] for stage in BUILDING)
    dated = all(not is_missing(c["date"]) and c["state"] not in {"skipped", "withdrawn"} for c in (start, end))
    return (start, end) if dated and end["last_end"] >= start["last_end"] else None
