"""What the Overview gives away: its tables, its sources."""

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.telling import wording


def origin_ids(viewer: Reader, sites: pd.DataFrame, cells: pd.DataFrame) -> list[str]:
    """Every origin that a figure on the page rests on."""
    columns = [sites["area_origin_ids"], sites["cost_origin_ids"], cells["origin_ids"], viewer.ask("progress/private_investment")["origin_ids"],
               viewer.ask("progress/changes").head(8)["origin_ids"]]  # fmt: skip
    return sorted({i for column in columns for ids in column for i in markup.as_list(ids)} | {"PK-001"})


def tables(viewer: Reader, sites: pd.DataFrame, cells: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The page's data for files, headers in words with units: stages first, then complexes, changes, what falls due, sources."""
    w, names = viewer.w, viewer.names
    board = cells.merge(sites[["complex_id", "short_ko", "short_en"]], on="complex_id")
    stages = pd.DataFrame({
        w.t("Complex"): [w.of(r, "short") for r in board.to_dict("records")],
        w.t("Stage"): board["stage_id"].map(names["stages"]),
        w.t("State"): [markup.state_name(state, w) for state in board["state"]],
        w.t("Date"): board["date"], w.t("Date is exact to"): board["precision"], w.t("Stated on"): board["stated_on"],
        w.t("First plan"): board["first_date"], w.t("First plan is exact to"): board["first_precision"],
        w.t("First plan stated on"): board["first_stated_on"], w.t("Moved, months"): board["slip_months"],
        w.t("Sources"): board["origin_ids"],
    })  # fmt: skip
    records = sites.to_dict("records")
    complexes = pd.DataFrame({
        w.t("Complex"): [w.of(s, "name") for s in records], w.t("Province"): [w.of(s, "province") for s in records],
        w.t("Theme"): [w.of(s, "theme") for s in records], w.t("Stage reached"): sites["stage_id"].map(names["stages"]),
        w.t("Area, m2"): sites["area_m2"], w.t("Announced area, m2"): sites["announced_m2"], w.t("Area stated on"): sites["area_stated_on"],
        w.t("Site cost, KRW"): sites["cost_krw"], w.t("Cost stated on"): sites["cost_stated_on"],
        w.t("Construction moved, months"): sites["construction_slip_months"],
        w.t("Sources"): [markup.as_list(s["area_origin_ids"]) + markup.as_list(s["cost_origin_ids"]) for s in records],
    })  # fmt: skip
    changes = viewer.ask("progress/changes")
    items = wording.change_items(viewer, changes)
    changed = pd.DataFrame({
        w.t("When"): changes["on_day"], w.t("Complex"): [i["name"] for i in items], w.t("What"): [i["text"] for i in items],
        w.t("Moved, months"): changes["moved_months"], w.t("Sources"): changes["origin_ids"],
    })  # fmt: skip
    sources = wording.sources_table(
        viewer, origin_ids(viewer, sites, cells) + [i for ids in changes["origin_ids"] for i in markup.as_list(ids)]
    )
    return {w.t("Stages"): stages, w.t("Complexes"): complexes, w.t("Changes"): changed, w.t("Sources"): sources}
