"""Every published figure of people needed, trained and graduating, by industry and year."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("talent-board",)
FILES = ("talent-figures",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("supply", SECTIONS, viewer)
    foot("supply", FILES, viewer)
