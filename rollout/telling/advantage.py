"""What the page on selection and comparative advantage says: its sentence, its tables, its dialogs. Data in, words and HTML out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from rollout import advantage, markup
from rollout.reader import Reader
from rollout.regional_accounts import SECTORS
from rollout.telling import wording
from rollout.words import MINUS, Words

INDUSTRIES = tuple(sector for sector, (*_, kind) in SECTORS.items() if kind == "industry")
YEARS = (2010, 2015, 2020)
BASE, END = 2015, 2020
STAGES = ("research", "demonstration", "production", "logistics", "talent", "living")
ASPECTS = ("leads", "zones", "life-cycle", "companies", "speed")
ACCOUNTS = ("PK-002",)
METHODS = {"lq": "SE-015", "shift": "SE-016;SE-017", "peers": "SE-018"}
LEVELS = (0.5, 1, 1.25, 2, 4)
PEERS = 8
LABELLED = 7
GENERATIONS = (2007, 2014, 2018, 2023)
GOOD, BASIC = "blue", ""
Row = Mapping[str, Any]
Piece = tuple[str, str]


# --- names ----------------------------------------------------------------------------------------------------------------------------


def sector_name(sector: str, w: Words) -> str:
    """A broad industry of the accounts, short."""
    return {
        "agriculture": w.t("Farming & fishing"), "mining": w.t("Mining"), "manufacturing": w.t("Manufacturing"), "utilities": w.t("Utilities"),
        "construction": w.t("Construction"), "trade": w.t("Trade"), "transport": w.t("Transport"), "hospitality": w.t("Lodging & food"),
        "information": w.t("Information"), "finance": w.t("Finance"), "real-estate": w.t("Real estate"), "business": w.t("Business services"),
        "public": w.t("Public services"), "education": w.t("Education"), "health": w.t("Health & welfare"), "culture": w.t("Culture & other"),
    }[sector]  # fmt: skip


def stage_name(stage: str, w: Words) -> str:
    """A stage of the life cycle."""
    return {"research": w.t("Research"), "demonstration": w.t("Demonstration"), "production": w.t("Production"), "logistics": w.t("Logistics"),
            "talent": w.t("Talent"), "living": w.t("Living")}[stage]  # fmt: skip


def aspect_name(aspect: str, w: Words) -> str:
    """What earlier complexes and the 15 are compared in."""
    return {"leads": w.t("Who leads"), "zones": w.t("Restricted zones"), "life-cycle": w.t("Life cycle"), "companies": w.t("Companies"),
            "speed": w.t("Speed")}[aspect]  # fmt: skip


def generation_name(generation: int, w: Words) -> str:
    """A generation of national complexes by when they were put forward."""
    return {2007: "2007–2008", 2014: "2014–2015", 2018: "2018", 2023: w.t("2023, the 15")}[generation]


def year_name(year: int) -> str:
    """A year of the accounts; a dagger where the reference is not the whole nation."""
    return f"{year}†" if year == YEARS[0] else str(year)


# --- numbers --------------------------------------------------------------------------------------------------------------------------


def effects(accounts: pd.DataFrame) -> pd.DataFrame:
    """Shift-share 2015 to 2020 of every host, a row a complex and industry.

    Columns beside those of the accounts of 2020: base_krw (2015), national, mix, regional (won), lq_2010, lq_2015, lq_2020.
    """
    keys = ["complex_id", "sector"]
    wide = accounts.pivot(index=keys, columns="year", values=["value_krw", "nation_krw", "lq"]).astype(float)
    wide = wide.reindex(columns=pd.MultiIndex.from_product([["value_krw", "nation_krw", "lq"], YEARS]))
    parts = [
        advantage.shift_share(*(own.droplevel("complex_id")[column] for column in
                                (("value_krw", BASE), ("value_krw", END), ("nation_krw", BASE), ("nation_krw", END)))).assign(complex_id=complex_id)
        for complex_id, own in wide.groupby(level="complex_id")
    ]  # fmt: skip
    if not parts:
        return pd.DataFrame()
    shifts = pd.concat(parts).rename_axis("sector").reset_index().set_index(keys)
    now = accounts[accounts["year"] == END].set_index(keys)
    columns = {f"lq_{year}": wide[("lq", year)] for year in YEARS} | {"base_krw": wide[("value_krw", BASE)]}
    return now.join(shifts).assign(**columns).reset_index()


def whole(shifts: pd.DataFrame) -> pd.DataFrame:
    """The effects of all industries together, a row a complex, the largest regional effect first: value_krw, base_krw, the three effects."""
    columns = ["base_krw", "value_krw", *advantage.EFFECTS]
    sums = shifts.groupby(["complex_id", "district_code"])[columns].sum().astype(float).reset_index()
    return sums.assign(growth=sums["value_krw"] / sums["base_krw"] - 1, lead=sums["regional"] / sums["base_krw"]).sort_values(
        "lead", ascending=False
    )


def theme_rows(shifts: pd.DataFrame) -> pd.DataFrame:
    """The industries that the themes fall into (relation main), a row a complex and industry, with `reading`: specialised and gaining or not."""
    rows = shifts[shifts["relation"] == "main"]
    return rows.assign(
        lead=rows["regional"] / rows["base_krw"],
        reading=[_reading(lq, gain) for lq, gain in zip(rows["lq_2020"], rows["regional"], strict=True)],
    ).sort_values("lq_2020", ascending=False)


def best(themes: pd.DataFrame) -> pd.DataFrame:
    """One row a complex: the industry of its theme in which its host is strongest."""
    return themes.sort_values("lq_2020", ascending=False).drop_duplicates("complex_id")


def _reading(lq: float, gain: float) -> str:
    if pd.isna(lq) or pd.isna(gain):
        return "unknown"
    return f"{'strong' if lq >= 1 else 'weak'}-{'up' if gain > 0 else 'down'}"


def reading_name(reading: str, w: Words) -> str:
    """Where a host stands in its theme's industry, in words."""
    return {
        "strong-up": w.t("specialised, gaining"), "strong-down": w.t("specialised, losing ground"), "weak-up": w.t("not specialised, gaining"),
        "weak-down": w.t("not specialised, losing ground"), "unknown": w.t("not published"),
    }[reading]  # fmt: skip


