"""The canvas that the map is drawn on: rollout/templates/map/atlas.js as a component beside that of blocks.live."""

from rollout.render import markup
from rollout.subjects.map.layers import Layer
from rollout.web import assets
from rollout.web.blocks import Viewer

ATLAS = assets.component("map", "map/atlas.js", styles=markup.styles())


def draw(data: Layer, key: str, viewer: Viewer) -> str | None:
    """Draw what rollout.subjects.map.picture made.

    Returns what the viewer has just clicked (a data-open value), if anything.
    """
    opened: str | None = ATLAS(viewer.palette, data=data, key=key, on_opened_change=_nothing).opened
    return opened


def _nothing() -> None:
    """A trigger needs a callback; the rerun that it causes is all we want."""
