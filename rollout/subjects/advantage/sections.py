"""Selection as sections: how the 15 were chosen, and how they were to differ from earlier complexes."""

import pandas as pd

from rollout.document.model import ANNEX, Cell, Column, Format, Link, Row, Section, Table
from rollout.document.target import origins
from rollout.language.words import Words
from rollout.questions.ask import present, rows_of
from rollout.questions.rows import AdvantageGenerations, AdvantageSelection
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.advantage.life_cycle import counts
from rollout.subjects.advantage.numbers import pace_facts
from rollout.subjects.cells import day, origin_ids, period

ASPECTS = ("leads", "zones", "life-cycle", "companies", "speed")
SIDES = ("earlier", "now")


# --- how they were chosen


@remembered
def chosen(view: View) -> Section:
    """The steps of the choice in their order, under who acted."""
    w, rows = view.w, view.ask("advantage/selection")
    steps = rows[rows["part"] == "step"]
    columns = (
        Column("step", w.pt("procedure", "Step"), share=20),
        Column("actor", w.t("Who acts"), Format.NAME, names=w.codes("selection-actor"), media=ANNEX),
        Column("text", w.t("What was done"), share=56, note_label=w.t("Note")),
        Column("when", w.t("Date"), Format.PERIOD, share=14),
    )
    actors = w.codes("selection-actor")
    lines = tuple(
        Row(
            r["statement_id"],
            {
                "step": Cell(w.of(r, "title")),
                "actor": Cell(r["actor"]),
                "text": Cell(w.of(r, "text"), note=w.of(r, "note"), warnings=tuple(as_list(r["warnings"]))),
                "when": Cell(period(r["date_on"], r["date_precision"])),
            },
            origin_ids(r["origin_ids"]),
            group=actors[r["actor"]],
        )
        for r in rows_of(steps, AdvantageSelection)
    )
    foot = w.t(
        "Not published, and therefore not shown: scores, weights of the criteria, and the sites that were not selected."
    )
    table = Table(columns, lines, foot=foot, empty=w.t("Nothing was published by this day."))
    return Section(
        "chosen",
        w.t("How the 15 were selected: regions proposed, central government decided"),
        w.t("As stated by the as-of day; filters do not apply"),
        tables=(table,),
    )


