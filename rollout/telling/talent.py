"""What the Talent page says: its sentence, its titles, its rows. Data in, words out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rollout import markup
from rollout.ask import metrics
from rollout.reader import Reader
from rollout.telling import wording
from rollout.words import Words, fold

TYPES = ("contract-department", "specialised-university", "specialised-graduate-school", "meister-high-school", "bootcamp", "glocal-university",
         "kised-program", "other")  # fmt: skip
LEVELS = ("high-school", "bachelor", "graduate", "bootcamp", "other", "start-up")
REACHES = ("10", "30", "50", "80", "120")
GROUPS = ("type", "level", "industry", "province")
ADDED = ("intake", "trained")  # kinds of seats that may be added up, each for itself: start-up rounds are of different years
PLACED = ("district", "city")
METRIC = "no-programme-within-reach"
NAMED = 5


@dataclass(frozen=True)
class Wish:
    """What the viewer asked of this page: a type and a level (None: all), how far a complex reaches (km), a text to find."""

    type: str | None = None
    level: str | None = None
    km: int = 50
    find: str = ""

    def kind(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of this type and level."""
        if self.type:
            rows = rows[rows["type"] == self.type]
        return rows[rows["level"] == self.level] if self.level else rows


# --- names ----------------------------------------------------------------------------------------------------------------------------


def types(w: Words) -> dict[str, str]:
    """The kinds of programme in words."""
    return {
        "contract-department": w.t("Contract department"),
        "specialised-university": w.t("Specialised university"),
        "specialised-graduate-school": w.t("Specialised graduate school"),
        "meister-high-school": w.t("Meister high school"),
        "bootcamp": w.t("Boot camp"),
        "glocal-university": w.t("Glocal university"),
        "kised-program": w.t("Start-up programme (KISED)"),
        "other": w.t("Other programme"),
    }


def levels(w: Words) -> dict[str, str]:
    """The levels in words."""
    return {
        "high-school": w.t("High school"),
        "bachelor": w.t("Bachelor"),
        "graduate": w.t("Graduate"),
        "bootcamp": w.t("Short course (boot camp)"),
        "other": w.t("Level not stated"),
        "start-up": w.t("Start-up"),
    }


def groups(w: Words) -> dict[str, str]:
    """What the programmes can be counted by."""
    return {"type": w.t("type"), "level": w.t("level"), "industry": w.t("industry"), "province": w.t("province")}


def states(w: Words) -> dict[str, str]:
    """A programme's state in words."""
    return {"running": w.t("running"), "selected": w.t("selected"), "planned": w.t("planned"), "ended": w.t("ended")}


def supply_metrics(w: Words) -> dict[str, str]:
    """The kinds of published figures in words."""
    return {
        "demand": w.t("Demand"),
        "target": w.t("Target to train"),
        "seats": w.t("Seats"),
        "graduates": w.t("Graduates"),
        "trained": w.t("Trained"),
    }


def school(row: Mapping[str, Any], w: Words) -> str:
    """A programme's school."""
    return w.of(row, "institution")


def place(row: Mapping[str, Any], viewer: Reader) -> str:
    """Where a programme is, as exactly as is known."""
    w, names = viewer.w, viewer.names
    kind = row["place"]
    if kind == "district":
        return names["districts"][row["district_code"]]
    if kind == "city":
        return w.t("{city} (district not published)", city=names["provinces"][row["province_id"]])
    if kind == "province":
        return w.t("{province} (place not published)", province=names["provinces"][row["province_id"]])
    return w.t("nationwide") if kind == "nationwide" else w.t("campus not published")


def seats(row: Mapping[str, Any], w: Words) -> str:
    """A programme's published seats with their unit; boot camps promise a hundred or more."""
    if pd.isna(row["seats_per_year"]):
        return ""
    n = w.number(row["seats_per_year"])
    if row["seats_kind"] == "supported":
        return w.t("{n} firms a year", n=n) if row["seats_unit"] == "firms" else w.t("{n} founders a year", n=n)
    if row["seats_kind"] == "intake":
        return w.t("{n} admission places a year", n=n)
    return w.t("{n} or more trained a year", n=n) if row["type"] == "bootcamp" else w.t("{n} trained a year", n=n)


def years(row: Mapping[str, Any], w: Words) -> str:
    """A programme's first and last year, as far as published."""
    start, end = (str(int(row[name])) if pd.notna(row[name]) else "" for name in ("start_year", "end_year"))
    if not start and not end:
        return w.t("years not published")
    return w.t("from {year}", year=start) if not end else f"{start}–{end}"


# --- rows -----------------------------------------------------------------------------------------------------------------------------


