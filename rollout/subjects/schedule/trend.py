"""The slip chart: how the dates of one milestone moved from statement to statement; pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.render.theme import Palette, layout
from rollout.subjects.cells import LATE_MONTHS
from rollout.subjects.schedule.charts import Figure, Trace, axis_title, day_axis, day_line, iso, lines, points

GAP = 18  # pixels between the names at the lines' ends
TALLEST_PLAIN = 440
FRAME = 60  # pixels of the height that no date takes
ROOM_FOR_WORDS = 270  # days
Line = dict[str, Any]


@dataclass(frozen=True)
class _Frame:
    """The days that the chart spans, across and up, and its height in pixels."""

    start: dt.date
    end: dt.date
    low: dt.date
    high: dt.date
    height: int

    @property
    def scale(self) -> float:
        """Pixels a day."""
        return (self.height - FRAME) / max((self.high - self.low).days, 1)


def draw(trail: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """When a date was stated (across) and the date then stated (up), a line a complex that holds until restated.

    `trail`: complex_id, name, stated_on, due_by, status, leads, moved (months since the first plan), text (for the
    hover); by day a complex.
    """
    made = [_line(rows, as_of) for _, rows in trail.groupby("complex_id", sort=False)]
    frame = _frame(trail, len(made), as_of)
    ends = [line for line in made if line["open"]]
    heights = [(line["y"][-1] - frame.low).days * frame.scale for line in ends]
    spread = _spread(heights, GAP, frame.height - FRAME)
    labels = [(line, frame.low + dt.timedelta(days=y / frame.scale)) for line, y in zip(ends, spread, strict=True)]
    day, text = day_line(as_of, w.t("as of"), p)
    return {
        "data": [
            *_past(frame, as_of, p),
            *(trace for line in sorted(made, key=lambda line: abs(line["moved"])) for trace in _traces(line, p)),
            *(_leader(line, label, frame, as_of, p) for line, label in labels),
            _others(trail[~trail["leads"]], w, p),
        ],
        "layout": layout(
            p,
            height=frame.height,
            shapes=[day],
            annotations=[
                *(_label(line, frame.end, label, w, p) for line, label in labels),
                text,
                *_past_label(frame, as_of, w, p),
            ],
            margin={"l": 8, "r": 132, "t": 22, "b": 8},
            hovermode="closest",
            xaxis=day_axis(frame.start, frame.end, title=axis_title(w.t("stated on"), p)),
            yaxis=day_axis(frame.low, frame.high),
        ),
    }


def _frame(trail: pd.DataFrame, count: int, as_of: dt.date) -> _Frame:
    start = min(trail["stated_on"]).date() - dt.timedelta(days=30)
    days = [*(day.date() for day in trail["due_by"]), as_of]
    margin = dt.timedelta(days=120)
    end = as_of + (as_of - start) * 0.035
    return _Frame(start, end, min(days) - margin, max(days) + margin, max(TALLEST_PLAIN, GAP * count + 90))


def _past(frame: _Frame, as_of: dt.date, p: Palette) -> list[Trace]:
    """The dates that are over, as a ground; and the line on which a date is that of its statement."""
    first = min(frame.start, frame.low)
    ground = lines(iso((frame.low, as_of, as_of)), iso((frame.low, as_of, frame.low)), {"width": 0})
    return [
        ground | {"fill": "toself", "fillcolor": p.surface},
        lines(iso((first, as_of)), iso((first, as_of)), {"color": p.faint, "width": 1.2, "dash": "dash"}, "due"),
    ]


def _past_label(frame: _Frame, as_of: dt.date, w: Words, p: Palette) -> list[dict[str, Any]]:
    """What the ground means, where there is room for the words."""
    if (as_of - frame.low).days <= ROOM_FOR_WORDS:
        return []
    return [
        {
            "x": as_of.isoformat(),
            "y": frame.low.isoformat(),
            "xanchor": "right",
            "yanchor": "bottom",
            "xshift": -6,
            "showarrow": False,
            "font": {"size": 11, "color": p.subtle},
            "text": w.t("already past"),
        }
    ]


def _leader(line: Line, label: dt.date, frame: _Frame, as_of: dt.date, p: Palette) -> Trace:
    """From the end of a line to its name."""
    return lines(iso((as_of, frame.end)), iso((line["y"][-1], label)), {"color": p.line, "width": 1})


def _others(said: pd.DataFrame, w: Words, p: Palette) -> Trace:
    """The statements that do not count, because another of the same day does."""
    dues = [day.date() for day in said["due_by"]]
    marker = {"symbol": "circle-open-dot", "size": 9, "color": p.subtle}
    return points(iso(said["stated_on"]), iso(dues), marker, said["text"].tolist(), w.t("another statement that day"))


def _line(rows: pd.DataFrame, as_of: dt.date) -> Line:
    """A complex's leading statements until it was reached or withdrawn; open if it holds until the as-of day."""
    said = rows_of(rows[rows["leads"]].sort_values("stated_on", kind="stable"))
    final = next((place for place, row in enumerate(said) if row["status"] != "planned"), None)
    said = said if final is None else said[: final + 1]
    is_open = final is None
    x = [row["stated_on"].date() for row in said] + ([as_of] if is_open else [])
    y = [row["due_by"].date() for row in said] + ([said[-1]["due_by"].date()] if is_open else [])
    return {
        "name": said[0]["name"],
        "x": x,
        "y": y,
        "text": [row["text"] for row in said] + ([""] if is_open else []),
        "open": is_open,
        "status": [row["status"] for row in said],
        "moved": int(said[-1]["moved"]) if not is_missing(said[-1]["moved"]) else 0,
    }


