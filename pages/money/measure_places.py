"""Support measures by place: which reach each complex."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("benefit-coverage",)
FILES = ("benefit-coverage", "reach")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("measure-places", SECTIONS, viewer)
    foot("measure-places", FILES, viewer)
