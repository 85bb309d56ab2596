"""What the map's canvas gets: places, sites, items, circle and legend in one; the outlines it fetches itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from rollout.document.places import provinces_url
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.view import View
from rollout.render.theme import Palette, stage_colour
from rollout.subjects import wording
from rollout.subjects.map import layers, regions, words
from rollout.subjects.map.figures import AROUND, Asked, hosting, items, places, provinces, scale, site_ratings
from rollout.subjects.map.layers import Layer, Scale
from rollout.subjects.schedule import rating

ONE = "{id}"  # stands for a place in what a click on it opens
CALM = ("ground", "surface", "text", "subtle", "faint", "line", "blue", "land")


@dataclass(frozen=True)
class Facts:
    """What is known.

    All places (map/figures), the complexes in scope with their hosts' figures, the items that are on, ratings if they
    colour.
    """

    places: pd.DataFrame
    hosting: pd.DataFrame
    items: pd.DataFrame
    ratings: Mapping[str, str]


def gather(view: View, asked: Asked) -> Facts:
    """The answers that the map is drawn from."""
    return Facts(
        places(view, asked), hosting(view, asked), items(view, asked), site_ratings(view) if asked.by_rating else {}
    )


def data(view: View, asked: Asked, p: Palette) -> Layer:
    """All that the canvas draws and says, but for the outlines."""
    w, names = view.w, view.names
    facts = gather(view, asked)
    rows = facts.places[facts.places["level"] == asked.level]
    title, focus = words.title(asked, w) if asked.column else "", in_focus(facts.places, view)
    classes, colours, legend = _coloured(rows, bool(focus), view, asked, facts, p)
    circle = _circle(view, asked)
    return land(view, p) | {
        "level": asked.level,
        "opens": str(regions.opens_place(asked.level, ONE, asked)),
        "figure": title,
        "colours": colours,
        "classes": classes,
        "places": _place_texts(rows, asked, view),
        "focus": focus,
        "sites": _sites(view, asked, facts, p),
        "hosts": list(facts.hosting["complex_id"]) if "hosts" in asked.layers else [],
        "marks": layers.marks(facts.items, {**names["districts"], **names["provinces"]}),
        "kinds": {kind: w.code("near-kind", kind) for kind in asked.kinds},
        "circle": circle,
        "legend": [*legend, *_layers_legend(view, asked, facts, circle, p)],
        "alt": words.alt(asked, facts.hosting, view),
        "title": title or w.t("National High-tech Belt"),
        "source": w.t(
            "Outlines: NGII, 2023-09-15 · Accounts and population: KOSTAT · As of {day}",
            day=view.scope.as_of.isoformat(),
        ),
    }


def land(view: View, p: Palette) -> Layer:
    """What the canvas is given for the bare country."""
    return {
        "urls": layers.URLS | {"province": provinces_url(view.scope.as_of)},
        "provinces": dict(view.names["provinces"]),
        "sites": [],
        "hosts": [],
        "marks": [],
        "kinds": {},
        "circle": None,
        "palette": {name: getattr(p, name) for name in CALM},
        "words": _labels(view.w),
        "file": f"map-{view.scope.as_of.isoformat()}.png",
    }


def in_focus(places: pd.DataFrame, view: View) -> list[str]:
    """The provinces that the filters leave (of map/figures); none where they leave all."""
    keep = provinces(places, view)
    return [] if len(keep) == (places["level"] == "province").sum() else keep


def _labels(w: Words) -> dict[str, str]:
    """What the canvas's buttons and hints say."""
    return {
        "in": w.t("Zoom in"),
        "out": w.t("Zoom out"),
        "home": w.t("Whole country"),
        "full": w.t("Full screen"),
        "save": w.t("Save as picture"),
        "legend": w.t("Legend"),
        "missing": w.t("not published"),
        "hint": w.t("Hold Ctrl and scroll to zoom; drag to move"),
        "touch": w.t("Use two fingers to move the map"),
        "items": w.t("{n} here"),
        "failed": w.t("The outlines did not arrive. Load the page again."),
    }


