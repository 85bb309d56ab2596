"""Names of provinces and districts.

One dictionary (question scope/place_names) for links, the command and the search.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

LONGEST = 100
# What may follow a name in running text (longest first), and the words that English puts after it.
PARTICLES = (
    "에서",
    "에는",
    "으로",
    "까지",
    "부터",
    "지역",
    "전체",
    "소재",
    "일원",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "로",
    "와",
    "과",
    "도",
    "만",
    "내",
)
GENERIC = ("province", "metropolitancity", "city", "county", "si", "gun", "gu")
UNITS = "시군구"


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name as it is compared.

    Small letters and digits only, whole syllables, no accents (ŏ is o), no blanks or marks.
    """
    apart = unicodedata.normalize("NFKD", name[: 4 * LONGEST]).casefold()
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", re.sub(r"[\u0300-\u036f]", "", apart)))[:LONGEST]


def readings(text: str) -> list[str]:
    """What a piece of text may mean, the most literal first.

    As it is, without a particle, without the word for the kind of place.
    """
    whole = plain(text)
    without = [whole.removesuffix(ending) for ending in (*PARTICLES, *GENERIC) if whole.endswith(ending)]
    return [whole, *(reading for reading in without if len(reading) > 1)]


def index(rows: Iterable[Mapping[str, Any]], kind: str) -> dict[str, tuple[str, ...]]:
    """The ids that each plain name of a kind of place stands for (rows: scope/place_names).

    A district's also without 시, 군, 구, -si, -gun, -gu.
    """
    known: dict[str, tuple[str, ...]] = {}
    shortened: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row["kind"] != kind:
            continue
        name, place = plain(row["name"]), (str(row["place_id"]),)
        known[name] = tuple(dict.fromkeys(known.get(name, ()) + place))
        stem = re.sub(rf"(?<=..)[{UNITS}]$|(?<=...)(si|gun|gu)$", "", name)
        if kind == "district" and stem != name:
            shortened[stem] = tuple(dict.fromkeys(shortened.get(stem, ()) + place))
    return shortened | known


def find(text: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The ids of the places that a text names; empty if none is known."""
    return next((known[reading] for reading in readings(text) if reading in known), ())
