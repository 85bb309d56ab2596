"""The table that is printed, and the clock."""

import time
from collections.abc import Callable, Iterable


def clocked(action: Callable[[], object]) -> float:
    """The seconds that something takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def line(*cells: object) -> None:
    """Print a line of the table."""
    print(
        "  ".join(str(cell).ljust(width) for cell, width in zip(cells, (44, 10, 10, 8, 8), strict=False)).rstrip(),
        flush=True,
    )


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which a share of values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
