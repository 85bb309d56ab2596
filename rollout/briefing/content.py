"""A composition and a reader -> what the briefing says. The questions, sentences and figures are the screens' own (rollout.telling)."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import pandas as pd

from rollout import markup, rating
from rollout.ask import metrics
from rollout.briefing.compose import Composition, section_name, template_name
from rollout.briefing.parts import Align, Briefing, Cell, Chart, Figure, Map, Section, Series, Site, Table, Text
from rollout.forecast import CLASSES
from rollout.reader import Reader
from rollout.telling import (
    advantage,
    around,
    benefits,
    complexes,
    forecast,
    goals,
    green,
    investment,
    outlook,
    overview,
    schedule,
    talent,
    wording,
)
from rollout.theme import LIGHT, stage_colour
from rollout.words import rounded

Progress = Callable[[int, int, str], None]
DUE_DAYS = 180
LEFT: tuple[Align, ...] = ("left",)
LATELY = 12
SOURCES_SHOWN = 45
SHOWN_AROUND = 6
FORECAST_STAGE = "construction-started"
EXCEL_EPOCH = dt.date(1899, 12, 30)
MARKS = {"done": "●", "planned": "○", "passed": "▲", "withdrawn": "✕", "skipped": "–", "unpublished": ""}
STATE_TONES = {"done": "blue", "planned": "", "passed": "amber", "withdrawn": "red", "skipped": "subtle", "unpublished": "subtle"}
RATING_MARKS = {rating.RED: "◆", rating.AMBER: "▲", rating.LITTLE: "○", rating.GREEN: "●"}
RATING_TONES = {rating.RED: "red", rating.AMBER: "amber", rating.LITTLE: "subtle", rating.GREEN: "green"}


class NothingInScopeError(Exception):
    """No complex passes the filters, so there is nothing to brief on; the message is in the reader's language."""


def compose(composition: Composition, reader: Reader, progress: Progress = lambda *_: None) -> Briefing:
    """Everything a composition asks for, told. `progress` hears how many of how many sections are done, and which comes next.

    Raises NothingInScopeError where the reader's filters leave no complex.
    """
    w, scope = reader.w, reader.scope
    if not scope.complexes:
        raise NothingInScopeError(w.t("No complex matches these filters: {filters}.", filters=" · ".join(scope.described(w, reader.names))))
    desk = Desk(reader, composition)
    sections, total = [], len(composition.sections)
    for number, name in enumerate(composition.sections):
        progress(number, total, section_name(name, w))
        if name in MAKERS:
            sections.append(_noted(MAKERS[name](desk), composition.note(name)))
    used = tuple(dict.fromkeys(metric for section in sections for metric in section.metrics))
    used_ids = tuple(sorted({i for section in sections for i in section.origin_ids}))
    if "definitions" in composition.sections:
        sections.insert(_place(composition, "definitions", sections), _noted(_definitions(desk, used), composition.note("definitions")))
    if "sources" in composition.sections:
        sections.insert(_place(composition, "sources", sections), _noted(_sources(desk, sections, used_ids), composition.note("sources")))
    progress(total, total, "")
    return Briefing(
        title=composition.title or _title(composition, reader), subtitle=_filters(composition, reader), audience=composition.audience, lang=w.lang,
        as_of=scope.as_of, about=_about(composition, reader), clock=wording.freshness(reader)[0],
        footer=w.t("{filters} · as of {day} · compared with {since}", filters=_filters(composition, reader), day=scope.as_of.isoformat(), since=scope.compare.isoformat()),
        snapshot=w.t("snapshot {n}", n=scope.snapshot), sections=tuple(sections), definitions=_defined(metrics(), w), sources=_sourced(used_ids, reader),
    )  # fmt: skip


def _place(composition: Composition, name: str, sections: Sequence[Section]) -> int:
    """Where a section that is made last belongs."""
    before = set(composition.sections[: composition.sections.index(name)])
    return sum(section.id in before for section in sections)


def _noted(section: Section, note: str) -> Section:
    return replace(section, note=note) if note else section


def _title(composition: Composition, reader: Reader) -> str:
    w, names = reader.w, reader.names
    if composition.complex_id:
        return w.t("{name}: where it stands", name=names["complexes"][composition.complex_id])
    kind = {"province": reader.scope.provinces, "industry": reader.scope.industries}.get(composition.template, ())
    if kind:
        where = w.list([names["provinces" if composition.template == "province" else "industries"][i] for i in kind])
        return w.t("National High-tech Belt: {where}", where=where)
    return w.t("National High-tech Belt: {template}", template=template_name(composition.template, w))


def _filters(composition: Composition, reader: Reader) -> str:
    if composition.complex_id:
        return reader.names["complexes"][composition.complex_id]
    return " · ".join(reader.scope.described(reader.w, reader.names))


def _about(composition: Composition, reader: Reader) -> tuple[tuple[str, str], ...]:
    w, scope = reader.w, reader.scope
    audience = ((w.t("Audience"), composition.audience),) if composition.audience else ()
    return (
        (w.t("Briefing"), template_name(composition.template, w)), *audience, (w.t("Filters"), _filters(composition, reader)),
        (w.t("Complexes in scope"), w.number(len(scope.complexes))), (w.t("As of"), scope.as_of.isoformat()),
        (w.t("Compared with"), scope.compare.isoformat()), (w.t("Snapshot of the store"), str(scope.snapshot)),
    )  # fmt: skip


def _defined(known: Mapping[str, Any], w: Any) -> dict[str, tuple[str, str, str]]:
    return {key: (w.of(metric, "name"), w.of(metric, "formula"), w.of(metric, "caveat")) for key, metric in known.items()}


def _sourced(ids: Iterable[str], reader: Reader) -> dict[str, tuple[str, str, str, str]]:
    w = reader.w
    return {row["origin_id"]: (row["publisher"], row["title"], row["published_on"].date().isoformat() if pd.notna(row["published_on"]) else w.t("undated"), row["url"])
            for row in reader.origins(ids).to_dict("records")}  # fmt: skip


class Desk:
    """What the sections are made from: the answers, each asked once."""

    def __init__(self, reader: Reader, composition: Composition):
        self.reader, self.composition = reader, composition
        self.w, self.scope, self.names = reader.w, reader.scope, reader.names

    @cached_property
    def sites(self) -> pd.DataFrame:
        """progress/complexes of the scope."""
        return self._in_scope(self.reader.ask("progress/complexes"))

    @cached_property
    def before(self) -> pd.DataFrame:
        """The same on the comparison day."""
        return self._in_scope(self.reader.ask("progress/complexes", as_of=self.scope.compare))

    @cached_property
    def cells(self) -> pd.DataFrame:
        """progress/board."""
        return self.reader.ask("progress/board")

    @cached_property
    def stages(self) -> pd.DataFrame:
        """progress/stages: the stages of the board."""
        return self.reader.ask("progress/stages")

    @cached_property
    def money(self) -> pd.DataFrame:
        """progress/private_investment."""
        return self.reader.ask("progress/private_investment")

    @cached_property
    def standing(self) -> pd.DataFrame:
        """schedule/standing on the comparison day and the as-of day."""
        return self.reader.ask("schedule/standing", days=tuple(sorted({self.scope.compare, self.scope.as_of})))

    @cached_property
    def now(self) -> pd.DataFrame:
        """schedule/standing as of the day."""
        return self.standing[self.standing["day"] == pd.Timestamp(self.scope.as_of)]

    @cached_property
    def rated(self) -> pd.DataFrame:
        """The ratings on both days."""
        return schedule.rated(self.standing, self.reader)

    def _in_scope(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["complex_id"].isin(list(self.scope.complexes))].reset_index(drop=True)


