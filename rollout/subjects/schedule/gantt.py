"""The planned works of all complexes on one time axis; pure."""

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.render.theme import Palette, layout
from rollout.subjects.schedule.charts import Figure, Trace, day_axis, day_line, iso, lines, points, year_start

ROW, HEADING = 42, 30  # pixels
NEAR_DAYS = 75
BEYOND_YEARS = 5
MARKS = {
    "done": "circle",
    "planned": "circle",
    "passed": "triangle-up",
    "unconfirmed": "circle-cross-open",
    "withdrawn": "x",
}
Mark = dict[str, Any]
Spans = dict[str, list[tuple[float, dt.date, dt.date]]]


def draw(
    sites: pd.DataFrame,
    cells: pd.DataFrame,
    letters: Mapping[str, str],
    ranges: pd.DataFrame,
    w: Words,
    p: Palette,
    as_of: dt.date,
    today: dt.date,
) -> Figure:
    """What took place (full), the latest plan (outlined), the first plan as a ghost, the forecast as a band.

    `sites`: complex_id, name, group, in the order drawn; a heading stands above each new group.
    `cells`: complex_id, stage_id, position, state, first_end, last_end (last days of the stated periods), text (for the
    hover), first_text.
    `letters`: the stages that get a mark, with the letter above it. `ranges`: complex_id, stage_id, low, high (days),
    text; may be empty.
    """
    heights, ticks = _heights(sites)
    ranges = ranges[ranges["complex_id"].isin(list(heights))]
    bars, marks, ghosts = _placed(heights, cells, letters)
    days = [
        *(mark["x"] for mark in (*marks, *ghosts)),
        *(day for spans in bars.values() for _, *span in spans for day in span),
        as_of,
    ]
    ranges = _cut(ranges, max(days))
    days += [day.date() for column in ("low", "high") for day in ranges[column]]
    return {
        "data": [
            *_bands(ranges, heights, letters, p),
            *(_bar(bars[kind], kind, p) for kind in bars),
            *_ghosts(ghosts, w, p),
            *(_mark(marks, state, p) for state in MARKS if any(mark["state"] == state for mark in marks)),
            _letters(marks, p),
        ],
        "layout": _layout(heights, ticks, days, _day_lines(as_of, today, w, p), p),
    }


def _placed(
    heights: Mapping[str, float], cells: pd.DataFrame, letters: Mapping[str, str]
) -> tuple[Spans, list[Mark], list[Mark]]:
    """The bars by kind, the marks and the marks of the first plan, each where it lies."""
    bars: Spans = {"actual": [], "plan": [], "works": []}
    marks: list[Mark] = []
    ghosts: list[Mark] = []
    by_site = dict(list(cells.sort_values("position").groupby("complex_id", sort=False)))
    for complex_id, y in heights.items():
        shown = [c for c in rows_of(by_site[complex_id]) if c["state"] in MARKS]
        _add_bars(y, shown, bars)
        kept = [c for c in shown if c["stage_id"] in letters or c["state"] == "withdrawn"]
        marks += [c | {"y": y, "x": c["last_end"].date(), "letter": letters.get(c["stage_id"], "")} for c in kept]
        ghosts += [
            c | {"y": y + 0.33, "x": c["first_end"].date()}
            for c in kept
            if not is_missing(c["first_end"]) and c["stage_id"] in letters
        ]
    return bars, marks, ghosts


def _day_lines(as_of: dt.date, today: dt.date, w: Words, p: Palette) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The line of the as-of day, and of today where that is another."""
    drawn = [day_line(as_of, w.t("as of"), p)]
    if today != as_of:
        line, text = day_line(today, w.t("today"), p)
        quiet = {"font": {"size": 12, "color": p.subtle}, "yshift": 13}
        drawn.append((line | {"line": {"color": p.faint, "width": 1.2}}, text | quiet))
    return drawn


def _layout(
    heights: Mapping[str, float],
    ticks: list[tuple[float, str]],
    days: list[dt.date],
    day_lines: list[tuple[dict[str, Any], dict[str, Any]]],
    p: Palette,
) -> dict[str, Any]:
    first, last = min(days), max(days)
    return layout(
        p,
        height=56 + ROW * len(heights) + HEADING * (len(ticks) - len(heights)),
        barmode="overlay",
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        shapes=[*(_rule(y + 0.62, p) for y in heights.values()), *(line for line, _ in day_lines)],
        annotations=[text for _, text in day_lines],
        xaxis=day_axis(
            year_start(first),
            last.replace(year=last.year + 1, month=2, day=1),
            tickformat="%Y" if last.year - first.year < 12 else "ʼ%y",
            side="bottom",
        ),
        yaxis={
            "showgrid": False,
            "range": [max(heights.values()) + 0.6, -0.75],
            "tickmode": "array",
            "tickvals": [y for y, _ in ticks],
            "ticktext": [t for _, t in ticks],
            "tickfont": {"size": 14, "color": p.text},
            "showline": False,
        },
    )


def _rule(y: float, p: Palette) -> dict[str, Any]:
    """The thin line below a complex."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": p.line, "width": 1},
        "layer": "below",
    }


