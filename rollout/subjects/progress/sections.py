"""Progress as sections: the answer with its key figures, the map, the stage board, how construction moved."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from rollout.document.model import (
    MEDIA,
    Cell,
    Chart,
    Column,
    Figure,
    Format,
    Map,
    Medium,
    Part,
    Period,
    Row,
    Section,
    Series,
    Site,
    Table,
    Tone,
    Value,
)
from rollout.document.target import Target
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import metrics, rows_of
from rollout.questions.rows import (
    ProgressBoard,
    ProgressStages,
)
from rollout.questions.view import View, remembered
from rollout.subjects import wording
from rollout.subjects.cells import (
    chooses,
    complex_cell,
    complex_column,
    milestone,
    move,
    number,
    origin_ids,
    period,
    sentences,
)
from rollout.subjects.progress import words
from rollout.subjects.schedule import charts, ratings
from rollout.subjects.schedule import words as schedule
from rollout.subjects.schedule.rating import Rated

BOUNDARIES = "PK-001"  # the package of the outlines
SHRUNK: Tone = "amber"
SLIDE: frozenset[Medium] = frozenset({"slide"})
NO_SLIDE = frozenset(MEDIA) - SLIDE
NO_REPORT = frozenset(MEDIA) - {"report"}  # its page is too narrow for a column more; ratings have a table there
LOST = -0.1  # a loss of a tenth of the area is amber
Places = Mapping[str, tuple[int, str]]  # stage -> its position and name


def sites(view: View, when: dt.date | None = None) -> pd.DataFrame:
    """progress/complexes of the scope, as of its day or another."""
    rows = view.ask("progress/complexes", as_of=when or view.scope.as_of)
    return view.scope.rows(rows).reset_index(drop=True)


@remembered
def overview(view: View) -> Section:
    """How is it going? A finding, what bears it out, six key figures with their change since the comparison day."""
    w, now = view.w, sites(view)
    said = sentences(words.sentence(now, w))
    figures = key_figures(view)
    return Section(
        "overview",
        said[0].text.rstrip("."),
        lead=said[1:],
        figures=figures,
        metrics=tuple(f.metric for f in figures),
        origins=origin_ids(view.ask("progress/board")["origin_ids"]),
    )


def key_figures(view: View) -> tuple[Figure, ...]:
    """Complexes, area, plans approved, construction slip, site cost, announced investment."""
    w = view.w
    now, then = sites(view), sites(view, view.scope.compare)
    total = w.number(len(now))
    announced_on = w.t("announced {day}", day=words.ANNOUNCED.isoformat())
    approved, approved_then = (
        int((rows["stage_position"] >= words.POSITIONS["plan-approved"]).sum()) for rows in (now, then)
    )
    filed = int((now["stage_position"] == words.POSITIONS["plan-submitted"]).sum())
    waiting = (
        w.n("one more filed for approval", "{n} more filed for approval", filed)
        if filed
        else w.t("none waiting for approval")
    )
    gained = wording.changed(approved_then, approved, w.signed(approved - approved_then), view.scope.compare, w)
    return (
        _figure("complexes", len(now), Format.NUMBER, w.t("complexes"), announced_on, w.t("all in this scope"), view),
        _area_figure(now, then, view),
        _figure("plans-approved", approved, Format.NUMBER, w.t("of {n}", n=total), waiting, gained, view),
        _slip_figure(now["construction_slip_months"].dropna(), then["construction_slip_months"].dropna(), view),
        *_money_figures(now, then, view),
    )


def _area_figure(now: pd.DataFrame, then: pd.DataFrame, view: View) -> Figure:
    """The area against what was announced."""
    w, area, before = view.w, now["area_m2"].sum(), then["area_m2"].sum()
    lost = area / now["announced_m2"].sum() - 1
    against = w.t(
        "announced {announced} ({change})", change=w.percent(lost), announced=w.area(now["announced_m2"].sum())
    )
    changed = wording.changed(before, area, f"{w.signed((area - before) / 1e6, 2)} km²", view.scope.compare, w)
    origins, tone = origin_ids(now["area_origin_ids"]), SHRUNK if lost <= LOST else ""
    return _figure(
        "area",
        area,
        Format.AREA,
        "km²",
        against if round(lost * 100) else w.t("as announced"),
        changed,
        view,
        origins,
        1,
        tone,
    )


def _slip_figure(now: pd.Series, then: pd.Series, view: View) -> Figure:
    """The median slip of the start of construction; `now`, `then`: months, of the complexes with a date."""
    w, late = view.w, int((now > 0).sum())
    dated = (
        w.t("later at {late} of {dated} dated", late=w.number(late), dated=w.number(len(now)))
        if len(now)
        else w.t("no date published")
    )
    moved = w.t("nothing to compare with")
    if len(now) and len(then):
        moved = wording.changed(
            then.median(), now.median(), w.months(now.median() - then.median(), 1), view.scope.compare, w
        )
    return _figure(
        "construction-slip",
        number(now.median()),
        Format.MONTHS,
        w.t("months (median)"),
        dated,
        moved,
        view,
        (),
        1,
        "red" if late else "",
    )


def _money_figures(now: pd.DataFrame, then: pd.DataFrame, view: View) -> tuple[Figure, Figure]:
    """The cost of the sites, and the private investment announced."""
    w, nothing = view.w, view.w.t("no amount published")
    money, money_then = (
        view.ask("progress/private_investment"),
        view.ask("progress/private_investment", as_of=view.scope.compare),
    )
    cost, private = now["cost_krw"].sum(), money["amount_krw"].sum()

    def changed(before: float, after: float) -> str:
        text = ("+" if after > before else "−") + w.won(abs(after - before))
        return wording.changed(before, after, text, view.scope.compare, w)

    published = w.t(
        "published for {n} of {total}", n=w.number(int(now["cost_krw"].notna().sum())), total=w.number(len(now))
    )
    costs, moved = changed(then["cost_krw"].sum(), cost), changed(money_then["amount_krw"].sum(), private)
    return (
        _figure(
            "site-cost",
            cost or None,
            Format.WON,
            "",
            published if cost else nothing,
            costs,
            view,
            origin_ids(now["cost_origin_ids"]),
        ),
        _figure(
            "private-investment",
            private or None,
            Format.WON,
            "",
            _investors(money, view) or w.t("no company announced an amount"),
            moved,
            view,
            origin_ids(money["origin_ids"]),
        ),
    )


def _figure(
    metric: str,
    value: Value,
    form: Format,
    unit: str,
    fact: str,
    changed: str,
    view: View,
    origins: tuple[str, ...] = (),
    digits: int = 0,
    tone: Tone = "",
) -> Figure:
    """A key figure under its name in metrics.yaml, which a click explains."""
    name, none = view.w.of(metrics()[metric], "name"), view.w.t("none")
    return Figure(
        metric, name, value, form, unit, fact, changed, tone, none, digits, Target("metric", (metric,)), origins
    )


def _investors(money: pd.DataFrame, view: View) -> str:
    """Who announced the most, and how many more did."""
    w = view.w
    if money.empty:
        return ""
    first = money.iloc[0]
    who = f"{w.of(first, 'company')}, {view.names['complexes'][first['complex_id']]}"
    return who if len(money) == 1 else w.t("{who} and {n} more", who=who, n=w.number(len(money) - 1))


@remembered
def belt(view: View) -> Section:
    """The map with the complexes by the stage reached, and the same as a list."""
    w, now = view.w, sites(view)
    stages = rows_of(view.ask("progress/stages"), ProgressStages)
    places = {row["stage_id"]: (place, w.of(row, "name")) for place, row in enumerate(stages, 1)}
    records = rows_of(now[now["area_m2"].notna()])
    reached = [stage for stage in reversed(list(places)) if stage in set(now["stage_id"])]
    title = words.map_title(now, w)
    names = {key: name for key, (_, name) in places.items()}
    short = {row["stage_id"]: w.of(row, "short") for row in stages}
    columns = (
        complex_column(view),
        Column("stage", w.t("Stage reached"), Format.NAME, names=names, share=40, media=NO_SLIDE),
        Column("area", w.t("Area"), Format.AREA, share=18, media=NO_SLIDE),
        Column("rating", w.t("Rating"), Format.NAME, names=w.codes("rating"), share=22, media=SLIDE),
        Column("next", w.t("Next"), Format.NAME, names=short, share=24, media=SLIDE),
        Column("next_on", w.t("Planned for"), Format.PERIOD, share=20, wordless=True, media=SLIDE),
    )
    rated, plans = ratings.on(view, view.scope.as_of), view.ask("progress/board").set_index(["complex_id", "stage_id"])
    points = tuple(_point(site, places, w) for site in records)
    rows = tuple(_reached_row(site, places, rated[site["complex_id"]], plans["origin_ids"], w) for site in records)
    outlines = w.t(
        "Outlines: NGII, 2023-09-15. Sites are plotted at the centroid of the host localities; exact "
        "boundaries are not published"
    )
    return Section(
        "map",
        title,
        w.t("Stronger colour: later stage. Disc: true area, with a minimum legible size"),
        picture=Map(
            points,
            tuple(places[stage] for stage in reached),
            words.map_alt(now, title, w),
            view.scope.as_of,
            tuple(view.names["provinces"].items()),
            view.scope.provinces,
        ),
        tables=(Table(columns, rows, whole=True),),
        method=(outlines,),
        metrics=("area",),
        origins=(BOUNDARIES, *origin_ids(view.ask("progress/board")["origin_ids"])),
    )


def _point(site: Mapping[str, Any], places: Places, w: Words) -> Site:
    stage = places[site["stage_id"]][0] if site["stage_id"] in places else 0
    place = site["longitude"], site["latitude"]
    return Site(site["complex_id"], w.of(site, "short"), *place, site["area_m2"], stage)


def _reached_row(site: Mapping[str, Any], places: Places, rated: Rated, plans: Any, w: Words) -> Row:
    """Where a complex stands and what comes next; `plans`: the sources of each stage's plan, by complex and stage."""
    stage_id = site["stage_id"] if site["stage_id"] in places else None
    ahead = site["next_stage_id"] if site["next_stage_id"] in places else None
    sources = origin_ids(plans[site["complex_id"], ahead]) if ahead else ()
    cells = {
        "complex": complex_cell(site["complex_id"]),
        "stage": Cell(stage_id, missing=w.t("none"), filters=chooses("stage", stage_id)),
        "area": Cell(site["area_m2"]),
        "rating": replace(ratings.cell(rated, w), note=""),
        "next": Cell(ahead, missing=w.t("nothing published")),
        "next_on": replace(planned_for(site, w), origins=sources),
    }
    return Row(site["complex_id"], cells, origin_ids(site["area_origin_ids"]))


