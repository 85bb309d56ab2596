"""What the finder says: a firm, the conditions against it, what a measure is worth. Data in, words and HTML out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

import pandas as pd

from rollout import eligibility, markup
from rollout.eligibility import APPLIES, CONFIRM, MET, NEARLY, OPEN, UNMET, Finding, Firm, Place, Worth
from rollout.reader import Reader
from rollout.telling import benefits as answer
from rollout.words import Words

FIRMS = ("company", "sme", "startup", "foreign-investor")
ANY = "any"
NEARER = ("inside", "tied", "near", "province")
SHOWN = 8
Row = Mapping[str, Any]


def sizes(w: Words) -> dict[str, str]:
    """Firm sizes in words."""
    return {
        "small": w.t("small firm"),
        "medium": w.t("medium firm"),
        "mid-sized": w.t("mid-sized firm (jungyeon)"),
        "large": w.t("large firm"),
    }


def investors(w: Words) -> dict[str, str]:
    """Where the money comes from, in words."""
    return {"domestic": w.t("domestic"), "foreign": w.t("foreign")}


def classes(w: Words) -> dict[str, str]:
    """Legal classes of a si, gun or gu in words."""
    return {"depopulation": w.t("in a depopulation area"), "lis-upper": w.t("in an upper-tier region of the local investment subsidy"),
            "lis-mid": w.t("in a middle-tier region of the local investment subsidy"), "lis-lower": w.t("in a lower-tier region of the local investment subsidy"),
            "lis-crisis": w.t("in an industrial-crisis region or the like")}  # fmt: skip


def place_names(w: Words, names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The places that can be chosen: complexes, kinds of zone, si, gun and gu."""
    places = {ANY: w.t("not chosen")}
    places |= {f"complex:{i}": w.t("National complex: {name}", name=name) for i, name in names["complexes"].items()}
    places |= {f"zone:{i}": w.t("Inside a zone: {name}", name=name) for i, name in answer.zone_types(w).items()}
    return places | {f"district:{i}": w.t("Si, gun or gu: {name}", name=name) for i, name in names["districts"].items()}


def place(chosen: str, places: pd.DataFrame, zones: pd.DataFrame) -> tuple[Place | None, dict[str, list[Row]]]:
    """The place that was chosen, and the zones by type that bear on it. `places`: benefits/places, `zones`: benefits/zones."""
    kind, _, name = chosen.partition(":")
    if kind == "zone":
        return Place(zones={name: "inside"}, settled=False), {}
    rows = places[places["place_id"] == chosen]
    if rows.empty:
        return None, {}
    row = rows.iloc[0]
    levels: dict[str, str] = {}
    near: dict[str, list[Row]] = {}
    for zone in zones.to_dict("records"):
        level = _level(zone, row, kind == "complex")
        if not level:
            continue
        best = min((level, levels.get(zone["type"], level)), key=NEARER.index)
        near[zone["type"]] = [*(near.get(zone["type"], []) if best == levels.get(zone["type"]) else []), *([zone] if level == best else [])]
        levels[zone["type"]] = best
    found = Place(
        complex_id=row["complex_id"] if isinstance(row["complex_id"], str) else None, province=row["province_id"], capital_area=bool(row["capital_area"]),
        complexes_here=frozenset(row["complexes_here"]), classes=frozenset(row["classes"]), other_classes=frozenset(row["other_classes"]), zones=levels,
    )  # fmt: skip
    return found, near


def _level(zone: Row, row: Row, is_complex: bool) -> str:
    codes = list(zone["district_codes"])
    if is_complex and zone["complex_id"] == row["complex_id"]:
        return "tied" if "beyond-site" in markup.as_list(zone["warnings"]) else "inside"
    if row["district_code"] in codes:
        return "near"
    return "province" if not codes and row["province_id"] in list(zone["province_ids"]) else ""


