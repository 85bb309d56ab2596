"""DataFrame -> Plotly figure as a plain dict; pure. Every chart takes its words and its palette."""

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.render import measure
from rollout.render.theme import Palette, layout
from rollout.subjects.cells import LATE_MONTHS

Figure = dict[str, Any]
NAME_ROOM, NAME_SIZE = 165, 13  # pixels of a line of a name, and of its letters


def escaped(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows with a column of names as Plotly takes them: it reads tags in every label."""
    return rows.assign(**{column: [escape(name, quote=False) for name in rows[column]]})


def in_lines(name: str) -> str:
    """A long name in lines that a phone has room for."""
    return "<br>".join(measure.wrap(name, NAME_ROOM, NAME_SIZE))


def promise_moves(rows: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """First promised (hollow) and latest promised (full) start of construction, a line a complex, the most moved on
    top.

    `rows`: name, first_end, last_end (days), first_text, last_text, slip_months, state; ordered as drawn from the top.
    """
    rows = escaped(rows.iloc[::-1], "name")
    late = rows["slip_months"] > 0
    colours = [p.red if moved else p.blue for moved in late]
    lines_x, lines_y = [], []
    moved = rows[rows["slip_months"] != 0]
    for name, first, last in zip(moved["name"], moved["first_end"], moved["last_end"], strict=True):
        lines_x += [first.isoformat(), last.isoformat(), None]
        lines_y += [name, name, None]
    hover = [
        f"<b>{name}</b><br>" + w.t("first: {first}<br>latest: {last}", first=first, last=last)
        for name, first, last in zip(rows["name"], rows["first_text"], rows["last_text"], strict=True)
    ]
    labels = [w.months(int(slip)) if slip else w.t("not moved") for slip in rows["slip_months"]]
    days = [day.isoformat() for day in rows["last_end"]]
    rightmost = [max(a, b) for a, b in zip(rows["first_end"], rows["last_end"], strict=True)]
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": lines_x,
            "y": lines_y,
            "line": {"color": p.faint, "width": 2},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": w.t("first promised"),
            "x": [d.isoformat() for d in rows["first_end"]],
            "y": rows["name"].tolist(),
            "text": hover,
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"size": 11, "color": p.ground, "line": {"color": p.subtle, "width": 2}},
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": w.t("latest promised"),
            "x": days,
            "y": rows["name"].tolist(),
            "text": hover,
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"size": 11, "color": colours},
        },
        {
            "type": "scatter",
            "mode": "text",
            "x": [d.isoformat() for d in rightmost],
            "y": rows["name"].tolist(),
            "hoverinfo": "skip",
            "text": [f"   {label}" for label in labels],
            "textposition": "middle right",
            "cliponaxis": False,
            "textfont": {"size": 13, "color": [p.red if moved else p.subtle for moved in late]},
        },
    ]
    line, text = day_line(as_of, w.t("as of"), p)
    last = max(rightmost)
    return {
        "data": traces,
        "layout": layout(
            p,
            height=64 + 27 * len(rows),
            shapes=[line],
            annotations=[text],
            margin={"l": 8, "r": 8, "t": 22, "b": 8},
            xaxis={
                "type": "date",
                "tickformat": "%Y",
                "ticklabelmode": "period",
                "dtick": "M12",
                "side": "bottom",
                "range": [
                    min([*rows["first_end"], *rows["last_end"], as_of]).replace(month=1, day=1).isoformat(),
                    last.replace(year=last.year + 1).isoformat(),
                ],
            },
            yaxis={
                "showgrid": False,
                "tickfont": {"size": 14, "color": p.text},
                "categoryorder": "array",
                "categoryarray": rows["name"].tolist(),
            },
        ),
    }


TIMELINE_MARKS = {
    "reached": "circle",
    "planned": "circle-open",
    "setbacks": "x",
    "cuts": "triangle-down",
    "decisions": "diamond",
    "other": "line-ns-open",
}


def timeline(marks: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """Events, stages reached and plans of one complex on one time axis, a lane a kind.

    `marks`: day, lane (in words), kind (a key of TIMELINE_MARKS), text.
    """
    colours = {
        "reached": p.blue,
        "planned": p.subtle,
        "setbacks": p.red,
        "cuts": p.amber,
        "decisions": p.subtle,
        "other": p.faint,
    }
    marks = escaped(marks, "text")
    order = [kind for kind in TIMELINE_MARKS if (marks["kind"] == kind).any()]
    traces, lanes = [], []
    for kind in order:
        rows = marks[marks["kind"] == kind]
        lanes.append(rows["lane"].iloc[0])
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [day.isoformat() for day in rows["day"]],
                "y": rows["lane"].tolist(),
                "text": rows["text"].tolist(),
                "hovertemplate": "%{text}<extra></extra>",
                "name": lanes[-1],
                "marker": {
                    "symbol": TIMELINE_MARKS[kind],
                    "size": 11,
                    "color": colours[kind],
                    "line": {"width": 2, "color": colours[kind]},
                },
            }
        )
    line, text = day_line(as_of, w.t("as of"), p)
    days = [*marks["day"], as_of]
    return {
        "data": traces,
        "layout": layout(
            p,
            height=60 + 34 * len(lanes),
            shapes=[line],
            annotations=[text],
            margin={"l": 8, "r": 8, "t": 22, "b": 8},
            xaxis={
                "type": "date",
                "tickformat": "%Y",
                "ticklabelmode": "period",
                "dtick": "M12",
                "range": [
                    min(days).replace(month=1, day=1).isoformat(),
                    max(days).replace(year=max(days).year + 1, month=7, day=1).isoformat(),
                ],
            },
            yaxis={
                "showgrid": True,
                "categoryorder": "array",
                "categoryarray": lanes[::-1],
                "tickfont": {"size": 13, "color": p.text},
            },
        ),
    }


def day_line(day: dt.date, text: str, p: Palette) -> tuple[dict[str, Any], dict[str, Any]]:
    """A dotted vertical line at a day and its label, as a shape and an annotation."""
    line = {
        "type": "line",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": p.amber, "width": 1.5, "dash": "dot"},
    }
    label = {
        "x": day.isoformat(),
        "y": 1.0,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": text,
        "font": {"size": 12, "color": p.amber},
    }
    return line, label


GANTT_ROW, GANTT_HEADING = 42, 30
NEAR_DAYS = 75
GANTT_MARKS = {
    "done": "circle",
    "planned": "circle",
    "passed": "triangle-up",
    "unconfirmed": "circle-cross-open",
    "withdrawn": "x",
}


def gantt(
    sites: pd.DataFrame,
    cells: pd.DataFrame,
    letters: Mapping[str, str],
    ranges: pd.DataFrame,
    w: Words,
    p: Palette,
    as_of: dt.date,
    today: dt.date,
) -> Figure:
    """All complexes on one time axis: what took place (full), the latest plan (outlined), the first plan as a ghost,
    the forecast as a band.

    `sites`: complex_id, name, group, in the order drawn; a heading stands above each new group.
    `cells`: complex_id, stage_id, position, state, first_end, last_end (last days of the stated periods), text (for the
    hover), first_text.
    `letters`: the stages that get a mark, with the letter above it. `ranges`: complex_id, stage_id, low, high (days),
    text; may be empty.
    """
    heights, ticks = _gantt_rows(sites)
    ranges = ranges[ranges["complex_id"].isin(list(heights))]
    bars: dict[str, list[tuple[float, dt.date, dt.date]]] = {"actual": [], "plan": [], "works": []}
    marks: list[dict[str, Any]] = []
    ghosts: list[dict[str, Any]] = []
    by_site = dict(list(cells.sort_values("position").groupby("complex_id", sort=False)))
    for site in rows_of(sites):
        y = heights[site["complex_id"]]
        shown = [c for c in rows_of(by_site[site["complex_id"]]) if c["state"] in GANTT_MARKS]
        _gantt_bars(y, shown, bars)
        kept = [c for c in shown if c["stage_id"] in letters or c["state"] == "withdrawn"]
        marks += [c | {"y": y, "x": c["last_end"].date(), "letter": letters.get(c["stage_id"], "")} for c in kept]
        ghosts += [
            c | {"y": y + 0.33, "x": c["first_end"].date()}
            for c in kept
            if not is_missing(c["first_end"]) and c["stage_id"] in letters
        ]
    traces = [
        *_gantt_bands(ranges, heights, letters, p),
        *(_gantt_bar(bars[kind], kind, p) for kind in bars),
        *_gantt_ghosts(ghosts, w, p),
    ]
    traces += [_gantt_mark(marks, state, p) for state in GANTT_MARKS if any(m["state"] == state for m in marks)]
    traces.append(_gantt_letters(marks, p))
    days = (
        [m["x"] for m in [*marks, *ghosts]]
        + [day for spans in bars.values() for _, *span in spans for day in span]
        + [as_of]
    )
    days += [day.date() for column in ("low", "high") for day in ranges[column]]
    lines = [day_line(as_of, w.t("as of"), p)]
    if today != as_of:
        line, text = day_line(today, w.t("today"), p)
        lines.append(
            (
                line | {"line": {"color": p.faint, "width": 1.2}},
                text | {"font": {"size": 12, "color": p.subtle}, "yshift": 13},
            )
        )
    bottom = max(heights.values()) + 0.6
    rules = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": y + 0.62,
            "y1": y + 0.62,
            "line": {"color": p.line, "width": 1},
            "layer": "below",
        }
        for y in heights.values()
    ]
    headings = len(ticks) - len(heights)
    return {
        "data": traces,
        "layout": layout(
            p,
            height=56 + GANTT_ROW * len(heights) + GANTT_HEADING * headings,
            barmode="overlay",
            margin={"l": 8, "r": 8, "t": 36, "b": 8},
            shapes=[*rules, *(line for line, _ in lines)],
            annotations=[text for _, text in lines],
            xaxis={
                "type": "date",
                "tickformat": "%Y" if max(days).year - min(days).year < 12 else "ʼ%y",
                "dtick": "M12",
                "ticklabelmode": "period",
                "side": "bottom",
                "range": [
                    min(days).replace(month=1, day=1).isoformat(),
                    max(days).replace(year=max(days).year + 1, month=2, day=1).isoformat(),
                ],
            },
            yaxis={
                "showgrid": False,
                "range": [bottom, -0.75],
                "tickmode": "array",
                "tickvals": [y for y, _ in ticks],
                "ticktext": [t for _, t in ticks],
                "tickfont": {"size": 14, "color": p.text},
                "showline": False,
            },
        ),
    }


def _gantt_rows(sites: pd.DataFrame) -> tuple[dict[str, float], list[tuple[float, str]]]:
    """Where each complex lies, from the top, and the axis' labels with the groups' headings."""
    heights: dict[str, float] = {}
    ticks: list[tuple[float, str]] = []
    y, group = 0.0, None
    for site in rows_of(sites):
        if site["group"] != group:
            group = site["group"]
            ticks.append((y - 0.1, f"<b>{escape(group, quote=False)}</b>"))
            y += GANTT_HEADING / GANTT_ROW
        heights[site["complex_id"]] = y
        ticks.append((y, escape(site["name"], quote=False)))
        y += 1
    return heights, ticks


def _gantt_bars(y: float, shown: list[dict[str, Any]], bars: dict[str, list[tuple[float, dt.date, dt.date]]]) -> None:
    """Add a complex's bars: reached; planned up to the start of works; works."""
    ends = {c["stage_id"]: c["last_end"].date() for c in shown if c["state"] != "withdrawn"}
    done = [c["last_end"].date() for c in shown if c["state"] == "done"]
    if not done:
        return
    bars["actual"].append((y, min(done), max(done)))
    until = max(ends.values())
    works = ends.get("construction-started")
    start = max(max(done), works) if works and works < until and "completed" in ends else until
    if start > max(done):
        bars["plan"].append((y, max(done), start))
    if until > start:
        bars["works"].append((y, start, until))


def _gantt_bar(spans: list[tuple[float, dt.date, dt.date]], kind: str, p: Palette) -> dict[str, Any]:
    fill = {"actual": p.blue, "plan": p.ground, "works": p.land}[kind]
    return {
        "type": "bar",
        "orientation": "h",
        "name": kind,
        "hoverinfo": "skip",
        "width": 0.2,
        "y": [y for y, _, _ in spans],
        "base": [start.isoformat() for _, start, _ in spans],
        "x": [(end - start).days * 86_400_000 for _, start, end in spans],
        "marker": {"color": fill, "line": {"color": p.blue if kind == "actual" else p.subtle, "width": 1}},
    }


def _gantt_bands(
    ranges: pd.DataFrame, heights: Mapping[str, float], letters: Mapping[str, str], p: Palette
) -> list[dict[str, Any]]:
    """What comparable complexes took, as bands with their milestone's letter; an arrow where the far end is open."""
    rows = rows_of(ranges)
    y = [heights[row["complex_id"]] for row in rows]
    signs = [letters[row["stage_id"]] + (" ›" if row["high_open"] else "") for row in rows]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": "forecast",
            "width": 0.5,
            "y": y,
            "base": [row["low"].date().isoformat() for row in rows],
            "x": [max((row["high"] - row["low"]).days, 60) * 86_400_000 for row in rows],
            "text": [row["text"] for row in rows],
            "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"color": p.blue, "opacity": 0.16, "line": {"width": 2, "color": p.ground}},
        },
        {
            "type": "scatter",
            "mode": "text",
            "x": [row["high"].date().isoformat() for row in rows],
            "y": y,
            "text": signs,
            "textposition": "middle left",
            "hoverinfo": "skip",
            "textfont": {"size": 11, "color": p.blue},
        },
    ]


