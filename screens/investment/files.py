"""What the Investment page gives away: its tables."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.scope import situation_name
from rollout.telling import goals, wording
from rollout.telling import investment as money
from screens.investment import abroad, building


def tables(reader: Reader, rows: pd.DataFrame, parts: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The page's data for files, headers in words with units: a sheet a table, the sources last.

    `rows`: money.judged; `parts`: targets, fdi, costs, older (investment/occupancy), own (investment/building), as the page shows them.
    """
    w = reader.w
    every = reader.ask("investment/statements")
    made = {
        w.t("Statements"): _statements(rows, every, reader), w.t("Ladder"): _ladder(rows, reader), w.t("Goals"): _goals(parts["targets"], reader),
        w.t("FDI"): _fdi(parts["fdi"], reader), w.t("Site cost"): _costs(parts["costs"], reader), w.t("Older complexes"): _older(parts["older"], reader),
        w.t("The complexes"): _own(parts["own"], reader),
    }  # fmt: skip
    ids = [i for table in made.values() if w.t("Sources") in table for cell in table[w.t("Sources")] for i in markup.as_list(cell)]
    sources = wording.sources_table(reader, ids)
    return made | {w.t("Sources"): sources}


def _named(ids: pd.Series, names: Mapping[str, str]) -> list[str]:
    return [names.get(i, "") if isinstance(i, str) else "" for i in ids]


def _chips(column: pd.Series, reader: Reader) -> list[str]:
    known = reader.warnings()
    return ["; ".join(chip["name"] for chip in markup.chips(cell, known, reader.w)) for cell in column]


def _of(rows: pd.DataFrame, column: str, reader: Reader) -> list[str]:
    return [reader.w.of(row, column) for row in rows.to_dict("records")]


