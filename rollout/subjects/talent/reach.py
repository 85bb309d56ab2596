"""What each complex has within reach, as sections: by level, as a list, and one cell opened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from rollout.document.model import (
    ANNEX,
    EVERYWHERE,
    SCREEN,
    Cell,
    Column,
    Format,
    Row,
    Section,
    Table,
)
from rollout.document.target import Target
from rollout.language.words import Words, rounded
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import complex_cell, complex_column, origin_ids, sentences
from rollout.subjects.talent import words
from rollout.subjects.talent.listed import shared_cells
from rollout.subjects.talent.programmes import (
    ADDED,
    LEVELS,
    REACHES,
    TYPES,
    USUAL,
    Asked,
    Matrix,
    Reach,
    at_level,
    chosen,
    matrix,
    sites,
    within,
)

PRINTED = EVERYWHERE - {"page"}  # a screen has it in the notes
SLIDE_LEVELS = ("high-school", "bachelor", "graduate", "bootcamp", "all")


def level_names(w: Words) -> dict[str, str]:
    """The levels as heads of the matrix."""
    return w.codes("programme-level") | w.codes("reach-column")


@remembered
def reach(view: View, asked: Asked = USUAL) -> Section:
    """Programmes for each complex's industries within reach, by level; the complex with least first."""
    w, cells = view.w, matrix(view, asked)
    near = within(view, asked)
    said = words.sentences(view, chosen(view, asked), cells, asked)
    shown = [asked.level] if asked.level else list(LEVELS)
    levels = [
        *(level for level in shown if level != "start-up"),
        "all",
        *(level for level in shown if level == "start-up"),
    ]
    columns = _reach_columns(levels, view)
    industries = {row["complex_id"]: as_list(row["industry_ids"]) for row in rows_of(sites(view))}
    rows = [_reach_row(i, own, levels, near, industries[i], asked, view) for i, own in cells.items()]
    if len(cells) > 1:
        rows.append(_reach_total(cells, levels, w))
    foot = w.t(
        "Programmes running or selected; seats a year of each kind, (n/m): published for n of the m "
        "counted. A programme for the industry “other” matches no complex; start-up programmes are "
        "open to any industry and are listed separately. Distance: straight line from the complex's "
        "host localities to the middle of the school's si, gun or gu (or city), accurate to a few "
        "kilometres."
    )
    return Section(
        "talent",
        said[0][0].replace("*", "").rstrip("."),
        w.t(
            "Programmes for the industries of each complex within {km} km, across province borders; the complex "
            "with fewest first",
            km=w.number(asked.km),
        ),
        lead=sentences(said[1:]),
        tables=(Table(columns, tuple(rows), foot=foot, whole=True),),
        metrics=(words.METRIC,),
        origins=origin_ids(near.loc[near["complex_id"].isin(list(cells)), "origin_ids"]),
    )


def _reach_columns(levels: Sequence[str], view: View) -> tuple[Column, ...]:
    w, names = view.w, level_names(view.w)
    return (
        replace(complex_column(view), note_label=w.t("Industries"), note_media=SCREEN),
        *(
            Column(
                level,
                names[level],
                Format.NUMBER,
                share=11,
                media=EVERYWHERE if level in SLIDE_LEVELS else SCREEN,
                note_media=SCREEN,
            )
            for level in levels
        ),
        Column("intake", w.t("Admission places a year, where published"), Format.NUMBER, share=16, media=PRINTED),
        Column("trained", w.t("To be trained a year"), Format.NUMBER, media=ANNEX),
        Column("nearest", w.t("Nearest"), media=SCREEN, note_label=w.t("Distance")),
    )


def _reach_total(cells: Matrix, levels: Sequence[str], w: Words) -> Row:
    """How many complexes have any at each level."""
    counts = {level: Cell(sum(1 for own in cells.values() if own[level].counted)) for level in levels}
    rest = {key: Cell() for key in ("intake", "trained", "nearest")}
    name = Cell(w.t("Complexes that have one, of {n}", n=w.number(len(cells))))
    return Row("total", {"complex": name, **counts, **rest}, total=True)


def _reach_row(
    complex_id: str,
    own: Mapping[str, Reach],
    levels: Sequence[str],
    near: pd.DataFrame,
    industries: Sequence[str],
    asked: Asked,
    view: View,
) -> Row:
    w = view.w
    everything = own["all"]
    good = rows_of(near[(near["complex_id"] == complex_id) & near["same_industry"] & near["counted"]].head(1))
    nearest = (
        Cell(words.school(good[0], w), note=w.t("{n} km", n=w.number(good[0]["distance_km"])))
        if good
        else Cell(missing=w.t("none"))
    )
    cells = {level: _reach_cell(own[level], complex_id, level, asked, w) for level in levels}
    intake, trained = (everything.seats.get(kind) for kind in ADDED)
    name = complex_cell(complex_id, ", ".join(view.names["industries"][i] for i in industries))
    none = w.t("not published")
    return Row(
        complex_id,
        {"complex": name, **cells, "intake": Cell(intake, missing=none), "trained": Cell(trained), "nearest": nearest},
    )


