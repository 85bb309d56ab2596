"""Money as sections: the kinds by firmness, one kind broken down, the statements, numbered goals, foreign investment,
site cost, and built
against sold and running.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document.model import (
    ANNEX,
    SCREEN,
    Cell,
    Chart,
    Column,
    Format,
    Part,
    Quantity,
    Row,
    Section,
    Table,
    Text,
    Tone,
)
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import InvestmentBuilding, InvestmentOccupancy, InvestmentStatements, SourcesGlossary
from rollout.questions.scope import FILTERS
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects.cells import complex_cell, complex_column, day, number, origin_ids, period, sentences
from rollout.subjects.investment import abroad, building, words
from rollout.subjects.investment import charts as investment_charts
from rollout.subjects.investment import goals as goal_words

GOAL_TONES: Mapping[str, Tone] = {"met": "green", "short": "amber"}


def statements_in_scope(view: View) -> pd.DataFrame:
    """The statements that stand, of the filters' provinces and industries, with whether each counts in its kind's
    total.
    """
    return words.judged(view.scope.rows(view.ask("investment/statements"), FILTERS))


def _kinds(w: Words) -> dict[str, str]:
    """The kinds of money as headings, the softest first."""
    return {kind: words.rung_name(kind, w) for kind in words.RUNGS}


# --- kinds of money by firmness
# -------------------------------------------------------------------------------------------------------


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
        Column("kind", w.t("Kind of money, the softest first"), share=16, note_label=w.t("Meaning")),
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
    lines = [_kind(kind, name, rows[rows["money_kind"] == kind], meanings[kind], w) for kind, name in _kinds(w).items()]
    lines.append(_site_cost(view, meanings["site-cost"]))
    foot = w.t(
        "A total leaves out what was restated, cancelled, repeats or contains other rows, or lies in another row "
        "of the rung. Targets set by plans are for other"
        " people's money. Rungs are never added and none is a rest of another: the same won can stand on several."
    )
    return Section(
        "ladder",
        said[0].text.rstrip("."),
        w.t("How firm the money is, by kind; kinds are never added"),
        lead=said[1:],
        tables=(Table(columns, tuple(lines), foot=foot, whole=True),),
        metrics=("money-stated", "capital-share"),
        origins=origin_ids(rows["origin_ids"]),
    )


def _kind(kind: str, name: str, own: pd.DataFrame, meaning: str, w: Words) -> Row:
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
            "kind": Cell(name, note=meaning, opens=Target("money-kind", (kind,)) if len(own) else None, strong=True),
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


def breakdown(view: View, kind: str = "announcement", by: str = "industry") -> Section:
    """One kind of money by industry, province, investor, complex or year; the largest first."""
    w, rows = view.w, statements_in_scope(view)
    own = rows[rows["money_kind"] == kind]
    if own.empty:
        return Section(
            "breakdown",
            w.t("{rung}: no statement fits these filters", rung=words.rung_name(kind, w)),
            w.t("Choose another rung, or clear the filters"),
        )
    found = words.groups(own, by, view)
    keys = words.keys(own, by)
    whole, most = float(found["amount"].sum()), float(found["amount"].max()) or 1.0
    name = w.code("investment-group", by)
    columns = (
        Column("group", name[:1].upper() + name[1:], share=30),
        Column("amount", words.rung_name(kind, w), Format.WON, share=20),
        Column("share", w.t("Share"), Format.SHARE, share=10),
        Column("counted", w.t("Counted"), Format.NUMBER, share=10),
        Column("all", w.t("Statements"), Format.NUMBER, share=10),
        Column("amountless", w.t("Without an amount"), Format.NUMBER, share=12),
    )
    lines = tuple(
        Row(
            r["key"] or "none",
            {
                "group": Cell(
                    r["name"], "subtle" if r["rest"] else "", opens=Target("money-group", (kind, by, r["key"]))
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
    foot = w.t(
        "A whole stands under its own group, or under one for several or none, even where some of its parts name "
        "another; a part inside a counted whole is not added again."
    )
    unit = w.t(
        "Within this rung only, newest amounts known by {day}. Select a group for its statements and sources",
        day=view.scope.as_of.isoformat(),
    )
    return Section(
        "breakdown",
        words.groups_title(found, kind, by, w),
        unit,
        tables=(Table(columns, lines, foot=foot, cut_by="amount"),),
    )


def statements(view: View, kind: str = "announcement", text: str = "") -> Section:
    """The statements of one kind; with a text, those of all kinds in which it stands. Parts stand below their whole."""
    w, rows, every = view.w, statements_in_scope(view), view.ask("investment/statements")
    searched = bool(text.strip())
    found = (
        rows[rows["investment_id"].isin(words.matching(every, text, view))]
        if searched
        else rows[rows["money_kind"] == kind]
    )
    if searched:
        title = w.n("One statement found in all rungs", "{n} statements found in all rungs", len(found))
        unit = w.t(
            "Every word must stand in the investor, place, industry or note, of a statement or of a part of it; "
            "Korean or English"
        )
        empty = w.t("Nothing fits. Search for another investor, zone or place, or clear the search and the filters.")
    else:
        title, unit = (
            w.n("The statement behind it", "The {n} statements behind it", len(found)),
            w.t("{rung}. A search looks through all rungs", rung=words.rung_name(kind, w)),
        )
        empty = w.t("No statement on this rung fits these filters. Choose another rung, or clear the filters.")
    return Section("money", title, unit, tables=(_statement_table(words.tree(found), every, empty, view),))


def all_statements(view: View) -> Section:
    """Every statement about money in scope, of all kinds: those that stand with their parts, then those that were
    restated.
    """
    w, rows, every = view.w, statements_in_scope(view), view.ask("investment/statements")
    placed = view.scope.rows(every, FILTERS)
    restated = placed[placed["investment_id"] != placed["head_id"]].assign(counted=False, marked=False, inside=False)
    shown = [*words.tree(rows), *((row, 0) for row in rows_of(restated))]
    title = w.n("One statement about money", "{n} statements about money", len(shown))
    return Section(
        "statements-money",
        title,
        tables=(_statement_table(shown, every, w.t("No statement about money fits these filters."), view),),
    )


def _statement_table(shown: Sequence[tuple[dict[str, Any], int]], every: pd.DataFrame, empty: str, view: View) -> Table:
    w = view.w
    known = {row["investment_id"]: row for row in rows_of(every)}
    columns = (
        Column("who", w.t("Who"), share=22),
        Column("amount", w.t("Amount"), Format.WON, share=14),
        Column("counts", w.t("In the total"), share=10),
        Column("kind", w.t("Kind"), Format.NAME, names=_kinds(w), share=10),
        Column("whose", w.t("Whose money"), Format.NAME, names=w.codes("investor-kind"), share=9),
        Column("where", w.t("Where"), share=16),
        Column("industry", w.t("Industry"), Format.NAME, names=view.names["industries"], share=11),
        Column("years", w.t("Years"), share=8),
        Column("stated", w.t("Stated on"), Format.PERIOD, share=10),
        Column("before", w.t("Stated before"), share=12, media=SCREEN),
        Column("part", w.t("Part of"), share=12, media=ANNEX),
    )
    rows = []
    for row, depth in shown:
        earlier = every[
            (every["head_id"] == row["investment_id"])
            & (every["investment_id"] != row["investment_id"])
            & every["amount_krw"].notna()
        ].sort_values("stated_on")
        trail = " → ".join(dict.fromkeys(w.won(value) for value in earlier["amount_krw"]))
        whole = known.get(row["whole_id"]) if isinstance(row["whole_id"], str) else None
        amount = None if is_missing(row["amount_krw"]) else float(row["amount_krw"])
        rows.append(
            Row(
                row["investment_id"],
                {
                    "who": Cell(
                        words.who(row, w),
                        note=w.of(row, "note"),
                        opens=Target("money", (row["investment_id"],)),
                        warnings=tuple(as_list(row["warnings"])),
                        strong=depth == 0,
                    ),
                    "amount": Cell(
                        amount,
                        "" if row["counted"] else "subtle",
                        missing=w.t("not published"),
                        strong=bool(row["counted"]),
                    ),
                    "counts": Cell(words.why(row, w)),
                    "kind": Cell(row["money_kind"]),
                    "whose": Cell(row["investor_kind"]),
                    "where": Cell(words.where(row, view)),
                    "industry": Cell(row["industry_id"] if isinstance(row["industry_id"], str) else None),
                    "years": Cell(words.period(row, w) or None),
                    "stated": Cell(period(row["stated_on"], row["stated_precision"] or "day"), missing=w.t("undated")),
                    "before": Cell(trail or None),
                    "part": Cell(words.who(whole, w) if whole else None),
                    "state": Cell(_state(row, w)),
                },
                origin_ids(row["origin_ids"]),
                depth=depth,
            )
        )
    foot = w.t(
        "Bold: in the total of its rung. Grey: not added, because it repeats, contains or lies inside another "
        "row, or was cancelled."
    )
    return Table(columns, tuple(rows), empty=empty, foot=foot if rows else "", cut_by="amount")


def _state(row: Mapping[str, Any], w: Words) -> str:
    """Whether a statement still stands."""
    if row["investment_id"] != row["head_id"]:
        return w.t("restated later")
    return w.t("cancelled") if row["cancelled"] else w.t("still stands")


def of_kind(view: View, kind: str) -> Section | None:
    """What a kind's total consists of (a dialog)."""
    return (
        _contents(words.rung_name(kind, view.w), statements_in_scope(view).query("money_kind == @kind"), view)
        if kind in words.RUNGS
        else None
    )