def assessed(rows: pd.DataFrame, rules: pd.DataFrame, rates: pd.DataFrame, firm: Firm) -> list[dict[str, Any]]:
    """Each measure in force or planned (benefits/catalogue) with its verdict and worth for a firm."""
    own_rules = {key: own.to_dict("records") for key, own in rules.groupby("benefit_id")}
    own_rates = {key: own.to_dict("records") for key, own in rates.groupby("benefit_id")}
    return [
        {"row": row, "verdict": eligibility.assess(own_rules.get(row["benefit_id"], []), firm), "rates": own_rates.get(row["benefit_id"], []),
         "worth": eligibility.worth(own_rates.get(row["benefit_id"], []), firm)}
        for row in rows[rows["state"] == "in-force"].to_dict("records")
    ]  # fmt: skip


def group(item: Mapping[str, Any]) -> str:
    """Where a measure stands in the finder: applies, confirm, nearly, no; place if it is not for the firm itself, limit if it only limits others."""
    if item["rates"] and all(rate["form"] == "ceiling" for rate in item["rates"]):
        return "limit"
    state = str(item["verdict"].state)
    if item["row"]["beneficiary"] in FIRMS:
        return state
    return "place" if state in {APPLIES, CONFIRM} else "no"


def title(items: Sequence[Mapping[str, Any]], w: Words) -> str:
    """The finder's finding."""
    counts = {name: sum(group(item) == name for item in items) for name in (APPLIES, CONFIRM, NEARLY)}
    return w.t("{applies} measures meet every published condition, {confirm} have something to confirm, {nearly} lack one condition",
               **{name: w.number(count) for name, count in counts.items()})  # fmt: skip


def results(
    items: Sequence[Mapping[str, Any]], firm: Firm, chosen: str, near: Mapping[str, Sequence[Row]], relations: pd.DataFrame, viewer: Reader
) -> str:
    """The measures in their groups, each with what it is worth, why it applies and what it hangs on."""
    w = viewer.w
    bears = {key: own.to_dict("records") for key, own in relations.groupby("benefit_id")}
    heads = {
        APPLIES: (w.t("Every published condition is met"), w.t("What the sources do not say may still stand against it.")),
        CONFIRM: (w.t("Nothing speaks against it, but something is open"), w.t("The conditions are not fully published or the form does not ask for them: ask the provider.")),
        NEARLY: (w.t("One condition is missing"), w.t("What is missing stands first.")),
        "place": (w.t("For the site, its people or its schools, not for the firm"), w.t("Support that reaches the chosen place without being applied for by a firm.")),
    }  # fmt: skip
    groups = []
    for name, (head, unit) in heads.items():
        own = [_card(item, firm, chosen, near, bears.get(item["row"]["benefit_id"], []), viewer) for item in items if group(item) == name]
        count = len(own)
        own = sorted(_merged(own, bears, w), key=lambda card: card["order"])
        shown = 0 if name == "place" else SHOWN
        groups.append({"id": name, "head": head, "unit": unit, "count": w.number(count), "cards": own[:shown], "more": own[shown:],
                       "more_label": w.n("and one more", "and {n} more", len(own) - shown) if shown else w.n("Show the one measure", "Show the {n} measures", len(own))})  # fmt: skip
    out = sum(group(item) == "no" for item in items)
    foot = w.t(
        "{n} measures in force are left out: two conditions or more are not met. Measures are worth what they are worth one by one; they are never added up. Planned and ended ones stand in the catalogue.",
        n=w.number(out),
    )
    words = {
        "met": w.t("met"),
        "open": w.t("not settled"),
        "unmet": w.t("not met"),
        "source": w.t("source"),
        "none": w.t("none"),
        "worth": w.t("Worth"),
        "why": w.t("Why"),
    }
    return markup.fill("benefits/finder.html", groups=groups, words=words, foot=foot)