def in_scope(rows: pd.DataFrame, viewer: Reader) -> pd.DataFrame:
    """The programmes (talent/programmes) that pass the shared filters of province, situation and industry."""
    scope = viewer.scope
    if scope.provinces:
        rows = rows[rows["province_id"].isin(scope.provinces)]
    if scope.situation:
        rows = rows[rows["capital_area"].eq(scope.situation == "capital").fillna(False).astype(bool)]
    return rows[rows["industry_id"].isin(scope.industries)] if scope.industries else rows


def found(rows: pd.DataFrame, find: str, viewer: Reader) -> pd.DataFrame:
    """The programmes whose school, department, partner or note holds the text, however it was typed."""
    wanted = fold(find)
    if not wanted:
        return rows
    columns = ("institution_ko", "institution_en", "department_ko", "partner_company_ko")
    hits = [any(wanted in fold(row[name], 400) for name in columns if isinstance(row[name], str)) for row in rows.to_dict("records")]
    return rows[pd.Series(hits, index=rows.index, dtype=bool)]


def within(pipeline: pd.DataFrame, wish: Wish, viewer: Reader) -> pd.DataFrame:
    """The programmes (talent/pipeline) within reach, of the type, level and industry asked for."""
    rows = wish.kind(pipeline[pipeline["distance_km"] <= wish.km])
    industries = viewer.scope.industries
    return rows[rows["industry_id"].isin(industries) | ~rows["same_industry"]] if industries else rows


@dataclass(frozen=True)
class Cell:
    """What one complex has within reach at one level: programmes counted, planned and only parts of others, seats by kind, and for how many they are published."""

    counted: int
    planned: int
    parts: int
    seats: Mapping[str, int]
    told: Mapping[str, int]


def cell(rows: pd.DataFrame) -> Cell:
    """The programmes of one complex and level, counted."""
    good = rows[rows["counted"]]
    kinds = {kind: good.loc[good["seats_kind"] == kind, "seats_per_year"] for kind in ADDED}
    return Cell(
        counted=len(good), planned=int((rows["state"] == "planned").sum()), parts=int((rows["part"] & (rows["state"] != "planned")).sum()),
        seats={kind: int(own.sum()) for kind, own in kinds.items() if len(own)}, told={kind: len(own) for kind, own in kinds.items() if len(own)},
    )  # fmt: skip


def matrix(near: pd.DataFrame, wish: Wish, complexes: Sequence[str]) -> dict[str, dict[str, Cell]]:
    """Complex -> level (and `all`, which leaves start-up programmes out) -> what it has within reach; the barest first."""
    own = near[near["same_industry"]]
    shown = [wish.level] if wish.level else LEVELS
    cells: dict[str, dict[str, Cell]] = {}
    for complex_id in complexes:
        mine, every = own[own["complex_id"] == complex_id], near[near["complex_id"] == complex_id]
        cells[complex_id] = {}
        for level in shown:
            rows = every if level == "start-up" else mine
            cells[complex_id][level] = cell(rows[rows["level"] == level])
        cells[complex_id]["all"] = cell(mine[mine["level"] != "start-up"])
    order = sorted(cells, key=lambda i: (cells[i]["all"].counted, cells[i]["all"].parts, complexes.index(i)))
    return {complex_id: cells[complex_id] for complex_id in order}


def bare(cells: Mapping[str, Mapping[str, Cell]], level: str = "all") -> tuple[list[str], list[str]]:
    """The complexes without a programme at a level, and those that have only a part of one counted elsewhere."""
    without = [i for i, row in cells.items() if level in row and not row[level].counted]
    only = [i for i in without if cells[i][level].parts]
    return [i for i in without if i not in only], only


# --- the sentence and the titles --------------------------------------------------------------------------------------------------------


def top(viewer: Reader, rows: pd.DataFrame, cells: Mapping[str, Mapping[str, Cell]], wish: Wish) -> str:
    """The top of the page: how many programmes, and which complexes have none of their industry within reach."""
    w = viewer.w
    kinds = ([types(w)[wish.type]] if wish.type else []) + ([levels(w)[wish.level]] if wish.level else [])
    crumb = [w.t("Talent"), *viewer.scope.described(w, viewer.names), *kinds]
    metric = metrics()[METRIC]
    under = f"{w.of(metric, 'name')}: {w.of(metric, 'formula')}. {w.of(metric, 'caveat')}."
    return wording.top(viewer, crumb, sentences(viewer, rows, cells, wish), under)


