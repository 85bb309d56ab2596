"""The schedule as sections: moves of one milestone, lateness by milestone, planned works, delivery ratings, what moved,
every statement.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import (
    ANNEX,
    SCREEN,
    Cell,
    Chart,
    Column,
    Figure,
    Format,
    Link,
    Part,
    Row,
    Section,
    Series,
    Table,
)
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ScheduleTrail
from rollout.questions.view import View
from rollout.render.markup import main_reasons
from rollout.subjects.cells import (
    complex_cell,
    complex_column,
    day,
    milestone,
    move,
    move_tone,
    number,
    origin_ids,
    period,
    sentences,
)
from rollout.subjects.schedule import charts, rating, words

DEFAULT_MILESTONE = "construction-started"


def sites(view: View) -> pd.DataFrame:
    """progress/complexes of the scope."""
    rows = view.ask("progress/complexes")
    return view.scope.rows(rows).reset_index(drop=True)


def standing(view: View) -> pd.DataFrame:
    """schedule/standing at each quarter's end, on the comparison day and on the as-of day."""
    scope = view.scope
    return view.ask(
        "schedule/standing", days=tuple(sorted({*rating.quarter_ends(scope.as_of), scope.compare, scope.as_of}))
    )


def on(rows: pd.DataFrame, when: Any) -> pd.DataFrame:
    """The rows of one day."""
    return rows[rows["day"] == pd.Timestamp(when)]


# --- one milestone
# --------------------------------------------------------------------------------------------------------------------


def slips(view: View, stage_id: str = DEFAULT_MILESTONE) -> Section:
    """First and latest date of one milestone, a row a complex, the most moved first; on a screen with every statement
    as a line.
    """
    w = view.w
    cells = words.most_moved_first(on(standing(view), view.scope.as_of).query("stage_id == @stage_id"))
    trail = words.trail(view.ask("schedule/trail", stage_id=stage_id), cells, view)
    title = words.trend_title(cells, view.names["stages"][stage_id], w)
    columns = (
        complex_column(view),
        Column("first", w.t("First plan"), Format.PERIOD, share=20, note_label=w.t("First plan stated")),
        Column(
            "last",
            w.t("Latest plan, or reached"),
            Format.PERIOD,
            share=24,
            mark_label=w.t("State"),
            note_label=w.t("Latest plan stated"),
        ),
        Column("moved", w.t("Moved"), Format.MONTHS, share=12),
        Column("restated", w.t("Restated"), Format.NUMBER, share=9),
        Column("passed", w.t("Passed without news, days"), Format.NUMBER, share=12),
        Column("late_first", w.t("Late against the first plan"), Format.YES, media=ANNEX),
        Column("late_latest", w.t("Late against the latest plan"), Format.YES, media=ANNEX),
    )
    rows = tuple(_slip(cell, w) for cell in rows_of(cells))
    foot = w.t(
        "Two statements on one day: both are kept and shown (the one that does not count as a ring in the "
        "chart); the more precise counts, and of two equally precise the later. A vaguer"
        " restatement counts as no move. A plan that is not for the whole complex, or that was told in "
        "retrospect, is listed among the statements but does not count."
    )
    table = Table(columns, rows, foot=foot, cut_by="moved", empty=w.t("No complex is in scope."))
    unit = w.t(
        "Across: when it was stated; up: the date then stated, the end of its period. A line that climbs slips; "
        "months against the first plan at its end"
    )
    return Section(
        "slips", title, unit, picture=_trend(trail, cells, title, view), tables=(table,), metrics=("construction-slip",)
    )


