"""Today as sections: the tally, what changed, what is late, what comes, and the 15 in one table."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rollout.document.model import SCREEN, Cell, Column, Format, Row, Section, Table
from rollout.document.target import Target
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ProgressChangesBetween, ProgressStages
from rollout.questions.view import View, remembered
from rollout.render.printed import cell_text
from rollout.subjects.cells import chooses, complex_cell, complex_column, move, number, origin_ids, period
from rollout.subjects.progress import news, sections
from rollout.subjects.progress.sections import LOST, SHRUNK
from rollout.subjects.schedule import ratings
from rollout.subjects.schedule import sections as schedule
from rollout.subjects.schedule.rating import Rated
from rollout.subjects.sources import coverage


@remembered
def tally(view: View) -> Section:
    """How many complexes have each delivery rating, then the key figures."""
    rated = ratings.tally(view)
    return replace(rated, figures=(*rated.figures, *sections.key_figures(view)[1:]))


@remembered
def changed(view: View) -> Section:
    """What changed in the period, the newest first, a line each."""
    found = rows_of(view.ask("progress/changes_between", since=view.scope.compare), ProgressChangesBetween)
    whole = news.changes(view)
    columns = {column.key: column for column in whole.tables[0].columns}
    lines = [_change(row, cells, columns, view) for row, cells in zip(found, whole.tables[0].rows, strict=True)]
    lines.sort(key=lambda line: str(line["when"].value), reverse=True)
    empty = view.w.t("Nothing changed.")
    return Section("changed", whole.title, tables=(news.table(view, lines, empty, brief=True),))


def _change(row: ProgressChangesBetween, shown: Row, columns: Mapping[str, Column], view: View) -> Row:
    """A change as a line: when it was stated, where, what became of what."""
    before, after = (cell_text(shown[key], columns[key], view.w) for key in ("before", "after"))
    said = f"{shown['subject'].value}: " + " → ".join(filter(None, [before, after or shown["after"].mark_label]))
    moved = row["moved_months"] if row["kind"] in {"restated", "reached"} else None
    return news.line(
        f"{row['complex_id']}:{row['kind']}:{row['subject']}:{row['stated_on']}",
        row["complex_id"],
        shown["stated"].value,
        said,
        moved,
        row["origin_ids"],
    )


@remembered
def late(view: View) -> Section:
    """The open milestones that are late, those whose latest date passed first, then the most moved."""
    w = view.w
    now = schedule.on(schedule.standing(view), view.scope.as_of)
    found = now[now["late_first"] | now["late_latest"]].sort_values(
        ["late_latest", "slip_months", "complex_id", "position"], ascending=[False, False, True, True]
    )
    lines = [late_row(row, view) for row in rows_of(found)]
    title = w.t(
        "{first} open milestones are late against the first plan, {latest} against the latest",
        first=w.number(int(now["late_first"].sum())),
        latest=w.number(int(now["late_latest"].sum())),
    )
    empty = w.t("No open milestone with a date is late.")
    return Section("late", title, tables=(news.table(view, lines, empty, brief=True),))


def late_row(row: Mapping[str, Any], view: View, silent: bool = False) -> Row:
    """An open milestone (schedule/standing) as a line; `silent`: marked, too, where nothing at all was said since."""
    line = news.line(
        f"{row['complex_id']}:{row['stage_id']}",
        row["complex_id"],
        period(row["date"], row["precision"]),
        view.names["stages"][row["stage_id"]],
        row["slip_months"],
        [*row["origin_ids"], *row["first_origin_ids"]],
    )
    state = row["state"] if row["late_latest"] or (silent and row["state"] == "unconfirmed") else ""
    when = replace(line["when"], mark=state, mark_label=view.w.code("milestone-state", state) if state else "")
    return replace(line, cells={**line.cells, "when": when})


@remembered
def coming(view: View) -> Section:
    """The plans that fall due within the horizon, a line each."""
    whole = news.due(view)
    return replace(whole, id="coming", unit="", tables=(replace(whole.tables[0], brief=True),))


@remembered
def standing(view: View) -> Section:
    """The 15 in one table: rating, stage, next date and its move, area, share of official sources, newest statement."""
    w, now = view.w, sections.sites(view)
    rated = ratings.on(view, view.scope.as_of)
    shares = coverage.totals(view).set_index("complex_id")
    order = {complex_id: place for place, complex_id in enumerate(rated)}
    slips = view.ask("progress/board").set_index(["complex_id", "stage_id"])["slip_months"]
    rows = tuple(
        _complex(site, rated[site["complex_id"]], shares.loc[site["complex_id"]], slips, view)
        for site in sorted(rows_of(now), key=lambda site: order[site["complex_id"]])
    )
    states = w.codes("milestone-state")
    legend = tuple((state, states[state]) for state in ("passed", "unconfirmed"))
    return Section(
        "standing",
        ratings.title(list(rated.values()), w),
        tables=(
            Table(
                _columns(view), rows, whole=True, dense=True, legend=legend, foot=ratings.hatching(rated.values(), w)
            ),
        ),
        metrics=("area",),
    )


def _columns(view: View) -> tuple[Column, ...]:
    w = view.w
    stages = {row["stage_id"]: w.of(row, "short") for row in rows_of(view.ask("progress/stages"), ProgressStages)}
    return (
        complex_column(view),
        Column("rating", w.t("Rating"), Format.NAME, names=w.codes("rating"), share=14),
        Column("stage", w.t("Stage reached"), Format.NAME, names=stages, share=16),
        Column("next", w.t("Next"), Format.NAME, names=stages, share=16),
        Column("next_on", w.t("Planned for"), Format.PERIOD, share=10, wordless=True),
        Column("moved", w.t("Moved"), Format.MONTHS, share=8),
        Column("area", w.t("Area"), Format.AREA, share=8, media=SCREEN),
        Column("lost", w.t("Against announced"), Format.CHANGE, share=9, media=SCREEN),
        Column("official", w.t("Official sources"), Format.SHARE, share=9, media=SCREEN),
        Column("heard", w.t("Newest statement"), Format.DAY, share=10, media=SCREEN),
    )


def _complex(site: Mapping[str, Any], rated: Rated, share: Mapping[str, Any], slips: Any, view: View) -> Row:
    w, complex_id = view.w, site["complex_id"]
    lost, ahead = site["area_m2"] / site["announced_m2"] - 1, site["next_stage_id"]
    cells = {
        "complex": complex_cell(complex_id),
        "rating": replace(ratings.cell(rated, w), note=""),
        "stage": replace(_stage(complex_id, site["stage_id"], w.t("none")), filters=chooses("stage", site["stage_id"])),
        "next": _stage(complex_id, ahead, w.t("nothing published")),
        "next_on": sections.planned_for(site, w),
        "moved": move(number(slips.get((complex_id, ahead))) if isinstance(ahead, str) else None),
        "area": Cell(site["area_m2"], opens=Target("figure", (complex_id, "area"))),
        "lost": Cell(lost if round(lost * 100) else 0.0, SHRUNK if lost <= LOST else ""),
        "official": Cell(None if is_missing(share["share"]) else float(share["share"])),
        "heard": Cell(rated.heard_on, "amber" if rated.quiet else ""),
    }
    return Row(complex_id, cells, origin_ids(site["area_origin_ids"]))


def _stage(complex_id: str, stage_id: Any, missing: str) -> Cell:
    """A stage, which opens its statements."""
    known = isinstance(stage_id, str)
    return Cell(
        stage_id if known else None, missing=missing, opens=Target("cell", (complex_id, stage_id)) if known else None
    )
