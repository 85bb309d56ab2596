"""Wording that several answers share: data in, words out."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.scope import EARLIEST
from rollout.questions.view import View
from rollout.render import markup
from rollout.subjects.forecast import outlook

BASIC, GOOD, BAD = "", "blue", "red"
Said = Sequence[tuple[str, str]]


def top(viewer: View, crumb: Sequence[str], said: Said, under: str = "") -> str:
    """The top of a page: where one is, the data date, what is said (sentences with a tone each for what stands between
    stars).
    """
    answer = [piece for text, tone in said for piece in _pieces(text, tone)]
    return markup.fill(
        "top.html", crumb=crumb, clock=as_of(viewer), answer=answer, under=under, note=" ".join(viewer.notes)
    )


def as_of(view: View) -> str:
    """Of which day the facts are, and how long ago that is; what lies between it and a later day is unconfirmed."""
    w, scope, newest = view.w, view.scope, view.data_date
    if scope.as_of > newest:
        return w.t(
            "As of {day}; data date {newest}, later events unconfirmed", day=w.date(scope.as_of), newest=w.date(newest)
        )
    if scope.today <= newest:
        return w.t("As of {day} (data date)", day=w.date(newest))
    return w.n(
        "As of {day} (data date), one day ago",
        "As of {day} (data date), {n} days ago",
        (scope.today - newest).days,
        day=w.date(newest),
    )


def changed(before: float, after: float, text: str, since: dt.date, w: Words) -> str:
    """`text`, which says by how much a figure has changed, and since when; whether it did."""
    if since < EARLIEST:
        return w.t("not comparable: before the announcement")
    if round(after - before, 6):
        return w.t("{change} since {day}", change=text, day=since.isoformat())
    return w.t("unchanged since {day}", day=since.isoformat())


def _pieces(text: str, tone: str) -> list[tuple[str, str]]:
    """A sentence cut at its stars: what stands between them has the tone."""
    parts = [(part, tone if number % 2 else BASIC) for number, part in enumerate(text.split("*")) if part]
    return [*parts, (" ", BASIC)]


def next_milestone(site: Mapping[str, Any], names: Mapping[str, str], w: Words) -> str:
    """The next stage with a plan, and that plan, in words."""
    if is_missing(site["next_on"]):
        return w.t("nothing published")
    plan = {"stage": names[site["next_stage_id"]], "when": w.period(site["next_on"], site["next_precision"])}
    return (
        w.t("{stage} {when} (date passed, no news)", **plan)
        if site["next_state"] == "passed"
        else w.t("{stage} {when} (unconfirmed)", **plan)
        if site["next_state"] == "unconfirmed"
        else w.t("{stage} {when}", **plan)
    )


def due(cells: pd.DataFrame, first: dt.date, last: dt.date) -> pd.DataFrame:
    """The plans (progress/board) that fall due from one day to another: those with the fewest open earlier stages first
    (`open_before`).
    """
    rows = cells.sort_values(["complex_id", "position"])
    still = (~rows["state"].isin(["done", "skipped"])).astype(int)
    rows = rows.assign(open_before=still.groupby(rows["complex_id"]).cumsum() - still)
    ends = rows["last_end"]
    rows = rows[(rows["state"] == "planned") & (ends >= pd.Timestamp(first)) & (ends <= pd.Timestamp(last))]
    return rows.sort_values(["open_before", "last_end", "complex_id", "position"])


EVENT_LANES = {
    "setback": "setbacks",
    "area-change": "cuts",
    "cost-change": "cuts",
    "decision": "decisions",
    "agreement": "decisions",
    "acceleration": "decisions",
    "budget": "decisions",
    "other": "other",
}


def timeline(viewer: View, events: pd.DataFrame, trail: pd.DataFrame) -> pd.DataFrame:
    """Events, stages reached and latest plans of one complex as marks on one axis: day, lane, kind, text."""
    w, stages = viewer.w, viewer.names["stages"]
    lanes = w.codes("event-lane")
    marks = [
        {
            "day": e["date"].date(),
            "lane": lanes[EVENT_LANES[e["kind"]]],
            "kind": EVENT_LANES[e["kind"]],
            "text": f"{w.period(e['date'], e['date_precision'])} {w.of(e, 'headline')}",
        }
        for e in rows_of(events[events["date"].notna()])
    ]
    reached = trail[trail["status"] == "actual"].sort_values("from_day").drop_duplicates("stage_id")
    planned = trail[(trail["status"] == "planned") & ~trail["stage_id"].isin(reached["stage_id"])].drop_duplicates(
        "stage_id", keep="last"
    )
    for rows, lane, kind in ((reached, lanes["reached"], "reached"), (planned, lanes["planned"], "planned")):
        marks += [
            {
                "day": row["to_day"].date(),
                "lane": lane,
                "kind": kind,
                "text": f"{w.period(row['date'], row['precision'])} {stages[row['stage_id']]}",
            }
            for row in rows_of(rows)
        ]
    return pd.DataFrame(marks, columns=["day", "lane", "kind", "text"])


def timeline_alt(marks: pd.DataFrame) -> str:
    """The timeline for someone who can't see it."""
    return "; ".join(f"{lane}: {', '.join(rows['text'])}" for lane, rows in marks.groupby("lane", sort=False)) + "."


def between_title(viewer: View, rows: pd.DataFrame) -> str:
    """The finding of what changed: how many stages were reached, plans restated and complexes touched since the
    comparison date.
    """
    w, kinds = viewer.w, rows["kind"].value_counts()
    counts = {kind: w.number(int(kinds.get(kind, 0))) for kind in ("reached", "restated")}
    moved = rows[rows["kind"].isin(counts)]
    return w.n(
        "Since {day}: {reached} stages reached and {restated} plans moved, at one complex",
        "Since {day}: {reached} stages reached and {restated} plans moved, at {n} complexes",
        moved["complex_id"].nunique(),
        day=viewer.scope.compare.isoformat(),
        **counts,
    )


FIGURE_UNITS = {
    "area": "m2",
    "rdz-area": "m2",
    "site-cost": "KRW",
    "private-investment": "KRW",
    "output": "KRW",
    "jobs": "people",
}


def history(viewer: View, complex_id: str) -> dict[str, str]:
    """What comparable complexes took, in words, by stage: when history would have this one reach it."""
    rows = outlook.ranges(viewer, viewer.scope.as_of)
    return {row["stage_id"]: outlook.expected(row, viewer.w) for row in rows_of(rows[rows["complex_id"] == complex_id])}


def sources_table(view: View, ids: Iterable[str]) -> pd.DataFrame:
    """Sources for a file, headers in words."""
    w, rows = view.w, view.origins(ids).sort_values("origin_id")
    return pd.DataFrame(
        {
            w.t("Source"): rows["origin_id"],
            w.t("Publisher"): rows["publisher"],
            w.t("Title"): rows["title"],
            w.t("Published on"): rows["published_on"],
            w.t("Link"): rows["url"],
            w.t("Kind"): [markup.origin_kind(kind, w) for kind in rows["kind"]],
            w.t("Title as printed"): [w.t("yes") if seen else w.t("no") for seen in rows["title_seen"]],
        }
    )
