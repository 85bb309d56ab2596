"""What a click does on the server, and what it costs: sessions without a browser."""

import json

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
