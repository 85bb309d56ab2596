"""Green and living: the smart-and-green plan, its zones, living conditions at the complexes."""

from rollout.subjects.green import words
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, stack

SECTIONS = ("green-targets", "green-plan", "green-zones", "green-life")
FILES = ("green-indicators", "green-targets", "green-zones", "green-zone-list")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    blocks.live(words.top(viewer), "green-top", viewer)
    stack(SECTIONS, viewer)
    foot("green", FILES, viewer)
