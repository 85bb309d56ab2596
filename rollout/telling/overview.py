"""What the Overview says: its sentence, its six figures, its titles. Data in, words out."""

import datetime as dt

import pandas as pd

from rollout import markup
from rollout.ask import metrics
from rollout.reader import Reader
from rollout.telling import wording
from rollout.telling.wording import BAD, BASIC, GOOD
from rollout.words import Words, rounded

ANNOUNCED = dt.date(2023, 3, 15)
POSITIONS = {"plan-submitted": 7, "plan-approved": 9, "compensation-started": 10, "construction-started": 11}
MIND = "amber"
Piece = tuple[str, str]


def headline(
    viewer: Reader, sites: pd.DataFrame, before: pd.DataFrame, money: pd.DataFrame, money_before: pd.DataFrame
) -> str:  # fmt: skip
    """The top of the page: filters, clocks, the sentence, the six figures."""
    w = viewer.w
    top = wording.top(viewer, [w.t("Overview"), *viewer.scope.described(w, viewer.names)], sentence(sites, w))
    return top + markup.fill("kpis.html", kpis_label=w.t("Key figures"), kpis=figures(viewer, sites, before, money, money_before))


def sentence(sites: pd.DataFrame, w: Words) -> list[Piece]:
    """How is it going? Short sentences, each with the tone of its finding, which stands between stars."""
    total = len(sites)
    reached = sites["stage_position"].fillna(0)
    approved = int((reached >= POSITIONS["plan-approved"]).sum())
    filed = int((reached == POSITIONS["plan-submitted"]).sum())
    paying = int((reached == POSITIONS["compensation-started"]).sum())
    slips = sites["construction_slip_months"]
    late, dated = int((slips > 0).sum()), int(slips.notna().sum())
    shrunk = rounded((sites["area_m2"].sum() / sites["announced_m2"].sum() - 1) * 100)
    of = {"approved": w.number(approved), "total": w.number(total)}
    if not approved:
        said = [(w.n("*The complex* in scope has no approved plan yet.", "*None of the {n}* has its plan approved yet.", total), BASIC)]
    elif approved == paying == 1:
        said = [(w.t("*{approved} of {total}* has its plan approved and is paying compensation.", **of), GOOD)]
    else:
        said = [
            (
                w.n("*{approved} of {total}* has its plan approved.", "*{approved} of {total}* have their plans approved.", approved, **of),
                GOOD,
            )
        ]
    if filed:
        said.append((w.n("One has filed for approval.", "{n} have filed for approval.", filed), BASIC))
    if late:
        where = w.n("*{late} of the one* site with a date", "*{late} of the {n}* sites with a date", dated, late=w.number(late))
        said.append((w.t("Construction is now planned later than first promised at {where}.", where=where), BAD))
    elif dated:
        said.append((w.t("No published construction date has moved later."), BASIC))
    else:
        said.append((w.t("No construction date is published."), BASIC))
    if shrunk < 0:
        said.append((w.t("The planned area is *{n}% smaller* than announced.", n=w.number(-shrunk)), BAD))
    elif shrunk > 0:
        said.append((w.t("The planned area is *{n}% larger* than announced.", n=w.number(shrunk)), BASIC))
    return said


def figures(
    viewer: Reader, sites: pd.DataFrame, before: pd.DataFrame, money: pd.DataFrame, money_before: pd.DataFrame
) -> list[dict[str, str]]:
    """The six key figures, each with a fact beneath and its change since the comparison date."""
    w = viewer.w
    total = len(sites)
    since = viewer.scope.compare.isoformat()

    def change(now: float, then: float, text: str) -> str:
        if viewer.scope.compare < ANNOUNCED:
            return w.t("not comparable: before the announcement")
        return w.t("{change} since {day}", change=text, day=since) if rounded(now - then, 6) else w.t("unchanged since {day}", day=since)

    area, area_before, announced = sites["area_m2"].sum(), before["area_m2"].sum(), sites["announced_m2"].sum()
    approved, approved_before = (int((rows["stage_position"] >= POSITIONS["plan-approved"]).sum()) for rows in (sites, before))
    filed = int((sites["stage_position"] == POSITIONS["plan-submitted"]).sum())
    slips = sites["construction_slip_months"].dropna()
    slip, slip_before = slips.median(), before["construction_slip_months"].dropna().median()
    late = int((slips > 0).sum())
    cost, cost_before = sites["cost_krw"].sum(), before["cost_krw"].sum()
    published = int(sites["cost_krw"].notna().sum())
    private, private_before = money["amount_krw"].sum(), money_before["amount_krw"].sum()
    shrunk = area / announced - 1
    return [
        _figure("complexes", w.number(total), w.t("complexes"), w.t("announced {day}", day=ANNOUNCED.isoformat()),
                w.t("all in this scope"), w),
        _figure("area", w.area(area, 1), "km²",
                w.t("{change} from {announced} announced", change=w.percent(shrunk), announced=w.area(announced)) if rounded(shrunk * 100)
                else w.t("as announced"),
                change(area, area_before, f"{w.signed((area - area_before) / 1e6, 2)} km²"), w, MIND if shrunk <= -0.1 else BASIC),
        _figure("plans-approved", w.number(approved), w.t("of {n}", n=w.number(total)),
                w.n("one more filed for approval", "{n} more filed for approval", filed) if filed else w.t("none waiting for approval"),
                change(approved, approved_before, w.signed(approved - approved_before)), w),
        _figure("construction-slip", w.signed(slip, 1) if len(slips) else w.t("none"), w.t("months") if len(slips) else "",
                w.t("later at {late} of {dated} with a date", late=w.number(late), dated=w.number(len(slips))) if len(slips)
                else w.t("no date published"),
                change(slip, slip_before, w.months(slip - slip_before)) if len(slips) and pd.notna(slip_before)
                else w.t("nothing to compare with"), w, BAD if late else BASIC),
        _money("site-cost", cost, w.t("published for {n} of {total}", n=w.number(published), total=w.number(total)),
               change(cost, cost_before, _won_change(cost - cost_before, w)), w),
        _money("private-investment", private, _investors(money, viewer),
               change(private, private_before, _won_change(private - private_before, w)), w),
    ]  # fmt: skip


