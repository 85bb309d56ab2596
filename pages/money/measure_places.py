"""Support measures by place: which reach each complex, what is designated near it, how far from the capital area."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("benefit-coverage", "designations", "balance")
FILES = ("benefit-coverage", "reach", "designations", "zones-near", "balance", "zones")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("measure-places", SECTIONS, viewer)
    foot("measure-places", FILES, viewer)