def sentences(viewer: Reader, rows: pd.DataFrame, cells: Mapping[str, Mapping[str, Cell]], wish: Wish) -> list[tuple[str, str]]:
    """The findings, each with the tone of what stands between its stars."""
    w = viewer.w
    counted = int(rows["counted"].sum())
    said = [
        (
            w.n("*One programme* is known to run or to be selected.", "*{n} programmes* are known to run or to be selected.", counted),
            wording.GOOD,
        )
    ]
    if not counted:
        said = [(w.t("No programme is known in this view."), wording.BASIC)]
    if wish.level == "start-up" or wish.type == "kised-program":
        return [*said, (w.t("Start-up programmes are for any industry and are not matched with complexes."), wording.BASIC)]
    none, only = bare(cells)
    with_one = len(cells) - len(none) - len(only)
    km = w.number(wish.km)
    said.append((w.n("Of one complex in scope, {with_one} has one for its industry within {km} km.", "{with_one} of {n} complexes have one for their industry within {km} km.",
                     len(cells), with_one=w.number(with_one), km=km), wording.BASIC))  # fmt: skip
    if none:
        said.append((w.t("*None at {names}.*", names=_names(none, viewer)), wording.BAD))
    if only:
        said.append((w.t("*{names}: only a part of one that is counted elsewhere.*", names=_names(only, viewer)), "amber"))
    if not wish.level and not wish.type and with_one:
        lacking = {
            level: len(none_) + len(only_) for level in ("high-school", "bachelor", "graduate") for none_, only_ in [bare(cells, level)]
        }
        said.append((w.t("No high school at {high}, no bachelor's programme at {bachelor}, no graduate one at {graduate}.", high=w.number(lacking["high-school"]),
                         bachelor=w.number(lacking["bachelor"]), graduate=w.number(lacking["graduate"])), wording.BASIC))  # fmt: skip
    return said


def _names(complexes: Iterable[str], viewer: Reader) -> str:
    return viewer.w.list([viewer.names["complexes"][i] for i in complexes])


def map_title(rows: pd.DataFrame, viewer: Reader) -> str:
    """The map's finding: where most of them are."""
    w = viewer.w
    good = rows[rows["counted"] & rows["province_id"].notna()]
    if good.empty:
        return w.t("No programme in this view has a known place")
    by = good["province_id"].value_counts()
    if len(by) == 1:
        return w.t("All with a known province are in {province}", province=viewer.names["provinces"][by.index[0]])
    share = w.number(good["capital_area"].astype(bool).mean() * 100)
    return w.t("{share}% of those with a known province are in the capital area; most in {province} ({n})", share=share,
               province=viewer.names["provinces"][by.index[0]], n=w.number(by.iloc[0]))  # fmt: skip


def places(rows: pd.DataFrame, viewer: Reader) -> list[dict[str, Any]]:
    """The counted programmes that can be placed, one entry a si/gun/gu (or city): latitude, longitude, count, caption (plain text)."""
    w, names = viewer.w, types(viewer.w)
    good = rows[rows["counted"] & rows["latitude"].notna()]
    spots = []
    for (latitude, longitude), own in good.groupby(["latitude", "longitude"]):
        head = w.n("{place}: one programme", "{place}: {n} programmes", len(own), place=place(own.iloc[0], viewer))
        kinds = [f"{names[kind]} {w.number(count)}" for kind, count in own["type"].value_counts().items()]
        schools = list(dict.fromkeys(school(row, w) for row in own.to_dict("records")))
        shown = ", ".join(schools[:NAMED]) + (" " + w.t("and {n} more", n=w.number(len(schools) - NAMED)) if len(schools) > NAMED else "")
        spots.append({"latitude": latitude, "longitude": longitude, "count": len(own), "caption": f"{head}\n{', '.join(kinds)}\n{shown}"})
    return sorted(spots, key=lambda spot: -spot["count"])


def site_captions(cells: Mapping[str, Mapping[str, Cell]], sites: pd.DataFrame, wish: Wish, viewer: Reader) -> dict[str, str]:
    """What the map says of each complex: its industries, and what is within reach."""
    w, names = viewer.w, viewer.names
    captions = {}
    for site in sites.to_dict("records"):
        own = cells[site["complex_id"]]["all"]
        industries = ", ".join(names["industries"][i] for i in markup.as_list(site["industry_ids"]))
        reach = w.n("one programme within {km} km", "{n} programmes within {km} km", own.counted, km=w.number(wish.km))
        if not own.counted:
            reach = (
                w.t("only a part of a programme within {km} km", km=w.number(wish.km))
                if own.parts
                else w.t("no programme within {km} km", km=w.number(wish.km))
            )
        captions[site["complex_id"]] = f"{w.of(site, 'short')}\n{industries}\n{reach}"
    return captions


def map_alt(spots: Sequence[Mapping[str, Any]], captions: Mapping[str, str], title: str) -> str:
    """The map for someone who can't see it."""
    told = [text.replace("\n", ", ") for text in captions.values()] + [spot["caption"].split("\n")[0] for spot in spots]
    return f"{title}. {'; '.join(told)}."


# --- counts by type, level, industry, province -------------------------------------------------------------------------------------------


