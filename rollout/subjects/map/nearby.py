"""What lies near the complexes and what the layers hold, as sections."""

import pandas as pd

from rollout.document.model import ANNEX, Cell, Column, Format, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words, rounded
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import complex_cell, complex_column, origin_ids, period
from rollout.subjects.map import words
from rollout.subjects.map.figures import (
    KINDS,
    NEAR_KINDS,
    USUAL,
    USUAL_KM,
    Asked,
    items,
    near_counts,
)
from rollout.subjects.map.figures import near as within
from rollout.subjects.map.regions import place_names

MOST_PLACES = 60


@remembered
def counts(view: View, km: int = USUAL_KM, chosen: str | None = None) -> Section:
    """How much of each kind lies within the distance of each complex; the one with most first."""
    w, count = view.w, near_counts(view, km)
    columns = (
        complex_column(view),
        *(Column(f"near-{kind}", name, Format.NUMBER) for kind, name in w.codes("near-kind").items()),
    )
    made = tuple(
        Row(
            i,
            {
                "complex": complex_cell(i, w.t("(chosen)") if i == chosen else ""),
                **{f"near-{kind}": Cell(int(row[kind])) for kind in NEAR_KINDS},
            },
            chosen=i == chosen,
        )
        for i, row in zip(count.index, rows_of(count), strict=True)
    )
    caption = w.t("Number within {km} km of each complex in scope", km=w.number(km))
    return Section(
        "map-counts",
        words.near_title(within(view, km, view.scope.complexes), count, None, km, view),
        near_unit(w),
        tables=(Table(columns, made, caption=caption, whole=True),),
    )


def near_unit(w: Words) -> str:
    """How distances are measured."""
    return w.t(
        "Straight-line distance from the centroid of the host localities to the middle of the city, county or district "
        "that the source names; items located only by province are excluded. Not filtered by province or industry"
    )


@remembered
def near(view: View, complex_id: str, km: int = USUAL_KM, kind: str = "") -> Section:
    """What lies within the distance of a complex, nearest first; of one kind or of all."""
    w, rows = view.w, within(view, km, (complex_id,))
    title = words.near_title(rows, rows, complex_id, km, view)
    own = rows[rows["kind"] == kind] if kind else rows
    order = {name: place for place, name in enumerate(NEAR_KINDS)}
    own = own.assign(order=own["kind"].map(order)).sort_values(["order", "distance_km", "item_id"])
    table = _item_table(own, view, w.t("No item is known within this distance."), distance=True, kinds=not kind)
    return Section("map-near", title, near_unit(w), tables=(table,))


@remembered
def listed(view: View, asked: Asked = USUAL) -> Section:
    """The zones, programmes and older complexes that are on the map."""
    rows = items(view, asked)
    title = view.w.n("One item on the map", "{n} items on the map", rows["item_id"].nunique())
    return Section(
        "map-items",
        title,
        tables=(_item_table(rows, view, view.w.t("No layer of zones, programmes or older complexes is on.")),),
    )


@remembered
def items_at(view: View, kind: str, places_: str) -> Section | None:
    """The zones, programmes or older complexes at some places (a dialog)."""
    if kind not in KINDS.values():
        return None
    rows = view.ask("map/items")
    rows = rows[(rows["kind"] == kind) & rows["place_code"].isin(places_.split(";")[:MOST_PLACES])]
    if rows.empty:
        return None
    w = view.w
    title = w.t("{what}: {n}", what=w.code("near-kind", kind), n=w.number(rows["item_id"].nunique()))
    return Section(
        "items", title, tables=(_item_table(rows.sort_values(["place_code"], kind="stable"), view, "", kinds=False),)
    )


def _item_table(rows: pd.DataFrame, view: View, empty: str, distance: bool = False, kinds: bool = True) -> Table:
    """Zones, programmes, older and other complexes as a table, with their distance or how exact their place is."""
    w = view.w
    columns = (
        Column("name", w.t("Name"), share=30),
        *((Column("distance", w.t("Distance"), Format.NUMBER, "km", digits=1),) if distance else ()),
        *((Column("kind", w.t("Kind"), Format.NAME, names=w.codes("near-kind")),) if kinds else ()),
        Column("type", w.t("Type"), share=18),
        Column("place", w.t("Place"), Format.NAME, names=place_names(view), share=18),
        *(
            ()
            if distance
            else (Column("exact", w.t("Place is exact to"), Format.NAME, names=w.codes("place-level"), media=ANNEX),)
        ),
        Column("date", w.t("Date"), Format.PERIOD),
    )
    made = tuple(
        Row(
            f"{r['kind']}:{r['item_id']}:{r['place_code'] or ''}",
            {
                "name": Cell(
                    w.of(r, "name"),
                    opens=Target("complex", (r["item_id"],)) if r["kind"] == "complex" else None,
                    warnings=tuple(as_list(r["warnings"])),
                    strong=True,
                ),
                "distance": Cell(float(rounded(r["distance_km"], 1)) if distance else None),
                "kind": Cell(r["kind"]),
                "type": Cell(words.type_name(r["kind"], r["type"], w) or None),
                "place": Cell(r["place_code"] if isinstance(r["place_code"], str) else None),
                "exact": Cell("district" if r.get("exact", True) else "province"),
                "date": Cell(period(r["dated_on"], r["dated_precision"])),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    return Table(columns, made, empty=empty)