def plain(text: str) -> str:
    """A sentence without the stars that mark its finding."""
    return text.replace("*", "")


def texts(said: Sequence[tuple[str, str]]) -> tuple[Text, ...]:
    """Sentences with their tones (a screen's answer) as texts."""
    return tuple(Text(plain(text), tone) for text, tone in said)


def ids(*columns: Any) -> tuple[str, ...]:
    """Every origin of some list columns or cells, once."""
    found = {i for column in columns for cell in (column if isinstance(column, pd.Series) else [column]) for i in markup.as_list(cell)}
    return tuple(sorted(found))


def _cited(origins: Any, most: int = 3) -> Cell:
    """A row's sources by their ids, for the source column."""
    known = origins.split(";") if isinstance(origins, str) else markup.as_list(origins)
    known = sorted({i for i in known if i})
    return Cell(", ".join(known[:most]) + (f" +{len(known) - most}" if len(known) > most else ""), "subtle", value="; ".join(known))


def _move(months: Any, w: Any) -> Cell:
    if pd.isna(months) or not months:
        return Cell("", value=None if pd.isna(months) else 0)
    whole = int(months) if months == int(months) else float(months)
    return Cell(w.months(whole), markup.move_tone(whole), value=whole)


def _overview(d: Desk) -> Section:
    w = d.w
    said = overview.sentence(d.sites, w)
    before = d.reader.ask("progress/private_investment", as_of=d.scope.compare)
    figures = tuple(Figure(f["id"], f["name"], f["value"], f["unit"], f["fact"], f["change"], f["tone"])
                    for f in overview.figures(d.reader, d.sites, d.before, d.money, before))  # fmt: skip
    return Section(
        "overview", plain(said[0][0]).rstrip("."), lead=texts(said[1:]), figures=figures, metrics=tuple(f.metric for f in figures),
        origin_ids=ids(d.sites["area_origin_ids"], d.sites["cost_origin_ids"], d.cells["origin_ids"], d.money["origin_ids"]),
        warning=wording.freshness(d.reader)[2],
    )  # fmt: skip


def _map(d: Desk) -> Section:
    w = d.w
    places = {row["stage_id"]: (place, w.of(row, "name")) for place, row in enumerate(d.stages.to_dict("records"), 1)}
    records = [s for s in d.sites.to_dict("records") if pd.notna(s["area_m2"])]
    colours = {stage: stage_colour(place, LIGHT) for stage, (place, _) in places.items()}
    sites = tuple(
        Site(s["complex_id"], w.of(s, "short"), s["longitude"], s["latitude"], s["area_m2"], colours.get(s["stage_id"], LIGHT.faint))
        for s in records
    )
    there = [stage for stage in reversed(list(places)) if stage in set(d.sites["stage_id"])]
    title = overview.map_title(d.sites, w)
    rows = tuple((Cell(w.of(s, "short"), strong=True), Cell(places[s["stage_id"]][1] if s["stage_id"] in places else w.t("none")),
                  Cell(w.area(s["area_m2"]), value=s["area_m2"] / 1e6)) for s in records)  # fmt: skip
    return Section(
        "map", title, w.t("Colour: stage reached, stronger is further. Disc: true area, never smaller than a legible point"),
        picture=Map(sites, tuple((colours[stage], places[stage][1]) for stage in there), overview.map_alt(d.sites, title, w)),
        table=Table((w.t("Complex"), w.t("Stage reached"), w.t("Area, km²")), rows, (24, 54, 22), ("left", "left", "right")),
        method=(w.t("Outlines: NGII, 2023-09-15. A site stands at its host town's centre; exact boundaries are not published"),),
        metrics=("area",), origin_ids=ids(d.sites["area_origin_ids"], d.cells["origin_ids"], ["PK-001"]),
    )  # fmt: skip


def _board(d: Desk) -> Section:
    w = d.w
    by_site: dict[str, dict[str, dict[str, Any]]] = {}
    for cell in d.cells.to_dict("records"):
        by_site.setdefault(cell["complex_id"], {})[cell["stage_id"]] = cell
    stage_ids = list(d.stages["stage_id"])
    rows = []
    for site in d.sites.to_dict("records"):
        change = site["area_m2"] / site["announced_m2"] - 1
        area = Cell(
            w.area(site["area_m2"]),
            value=site["area_m2"] / 1e6,
            after=w.percent(change) if rounded(change * 100) else "",
            after_tone="amber" if change <= -0.1 else "",
        )
        rows.append((Cell(w.of(site, "short"), strong=True), area, *(_stage_cell(by_site[site["complex_id"]][s], w) for s in stage_ids)))
    heads = (w.t("Complex"), w.t("Area, km²"), *(w.of(stage, "short") for stage in d.stages.to_dict("records")))
    blank = w.t("empty:")
    legend = "   ".join(f"{MARKS[state] or blank} {markup.state_name(state, w)}" for state in markup.STATES)
    aligns: tuple[Align, ...] = ("left", "right", *(LEFT * len(stage_ids)))
    return Section(
        "board", overview.board_title(d.sites, w), w.t("Each stage: the day it was reached, or the latest plan and how far it has moved since first promised."),
        table=Table(heads, tuple(rows), (11, 8, *(8.1 for _ in stage_ids)), aligns, board=True),
        legend=legend + "   " + w.t("+n: months later than first promised. A vaguer restatement counts as no move."),
        metrics=("area", "plans-approved"), origin_ids=ids(d.cells["origin_ids"], d.sites["area_origin_ids"]),
    )  # fmt: skip


def _stage_cell(cell: Mapping[str, Any], w: Any) -> Cell:
    state = cell["state"]
    if state in {"skipped", "unpublished"}:
        return Cell("", mark=MARKS[state], mark_tone=STATE_TONES[state])
    text = w.period(cell["date"], "month" if cell["precision"] == "day" else cell["precision"])
    slip = cell["slip_months"]
    move = int(slip) if pd.notna(slip) and state != "withdrawn" else 0
    return Cell(text, "" if state in {"done", "planned"} else STATE_TONES[state], MARKS[state], value=cell["date"].date(), mark_tone=STATE_TONES[state],
                after=w.signed(move) if move else "", after_tone=markup.move_tone(move))  # fmt: skip


def _changes(d: Desk) -> Section:
    w = d.w
    rows = d.reader.ask("progress/changes_between", since=d.scope.compare)
    if d.composition.complex_id:
        items = wording.between_items(d.reader, rows, by_complex=False)
        table = Table((w.t("Said"), w.t("Subject"), w.t("Change"), w.t("Moved"), w.t("Source")),
                      tuple((Cell(i["when"]), Cell(i["name"], strong=True), Cell(i["text"]), Cell(i["move"], i["tone"]), _cited(i["origins"])) for i in items),
                      (11, 22, 39, 10, 18), ("left", "left", "left", "right", "left"), empty=w.t("Nothing changed."))  # fmt: skip
    else:
        lines = wording.between_lines(d.reader, rows)
        table = Table((w.t("Complex"), w.t("Change"), w.t("Source")),
                      tuple((Cell(line["name"], strong=True), Cell("\n".join(_with_move(i) for i in line["items_"])), _cited(line["origins"])) for line in lines),
                      (13, 69, 18), ("left", "left", "left"), empty=w.t("Nothing changed."))  # fmt: skip
    if d.composition.complex_id and len(rows):
        title = w.n("One change since {day}", "{n} changes since {day}", len(rows), day=d.scope.compare.isoformat())
    else:
        title = wording.between_title(d.reader, rows) if len(rows) else w.t("Nothing changed since {day}", day=d.scope.compare.isoformat())
    return Section("changes", title, w.t("Between the comparison date and the as-of date"), table=table, origin_ids=ids(rows["origin_ids"]))


def _with_move(item: Mapping[str, str]) -> str:
    return f"{item['text']} ({item['move']})" if item["move"] else item["text"]


def _news(d: Desk, items: Sequence[Mapping[str, str]], empty: str, name: str) -> Table:
    w = d.w
    rows = tuple(
        (Cell(i["when"]), Cell(i["name"], strong=True), Cell(i["text"]), Cell(i["move"], i["tone"]), _cited(i["origins"])) for i in items
    )
    return Table(
        (w.t("When"), name, w.t("What"), w.t("Moved"), w.t("Source")),
        rows,
        (10, 13, 49, 10, 18),
        ("left", "left", "left", "right", "left"),
        empty=empty,
    )


def _lately(d: Desk) -> Section:
    w = d.w
    changes = d.reader.ask("progress/changes")
    shown = changes.head(LATELY)
    empty = w.t("Nothing was said by this day.")
    title = (
        empty.rstrip(".")
        if shown.empty
        else w.t("The newest statement is of {day}", day=w.period(shown["on_day"].iloc[0], shown["on_precision"].iloc[0]))
    )
    return Section("lately", title, w.t("The newest {n} of {total} statements, newest first", n=w.number(len(shown)), total=w.number(len(changes))),
                   table=_news(d, wording.change_items(d.reader, shown), empty, w.t("Complex")), origin_ids=ids(shown["origin_ids"]))  # fmt: skip


def _due(d: Desk) -> Section:
    w, as_of = d.w, d.scope.as_of
    rows = wording.due(d.cells, as_of, as_of + dt.timedelta(days=DUE_DAYS))
    empty = w.t("No plan in force falls due in these days.")
    title = w.n("One plan falls due in the next {days} days, with earlier stages still open at {blocked}",
                "{n} plans fall due in the next {days} days; at {blocked} of them earlier stages are still open", len(rows), days=DUE_DAYS,
                blocked=w.number(int((rows["open_before"] > 0).sum()))) if len(rows) else w.t("Nothing falls due in the next {days} days", days=DUE_DAYS)  # fmt: skip
    return Section("due", title, w.t("By the latest stated plan, those with the fewest open earlier stages first"),
                   table=_news(d, wording.due_items(d.reader, rows), empty, w.t("Complex")), origin_ids=ids(rows["origin_ids"]))  # fmt: skip


def _slips(d: Desk) -> Section:
    w = d.w
    rows = overview.promises(d.sites, d.cells, w)
    if rows.empty:
        return Section("slips", w.t("No construction date is published.").rstrip("."), metrics=("construction-slip",))
    table = Table((w.t("Complex"), w.t("First promised"), w.t("Latest promised, or reached"), w.t("Moved")),
                  tuple((Cell(r["name"], strong=True), Cell(r["first_text"]), Cell(r["last_text"]),
                         _move(r["slip_months"], w) if r["slip_months"] else Cell(w.t("not moved"), "subtle", value=0)) for r in rows.to_dict("records")),
                  (28, 23, 27, 22), ("left", "left", "left", "right"))  # fmt: skip
    months = tuple(float(m) for m in rows["slip_months"])
    title = overview.moves_title(rows, w)
    chart = Chart(tuple(rows["name"]), (Series(w.t("months"), months, LIGHT.blue, tuple(markup.move_tone(int(m)) or "blue" for m in months)),), w.t("months"),
                  overview.moves_alt(rows, title, w), label_format=w.t('+0" mo";−0" mo";"not moved"'))  # fmt: skip
    unit = w.t("Start of construction: months between the first plan stated and the latest, or the actual start")
    return Section("slips", title, unit, picture=chart, table=table, metrics=("construction-slip",), origin_ids=ids(rows["origin_ids"]))


def _milestones(d: Desk) -> Section:
    w = d.w
    summary = schedule.by_milestone(d.now)
    said = schedule.sentence(d.now, rating.rate(d.now, schedule.short_stages(d.reader), w), w)

    def count(value: Any, tone: str) -> Cell:
        return Cell(w.number(value), tone if value else "subtle", value=int(value))

    rows = tuple((Cell(d.names["stages"].get(r["stage_id"], w.t("All")), strong=True), Cell(w.number(r["dated"]), value=int(r["dated"])), count(r["late_first"], "amber"),
                  count(r["late_latest"], "red"), _move(r["median"], w), _move(r["most"], w), Cell(w.number(r["restated"]), value=int(r["restated"])))
                 for r in summary.to_dict("records"))  # fmt: skip
    heads = (
        w.t("Milestone"),
        w.t("Open, with a date"),
        w.t("Late against the first plan"),
        w.t("Late against the latest plan"),
        w.t("Median move"),
        w.t("Most"),
        w.t("Restated"),
    )
    return Section(
        "milestones", plain(said[0][0]).rstrip("."), w.t("Of the milestones not reached that have a date; the two kinds of lateness always as a pair"), lead=texts(said[1:]),
        table=Table(heads, rows, (34, 11, 13, 13, 11, 9, 9), ("left", "right", "right", "right", "right", "right", "right")),
        method=(w.t("Milestones not reached that have a date. Late against the first plan: moved later, or the first period has passed. Against the latest: it has passed without news."),),
        origin_ids=ids(d.now["origin_ids"], d.now["first_origin_ids"]),
    )  # fmt: skip


def _works(d: Desk) -> Section:
    """When the works are planned: from the construction start to completion, by the latest plans."""
    w = d.w
    cells = {(c["complex_id"], c["stage_id"]): c for c in d.now.to_dict("records")}
    names, starts, lasts, labels, rows = [], [], [], [], []
    for site in d.sites.to_dict("records"):
        start, end = (cells[site["complex_id"], stage] for stage in ("construction-started", "completed"))
        dated = [pd.notna(c["date"]) and c["state"] not in {"skipped", "withdrawn"} for c in (start, end)]
        name = w.of(site, "short")
        rows.append((Cell(name, strong=True), *_promise(start, w), *_promise(end, w)))
        names.append(name)
        both = all(dated) and end["last_end"] >= start["last_end"]
        starts.append(_serial(start["last_end"]) if both else None)
        lasts.append(float((end["last_end"] - start["last_end"]).days) if both else None)
        labels.append(w.period(end["date"], end["precision"]) if both else "")
    known = [day for day in starts if day is not None]
    chart = None
    if known:
        ends = [a + b for a, b in zip(starts, lasts, strict=True) if a is not None and b is not None]
        chart = Chart(tuple(names), (Series(w.t("Construction"), tuple(starts), LIGHT.ground, hidden=True), Series(w.t("planned works"), tuple(lasts), LIGHT.ramp[1])), "",
                      schedule.gantt_alt(d.now, ("construction-started", "completed"), schedule.gantt_title(d.now, w), d.reader), tuple(labels), dates=True,
                      since=_new_year(min(known)), until=_new_year(max(ends) + 366))  # fmt: skip
    stages = schedule.short_stages(d.reader)
    heads = (
        w.t("Complex"),
        w.t("{stage}, latest", stage=stages["construction-started"]),
        w.t("first plan"),
        w.t("{stage}, latest", stage=stages["completed"]),
        w.t("first plan"),
    )
    return Section(
        "works", schedule.gantt_title(d.now, w), w.t("Bars: from the construction start to completion by the latest plans, ends of the stated periods; empty where one is not published"),
        picture=chart, table=Table(heads, tuple(rows), (24, 20, 18, 20, 18), LEFT * 5), origin_ids=ids(d.now["origin_ids"], d.now["first_origin_ids"]),
    )  # fmt: skip