def _slip(cell: Mapping[str, Any], w: Words) -> Row:
    opens, promised = Target("cell", (cell["complex_id"], cell["stage_id"])), not is_missing(cell["first_date"])
    first = Cell(
        period(cell["first_date"], cell["first_precision"]),
        opens=opens if promised else None,
        missing=w.t("not published"),
        note=w.t("stated {day}", day=cell["first_stated_on"].date().isoformat()) if promised else "",
    )
    last = milestone({**cell, "slip_months": None}, w)
    if last.value is not None:
        last = Cell(
            last.value,
            last.tone,
            last.mark,
            last.mark_label,
            note=w.t("stated {day}", day=day(cell["stated_on"]).isoformat()),
            opens=opens,
        )
    days = number(cell["passed_days"])
    return Row(
        cell["complex_id"],
        {
            "complex": complex_cell(cell["complex_id"]),
            "first": first,
            "last": last,
            "moved": move(cell["slip_months"] if cell["state"] != "withdrawn" else None),
            "restated": Cell(number(cell["restatements"]) if promised else None),
            "passed": Cell(days, "amber" if days else ""),
            "late_first": Cell(bool(cell["late_first"])),
            "late_latest": Cell(bool(cell["late_latest"])),
        },
        origin_ids(cell["origin_ids"], cell["first_origin_ids"]),
    )


def _trend(trail: pd.DataFrame, cells: pd.DataFrame, title: str, view: View) -> Chart | None:
    if trail.empty:
        return None
    w = view.w
    moved = cells[cells["slip_months"].notna()]
    months = tuple(float(m) for m in moved["slip_months"])
    return Chart(
        tuple(moved["complex_id"].map(view.names["complexes"])),
        (Series(w.t("months"), months, tuple(move_tone(m) or "blue" for m in months)),),
        Format.MONTHS,
        w.t("months"),
        words.trend_alt(trail, title, w),
        source=words.source_line([trail["origin_ids"]], w),
        draw=lambda palette: charts.milestone_trend(trail, w, palette, view.scope.as_of),
    )


def statements(view: View) -> Section:
    """Every statement about every milestone."""
    w, names = view.w, view.names
    columns = (
        complex_column(view),
        Column("stage", w.t("Milestone"), Format.NAME, names=names["stages"], share=22),
        Column("stated", w.t("Stated on"), Format.DAY, share=12),
        Column("status", w.t("State"), Format.NAME, names=w.codes("milestone-status"), share=10),
        Column("date", w.t("Date"), Format.PERIOD, share=12),
        Column("counts", w.t("Counts of its day"), Format.YES, share=8),
        Column("note", w.t("Note"), share=40),
    )
    rows = []
    for stage_id in view.ask("progress/stages")["stage_id"]:
        for number_, said in enumerate(rows_of(view.ask("schedule/trail", stage_id=stage_id), ScheduleTrail)):
            rows.append(
                Row(
                    f"{stage_id}:{number_}",
                    {
                        "complex": complex_cell(said["complex_id"]),
                        "stage": Cell(stage_id, opens=Target("cell", (said["complex_id"], stage_id))),
                        "stated": Cell(day(said["stated_on"])),
                        "status": Cell(said["status"]),
                        "date": Cell(period(said["date"], said["precision"])),
                        "counts": Cell(bool(said["leads"])),
                        "note": Cell(w.of(said, "note") or None),
                    },
                    origin_ids(said["origin_ids"]),
                )
            )
    title = w.n("One statement about milestones", "{n} statements about milestones", len(rows))
    return Section(
        "statements", title, tables=(Table(columns, tuple(rows), empty=w.t("Nothing was said by this day.")),)
    )


# --- lateness by milestone
# ------------------------------------------------------------------------------------------------------------


