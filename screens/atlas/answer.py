"""What the Map says: its sentence, its legend, its hovers, its rows. Data in, words out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from rollout import layers, markup, rating
from rollout.ask import metrics
from rollout.blocks import Viewer
from rollout.layers import Layer, Scale
from rollout.regional_accounts import SECTORS
from rollout.telling import outlook, wording
from rollout.theme import Palette, stage_colour
from rollout.words import Words

BASIC, GOOD = "", "blue"
LAYERS = ("sites", "hosts", "zones", "programmes", "older")
KINDS = {"zones": "zone", "programmes": "programme", "older": "older"}
LEVELS = ("district", "province")
SITE_COLOURS = ("stage", "rating")
FIGURES = ("manufacturing", "grdp", "growth", "lq", "population", "none")
COLUMNS = {"manufacturing": "share", "grdp": "grdp_krw", "growth": "growth", "lq": "lq", "population": "people_change"}
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
Piece = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What the controls ask for: the figure that colours the places (of FIGURES), its year, the industry of the location quotient, district
    or province; the layers that are on, whether ratings colour the sites, the types of zone and programme; what lies around which complex."""

    figure: str
    year: int
    sector: str
    level: str
    layers: tuple[str, ...]
    by_rating: bool
    zone_type: str | None
    programme_type: str | None
    complex_id: str | None
    km: int

    @property
    def column(self) -> str | None:
        """The figure's column in map/figures; None where no figure colours the places."""
        return COLUMNS.get(self.figure)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of item that are on the map."""
        return tuple(KINDS[layer] for layer in self.layers if layer in KINDS)


def figure_name(figure: str, w: Words) -> str:
    """The figures that can colour the map, in words."""
    return {"manufacturing": w.t("Share of manufacturing"), "grdp": w.t("GRDP"), "growth": w.t("GRDP growth over five years"),
            "lq": w.t("Location quotient"), "population": w.t("Population change over five years"), "none": w.t("No figure")}[figure]  # fmt: skip


def figure_meaning(figure: str, w: Words) -> str:
    """How the figure is computed, and what to mind."""
    metric = metrics()[METRICS[figure]]
    return f"{w.of(metric, 'formula')}. {w.of(metric, 'caveat')}"


def sector_name(sector: str, w: Words) -> str:
    """An industry of the accounts in words."""
    return SECTORS[sector][1 if w.lang == "ko" else 2]


def layer_name(layer: str, w: Words) -> str:
    """The layers that can be switched, in words."""
    return {"sites": w.t("Sites"), "hosts": w.t("Host places"), "zones": w.t("Designated zones"), "programmes": w.t("Talent programmes"),
            "older": w.t("Older complexes")}[layer]  # fmt: skip


def kind_name(kind: str, w: Words) -> str:
    """What lies near, in words."""
    return {"complex": w.t("Others of the 15"), "zone": w.t("Designated zones"), "programme": w.t("Talent programmes"),
            "older": w.t("Older complexes")}[kind]  # fmt: skip


def level_name(level: str, w: Words) -> str:
    """The places that can be coloured, in words."""
    return {"district": w.t("Si/gun/gu"), "province": w.t("Provinces")}[level]


def site_colour_name(by: str, w: Words) -> str:
    """What the sites can be coloured by, in words."""
    return {"stage": w.t("stage reached"), "rating": w.t("rating")}[by]


def zone_types(w: Words) -> dict[str, str]:
    """The kinds of designated zone in words."""
    return {
        "strategic-industry-complex": w.t("Strategic-industry complex"), "mpe-complex": w.t("Materials, parts and equipment complex"),
        "urban-innovation-hub": w.t("Urban innovation hub"), "opportunity-development-zone": w.t("Opportunity development zone"),
        "regulation-free-zone": w.t("Regulation-free zone"), "smart-green-complex": w.t("Smart green complex"),
        "smart-innovation-district": w.t("Smart innovation district"), "foreign-investment-zone": w.t("Foreign investment zone"),
        "research-special-zone": w.t("Special research zone"), "space-cluster": w.t("Space industry cluster"), "hydrogen-city": w.t("Hydrogen city"),
        "defence-cluster": w.t("Defence innovation cluster"), "biocluster": w.t("Green-bio zone"),
    }  # fmt: skip


def programme_types(w: Words) -> dict[str, str]:
    """The kinds of talent programme in words."""
    return {
        "contract-department": w.t("Contract department"), "specialised-university": w.t("Specialised university"),
        "specialised-graduate-school": w.t("Specialised graduate school"), "meister-high-school": w.t("Meister high school"),
        "bootcamp": w.t("Boot camp"), "glocal-university": w.t("Glocal university"), "kised-program": w.t("Start-up programme (KISED)"),
        "other": w.t("Other programme"),
    }  # fmt: skip


def type_name(kind: str, type_: Any, w: Words) -> str:
    """The type of a zone, programme or older complex in words; empty for a complex of the 15."""
    older = {
        "special-act-2008": w.t("under the 2008 special act"),
        "company-led": w.t("built for one company"),
        "older": w.t("earlier, or another procedure"),
    }
    return {"zone": zone_types(w), "programme": programme_types(w), "older": older, "complex": {}}[kind].get(type_, "")  # fmt: skip


def value_text(figure: str, value: Any, w: Words) -> str:
    """A figure's value with its unit; empty where it is not published."""
    if pd.isna(value):
        return ""
    if figure == "grdp":
        return w.won(value)
    if figure == "manufacturing":
        return f"{w.number(value * 100, 1)}%"
    if figure == "lq":
        return w.number(value, 2)
    return w.percent(value, 1 if abs(value) >= LEAST_CHANGE or not value else 2)


