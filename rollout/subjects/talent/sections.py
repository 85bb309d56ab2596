"""Talent as sections: programmes counted by group, and those that are not on the map."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd

from rollout.document.model import (
    ANNEX,
    Cell,
    Column,
    Format,
    Link,
    Row,
    Section,
    Table,
)
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import ids
from rollout.subjects.cells import chooses, origin_ids
from rollout.subjects.talent import words
from rollout.subjects.talent.listed import programme_table
from rollout.subjects.talent.programmes import (
    ADDED,
    COLUMNS,
    CONTROLS,
    GROUPS,
    LEVELS,
    NO_GROUP,
    PLACED,
    TYPES,
    USUAL,
    Asked,
    balance,
    found,
    grouped,
    supply,
    within,
)

# --- counts by group


@remembered
def groups(view: View, by: str = "type", asked: Asked = USUAL) -> Section:
    """The programmes counted by type, level, industry or province."""
    w, rows = view.w, found(view, asked)
    names = words.group_names(by, view)
    lines = grouped(rows, by, names)
    most = max((line["counted"] for line in lines), default=0) or 1
    columns = _group_columns(by, names, w)
    made = tuple(_group(line, by, most, asked, w) for line in lines)
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
                "One more is part of a listed programme: shown in the list, not counted.",
                "{n} more are parts of listed programmes: shown in the list, not counted.",
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


def _place(by: str, key: str) -> Target | None:
    return chooses(by, key) if key != NO_GROUP else None


def _group(line: dict[str, Any], by: str, most: int, asked: Asked, w: Words) -> Row:
    return Row(
        line["key"],
        {
            "group": Cell(
                line["key"],
                opens=Target(
                    "programmes", (by, line["key"], asked.type or "", asked.level or "", quote(asked.find, safe=""))
                ),
                filters=Target(CONTROLS[by], (line["key"],)) if by in CONTROLS else _place(by, line["key"]),
            ),
            "counted": Cell(line["counted"], bar=line["counted"] / most, strong=True, note=_not_counted(line, w)),
            "planned": Cell(line["planned"]),
            "ended": Cell(line["ended"]),
            **{kind: _published(line, kind, w) for kind in ADDED},
        },
    )


def _group_columns(by: str, names: Mapping[str, str], w: Words) -> tuple[Column, ...]:
    head = w.code("programme-group", by)
    return (
        Column("group", head[:1].upper() + head[1:], Format.NAME, names=names, share=24),
        Column("counted", w.t("Counted"), Format.NUMBER, note_label=w.t("Not counted")),
        Column("planned", w.t("Planned"), Format.NUMBER, media=ANNEX),
        Column("ended", w.t("Ended"), Format.NUMBER, media=ANNEX),
        Column("intake", w.t("Admission places a year"), Format.NUMBER, share=14),
        Column("trained", w.t("To be trained a year"), Format.NUMBER, share=14),
    )


def _not_counted(line: dict[str, Any], w: Words) -> str:
    parts = [w.t("{n} planned", n=w.number(line["planned"]))] if line["planned"] else []
    return ", ".join([*parts, *([w.t("{n} ended", n=w.number(line["ended"]))] if line["ended"] else [])])


def _published(line: dict[str, Any], kind: str, w: Words) -> Cell:
    known = line[f"{kind}_published"]
    return Cell(line[kind], note=w.t("{n} of {m}", n=w.number(known), m=w.number(line["counted"]))) if known else Cell()


@remembered
def group(view: View, by: str, key: str, kind: str, level: str, find: str) -> Section | None:
    """The programmes of a group (a dialog). `kind`, `level`, `find`: what the page is narrowed to, or empty."""
    if by not in GROUPS or kind not in {*TYPES, ""} or level not in {*LEVELS, ""}:
        return None
    rows = found(view, Asked(kind or None, level or None, find=unquote(find)))
    own = rows[rows[COLUMNS[by]].fillna("none") == key]
    return (
        Section("programmes", words.group_names(by, view)[key], tables=(programme_table(own, view),))
        if len(own)
        else None
    )


@remembered
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
    made = tuple(_lost(reason, own, w) for reason in reasons for own in [lost[lost["place"] == reason]] if len(own))
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


def _lost(reason: str, own: pd.DataFrame, w: Words) -> Row:
    return Row(
        reason,
        {
            "reason": Cell(reason),
            "count": Cell(len(own)),
            "programmes": Cell(
                links=tuple(
                    Link(
                        words.full_name(r, w) if reason != "nationwide" else words.department(r) or words.school(r, w),
                        Target("programme", (r["programme_id"],)),
                    )
                    for r in rows_of(own)
                )
            ),
        },
        origin_ids(own["origin_ids"]),
    )


# --- the programmes


@remembered
def origins(view: View, asked: Asked = USUAL) -> tuple[str, ...]:
    """Every source that a figure on the page rests on."""
    tables = (found(view, asked), within(view, asked), supply(view), balance(view))
    return tuple(sorted({i for rows in tables if len(rows) for i in ids(rows["origin_ids"])}))
