"""What a firm may have, as a section: the conditions against it, what a measure is worth to it.

What was typed comes in as values (Asked).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, Cell, Column, Format, Link, Row, Section, Table
from rollout.document.target import Target
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects.benefits import eligibility, words
from rollout.subjects.benefits.eligibility import (
    APPLIES,
    CONFIRM,
    MET,
    NEARLY,
    OPEN,
    UNMET,
    Finding,
    Firm,
    Place,
    Worth,
)
from rollout.subjects.cells import origin_ids

FIRMS = ("company", "sme", "startup", "foreign-investor")
ANY = "any"
NEARER = ("inside", "tied", "near", "province")
GROUPS = tuple(each.code for each in codes.codes("finder-group"))
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What the finder is asked: a firm, the place as chosen (a key of `place_names`), and the zones by type that bear
    on that place.
    """

    firm: Firm
    chosen: str = ANY
    near: Mapping[str, Sequence[Record]] = field(default_factory=dict)


def investors(w: Words) -> dict[str, str]:
    """Where the money comes from, as links and the form name it."""
    return {kind: codes.short("investor-kind", kind, w.lang) for kind in eligibility.INVESTORS}


def place_names(w: Words, names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The places that can be chosen: complexes, kinds of zone, si, gun and gu."""
    places = {ANY: w.t("not chosen")}
    places |= {f"complex:{i}": w.t("National complex: {name}", name=name) for i, name in names["complexes"].items()}
    places |= {f"zone:{i}": w.t("Inside a zone: {name}", name=name) for i, name in w.codes("zone-type").items()}
    return places | {f"district:{i}": w.t("Si, gun or gu: {name}", name=name) for i, name in names["districts"].items()}


def place(chosen: str, places: pd.DataFrame, zones: pd.DataFrame) -> tuple[Place | None, dict[str, list[Record]]]:
    """The place that was chosen, and the zones by type that bear on it.

    `places`: benefits/places, `zones`: benefits/zones.
    """
    kind, _, name = chosen.partition(":")
    if kind == "zone":
        return Place(zones={name: "inside"}, settled=False), {}
    rows = places[places["place_id"] == chosen]
    if rows.empty:
        return None, {}
    row = rows_of(rows)[0]
    levels: dict[str, str] = {}
    near: dict[str, list[Record]] = {}
    for zone in rows_of(zones):
        level = _level(zone, row, kind == "complex")
        if not level:
            continue
        best = min((level, levels.get(zone["type"], level)), key=NEARER.index)
        near[zone["type"]] = [
            *(near.get(zone["type"], []) if best == levels.get(zone["type"]) else []),
            *([zone] if level == best else []),
        ]
        levels[zone["type"]] = best
    found = Place(
        complex_id=row["complex_id"] if isinstance(row["complex_id"], str) else None,
        province=row["province_id"],
        capital_area=bool(row["capital_area"]),
        complexes_here=frozenset(row["complexes_here"]),
        classes=frozenset(row["classes"]),
        other_classes=frozenset(row["other_classes"]),
        zones=levels,
    )
    return found, near


def _level(zone: Record, row: Record, is_complex: bool) -> str:
    districts = list(zone["district_codes"])
    if is_complex and zone["complex_id"] == row["complex_id"]:
        return "tied" if "beyond-site" in as_list(zone["warnings"]) else "inside"
    if row["district_code"] in districts:
        return "near"
    return "province" if not districts and row["province_id"] in list(zone["province_ids"]) else ""


def assessed(rows: pd.DataFrame, rules: pd.DataFrame, rates: pd.DataFrame, firm: Firm) -> list[dict[str, Any]]:
    """Each measure in force or planned (benefits/catalogue) with its verdict and worth for a firm."""
    own_rules = {key: rows_of(own) for key, own in rules.groupby("benefit_id")}
    own_rates = {key: rows_of(own) for key, own in rates.groupby("benefit_id")}
    return [
        {
            "row": row,
            "verdict": eligibility.assess(own_rules.get(row["benefit_id"], []), firm),
            "rates": own_rates.get(row["benefit_id"], []),
            "worth": eligibility.worth(own_rates.get(row["benefit_id"], []), firm),
        }
        for row in rows_of(rows[rows["state"] == "in-force"])
    ]


def group(item: Mapping[str, Any]) -> str:
    """Where a measure stands in the finder: applies, confirm, nearly, no; place if it is not for the firm itself, limit
    if it only limits others.
    """
    if item["rates"] and all(rate["form"] == "ceiling" for rate in item["rates"]):
        return "limit"
    state = str(item["verdict"].state)
    if item["row"]["beneficiary"] in FIRMS:
        return state
    return "place" if state in {APPLIES, CONFIRM} else "no"


def title(found: Sequence[Mapping[str, Any]], w: Words) -> str:
    """The finder's finding."""
    counts = {name: sum(group(item) == name for item in found) for name in (APPLIES, CONFIRM, NEARLY)}
    return w.t(
        "{applies} measures meet every published condition, {confirm} have something to confirm, {nearly} lack "
        "one condition",
        **{name: w.number(count) for name, count in counts.items()},
    )


def items(view: View, asked: Asked) -> list[dict[str, Any]]:
    """Each measure in force against what was asked; the shared filters do not apply."""
    return assessed(view.ask("benefits/catalogue"), view.ask("benefits/rules"), view.ask("benefits/rates"), asked.firm)


def foot(view: View, asked: Asked) -> str:
    """What the groups on the page leave out, and how to read them."""
    w, out = view.w, sum(group(item) == "no" for item in items(view, asked))
    return w.t(
        "Left out: {n} measures in force of which two conditions or more are not met (listed in the workbook). "
        "Amounts are of each measure alone and are never added up. Planned and ended"
        " measures stand in the catalogue.",
        n=w.number(out),
    )


# --- the section


def unanswered(view: View) -> Section:
    """The finder before anything is answered: every measure with what it would depend on."""
    found, near = place(ANY, view.ask("benefits/places"), view.ask("benefits/zones"))
    return section(view, Asked(Firm(None, None, None, None, None, found), ANY, near))


def section(view: View, asked: Asked, only: str = "") -> Section:
    """The measures in force in their groups, each with what it is worth, what it hangs on and what limits it.

    `only`: one group.
    """
    w = view.w
    found, names, relations = items(view, asked), w.codes("finder-group"), view.ask("benefits/relations")
    bears = {str(key): rows_of(own) for key, own in relations.groupby("benefit_id")}
    groups = (only,) if only else GROUPS
    columns = (
        Column("measure", w.t("Measure"), share=24),
        Column("result", w.t("Result"), Format.NAME, names=names, share=14, media=ANNEX),
        Column("category", w.t("Category"), Format.NAME, names=w.codes("benefit-category"), share=9),
        Column("worth", w.t("Worth"), share=24),
        Column("most", w.t("Worth at most"), Format.WON, media=ANNEX),
        Column("conditions", w.t("Conditions"), share=30),
        Column("limits", w.t("Limits and related measures"), share=18),
        Column("valid", w.t("Validity"), share=12),
        Column("rates", w.t("Measures"), Format.NUMBER, media=ANNEX),
    )
    rows: list[Row] = []
    for name in groups:
        own = [
            _Line(item, asked, bears.get(item["row"]["benefit_id"], []), view) for item in found if group(item) == name
        ]
        rows += [line.row() for line in sorted(_merged(own, bears, w), key=lambda line: line.order)]
    count = sum(group(item) in groups for item in found)
    table = Table(
        columns, tuple(rows), empty=w.t("none"), legend=tuple(w.codes("condition-state").items()) if rows else ()
    )
    if only:
        code = codes.find("finder-group", only)
        return Section(
            f"finder-{only}",
            w.t("{what}: {n}", what=code.name(w.lang), n=w.number(count)),
            code.definition(w.lang),
            tables=(table,),
        )
    return Section("finder", title(found, w), w.t("Conditions as published. Orientation, not advice"), tables=(table,))


@dataclass(frozen=True)
class _Line:
    """A measure in the finder's table; several of which a place has only one stand in one line."""

    item: Mapping[str, Any]
    asked: Asked
    bears: Sequence[Record]
    view: View
    mates: tuple["_Line", ...] = ()
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
                note=_why(f, self.asked, self.view),
                mark=f.state,
                mark_label=states[f.state],
            )
            for f in self.findings
        ]
        return tuple(told) or (
            Link(w.t("no condition published: ask the provider"), mark=OPEN, mark_label=states[OPEN]),
        )

    def row(self) -> Row:
        """The line in the table."""
        w, every, own = self.view.w, (self, *self.mates), self.item["row"]
        shared = set.intersection(*({link.text for link in line.conditions()} for line in every))
        worth = [
            Link(
                link.text,
                note=" · ".join(
                    filter(
                        None,
                        [
                            link.note,
                            *(
                                f"{c.text} ({c.note})" if c.note else c.text
                                for c in line.conditions()
                                if c.text not in shared
                            ),
                        ],
                    )
                ),
            )
            for line in every
            for link in worths(line.item["worth"], line.item["rates"], line.item["row"], w)
        ]
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


