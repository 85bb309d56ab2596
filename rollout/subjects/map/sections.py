"""The complexes of the map as a section, and the sources of the map."""

from collections.abc import Mapping
from typing import Any

from rollout.document.model import ANNEX, Cell, Column, Format, Row, Section, Table
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ProgressStages
from rollout.questions.view import View, remembered
from rollout.subjects.cells import chooses, complex_cell, complex_column, number, origin_ids
from rollout.subjects.map import words
from rollout.subjects.map.figures import (
    FORMATS,
    USUAL,
    Asked,
    amount,
    hosting,
    items,
    site_ratings,
)
from rollout.subjects.map.regions import OF_PLACES, opens_place

# --- the complexes


@remembered
def sites(view: View, asked: Asked = USUAL) -> Section:
    """The complexes with their stage or rating, their host and its figure; the largest figure first."""
    w, rows, rated = view.w, hosting(view, asked), site_ratings(view) if asked.by_rating else {}
    stages = rows_of(view.ask("progress/stages"), ProgressStages)
    names = {stage["stage_id"]: f"{place} {w.of(stage, 'short')}" for place, stage in enumerate(stages, 1)}
    positions = {stage["stage_id"]: place for place, stage in enumerate(stages, 1)}
    column = asked.column
    if column:
        rows = rows.sort_values(column, ascending=False, na_position="last", kind="stable")
    state = (
        Column("state", w.t("Rating"), Format.NAME, names=w.codes("rating"))
        if rated
        else Column("state", w.t("Stage reached"), Format.NAME, names=names)
    )
    columns = _columns(state, asked, view)
    made = tuple(_site(r, _state(r, rated, positions), asked, view) for r in rows_of(rows))
    unit = words.title(asked, w) if column else w.t("Area")
    return Section(
        "map-sites",
        w.t("Complexes as a list"),
        unit,
        tables=(Table(columns, made, whole=True),),
        origins=origin_ids(rows["area_origin_ids"]),
    )


def _site(r: Mapping[str, Any], state: Cell, asked: Asked, view: View) -> Row:
    w, column = view.w, asked.column
    return Row(
        r["complex_id"],
        {
            "complex": complex_cell(r["complex_id"]),
            "state": state,
            "host": Cell(r["code"] if not is_missing(r["code"]) else None),
            "figure": Cell(
                amount(asked.figure, r[column]) if column else number(r["area_m2"]),
                missing=w.t("not published"),
                note=view.names["districts"].get(r["code"], ""),
                opens=opens_place("district", r["code"], asked) if not is_missing(r["code"]) else None,
                origins=OF_PLACES if column else (),
            ),
            "area": Cell(number(r["area_m2"])),
            "latitude": Cell(float(r["latitude"])),
            "longitude": Cell(float(r["longitude"])),
            "sources": Cell(origin_ids(r["area_origin_ids"])),
        },
    )


def _columns(state: Column, asked: Asked, view: View) -> tuple[Column, ...]:
    w, column = view.w, asked.column
    form, digits = FORMATS[asked.figure] if column else (Format.AREA, 0)
    return (
        complex_column(view),
        state,
        Column(
            "figure",
            words.title(asked, w) if column else w.t("Area"),
            form,
            digits=digits,
            share=20,
            note_label=w.t("Host"),
        ),
        Column("area", w.t("Area now"), Format.AREA, media=ANNEX),
        Column("host", w.t("Host, code"), media=ANNEX),
        Column("latitude", w.t("Latitude, host localities"), Format.NUMBER, digits=4, media=ANNEX),
        Column("longitude", w.t("Longitude, host localities"), Format.NUMBER, digits=4, media=ANNEX),
        Column("sources", w.t("Sources"), Format.LIST, media=ANNEX),
    )


def _state(row: Mapping[str, Any], rated: Mapping[str, str], positions: Mapping[str, int]) -> Cell:
    own = rated.get(row["complex_id"])
    return (
        Cell(own, mark=own)
        if own
        else Cell(
            row["stage_id"], mark=f"stage-{positions[row['stage_id']]}", filters=chooses("stage", row["stage_id"])
        )
    )


# --- what lies near


def origins(view: View, asked: Asked = USUAL) -> tuple[str, ...]:
    """Every source that the map rests on: outlines, accounts, sites, and the items of the layers that are on."""
    return tuple(
        sorted({*OF_PLACES, *origin_ids(hosting(view, asked)["area_origin_ids"], items(view, asked)["origin_ids"])})
    )
