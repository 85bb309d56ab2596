"""What Benefits gives away: its tables and its sources."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout import markup
from rollout.eligibility import Firm
from rollout.reader import Reader
from rollout.telling import benefits as answer
from rollout.telling import wording
from screens.benefits import finder


def origin_ids(viewer: Reader, rows: pd.DataFrame, zones: pd.DataFrame) -> list[str]:
    """Every origin that a figure on the page rests on: of measures, conditions, classes of places and zones."""
    asked = (viewer.ask(f"benefits/{name}") for name in ("rules", "rates", "places"))
    return sorted({i for table in (rows, zones, *asked) for i in markup.ids(table["origin_ids"])})


def tables(
    viewer: Reader, rows: pd.DataFrame, zones: pd.DataFrame, items: Sequence[Mapping[str, Any]], firm: Firm, chosen: str,
    near: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The page's data for files, headers in words with units: measures, finder, conditions, reach, zones by complex, zones, sources."""
    w, names = viewer.w, viewer.names
    complexes = names["complexes"]
    reach, beside = viewer.ask("benefits/reach"), viewer.ask("benefits/zones_near")
    rules = viewer.ask("benefits/rules")
    rules = rules[rules["benefit_id"].isin(rows["benefit_id"])]
    titles = {row["benefit_id"]: w.of(row, "name") for row in viewer.ask("benefits/catalogue").to_dict("records")}
    records = rows.to_dict("records")
    measures = pd.DataFrame({
        w.t("Measure"): [w.of(r, "name") for r in records], w.t("Category"): rows["category"].map(answer.categories(w)), w.t("State"): rows["state"].map(answer.states(w)),
        w.t("Provider"): [w.of(r, "provider") for r in records], w.t("Legal basis"): [w.of(r, "legal_basis") for r in records],
        w.t("Who may have it"): rows["beneficiary"].map(answer.beneficiaries(w)), w.t("Where it holds"): [answer.where(r, viewer) for r in records],
        w.t("Rate, lowest, %"): rows["rate_min_pct"], w.t("Rate, highest, %"): rows["rate_max_pct"], w.t("Amount, lowest, KRW"): rows["amount_min_krw"],
        w.t("Amount, highest, KRW"): rows["amount_max_krw"], w.t("Of what"): [w.of(r, "amount_basis") for r in records], w.t("Valid from"): rows["valid_from"],
        w.t("Valid to"): rows["valid_to"], w.t("Days to its end"): rows["ends_in_days"], w.t("Replaced by"): [w.of(r, "later") for r in records], w.t("Stated on"): rows["stated_on"],
        w.t("Warnings"): rows["warnings"], w.t("Note"): [w.of(r, "note") for r in records], w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip
    groups = {"applies": w.t("Every published condition is met"), "confirm": w.t("Nothing speaks against it, but something is open"), "nearly": w.t("One condition is missing"),
              "place": w.t("For the site, its people or its schools, not for the firm"), "no": w.t("two or more conditions are not met"), "limit": w.t("limits other measures")}  # fmt: skip
    told = {"met": w.t("met"), "open": w.t("not settled"), "unmet": w.t("not met")}
    found = pd.DataFrame([
        {w.t("Measure"): w.of(i["row"], "name"), w.t("Result"): groups[finder.group(i)],
         w.t("Worth"): "; ".join(f"{line['figure']} {line['text']}".strip() for line in finder.worths(i["worth"], i["rates"], i["row"], w)),
         w.t("Conditions"): "; ".join(f"{told[f.state]}: {finder.told(f, firm, chosen, near, viewer)}" for f in i["verdict"].findings if f.why != "other-size"),
         w.t("Sources"): i["row"]["origin_ids"]}
        for i in items
    ])  # fmt: skip
    conditions = pd.DataFrame({
        w.t("Measure"): rules["benefit_id"].map(titles), w.t("Condition"): [finder.condition(r, viewer) for r in rules.to_dict("records")],
        w.t("Firm sizes it is for"): [", ".join(finder.sizes(w)[size] for size in sizes) for sizes in rules["firm_sizes"]], w.t("Sources"): rules["origin_ids"],
    })  # fmt: skip
    covered = pd.DataFrame({
        w.t("Complex"): reach["complex_id"].map(complexes), w.t("Category"): reach["category"].map(answer.categories(w)), w.t("Measure"): [w.of(r, "name") for r in reach.to_dict("records")],
        w.t("How it reaches the complex"): reach["reach"].map(answer.reaches(w)), w.t("Sources"): reach["origin_ids"],
    })  # fmt: skip
    around = pd.DataFrame({
        w.t("Complex"): beside["complex_id"].map(complexes), w.t("Kind of zone"): beside["type"].map(answer.zone_types(w)), w.t("Zone"): [w.of(r, "name") for r in beside.to_dict("records")],
        w.t("How near"): beside["nearness"].map(answer.nearness(w)), w.t("Designated on"): beside["designated_on"], w.t("Note"): [w.of(r, "note") for r in beside.to_dict("records")],
        w.t("Sources"): beside["origin_ids"],
    })  # fmt: skip
    country = pd.DataFrame({
        w.t("Kind of zone"): zones["type"].map(answer.zone_types(w)), w.t("Zone"): [w.of(r, "name") for r in zones.to_dict("records")],
        w.t("Provinces"): [", ".join(names["provinces"][i] for i in ids) for ids in zones["province_ids"]],
        w.t("Outside the capital area"): [w.t("yes") if r["outside"] == len(r["province_ids"]) else w.t("no") for r in zones.to_dict("records")],
        w.t("Designated on"): zones["designated_on"], w.t("Warnings"): zones["warnings"], w.t("Sources"): zones["origin_ids"],
    })  # fmt: skip
    sources = wording.sources_table(viewer, origin_ids(viewer, rows, zones))
    return {w.t("Measures"): measures, w.t("Finder"): found, w.t("Conditions"): conditions, w.t("Measures by complex"): covered, w.t("Zones by complex"): around,
            w.t("Zones"): country, w.t("Sources"): sources}  # fmt: skip