def _promise(cell: Mapping[str, Any], w: Any) -> tuple[Cell, Cell]:
    """A cell's latest date with its mark, and the first plan."""
    if cell["state"] in {"skipped", "unpublished"}:
        return Cell(w.t("not published"), "subtle"), Cell("")
    slip = cell["slip_months"]
    move = int(slip) if pd.notna(slip) and cell["state"] != "withdrawn" else 0
    first = w.period(cell["first_date"], cell["first_precision"]) if pd.notna(cell["first_date"]) else ""
    when = w.period(cell["date"], cell["precision"])
    return Cell(when, mark=MARKS[cell["state"]], mark_tone=STATE_TONES[cell["state"]], value=cell["date"].date(), after=w.signed(move) if move else "",
                after_tone=markup.move_tone(move)), Cell(first, "subtle")  # fmt: skip


def _serial(day: Any) -> float:
    return float((day.date() - EXCEL_EPOCH).days)


def _new_year(serial: float) -> float:
    return float((dt.date((EXCEL_EPOCH + dt.timedelta(days=serial)).year, 1, 1) - EXCEL_EPOCH).days)


def _ratings(d: Desk) -> Section:
    w = d.w
    now, before = (d.rated[d.rated["day"] == pd.Timestamp(day)] for day in (d.scope.as_of, d.scope.compare))
    then = dict(zip(before["complex_id"], before["rating"], strict=True))
    stages, by_id = schedule.short_stages(d.reader), now.set_index("complex_id")
    rows = []
    for site in schedule.worst_first(d.sites, now).to_dict("records"):
        row = by_id.loc[site["complex_id"]]
        value, old = row["rating"], then[site["complex_id"]]
        why = "; ".join(str(reason["text"]) for reason in markup.main_reasons(value, row["reasons"]))
        chance = (
            f"{rating.percent(row['chance'], int(row['chance_cases']), w)} ({stages[row['chance_stage_id']]})"
            if pd.notna(row["chance"])
            else ""
        )
        rows.append((Cell(w.of(site, "short"), strong=True), Cell(rating.name(value, w), RATING_TONES[value], RATING_MARKS[value], strong=True, mark_tone=RATING_TONES[value]),
                     Cell(rating.name(old, w) if old != value else w.t("unchanged"), RATING_TONES[old] if old != value else "subtle", RATING_MARKS[old] if old != value else "", mark_tone=RATING_TONES[old]),
                     Cell(why), Cell(chance)))  # fmt: skip
    heads = (w.t("Complex"), w.t("Now"), w.t("On {day}", day=d.scope.compare.isoformat()), w.t("Why"), w.t("Chance of next plan"))
    rule = tuple(f"{rating.name(key, w)}: {text}" for key, text in rating.rule(w))
    foot = w.t(
        "The first line that fits counts. Nobody sets a rating: it follows from the statements alone. “No news” means that nothing newer was found in public sources."
    )
    return Section("ratings", schedule.rating_title(now, w), w.t("Delivery rating, computed by a written rule; the worst first"),
                   table=Table(heads, tuple(rows), (11, 12, 12, 46, 19), LEFT * 5),
                   method=(w.t("How it is rated"), *rule, foot), origin_ids=ids(d.now["origin_ids"], d.now["first_origin_ids"]))  # fmt: skip


def _forecast(d: Desk) -> Section:
    w = d.w
    every = outlook.ranges(d.reader, d.scope.as_of)
    every = every[every["complex_id"].isin(d.scope.complexes)]
    rows = every[every["stage_id"] == FORECAST_STAGE]
    told = forecast.drawn(rows, d.reader)
    name = d.names["stages"][FORECAST_STAGE]
    title = forecast.outlook_title(told, name, w) if len(told) else w.t("{stage}: no range for the complexes in scope", stage=name)
    return Section(
        "forecast", title, w.t("Band: where four of five should lie; the darker part begins at the middle; an arrow: later than any older complex tells"),
        lead=tuple(Text(text) for text in forecast.sentences(d.reader, every)), picture=_range_chart(told, d, title), table=_outlook_table(rows, d),
        method=(forecast.method(w), w.t("Compared with: {klass}.", klass=forecast.class_name(CLASSES[0], w))), origin_ids=_past_ids(d) + ids(rows["plan_origin_ids"]),
    )  # fmt: skip


def _range_chart(told: pd.DataFrame, d: Desk, title: str) -> Chart | None:
    if told.empty:
        return None
    w = d.w
    lows, middles, highs = ([_serial(day) for day in told[column]] for column in ("low", "median", "high"))
    labels = tuple(
        (w.t("later than {when}", when=w.period(r["high"], r["precision"])) + " →")
        if r["high_open"]
        else w.period(r["high"], r["precision"])
        for r in told.to_dict("records")
    )
    return Chart(
        tuple(told["name"]),
        (Series(w.t("low"), tuple(lows), LIGHT.ground, hidden=True), Series(w.t("earliest (10%) to the middle"), tuple(b - a for a, b in zip(lows, middles, strict=True)), LIGHT.ramp[0]),
         Series(w.t("the middle to the latest (90%)"), tuple(b - a for a, b in zip(middles, highs, strict=True)), LIGHT.ramp[2])),
        "", forecast.outlook_alt(told, title), labels, dates=True, since=_new_year(min(lows)), until=_new_year(max(highs) + 366 * 2),
    )  # fmt: skip


def _outlook_table(rows: pd.DataFrame, d: Desk) -> Table:
    w = d.w
    lines = []
    for row, line in zip(rows.to_dict("records"), forecast.outlook_lines(rows, d.reader), strict=True):
        name, start, plan, expected, chance, cases = line
        doubtful = pd.notna(row["chance_most"]) and row["chance_most"] < forecast.EVEN
        lines.append(
            (
                Cell(name, strong=True),
                Cell(start, "subtle"),
                Cell(plan),
                Cell(expected),
                Cell(chance, "red" if doubtful else ""),
                Cell(cases, "subtle"),
            )
        )
    heads = (w.t("Complex"), w.t("From"), w.t("Latest plan"), w.t("As older complexes went"), w.t("Chance of the plan"), w.t("Cases"))
    return Table(heads, tuple(lines), (12, 25, 10, 33, 13, 7), ("left", "left", "left", "left", "left", "right"))


def _past_ids(d: Desk) -> tuple[str, ...]:
    rows = d.reader.ask("forecast/reference")
    return ids(rows.loc[rows["reference_class"] == CLASSES[0], "origin_ids"])


