"""Where measures and designated zones reach, as sections.

Complexes by category, complexes by kind of zone, the capital area against the rest.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import PRINT, SCREEN, Cell, Column, Format, Link, Part, Row, Section, Table
from rollout.document.target import Target
from rollout.language import codes
from rollout.questions.ask import rows_of
from rollout.questions.rows import BenefitsZones
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.benefits import words
from rollout.subjects.benefits.sections import listed, measure_cell
from rollout.subjects.cells import complex_cell, complex_column, name_keys, origin_ids, period

RELIEF = "restricted-development-zone"


# --- measures by complex


@remembered
def coverage(view: View) -> Section:
    """How many measures of each category reach each complex; beside it those that hang on a zone or class."""
    w, kinds, reach = view.w, view.w.codes("benefit-category"), view.ask("benefits/reach")
    certain = reach["reach"].isin(words.COUNTED)
    sure, maybe = (reach[part].groupby(["complex_id", "category"]).size().to_dict() for part in (certain, ~certain))
    most = max([*sure.values(), 1])
    columns = (
        complex_column(view),
        *(Column(kind, name, Format.NUMBER, share=8) for kind, name in kinds.items()),
        Column("total", w.pt("sum", "All"), Format.NUMBER, share=7),
        Column("own", w.t("name it"), Format.NUMBER, share=7),
    )
    rows = []
    for complex_id in view.listed(view.scope.complexes):
        own = reach[reach["complex_id"] == complex_id]
        counts = {kind: (sure.get((complex_id, kind), 0), maybe.get((complex_id, kind), 0)) for kind in kinds}
        cells = {kind: _covering(complex_id, kind, *both, most, view) for kind, both in counts.items()}
        named = int((own["reach"] == "named").sum())
        sums = {"total": Cell(int(own["reach"].isin(words.COUNTED).sum()), strong=True), "own": Cell(named or None)}
        line = {"complex": complex_cell(complex_id), **cells, **sums}
        rows.append(Row(complex_id, line, origin_ids(own["origin_ids"])))
    foot = w.t(
        "Large: measures that name the complex, hold in a zone that a source ties to it, or are open "
        "to its region and industries. +n: more that hold only inside a zone in the same si, gun or "
        "gu, or in a class of region that was not found. Counts do not indicate value."
    )
    unit = w.t("Measures in force by complex and category. Select a number for their names")
    return Section(
        "benefit-coverage",
        words.coverage_title(reach, view),
        unit,
        tables=(Table(columns, tuple(rows), foot=foot, board=True, whole=True),),
    )


def _covering(complex_id: str, kind: str, count: int, more: int, most: int, view: View) -> Cell:
    """How many measures of a category reach a complex for certain, and how many more may."""
    return Cell(
        count,
        "" if count else "subtle",
        after=Part(more, Format.SIGNED, label=view.w.t("more inside a zone or class")) if more else None,
        opens=Target("reach", (complex_id, kind)) if count + more else None,
        bar=count / most,
    )


def _reach_table(rows: pd.DataFrame, view: View, columns: tuple[Column, ...]) -> Table:
    w = view.w
    lines = tuple(
        Row(
            f"{row['complex_id']}:{row['benefit_id']}",
            {
                "complex": complex_cell(row["complex_id"]),
                "category": Cell(row["category"]),
                "measure": measure_cell(row, view),
                "reach": Cell(row["reach"]),
            },
            origin_ids(row["origin_ids"]),
        )
        for row in rows_of(rows)
    )
    own = (
        Column("measure", w.t("Measure"), share=40),
        Column("reach", w.t("How it reaches the complex"), Format.NAME, names=w.codes("benefit-reach"), share=30),
    )
    return Table((*columns, *own), lines, empty=w.t("No measure in force applies to a complex in scope"))


@remembered
def reach(view: View) -> Section:
    """Every measure in force that reaches a complex in scope, and by what."""
    w, rows = view.w, view.ask("benefits/reach")
    columns = (
        complex_column(view),
        Column("category", w.t("Category"), Format.NAME, names=w.codes("benefit-category"), share=12),
    )
    return Section(
        "reach",
        words.coverage_title(rows, view),
        w.t("Measures in force that apply to a complex, and on what basis"),
        tables=(_reach_table(rows, view, columns),),
    )


@remembered
def of_reach(view: View, complex_id: str, category: str) -> Section | None:
    """The measures of a category that reach a complex, and by what (a dialog)."""
    w, rows = view.w, view.ask("benefits/reach")
    kinds, ways = w.codes("benefit-category"), list(w.codes("benefit-reach"))
    if complex_id not in view.names["complexes"] or category not in kinds:
        return None
    own = rows[(rows["complex_id"] == complex_id) & (rows["category"] == category)]
    own = own.assign(place=own["reach"].map(ways.index), called=name_keys(own, w)).sort_values(["place", "called"])
    return Section("reach", _titled(complex_id, kinds[category], view), tables=(_reach_table(own, view, ()),))


def _titled(complex_id: str, what: str, view: View) -> str:
    return view.w.t("{complex}: {what}", complex=view.names["complexes"][complex_id], what=what)


# --- zones by complex


@remembered
def designations(view: View) -> Section:
    """Zones by complex and kind, marked by how near they are.

    Before them the relief of restricted development zones.
    """
    w, near, nearness = view.w, view.ask("benefits/zones_near"), view.w.codes("zone-nearness")
    rows = view.ask("benefits/catalogue")
    relief = rows[(rows["scheme"] == RELIEF) & rows["state"].isin(["in-force", "planned"])]
    counts = near.groupby(["complex_id", "type", "nearness"]).size().to_dict()
    kinds = {code.code: code.short(w.lang) for code in codes.codes("zone-type")}
    columns = (
        complex_column(view),
        Column("relief", w.code("relief-scheme", RELIEF), Format.NUMBER, share=14),
        *(Column(kind, name, share=7, media=SCREEN) for kind, name in kinds.items()),
        *(Column(level, name, Format.NUMBER, share=20, media=PRINT) for level, name in nearness.items()),
    )
    lines = []
    for complex_id in view.listed(view.scope.complexes):
        own, beside = relief[words.naming(relief, {complex_id})], near[near["complex_id"] == complex_id]
        cells = {"complex": complex_cell(complex_id), "relief": _relief(complex_id, own, view)}
        cells |= {kind: _designated(complex_id, kind, counts, view) for kind in kinds}
        cells |= {level: Cell(int((beside["nearness"] == level).sum())) for level in nearness}
        lines.append(Row(complex_id, cells, origin_ids(beside["origin_ids"], own["origin_ids"])))
    foot = w.t(
        "Zones and complexes are not the same land: a zone may be larger, smaller or beside the "
        "site. Boundaries of zones and of most complexes are not published. Zones of one type and "
        "place may overlap. Empty: no zone found."
    )
    unit = w.t(
        "Designated zones by complex and kind: number of zones by how near they are. Select a cell for their names"
    )
    table = Table(columns, tuple(lines), foot=foot, legend=tuple(nearness.items()), board=True, whole=True)
    return Section("designations", words.designations_title(near, view), unit, tables=(table,))


def _relief(complex_id: str, own: pd.DataFrame, view: View) -> Cell:
    """The relief of restricted development zones that names a complex: in force, and planned."""
    w, states = view.w, own["state"].value_counts()
    planned = None
    if "planned" in states:
        planned = Part(int(states["planned"]), Format.SIGNED, "amber", w.t("planned, outcome not found"))
    return Cell(
        int(states.get("in-force", 0)) or None,
        after=planned,
        missing="" if planned else w.t("none found"),
        opens=None if own.empty else Target("relief", (complex_id,)),
    )


def _designated(complex_id: str, kind: str, counts: Mapping[Any, int], view: View) -> Cell:
    """The zones of a kind, by how near they are to a complex."""
    opens = Target("zones", (complex_id, kind))
    return Cell(
        links=tuple(
            Link(view.w.number(counts[complex_id, kind, level]), opens, mark=level, mark_label=name)
            for level, name in view.w.codes("zone-nearness").items()
            if (complex_id, kind, level) in counts
        )
    )


def _zone_table(rows: pd.DataFrame, view: View, columns: tuple[Column, ...]) -> Table:
    w = view.w
    lines = tuple(
        Row(
            f"{row['complex_id']}:{row['zone_id']}",
            {
                "complex": complex_cell(row["complex_id"]),
                "type": Cell(row["type"]),
                "zone": Cell(w.of(row, "name"), warnings=tuple(as_list(row["warnings"]))),
                "near": Cell(row["nearness"]),
                "on": Cell(period(row["designated_on"], row["designated_precision"]), missing=w.t("undated")),
                "note": Cell(w.of(row, "note") or None),
            },
            origin_ids(row["origin_ids"]),
        )
        for row in rows_of(rows)
    )
    own = (
        Column("zone", w.t("Zone"), share=26),
        Column("near", w.t("How near"), Format.NAME, names=w.codes("zone-nearness"), share=16),
        Column("on", w.t("Designated on"), Format.PERIOD, share=12),
        Column("note", w.t("Note"), share=28),
    )
    return Table((*columns, *own), lines, empty=w.t("none found"))


@remembered
def zones_near(view: View) -> Section:
    """The zones at and near each complex."""
    w, rows = view.w, view.ask("benefits/zones_near")
    columns = (
        complex_column(view),
        Column("type", w.t("Kind of zone"), Format.NAME, names=w.codes("zone-type"), share=18),
    )
    return Section(
        "zones-near",
        words.designations_title(rows, view),
        w.t("Designated zones tied to a complex, in its si, gun or gu, or elsewhere in its province"),
        tables=(_zone_table(rows, view, columns),),
    )


@remembered
def of_zones(view: View, complex_id: str, kind: str) -> Section | None:
    """The zones of a kind at and near a complex (a dialog)."""
    kinds, rows = view.w.codes("zone-type"), view.ask("benefits/zones_near")
    if complex_id not in view.names["complexes"] or kind not in kinds:
        return None
    own = rows[(rows["complex_id"] == complex_id) & (rows["type"] == kind)]
    return Section("zones-near", _titled(complex_id, kinds[kind], view), tables=(_zone_table(own, view, ()),))


@remembered
def of_relief(view: View, complex_id: str) -> Section | None:
    """The measures that relieve a restricted development zone at a complex (a dialog)."""
    if complex_id not in view.names["complexes"]:
        return None
    rows = view.ask("benefits/catalogue")
    own = rows[(rows["scheme"] == RELIEF) & words.naming(rows, {complex_id})]
    return listed("relief", _titled(complex_id, view.w.code("relief-scheme", RELIEF), view), own, view)


# --- the whole country


@remembered
def zones(view: View) -> Section:
    """Every designated zone known, whatever the filters."""
    w, rows = view.w, view.ask("benefits/zones")
    columns = (
        Column("zone", w.t("Zone"), share=34),
        Column("type", w.t("Kind of zone"), Format.NAME, names=w.codes("zone-type"), share=20),
        Column("provinces", w.t("Provinces"), Format.LIST, names=view.names["provinces"], share=18),
        Column("outside", w.t("Outside the capital area"), Format.YES, share=10),
        Column("on", w.t("Designated on"), Format.PERIOD, share=12),
    )
    lines = tuple(
        Row(
            row["zone_id"],
            {
                "zone": Cell(w.of(row, "name"), warnings=tuple(as_list(row["warnings"]))),
                "type": Cell(row["type"]),
                "provinces": Cell(tuple(as_list(row["province_ids"]))),
                "outside": Cell(bool(row["outside"] == len(row["province_ids"]))),
                "on": Cell(period(row["designated_on"], row["designated_precision"]), missing=w.t("undated")),
            },
            origin_ids(row["origin_ids"]),
        )
        for row in rows_of(rows, BenefitsZones)
    )
    title = w.t(
        "{n} designated zones, {outside} of them outside the capital area",
        n=w.number(len(rows)),
        outside=w.number(words.outside_capital(rows)),
    )
    return Section("zones", title, _everywhere(view), tables=(Table(columns, lines, empty=w.t("none known")),))


def _everywhere(view: View) -> str:
    return view.w.t("The whole country, whatever the filters, every zone known: numbers, not size or worth")


@remembered
def balance(view: View) -> Section:
    """How much lies outside the capital area: the 15 complexes, the measures bound to a place, the zones by kind."""
    w, every = view.w, view.ask("benefits/zones")
    lines = [*_bound_to_places(view), *_by_kind(every, view)]
    columns = (
        Column("what", w.t("What"), share=44, note_label=w.t("Plan of 15 March 2023")),
        Column("share", w.t("Share outside the capital area"), Format.SHARE, share=24),
        Column("outside", w.t("Outside the capital area"), Format.NUMBER, share=14),
        Column("all", w.pt("sum", "All"), Format.NUMBER, share=10),
    )
    return Section(
        "balance", words.balance_title(every, w), _everywhere(view), tables=(Table(columns, tuple(lines), whole=True),)
    )


def _bound_to_places(view: View) -> list[Row]:
    """The 15 complexes, and the measures in force that are bound to a place."""
    w, rows = view.w, view.ask("benefits/catalogue")
    sites = view.ask("progress/complexes", complexes=tuple(view.names["complexes"]))
    bound = rows[(rows["state"] == "in-force") & ~rows["region_scope"].isin(["all", "designated-zone"])]
    away = bound[~words.naming(bound, set(sites[sites["capital_area"]]["complex_id"]))]
    outside, origins = int((~sites["capital_area"]).sum()), origin_ids(sites["area_origin_ids"])
    measures = w.t("Measures in force bound to named complexes or to the regions")
    return [
        _share("complexes", w.t("The 15 national complexes"), outside, len(sites), origins, view),
        _share("measures", measures, len(away), len(bound), origin_ids(bound["origin_ids"]), view),
    ]


def _by_kind(every: pd.DataFrame, view: View) -> list[Row]:
    """The zones by kind: those of the plan of 2023 first, then the most frequent."""
    sizes, kinds = every["type"].value_counts(), view.w.codes("zone-type")
    lines = []
    for kind in sorted(kinds, key=lambda kind: (kind not in words.PLAN_TYPES, -int(sizes.get(kind, 0)))):
        own = every[every["type"] == kind]
        origins = origin_ids(own["origin_ids"])
        lines.append(_share(kind, kinds[kind], words.outside_capital(own), len(own), origins, view))
    return lines


def _share(key: str, name: str, outside: int, total: int, origins: tuple[str, ...], view: View) -> Row:
    w = view.w
    part = outside / total if total else None
    planned = w.t("named in the plan of 15 March 2023") if key in words.PLAN_TYPES else ""
    return Row(
        key,
        {
            "what": Cell(name, note=planned),
            "share": Cell(part, bar=part, missing=w.t("none known")),
            "outside": Cell(outside if total else None),
            "all": Cell(total),
        },
        origins,
    )
