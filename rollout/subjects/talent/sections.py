"""Talent as sections: what each complex has within reach, counts by group, what is not on the map, the
programmes; and what opens on a click."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd

from rollout.document.model import (
    ANNEX,
    EVERYWHERE,
    SCREEN,
    Cell,
    Column,
    Format,
    Link,
    Quantity,
    Row,
    Section,
    Table,
    Tone,
)
from rollout.document.target import Target
from rollout.language.words import Words, rounded
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View
from rollout.render.markup import as_list, ids
from rollout.subjects.cells import complex_cell, complex_column, day, number, origin_ids, sentences
from rollout.subjects.talent import words
from rollout.subjects.talent.programmes import (
    ADDED,
    COLUMNS,
    GROUPS,
    LEVELS,
    PLACED,
    REACHES,
    TYPES,
    Asked,
    Reach,
    at_level,
    balance,
    chosen,
    found,
    grouped,
    matrix,
    sites,
    supply,
    within,
)

PRINTED = EVERYWHERE - {"page"}  # a screen has it in the notes
SLIDE_LEVELS = ("high-school", "bachelor", "graduate", "bootcamp", "all")
USUAL = Asked()
STATE_TONES: Mapping[str, Tone] = {"running": "blue", "selected": "blue", "planned": "subtle", "ended": "subtle"}


def level_names(w: Words) -> dict[str, str]:
    """The levels as heads of the matrix."""
    return w.codes("programme-level") | w.codes("reach-column")


# --- within reach of each complex


def reach(view: View, asked: Asked = USUAL) -> Section:
    """Programmes for each complex's industries within reach, by level; the complex with least first."""
    w, cells = view.w, matrix(view, asked)
    near = within(view, asked)
    said = words.sentences(view, chosen(view, asked), cells, asked)
    names, km = level_names(w), w.number(asked.km)
    shown = [asked.level] if asked.level else list(LEVELS)
    levels = [
        *(level for level in shown if level != "start-up"),
        "all",
        *(level for level in shown if level == "start-up"),
    ]
    columns = (
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
    industries = {row["complex_id"]: as_list(row["industry_ids"]) for row in rows_of(sites(view))}
    rows = [_reach_row(i, own, levels, near, industries[i], asked, view) for i, own in cells.items()]
    if len(cells) > 1:
        counts = {level: Cell(sum(1 for own in cells.values() if own[level].counted)) for level in levels}
        rest = {key: Cell() for key in ("intake", "trained", "nearest")}
        name = Cell(w.t("Complexes that have one, of {n}", n=w.number(len(cells))))
        rows.append(Row("total", {"complex": name, **counts, **rest}, total=True))
    foot = w.t(
        "Programmes running or selected; seats a year of each kind, (n/m): published for n of the m counted. A "
        "programme for the industry “other” matches no complex; start-up programmes are"
        " open to any industry and stand apart. Distance: straight line from the complex's host town to the "
        "middle of the school's si, gun or gu (or city), accurate to a few kilometres."
    )
    return Section(
        "talent",
        said[0][0].replace("*", "").rstrip("."),
        w.t(
            "Programmes for the industries of each complex within {km} km, across province borders; the complex "
            "with fewest first",
            km=km,
        ),
        lead=sentences(said[1:]),
        tables=(Table(columns, tuple(rows), foot=foot, whole=True),),
        metrics=(words.METRIC,),
        origins=origin_ids(near.loc[near["complex_id"].isin(list(cells)), "origin_ids"]),
    )


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
        values = {"n": w.number(seats), "told": w.number(own.published[kind]), "of": w.number(own.counted)}
        notes.append(
            w.t("{n} places ({told}/{of})", **values)
            if kind == "intake"
            else w.t("{n} trained ({told}/{of})", **values)
        )
    if own.counted and not own.seats and level != "start-up":
        notes.append(w.t("seats not published"))
    if own.planned:
        notes.append(w.t("{n} planned", n=w.number(own.planned)))
    if own.parts:
        notes.append(w.t("{n} only a part", n=w.number(own.parts)))
    return notes


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
                **_shared_cells(r, w),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(near)
    )
    return Table(columns, rows)