def grouped(rows: pd.DataFrame, by: str, viewer: Reader) -> list[dict[str, Any]]:
    """A line a type (level, industry, province): programmes counted, planned, ended, only parts; seats by kind and for how many published."""
    w = viewer.w
    column = {"type": "type", "level": "level", "industry": "industry_id", "province": "province_id"}[by]
    named = _group_names(by, viewer)
    keys = rows[column].fillna("")
    lines = []
    for key in [*named, ""]:
        own = rows[keys == key]
        if own.empty:
            continue
        good = own[own["counted"]]
        line: dict[str, Any] = {"key": key or "none", "name": named.get(key, w.t("no province")), "counted": len(good),
                                "planned": int((own["state"] == "planned").sum()), "ended": int((own["state"] == "ended").sum()),
                                "parts": int((own["part"] & own["state"].isin(["running", "selected"])).sum())}  # fmt: skip
        for kind in ADDED:
            told = good[good["seats_kind"] == kind]
            line[kind], line[f"{kind}_told"] = int(told["seats_per_year"].sum()), len(told)
        lines.append(line)
    return lines if by in {"type", "level"} else sorted(lines, key=lambda line: (line["key"] in {"none", "other"}, -line["counted"]))


def group_title(lines: Sequence[Mapping[str, Any]], by: str, w: Words) -> str:
    """The table's finding: which is the largest group."""
    if not any(line["counted"] for line in lines):
        return w.t("No programme is counted in this view")
    top_line = max(lines, key=lambda line: (line["key"] not in {"other", "none"} and line["counted"] > 0, line["counted"]))
    total = sum(line["counted"] for line in lines)
    return w.t("{name}: {n} of {total} programmes", name=top_line["name"], n=w.number(top_line["counted"]), total=w.number(total))


def group_table(lines: Sequence[Mapping[str, Any]], rows: pd.DataFrame, by: str, viewer: Reader) -> str:
    """The counts as a table."""
    w = viewer.w
    most = max((line["counted"] for line in lines), default=0) or 1

    def published(line: Mapping[str, Any], kind: str) -> str:
        return (
            w.t("{seats} ({n} of {m})", seats=w.number(line[kind]), n=w.number(line[f"{kind}_told"]), m=w.number(line["counted"]))
            if line[f"{kind}_told"]
            else ""
        )

    items = [
        {"name": line["name"], "open": f"group:{by}:{line['key']}", "count": w.number(line["counted"]), "share": round(100 * line["counted"] / most, 1),
         "aria": w.t("{name}: list of programmes", name=line["name"]), "planned": w.number(line["planned"]) if line["planned"] else "",
         "ended": w.number(line["ended"]) if line["ended"] else "", "seats": [published(line, kind) for kind in ADDED]}
        for line in lines
    ]  # fmt: skip
    titles = {"type": w.t("Type"), "level": w.t("Level of education"), "industry": w.t("Industry"), "province": w.t("Province")}
    heads = [titles[by], w.t("Counted"), w.t("Planned"), w.t("Ended"), w.t("Admission places a year"), w.t("To be trained a year")]
    parts = int((rows["part"] & rows["state"].isin(["running", "selected"])).sum())
    foot = [
        w.t(
            "(n of m): published for n of the m counted. Admission places and people trained are unlike and are not added; boot camps give a least number."
        )
    ]
    if parts:
        foot.append(w.n("One more is a part of a programme listed itself: shown in the list, not counted.",
                        "{n} more are parts of programmes listed themselves: shown in the list, not counted.", parts))  # fmt: skip
    started = rows[rows["counted"] & (rows["seats_kind"] == "supported")]
    if len(started):
        foot.append(w.t("Start-up rounds are of different years and are not added."))
    return markup.fill("talent/groups.html", heads=heads, items=items, foot=" ".join(foot), empty=w.t("No programme in this view."))


def group_name(by: str, key: str, viewer: Reader) -> str:
    """A group's title."""
    return _group_names(by, viewer).get(key, viewer.w.t("no province"))


def _group_names(by: str, viewer: Reader) -> Mapping[str, str]:
    w = viewer.w
    return {"type": types(w), "level": levels(w), "industry": viewer.names["industries"], "province": viewer.names["provinces"]}[by]