def _coloured(
    rows: pd.DataFrame, dimmed: bool, view: View, asked: Asked, facts: Facts, p: Palette
) -> tuple[dict[str, int], list[str], list[Layer]]:
    """The class of each place, the colour of each class, and their part of the legend."""
    if asked.column is None:
        return {}, [], []
    values = rows.set_index("code")[asked.column]
    made = scale(values, asked, p)
    nation = facts.places.loc[facts.places["level"] == "nation", asked.column].iloc[0]
    return made.places(values), list(made.colours), [_legend(values, made, asked, nation, dimmed, view.w)]


def _sites(view: View, asked: Asked, facts: Facts, p: Palette) -> list[Layer]:
    if "sites" not in asked.layers:
        return []
    column = facts.hosting[asked.column] if asked.column else [None] * len(facts.hosting)
    shown = [words.value_text(asked.figure, value, view.w) for value in column]
    values = dict(zip(facts.hosting["complex_id"], shown, strict=True))
    return layers.sites(_site_rows(facts.hosting, facts.ratings, values, asked, view), p)


def _circle(view: View, asked: Asked) -> Layer | None:
    if asked.complex_id is None:
        return None
    w, sites = view.w, view.ask("progress/complexes")
    site = sites[sites["complex_id"] == asked.complex_id].iloc[0]
    text = w.t("{km} km around {name}", km=w.number(asked.km), name=w.of(site, "short"))
    return {"at": [site["longitude"], site["latitude"]], "km": asked.km, "text": text}


def _layers_legend(view: View, asked: Asked, facts: Facts, circle: Layer | None, p: Palette) -> list[Layer]:
    """The parts of the legend for the layers that are on."""
    w, parts = view.w, []
    if "sites" in asked.layers:
        parts.append(_site_legend(facts.hosting, facts.ratings, view, p))
    if asked.kinds:
        parts.append(_marks_legend(facts.items, asked.kinds, w))
    if "hosts" in asked.layers:
        entry = {"symbol": "host", "text": w.t("towns and villages named for the site")}
        parts.append(
            {
                "title": w.t("Host places"),
                "items": [entry],
                "note": [w.t("The exact boundary of a site is not published")],
            }
        )
    if circle:
        entry = {"symbol": "circle", "text": w.t("straight line from the centroid of the host localities")}
        parts.append({"title": circle["text"], "items": [entry], "note": []})
    return parts


# --- the choropleth


def _rule(asked: Asked, w: Words) -> str:
    """How the classes are made."""
    if asked.figure not in AROUND:
        return fifths_said(w)
    return (
        w.t("Classes: fixed, around the nation's share (1)")
        if asked.figure == "lq"
        else w.t("Classes: fixed, around no change (0%)")
    )


def fifths_said(w: Words) -> str:
    """How classes of fifths are made."""
    return w.t("Classes: about a fifth of the places each, bounds rounded")


def _class_names(classes: Scale, asked: Asked, w: Words) -> list[str]:
    """The bounds of each class with their unit."""
    return class_names([words.value_text(asked.figure, bound, w) or "0%" for bound in classes.bounds], w)


def class_names(said: Sequence[str], w: Words) -> list[str]:
    """The classes between bounds that are said so."""
    if not said:
        return [w.t("all places")]
    between = [w.t("{low} to {high}", low=low, high=high) for low, high in pairwise(said)]
    return [w.t("below {bound}", bound=said[0]), *between, w.t("{bound} and more", bound=said[-1])]


def _legend(column: pd.Series, classes: Scale, asked: Asked, nation: Any, dimmed: bool, w: Words) -> Layer:
    """The choropleth's part of the legend; each class with how many places it has.

    `dimmed`: filters leave out some provinces.
    """
    entries = swatches(classes.places(column), classes.colours, _class_names(classes, asked, w), w)
    missing = int(column.isna().sum())
    if missing:
        entries.append({"symbol": "none", "text": w.t("not published"), "count": w.number(missing)})
    note = [_rule(asked, w)]
    if asked.figure != "lq":
        told = words.value_text(asked.figure, nation, w)
        note.insert(
            0, w.t("Korea: {value}", value=told) if told else w.t("No national figure: the data are incomplete")
        )
    if dimmed:
        note.append(w.t("Pale: outside the province filter; classes are those of the whole country"))
    return {"title": words.title(asked, w), "items": entries, "note": note}