def _shared_cells(row: dict[str, Any], w: Words) -> dict[str, Cell]:
    """A programme's cells that every list of programmes has."""
    return {
        "school": Cell(
            words.school(row, w),
            "subtle" if row["state"] == "ended" else "",
            note=words.department(row),
            opens=Target("programme", (row["programme_id"],)),
            strong=True,
        ),
        "type": Cell(row["type"]),
        "level": Cell(row["level"]),
        "industry": Cell(row["industry_id"]),
        "seats": Cell(words.seats(row, w) or None, missing=w.t("not published")),
        "seats_number": Cell(number(row["seats_per_year"])),
        "state": Cell(
            row["state"], STATE_TONES.get(row["state"], ""), note=w.t("a part, not counted") if row["part"] else ""
        ),
        "counted": Cell(bool(row["counted"])),
    }


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


# --- counts by group


def groups(view: View, by: str = "type", asked: Asked = USUAL) -> Section:
    """The programmes counted by type, level, industry or province."""
    w, rows = view.w, found(view, asked)
    names = words.group_names(by, view)
    lines = grouped(rows, by, names)
    most = max((line["counted"] for line in lines), default=0) or 1
    head = w.code("programme-group", by)
    columns = (
        Column("group", head[:1].upper() + head[1:], Format.NAME, names=names, share=24),
        Column("counted", w.t("Counted"), Format.NUMBER, note_label=w.t("Not counted")),
        Column("planned", w.t("Planned"), Format.NUMBER, media=ANNEX),
        Column("ended", w.t("Ended"), Format.NUMBER, media=ANNEX),
        Column("intake", w.t("Admission places a year"), Format.NUMBER, share=14),
        Column("trained", w.t("To be trained a year"), Format.NUMBER, share=14),
    )
    made = tuple(
        Row(
            line["key"],
            {
                "group": Cell(
                    line["key"],
                    opens=Target(
                        "programmes", (by, line["key"], asked.type or "", asked.level or "", quote(asked.find, safe=""))
                    ),
                ),
                "counted": Cell(line["counted"], bar=line["counted"] / most, strong=True, note=_not_counted(line, w)),
                "planned": Cell(line["planned"]),
                "ended": Cell(line["ended"]),
                **{kind: _published(line, kind, w) for kind in ADDED},
            },
        )
        for line in lines
    )
    foot = [
        w.t(
            "(n of m): published for n of the m counted. Admission places and people trained are unlike and are "
            "not added; boot camps give a least number."
        )
    ]
    parts = int((rows["part"] & rows["state"].isin(["running", "selected"])).sum())
    if parts:
        foot.append(
            w.n(
                "One more is a part of a programme listed itself: shown in the list, not counted.",
                "{n} more are parts of programmes listed themselves: shown in the list, not counted.",
                parts,
            )
        )
    if len(rows[rows["counted"] & (rows["seats_kind"] == "supported")]):
        foot.append(w.t("Start-up rounds are of different years and are not added."))
    unit = w.t(
        "Programmes of the provinces and industries in the filters; the stage of a complex does not apply. "
        "Select a line for its list"
    )
    table = Table(
        columns, made, empty=w.t("No programme in this view."), foot=" ".join(foot) if made else "", cut_by="counted"
    )
    return Section(
        "talent-groups",
        words.group_title(lines, names, w),
        unit,
        tables=(table,),
        method=words.rules(w),
        origins=origin_ids(rows["origin_ids"]),
    )


def _not_counted(line: dict[str, Any], w: Words) -> str:
    parts = [w.t("{n} planned", n=w.number(line["planned"]))] if line["planned"] else []
    return ", ".join([*parts, *([w.t("{n} ended", n=w.number(line["ended"]))] if line["ended"] else [])])