def _figure(metric: str, value: str, unit: str, fact: str, change: str, w: Words, tone: str = BASIC) -> dict[str, str]:
    return {
        "id": metric,
        "name": w.of(metrics()[metric], "name"),
        "value": value,
        "unit": unit,
        "fact": fact,
        "change": change,
        "tone": tone,
    }


def _money(metric: str, amount: float, fact: str, change: str, w: Words) -> dict[str, str]:
    if not amount:
        return _figure(metric, w.t("none"), "", w.t("no amount published"), change, w)
    number, unit = w.won_parts(amount)
    return _figure(metric, number, unit if w.lang == "ko" else f"{unit} won", fact, change, w)


def _won_change(difference: float, w: Words) -> str:
    return ("+" if difference > 0 else "−") + w.won(abs(difference))


def _investors(money: pd.DataFrame, viewer: Reader) -> str:
    w = viewer.w
    if money.empty:
        return ""
    first = money.iloc[0]
    who = f"{w.of(first, 'company')}, {viewer.names['complexes'][first['complex_id']]}"
    return who if len(money) == 1 else w.t("{who} and {n} more", who=who, n=w.number(len(money) - 1))


def map_title(sites: pd.DataFrame, w: Words) -> str:
    """The map's finding."""
    past = sites[sites["stage_position"] >= POSITIONS["plan-approved"]]
    names = [w.of(site, "short") for site in past.to_dict("records")]
    if not names:
        return w.t("No site here is past plan approval")
    if len(names) <= 3:
        return w.n("Only {names} is past plan approval", "Only {names} are past plan approval", len(names), names=w.list(names))
    return w.t("{n} sites are past plan approval", n=w.number(len(names)))


def board_title(sites: pd.DataFrame, w: Words) -> str:
    """The board's finding."""
    waiting = int((sites["stage_position"] < 6).sum())
    if not waiting:
        return w.t("All have cleared the pre-feasibility gate")
    return w.n(
        "This complex has not cleared the pre-feasibility gate",
        "{waiting} of {n} have not cleared the pre-feasibility gate",
        len(sites),
        waiting=w.number(waiting),
    )


def captions(sites: pd.DataFrame, stages: pd.DataFrame, w: Words) -> dict[str, str]:
    """What a site's disc says on hover: name, stage reached, area, next milestone."""
    names = {row["stage_id"]: w.of(row, "name") for row in stages.to_dict("records")}
    return {site["complex_id"]: "\n".join([w.of(site, "short"), w.t("Reached: {stage}", stage=names[site["stage_id"]]),
            w.t("Area: {area} km²", area=w.area(site["area_m2"])), w.t("Next: {next}", next=wording.next_milestone(site, names, w))])
            for site in sites.to_dict("records")}  # fmt: skip


def map_alt(sites: pd.DataFrame, title: str, w: Words) -> str:
    """The map for someone who can't see it."""
    return w.t("Map of Korea with {n} sites. {title}. The list beside it holds the same.", n=w.number(len(sites)), title=title)


def sorted_sites(sites: pd.DataFrame, sort: str) -> pd.DataFrame:
    """The board's rows in the order asked for: stage, slip, area or province."""
    if sort == "slip":
        return sites.sort_values("construction_slip_months", ascending=False, na_position="last", kind="stable")
    if sort == "area":
        return sites.sort_values("area_m2", ascending=False, kind="stable")
    return sites.sort_values("province_ko", kind="stable") if sort == "province" else sites


