"""Host industries: how the economies of the hosts grew against the nation."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("shift",)
FILES = ("shift-share",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("hosts", SECTIONS, viewer)
    foot("hosts", FILES, viewer)