def _gantt_ghosts(ghosts: list[dict[str, Any]], w: Words, p: Palette) -> list[dict[str, Any]]:
    """The first plan: a thin line below the bar with a small mark at each milestone."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for y in dict.fromkeys(g["y"] for g in ghosts):
        days = [g["x"] for g in ghosts if g["y"] == y]
        xs += [min(days).isoformat(), max(days).isoformat(), None]
        ys += [y, y, None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs,
            "y": ys,
            "line": {"color": p.faint, "width": 1.5, "dash": "dot"},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": w.t("first plan"),
            "x": [g["x"].isoformat() for g in ghosts],
            "y": [g["y"] for g in ghosts],
            "text": [g["first_text"] for g in ghosts],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"size": 6, "color": p.ground, "line": {"color": p.faint, "width": 1.5}},
        },
    ]


def _gantt_mark(marks: list[dict[str, Any]], state: str, p: Palette) -> dict[str, Any]:
    rows = [m for m in marks if m["state"] == state]
    colour = {"done": p.blue, "planned": p.subtle, "passed": p.amber, "unconfirmed": p.subtle, "withdrawn": p.red}[
        state
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": state,
        "x": [m["x"].isoformat() for m in rows],
        "y": [m["y"] for m in rows],
        "text": [m["text"] for m in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": GANTT_MARKS[state],
            "size": 12 if state == "withdrawn" else 13,
            "color": p.ground if state in {"planned", "passed"} else colour,
            "line": {"color": colour, "width": 2 if state in {"planned", "passed"} else 0},
        },
    }


def _gantt_letters(marks: list[dict[str, Any]], p: Palette) -> dict[str, Any]:
    """The letters above the marks; those of marks that nearly touch are written together."""
    clusters: list[list[dict[str, Any]]] = []
    for mark in sorted((m for m in marks if m["letter"]), key=lambda m: (m["y"], m["x"], m["position"])):
        if clusters and clusters[-1][-1]["y"] == mark["y"] and (mark["x"] - clusters[-1][-1]["x"]).days <= NEAR_DAYS:
            clusters[-1].append(mark)
        else:
            clusters.append([mark])
    return {
        "type": "scatter",
        "mode": "text",
        "hoverinfo": "skip",
        "cliponaxis": False,
        "y": [c[0]["y"] - 0.33 for c in clusters],
        "x": [(c[0]["x"] + (c[-1]["x"] - c[0]["x"]) / 2).isoformat() for c in clusters],
        "text": [" ".join(m["letter"] for m in c) for c in clusters],
        "textfont": {"size": 11, "color": p.subtle},
    }


TREND_GAP = 18


def milestone_trend(trail: pd.DataFrame, w: Words, p: Palette, as_of: dt.date) -> Figure:
    """The slip chart: when a date was stated (across) and the date then stated (up), a line a complex that holds until
    restated.

    `trail`: complex_id, name, stated_on, due_by, status, leads, moved (months since the first plan), text (for the
    hover); by day a complex.
    """
    lines = {complex_id: _trend_line(rows, as_of) for complex_id, rows in trail.groupby("complex_id", sort=False)}
    days = [day.date() for day in trail["stated_on"]]
    dues = [day.date() for day in trail["due_by"]]
    start, low, high = (
        min(days) - dt.timedelta(days=30),
        min([*dues, as_of]) - dt.timedelta(days=120),
        max([*dues, as_of]) + dt.timedelta(days=120),
    )
    height = max(440, TREND_GAP * len(lines) + 90)
    end = as_of + (as_of - start) * 0.035
    ends = [line for line in lines.values() if line["open"]]
    scale = (height - 60) / max((high - low).days, 1)
    spread = _spread([(line["y"][-1] - low).days * scale for line in ends], TREND_GAP, height - 60)
    labels = [low + dt.timedelta(days=y / scale) for y in spread]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [d.isoformat() for d in (low, as_of, as_of)],
            "y": [d.isoformat() for d in (low, as_of, low)],
            "fill": "toself",
            "fillcolor": p.surface,
            "line": {"width": 0},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": "due",
            "x": [min(start, low).isoformat(), as_of.isoformat()],
            "y": [min(start, low).isoformat(), as_of.isoformat()],
            "line": {"color": p.faint, "width": 1.2, "dash": "dash"},
            "hoverinfo": "skip",
        },
    ]
    for line in sorted(lines.values(), key=lambda line: abs(line["moved"])):
        traces += _trend_traces(line, p)
    for line, label in zip(ends, labels, strict=True):
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [as_of.isoformat(), end.isoformat()],
                "y": [line["y"][-1].isoformat(), label.isoformat()],
                "line": {"color": p.line, "width": 1},
                "hoverinfo": "skip",
            }
        )
    others = trail[~trail["leads"]]
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": w.t("said the same day"),
            "x": [d.isoformat() for d in others["stated_on"]],
            "y": [d.date().isoformat() for d in others["due_by"]],
            "text": others["text"].tolist(),
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"symbol": "circle-open-dot", "size": 9, "color": p.subtle},
        }
    )
    notes = [_trend_label(line, end, label, w, p) for line, label in zip(ends, labels, strict=True)]
    line, text = day_line(as_of, w.t("as of"), p)
    quiet = {"showarrow": False, "font": {"size": 11, "color": p.subtle}}
    notes.append(text)
    if (as_of - low).days > 270:  # room for the words
        notes.append(
            quiet
            | {
                "x": as_of.isoformat(),
                "y": low.isoformat(),
                "xanchor": "right",
                "yanchor": "bottom",
                "xshift": -6,
                "text": w.t("already past"),
            }
        )
    return {
        "data": traces,
        "layout": layout(
            p,
            height=height,
            shapes=[line],
            annotations=notes,
            margin={"l": 8, "r": 132, "t": 22, "b": 8},
            hovermode="closest",
            xaxis={
                "type": "date",
                "tickformat": "%Y",
                "dtick": "M12",
                "ticklabelmode": "period",
                "range": [start.isoformat(), end.isoformat()],
                "title": {"text": w.t("stated on"), "font": {"size": 12, "color": p.subtle}},
            },
            yaxis={
                "type": "date",
                "tickformat": "%Y",
                "dtick": "M12",
                "ticklabelmode": "period",
                "range": [low.isoformat(), high.isoformat()],
            },
        ),
    }


def _trend_line(rows: pd.DataFrame, as_of: dt.date) -> dict[str, Any]:
    """A complex's line: its leading statements up to the day it was reached or withdrawn; open if it holds until the
    as-of day.
    """
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


def _trend_colour(moved: int, p: Palette) -> str:
    """Grey if the date holds, blue if earlier, amber up to a year later, red beyond."""
    return p.faint if not moved else p.blue if moved < 0 else p.amber if moved < LATE_MONTHS else p.red


def _trend_traces(line: dict[str, Any], p: Palette) -> list[dict[str, Any]]:
    colour, count = _trend_colour(line["moved"], p), len(line["status"])
    symbols = [{"planned": "circle", "actual": "star", "withdrawn": "x"}[status] for status in line["status"]]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": line["name"],
            "x": [d.isoformat() for d in line["x"]],
            "y": [d.isoformat() for d in line["y"]],
            "line": {"color": colour, "width": 2.2 if line["moved"] else 1.4, "shape": "hv"},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": line["name"],
            "x": [d.isoformat() for d in line["x"][:count]],
            "y": [d.isoformat() for d in line["y"][:count]],
            "text": line["text"][:count],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"symbol": symbols, "size": [7 if s == "circle" else 12 for s in symbols], "color": colour},
        },
    ]


def _trend_label(line: dict[str, Any], end: dt.date, y: dt.date, w: Words, p: Palette) -> dict[str, Any]:
    moved = line["moved"]
    colour = p.subtle if not moved else _trend_colour(moved, p)
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
