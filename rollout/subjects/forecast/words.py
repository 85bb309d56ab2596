"""What the Forecast says. Data in, words out."""

from collections.abc import Mapping
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd

from rollout.language.words import Words, rounded
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View
from rollout.render import markup
from rollout.subjects.forecast import outlook
from rollout.subjects.forecast.durations import MAIN, Durations

LANES = tuple(pairwise(MAIN))
EVEN = 0.5


def sentences(viewer: View, rows: pd.DataFrame) -> list[str]:
    """If the 15 went as older complexes did: how many latest plans would hold, and when half would be building."""
    w = viewer.w
    planned = rows[rows["chance_most"].notna()]
    unlikely = int((planned["chance_most"] < EVEN).sum())
    rates = outlook.base_rates(viewer)
    past = rates[(rates["ledger"] == "reference") & rates["stage_id"].isna()]
    said = []
    if len(planned):
        said.append(
            w.t(
                "At the pace of older complexes, {n} of {total} dated plans have a less than 50% chance of being met.",
                n=w.number(unlikely),
                total=w.number(len(planned)),
            )
        )
    else:
        said.append(w.t("No plan in force can be compared with older complexes on this day."))
    if not past.empty and not is_missing(past["share_late"].iloc[0]):
        said.append(
            w.t(
                "Of the plans for older complexes now due, {share}% were late, half of them by "
                "{months} months or more.",
                share=w.number(past["share_late"].iloc[0] * 100),
                months=w.number(past["median_slip"].iloc[0]),
            )
        )
    return said


def method(w: Words) -> str:
    """How the range is made, in a line."""
    return w.t(
        "Reference-class forecast (Flyvbjerg 2006): Kaplan-Meier durations of older complexes, "
        "10,000 draws, fixed seed; derived, not a published statement"
    )


def drawn(rows: pd.DataFrame, viewer: View) -> pd.DataFrame:
    """The rows that have a range, as the chart takes them, earliest first."""
    w = viewer.w
    shown = rows[rows["low"].notna()].sort_values("median", kind="stable")
    names = [viewer.names["complexes"][i] for i in shown["complex_id"]]
    return shown.assign(
        name=names,
        missed=shown["chance_most"].fillna(1) < EVEN,
        text=[
            f"<b>{escape(name, quote=False)}</b><br>{outlook.expected(row, w)}<br>{_plan(row, w)}"
            for name, row in zip(names, rows_of(shown), strict=True)
        ],
    )


def _plan(row: Mapping[str, Any], w: Words) -> str:
    if is_missing(row["plan_to"]):
        return w.t("no plan published")
    return w.t("latest plan {when}", when=w.period(row["plan_to"], row["plan_precision"]))


def outlook_title(shown: pd.DataFrame, stage: str, w: Words) -> str:
    """The chart's finding."""
    planned = shown[shown["plan_to"].notna()]
    early = int(planned["missed"].sum())
    return w.t(
        "{stage}: {n} of {total} plans are more optimistic than past projects suggest",
        stage=stage,
        n=w.number(early),
        total=w.number(len(planned)),
    )


def outlook_alt(shown: pd.DataFrame, title: str) -> str:
    """The chart for someone who can't see it."""
    return f"{title}: " + "; ".join(map(markup.spoken, shown["text"])) + "."


def chance(row: Mapping[str, Any], w: Words) -> str:
    """The chance of meeting the latest plan, empty without one."""
    return "" if is_missing(row["chance_most"]) else percent(row["chance_most"], int(row["fewest_cases"]), w)


def cases(known: Mapping[tuple[str, str], Durations], viewer: View) -> pd.DataFrame:
    """Every past case of the main steps as a point: lane, months, reached, median, name, text, key, origin_ids."""
    w = viewer.w
    rows = []
    for pair in LANES:
        durations = known[pair]
        for case in rows_of(durations.cases):
            name = w.of(case, "name")
            rows.append(
                {
                    "lane": lane(pair, viewer),
                    "months": case["months"],
                    "reached": bool(case["reached"]),
                    "median": durations.median,
                    "name": name,
                    "text": f"{escape(name, quote=False)}<br>{case_text(case, w)}",
                    "key": f"case:{pair[1]}:{case['ref_id']}",
                    "origin_ids": case["origin_ids"],
                }
            )
    return pd.DataFrame(rows, columns=["lane", "months", "reached", "median", "name", "text", "key", "origin_ids"])


