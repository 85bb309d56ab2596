"""Statements about money: what may be added, the ladder of firmness, its breakdown, the list. Data in, words out."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from rollout.language.words import Words, fold
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import InvestmentStatements
from rollout.questions.view import KINDS, View
from rollout.render import markup
from rollout.subjects import wording

RUNG = "money_rung"  # what a view calls its choice of the kind of money
RUNGS = ("target", "survey", "announcement", "mou", "contract", "budget", "executed")
DIMENSIONS = ("industry", "province", "company", "complex", "year")
SITUATIONS = ("capital", "non-capital", "none")
INVESTORS = ("domestic", "foreign", "public")
NONE, WIDER = "", "wider"
Piece = tuple[str, str]
LONGEST_HAY = 2000  # letters of a statement that are searched
SHOWN_GROUPS, SHOWN_ROWS, DEEPEST = 12, 15, 3


def rung_name(kind: str, w: Words) -> str:
    """A kind of money as a heading."""
    name = w.code("money-kind", kind)
    return name[:1].upper() + name[1:]


def kinds(w: Words) -> dict[str, str]:
    """The kinds of money as headings, the softest first."""
    return {kind: rung_name(kind, w) for kind in RUNGS}


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The statements that stand (none restated since), with `counted`: whether it is in the total of its rung here.

    Not added: what was cancelled, has no amount, is marked do-not-add, or lies in a whole of the same rung that is in
    the selection too, restated or not. `rows`: investment/statements in scope.
    """
    selected = set(rows["investment_id"])
    inside = [bool(selected.intersection(wholes)) for wholes in rows["wholes"]]
    marked = [any(warning == "do-not-add" for warning in warnings) for warnings in rows["warnings"]]
    standing = rows.assign(inside=inside, marked=marked)
    standing = standing[standing["investment_id"] == standing["head_id"]]
    return standing.assign(
        counted=standing["amount_krw"].notna() & ~standing["cancelled"] & ~standing["marked"] & ~standing["inside"]
    )


def total(rows: pd.DataFrame) -> float:
    """The sum of what counts (won)."""
    return float(rows.loc[rows["counted"], "amount_krw"].sum())


def amount(value: float, w: Words) -> str:
    """An amount of won, or that there is none."""
    return w.won(value) if value else w.t("no amount")


def share(part: float, whole: float, w: Words) -> str:
    """A part of a whole in percent; tells little from nothing."""
    if not part or not whole:
        return "0%"
    text = w.number(part / whole * 100)
    return "<1%" if text == "0" else ">99%" if text == "100" and part < whole else f"{text}%"


# --- the top ---


def top(view: View, rows: pd.DataFrame, goals: pd.DataFrame) -> str:
    """The top of the page: filters, clock, the sentence."""
    w = view.w
    meaning = w.t(
        "Targets, announcements, contracts and spending are counted separately and never added. Only "
        "published amounts are included."
    )
    return wording.top(
        view, [w.t("Investment"), *view.scope.described(w, view.names)], sentence(view, rows, goals), meaning
    )


def sentence(view: View, rows: pd.DataFrame, goals: pd.DataFrame) -> list[Piece]:
    """What is announced, under contract and spent; the capital area's part; what is known of the goals.

    `rows`: judged.
    """
    w = view.w
    if rows.empty:
        return [(w.t("No statement about money fits these filters."), wording.BASIC)]
    said = [_sums(rows, w)]
    part = capital_share(rows[rows["money_kind"] == "announcement"])
    if part is not None and not view.scope.situation and not view.scope.provinces:
        where = w.t(
            "Of the announced money with a stated place, *{share} is in the capital area*.", share=share(part, 1, w)
        )
        said.append((where, wording.GOOD))
    if len(goals):
        known = w.t(
            "Of {n} numbered goals, {known} have a published value and {met} are met.",
            n=w.number(len(goals)),
            known=w.number(int((goals["values_found"] > 0).sum())),
            met=w.number(int((goals["state"] == "met").sum())),
        )
        said.append((known, wording.BASIC))
    return said


