"""Errors that readers report: what is wrong, where, and whether somebody has dealt with it."""

from dataclasses import asdict, dataclass, replace

from rollout import clock
from rollout.access import Person
from rollout.ledger.records import Records
from rollout.store.lake import Place

LONGEST = 2000
MOST = 500  # open ones: on an open network anybody may report


@dataclass(frozen=True)
class Report:
    """A reader's report. `about`: what was open (a data-open value, see rollout/document/target.py), or nothing."""

    author: str
    made_at: str
    text: str
    about: str = ""
    link: str = ""
    closed: str = ""
    name: str = ""


def save(place: Place, person: Person, text: str, about: str, link: str) -> Report:
    """Keep a new report; returns it with its name. Raises OSError."""
    at = clock.now().isoformat(timespec="seconds")
    report = Report(person.author, at, text[:LONGEST], about[:200], link[:LONGEST])
    return _kept(place, report)


def close(place: Place, report: Report, person: Person, answer: str) -> Report:
    """Close a report with what was done."""
    return _kept(place, replace(report, closed=f"{person.author}: {answer[:LONGEST]}"))


def every(place: Place) -> list[Report]:
    """All reports: the open ones first, the newest of each first."""
    known = {*Report.__dataclass_fields__} - {"name"}
    found = [
        Report(**content, name=name)
        for name, content in Records(place, "reports").every().items()
        if {"author", "made_at", "text"} <= content.keys() <= known
    ]
    return sorted(found, key=lambda report: bool(report.closed))


def _kept(place: Place, report: Report) -> Report:
    content = asdict(report)
    content.pop("name")
    return replace(report, name=Records(place, "reports").save(content, report.name))
