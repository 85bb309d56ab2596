"""DataFrame -> Plotly figure as a plain dict; pure. Every chart takes its words and its palette.

Here too is what the charts of other subjects have in common with these.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.render import measure
from rollout.render.theme import Palette, layout

Figure = dict[str, Any]
Trace = dict[str, Any]
NAME_ROOM, NAME_SIZE = 165, 13  # pixels of a line of a name, and of its letters
BESIDE: dict[str, int] = {"l": 8, "r": 8, "t": 22, "b": 8}  # room above for the label of a day's line
LABEL = 28  # pixels that the label of the last mark needs on a phone beside a year
TIMELINE_MARKS = {
    "reached": "circle",
    "planned": "circle-open",
    "setbacks": "x",
    "cuts": "triangle-down",
    "decisions": "diamond",
    "other": "line-ns-open",
}


def escaped(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows with a column of names as Plotly takes them: it reads tags in every label."""
    return rows.assign(**{column: [escape(name, quote=False) for name in rows[column]]})


def in_lines(name: str) -> str:
    """A long name in lines that a phone has room for."""
    return "<br>".join(measure.wrap(name, NAME_ROOM, NAME_SIZE))


def points(
    x: Sequence[Any], y: Sequence[Any], marker: dict[str, Any], text: Sequence[str] | None = None, name: str = ""
) -> Trace:
    """Marks at places; with a text each, which a hover shows."""
    hover = {"hoverinfo": "skip"} if text is None else {"text": text, "hovertemplate": "%{text}<extra></extra>"}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker} | hover | _named(name)


def lines(x: Sequence[Any], y: Sequence[Any], line: dict[str, Any], name: str = "") -> Trace:
    """A line through places; None breaks it."""
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"} | _named(name)


def _named(name: str) -> dict[str, str]:
    return {"name": name} if name else {}


def iso(days: Iterable[dt.date]) -> list[str]:
    """Days as Plotly takes them."""
    return [day.isoformat() for day in days]


def day_axis(first: dt.date, last: dt.date, **changes: Any) -> dict[str, Any]:
    """An axis of days with a label a year."""
    span = iso((first, last))
    return {"type": "date", "tickformat": "%Y", "ticklabelmode": "period", "dtick": "M12", "range": span} | changes


def axis_title(text: str, p: Palette) -> dict[str, Any]:
    """The small title of an axis."""
    return {"text": text, "font": {"size": 12, "color": p.subtle}}


def year_start(day: dt.date) -> dt.date:
    """The first day of a day's year."""
    return day.replace(month=1, day=1)


def day_line(day: dt.date, text: str, p: Palette) -> tuple[dict[str, Any], dict[str, Any]]:
    """A dotted vertical line at a day and its label, as a shape and an annotation."""
    line = {
        "type": "line",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": p.amber, "width": 1.5, "dash": "dot"},
    }
    label = {
        "x": day.isoformat(),
        "y": 1.0,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": text,
        "font": {"size": 12, "color": p.amber},
    }
    return line, label


def promise_moves(rows: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """First plan (hollow) and latest (full) of a stage, a line a complex, the most moved first.

    `rows`: name, first_end, last_end (days), first_text, last_text, slip_months, state; ordered as drawn from the top.
    """
    rows = escaped(rows.iloc[::-1], "name")
    names = rows["name"].tolist()
    line, label = day_line(as_of, w.t("as of"), p)
    days = [*rows["first_end"], *rows["last_end"]]
    last = max(days)
    return {
        "data": _moves(rows, w, p),
        "layout": layout(
            p,
            height=64 + 27 * len(rows),
            shapes=[line],
            annotations=[label],
            margin=BESIDE | {"r": LABEL},
            xaxis=day_axis(year_start(min(*days, as_of)), last.replace(year=last.year + 1), side="bottom"),
            yaxis={
                "showgrid": False,
                "tickfont": {"size": 14, "color": p.text},
                "categoryorder": "array",
                "categoryarray": names,
            },
        ),
    }


def _moves(rows: pd.DataFrame, w: Words, p: Palette) -> list[Trace]:
    """The line from the first to the latest promise, both ends, and by how many months it moved."""
    names = rows["name"].tolist()
    moved = rows[rows["slip_months"] != 0]
    ends = zip(iso(moved["first_end"]), iso(moved["last_end"]), strict=True)
    hover = [
        f"<b>{name}</b><br>" + w.t("first: {first}<br>latest: {last}", first=first, last=last)
        for name, first, last in zip(names, rows["first_text"], rows["last_text"], strict=True)
    ]
    late = rows["slip_months"] > 0
    first = {"size": 11, "color": p.ground, "line": {"color": p.subtle, "width": 2}}
    last = {"size": 11, "color": [p.red if moved else p.blue for moved in late]}
    return [
        lines(
            [day for pair in ends for day in (*pair, None)],
            [place for name in moved["name"] for place in (name, name, None)],
            {"color": p.faint, "width": 2},
        ),
        points(iso(rows["first_end"]), names, first, hover, w.t("first plan")),
        points(iso(rows["last_end"]), names, last, hover, w.t("latest plan")),
        {
            "type": "scatter",
            "mode": "text",
            "x": iso(map(max, rows["first_end"], rows["last_end"])),
            "y": names,
            "hoverinfo": "skip",
            "text": [f"   {w.months(int(slip)) if slip else w.t('not moved')}" for slip in rows["slip_months"]],
            "textposition": "middle right",
            "cliponaxis": False,
            "textfont": {"size": 13, "color": [p.red if moved else p.subtle for moved in late]},
        },
    ]


def timeline(marks: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """Events, stages reached and plans of one complex on one time axis, a lane a kind.

    `marks`: day, lane (in words), kind (a key of TIMELINE_MARKS), text.
    """
    marks = escaped(marks, "text")
    lanes = [marks[marks["kind"] == kind] for kind in TIMELINE_MARKS if (marks["kind"] == kind).any()]
    line, label = day_line(as_of, w.t("as of"), p)
    days = [*marks["day"], as_of]
    last = max(days)
    return {
        "data": [_lane(rows, p) for rows in lanes],
        "layout": layout(
            p,
            height=60 + 34 * len(lanes),
            shapes=[line],
            annotations=[label],
            margin=BESIDE,
            xaxis=day_axis(year_start(min(days)), last.replace(year=last.year + 1, month=7, day=1)),
            yaxis={
                "showgrid": True,
                "categoryorder": "array",
                "categoryarray": [rows["lane"].iloc[0] for rows in reversed(lanes)],
                "tickfont": {"size": 13, "color": p.text},
            },
        ),
    }


def _lane(rows: pd.DataFrame, p: Palette) -> Trace:
    kind = rows["kind"].iloc[0]
    colour = {"reached": p.blue, "setbacks": p.red, "cuts": p.amber, "other": p.faint}.get(kind, p.subtle)
    marker = {"symbol": TIMELINE_MARKS[kind], "size": 11, "color": colour, "line": {"width": 2, "color": colour}}
    return points(iso(rows["day"]), rows["lane"].tolist(), marker, rows["text"].tolist(), rows["lane"].iloc[0])