def planned_for(site: Mapping[str, Any], w: Words) -> Cell:
    """When the next stage of a complex is planned, marked where that day has passed."""
    if not isinstance(site["next_stage_id"], str):
        return Cell(None)
    state = site["next_state"] if site["next_state"] in {"passed", "unconfirmed"} else ""
    label = w.code("milestone-state", state) if state else ""
    return Cell(period(site["next_on"], site["next_precision"]), mark=state, mark_label=label)


@remembered
def board(view: View, sort: str = "stage") -> Section:
    """The stage board: each stage of each complex, reached or planned, and how far its plan has moved."""
    w, now = view.w, sites(view)
    own = rows_of(view.ask("progress/board"), ProgressBoard)
    cells = {complex_id: [c for c in own if c["complex_id"] == complex_id] for complex_id in now["complex_id"]}
    stages = rows_of(view.ask("progress/stages"), ProgressStages)
    short = {one.code: one.short(w.lang) for one in codes.codes("rating")}
    columns = (
        replace(complex_column(view), share=11, note_label=w.t("Theme and province")),
        Column("rating", w.t("Rating"), Format.NAME, names=short, share=4, media=NO_REPORT, compact=True),
        Column("area", w.t("Area"), Format.AREA, share=9),
        *(
            Column(stage["stage_id"], w.of(stage, "short"), Format.PERIOD, share=8, note_media=NO_REPORT)
            for stage in stages
        ),
    )
    rated = ratings.on(view, view.scope.as_of)
    ordered = rows_of(words.sorted_sites(now, sort, w, tuple(rated)))
    rows = tuple(_site(site, cells[site["complex_id"]], rated[site["complex_id"]], w) for site in ordered)
    foot = w.t(
        "+n: months later than the first plan. A less precise restatement is not counted as a "
        "change. Select any cell for its statements and sources."
    )
    unit = w.t("Each stage: the day it was reached, or the latest plan and its change from the first plan.")
    legend = (*w.codes("milestone-state").items(), *w.codes("rating").items())
    return Section(
        "board",
        words.board_title(now, w),
        unit,
        tables=(Table(columns, rows, foot=foot, legend=legend, board=True, whole=True),),
        metrics=("area", "plans-approved"),
    )