def peers(shares: pd.DataFrame, district_code: str) -> pd.DataFrame:
    """The districts whose mix of industries is nearest to a host's, nearest first: district columns, distance, gap (industry), gap_share (ratio)."""
    wide = shares.pivot(index="district_code", columns="sector", values="share").astype(float)
    near = advantage.peers(wide, district_code, PEERS)
    known = wide.fillna(0)
    gaps = known.loc[near.index] - known.loc[district_code]
    rows = shares.drop_duplicates("district_code").set_index("district_code").loc[near.index].drop(columns=["sector", "share"])
    largest = gaps.abs().idxmax(axis=1)
    return rows.assign(distance=near, gap=largest, gap_share=[gaps.loc[code, sector] for code, sector in largest.items()]).reset_index()


def pace_facts(generations: pd.DataFrame, complexes: Sequence[str]) -> dict[str, Any]:
    """How fast plans were approved: of the 15 in scope so far, and of the older complexes at the same age.

    total, approved (the 15); age (months since the announcement); older (with a known start), older_by_age (approved at that age),
    older_approved, median (months of those approved).
    """
    mine = generations[(generations["generation"] == GENERATIONS[-1]) & generations["id"].isin(list(complexes))]
    older = generations[(generations["generation"] < GENERATIONS[-1]) & generations["candidate_on"].notna()]
    waiting = mine[~mine["ended"].astype(bool)]["months"]
    age = float(waiting.max()) if len(waiting) else float(mine["months"].max())
    done = older[older["ended"].astype(bool)]
    return {"total": len(mine), "approved": int(mine["ended"].sum()), "age": age, "older": len(older), "older_by_age": int((done["months"] <= age).sum()),
            "older_approved": len(done), "median": float(done["months"].median()) if len(done) else float("nan")}  # fmt: skip


def cycle_counts(evidence: pd.DataFrame, complexes: Sequence[str]) -> pd.DataFrame:
    """How much was found, a row a complex and stage: here, nearby (counts)."""
    counts = evidence.groupby(["complex_id", "stage", "reach"]).size().unstack("reach").reindex(columns=["here", "nearby"])
    index = pd.MultiIndex.from_product([list(complexes), STAGES], names=["complex_id", "stage"])
    return counts.reindex(index).fillna(0).astype(int).reset_index()


# --- the top --------------------------------------------------------------------------------------------------------------------------


def top(viewer: Reader, themes: pd.DataFrame, counts: pd.DataFrame) -> str:
    """The top of the page: filters, clock, the sentence."""
    w = viewer.w
    under = w.t(
        "A test with broad industries only: manufacturing can't tell chips from cheese. The accounts end in 2020, at current prices; they show where the"
        " regions stood before the choice, not what the complexes will make of it."
    )
    crumb = [w.t("Selection and advantage"), *viewer.scope.described(w, viewer.names)]
    return wording.top(viewer, crumb, sentence(viewer, themes, counts), under)


def strength(viewer: Reader, themes: pd.DataFrame) -> list[Piece]:
    """Whether the hosts are strong in the industries of their themes; of one complex a sentence an industry, none where nothing is published."""
    w, total = viewer.w, len(viewer.scope.complexes)
    said: list[Piece] = []
    if total == 1:
        name = viewer.names["complexes"][viewer.scope.complexes[0]]
        for row in themes.dropna(subset=["lq_2020"]).to_dict("records"):
            said.append((w.t("{name}: in the host, {sector} weighs *{lq} times* what it weighs in the nation.", name=name, sector=sector_name(row["sector"], w).lower(),
                             lq=_fixed(row["lq_2020"], 2)), GOOD if row["lq_2020"] >= 1 else BASIC))  # fmt: skip
    else:
        readings = best(themes)["reading"]
        strong, up = int(readings.str.startswith("strong").sum()), int((readings == "strong-up").sum())
        said.append((w.t("At *{strong} of {total}* complexes the host is more specialised than the nation in the broad industry of its theme; at *{up}* that industry"
                         " also grew faster there than in the nation.", strong=w.number(strong), total=w.number(total), up=w.number(up)), GOOD))  # fmt: skip
    return said


def sentence(viewer: Reader, themes: pd.DataFrame, counts: pd.DataFrame) -> list[Piece]:
    """Whether the hosts are strong in what their complexes are for, and which stages of the life cycle have nothing."""
    w, total = viewer.w, len(viewer.scope.complexes)
    said = strength(viewer, themes)
    found = (counts["here"] + counts["nearby"] > 0).groupby(counts["stage"]).sum()
    least = min(STAGES, key=lambda stage: found[stage])
    if total > 1 and found[least] < total:
        said.append((w.t("Of the life cycle, {stage} is the blank: evidence was found at {n} of {total}.", stage=stage_name(least, w).lower(),
                         n=w.number(int(found[least])), total=w.number(total)), BASIC))  # fmt: skip
    elif total == 1:
        blank = [stage_name(stage, w).lower() for stage in STAGES if not found[stage]]
        said.append((w.t("Of the life cycle, nothing was found for {stages}.", stages=w.list(blank)) if blank
                     else w.t("Something was found for every stage of the life cycle."), BASIC))  # fmt: skip
    return said


# --- how they were chosen -------------------------------------------------------------------------------------------------------------


