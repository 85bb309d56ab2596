"""How fast is the monitor? `python -m tests.bench [--quick] [browser|crowds|api|questions|computing|scale ...]`.

Prints a table of the parts that are named, of all but the last if none is; asserts nothing.
"""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.bench import computing, crowds, in_browser, scale
from tests.serving import serving

PARTS = ("browser", "crowds", "api", "questions", "computing")
NAMED_ALONE = ("scale",)  # minutes: only where it is asked for


def main(arguments: list[str]) -> int:
    """The command line; the exit status is 0 whatever was measured."""
    quick = "--quick" in arguments
    named = [one for one in arguments if one in (*PARTS, *NAMED_ALONE)] or PARTS
    with tempfile.TemporaryDirectory() as made, suppress(KeyboardInterrupt):
        folder = Path(made)
        if {"browser", "crowds", "api"}.intersection(named):
            with serving(folder / "app") as app, serving(folder / "none", "tests/bench/naive.py") as naive:
                if "browser" in named:
                    in_browser.lines(app, naive, *((5, 6) if quick else (9, 16)))
                if "crowds" in named:
                    crowds.lines(app, naive, 10 if quick else 30)
                if "api" in named:
                    crowds.api_lines(app)
        if "questions" in named:
            computing.question_lines(folder, 5 if quick else 15, ("", *crowds.PAGES))
        if "computing" in named:
            computing.lines(folder / "computed")
        if "scale" in named:
            scale.lines(folder, (10, 100) if quick else (10, 100, 1000))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
