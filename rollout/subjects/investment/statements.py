"""The statements about money as sections: of one kind, searched, all, and what opens on a click."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, SCREEN, Cell, Column, Format, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import InvestmentStatements
from rollout.questions.scope import FILTERS
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import chooses, number, origin_ids, stated
from rollout.subjects.investment import words


@remembered
def statements_in_scope(view: View) -> pd.DataFrame:
    """The statements that stand and pass the filters, with whether each counts in its kind's total."""
    return words.judged(view.scope.rows(view.ask("investment/statements"), FILTERS))


@remembered
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
        title = w.n(
            "One statement found in all kinds of money", "{n} statements found in all kinds of money", len(found)
        )
        unit = w.t(
            "Every word must appear in the investor, place, industry or note of a statement or of a "
            "part of it; Korean or English"
        )
        empty = w.t("No match. Search for another investor, zone or place, or clear the search and the filters.")
    else:
        title, unit = (
            w.n("The statement behind it", "The {n} statements behind it", len(found)),
            w.t("{rung}. A search looks through all kinds of money", rung=words.rung_name(kind, w)),
        )
        empty = w.t(
            "No statement about this kind of money fits these filters. Choose another kind, or clear the filters."
        )
    return Section("money", title, unit, tables=(_statement_table(words.tree(found), every, empty, view),))


@remembered
def all_statements(view: View) -> Section:
    """Every statement about money in scope: those that stand with their parts, then those that were restated."""
    w, rows, every = view.w, statements_in_scope(view), view.ask("investment/statements")
    placed = view.scope.rows(every, FILTERS)
    restated = placed[placed["investment_id"] != placed["head_id"]].assign(counted=False, marked=False, inside=False)
    shown = [*words.tree(rows), *((row, 0) for row in rows_of(restated))]
    dated = sum(not is_missing(row["stated_on"]) for row, _ in shown)
    title = w.n("One statement about money", "{n} statements about money", dated)
    if dated < len(shown):
        title += w.n(", and one undated", ", and {n} undated", len(shown) - dated)
    return Section(
        "statements-money",
        title,
        tables=(_statement_table(shown, every, w.t("No statement about money fits these filters."), view),),
    )


def _statement_table(shown: Sequence[tuple[dict[str, Any], int]], every: pd.DataFrame, empty: str, view: View) -> Table:
    w = view.w
    columns = (
        Column("who", w.t("Who"), share=22),
        Column("amount", w.t("Amount"), Format.WON, share=14),
        Column("counts", w.t("In the total"), share=10),
        Column("kind", w.t("Kind"), Format.NAME, names=words.kinds(w), share=10),
        Column("whose", w.t("Whose money"), Format.NAME, names=w.codes("investor-kind"), share=9),
        Column("where", w.t("Where"), share=16),
        Column("industry", w.t("Industry"), Format.NAME, names=view.names["industries"], share=11),
        Column("years", w.t("Years"), share=8),
        Column("stated", w.t("Stated on"), Format.PERIOD, share=10),
        Column("before", w.t("Stated before"), share=12, media=SCREEN),
        Column("part", w.t("Part of"), share=12, media=ANNEX),
    )
    names = {row["investment_id"]: words.who(row, w) for row in rows_of(every)}
    earlier = every[(every["investment_id"] != every["head_id"]) & every["amount_krw"].notna()]
    amounts = earlier.sort_values("stated_on").groupby("head_id")["amount_krw"].agg(list).to_dict()
    rows = tuple(
        Row(
            row["investment_id"],
            {
                **_statement(row, depth, view),
                "before": Cell(_before(row, amounts, w)),
                "part": Cell(_whole(row, names)),
            },
            origin_ids(row["origin_ids"]),
            depth=depth,
        )
        for row, depth in shown
    )
    foot = w.t(
        "Bold: included in the total of its kind. Grey: not added, because it repeats, contains or "
        "is part of another row, or was cancelled."
    )
    return Table(columns, rows, empty=empty, foot=foot if rows else "", cut_by="amount")


