"""A briefing: sections in their order, and what every file says of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from rollout.document.legible import legible
from rollout.document.model import Section


@dataclass(frozen=True)
class Action:
    """What is to be done, by whom, until when: a row that the officer filled."""

    what: str
    who: str = ""
    due: str = ""


@dataclass(frozen=True)
class Briefing:
    """Everything that a file of any format is made from.

    `about`: filters, days and snapshot as label and value. `definitions`: metric -> name, formula, caveat. `sources`:
    id -> publisher, title, day, address. `names`: what each section is called. `droppable`: the sections that a report
    without room may leave to the annex, the lower the sooner. `annexed`: whether there is one (XLSX). `brief`: the
    sections that have one slide, their tables cut by weight. `department`, `occasion`, `decisions`, `actions`: what the
    officer wrote. `parts`: the part of a report that a section belongs to. `attached`: the sections whose tables stand
    whole behind it. `appendix`: the sections that stand behind a deck's divider. `most_slides`: how many slides a deck
    may have; 0 for as many as it takes. All text is made legible: a file must hold it.
    """

    title: str
    subtitle: str
    audience: str
    lang: str
    as_of: dt.date
    about: tuple[tuple[str, str], ...]
    clock: str
    footer: str
    snapshot: str
    sections: tuple[Section, ...]
    definitions: Mapping[str, tuple[str, str, str]]
    sources: Mapping[str, tuple[str, str, str, str]]
    names: Mapping[str, str]
    droppable: Mapping[str, int]
    annexed: bool = True
    brief: tuple[str, ...] = ()
    department: str = ""
    occasion: str = ""
    decisions: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    attached: tuple[str, ...] = ()
    appendix: tuple[str, ...] = ()
    most_slides: int = 0

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, legible(getattr(self, each.name)))

    def of(self, part: str) -> tuple[Section, ...]:
        """The sections of a part of the report, in their order."""
        return tuple(section for section in self.sections if self.parts.get(section.id) == part)

    @property
    def gist(self) -> tuple[str, ...]:
        """What it says in two lines: how things stand, and the heaviest problem."""
        first = self.of("status") or self.sections
        second = self.of("problems") or self.of("outlook") or self.of("changes") or self.sections[1:]
        return tuple(dict.fromkeys(section.title for section in (*first[:1], *second[:1])))

    @property
    def findings(self) -> tuple[str, ...]:
        """The three findings that bear most on how things stand."""
        parts = ("problems", "outlook", "plan", "changes")
        heaviest = [self.of(part)[:1] for part in parts]
        rest = [self.of(part)[1:] for part in parts]
        found = dict.fromkeys(section.title for sections in (*heaviest, *rest) for section in sections)
        return tuple(title for title in found if title != self.gist[0])[:3]
