"""What is said of talent programmes: names, the page's sentence, titles of sections, captions of the map.

Data in, words out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.language.words import Words, fold
from rollout.questions.ask import is_missing, metrics, rows_of
from rollout.questions.view import View
from rollout.render import markup
from rollout.subjects import wording
from rollout.subjects.talent.programmes import ADDED, NO_GROUP, Asked, Matrix, without

METRIC = "no-programme-within-reach"
NAMED = 5


# --- names


def school(row: Mapping[str, Any], w: Words) -> str:
    """A programme's school."""
    return w.of(row, "institution")


def department(row: Mapping[str, Any]) -> str:
    """A programme's department or name as printed; empty without one."""
    return row["department_ko"].replace(";", ", ") if isinstance(row["department_ko"], str) else ""


def full_name(row: Mapping[str, Any], w: Words) -> str:
    """School and department."""
    return " · ".join(filter(None, (school(row, w), department(row))))


def place(row: Mapping[str, Any], view: View) -> str:
    """Where a programme is, as exactly as is known."""
    w, names = view.w, view.names
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
    if is_missing(row["seats_per_year"]):
        return ""
    n = w.number(row["seats_per_year"])
    if row["seats_kind"] == "supported":
        return w.t("{n} firms a year", n=n) if row["seats_unit"] == "firms" else w.t("{n} founders a year", n=n)
    if row["seats_kind"] == "intake":
        return w.t("{n} admission places a year", n=n)
    return w.t("{n} or more trained a year", n=n) if row["type"] == "bootcamp" else w.t("{n} trained a year", n=n)


def years(row: Mapping[str, Any], w: Words) -> str:
    """A programme's first and last year, as far as published."""
    start, end = (str(int(row[name])) if not is_missing(row[name]) else "" for name in ("start_year", "end_year"))
    if not start and not end:
        return w.t("years not published")
    return w.t("from {year}", year=start) if not end else f"{start}–{end}"


def group_names(by: str, view: View) -> Mapping[str, str]:
    """The groups that programmes are counted by, in their order."""
    w = view.w
    names = {
        "type": w.codes("programme-type"),
        "level": w.codes("programme-level"),
        "industry": view.names["industries"],
        "province": view.names["provinces"],
    }
    return {**names[by], NO_GROUP: w.t("no province")}


def unit(row: Mapping[str, Any], w: Words) -> str:
    """A published figure's unit."""
    return str(row["unit_ko"] if w.lang == "ko" else row["unit"])


def industry(row: Mapping[str, Any], view: View) -> str:
    """What a published figure is about."""
    return view.names["industries"].get(row["industry_id"], view.w.t("Several industries"))


def _names(complexes: Iterable[str], view: View) -> str:
    return view.w.list([view.names["complexes"][i] for i in complexes])


# --- the page's sentence


def top(view: View, rows: pd.DataFrame, cells: Matrix, asked: Asked) -> str:
    """The top of the page: how many programmes, and which complexes have none of their industry within reach."""
    w = view.w
    kinds = ([w.code("programme-type", asked.type)] if asked.type else []) + (
        [w.code("programme-level", asked.level)] if asked.level else []
    )
    crumb = [w.t("Talent"), *view.scope.described(w, view.names), *kinds]
    metric = metrics()[METRIC]
    under = f"{w.of(metric, 'name')}: {w.of(metric, 'formula')}. {w.of(metric, 'caveat')}."
    return wording.top(view, crumb, sentences(view, rows, cells, asked), under)


def sentences(view: View, rows: pd.DataFrame, cells: Matrix, asked: Asked) -> list[tuple[str, str]]:
    """The findings, each with the tone of what stands between its stars."""
    w = view.w
    counted = int(rows["counted"].sum())
    found = w.n("*One programme* is running or selected.", "*{n} programmes* are running or selected.", counted)
    said = [(found, wording.GOOD) if counted else (w.t("No programme is known in this view."), wording.BASIC)]
    if asked.level == "start-up" or asked.type == "kised-program":
        apart = w.t("Start-up programmes are open to any industry and are not matched with complexes.")
        return [*said, (apart, wording.BASIC)]
    none, only = without(cells)
    with_one = len(cells) - len(none) - len(only)
    km = w.number(asked.km)
    said.append((_with_one(cells, with_one, km, w), wording.BASIC))
    if none:
        said.append((w.t("*None at {names}.*", names=_names(none, view)), wording.BAD))
    if only:
        partner = w.t("*{names}: only a partner institution within {km} km.*", names=_names(only, view), km=km)
        said.append((partner, "amber"))
    if not asked.level and not asked.type and with_one:
        said.append((_lacking(cells, w), wording.BASIC))
    return said