def _heights(sites: pd.DataFrame) -> tuple[dict[str, float], list[tuple[float, str]]]:
    """Where each complex lies, from the top, and the axis' labels with the groups' headings."""
    heights: dict[str, float] = {}
    ticks: list[tuple[float, str]] = []
    y, group = 0.0, None
    for site in rows_of(sites):
        if site["group"] != group:
            group = site["group"]
            ticks.append((y - 0.1, f"<b>{escape(group, quote=False)}</b>"))
            y += HEADING / ROW
        heights[site["complex_id"]] = y
        ticks.append((y, escape(site["name"], quote=False)))
        y += 1
    return heights, ticks


def _add_bars(y: float, shown: list[dict[str, Any]], bars: Spans) -> None:
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


def _bar(spans: list[tuple[float, dt.date, dt.date]], kind: str, p: Palette) -> Trace:
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


def _cut(ranges: pd.DataFrame, last: dt.date) -> pd.DataFrame:
    """The forecast's bands, those that run on for years cut BEYOND_YEARS after the last mark (`cut`)."""
    end = pd.Timestamp(last) + pd.DateOffset(years=BEYOND_YEARS)
    ranges = ranges[ranges["low"] < end]
    over = ranges["high"] > end
    return ranges.assign(cut=over, high=ranges["high"].mask(over, end))


def _bands(
    ranges: pd.DataFrame, heights: Mapping[str, float], letters: Mapping[str, str], p: Palette
) -> list[dict[str, Any]]:
    """What comparable complexes took, as bands with their milestone's letter; an arrow where it runs on."""
    rows = rows_of(ranges)
    y = [heights[row["complex_id"]] for row in rows]
    signs = [letters[row["stage_id"]] + (" ›" if row["cut"] else "") for row in rows]
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


def _ghosts(ghosts: list[Mark], w: Words, p: Palette) -> list[Trace]:
    """The first plan: a thin line below the bar with a small mark at each milestone."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for y in dict.fromkeys(g["y"] for g in ghosts):
        days = [g["x"] for g in ghosts if g["y"] == y]
        xs += [min(days).isoformat(), max(days).isoformat(), None]
        ys += [y, y, None]
    marker = {"size": 6, "color": p.ground, "line": {"color": p.faint, "width": 1.5}}
    texts = [g["first_text"] for g in ghosts]
    return [
        lines(xs, ys, {"color": p.faint, "width": 1.5, "dash": "dot"}),
        points(iso(g["x"] for g in ghosts), [g["y"] for g in ghosts], marker, texts, w.t("first plan")),
    ]


def _mark(marks: list[Mark], state: str, p: Palette) -> Trace:
    """The milestones in one state."""
    rows = [m for m in marks if m["state"] == state]
    colour = {"done": p.blue, "planned": p.subtle, "passed": p.amber, "unconfirmed": p.subtle, "withdrawn": p.red}[
        state
    ]
    hollow = state in {"planned", "passed"}
    marker = {
        "symbol": MARKS[state],
        "size": 12 if state == "withdrawn" else 13,
        "color": p.ground if hollow else colour,
        "line": {"color": colour, "width": 2 if hollow else 0},
    }
    return points(iso(m["x"] for m in rows), [m["y"] for m in rows], marker, [m["text"] for m in rows], state)


def _letters(marks: list[Mark], p: Palette) -> Trace:
    """The letters above the marks; those of marks that nearly touch are written together."""
    clusters: list[list[Mark]] = []
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