def milestones(view: View, chosen: str = "") -> Section:
    """The pair late against the first and the latest plan, a row a milestone.

    `chosen`: the milestone that is marked.
    """
    w = view.w
    now = on(standing(view), view.scope.as_of)
    columns = (
        Column("stage", w.t("Milestone"), Format.NAME, names=view.names["stages"], share=34),
        Column("dated", w.t("Open, with a date"), Format.NUMBER, share=11),
        Column("late_first", w.t("Late against the first plan"), Format.NUMBER, share=13),
        Column("late_latest", w.t("Late against the latest plan"), Format.NUMBER, share=13),
        Column("median", w.t("Median move"), Format.MONTHS, share=11, digits=1),
        Column("most", w.t("Most"), Format.MONTHS, share=9, digits=1),
        Column("restated", w.t("Restated"), Format.NUMBER, share=9),
    )
    rows = tuple(
        Row(
            r["stage_id"] or "all",
            {
                "stage": Cell(r["stage_id"] or None, missing=w.pt("stages", "All")),
                "dated": Cell(r["dated"]),
                "late_first": Cell(r["late_first"], "amber" if r["late_first"] else "subtle"),
                "late_latest": Cell(r["late_latest"], "red" if r["late_latest"] else "subtle"),
                "median": move(r["median"]),
                "most": move(r["most"]),
                "restated": Cell(r["restated"]),
            },
            total=not r["stage_id"],
            chosen=r["stage_id"] == chosen,
        )
        for r in rows_of(words.by_milestone(now))
    )
    method = w.t(
        "Milestones not reached that have a date. Late against the first plan: moved later, or the first period "
        "has passed. Against the latest: it has passed without news."
    )
    lead = sentences(words.sentence(now, rating.rate(now, words.short_stages(view), w), w))
    return Section(
        "milestones",
        words.milestones_title(now, w),
        w.t("Of the milestones not reached that have a date; the two kinds of lateness always as a pair"),
        lead=lead,
        tables=(Table(columns, rows, foot=method, whole=True),),
        origins=origin_ids(now["origin_ids"], now["first_origin_ids"]),
    )


# --- planned works
# --------------------------------------------------------------------------------------------------------------------


def works(view: View, group: str = "stage", compared: bool = True) -> Section:
    """All complexes on one time axis, and their construction start and completion with the first plan of each."""
    w, scope = view.w, view.scope
    now, own = on(standing(view), scope.as_of), sites(view)
    cells = {(c["complex_id"], c["stage_id"]): c for c in rows_of(now)}
    stages = words.short_stages(view)
    columns = [complex_column(view)]
    for key in ("construction-started", "completed"):
        columns += [
            Column(key, w.t("{stage}, latest", stage=stages[key]), Format.PERIOD, share=20),
            Column(f"{key}-first", w.t("{stage}, first plan", stage=stages[key]), Format.PERIOD, share=18),
        ]
    rows = []
    for site in rows_of(own):
        row = {"complex": complex_cell(site["complex_id"])}
        for key in ("construction-started", "completed"):
            cell = cells[site["complex_id"], key]
            row |= {
                key: milestone(cell, w),
                f"{key}-first": Cell(period(cell["first_date"], cell["first_precision"]), "subtle"),
            }
        rows.append(
            Row(
                site["complex_id"],
                row,
                origin_ids(
                    *(
                        cells[site["complex_id"], key][c]
                        for key in ("construction-started", "completed")
                        for c in ("origin_ids", "first_origin_ids")
                    )
                ),
            )
        )
    title = words.gantt_title(now, w)
    unit = w.t(
        "Marks stand on the last day of the stated period. A complex of several industries stands under its first"
    )
    return Section(
        "works",
        title,
        unit,
        picture=_gantt(view, own, now, cells, title, group, compared),
        tables=(Table(tuple(columns), tuple(rows), whole=True),),
        origins=origin_ids(now["origin_ids"], now["first_origin_ids"]),
    )


def _gantt(
    view: View,
    own: pd.DataFrame,
    now: pd.DataFrame,
    cells: Mapping[tuple[str, str], Mapping[str, Any]],
    title: str,
    group: str,
    compared: bool,
) -> Chart:
    w, scope = view.w, view.scope
    names, starts, lengths, ends = [], [], [], []
    for site in rows_of(own):
        start, end = (cells[site["complex_id"], stage] for stage in ("construction-started", "completed"))
        dated = all(not is_missing(c["date"]) and c["state"] not in {"skipped", "withdrawn"} for c in (start, end))
        known = dated and end["last_end"] >= start["last_end"]
        names.append(w.of(site, "short"))
        starts.append(start["last_end"].date() if known else None)
        lengths.append(float((end["last_end"] - start["last_end"]).days) if known else None)
        ends.append(end if known else None)
    days = [day_ for day_ in starts if day_]
    lasts = [end["last_end"].date() for end in ends if end]

    def draw(palette: Any) -> dict[str, Any]:
        ranges = words.ranges(view)
        return charts.gantt(
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
        tuple(names),
        (
            Series(w.pt("stage", "Construction"), tuple(starts), hidden=True),
            Series(w.t("planned works"), tuple(lengths), step=1),
        ),
        Format.DAY,
        "",
        words.gantt_alt(now, w.codes("stage-letter"), title, view),
        tuple(w.period(end["date"], end["precision"]) if end else "" for end in ends),
        since=min(days).replace(month=1, day=1) if days else None,
        until=max(lasts).replace(year=max(lasts).year + 1, month=1, day=1) if lasts else None,
        draw=draw,
        source=words.source_line([now["origin_ids"], now["first_origin_ids"]], w),
    )