def _merged(cards: list[dict[str, Any]], bears: Mapping[str, Sequence[Row]], w: Words) -> list[dict[str, Any]]:
    """Cards of which a place has only one (relation one-of) as one card: what they share, and what each alone asks and gives."""
    left, merged = {card["id"]: card for card in cards}, []
    for card in cards:
        mates = [left[row["other_id"]] for row in bears.get(card["id"], []) if row["kind"] == "one-of" and row["other_id"] in left]
        if card["id"] not in left or not mates:
            continue
        several = sorted([card, *mates], key=lambda each: each["order"])
        shared = set.intersection(*({c["text"] for c in each["conditions"]} for each in several))
        for each in several:
            del left[each["id"]]
        lines = [
            {"figure": line["figure"], "text": " · ".join([line["text"], *(c["text"] for c in each["conditions"] if c["text"] not in shared)])}
            for each in several for line in each["worth"]
        ]  # fmt: skip
        notes = {note["text"]: note for each in several for note in each["notes"] if not note["one_of"]}
        title = _beginning([each["name"] for each in several]) or several[0]["name"]
        merged.append(several[0] | {
            "name": w.t("{scheme}: one of {n} rates, by region", scheme=title, n=w.number(len(several))), "worth": lines, "notes": list(notes.values()),
            "conditions": [c for c in several[0]["conditions"] if c["text"] in shared],
        })  # fmt: skip
    return [*left.values(), *merged]


def _beginning(names: Sequence[str]) -> str:
    """What several names begin with alike, without what is left hanging."""
    return "".join(letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))).rstrip(" ,(:")


def _card(
    item: Mapping[str, Any], firm: Firm, chosen: str, near: Mapping[str, Sequence[Row]], bears: Sequence[Row], viewer: Reader
) -> dict[str, Any]:
    w, row = viewer.w, item["row"]
    findings = [f for f in item["verdict"].findings if f.why != "other-size"]
    findings.sort(key=lambda f: {UNMET: 0, MET: 1, OPEN: 2}[f.state])
    conditions = [{"state": f.state, "text": told(f, firm, chosen, near, viewer)} for f in findings]
    if not conditions:
        conditions = [{"state": OPEN, "text": w.t("no condition published: ask the provider")}]
    lines = worths(item["worth"], item["rates"], row, w)
    high = max([x.high or 0 for x in item["worth"] if x.kind in {"range", "limit", "ceiling"}] or [0])
    rank = min([_distance(f.rule["field"]) for f in findings if f.state == UNMET] or [0])
    met = sum(f.state == MET for f in findings)
    return {"id": row["benefit_id"], "name": w.of(row, "name"), "category": answer.categories(w)[row["category"]], "worth": lines, "conditions": conditions,
            "notes": limits(item["worth"], bears, w), "valid": answer.validity(row, w), "origins": ";".join(markup.as_list(row["origin_ids"])),
            "chips": markup.chips(row["warnings"], viewer.warnings(), w), "order": (rank, high == 0, -high, -met, row["name_en"]),
            "aria": w.t("Sources: {name}, {what}", name=w.of(row, "name"), what=answer.categories(w)[row["category"]])}  # fmt: skip


def _distance(field: str) -> int:
    """How near a missing condition lies: a plan can be made larger, a plant moved; a firm is what it is."""
    return 0 if field in {"investment_krw", "hires"} else 2 if field in {"firm_size", "industry", "investor_kind"} else 1


def told(found: Finding, firm: Firm, chosen: str, near: Mapping[str, Sequence[Row]], viewer: Reader) -> str:
    """A condition in words, with why it is open or not met."""
    w = viewer.w
    text, why = condition(found.rule, viewer), _why(found, firm, chosen, near, viewer)
    return w.t("{condition} ({why})", condition=text, why=why) if why else text


def condition(rule: Row, viewer: Reader) -> str:
    """What a rule asks, in words."""
    w, names, asked = viewer.w, viewer.names, markup.as_list(rule["accepted"])
    match rule["field"]:
        case "firm_size":
            return w.t("firm size: {sizes}", sizes=", ".join(sizes(w)[i] for i in asked))
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
            return w.t("inside: {zone}", zone=", ".join(answer.zone_types(w)[i] for i in asked))
        case "district_class":
            return ", ".join(classes(w)[i] for i in asked)
        case "investment_krw":
            return w.t("investment of {amount} or more", amount=w.won(float(asked[0])))
        case "hires":
            return w.t("{n} new jobs or more", n=w.number(float(asked[0])))
    return w.of(rule, "text")


