"""What the Schedule says: its sentence, its titles, its rows. Data in, words out."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ProgressStages
from rollout.questions.view import View
from rollout.render import markup
from rollout.subjects import wording
from rollout.subjects.forecast import outlook
from rollout.subjects.schedule import ratings

BASIC, GOOD, MIND, BAD = "", "blue", "amber", "red"
OPEN = ("planned", "passed", "unconfirmed")
FORECAST_STAGES = ("construction-started", "completed")
Piece = tuple[str, str]


def ranges(viewer: View) -> pd.DataFrame:
    """When comparable complexes would have the marked milestones of these complexes reached: the chart's bands."""
    w, names = viewer.w, viewer.names
    rows = outlook.ranges(viewer, viewer.scope.as_of)
    rows = viewer.scope.rows(rows[rows["stage_id"].isin(FORECAST_STAGES) & rows["low"].notna()])
    texts = [
        w.t(
            "<b>{name}</b><br>{stage}: {expected}<br>at the pace of comparable complexes ({n} cases)",
            name=names["complexes"][row["complex_id"]],
            stage=names["stages"][row["stage_id"]],
            expected=outlook.expected(row, w),
            n=w.number(row["fewest_cases"]),
        )
        for row in rows_of(rows)
    ]
    return rows.assign(text=texts)


def top(viewer: View, now: pd.DataFrame) -> str:
    """The top of the page: filters, data date, the sentence."""
    w = viewer.w
    meaning = w.t(
        "Of the milestones not reached that have a date. Late against the first plan: the date is "
        "later than in the first plan, or the first planned period has passed. Late against the "
        "latest: the latest planned period has passed without news."
    )
    said = sentence(now, viewer)
    return wording.top(viewer, [w.t("Schedule"), *viewer.scope.described(w, viewer.names)], said, meaning)


def sentence(now: pd.DataFrame, view: View) -> list[Piece]:
    """The pair, what is unconfirmed, how many complexes it touches, and how they are rated; each with a tone."""
    w = view.w
    still = now[now["state"].isin(OPEN)]
    if still.empty:
        return [(w.t("No open milestone of these complexes has a published date."), BASIC)]
    first, latest = int(still["late_first"].sum()), int(still["late_latest"].sum())
    late = int(still.loc[still["late_first"] | still["late_latest"], "complex_id"].nunique())
    unconfirmed = int((still["state"] == "unconfirmed").sum())
    said = [
        (
            w.n(
                "*Late against the first plan: {first}; against the latest: {latest}*, of one open date.",
                "*Late against the first plan: {first}; against the latest: {latest}*, of {n} open dates.",
                len(still),
                first=w.number(first),
                latest=w.number(latest),
            ),
            BAD if first or latest else BASIC,
        ),
    ]
    if unconfirmed:
        said.append((w.n("One more has passed unconfirmed.", "{n} more have passed unconfirmed.", unconfirmed), BASIC))
    total = now["complex_id"].nunique()
    if late:
        text = w.t("A milestone is late at {late} of {total} complexes.", late=w.number(late), total=w.number(total))
        said.append((text, BASIC))
    red = sum(row.rating == "red" for row in ratings.on(view, view.scope.as_of).values())
    said.append(
        (w.n("*One* is rated red.", "*{n}* are rated red.", red), BAD) if red else (w.t("None is rated red."), BASIC)
    )
    return said


def grouped(sites: pd.DataFrame, group: str, viewer: View) -> pd.DataFrame:
    """The chart's rows: complexes in order with the name of their group."""
    w, names = viewer.w, viewer.names
    short = short_stages(viewer)
    by: Callable[[Any], str] = {
        "stage": lambda s: short[s["stage_id"]],
        "province": lambda s: names["provinces"][s["province_id"]],
        "industry": lambda s: names["industries"][markup.as_list(s["industry_ids"])[0]],
    }[group]
    rows = [{"complex_id": s["complex_id"], "name": w.of(s, "short"), "group": by(s)} for s in rows_of(sites)]
    order = {name: place for place, name in enumerate(dict.fromkeys(row["group"] for row in rows))}
    rows.sort(key=lambda row: order[row["group"]])
    return pd.DataFrame(rows)


def gantt_cells(now: pd.DataFrame, viewer: View) -> pd.DataFrame:
    """The cells with what the chart says on hover."""
    w, names = viewer.w, viewer.names
    texts, first_texts = [], []
    for cell in rows_of(now):
        head = {"name": names["complexes"][cell["complex_id"]], "stage": names["stages"][cell["stage_id"]]}
        texts.append(_said(cell, head, w))
        first = w.period(cell["first_date"], cell["first_precision"]) if not is_missing(cell["first_date"]) else ""
        first_texts.append(w.t("<b>{name}</b><br>{stage}: first plan {when}", when=first, **head))
    return now.assign(text=texts, first_text=first_texts)