def title(asked: Asked, w: Words) -> str:
    """The figure and its year, as the legend heads it."""
    name = figure_name(asked.figure, w)
    if asked.figure in {"growth", "population"}:
        return w.t("{figure}, {before} to {year}", figure=name, before=asked.year - 5, year=asked.year)
    if asked.figure == "lq":
        return w.t("{figure} of {industry}, {year}", figure=name, industry=sector_name(asked.sector, w), year=asked.year)
    return w.t("{figure}, {year}", figure=name, year=asked.year)


# --- the choropleth -------------------------------------------------------------------------------------------------------------------


def scale(values: pd.Series, asked: Asked, p: Palette) -> Scale:
    """The classes of the figure: fifths of the places, or fixed ones around no change or the nation's share."""
    return layers.around(*AROUND[asked.figure], p) if asked.figure in AROUND else layers.fifths(values, p)


def rule(asked: Asked, w: Words) -> str:
    """How the classes are made."""
    if asked.figure not in AROUND:
        return w.t("Classes: about a fifth of the places each, bounds rounded")
    return w.t("Classes: fixed, around the nation's share (1)") if asked.figure == "lq" else w.t("Classes: fixed, around no change (0%)")


def class_names(classes: Scale, asked: Asked, w: Words) -> list[str]:
    """The bounds of each class with their unit."""
    said = [value_text(asked.figure, bound, w) or "0%" for bound in classes.bounds]
    if not said:
        return [w.t("all places")]
    between = [w.t("{low} to {high}", low=low, high=high) for low, high in pairwise(said)]
    return [w.t("below {bound}", bound=said[0]), *between, w.t("{bound} and more", bound=said[-1])]


