"""Where the names of sites stand on a map, so that none lies on another or on a disc."""

from collections.abc import Mapping, Sequence

from rollout.document.places import LABEL_PLACES, RIGHT
from rollout.render import measure
from rollout.render.map_sheet import RADIUS
from rollout.render.parts import Site
from rollout.render.sheet import SMALLEST, Box

Place = tuple[str, float, float]  # what a name is set by (start, middle, end), how far right and down of the disc
FURTHER: tuple[Place, ...] = tuple(
    (anchor, dx * way, dy)
    for way in (1.0, 1.8, 3.0)
    for anchor, dx, dy in (
        ("start", 9.0, 0.0),
        ("end", -9.0, 0.0),
        ("middle", 0.0, -14.0 * way),
        ("middle", 0.0, 14.0 * way),
        ("start", 8.0, -11.0 * way),
        ("start", 8.0, 11.0 * way),
        ("end", -8.0, -11.0 * way),
        ("end", -8.0, 11.0 * way),
    )
)
LINE = 1.2
ACROSS, DOWN = 1.3, 1.2  # points for a step of a place: the discs of a slide are larger than those of a screen
Rectangle = tuple[float, float, float, float]


def places(sites: Sequence[Site], spots: Mapping[str, tuple[float, float]], box: Box) -> dict[str, Place]:
    """The place of each site's name, by its id: its own where that is free, else the nearest free one.

    `spots`: where the discs stand. `box`: where the names stay.
    """
    discs = {i: (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for i, (x, y) in spots.items()}
    taken: list[Rectangle] = []
    found: dict[str, Place] = {}
    for site in sites:
        x, y = spots[site.complex_id]
        others = [disc for name, disc in discs.items() if name != site.complex_id]
        tries = (LABEL_PLACES.get(site.complex_id, RIGHT), *FURTHER)
        boxes = [_box(place, x, y, measure.width(site.name, SMALLEST), SMALLEST) for place in tries]
        clashes = [sum(_overlap(name, other) for other in (*taken, *others)) + _outside(name, box) for name in boxes]
        best = min(range(len(tries)), key=lambda place: (round(clashes[place], 1), place))
        taken.append(boxes[best])
        found[site.complex_id] = tries[best]
    return found


def spot(place: Place, x: float, y: float) -> tuple[float, float]:
    """Where a name is set whose disc stands at x, y."""
    anchor, dx, dy = place
    return x if anchor == "middle" else x + dx * ACROSS, y + dy * DOWN


def _box(place: Place, x: float, y: float, wide: float, size: float) -> Rectangle:
    """The room of a name."""
    anchor = place[0]
    across, middle = spot(place, x, y)
    left, half = {"start": across, "end": across - wide, "middle": across - wide / 2}[anchor], size * LINE / 2
    return left, middle - half, left + wide, middle + half


def _outside(name: Rectangle, box: Box) -> float:
    """How much of a name lies left or right of the box."""
    left, upper, right, lower = name
    return (max(0.0, box.x - left) + max(0.0, right - box.x - box.width)) * (lower - upper)


def _overlap(one: Rectangle, other: Rectangle) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
