"""What the Talent page gives away: its tables and its sources."""

from collections.abc import Mapping

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.telling import talent as answer
from rollout.telling import wording
from rollout.telling.talent import Cell
from rollout.words import rounded


def origin_ids(rows: pd.DataFrame, near: pd.DataFrame, supply: pd.DataFrame, drawn: pd.DataFrame) -> list[str]:
    """Every origin that a figure on the page rests on."""
    return sorted({i for table in (rows, near, supply, drawn) if len(table) for i in markup.ids(table["origin_ids"])})


def tables(
    viewer: Reader,
    rows: pd.DataFrame,
    near: pd.DataFrame,
    cells: Mapping[str, Mapping[str, Cell]],
    supply: pd.DataFrame,
    drawn: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The page's data for files, headers in words with units: programmes, within reach, complexes by level, seats against demand, figures, sources."""
    w, names = viewer.w, viewer.names
    kinds, steps, states = answer.types(w), answer.levels(w), answer.states(w)
    yes = {True: w.t("yes"), False: ""}
    listed = rows.to_dict("records")
    programmes = pd.DataFrame({
        w.t("School"): [answer.school(row, w) for row in listed], w.t("Department or programme"): rows["department_ko"], w.t("Type"): rows["type"].map(kinds),
        w.t("Level of education"): rows["level"].map(steps), w.t("Industry"): rows["industry_id"].map(names["industries"]), w.t("Place"): [answer.place(row, viewer) for row in listed],
        w.t("Partner"): rows["partner_company_ko"], w.t("Seats a year"): rows["seats_per_year"], w.t("What the seats are"): [answer.seats(row, w) for row in listed],
        w.t("Budget, whole term, KRW"): rows["budget_krw"], w.t("First year"): rows["start_year"], w.t("Last year"): rows["end_year"],
        w.t("State"): rows["state"].map(states), w.t("Counted"): rows["counted"].map(yes), w.t("In charge"): [w.of(row, "ministry") for row in listed],
        w.t("Stated on"): rows["stated_on"], w.t("Note"): [w.of(row, "note") for row in listed],
        w.t("Mind"): [", ".join(chip["name"] for chip in markup.chips(row["warnings"], viewer.warnings(), w)) for row in listed], w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip
    close = near.to_dict("records")
    reach = pd.DataFrame({
        w.t("Complex"): near["complex_id"].map(names["complexes"]), w.t("School"): [answer.school(row, w) for row in close], w.t("Department or programme"): near["department_ko"],
        w.t("Distance, km"): near["distance_km"].map(lambda km: float(rounded(km, 1))), w.t("Type"): near["type"].map(kinds), w.t("Level of education"): near["level"].map(steps),
        w.t("Industry"): near["industry_id"].map(names["industries"]), w.t("Industry of the complex"): near["same_industry"].map(yes),
        w.t("Seats a year"): near["seats_per_year"], w.t("What the seats are"): [answer.seats(row, w) for row in close], w.t("State"): near["state"].map(states),
        w.t("Counted"): near["counted"].map(yes), w.t("Sources"): near["origin_ids"],
    })  # fmt: skip
    titles = steps | {"all": w.t("All counted")}
    matrix = pd.DataFrame(
        [(names["complexes"][i], titles[level], own.counted, own.seats.get("intake"), own.seats.get("trained"), sum(own.told.values()), own.planned, own.parts)
         for i, by_level in cells.items() for level, own in by_level.items()],
        columns=[w.t("Complex"), w.t("Level of education"), w.t("Counted"), w.t("Admission places a year"), w.t("To be trained a year"), w.t("Seats published for"),
                 w.t("Planned"), w.t("Only a part of another")],
    )  # fmt: skip
    if len(drawn):
        demand = pd.DataFrame({
            w.t("Industry"): drawn["name"], w.t("Needed a year, people (derived)"): drawn["need"], w.t("Needed in all, people"): drawn["need_total"],
            w.t("Over years"): drawn["need_years"], w.t("Until year"): drawn["need_until"], w.t("Counted"): drawn["programmes"], w.t("Admission places a year"): drawn["intake"],
            w.t("Admission places published for"): drawn["intake_told"], w.t("To be trained a year"): drawn["trained"], w.t("To be trained published for"): drawn["trained_told"],
            w.t("Sources"): drawn["origin_ids"],
        })  # fmt: skip
    else:
        demand = pd.DataFrame({w.t("Industry"): []})
    figures = pd.DataFrame({
        w.t("Industry"): supply["industry_id"].map(names["industries"]).fillna(w.t("Several industries")), w.t("Figure"): supply["metric"].map(answer.supply_metrics(w)),
        w.t("Year"): supply["year"], w.t("What"): [w.of(row, "scope") for row in supply.to_dict("records")], w.t("Value"): supply["value"],
        w.t("Unit"): [answer.unit(row, w) for row in supply.to_dict("records")], w.t("Stated on"): supply["stated_on"],
        w.t("Note"): [w.of(row, "note") for row in supply.to_dict("records")], w.t("Sources"): supply["origin_ids"],
    })  # fmt: skip
    sources = wording.sources_table(viewer, origin_ids(rows, near, supply, drawn))
    return {w.t("Programmes"): programmes, w.t("Within reach"): reach, w.t("Complexes by level"): matrix, w.t("Seats against demand"): demand,
            w.t("Published figures"): figures, w.t("Sources"): sources}  # fmt: skip