def of_group(view: View, kind: str, by: str, key: str) -> Section | None:
    """What a group of a kind consists of (a dialog)."""
    if kind not in words.RUNGS or by not in words.DIMENSIONS:
        return None
    own = statements_in_scope(view).query("money_kind == @kind")
    chosen = own[words.keys(own, by) == key]
    if chosen.empty:
        return None
    found = words.groups(own, by, view)
    name = dict(zip(found["key"], found["name"], strict=True))[key]
    return _contents(view.w.t("{rung}: {group}", rung=words.rung_name(kind, view.w), group=name), chosen, view)


def _contents(title: str, rows: pd.DataFrame, view: View) -> Section:
    ordered = rows.sort_values(["counted", "amount_krw"], ascending=[False, False], kind="stable")
    shown = [(row, 0) for row in rows_of(ordered)]
    return Section("contents", title, tables=(_statement_table(shown, view.ask("investment/statements"), "", view),))


def statement(view: View, investment_id: str) -> Section | None:
    """One statement: every wording of it, its whole, its parts (a dialog)."""
    w, every = view.w, view.ask("investment/statements")
    known = {row["investment_id"]: row for row in rows_of(every, InvestmentStatements)}
    if investment_id not in known:
        return None
    head = known[known[investment_id]["head_id"]]
    chain = every[every["head_id"] == head["investment_id"]].sort_values(
        "stated_on", ascending=False, na_position="first"
    )
    parts = every[(every["whole_id"] == head["investment_id"]) & (every["investment_id"] == every["head_id"])]
    whole = every[every["investment_id"] == head["whole_id"]] if isinstance(head["whole_id"], str) else every.head(0)
    groups = ((w.t("Every statement of it"), chain), (w.t("Part of"), whole), (w.t("Contains"), parts))
    columns = (
        Column("stated", w.t("Stated on"), Format.PERIOD, share=12),
        Column("who", w.t("Who"), share=18),
        Column("amount", w.t("Amount"), Format.WON, share=14),
        Column("kind", w.t("Kind"), Format.NAME, names=_kinds(w), share=12),
        Column("where", w.t("Where"), share=16),
        Column("years", w.t("Years"), share=10),
        Column("note", w.t("Note"), share=26),
    )
    rows = [
        Row(
            f"{place}:{r['investment_id']}",
            {
                "stated": Cell(period(r["stated_on"], r["stated_precision"] or "day"), missing=w.t("undated")),
                "who": Cell(words.who(r, w)),
                "kind": Cell(r["money_kind"]),
                "amount": Cell(
                    number(r["amount_krw"]),
                    "subtle" if r["cancelled"] else "",
                    missing=w.t("not published"),
                    note=w.t("cancelled") if r["cancelled"] else "",
                    warnings=tuple(as_list(r["warnings"])),
                ),
                "where": Cell(words.where(r, view)),
                "years": Cell(words.period(r, w) or None),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
            group=name,
        )
        for place, (name, frame) in enumerate(groups)
        for r in rows_of(frame)
    ]
    amount = w.won(head["amount_krw"]) if head["amount_krw"] is not None else w.t("amount not published")
    return Section(
        "statement",
        w.t("{who}, {amount}", who=words.who(head, w), amount=amount),
        tables=(Table(columns, tuple(rows)),),
    )


# --- numbered goals
# -------------------------------------------------------------------------------------------------------------------


def goals(view: View) -> Section:
    """The numbered goals: those with a published value first, those stated more than once, then the rest by plan."""
    w = view.w
    every = view.ask("investment/targets")
    rows = view.scope.rows(every, FILTERS)
    valued = goal_words.valued(rows)
    twice = rows[
        rows["goal_group"].notna() & rows["goal_group"].duplicated(keep=False) & (rows["values_found"] == 0)
    ].sort_values("goal_group", kind="stable")
    rest = rows[(rows["values_found"] == 0) & ~rows["target_id"].isin(twice["target_id"])]
    groups = [
        (w.t("With a published value"), valued),
        (w.t("Stated more than once: another amount, scope or year, side by side"), twice),
    ]
    groups += [(w.of(own.iloc[0], "programme"), own) for _, own in rest.groupby("programme_ko", sort=False)]
    columns = (
        Column("goal", w.t("Goal"), share=26, note_label=w.t("Note")),
        Column("plan", w.t("Plan"), share=18),
        Column("scope", w.t("For what"), share=14, media=SCREEN),
        Column("value", w.t("Value"), share=12),
        Column("due", w.t("Due"), Format.PERIOD, share=9),
        Column("found", w.t("Newest value"), share=12, note_label=w.t("As of")),
        Column("distance", w.t("Distance to the goal"), share=12),
        Column("pace", w.t("Pace needed"), share=12, media=SCREEN, note_label=w.t("Pace so far")),
        Column("state", w.t("State"), Format.NAME, names=w.codes("target-state"), share=14),
        Column("stated", w.t("Stated on"), Format.PERIOD, share=10, media=SCREEN),
    )
    lines = tuple(_goal(row, group, view) for group, frame in groups for row in rows_of(frame))
    unit = goal_words.unit(view, len(every) - len(rows))
    return Section(
        "goals",
        goal_words.title(rows, w),
        unit,
        tables=(Table(columns, lines, empty=w.t("No numbered goal fits these filters.")),),
    )


def _goal(row: Mapping[str, Any], group: str, view: View) -> Row:
    w = view.w
    unit = w.of(row, "unit")
    places = [
        view.names[kind][row[key]]
        for kind, key in (("complexes", "complex_id"), ("provinces", "province_id"), ("industries", "industry_id"))
        if isinstance(row[key], str)
    ]
    known = row["values_found"] > 0
    distance = bar = None
    if known and not is_missing(row["distance"]):
        over = goal_words.gap(-row["distance"], unit, w)
        distance = (
            w.t("reached, {over} above", over=over)
            if row["distance"] < 0
            else w.t("exactly reached")
            if not row["distance"]
            else goal_words.gap(row["distance"], unit, w)
        )
        bar = min(max(row["found"] / row["value"], 0), 1) if row["value"] else None
    pace = (
        w.t("{pace} a year", pace=goal_words.gap(row["pace_needed"], unit, w))
        if known and not is_missing(row["pace_needed"])
        else None
    )
    so_far = (
        w.t("so far {pace} a year", pace=goal_words.gap(row["pace_so_far"], unit, w))
        if known and not is_missing(row["pace_so_far"])
        else ""
    )
    return Row(
        row["target_id"],
        {
            "goal": Cell(
                w.of(row, "metric"),
                note=w.of(row, "note"),
                opens=Target("goal", (row["target_id"],)),
                warnings=tuple(as_list(row["warnings"])),
                strong=True,
            ),
            "plan": Cell(w.of(row, "programme"), "subtle"),
            "scope": Cell(" · ".join(places) or w.t("national")),
            "value": Cell(goal_words.measure(row["value"], unit, w) if not is_missing(row["value"]) else w.t("a date")),
            "due": Cell(period(row["due_on"], row["due_precision"] or "day"), missing=w.t("no due date")),
            "found": Cell(
                goal_words.measure(row["found"], w.of(row, "found_unit"), w) if known else None,
                note=w.period(row["found_on"], row["found_precision"]) if known else "",
                warnings=tuple(as_list(row["found_warnings"])) if known else (),
            ),
            "distance": Cell(distance, bar=bar),
            "pace": Cell(pace, note=so_far),
            "state": Cell(row["state"], GOAL_TONES.get(row["state"], "")),
            "stated": Cell(period(row["stated_on"], row["stated_precision"] or "day"), missing=w.t("undated")),
        },
        origin_ids(row["origin_ids"], row["found_origin_ids"])
        if known and "found_origin_ids" in row
        else origin_ids(row["origin_ids"]),
        group=group,
    )


def goal(view: View, target_id: str) -> Section | None:
    """One goal with every value published for it (a dialog)."""
    w = view.w
    rows = view.ask("investment/targets")
    rows = rows[rows["target_id"] == target_id]
    if rows.empty:
        return None
    row = rows.iloc[0].to_dict()
    found = view.ask("investment/goal_values")
    found = found[found["target_id"] == target_id]
    value = goal_words.measure(row["value"], w.of(row, "unit"), w) if not is_missing(row["value"]) else w.t("a date")
    due = (
        w.period(row["due_on"], row["due_precision"] or "day") if not is_missing(row["due_on"]) else w.t("no due date")
    )
    lead = (
        Text(f"{w.of(row, 'programme')}."),
        Text(w.t("Goal: {value}; due: {due}.", value=value, due=due)),
        *((Text(w.of(row, "note")),) if w.of(row, "note") else ()),
    )
    columns = (
        Column("on", w.t("As of"), Format.PERIOD, share=12),
        Column("value", w.t("Value"), share=20),
        Column("role", w.t("Role"), Format.NAME, names=w.codes("progress-role"), share=24),
        Column("note", w.t("Note"), share=44),
    )
    lines = tuple(
        Row(
            str(place),
            {
                "on": Cell(period(r["value_on"], r["value_precision"])),
                "value": Cell(goal_words.measure(r["value"], w.of(r, "unit"), w)),
                "role": Cell(r["role"]),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for place, r in enumerate(rows_of(found))
    )
    return Section(
        "goal",
        w.of(row, "metric"),
        lead=lead,
        tables=(Table(columns, lines, empty=w.t("nothing published")),),
        origins=origin_ids(row["origin_ids"]),
    )


# --- foreign direct investment
# --------------------------------------------------------------------------------------------------------


def foreign(view: View) -> Section:
    """Foreign direct investment: whole years as a chart; sectors, regions and parts of a year as they were published."""
    w, rows = view.w, view.ask("investment/fdi")
    drawn, title = abroad.years(rows, w), abroad.title(rows, w)
    unit = w.t("100 million dollars") if w.lang == "ko" else w.t("billion dollars")
    line = w.t(
        "All Korea, whole years, in {unit}: the filters of province, industry and stage do not apply. Reported "
        "is what was filed, arrived what came in: neither is a part of the other year by year.",
        unit=unit,
    )
    bases = w.codes("fdi-basis")
    chart = (
        Chart(
            (),
            (),
            Format.DOLLARS,
            unit,
            abroad.alt(drawn, title, w),
            source=words.source_line(rows, w),
            draw=lambda palette: investment_charts.fdi(drawn, w, palette, unit, bases),
        )
        if len(drawn)
        else None
    )
    whole = rows[rows["period"] == "year"]
    regions = view.scope.rows(rows[rows["scope_kind"].isin(["area", "province"])])
    parts = rows[(rows["period"] != "year") & rows["scope_kind"].isin(["total", "sector"])].sort_values(
        ["year", "period", "scope_kind"], ascending=[False, False, False]
    )
    groups = (
        (
            w.t("All Korea, whole years"),
            whole[whole["scope_kind"] == "total"].sort_values(["year", "basis"], ascending=[False, False]),
        ),
        (w.t("Parts of a year: half-years and three quarters, never added to a year"), parts),
        (w.t("By region, as far as published"), regions.sort_values(["year", "basis"], ascending=[False, False])),
    )
    columns = (
        Column("when", w.t("Year or part of it"), share=14),
        Column("scope", w.t("Scope"), share=22),
        Column("basis", w.t("Basis"), Format.NAME, names=bases, share=12),
        Column("amount", w.t("Amount"), Format.DOLLARS, share=18),
        Column("first", w.t("First published"), Format.DOLLARS, share=16, media=SCREEN),
        Column("share", w.t("Of all Korea"), Format.SHARE, share=10),
    )
    lines = [
        Row(
            f"{place}:{number_}",
            {
                "when": Cell(abroad.period_name(int(r["year"]), r["period"], w)),
                "scope": Cell(w.of(r, "scope")),
                "basis": Cell(r["basis"]),
                "amount": Cell(float(r["amount_usd"]), warnings=tuple(as_list(r["warnings"]))),
                "first": Cell(number(r["first_usd"])),
                "share": Cell(number(r["share"]) if r["scope_kind"] != "total" else None),
            },
            origin_ids(r["origin_ids"]),
            group=name,
        )
        for place, (name, frame) in enumerate(groups)
        for number_, r in enumerate(rows_of(frame))
    ]
    foot = w.t(
        "Regions are published for few years; the other years are empty because nothing was found, not because "
        "nothing came."
    )
    return Section(
        "foreign",
        title,
        line,
        picture=chart,
        tables=(
            _sectors(whole, view),
            Table(columns, tuple(lines), caption=w.t("Years, parts of a year, regions"), foot=foot),
        ),
    )


def _sectors(whole: pd.DataFrame, view: View) -> Table:
    """Reported investment by sector and year. Some sectors lie inside others and are not added."""
    w = view.w
    own = whole[whole["scope_kind"] == "sector"]
    years = sorted({int(year) for year in own["year"]})
    columns = (
        Column("sector", w.t("Sector"), share=24),
        *(Column(str(year), str(year), Format.DOLLARS, share=12) for year in years),
    )
    rows = []
    for sector in abroad.SECTORS:
        found = own[own["scope"] == sector]
        if len(found):
            by_year = {str(int(r["year"])): r for r in rows_of(found)}
            cells = {
                key: Cell(
                    float(r["amount_usd"]),
                    opens=Target("origins", (";".join(as_list(r["origin_ids"])),)),
                    warnings=tuple(as_list(r["warnings"])),
                )
                for key, r in by_year.items()
            }
            name = w.of(found.iloc[0], "scope")
            rows.append(
                Row(
                    sector,
                    {
                        "sector": Cell(name, "subtle" if sector in abroad.INSIDE else ""),
                        **{c.key: cells.get(c.key, Cell()) for c in columns[1:]},
                    },
                    origin_ids(found["origin_ids"]),
                )
            )
    foot = w.t(
        "Sectors in grey lie inside manufacturing or cut across it: they are not added. An empty cell: nothing found."
    )
    return Table(columns, tuple(rows), caption=w.t("Reported, by sector"), foot=foot if rows else "", whole=True)


# --- site cost
# ------------------------------------------------------------------------------------------------------------------------


def site_costs(view: View) -> Section:
    """What developing each complex costs, how that grew, and what a square metre costs over the area of the same day."""
    w, costs = view.w, building.per_m2(view.ask("investment/site_costs"))
    most = float(costs["now"].max()) if costs["now"].notna().any() else 1.0
    columns = (
        complex_column(view),
        Column("cost", w.t("Site cost, newest"), Format.WON, share=15, note_label=w.t("For another area")),
        Column("stated", w.t("Stated on"), Format.DAY, share=11),
        Column("first", w.t("First stated"), Format.WON, share=13),
        Column("growth", w.t("Growth"), Format.CHANGE, share=8),
        Column("area", w.t("Area now"), Format.AREA, share=11),
        Column("metre", w.t("Cost a square metre"), Format.WON, share=13),
        Column("rise", w.t("Rise of it"), Format.CHANGE, share=9),
        Column("cost_area", w.t("For the area"), Format.AREA, media=ANNEX),
        Column("announced", w.t("Announced area"), Format.AREA, media=ANNEX),
        Column("first_on", w.t("First stated on"), Format.DAY, media=ANNEX),
        Column("first_area", w.t("First for the area"), Format.AREA, media=ANNEX),
        Column("before", w.t("First cost a square metre"), Format.WON, media=ANNEX),
        Column("note", w.t("Note"), media=ANNEX),
    )
    rows = tuple(_cost(row, most, view) for row in rows_of(costs))
    known, areas = costs[costs["cost_krw"].notna()], costs[costs["area_m2"].notna()]
    change = areas["area_m2"].sum() / areas["announced_m2"].sum() - 1 if len(areas) else None
    blank = {column.key: Cell() for column in columns}
    total = Row(
        "total",
        blank
        | {
            "complex": Cell(None, missing=w.n("one complex", "{n} complexes", len(costs))),
            "cost": Cell(
                float(known["cost_krw"].sum()) if len(known) else None,
                missing=w.t("not published"),
                note=w.t("published for {n}", n=w.number(len(known))),
            ),
            "area": Cell(
                float(areas["area_m2"].sum()) if len(areas) else None,
                after=Part(change, Format.CHANGE, label=w.t("against the announced area")) if change else None,
            ),
        },
        total=True,
    )
    foot = w.t(
        "A cost is divided by the area that was in force on the day it was stated, so cost and area belong to "
        "the same extent. Where the site has changed since, the row says so: no newer cost was found."
        " Costs are estimates of different days, none is money spent. Select a cost or an area for every "
        "statement and its sources."
    )
    return Section(
        "site-costs",
        building.cost_title(costs, w),
        w.t("Cost of developing the site, not what firms invest there. The complexes in scope"),
        tables=(Table(columns, (*rows, total), foot=foot, cut_by="cost"),),
        metrics=("site-cost",),
    )


def _cost(row: Mapping[str, Any], most: float, view: View) -> Row:
    w, i = view.w, row["complex_id"]
    growth = row["cost_krw"] / row["first_cost_krw"] - 1 if not is_missing(row["first_cost_krw"]) else None
    lost = row["area_m2"] / row["announced_m2"] - 1 if not is_missing(row["area_m2"]) else 0
    extent = (
        w.t(
            "for {then} km², the site then; it is {now} km² today",
            then=w.area(row["cost_area_m2"]),
            now=w.area(row["area_m2"]),
        )
        if not is_missing(row["cost_krw"]) and row["other_extent"]
        else ""
    )
    return Row(
        i,
        {
            "complex": complex_cell(i),
            "cost": Cell(
                number(row["cost_krw"]),
                missing=w.t("not published"),
                note=extent,
                warnings=tuple(as_list(row["warnings"])),
                opens=Target("figure", (i, "site-cost")) if not is_missing(row["cost_krw"]) else None,
            ),
            "stated": Cell(day(row["cost_stated_on"])),
            "first": Cell(number(row["first_cost_krw"])),
            "growth": Cell(growth, "amber" if growth and growth >= 0.1 else ""),
            "area": Cell(
                number(row["area_m2"]),
                opens=Target("figure", (i, "area")),
                after=Part(lost, Format.CHANGE, "amber" if lost <= -0.1 else "", w.t("against the announced area"))
                if round(lost * 100)
                else None,
            ),
            "metre": Cell(number(row["now"]), bar=number(row["now"] / most) if not is_missing(row["now"]) else None),
            "rise": Cell(number(row["rise"]), "amber" if not is_missing(row["rise"]) and row["rise"] >= 0.1 else ""),
            "cost_area": Cell(number(row["cost_area_m2"])),
            "announced": Cell(number(row["announced_m2"])),
            "first_on": Cell(day(row["first_cost_stated_on"])),
            "first_area": Cell(number(row["first_cost_area_m2"])),
            "before": Cell(number(row["before"])),
            "note": Cell(w.of(row, "note") or None),
        },
        origin_ids(row["origin_ids"]),
    )


# --- built, sold, running
# -------------------------------------------------------------------------------------------------------------


def older(view: View) -> Section:
    """Works done, land sold and operation of the older complexes, kept apart; the mismatches first."""
    w = view.w
    rows = view.scope.rows(view.ask("investment/occupancy"))
    found, points = building.standing(rows, view.scope.as_of), building.sold_points(rows, w)
    title = building.built_title(found, w)
    unit = w.t(
        "Older complexes, filtered by their province and industry. Share of the land sold by years since the "
        "first phase was completed; hollow: for a part of the complex. A line joins the same extent"
    )
    if found.empty:
        unit = w.t(
            "Of the older complexes of these provinces and industries nothing is published. Clear the filters to "
            "see all"
        )
    elif points.empty:
        unit = w.t(
            "Older complexes, filtered by their province and industry. No share of land sold has a dated "
            "completion to count from"
        )
    columns = (
        Column("place", w.t("Older complex"), share=24),
        Column("works", w.t("Built"), Format.PERCENT, share=12, digits=1, note_label=w.t("Completed")),
        Column("works_on", w.t("Built, as of"), Format.DAY, share=11, media=SCREEN),
        Column("sold", w.t("Land sold"), Format.PERCENT, share=12, digits=1, note_label=w.t("Other shares and bases")),
        Column("sold_on", w.t("Sold, as of"), Format.DAY, share=11),
        Column("years", w.t("Years after completion"), Format.NUMBER, share=10, digits=1),
        Column("firms", w.t("Firms in operation"), Format.NUMBER, share=10),
        Column("people", w.t("Employees"), Format.NUMBER, share=10),
    )
    lines = tuple(_older(row, view) for row in rows_of(found))
    foot = w.t(
        "Works, land sold and operation are different things and are never blended into one figure. Bases differ "
        "(a phase, industrial plots, land offered so far): the note says which. Two shares of one day are two "
        "zones or two sources."
    )
    chart = (
        Chart(
            (),
            (),
            Format.PERCENT,
            "%",
            building.sold_alt(points, title, w),
            source=words.source_line(rows, w),
            draw=lambda palette: investment_charts.sold(points, w, palette),
        )
        if len(points)
        else None
    )
    return Section(
        "older",
        title,
        unit,
        picture=chart,
        tables=(Table(columns, lines, foot=foot if lines else "", empty=w.t("nothing published")),),
        origins=origin_ids(rows["origin_ids"]),
    )


def _older(row: Mapping[str, Any], view: View) -> Row:
    w, works, sold = view.w, row["works"], row["sold"]
    running = {r["metric"]: float(r["value"]) for r in row["running"]}
    completed = (
        w.t("completed {when}", when=w.period(row["completed_on"], row["completed_precision"]))
        if not is_missing(row["completed_on"])
        else ""
    )
    notes = [w.of(r, "note") for r in row["sold_rows"]]
    others = [f"{w.number(value, 1)}%" for value in row["sold_values"][:-1]]
    return Row(
        row["place"],
        {
            "place": Cell(
                building.place_name(row, w),
                "amber" if row["mismatch"] else "",
                note=w.t("built, not sold") if row["mismatch"] else "",
                opens=Target("place", (row["place"],)),
                strong=not row["national"],
            ),
            "works": Cell(
                float(works["value"]) if works is not None else None,
                missing=w.t("not published"),
                note=completed,
                bar=float(works["value"]) / 100 if works is not None else None,
            ),
            "works_on": Cell(works["value_on"].date() if works is not None else None),
            "sold": Cell(
                float(max(row["sold_values"])) if row["sold_values"] else None,
                missing=w.t("not published"),
                note=" · ".join(dict.fromkeys(filter(None, [*others, *notes]))),
                bar=float(max(row["sold_values"])) / 100 if row["sold_values"] else None,
                warnings=tuple(as_list(sold["warnings"])) if sold is not None else (),
            ),
            "sold_on": Cell(sold["value_on"].date() if sold is not None else None),
            "years": Cell(number(sold["years"]) if sold is not None else None),
            "firms": Cell(running.get("operating-firms")),
            "people": Cell(running.get("employees")),
        },
        tuple(row["origin_ids"]),
    )


def place(view: View, key: str) -> Section | None:
    """Every published value of one older complex (a dialog)."""
    w, rows = view.w, view.ask("investment/occupancy")
    own = rows[rows["place"] == key].sort_values(["metric", "value_on"], ascending=[True, False])
    if own.empty:
        return None
    columns = (
        Column("figure", w.t("Figure"), Format.NAME, names=w.codes("occupancy-metric"), share=24),
        Column("value", w.t("Value"), share=18),
        Column("on", w.t("As of"), Format.DAY, share=14),
        Column("note", w.t("Note"), share=44),
    )
    lines = tuple(
        Row(
            str(number_),
            {
                "figure": Cell(r["metric"]),
                "value": Cell(_occupancy(r, w), warnings=tuple(as_list(r["warnings"]))),
                "on": Cell(day(r["value_on"])),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for number_, r in enumerate(rows_of(own, InvestmentOccupancy))
    )
    return Section(
        "place",
        w.of(own.iloc[0], "place"),
        tables=(Table(columns, lines),),
        origins=origin_ids(own["completed_origin_ids"]),
    )


def _occupancy(row: Mapping[str, Any], w: Words) -> Quantity:
    form = (
        Format.PERCENT
        if row["metric"] in building.SHARES
        else Format.WON
        if row["metric"] == "output"
        else Format.NUMBER
    )
    return Quantity(float(row["value"]), form, digits=1 if form is Format.PERCENT else 0)


def own_sites(view: View) -> Section:
    """The same for the complexes in scope: construction, completion, sale of land, operation; mostly still to come."""
    w, rows = view.w, view.ask("investment/building")
    begun, sold, built, running = (
        int((rows[key] == "done").sum()) for key in ("started", "sold", "completed", "running")
    )
    title = w.t(
        "The {n} in scope: construction begun at {begun}, sale of land at {sold}, completed {built}, running {running}",
        n=w.number(len(rows)),
        begun=w.number(begun),
        sold=w.number(sold),
        built=w.number(built),
        running=w.number(running),
    )
    states = w.codes("milestone-state")
    columns = (
        complex_column(view),
        Column("started", w.t("Start of construction"), Format.PERIOD, share=22),
        Column("completed", w.t("Completion"), Format.PERIOD, share=22),
        Column("sold", w.t("Sale of land"), share=18),
        Column("running", w.t("Running"), share=18),
    )

    def stage(row: Mapping[str, Any], key: str) -> Cell:
        state = row[key]
        return Cell(
            period(row[f"{key}_on"], row[f"{key}_precision"]) if state not in {"skipped", "unpublished"} else None,
            mark=state,
            mark_label=states[state],
            missing=w.t("nothing published"),
        )

    lines = tuple(
        Row(
            r["complex_id"],
            {
                "complex": complex_cell(r["complex_id"]),
                "started": stage(r, "started"),
                "completed": stage(r, "completed"),
                "sold": Cell(
                    w.t("sale begun, share not published") if r["sold"] == "done" else None,
                    missing=w.t("nothing published"),
                ),
                "running": Cell(
                    w.t("in operation")
                    if r["running"] == "done"
                    else w.t("planned, nothing runs yet")
                    if r["running"] in {"planned", "passed"}
                    else None,
                    missing=w.t("nothing published"),
                ),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows, InvestmentBuilding)
    )
    foot = w.t("No published share of works done, of land sold or of firms in operation was found for these complexes.")
    return Section("own-sites", title, tables=(Table(columns, lines, foot=foot, whole=True),))
