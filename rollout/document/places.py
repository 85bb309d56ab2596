"""Where complexes and provinces stand on every map: the outlines, and the place of each name beside its disc."""

import json
from pathlib import Path
from typing import Any

# Where a label stands beside its disc, so that neighbours do not write over each other: (anchor, x, y) in pixels.
RIGHT, LEFT, ABOVE, BELOW = ("start", 11, 0), ("end", -11, 0), ("middle", 0, -15), ("middle", 0, 15)
LABEL_PLACES = {
    "yongin": ABOVE,
    "cheongju-osong": ABOVE,
    "gyeongju": BELOW,
    "cheonan": LEFT,
    "hongseong": BELOW,
    "iksan": LEFT,
    "gwangju": LEFT,
    "wanju": ("start", 9, 6),
    "daegu": LEFT,
}


def load_provinces(path: Path) -> dict[str, Any]:
    """The province outlines that the browser gets (static/provinces.json), for drawing them elsewhere."""
    provinces: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return provinces