def _with_one(cells: Matrix, with_one: int, km: str, w: Words) -> str:
    """How many complexes have a programme of their industry within reach."""
    if len(cells) > 1 and with_one == len(cells):
        return w.t("All {n} complexes have one for their industry within {km} km.", n=w.number(with_one), km=km)
    return w.n(
        "Of one complex in scope, {with_one} has one for its industry within {km} km.",
        "{with_one} of {n} complexes have one for their industry within {km} km.",
        len(cells),
        with_one=w.number(with_one),
        km=km,
    )


def _lacking(cells: Matrix, w: Words) -> str:
    """How many complexes lack a programme of each level."""
    lacking = {level: sum(map(len, without(cells, level))) for level in ("high-school", "bachelor", "graduate")}
    return w.t(
        "Complexes without a high school: {high}; without a bachelor's programme: {bachelor}; "
        "without a graduate programme: {graduate}.",
        high=w.number(lacking["high-school"]),
        bachelor=w.number(lacking["bachelor"]),
        graduate=w.number(lacking["graduate"]),
    )


# --- the map


def map_title(rows: pd.DataFrame, view: View) -> str:
    """The map's finding: where most of them are."""
    w = view.w
    good = rows[rows["counted"] & rows["province_id"].notna()]
    if good.empty:
        return w.t("No programme in this view has a known place")
    by = good["province_id"].value_counts()
    if len(by) == 1:
        return w.t("All with a known province are in {province}", province=view.names["provinces"][by.index[0]])
    share = w.number(good["capital_area"].astype(bool).mean() * 100)
    return w.t(
        "{share}% of those with a known province are in the capital area; most in {province} ({n})",
        share=share,
        province=view.names["provinces"][by.index[0]],
        n=w.number(by.iloc[0]),
    )


def spots(rows: pd.DataFrame, view: View) -> list[dict[str, Any]]:
    """The counted programmes that can be placed, one entry a si/gun/gu (or city).

    Latitude, longitude, count, caption (plain text).
    """
    w, names = view.w, view.w.codes("programme-type")
    good = rows[rows["counted"] & rows["latitude"].notna()]
    made = []
    for (latitude, longitude), own in good.groupby(["latitude", "longitude"]):
        head = w.n("{place}: one programme", "{place}: {n} programmes", len(own), place=place(rows_of(own)[0], view))
        kinds = [f"{names[str(kind)]} {w.number(count)}" for kind, count in own["type"].value_counts().items()]
        schools = list(dict.fromkeys(school(row, w) for row in rows_of(own)))
        shown = ", ".join(schools[:NAMED]) + (
            " " + w.t("and {n} more", n=w.number(len(schools) - NAMED)) if len(schools) > NAMED else ""
        )
        made.append(
            {
                "latitude": latitude,
                "longitude": longitude,
                "count": len(own),
                "caption": f"{head}\n{', '.join(kinds)}\n{shown}",
            }
        )
    return sorted(made, key=lambda spot: -spot["count"])


def site_captions(cells: Matrix, sites: pd.DataFrame, asked: Asked, view: View) -> dict[str, str]:
    """What the map says of each complex: its industries, and what is within reach."""
    w, names = view.w, view.names
    captions = {}
    for site in rows_of(sites):
        own = cells[site["complex_id"]]["all"]
        industries = ", ".join(names["industries"][i] for i in markup.as_list(site["industry_ids"]))
        km = w.number(asked.km)
        reach = w.n("one programme within {km} km", "{n} programmes within {km} km", own.counted, km=km)
        if not own.counted:
            reach = (
                w.t("only a partner institution within {km} km", km=km)
                if own.parts
                else w.t("no programme within {km} km", km=km)
            )
        captions[site["complex_id"]] = f"{w.of(site, 'short')}\n{industries}\n{reach}"
    return captions


def map_alt(places: Sequence[Mapping[str, Any]], captions: Mapping[str, str], title: str) -> str:
    """The map for someone who can't see it."""
    listed = [text.replace("\n", ", ") for text in captions.values()] + [
        spot["caption"].split("\n")[0] for spot in places
    ]
    return f"{title}. {'; '.join(listed)}."


# --- titles


def group_title(lines: Sequence[Mapping[str, Any]], names: Mapping[str, str], w: Words) -> str:
    """The table's finding: which is the largest group."""
    if not any(line["counted"] for line in lines):
        return w.t("No programme is counted in this view")
    largest = max(
        lines, key=lambda line: (line["key"] not in {"other", NO_GROUP} and line["counted"] > 0, line["counted"])
    )
    total = sum(line["counted"] for line in lines)
    return w.t(
        "{name}: {n} of {total} programmes",
        name=names[largest["key"]],
        n=w.number(largest["counted"]),
        total=w.number(total),
    )


