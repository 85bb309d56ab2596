"""Governance: who decides, and which bodies met when."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("bodies", "meetings")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("governance", SECTIONS, viewer)
    foot("governance", SECTIONS, viewer)