def _history(d: Desk) -> Section:
    w = d.w
    rows = outlook.base_rates(d.reader)
    heads = (w.t("Whose"), w.t("Milestone"), w.t("Promises due"), w.t("Late or overdue"), w.t("Median slip"))
    lines = tuple(
        (Cell(a, strong=True), Cell(b), Cell(c), Cell(late), Cell(slip)) for a, b, c, late, slip in forecast.base_rate_lines(rows, d.reader)
    )
    promises = d.reader.ask("forecast/promises", complexes=tuple(sorted(d.names["complexes"])))
    return Section("history", forecast.base_rate_title(rows, w), w.t("Every dated promise whose period is over, against what came; older complexes and all 15, whatever the filters"),
                   table=Table(heads, lines, (20, 38, 14, 16, 12), ("left", "left", "right", "right", "right")), origin_ids=ids(promises["origin_ids"]))  # fmt: skip


def _parts(
    d: Desk,
    metric: str,
    title: str,
    unit: str,
    values: Mapping[str, float],
    aligns: tuple[Align, ...],
    divisor: float,
    unit_word: str,
    name: str,
) -> Section:
    """A headline figure taken apart: a bar a complex, and the lines of its definition."""
    w = d.w
    heads, lines, origins = overview.metric_lines(metric, d.reader, d.sites, d.money)
    rows = tuple((Cell(line[0], strong=True), *(Cell(text) for text in line[1:])) for line in lines)
    ordered = sorted(values.items(), key=lambda item: -item[1])
    chart = Chart(tuple(name for name, _ in ordered), (Series(w.of(metrics()[metric], "name"), tuple(value / divisor for _, value in ordered), LIGHT.ramp[3]),), unit_word,
                  f"{title}: " + "; ".join(f"{name} {w.number(value / divisor, 2)} {unit_word}" for name, value in ordered),
                  label_format="#,##0.00") if values else None  # fmt: skip
    caveat = w.of(metrics()[metric], "caveat")
    widths = (24.0, *(76 / (len(heads) - 1) for _ in heads[1:]))
    return Section(name, title, unit, picture=chart, table=Table(tuple(heads), rows, widths, aligns, empty=w.t("no amount published")), metrics=(metric,),
                   warning=caveat, origin_ids=tuple(sorted(origins)))  # fmt: skip


def _area(d: Desk) -> Section:
    w = d.w
    now, announced = d.sites["area_m2"].sum(), d.sites["announced_m2"].sum()
    values = {w.of(s, "short"): s["area_m2"] for s in d.sites.to_dict("records") if pd.notna(s["area_m2"])}
    title = w.t(
        "{area} km² in force, {change} against the {announced} km² announced",
        area=w.area(now),
        change=w.percent(now / announced - 1),
        announced=w.area(announced),
    )
    if not rounded((now / announced - 1) * 100):
        title = w.t("{area} km² in force, as announced", area=w.area(now))
    return _parts(
        d, "area", title, w.t("Newest stated area of each complex, km²"), values, ("left", "right", "right", "right"), 1e6, "km²", "area"
    )


def _cost(d: Desk) -> Section:
    w = d.w
    known = [s for s in d.sites.to_dict("records") if pd.notna(s["cost_krw"])]
    title = w.t(
        "Site cost of {amount} stated for {n} of {total} complexes",
        amount=w.won(sum(s["cost_krw"] for s in known)),
        n=w.number(len(known)),
        total=w.number(len(d.sites)),
    )
    if not known:
        title = w.t("No site cost is published")
    values = {w.of(s, "short"): s["cost_krw"] for s in known}
    return _parts(d, "site-cost", title, w.t("Newest stated cost of development of each complex, KRW trillion; not money spent"), values, ("left", "right", "right"), 1e12,
                         w.t("KRW trillion"), "cost")  # fmt: skip


def _investment(d: Desk) -> Section:
    w = d.w
    rows = d.money
    title = w.t(
        "Companies announced {amount} at {n} of {total} complexes",
        amount=w.won(rows["amount_krw"].sum()),
        n=w.number(rows["complex_id"].nunique()),
        total=w.number(len(d.sites)),
    )
    if rows.empty:
        title = w.t("No company has published an amount for these complexes")
    sums = rows.groupby("complex_id")["amount_krw"].sum()
    values = {d.names["complexes"][str(i)]: float(amount) for i, amount in sums.items()}
    return _parts(d, "private-investment", title, w.t("Announcements by companies, KRW trillion; neither contracts nor money spent"), values, ("left", "left", "right", "right"), 1e12,
                         w.t("KRW trillion"), "investment")  # fmt: skip


def _talent(d: Desk) -> Section:
    """Programmes for each complex's industry within reach, by level, as the Talent page counts them."""
    w, wish = d.w, talent.Wish()
    programmes = talent.in_scope(d.reader.ask("talent/programmes"), d.reader)
    near = talent.within(d.reader.ask("talent/pipeline"), wish, d.reader)
    cells = talent.matrix(near, wish, list(d.sites["complex_id"]))
    said = talent.sentences(d.reader, programmes, cells, wish)
    names, shown = talent.levels(w), ("high-school", "bachelor", "graduate", "bootcamp")
    rows = []
    for complex_id, own in cells.items():
        counts = [own[level].counted for level in (*shown, "all")]
        seats = own["all"].seats.get("intake")
        rows.append((
            Cell(d.names["complexes"][complex_id], strong=True),
            *(Cell(w.number(n), "" if n else "subtle", value=n) for n in counts[:-1]),
            Cell(w.number(counts[-1]), "" if counts[-1] else "red", "" if counts[-1] else "▲", strong=True, value=counts[-1], mark_tone="red"),
            Cell(w.number(seats), value=seats) if seats is not None else Cell(w.t("not published"), "subtle"),
        ))  # fmt: skip
    heads = (w.t("Complex"), *(names[level] for level in shown), w.t("All levels"), w.t("Admission places a year, where published"))
    right: tuple[Align, ...] = ("right",)
    return Section(
        "talent",
        plain(said[0][0]).rstrip("."),
        w.t("Programmes counted for the industry of each complex within {km} km, the barest first", km=w.number(wish.km)),
        lead=texts(said[1:]),
        table=Table(heads, tuple(rows), (22, 12, 12, 12, 12, 12, 18), LEFT + right * 6),
        metrics=(talent.METRIC,),
        origin_ids=ids(near.loc[near["complex_id"].isin(list(cells)), "origin_ids"]),
    )


def _ladder(d: Desk) -> Section:
    """Money by how firm it is, a row a rung; rungs are never added."""
    w = d.w
    rows = investment.judged(investment.placed(d.reader.ask("investment/statements"), d.reader))
    said = investment.sentence(d.reader, rows, rows.head(0))
    meanings = {t["code"]: w.of(t, "definition") for t in d.reader.ask("sources/glossary").to_dict("records") if t["kind"] == "money"}
    lines = []
    for kind in investment.RUNGS:
        own = rows[rows["money_kind"] == kind]
        whole, part, counted = investment.total(own), investment.capital_share(own), int(own["counted"].sum())
        amount = (
            Cell(w.won(whole), "blue", strong=True, value=whole)
            if counted
            else Cell(w.t("no amount published") if len(own) else w.t("no statement"), "subtle")
        )
        lines.append((Cell(investment.rung_name(kind, w), strong=True), Cell(meanings[kind], "subtle"), amount,
                      Cell(w.t("no place stated"), "subtle") if part is None and counted else Cell("") if part is None else Cell(investment.share(part, 1, w), value=part),
                      Cell(w.number(counted), value=counted), Cell(w.number(len(own)), value=len(own)), _cited(ids(own.loc[own["counted"], "origin_ids"]), 2)))  # fmt: skip
    heads = (w.t("Rung, the softest first"), w.t("What it is"), w.t("Total of the rung, KRW"), w.t("Capital area’s part of what has a place"), w.t("Statements added"),
             w.t("Statements"), w.t("Source"))  # fmt: skip
    method = (
        w.t("A total leaves out what was restated, cancelled, repeats or contains other rows, or lies in another row of the rung. Targets set by plans are for other"
            " people's money. Rungs are never added and none is a rest of another: the same won can stand on several."),
    )  # fmt: skip
    return Section("ladder", plain(said[0][0]).rstrip("."), w.t("How firm the money is, by kind; rungs are never added, the same won can stand on several"), lead=texts(said[1:]),
                   table=Table(heads, tuple(lines), (14, 26, 17, 12, 10.5, 10.5, 10), ("left", "left", "right", "right", "right", "right", "left")),
                   method=method, metrics=("money-stated", "capital-share"), origin_ids=ids(rows["origin_ids"]))  # fmt: skip


