"""Smart and green: the targets of the national plan against what is reached."""

from rollout.subjects.green import words
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, stack

SECTIONS = ("green-targets", "green-plan")
FILES = ("green-indicators", "green-targets")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    blocks.live(words.top(viewer), "green-top", viewer)
    stack(SECTIONS, viewer)
    foot("green", FILES, viewer)
