"""Progress as sections: the answer with its key figures, map, stage board, what changed, what falls due, area, site
cost, announced investment.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import (
    Cell,
    Chart,
    Column,
    Figure,
    Format,
    Map,
    Part,
    Period,
    Quantity,
    Row,
    Section,
    Series,
    Site,
    Table,
    Tone,
    Value,
)
from rollout.document.target import Target
from rollout.questions.ask import is_missing, metrics, present, rows_of
from rollout.questions.rows import (
    ProgressBoard,
    ProgressChanges,
    ProgressChangesBetween,
    ProgressPrivateInvestment,
    ProgressStages,
)
from rollout.questions.view import View
from rollout.subjects import wording
from rollout.subjects.cells import (
    complex_cell,
    complex_column,
    day,
    milestone,
    move,
    number,
    origin_ids,
    period,
    sentences,
)
from rollout.subjects.progress import words
from rollout.subjects.schedule import charts

DUE_DAYS = 180
LATELY = 60
BOUNDARIES = "PK-001"  # the package of the outlines
SHRUNK: Tone = "amber"
LOST = -0.1  # a loss of a tenth of the area is amber


def sites(view: View, when: dt.date | None = None) -> pd.DataFrame:
    """progress/complexes of the scope, as of its day or another."""
    rows = view.ask("progress/complexes", as_of=when or view.scope.as_of)
    return view.scope.rows(rows).reset_index(drop=True)


# --- the answer
# -----------------------------------------------------------------------------------------------------------------------


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
    gained = _moved(approved_then, approved, w.signed(approved - approved_then), view)
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
        "{change} from {announced} announced", change=w.percent(lost), announced=w.area(now["announced_m2"].sum())
    )
    changed = _moved(before, area, f"{w.signed((area - before) / 1e6, 2)} km²", view)
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
        w.t("later at {late} of {dated} with a date", late=w.number(late), dated=w.number(len(now)))
        if len(now)
        else w.t("no date published")
    )
    moved = w.t("nothing to compare with")
    if len(now) and len(then):
        moved = _moved(then.median(), now.median(), w.months(now.median() - then.median(), 1), view)
    return _figure(
        "construction-slip",
        number(now.median()),
        Format.MONTHS,
        w.t("months"),
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
        return _moved(before, after, ("+" if after > before else "−") + w.won(abs(after - before)), view)

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
            _investors(money, view) or nothing,
            moved,
            view,
            origin_ids(money["origin_ids"]),
        ),
    )


def _moved(before: float, after: float, text: str, view: View) -> str:
    """`text`, which says by how much a figure changed, and since when; whether it did."""
    w, since = view.w, view.scope.compare.isoformat()
    if view.scope.compare < words.ANNOUNCED:
        return w.t("not comparable: before the announcement")
    return (
        w.t("{change} since {day}", change=text, day=since)
        if round(after - before, 6)
        else w.t("unchanged since {day}", day=since)
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


# --- where they stand
# -----------------------------------------------------------------------------------------------------------------


def belt(view: View) -> Section:
    """The map with the complexes by the stage reached, and the same as a list."""
    w, now, stages = view.w, sites(view), view.ask("progress/stages")
    places = {
        row["stage_id"]: (place, w.of(row, "name")) for place, row in enumerate(rows_of(stages, ProgressStages), 1)
    }
    records = rows_of(now[now["area_m2"].notna()])
    points = tuple(
        Site(
            s["complex_id"],
            w.of(s, "short"),
            s["longitude"],
            s["latitude"],
            s["area_m2"],
            places[s["stage_id"]][0] if s["stage_id"] in places else 0,
        )
        for s in records
    )
    reached = [stage for stage in reversed(list(places)) if stage in set(now["stage_id"])]
    title = words.map_title(now, w)
    columns = (
        complex_column(view),
        Column(
            "stage", w.t("Stage reached"), Format.NAME, names={key: name for key, (_, name) in places.items()}, share=40
        ),
        Column("area", w.t("Area"), Format.AREA, share=18),
    )
    rows = tuple(
        Row(
            s["complex_id"],
            {
                "complex": complex_cell(s["complex_id"]),
                "stage": Cell(s["stage_id"] if s["stage_id"] in places else None, missing=w.t("none")),
                "area": Cell(s["area_m2"]),
            },
            origin_ids(s["area_origin_ids"]),
        )
        for s in records
    )
    return Section(
        "map",
        title,
        w.t("Colour: stage reached, stronger is further. Disc: true area, never smaller than a legible point"),
        picture=Map(points, tuple(places[stage] for stage in reached), words.map_alt(now, title, w)),
        tables=(Table(columns, rows, whole=True),),
        method=(
            w.t(
                "Outlines: NGII, 2023-09-15. A site stands at its host town's centre; exact boundaries are not "
                "published"
            ),
        ),
        metrics=("area",),
        origins=(BOUNDARIES, *origin_ids(view.ask("progress/board")["origin_ids"])),
    )


def reached(view: View) -> Section:
    """The same list under a heading of its own, for beside the map."""
    whole = belt(view)
    return Section("reached", view.w.t("Complexes by stage"), view.w.t("Most advanced first"), tables=whole.tables)


def board(view: View, sort: str = "stage") -> Section:
    """The stage board: each stage of each complex, reached or planned, and how far its plan has moved."""
    w, now = view.w, sites(view)
    cells = {(c["complex_id"], c["stage_id"]): c for c in rows_of(view.ask("progress/board"), ProgressBoard)}
    stages = rows_of(view.ask("progress/stages"), ProgressStages)
    columns = (
        Column(
            "complex",
            w.t("Complex"),
            Format.NAME,
            names=view.names["complexes"],
            share=11,
            note_label=w.t("Theme and province"),
        ),
        Column("area", w.t("Area"), Format.AREA, share=9),
        *(Column(stage["stage_id"], w.of(stage, "short"), Format.PERIOD, share=8) for stage in stages),
    )
    rows = []
    for site in rows_of(words.sorted_sites(now, sort)):
        lost = site["area_m2"] / site["announced_m2"] - 1
        after = (
            Part(lost, Format.CHANGE, SHRUNK if lost <= LOST else "", w.t("against the announced area"))
            if round(lost * 100)
            else None
        )
        own = {
            "complex": complex_cell(site["complex_id"], f"{w.of(site, 'theme')} · {w.of(site, 'province')}"),
            "area": Cell(site["area_m2"], after=after),
        }
        own |= {
            stage["stage_id"]: milestone(cells[site["complex_id"], stage["stage_id"]], w, brief=True)
            for stage in stages
        }
        rows.append(
            Row(
                site["complex_id"],
                own,
                origin_ids(
                    site["area_origin_ids"], *(cells[site["complex_id"], s["stage_id"]]["origin_ids"] for s in stages)
                ),
            )
        )
    foot = w.t(
        "+n: months later than first promised. A vaguer restatement counts as no move. Select any cell for its "
        "statements and sources."
    )
    unit = w.t("Each stage: the day it was reached, or the latest plan and how far it has moved since first promised.")
    legend = tuple(w.codes("milestone-state").items())
    return Section(
        "board",
        words.board_title(now, w),
        unit,
        tables=(Table(columns, tuple(rows), foot=foot, legend=legend, board=True, whole=True),),
        metrics=("area", "plans-approved"),
    )


def construction(view: View) -> Section:
    """First and latest plan of the construction start, the most moved first."""
    w = view.w
    rows = words.promises(sites(view), view.ask("progress/board"), w)
    title = words.moves_title(rows, w) if len(rows) else w.t("No construction date is published")
    table = Table(
        (
            complex_column(view),
            Column("first", w.t("First plan")),
            Column("last", w.t("Latest plan, or reached")),
            Column("moved", w.t("Moved"), Format.MONTHS),
        ),
        tuple(
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
        ),
        cut_by="moved",
        empty=w.t("No construction date is published."),
    )
    months = tuple(float(m) for m in rows["slip_months"])
    chart = (
        Chart(
            tuple(rows["name"]),
            (Series(w.t("months"), months, tuple("red" if m > 0 else "blue" for m in months)),),
            Format.MONTHS,
            w.t("months"),
            words.moves_alt(rows, title, w),
            source=words.moves_source(rows, w),
            draw=lambda palette: charts.promise_moves(rows, w, palette, view.scope.as_of),
        )
        if len(rows)
        else None
    )
    unit = w.t("Start of construction. Hollow: first plan; full: latest plan; the last day of the stated period")
    return Section("construction", title, unit, picture=chart, tables=(table,), metrics=("construction-slip",))


# --- what changed, what comes
# ---------------------------------------------------------------------------------------------------------


def changes(view: View, complex_id: str = "") -> Section:
    """What changed between the comparison day and the as-of day: stages reached, plans moved, figures, zones, money.

    `complex_id`: of one.
    """
    w, since = view.w, view.scope.compare.isoformat()
    found = view.ask(
        "progress/changes_between", since=view.scope.compare, **({"complexes": (complex_id,)} if complex_id else {})
    )
    columns = (
        complex_column(view),
        Column("subject", w.t("Subject"), share=22),
        Column("before", w.t("Before"), share=16),
        Column("after", w.t("Now"), share=20),
        Column("moved", w.t("Moved"), Format.MONTHS, share=10),
        Column("stated", w.t("Stated on"), Format.DAY, share=12),
    )
    rows = []
    for place, change in enumerate(rows_of(found, ProgressChangesBetween)):
        subject, before, after = _change(change, view)
        moved = change["moved_months"] if change["kind"] in {"restated", "reached"} else None
        rows.append(
            Row(
                str(place),
                {
                    "complex": complex_cell(change["complex_id"]),
                    "subject": Cell(subject),
                    "before": Cell(before),
                    "after": after,
                    "moved": move(moved),
                    "stated": Cell(day(change["stated_on"])),
                },
                origin_ids(change["origin_ids"]),
            )
        )
    title = wording.between_title(view, found) if len(found) else w.t("Nothing changed since {day}", day=since)
    if complex_id and len(found):
        title = w.n("One change since {day}", "{n} changes since {day}", len(found), day=since)
    return Section(
        "changes",
        title,
        w.t("Between the comparison date and the as-of date"),
        tables=(
            Table(columns[1:] if complex_id else columns, tuple(rows), cut_by="moved", empty=w.t("Nothing changed.")),
        ),
    )


def _change(row: Mapping[str, Any], view: View) -> tuple[str, Value, Cell]:
    """A change's subject, what was so before, and what is so now."""
    w, kind = view.w, row["kind"]
    after = period(row["after_on"], row["after_precision"])
    if kind in {"reached", "withdrawn", "restated", "first-planned"}:
        state = {"reached": "done", "withdrawn": "withdrawn"}.get(kind, "planned")
        label = w.t("planned for the first time") if kind == "first-planned" else w.code("milestone-state", state)
        before = period(row["before_on"], row["before_precision"]) if kind == "restated" else None
        return view.names["stages"][row["subject"]], before, Cell(after, mark=state, mark_label=label)
    if kind == "figure":
        form = {"m2": Format.AREA, "KRW": Format.WON}.get(wording.FIGURE_UNITS[row["subject"]], Format.NUMBER)
        unit = w.t("people") if form is Format.NUMBER else ""
        values = [
            Quantity(row[key], form, unit) if not is_missing(row[key]) else None
            for key in ("before_value", "after_value")
        ]
        change = (
            Part(row["after_value"] / row["before_value"] - 1, Format.CHANGE, label=w.t("change"))
            if not is_missing(row["before_value"])
            else None
        )
        return w.code("figure-metric", row["subject"]), values[0], Cell(values[1], after=change)
    if kind == "zone":
        return w.t("Designated zone"), None, Cell(w.of(row, "subject"))
    amount = Quantity(row["after_value"], Format.WON) if not is_missing(row["after_value"]) else None
    return (
        f"{w.code('money-kind', row['subject'])}: {w.of(row, 'subject')}",
        None,
        Cell(amount, missing=w.t("amount not published")),
    )


