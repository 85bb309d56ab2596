"""Where the bars of a chart stand in its box: the same in the deck, where marks are set on them, and in the preview."""

import math
from dataclasses import dataclass

from rollout.render import measure
from rollout.render.parts import Chart
from rollout.render.placing import chart_height
from rollout.render.sheet import SMALLEST, Box, Sheet

WIDEST_NAME = 0.36  # of a chart's width
YEARS_ABOVE = 22.0  # room of the years above the bars
MARK = 9.0  # how wide a diamond is


@dataclass(frozen=True)
class Frame:
    """The bars of a chart in its box, in points: the ends of the value axis, a band a category, the room of names."""

    left: float
    right: float
    top: float
    bottom: float
    least: float
    most: float
    step: float
    band: float
    room: float
    size: float
    high: float

    def across(self, value: float) -> float:
        """Where a value stands on the axis."""
        inside = min(max(value, self.least), self.most) - self.least
        return self.left + inside / (self.most - self.least) * (self.right - self.left)

    def middle(self, place: int) -> float:
        """Where the bar of a category stands, from the top."""
        return self.top + self.band * (place + 0.5)


def frame(chart: Chart, box: Box, sheet: Sheet) -> Frame:
    """The frame of a chart in a box, from the box's upper left corner."""
    high = min(box.height, chart_height(chart))
    size = SMALLEST if sheet.apart else names_size(chart, high)
    room = min(max(measure.width(name, size) for name in chart.categories) + 2, box.width * WIDEST_NAME)
    top, bottom = YEARS_ABOVE if chart.dates else 8.0, high - 8
    least, most, step = axis(chart)
    band = (bottom - top) / len(chart.categories)
    return Frame(room + 8, box.width - 8, top, bottom, least, most, step, band, room, size, high)


def names_size(chart: Chart, high: float) -> float:
    """How large the names of a chart's bars are set, in points, in a chart so high."""
    return max(7.0, min(SMALLEST, (high - 40) / len(chart.categories) * 0.62))


def axis(chart: Chart) -> tuple[float, float, float]:
    """The ends of a chart's value axis, with room for what stands at the bars' ends, and the step between its lines."""
    if chart.dates:
        since, until = chart.since or 0.0, chart.until or 0.0
        return since + 1, until + (until - since) * 0.1, 365.25 * max(1, math.ceil((until - since) / 365.25 / 8))
    known = [value for series in chart.series for value in series.values if value is not None]
    most, least = max([*known, chart.until or 0.0, 0.0]), min([*known, chart.since or 0.0, 0.0])
    return least - (most - least) * 0.18 if least < 0 else 0.0, most + (most - least or 1) * 0.22, 0.0
