"""What older complexes built, sold and run; what the 15 build on."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("older", "own-sites")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("built", SECTIONS, viewer)
    foot("built", SECTIONS, viewer)
