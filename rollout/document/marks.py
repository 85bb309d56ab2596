"""The marks of states and ratings: the character that stands for each where no shape can be drawn, and its tone."""

from rollout.document.model import Tone

MARKS: dict[str, tuple[str, Tone]] = {
    "done": ("●", "blue"), "planned": ("○", ""), "passed": ("▲", "amber"), "withdrawn": ("✕", "red"), "skipped": ("–", "subtle"),
    "unpublished": ("", "subtle"), "red": ("◆", "red"), "amber": ("▲", "amber"), "little": ("○", "subtle"), "green": ("●", "green"),
}  # fmt: skip


def character(mark: str) -> str:
    """The character of a mark; empty where it has none."""
    return MARKS.get(mark, ("", ""))[0]


def tone(mark: str) -> Tone:
    """The tone of a mark."""
    return MARKS.get(mark, ("", ""))[1]