def _goals(d: Desk) -> Section:
    """The numbered goals with a published value, and how many have none."""
    w = d.w
    rows = investment.placed(d.reader.ask("investment/targets"), d.reader)
    valued, silent = goals.valued(rows), rows[rows["values_found"] == 0]
    states, lines = goals.state_names(w), []
    tones = {"met": "green", "short": "amber"}
    for row in valued.to_dict("records"):
        told = goals.held(row, d.reader)
        lines.append((Cell(told["metric"], strong=True), Cell(told["programme"], "subtle"), Cell(told["value"]), Cell(told["due"]), Cell(f"{told['found']} ({told['found_on']})"),
                      Cell(told["distance"]), Cell(states[row["state"]], tones.get(row["state"], "")), _cited(row["origin_ids"], 2)))  # fmt: skip
    lead: tuple[Text, ...] = ()
    if len(silent):
        lead = (Text(w.n("For one goal nothing is published, of one plan.", "For {n} goals of {plans} plans nothing is published.", len(silent),
                         plans=w.number(silent["programme_ko"].nunique()))),)  # fmt: skip
    heads = (
        w.t("Goal"),
        w.t("Plan"),
        w.t("Target"),
        w.t("Due"),
        w.t("Newest value"),
        w.t("Distance to the goal"),
        w.t("State"),
        w.t("Source"),
    )
    return Section("goals", goals.title(rows, w), w.t("Goals with a published value; distance is told only in the unit of the goal"), lead=lead,
                   table=Table(heads, tuple(lines), (19, 16, 11, 9.5, 15, 10.5, 11, 8), ("left", "left", "right", "left", "right", "right", "left", "left"),
                               empty=w.t("No goal in scope has a published value.")), origin_ids=ids(rows["origin_ids"]))  # fmt: skip


def _benefits(d: Desk) -> Section:
    """The measures in force by category, and which of them end within a year."""
    w = d.w
    rows = benefits.in_scope(d.reader.ask("benefits/catalogue"), d.reader.ask("benefits/zones"), d.reader)
    force, soon, names = rows[rows["state"] == "in-force"], benefits.ending(rows), benefits.categories(w)
    counts = force["category"].value_counts()
    known = sorted((c for c in benefits.CATEGORIES if c in counts), key=lambda c: -counts[c])
    lines = tuple((Cell(w.period(r["valid_to"], r["valid_to_precision"] or "day"), value=r["valid_to"].date()), Cell(w.of(r, "name"), strong=True), Cell(names[r["category"]]),
                   Cell(w.t("{n} days", n=w.number(r["ends_in_days"])), "amber" if r["ends_in_days"] <= benefits.YEAR_DAYS / 2 else "", value=int(r["ends_in_days"])),
                   _cited(r["origin_ids"], 2)) for r in soon.to_dict("records"))  # fmt: skip
    said = [w.t("{name} {n}", name=names[c], n=w.number(counts[c])) for c in known]
    lead = ((Text(w.t("In force, by category: {counts}.", counts=", ".join(said))),) if known else ()) + (
        (Text(plain(benefits.ending_said(soon, w)), benefits.MIND),) if len(soon) else ()
    )
    title = benefits.category_title(rows, w)
    chart = Chart(tuple(names[c] for c in known), (Series(w.t("Measures in force"), tuple(float(counts[c]) for c in known), LIGHT.ramp[3]),), w.t("measures"),
                  f"{title}: " + "; ".join(said), label_format="0") if known else None  # fmt: skip
    return Section("benefits", title, w.t("Bars: measures in force by category. Table: those that end within a year"), lead=lead, picture=chart,
                   table=Table((w.t("Valid to"), w.t("Measure"), w.t("Category"), w.t("Left"), w.t("Source")), lines, (17, 40, 16, 12, 15), ("left", "left", "left", "right", "left"),
                               empty=w.t("No published end falls within a year of this day.")),
                   warning=w.t("In force means that no page found showed an end, not that it was checked today. Orientation, not advice: the law in force and the provider decide."),
                   origin_ids=ids(force["origin_ids"]))  # fmt: skip


def _advantage(d: Desk) -> Section:
    """How much the industry of its theme weighs in each complex's host, against the nation."""
    w, names = d.w, d.names
    accounts = d.reader.ask("advantage/specialisation")
    themes = advantage.theme_rows(advantage.effects(accounts)).sort_values(
        ["lq_2020", "complex_id", "sector"], ascending=[False, True, True]
    )
    best = advantage.best(themes)
    best = best[best["lq_2020"].notna()]
    said = advantage.strength(d.reader, themes)
    lines = tuple((Cell(names["complexes"][r["complex_id"]], strong=True), Cell(names["districts"][r["district_code"]]), Cell(advantage.sector_name(r["sector"], w)),
                   Cell(w.fixed(r["lq_2020"], 2), "blue" if r["lq_2020"] >= 1 else "", strong=True, value=float(r["lq_2020"])) if pd.notna(r["lq_2020"]) else Cell(w.t("not published"), "subtle"),
                   Cell(advantage.reading_name(r["reading"], w))) for r in themes.to_dict("records"))  # fmt: skip
    title = plain(said[0][0]).rstrip(".") if said else w.t("For the industry of the theme nothing is published in the host")
    known = [(names["complexes"][r["complex_id"]], float(r["lq_2020"])) for r in best.to_dict("records")]
    label = w.of(metrics()["location-quotient"], "name")
    chart = Chart(tuple(name for name, _ in known), (Series(label, tuple(lq for _, lq in known), LIGHT.ramp[3], tuple("blue" if lq >= 1 else "subtle" for _, lq in known)),), "",
                  f"{title}: " + "; ".join(f"{name} {w.fixed(lq, 2)}" for name, lq in known), label_format="0.00") if known else None  # fmt: skip
    heads = (w.t("Complex"), w.t("Host"), w.t("Industry of the theme"), w.t("Quotient 2020"), w.t("Reading"))
    return Section("advantage", title, w.t("Location quotient of the host in the broad industry of the theme, 2020; 1: as in the nation. Bars: the strongest of each complex"),
                   lead=texts(said[1:]), picture=chart, table=Table(heads, lines, (17, 23, 18, 11, 31), ("left", "left", "left", "right", "left")),
                   method=(w.t("A test with broad industries only: manufacturing can't tell chips from cheese. The accounts end in 2020, at current prices; they show where the"
                               " regions stood before the choice, not what the complexes will make of it."),),
                   metrics=("location-quotient",), origin_ids=ids(accounts["origin_ids"], advantage.ACCOUNTS, advantage.METHODS["lq"].split(";")))  # fmt: skip


