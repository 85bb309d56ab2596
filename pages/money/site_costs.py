"""The site cost of the 15, by complex and by square metre."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("site-costs",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("site-costs", SECTIONS, viewer)
    foot("site-costs", SECTIONS, viewer)
