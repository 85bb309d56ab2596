"""What is derived from the answers before anything is said.

Shift-share of the hosts, readings, peers, pace, what was found for each stage.
"""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from rollout.language import codes
from rollout.store.regional_accounts import SECTORS
from rollout.subjects.advantage import measures

INDUSTRIES = tuple(sector for sector, (*_, kind) in SECTORS.items() if kind == "industry")
YEARS = (2010, 2015, 2020)
BASE, END = 2015, 2020
STAGES = tuple(code.code for code in codes.codes("life-cycle-stage"))
PEERS = 8
NEWEST_GENERATION = 2023


def effects(accounts: pd.DataFrame) -> pd.DataFrame:
    """Shift-share 2015 to 2020 of every host, a row a complex and industry.

    Columns beside those of the accounts of 2020: base_krw (2015), national, mix, regional (won), lq_2010, lq_2015,
    lq_2020.
    """
    keys = ["complex_id", "sector"]
    wide = accounts.pivot(index=keys, columns="year", values=["value_krw", "nation_krw", "lq"]).astype(float)
    wide = wide.reindex(columns=pd.MultiIndex.from_product([["value_krw", "nation_krw", "lq"], YEARS]))
    parts = [
        measures.shift_share(
            *(
                own.droplevel("complex_id")[column]
                for column in (("value_krw", BASE), ("value_krw", END), ("nation_krw", BASE), ("nation_krw", END))
            )
        ).assign(complex_id=complex_id)
        for complex_id, own in wide.groupby("complex_id")
    ]
    if not parts:
        return pd.DataFrame()
    shifts = pd.concat(parts).rename_axis("sector").reset_index().set_index(keys)
    now = accounts[accounts["year"] == END].set_index(keys)
    columns = {f"lq_{year}": wide[("lq", year)] for year in YEARS} | {"base_krw": wide[("value_krw", BASE)]}
    return now.join(shifts).assign(**columns).reset_index()


def whole(shifts: pd.DataFrame) -> pd.DataFrame:
    """The effects of all industries together, a row a complex, the largest regional effect first.

    value_krw, base_krw, the three effects.
    """
    columns = ["base_krw", "value_krw", *measures.EFFECTS]
    sums = shifts.groupby(["complex_id", "district_code"])[columns].sum().astype(float).reset_index()
    return sums.assign(
        growth=sums["value_krw"] / sums["base_krw"] - 1, lead=sums["regional"] / sums["base_krw"]
    ).sort_values("lead", ascending=False)


def theme_rows(shifts: pd.DataFrame) -> pd.DataFrame:
    """The industries that the themes fall into (relation main), a row a complex and industry, with `reading`.

    Specialised and gaining or not.
    """
    rows = shifts[shifts["relation"] == "main"]
    return rows.assign(
        lead=rows["regional"] / rows["base_krw"],
        reading=[_reading(lq, gain) for lq, gain in zip(rows["lq_2020"], rows["regional"], strict=True)],
    ).sort_values("lq_2020", ascending=False)


def best(themes: pd.DataFrame) -> pd.DataFrame:
    """One row a complex: the industry of its theme in which its host is strongest."""
    return themes.sort_values("lq_2020", ascending=False).drop_duplicates("complex_id")


def _reading(lq: float, gain: float) -> str:
    if math.isnan(lq) or math.isnan(gain):
        return "unknown"
    return f"{'strong' if lq >= 1 else 'weak'}-{'up' if gain > 0 else 'down'}"


def peers(shares: pd.DataFrame, district_code: str) -> pd.DataFrame:
    """The districts whose mix of industries is nearest to a host's, nearest first.

    District columns, distance, gap (industry), gap_share (ratio).
    """
    wide = shares.pivot(index="district_code", columns="sector", values="share").astype(float)
    near = measures.peers(wide, district_code, PEERS)
    known = wide.fillna(0)
    gaps = known.loc[near.index] - known.loc[district_code]
    rows = (
        shares.drop_duplicates("district_code")
        .set_index("district_code")
        .loc[near.index]
        .drop(columns=["sector", "share"])
    )
    largest, shares_by = gaps.abs().idxmax(axis=1), gaps.to_dict("index")
    return rows.assign(
        distance=near, gap=largest, gap_share=[shares_by[code][sector] for code, sector in largest.items()]
    ).reset_index()


def pace_facts(generations: pd.DataFrame, complexes: Sequence[str]) -> dict[str, Any]:
    """How fast plans were approved: of the 15 in scope so far, and of the older complexes at the same age.

    total, approved (the 15); age (months since the announcement); older (with a known start), older_by_age (approved at
    that age), older_approved, median (months of those approved).
    """
    mine = generations[(generations["generation"] == NEWEST_GENERATION) & generations["id"].isin(list(complexes))]
    older = generations[(generations["generation"] < NEWEST_GENERATION) & generations["candidate_on"].notna()]
    waiting = mine[~mine["ended"].astype(bool)]["months"]
    age = float(waiting.max()) if len(waiting) else float(mine["months"].max())
    done = older[older["ended"].astype(bool)]
    return {
        "total": len(mine),
        "approved": int(mine["ended"].sum()),
        "age": age,
        "older": len(older),
        "older_by_age": int((done["months"] <= age).sum()),
        "older_approved": len(done),
        "median": float(done["months"].median()) if len(done) else float("nan"),
    }


def cycle_counts(evidence: pd.DataFrame, complexes: Sequence[str]) -> pd.DataFrame:
    """How much was found, a row a complex and stage: here, nearby (counts)."""
    counts = (
        evidence.groupby(["complex_id", "stage", "reach"]).size().unstack("reach").reindex(columns=["here", "nearby"])
    )
    index = pd.MultiIndex.from_product([list(complexes), STAGES], names=["complex_id", "stage"])
    return counts.reindex(index).fillna(0).astype(int).reset_index()
