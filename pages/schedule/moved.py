"""What moved: by milestone, which complexes reached it, let it pass or withdrew it in the period."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("rollup",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("moved", SECTIONS, viewer)
    foot("moved", SECTIONS, viewer)
