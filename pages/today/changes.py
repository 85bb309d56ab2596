"""Changes in full: between the two days, the newest statements, the plans that fall due."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("changes", "lately", "due")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("changes", SECTIONS, viewer)
    foot("changes", SECTIONS, viewer)