def lately(view: View) -> Section:
    """The newest statements, newest first."""
    w, found = view.w, view.ask("progress/changes")
    shown = found.head(LATELY)
    title = (
        w.t("The newest statement is of {day}", day=w.period(shown["on_day"].iloc[0], shown["on_precision"].iloc[0]))
        if len(shown)
        else w.t("Nothing was said by this day")
    )
    rows = []
    for place, row in enumerate(rows_of(shown, ProgressChanges)):
        text, moved = w.of(row, "headline"), None
        if row["kind"] == "restated":
            moved = row["moved_months"]
            text = w.t(
                "{stage}: {before} → {after}",
                stage=view.names["stages"][str(row["stage_id"])],
                before=w.period(present(row["before_on"]), str(row["before_precision"])),
                after=w.period(present(row["after_on"]), str(row["after_precision"])),
            )
        rows.append(
            _news(
                str(place),
                row["complex_id"],
                period(row["on_day"], row["on_precision"]),
                text,
                moved,
                row["origin_ids"],
            )
        )
    unit = w.t("The newest {n} of {total} statements, newest first", n=w.number(len(shown)), total=w.number(len(found)))
    return Section("lately", title, unit, tables=(_news_table(view, rows, w.t("Nothing was said by this day.")),))


def due(view: View, days: int = DUE_DAYS) -> Section:
    """The plans that fall due within some days, those with the fewest open earlier stages first."""
    w, as_of = view.w, view.scope.as_of
    found = wording.due(view.ask("progress/board"), as_of, as_of + dt.timedelta(days=days))
    rows = []
    for row in rows_of(found):
        text = view.names["stages"][row["stage_id"]]
        if row["open_before"]:
            text += " · " + w.n(
                "one earlier stage still open", "{n} earlier stages still open", int(row["open_before"])
            )
        rows.append(
            _news(
                f"{row['complex_id']}:{row['stage_id']}",
                row["complex_id"],
                period(row["date"], row["precision"]),
                text,
                row["slip_months"],
                row["origin_ids"],
            )
        )
    title = (
        w.n(
            "One plan falls due in the next {days} days, with earlier stages still open at {blocked}",
            "{n} plans fall due in the next {days} days; at {blocked} of them earlier stages are still open",
            len(found),
            days=days,
            blocked=w.number(int((found["open_before"] > 0).sum())),
        )
        if len(found)
        else w.t("Nothing falls due in the next {days} days", days=days)
    )
    return Section(
        "due",
        title,
        w.t("By the latest stated plan, those with the fewest open earlier stages first"),
        tables=(_news_table(view, rows, w.t("No plan in force falls due in these days.")),),
    )


