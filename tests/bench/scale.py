"""What many times the facts take: the store's own build of a made-up package (many.py), and a second start."""

import resource
from functools import partial
from pathlib import Path

from rollout.store import lake as store
from tests.bench import many
from tests.bench.table import clocked, line

SIZES = {
    10: (10, 1),
    100: (10, 10),
    1000: (100, 10),
}  # the facts so many times: complexes, statements of each milestone


def lines(folder: Path, sizes: tuple[int, ...]) -> None:
    """Print what the first build and a second start take, and how much memory the bench has needed at most by then."""
    line("facts many times over", "build", "second", "peak", "aim")
    for times in sizes:
        package = many.package(folder / f"package-{times}", *SIZES[times])
        place = store.Place.in_folder(folder / f"store-{times}")
        build, again = (clocked(partial(_start, place, package)) for _ in range(2))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        line(f"facts x {times}", f"{build:.1f} s", f"{again:.2f} s", f"{peak:.0f} MB", "60 s" if times == 1000 else "")


def _start(place: store.Place, package: Path) -> None:
    store.open_store(place=place, package=package).close()