def chosen(viewer: Reader, selection: pd.DataFrame) -> str:
    """The choice as a picture: who did what, in order, in blocks of one actor."""
    w = viewer.w
    actors = {"region": w.t("Regions"), "centre": w.t("The centre"), "company": w.t("Companies"), "both": w.t("Regions and centre")}
    blocks: list[dict[str, Any]] = []
    for row in selection[selection["part"] == "step"].to_dict("records"):
        if not blocks or blocks[-1]["actor"] != row["actor"]:
            blocks.append({"actor": row["actor"], "name": actors[row["actor"]], "steps": []})
        blocks[-1]["steps"].append(_said(viewer, row))
    foot = w.t("Not found in public sources, so left out: scores, weights of the criteria, and which sites were turned down.")
    return markup.fill("advantage/chosen.html", blocks=blocks, foot=foot, source_label=w.t("source"))


def _said(viewer: Reader, row: Row) -> dict[str, Any]:
    """A statement of the choice for a template."""
    w, note = viewer.w, viewer.w.of(row, "note")
    chips = [chip | {"meaning": f"{chip['meaning']} {note}".strip()} for chip in markup.chips(row["warnings"], viewer.warnings(), w)]
    when = w.period(row["date_on"], row["date_precision"]) if pd.notna(row["date_on"]) else ""
    return {"title": w.of(row, "title"), "text": w.of(row, "text"), "when": when, "chips": chips, "origins": ";".join(markup.as_list(row["origin_ids"])),
            "aria": w.t("Sources: {name}, {what}", name=w.of(row, "title"), what=w.of(row, "text"))}  # fmt: skip


