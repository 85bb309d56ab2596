"""What the finder is asked: a firm, a place, and the zones that bear on that place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.render.markup import as_list
from rollout.subjects.benefits import eligibility
from rollout.subjects.benefits.eligibility import (
    Firm,
    Place,
)

ANY = "any"
NEARER = ("inside", "tied", "near", "province")
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the finder is asked.

    A firm, the place as chosen (a key of `place_names`), and the zones by type that bear on that place.
    """

    firm: Firm
    chosen: str = ANY
    near: Mapping[str, Sequence[Record]] = field(default_factory=dict, compare=False)  # follows from `chosen`


def investors(w: Words) -> dict[str, str]:
    """Where the money comes from, as links and the form name it."""
    return {kind: codes.short("investor-kind", kind, w.lang) for kind in eligibility.INVESTORS}


def place_names(w: Words, names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The places that can be chosen: complexes, kinds of zone, si, gun and gu."""
    places = {ANY: w.t("not chosen")}
    places |= {f"complex:{i}": w.t("National complex: {name}", name=name) for i, name in names["complexes"].items()}
    places |= {f"zone:{i}": w.t("Inside a zone: {name}", name=name) for i, name in w.codes("zone-type").items()}
    return places | {f"district:{i}": w.t("Si, gun or gu: {name}", name=name) for i, name in names["districts"].items()}


def place(chosen: str, places: pd.DataFrame, zones: pd.DataFrame) -> tuple[Place | None, dict[str, list[Record]]]:
    """The place that was chosen, and the zones by type that bear on it.

    `places`: benefits/places, `zones`: benefits/zones.
    """
    kind, _, name = chosen.partition(":")
    if kind == "zone":
        return Place(zones={name: "inside"}, settled=False), {}
    rows = places[places["place_id"] == chosen]
    if rows.empty:
        return None, {}
    row = rows_of(rows)[0]
    levels: dict[str, str] = {}
    near: dict[str, list[Record]] = {}
    for zone in rows_of(zones):
        level = _level(zone, row, kind == "complex")
        if not level:
            continue
        best = min((level, levels.get(zone["type"], level)), key=NEARER.index)
        near[zone["type"]] = [
            *(near.get(zone["type"], []) if best == levels.get(zone["type"]) else []),
            *([zone] if level == best else []),
        ]
        levels[zone["type"]] = best
    found = Place(
        complex_id=row["complex_id"] if isinstance(row["complex_id"], str) else None,
        province=row["territory_id"],
        capital_area=bool(row["capital_area"]),
        complexes_here=frozenset(row["complexes_here"]),
        classes=frozenset(row["classes"]),
        other_classes=frozenset(row["other_classes"]),
        zones=levels,
    )
    return found, near


def _level(zone: Record, row: Record, is_complex: bool) -> str:
    districts = list(zone["district_codes"])
    if is_complex and zone["complex_id"] == row["complex_id"]:
        return "tied" if "beyond-site" in as_list(zone["warnings"]) else "inside"
    if row["district_code"] in districts:
        return "near"
    return "province" if not districts and row["province_id"] in list(zone["province_ids"]) else ""
