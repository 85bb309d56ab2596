"""Pages are drawn one at a time, but none waits for what takes long."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from rollout.web import turns

PATIENCE = 600  # seconds: a busy machine is no fault


def test_pages_are_drawn_one_after_the_other_and_what_takes_long_steps_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", PATIENCE)
    drawn, begun, answered = list[str](), Event(), Event()

    def long() -> None:
        with turns.turn():
            drawn.append("long begins")
            begun.set()
            with turns.aside():
                assert answered.wait(PATIENCE)
            drawn.append("long ends")

    def short() -> None:
        assert begun.wait(PATIENCE)
        with turns.turn():
            drawn.append("short")
        answered.set()

    with ThreadPoolExecutor(2) as threads:
        for task in [threads.submit(long), threads.submit(short)]:
            task.result()
    assert drawn == ["long begins", "short", "long ends"]


def test_a_page_that_fails_lets_the_next_have_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", PATIENCE)
    with pytest.raises(ValueError, match="broken"), turns.turn():
        raise ValueError("broken")
    with turns.turn():
        pass