def _reach_cell(own: Reach, complex_id: str, level: str, asked: Asked, w: Words) -> Cell:
    opens = (
        Target("talent-reach", (complex_id, level, str(asked.km), asked.type or "", asked.level or ""))
        if own.counted or own.planned or own.parts
        else None
    )
    note = ", ".join(_reach_notes(own, level, w))
    if level == "all" and not own.counted:
        return Cell(
            0,
            "red",
            mark="red",
            mark_label=w.t("partner only") if own.parts else w.t("none"),
            note=note,
            opens=opens,
            strong=True,
        )
    return Cell(own.counted, "" if own.counted else "subtle", note=note, opens=opens, strong=level == "all")


def _reach_notes(own: Reach, level: str, w: Words) -> list[str]:
    notes = []
    for kind, seats in own.seats.items():
        values = {"n": w.number(seats), "published": w.number(own.published[kind]), "of": w.number(own.counted)}
        notes.append(
            w.t("{n} places ({published}/{of})", **values)
            if kind == "intake"
            else w.t("{n} trained ({published}/{of})", **values)
        )
    if own.counted and not own.seats and level != "start-up":
        notes.append(w.t("seats not published"))
    if own.planned:
        notes.append(w.t("{n} planned", n=w.number(own.planned)))
    if own.parts:
        notes.append(w.t("{n} only a part", n=w.number(own.parts)))
    return notes


@remembered
def levels(view: View, asked: Asked = USUAL) -> Section:
    """The matrix as a list, for files: a row a complex and level."""
    w, names = view.w, level_names(view.w)
    columns = (
        complex_column(view),
        Column("level", w.t("Level of education"), Format.NAME, names=names),
        Column("counted", w.t("Counted"), Format.NUMBER),
        Column("intake", w.t("Admission places a year"), Format.NUMBER),
        Column("trained", w.t("To be trained a year"), Format.NUMBER),
        Column("published", w.t("Seats published for"), Format.NUMBER),
        Column("planned", w.t("Planned"), Format.NUMBER),
        Column("parts", w.t("Only a part of another"), Format.NUMBER),
    )
    rows = tuple(
        Row(
            f"{i}:{level}",
            {
                "complex": Cell(i),
                "level": Cell(level),
                "counted": Cell(own.counted),
                "intake": Cell(own.seats.get("intake")),
                "trained": Cell(own.seats.get("trained")),
                "published": Cell(sum(own.published.values())),
                "planned": Cell(own.planned),
                "parts": Cell(own.parts),
            },
        )
        for i, by_level in matrix(view, asked).items()
        for level, own in by_level.items()
    )
    return Section("talent-levels", w.t("Complexes by level"), tables=(Table(columns, rows),))


@remembered
def near_list(view: View, asked: Asked = USUAL) -> Section:
    """Every programme within reach of each complex, nearest first."""
    near = within(view, asked)
    title = view.w.n(
        "One programme within {km} km",
        "{n} programmes within {km} km",
        near["programme_id"].nunique(),
        km=view.w.number(asked.km),
    )
    return Section("talent-near", title, tables=(_near_table(near, view),))


def _near_table(near: pd.DataFrame, view: View, of_one: bool = False) -> Table:
    """Programmes within reach. `of_one`: of a single complex, which is not named again."""
    w = view.w
    columns = (
        *(() if of_one else (complex_column(view),)),
        Column("school", w.t("School"), share=24, note_label=w.t("Department or programme")),
        Column("distance", w.t("Distance"), Format.NUMBER, "km", digits=1),
        Column("type", w.t("Type"), Format.NAME, names=w.codes("programme-type")),
        Column("level", w.t("Level of education"), Format.NAME, names=w.codes("programme-level"), media=SCREEN),
        Column("industry", w.t("Industry"), Format.NAME, names=view.names["industries"]),
        Column("own", w.t("Industry of the complex"), Format.YES, media=ANNEX),
        Column("seats", w.t("Seats"), share=14),
        Column("seats_number", w.t("Seats a year"), Format.NUMBER, media=ANNEX),
        Column("state", w.t("State"), Format.NAME, names=w.codes("programme-status")),
        Column("counted", w.t("Counted"), Format.YES, media=ANNEX),
    )
    rows = tuple(
        Row(
            f"{r['complex_id']}:{r['programme_id']}",
            {
                "complex": Cell(r["complex_id"]),
                "distance": Cell(float(rounded(r["distance_km"], 1))),
                "own": Cell(bool(r["same_industry"])),
                **shared_cells(r, w),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(near)
    )
    return Table(columns, rows)


@remembered
def within_reach(view: View, complex_id: str, level: str, km: str, kind: str, only: str) -> Section | None:
    """What a complex has within reach at a level (a dialog).

    `kind`, `only`: the type and the level that the page is narrowed to, or empty.
    """
    asked_well = km in REACHES and kind in {*TYPES, ""} and only in {*LEVELS, ""} and level in {*LEVELS, "all"}
    if not asked_well or complex_id not in view.scope.complexes:
        return None
    rows = at_level(within(view, Asked(kind or None, only or None, int(km))), complex_id, level)
    name = view.w.t("All levels") if level == "all" else view.w.code("programme-level", level)
    return Section(
        "reach", f"{view.names['complexes'][complex_id]} · {name}", tables=(_near_table(rows, view, of_one=True),)
    )