def _statements(rows: pd.DataFrame, every: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Every statement in scope, the restated too; whether it is in the total of its rung."""
    w, names = reader.w, reader.names
    counted = set(rows.loc[rows["counted"], "investment_id"])
    told = money.placed(every, reader)
    records = told.to_dict("records")
    state = [
        w.t("restated later") if row["investment_id"] != row["head_id"] else w.t("cancelled") if row["cancelled"] else w.t("still stands")
        for row in records
    ]
    return pd.DataFrame({
        w.t("Statement"): told["investment_id"], w.t("Kind"): [money.rung_name(kind, w) for kind in told["money_kind"]], w.t("Who"): [money.who(row, w) for row in records],
        w.t("Whose money"): [money.investor_name(kind, w) for kind in told["investor_kind"]], w.t("Amount, KRW"): told["amount_krw"],
        w.t("In the total"): [w.t("yes") if i in counted else w.t("no") for i in told["investment_id"]], w.t("State"): state,
        w.t("Complex"): _named(told["complex_id"], names["complexes"]), w.t("Province"): _named(told["province_id"], names["provinces"]),
        w.t("Capital area"): [situation_name(s, w) if isinstance(s, str) else w.t("no place stated") for s in told["situation"]],
        w.t("Industry"): _named(told["industry_id"], names["industries"]), w.t("From year"): told["period_from"], w.t("To year"): told["period_to"],
        w.t("Stated on"): told["stated_on"], w.t("Stated on is exact to"): told["stated_precision"], w.t("Newest statement of it"): told["head_id"],
        w.t("Part of"): told["whole_id"], w.t("Mind"): _chips(told["warnings"], reader), w.t("Note"): _of(told, "note", reader), w.t("Sources"): told["origin_ids"],
    })  # fmt: skip


def _ladder(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    w, lines = reader.w, []
    for kind in money.RUNGS:
        own = rows[rows["money_kind"] == kind]
        sums = money.by_situation(own)
        lines.append({
            w.t("Kind"): money.rung_name(kind, w), w.t("Total, KRW (never added to another rung)"): money.total(own), w.t("Capital area, KRW"): sums["capital"],
            w.t("Outside the capital area, KRW"): sums["non-capital"], w.t("No place stated, KRW"): sums["none"], w.t("Statements"): len(own),
            w.t("Counted"): int(own["counted"].sum()), w.t("Without an amount"): int(own["amount_krw"].isna().sum()),
        })  # fmt: skip
    return pd.DataFrame(lines)


def _goals(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    w, names, states = reader.w, reader.names, goals.state_names(reader.w)
    return pd.DataFrame({
        w.t("Goal"): _of(rows, "metric", reader), w.t("Plan"): _of(rows, "programme", reader), w.t("Value"): rows["value"], w.t("Unit"): _of(rows, "unit", reader),
        w.t("Due"): rows["due_on"], w.t("Complex"): _named(rows["complex_id"], names["complexes"]), w.t("Province"): _named(rows["province_id"], names["provinces"]),
        w.t("Industry"): _named(rows["industry_id"], names["industries"]), w.t("Stated on"): rows["stated_on"], w.t("State"): [states[s] for s in rows["state"]],
        w.t("Newest value"): rows["found"], w.t("Unit of the value"): _of(rows, "found_unit", reader), w.t("As of"): rows["found_on"], w.t("Distance to the goal"): rows["distance"],
        w.t("Pace needed a year"): rows["pace_needed"], w.t("Pace so far a year"): rows["pace_so_far"], w.t("Same goal as"): rows["goal_group"],
        w.t("Mind"): _chips(rows["warnings"], reader), w.t("Note"): _of(rows, "note", reader), w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip


def _fdi(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    w = reader.w
    return pd.DataFrame({
        w.t("Year"): rows["year"], w.t("Year or part of it"): [abroad.period_name(int(y), p, w) for y, p in zip(rows["year"], rows["period"], strict=True)],
        w.t("Basis"): [abroad.basis_name(b, w) for b in rows["basis"]], w.t("Scope"): _of(rows, "scope", reader), w.t("Amount, USD"): rows["amount_usd"],
        w.t("First published, USD"): rows["first_usd"], w.t("Share of the total, ratio"): rows["share"], w.t("Mind"): _chips(rows["warnings"], reader),
        w.t("Note"): _of(rows, "note", reader), w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip


def _costs(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    w, told = reader.w, building.per_m2(rows)
    return pd.DataFrame({
        w.t("Complex"): _of(told, "short", reader), w.t("Site cost, KRW"): told["cost_krw"], w.t("Stated on"): told["cost_stated_on"], w.t("For the area, m2"): told["cost_area_m2"],
        w.t("First site cost, KRW"): told["first_cost_krw"], w.t("First stated on"): told["first_cost_stated_on"], w.t("First for the area, m2"): told["first_cost_area_m2"],
        w.t("Announced area, m2"): told["announced_m2"], w.t("Newest area, m2"): told["area_m2"], w.t("Cost a square metre, KRW"): told["now"],
        w.t("First cost a square metre, KRW"): told["before"], w.t("Change, ratio"): told["rise"], w.t("Mind"): _chips(told["warnings"], reader),
        w.t("Note"): _of(told, "note", reader), w.t("Sources"): told["origin_ids"],
    })  # fmt: skip


def _older(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    w = reader.w
    figures = building.figure_names(w)
    units = {"works-share": "%", "land-sold-share": "%", "employees": w.t("people"), "operating-firms": w.t("firms"), "output": "KRW"}
    return pd.DataFrame({
        w.t("Older complex"): _of(rows, "place", reader), w.t("Province"): _named(rows["province_id"], reader.names["provinces"]), w.t("Figure"): rows["metric"].map(figures),
        w.t("Value"): rows["value"], w.t("Unit"): rows["metric"].map(units), w.t("As of"): rows["value_on"], w.t("First phase completed on"): rows["completed_on"],
        w.t("Years since completion"): rows["years"], w.t("Mind"): _chips(rows["warnings"], reader), w.t("Note"): _of(rows, "note", reader), w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip


def _own(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    w = reader.w
    state: dict[str, Any] = {s: markup.state_name(s, w) for s in markup.STATES}
    return pd.DataFrame({
        w.t("Complex"): _named(rows["complex_id"], reader.names["complexes"]), w.t("Start of construction"): rows["started"].map(state), w.t("Construction date"): rows["started_on"],
        w.t("Sale of land"): rows["sold"].map(state), w.t("Completion"): rows["completed"].map(state), w.t("Completion date"): rows["completed_on"],
        w.t("Running"): rows["running"].map(state), w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip
