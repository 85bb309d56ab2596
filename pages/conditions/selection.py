"""Selection: why the 15 were chosen, how fast each was approved, and the life cycle of their industries."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("chosen", "aspects", "pace", "cycle")
FILES = ("selection-statements", "aspects", "pace-cases", "cycle", "evidence")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("selection", SECTIONS, viewer)
    foot("selection", FILES, viewer)
