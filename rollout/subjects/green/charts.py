"""Times of the procedure -> Plotly figures as plain dicts; pure."""

from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, escaped

LANE_HEIGHT = 48
SPREAD = 0.3  # how far marks of one lane stand apart, of the half of a lane


def durations(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """Months that each phase took.

    Older complexes (band and median), the complexes here (filled: done, hollow: so far), the limit (amber bar).

    `rows`: lane, place (its order from the top), kind (older, done, open, limit), low, middle, high (months), excess
    (none, over, perhaps or empty), text (for the hover).
    """
    lanes = escaped(rows.drop_duplicates("place").sort_values("place"), "lane")
    at = {place: float(-number) for number, place in enumerate(lanes["place"])}
    names = w.codes("phase-mark")
    traces = _measures(rows, at, w, p)
    for kind, symbol in (("done", "circle"), ("open", "circle-open")):
        traces += _times(rows[rows["kind"] == kind], at, names[kind], symbol, p)
    if (rows["excess"] == "over").any():  # its marks have colours of their own; this trace only stands in the legend
        over = {"symbol": "circle", "size": 10, "color": p.amber}
        traces.append(_marks(w.t("over the limit"), [None], [None], over))
    return {"data": traces, "layout": _layout(lanes["lane"].tolist(), list(at.values()), w, p)}


def _marks(name: str, x: list[Any], y: list[Any], marker: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "scatter", "mode": "markers", "name": name, "x": x, "y": y, **more, "marker": marker}


def _hover(rows: pd.DataFrame) -> dict[str, Any]:
    """What marks say when the pointer is over them."""
    return {"text": rows["text"].tolist(), "hovertemplate": "%{text}<extra></extra>"}


def _measures(rows: pd.DataFrame, at: dict[int, float], w: Words, p: Palette) -> list[dict[str, Any]]:
    """What the times are measured by: the range and median of the older complexes, and the limits."""
    older, limits = rows[rows["kind"] == "older"], rows[rows["kind"] == "limit"]
    median = {"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": p.text}}
    limit = {"symbol": "line-ns", "size": 38, "line": {"width": 3, "color": p.amber}}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "hoverinfo": "skip",
            "name": w.t("older complexes, shortest to longest"),
            "line": {"color": p.line, "width": 20},
            "x": [x for row in rows_of(older) for x in (row["low"], row["high"], None)],
            "y": [y for place in older["place"] for y in (at[place], at[place], None)],
        },
        *(
            _marks(name, own["middle"].round(2).tolist(), [at[i] for i in own["place"]], marker, **_hover(own))
            for name, own, marker in (
                (w.t("older complexes, median"), older, median),
                (w.t("limit set by law or guideline"), limits, limit),
            )
        ),
    ]


def _times(rows: pd.DataFrame, at: dict[int, float], name: str, symbol: str, p: Palette) -> list[dict[str, Any]]:
    """The times of the complexes here, a line beneath those that are known only from a shortest to a longest."""
    heights = _heights(rows, at)
    colours = [p.amber if excess == "over" else p.blue for excess in rows["excess"]]
    vague = [
        (row["low"], row["high"], y)
        for row, y in zip(rows_of(rows), heights, strict=True)
        if row["high"] - row["low"] > 0.1
    ]
    marker = {"symbol": symbol, "size": 10, "color": colours, "line": {"width": 2, "color": colours}}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "hoverinfo": "skip",
            "showlegend": False,
            "line": {"color": p.faint, "width": 3},
            "x": [x for low, high, _ in vague for x in (low, high, None)],
            "y": [y for _, _, height in vague for y in (height, height, None)],
        },
        _marks(name, rows["middle"].round(2).tolist(), heights, marker, **_hover(rows)),
    ]


def _layout(labels: list[str], heights: list[float], w: Words, p: Palette) -> dict[str, Any]:
    return layout(
        p,
        height=84 + LANE_HEIGHT * len(labels),
        margin={"l": 8, "r": 16, "t": 36, "b": 8},
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 13, "color": p.text},
        },
        xaxis={
            "title": {"text": w.t("months"), "font": {"color": p.subtle, "size": 13}},
            "rangemode": "tozero",
            "dtick": 12,
        },
        yaxis={
            "tickvals": heights,
            "ticktext": labels,
            "range": [-len(labels) + 0.4, 0.6],
            "showgrid": False,
            "tickfont": {"size": 13, "color": p.text},
        },
    )


def _heights(rows: pd.DataFrame, at: dict[int, float]) -> list[float]:
    """Marks of a lane beside each other where they would lie on each other.

    Up, down, up, by their order along the axis.
    """
    number = rows.groupby("place").cumcount()
    count = rows.groupby("place")["place"].transform("size")
    return [
        at[place] + (SPREAD * ((n % 3) - 1) if size > 1 else 0.0)
        for place, n, size in zip(rows["place"], number, count, strict=True)
    ]