def _news(key: str, complex_id: str, when: Value, text: str, moved: Any, origins: Any) -> Row:
    return Row(
        key,
        {"when": Cell(when), "complex": complex_cell(complex_id), "what": Cell(text), "moved": move(moved or None)},
        origin_ids(origins),
    )


def _news_table(view: View, rows: list[Row], empty: str) -> Table:
    w = view.w
    columns = (
        Column("when", w.t("When"), Format.PERIOD, share=11),
        complex_column(view),
        Column("what", w.t("What"), share=48),
        Column("moved", w.t("Moved"), Format.MONTHS, share=10),
    )
    return Table(columns, tuple(rows), empty=empty)


# --- area and money of the complexes
# --------------------------------------------------------------------------------------------------


def area(view: View) -> Section:
    """The newest stated area of each complex against the announced one."""
    w, now = view.w, sites(view)
    change = now["area_m2"].sum() / now["announced_m2"].sum() - 1
    title = w.t(
        "{area} km² in force, {change} against the {announced} km² announced",
        area=w.area(now["area_m2"].sum()),
        change=w.percent(change),
        announced=w.area(now["announced_m2"].sum()),
    )
    if not round(change * 100):
        title = w.t("{area} km² in force, as announced", area=w.area(now["area_m2"].sum()))
    columns = (
        complex_column(view),
        Column("now", w.t("Now"), Format.AREA),
        Column("announced", w.t("Announced"), Format.AREA),
        Column("change", w.t("Change"), Format.CHANGE),
        Column("stated", w.t("Stated on"), Format.DAY),
    )
    known = now[now["area_m2"].notna()].sort_values("area_m2", ascending=False)
    rows = tuple(
        Row(
            s["complex_id"],
            {
                "complex": complex_cell(s["complex_id"]),
                "now": Cell(s["area_m2"], opens=Target("figure", (s["complex_id"], "area"))),
                "announced": Cell(s["announced_m2"]),
                "change": Cell(
                    s["area_m2"] / s["announced_m2"] - 1, SHRUNK if s["area_m2"] / s["announced_m2"] - 1 <= LOST else ""
                ),
                "stated": Cell(day(s["area_stated_on"])),
            },
            origin_ids(s["area_origin_ids"]),
        )
        for s in rows_of(known)
    )
    return _parts(
        "area",
        "area",
        title,
        w.t("Newest stated area of each complex"),
        Table(columns, rows, cut_by="now"),
        "now",
        Format.AREA,
        view,
    )


