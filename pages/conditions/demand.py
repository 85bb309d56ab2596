"""Seats of the programmes against the demand that forecasts state, by industry."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("talent-demand",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("demand", SECTIONS, viewer)
    foot("demand", SECTIONS, viewer)