def _procedure(d: Desk) -> Section:
    """Each phase of the procedure: the set or usual time, what it took at older complexes, what it took here."""
    w = d.w
    steps, spans, older = (d.reader.ask(f"green/{name}") for name in ("steps", "phases", "older_phases"))
    lines = []
    for phase, name in green.phases(w).items():
        own, before, parts = (rows[rows["phase_id"] == phase] for rows in (spans, older, steps))
        limits = [green.limit_said(row, w) for row in own[own["limit_days"].notna()].drop_duplicates("phase_id").to_dict("records")]
        usual = limits or [
            time for time in (green.step_time(row, w) for row in parts[parts["covers"] != "part"].to_dict("records")) if time
        ]
        done, ahead = own[own["state"] == "done"], own[own["state"] == "open"]
        counted = len(done) + len(ahead) > 0
        over = own[(own["excess"] == "over") & own["state"].isin(["done", "open"])]
        took = (
            [w.t("{n} done: {time}", n=w.number(len(done)), time=green.span(done["least_days"].min(), done["most_days"].max(), w))]
            if len(done)
            else []
        )
        took += (
            [
                w.t(
                    "{n} open: {time} so far",
                    n=w.number(len(ahead)),
                    time=green.span(ahead["least_days"].min(), ahead["most_days"].max(), w),
                )
            ]
            if len(ahead)
            else []
        )
        past = before.iloc[0] if len(before) else None
        lines.append((
            Cell(name, strong=True), Cell("; ".join(usual)) if usual else Cell(w.t("not published"), "subtle"),
            Cell(w.t("{n} (median of {cases})", n=w.t("{n} months", n=w.number(green.months(past["median_days"]), 1)), cases=w.number(len(before))), value=float(rounded(green.months(past["median_days"]), 1)))
            if past is not None else Cell(w.t("no dates published"), "subtle"),
            Cell("\n".join(took)) if took else Cell(w.t("none has come this far"), "subtle"),
            Cell(w.number(len(over)), "amber" if len(over) else "", "▲" if len(over) else "", value=len(over), mark_tone="amber") if limits and counted
            else Cell("" if limits or not counted else w.t("no limit set"), "subtle"),
            Cell(w.number(int(own["stands"].sum())), value=int(own["stands"].sum())), _cited(ids(own["origin_ids"], parts["origin_ids"]), 2),
        ))  # fmt: skip
    heads = (
        w.t("Phase"),
        w.t("Set or usual time"),
        w.t("Older complexes"),
        w.t("What it took here"),
        w.t("Over the limit"),
        w.t("Stand here now"),
        w.t("Source"),
    )
    return Section(
        "procedure", green.procedure_title(spans, older, w), w.t("Months from stage to stage; a date known by its month or year gives a shortest and a longest time"),
        table=Table(heads, tuple(lines), (20, 20, 15, 20, 8, 7, 10), ("left", "left", "left", "left", "right", "right", "left")),
        method=(w.t("Older complexes: those of the 2008 special act that finished the phase (the Forecast reckons with those still waiting too). The study counts from its filing or acceptance; no page tells whether a limit’s clock was stopped. Skipped: a later stage is reached and no page tells of this one, as with an exemption"),),
        metrics=(green.METRIC,), origin_ids=ids(spans["origin_ids"], older["origin_ids"], steps["origin_ids"]),
    )  # fmt: skip


def _one(d: Desk) -> tuple[dict[str, Any], pd.DataFrame]:
    """The complex of the dossier and its board cells."""
    sites = d.reader.ask("progress/complexes")
    site = sites[sites["complex_id"] == d.composition.complex_id].iloc[0].to_dict()
    return site, d.reader.ask("progress/board", complexes=(site["complex_id"],))


def _facts(d: Desk) -> Section:
    w = d.w
    site, cells = _one(d)
    chosen = site["complex_id"]
    said = complexes.sentences(site, cells, d.reader)
    figures = d.reader.ask("progress/figures", complex_id=chosen)
    fixed = d.reader.ask("complexes/dossier", complex_id=chosen).iloc[0].to_dict()
    rows = []
    for row in complexes.fact_rows(fixed, figures, d.reader, chosen):
        own = figures[(figures["metric"].map(lambda m: wording.figure_name(m, w)) == row["name"]) & figures["counts"]]
        origins = own["origin_ids"].iloc[0] if len(own) else fixed["origin_ids"]
        chips = ", ".join(chip["name"] for chip in row["chips"])
        value = Cell(row["value"]) if row["value"] else Cell(w.t("not published"), "subtle")
        rows.append(
            (
                Cell(row["name"], strong=True),
                value,
                Cell(row["trail"], "subtle"),
                Cell(chips, "amber" if chips else ""),
                _cited(origins) if row["value"] else Cell(""),
            )
        )
    heads = (w.t("Figure"), w.t("Newest"), w.t("Stated"), w.t("To mind"), w.t("Source"))
    return Section("facts", said[0].rstrip("."), " · ".join([w.of(site, "name"), w.of(site, "theme"), w.of(site, "province")]), lead=tuple(Text(text) for text in said[1:]),
                   table=Table(heads, tuple(rows), (16, 26, 27, 13, 18), LEFT * 5), metrics=("area", "site-cost"),
                   origin_ids=ids(figures["origin_ids"], fixed["origin_ids"], cells["origin_ids"]), warning=wording.freshness(d.reader)[2])  # fmt: skip


def _promises(d: Desk) -> Section:
    w = d.w
    site, cells = _one(d)
    rows = complexes.promise_rows(cells, wording.history(d.reader, site["complex_id"]), site["complex_id"], d.reader)
    moved = cells[cells["slip_months"].fillna(0) > 0]
    later = int(moved["slip_months"].max()) if len(moved) else 0
    dated = int(cells["slip_months"].notna().sum())
    title = w.t(
        "{later} of {n} dates stand later than first promised, at most by {most}",
        later=w.number(len(moved)),
        n=w.number(dated),
        most=w.months(later),
    )
    if not len(moved):
        title = w.t("No published date has moved later than first promised") if dated else w.t("No date is published for any stage")
    lines = []
    for row, cell in zip(rows, cells.to_dict("records"), strict=True):
        first = " ".join(part for part in (row["first"], f"({row['first_stated']})" if row["first_stated"] else "") if part)
        last = " ".join(part for part in (row["last"], f"({row['last_stated']})" if row["last_stated"] else "") if part)
        state = Cell(
            f"{row['word']} {row['when']}".strip(), STATE_TONES[row["state"]], MARKS[row["state"]], mark_tone=STATE_TONES[row["state"]]
        )
        lines.append(
            (
                Cell(row["stage"], strong=True),
                state,
                Cell(first, "subtle"),
                Cell(last),
                Cell(row["move"], row["tone"]),
                Cell(row["history"], "subtle"),
                _cited(cell["origin_ids"], 2),
            )
        )
    heads = (
        w.t("Stage"),
        w.t("State"),
        w.t("First promised"),
        w.t("Latest promised"),
        w.t("Moved"),
        w.t("Comparable complexes"),
        w.t("Source"),
    )
    return Section("promises", title, w.t("Three dates a stage: first promised, latest promised, what comparable complexes took"),
                   table=Table(heads, tuple(lines), (16, 13, 15, 18, 8, 17, 13), ("left", "left", "left", "left", "right", "left", "left")),
                   method=(forecast.method(w), w.t("A plan said on the same day in two ways: the more precise counts; at equal precision the later. Both are shown when opened.")),
                   origin_ids=ids(cells["origin_ids"]) + _past_ids(d))  # fmt: skip