def _statement(row: Mapping[str, Any], depth: int, view: View) -> dict[str, Cell]:
    """The cells of a statement that it fills by itself."""
    w, industry = view.w, row["industry_id"] if isinstance(row["industry_id"], str) else None
    return {
        "who": Cell(
            words.who(row, w),
            note=w.of(row, "note"),
            opens=Target("money", (row["investment_id"],)),
            warnings=tuple(as_list(row["warnings"])),
            strong=depth == 0,
        ),
        "amount": Cell(
            None if is_missing(row["amount_krw"]) else float(row["amount_krw"]),
            "" if row["counted"] else "subtle",
            missing=w.t("not published"),
            strong=bool(row["counted"]),
        ),
        "counts": Cell(words.why(row, w)),
        "kind": Cell(row["money_kind"]),
        "whose": Cell(row["investor_kind"]),
        "where": Cell(words.where(row, view)),
        "industry": Cell(industry, filters=chooses("industry", industry)),
        "years": Cell(words.period(row, w) or None),
        "stated": stated(row, w),
        "state": Cell(_state(row, w)),
    }


def _before(row: Mapping[str, Any], amounts: Mapping[Any, Sequence[float]], w: Words) -> str | None:
    """The amounts stated before, the oldest first."""
    return " → ".join(dict.fromkeys(w.won(value) for value in amounts.get(row["investment_id"], ()))) or None


def _whole(row: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    """Whose statement it is a part of."""
    return names.get(row["whole_id"]) if isinstance(row["whole_id"], str) else None


def _state(row: Mapping[str, Any], w: Words) -> str:
    """Whether a statement still stands."""
    if row["investment_id"] != row["head_id"]:
        return w.t("restated later")
    return w.t("cancelled") if row["cancelled"] else w.t("in force")


@remembered
def of_kind(view: View, kind: str) -> Section | None:
    """What a kind's total consists of (a dialog)."""
    return (
        _contents(words.rung_name(kind, view.w), statements_in_scope(view).query("money_kind == @kind"), view)
        if kind in words.RUNGS
        else None
    )


@remembered
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


@remembered
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
    groups = ((w.t("Every statement about it"), chain), (w.t("Part of"), whole), (w.t("Contains"), parts))
    columns = (
        Column("stated", w.t("Stated on"), Format.PERIOD, share=12),
        Column("who", w.t("Who"), share=18),
        Column("amount", w.t("Amount"), Format.WON, share=14),
        Column("kind", w.t("Kind"), Format.NAME, names=words.kinds(w), share=12),
        Column("where", w.t("Where"), share=16),
        Column("years", w.t("Years"), share=10),
        Column("note", w.t("Note"), share=26),
    )
    rows = tuple(
        _wording(f"{place}:{row['investment_id']}", row, group, view)
        for place, (group, frame) in enumerate(groups)
        for row in rows_of(frame)
    )
    amount = w.won(head["amount_krw"]) if head["amount_krw"] is not None else w.t("amount not published")
    title = w.t("{who}, {amount}", who=words.who(head, w), amount=amount)
    return Section("statement", title, tables=(Table(columns, rows),))


def _wording(key: str, row: Mapping[str, Any], group: str, view: View) -> Row:
    w = view.w
    amount = Cell(
        number(row["amount_krw"]),
        "subtle" if row["cancelled"] else "",
        missing=w.t("not published"),
        note=w.t("cancelled") if row["cancelled"] else "",
        warnings=tuple(as_list(row["warnings"])),
    )
    cells = {
        "stated": stated(row, w),
        "who": Cell(words.who(row, w)),
        "kind": Cell(row["money_kind"]),
        "amount": amount,
        "where": Cell(words.where(row, view)),
        "years": Cell(words.period(row, w) or None),
        "note": Cell(w.of(row, "note") or None),
    }
    return Row(key, cells, origin_ids(row["origin_ids"]), group=group)
