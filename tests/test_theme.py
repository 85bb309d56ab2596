"""The colours of the stages: one each.

They are told apart on the screen, by every kind of colour blindness, and on grey paper.
"""

import csv
from itertools import pairwise

import pytest

from rollout import facts
from rollout.render.theme import DARK, LIGHT, Palette, stage_colour


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of an sRGB colour."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """CIE L*: 0 black, 100 white; what is left of a colour on grey paper."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else 24389 / 27 * y


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours, from 1."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("p", [LIGHT, DARK], ids=lambda p: p.name)
def test_every_stage_of_the_board_has_a_colour_of_its_own(p: Palette):
    with (facts.DATA_DIR / "tables" / "stages.csv").open(encoding="utf-8", newline="") as file:
        shown = [row["stage_id"] for row in csv.DictReader(file) if row["on_board"] == "true"]
    assert len(p.stages) == len(shown), (
        f"data/tables/stages.csv shows {len(shown)} stages on the board, but the {p.name} palette in "
        f"rollout/theme.py has {len(p.stages)} colours: "
        "give `stages` there one colour a stage"
    )
    assert len({stage_colour(place, p) for place in range(1, len(shown) + 1)}) == len(shown)


@pytest.mark.parametrize("p", [LIGHT, DARK], ids=lambda p: p.name)
def test_stages_differ_in_lightness_alone(p: Palette):
    steps = [lightness(later) - lightness(earlier) for earlier, later in pairwise(p.stages)]
    towards = -1 if p is LIGHT else 1  # the further, the stronger against the ground
    assert all(towards * step >= 6 for step in steps), (
        f"neighbouring stages in rollout/theme.py ({p.name}) are too alike on grey paper: {steps}"
    )
    assert contrast(p.stages[0], p.ground) >= 1.6, (
        f"the first stage in rollout/theme.py ({p.name}) fades into the ground"
    )