@remembered
def selection(view: View) -> Section:
    """Every statement about the choice and about how the 15 differ."""
    w, rows = view.w, view.ask("advantage/selection")
    columns = (
        Column("title", w.t("Title"), share=18),
        Column("part", w.t("Part"), Format.NAME, names=w.codes("selection-part"), share=14),
        Column("topic", w.t("Topic"), Format.NAME, names=w.codes("selection-topic"), share=12),
        Column("period", w.t("Period"), Format.NAME, names=w.codes("selection-period"), share=8),
        Column("text", w.t("Statement"), share=40, note_label=w.t("Note")),
        Column("when", w.t("Date"), Format.PERIOD, share=10),
        Column("stated", w.t("Stated on"), Format.DAY, share=10),
    )
    lines = tuple(
        Row(
            r["statement_id"],
            {
                "title": Cell(w.of(r, "title")),
                "part": Cell(r["part"]),
                "topic": Cell(r["topic"]),
                "period": Cell(r["period"]),
                "text": Cell(w.of(r, "text"), note=w.of(r, "note"), warnings=tuple(as_list(r["warnings"]))),
                "when": Cell(period(r["date_on"], r["date_precision"])),
                "stated": Cell(day(r["stated_on"])),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows, AdvantageSelection)
    )
    title = w.n("One statement about the selection", "{n} statements about the selection", len(rows))
    return Section("selection-statements", title, tables=(Table(columns, lines),))


@remembered
def aspects(view: View) -> Section:
    """Earlier complexes against the 15, an aspect a row, with what the data show so far."""
    w, rows = view.w, view.ask("advantage/selection")
    said, found = rows[rows["part"] == "aspect"], _found(view)
    columns = (
        Column("aspect", w.t("Aspect"), Format.NAME, names=w.codes("selection-topic"), share=12),
        *(
            Column(side, name, share=30)
            for side, name in ((SIDES[0], w.t("Earlier complexes")), (SIDES[1], w.t("The 15")))
        ),
        Column("data", w.t("In the data so far"), share=28),
    )
    lines = []
    for aspect in ASPECTS:
        own = said[said["topic"] == aspect]
        text, ids = found[aspect]
        cells = {side: _statements(own[own["period"] == side], w) for side in SIDES}
        lines.append(Row(aspect, {"aspect": Cell(aspect), **cells, "data": Cell(text)}, ids))
    unit = w.t(
        "Columns 2 and 3: as announced. Last column: what the data show so far, for the complexes in scope; its "
        "sources are in the row"
    )
    return Section(
        "aspects",
        w.t("How the 15 were to differ from earlier complexes, and what the data show so far"),
        unit,
        tables=(Table(columns, tuple(lines), whole=True),),
    )


def _statements(rows: pd.DataFrame, w: Words) -> Cell:
    links = tuple(
        Link(
            w.t("{title}: {text}", title=w.of(r, "title"), text=w.of(r, "text")),
            origins(origin_ids(r["origin_ids"])),
            w.of(r, "note"),
        )
        for r in rows_of(rows)
    )
    warnings = tuple(sorted({i for cell in rows["warnings"] for i in as_list(cell)}))
    return Cell(links=links, missing="" if links else w.t("nothing found by this day"), warnings=warnings)


def _found(view: View) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What the store shows for each aspect, for the complexes in scope, with its sources."""
    w, generations = view.w, view.ask("advantage/generations")
    mine = generations[generations["id"].isin(list(view.scope.complexes))]
    zones, cells = mine[mine["zone_m2"].notna()], counts(view)
    every = int((cells["here"] + cells["nearby"] > 0).groupby(cells["complex_id"]).all().sum())
    stages = w.t(
        "Evidence for all six stages at {n} of {total} complexes (table below).",
        n=w.number(every),
        total=w.number(len(mine)),
    )
    return {
        "leads": (_leads(mine, view), origin_ids(mine["origin_ids"])),
        "zones": (
            _zoned(zones, len(mine), view) if len(zones) else w.t("Share of zone land on the site: not published."),
            origin_ids(zones["origin_ids"]),
        ),
        "life-cycle": (stages, ()),
        "companies": (_firms(mine, w), origin_ids(mine["site_origin_ids"])),
        "speed": (_speed(generations, view), origin_ids(generations["origin_ids"])),
    }


def _leads(mine: pd.DataFrame, view: View) -> str:
    w, sites = view.w, view.ask("progress/complexes")
    outside = int((~sites[sites["complex_id"].isin(mine["id"])]["capital_area"].astype(bool)).sum())
    return w.t(
        "{n} of {total} are outside the capital area. Median area {area} km², as announced.",
        n=w.number(outside),
        total=w.number(len(mine)),
        area=w.area(mine["area_m2"].median()),
    )


def _zoned(zones: pd.DataFrame, total: int, view: View) -> str:
    w, names = view.w, view.names["complexes"]
    shares = [
        w.t("{name} {share}%", name=names[z["id"]], share=w.number(100 * present(z["zone_m2"]) / z["area_m2"]))
        for z in rows_of(zones, AdvantageGenerations)
    ]
    return w.t(
        "Share of zone land published at {n} of {total}: {known}.",
        n=w.number(len(zones)),
        total=w.number(total),
        known=w.list(shares),
    )


def _firms(mine: pd.DataFrame, w: Words) -> str:
    alone, state = mine["developers"] == 1, mine["state_developer"].fillna(False).astype(bool)
    return w.t(
        "LH alone develops {alone}, others alone {local}, LH with others {joint}. Firms are named for {firms} of "
        "{total}, many by memorandum only.",
        alone=w.number(int((alone & state).sum())),
        local=w.number(int((alone & ~state).sum())),
        joint=w.number(int((~alone).sum())),
        firms=w.number(int(mine["firms"].notna().sum())),
        total=w.number(len(mine)),
    )


def _speed(generations: pd.DataFrame, view: View) -> str:
    w, pace = view.w, pace_facts(generations, view.scope.complexes)
    return w.t(
        "{approved} of {total} plans approved after {age} months; of {older} earlier complexes {n} were at that "
        "age. Those approved took {median} months (median).",
        approved=w.number(pace["approved"]),
        total=w.number(pace["total"]),
        age=w.number(pace["age"], 1),
        older=w.number(pace["older"]),
        n=w.number(pace["older_by_age"]),
        median=w.number(pace["median"]),
    )