def _site(site: Mapping[str, Any], cells: Sequence[ProgressBoard], rated: Rated, w: Words) -> Row:
    """A complex on the board: its rating, its area against the announced one, and a cell a stage."""
    lost = site["area_m2"] / site["announced_m2"] - 1
    change = Part(lost, Format.CHANGE, SHRUNK if lost <= LOST else "", w.t("against the announced area"))
    row = {
        "complex": complex_cell(site["complex_id"], f"{w.of(site, 'theme')} · {w.of(site, 'province')}"),
        "rating": ratings.cell(rated, w),
        "area": Cell(site["area_m2"], after=change if round(lost * 100) else None),
        **{cell["stage_id"]: milestone(cell, w, brief=True) for cell in cells},
    }
    return Row(site["complex_id"], row, origin_ids(site["area_origin_ids"], *(cell["origin_ids"] for cell in cells)))


@remembered
def construction(view: View) -> Section:
    """First and latest plan of the construction start, the most moved first."""
    w = view.w
    cells = view.ask("progress/board")
    rows = schedule.first_and_latest(cells[cells["stage_id"] == "construction-started"], view)
    title = words.moves_title(rows, w) if len(rows) else w.t("No construction date is published")
    columns = (
        complex_column(view),
        Column("first", w.t("First plan")),
        Column("last", w.t("Latest plan, or reached")),
        Column("moved", w.t("Moved"), Format.MONTHS),
    )
    made = tuple(
        Row(
            r["complex_id"],
            {
                "complex": complex_cell(r["complex_id"]),
                "first": Cell(Period(r["first_date"], r["first_precision"])),
                "last": Cell(Period(r["last_date"], r["last_precision"])),
                "moved": move(r["slip_months"]),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    table = Table(columns, made, cut_by="moved", empty=w.t("No construction date is published."))
    unit = w.t("Start of construction. Hollow: first plan; full: latest plan; the last day of the stated period")
    chart = _moves(rows, title, view) if len(rows) else None
    return Section("construction", title, unit, picture=chart, tables=(table,), metrics=("construction-slip",))


def _moves(rows: pd.DataFrame, title: str, view: View) -> Chart:
    w = view.w
    months = tuple(float(m) for m in rows["slip_months"])
    return Chart(
        tuple(rows["name"]),
        (Series(w.t("months"), months, tuple("red" if m > 0 else "blue" for m in months)),),
        Format.MONTHS,
        w.t("months"),
        schedule.moves_alt(rows, title),
        source=words.moves_source(rows, w),
        draw=lambda palette: charts.promise_moves(rows, w, palette, view.scope.as_of),
    )
