"""The sources as sections: those that some sections rest on, and what figures, stages and usage warnings mean."""

from collections.abc import Collection, Iterable, Sequence

from rollout.document.model import ANNEX, SCREEN, Cell, Column, Format, Row, Section, Table
from rollout.language.words import Words
from rollout.questions.ask import is_missing, metrics, present, rows_of
from rollout.questions.rows import ProgressStages, SourcesOrigins
from rollout.questions.view import View
from rollout.subjects.cells import day
from rollout.subjects.sources import words


def cited(view: View, ids: Iterable[str], named: Collection[str] = ()) -> Section:
    """Some sources: id, publisher, title, day, kind, address; those that source columns name (`named`) first."""
    w = view.w
    columns = (
        Column("id", w.t("Source"), share=9),
        Column("publisher", w.t("Publisher"), share=20),
        Column("title", w.t("Title"), share=50),
        Column("published", w.t("Published on"), Format.DAY, share=12),
        Column("kind", w.t("Kind"), Format.NAME, names=w.codes("origin-kind"), share=10),
        Column("url", w.t("Link"), share=30, media=SCREEN),
        Column("printed", w.t("Title as printed"), Format.YES, share=8, media=ANNEX),
    )
    records = sorted(
        rows_of(view.origins(ids), SourcesOrigins), key=lambda o: (o["origin_id"] not in named, o["origin_id"])
    )
    rows = tuple(_source(o, w) for o in records)
    official = sum(o["kind"] in {"official", "statistics"} for o in records)
    title = w.t(
        "{n} public sources, {official} of them official or statistics",
        n=w.number(len(records)),
        official=w.number(official),
    )
    return Section(
        "sources",
        title,
        tables=(Table(columns, rows, empty=w.t("No source is published.")),),
        origins=tuple(o["origin_id"] for o in records),
    )


def _source(o: SourcesOrigins, w: Words) -> Row:
    return Row(
        o["origin_id"],
        {
            "id": Cell(o["origin_id"]),
            "publisher": Cell(o["publisher"]),
            "title": Cell(o["title"]),
            "published": Cell(day(o["published_on"]), missing=w.t("undated")),
            "kind": Cell(o["kind"]),
            "url": Cell(o["url"]),
            "printed": Cell(bool(o["title_seen"])),
        },
    )


def listed(view: View, ids: Iterable[str]) -> dict[str, tuple[str, str, str, str]]:
    """Publisher, title, day and address of some sources by id."""
    undated = view.w.t("undated")
    return {
        o["origin_id"]: (
            o["publisher"],
            o["title"],
            undated if is_missing(o["published_on"]) else present(o["published_on"]).date().isoformat(),
            o["url"],
        )
        for o in rows_of(view.origins(ids), SourcesOrigins)
    }


def defined(w: Words) -> dict[str, tuple[str, str, str]]:
    """Name, formula and caveat of every metric by id."""
    return {
        key: (w.of(metric, "name"), w.of(metric, "formula"), w.of(metric, "caveat"))
        for key, metric in metrics().items()
    }


def definitions(view: View, used: Sequence[str] = ()) -> Section:
    """What figures, stages and usage warnings mean. `used`: the metrics that a briefing shows; all without it."""
    w = view.w
    known = defined(w)
    columns = (
        Column("term", w.t("Term"), share=18),
        Column("kind", w.t("Kind"), share=10, media=ANNEX),
        Column("definition", w.t("Definition"), share=44),
        Column("caveat", w.t("Caveat"), share=38),
        Column("unit", w.t("Unit"), media=ANNEX),
        Column("additive", w.t("May be added up"), Format.YES, media=ANNEX),
    )

    def row(
        key: str, kind: str, term: str, definition: str, caveat: str = "", unit: str = "", additive: bool | None = None
    ) -> Row:
        return Row(
            key,
            {
                "term": Cell(term),
                "kind": Cell(kind),
                "definition": Cell(definition),
                "caveat": Cell(caveat or None, "subtle"),
                "unit": Cell(unit or None),
                "additive": Cell(additive),
            },
        )

    rows = [
        row(i, w.t("Figure"), *known[i], words.unit(metrics()[i].unit, w), metrics()[i].additive) for i in used or known
    ]
    rows += [
        row(s["stage_id"], w.t("Stage"), w.of(s, "name"), w.of(s, "definition"))
        for s in rows_of(view.ask("progress/stages"), ProgressStages)
    ]
    rows += [row(i, w.t("Usage warning"), w.of(s, "name"), w.of(s, "meaning")) for i, s in view.warnings().items()]
    return Section(
        "definitions",
        w.t("What the figures and stages mean"),
        w.t("How each figure is derived, and its limits"),
        tables=(Table(columns, tuple(rows)),),
    )
