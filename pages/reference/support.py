"""How much of the facts rests on official pages, by table and by complex."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("support", "by-complex")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("support", SECTIONS, viewer)
    foot("support", SECTIONS, viewer)
