"""Designated zones by complex, and how much of what is designated lies outside the capital area."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("designations", "balance")
FILES = ("designations", "zones-near", "balance", "zones")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("designations", SECTIONS, viewer)
    foot("designations", FILES, viewer)
