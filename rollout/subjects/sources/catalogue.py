"""Every source: who published what and when, what rests on it, and the pages that read that."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, SCREEN, Cell, Column, Format, Link, Row, Section, Table
from rollout.language.words import Words, fold
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.subjects.cells import day
from rollout.subjects.sources import hops, words
from rollout.subjects.sources.coverage import table_target
from rollout.subjects.sources.dictionary import table_titles

NAMED = 2  # views


@remembered
def whole(view: View) -> Section:
    """Every source with what rests on it."""
    return catalogue(view, view.ask("sources/catalogue"))


def catalogue(view: View, rows: pd.DataFrame, most: int = 0, unit: str = "") -> Section:
    """Sources (sources/catalogue) with what rests on them.

    `most`: how many of them the table holds; `unit`: which they are.
    """
    w = view.w
    tables, pages = table_titles(w), hops.readers()
    columns = _columns(view)

    made = tuple(_source(r, tables, pages, view) for r in rows_of(rows.head(most) if most else rows))
    unit = unit or w.t("Every source published by the as-of day, or undated")
    return Section(
        "catalogue",
        words.list_title(rows, w),
        unit,
        tables=(Table(columns, made, empty=w.t("No source found"), cut_by="used"),),
    )


def _source(r: dict[str, Any], tables: Mapping[str, str], pages: Mapping[str, Any], view: View) -> Row:
    w = view.w
    uses = tuple(
        Link(tables[t], table_target(t), w.number(n)) for t, n in zip(r["tables"], r["row_counts"], strict=True)
    )
    read = dict.fromkeys(page for t in r["tables"] for page in pages.get(t, ()))
    if len(read) > 1:
        read.pop(hops.EVERY_PAGE, None)
    return Row(
        r["origin_id"],
        {
            "id": Cell(r["origin_id"]),
            "published": Cell(day(r["published_on"]), missing=w.t("undated")),
            "publisher": Cell(r["publisher"], strong=True),
            "kind": Cell(r["kind"], "blue" if r["kind"] in {"official", "statistics"} else ""),
            "title": Cell(
                r["title"], url=r["url"], note="" if r["title_seen"] else w.t("summary title, not the original")
            ),
            "used": Cell(r["used"]),
            "uses": Cell(links=uses, missing=w.t("no row as of this day")),
            "views": Cell(len(read) or None, note=_named(list(read), w)),
            "pages": Cell(tuple(read) or None),
            "complexes": Cell(view.listed(r["complex_ids"]) or None),
        },
    )


def _named(pages: Sequence[str], w: Words) -> str:
    """The first pages by name; a click on a table of the row names all that read it."""
    names, more = hops.page_names(w), len(pages) - NAMED
    shown = [names[page] for page in pages[: NAMED if more > 1 else None]]
    return ", ".join([*shown, w.t("{n} more", n=w.number(more))] if more > 1 else shown)


def _columns(view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        Column("id", w.t("Source"), share=8),
        Column("published", w.t("Published on"), Format.DAY, share=10),
        Column("publisher", w.t("Publisher"), share=14),
        Column("kind", w.t("Kind"), Format.NAME, names=w.codes("origin-kind"), share=8),
        Column("title", w.t("Title"), share=34, note_label=w.t("Source of the title")),
        Column("used", w.t("Rows that cite it"), Format.NUMBER, share=7),
        Column("uses", w.t("Used in"), share=22),
        Column("views", w.t("Views"), Format.NUMBER, share=14, media=SCREEN),
        Column("pages", w.t("Read by"), Format.LIST, names=hops.page_names(w), media=ANNEX),
        Column("complexes", w.t("Complexes"), Format.LIST, names=view.names["complexes"], media=ANNEX),
    )


def found(rows: pd.DataFrame, text: str, kind: str | None, table: str | None, publisher: str | None) -> pd.DataFrame:
    """The sources (sources/catalogue) that pass the list's own filters.

    Every word must stand in publisher, title, id or address.
    """
    keep, wanted = pd.Series(True, index=rows.index), fold(text).split()
    texts: pd.Series[Any] = _texts(rows) if wanted else keep
    for word in wanted:
        keep &= texts.str.contains(word, regex=False)
    if kind:
        keep &= rows["kind"] == kind
    if table:
        keep &= rows["tables"].map(lambda tables: table in tables).astype(bool)
    if publisher:
        keep &= rows["publisher"] == publisher
    return rows[keep]


def _texts(rows: pd.DataFrame) -> pd.Series:
    joined = rows["publisher"].fillna("") + " " + rows["title"] + " " + rows["origin_id"] + " " + rows["url"]
    return joined.map(lambda text: fold(text, 600))
