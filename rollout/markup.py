"""DataFrame -> HTML: the parts of a page that are text and tables. Pure; every value is escaped (Jinja2 autoescape)."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rollout.rating import RATINGS, percent
from rollout.rating import name as rating_name
from rollout.theme import Palette, stage_colour
from rollout.words import Words

TEMPLATES = Path(__file__).parent / "templates"
STATES = ("done", "planned", "passed", "withdrawn", "skipped", "unpublished")
SOME_LATE_MONTHS = 12
SIGN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")
PAIR = re.compile(r"(?<=:)(?=\S)|(?<=@)(?=\S)|(?<=www)(?=\.)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
WORD_JOINER = "\u2060"
TAG = re.compile(r"</?[a-z]+>")
BOARD_COLUMNS = ("stage_id", "state", "date", "precision", "slip_months")
_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@lru_cache
def asset(name: str) -> str:
    """A file of templates/, as it is (the page's CSS and JavaScript)."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@lru_cache
def styles() -> str:
    """The CSS of all pages: what they share, then each page's own."""
    return asset("page.css") + "".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*/*.css")))


def heading(title: str, unit: str = "") -> str:
    """A title (a sentence) and the line that names what stands below."""
    return fill("heading.html", title=title, unit=unit)


def fill(template: str, **values: Any) -> str:
    """A template of templates/ with its places filled in; values are escaped unless they are Markup."""
    return _environment.get_template(template).render(**values)


def plain(text: str) -> str:
    """Text for the places where Streamlit reads Markdown (titles, labels, buttons, notices, captions): it shows as it stands, on one line.

    A backslash hides a sign from the Markdown reader. Addresses, :emoji:, :material/icons: and arrows are looked for in what it has read,
    where no backslash is left: a word joiner, which nobody sees, parts them.
    """
    return SIGN.sub(r"\\\1", PAIR.sub(WORD_JOINER, " ".join(text.split())))


def spoken(text: str) -> str:
    """A chart's hover text (HTML) as plain text."""
    return unescape(TAG.sub("", text.replace("<br>", ", ")))


def state_name(state: str, w: Words) -> str:
    """A cell's state in words."""
    return {
        "done": w.t("reached"),
        "planned": w.t("planned"),
        "passed": w.t("date passed, no news"),
        "withdrawn": w.t("withdrawn"),
        "skipped": w.t("skipped"),
        "unpublished": w.t("not published"),
    }[state]


def move_tone(months: int) -> str:
    """How a move is coloured: quiet when none or earlier, amber up to a year, red beyond."""
    return "" if months <= 0 else "amber" if months < SOME_LATE_MONTHS else "red"


def board(sites: pd.DataFrame, cells: pd.DataFrame, stages: pd.DataFrame, w: Words, caption: str) -> str:
    """The stage board as a table: `sites` (progress/complexes) in the order shown, `cells` (progress/board), `stages` shown."""
    by_site: dict[str, list[dict[str, Any]]] = {}
    names = {stage.stage_id: w.of(stage._asdict(), "short") for stage in stages.itertuples()}
    columns = [cells[name].tolist() for name in ("complex_id", *BOARD_COLUMNS)]
    for complex_id, *values in zip(*columns, strict=True):
        by_site.setdefault(complex_id, []).append(_cell(*values, names=names, w=w))
    rows = []
    for site in sites.to_dict("records"):
        change = site["area_m2"] / site["announced_m2"] - 1
        row_cells = by_site[site["complex_id"]]
        for cell in row_cells:
            cell["run"] = cell["state"] in {"done", "skipped"}
        rows.append({
            "id": site["complex_id"], "name": w.of(site, "short"),
            "theme": f"{w.of(site, 'theme')} · {w.of(site, 'province')}",
            "area": w.area(site["area_m2"]), "cells": row_cells,
            "area_change": w.percent(change) if round(change * 100) else "", "area_tone": "amber" if change <= -0.1 else "",
        })  # fmt: skip
    return fill(
        "board.html", rows=rows, stages=list(names.values()), caption=caption, months=w.t("months"), complex_label=w.t("Complex"),
        legend=[(state, state_name(state, w)) for state in STATES],
        foot=w.t("+n: months later than first promised. A vaguer restatement counts as no move. Select any cell for its statements and sources."),
    )  # fmt: skip


def _cell(stage_id: str, state: str, date: Any, precision: str, slip: Any, *, names: Mapping[str, str], w: Words) -> dict[str, Any]:
    dated = state not in {"skipped", "unpublished"}
    moved = bool(pd.notna(slip) and slip and state != "withdrawn")
    shown_precision = "month" if precision == "day" else precision
    word = w.t("no news") if state == "passed" else state_name(state, w)
    return {
        "stage_id": stage_id, "stage": names[stage_id], "state": state, "word": word,
        "when": w.period(date, shown_precision) if dated else "",
        "move": w.signed(int(slip)) if moved else "", "tone": move_tone(int(slip)) if moved else "",
    }  # fmt: skip


def site_list(sites: pd.DataFrame, stages: pd.DataFrame, w: Words, p: Palette) -> str:
    """The sites as a list: colour and name of the stage reached, area. The map in words."""
    order = {stage.stage_id: (place, w.of(stage._asdict(), "name")) for place, stage in enumerate(stages.itertuples(), 1)}
    items = [
        {"id": site["complex_id"], "name": w.of(site, "short"), "stage": order[site["stage_id"]][1],
         "area": f"{w.area(site['area_m2'])} km²", "colour": stage_colour(order[site["stage_id"]][0], p)}
        for site in sites.to_dict("records")
    ]  # fmt: skip
    return fill("sites.html", sites=items)


def origins(rows: pd.DataFrame, w: Words) -> Markup:
    """Origins (sources/origins) as a list of links; a link that is no http(s) address is not made one."""
    items = []
    for row in rows.to_dict("records"):
        chips = [origin_kind(row["kind"], w)] + ([] if row["title_seen"] else [w.t("title is our description")])
        published = row["published_on"]
        items.append({
            "id": row["origin_id"], "publisher": row["publisher"], "title": row["title"], "chips": chips,
            "url": row["url"] if urlsplit(row["url"]).scheme in {"http", "https"} else "#",
            "published": published.date().isoformat() if pd.notna(published) else w.t("undated"),
        })  # fmt: skip
    return Markup(fill("origins.html", origins=items, empty=w.t("No source is published.")))  # noqa: S704  made by an escaping template


def origin_kind(kind: str, w: Words) -> str:
    """What kind of page an origin is, in words."""
    return {"press": w.t("press"), "official": w.t("official"), "statistics": w.t("statistics"), "company": w.t("company"),
            "other": w.t("blog or repost")}[kind]  # fmt: skip


def statements(rows: pd.DataFrame, said: Sequence[str], sources: pd.DataFrame, warnings: Mapping[str, Mapping[str, str]], w: Words) -> str:
    """Statements as a list, each with what was `said`, when, its warnings, note and sources.

    `rows`: status, counts, stated_on, stated_precision, warnings, note_ko, note_en, origin_ids.
    """
    items = []
    for row, text in zip(rows.to_dict("records"), said, strict=True):
        excluded = (
            []
            if row["counts"]
            else [{"name": w.t("does not count"), "meaning": w.t("Not in force for the whole complex, or another of that day counts")}]
        )
        items.append({
            "status": row["status"], "chips": excluded + chips(row["warnings"], warnings, w), "note": w.of(row, "note"),
            "stated": w.period(row["stated_on"], row["stated_precision"] or "day"), "said": text,
            "origins": origins(sources[sources["origin_id"].isin(as_list(row["origin_ids"]))], w),
        })  # fmt: skip
    return fill("statements.html", statements=items)


def news(items: Sequence[Mapping[str, Any]], w: Words, labels: Sequence[str], empty: str) -> str:
    """A short dated list: when, complex, what, move, and a button to its sources."""
    return fill("news.html", items=items, labels=[*labels, w.t("Source")], source_label=w.t("source"), empty=empty)


def card(lead: str, facts: Sequence[Mapping[str, str]], heads: Sequence[str] = (), lines: Sequence[Sequence[str]] = ()) -> str:
    """A sentence, a list of facts (name, value, note), and a table if it has lines."""
    return fill("card.html", lead=lead, facts=facts, heads=heads, lines=lines)


def table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A plain table: the first cell of a line is its header."""
    return fill("table.html", heads=heads, lines=lines)


def chips(ids_: Any, warnings: Mapping[str, Mapping[str, str]], w: Words) -> list[dict[str, str]]:
    """Usage warnings (a list column's cell) as chips with name and meaning."""
    return [{"name": w.of(warnings[i], "name"), "meaning": w.of(warnings[i], "meaning")} for i in as_list(ids_)]


def as_list(value: Any) -> list[str]:
    """A list column's cell as a list; empty for a missing one."""
    return [str(item) for item in value] if isinstance(value, (list, tuple)) or hasattr(value, "tolist") else []


def ids(column: pd.Series) -> list[str]:
    """Every item of a list column once, sorted."""
    return sorted({item for cell in column for item in as_list(cell)})


def sheets(slides: Sequence[str], w: Words) -> str:
    """A briefing's slides (HTML of briefing.preview) as a contact sheet that can be presented."""
    labels = {"slides": w.t("Slides"), "present": w.t("Present"), "here": w.t("present from here"), "before": w.t("Slide before"),
              "after": w.t("Next slide"), "smaller": w.t("Smaller"), "larger": w.t("Larger"), "filters": w.t("Filters"),
              "full": w.t("Full screen"), "leave": w.t("Leave")}  # fmt: skip
    return fill("briefing/sheets.html", sheets=[Markup(slide) for slide in slides], labels=labels,  # noqa: S704  templates escaped it
                count=w.n("one slide", "{n} slides", len(slides)))  # fmt: skip


def picture_button(target: str, name: str, title: str, source: str, w: Words) -> str:
    """A source line and a button that saves the Plotly chart inside `target` (a CSS selector) as an SVG file."""
    return fill("picture.html", target=target, name=name, title=title, source=source, label=w.t("Save as SVG"))


def ratings(
    rated: pd.DataFrame, sites: pd.DataFrame, stages: pd.DataFrame, as_of: dt.date, compare: dt.date, rule: Sequence[tuple[str, str]], w: Words
) -> str:  # fmt: skip
    """The delivery rating: counts with the area and money they stand for, a strip of quarters a complex, and the rule in words.

    `rated`: rating.rate of each quarter end, of the as-of and of the comparison day. `sites`: progress/complexes in the order shown.
    """
    today = pd.Timestamp(as_of)
    before = rated[rated["day"] == pd.Timestamp(compare)]
    now = rated[rated["day"] == today].set_index("complex_id")
    past = rated[(rated["day"] < today) & rated["day"].dt.is_quarter_end]
    ends = sorted(past["day"].unique())
    word = {key: rating_name(key, w) for key in RATINGS}
    stage_names = {stage["stage_id"]: w.of(stage, "short") for stage in stages.to_dict("records")}
    labels = {end: w.period(end, "quarter") for end in ends}
    strips: dict[str, list[dict[str, Any]]] = {}
    for complex_id, end, value in past.sort_values("day")[["complex_id", "day", "rating"]].itertuples(index=False):
        title = w.t("{quarter}: {rating}", quarter=labels[end], rating=word[value])
        strips.setdefault(complex_id, []).append({"rating": value, "word": word[value], "title": title, "first": end.quarter == 1})
    rows = []
    for site in sites.to_dict("records"):
        row = now.loc[site["complex_id"]]
        name = w.of(site, "short")
        rows.append({
            "id": site["complex_id"], "name": name, "history": strips.get(site["complex_id"], []), "rating": row["rating"], "word": word[row["rating"]],
            "reasons": main_reasons(row["rating"], row["reasons"]),
            "chance": percent(row["chance"], int(row["chance_cases"]), w) if pd.notna(row["chance"]) else "", "chance_stage": stage_names.get(row["chance_stage_id"], ""), "chance_id": row["chance_stage_id"], "aria": w.t("{name}: {rating}, reasons at each quarter", name=name, rating=word[row["rating"]]),
        })  # fmt: skip
    years = pd.Series([end.year for end in ends]).value_counts(sort=False).items() if ends else ()
    reds = past[past["rating"] == "red"].groupby("day").size()
    return fill(
        "schedule_ratings.html", tally=_tally(now, before, sites, word, compare, w), tally_label=w.t("Ratings now"), rows=rows,
        quarters=[{"short": str(end.quarter), "name": labels[end]} for end in ends], years=list(years),
        heads={"complex": w.t("Complex"), "now": w.t("Now"), "why": w.t("Why"), "chance": w.t("Chance of next plan"), "red": w.t("Red")}, reds=[int(reds.get(end, 0)) for end in ends],
        red_now=int((now["rating"] == "red").sum()),
        caption=w.t("At each quarter's end as it was known then, and as of the day chosen. +n mo: months later than first promised. Select a rating for its reasons at each quarter, a reason for its statements."),
        rule_title=w.t("How it is rated"), rule=[(key, word[key], text) for key, text in rule],
        rule_foot=w.t("The first line that fits counts. Nobody sets a rating: it follows from the statements alone. “No news” means that nothing newer was found in public sources."),
    )  # fmt: skip


def main_reasons(rating: str, reasons: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The reasons that a row has room for: those that say amber or red; that little is published only where it decides;
    the chance only where nothing else speaks, because it has a column."""
    kept = [reason for reason in reasons if reason["rating"] != "little" or rating == "little"]
    return kept if len(kept) < 2 else [reason for reason in kept if not reason.get("chance")]


def _tally(
    now: pd.DataFrame, before: pd.DataFrame, sites: pd.DataFrame, word: Mapping[str, str], compare: dt.date, w: Words
) -> list[dict[str, str]]:
    """How many complexes have each rating, and the area and site cost that they stand for."""
    rated = sites.assign(rating=sites["complex_id"].map(now["rating"]))
    items = []
    for key in RATINGS:
        part = rated[rated["rating"] == key]
        change = len(part) - int((before["rating"] == key).sum())
        published = int(part["cost_krw"].notna().sum())
        amount = w.won(part["cost_krw"].sum())
        cost = (
            w.t("site cost {amount}", amount=amount)
            if published == len(part)
            else w.t("site cost {amount}, published for {n}", amount=amount, n=w.number(published))
        )
        items.append({
            "rating": key, "word": word[key], "count": w.number(len(part)), "of": w.t("of {n}", n=w.number(len(sites))),
            "area": f"{w.area(part['area_m2'].sum(), 1)} km²" if len(part) else "", "cost": cost if published else w.t("no site cost published") if len(part) else "",
            "change": w.t("{change} since {day}", change=w.signed(change), day=compare.isoformat()) if change
            else w.t("unchanged since {day}", day=compare.isoformat()),
        })  # fmt: skip
    return items


def rating_history(rated: pd.DataFrame, w: Words) -> str:
    """One complex's ratings with the reasons, the newest first. `rated`: rating.rate of one complex."""
    rows = [
        {"when": row["day"].date().isoformat(), "rating": row["rating"], "word": rating_name(row["rating"], w),
         "text": "; ".join(reason["text"] for reason in row["reasons"]) or w.t("every published date is ahead, none has moved later")}
        for row in rated.sort_values("day", ascending=False).to_dict("records")
    ]  # fmt: skip
    return fill("schedule_why.html", heads=[w.t("Day"), w.t("Rating"), w.t("Reasons")], rows=rows)


def gantt_legend(letters: Sequence[tuple[str, str]], band: bool, w: Words) -> str:
    """What bars, marks and letters of the Gantt chart mean."""
    return fill(
        "schedule_legend.html", actual=w.t("so far"), plan=w.t("latest plan"), works=w.t("planned works"), ghost=w.t("first plan"),
        band=w.t("what comparable complexes took (80% range)") if band else "", letters=letters,
        marks=[(state, state_name(state, w)) for state in ("done", "planned", "passed", "withdrawn")],
    )  # fmt: skip


def slips(cells: pd.DataFrame, names: Mapping[str, str], caption: str, w: Words) -> str:
    """One milestone's first and latest date, a row a complex. `cells`: schedule/standing of one day and stage, in the order shown."""
    rows = []
    for cell in cells.to_dict("records"):
        dated = cell["state"] in {"done", "planned", "passed", "withdrawn"}
        moved = int(cell["slip_months"]) if pd.notna(cell["slip_months"]) else 0
        said = w.t("stated {day}", day=cell["stated_on"].date().isoformat()) if dated else ""
        promised = pd.notna(cell["first_date"])
        rows.append({
            "id": cell["complex_id"], "name": names[cell["complex_id"]], "state": cell["state"], "word": state_name(cell["state"], w),
            "open": f"cell:{cell['complex_id']}:{cell['stage_id']}",
            "first": w.period(cell["first_date"], cell["first_precision"]) if promised else "",
            "first_said": w.t("stated {day}", day=cell["first_stated_on"].date().isoformat()) if promised else "",
            "last": w.period(cell["date"], cell["precision"]) if dated else "", "last_said": said,
            "move": w.signed(moved) if moved else "", "tone": move_tone(moved), "held": "0" if pd.notna(cell["slip_months"]) else "",
            "restated": w.number(cell["restatements"]) if promised else "",
            "passed": w.number(cell["passed_days"]) if pd.notna(cell["passed_days"]) else "",
        })  # fmt: skip
    heads = [
        w.t("Complex"),
        w.t("First plan"),
        w.t("Latest plan, or reached"),
        w.t("Moved, months"),
        w.t("Restated"),
        w.t("Passed without news, days"),
    ]
    foot = w.t(
        "Two statements on one day: both are kept and shown (the one that does not count as a ring in the chart); the more precise counts, and of two equally precise the later. A vaguer"
        " restatement counts as no move. A plan that is not for the whole complex, or that was told in retrospect, is listed among the statements but does not count."
    )
    return fill("schedule_slips.html", heads=heads, rows=rows, caption=caption, foot=foot, absent=w.t("not published"))


def milestones(summary: pd.DataFrame, names: Mapping[str, str], chosen: str, caption: str, w: Words) -> str:
    """The pair late against the first and the latest plan, a row a milestone.

    `summary`: stage_id, dated, late_first, late_latest, median, most (months), restated; the last row (stage_id empty) is the sum.
    """
    rows = []
    for row in summary.to_dict("records"):
        median, most = (w.signed(row[column], 1) if pd.notna(row[column]) else "" for column in ("median", "most"))
        cells = [(w.number(row["dated"]), ""), (w.number(row["late_first"]), "red" if row["late_first"] else ""),
                 (w.number(row["late_latest"]), "amber" if row["late_latest"] else ""), (median, ""), (most, ""), (w.number(row["restated"]), "")]  # fmt: skip
        rows.append({"name": names.get(row["stage_id"], w.t("All")), "chosen": row["stage_id"] == chosen, "cells": cells})
    heads = [w.t("Milestone"), w.t("Open, with a date"), w.t("Late against the first plan"), w.t("against the latest"), w.t("Median move, months"),
             w.t("Most, months"), w.t("Restated")]  # fmt: skip
    return fill(
        "schedule_milestones.html", heads=heads, rows=rows[:-1], total=rows[-1] if rows else None, caption=caption, chosen=w.t("(chosen)")
    )


def rollup(now: pd.DataFrame, before: pd.DataFrame, stages: pd.DataFrame, names: Mapping[str, str], caption: str, w: Words) -> str:
    """For each milestone how many complexes stand where, before and now, and which moved. `now`, `before`: schedule/standing of a day each."""
    counts, counts_before = (rows.groupby(["stage_id", "state"]).size().to_dict() for rows in (now, before))
    both = now[["complex_id", "stage_id", "state"]].merge(
        before[["complex_id", "stage_id", "state"]], on=["complex_id", "stage_id"], suffixes=("", "_before")
    )
    moved: dict[tuple[str, str], list[dict[str, str]]] = {}
    for complex_id, stage_id, state, _ in both[both["state"] != both["state_before"]].itertuples(index=False):
        moved.setdefault((stage_id, state), []).append({"id": complex_id, "name": names[complex_id]})
    rows = []
    for stage in stages.to_dict("records"):
        stage_id = stage["stage_id"]
        cells = [{"label": state_name(s, w), "before": w.number(counts_before.get((stage_id, s), 0)), "now": w.number(counts.get((stage_id, s), 0)),
                  "zero": not counts.get((stage_id, s)) and not counts_before.get((stage_id, s))} for s in STATES]  # fmt: skip
        groups = [{"state": s, "word": state_name(s, w), "sites": moved[stage_id, s]} for s in STATES if (stage_id, s) in moved]
        rows.append({"id": stage_id, "name": w.of(stage, "name"), "cells": cells, "moves": groups})
    return fill("schedule_rollup.html", rows=rows, states=[(s, state_name(s, w)) for s in STATES], caption=caption, to=w.t("to"),
                heads={"stage": w.t("Milestone"), "moved": w.t("What moved"), "none": w.t("nothing")})  # fmt: skip
