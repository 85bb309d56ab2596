"""The steps of the procedure with their legal days, and how long each complex has been in its phase."""

from rollout.web.blocks import Viewer
from rollout.web.sections import foot, titled

SECTIONS = ("procedure-steps", "procedure-times")
FILES = ("procedure-steps", "procedure-times", "older-times")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("steps", SECTIONS, viewer)
    foot("steps", FILES, viewer)