def group_lines(rows: pd.DataFrame, viewer: Reader) -> tuple[list[str], list[list[str]]]:
    """A group's programmes as a plain table: heads and lines."""
    w, kinds, said = viewer.w, types(viewer.w), states(viewer.w)
    heads = [w.t("School"), w.t("Type"), w.t("Industry"), w.t("Place"), w.t("Seats"), w.t("State")]
    lines = [
        [full_name(row, w), kinds[row["type"]], viewer.names["industries"][row["industry_id"]], place(row, viewer), seats(row, w) or w.t("not published"),
         said[row["state"]] + (" · " + w.t("a part, not counted") if row["part"] else "")]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return heads, lines


def unplaced(rows: pd.DataFrame, viewer: Reader) -> str:
    """The counted programmes without a point on the map, by reason, each named."""
    w = viewer.w
    lost = rows[rows["counted"] & ~rows["place"].isin(PLACED)]
    reasons = {
        "nationwide": w.t("Nationwide"),
        "unknown": w.t("Campus not published"),
        "province": w.t("Only the province known, too wide to place"),
    }
    lists = [
        {"name": reason, "count": w.number(len(own)), "items": [{"open": f"programme:{row['programme_id']}", "name": full_name(row, w) if kind != "nationwide" else str(row["department_ko"])} for row in own.to_dict("records")]}
        for kind, reason in reasons.items() for own in [lost[lost["place"] == kind]] if len(own)
    ]  # fmt: skip
    cities = int((rows["counted"] & (rows["place"] == "city")).sum())
    note = w.n("One stands at the middle of its city, because its district is not published.",
               "{n} stand at the middle of their city, because their district is not published.", cities) if cities else ""  # fmt: skip
    title = w.n("One counted programme is not on the map", "{n} counted programmes are not on the map", len(lost)) if len(lost) else ""
    return markup.fill("talent/unplaced.html", title=title, lists=lists, note=note)


def full_name(row: Mapping[str, Any], w: Words) -> str:
    """School and department."""
    department = row["department_ko"]
    return school(row, w) + (f" · {department.replace(';', ', ')}" if isinstance(department, str) else "")


# --- the pipeline of each complex ---------------------------------------------------------------------------------------------------------


def reach_title(cells: Mapping[str, Mapping[str, Cell]], wish: Wish, viewer: Reader) -> str:
    """The matrix's finding: who has none."""
    w, km = viewer.w, viewer.w.number(wish.km)
    none, only = bare(cells)
    if none or only:
        return w.t("No programme counted for the industry of {names} within {km} km", km=km, names=_names([*none, *only], viewer))
    return w.n("The complex in scope has a programme for its industry within {km} km", "All {n} complexes in scope have a programme for their industry within {km} km",
               len(cells), km=km)  # fmt: skip


def reach_table(cells: Mapping[str, Mapping[str, Cell]], sites: pd.DataFrame, near: pd.DataFrame, wish: Wish, viewer: Reader) -> str:
    """The matrix complexes by level, a button a cell."""
    w, names = viewer.w, viewer.names
    shown = [wish.level] if wish.level else list(LEVELS)
    columns = [*[level for level in shown if level != "start-up"], "all", *[level for level in shown if level == "start-up"]]
    titles = levels(w) | {"all": w.t("All counted"), "start-up": w.t("Start-up, any industry")}
    site = {row["complex_id"]: row for row in sites.to_dict("records")}
    own = near[near["same_industry"] & near["counted"]].drop_duplicates("complex_id").set_index("complex_id")
    rows = []
    for complex_id, by_level in cells.items():
        first = own.loc[complex_id].to_dict() if complex_id in own.index else None
        rows.append({
            "id": complex_id, "name": names["complexes"][complex_id], "bare": not by_level["all"].counted,
            "industries": ", ".join(names["industries"][i] for i in markup.as_list(site[complex_id]["industry_ids"])),
            "nearest": w.t("{school}, {n} km", school=school(first, w), n=w.number(first["distance_km"])) if first else w.t("none"),
            "cells": [_reach_cell(by_level[level], complex_id, level, titles[level], viewer) for level in columns],
        })  # fmt: skip
    heads = [w.t("Complex"), *[titles[level] for level in columns], w.t("Nearest")]
    totals = [sum(1 for row in cells.values() if row[level].counted) for level in columns]
    total = {"name": w.t("Complexes that have one"), "cells": [w.t("{n} of {m}", n=w.number(n), m=w.number(len(cells))) for n in totals]}
    foot = w.t(
        "Running or selected programmes; seats a year of each kind for itself, (n/m): published for n of the m counted. A programme for the industry “other” matches no complex; start-up programmes are"
        " for any industry and stand apart. Distance: straight line from the complex's host town to the middle of the school's si, gun or gu (or city), so some kilometres vague."
    )
    return markup.fill("talent/reach.html", heads=heads, rows=rows, total=total, foot=foot, all_at=columns.index("all"))


def _reach_cell(own: Cell, complex_id: str, level: str, title: str, viewer: Reader) -> dict[str, Any]:
    w, parts = viewer.w, []
    for kind, seats_ in own.seats.items():
        values = {"n": w.number(seats_), "told": w.number(own.told[kind]), "of": w.number(own.counted)}
        parts.append(w.t("{n} places ({told}/{of})", **values) if kind == "intake" else w.t("{n} trained ({told}/{of})", **values))
    if own.counted and not own.seats and level != "start-up":
        parts.append(w.t("seats not published"))
    if own.planned:
        parts.append(w.t("{n} planned", n=w.number(own.planned)))
    if own.parts:
        parts.append(w.t("{n} only a part", n=w.number(own.parts)))
    any_at_all = own.counted or own.planned or own.parts
    return {"count": w.number(own.counted) if own.counted else w.t("none"), "zero": not own.counted, "lines": parts, "level": level,
            "open": f"reach:{complex_id}:{level}" if any_at_all else "",
            "aria": w.t("{name}, {what}: list", name=viewer.names["complexes"][complex_id], what=title)}  # fmt: skip


def near_lines(rows: pd.DataFrame, viewer: Reader) -> tuple[list[str], list[list[str]]]:
    """Programmes within reach as a plain table, nearest first: heads and lines."""
    w, kinds, said = viewer.w, types(viewer.w), states(viewer.w)
    heads = [w.t("School"), w.t("Distance"), w.t("Type"), w.t("Industry"), w.t("Seats"), w.t("State")]
    lines = [
        [full_name(row, w), w.t("{n} km", n=w.number(row["distance_km"])), kinds[row["type"]], viewer.names["industries"][row["industry_id"]],
         seats(row, w) or w.t("not published"), said[row["state"]] + (" · " + w.t("a part, not counted") if row["part"] else "")]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return heads, lines


# --- the list ---------------------------------------------------------------------------------------------------------------------------


def list_title(rows: pd.DataFrame, wish: Wish, w: Words) -> str:
    """The list's title: how many, and what was looked for."""
    if wish.find and fold(wish.find):
        return w.n("One programme holds “{text}”", "{n} programmes hold “{text}”", len(rows), text=fold(wish.find, 40))
    other = len(rows) - int(rows["counted"].sum())
    return w.n("One programme", "{n} programmes", len(rows)) + (
        " · " + w.n("one of them not counted", "{n} of them not counted", other) if other else ""
    )


def programme_list(rows: pd.DataFrame, viewer: Reader) -> str:
    """Programmes as a table: school, kind, place, partner, seats, budget, years, state, source."""
    w, names, warnings = viewer.w, viewer.names, viewer.warnings()
    kinds, steps, said = types(w), levels(w), states(w)
    lines = []
    for row in rows.to_dict("records"):
        partners = row["partner_company_ko"].split(";") if isinstance(row["partner_company_ko"], str) else []
        department = row["department_ko"] if isinstance(row["department_ko"], str) else ""
        lines.append({
            "id": row["programme_id"], "state": row["state"], "name": school(row, w), "department": department.replace(";", ", "),
            "chips": markup.chips(row["warnings"], warnings, w), "type": kinds[row["type"]], "level": steps[row["level"]] if row["type"] in {"other", "contract-department"} else "",
            "industry": names["industries"][row["industry_id"]], "place": place(row, viewer),
            "partner": ", ".join(partners[:3]) + (" " + w.t("and {n} more", n=w.number(len(partners) - 3)) if len(partners) > 3 else ""),
            "seats": seats(row, w), "budget": w.won(row["budget_krw"]) if pd.notna(row["budget_krw"]) else "",
            "years": years(row, w), "word": said[row["state"]], "origins": ";".join(markup.as_list(row["origin_ids"])),
            "aria": w.t("Sources: {name}, {what}", name=school(row, w), what=kinds[row["type"]]),
        })  # fmt: skip
    heads = [
        w.t("School"),
        w.t("Type and industry"),
        w.t("Place"),
        w.t("Partner"),
        w.t("Seats"),
        w.t("Budget, whole term"),
        w.t("Years and state"),
        w.t("Source"),
    ]
    return markup.fill("talent/list.html", heads=heads, lines=lines, source_label=w.t("source"), absent=w.t("not published"),
                       empty=w.t("No programme matches. Choose all types, a wider province, or a shorter text."))  # fmt: skip


def programme_card(row: Mapping[str, Any], viewer: Reader) -> str:
    """One programme with all that is known of it."""
    w, names = viewer.w, viewer.names
    none = w.t("not published")
    stated = row["stated_on"].date().isoformat() if pd.notna(row["stated_on"]) else w.t("undated")
    notes = [chip["name"] + ": " + chip["meaning"] for chip in markup.chips(row["warnings"], viewer.warnings(), w)]
    facts = [
        {"name": w.t("Type"), "value": types(w)[row["type"]], "note": levels(w)[row["level"]]},
        {"name": w.t("Industry"), "value": names["industries"][row["industry_id"]], "note": ""},
        {"name": w.t("Place"), "value": place(row, viewer), "note": w.t("main campus, from general knowledge") if row["place"] in PLACED else ""},
        {"name": w.t("Partner"), "value": row["partner_company_ko"].replace(";", ", ") if isinstance(row["partner_company_ko"], str) else none, "note": ""},
        {"name": w.t("Seats"), "value": seats(row, w) or none, "note": ""},
        {"name": w.t("Budget, whole term"), "value": w.won(row["budget_krw"]) if pd.notna(row["budget_krw"]) else none, "note": ""},
        {"name": w.t("Years and state"), "value": years(row, w), "note": states(w)[row["state"]]},
        {"name": w.t("In charge"), "value": w.of(row, "ministry").replace(";", ", ") or none, "note": w.t("known since {day}", day=stated)},
    ]  # fmt: skip
    if note := w.of(row, "note"):
        facts.append({"name": w.t("Note"), "value": note, "note": ""})
    facts += [{"name": w.t("Mind"), "value": text, "note": ""} for text in notes]
    lead = row["department_ko"].replace(";", ", ") if isinstance(row["department_ko"], str) else ""
    return markup.card(lead, facts)


# --- seats against demand ---------------------------------------------------------------------------------------------------------------


def balance(programmes: pd.DataFrame, supply: pd.DataFrame, viewer: Reader) -> pd.DataFrame:
    """Seats against demand, a row an industry: need (people a year on top of today's, the newest forecast spread over its years), its year,
    years, value and sources; intake and trained (a year), for how many of the counted programmes they are published.

    `programmes`: talent/programmes (all provinces: demand is published for the nation only); `supply`: talent/supply.
    """
    wanted = viewer.scope.industries or tuple(viewer.names["industries"])
    asked = (
        supply[(supply["metric"] == "demand") & supply["additional_years"].notna()]
        .sort_values("year")
        .drop_duplicates("industry_id", keep="last")
    )
    needs = asked.set_index("industry_id")
    rows = []
    for industry in wanted:
        good = programmes[programmes["counted"] & (programmes["industry_id"] == industry)]
        if industry == "other":
            continue
        need = needs.loc[industry].to_dict() if industry in needs.index else None
        row: dict[str, Any] = {
            "industry_id": industry, "name": viewer.names["industries"][industry], "programmes": len(good),
            "need": need["value"] / need["additional_years"] if need else None, "need_total": need["value"] if need else None,
            "need_years": need["additional_years"] if need else None, "need_until": need["year"] if need else None,
            "origin_ids": markup.as_list(need["origin_ids"]) if need else [],
        }  # fmt: skip
        for kind in ADDED:
            told = good[good["seats_kind"] == kind]
            row[kind], row[f"{kind}_told"] = (int(told["seats_per_year"].sum()) if len(told) else None), len(told)
            row["origin_ids"] = [*row["origin_ids"], *markup.ids(told["origin_ids"])]
        rows.append(row)
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    return table.sort_values(["need", "trained", "programmes"], ascending=False, na_position="last", kind="stable").reset_index(drop=True)


def balance_title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: for how many industries a need is published, and how far the known seats go where one is."""
    told = rows[rows["need"].notna()] if len(rows) else rows
    if told.empty:
        return w.t("No demand is published for these industries")
    first = told.iloc[0]
    return w.t("Demand is published for {n} of {m} industries; the largest, {name}, is put at {need} people a year", n=w.number(len(told)), m=w.number(len(rows)),
               name=first["name"], need=w.number(first["need"]))  # fmt: skip


def balance_drawn(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """The industries that have a bar, with the words at the end of each (need_text, intake_text, trained_text) and need_told, the need in full."""
    drawn = rows[rows[["need", *ADDED]].notna().any(axis=1)]
    texts: dict[str, list[str]] = {"need_text": [], "need_told": [], "intake_text": [], "trained_text": []}
    for row in drawn.to_dict("records"):
        if pd.notna(row["need"]):
            values = {"n": w.number(row["need"]), "until": int(row["need_until"])}
            texts["need_text"].append(w.t("{n} (to {until})", **values))
            texts["need_told"].append(
                w.t(
                    "{n} a year ({total} over {years} years to {until})",
                    total=w.number(row["need_total"]),
                    years=w.number(row["need_years"]),
                    **values,
                )
            )
        else:
            texts["need_text"].append(w.t("demand: nothing published"))
            texts["need_told"].append(w.t("nothing published"))
        for kind in ADDED:
            told = row[f"{kind}_told"]
            texts[f"{kind}_text"].append(
                w.t("{seats} ({n} of {m})", seats=w.number(row[kind]), n=w.number(told), m=w.number(row["programmes"])) if told else ""
            )
    return drawn.assign(**texts)


def balance_alt(drawn: pd.DataFrame, title: str, w: Words) -> str:
    """The chart for someone who can't see it."""
    parts = [
        w.t("{name}: need {need}; admission places {intake}; trained {trained}", name=row["name"], need=row["need_told"],
            intake=row["intake_text"] or w.t("not published"), trained=row["trained_text"] or w.t("not published"))
        for row in drawn.to_dict("records")
    ]  # fmt: skip
    return f"{title}. {'; '.join(parts)}."


def balance_note(rows: pd.DataFrame, drawn: pd.DataFrame, viewer: Reader) -> str:
    """Under the chart: a button a bar's industry to its sources, and the industries that have none, by name."""
    w = viewer.w
    items = [
        {"name": row["name"], "origins": ";".join(dict.fromkeys(row["origin_ids"])), "aria": w.t("Sources: {name}, {what}", name=row["name"], what=w.t("Seats against demand"))}
        for row in drawn.to_dict("records")
    ]  # fmt: skip
    blank = [row["name"] for row in rows.to_dict("records") if row["industry_id"] not in set(drawn["industry_id"])]
    silent = w.t("Neither demand nor seats published: {names}.", names=w.list(blank)) if blank else ""
    return markup.fill("talent/balance.html", label=w.t("Sources"), items=items, silent=silent)


def figures_in_scope(supply: pd.DataFrame, viewer: Reader) -> pd.DataFrame:
    """The published figures of the industries in scope; those of several industries only while no industry is chosen."""
    industries = viewer.scope.industries
    return supply[supply["industry_id"].isin(industries)] if industries else supply


def year_board(supply: pd.DataFrame, viewer: Reader) -> str:
    """Every published figure by industry and year: a line a metric, a button a cell, and a line for each industry without any."""
    w, names = viewer.w, viewer.names["industries"]
    titles = supply_metrics(w)
    wanted = [i for i in (viewer.scope.industries or tuple(names)) if i != "other"]
    years_ = sorted({int(year) for year in supply["year"]})
    blocks = []
    for industry in [*wanted, *([] if viewer.scope.industries else [""])]:
        own = supply[supply["industry_id"] == industry] if industry else supply[supply["industry_id"].isna()]
        lines = []
        for metric in titles:
            part = own[own["metric"] == metric]
            if part.empty:
                continue
            name = names[industry] if industry else w.t("Several industries")
            lines.append(
                {
                    "metric": titles[metric],
                    "key": metric,
                    "cells": [_year_cell(part[part["year"] == year], industry or "several", metric, year, name, w) for year in years_],
                }
            )
        blocks.append({"name": names[industry] if industry else w.t("Several industries"), "lines": lines})
    blocks.sort(key=lambda block: not block["lines"])
    return markup.fill(
        "talent/board.html", blocks=blocks, years=years_, heads=[w.t("Industry"), w.t("Figure")], absent=w.t("nothing published"),
        caption=w.t("Published figures by industry and year"),
        foot=w.t("The year is the one a figure is for. One figure of a cell is shown, the largest; +n: further ones of that year. Units and scopes differ: figures are never"
                 " added. Select one for its unit, scope and sources."),
    )  # fmt: skip


def _year_cell(rows: pd.DataFrame, industry: str, metric: str, year: int, name: str, w: Words) -> dict[str, str]:
    if rows.empty:
        return {"text": "", "more": "", "open": "", "aria": ""}
    first = rows.iloc[0]
    return {"text": w.number(first["value"]), "more": w.t("+{n}", n=w.number(len(rows) - 1)) if len(rows) > 1 else "", "open": f"supply:{industry}:{metric}:{year}",
            "aria": w.t("{name}, {metric}, {year}: {value} {unit}", name=name, metric=supply_metrics(w)[metric], year=year, value=w.number(first["value"]), unit=unit(first, w))}  # fmt: skip


def unit(row: Mapping[str, Any], w: Words) -> str:
    """A figure's unit."""
    return str(row["unit_ko"] if w.lang == "ko" else row["unit"])


def supply_lines(rows: pd.DataFrame, viewer: Reader) -> tuple[list[str], list[list[str]]]:
    """Published figures as a plain table: heads and lines."""
    w, warnings = viewer.w, viewer.warnings()
    heads = [w.t("What"), w.t("Figure"), w.t("Unit"), w.t("Note"), w.t("Mind")]
    lines = [
        [w.of(row, "scope"), w.number(row["value"]), unit(row, w), w.of(row, "note"), ", ".join(chip["name"] for chip in markup.chips(row["warnings"], warnings, w))]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return heads, lines


def rules(w: Words) -> list[tuple[str, str]]:
    """How things are told apart on this page, in words."""
    return [
        (w.t("Counted"), w.t("Running or selected on the as-of day, by the source that said it; not checked since. Ended and planned programmes, and parts of programmes listed themselves, are shown and not counted.")),
        (w.t("Level of education"), w.t("By type: meister high schools; specialised and glocal universities count as bachelor; specialised graduate schools; boot camps; start-up programmes. Contract departments and others by name and note: a high school, a graduate school or master's course, a named department or major (two-year colleges too); else not stated.")),
        (w.t("Seats"), w.t("Admission places (schools, contract departments) and people to be trained or to graduate (boot camps, grants, other courses) are different things. Totals of a whole term are not shown as seats a year.")),
        (w.t("Budget"), w.t("The programme's total over its whole term, where it was published for one school; terms differ, so budgets are not added.")),
    ]  # fmt: skip
