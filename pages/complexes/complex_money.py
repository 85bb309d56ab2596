"""A complex: the money announced in it and its province by kind, its site cost, the measures that reach it."""

from pages.complexes import COMPLEX, choose, crumb, only
from rollout.subjects import wording
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, stack

CHOICES = (COMPLEX,)
SECTIONS = ("money", "site-costs", "reach")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    chosen = choose(viewer)
    own = only(viewer, chosen)
    first = built("money", own)
    blocks.live(wording.top(viewer, crumb(viewer, chosen), [(first.title, "")], first.unit), "brief", viewer)
    stack(SECTIONS, own, heading=False)
    foot("complex-money", SECTIONS, own)