def _colour(moved: int, p: Palette) -> str:
    """Grey if the date holds, blue if earlier, amber up to a year later, red beyond."""
    return p.faint if not moved else p.blue if moved < 0 else p.amber if moved < LATE_MONTHS else p.red


def _traces(line: Line, p: Palette) -> list[Trace]:
    colour, count = _colour(line["moved"], p), len(line["status"])
    symbols = [{"planned": "circle", "actual": "star", "withdrawn": "x"}[status] for status in line["status"]]
    marker = {"symbol": symbols, "size": [7 if s == "circle" else 12 for s in symbols], "color": colour}
    x, y = iso(line["x"]), iso(line["y"])
    return [
        lines(x, y, {"color": colour, "width": 2.2 if line["moved"] else 1.4, "shape": "hv"}, line["name"]),
        points(x[:count], y[:count], marker, line["text"][:count], line["name"]),
    ]


def _label(line: Line, end: dt.date, y: dt.date, w: Words, p: Palette) -> dict[str, Any]:
    moved = line["moved"]
    colour = p.subtle if not moved else _colour(moved, p)
    return {
        "x": end.isoformat(),
        "y": y.isoformat(),
        "xanchor": "left",
        "showarrow": False,
        "xshift": 3,
        "font": {"size": 12, "color": colour},
        "text": escape(f"{line['name']} {w.signed(moved)}" if moved else line["name"], quote=False),
    }


def _spread(values: Sequence[float], gap: float, top: float) -> list[float]:
    """Move values apart so that they keep a gap, as little as need be, in their order, between 0 and `top`."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    clusters: list[tuple[float, int]] = []  # (lowest value, how many)
    for place in order:
        clusters.append((values[place], 1))
        while len(clusters) > 1 and clusters[-2][0] + clusters[-2][1] * gap > clusters[-1][0]:
            (low, many), (next_low, more) = clusters[-2:]
            middle = ((low + (many - 1) * gap / 2) * many + (next_low + (more - 1) * gap / 2) * more) / (many + more)
            clusters[-2:] = [
                (max(0.0, min(middle - (many + more - 1) * gap / 2, top - (many + more - 1) * gap)), many + more)
            ]
    spread = [low + step * gap for low, many in clusters for step in range(many)]
    out = [0.0] * len(values)
    for place, value in zip(order, spread, strict=True):
        out[place] = value
    return out