def _why(found: Finding, firm: Firm, chosen: str, near: Mapping[str, Sequence[Row]], viewer: Reader) -> str:
    w, names, rule = viewer.w, viewer.names, found.rule
    if found.state == MET:
        return ""
    if found.state == UNMET:
        own = {"firm_size": sizes(w).get(firm.size or ""), "industry": names["industries"].get(firm.industry or ""), "investor_kind": investors(w).get(firm.investor or ""),
               "investment_krw": w.won(firm.investment_krw) if firm.investment_krw else None, "hires": w.number(firm.hires) if firm.hires else None}  # fmt: skip
        return w.t("here: {what}", what=own.get(rule["field"]) or place_names(w, names)[chosen])
    zones = [w.of(zone, "name") for kind in markup.as_list(rule["accepted"]) for zone in near.get(kind, [])]
    zone = ", ".join(zones[:3]) + (" …" if len(zones) > 3 else "")
    return {
        "not-said": w.t("not said"), "unsettled": w.t("the kind of zone alone does not settle it"), "tied": w.t("a source ties {zone} to it, on other ground too: check the plot", zone=zone),
        "near": w.t("{zone} in the same si, gun or gu: check the plot", zone=zone), "province": w.t("{zone} in the province, place not published: check the plot", zone=zone),
        "hosts": w.t("it lies in this si, gun or gu: check the plot"), "unpublished": w.t("not found for this place: ask the local government"), "confirm": w.t("to confirm"),
    }[found.why]  # fmt: skip


def worths(found: Sequence[Worth], rates: Sequence[Row], row: Row, w: Words) -> list[dict[str, str]]:
    """What a measure is worth: a figure and what it is of, one line a rate."""
    lines = [_worth(each, w) for each in found]
    if lines:
        return lines
    if rates:
        return [{"figure": "", "text": w.t("no rate published for this size or place")}]
    own = answer.rate_or_amount(row, w)
    return [
        {
            "figure": "",
            "text": w.t("no amount: {what}", what=w.of(row, "amount_basis"))
            if not own
            else w.t("{amount} in all, no amount per firm: {what}", amount=own, what=w.of(row, "amount_basis")),
        }
    ]


def _worth(found: Worth, w: Words) -> dict[str, str]:
    rate = found.rate
    share = answer.ranged(rate["rate_min_pct"], rate["rate_max_pct"], lambda value: f"{w.number(value, 1)}%", w)
    of = w.t("{share} of {basis}", share=share, basis=bases(w)[rate["basis"]]) if share else bases(w)[rate["basis"]]
    extra = [w.of(rate, "text"), forms(w)[rate["form"]]]
    amount = answer.ranged(found.low, found.high, lambda value: answer.won(value, w), w)
    figure = {
        "range": amount, "ceiling": amount, "limit": w.t("at most {amount} in all", amount=amount), "rate": "", "programme": "", "state-part": amount, "asks-investment": "", "asks-hires": "",
    }[found.kind]  # fmt: skip
    said = {
        "range": of, "ceiling": w.t("published ceiling"), "limit": of, "rate": w.t("{what}: rate published, no amount", what=of) if share else of,
        "programme": w.t("{amount} for the whole programme, no amount per firm published", amount=amount), "state-part": w.t("ceiling on the state's part"),
        "asks-investment": w.t("{what}: say the investment", what=of), "asks-hires": w.t("{amount} for each hire: say the hires", amount=amount),
    }[found.kind]  # fmt: skip
    return {"figure": figure, "text": " · ".join(filter(None, [said, *extra]))}