# --- delivery rating
# ------------------------------------------------------------------------------------------------------------------


def ratings(view: View) -> Section:
    """The delivery rating now, before and at each quarter's end, with its reasons; the worst first."""
    w, scope, stages = view.w, view.scope, words.short_stages(view)
    rated = words.rated(standing(view), view)
    names = w.codes("rating")
    now, then = (on(rated, when).set_index("complex_id") for when in (scope.as_of, scope.compare))
    past = rated[(rated["day"] < pd.Timestamp(scope.as_of)) & rated["day"].dt.is_quarter_end]
    ends = sorted(past["day"].unique())
    history = {(i, end): value for i, end, value in past[["complex_id", "day", "rating"]].itertuples(index=False)}
    columns = [complex_column(view)]
    columns += [
        Column(
            f"q{end.date()}", w.period(end, "quarter"), Format.NAME, names=names, share=2, media=SCREEN, compact=True
        )
        for end in ends
    ]
    columns += [
        Column("now", w.t("Now"), Format.NAME, names=names, share=12),
        Column("then", w.t("On {day}", day=scope.compare.isoformat()), Format.NAME, names=names, share=12),
        Column("why", w.t("Why"), share=46),
        Column("chance", w.t("Chance of next plan"), share=19),
    ]
    rows = []
    order = words.worst_first(sites(view), now.reset_index())
    for complex_id in order["complex_id"]:
        row, value = now.loc[complex_id], now.loc[complex_id, "rating"]
        cells = {"complex": complex_cell(complex_id)}
        cells |= {f"q{end.date()}": _rated(history.get((complex_id, end)), names) for end in ends}
        reasons = tuple(
            Link(reason["text"], Target("cell", (complex_id, reason["stage_id"])) if reason["stage_id"] else None)
            for reason in main_reasons(value, row["reasons"])
        )
        chance = rating.percent(row["chance"], int(row["chance_cases"]), w) if not is_missing(row["chance"]) else None
        cells |= {
            "now": _rated(value, names, Target("rating", (complex_id,))),
            "then": _rated(then.loc[complex_id, "rating"], names),
            "why": Cell(links=reasons),
            "chance": Cell(chance, note=stages[row["chance_stage_id"]] if chance else ""),
        }
        rows.append(Row(complex_id, cells))
    rule = tuple(f"{names[key]}: {text}" for key, text in rating.rule(w))
    foot = w.t(
        "The first line that fits counts. Nobody sets a rating: it follows from the statements alone. “No news” "
        "means that nothing newer was found in public sources."
    )
    today = on(standing(view), scope.as_of)
    return Section(
        "ratings",
        words.rating_title(now.reset_index(), w),
        w.t("Delivery rating, computed by a written rule; the worst first"),
        figures=_tally(view, now, then),
        tables=(Table(tuple(columns), tuple(rows), whole=True),),
        method=(*rule, foot),
        origins=origin_ids(today["origin_ids"], today["first_origin_ids"]),
    )


def _rated(value: str | None, names: Mapping[str, str], opens: Target | None = None) -> Cell:
    return Cell(
        value, mark=value or "", mark_label=names[value] if value else "", opens=opens, strong=opens is not None
    )


