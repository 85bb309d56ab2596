"""What developing a complex costs; and built, sold, running: the older complexes and the 15. Data in, words out."""

import datetime as dt
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View
from rollout.render import markup

SAME_EXTENT = 0.01  # areas that differ by less are the same extent, rounded
BUILT, SOLD = 80, 50  # percent: built for the most part, sold for less than half
RECENT_YEARS = 3
SHARES = ("works-share", "land-sold-share")


# --- site cost
# ------------------------------------------------------------------------------------------------------------------------


def per_m2(costs: pd.DataFrame) -> pd.DataFrame:
    """The costs with `now` and `before` (won a square metre, each over the area of its own day), `rise` (ratio less
    one) and `other_extent`.

    `costs`: investment/site_costs. `other_extent`: the newest cost is for another area than the newest.
    """
    now = costs["cost_krw"].astype("Float64") / costs["cost_area_m2"].astype("Float64")
    before = costs["first_cost_krw"].astype("Float64") / costs["first_cost_area_m2"].astype("Float64")
    other = (costs["cost_area_m2"].astype("Float64") / costs["area_m2"].astype("Float64") - 1).abs() > SAME_EXTENT
    return costs.assign(now=now, before=before, rise=now / before - 1, other_extent=other.fillna(False).astype(bool))


def cost_title(costs: pd.DataFrame, w: Words) -> str:
    """The finding: where a square metre became dearer."""
    told = per_m2(costs)
    known = told[told["rise"].notna()].sort_values("rise", ascending=False)
    dearer = known[known["rise"] >= 0.005]
    if known.empty:
        return w.t(
            "Site cost: {n} of {all} complexes have a published cost, none at two extents to compare",
            n=w.number(int(told["cost_krw"].notna().sum())),
            all=w.number(len(told)),
        )
    if dearer.empty:
        return w.t(
            "A square metre has become dearer at none of the {n} complexes whose cost was restated",
            n=w.number(len(known)),
        )
    first = dearer.iloc[0]
    return w.t(
        "A square metre has become dearer at {n} of {all} complexes whose cost was restated, most at {name}: {rise}",
        n=w.number(len(dearer)),
        all=w.number(len(known)),
        name=w.of(first, "short"),
        rise=w.percent(first["rise"]),
    )


# --- built, sold, running
# -------------------------------------------------------------------------------------------------------------


def place_name(row: Any, w: Words) -> str:
    """The name of an older complex without what all of them are called."""
    name = w.of(row, "place")
    for common in (" National Industrial Complex", " national industrial complex", "국가산업단지"):
        name = name.replace(common, "")
    return " ".join(name.replace(" ,", ",").split())