def _published(line: dict[str, Any], kind: str, w: Words) -> Cell:
    known = line[f"{kind}_published"]
    return Cell(line[kind], note=w.t("{n} of {m}", n=w.number(known), m=w.number(line["counted"]))) if known else Cell()


def group(view: View, by: str, key: str, kind: str, level: str, find: str) -> Section | None:
    """The programmes of a group (a dialog). `kind`, `level`, `find`: what the page is narrowed to, or empty."""
    if by not in GROUPS or kind not in {*TYPES, ""} or level not in {*LEVELS, ""}:
        return None
    rows = found(view, Asked(kind or None, level or None, find=unquote(find)))
    own = rows[rows[COLUMNS[by]].fillna("none") == key]
    return (
        Section("programmes", words.group_names(by, view)[key], tables=(_programme_table(own, view),))
        if len(own)
        else None
    )


def unplaced(view: View, asked: Asked = USUAL) -> Section:
    """The counted programmes without a point on the map, by reason, each named."""
    w, rows = view.w, found(view, asked)
    lost = rows[rows["counted"] & ~rows["place"].isin(PLACED)]
    reasons = w.codes("unplaced-reason")
    columns = (
        Column("reason", w.t("Reason"), Format.NAME, names=reasons, share=20),
        Column("count", w.t("Programmes"), Format.NUMBER),
        Column("programmes", w.t("Which"), share=70),
    )
    made = tuple(
        Row(
            reason,
            {
                "reason": Cell(reason),
                "count": Cell(len(own)),
                "programmes": Cell(
                    links=tuple(
                        Link(
                            words.full_name(r, w)
                            if reason != "nationwide"
                            else words.department(r) or words.school(r, w),
                            Target("programme", (r["programme_id"],)),
                        )
                        for r in rows_of(own)
                    )
                ),
            },
            origin_ids(own["origin_ids"]),
        )
        for reason in reasons
        for own in [lost[lost["place"] == reason]]
        if len(own)
    )
    cities = int((rows["counted"] & (rows["place"] == "city")).sum())
    note = (
        w.n(
            "One is plotted at the centre of its city: its district is not published.",
            "{n} are plotted at the centre of their city: their district is not published.",
            cities,
        )
        if cities
        else ""
    )
    title = (
        w.n("One counted programme is not on the map", "{n} counted programmes are not on the map", len(lost))
        if len(lost)
        else w.t("All counted programmes are on the map")
    )
    return Section("talent-unplaced", title, tables=(Table(columns, made, foot=note, whole=True),))


# --- the programmes


def programmes(view: View, asked: Asked = USUAL) -> Section:
    """The programmes of the filters with all that is known of them, running ones first."""
    w, rows = view.w, found(view, asked)
    unit = w.t(
        "Running first, then selected, planned and ended. Select a school for all that is known of its programme"
    )
    return Section("talent-programmes", words.list_title(rows, asked, w), unit, tables=(_programme_table(rows, view),))


