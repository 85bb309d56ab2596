"""What is new between two states of the facts: dates moved, ratings turned, plans passed, measures end, facts grew old.

`then` and `now` are two views of one scope, each with its snapshot and day; what is new is a row of `now` that `then`
did not have. Rows are those of the screens: the newest statements, the late milestones, the measures that end, the
coverage.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from rollout.document.model import Cell, Column, Format, Row, Section, Table
from rollout.questions.ask import rows_of
from rollout.questions.rows import ProgressChanges
from rollout.questions.scope import STALE_AFTER_DAYS
from rollout.questions.view import View
from rollout.subjects.benefits import sections as benefits
from rollout.subjects.cells import complex_cell, complex_column
from rollout.subjects.progress import news, today
from rollout.subjects.schedule import ratings
from rollout.subjects.schedule import sections as schedule
from rollout.subjects.schedule.rating import Flag, Rated
from rollout.subjects.sources import coverage

SILENT = ("passed", "unconfirmed")
AGED = ("complex", "subject", "newest", "age")  # the columns of the coverage that say how old a fact is


def moved(then: View, now: View) -> Section:
    """The dates that were stated anew, each with its move, the newest first."""
    w, known = now.w, set(_restated(then))
    rows = [news.lately_row(key, row, now) for key, row in _restated(now).items() if key not in known]
    title = w.n("One date moved", "{n} dates moved", len(rows))
    return Section("since-moved", title, tables=(news.table(now, rows, w.t("No date moved.")),))


def moved_stages(section: Section) -> set[tuple[str, str, str]]:
    """Complex, stage and day of each statement in `moved`."""
    return {tuple(row.key.split(":")[:3]) for row in section.tables[0].rows}  # type: ignore[misc]  # three parts


def _restated(view: View) -> dict[str, ProgressChanges]:
    """The plans stated anew by what they say; one that is corrected says something else."""
    found = {}
    for row in rows_of(view.ask("progress/changes"), ProgressChanges):
        if row["kind"] == "restated":
            dates = (f"{row[f'{part}_on']:%F} {row[f'{part}_precision']}" for part in ("before", "after"))  # type: ignore[literal-required]
            found[":".join((row["complex_id"], str(row["stage_id"]), f"{row['on_day']:%F}", *dates))] = row
    return found


def turned(then: View, now: View) -> Section:
    """The ratings that are others now, with the flags that were raised and those that are gone."""
    w = now.w
    before, after = ratings.on(then, then.scope.as_of), ratings.on(now, now.scope.as_of)
    rows = tuple(
        _turned(before[i], rated, then, now)
        for i, rated in after.items()
        if i in before and before[i].rating != rated.rating
    )
    names = w.codes("rating")
    columns = (
        complex_column(now),
        Column("before", w.t("Before"), Format.NAME, names=names, share=12),
        Column("now", w.t("Now"), Format.NAME, names=names, share=12),
        Column("raised", w.t("Flags raised"), share=34),
        Column("gone", w.t("Flags gone"), share=28),
    )
    title = w.n("The rating turned at one complex", "The rating turned at {n} complexes", len(rows))
    unit = w.t(
        "Delivery rating on {day}, before on {since}",
        day=now.scope.as_of.isoformat(),
        since=then.scope.as_of.isoformat(),
    )
    return Section("since-turned", title, unit, tables=(Table(columns, rows, empty=w.t("No rating turned.")),))


def _turned(before: Rated, after: Rated, then: View, now: View) -> Row:
    w = now.w
    cells = {
        "complex": complex_cell(after.complex_id),
        "before": replace(ratings.cell(before, w), note="", strong=False),
        "now": replace(ratings.cell(after, w), note=""),
        "raised": Cell(links=ratings.flags(_without(after, before.flags), now), missing=w.t("none")),
        "gone": Cell(links=ratings.flags(_without(before, after.flags), then), missing=w.t("none")),
    }
    return Row(f"{after.complex_id}:{before.rating}:{after.rating}", cells)


def _without(rated: Rated, others: Iterable[Flag]) -> Rated:
    """A rating with those of its flags that the others do not have; how far a flag has gone does not count."""
    known = {(flag.code, flag.cause, flag.stage_id) for flag in others}
    return replace(rated, flags=tuple(f for f in rated.flags if (f.code, f.cause, f.stage_id) not in known))


def passed(then: View, now: View) -> Section:
    """The plans whose time ran out without news, the oldest first."""
    w, known = now.w, set(_silent(then))
    rows = [row for key, row in _silent(now).items() if key not in known]
    title = w.n("One plan passed without news", "{n} plans passed without news", len(rows))
    unit = w.t("Open milestones whose latest date lies before {day}", day=now.scope.as_of.isoformat())
    return Section("since-passed", title, unit, tables=(news.table(now, rows, w.t("No plan passed.")),))


def _silent(view: View) -> dict[str, Row]:
    found = schedule.on(schedule.standing(view), view.scope.as_of)
    found = found[found["state"].isin(SILENT)].sort_values(["last_end", "complex_id", "position"])
    return {
        f"{row['complex_id']}:{row['stage_id']}:{row['date']:%F} {row['precision']}": today.late_row(row, view, True)
        for row in rows_of(found)
    }


def ending(then: View, now: View, before: int, days: int) -> Section:
    """The measures that have come to end within some days (`before`: within which they were told before)."""
    w, whole = now.w, benefits.ending(now)
    known = {(row.key, row["to"].value) for row in _soon(benefits.ending(then), before)}
    rows = tuple(row for row in _soon(whole, days) if (row.key, row["to"].value) not in known)
    title = w.n(
        "One measure ends within {days} days", "{n} measures end within {days} days", len(rows), days=w.number(days)
    )
    return Section("since-ending", title, whole.unit, tables=(replace(whole.tables[0], rows=rows),))


def _soon(section: Section, days: int) -> list[Row]:
    left: Mapping[str, Any] = {row.key: row["days"].value for row in section.tables[0].rows}
    return [row for row in section.tables[0].rows if left[row.key] is not None and left[row.key] <= days]


def stale(then: View, now: View) -> Section:
    """What was published about a complex and has grown older than STALE_AFTER_DAYS."""
    w, whole = now.w, coverage.coverage_list(now)
    known = {_fact(row) for row in _old(coverage.coverage_list(then))}
    rows = tuple(row for row in _old(whole) if _fact(row) not in known)
    title = w.n(
        "One fact has grown older than {days} days",
        "{n} facts have grown older than {days} days",
        len(rows),
        days=STALE_AFTER_DAYS,
    )
    unit = w.t("By complex and subject: the newest statement, and its age on {day}", day=now.scope.as_of.isoformat())
    columns = tuple(column for column in whole.tables[0].columns if column.key in AGED)
    table = Table(columns, rows, empty=w.t("No fact has grown old."))
    return Section("since-stale", title, unit, tables=(table,))


def _old(section: Section) -> list[Row]:
    ages: list[tuple[Row, Any]] = [(row, row["age"].value) for row in section.tables[0].rows if row["published"].value]
    return [row for row, age in ages if age is not None and age > STALE_AFTER_DAYS]


def _fact(row: Row) -> tuple[str, Any]:
    return row.key, row["newest"].value
