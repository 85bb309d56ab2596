"""A briefing: sections in their order, and what every file says of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields

from rollout.document.legible import legible
from rollout.document.model import Section


@dataclass(frozen=True)
class Briefing:
    """Everything that a file of any format is made from.

    `about`: filters, days and snapshot as label and value. `definitions`: metric -> name, formula, caveat. `sources`:
    id -> publisher, title, day, address. `names`: what each section is called. `droppable`: the sections that a report
    without room may leave to the annex, the lower the sooner. `annexed`: whether there is one (XLSX). `brief`: the
    sections that have one slide, their tables cut by weight. All text is made legible: a file must hold it.
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

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, legible(getattr(self, each.name)))