def _merged(lines: Sequence[_Line], bears: Mapping[str, Sequence[Record]], w: Words) -> list[_Line]:
    """Measures of which a place has only one (relation one-of) as one line: what they share, and what each alone asks
    and gives.
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
        name = w.t(
            "{scheme}: one of {n} rates, by region", scheme=_beginning(names) or names[0], n=w.number(len(names))
        )
        merged.append(replace(first, mates=tuple(rest), name=name))
    return [*left.values(), *merged]


def _beginning(names: Sequence[str]) -> str:
    """What several names begin with alike, without what is left hanging."""
    return "".join(
        letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    ).rstrip(" ,(:")


def _distance(field: str) -> int:
    """How near a missing condition lies: a plan can be made larger, a plant moved; a firm is what it is."""
    return (
        0 if field in {"investment_krw", "hires"} else 2 if field in {"firm_size", "industry", "investor_kind"} else 1
    )


def condition(rule: Record, view: View) -> str:
    """What a rule asks, in words."""
    w, names, asked = view.w, view.names, as_list(rule["accepted"])
    match rule["field"]:
        case "firm_size":
            return w.t("firm size: {sizes}", sizes=", ".join(w.code("firm-size", i) for i in asked))
        case "investor_kind":
            return w.t("foreign investor") if asked == ["foreign"] else w.t("domestic investor")
        case "industry":
            return w.t("industry: {industries}", industries=", ".join(names["industries"][i] for i in asked))
        case "capital_area":
            return w.t("in the capital area") if asked == ["true"] else w.t("outside the capital area")
        case "province":
            return w.t("in {provinces}", provinces=", ".join(names["provinces"][i] for i in asked))
        case "complex":
            return (
                w.t("at one of the 15 complexes")
                if len(asked) == len(names["complexes"])
                else w.t("at the complex {complexes}", complexes=", ".join(names["complexes"][i] for i in asked))
            )
        case "zone_type":
            return w.t("inside: {zone}", zone=", ".join(w.code("zone-type", i) for i in asked))
        case "district_class":
            return ", ".join(w.code("district-class", i) for i in asked)
        case "investment_krw":
            return w.t("investment of {amount} or more", amount=w.won(float(asked[0])))
        case "hires":
            return w.t("{n} new jobs or more", n=w.number(float(asked[0])))
    return w.of(rule, "text")


def _why(found: Finding, asked: Asked, view: View) -> str:
    """Why a condition is open or not met."""
    w, names, rule, firm = view.w, view.names, found.rule, asked.firm
    if found.state == MET:
        return ""
    if found.state == UNMET:
        own = {
            "firm_size": w.codes("firm-size").get(firm.size or ""),
            "industry": names["industries"].get(firm.industry or ""),
            "investor_kind": investors(w).get(firm.investor or ""),
            "investment_krw": w.won(firm.investment_krw) if firm.investment_krw else None,
            "hires": w.number(firm.hires) if firm.hires else None,
        }
        return w.t("here: {what}", what=own.get(rule["field"]) or place_names(w, names)[asked.chosen])
    zones = [w.of(zone, "name") for kind in as_list(rule["accepted"]) for zone in asked.near.get(kind, [])]
    zone = ", ".join(zones[:3]) + (" …" if len(zones) > 3 else "")
    return {
        "not-said": w.t("not said"),
        "unsettled": w.t("the kind of zone alone does not settle it"),
        "tied": w.t("a source ties {zone} to it, on other ground too: check the plot", zone=zone),
        "near": w.t("{zone} in the same si, gun or gu: check the plot", zone=zone),
        "province": w.t("{zone} in the province, place not published: check the plot", zone=zone),
        "hosts": w.t("it lies in this si, gun or gu: check the plot"),
        "unpublished": w.t("not found for this place: ask the local government"),
        "confirm": "",
    }[found.why]


def worths(found: Sequence[Worth], rates: Sequence[Record], row: Record, w: Words) -> list[Link]:
    """What a measure is worth: a figure and what it is of, one line a rate."""
    if found:
        return [_worth(each, w) for each in found]
    if rates:
        return [Link(w.t("no rate published for this size or place"))]
    own, what = words.rate_or_amount(row, w), w.of(row, "amount_basis")
    return [
        Link(
            w.t("{amount} in all, no amount per firm: {what}", amount=own, what=what)
            if own
            else w.t("no amount: {what}", what=what)
        )
    ]


def _worth(found: Worth, w: Words) -> Link:
    rate = found.rate
    basis, form = w.code("rate-basis", rate["basis"]), codes.find("rate-form", rate["form"])
    share = words.ranged(rate["rate_min_pct"], rate["rate_max_pct"], lambda value: f"{w.number(value, 1)}%", w)
    of = w.t("{share} of {basis}", share=share, basis=basis) if share else basis
    amount = words.ranged(found.low, found.high, lambda value: words.won(value, w), w)
    figure = {
        "range": amount,
        "ceiling": amount,
        "limit": w.t("at most {amount} in all", amount=amount),
        "state-part": amount,
    }.get(found.kind, "")
    said = {
        "range": of,
        "ceiling": w.t("published ceiling"),
        "limit": of,
        "rate": w.t("{what}: rate published, no amount", what=of) if share else of,
        "programme": w.t("{amount} for the whole programme, no amount per firm published", amount=amount),
        "state-part": w.t("ceiling on the state's part"),
        "asks-investment": w.t("{what}: say the investment", what=of),
        "asks-hires": w.t("{amount} for each hire: say the hires", amount=amount),
    }[found.kind]
    text = " · ".join(filter(None, [said, w.of(rate, "text"), form.definition(w.lang) or form.name(w.lang)]))
    return Link(figure, note=text) if figure else Link(text)


def limits(found: Sequence[Worth], bears: Iterable[Record], w: Words, without_one_of: bool = False) -> list[Link]:
    """What limits a measure, adds to it or stands instead of it, as published; marked where the figure passes the
    ceiling.
    """

    def ceiling(text: str, over: bool) -> Link:
        return Link(text, mark="over" if over else "", mark_label=w.t("the figure is above it") if over else "")

    notes = [
        ceiling(
            w.t("the state's part of a project is at most {amount}", amount=w.won(each.rate["cap_krw"])),
            each.high is not None and each.high > each.rate["cap_krw"],
        )
        for each in found
        if not is_missing(each.rate["cap_krw"])
    ]
    parts = [part for part in map(eligibility.national_part, found) if part is not None]
    kinds: dict[str, list[Record]] = {}
    for row in bears:
        kinds.setdefault(row["kind"], []).append(row)
    for row in kinds.pop("capped-by", []):
        cap = row["amount_min_krw"]
        text = w.t("the state pays at most {amount} a project: {name}", amount=w.won(cap), name=w.of(row, "other"))
        notes.append(ceiling(text, bool(parts) and max(parts) > cap))
    if without_one_of:
        kinds.pop("one-of", None)
    names = w.codes("benefit-relation")
    return notes + [
        Link(f"{names[kind]}: {_several([w.of(row, 'other') for row in rows], w)}") for kind, rows in kinds.items()
    ]


def _several(names: Sequence[str], w: Words) -> str:
    """Names in a row; rates of one scheme by what they begin with."""
    alike = _beginning(names) if len(names) > 2 else ""
    return w.t("{scheme} ({n} rates)", scheme=alike, n=w.number(len(names))) if alike else ", ".join(names)


def faults(problems: Mapping[str, str | None], w: Words) -> list[str]:
    """What was wrong with the numbers typed, in words."""
    names = {"investment": w.t("Planned investment"), "hires": w.t("Planned hires")}
    words = {
        "unreadable": w.t("{name}: this is no number that can be read; it is left out."),
        "negative": w.t("{name}: it can't be negative; it is left out."),
        "zero": w.t("{name}: zero is left out; type a number above it."),
        "huge": w.t("{name}: this is more than any plan; it is left out."),
    }
    return [words[fault].format(name=names[name]) for name, fault in problems.items() if fault]
