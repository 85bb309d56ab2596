"""Forecasts -> Plotly figures as plain dicts; pure."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from rollout.language.words import Words
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, Trace, axis_title, day_line, escaped, in_lines, lines, points


def outlook(rows: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """The range that comparable complexes took (band), its middle (bar), and the latest plan (diamond), a line a row.

    `rows`, as drawn from the top: name, low, median, high (days), plan_to (day or empty), missed (the chance of the
    plan is below one half), text (for the hover).
    """
    rows = escaped(rows.iloc[::-1], "name")
    plans = rows[rows["plan_to"].notna()]
    today = pd.Timestamp(as_of)
    first, last = min([*plans["plan_to"], *rows["low"], today]), max([*rows["high"], *plans["plan_to"], today])
    span = _days([first.replace(month=1, day=1), last.replace(day=1, month=12)])
    line, label = day_line(as_of, w.t("as of"), p)
    return {
        "data": [*_bands(rows, p), *_marks(rows, plans, p)],
        "layout": layout(
            p,
            height=70 + 28 * len(rows),
            shapes=[line],
            annotations=[label],
            margin={"l": 8, "r": 16, "t": 22, "b": 8},
            xaxis={"type": "date", "tickformat": "%Y", "ticklabelmode": "period", "range": span},
            yaxis={"showgrid": False, "tickfont": {"size": 14, "color": p.text}},
        ),
    }


def _bands(rows: pd.DataFrame, p: Palette) -> list[Trace]:
    """The ranges."""
    ends = zip(_days(rows["low"]), _days(rows["high"]), strict=True)
    days = [day for pair in ends for day in (*pair, None)]
    return [
        lines(days, [place for name in rows["name"] for place in (name, name, None)], {"color": p.ramp[0], "width": 13})
    ]


def _marks(rows: pd.DataFrame, plans: pd.DataFrame, p: Palette) -> list[Trace]:
    """The middle of each range, and the latest plans."""
    bar = {"symbol": "line-ns", "size": 17, "line": {"width": 3, "color": p.blue}}
    diamond = {"symbol": "diamond", "size": 11, "color": [p.red if missed else p.text for missed in plans["missed"]]}
    return [
        points(_days(rows["median"]), rows["name"].tolist(), bar, rows["text"].tolist(), "median"),
        points(_days(plans["plan_to"]), plans["name"].tolist(), diamond, plans["text"].tolist(), "plan"),
    ]


def past_cases(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """Each older complex as a point by the months it took, a lane a pair of stages; hollow: not there yet.

    `rows`: lane, months, reached, median (of the lane, or empty), text, key (what a click opens); lanes as drawn from
    the top.
    """
    rows = escaped(rows, "lane")
    rows = rows.assign(lane=rows["lane"].map(in_lines))
    lanes = list(dict.fromkeys(rows["lane"]))[::-1]
    medians = rows.dropna(subset=["median"]).drop_duplicates("lane")
    texts = [w.t("median {n} months", n=w.number(m)) for m in medians["median"]]
    bar = {"symbol": "line-ns", "size": 34, "line": {"width": 3, "color": p.text}}
    return {
        "data": [
            *(_cases(rows[rows["reached"] == reached], reached, w, p) for reached in (True, False)),
            points(medians["median"].round(1).tolist(), medians["lane"].tolist(), bar, texts, "median"),
        ],
        "layout": layout(
            p,
            height=80 + 84 * len(lanes),
            xaxis={"title": axis_title(w.t("months"), p), "rangemode": "tozero"},
            yaxis={"categoryorder": "array", "categoryarray": lanes, "tickfont": {"size": 13, "color": p.text}},
            clickmode="event+select",
        ),
    }


def _cases(rows: pd.DataFrame, reached: bool, w: Words, p: Palette) -> Trace:
    """The complexes that came, or those that have not."""
    symbol, colour = ("circle", p.blue) if reached else ("circle-open", p.subtle)
    marker = {"symbol": symbol, "size": 13, "color": colour, "opacity": 0.75, "line": {"width": 2, "color": colour}}
    name = w.t("reached") if reached else w.t("not there yet")
    months = rows["months"].round(1).tolist()
    return points(months, rows["lane"].tolist(), marker, rows["text"].tolist(), name) | {
        "customdata": rows["key"].tolist()
    }


def _days(column: Iterable[pd.Timestamp]) -> list[str]:
    return [day.date().isoformat() for day in column]
