"""What is published about each complex, how new it is, and how much of it rests on official pages."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, SCREEN, Cell, Column, Format, Period, Row, Section, Table, Value
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import SourcesSupport
from rollout.questions.scope import STALE_AFTER_DAYS
from rollout.questions.view import View, remembered
from rollout.subjects.cells import complex_cell, complex_column, day, origin_ids
from rollout.subjects.sources import hops, words
from rollout.subjects.sources.dictionary import resources, table_titles

YEAR = 365
FRESH, OLDER, OLD = 4, 2, 1  # shades: the newer the stronger
SHOWS = ("newest", "age", "statements", "official")


def answers(view: View) -> pd.DataFrame:
    """sources/coverage with the age in days of the newest statement on the as-of day."""
    rows = view.ask("sources/coverage")
    return rows.assign(age=(pd.Timestamp(view.scope.as_of) - rows["newest_on"]).dt.days)


@remembered
def coverage(view: View, show: str = "newest") -> Section:
    """A row a subject, a column a complex. `show`: one of SHOWS."""
    w, rows = view.w, answers(view)
    order, groups, names = list(rows["complex_id"].unique()), w.codes("coverage-group"), words.subjects(view)
    kind = {"newest": Format.PERIOD, "official": Format.SHARE}.get(show, Format.NUMBER)
    columns = (
        Column("subject", w.pt("published", "Subject"), Format.NAME, names=names, share=18),
        *(Column(i, view.names["complexes"][i], kind, share=5) for i in order),
        Column("known", w.t("Published, of {n}", n=w.number(len(order))), Format.NUMBER, share=6),
    )
    made = []
    for (_, group, subject), found in rows.groupby(["place", "subject_kind", "subject"]):
        cells = {row["complex_id"]: _covered(row, show, w) for row in rows_of(found)}
        known, counted = int(found["published"].sum()), int((~found["skipped"]).sum())
        cells |= {"subject": Cell(str(subject)), "known": Cell(known, "" if known == counted else "amber")}
        made.append(Row(str(subject), cells, group=groups[str(group)]))
    legend = (
        (f"shade-{FRESH}", w.t("up to {n} days old", n=STALE_AFTER_DAYS)),
        (f"shade-{OLDER}", w.t("up to a year")),
        (f"shade-{OLD}", w.t("more than a year")),
    )
    foot = w.t(
        "none: not published; undated: no day known; –: stage skipped, not counted as published. Select a cell "
        "for its statements’ sources."
    )
    unit = w.t(
        "By complex and subject: the newest of its statements, and its age, as of {day}",
        day=view.scope.as_of.isoformat(),
    )
    table = Table(columns, tuple(made), foot=foot, legend=legend, board=True)
    return Section(
        "coverage", words.coverage_title(rows, view), unit, tables=(table,), origins=origin_ids(rows["origin_ids"])
    )


def _covered(row: Mapping[str, Any], show: str, w: Words) -> Cell:
    """A subject of a complex: what is asked for, the stronger the newer."""
    opens = Target("covered", (row["complex_id"], row["subject"]))
    if not row["published"]:
        return Cell(None, "subtle", missing=_nothing(row, w), opens=opens if row["statements"] else None)
    age = int(row["age"])
    shade = FRESH if age <= STALE_AFTER_DAYS else OLDER if age <= YEAR else OLD
    value: Value = {
        "newest": Period(row["newest_on"].date(), "month"),
        "age": age,
        "statements": row["statements"],
        "official": words.share(row["official"], row["statements"]),
    }[show]
    return Cell(value, shade=shade, opens=opens)


def _nothing(row: Mapping[str, Any], w: Words) -> str:
    """Why a subject of a complex does not count as published, in a word."""
    return "–" if row["skipped"] else w.t("undated") if row["undated"] else w.t("none")


def _unpublished(row: Mapping[str, Any], w: Words) -> str:
    """The same in a list."""
    return w.code("milestone-state", "skipped") if row["skipped"] else w.t("not published")


@remembered
def coverage_list(view: View) -> Section:
    """The same as a list: a row a complex and subject."""
    return _listed(answers(view), view.w.t("What is published about each complex"), view)


@remembered
def covered(view: View, complex_id: str, subject: str) -> Section | None:
    """What is published about one subject of one complex."""
    rows = answers(view)
    rows = rows[(rows["complex_id"] == complex_id) & (rows["subject"] == subject)]
    return (
        None
        if rows.empty
        else _listed(rows, f"{view.names['complexes'][complex_id]} · {words.subjects(view)[subject]}", view)
    )


def _listed(rows: pd.DataFrame, title: str, view: View) -> Section:
    w = view.w
    columns = (
        complex_column(view),
        Column("subject", w.pt("published", "Subject"), Format.NAME, names=words.subjects(view), share=24),
        Column("published", w.t("Published"), Format.YES, share=9),
        Column("statements", w.t("Statements"), Format.NUMBER, share=9),
        Column("undated", w.t("Undated rows"), Format.NUMBER, share=8, media=ANNEX),
        Column("official", w.t("On official pages"), Format.NUMBER, share=9),
        Column("share", w.t("Official share"), Format.SHARE, share=9),
        Column("newest", w.t("Newest day"), Format.DAY, share=12),
        Column("age", w.t("Age in days"), Format.NUMBER, share=9),
        Column("skipped", w.t("Stage skipped"), Format.YES, share=8, media=ANNEX),
    )
    made = tuple(
        Row(
            f"{r['complex_id']}:{r['subject']}",
            {
                "complex": complex_cell(r["complex_id"]),
                "subject": Cell(r["subject"]),
                "published": Cell(bool(r["published"]), missing=_unpublished(r, w)),
                "statements": Cell(r["statements"]),
                "undated": Cell(r["undated"]),
                "official": Cell(r["official"]),
                "share": Cell(words.share(r["official"], r["statements"])),
                "newest": Cell(day(r["newest_on"])),
                "age": Cell(int(r["age"]) if not is_missing(r["age"]) else None),
                "skipped": Cell(bool(r["skipped"])),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    return Section("coverage-list", title, tables=(Table(columns, made),))


def totals(view: View) -> pd.DataFrame:
    """Statements, those on official pages and their share by complex, the lowest first."""
    rows = answers(view)
    named = rows[rows["subject_kind"].isin(words.NAMED)].groupby("complex_id", sort=False)
    every = rows[~rows["skipped"]].groupby("complex_id", sort=False)
    found = pd.DataFrame(
        {
            "subjects": every.size(),
            "known": every["published"].sum(),
            "statements": named["statements"].sum(),
            "official": named["official"].sum(),
            "newest_on": named["newest_on"].max(),
            "age": named["age"].min(),
        }
    )
    found["share"] = found["official"] / found["statements"].clip(lower=1)
    return found.sort_values(["share", "statements"], ascending=[True, False]).reset_index()


@remembered
def by_complex(view: View) -> Section:
    """The share on official sources, a row a complex, the lowest first."""
    w, columns = view.w, _complex_columns(view)
    made = tuple(_complex_row(r, w) for r in rows_of(totals(view)))
    title = w.t("The same by complex: the lowest share first")
    unit = w.t("Statements that name the complex, in the subjects above")
    return Section("by-complex", title, unit, tables=(Table(columns, made, whole=True),))


def _complex_row(r: Mapping[str, Any], w: Words) -> Row:
    return Row(
        r["complex_id"],
        {
            "complex": complex_cell(r["complex_id"]),
            "statements": Cell(r["statements"]),
            "official": Cell(r["official"]),
            "share": Cell(r["share"], bar=round(r["share"], 4)),
            "known": Cell(r["known"]),
            "subjects": Cell(r["subjects"]),
            "newest": Cell(day(r["newest_on"]), missing=w.t("undated")),
            "age": Cell(int(r["age"]) if not is_missing(r["age"]) else None),
        },
    )


def _complex_columns(view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        complex_column(view),
        Column("statements", w.t("Statements"), Format.NUMBER, share=12),
        Column("official", w.t("On official pages"), Format.NUMBER, share=12),
        Column("share", w.t("Official share"), Format.SHARE, share=18),
        Column("known", w.t("Subjects published"), Format.NUMBER, share=12),
        Column("subjects", w.t("Subjects"), Format.NUMBER, share=10),
        Column("newest", w.t("Newest day"), Format.DAY, share=14),
        Column("age", w.t("Age in days"), Format.NUMBER, share=10),
    )


@remembered
def support(view: View) -> Section:
    """How much of each table rests on official sources; packaged statistics last."""
    w, rows, pages = view.w, view.ask("sources/support"), hops.readers()
    columns = (
        Column("table", w.t("Table"), Format.NAME, names=table_titles(w), share=24, note_label=w.t("Kind")),
        Column("name", w.t("Name in the store"), share=14, media=ANNEX),
        Column("rows", w.t("Rows"), Format.NUMBER, share=8),
        Column("undated", w.t("Undated"), Format.NUMBER, share=8),
        Column("official", w.t("On official pages"), Format.NUMBER, share=9),
        Column("share", w.t("Official share"), Format.SHARE, share=14),
        Column("weak", w.t("Weak sources only"), Format.NUMBER, share=9),
        Column("weak_share", w.t("Weak share"), Format.SHARE, share=8),
        Column("origins", w.t("Sources"), Format.NUMBER, share=8),
        Column("newest", w.t("Newest day"), Format.DAY, share=11),
        Column("pages", w.t("Read by"), Format.LIST, names=hops.page_names(w), share=24, media=SCREEN),
    )
    made = tuple(
        Row(
            r["table_name"],
            {
                "table": Cell(
                    r["table_name"],
                    opens=table_target(r["table_name"]),
                    note=w.t("packaged statistics") if r["packaged"] else "",
                ),
                "name": Cell(r["table_name"]),
                "rows": Cell(r["rows"]),
                "undated": Cell(r["undated"], "" if r["undated"] else "subtle"),
                "official": Cell(r["official"]),
                "share": Cell(r["official"] / r["rows"], bar=round(r["official"] / r["rows"], 4)),
                "weak": Cell(r["weak"], "amber" if r["weak"] else "subtle"),
                "weak_share": Cell(r["weak"] / r["rows"], "amber" if r["weak"] else "subtle"),
                "origins": Cell(r["origins"]),
                "newest": Cell(day(r["newest_on"]), missing=w.t("undated")),
                "pages": Cell(pages.get(r["table_name"], ()) or None, missing=w.t("no page yet")),
            },
        )
        for r in rows_of(rows, SourcesSupport)
    )
    unit = w.t("By table, all of Korea: rows with at least one official or statistical source. Filters do not apply")
    return Section("support", words.support_title(rows, w), unit, tables=(Table(columns, made),))


def table_target(name: str) -> Target | None:
    """What opens a table of the data package; packaged statistics have no columns to show."""
    return Target("table", (name,)) if name in resources() else None