def swatches(places: Mapping[str, int], colours: Sequence[str], names: Sequence[str], w: Words) -> list[Layer]:
    """The classes in the legend, the strongest first, each with how many places it has."""
    count = Counter(places.values())
    made = [
        {"symbol": "swatch", "fill": colour, "text": name, "count": w.number(count[number])}
        for number, (colour, name) in enumerate(zip(colours, names, strict=True))
    ]
    return made[::-1]


def _place_texts(places: pd.DataFrame, asked: Asked, view: View) -> dict[str, list[str]]:
    """Each place's name with its province, its value, and its own name."""
    names = view.names[f"{asked.level}s"]
    values = places[asked.column] if asked.column else [None] * len(places)
    own = [view.w.of(place, "name") for place in rows_of(places[["name_ko", "name_en"]])]
    return {
        code: [names[code], words.value_text(asked.figure, value, view.w), name]
        for code, value, name in zip(places["code"], values, own, strict=True)
    }


def _site_rows(
    sites: pd.DataFrame, ratings: Mapping[str, str], values: Mapping[str, str], asked: Asked, view: View
) -> list[dict[str, Any]]:
    """The complexes with what a hover says.

    `values`: complex -> its host's figure in words. `ratings` is empty where the stage colours.
    """
    w = view.w
    stages = view.ask("progress/stages")
    positions = {stage: place for place, stage in enumerate(stages["stage_id"], 1)}
    rows = []
    for site in rows_of(sites):
        lines = [
            f"{w.of(site, 'theme')} · {w.of(site, 'province')}",
            w.t(
                "Reached: {stage}, {when}",
                stage=view.names["stages"][site["stage_id"]],
                when=w.period(site["stage_on"], site["stage_precision"]),
            ),
            w.t("Next: {plan}", plan=wording.next_milestone(site, view.names["stages"], w)),
            w.t("Area: {area} km²", area=w.area(site["area_m2"])),
        ]
        own = ratings.get(site["complex_id"])
        if own:
            lines.append(w.t("Rating: {rating}", rating=w.code("rating", own)))
        if values.get(site["complex_id"]):
            lines.append(
                w.t("{figure} of the host: {value}", figure=words.title(asked, w), value=values[site["complex_id"]])
            )
        colour = {"rating": own} if own else {"position": positions[site["stage_id"]]}
        rows.append(
            {
                **{key: site[key] for key in ("complex_id", "longitude", "latitude", "area_m2")},
                "name": w.of(site, "short"),
                "caption": lines,
                **colour,
            }
        )
    return rows


def _site_legend(sites: pd.DataFrame, ratings: Mapping[str, str], view: View, p: Palette) -> Layer:
    """The sites' part of the legend: only what is on the map."""
    w = view.w
    note = [w.t("Disc: true area, at least {n} pixels wide, at the centroid of the host localities", n=w.number(20))]
    if ratings:
        entries = [
            {
                "symbol": "site",
                **layers.site_symbol(None, key, p.ground, p),
                "text": w.code("rating", key),
                "count": w.number(list(ratings.values()).count(key)),
            }
            for key in rating.RATINGS
            if key in ratings.values()
        ]
        return {"title": w.t("Sites by delivery rating"), "items": entries, "note": note}
    stages = view.ask("progress/stages")
    count = sites["stage_id"].value_counts()
    entries = [
        {
            "symbol": "site",
            **layers.site_symbol(place, None, stage_colour(place, p), p),
            "text": view.names["stages"][stage],
            "count": w.number(int(count[stage])),
        }
        for place, stage in enumerate(stages["stage_id"], 1)
        if stage in count
    ]
    return {"title": w.t("Sites by stage reached"), "items": entries, "note": note}


def _marks_legend(items: pd.DataFrame, kinds: Sequence[str], w: Words) -> Layer:
    """The part of the legend for zones, programmes and older complexes."""
    entries = [
        {
            "symbol": kind,
            "text": w.code("near-kind", kind),
            "count": w.number(items.loc[items["kind"] == kind, "item_id"].nunique()),
        }
        for kind in kinds
    ]
    if not items["exact"].all():
        vague = items.loc[~items["exact"], "item_id"].nunique()
        entries.append({"symbol": "vague", "text": w.t("only the province is published"), "count": w.number(vague)})
    note = [
        w.t(
            "Plotted at the centre of the place named, not at the item itself. Numbers are counts; "
            "zoom in to separate items"
        )
    ]
    return {"title": w.t("By city, county or district"), "items": entries, "note": note}
