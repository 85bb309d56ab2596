"""Lines of a pivot -> a Plotly figure as a plain dict; pure."""

from collections.abc import Sequence
from html import escape

from rollout.document.model import Cell, Column, Format, Series
from rollout.language.words import Words
from rollout.render.printed import cell_text
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, Trace


def over_years(years: Sequence[str], series: Sequence[Series], form: Format, w: Words, p: Palette) -> Figure:
    """A line a series over years; the name and the last value stand at its end."""
    column = Column("value", "", form, digits=1)
    shades = [p.blue, *p.ramp[::-1]] if len(series) > 1 else [p.blue]
    traces: list[Trace] = []
    notes = []
    for place, one in enumerate(series):
        colour = shades[place % len(shades)]
        said = [cell_text(Cell(value), column, w) for value in one.values]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [int(year) for year in years],
                "y": list(one.values),
                "line": {"color": colour, "width": 2},
                "marker": {"size": 6, "color": colour},
                "connectgaps": False,
                "text": [f"{escape(one.name)} {text}" for text in said],
                "hovertemplate": "%{x}: %{text}<extra></extra>",
            }
        )
        last = next((n for n in reversed(range(len(years))) if one.values[n] is not None), None)
        if last is not None:
            notes.append(
                {
                    "x": int(years[last]),
                    "y": one.values[last],
                    "text": escape(one.name) or said[last],
                    "showarrow": False,
                    "xanchor": "left",
                    "xshift": 8,
                    "font": {"size": 13, "color": colour},
                }
            )
    return {
        "data": traces,
        "layout": layout(
            p,
            height=320,
            annotations=notes,
            margin={"l": 8, "r": 120, "t": 12, "b": 8},
            xaxis={"tickformat": "d", "dtick": max(1, (int(years[-1]) - int(years[0])) // 10)},
            yaxis={"rangemode": "tozero", "showticklabels": form is Format.NUMBER},
        ),
    }
