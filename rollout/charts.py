"""DataFrame -> Plotly figure as a plain dict; pure. Every chart takes its words and its palette."""

import datetime as dt
from typing import Any

import pandas as pd

from rollout.theme import Palette, layout
from rollout.words import Words

Figure = dict[str, Any]


def promise_moves(rows: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """First promised (hollow) and latest promised (full) start of construction, a line a complex, the most moved on top.

    `rows`: name, first_end, last_end (days), first_text, last_text, slip_months, state; ordered as drawn from the top.
    """
    rows = rows.iloc[::-1]
    late = rows["slip_months"] > 0
    colours = [p.red if moved else p.blue for moved in late]
    lines_x, lines_y = [], []
    for name, first, last in zip(rows["name"], rows["first_end"], rows["last_end"], strict=True):
        lines_x += [first.isoformat(), last.isoformat(), None]
        lines_y += [name, name, None]
    hover = [f"<b>{name}</b><br>" + w.t("first: {first}<br>latest: {last}", first=first, last=last) for name, first, last in
             zip(rows["name"], rows["first_text"], rows["last_text"], strict=True)]  # fmt: skip
    labels = [w.months(int(slip)) if slip else w.t("not moved") for slip in rows["slip_months"]]
    days = [day.isoformat() for day in rows["last_end"]]
    rightmost = [max(a, b) for a, b in zip(rows["first_end"], rows["last_end"], strict=True)]
    traces = [
        {"type": "scatter", "mode": "lines", "x": lines_x, "y": lines_y, "line": {"color": p.faint, "width": 2}, "hoverinfo": "skip"},
        {"type": "scatter", "mode": "markers", "name": w.t("first promised"), "x": [d.isoformat() for d in rows["first_end"]],
         "y": rows["name"].tolist(), "text": hover, "hovertemplate": "%{text}<extra></extra>",
         "marker": {"size": 11, "color": p.ground, "line": {"color": p.subtle, "width": 2}}},
        {"type": "scatter", "mode": "markers", "name": w.t("latest promised"), "x": days, "y": rows["name"].tolist(), "text": hover,
         "hovertemplate": "%{text}<extra></extra>", "marker": {"size": 11, "color": colours}},
        {"type": "scatter", "mode": "text", "x": [d.isoformat() for d in rightmost], "y": rows["name"].tolist(), "hoverinfo": "skip",
         "text": [f"   {label}" for label in labels], "textposition": "middle right", "cliponaxis": False,
         "textfont": {"size": 13, "color": [p.red if moved else p.subtle for moved in late]}},
    ]  # fmt: skip
    today_line = {"type": "line", "x0": as_of.isoformat(), "x1": as_of.isoformat(), "yref": "paper", "y0": 0, "y1": 1,
                  "line": {"color": p.amber, "width": 1.5, "dash": "dot"}}  # fmt: skip
    today_text = {"x": as_of.isoformat(), "y": 1.0, "yref": "paper", "yanchor": "bottom", "showarrow": False,
                  "text": w.t("as of"), "font": {"size": 12, "color": p.amber}}  # fmt: skip
    last = max(rightmost)
    return {
        "data": traces,
        "layout": layout(
            p, height=64 + 27 * len(rows), shapes=[today_line], annotations=[today_text], margin={"l": 8, "r": 8, "t": 22, "b": 8},
            xaxis={"type": "date", "tickformat": "%Y", "dtick": "M12", "side": "bottom",
                   "range": [min([*rows["first_end"], *rows["last_end"], as_of]).replace(month=1, day=1).isoformat(),
                             last.replace(year=last.year + 1).isoformat()]},
            yaxis={"showgrid": False, "tickfont": {"size": 14, "color": p.text}},
        ),
    }  # fmt: skip