def cost(view: View) -> Section:
    """The newest stated development cost of each complex."""
    w, now = view.w, sites(view)
    known = now[now["cost_krw"].notna()].sort_values("cost_krw", ascending=False)
    title = w.t(
        "Site cost of {amount} stated for {n} of {total} complexes",
        amount=w.won(known["cost_krw"].sum()),
        n=w.number(len(known)),
        total=w.number(len(now)),
    )
    columns = (
        complex_column(view),
        Column("amount", w.t("Site cost"), Format.WON),
        Column("stated", w.t("Stated on"), Format.DAY),
    )
    rows = tuple(
        Row(
            s["complex_id"],
            {
                "complex": complex_cell(s["complex_id"]),
                "amount": Cell(s["cost_krw"], opens=Target("figure", (s["complex_id"], "site-cost"))),
                "stated": Cell(day(s["cost_stated_on"])),
            },
            origin_ids(s["cost_origin_ids"]),
        )
        for s in rows_of(known)
    )
    table = Table(columns, rows, cut_by="amount", empty=w.t("no amount published"))
    return _parts(
        "cost",
        "site-cost",
        title if len(known) else w.t("No site cost is published"),
        w.t("Newest stated cost of development of each complex; not money spent"),
        table,
        "amount",
        Format.WON,
        view,
    )


