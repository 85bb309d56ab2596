"""Selection: why the 15 were chosen."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("chosen", "aspects")
FILES = ("selection-statements", "aspects")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("selection", SECTIONS, viewer)
    foot("selection", FILES, viewer)
