"""Goals: what the state wants invested by when, and how far it is."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("goals",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("goals", SECTIONS, viewer)
    foot("goals", SECTIONS, viewer)