def legend(column: pd.Series, classes: Scale, asked: Asked, nation: Any, dimmed: bool, w: Words) -> Layer:
    """The choropleth's part of the legend; each class with how many places it has. `dimmed`: filters leave out some provinces."""
    count = pd.Series(classes.places(column)).value_counts()
    entries = [
        {"symbol": "swatch", "fill": colour, "text": text, "count": w.number(int(count.get(number, 0)))}
        for number, (colour, text) in reversed(list(enumerate(zip(classes.colours, class_names(classes, asked, w), strict=True))))
    ]
    missing = int(column.isna().sum())
    if missing:
        entries.append({"symbol": "none", "text": w.t("not published"), "count": w.number(missing)})
    note = [rule(asked, w)]
    if asked.figure != "lq":
        told = value_text(asked.figure, nation, w)
        note.insert(0, w.t("Korea: {value}", value=told) if told else w.t("No national figure: not every place was published"))
    if dimmed:
        note.append(w.t("Pale: outside the province filter; classes are those of the whole country"))
    return {"title": title(asked, w), "items": entries, "note": note}


def place_texts(places: pd.DataFrame, asked: Asked, viewer: Viewer) -> dict[str, list[str]]:
    """Each place's name with its province, its value, and its own name."""
    names = viewer.names[f"{asked.level}s"]
    values = places[asked.column] if asked.column else [None] * len(places)
    own = [viewer.w.of(place, "name") for place in places[["name_ko", "name_en"]].to_dict("records")]
    return {
        code: [names[code], value_text(asked.figure, value, viewer.w), name]
        for code, value, name in zip(places["code"], values, own, strict=True)
    }


# --- the sites ------------------------------------------------------------------------------------------------------------------------


def rated(viewer: Viewer) -> dict[str, str]:
    """The rating of each complex on the as-of day, as the Schedule has it."""
    day = viewer.scope.as_of
    standing = viewer.ask("schedule/standing", days=(day,))
    short = {stage["stage_id"]: viewer.w.of(stage, "short") for stage in viewer.ask("progress/stages").to_dict("records")}
    rows = rating.rate(standing, short, viewer.w, {day: outlook.chances(viewer, day)})
    return dict(zip(rows["complex_id"], rows["rating"], strict=True))


def site_rows(
    sites: pd.DataFrame, ratings: Mapping[str, str], values: Mapping[str, str], asked: Asked, viewer: Viewer
) -> list[dict[str, Any]]:
    """The complexes with what a hover says. `values`: complex -> its host's figure in words. `ratings` is empty where the stage colours."""
    w = viewer.w
    stages = viewer.ask("progress/stages")
    positions = {stage: place for place, stage in enumerate(stages["stage_id"], 1)}
    rows = []
    for site in sites.to_dict("records"):
        lines = [f"{w.of(site, 'theme')} · {w.of(site, 'province')}",
                 w.t("Reached: {stage}, {when}", stage=viewer.names["stages"][site["stage_id"]], when=w.period(site["stage_on"], site["stage_precision"])),
                 w.t("Next: {plan}", plan=wording.next_milestone(site, viewer.names["stages"], w)),
                 w.t("Area: {area} km²", area=w.area(site["area_m2"]))]  # fmt: skip
        own = ratings.get(site["complex_id"])
        if own:
            lines.append(w.t("Rating: {rating}", rating=rating.name(own, w)))
        if values.get(site["complex_id"]):
            lines.append(w.t("{figure} of the host: {value}", figure=title(asked, w), value=values[site["complex_id"]]))
        colour = {"rating": own} if own else {"position": positions[site["stage_id"]]}
        rows.append(
            {
                **{key: site[key] for key in ("complex_id", "longitude", "latitude", "area_m2")},
                "name": w.of(site, "short"),
                "caption": lines,
                **colour,
            }
        )
    return rows  # fmt: skip


def site_legend(sites: pd.DataFrame, ratings: Mapping[str, str], viewer: Viewer) -> Layer:
    """The sites' part of the legend: only what is on the map."""
    w, p = viewer.w, viewer.palette
    note = [w.t("Disc: true area, at least {n} pixels wide, at the host town's centre", n=w.number(20))]
    if ratings:
        entries = [
            {"symbol": "site", **layers.site_symbol(None, key, p.ground, p), "text": rating.name(key, w), "count": w.number(list(ratings.values()).count(key))}
            for key in rating.RATINGS if key in ratings.values()
        ]  # fmt: skip
        return {"title": w.t("Sites by delivery rating"), "items": entries, "note": note}
    stages = viewer.ask("progress/stages")
    count = sites["stage_id"].value_counts()
    entries = [
        {"symbol": "site", **layers.site_symbol(place, None, stage_colour(place, p), p), "text": viewer.names["stages"][stage], "count": w.number(int(count[stage]))}
        for place, stage in enumerate(stages["stage_id"], 1) if stage in count
    ]  # fmt: skip
    return {"title": w.t("Sites by stage reached"), "items": entries, "note": note}