def bases(w: Words) -> dict[str, str]:
    """What a rate is a share of, in words."""
    return {
        "facility-investment": w.t("the facility investment, if all of it counts"), "facility-points": w.t("the facility investment, on top of the facility subsidy"),
        "investment": w.t("the investment, if all of it counts"), "investment-increase": w.t("the increase in investment"), "foreign-investment": w.t("the foreign investment, if all of it counts"),
        "land-price": w.t("the price of the land"), "land-value": w.t("the value of the land"), "building-rent": w.t("the rent of the building"), "rnd-cost": w.t("the research and development cost"),
        "corporate-tax": w.t("the corporate or income tax"), "acquisition-tax": w.t("the acquisition tax"), "property-tax": w.t("the property tax"), "hires": w.t("for the planned hires, if all of them count"),
        "per-firm": w.t("per firm"), "programme-total": w.t("the programme"), "national-part": w.t("the state's part"), "infrastructure-cost": w.t("the cost of infrastructure"),
        "interest": w.t("the loan, as interest"), "floor-area": w.t("the ceiling on floor area"), "amenity-share": w.t("the facility investment may be amenities for workers"),
    }  # fmt: skip


def forms(w: Words) -> dict[str, str]:
    """What is given, with what to mind about its worth."""
    return {"grant": w.t("subsidy"), "tax-credit": w.t("off the tax due, never more than it"), "tax-relief": w.t("off the tax due, never more than it"), "loan": w.t("a loan, to be repaid"),
            "rent": w.t("rent to be paid"), "public-works": w.t("public works for the site"), "easing": w.t("easier rules"), "ceiling": w.t("limits other measures")}  # fmt: skip


def limits(found: Sequence[Worth], bears: Iterable[Row], w: Words) -> list[dict[str, Any]]:
    """What limits a measure, adds to it or stands instead of it, as published; `over` where the figure passes the ceiling."""
    notes = [
        {"text": w.t("the state's part of a project is at most {amount}", amount=w.won(each.rate["cap_krw"])), "over": each.high is not None and each.high > each.rate["cap_krw"], "one_of": False}
        for each in found if pd.notna(each.rate["cap_krw"])
    ]  # fmt: skip
    parts = [part for part in map(eligibility.national_part, found) if part is not None]
    kinds: dict[str, list[Row]] = {}
    for row in bears:
        kinds.setdefault(row["kind"], []).append(row)
    for row in kinds.pop("capped-by", []):
        cap = row["amount_min_krw"]
        notes.append(
            {
                "text": w.t("the state pays at most {amount} a project: {name}", amount=w.won(cap), name=w.of(row, "other")),
                "over": bool(parts) and max(parts) > cap,
                "one_of": False,
            }
        )
    words = related(w)
    notes += [
        {"text": f"{words[kind]}: {_several([w.of(row, 'other') for row in rows], w)}", "over": False, "one_of": kind == "one-of"}
        for kind, rows in kinds.items()
    ]
    return notes


def _several(names: Sequence[str], w: Words) -> str:
    """Names in a row; rates of one scheme by what they begin with."""
    alike = _beginning(names) if len(names) > 2 else ""
    return w.t("{scheme} ({n} rates)", scheme=alike, n=w.number(len(names))) if alike else ", ".join(names)


def related(w: Words) -> dict[str, str]:
    """How one measure bears on another, in words."""
    return {"one-of": w.t("only one of these rates holds at a place, instead of"), "adds-to": w.t("adds to"), "raised-by": w.t("can be raised by"), "caps": w.t("limits"),
            "capped-by": w.t("limited by"), "part-of": w.t("part of"), "contains": w.t("contains"), "excludes": w.t("not together with")}  # fmt: skip


def faults(problems: Mapping[str, str | None], w: Words) -> list[str]:
    """What was wrong with the numbers typed, in words."""
    names = {"investment": w.t("Planned investment"), "hires": w.t("Planned hires")}
    words = {
        "unreadable": w.t("{name}: this is no number that can be read; it is left out."), "negative": w.t("{name}: it can't be negative; it is left out."),
        "zero": w.t("{name}: zero is left out; type a number above it."), "huge": w.t("{name}: this is more than any plan; it is left out."),
    }  # fmt: skip
    return [words[fault].format(name=names[name]) for name, fault in problems.items() if fault]
