"""How fast complexes of other rounds were approved, and the life cycle of their industries."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("pace", "cycle")
FILES = ("pace-cases", "cycle", "evidence")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("pace", SECTIONS, viewer)
    foot("pace", FILES, viewer)
