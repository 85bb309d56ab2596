"""Forecasts -> Plotly figures as plain dicts; pure."""

import datetime as dt
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, day_line, escaped, in_lines


def outlook(rows: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """For each complex the range that comparable complexes took (band), its middle (bar), and the latest plan
    (diamond).

    `rows`, as drawn from the top: name, low, median, high (days), high_open, plan_to (day or empty), missed (the plan
    lies before the
    range or its chance is below one half), text (for the hover).
    """
    rows = escaped(rows.iloc[::-1], "name")
    names = rows["name"].tolist()
    band_x: list[str | None] = []
    band_y: list[str | None] = []
    for row in rows_of(rows):
        band_x += [row["low"].date().isoformat(), row["high"].date().isoformat(), None]
        band_y += [row["name"], row["name"], None]
    open_rows = rows[rows["high_open"].astype(bool)]
    plans = rows[rows["plan_to"].notna()]
    hover = {"hovertemplate": "%{text}<extra></extra>"}
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": band_x,
            "y": band_y,
            "line": {"color": p.ramp[0], "width": 13},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": _days(open_rows["high"]),
            "y": open_rows["name"].tolist(),
            "hoverinfo": "skip",
            "marker": {"symbol": "triangle-right", "size": 15, "color": p.ramp[0]},
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "median",
            "x": _days(rows["median"]),
            "y": names,
            "text": rows["text"].tolist(),
            **hover,
            "marker": {"symbol": "line-ns", "size": 17, "line": {"width": 3, "color": p.blue}},
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "plan",
            "x": _days(plans["plan_to"]),
            "y": plans["name"].tolist(),
            "text": plans["text"].tolist(),
            **hover,
            "marker": {
                "symbol": "diamond",
                "size": 11,
                "color": [p.red if missed else p.text for missed in plans["missed"]],
            },
        },
    ]
    days = [*rows["high"], *plans["plan_to"], pd.Timestamp(as_of)]
    line, label = day_line(as_of, w.t("as of"), p)
    first = min([*plans["plan_to"], pd.Timestamp(as_of)])
    span = [first.replace(month=1, day=1).date().isoformat(), max(days).replace(day=1, month=12).date().isoformat()]
    return {
        "data": traces,
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


def past_cases(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """Each older complex as a point by the months it took, a lane a pair of stages; hollow: not there yet, at least so
    long.

    `rows`: lane, months, reached, median (of the lane, or empty), text, key (what a click opens); lanes as drawn from
    the top.
    """
    rows = escaped(rows, "lane")
    rows = rows.assign(lane=rows["lane"].map(in_lines))
    lanes = list(dict.fromkeys(rows["lane"]))[::-1]
    traces: list[dict[str, Any]] = []
    for reached, symbol, colour in ((True, "circle", p.blue), (False, "circle-open", p.subtle)):
        part = rows[rows["reached"] == reached]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": w.t("reached") if reached else w.t("not there yet"),
                "x": part["months"].round(1).tolist(),
                "y": part["lane"].tolist(),
                "text": part["text"].tolist(),
                "customdata": part["key"].tolist(),
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "symbol": symbol,
                    "size": 13,
                    "color": colour,
                    "opacity": 0.75,
                    "line": {"width": 2, "color": colour},
                },
            }
        )
    medians = rows.dropna(subset=["median"]).drop_duplicates("lane")
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "median",
            "x": medians["median"].round(1).tolist(),
            "y": medians["lane"].tolist(),
            "text": [w.t("median {n} months", n=w.number(m)) for m in medians["median"]],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"symbol": "line-ns", "size": 34, "line": {"width": 3, "color": p.text}},
        }
    )
    return {
        "data": traces,
        "layout": layout(
            p,
            height=80 + 84 * len(lanes),
            xaxis={"title": {"text": w.t("months"), "font": {"size": 12, "color": p.subtle}}, "rangemode": "tozero"},
            yaxis={"categoryorder": "array", "categoryarray": lanes, "tickfont": {"size": 13, "color": p.text}},
            clickmode="event+select",
        ),
    }


def _days(column: pd.Series) -> list[str]:
    return [day.date().isoformat() for day in column]
