"""Compare a picture of a page with its reference: in grey, small, block by block.

A block is the mean grey of 24 by 24 pixels of the page, more than a letter: how a machine smooths its letters moves it
little. What is missing, has moved or has another colour moves many blocks, or most of those of one place.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

SCALE = 2  # a reference is half as wide and high as the page
BLOCK = 12  # pixels of the reference, wide and high
PLACE = 6  # blocks, wide and high: as large as a card
DIFFERENT = 8  # of 255: by so much a block's grey differs
MEAN_LIMIT = 2.0  # of 255, over all blocks
SHARE_LIMIT = 0.02  # of all blocks
PLACE_LIMIT = 0.25  # of the blocks of a place
QUALITY = 80


def shrunk(shot: bytes) -> Image.Image:
    """A screenshot (PNG) as small as a reference."""
    with Image.open(io.BytesIO(shot)) as picture:
        size = (picture.width // SCALE, picture.height // SCALE)
        return picture.convert("RGB").resize(size, Image.Resampling.BOX)


def save(picture: Image.Image, path: Path) -> None:
    """Write a reference."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "WEBP", quality=QUALITY, method=6)


def blocks(picture: Image.Image) -> np.ndarray:
    """The mean grey of each block; what is left over at the right and lower edge is no block."""
    grey = np.asarray(picture.convert("L"), dtype=float)
    rows, columns = grey.shape[0] // BLOCK, grey.shape[1] // BLOCK
    whole = grey[: rows * BLOCK, : columns * BLOCK]
    return whole.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))


@dataclass(frozen=True)
class Difference:
    """The mean difference of the blocks (of 255), the share of blocks that differ, and that share in the place where it
    is largest.
    """

    mean: float
    share: float
    place: float

    @property
    def small(self) -> bool:
        """Whether the two show the same page, drawn on whatever machine."""
        return self.mean <= MEAN_LIMIT and self.share <= SHARE_LIMIT and self.place <= PLACE_LIMIT

    def __str__(self) -> str:
        return (
            f"{self.share:.1%} of the blocks differ, {self.place:.0%} in one place; the mean is {self.mean:.1f} of 255"
        )


def difference(picture: Image.Image, reference: Image.Image) -> Difference:
    """How far a picture is from its reference."""
    if picture.size != reference.size:
        return Difference(255, 1, 1)
    apart = np.abs(blocks(picture) - blocks(reference))
    differs = apart > DIFFERENT
    places = np.lib.stride_tricks.sliding_window_view(differs, (PLACE, PLACE)).mean(axis=(2, 3))
    return Difference(float(apart.mean()), float(differs.mean()), float(places.max()))
