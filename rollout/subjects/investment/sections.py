"""Kinds of money as sections: by firmness, and one kind broken down."""

import pandas as pd

from rollout.document.model import ANNEX, SCREEN, Cell, Column, Format, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import metrics, rows_of
from rollout.questions.rows import SourcesGlossary
from rollout.questions.view import View, remembered
from rollout.subjects.cells import chooses, number, origin_ids, sentences
from rollout.subjects.investment import words
from rollout.subjects.investment.statements import statements_in_scope


@remembered
def ladder(view: View) -> Section:
    """Each kind of money with its total, where it goes and whose it is; kinds are never added."""
    w, rows = view.w, statements_in_scope(view)
    meanings = {
        t["code"]: w.of(t, "definition")
        for t in rows_of(view.ask("sources/glossary"), SourcesGlossary)
        if t["kind"] == "money"
    }
    said = sentences(words.sentence(view, rows, rows.head(0)))
    columns = (
        Column("kind", w.t("Kind of money, least firm first"), share=16, note_label=w.t("Meaning")),
        Column("total", w.t("Total"), Format.WON, share=13),
        Column("capital", w.t("Capital area"), Format.WON, share=13),
        Column("elsewhere", w.t("Outside the capital area"), Format.WON, share=13),
        Column("placeless", w.t("No place stated"), Format.WON, share=12),
        Column("share", w.t("Capital area’s share where a place is stated"), Format.SHARE, share=10),
        *(Column(key, name, Format.WON, share=10, media=SCREEN) for key, name in w.codes("investor-kind").items()),
        Column("counted", w.t("Counted"), Format.NUMBER, share=7),
        Column("all", w.t("Statements"), Format.NUMBER, share=8),
        Column("amountless", w.t("Without an amount"), Format.NUMBER, share=8, media=ANNEX),
    )
    lines = [_kind(kind, rows[rows["money_kind"] == kind], meanings[kind], w) for kind in words.RUNGS]
    lines.append(_site_cost(view, meanings["site-cost"]))
    foot = w.t(
        "Totals leave out amounts that were restated or cancelled, that repeat or contain other "
        "rows, or that are part of another row of the same kind. Targets set by plans refer to other "
        "parties' money. Do not add the kinds together; the same money may appear in several."
    )
    foot = f"{foot} {_company(view)}"
    return Section(
        "ladder",
        said[0].text.rstrip("."),
        w.t("How firm the money is, by kind; firms’ and public money, at the complexes and elsewhere"),
        lead=said[1:],
        tables=(Table(columns, tuple(lines), foot=foot, whole=True),),
        metrics=("money-stated", "capital-share"),
        origins=origin_ids(rows["origin_ids"]),
    )


def _company(view: View) -> str:
    """The Overview's figure of announced money, under its name: that of companies, for a complex."""
    w, announced = view.w, view.ask("progress/private_investment")["amount_krw"].sum()
    return w.t(
        "Part of the announcements, in the complexes in scope: {name} {amount}.",
        name=w.of(metrics()["private-investment"], "name"),
        amount=words.amount(float(announced), w),
    )


def _kind(kind: str, own: pd.DataFrame, meaning: str, w: Words) -> Row:
    opens = Target("money-kind", (kind,)) if len(own) else None
    counted = own[own["counted"]]
    sums, part = words.by_situation(own), words.capital_share(own)
    owners = counted["amount_krw"].astype(float).groupby(counted["investor_kind"]).sum()
    none = w.t("no amount published") if len(own) else w.t("no statement")
    first = rows_of(counted.head(1))
    largest = (
        w.t("largest: {who}, {amount}", who=words.who(first[0], w), amount=w.won(first[0]["amount_krw"]))
        if len(counted) > 1
        else ""
    )
    return Row(
        kind,
        {
            "kind": Cell(
                words.rung_name(kind, w),
                note=meaning,
                opens=opens,
                strong=True,
                filters=Target(words.RUNG, (kind,)) if len(own) else None,
            ),
            "total": Cell(words.total(own) if len(counted) else None, missing=none, note=largest, strong=True),
            "capital": Cell(sums["capital"] or None),
            "elsewhere": Cell(sums["non-capital"] or None),
            "placeless": Cell(sums["none"] or None),
            "share": Cell(part, bar=part),
            **{key: Cell(number(owners.get(key))) for key in words.INVESTORS},
            "counted": Cell(len(counted)),
            "all": Cell(len(own)),
            "amountless": Cell(int(own["amount_krw"].isna().sum())),
        },
        origin_ids(counted["origin_ids"]),
    )


