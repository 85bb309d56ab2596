"""Selection and comparative advantage as sections: the choice, how the 15 differ, the pace of approval, the life cycle,
the method.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, Cell, Chart, Column, Format, Link, Row, Section, Series, Table
from rollout.document.target import Target, origins
from rollout.language.words import Words
from rollout.questions.ask import present, rows_of
from rollout.questions.rows import AdvantageGenerations, AdvantageLifeCycleRules, AdvantageSelection
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects.advantage import charts, words
from rollout.subjects.advantage.numbers import NEWEST_GENERATION, STAGES, cycle_counts, pace_facts
from rollout.subjects.cells import complex_cell, complex_column, day, number, origin_ids, period
from rollout.subjects.schedule.words import source_line

ASPECTS = ("leads", "zones", "life-cycle", "companies", "speed")
SIDES = ("earlier", "now")
REACHED = {"here": 3, "nearby": 1}  # how strong a cell of the matrix is drawn
QUOTIENT, SHIFT, PEERS = ("SE-015",), ("SE-016", "SE-017"), ("SE-018",)  # where the methods come from


def counts(view: View) -> pd.DataFrame:
    """How much was found for each stage, a row a complex and stage."""
    return cycle_counts(view.ask("advantage/life_cycle"), view.scope.complexes)


# --- how they were chosen
# -------------------------------------------------------------------------------------------------------------


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
    table = Table(columns, lines, foot=foot, empty=w.t("Nothing was said by this day."), sorts=False)
    return Section(
        "chosen",
        w.t("How the 15 were selected: regions proposed, central government decided"),
        w.t("As stated by the as-of day; filters do not apply"),
        tables=(table,),
    )


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
        tables=(Table(columns, tuple(lines), whole=True, sorts=False),),
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
    w, names = view.w, view.names["complexes"]
    generations, sites, cells = view.ask("advantage/generations"), view.ask("progress/complexes"), counts(view)
    mine = generations[generations["id"].isin(list(view.scope.complexes))]
    total = w.number(len(mine))
    outside = int((~sites[sites["complex_id"].isin(mine["id"])]["capital_area"].astype(bool)).sum())
    zones = mine[mine["zone_m2"].notna()]
    shares = [
        w.t("{name} {share}%", name=names[z["id"]], share=w.number(100 * present(z["zone_m2"]) / z["area_m2"]))
        for z in rows_of(zones, AdvantageGenerations)
    ]
    alone, state = mine["developers"] == 1, mine["state_developer"].fillna(False).astype(bool)
    every = int((cells["here"] + cells["nearby"] > 0).groupby(cells["complex_id"]).all().sum())
    pace = pace_facts(generations, view.scope.complexes)
    speed = w.t(
        "{approved} of {total} plans approved after {age} months; of {older} earlier complexes {n} were at that "
        "age. Those approved took {median} months (median).",
        approved=w.number(pace["approved"]),
        total=w.number(pace["total"]),
        age=w.number(pace["age"], 1),
        older=w.number(pace["older"]),
        n=w.number(pace["older_by_age"]),
        median=w.number(pace["median"]),
    )
    leads = w.t(
        "{n} of {total} lie outside the capital area. Median area {area} km², as announced.",
        n=w.number(outside),
        total=total,
        area=w.area(mine["area_m2"].median()),
    )
    zoned = w.t(
        "Share of zone land published at {n} of {total}: {known}.",
        n=w.number(len(zones)),
        total=total,
        known=w.list(shares),
    )
    firms = w.t(
        "LH alone develops {alone}, others alone {local}, LH with others {joint}. Firms are named for {firms} of "
        "{total}, many by memorandum only.",
        alone=w.number(int((alone & state).sum())),
        local=w.number(int((alone & ~state).sum())),
        joint=w.number(int((~alone).sum())),
        firms=w.number(int(mine["firms"].notna().sum())),
        total=total,
    )
    stages = w.t(
        "Evidence for all six stages at {n} of {total} complexes (table below).", n=w.number(every), total=total
    )
    return {
        "leads": (leads, origin_ids(mine["origin_ids"])),
        "zones": (
            zoned if len(zones) else w.t("Share of zone land on the site: not published."),
            origin_ids(zones["origin_ids"]),
        ),
        "life-cycle": (stages, ()),
        "companies": (firms, origin_ids(mine["site_origin_ids"])),
        "speed": (speed, origin_ids(generations["origin_ids"])),
    }


# --- the pace of approval
# -------------------------------------------------------------------------------------------------------------


def pace(view: View) -> Section:
    """From candidate to plan approval, a mark a complex: the 15 in scope and the older ones."""
    w, rows = view.w, pace_rows(view)
    title = words.pace_title(view, view.ask("advantage/generations"))
    unit = w.t(
        "Months from candidate to plan approval; hollow: not approved, time elapsed to the as-of day. Older "
        "complexes under the special act of 2008; not filtered"
    )
    done = rows[rows["ended"]].groupby("lane")["months"].median().round(1)
    lanes = tuple(dict.fromkeys(rows["lane"]))
    picture = Chart(
        lanes,
        (Series(w.t("approved, median"), tuple(number(done.get(lane)) for lane in lanes)),),
        Format.NUMBER,
        w.t("months"),
        words.alt(title, rows["text"]),
        draw=lambda palette: charts.pace(rows, w, palette),
        source=source_line([rows["origin_ids"]], w),
    )
    return Section("pace", title, unit, picture=picture, origins=origin_ids(rows["origin_ids"]))


def pace_rows(view: View) -> pd.DataFrame:
    """The chart's points: lane, months, ended, text.

    The 15 are those in scope; a complex without a known start has no point.
    """
    w, every = view.w, view.ask("advantage/generations")
    mine = every["id"].isin(list(view.scope.complexes))
    rows = every[every["months"].notna() & ((every["generation"] < NEWEST_GENERATION) | mine)]
    texts = [
        w.t(
            "<b>{name}</b><br>plan approved after {months} months",
            name=w.of(row, "name"),
            months=w.number(row["months"], 1),
        )
        if row["ended"]
        else w.t(
            "<b>{name}</b><br>not approved after {months} months",
            name=w.of(row, "name"),
            months=w.number(row["months"], 1),
        )
        for row in rows_of(rows, AdvantageGenerations)
    ]
    lanes: list[str] = []
    for generation, own in rows.groupby("generation"):
        approved = int(own["ended"].astype(bool).sum())
        name = w.t(
            "{generation} ({approved} of {n} approved)",
            generation=w.code("generation", str(generation)),
            approved=w.number(approved),
            n=w.number(len(own)),
        )
        lanes += [name] * len(own)
    return rows.assign(text=texts, lane=lanes, ended=rows["ended"].astype(bool))


def pace_cases(view: View) -> Section:
    """The same as rows: every complex, its generation, the two days, its area."""
    w, rows = view.w, view.ask("advantage/generations")
    columns = (
        Column("complex", w.t("Complex"), share=30),
        Column("generation", w.t("Generation"), Format.NAME, names=w.codes("generation"), share=14),
        Column("candidate", w.t("Candidate on"), Format.DAY, share=14),
        Column("approved", w.t("Plan approved on"), Format.DAY, share=14),
        Column("months", w.t("Months, to the day where not approved"), Format.NUMBER, digits=1, share=14),
        Column("area", w.t("Area"), Format.AREA, share=12),
    )
    lines = tuple(
        Row(
            r["id"],
            {
                "complex": Cell(w.of(r, "name")),
                "generation": Cell(str(r["generation"])),
                "candidate": Cell(day(r["candidate_on"])),
                "approved": Cell(day(r["approved_on"])),
                "months": Cell(number(r["months"])),
                "area": Cell(number(r["area_m2"])),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows, AdvantageGenerations)
    )
    return Section("pace-cases", words.pace_title(view, rows), tables=(Table(columns, lines),))


# --- the life cycle
# -------------------------------------------------------------------------------------------------------------------


def cycle(view: View) -> Section:
    """Complexes by stages of the life cycle: how much was found here and nearby; blanks visible."""
    w, every = view.w, counts(view)
    stages = w.codes("life-cycle-stage")
    sites = view.ask("progress/complexes").set_index("complex_id")
    found = every.set_index(["complex_id", "stage"])
    known = every["here"] + every["nearby"] > 0
    by_complex, by_stage = (known.groupby(every[key]).sum() for key in ("complex_id", "stage"))
    columns = (
        complex_column(view),
        *(
            Column(stage, name, Format.NUMBER, share=12, note_label=w.t("{stage}: here and nearby", stage=name))
            for stage, name in stages.items()
        ),
    )
    order = sorted(view.scope.complexes, key=lambda i: -by_complex[i])
    lines = [
        Row(
            i,
            {
                "complex": complex_cell(i, w.of(sites.loc[i], "theme")),
                **{stage: _count(i, stage, found.loc[(i, stage)], w) for stage in STAGES},
            },
        )
        for i in order
    ]
    note = w.t("of {n}", n=w.number(len(lines)))
    total = {
        "complex": Cell(missing=w.t("Complexes with evidence")),
        **{stage: Cell(int(by_stage[stage]), note=note) for stage in STAGES},
    }
    lines.append(Row("all", total, total=True))
    legend = (
        ("shade-3", w.t("at least one here: tied to the complex, or in its city, county or district")),
        ("shade-1", w.t("only elsewhere in the province")),
    )
    unit = w.t(
        "Number of zones, programmes, older complexes and signs in the accounts that stand for each stage, by "
        "the as-of day"
    )
    return Section(
        "cycle",
        words.cycle_title(every, len(lines) - 1, w),
        unit,
        tables=(Table(columns, tuple(lines), legend=legend, foot=_rule(w), whole=True),),
        method=_rules(view),
        origins=origin_ids(view.ask("advantage/life_cycle")["origin_ids"]),
    )


def _count(complex_id: str, stage: str, row: Any, w: Words) -> Cell:
    here, nearby = int(row["here"]), int(row["nearby"])
    if not here + nearby:
        return Cell(missing=w.t("nothing found"))
    note = (
        w.t("{here} here, {nearby} nearby", here=w.number(here), nearby=w.number(nearby))
        if nearby
        else w.t("{here} here", here=w.number(here))
    )
    return Cell(
        here + nearby,
        note=note,
        shade=REACHED["here" if here else "nearby"],
        opens=Target("evidence", (complex_id, stage)),
    )


def _rule(w: Words) -> str:
    return w.t(
        "Zones and programmes elsewhere in the province count only if they share an industry with the complex or "
        "serve no single one. The rule is our own,"
        " kept in the data; it counts what exists, not how good it is, and is no proof that the complex will "
        "have the stage."
    )


def _rules(view: View) -> tuple[str, ...]:
    """What counts for which stage."""
    w, rules = view.w, view.ask("advantage/life_cycle_rules")
    texts = {
        stage: "; ".join(w.of(r, "text") for r in rows_of(rules[rules["stage"] == stage], AdvantageLifeCycleRules))
        for stage in STAGES
    }
    return tuple(
        w.t("{stage}: {rules}", stage=w.code("life-cycle-stage", stage), rules=text) for stage, text in texts.items()
    )


def evidence_list(view: View) -> Section:
    """Everything that counts for a stage at a complex."""
    w, rows = view.w, view.ask("advantage/life_cycle")
    title = w.n("One piece of evidence for the life cycle", "{n} pieces of evidence for the life cycle", len(rows))
    return Section("evidence", title, tables=(_evidence_table(rows, view),))


def evidence(view: View, complex_id: str, stage: str) -> Section | None:
    """What was found for one stage at one complex (a dialog)."""
    if complex_id not in view.scope.complexes or stage not in STAGES:
        return None
    w, rows = view.w, view.ask("advantage/life_cycle")
    own = rows[(rows["complex_id"] == complex_id) & (rows["stage"] == stage)]
    title = f"{view.names['complexes'][complex_id]} · {w.code('life-cycle-stage', stage)}"
    return Section("evidence-found", title, tables=(_evidence_table(own, view, short=True),))


def _evidence_table(rows: pd.DataFrame, view: View, short: bool = False) -> Table:
    w = view.w
    columns = [
        Column("name", w.t("Name"), share=36),
        complex_column(view),
        Column("stage", w.t("Stage of the life cycle"), Format.NAME, names=w.codes("life-cycle-stage"), share=14),
        Column("reach", w.pt("reach", "Where"), Format.NAME, names=w.codes("evidence-reach"), share=14),
        Column("detail", w.t("Detail"), share=24),
    ]
    if short:
        columns = [column for column in columns if column.key not in {"complex", "stage"}]
    return Table(
        tuple(columns),
        tuple(_evidence(r, place, w) for place, r in enumerate(rows_of(rows))),
        empty=w.t("nothing found"),
    )


def _evidence(row: Mapping[str, Any], place: int, w: Words) -> Row:
    return Row(
        str(place),
        {
            "name": Cell(w.of(row, "name"), warnings=tuple(as_list(row["warnings"]))),
            "complex": complex_cell(row["complex_id"]),
            "stage": Cell(row["stage"]),
            "reach": Cell(row["reach"], "blue" if row["reach"] == "here" else ""),
            "detail": Cell(words.detail(row, w)),
        },
        origin_ids(row["origin_ids"]),
    )


# --- the method
# -----------------------------------------------------------------------------------------------------------------------


def method(view: View) -> Section:
    """Formulas, their sources, and what the test can't see."""
    w = view.w
    formulas: Sequence[tuple[str, str, str, tuple[str, ...]]] = (
        (
            w.t("Location quotient"),
            "LQ = (eᵢ / e) ÷ (Eᵢ / E)",
            w.t(
                "eᵢ: value added of the industry in the host, e: of all industries there; Eᵢ and E: the same in "
                "the nation."
            ),
            QUOTIENT,
        ),
        (
            w.t("Shift-share"),
            "Δeᵢ = eᵢ·G + eᵢ·(Gᵢ − G) + eᵢ·(gᵢ − Gᵢ)",
            w.t(
                "G: growth of the nation, Gᵢ: of the industry in the nation, gᵢ: of the industry in the host, "
                "2015 to 2020. The three parts are the national effect, the industry mix and the"
                " regional effect. A test holds the code against the worked example of the first source."
            ),
            SHIFT,
        ),
        (
            w.t("Peers"),
            "d = Σ |aᵢ − bᵢ|",
            w.t(
                "aᵢ, bᵢ: the industry's share of value added in the one and the other district. 0: the same mix, "
                "2: nothing in common; half of it is the value added that would have to stand in"
                " another industry (Krugman's index)."
            ),
            PEERS,
        ),
    )
    columns = (
        Column("name", w.t("Method"), share=16),
        Column("formula", w.t("Formula"), share=30),
        Column("text", w.t("Meaning"), share=54),
    )
    rows = tuple(
        Row(name, {"name": Cell(name), "formula": Cell(formula), "text": Cell(text)}, ids)
        for name, formula, text, ids in formulas
    )
    limits = (
        w.t(
            "16 broad industries: no account of a city tells semiconductors, vehicles or food apart. A strong "
            "manufacturing quotient says that the host can make things, not these things."
        ),
        w.t(
            "2020 is the newest year, in the old series (base year 2015; the revision of 2024 added about 6%). "
            "What happened since, and the choice of 2023 itself, is not in it."
        ),
        w.t("Current prices: growth holds price changes; an industry whose prices fell seems to shrink."),
        w.t(
            "The host is the whole city, county or district: Yongin counts with all its gu, a site of a few km² "
            "is a small part of it."
        ),
        w.t("2020 was the first year of the pandemic: lodging, transport and culture are low everywhere."),
        w.t(
            "Utilities of Yongin and ten more cities and counties are not published; the other industries still "
            "add up to the whole."
        ),
    )
    limited = Table(
        (Column("limit", w.t("What the test can't see")),),
        tuple(Row(str(place), {"limit": Cell(text)}) for place, text in enumerate(limits, 1)),
        sorts=False,
    )
    return Section("advantage-method", w.t("Method and limits"), tables=(Table(columns, rows, sorts=False), limited))