def _sums(rows: pd.DataFrame, w: Words) -> Piece:
    """What is announced, under contract and spent."""
    known = {kind: total(rows[rows["money_kind"] == kind]) for kind in ("announcement", "contract", "executed")}
    if any(known.values()):
        sums = {kind: amount(value, w) for kind, value in known.items()}
        text = w.t("*Announced: {announcement}*; under contract: {contract}; published as spent: {executed}.", **sums)
        return text, wording.GOOD
    text = w.n(
        "One statement about money, with no amount announced, under contract or spent.",
        "{n} statements about money, with no amount announced, under contract or spent.",
        len(rows),
    )
    return text, wording.BASIC


# --- the ladder ---


def by_situation(rows: pd.DataFrame) -> dict[str, float]:
    """What counts inside the capital area, outside it, and without a stated place (won)."""
    counted = rows[rows["counted"]]
    sums = counted["amount_krw"].astype(float).groupby(counted["situation"].fillna("none")).sum()
    return {key: float(sums.get(key, 0)) for key in SITUATIONS}


def capital_share(rows: pd.DataFrame) -> float | None:
    """The capital area's part of what counts and has a place (0 to 1); None where nothing has one."""
    sums = by_situation(rows)
    known = sums["capital"] + sums["non-capital"]
    return sums["capital"] / known if known else None


# --- the breakdown ---


def groups(rows: pd.DataFrame, dimension: str, view: View) -> pd.DataFrame:
    """A rung's statements by group, the largest first, those without a group last.

    Columns: key, name, rest (no group is stated), amount, counted, without, statements. `rows`: judged, of one rung.
    """
    keyed = rows.assign(key=keys(rows, dimension))
    names = _group_names(dimension, view)
    found = [
        {
            "key": key,
            "name": names.get(str(key), key),
            "rest": key in {NONE, WIDER},
            "amount": total(own),
            "counted": int(own["counted"].sum()),
            "without": int(own["amount_krw"].isna().sum()),
            "statements": len(own),
        }
        for key, own in keyed.groupby("key", sort=False)
    ]
    columns = ["key", "name", "rest", "amount", "counted", "without", "statements"]
    return pd.DataFrame(found, columns=columns).sort_values(
        ["rest", "amount", "statements", "name"], ascending=[True, False, False, True]
    )


def keys(rows: pd.DataFrame, dimension: str) -> pd.Series:
    """The group of each statement: an id, an investor's Korean name, or a year; empty where none is stated.

    What is wider than a complex is not the complex's.
    """
    if dimension == "year":
        return rows["stated_on"].map(lambda day: str(day.year) if not is_missing(day) else NONE)
    if dimension == "complex":
        wider = [
            not is_missing(i) and "beyond-site" in set(warnings)
            for i, warnings in zip(rows["complex_id"], rows["warnings"], strict=True)
        ]
        return rows["complex_id"].fillna(NONE).mask(pd.Series(wider, index=rows.index, dtype=bool), WIDER)
    column = {"industry": "industry_id", "province": "province_id", "company": "company_ko"}[dimension]
    return rows[column].fillna(NONE)


def _group_names(dimension: str, view: View) -> Mapping[str, str]:
    w, rest = view.w, view.w.codes("investment-rest")
    named: Mapping[str, str] = {}
    if dimension == "company":
        rows = view.ask("investment/statements")
        named = {
            str(row["company_ko"]): w.of(row, "company")
            for row in rows_of(rows[rows["company_ko"].notna()], InvestmentStatements)
        }
    elif dimension != "year":
        named = view.names[KINDS[dimension]]
    return {**named, NONE: rest[dimension]} | ({WIDER: rest[WIDER]} if dimension == "complex" else {})


def groups_title(found: pd.DataFrame, kind: str, dimension: str, w: Words) -> str:
    """The breakdown's finding: which group has most of the rung."""
    whole, rung = float(found["amount"].sum()), rung_name(kind, w)
    named = found[~found["rest"] & (found["amount"] > 0)]
    words = {"rung": rung, "by": w.code("investment-group", dimension)}
    if not whole:
        return w.t("{rung} by {by}: statements, but no amount to add", **words)
    if named.empty:
        return w.t("{rung} by {by}: {total}, none of it stated for one group", total=w.won(whole), **words)
    first = named.iloc[0]
    return w.t(
        "{rung} by {by}: {name} has {share} of {total}",
        name=first["name"],
        share=share(first["amount"], whole, w),
        total=w.won(whole),
        **words,
    )