def marks_legend(items: pd.DataFrame, kinds: Sequence[str], w: Words) -> Layer:
    """The part of the legend for zones, programmes and older complexes."""
    entries = [
        {"symbol": kind, "text": kind_name(kind, w), "count": w.number(items.loc[items["kind"] == kind, "item_id"].nunique())}
        for kind in kinds
    ]
    if not items["exact"].all():
        vague = items.loc[~items["exact"], "item_id"].nunique()
        entries.append({"symbol": "vague", "text": w.t("only the province is published"), "count": w.number(vague)})
    note = [
        w.t("At the middle of the place named, not at the item itself. Number: how many; neighbours are drawn together until you zoom in")
    ]
    return {"title": w.t("By city, county or district"), "items": entries, "note": note}


def hosts(places: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """The complexes, each with the figures of the district that hosts it."""
    rows = places[(places["level"] == "district") & (places["hosts"].map(len) > 0)].explode("hosts").rename(columns={"hosts": "complex_id"})
    return sites.merge(rows[["complex_id", "code", *COLUMNS.values()]], on="complex_id", how="left")


# --- the sentence ---------------------------------------------------------------------------------------------------------------------


def sentence(hosting: pd.DataFrame, asked: Asked, nation: Mapping[str, Any], viewer: Viewer) -> list[Piece]:
    """What the map shows: how the hosts of these complexes compare with the nation."""
    w, total = viewer.w, len(hosting)
    column = asked.column
    known = hosting[column].dropna().astype(float) if column else pd.Series(dtype=float)
    if asked.figure == "none":
        provinces = hosting["province_id"].nunique()
        return [(w.n("One complex, in one province.", "*{n} complexes in {provinces} provinces*.", total, provinces=w.number(provinces)), GOOD),
                (w.t("{area} km² in all, in {places} cities, counties and districts.", area=w.area(hosting["area_m2"].sum()), places=w.number(hosting["code"].nunique())), BASIC)]  # fmt: skip
    if known.empty:
        return [(w.t("Nothing is published of this figure for the places that host these complexes in {year}.", year=asked.year), BASIC)]
    many = {"n": w.number(len(known)), "year": asked.year, "before": asked.year - 5, "industry": sector_name(asked.sector, w)}
    at = nation[column] if column else None
    if asked.figure == "grdp":
        own = hosting.drop_duplicates("code")[column].dropna().sum()
        if pd.isna(at):
            return [(w.t("The cities and counties that host these complexes made *{amount}* of GRDP in {year}; not every place was published, so there is no national sum.",
                         amount=w.won(own), year=asked.year), GOOD)]  # fmt: skip
        return [(w.t("The cities and counties that host these complexes made *{share} of Korea's GRDP* in {year}: {amount}.", share=value_text("manufacturing", own / at, w),
                     amount=w.won(own), year=asked.year), GOOD)]  # fmt: skip
    above = {"k": w.number(int((known > (0 if asked.figure == "population" or pd.isna(at) else at)).sum()))}
    told = {"nation": value_text(asked.figure, at, w)}
    if asked.figure == "manufacturing":
        if pd.isna(at):
            return [(w.t("Manufacturing made between *{low} and {high}* of value added where these complexes stand ({year}); not every place was published, so there is no national share.",
                         low=value_text(asked.figure, known.min(), w), high=value_text(asked.figure, known.max(), w), year=asked.year), GOOD)]  # fmt: skip
        return [
            (
                w.t(
                    "*{k} of {n} complexes* stand where manufacturing weighs more than in the nation ({nation} of value added, {year}).",
                    **above,
                    **many,
                    **told,
                ),
                GOOD,
            )
        ]
    if asked.figure == "growth":
        if pd.isna(at):
            return [
                (
                    w.t(
                        "*{k} of {n} complexes* stand where GRDP grew in the five years to {year}; not every place was published for {before}, so there is no national growth.",
                        **above,
                        **many,
                    ),
                    GOOD,
                )
            ]
        return [
            (
                w.t(
                    "*{k} of {n} complexes* stand where GRDP grew more than in the nation ({nation} in the five years to {year}).",
                    **above,
                    **many,
                    **told,
                ),
                GOOD,
            )
        ]
    if asked.figure == "lq":
        return [
            (
                w.t(
                    "*{k} of {n} complexes* stand where this industry weighs more than in the nation: {industry}, {year}.", **above, **many
                ),
                GOOD,
            )
        ]
    lost = w.number(int((known < 0).sum()))
    return [
        (
            w.t(
                "*{lost} of {n} complexes* stand where the population fell in the five years to {year}; Korea: {nation}.",
                lost=lost,
                **many,
                **told,
            ),
            GOOD,
        )
    ]


def alt(asked: Asked, sites: pd.DataFrame, viewer: Viewer) -> str:
    """The map for someone who can't see it; the lists beside and below it hold the figures."""
    w = viewer.w
    shown = w.list([layer_name(layer, w) for layer in asked.layers])
    coloured = (
        w.t("{places} coloured by {figure}.", places=level_name(asked.level, w), figure=title(asked, w)) if asked.figure != "none" else ""
    )
    named = ", ".join(w.of(site, "short") for site in sites.to_dict("records"))
    return " ".join(part for part in (w.t("Map of Korea."), coloured, w.t("Layers: {layers}.", layers=shown) if shown else "",
                                      w.t("Complexes in scope: {names}. The same stands in the lists beside and below.", names=named)) if part)  # fmt: skip


# --- lists ----------------------------------------------------------------------------------------------------------------------------


def site_lines(hosting: pd.DataFrame, ratings: Mapping[str, str], asked: Asked, viewer: Viewer) -> list[dict[str, Any]]:
    """The complexes as a list: symbol, stage or rating, host and its figure; the largest figure first."""
    w, p = viewer.w, viewer.palette
    stages = viewer.ask("progress/stages").to_dict("records")
    positions = {stage["stage_id"]: place for place, stage in enumerate(stages, 1)}
    short = {stage["stage_id"]: w.of(stage, "short") for stage in stages}
    column = asked.column
    rows = hosting.sort_values(column, ascending=False, na_position="last", kind="stable") if column else hosting
    lines = []
    for site in rows.to_dict("records"):
        own = ratings.get(site["complex_id"])
        place = positions[site["stage_id"]]
        fill = stage_colour(place, p)
        lines.append({
            "id": site["complex_id"], "name": w.of(site, "short"), "code": site["code"], "host": viewer.names["districts"].get(site["code"], ""),
            "rating": own, "glyph": place, "fill": fill, "ink": layers.ink(fill),
            "state": rating.name(own, w) if own else short[site["stage_id"]],
            "value": (value_text(asked.figure, site[column], w) or w.t("not published")) if column else f"{w.area(site['area_m2'])} km²",
        })  # fmt: skip
    return lines


def ranking(places: pd.DataFrame, asked: Asked, viewer: Viewer) -> pd.DataFrame:
    """The places of the level with a value, the largest first, with their rank in the nation (1 is the largest); then those without."""
    column = COLUMNS[asked.figure]
    rows = places[places["level"] == asked.level]
    rows = rows.assign(rank=rows[column].astype(float).rank(ascending=False, method="min")).sort_values(
        ["rank", "code"], na_position="last"
    )
    return rows[rows["province_id"].isin(provinces(places, viewer))]


def provinces(places: pd.DataFrame, viewer: Viewer) -> list[str]:
    """The provinces that the filters leave."""
    rows = places[places["level"] == "province"]
    scope = viewer.scope
    if scope.provinces:
        rows = rows[rows["code"].isin(list(scope.provinces))]
    if scope.situation:
        rows = rows[rows["capital_area"] == (scope.situation == "capital")]
    return list(rows["code"])


def filtered(items: pd.DataFrame, keep: Sequence[str], asked: Asked, viewer: Viewer) -> pd.DataFrame:
    """The items of the layers that are on, as the filters leave them: provinces, industries, and the type chosen for a kind."""
    rows = items[items["kind"].isin(asked.kinds) & items["province_id"].isin(keep)]
    if viewer.scope.industries:
        wanted = set(viewer.scope.industries)
        rows = rows[[bool(wanted & set(markup.as_list(ids))) for ids in rows["industry_ids"]]]
    for kind, type_ in (("zone", asked.zone_type), ("programme", asked.programme_type)):
        if type_:
            rows = rows[(rows["kind"] != kind) | (rows["type"] == type_)]
    return rows


def near_counts(near: pd.DataFrame, sites: pd.DataFrame, kinds: tuple[str, ...]) -> pd.DataFrame:
    """How much of each kind lies within the distance of each complex; the one with most first."""
    count = (
        near.groupby(["complex_id", "kind"])
        .size()
        .unstack(fill_value=0)
        .reindex(index=sites["complex_id"], columns=list(kinds), fill_value=0)
    )
    return count.assign(all=count.sum(axis=1)).sort_values("all", ascending=False, kind="stable").drop(columns="all")  # fmt: skip


def near_title(near: pd.DataFrame, counts: pd.DataFrame, chosen: str | None, km: int, viewer: Viewer) -> str:
    """What lies within the distance: of the chosen complex, or where there is most."""
    w, names = viewer.w, viewer.names["complexes"]
    if chosen:
        own = near[near["complex_id"] == chosen]["kind"].value_counts()
        number: Callable[[str], str] = lambda kind: w.number(int(own.get(kind, 0)))  # noqa: E731
        return w.t("Within {km} km of {name}: {zones} designated zones, {programmes} talent programmes, {older} older complexes", km=w.number(km),
                   name=names[chosen], zones=number("zone"), programmes=number("programme"), older=number("older"))  # fmt: skip
    total = counts.sum(axis=1)
    if not int(total.max()):
        return w.t("Nothing known lies within {km} km of these complexes", km=w.number(km))
    return w.t("Most lies within {km} km of {first} ({most}), least of {last} ({least})", km=w.number(km), first=names[total.index[0]], most=w.number(int(total.iloc[0])),
               last=names[total.index[-1]], least=w.number(int(total.iloc[-1])))  # fmt: skip


def near_items(rows: pd.DataFrame, viewer: Viewer) -> list[dict[str, Any]]:
    """What lies near a complex as list items: distance, name, type and date, place, warnings, sources."""
    w = viewer.w
    known = viewer.warnings()
    items = []
    for row in rows.to_dict("records"):
        name = w.of(row, "name")
        parts = [type_name(row["kind"], row["type"], w), w.period(row["dated_on"], row["dated_precision"]) if pd.notna(row["dated_on"]) else "",
                 viewer.names["districts"].get(row["place_code"], "")]  # fmt: skip
        items.append({
            "distance": w.t("{n} km", n=w.number(row["distance_km"], 1)) if "distance_km" in row else "", "name": name, "text": " · ".join(part for part in parts if part),
            "complex": row["item_id"] if row["kind"] == "complex" else "", "origins": ";".join(markup.as_list(row["origin_ids"])),
            "chips": markup.chips(row["warnings"], known, w), "aria": w.t("Sources: {name}, {what}", name=name, what=kind_name(row["kind"], w)),
        })  # fmt: skip
    return items