def reach_title(cells: Matrix, asked: Asked, view: View) -> str:
    """The matrix's finding: who has none."""
    w, km = view.w, view.w.number(asked.km)
    none, only = without(cells)
    if none or only:
        return w.t(
            "No programme counted for the industry of {names} within {km} km", km=km, names=_names([*none, *only], view)
        )
    return w.n(
        "The complex in scope has a programme for its industry within {km} km",
        "All {n} complexes in scope have a programme for their industry within {km} km",
        len(cells),
        km=km,
    )


def list_title(rows: pd.DataFrame, asked: Asked, w: Words) -> str:
    """The list's title: how many, and what was looked for."""
    if fold(asked.find):
        return w.n(
            "One programme contains “{text}”", "{n} programmes contain “{text}”", len(rows), text=fold(asked.find, 40)
        )
    other = len(rows) - int(rows["counted"].sum())
    return w.n("One programme", "{n} programmes", len(rows)) + (
        " · " + w.n("one of them not counted", "{n} of them not counted", other) if other else ""
    )


def balance_title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: for how many industries a need is published, and how far the known seats go where one is."""
    known = rows[rows["need"].notna()] if len(rows) else rows
    if known.empty:
        return w.t("No demand is published for these industries")
    first = known.iloc[0]
    return w.t(
        "Demand is published for {n} of {m} industries; the largest, {name}, is put at {need} people a year",
        n=w.number(len(known)),
        m=w.number(len(rows)),
        name=first["name"],
        need=w.number(first["need"]),
    )


def balance_drawn(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """The industries that have a bar, with the words at the end of each.

    The words stand in need_text, intake_text and trained_text, and in need_full for the hover.
    """
    drawn = rows[rows[["need", *ADDED]].notna().any(axis=1)]
    texts: dict[str, list[str]] = {"need_text": [], "need_full": [], "intake_text": [], "trained_text": []}
    for row in rows_of(drawn):
        if not is_missing(row["need"]):
            values = {"n": w.number(row["need"]), "until": int(row["need_until"])}
            texts["need_text"].append(w.t("{n} (to {until})", **values))
            texts["need_full"].append(
                w.t(
                    "{n} a year ({total} over {years} years to {until})",
                    total=w.number(row["need_total"]),
                    years=w.number(row["need_years"]),
                    **values,
                )
            )
        else:
            texts["need_text"].append(w.t("demand: nothing published"))
            texts["need_full"].append(w.t("nothing published"))
        for kind in ADDED:
            known = row[f"{kind}_published"]
            texts[f"{kind}_text"].append(
                w.t("{seats} ({n} of {m})", seats=w.number(row[kind]), n=w.number(known), m=w.number(row["programmes"]))
                if known
                else ""
            )
    return drawn.assign(**texts)


def balance_alt(drawn: pd.DataFrame, title: str, w: Words) -> str:
    """The chart for someone who can't see it."""
    parts = [
        w.t(
            "{name}: need {need}; admission places {intake}; trained {trained}",
            name=row["name"],
            need=row["need_full"],
            intake=row["intake_text"] or w.t("not published"),
            trained=row["trained_text"] or w.t("not published"),
        )
        for row in rows_of(drawn)
    ]
    return f"{title}. {'; '.join(parts)}."


def rules(w: Words) -> tuple[str, ...]:
    """How things are told apart, a line each."""
    lines = (
        (
            w.t("Counted"),
            w.t(
                "Running or selected on the as-of day according to its source; not checked since. "
                "Ended and planned programmes, and parts of listed programmes, are shown and not counted."
            ),
        ),
        (
            w.t("Level of education"),
            w.t(
                "By type: meister high schools; specialised and glocal universities count as bachelor; "
                "specialised graduate schools; boot camps; start-up programmes. Contract departments and others "
                "by name and note, in this order: a high school; a graduate school, a master's course or BK21; a "
                "contract department, or a department or major by name, as bachelor (two-year colleges too); "
                "else not stated, as with a convergence university."
            ),
        ),
        (
            w.t("Seats"),
            w.t(
                "Admission places (schools, contract departments) and people to be trained or to graduate (boot "
                "camps, grants, other courses) are counted separately. Totals of a whole term are not shown as "
                "seats a year."
            ),
        ),
        (
            w.t("Budget"),
            w.t(
                "The programme's total over its whole term, where it was published for one school; terms differ, "
                "so budgets are not added."
            ),
        ),
    )
    return tuple(f"{name}: {text}" for name, text in lines)