def lane(pair: tuple[str, str], viewer: View) -> str:
    """A step from stage to stage in words."""
    return f"{viewer.names['stages'][pair[0]]} → {viewer.names['stages'][pair[1]]}"


def case_text(case: Mapping[str, Any], w: Words) -> str:
    """How long a case took, as exactly as its dates allow."""
    low, high = (rounded(case[column]) for column in ("months_low", "months_high"))
    span = (
        w.t("{n} months", n=w.number(high))
        if low == high
        else w.t("{low} to {high} months", low=w.number(low), high=w.number(high))
    )
    if case["reached"]:
        return span
    return (
        w.t("given up after {span}", span=span)
        if case["withdrawn"]
        else w.t("at least {span}, not there yet", span=span)
    )


def cases_title(known: Mapping[tuple[str, str], Durations], w: Words) -> str:
    """The finding: the whole way, step by step."""
    steps = [known[pair].median for pair in LANES]
    if any(step is None for step in steps):
        return w.t("What each step took before")
    total = sum(step for step in steps if step is not None) / 12
    return w.t(
        "The medians of the four steps add up to about {n} years from candidate to completion", n=w.number(total)
    )


def cases_alt(rows: pd.DataFrame) -> str:
    """The points in words."""
    return (
        "; ".join(
            f"{name}: {'; '.join(map(markup.spoken, part['text']))}" for name, part in rows.groupby("lane", sort=False)
        )
        + "."
    )


def back_test_title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: how often the range held, against how often promises did."""
    whole = rows[rows["stage_id"].isna()]
    held, decided = int(whole["held"].sum()), int(whole["decided"].sum())
    kept, due = int(whole["promises_held"].sum()), int(whole["promises_decided"].sum())
    if not decided:
        return w.t("Too few cases by this day to test the method")
    return w.t(
        "Back-test: outcomes were within the range {share}% of the time; {kept} of {due} official "
        "plans of the same days were met",
        share=w.number(held / decided * 100),
        kept=w.number(kept),
        due=w.number(due),
    )


def base_rate_title(rows: pd.DataFrame, w: Words) -> str:
    """The base rate every official should know."""
    whole = rows[rows["stage_id"].isna()].set_index("ledger")
    shares = [whole["share_late"].get(ledger, float("nan")) for ledger in ("reference", "complexes")]
    if any(is_missing(share) for share in shares):
        return w.t("Share of plans met on time")
    return w.t(
        "Plans that missed their date: {past}% at older complexes, {now}% so far at the 15",
        past=w.number(shares[0] * 100),
        now=w.number(shares[1] * 100),
    )


def due_rule(rates: pd.DataFrame, w: Words) -> str:
    """Which plans count as due, and how many are left out; `rates`: promises.base_rates."""
    whole = rates[rates["stage_id"].isna()]
    rule = w.t(
        "Due: the planned period is over, and the stage was not withdrawn before. Left out: plans of a skipped stage, "
        "since no source says when it took place, and plans stated after the event."
    )
    said = [
        w.t(
            "{whose}: {skipped} of a skipped stage, {afterwards} stated after the event.",
            whose=name[:1].upper() + name[1:],
            skipped=w.number(skipped),
            afterwards=w.number(afterwards),
        )
        for ledger, name in w.codes("case-group").items()
        for skipped, afterwards in whole.loc[whole["ledger"] == ledger, ["unrecorded", "afterwards"]].to_numpy(int)
    ]
    return " ".join([rule, *said])


def percent(chance: float, cases: int, w: Words) -> str:
    """A chance in words, no finer than so many past cases allow.

    Nothing below 1 in cases + 1 can be known, nor anything as near to certain.
    """
    least = 1 / (cases + 1)
    if chance < least:
        return w.t("under {n}%", n=w.number(least * 100))
    if chance > 1 - least:
        return w.t("over {n}%", n=w.number((1 - least) * 100))
    return w.t("about {n}%", n=w.number(rounded(chance * 20) * 5))
