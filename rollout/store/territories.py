"""Which districts made up each province on which days (registers districts.csv, provinces.csv, place_periods.csv)."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

FIRST_DAY = "2023-03-15"  # of the announcement, before which nothing is shown
Row = Mapping[str, Any]
Spans = dict[str, dict[str, list[int]]]  # first day -> province -> places of its districts in the register


def holds(row: Row, day: str) -> bool:
    """Whether a row of a period holds on a day (ISO; an empty end is open)."""
    return bool((row["valid_from"] or day) <= day <= (row["valid_to"] or day))


def spans(districts: Sequence[Row], provinces: Sequence[Row], changes: Sequence[Row]) -> Spans:
    """The districts of each province, by the first day on which the provinces had them."""
    changed = {row["place_id"] for row in changes if row["kind"] == "province"}
    found: Spans = {}
    for day in sorted({FIRST_DAY, *(row["valid_from"] for row in changes if row["valid_from"])}):
        now = [row for row in changes if holds(row, day)]
        named = {row["place_id"] for row in now if row["kind"] == "province"}
        moved: dict[str, str] = {row["place_id"]: row["province_id"] for row in now if row["kind"] == "district"}
        territory: dict[str, list[int]] = {}
        for number, district in enumerate(districts):
            code, usual = str(district["district_code"]), str(district["province_id"])
            territory.setdefault(moved.get(code, usual), []).append(number)
        held = {
            row["province_id"]: sorted(
                number for i in (row["province_id"], *row["former_ids"].split(";")) for number in territory.get(i, ())
            )
            for row in provinces
            if row["province_id"] in named or row["province_id"] not in changed
        }
        if held != next(reversed(found.values()), None):
            found[day] = held
    return found


def periods(found: Spans, province_id: str) -> Iterator[tuple[str, str | None, list[int]]]:
    """The periods in which a province had the same districts: first day, last day (None: it goes on), its districts."""
    days = list(found)
    held = [found[day].get(province_id) for day in days]
    starts = [n for n in range(len(days)) if n == 0 or held[n] != held[n - 1]]
    for start, later in zip(starts, [*starts[1:], len(days)], strict=True):
        if (own := held[start]) is not None:
            yield days[start], _day_before(days[later]) if later < len(days) else None, own


def _day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
