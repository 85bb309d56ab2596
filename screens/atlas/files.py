"""What the Map gives away: its tables and its sources."""

import pandas as pd

from rollout import markup
from rollout.blocks import Viewer
from rollout.telling import wording
from rollout.words import rounded
from screens.atlas import answer
from screens.atlas.answer import Asked


def tables(viewer: Viewer, asked: Asked, places: pd.DataFrame, hosting: pd.DataFrame, items: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The map's data for files, headers in words with units: places, complexes, items, sources."""
    w, names = viewer.w, viewer.names
    called = {**names["districts"], **names["provinces"], "kr": w.t("Korea")}
    levels = {"district": w.t("city, county or district"), "province": w.t("province"), "nation": w.t("nation")}
    kept = [*answer.provinces(places, viewer), None]
    rows = places[places["province_id"].isin(kept) | (places["level"] == "nation")]
    lq = w.t("Location quotient: {industry}", industry=answer.sector_name(asked.sector, w))
    figures = pd.DataFrame({
        w.t("Place"): rows["code"].map(called), w.t("Level"): rows["level"].map(levels), w.t("Code"): rows["code"], w.t("Year"): asked.year,
        w.t("GRDP, KRW"): rows["grdp_krw"], w.t("GRDP growth over five years, ratio"): rows["growth"], w.t("Share of manufacturing, ratio"): rows["share"],
        lq: rows["lq"], w.t("People"): rows["persons"], w.t("Population change over five years, ratio"): rows["people_change"],
        w.t("Hosts"): ["; ".join(names["complexes"][i] for i in markup.as_list(ids)) for ids in rows["hosts"]], w.t("Sources"): answer.ACCOUNTS,
    })  # fmt: skip
    sites = pd.DataFrame({
        w.t("Complex"): hosting["complex_id"].map(names["complexes"]), w.t("Stage reached"): hosting["stage_id"].map(names["stages"]),
        w.t("Area now, m2"): hosting["area_m2"], w.t("Latitude, host town"): hosting["latitude"], w.t("Longitude, host town"): hosting["longitude"],
        w.t("Host"): hosting["code"].map(names["districts"]), w.t("Sources"): hosting["area_origin_ids"],
    })  # fmt: skip
    listed = pd.DataFrame({
        w.t("Kind"): [answer.kind_name(kind, w) for kind in items["kind"]], w.t("Name"): [w.of(row, "name") for row in items.to_dict("records")],
        w.t("Type"): [answer.type_name(kind, type_, w) for kind, type_ in zip(items["kind"], items["type"], strict=True)],
        w.t("Place"): items["place_code"].map(called), w.t("Place is exact to"): [levels["district" if exact else "province"] for exact in items["exact"]],
        w.t("Date"): items["dated_on"], w.t("Date is exact to"): items["dated_precision"], w.t("Sources"): items["origin_ids"],
    })  # fmt: skip
    return {w.t("Places"): figures, w.t("Complexes"): sites, w.t("Zones and programmes"): listed,
            w.t("Sources"): wording.sources_table(viewer, origin_ids(hosting, items))}  # fmt: skip


def near(viewer: Viewer, rows: pd.DataFrame, km: int) -> dict[str, pd.DataFrame]:
    """What lies within the distance, for files: a row a complex and item, and the sources."""
    w, names = viewer.w, viewer.names
    table = pd.DataFrame({
        w.t("Complex"): rows["complex_id"].map(names["complexes"]), w.t("Kind"): [answer.kind_name(kind, w) for kind in rows["kind"]],
        w.t("Name"): [w.of(row, "name") for row in rows.to_dict("records")],
        w.t("Type"): [answer.type_name(kind, type_, w) for kind, type_ in zip(rows["kind"], rows["type"], strict=True)],
        w.t("Place"): rows["place_code"].map(names["districts"]), w.t("Distance, km"): rows["distance_km"].map(lambda km: float(rounded(km, 1))), w.t("Within, km"): km,
        w.t("Date"): rows["dated_on"], w.t("Date is exact to"): rows["dated_precision"], w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip
    return {w.t("Within reach"): table, w.t("Sources"): wording.sources_table(viewer, markup.ids(rows["origin_ids"]))}


def origin_ids(hosting: pd.DataFrame, items: pd.DataFrame) -> list[str]:
    """Every origin that the map rests on: outlines, accounts, sites, and the items of the layers that are on."""
    return sorted({answer.ACCOUNTS, answer.BOUNDARIES, *markup.ids(hosting["area_origin_ids"]), *markup.ids(items["origin_ids"])})