def _programme_table(rows: pd.DataFrame, view: View) -> Table:
    w, none = view.w, view.w.t("not published")
    columns = (
        Column("school", w.t("School"), share=22, note_label=w.t("Department or programme")),
        Column("type", w.t("Type"), Format.NAME, names=w.codes("programme-type"), share=12),
        Column("industry", w.t("Industry"), Format.NAME, names=view.names["industries"], share=10),
        Column("level", w.t("Level of education"), Format.NAME, names=w.codes("programme-level"), media=SCREEN),
        Column("place", w.t("Place"), share=13),
        Column("partner", w.t("Partner"), Format.LIST, share=14, media=SCREEN),
        Column("seats", w.t("Seats"), share=12),
        Column("seats_number", w.t("Seats a year"), Format.NUMBER, media=ANNEX),
        Column("budget", w.t("Budget, whole term"), Format.WON, share=12),
        Column("years", w.t("Years"), share=10),
        Column("first", w.t("First year"), Format.YEAR, media=ANNEX),
        Column("last", w.t("Last year"), Format.YEAR, media=ANNEX),
        Column("state", w.t("State"), Format.NAME, names=w.codes("programme-status"), share=8),
        Column("counted", w.t("Counted"), Format.YES, media=ANNEX),
        Column("ministry", w.t("In charge"), Format.LIST, media=ANNEX),
        Column("stated", w.t("Stated on"), Format.DAY, media=ANNEX),
        Column("note", w.t("Note"), media=ANNEX),
    )
    made = tuple(
        Row(
            r["programme_id"],
            {
                **(shared := _shared_cells(r, w)),
                "school": replace(shared["school"], warnings=tuple(as_list(r["warnings"]))),
                "place": Cell(words.place(r, view)),
                "partner": Cell(_several(r["partner_company_ko"]), missing=none),
                "budget": Cell(number(r["budget_krw"]), missing=none),
                "years": Cell(words.years(r, w)),
                "first": Cell(_year(r["start_year"])),
                "last": Cell(_year(r["end_year"])),
                "ministry": Cell(_several(w.of(r, "ministry"))),
                "stated": Cell(day(r["stated_on"])),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    return Table(
        columns, made, empty=w.t("No programme matches. Choose all types, a wider province, or a shorter text.")
    )


def programme(view: View, programme_id: str) -> Section | None:
    """One programme with all that is known of it (a dialog)."""
    every = view.ask("talent/programmes")
    rows = every[every["programme_id"] == programme_id]
    if rows.empty:
        return None
    w, r = view.w, rows_of(rows)[0]
    none = w.t("not published")
    stated = day(r["stated_on"])
    facts = (
        ("department", w.t("Department or programme"), Cell(words.department(r) or None, missing=none)),
        (
            "type",
            w.t("Type"),
            Cell(
                w.code("programme-type", r["type"]),
                note=w.code("programme-level", r["level"]),
                warnings=tuple(as_list(r["warnings"])),
            ),
        ),
        ("industry", w.t("Industry"), Cell(view.names["industries"][r["industry_id"]])),
        (
            "place",
            w.t("Place"),
            Cell(words.place(r, view), note=w.t("main campus, from general knowledge") if r["place"] in PLACED else ""),
        ),
        ("partner", w.t("Partner"), Cell(_several(r["partner_company_ko"]), missing=none)),
        ("seats", w.t("Seats"), Cell(words.seats(r, w) or None, missing=none)),
        (
            "budget",
            w.t("Budget, whole term"),
            Cell(
                Quantity(float(r["budget_krw"]), Format.WON) if not is_missing(r["budget_krw"]) else None, missing=none
            ),
        ),
        ("years", w.t("Years and state"), Cell(words.years(r, w), note=w.code("programme-status", r["state"]))),
        (
            "ministry",
            w.t("In charge"),
            Cell(
                _several(w.of(r, "ministry")),
                missing=none,
                note=w.t("known since {day}", day=stated.isoformat() if stated else w.t("undated")),
            ),
        ),
        *((("note", w.t("Note"), Cell(w.of(r, "note"))),) if w.of(r, "note") else ()),
    )
    columns = (Column("fact", w.t("What"), share=20), Column("value", w.t("Value"), share=60))
    table = Table(
        columns, tuple(Row(key, {"fact": Cell(name), "value": cell}) for key, name, cell in facts), whole=True
    )
    return Section("programme", words.school(r, w), tables=(table,), origins=origin_ids(r["origin_ids"]))


def _several(text: Any) -> tuple[str, ...] | None:
    """A text of several parts with semicolons between them."""
    return tuple(text.split(";")) if isinstance(text, str) and text else None


def _year(value: Any) -> int | None:
    return None if is_missing(value) else int(value)


def origins(view: View, asked: Asked = USUAL) -> tuple[str, ...]:
    """Every source that a figure on the page rests on."""
    tables = (found(view, asked), within(view, asked), supply(view), balance(view))
    return tuple(sorted({i for rows in tables if len(rows) for i in ids(rows["origin_ids"])}))
