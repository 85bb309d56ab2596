"""The pace of approval as sections: months from candidate to plan, the 15 against the older complexes."""

import pandas as pd

from rollout.document.model import Cell, Chart, Column, Format, Row, Section, Series, Table
from rollout.questions.ask import rows_of
from rollout.questions.rows import AdvantageGenerations
from rollout.questions.view import View, remembered
from rollout.subjects.advantage import charts, words
from rollout.subjects.advantage.numbers import NEWEST_GENERATION
from rollout.subjects.cells import day, number, origin_ids
from rollout.subjects.schedule.words import source_line


@remembered
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


@remembered
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
