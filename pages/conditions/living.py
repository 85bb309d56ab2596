"""Smart-and-green zones by complex, and living conditions in industrial complexes."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("green-zones", "green-life")
FILES = ("green-zones", "green-zone-list", "green-indicators")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("living", SECTIONS, viewer)
    foot("living", FILES, viewer)