# --- the list ---


def who(row: Mapping[str, Any], w: Words) -> str:
    """The investor, as one line."""
    return w.of(row, "company").replace(";", ", ") or w.t("industry-wide, no investor named")


def where(row: Mapping[str, Any], view: View) -> str:
    """The place of the money; districts are known in Korean only."""
    w, parts = view.w, []
    if not is_missing(row["complex_id"]):
        parts.append(view.names["complexes"][row["complex_id"]])
    if not is_missing(row["province_id"]):
        district = (
            row["district_ko"].replace(";", ", ") if w.lang == "ko" and isinstance(row["district_ko"], str) else ""
        )
        parts.append(f"{view.names['provinces'][row['province_id']]} {district}".strip())
    elif not is_missing(row["situation"]):
        parts.append(w.code("situation", row["situation"]))
    return " · ".join(parts) or w.code("investment-rest", "situation")


def period(row: Mapping[str, Any], w: Words) -> str:
    """The years of the money; empty where none is stated."""
    first, last = row["period_from"], row["period_to"]
    if is_missing(first) and is_missing(last):
        return ""
    if is_missing(first):
        return w.t("to {year}", year=int(last))
    if is_missing(last):
        return w.t("from {year}", year=int(first))
    return str(int(first)) if first == last else f"{int(first)}–{int(last)}"


def matching(every: pd.DataFrame, text: str | None, view: View) -> set[str]:
    """The newest statements in which all words of a text stand, and the wholes that they lie in.

    Searched are investor, place, industry and our note, in either language.
    """
    wanted = fold(text or "").split()
    both = view.ask("scope/names")
    names = {
        (kind, i): f"{ko} {en}"
        for kind, i, ko, en in both[["kind", "id", "name_ko", "name_en"]].itertuples(index=False)
    }
    wholes = {i: [whole] for i, whole in every[["investment_id", "whole_id"]].dropna().itertuples(index=False)}
    heads: set[str] = set()
    for row in rows_of(every):
        texts = [
            row[column]
            for column in ("company_ko", "company_en", "district_ko", "note_ko", "note_en")
            if isinstance(row[column], str)
        ]
        texts += [names.get((kind, row[f"{kind}_id"]), "") for kind in ("complex", "province", "industry")]
        hay = fold(" ".join(texts), LONGEST_HAY)
        if all(word in hay for word in wanted):
            heads |= {row["head_id"], *wholes.get(row["head_id"], ())}
    return heads


def tree(rows: pd.DataFrame) -> list[tuple[dict[str, Any], int]]:
    """The statements with the depth of each, those that count first; parts stand below their whole if it is listed."""
    listed = {row["investment_id"]: row for row in rows_of(rows.sort_values("counted", ascending=False, kind="stable"))}
    below: dict[str, list[str]] = {}
    for key, row in listed.items():
        parent = row["whole_id"]
        below.setdefault(parent if isinstance(parent, str) and parent in listed and parent != key else "", []).append(
            key
        )
    ordered: list[tuple[dict[str, Any], int]] = []

    def walk(parent: str, depth: int) -> None:
        for key in below.get(parent, []):
            ordered.append((listed[key], min(depth, DEEPEST)))
            walk(key, depth + 1)

    walk("", 0)
    return ordered


def why(row: Mapping[str, Any], w: Words) -> str:
    """Whether a statement goes into the total, and why not."""
    if row["counted"]:
        return w.t("yes")
    if row["cancelled"]:
        return w.t("no: cancelled")
    if row["investment_id"] != row["head_id"]:
        return w.t("no: restated later")
    if is_missing(row["amount_krw"]):
        return w.t("no amount published")
    return w.t("no: repeats or contains others") if row["marked"] else w.t("no: inside another row")


def origin_ids(frames: Iterable[pd.DataFrame]) -> list[str]:
    """Every source of some tables once."""
    return sorted({i for frame in frames for i in markup.ids(frame["origin_ids"])})


def source_line(rows: pd.DataFrame, w: Words) -> str:
    """How many public pages a chart rests on."""
    return w.n(
        "Source: one public page, listed at the foot of the page",
        "Source: {n} public pages, listed at the foot of the page",
        len(markup.ids(rows["origin_ids"])),
    )
