"""The lines of the finder's table: a measure, or several of which a place has only one."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from rollout.document.model import Cell, Link, Row
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects.benefits import words
from rollout.subjects.benefits.eligibility import (
    APPLIES,
    CONFIRM,
    MET,
    OPEN,
    UNMET,
    Finding,
)
from rollout.subjects.benefits.finder_words import beginning, condition, limits, why_not, worths
from rollout.subjects.benefits.plant import Asked, Record
from rollout.subjects.cells import origin_ids

FIRMS = ("company", "sme", "startup", "foreign-investor")


def group(item: Mapping[str, Any]) -> str:
    """Where a measure stands in the finder.

    Applies, confirm, nearly, no; place if it is not for the firm itself, limit if it only limits others.
    """
    if item["rates"] and all(rate["form"] == "ceiling" for rate in item["rates"]):
        return "limit"
    state = str(item["verdict"].state)
    if item["row"]["beneficiary"] in FIRMS:
        return state
    return "place" if state in {APPLIES, CONFIRM} else "no"


@dataclass(frozen=True)
class Line:
    """A measure in the finder's table; several of which a place has only one stand in one line."""

    item: Mapping[str, Any]
    asked: Asked
    bears: Sequence[Record]
    view: View
    mates: tuple["Line", ...] = ()
    name: str = ""

    @property
    def benefit_id(self) -> str:
        """The measure."""
        return str(self.item["row"]["benefit_id"])

    @property
    def findings(self) -> list[Finding]:
        """What is not met first, then what is, then what is open."""
        own = [f for f in self.item["verdict"].findings if f.why != "other-size"]
        return sorted(own, key=lambda f: {UNMET: 0, MET: 1, OPEN: 2}[f.state])

    @property
    def most(self) -> float:
        """The highest amount that could be worked out; 0 for none."""
        return max([x.high or 0 for x in self.item["worth"] if x.kind in {"range", "limit", "ceiling"}] or [0])

    @property
    def order(self) -> tuple[Any, ...]:
        """The nearest to being met first, then the largest amount."""
        rank = min([_distance(f.rule["field"]) for f in self.findings if f.state == UNMET] or [0])
        met = sum(f.state == MET for f in self.findings)
        return rank, self.most == 0, -self.most, -met, self.item["row"]["name_en"]

    def conditions(self) -> tuple[Link, ...]:
        """Each condition with its state and why it is open or not met."""
        w, states = self.view.w, self.view.w.codes("condition-state")
        told = [
            Link(
                condition(f.rule, self.view),
                note=why_not(f, self.asked, self.view),
                mark=f.state,
                mark_label=states[f.state],
            )
            for f in self.findings
        ]
        return tuple(told) or (
            Link(w.t("no condition published: ask the provider"), mark=OPEN, mark_label=states[OPEN]),
        )

    def worths(self, shared: Set[str]) -> list[Link]:
        """What it is worth, with the conditions that it alone asks. `shared`: those of the whole line."""
        own = [c for c in self.conditions() if c.text not in shared]
        asked = [f"{c.text} ({c.note})" if c.note else c.text for c in own]
        found = worths(self.item["worth"], self.item["rates"], self.item["row"], self.view.w)
        return [Link(link.text, note=" · ".join(filter(None, [link.note, *asked]))) for link in found]

    def row(self) -> Row:
        """The line in the table."""
        w, every, own = self.view.w, (self, *self.mates), self.item["row"]
        shared = set.intersection(*({link.text for link in line.conditions()} for line in every))
        worth = [link for line in every for link in line.worths(shared)]
        notes = {
            note.text: note
            for line in every
            for note in limits(line.item["worth"], line.bears, w, without_one_of=bool(self.mates))
        }
        amount = max(line.most for line in every)
        return Row(
            self.benefit_id,
            {
                "measure": Cell(
                    self.name or w.of(own, "name"),
                    warnings=tuple(as_list(own["warnings"])),
                    opens=Target("measure", (self.benefit_id,)),
                ),
                "result": Cell(group(self.item)),
                "category": Cell(own["category"]),
                "worth": Cell(links=tuple(worth)),
                "most": Cell(amount or None),
                "conditions": Cell(links=tuple(link for link in self.conditions() if link.text in shared)),
                "limits": Cell(links=tuple(notes.values())),
                "valid": Cell(words.validity(own, w)),
                "rates": Cell(len(every)),
            },
            origin_ids(*(line.item["row"]["origin_ids"] for line in every)),
        )


def merged_lines(lines: Sequence[Line], bears: Mapping[str, Sequence[Record]], w: Words) -> list[Line]:
    """Measures of which a place has only one (relation one-of) as one line.

    What they share, and what each alone asks and gives.
    """
    left, merged = {line.benefit_id: line for line in lines}, []
    for line in lines:
        mates = [
            left[row["other_id"]]
            for row in bears.get(line.benefit_id, [])
            if row["kind"] == "one-of" and row["other_id"] in left
        ]
        if line.benefit_id not in left or not mates:
            continue
        first, *rest = sorted([line, *mates], key=lambda each: each.order)
        for each in (first, *rest):
            del left[each.benefit_id]
        names = [w.of(each.item["row"], "name") for each in (first, *rest)]
        name = w.t("{scheme}: one of {n} rates, by region", scheme=beginning(names) or names[0], n=w.number(len(names)))
        merged.append(replace(first, mates=tuple(rest), name=name))
    return [*left.values(), *merged]


def _distance(field: str) -> int:
    """How near a missing condition lies: a plan can be made larger, a plant moved; a firm is what it is."""
    return (
        0 if field in {"investment_krw", "hires"} else 2 if field in {"firm_size", "industry", "investor_kind"} else 1
    )
