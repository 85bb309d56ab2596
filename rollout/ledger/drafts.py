"""Drafts: changes that are not published yet. They survive a restart and can be handed to a second person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from rollout import clock
from rollout.access import Person
from rollout.facts.change import Change
from rollout.ledger.records import Records
from rollout.store.lake import Place


@dataclass(frozen=True)
class Draft:
    """Proposed changes, whose they are, and what they are for. `handed`: its author asks another person to publish."""

    author: str
    author_id: str
    made_at: str
    message: str
    kind: str
    changes: tuple[Change, ...]
    handed: bool = False
    name: str = ""


def save(place: Place, draft: Draft) -> Draft:
    """Keep a draft; returns it with its name. Raises OSError."""
    content = asdict(draft)
    content.pop("name")
    return replace(draft, name=Records(place, "drafts").save(content, draft.name))


def new(person: Person, message: str, kind: str, changes: Sequence[Change], handed: bool = False) -> Draft:
    """A draft of somebody's changes, not kept yet."""
    at = clock.now().isoformat(timespec="seconds")
    return Draft(person.author, person.id, at, message, kind, tuple(changes), handed)


def every(place: Place) -> list[Draft]:
    """All drafts, the newest first."""
    found = (load(place, name) for name in Records(place, "drafts").every())
    return [draft for draft in found if draft]


def load(place: Place, name: str) -> Draft | None:
    """A draft by its name; None if there is none."""
    content = Records(place, "drafts").load(name)
    if content is None:
        return None
    try:
        changes = tuple(Change(one["table"], one["before"], one["after"]) for one in content.pop("changes"))
        return Draft(**content, changes=changes, name=name)
    except (KeyError, TypeError):
        return None


def remove(place: Place, name: str) -> None:
    """Throw a draft away, or forget it because it was published."""
    Records(place, "drafts").remove(name)
