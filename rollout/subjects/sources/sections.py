"""The sources as sections."""

from collections.abc import Iterable

from rollout.document.model import Cell, Column, Format, Row, Section, Table
from rollout.reader import Reader
from rollout.subjects.cells import day


def cited(view: Reader, ids: Iterable[str]) -> Section:
    """Some sources: id, publisher, title, day, address, kind."""
    w = view.w
    columns = (
        Column("id", w.t("Source"), share=9), Column("publisher", w.t("Publisher"), share=20), Column("title", w.t("Title"), share=45),
        Column("published", w.t("Published on"), Format.DAY, share=12), Column("kind", w.t("Kind"), Format.NAME, names=w.codes("origin-kind"), share=10),
        Column("url", w.t("Link"), share=30), Column("printed", w.t("Title as printed"), Format.YES, share=8),
    )  # fmt: skip
    records = view.origins(ids).sort_values("origin_id").to_dict("records")
    rows = tuple(
        Row(o["origin_id"], {
            "id": Cell(o["origin_id"]), "publisher": Cell(o["publisher"]), "title": Cell(o["title"]), "published": Cell(day(o["published_on"]), missing=w.t("undated")),
            "kind": Cell(o["kind"]), "url": Cell(o["url"]), "printed": Cell(bool(o["title_seen"])),
        }) for o in records
    )  # fmt: skip
    official = sum(o["kind"] in {"official", "statistics"} for o in records)
    title = w.t("{n} public sources, {official} of them official or statistics", n=w.number(len(records)), official=w.number(official))
    return Section("sources", title, tables=(Table(columns, rows, empty=w.t("No source is published.")),))
