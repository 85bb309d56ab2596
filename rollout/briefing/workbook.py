"""A briefing -> XLSX: the annex with a sheet a table (the screens' own), sources and definitions; through rollout.downloads."""

from typing import Any

import pandas as pd

from rollout import downloads, markup
from rollout.ask import metrics
from rollout.briefing.archive import settled
from rollout.briefing.compose import Composition, section_name
from rollout.briefing.content import Desk
from rollout.briefing.parts import Briefing
from rollout.reader import Reader
from rollout.telling import complexes_files, forecast, outlook, overview_files, schedule_files, talent, talent_files, wording
from rollout.words import Words

LATE = {"slips", "milestones", "works", "ratings"}
AHEAD = {"forecast", "history", "outlook"}
OF_ONE = {"facts", "promises", "events"}
AS_SHOWN = {"ladder", "goals", "benefits", "advantage", "procedure"}
BELT = {"overview", "map", "board", "lately", "due", "area", "cost"}


def fill(briefing: Briefing, composition: Composition, reader: Reader) -> bytes:
    """The annex as an XLSX file; the same briefing gives the same bytes."""
    w = reader.w
    about = [(w.t("Title"), briefing.title), *briefing.about, (w.t("As of which statement"), briefing.clock)]
    tables = {name: _plain_names(table) for name, table in (_tables(composition, reader) | _as_shown(briefing, w)).items()}
    ids = {
        i
        for table in tables.values()
        for column in table.columns
        if str(column).startswith(w.t("Sources"))
        for cell in table[column]
        for i in markup.as_list(cell)
    }
    tables |= _notes(briefing, w) | {
        w.t("Definitions"): _definitions(reader),
        w.t("Sources"): wording.sources_table(reader, ids | set(briefing.sources)),
    }
    return settled(downloads.xlsx(tables, about, w), briefing.as_of)


def _tables(composition: Composition, reader: Reader) -> dict[str, pd.DataFrame]:
    """The screens' tables that the composition's sections show."""
    w, wanted, desk = reader.w, set(composition.sections), Desk(reader, composition)
    tables: dict[str, pd.DataFrame] = {}
    if wanted & BELT:
        tables |= overview_files.tables(reader, desk.sites, desk.cells)
    if composition.complex_id and wanted & OF_ONE:
        sites = reader.ask("progress/complexes")
        site = sites[sites["complex_id"] == composition.complex_id].iloc[0].to_dict()
        figures = reader.ask("progress/figures", complex_id=composition.complex_id)
        tables |= complexes_files.tables(reader, site, reader.ask("progress/board", complexes=(composition.complex_id,)), figures)
    if "changes" in wanted:
        tables[w.t("What changed")] = _changes(reader)
    if wanted & LATE:
        tables |= schedule_files.tables(reader, desk.sites, desk.standing)
    if wanted & AHEAD:
        rows = outlook.ranges(reader, reader.scope.as_of)
        tables |= forecast.tables(reader, rows[rows["complex_id"].isin(reader.scope.complexes)])
    if "investment" in wanted:
        tables[w.t("Announced investment")] = _investment(reader, desk)
    if "talent" in wanted:
        tables |= _talent(reader, desk)
    tables.pop(w.t("Sources"), None)
    return tables


def _as_shown(briefing: Briefing, w: Words) -> dict[str, pd.DataFrame]:
    """The tables of the sections that have none of their own in the annex, with numbers and days as such and every source of a row."""
    tables = {}
    for section in briefing.sections:
        if section.id not in AS_SHOWN or section.table is None:
            continue
        columns: dict[str, list[Any]] = {}
        for place, head in enumerate(section.table.heads):
            cells = [row[place] for row in section.table.rows]
            told = any(cell.value is not None for cell in cells)
            if head == w.t("Source"):
                columns[w.t("Sources")] = [str(cell.value or "").split("; ") for cell in cells]
            else:
                columns[head] = [cell.value if told else cell.whole for cell in cells]
        columns.setdefault(w.t("Sources"), [list(section.origin_ids)] * len(section.table.rows))
        tables[section_name(section.id, w)] = pd.DataFrame(columns)
    return tables


def _changes(reader: Reader) -> pd.DataFrame:
    w = reader.w
    rows = reader.ask("progress/changes_between", since=reader.scope.compare)
    items = wording.between_items(reader, rows, by_complex=False)
    return pd.DataFrame({
        w.t("Complex"): rows["complex_id"].map(reader.names["complexes"]), w.t("Subject"): [i["name"] for i in items], w.t("Change"): [i["text"] for i in items],
        w.t("Date before"): rows["before_on"], w.t("Date now"): rows["after_on"], w.t("Value before (m2, KRW or people)"): rows["before_value"],
        w.t("Value now (m2, KRW or people)"): rows["after_value"], w.t("Moved, months"): rows["moved_months"], w.t("Stated on"): rows["stated_on"], w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip


def _talent(reader: Reader, desk: Desk) -> dict[str, pd.DataFrame]:
    every, pipeline, supply = (reader.ask(f"talent/{name}") for name in ("programmes", "pipeline", "supply"))
    wish = talent.Wish()
    near = talent.within(pipeline, wish, reader)
    cells = talent.matrix(near, wish, list(desk.sites["complex_id"]))
    figures, balance = talent.figures_in_scope(supply, reader), talent.balance(every, supply, reader)
    return talent_files.tables(reader, talent.in_scope(every, reader), near, cells, figures, balance)


def _investment(reader: Reader, desk: Desk) -> pd.DataFrame:
    w, rows = reader.w, desk.money
    return pd.DataFrame({
        w.t("Complex"): rows["complex_id"].map(reader.names["complexes"]), w.t("Company"): [w.of(row, "company") for row in rows.to_dict("records")],
        w.t("Amount, KRW"): rows["amount_krw"], w.t("Until"): rows["period_to"], w.t("Stated on"): rows["stated_on"], w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip


def _notes(briefing: Briefing, w: Words) -> dict[str, pd.DataFrame]:
    """The officer's notes, where there are any."""
    rows = [(section_name(section.id, w), section.note) for section in briefing.sections if section.note]
    return {w.t("Notes"): pd.DataFrame(rows, columns=[w.t("Section"), w.t("Note")])} if rows else {}


def _definitions(reader: Reader) -> pd.DataFrame:
    """Every metric, stage and usage warning: name, what it means, unit, what to mind."""
    w = reader.w
    rows = [
        (w.t("Figure"), w.of(m, "name"), w.of(m, "formula"), m.unit, w.t("yes") if m.additive else w.t("no"), w.of(m, "caveat"))
        for m in metrics().values()
    ]
    rows += [(w.t("Stage"), w.of(s, "name"), w.of(s, "definition"), "", "", "") for s in reader.ask("progress/stages").to_dict("records")]
    rows += [(w.t("Usage warning"), w.of(row, "name"), w.of(row, "meaning"), "", "", "") for row in reader.warnings().values()]
    return pd.DataFrame(rows, columns=[w.t("Kind"), w.t("Term"), w.t("Definition"), w.t("Unit"), w.t("May be added up"), w.t("Caveat")])


def _plain_names(table: pd.DataFrame) -> pd.DataFrame:
    """Columns as text, so that a header is never a number or a day."""
    return table.rename(columns=str)
