"""The legal procedure as sections: what each phase may take, took at older complexes and takes here."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import (
    SCREEN,
    Cell,
    Chart,
    Column,
    Format,
    Link,
    Row,
    Section,
    Series,
    Table,
    Text,
)
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, present, rows_of
from rollout.questions.rows import GreenPhases
from rollout.questions.view import View, remembered
from rollout.render.markup import spoken
from rollout.subjects.cells import origin_ids
from rollout.subjects.green import charts, words
from rollout.subjects.schedule.words import source_line

PHASES, STATES, EXCESSES = "procedure-phase", "phase-state", "limit-excess"
TIMED = ("done", "open")


# --- phase by phase


@remembered
def procedure(view: View) -> Section:
    """Each phase of the procedure.

    The set or usual time, what it took at older complexes and here, who stands in it.
    """
    w = view.w
    steps, spans, older = (
        view.ask("green/steps"),
        view.in_order(view.ask("green/phases")),
        view.ask("green/older_phases"),
    )
    columns = (
        Column("phase", w.t("Phase"), Format.NAME, names=w.codes(PHASES), share=20),
        Column("usual", w.t("Set or usual time"), share=19),
        Column(
            "older",
            w.t("Older complexes, median"),
            Format.NUMBER,
            unit=w.t("months"),
            share=16,
            digits=1,
            note_label=w.t("Older complexes: range"),
        ),
        Column("done", w.t("Completed here"), Format.NUMBER, share=14, note_label=w.t("Time taken here")),
        Column("open", w.t("Under way here"), Format.NUMBER, share=14, note_label=w.t("Time so far")),
        Column("over", w.t("Completed over the limit"), Format.NUMBER, share=10),
        Column("stand", w.t("At this phase now"), Format.NUMBER, share=7),
        Column("who", w.t("Complexes at this phase"), share=20, media=SCREEN),
    )
    rows = tuple(_phase(phase, steps, spans, older, view) for phase in w.codes(PHASES))
    unit = w.t("Months from stage to stage; a date known by its month or year gives a shortest and a longest time")
    return Section(
        "procedure",
        words.procedure_title(spans, older, w),
        unit,
        tables=(Table(columns, rows, whole=True),),
        method=(method(w),),
        metrics=(words.METRIC,),
        origins=origin_ids(spans["origin_ids"], older["origin_ids"], steps["origin_ids"]),
    )


def method(w: Words) -> str:
    """How the times were derived."""
    return w.t(
        "Older complexes are those of the 2008 special act that finished the phase (the Forecast "
        "also counts those still waiting). The study is counted from its filing or acceptance; "
        "suspensions of a time limit are not published. Skipped: a later stage of the stage board is "
        "reached, and no source states when one of the two that bound the phase was, as with an exemption. "
        "Where a phase is still open, its end may have passed unpublished."
    )


def _phase(phase: str, steps: pd.DataFrame, spans: pd.DataFrame, older: pd.DataFrame, view: View) -> Row:
    w = view.w
    own, before, parts = (rows[rows["phase_id"] == phase] for rows in (spans, older, steps))
    limits = "; ".join(
        words.limit_said(row, w) for row in rows_of(own[own["limit_days"].notna()].drop_duplicates("phase_id"))
    )
    usual = "; ".join(filter(None, (words.step_time(row, w) for row in rows_of(parts[parts["covers"] != "part"]))))
    done, ahead = (own[own["state"] == state] for state in TIMED)
    over, beyond = (int((rows["excess"] == "over").sum()) for rows in (done, ahead))
    standing = own.loc[own["stands"], "complex_id"]
    return Row(
        phase,
        {
            "phase": Cell(phase),
            "usual": Cell(limits or usual or None, missing=w.t("not published")),
            "older": _older_median(before, phase, w),
            "done": Cell(len(done), "" if len(done) else "subtle", note=_range(done, w)),
            "open": Cell(
                len(ahead),
                "" if len(ahead) else "subtle",
                note=w.t("{time} so far", time=_range(ahead, w)) if len(ahead) else "",
            ),
            "over": Cell(
                over,
                "amber" if over else "",
                note=w.n("one still open past the limit", "{n} still open past the limit", beyond) if beyond else "",
            )
            if limits and len(done) + len(ahead)
            else Cell(missing="" if limits else w.t("no limit set")),
            "stand": Cell(len(standing)),
            "who": Cell(links=tuple(Link(view.names["complexes"][i], Target("complex", (i,))) for i in standing)),
        },
        origin_ids(own["origin_ids"], parts["origin_ids"]),
    )


def _range(rows: pd.DataFrame, w: Words) -> str:
    """From the shortest to the longest time of some complexes."""
    return words.span(rows["least_days"].min(), rows["most_days"].max(), w) if len(rows) else ""


def _older_median(rows: pd.DataFrame, phase: str, w: Words) -> Cell:
    if rows.empty:
        return Cell(missing=w.t("no dates published"))
    first = rows.iloc[0]
    low, high = (w.number(words.months(first[column]), 1) for column in ("shortest_days", "longest_days"))
    note = w.n("one complex", "{n} complexes, {low} to {high}", len(rows), low=low, high=high)
    return Cell(in_months(first["median_days"]), note=note, opens=Target("older-phase", (phase,)))


@remembered
def durations(view: View) -> Section:
    """The same as marks on an axis of months.

    Each complex, the older ones, the limit; as bars the medians of the older ones.
    """
    w, spans, older = view.w, view.ask("green/phases"), view.ask("green/older_phases")
    title, lanes = words.procedure_title(spans, older, w), w.codes(PHASES)
    unit = w.t(
        "Months that each phase took; a date known by its month or year gives a shortest and a "
        "longest time, and its marker is in the middle"
    )
    origins = origin_ids(spans["origin_ids"], older["origin_ids"])
    marks = drawn(view)
    if marks.empty:
        return Section(
            "procedure-durations",
            title,
            unit,
            lead=(Text(w.t("No phase has a date by this day. Choose a later day.")),),
        )
    before = older.drop_duplicates("phase_id").set_index("phase_id")["median_days"]
    known = [phase for phase in lanes if phase in before]
    series = Series(w.t("older complexes, median"), tuple(in_months(before[phase]) for phase in known), step=1)
    picture = Chart(
        tuple(lanes[phase] for phase in known),
        (series,),
        Format.NUMBER,
        w.t("months"),
        _alt(marks, title),
        draw=lambda palette: charts.durations(marks, w, palette),
        source=source_line([spans["origin_ids"], older["origin_ids"]], w),
    )
    return Section("procedure-durations", title, unit, picture=picture, origins=origins)


def in_months(days: Any) -> float | None:
    """Days as months with one decimal; None where they are not known."""
    return round(words.months(float(days)), 1) if days is not None and not is_missing(days) else None


def _alt(marks: pd.DataFrame, title: str) -> str:
    """The chart for someone who can't see it."""
    lanes = (f"{lane}: {'; '.join(map(spoken, rows['text']))}." for lane, rows in marks.groupby("lane", sort=False))
    return f"{title}. " + " ".join(lanes)