def _said(cell: Mapping[str, Any], head: Mapping[str, str], w: Words) -> str:
    if cell["state"] in {"skipped", "unpublished"}:
        return ""
    when = {"when": w.period(cell["date"], cell["precision"]), "state": w.code("milestone-state", cell["state"])}
    text = w.t("<b>{name}</b><br>{stage}: {when}, {state}", **when, **head)
    if not is_missing(cell["slip_months"]) and cell["slip_months"]:
        text += "<br>" + w.t("{months} against the first plan", months=w.months(int(cell["slip_months"])))
    return text


def gantt_title(now: pd.DataFrame, w: Words) -> str:
    """The chart's finding: when completion is planned, and when it was first."""
    rows = now[(now["stage_id"] == "completed") & now["state"].isin([*OPEN, "done"]) & now["first_end"].notna()]
    if rows.empty:
        return w.t("No completion date is published")
    now_span, first_span = (_span(rows[column], w) for column in ("last_end", "first_end"))
    later = int((rows["slip_months"] > 0).sum())
    return w.t(
        "Completion is now planned for {now}; first planned for {first}; later than the first plan at {later} of {n}",
        now=now_span,
        first=first_span,
        later=w.number(later),
        n=w.number(len(rows)),
    )


def _span(days: pd.Series, w: Words) -> str:
    """The years that some days lie in."""
    first, last = days.min().year, days.max().year
    return str(first) if first == last else w.t("{first} to {last}", first=first, last=last)


def gantt_alt(cells: pd.DataFrame, marked: Iterable[str], title: str, viewer: View) -> str:
    """The chart for someone who can't see it."""
    names, w = viewer.names, viewer.w
    rows = cells[cells["stage_id"].isin(list(marked)) & ~cells["state"].isin(["skipped", "unpublished"])]
    parts = []
    for complex_id, group in rows.groupby("complex_id", sort=False):
        said = [f"{names['stages'][c['stage_id']]} {w.period(c['date'], c['precision'])}" for c in rows_of(group)]
        parts.append(f"{names['complexes'][str(complex_id)]}: {', '.join(said)}")
    return f"{title}. {'; '.join(parts)}."


def most_moved_first(cells: pd.DataFrame) -> pd.DataFrame:
    """One milestone's cells: the most moved first, those without a date last."""
    order = cells.assign(blank=cells["state"].isin(["skipped", "unpublished"]))
    return order.sort_values(
        ["blank", "slip_months", "last_end"], ascending=[True, False, False], na_position="last", kind="stable"
    )


def trail(rows: pd.DataFrame, cells: pd.DataFrame, viewer: View) -> pd.DataFrame:
    """The statements with the complex's name, its move, and what the chart says on hover."""
    w, names = viewer.w, viewer.names["complexes"]
    verbs = {
        "planned": w.t("planned for {when}"),
        "actual": w.t("reached {when}"),
        "withdrawn": w.t("withdrawn {when}"),
    }
    moved = cells.set_index("complex_id")["slip_months"]
    texts = []
    for row in rows_of(rows):
        said = verbs[row["status"]].format(when=w.period(row["date"], row["precision"]))
        text = w.t(
            "<b>{name}</b><br>{said}, stated {day}",
            name=names[row["complex_id"]],
            said=said,
            day=row["stated_on"].date().isoformat(),
        )
        texts.append(
            "<br>".join(
                [text, *_lines(w.of(row, "note")), escape(", ".join(markup.as_list(row["publishers"])), quote=False)]
            )
        )
    return rows.assign(name=rows["complex_id"].map(names), moved=rows["complex_id"].map(moved), text=texts)


def _lines(text: str, width: int = 60) -> list[str]:
    """A note cut into lines for a hover."""
    import textwrap

    return [escape(line, quote=False) for line in textwrap.wrap(text, width)]


def trend_title(cells: pd.DataFrame, stage: str, w: Words) -> str:
    """The slip chart's finding. A date that has passed without news is never called earlier."""
    slips = cells["slip_months"].dropna()
    kept = cells["state"].isin(["done", "planned"])
    later, earlier = int((slips > 0).sum()), int((slips[kept] < 0).sum())
    if slips.empty:
        return w.t("{stage}: no date published", stage=stage)
    if not later and not earlier:
        return w.t("{stage}: none of {n} published dates has moved", stage=stage, n=w.number(len(slips)))
    said = {"stage": stage, "n": w.number(len(slips)), "later": w.number(later), "earlier": w.number(earlier)}
    if len(slips) == 1 and later:
        return w.t("{stage}: the one published date has moved later", **said)
    if len(slips) == 1:
        return w.t("{stage}: the one published date has moved earlier", **said)
    if not earlier:
        return w.t("{stage}: {later} of {n} published dates have moved later", **said)
    if not later:
        return w.t("{stage}: {earlier} of {n} published dates have moved earlier", **said)
    return w.t("{stage}: of {n} published dates {later} have moved later, {earlier} earlier", **said)