def standing(rows: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """A row an older complex: its newest works, land sold and operation, and whether it is built but not sold.

    `rows`: investment/occupancy. Works count as built from BUILT percent on, or once its first phase was completed;
    a share of land sold older than RECENT_YEARS on the as-of day decides nothing.
    """
    found = []
    for place, own in rows.groupby("place", sort=False):
        newest = own[own["newest"]].set_index("metric", drop=False)
        first = own.iloc[0]
        works = newest.loc["works-share"] if "works-share" in newest.index else None
        sold = newest.loc["land-sold-share"] if "land-sold-share" in newest.index else None
        built = not is_missing(first["completed_on"]) or (works is not None and works["value"] >= BUILT)
        told = (
            own[(own["metric"] == "land-sold-share") & (own["value_on"] == sold["value_on"])]
            if sold is not None
            else own.iloc[:0]
        )
        same_day = told["value"].tolist()
        recent = sold is not None and (pd.Timestamp(as_of) - sold["value_on"]).days <= RECENT_YEARS * 365.25
        found.append(
            {
                "place": place,
                "place_ko": first["place_ko"],
                "place_en": first["place_en"],
                "completed_on": first["completed_on"],
                "completed_precision": first["completed_precision"],
                "works": works,
                "sold": sold,
                "sold_values": sorted(same_day),
                "sold_rows": rows_of(told),
                "running": [newest.loc[m] for m in ("operating-firms", "employees") if m in newest.index],
                "mismatch": bool(built and recent and max(same_day) < SOLD),
                "national": any("do-not-add" in set(x) for x in own["warnings"]),
                "works_value": works["value"] if works is not None else None,
                "sold_value": max(same_day) if same_day else None,
                "origin_ids": sorted(
                    {i for column in ("origin_ids", "completed_origin_ids") for cell in own[column] for i in cell}
                ),
            }
        )
    table = pd.DataFrame(found)
    return table.sort_values(["national", "mismatch", "sold_value"], ascending=[True, False, True]) if found else table


def built_title(told: pd.DataFrame, w: Words) -> str:
    """The mismatch, named: built for the most part but sold for less than half."""
    mismatch = told[told["mismatch"]] if len(told) else told
    if mismatch.empty:
        return w.t("Built, sold, running: the older complexes in scope")
    named = mismatch[mismatch["works_value"].notna()]
    if named.empty:
        row = mismatch.iloc[0]
        return w.t(
            "Built is not sold: {name} is completed and {sold}% of its land is sold",
            name=place_name(row, w),
            sold=w.number(row["sold_value"], 1),
        )
    row = named.iloc[0]
    return w.t(
        "Built is not sold: at {name} {works}% of the works are done and {sold}% of the land is sold; built but "
        "sold for less than half are {n} of {all} older complexes",
        name=place_name(row, w),
        works=w.number(row["works_value"], 1),
        sold=w.number(row["sold_value"], 1),
        n=w.number(len(mismatch)),
        all=w.number(int((~told["national"]).sum())),
    )


def sold_points(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """Published shares of land sold as the chart takes them: place, name, part, years, value, text, last.

    Only complexes with a dated completion.
    """
    own = rows[(rows["metric"] == "land-sold-share") & rows["years"].notna()].copy()
    names = [place_name(row, w) for row in rows_of(own)]
    texts = [
        w.t(
            "<b>{name}</b><br>{value}% sold, {years} years after completion<br>{note}",
            name=name,
            value=w.number(row["value"], 1),
            years=w.signed(row["years"], 1),
            note=w.of(row, "note"),
        )
        for name, row in zip(names, rows_of(own), strict=True)
    ]
    return own.assign(name=names, text=texts)[
        ["place", "name", "part", "years", "value", "value_on", "text"]
    ].sort_values(["place", "value_on"])


def sold_alt(points: pd.DataFrame, finding: str, w: Words) -> str:
    """The chart in words."""
    said = []
    for name, own in points.groupby("name", sort=False):
        said.append(
            f"{name}: "
            + ", ".join(
                w.t("{value}% at {years} years", value=w.number(r["value"], 1), years=w.signed(r["years"], 1) or "0")
                for r in rows_of(own)
            )
        )
    return f"{finding}. {'; '.join(said)}."


def values(place: str, rows: pd.DataFrame, view: View) -> tuple[str, str, list[str]]:
    """One older complex's dialog: title, HTML (every published value), sources."""
    w = view.w
    own = rows[rows["place"] == place].sort_values(["metric", "value_on"], ascending=[True, False])
    metrics = w.codes("occupancy-metric")
    lines = []
    for row in rows_of(own):
        value = (
            f"{w.number(row['value'], 1)}%"
            if row["metric"] in SHARES
            else w.won(row["value"])
            if row["metric"] == "output"
            else w.number(row["value"])
        )
        chips = ", ".join(chip["name"] for chip in markup.chips(row["warnings"], view.warnings(), w))
        lines.append(
            [
                metrics[row["metric"]],
                value,
                row["value_on"].date().isoformat(),
                " · ".join(part for part in (w.of(row, "note"), chips) if part),
            ]
        )
    heads = [w.t("Figure"), w.t("Value"), w.t("As of"), w.t("Note")]
    ids = sorted({*markup.ids(own["origin_ids"]), *markup.ids(own["completed_origin_ids"])})
    return w.of(own.iloc[0], "place"), markup.table(heads, lines), ids
