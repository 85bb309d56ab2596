"""The charts of the page on selection and comparative advantage: DataFrame -> Plotly figure as a plain dict; pure."""

import math
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, escaped

LARGEST_BUBBLE = 46


def pace(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """Months from candidate to plan approval, a lane a generation; hollow: not approved, waiting so long by the day.

    `rows`: lane, months, ended, text; lanes as drawn from the top, the last one being the 15. Complexes of one lane and
    month share a mark, with their number beside it.
    """
    rows = escaped(rows, "lane")
    lanes = list(dict.fromkeys(rows["lane"]))[::-1]
    shared = rows.assign(month=rows["months"].round(0)).groupby(["lane", "month", "ended"], sort=False)
    marks = shared.agg(months=("months", "median"), count=("months", "size"), text=("text", "<br>".join)).reset_index()
    traces: list[dict[str, Any]] = []
    for ended, symbol, colour in ((True, "circle", p.blue), (False, "circle-open", p.subtle)):
        part = marks[marks["ended"] == ended]
        name = w.t("plan approved") if ended else w.t("not approved")
        traces.append(_lane_marks(part, name, symbol, colour, w, p))
    return {
        "data": traces,
        "layout": layout(
            p,
            height=64 + 40 * len(lanes),
            margin={"l": 8, "r": 24, "t": 8, "b": 8},
            xaxis={"title": _title(w.t("months"), p), "range": [0, rows["months"].max() * 1.08 + 3]},
            yaxis={
                "categoryorder": "array",
                "categoryarray": lanes,
                "range": [-0.6, len(lanes) - 0.4],
                "tickfont": {"size": 13, "color": p.text},
            },
        ),
    }


def _lane_marks(part: pd.DataFrame, name: str, symbol: str, colour: str, w: Words, p: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "x": part["months"].round(1).tolist(),
        "y": part["lane"].tolist(),
        "text": [f"×{w.number(n)}" if n > 1 else "" for n in part["count"]],
        "textposition": "top center",
        "cliponaxis": False,
        "customdata": part["text"].tolist(),
        "hovertemplate": "%{customdata}<extra></extra>",
        "textfont": {"size": 13, "color": p.text},
        "marker": {
            "symbol": symbol,
            "size": (11 + 4 * (part["count"] - 1).pow(0.5)).round(1).tolist(),
            "color": colour,
            "opacity": 1,
            "line": {"width": 2, "color": colour},
        },
    }


def _title(text: str, p: Palette) -> dict[str, Any]:
    return {"text": text, "font": {"color": p.subtle, "size": 13}}


def strengths(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """Each broad industry of one host.

    How specialised (across), how its growth compares with the industry's in the nation (up), how large.

    `rows`: name, lq (above 0), lead (percentage points of growth), value (won), relation (main, also or empty),
    labelled, text.
    """
    rows = escaped(rows, "name")
    size = (rows["value"] / rows["value"].max()).pow(0.5) * LARGEST_BUBBLE
    theme = rows["relation"] == "main"
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": "industries",
                "x": rows["lq"].round(3).tolist(),
                "y": rows["lead"].round(2).tolist(),
                "text": [name if shown else "" for name, shown in zip(rows["name"], rows["labelled"], strict=True)],
                "customdata": rows["text"].tolist(),
                "hovertemplate": "%{customdata}<extra></extra>",
                "textposition": ["middle right" if main else "top center" for main in theme],
                "cliponaxis": False,
                "textfont": {"size": 13, "color": [p.blue if main else p.text for main in theme]},
                "marker": {
                    "size": size.clip(lower=7).round(1).tolist(),
                    "color": [p.blue if main else p.faint for main in theme],
                    "opacity": 0.7,
                    "line": {"width": 1, "color": p.ground},
                },
            }
        ],
        "layout": _strengths_layout(rows, w, p),
    }


def _strengths_layout(rows: pd.DataFrame, w: Words, p: Palette) -> dict[str, Any]:
    low, high = min(rows["lq"].min(), 0.5), max(rows["lq"].max(), 2)
    ticks = [tick for tick in (0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32) if low / 1.6 <= tick <= high * 1.6]
    span = rows["lead"].max() - rows["lead"].min()
    norm = {"color": p.subtle, "width": 1, "dash": "dot"}
    return layout(
        p,
        height=430,
        margin={"l": 8, "r": 24, "t": 26, "b": 8},
        xaxis={
            "type": "log",
            "range": [math.log10(low / 1.5), math.log10(high * 1.5)],
            "tickvals": ticks,
            "ticktext": [w.number(tick, 2) for tick in ticks],
            "title": _title(w.t("location quotient 2020"), p),
        },
        yaxis={
            "title": _title(w.t("growth above the nation’s, points"), p),
            "range": [rows["lead"].min() - 0.12 * span - 2, rows["lead"].max() + 0.16 * span + 2],
        },
        shapes=[
            {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "line": norm},
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": norm},
        ],
    )
