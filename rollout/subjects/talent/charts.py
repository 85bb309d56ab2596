"""Talent figures -> Plotly figures as plain dicts; pure."""

from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, escaped

ROOM = 1.42  # the axis beyond the longest bar, for the words at its end


def balance(rows: pd.DataFrame, w: Words, p: Palette) -> Figure:
    """For each industry three bars of people a year.

    The need (outlined), admission places and people trained (never added to each other).

    `rows`, as drawn from the top: name, need, intake, trained (people a year, or empty), need_text, intake_text,
    trained_text (at the bar's end), need_full (the need in full, for the hover).
    """
    rows = escaped(rows.iloc[::-1], "name")
    names = rows["name"].tolist()
    titles = w.codes("talent-balance")
    styles = {
        "trained": (titles["trained"], {"color": p.ramp[1]}),
        "intake": (titles["intake"], {"color": p.blue}),
        "need": (titles["need"], {"color": p.ground, "line": {"color": p.subtle, "width": 1.5}}),
    }
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": title,
            "y": names,
            "x": [float(v) if not is_missing(v) else 0 for v in rows[kind]],
            "marker": marker,
            "text": rows[f"{kind}_text"].tolist(),
            "customdata": rows["need_full" if kind == "need" else f"{kind}_text"].tolist(),
            "textposition": "outside",
            "cliponaxis": False,
            "constraintext": "none",
            "textfont": {"size": 12.5, "color": p.subtle if kind == "need" else p.text},
            "hovertemplate": f"%{{y}}<br>{title}: %{{customdata}}<extra></extra>",
        }
        for kind, (title, marker) in styles.items()
    ]
    longest = max((float(value) for kind in styles for value in rows[kind].dropna()), default=1)
    return {
        "data": traces,
        "layout": _layout(len(rows), longest, p),
    }


def _layout(count: int, longest: float, p: Palette) -> dict[str, Any]:
    return layout(
        p,
        height=70 + 64 * count,
        barmode="group",
        bargap=0.26,
        bargroupgap=0.08,
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.0,
            "yanchor": "bottom",
            "traceorder": "reversed",
            "font": {"size": 13, "color": p.text},
        },
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        xaxis={"range": [0, longest * ROOM], "tickformat": ",d"},
        yaxis={"showgrid": False, "tickfont": {"size": 14, "color": p.text}},
    )
