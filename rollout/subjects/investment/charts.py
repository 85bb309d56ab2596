"""The charts of the Investment page: DataFrame -> Plotly figure as a plain dict; pure."""

from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, escaped, in_lines

LABELLED_GAP = 6.0  # points of the share axis that a line of a name needs


def fdi(rows: pd.DataFrame, w: Words, p: Palette, unit: str, names: dict[str, str]) -> Figure:
    """Foreign direct investment by year, reported beside arrived; a line across a bar is the amount as first published.

    `rows`: year, basis (reported or arrived), value and first (in `unit`; first empty where it was not restated),
    label, text.
    `names`: basis -> word.
    """
    years = sorted(rows["year"].unique())
    traces: list[dict[str, Any]] = []
    for basis, colour in (("reported", p.ramp[0]), ("arrived", p.blue)):
        own = rows[rows["basis"] == basis]
        traces.append(
            {
                "type": "bar",
                "name": names[basis],
                "x": [str(y) for y in own["year"]],
                "y": own["value"].round(2).tolist(),
                "text": own["label"].tolist(),
                "textposition": "outside",
                "constraintext": "none",
                "textangle": 0,
                "cliponaxis": False,
                "textfont": {"size": 11, "color": p.text},
                "customdata": own["text"].tolist(),
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": {"color": colour},
                "offsetgroup": basis,
            }
        )
    restated = rows[rows["first"].notna()]
    shift = {"reported": -0.2, "arrived": 0.2}
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": w.t("as first published"),
            "x": [years.index(r["year"]) + shift[r["basis"]] for r in rows_of(restated)],
            "y": restated["first"].astype(float).round(2).tolist(),
            "xaxis": "x2",
            "customdata": restated["text"].tolist(),
            "hovertemplate": "%{customdata}<extra></extra>",
            "marker": {"symbol": "line-ew", "size": 15, "line": {"width": 2, "color": p.text}},
        }
    )
    return {
        "data": traces,
        "layout": layout(
            p,
            height=290,
            barmode="group",
            bargap=0.28,
            margin={"l": 8, "r": 8, "t": 34, "b": 8},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.16, "font": {"size": 13, "color": p.text}},
            xaxis={
                "type": "category",
                "categoryorder": "array",
                "categoryarray": [str(y) for y in years],
                "showgrid": False,
                "range": [-0.5, len(years) - 0.5],
            },
            yaxis={
                "rangemode": "tozero",
                "title": {"text": unit, "font": {"size": 12, "color": p.subtle}},
                "nticks": 5,
            },
        )
        | {"xaxis2": {"overlaying": "x", "range": [-0.5, len(years) - 0.5], "visible": False, "fixedrange": True}},
    }


def sold(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """Share of land sold by years since completion; a line joins what was published for the same extent, hollow: a part
    of the complex.

    `rows`: place, name, part, years, value (%), text; by day within a place.
    """
    traces: list[dict[str, Any]] = []
    for _, own in rows.groupby(["place", "part"], sort=False):
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": own["years"].round(2).tolist(),
                "y": own["value"].tolist(),
                "hoverinfo": "skip",
                "line": {"color": p.line, "width": 2},
            }
        )
    for part, symbol, colour in ((True, "circle-open", p.subtle), (False, "circle", p.blue)):
        own = rows[rows["part"] == part]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": w.t("a part of the complex") if part else w.t("the whole complex"),
                "x": own["years"].round(2).tolist(),
                "y": own["value"].tolist(),
                "text": own["text"].tolist(),
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
            }
        )
    last = escaped(rows.drop_duplicates("place", keep="last").sort_values("value"), "name")
    names = [in_lines(name) for name in last["name"]]
    lines = [1 + name.count("<br>") for name in names]
    heights = _apart(
        last["value"].tolist(),
        [LABELLED_GAP * (below + own) / 2 for below, own in zip([0, *lines], lines, strict=False)],
    )
    notes = [
        {
            "x": round(x, 2),
            "y": y,
            "text": name,
            "showarrow": False,
            "xanchor": "left",
            "xshift": 10,
            "font": {"size": 12, "color": p.text},
        }
        for x, y, name in zip(last["years"], heights, names, strict=True)
    ]
    low, high = min(rows["years"].min(), -1), max(rows["years"].max(), 1)
    line = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": p.faint, "width": 1.5, "dash": "dot"},
    }
    return {
        "data": traces,
        "layout": layout(
            p,
            height=330,
            shapes=[line],
            annotations=notes,
            margin={"l": 8, "r": 8, "t": 34, "b": 8},
            hovermode="closest",
            showlegend=False,
            xaxis={
                "title": {
                    "text": w.t("years since the first phase was completed"),
                    "font": {"size": 12, "color": p.subtle},
                },
                "range": [low - 0.6, high + (high - low) * 0.3],
                "dtick": 1 if high - low < 14 else 2,
            },
            yaxis={"range": [0, 104], "ticksuffix": "%", "nticks": 6},
        ),
    }


def _apart(values: list[float], gaps: list[float]) -> list[float]:
    """Rising values moved up until each has its own gap to the one below."""
    out: list[float] = []
    for value, gap in zip(values, gaps, strict=True):
        out.append(max(value, out[-1] + gap) if out else value)
    return out