def investment(view: View) -> Section:
    """What companies announced at the complexes."""
    w, found = view.w, view.ask("progress/private_investment")
    title = w.t(
        "Companies announced {amount} at {n} of {total} complexes",
        amount=w.won(found["amount_krw"].sum()),
        n=w.number(found["complex_id"].nunique()),
        total=w.number(len(view.scope.complexes)),
    )
    columns = (
        complex_column(view),
        Column("company", w.t("Company"), share=24),
        Column("amount", w.t("Amount"), Format.WON),
        Column("until", w.t("Until"), Format.YEAR),
        Column("stated", w.t("Stated on"), Format.DAY),
    )
    rows = tuple(
        Row(
            str(place),
            {
                "complex": complex_cell(m["complex_id"]),
                "company": Cell(w.of(m, "company")),
                "amount": Cell(m["amount_krw"]),
                "until": Cell(number(m["period_to"])),
                "stated": Cell(day(m["stated_on"])),
            },
            origin_ids(m["origin_ids"]),
        )
        for place, m in enumerate(rows_of(found, ProgressPrivateInvestment))
    )
    table = Table(columns, rows, cut_by="amount", empty=w.t("no amount published"))
    title = title if len(found) else w.t("No company has published an amount for these complexes")
    return _parts(
        "investment",
        "private-investment",
        title,
        w.t("Announcements by companies; neither contracts nor money spent"),
        table,
        "amount",
        Format.WON,
        view,
    )


def _parts(name: str, metric: str, title: str, unit: str, table: Table, key: str, form: Format, view: View) -> Section:
    """A headline figure taken apart: a bar a complex (its rows added up), the rows, the metric's caveat."""
    w, names = view.w, view.names["complexes"]
    sums: dict[str, float] = {}
    for row in table.rows:
        complex_id, value = str(row["complex"].value), row[key].value
        sums[complex_id] = sums.get(complex_id, 0.0) + (float(value) if isinstance(value, (int, float)) else 0.0)
    ordered = sorted(sums.items(), key=lambda item: -item[1])
    printed = [f"{w.area(value)} km²" if form is Format.AREA else w.won(value) for _, value in ordered]
    labels = tuple(printed)
    alt = f"{title}: " + "; ".join(f"{names[i]} {text}" for (i, _), text in zip(ordered, printed, strict=True))
    chart = (
        Chart(
            tuple(names[i] for i, _ in ordered),
            (Series(w.of(metrics()[metric], "name"), tuple(value for _, value in ordered)),),
            form,
            "",
            alt,
            labels,
        )
        if ordered
        else None
    )
    return Section(
        name, title, unit, picture=chart, tables=(table,), metrics=(metric,), warning=w.of(metrics()[metric], "caveat")
    )


def metric(view: View, metric_id: str) -> Section | None:
    """A key figure's definition, its parts and their sources (a dialog)."""
    parts = {"area": area, "site-cost": cost, "private-investment": investment, "construction-slip": construction}
    if metric_id not in metrics():
        return None
    w, defined = view.w, metrics()[metric_id]
    build = parts.get(metric_id)
    tables = (
        build(view).tables
        if build
        else (_reached(view, "plan-approved" if metric_id == "plans-approved" else "candidate-selected"),)
    )
    return Section(
        "metric", w.of(defined, "name"), method=(w.of(defined, "formula"), w.of(defined, "caveat")), tables=tables
    )


def _reached(view: View, stage_id: str) -> Table:
    """The complexes that reached a stage, and when."""
    cells = view.ask("progress/board")
    own = cells[(cells["stage_id"] == stage_id) & (cells["state"] == "done")]
    columns = (complex_column(view), Column("reached", view.names["stages"][stage_id], Format.PERIOD))
    rows = tuple(
        Row(
            r["complex_id"],
            {"complex": complex_cell(r["complex_id"]), "reached": milestone(r, view.w)},
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(own, ProgressBoard)
    )
    return Table(columns, rows, empty=view.w.t("none"))
