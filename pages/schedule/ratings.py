"""Delivery rating: each complex with its flags, and where it was at the end of each quarter."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("ratings",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("ratings", SECTIONS, viewer)
    foot("ratings", SECTIONS, viewer)