def _tally(view: View, now: pd.DataFrame, then: pd.DataFrame) -> tuple[Figure, ...]:
    """How many complexes have each rating, with the area and site cost that they stand for."""
    w, own, since = view.w, sites(view), view.scope.compare.isoformat()
    rated = own.assign(rating=own["complex_id"].map(now["rating"]))
    figures = []
    for key in rating.RATINGS:
        part = rated[rated["rating"] == key]
        change = len(part) - int((then["rating"] == key).sum())
        published = int(part["cost_krw"].notna().sum())
        cost = (
            w.t("site cost {amount}", amount=w.won(part["cost_krw"].sum()))
            if published
            else w.t("no site cost published")
        )
        if published and published < len(part):
            cost = w.t(
                "site cost {amount}, published for {n}", amount=w.won(part["cost_krw"].sum()), n=w.number(published)
            )
        figures.append(
            Figure(
                "delivery-rating",
                w.code("rating", key),
                len(part),
                Format.NUMBER,
                w.t("of {n}", n=w.number(len(own))),
                f"{w.area(part['area_m2'].sum(), 1)} km² · {cost}" if len(part) else "",
                w.t("{change} since {day}", change=w.signed(change), day=since)
                if change
                else w.t("unchanged since {day}", day=since),
            )
        )
    return tuple(figures)


def rating_history(view: View, complex_id: str) -> Section | None:
    """One complex's ratings with their reasons, the newest first (a dialog)."""
    if complex_id not in view.names["complexes"]:
        return None
    w = view.w
    names = w.codes("rating")
    rated = words.rated(standing(view), view)
    rows = [
        Row(
            row["day"].date().isoformat(),
            {
                "day": Cell(row["day"].date()),
                "rating": _rated(row["rating"], names),
                "why": Cell(
                    "; ".join(reason["text"] for reason in row["reasons"])
                    or w.t("every published date is ahead, none has moved later")
                ),
            },
        )
        for row in rows_of(rated[rated["complex_id"] == complex_id].sort_values("day", ascending=False))
    ]
    columns = (
        Column("day", w.t("Day"), Format.DAY),
        Column("rating", w.t("Rating"), Format.NAME, names=names),
        Column("why", w.t("Reasons"), share=60),
    )
    return Section(
        "rating-history",
        w.t("{name}: rating at each quarter", name=view.names["complexes"][complex_id]),
        tables=(Table(columns, tuple(rows)),),
    )


# --- what moved
# -----------------------------------------------------------------------------------------------------------------------


def rollup(view: View) -> Section:
    """For each milestone how many complexes stand where, how that changed since the comparison day, and which moved."""
    w, scope, names = view.w, view.scope, view.names["complexes"]
    rows_now, rows_then = (on(standing(view), when) for when in (scope.as_of, scope.compare))
    counts, before = (rows.groupby(["stage_id", "state"]).size().to_dict() for rows in (rows_now, rows_then))
    both = rows_now.merge(
        rows_then[["complex_id", "stage_id", "state"]], on=["complex_id", "stage_id"], suffixes=("", "_before")
    )
    moved = both[both["state"] != both["state_before"]]
    columns = [Column("stage", w.t("Milestone"), Format.NAME, names=view.names["stages"], share=22)]
    states = w.codes("milestone-state")
    columns += [Column(state, name, Format.NUMBER, share=8) for state, name in states.items()]
    columns.append(Column("moved", w.t("What moved"), share=34))
    rows = []
    for stage_id in view.ask("progress/stages")["stage_id"]:
        cells = {"stage": Cell(stage_id)}
        for state in states:
            count, change = (
                counts.get((stage_id, state), 0),
                counts.get((stage_id, state), 0) - before.get((stage_id, state), 0),
            )
            cells[state] = Cell(
                count,
                "" if count else "subtle",
                after=Part(change, Format.SIGNED, label=w.t("change")) if change else None,
            )
        own = moved[moved["stage_id"] == stage_id]
        cells["moved"] = Cell(
            missing=w.t("nothing"),
            links=tuple(
                Link(names[r["complex_id"]], Target("cell", (r["complex_id"], stage_id)), states[r["state"]])
                for r in rows_of(own)
            ),
        )
        rows.append(Row(stage_id, cells, origin_ids(own["origin_ids"])))
    unit = w.t(
        "Complexes by state as of {now}, with the change since {before}",
        now=scope.as_of.isoformat(),
        before=scope.compare.isoformat(),
    )
    return Section(
        "rollup",
        words.rollup_title(rows_now, rows_then, scope.compare, w),
        unit,
        tables=(Table(tuple(columns), tuple(rows), whole=True),),
        origins=origin_ids(rows_now["origin_ids"]),
    )
