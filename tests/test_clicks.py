"""What a click does on the server, and what it costs: sessions without a browser."""

import json

import pytest

from tests.serving import Server
from tests.visitor import Visitor

DAYS = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31"


def test_going_back_chooses_nothing_though_the_browser_still_holds_a_mark(workers: list[Server]) -> None:
    with Visitor(workers[0]) as reader:
        chart = reader.open("schedule", DAYS).id("slips-chart")
        mark = {
            "selection": {"points": [{"y": "Gyeongju", "x": "2031-12-31"}], "point_indices": [], "box": [], "lasso": []}
        }
        pressed = reader.open("schedule", DAYS, {chart: json.dumps(mark)})
        assert "site=gyeongju" in pressed.query
        back = reader.open(
            "schedule",
            DAYS,
            {chart: '{"selection": {"points": [], "point_indices": [], "box": [], "lasso": []}}'},
            back=True,
        )
        assert "site=" not in back.query
        assert "site=" not in reader.open("", DAYS, {chart: json.dumps(mark)}, back=True).query


@pytest.mark.parametrize(("page", "most"), [("", 80_000), ("schedule", 60_000), ("benefits", 35_000), ("map", 90_000)])
def test_a_filter_sends_what_it_changes_and_nothing_twice(workers: list[Server], page: str, most: int) -> None:
    with Visitor(workers[0]) as reader:
        reader.open(page, DAYS)
        changed = reader.open(page, f"{DAYS}&province=gyeongbuk", back=True)
        again = reader.open(page, f"{DAYS}&province=gyeongbuk", back=True)
    assert sum(changed.kinds.values()) <= 70, f"messages: {changed.kinds}"
    assert changed.received <= most, "bytes, before they are pressed"
    assert again.received <= 25_000, "bytes where nothing has changed"


def test_a_click_takes_few_bytes_of_the_network(workers: list[Server]) -> None:
    with Visitor(workers[0]) as reader:
        province = reader.open("", DAYS).id("province")
        for choice in (["Gyeongbuk"], [], ["Gyeongbuk"], []):  # what was shown before is known to the browser
            before = reader.wire
            reader.open("", DAYS, {province: choice})
        assert reader.wire - before <= 2_000


def test_a_click_draws_the_filters_and_the_view_and_not_the_head(workers: list[Server]) -> None:
    with Visitor(workers[0]) as reader:
        whole = reader.open("board", DAYS)
        assert {"entries", "tabs", "briefing", "frame"} <= set(whole.components)
        part = reader.open("board", DAYS, {whole.id("province"): ["Gyeongbuk"]})
        assert not {"entries", "tabs", "briefing"} & set(part.components)
        assert "province=gyeongbuk" in part.query
        assert sum(part.kinds.values()) < sum(whole.kinds.values())
        assert part.received <= 50_000, "bytes, before they are pressed"
