"""What python-pptx does in a time that grows with the square of a deck's size, done once."""

import itertools
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pptx.opc.packuri import PackURI
from pptx.shapes.freeform import FreeformBuilder
from pptx.util import Length


def number_parts(package: Any) -> None:
    """Name new parts by counting on: python-pptx walks the whole file for the name of each."""
    counts: dict[str, Iterator[int]] = {}
    search = package.next_partname

    def count_on(template: str) -> PackURI:
        if template not in counts:
            first: PackURI = search(template)
            before, _, after = template.partition("%d")
            counts[template] = itertools.count(int(first.removeprefix(before).removesuffix(after)) + 1)
            return first
        return PackURI(template % next(counts[template]))

    package.next_partname = count_on


class Outline(FreeformBuilder):
    """A free form whose origin is worked out once: python-pptx does it again for every corner.

    Ask for the origin when all corners are there.
    """

    @cached_property
    def shape_offset_x(self) -> Length:
        return super().shape_offset_x

    @cached_property
    def shape_offset_y(self) -> Length:
        return super().shape_offset_y