def drawn(view: View) -> pd.DataFrame:
    """The marks of the screen's chart.

    Lane, place, kind (older, done, open, limit), low, middle, high (months), excess, text.
    """
    w, names, lanes = view.w, view.names["complexes"], view.w.codes(PHASES)
    spans, older = view.ask("green/phases"), view.ask("green/older_phases")
    marks: list[tuple[str, int, str, float, float, float, str, str]] = []
    for (phase, _), rows in older.groupby(["phase_id", "place"], sort=False):
        lane, first = lanes[str(phase)], rows.iloc[0]
        low, middle, high = (words.months(first[column]) for column in ("shortest_days", "median_days", "longest_days"))
        text = w.t(
            "<b>{phase}</b><br>older complexes: median {median} months, {low} to {high} ({n} complexes)",
            phase=lane,
            median=w.number(middle, 1),
            low=w.number(low, 1),
            high=w.number(high, 1),
            n=w.number(len(rows)),
        )
        marks.append((lane, int(first["place"]), "older", low, middle, high, "", text))
    for row in rows_of(spans[spans["state"].isin(TIMED)], GreenPhases):
        lane, least, most = lanes[row["phase_id"]], present(row["least_days"]), present(row["most_days"])
        low, high = words.months(least), words.months(most)
        text = w.t(
            "<b>{name}</b><br>{phase}: {time}, {state}",
            name=names[row["complex_id"]],
            phase=lane,
            time=words.span(least, most, w),
            state=w.code(STATES, row["state"]),
        )
        excess = coded(row["excess"]) or ""
        if note := excess_note(row, w):
            text += f"<br>{note}"
        marks.append((lane, row["place"], row["state"], low, (low + high) / 2, high, excess, text))
    for row in rows_of(spans[spans["limit_days"].notna()].drop_duplicates("phase_id"), GreenPhases):
        at = words.months(row["limit_days"])
        marks.append((lanes[row["phase_id"]], row["place"], "limit", at, at, at, "", words.limit_said(row, w)))
    columns = ["lane", "place", "kind", "low", "middle", "high", "excess", "text"]
    return pd.DataFrame(marks, columns=columns).sort_values(["place", "middle"], kind="stable")


def excess_note(row: Mapping[str, Any], w: Words) -> str:
    """By how much a time is, or may be, above its limit; of an open phase that its end may have passed unpublished.

    Else empty.
    """
    if row["excess"] not in {"over", "perhaps"}:
        return ""
    said = words.excess_said(row, w)
    return w.t("{excess}; completion unconfirmed", excess=said) if row["state"] == "open" else said


# --- steps


def coded(value: Any) -> str | None:
    """A code; None where there is none."""
    return value if isinstance(value, str) else None
