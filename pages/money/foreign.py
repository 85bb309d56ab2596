"""Foreign investment: reported and arrived, by year and industry."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("foreign",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("foreign", SECTIONS, viewer)
    foot("foreign", SECTIONS, viewer)
