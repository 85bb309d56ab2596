"""The charts of the Investment page: DataFrame -> Plotly figure as a plain dict; pure."""

from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, axis_title, escaped, in_lines, lines, points

SHIFT = {"reported": -0.2, "arrived": 0.2}  # of a basis' bar from the middle of its year
LABELLED_GAP = 6.0  # points of the share axis that a line of a name needs


def fdi(rows: pd.DataFrame, w: Words, p: Palette, unit: str, names: dict[str, str]) -> Figure:
    """Foreign direct investment by year, reported beside arrived; a line across a bar is the amount as first published.

    `rows`: year, basis (reported or arrived), value and first (in `unit`; first empty where it was not restated),
    label, text. `names`: basis -> word.
    """
    years = sorted(rows["year"].unique())
    span = [-0.5, len(years) - 0.5]
    bars = [_bars(rows[rows["basis"] == basis], basis, names[basis], p) for basis in SHIFT]
    return {
        "data": [*bars, _first_published(rows[rows["first"].notna()], years, w, p)],
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
                "range": span,
            },
            yaxis={"rangemode": "tozero", "title": axis_title(unit, p), "nticks": 5},
        )
        | {"xaxis2": {"overlaying": "x", "range": span, "visible": False, "fixedrange": True}},
    }


def _bars(own: pd.DataFrame, basis: str, name: str, p: Palette) -> dict[str, Any]:
    """A bar a year of one basis, with its amount above."""
    return {
        "type": "bar",
        "name": name,
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
        "marker": {"color": p.blue if basis == "arrived" else p.ramp[0]},
        "offsetgroup": basis,
    }


def _first_published(restated: pd.DataFrame, years: list[int], w: Words, p: Palette) -> dict[str, Any]:
    """A line across the bar of each amount that was restated since."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": w.t("as first published"),
        "x": [years.index(r["year"]) + SHIFT[r["basis"]] for r in rows_of(restated)],
        "y": restated["first"].astype(float).round(2).tolist(),
        "xaxis": "x2",
        "customdata": restated["text"].tolist(),
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"symbol": "line-ew", "size": 15, "line": {"width": 2, "color": p.text}},
    }


def sold(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """Share of land sold by years since completion; hollow: for a part of the complex.

    A line joins what was published for the same extent. `rows`: place, name, part, years, value (%), text; by day
    within a place.
    """
    extents = rows.groupby(["place", "part"], sort=False)
    joined = [lines(_years(own), own["value"].tolist(), {"color": p.line, "width": 2}) for _, own in extents]
    low, high = min(rows["years"].min(), -1), max(rows["years"].max(), 1)
    completion = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": p.faint, "width": 1.5, "dash": "dot"},
    }
    return {
        "data": [*joined, *(_shares(rows[rows["part"] == part], part, w, p) for part in (True, False))],
        "layout": layout(
            p,
            height=330,
            shapes=[completion],
            annotations=_names(rows, p),
            margin={"l": 8, "r": 8, "t": 34, "b": 8},
            hovermode="closest",
            showlegend=False,
            xaxis={
                "title": axis_title(w.t("years since the first phase was completed"), p),
                "range": [low - 0.6, high + (high - low) * 0.3],
                "dtick": 1 if high - low < 14 else 2,
            },
            yaxis={"range": [0, 104], "ticksuffix": "%", "nticks": 6},
        ),
    }


def _years(rows: pd.DataFrame) -> list[float]:
    return rows["years"].round(2).tolist()


def _shares(own: pd.DataFrame, part: bool, w: Words, p: Palette) -> dict[str, Any]:
    """The shares of whole complexes, or of parts of them."""
    symbol, colour = ("circle-open", p.subtle) if part else ("circle", p.blue)
    marker = {"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}}
    name = w.t("a part of the complex") if part else w.t("the whole complex")
    return points(_years(own), own["value"].tolist(), marker, own["text"].tolist(), name)


def _names(rows: pd.DataFrame, p: Palette) -> list[dict[str, Any]]:
    """The name of each complex beside its newest share, kept apart from the others."""
    last = escaped(rows.drop_duplicates("place", keep="last").sort_values("value"), "name")
    names = [in_lines(name) for name in last["name"]]
    high = [1 + name.count("<br>") for name in names]
    gaps = [LABELLED_GAP * (below + own) / 2 for below, own in zip([0, *high], high, strict=False)]
    return [
        {
            "x": round(x, 2),
            "y": y,
            "text": name,
            "showarrow": False,
            "xanchor": "left",
            "xshift": 10,
            "font": {"size": 12, "color": p.text},
        }
        for x, y, name in zip(last["years"], _apart(last["value"].tolist(), gaps), names, strict=True)
    ]


def _apart(values: list[float], gaps: list[float]) -> list[float]:
    """Rising values moved up until each has its own gap to the one below."""
    out: list[float] = []
    for value, gap in zip(values, gaps, strict=True):
        out.append(max(value, out[-1] + gap) if out else value)
    return out