def promises(sites: pd.DataFrame, cells: pd.DataFrame, w: Words) -> pd.DataFrame:
    """First and latest promise of the construction start, a row a complex that published one, most moved first."""
    rows = cells[(cells["stage_id"] == "construction-started") & cells["slip_months"].notna()]
    rows = rows.merge(sites[["complex_id", "short_ko", "short_en"]], on="complex_id")
    rows = rows.sort_values(["slip_months", "last_end", "complex_id"], ascending=[False, False, True])
    return pd.DataFrame({
        "complex_id": rows["complex_id"], "name": [w.of(row, "short") for row in rows.to_dict("records")],
        "first_end": rows["first_end"].dt.date, "last_end": rows["last_end"].dt.date, "slip_months": rows["slip_months"].astype(int),
        "first_text": [w.period(d, p) for d, p in zip(rows["first_date"], rows["first_precision"], strict=True)],
        "last_text": [w.period(d, p) for d, p in zip(rows["date"], rows["precision"], strict=True)],
        "first_date": rows["first_date"].dt.date, "first_precision": rows["first_precision"], "last_date": rows["date"].dt.date, "last_precision": rows["precision"],
        "origin_ids": rows["origin_ids"],
    })  # fmt: skip


def moves_title(rows: pd.DataFrame, w: Words) -> str:
    """The chart's finding, a pair: how many moved, by how much."""
    late = rows.loc[rows["slip_months"] > 0, "slip_months"]
    if late.empty:
        return w.t("No construction start has moved later than first promised")
    return w.t("Construction has moved later at {late} of {n} sites, at most by {most} months", late=w.number(len(late)),
               n=w.number(len(rows)), most=w.number(int(late.max())))  # fmt: skip


def moves_alt(rows: pd.DataFrame, title: str, w: Words) -> str:
    """The chart for someone who can't see it."""
    parts = [f"{row['name']} {row['first_text']} → {row['last_text']}" for row in rows.to_dict("records")]
    return f"{title}: {'; '.join(parts)}."


def moves_source(rows: pd.DataFrame, w: Words) -> str:
    """The chart's source line."""
    count = len({i for ids in rows["origin_ids"] for i in markup.as_list(ids)})
    return w.n("Source: one public page, named in the board above", "Source: {n} public pages, named in the board above", count)


def metric_lines(metric_id: str, viewer: Reader, sites: pd.DataFrame, money: pd.DataFrame) -> tuple[list[str], list[list[str]], list[str]]:
    """A metric's parts: column heads, a line a complex, the origins of all."""
    w, names = viewer.w, viewer.names
    cells = viewer.ask("progress/board")
    records = sites.to_dict("records")
    if metric_id == "area":
        heads = [w.t("Complex"), w.t("Now, km²"), w.t("Announced, km²"), w.t("Stated on")]
        lines = [
            [w.of(s, "short"), w.area(s["area_m2"]), w.area(s["announced_m2"]), s["area_stated_on"].date().isoformat()] for s in records
        ]
        return heads, lines, markup.ids(sites["area_origin_ids"])
    if metric_id == "site-cost":
        heads = [w.t("Complex"), w.t("Site cost"), w.t("Stated on")]
        lines = [
            [w.of(s, "short"), w.won(s["cost_krw"]), s["cost_stated_on"].date().isoformat()] for s in records if pd.notna(s["cost_krw"])
        ]
        return heads, lines, markup.ids(sites["cost_origin_ids"])
    if metric_id == "private-investment":
        heads = [w.t("Complex"), w.t("Company"), w.t("Amount"), w.t("Stated on")]
        lines = [[names["complexes"][m["complex_id"]], w.of(m, "company"), w.won(m["amount_krw"]), m["stated_on"].date().isoformat()]
                 for m in money.to_dict("records")]  # fmt: skip
        return heads, lines, markup.ids(money["origin_ids"])
    if metric_id == "construction-slip":
        rows = promises(sites, cells, w)
        heads = [w.t("Complex"), w.t("first promised"), w.t("latest promised"), w.t("Move")]
        lines = [[r["name"], r["first_text"], r["last_text"], w.months(r["slip_months"])] for r in rows.to_dict("records")]
        return heads, lines, markup.ids(rows["origin_ids"])
    stage = "plan-approved" if metric_id == "plans-approved" else "candidate-selected"
    rows = cells[(cells["stage_id"] == stage) & (cells["state"] == "done")]
    heads = [w.t("Complex"), names["stages"][stage]]
    lines = [[names["complexes"][r["complex_id"]], w.period(r["date"], r["precision"])] for r in rows.to_dict("records")]
    return heads, lines, markup.ids(rows["origin_ids"])
