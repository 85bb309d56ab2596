"""Back-test: how the forecast and the plans would have done, and how often plans were kept."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("back-test", "history")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("back-test", SECTIONS, viewer)
    foot("back-test", SECTIONS, viewer)