def _events(d: Desk) -> Section:
    w = d.w
    events = d.reader.ask("complexes/events", complex_id=d.composition.complex_id)
    setbacks = int((events["kind"] == "setback").sum())
    title = w.n("One setback on the way", "{n} setbacks on the way", setbacks) if setbacks else w.t("What happened on the way")
    return Section("events", title, w.t("Every dated event, newest first"), table=_news(d, wording.event_items(d.reader, events), w.t("Nothing was said by this day."), w.t("Kind")),
                   origin_ids=ids(events["origin_ids"]))  # fmt: skip


def _outlook(d: Desk) -> Section:
    """What older complexes took, for every stage that the complex of the dossier has before it."""
    w = d.w
    rows = outlook.ranges(d.reader, d.scope.as_of)
    rows = rows[rows["complex_id"] == d.composition.complex_id].sort_values("position")
    told = forecast.drawn(rows, d.reader)
    told = told.assign(name=told["stage_id"].map(d.names["stages"])).sort_values("position")
    planned = rows[rows["chance_most"].notna()]
    unlikely = int((planned["chance_most"] < forecast.EVEN).sum())
    title = w.t(
        "{n} of {total} dated plans have less than an even chance, if it goes as at older complexes",
        n=w.number(unlikely),
        total=w.number(len(planned)),
    )
    if not len(planned):
        title = w.t("No plan in force can be compared with older complexes on this day.").rstrip(".")
    table = _outlook_table(rows, d)
    table = Table((w.t("Stage"), *table.heads[1:]), tuple((Cell(d.names["stages"][stage], strong=True), *line[1:]) for stage, line in zip(rows["stage_id"], table.rows, strict=True)),
                  (22, 22, 10, 27, 12, 7), table.aligns)  # fmt: skip
    return Section("outlook", title, w.t("Band: where four of five should lie; the darker part begins at the middle; an arrow: later than any older complex tells"),
                   picture=_range_chart(told, d, title), table=table, method=(forecast.method(w),), origin_ids=_past_ids(d) + ids(rows["plan_origin_ids"]))  # fmt: skip


def _around(d: Desk) -> Section:
    w = d.w
    chosen = d.composition.complex_id
    zones, programmes, measures, older, accounts = (
        d.reader.ask(f"complexes/{name}", complex_id=chosen)
        for name in ("designations", "programmes", "measures", "older_nearby", "accounts")
    )
    lists: tuple[tuple[str, pd.DataFrame, Callable[[Mapping[str, Any]], tuple[str, str]]], ...] = (
        (
            w.t("Designated zones"),
            zones,
            lambda z: (w.of(z, "name"), around.day(z, d.reader) + (w.t(", this complex") if z["own"] else "")),
        ),
        (w.t("Talent programmes"), programmes, lambda p: (w.of(p, "institution"), around.seats(p, d.reader))),
        (w.t("Measures a firm can use here"), measures, lambda m: (w.of(m, "name"), w.t("names this complex") if m["own"] else "")),
        (w.t("Older complexes nearby"), older, lambda o: (w.of(o, "name"), around.older(o, d.reader))),
        (w.t("Regional accounts of the host"), accounts, lambda a: (w.of(a, "district"), around.accounts(a, d.reader))),
    )
    rows = []
    for title, frame, words in lists:
        for number, row in enumerate(frame.head(SHOWN_AROUND).to_dict("records")):
            name, text = words(row)
            rows.append(
                (Cell(title if number == 0 else "", "blue", strong=True), Cell(name, strong=True), Cell(text), _cited(row["origin_ids"]))
            )
        if len(frame) > SHOWN_AROUND:
            more = w.t("and {n} more", n=w.number(len(frame) - SHOWN_AROUND))
            rows.append((Cell(""), Cell(more, "subtle"), Cell(""), Cell("")))
    title = w.t("{zones} zones, {programmes} talent programmes and {measures} measures serve its industries here", zones=w.number(len(zones)), programmes=w.number(len(programmes)),
                measures=w.number(len(measures)))  # fmt: skip
    return Section("around", title, w.t("Same province and industry unless a source names this complex"),
                   table=Table((w.t("Kind"), w.t("Name"), w.t("Detail"), w.t("Source")), tuple(rows), (17, 33, 32, 18), LEFT * 4, empty=w.t("Nothing found in the published sources.")),
                   origin_ids=ids(*(frame["origin_ids"] for frame in (zones, programmes, measures, older, accounts))))  # fmt: skip


def _definitions(d: Desk, used: Sequence[str]) -> Section:
    w = d.w
    known = _defined(metrics(), w)
    rows = tuple((Cell(known[i][0], strong=True), Cell(known[i][1]), Cell(known[i][2], "subtle")) for i in used)
    stages = tuple((Cell(w.of(row, "name"), strong=True), Cell(w.of(row, "definition")), Cell("")) for row in d.stages.to_dict("records"))
    title = w.t("What the figures and stages mean")
    return Section("definitions", title, w.t("Each figure: how it is made, and what to mind"),
                   table=Table((w.t("Term"), w.t("Definition"), w.t("Caveat")), rows + stages, (18, 44, 38), LEFT * 3))  # fmt: skip


def _sources(d: Desk, sections: Sequence[Section], used: Sequence[str]) -> Section:
    """The sources that the source columns name; where they are more than SOURCES_SHOWN, the annex has the rest."""
    w = d.w
    frame = d.reader.origins(used)
    official = int(frame["kind"].isin(["official", "statistics"]).sum())
    named = {i for section in sections if section.table for row in section.table.rows for i in row[-1].text.split(" +")[0].split(", ")}
    known = _sourced(named & set(used) or used, d.reader)
    rows = tuple(
        (Cell(i, "subtle"), Cell(publisher, strong=True), Cell(title), Cell(published))
        for i, (publisher, title, published, _) in sorted(known.items())[:SOURCES_SHOWN]
    )
    unit = w.t("{n} that the source columns name; all, with links, in the speaker notes and the annex (XLSX)", n=w.number(len(rows)))
    return Section("sources", w.t("{n} public sources, {official} of them official or statistics", n=w.number(len(frame)), official=w.number(official)), unit,
                   table=Table((w.t("Source"), w.t("Publisher"), w.t("Title"), w.t("Published on")), rows, (9, 21, 56, 14), LEFT * 4, empty=w.t("No source is published.")),
                   origin_ids=tuple(used))  # fmt: skip


MAKERS: Mapping[str, Callable[[Desk], Section]] = {
    "overview": _overview, "map": _map, "board": _board, "changes": _changes, "lately": _lately, "due": _due, "slips": _slips, "milestones": _milestones,
    "works": _works, "ratings": _ratings, "forecast": _forecast, "history": _history, "area": _area, "cost": _cost, "investment": _investment, "talent": _talent, "ladder": _ladder, "goals": _goals,
    "benefits": _benefits, "advantage": _advantage, "procedure": _procedure, "facts": _facts,
    "promises": _promises, "events": _events, "outlook": _outlook, "around": _around,
}  # fmt: skip
