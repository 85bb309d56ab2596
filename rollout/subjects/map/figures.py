"""What the map is asked for and the rows that answer.

Places with a figure, complexes with their hosts' figures, items near and on the map.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rollout.document.model import Format, Quantity, Value
from rollout.language import codes
from rollout.questions.scope import OWN
from rollout.questions.view import View
from rollout.render.theme import Palette
from rollout.store.regional_accounts import SECTORS
from rollout.subjects.cells import number
from rollout.subjects.map import layers
from rollout.subjects.map.layers import Scale
from rollout.subjects.schedule import ratings

LAYERS = tuple(code.code for code in codes.codes("map-layer"))
KINDS = {"zones": "zone", "programmes": "programme", "older": "older"}  # of items, by layer
NEAR_KINDS = tuple(code.code for code in codes.codes("near-kind"))
LEVELS = ("district", "province")
SITE_COLOURS = tuple(code.code for code in codes.codes("site-colour"))
FIGURES = tuple(code.code for code in codes.codes("map-figure"))
COLUMNS = {"manufacturing": "share", "grdp": "grdp_krw", "growth": "growth", "lq": "lq", "population": "people_change"}
FORMATS = {
    "manufacturing": (Format.SHARE, 1),
    "grdp": (Format.WON, 0),
    "growth": (Format.CHANGE, 1),
    "lq": (Format.NUMBER, 2),
    "population": (Format.CHANGE, 1),
}
METRICS = {
    "manufacturing": "manufacturing-share",
    "grdp": "grdp",
    "growth": "grdp-growth",
    "lq": "location-quotient",
    "population": "population-change",
}
YEARS = {
    "manufacturing": (2010, 2015, 2020),
    "grdp": (2010, 2015, 2020),
    "growth": (2015, 2020),
    "lq": (2015, 2020),
    "population": (2020, 2025),
}
EVERY_YEAR = (2010, 2015, 2020, 2025)
INDUSTRIES = tuple(sector for sector, (*_, kind) in SECTORS.items() if kind == "industry")
# Fixed classes around what splits gain from loss, the same in every year: (bounds, middle).
AROUND = {
    "growth": ((-0.1, 0.0, 0.1, 0.2, 0.3), 0.0),
    "population": ((-0.06, -0.03, 0.0, 0.03, 0.1), 0.0),
    "lq": ((0.5, 0.8, 1.25, 2.0), 1.0),
}
LEAST_CHANGE = 0.0005  # of a change with one decimal; a smaller one gets two, or it would read as none
MANUFACTURING = "manufacturing"
ACCOUNTS, BOUNDARIES = "PK-002", "PK-001"
FARTHEST, STEP, USUAL_KM = 150, 5, 30


@dataclass(frozen=True)
class Asked:
    """What the controls ask for.

    The figure that colours the places (of FIGURES), its year, the industry of the location quotient, district or
    province; the layers that are on, whether ratings colour the sites, the types of zone and programme; what lies
    around which complex.
    """

    figure: str = "manufacturing"
    year: int = 2020
    sector: str = MANUFACTURING
    level: str = "district"
    layers: tuple[str, ...] = ("sites",)
    by_rating: bool = False
    zone_type: str | None = None
    programme_type: str | None = None
    complex_id: str | None = None
    km: int = USUAL_KM

    @property
    def column(self) -> str | None:
        """The figure's column in map/figures; None where no figure colours the places."""
        return COLUMNS.get(self.figure)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of item that are on the map."""
        return tuple(KINDS[layer] for layer in self.layers if layer in KINDS)


USUAL = Asked()


def amount(figure: str, value: Any) -> Value:
    """A figure's value for a cell; a tiny change has two decimals."""
    known = number(value)
    if known is not None and FORMATS[figure][0] is Format.CHANGE and 0 < abs(known) < LEAST_CHANGE:
        return Quantity(known, Format.CHANGE, digits=2)
    return known


def scale(values: pd.Series, asked: Asked, p: Palette) -> Scale:
    """The classes of the figure: fifths of the places, or fixed ones around no change or the nation's share."""
    return layers.around(*AROUND[asked.figure], p) if asked.figure in AROUND else layers.fifths(values, p)


# --- places


def places(view: View, asked: Asked) -> pd.DataFrame:
    """Every district, province and the nation with their figures of the year (map/figures)."""
    return view.ask("map/figures", year=asked.year, sector=asked.sector)


def provinces(rows: pd.DataFrame, view: View) -> list[str]:
    """The provinces that the filters leave, of map/figures."""
    return list(view.scope.rows(rows[rows["level"] == "province"])["code"])


def ranking(rows: pd.DataFrame, asked: Asked, view: View) -> pd.DataFrame:
    """The places of the level with a value, the largest first, with their rank in the nation (1 is the largest).

    Then those without.
    """
    column = COLUMNS[asked.figure]
    own = rows[rows["level"] == asked.level]
    own = own.assign(rank=own[column].astype(float).rank(ascending=False, method="min")).sort_values(
        ["rank", "code"], na_position="last"
    )
    return view.scope.rows(own)


def sites(view: View) -> pd.DataFrame:
    """progress/complexes of the scope."""
    rows = view.ask("progress/complexes")
    return view.scope.rows(rows).reset_index(drop=True)


def hosting(view: View, asked: Asked) -> pd.DataFrame:
    """The complexes, each with the figures of the district that hosts it."""
    rows = places(view, asked)
    rows = (
        rows[(rows["level"] == "district") & (rows["hosts"].map(len) > 0)]
        .explode("hosts")
        .rename(columns={"hosts": "complex_id"})
    )
    return sites(view).merge(rows[["complex_id", "code", *COLUMNS.values()]], on="complex_id", how="left")


def site_ratings(view: View) -> dict[str, str]:
    """The rating of each complex in scope on the as-of day."""
    return {complex_id: row.rating for complex_id, row in ratings.on(view, view.scope.as_of).items()}


# --- zones, programmes, older complexes


def items(view: View, asked: Asked) -> pd.DataFrame:
    """The items of the layers that are on, as the filters leave them.

    Provinces, industries, and the type chosen for a kind.
    """
    rows = view.ask("map/items")
    rows = view.scope.rows(rows[rows["kind"].isin(asked.kinds)], OWN)
    for kind, type_ in (("zone", asked.zone_type), ("programme", asked.programme_type)):
        if type_:
            rows = rows[(rows["kind"] != kind) | (rows["type"] == type_)]
    return rows


def near(view: View, km: int, complexes: Sequence[str]) -> pd.DataFrame:
    """What lies within so many kilometres of these complexes (map/near)."""
    return view.ask("map/near", km=float(km), complexes=tuple(complexes))


def near_counts(view: View, km: int) -> pd.DataFrame:
    """How much of each kind lies within the distance of each complex in scope; the one with most first."""
    rows = near(view, km, view.scope.complexes)
    count = rows.groupby(["complex_id", "kind"]).size().unstack(fill_value=0)
    count = count.reindex(index=sites(view)["complex_id"], columns=list(NEAR_KINDS), fill_value=0)
    return count.assign(all=count.sum(axis=1)).sort_values("all", ascending=False, kind="stable").drop(columns="all")
