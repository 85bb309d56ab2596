"""What the finder says of a measure: its conditions, what it is worth, what limits it."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from rollout.document.model import Link
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import is_missing
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects.benefits import eligibility, words
from rollout.subjects.benefits.eligibility import (
    MET,
    UNMET,
    Finding,
    Worth,
)
from rollout.subjects.benefits.plant import Asked, Record, investors, place_names


def beginning(names: Sequence[str]) -> str:
    """What several names begin with alike, without what is left hanging."""
    return "".join(
        letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    ).rstrip(" ,(:")


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


def why_not(found: Finding, asked: Asked, view: View) -> str:
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
        "not-said": w.t("not entered"),
        "unsettled": w.t("the kind of zone alone does not settle it"),
        "tied": w.t("a source ties {zone} to it, but the areas differ: check the plot", zone=zone),
        "near": w.t("{zone} in the same si, gun or gu: check the plot", zone=zone),
        "province": w.t("{zone} in the province, place not published: check the plot", zone=zone),
        "hosts": w.t("it is in this si, gun or gu: check the plot"),
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
        "asks-investment": w.t("{what}: enter the planned investment", what=of),
        "asks-hires": w.t("{amount} for each hire: enter the planned hires", amount=amount),
    }[found.kind]
    text = " · ".join(filter(None, [said, w.of(rate, "text"), form.definition(w.lang) or form.name(w.lang)]))
    return Link(figure, note=text) if figure else Link(text)


def limits(found: Sequence[Worth], bears: Iterable[Record], w: Words, without_one_of: bool = False) -> list[Link]:
    """What limits a measure, adds to it or stands instead of it, as published.

    Marked where the figure passes the ceiling.
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
    alike = beginning(names) if len(names) > 2 else ""
    return w.t("{scheme} ({n} rates)", scheme=alike, n=w.number(len(names))) if alike else ", ".join(names)