def first_and_latest(cells: pd.DataFrame, view: View) -> pd.DataFrame:
    """First and latest plan (or the day reached) of a stage, a row a complex that published one, the most moved first.

    `cells`: of one stage, from progress/board or schedule/standing.
    """
    w = view.w
    rows = cells[cells["slip_months"].notna() & (cells["state"] != "withdrawn")]
    rows = rows.sort_values(["slip_months", "last_end"], ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "complex_id": rows["complex_id"],
            "name": rows["complex_id"].map(view.names["complexes"]),
            "first_end": rows["first_end"].dt.date,
            "last_end": rows["last_end"].dt.date,
            "slip_months": rows["slip_months"].astype(int),
            "first_text": [w.period(d, p) for d, p in zip(rows["first_date"], rows["first_precision"], strict=True)],
            "last_text": [w.period(d, p) for d, p in zip(rows["date"], rows["precision"], strict=True)],
            "first_date": rows["first_date"].dt.date,
            "first_precision": rows["first_precision"],
            "last_date": rows["date"].dt.date,
            "last_precision": rows["precision"],
            "origin_ids": rows["origin_ids"],
        }
    )


def moves_alt(rows: pd.DataFrame, title: str) -> str:
    """The chart of first and latest plans for someone who can't see it."""
    parts = [f"{row['name']} {row['first_text']} → {row['last_text']}" for row in rows_of(rows)]
    return f"{title}: {'; '.join(parts)}."


def trend_alt(rows: pd.DataFrame, title: str, w: Words) -> str:
    """The slip chart for someone who can't see it."""
    parts = []
    for name, group in rows.groupby("name", sort=False):
        said = [
            w.t(
                "{when} (stated {day})", when=w.period(r["date"], r["precision"]), day=r["stated_on"].date().isoformat()
            )
            for r in rows_of(group)
        ]
        parts.append(f"{name}: {' → '.join(said)}")
    return f"{title}. {'; '.join(parts)}."


def short_stages(viewer: View) -> dict[str, str]:
    """The board's stages by their short names."""
    return {
        stage["stage_id"]: viewer.w.of(stage, "short")
        for stage in rows_of(viewer.ask("progress/stages"), ProgressStages)
    }


def milestones_title(now: pd.DataFrame, w: Words) -> str:
    """The table by milestone: where most is late."""
    rows = by_milestone(now).iloc[:-1]
    late = rows[rows["late_first"] + rows["late_latest"] > 0]
    if late.empty:
        return w.t("No milestone is late against its first or its latest plan")
    return w.t("Late against the first plan and the latest, at each milestone")


def by_milestone(now: pd.DataFrame) -> pd.DataFrame:
    """The pair and the moves by milestone, over those not reached that have a date; the last row is the sum."""
    rows = []
    for stage_id, cells in [*now.groupby("stage_id", sort=False), ("", now)]:
        still = cells[cells["state"].isin(OPEN)]
        if still.empty and stage_id:
            continue
        slips = still["slip_months"].dropna().astype(float)
        rows.append(
            {
                "stage_id": stage_id,
                "position": cells["position"].min() if stage_id else 99,
                "dated": len(still),
                "late_first": int(still["late_first"].sum()),
                "late_latest": int(still["late_latest"].sum()),
                "median": slips.median(),
                "most": slips.max(),
                "restated": int(still["restatements"].sum()),
            }
        )
    return pd.DataFrame(rows).sort_values("position")


def rollup_title(now: pd.DataFrame, before: pd.DataFrame, since: dt.date, w: Words) -> str:
    """What moved since the comparison day."""
    both = now.merge(before, on=["complex_id", "stage_id"], suffixes=("", "_before"))
    changed = both[both["state"] != both["state_before"]]
    counts = {state: int((changed["state"] == state).sum()) for state in ("done", "passed", "withdrawn")}
    if changed.empty:
        return w.t("Nothing has moved since {day}", day=since.isoformat())
    return w.t(
        "Since {day}: {done} milestones reached, {passed} dates passed without news, {withdrawn} withdrawn",
        day=since.isoformat(),
        **{state: w.number(count) for state, count in counts.items()},
    )


def source_line(columns: Iterable[pd.Series], w: Words) -> str:
    """How many public pages a chart rests on."""
    count = len({i for column in columns for ids in column for i in markup.as_list(ids)})
    return w.n(
        "Source: one public page, listed at the foot of the page",
        "Source: {n} public pages, listed at the foot of the page",
        count,
    )