def _site_cost(view: View, meaning: str) -> Row:
    """The development cost of the complexes in scope, apart: it is no investment of those who settle there."""
    w, costs = view.w, view.ask("investment/site_costs")
    known = costs[costs["cost_krw"].notna()]
    capital = known["capital_area"].astype(bool)
    inside, outside = float(known.loc[capital, "cost_krw"].sum()), float(known.loc[~capital, "cost_krw"].sum())
    share = inside / (inside + outside) if len(known) else None
    return Row(
        "site-cost",
        {
            "kind": Cell(words.rung_name("site-cost", w), note=meaning),
            "total": Cell(
                inside + outside if len(known) else None,
                missing=w.t("no amount published"),
                note=w.t("newest stated cost of each complex"),
            ),
            "capital": Cell(inside or None),
            "elsewhere": Cell(outside or None),
            "placeless": Cell(),
            "share": Cell(share, bar=share),
            **{key: Cell() for key in words.INVESTORS},
            "counted": Cell(len(known)),
            "all": Cell(len(costs)),
            "amountless": Cell(len(costs) - len(known)),
        },
        origin_ids(known["cost_origin_ids"]) if "cost_origin_ids" in known else origin_ids(known["origin_ids"]),
        group=w.t("Listed separately: land development cost, not tenant investment"),
    )


@remembered
def breakdown(view: View, kind: str = "announcement", by: str = "industry") -> Section:
    """One kind of money by industry, province, investor, complex or year; the largest first."""
    w, rows = view.w, statements_in_scope(view)
    own = rows[rows["money_kind"] == kind]
    if own.empty:
        return Section(
            "breakdown",
            w.t("{rung}: no statement fits these filters", rung=words.rung_name(kind, w)),
            w.t("Choose another kind of money, or clear the filters"),
        )
    found = words.groups(own, by, view)
    name = w.code("investment-group", by)
    columns = (
        Column("group", name[:1].upper() + name[1:], share=30),
        Column("amount", words.rung_name(kind, w), Format.WON, share=20),
        Column("share", w.t("Share"), Format.SHARE, share=10),
        Column("counted", w.t("Counted"), Format.NUMBER, share=10),
        Column("all", w.t("Statements"), Format.NUMBER, share=10),
        Column("amountless", w.t("Without an amount"), Format.NUMBER, share=12),
    )
    foot = w.t(
        "An overall amount is counted once, under its own group or under “several” or “not stated”, "
        "even where its parts name another group; parts of a counted amount are not added again."
    )
    unit = w.t(
        "Within this kind of money only, newest amounts known by {day}. Select a group for its statements and sources",
        day=view.scope.as_of.isoformat(),
    )
    table = Table(columns, _groups(own, found, kind, by, w), foot=foot, cut_by="amount")
    return Section("breakdown", words.groups_title(found, kind, by, w), unit, tables=(table,))


def _groups(own: pd.DataFrame, found: pd.DataFrame, kind: str, by: str, w: Words) -> tuple[Row, ...]:
    """A row a group; `found`: words.groups of `own`."""
    keys = words.keys(own, by)
    whole, most = float(found["amount"].sum()), float(found["amount"].max()) or 1.0
    return tuple(
        Row(
            r["key"] or "none",
            {
                "group": Cell(
                    r["name"],
                    "subtle" if r["rest"] else "",
                    opens=Target("money-group", (kind, by, r["key"])),
                    filters=None if r["rest"] else chooses("site" if by == "complex" else by, r["key"]),
                ),
                "amount": Cell(r["amount"] or None, missing=w.t("no amount"), bar=r["amount"] / most),
                "share": Cell(r["amount"] / whole if whole and r["amount"] else None),
                "counted": Cell(r["counted"]),
                "all": Cell(r["statements"]),
                "amountless": Cell(r["without"]),
            },
            origin_ids(own.loc[keys == r["key"], "origin_ids"]),
        )
        for r in rows_of(found)
    )