def aspects(viewer: Reader, selection: pd.DataFrame, generations: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Earlier complexes against the 15, an aspect a row, with what the data say so far."""
    w = viewer.w
    said = selection[selection["part"] == "aspect"]
    data = _aspect_data(viewer, generations, counts)
    rows = []
    for aspect in ASPECTS:
        own = said[said["topic"] == aspect]
        sides = [[_said(viewer, row) for row in own[own["period"] == period].to_dict("records")] for period in ("earlier", "now")]
        text, ids = data[aspect]
        rows.append({"name": aspect_name(aspect, w), "sides": sides, "data": text, "open": f"origins:{';'.join(ids)}" if ids else "",
                     "aria": w.t("Sources: {name}, {what}", name=aspect_name(aspect, w), what=w.t("In the data so far"))})  # fmt: skip
    heads = [w.t("Aspect"), w.t("Earlier complexes"), w.t("The 15"), w.t("In the data so far")]
    return markup.fill("advantage/aspects.html", heads=heads, rows=rows, source_label=w.t("source"), absent=w.t("nothing found by this day"),
                       caption=w.t("How the 15 differ from earlier complexes"))  # fmt: skip


def _aspect_data(viewer: Reader, generations: pd.DataFrame, counts: pd.DataFrame) -> dict[str, tuple[str, list[str]]]:
    """What the store shows for each aspect, for the complexes in scope, with its origins."""
    w, names = viewer.w, viewer.names
    mine = generations[generations["id"].isin(list(viewer.scope.complexes))]
    total = w.number(len(mine))
    sites = viewer.ask("progress/complexes")
    outside = int((~sites[sites["complex_id"].isin(mine["id"])]["capital_area"].astype(bool)).sum())
    zones = mine[mine["zone_m2"].notna()]
    known = w.list(
        [
            w.t("{name} {share}%", name=names["complexes"][z["id"]], share=w.number(100 * z["zone_m2"] / z["area_m2"]))
            for z in zones.to_dict("records")
        ]
    )
    alone = mine["developers"] == 1
    state = mine["state_developer"].fillna(False).astype(bool)
    every = int((counts["here"] + counts["nearby"] > 0).groupby(counts["complex_id"]).all().sum())
    pace = pace_facts(generations, viewer.scope.complexes)
    speed = w.t(
        "{approved} of {total} plans approved after {age} months; of {older} earlier complexes {n} were at that age. Those approved took {median} months (median).",
        approved=w.number(pace["approved"]), total=w.number(pace["total"]), age=w.number(pace["age"], 1), older=w.number(pace["older"]),
        n=w.number(pace["older_by_age"]), median=w.number(pace["median"]),
    )  # fmt: skip
    return {
        "leads": (w.t("{n} of {total} lie outside the capital area. Median area {area} km², as announced.", n=w.number(outside), total=total,
                      area=w.area(mine["area_m2"].median())), markup.ids(mine["origin_ids"])),
        "zones": (w.t("Share of zone land published at {n} of {total}: {known}.", n=w.number(len(zones)), total=total, known=known) if len(zones)
                  else w.t("Share of zone land on the site: not published."), markup.ids(zones["origin_ids"])),
        "life-cycle": (w.t("Something for all six stages found at {n} of {total}: see the matrix below.", n=w.number(every), total=total), []),
        "companies": (w.t("LH alone develops {alone}, others alone {local}, LH with others {joint}. Firms are named for {firms} of {total}, many by memorandum only.",
                          alone=w.number(int((alone & state).sum())), local=w.number(int((alone & ~state).sum())), joint=w.number(int((~alone).sum())),
                          firms=w.number(int(mine["firms"].notna().sum())), total=total), markup.ids(mine["site_origin_ids"])),
        "speed": (speed, markup.ids(generations["origin_ids"])),
    }  # fmt: skip


def pace_rows(viewer: Reader, generations: pd.DataFrame) -> pd.DataFrame:
    """The chart's points: lane, months, ended, text. The 15 are those in scope; a complex without a known start has no point."""
    w = viewer.w
    rows = generations[
        generations["months"].notna()
        & ((generations["generation"] < GENERATIONS[-1]) | generations["id"].isin(list(viewer.scope.complexes)))
    ]
    texts = [
        w.t("<b>{name}</b><br>plan approved after {months} months", name=w.of(row, "name"), months=w.number(row["months"], 1)) if row["ended"]
        else w.t("<b>{name}</b><br>not approved after {months} months", name=w.of(row, "name"), months=w.number(row["months"], 1))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    lanes = []
    for generation, own in rows.groupby("generation"):
        ended = own["ended"].astype(bool)
        lanes += [w.t("{generation} ({approved} of {n} approved)", generation=generation_name(int(str(generation)), w), approved=w.number(int(ended.sum())),
                      n=w.number(len(own)))] * len(own)  # fmt: skip
    return rows.assign(text=texts, lane=lanes, ended=rows["ended"].astype(bool))


def pace_title(viewer: Reader, generations: pd.DataFrame) -> str:
    """The chart's finding."""
    facts = pace_facts(generations, viewer.scope.complexes)
    w = viewer.w
    if facts["total"] == 1:
        name = viewer.names["complexes"][viewer.scope.complexes[0]]
        values = {"name": name, "age": w.number(facts["age"], 1), "n": w.number(facts["older_by_age"]), "older": w.number(facts["older"])}
        if facts["approved"]:
            return w.t(
                "The plan of {name} was approved after {age} months; at that age {n} of {older} earlier complexes had theirs", **values
            )
        return w.t(
            "After {age} months the plan of {name} is not approved; at that age {n} of {older} earlier complexes had theirs", **values
        )
    return w.t("After {age} months {approved} of {total} plans are approved; at that age {n} of {older} earlier complexes were", age=w.number(facts["age"], 1),
               approved=w.number(facts["approved"]), total=w.number(facts["total"]), n=w.number(facts["older_by_age"]), older=w.number(facts["older"]))  # fmt: skip


def alt(title: str, texts: Iterable[str]) -> str:
    """A chart for someone who can't see it: its title and what its points say on hover."""
    return f"{title}. " + "; ".join(map(markup.spoken, texts)) + "."


# --- the test -------------------------------------------------------------------------------------------------------------------------


def heat(viewer: Reader, accounts: pd.DataFrame, year: int, sector: str, reference: pd.DataFrame) -> str:
    """The location quotients of every host as a heat table; the rows by the industry chosen, the largest first."""
    w, names = viewer.w, viewer.names
    rows = accounts[accounts["year"] == year]
    by_complex = {str(key): own.set_index("sector") for key, own in rows.groupby("complex_id")}
    missing = [c for c in viewer.scope.complexes if c not in by_complex]
    order = sorted(by_complex, key=lambda c: (pd.isna(by_complex[c].loc[sector, "lq"]), -_number(by_complex[c].loc[sector, "lq"])))
    hosts = accounts.drop_duplicates("complex_id").set_index("complex_id")["district_code"]
    lines = []
    for complex_id in [*order, *missing]:
        own = by_complex.get(complex_id)
        cells = [_heat_cell(own.loc[s] if own is not None else None, s, names["complexes"][complex_id], s == sector, w) for s in INDUSTRIES]
        lines.append(
            {"id": complex_id, "name": names["complexes"][complex_id], "host": names["districts"][hosts[complex_id]], "cells": cells}
        )
    bounds = [w.number(level, 2) for level in LEVELS]
    legend = [("adv-l0", w.t("below {n}", n=bounds[0])), *[(f"adv-l{place}", w.t("{low} to {high}", low=low, high=high)) for place, (low, high) in
              enumerate(pairwise(bounds), 1)], (f"adv-l{len(LEVELS)}", w.t("{n} and more", n=bounds[-1]))]  # fmt: skip
    return markup.fill(
        "advantage/heat.html", rows=lines, heads=[{"name": sector_name(s, w).replace("·", "·\u200b"), "chosen": s == sector} for s in INDUSTRIES], corner=w.t("Complex and host"),
        caption=w.t("Location quotient {year}: the industry's share of value added in the host over its share in the nation. 1 is the nation's mix.", year=year_name(year)),
        legend=legend, theme_label=w.t("industry of the theme"), foot=_heat_foot(year, reference, w),
    )  # fmt: skip


def _number(value: Any) -> float:
    return 0.0 if pd.isna(value) else float(value)


def _heat_cell(row: Any, sector: str, name: str, chosen_: bool, w: Words) -> dict[str, Any]:
    lq = float("nan") if row is None or pd.isna(row["lq"]) else float(row["lq"])
    level, text = "adv-l0 blank", "·"
    if not pd.isna(lq):
        level, text = f"adv-l{sum(lq >= bound for bound in LEVELS)}", _fixed(lq, 2 if lq < 10 else 0)
    said = w.t("{name}, {sector}: {lq}", name=name, sector=sector_name(sector, w), lq=w.t("not published") if pd.isna(lq) else text)
    relation = "main" if row is not None and row["relation"] == "main" else ""
    return {"sector": sector, "level": level, "text": text, "chosen": chosen_, "aria": said, "relation": relation}


def _heat_foot(year: int, reference: pd.DataFrame, w: Words) -> str:
    """What to mind in the table of a year; for 2010 what its reference is and how far that bends the quotients."""
    blank = w.t("·: not published, or no accounts of that year. Select a number for its parts and its change.")
    if year != YEARS[0]:
        return blank
    rows = reference.set_index(["year", "sector"])
    here = rows.loc[(BASE, "manufacturing")]
    return w.t(
        "† 2010 lacks Incheon, Daejeon, Ulsan and South Gyeongsang; of Sejong only Yeongi-gun is there. The reference is the {n} districts with accounts, not the nation. In 2015 the"
        " same districts made {weight}% of the nation's value added, and manufacturing {part}% of theirs against {whole}% of the nation's: quotients of 2010 for"
        " manufacturing are too high by about that ratio. Do not read a change from 2010 to 2015.",
        n=w.number(int(rows.loc[(YEARS[0], "manufacturing")]["districts"])), weight=w.number(here["weight_of_2010"] * 100), part=w.number(here["share_of_2010"] * 100, 1),
        whole=w.number(here["share"] * 100, 1),
    ) + " " + blank  # fmt: skip


def heat_title(viewer: Reader, accounts: pd.DataFrame, year: int, sector: str) -> str:
    """The heat table's finding about the industry chosen."""
    w, rows = viewer.w, accounts[(accounts["year"] == year) & (accounts["sector"] == sector) & accounts["lq"].notna()]
    if rows.empty:
        return w.t("{sector} {year}: nothing published for these hosts", sector=sector_name(sector, w), year=year_name(year))
    top_row = rows.sort_values("lq", ascending=False).iloc[0]
    if len(rows) == 1:
        return w.t("{sector} {year}: location quotient {lq} in the host of {name}", sector=sector_name(sector, w), year=year_name(year), lq=_fixed(top_row["lq"], 2),
                   name=viewer.names["complexes"][top_row["complex_id"]])  # fmt: skip
    return w.t("{sector} {year}: {n} of {total} hosts are more specialised than the nation, {name} most ({lq})", sector=sector_name(sector, w), year=year_name(year),
               n=w.number(int((rows["lq"] > 1).sum())), total=w.number(len(rows)), name=viewer.names["complexes"][top_row["complex_id"]],
               lq=_fixed(top_row["lq"], 1))  # fmt: skip


def _cell(text: str, sub: str = "", **more: Any) -> dict[str, Any]:
    return {"text": text, "sub": sub, "open": "", "aria": "", "mark": "", "bar": None} | more


def _fixed(value: float, digits: int) -> str:
    """A number that lines up in a column: always so many decimals."""
    return f"{value:.{digits}f}"


def _points(ratio: float) -> str:
    """A ratio as percentage points with its sign and one decimal; a dot where it is not known."""
    if pd.isna(ratio):
        return "·"
    return _signed(ratio * 100)


def _signed(value: float) -> str:
    text = _fixed(abs(value), 1)
    return text if text == "0.0" else ("+" if value > 0 else MINUS) + text


def _percent(ratio: float) -> str:
    """A change in percent with its sign and one decimal."""
    return f"{_signed(ratio * 100)}%"


def _signed_won(value: float, w: Words) -> str:
    """Won with a sign."""
    return "·" if pd.isna(value) else ("+" if value > 0 else MINUS if value < 0 else "") + w.won(abs(value))


def _bar(value: float, most: float) -> int | None:
    """A bar's length in percent of the whole width (half of it to each side)."""
    return None if pd.isna(value) or not most else round(max(-50.0, min(50.0, 50 * value / most)))


def test_table(viewer: Reader, themes: pd.DataFrame) -> str:
    """Each host against the theme of its complex."""
    w, names = viewer.w, viewer.names
    sites = viewer.ask("progress/complexes").set_index("complex_id")
    rows = []
    for row in themes.to_dict("records"):
        lq = [_fixed(row[f"lq_{year}"], 2) if pd.notna(row[f"lq_{year}"]) else "·" for year in (BASE, END)]
        rows.append({"strong": False, "cells": [
            _cell(names["complexes"][row["complex_id"]], names["districts"][row["district_code"]], open=f"complex:{row['complex_id']}"),
            _cell(w.of(sites.loc[row["complex_id"]], "theme")), _cell(sector_name(row["sector"], w)), _cell(lq[0]),
            _cell(lq[1], open=f"lq:{row['complex_id']}:{row['sector']}"), _cell(_points(row["lead"])), _cell(reading_name(row["reading"], w), mark=row["reading"]),
        ]})  # fmt: skip
    heads = [w.t("Complex"), w.t("Theme"), w.t("Falls into"), w.t("Quotient 2015"), w.t("Quotient 2020"), w.t("Growth above the industry's in the nation, points"), w.t("Reading")]  # fmt: skip
    caption = w.t(
        "Specialised: quotient of 1 or more in 2020. Gaining: the industry grew faster in the host than in the nation, 2015–2020 (regional effect above nil)."
    )
    foot = w.t(
        "Which broad industry a theme falls into is our own reading, kept in the table of industries in the accounts; a theme of several industries counts where any of them is strong."
    )
    return markup.fill("advantage/table.html", rows=rows, heads=heads, caption=caption, numeric=(3, 4, 5), foot=foot)


def test_title(themes: pd.DataFrame, w: Words) -> str:
    """The finding of the hosts against their themes."""
    readings = best(themes)["reading"]
    if len(readings) == 1:
        return w.t("Host and theme: {reading}", reading=reading_name(readings.iloc[0], w))
    counts = {key: w.number(int((readings == key).sum())) for key in ("strong-up", "strong-down", "weak-up", "weak-down")}
    return w.t("Host and theme: {a} specialised and gaining, {b} specialised but losing ground, {c} not specialised but gaining, {d} neither", a=counts["strong-up"],
               b=counts["strong-down"], c=counts["weak-up"], d=counts["weak-down"])  # fmt: skip


def shift_table(viewer: Reader, sums: pd.DataFrame, chosen_id: str) -> str:
    """Shift-share of every host, all industries together."""
    w, names = viewer.w, viewer.names
    most = sums["lead"].abs().max()
    rows = [
        {"strong": row["complex_id"] == chosen_id, "cells": [
            _cell(names["complexes"][row["complex_id"]], names["districts"][row["district_code"]], open=f"complex:{row['complex_id']}"),
            _cell(_amount(row["base_krw"], w)), _cell(_amount(row["value_krw"], w)), _cell(_percent(row["growth"])),
            *[_cell(_points(row[effect] / row["base_krw"])) for effect in ("national", "mix")],
            _cell(_points(row["lead"]), bar=_bar(row["lead"], most)), _cell(_amount(row["regional"], w, signed=True)),
        ]}
        for row in sums.to_dict("records")
    ]  # fmt: skip
    heads = [w.t("Complex"), _in_won(w.t("Value added 2015"), w), _in_won("2020", w), w.t("Growth"), w.t("National effect, points"), w.t("Industry mix, points"), w.t("Regional effect, points"),
             _in_won(w.t("Regional effect"), w)]  # fmt: skip
    caption = w.t(
        "Value added of the host, current prices: growth holds price changes. National + industry mix + regional effect = growth."
    )
    return markup.fill("advantage/table.html", rows=rows, heads=heads, caption=caption, numeric=(1, 2, 3, 4, 5, 6, 7), foot="")


def _amount(value: float, w: Words, signed: bool = False) -> str:
    """Won as a bare number that lines up in a column: 억원 in Korean, billions in English; a dot where it is not known."""
    if pd.isna(value):
        return "·"
    number = value / (1e8 if w.lang == "ko" else 1e9)
    text = w.number(abs(number)) if w.lang == "ko" else f"{abs(number):,.1f}"
    return (("+" if number > 0 and signed else MINUS if number < 0 else "") if float(text.replace(",", "")) else "") + text


def _in_won(name: str, w: Words) -> str:
    """A column's name with the unit that `_amount` gives."""
    return w.t("{name}, KRW bn", name=name)


def shift_title(viewer: Reader, sums: pd.DataFrame) -> str:
    """The shift-share's finding."""
    w, names = viewer.w, viewer.names
    first, last = sums.iloc[0], sums.iloc[-1]
    if len(sums) == 1:
        return w.t("The host of {name} grew by {growth}, 2015–2020; regional effect {lead} points", name=names["complexes"][first["complex_id"]],
                   growth=_percent(first["growth"]), lead=_points(first["lead"]))  # fmt: skip
    return w.t("{n} of {total} hosts grew more than nation and mix explain, 2015–2020; from {best} ({high} points) to {worst} ({low})",
               n=w.number(int((sums["regional"] > 0).sum())), total=w.number(len(sums)), best=names["complexes"][first["complex_id"]], high=_points(first["lead"]),
               worst=names["complexes"][last["complex_id"]], low=_points(last["lead"]))  # fmt: skip


# --- one host -------------------------------------------------------------------------------------------------------------------------


def strengths(viewer: Reader, shifts: pd.DataFrame, complex_id: str) -> pd.DataFrame:
    """The bubbles of one host: name, lq, lead (points), value, relation, labelled, text. Industries that are not published have none."""
    w = viewer.w
    rows = shifts[(shifts["complex_id"] == complex_id) & (shifts["lq_2020"] > 0) & shifts["regional"].notna() & (shifts["base_krw"] > 0)]
    rows = rows.assign(
        name=[sector_name(s, w) for s in rows["sector"]],
        lead=rows["regional"] / rows["base_krw"] * 100,
        lq=rows["lq_2020"].astype(float),
        value=rows["value_krw"].astype(float),
    )
    large = (
        set(rows.nlargest(LABELLED, "value")["sector"])
        | set(rows.nlargest(2, "lq")["sector"])
        | set(rows[rows["relation"] == "main"]["sector"])
    )
    texts = [
        w.t("<b>{sector}</b><br>location quotient {lq}<br>{lead} points against the industry in the nation<br>{value}, {share}% of the host", sector=row["name"],
            lq=w.number(row["lq"], 2), lead=w.signed(row["lead"], 1), value=w.won(row["value"]), share=w.number(100 * row["value"] / row["total_krw"], 1))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return rows.assign(labelled=rows["sector"].isin(large), text=texts).sort_values("value", ascending=False)


def strengths_title(viewer: Reader, rows: pd.DataFrame, complex_id: str) -> str:
    """One host's finding: where it is strong and gains."""
    w, name = viewer.w, viewer.names["complexes"][complex_id]
    good = rows[(rows["lq"] >= 1) & (rows["lead"] > 0)]
    if good.empty:
        return w.t("{name}: in no industry is the host both specialised and gaining", name=name)
    return w.t(
        "{name}: the host is specialised and gaining in {sectors}",
        name=name,
        sectors=w.list([sector.lower() for sector in good["name"].head(4)]),
    )


def numbers_table(viewer: Reader, shifts: pd.DataFrame, complex_id: str) -> str:
    """One host's industries: quotients of three years, share, value, growth and the three effects."""
    w = viewer.w
    own = shifts[shifts["complex_id"] == complex_id].set_index("sector")
    most = own["regional"].abs().max()
    rows = []
    for sector in INDUSTRIES:
        row = own.loc[sector]
        lq = [_fixed(row[f"lq_{year}"], 2) if pd.notna(row[f"lq_{year}"]) else "·" for year in YEARS]
        growth = row["value_krw"] / row["base_krw"] - 1 if _number(row["base_krw"]) > 0 and pd.notna(row["value_krw"]) else float("nan")
        rows.append({"strong": row["relation"] == "main", "cells": [
            _cell(sector_name(sector, w)), *[_cell(text) for text in lq], _cell(_fixed(100 * row["value_krw"] / row["total_krw"], 1) if pd.notna(row["value_krw"]) else "·"),
            _cell(_amount(row["value_krw"], w) if pd.notna(row["value_krw"]) else w.t("not published")), _cell(_percent(growth) if pd.notna(growth) else "·"),
            *[_cell(_amount(row[effect], w, signed=True)) for effect in ("national", "mix")], _cell(_amount(row["regional"], w, signed=True), bar=_bar(row["regional"], most)),
        ]})  # fmt: skip
    heads = [w.t("Industry"), *[w.t("Quotient {year}", year=year_name(year)) for year in YEARS], w.t("Share 2020, %"), _in_won(w.t("Value added 2020"), w), w.t("Growth 2015–2020"),
             *[_in_won(name, w) for name in (w.t("National effect"), w.t("Industry mix"), w.t("Regional effect"))]]  # fmt: skip
    caption = w.t("Highlighted: industry of the theme. †: 2010 against the districts with accounts of that year.")
    return markup.fill("advantage/table.html", rows=rows, heads=heads, caption=caption, numeric=tuple(range(1, 10)), foot="")


def peers_table(viewer: Reader, near: pd.DataFrame) -> str:
    """The districts most like one host."""
    w, names = viewer.w, viewer.names
    rows = []
    for row in near.to_dict("records"):
        also = w.list([names["complexes"][c] for c in markup.as_list(row["complex_ids"])])
        gap = w.t("{sector} {points} points", sector=sector_name(row["gap"], w), points=_points(row["gap_share"]))
        rows.append({"strong": bool(also), "cells": [
            _cell(names["districts"][row["district_code"]], w.t("hosts {complexes}", complexes=also) if also else ""),
            _cell(_fixed(row["distance"], 2)), _cell(w.number(row["distance"] * 50)), _cell(gap), _cell(w.won(row["total_krw"])), _cell(_percent(row["growth"])),
        ]})  # fmt: skip
    heads = [
        w.t("District"),
        w.t("Distance"),
        w.t("Value added that differs, %"),
        w.t("Differs most in"),
        w.t("Value added 2020"),
        w.t("Growth 2015–2020"),
    ]
    caption = w.t("The {n} of 228 other districts whose 16 industries weigh most alike in 2020. Distance: the sum of the differences of shares, 0 to 2. Not filtered.", n=len(rows))  # fmt: skip
    return markup.fill("advantage/table.html", rows=rows, heads=heads, caption=caption, numeric=(1, 2, 4, 5), foot="")


def peers_title(viewer: Reader, near: pd.DataFrame, complex_id: str) -> str:
    """The peers' finding."""
    w, names = viewer.w, viewer.names
    return w.t("Most like the host of {name}: {peers}", name=names["complexes"][complex_id], peers=w.list([names["districts"][code] for code in near["district_code"].head(3)]))  # fmt: skip


def quotient_card(viewer: Reader, accounts: pd.DataFrame, shifts: pd.DataFrame, complex_id: str, sector: str) -> str:
    """The dialog of one cell: the quotient's parts in every year, and the growth's."""
    w = viewer.w
    rows = accounts[(accounts["complex_id"] == complex_id) & (accounts["sector"] == sector)].set_index("year")
    lines = []
    for year in YEARS:
        if year not in rows.index or pd.isna(rows.loc[year, "value_krw"]):
            lines.append([year_name(year), w.t("not published"), "", "", "", ""])
            continue
        row = rows.loc[year]
        lines.append([year_name(year), w.won(row["value_krw"]), w.won(row["total_krw"]), w.number(100 * row["value_krw"] / row["total_krw"], 2),
                      w.number(100 * row["nation_krw"] / row["nation_total_krw"], 2), _fixed(row["lq"], 2) if pd.notna(row["lq"]) else "·"])  # fmt: skip
    own = shifts[(shifts["complex_id"] == complex_id) & (shifts["sector"] == sector)]
    names = {"national": w.t("National effect"), "mix": w.t("Industry mix"), "regional": w.t("Regional effect")}
    facts = (
        [{"name": name, "value": _signed_won(own.iloc[0][effect], w), "note": "2015–2020"} for effect, name in names.items()]
        if len(own)
        else []
    )
    heads = [
        w.t("Year"),
        w.t("Industry in the host"),
        w.t("All industries in the host"),
        w.t("Share in the host, %"),
        w.t("Share in the nation, %"),
        w.t("Quotient"),
    ]
    lead = w.t("{sector}, {host}", sector=sector_name(sector, w), host=viewer.names["districts"][rows["district_code"].iloc[0]])
    return markup.card(lead, facts, heads, lines)


# --- the life cycle -------------------------------------------------------------------------------------------------------------------


def cycle(viewer: Reader, counts: pd.DataFrame, rules: pd.DataFrame) -> str:
    """The matrix: complexes by stages, how much was found here and nearby; blanks visible; the rules below."""
    w, names = viewer.w, viewer.names
    sites = viewer.ask("progress/complexes").set_index("complex_id")
    cells = counts.set_index(["complex_id", "stage"])
    found_at = (counts["here"] + counts["nearby"] > 0).groupby(counts["complex_id"]).sum()
    rows = []
    for complex_id in sorted(viewer.scope.complexes, key=lambda c: -found_at[c]):
        line = [
            _cycle_cell(
                int(cells.loc[(complex_id, stage), "here"]),
                int(cells.loc[(complex_id, stage), "nearby"]),
                stage,
                names["complexes"][complex_id],
                w,
            )
            for stage in STAGES
        ]
        rows.append(
            {"id": complex_id, "name": names["complexes"][complex_id], "theme": w.of(sites.loc[complex_id], "theme"), "cells": line}
        )
    found = (counts["here"] + counts["nearby"] > 0).groupby(counts["stage"]).sum()
    totals = [w.t("{n} of {total}", n=w.number(int(found[stage])), total=w.number(len(rows))) for stage in STAGES]
    told = [(stage_name(stage, w), [w.of(rule, "text") for rule in rules[rules["stage"] == stage].to_dict("records")]) for stage in STAGES]
    return markup.fill(
        "advantage/cycle.html", rows=rows, heads=[stage_name(stage, w) for stage in STAGES], corner=w.t("Complex"), absent=w.t("nothing found"), totals=totals,
        caption=w.t("How many zones, programmes, older complexes and signs in the accounts stand for each stage. Select a number for their names and sources."),
        legend=[("here", w.t("at least one here: tied to the complex, or in its city, county or district")), ("nearby", w.t("only elsewhere in the province")), ("none", w.t("nothing found"))],
        total_label=w.t("Found at"), rules=told, rule_title=w.t("What counts for which stage"),
        rule_foot=w.t("Zones and programmes elsewhere in the province count only if they share an industry with the complex or serve no single one. Our own rule, kept in the data;"
                      " it counts what exists, not how good it is, and none of it is proof that the complex will have the stage."),
    )  # fmt: skip


def _cycle_cell(here: int, nearby: int, stage: str, name: str, w: Words) -> dict[str, Any]:
    reach = "here" if here else "nearby" if nearby else "none"
    text = (
        w.t("{here} here", here=w.number(here))
        if not nearby
        else w.t("{here} here, {nearby} nearby", here=w.number(here), nearby=w.number(nearby))
    )
    return {"reach": reach, "stage": stage, "count": w.number(here + nearby), "text": text,
            "aria": w.t("{name}, {stage}: {text}", name=name, stage=stage_name(stage, w), text=text)}  # fmt: skip


def cycle_title(counts: pd.DataFrame, total: int, w: Words) -> str:
    """The matrix's finding: complexes with something for every stage, and the stages that stand at the host itself."""
    some = counts["here"] + counts["nearby"] > 0
    every = int(some.groupby(counts["complex_id"]).all().sum())
    blanks = int((~some).sum())
    if total == 1:
        return w.t("Life cycle: something for {n} of six stages", n=w.number(len(some) - blanks))
    return w.t("Life cycle: something for all six stages at {every} of {total} complexes; {blanks} of {cells} cells blank", every=w.number(every), total=w.number(total),
               blanks=w.number(blanks), cells=w.number(len(some)))  # fmt: skip


def evidence(viewer: Reader, rows: pd.DataFrame) -> str:
    """The dialog of one cell of the matrix: what was found, here first, each with its rule's kind and its sources."""
    w, warnings = viewer.w, viewer.warnings()
    sources = viewer.origins(markup.ids(rows["origin_ids"]))
    items = [
        {"reach": row["reach"], "where": w.t("here") if row["reach"] == "here" else w.t("in the province"), "name": w.of(row, "name"), "text": detail(row, w),
         "chips": markup.chips(row["warnings"], warnings, w), "origins": markup.origins(sources[sources["origin_id"].isin(markup.as_list(row["origin_ids"]))], w)}
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return markup.fill("advantage/evidence.html", items=items)


def detail(row: Row, w: Words) -> str:
    """What a thing found is, in a few words."""
    kind = row["kind"]
    if kind == "zone":
        return (
            w.t("designated {when}", when=w.period(row["on_day"], row["on_precision"] or "day"))
            if pd.notna(row["on_day"])
            else w.t("undated")
        )
    if kind == "programme":
        return w.t("{n} seats a year", n=w.number(row["value"])) if pd.notna(row["value"]) else w.t("seats not published")
    if kind == "older":
        return w.t("{n} km", n=w.number(row["value"]))
    if kind == "sector":
        return w.t("location quotient {lq} (2020)", lq=w.number(row["value"], 2))
    return w.t("{change} people since 2015", change=w.percent(row["value"], 1))


# --- the method -----------------------------------------------------------------------------------------------------------------------


def method(viewer: Reader) -> str:
    """Formulas, their sources, and what the test can't see."""
    w = viewer.w
    items = [
        {"name": w.t("Location quotient"), "formula": "LQ = (eᵢ / e) ÷ (Eᵢ / E)", "origins": METHODS["lq"],
         "text": w.t("eᵢ: value added of the industry in the host, e: of all industries there; Eᵢ and E: the same in the nation.")},
        {"name": w.t("Shift-share"), "formula": "Δeᵢ = eᵢ·G + eᵢ·(Gᵢ − G) + eᵢ·(gᵢ − Gᵢ)", "origins": METHODS["shift"],
         "text": w.t("G: growth of the nation, Gᵢ: of the industry in the nation, gᵢ: of the industry in the host, 2015 to 2020. The three parts are the national effect, the industry mix and the"
                     " regional effect. A test holds the code against the worked example of the first source.")},
        {"name": w.t("Peers"), "formula": "d = Σ |aᵢ − bᵢ|", "origins": METHODS["peers"],
         "text": w.t("aᵢ, bᵢ: the industry's share of value added in the one and the other district. 0: the same mix, 2: nothing in common; half of it is the value added that would have to stand in"
                     " another industry (Krugman's index).")},
    ]  # fmt: skip
    for item in items:
        item["aria"] = w.t("Sources: {name}, {what}", name=item["name"], what=w.t("Method"))
    limits = [
        w.t(
            "16 broad industries: no account of a city tells semiconductors, vehicles or food apart. A strong manufacturing quotient says that the host can make things, not these things."
        ),
        w.t(
            "2020 is the newest year, in the old series (base year 2015; the revision of 2024 added about 6%). What happened since, and the choice of 2023 itself, is not in it."
        ),
        w.t("Current prices: growth holds price changes; an industry whose prices fell seems to shrink."),
        w.t("The host is the whole city, county or district: Yongin counts with all its gu, a site of a few km² is a small part of it."),
        w.t("2020 was the first year of the pandemic: lodging, transport and culture are low everywhere."),
        w.t("Utilities of Yongin and ten more cities and counties are not published; the other industries still add up to the whole."),
    ]
    return markup.fill(
        "advantage/method.html", items=items, limits=limits, limits_title=w.t("What the test can't see"), source_label=w.t("source")
    )
