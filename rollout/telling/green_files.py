"""What the page "Green and governance" gives away: its tables and its sources."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.telling import green as answer
from rollout.telling import wording


def origin_ids(*tables: pd.DataFrame) -> list[str]:
    """Every origin that a figure on the page rests on."""
    return sorted({i for table in tables if len(table) for i in markup.ids(table["origin_ids"])})


def tables(
    viewer: Reader,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    zones: pd.DataFrame,
    steps: pd.DataFrame,
    spans: pd.DataFrame,
    older: pd.DataFrame,
    bodies: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The page's data for files, headers in words with units: targets and actuals, distances, zones, steps, phases here and at older complexes, bodies, sources."""
    w, names = viewer.w, viewer.names
    phases, states, excesses, themes = answer.phases(w), answer.states(w), answer.excesses(w), answer.themes(w)
    status = {"target": w.t("target"), "actual": w.t("actual")}
    figures = pd.DataFrame({
        w.t("Subject"): indicators["theme"].map(themes), w.t("Metric"): _of(indicators, "metric", viewer), w.t("Place"): _of(indicators, "place", viewer),
        w.t("Target or actual"): indicators["status"].map(status), w.t("Year"): indicators["year"], w.t("Value"): indicators["value"],
        w.t("Unit"): indicators["unit_ko" if w.lang == "ko" else "unit"], w.t("Published first on"): indicators["stated_on"], w.t("Note"): _of(indicators, "note", viewer),
        w.t("Mind"): _mind(indicators, viewer), w.t("Sources"): indicators["origin_ids"],
    })  # fmt: skip
    held = pd.DataFrame({
        w.t("Metric"): _of(targets, "metric", viewer), w.t("Target"): targets["target"], w.t("Target year"): targets["target_year"], w.t("Newest actual"): targets["actual"],
        w.t("Year of the actual"): targets["actual_year"], w.t("Unit"): targets["unit_ko" if w.lang == "ko" else "unit"], w.t("Missing (derived)"): targets["distance"],
        w.t("Needed a year (derived)"): targets["pace"], w.t("Reached by"): targets["first_year"], w.t("Sources"): targets["origin_ids"],
    })  # fmt: skip
    near = pd.DataFrame({
        w.t("Complex"): zones["complex_id"].map(names["complexes"]), w.t("Zone"): _of(zones, "name", viewer), w.t("Type"): zones["type"].map(answer.zone_types(w)),
        w.t("Tied to it by a source"): zones["own"].map({True: w.t("yes"), False: ""}), w.t("Designated on"): zones["designated_on"],
        w.t("Date is exact to"): zones["designated_precision"], w.t("Note"): _of(zones, "note", viewer), w.t("Mind"): _mind(zones, viewer), w.t("Sources"): zones["origin_ids"],
    })  # fmt: skip
    covers = {"whole": w.t("whole phase"), "part": w.t("part of the phase"), "beyond": w.t("more than one phase")}
    procedure = pd.DataFrame({
        w.t("No."): steps["step_no"], w.t("Procedural step"): _of(steps, "name", viewer), w.t("Phase"): steps["phase_id"].map(phases).fillna(w.t("Choice of the candidates")),
        w.t("Legal basis"): _of(steps, "legal_basis", viewer), w.t("Who acts"): _of(steps, "authority", viewer), w.t("Set by law, days"): steps["statutory_days"],
        w.t("Usual, months"): steps["typical_months"], w.t("What the usual time is"): steps["months_kind"].map(answer.months_kinds(w)), w.t("What the time covers"): steps["covers"].map(covers),
        w.t("Note"): _of(steps, "note", viewer), w.t("Mind"): _mind(steps, viewer), w.t("Sources"): steps["origin_ids"],
    })  # fmt: skip
    here = pd.DataFrame({
        w.t("Complex"): spans["complex_id"].map(names["complexes"]), w.t("Phase"): spans["phase_id"].map(phases), w.t("State"): spans["state"].map(states),
        w.t("Stands here now"): spans["stands"].map({True: w.t("yes"), False: ""}), w.t("Shortest, days (derived)"): spans["least_days"], w.t("Longest, days (derived)"): spans["most_days"],
        w.t("Limit, days"): spans["limit_days"], w.t("Against the limit"): spans["excess"].map(excesses), w.t("Begun on"): spans["from_on"], w.t("Beginning is exact to"): spans["from_precision"],
        w.t("Ended on"): spans["to_on"], w.t("End is exact to"): spans["to_precision"], w.t("Sources"): spans["origin_ids"],
    })  # fmt: skip
    before = pd.DataFrame({
        w.t("Older complex"): _of(older, "name", viewer), w.t("Phase"): older["phase_id"].map(phases), w.t("Shortest, days (derived)"): older["least_days"],
        w.t("Longest, days (derived)"): older["most_days"], w.t("Median of the phase, days (derived)"): older["median_days"], w.t("Against the law"): older["excess"].map(excesses),
        w.t("Begun on"): older["from_on"], w.t("Beginning is exact to"): older["from_precision"], w.t("Ended on"): older["to_on"], w.t("End is exact to"): older["to_precision"],
        w.t("Sources"): older["origin_ids"],
    })  # fmt: skip
    deciding = pd.DataFrame({
        w.t("Name"): _of(bodies, "body", viewer), w.t("Kind"): bodies["kind"].map(answer.kinds(w)), w.t("Field"): bodies["field"].map(answer.fields(w)),
        w.t("What it decides"): _of(bodies, "role", viewer), w.t("Members named"): [answer.members(row, w) for row in bodies.to_dict("records")], w.t("Date"): bodies["date_on"],
        w.t("Date is exact to"): bodies["date_precision"], w.t("Stage"): bodies["stage_id"].map(names["stages"]), w.t("Note"): _of(bodies, "note", viewer),
        w.t("Mind"): _mind(bodies, viewer), w.t("Sources"): bodies["origin_ids"],
    })  # fmt: skip
    sources = wording.sources_table(viewer, origin_ids(indicators, targets, zones, steps, spans, older, bodies))
    return {
        w.t("Targets and actuals"): figures, w.t("Distances"): held, w.t("Zones by complex"): near, w.t("Procedure"): procedure, w.t("Phases"): here,
        w.t("Phases at older complexes"): before, w.t("Bodies and meetings"): deciding, w.t("Sources"): sources,
    }  # fmt: skip


def _of(rows: pd.DataFrame, column: str, viewer: Reader) -> list[str]:
    return [viewer.w.of(row, column) for row in rows.to_dict("records")]


def _mind(rows: pd.DataFrame, viewer: Reader) -> list[str]:
    warnings: Mapping[str, Mapping[str, Any]] = viewer.warnings()
    return [", ".join(chip["name"] for chip in markup.chips(cell, warnings, viewer.w)) for cell in rows["warnings"]]
