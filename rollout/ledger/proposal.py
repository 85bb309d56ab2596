"""Proposed changes, judged against the newest state, and published if nothing speaks against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from rollout import clock, facts
from rollout.facts import plausibility
from rollout.facts.change import Change, Row, applied, key, stale
from rollout.facts.descriptor import Question
from rollout.facts.package import tables_of
from rollout.store.lake import MovedError, Store

ATTEMPTS = 30  # each failure is another person's commit
ROWS_NAMED = 500  # of a commit, so that it can be found who last touched a row
PUBLISHING = Lock()  # one after the other in this process; other processes are met by the store


@dataclass(frozen=True)
class Verdict:
    """What speaks against changes.

    `faults`: rows that the check refuses or doubts. `stale`: rows that somebody else changed meanwhile, each with what
    it is now.
    """

    base: int
    faults: tuple[facts.Fault, ...] = ()
    stale: tuple[tuple[Change, Row | None], ...] = ()

    @property
    def questions(self) -> tuple[facts.Fault, ...]:
        """Values that look wrong and can be right: somebody may say why."""
        return tuple(fault for fault in self.faults if fault.question)

    @property
    def refusals(self) -> tuple[facts.Fault, ...]:
        """What is wrong for sure."""
        return tuple(fault for fault in self.faults if not fault.question)

    @property
    def is_sound(self) -> bool:
        """Whether the changes can be published."""
        return not self.faults and not self.stale


class RefusedError(Exception):
    """Changes that can't be published; `verdict` says why."""

    def __init__(self, verdict: Verdict):
        super().__init__("refused")
        self.verdict = verdict


def judge(store: Store, changes: Sequence[Change]) -> Verdict:
    """What speaks against changes, if they were made to the newest state."""
    base = store.snapshot()
    present = store.present()
    moved = stale(present, changes)
    if moved:
        return Verdict(base, stale=tuple(moved))
    return Verdict(base, tuple(facts.check_frames(applied(present, changes))))


def tidied(store: Store, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Changes with the answers taken out that they leave without the value that was confirmed."""
    tables = tables_of(applied(store.present(), changes))
    return (*changes, *(Change("confirmations", record, None) for _, record, _ in plausibility.outdated(tables)))


def answer(question: Question, why: str, author: str) -> Change:
    """The row that says why a value that looks wrong is right."""
    said = {"reason_ko": why, "reason_en": why, "confirmed_by": author, "confirmed_on": clock.today().isoformat()}
    return Change("confirmations", None, question._asdict() | said)


def with_answers(changes: Sequence[Change], answers: Sequence[Change]) -> tuple[Change, ...]:
    """Changes with answers: one about a value that was confirmed before takes the place of that confirmation."""
    old = {key(c.table, c.row): c.before for c in changes if c.table == "confirmations" and c.kind == "gone"}
    new = [Change(c.table, old.get(key(c.table, c.row)), c.after) for c in answers]
    replaced = {key(c.table, c.row) for c in new}
    kept = [c for c in changes if c.table != "confirmations" or key(c.table, c.row) not in replaced]
    return (*kept, *new)


def publish(store: Store, changes: Sequence[Change], author: str, message: str, kind: str, **details: Any) -> int:
    """Commit changes; returns the snapshot's number.

    What others commit meanwhile is no obstacle unless it touches the same rows. Raises RefusedError, StoreError.
    """
    with PUBLISHING:
        for _ in range(ATTEMPTS):
            verdict = judge(store, changes)
            if not verdict.is_sound:
                raise RefusedError(verdict)
            try:
                return store.publish(changes, author, message, verdict.base, {"kind": kind} | _named(changes) | details)
            except MovedError:
                continue
    raise RefusedError(Verdict(store.snapshot()))


def _named(changes: Sequence[Change]) -> dict[str, Any]:
    """How many rows, and which (the first of many)."""
    rows: dict[str, list[str]] = {}
    for change in changes[:ROWS_NAMED]:
        rows.setdefault(change.table, []).append(key(change.table, change.row))
    return {"rows": len(changes), "keys": rows}
