"""What the Map's canvas gets: places, sites, items, circle and legend in one; the outlines it fetches itself."""

from dataclasses import dataclass

import pandas as pd

from rollout import layers
from rollout.blocks import Viewer
from rollout.layers import Layer
from screens.atlas import answer
from screens.atlas.answer import Asked

CALM = ("ground", "surface", "text", "subtle", "faint", "line", "blue", "land")


@dataclass(frozen=True)
class Facts:
    """What is known: all places (map/figures), the complexes in scope with their hosts' figures, the items that are on, ratings if they colour."""

    places: pd.DataFrame
    hosting: pd.DataFrame
    items: pd.DataFrame
    ratings: dict[str, str]


def data(viewer: Viewer, asked: Asked, facts: Facts) -> Layer:
    """All that the canvas draws and says, but for the outlines."""
    w, p, names = viewer.w, viewer.palette, viewer.names
    rows = facts.places[facts.places["level"] == asked.level]
    keep = answer.provinces(facts.places, viewer)
    focus = [] if len(keep) == len(names["provinces"]) else keep
    title = answer.title(asked, w) if asked.column else ""
    classes, colours, legend = _coloured(rows, bool(focus), viewer, asked, facts)
    circle = _circle(viewer, asked)
    words = {
        "in": w.t("Zoom in"), "out": w.t("Zoom out"), "home": w.t("Whole country"), "full": w.t("Full screen"), "save": w.t("Save as picture"),
        "legend": w.t("Legend"), "missing": w.t("not published"), "hint": w.t("Hold Ctrl and scroll to zoom; drag to move"),
        "touch": w.t("Use two fingers to move the map"), "items": w.t("{n} here"), "failed": w.t("The outlines did not arrive. Load the page again."),
    }  # fmt: skip
    return {
        "urls": layers.URLS, "level": asked.level, "figure": title, "colours": colours, "classes": classes, "places": answer.place_texts(rows, asked, viewer),
        "provinces": dict(names["provinces"]), "focus": focus, "sites": _sites(viewer, asked, facts),
        "hosts": list(facts.hosting["complex_id"]) if "hosts" in asked.layers else [],
        "marks": layers.marks(facts.items, {**names["districts"], **names["provinces"]}), "kinds": {kind: answer.kind_name(kind, w) for kind in asked.kinds},
        "circle": circle, "legend": [*legend, *_legend(viewer, asked, facts, circle)], "palette": {name: getattr(p, name) for name in CALM},
        "alt": answer.alt(asked, facts.hosting, viewer), "title": title or w.t("National High-tech Belt"), "words": words,
        "source": w.t("Outlines: NGII, 2023-09-15 · Accounts and population: KOSTAT · As of {day}", day=viewer.scope.as_of.isoformat()),
        "file": f"map-{viewer.scope.as_of.isoformat()}.png",
    }  # fmt: skip


def _coloured(
    rows: pd.DataFrame, dimmed: bool, viewer: Viewer, asked: Asked, facts: Facts
) -> tuple[dict[str, int], list[str], list[Layer]]:
    """The class of each place, the colour of each class, and their part of the legend."""
    if asked.column is None:
        return {}, [], []
    values = rows.set_index("code")[asked.column]
    scale = answer.scale(values, asked, viewer.palette)
    nation = facts.places.loc[facts.places["level"] == "nation", asked.column].iloc[0]
    return scale.places(values), list(scale.colours), [answer.legend(values, scale, asked, nation, dimmed, viewer.w)]


def _sites(viewer: Viewer, asked: Asked, facts: Facts) -> list[Layer]:
    if "sites" not in asked.layers:
        return []
    column = facts.hosting[asked.column] if asked.column else [None] * len(facts.hosting)
    told = [answer.value_text(asked.figure, value, viewer.w) for value in column]
    values = dict(zip(facts.hosting["complex_id"], told, strict=True))
    return layers.sites(answer.site_rows(facts.hosting, facts.ratings, values, asked, viewer), viewer.palette)


def _circle(viewer: Viewer, asked: Asked) -> Layer | None:
    if asked.complex_id is None:
        return None
    w, sites = viewer.w, viewer.ask("progress/complexes")
    site = sites[sites["complex_id"] == asked.complex_id].iloc[0]
    text = w.t("{km} km around {name}", km=w.number(asked.km), name=w.of(site, "short"))
    return {"at": [site["longitude"], site["latitude"]], "km": asked.km, "text": text}


def _legend(viewer: Viewer, asked: Asked, facts: Facts, circle: Layer | None) -> list[Layer]:
    """The parts of the legend for the layers that are on."""
    w, parts = viewer.w, []
    if "sites" in asked.layers:
        parts.append(answer.site_legend(facts.hosting, facts.ratings, viewer))
    if asked.kinds:
        parts.append(answer.marks_legend(facts.items, asked.kinds, w))
    if "hosts" in asked.layers:
        entry = {"symbol": "host", "text": w.t("towns and villages named for the site")}
        parts.append({"title": w.t("Host places"), "items": [entry], "note": [w.t("The exact boundary of a site is not published")]})
    if circle:
        entry = {"symbol": "circle", "text": w.t("as the crow flies, from the host town's centre")}
        parts.append({"title": circle["text"], "items": [entry], "note": []})
    return parts
