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
from rollout.subjects.forecast.durations import FILED, MAIN, Durations, came_of
from rollout.subjects.forecast.method import APPROVED, DRAWS

LANES = tuple(pairwise(MAIN))
CONSTRUCTION = "construction-started"
EVEN, SEEN = 0.5, 0.01
FINENESS = 20  # chances are printed in twentieths


def sentences(viewer: View, rows: pd.DataFrame) -> list[str]:
    """How many plans lie ahead and what such plans came to; how late those of older complexes were."""
    w = viewer.w
    ahead = int(rows["plan_ahead"].fillna(False).sum())
    kept, due = outlook.plans_before(viewer)
    rates = outlook.base_rates(viewer)
    past = rates[(rates["ledger"] == "reference") & rates["stage_id"].isna()]
    said = [w.n("{n} dated plan lies ahead.", "{n} dated plans lie ahead.", ahead) if ahead else _none_ahead(w)]
    if due:
        said.append(
            w.t(
                "Of {total} plans made a year or more ahead and now due, {n} were met.",
                n=w.number(kept),
                total=w.number(due),
            )
        )
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


def _none_ahead(w: Words) -> str:
    return w.t("No dated plan lies ahead on this day.")


def method(w: Words) -> str:
    """How the range is made, in a line."""
    return w.t(
        "Reference-class forecast (Flyvbjerg 2006): log-normal durations of older complexes, {n} draws, fixed seed, "
        "counted from the latest evidence on each complex; derived, not a published statement",
        n=w.number(DRAWS),
    )


def given_up(viewer: View, klass: str) -> tuple[str, ...]:
    """What dates and chances suppose of complexes that are given up; nothing where there is no case."""
    w, cases = viewer.w, outlook.to(viewer, APPROVED, klass).cases
    if cases.empty:
        return ()
    (approved, given_up), past = came_of(cases), outlook.history(viewer, klass)
    return (
        w.t(
            "Ranges apply if the complex is carried on; the chance of a plan allows for withdrawal before plan "
            "approval. Older complexes: {approved}% approved, {given_up}% withdrawn (Aalen-Johansen).",
            approved=w.number(approved * 100),
            given_up=w.number(given_up * 100),
        ),
        w.t(
            "Cases: older complexes that took longer than this one has waited so far, of all that completed the step. "
            "No chance is stated more finely than so few cases allow. For {n} older complexes no filing date of the "
            "feasibility study is published: ranges from a filed study may be too early.",
            n=w.number(past[MAIN[0], MAIN[1]].observed - past[FILED, MAIN[1]].observed),
        ),
    )


def drawn(rows: pd.DataFrame, viewer: View) -> pd.DataFrame:
    """The rows that have a range, as the chart takes them, earliest first."""
    w = viewer.w
    shown = rows[rows["low"].notna()].sort_values("median", kind="stable")
    names = [viewer.names["complexes"][i] for i in shown["complex_id"]]
    return shown.assign(
        name=names,
        missed=unlikely(shown["chance"]),
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
    ahead = shown[shown["plan_ahead"].fillna(False).astype(bool)]
    if ahead.empty:
        return w.t("{stage}: no plan lies ahead", stage=stage)
    return w.t(
        "{stage}: {n} of {total} plans are more optimistic than past projects suggest",
        stage=stage,
        n=w.number(int(ahead["missed"].sum())),
        total=w.number(len(ahead)),
    )


def outlook_alt(shown: pd.DataFrame, title: str) -> str:
    """The chart for someone who can't see it."""
    return f"{title}: " + "; ".join(map(markup.spoken, shown["text"])) + "."


def chance(row: Mapping[str, Any], w: Words) -> str:
    """The chance of meeting the latest plan, empty without one or where it was over before the newest evidence."""
    return "" if is_missing(row["chance"]) else percent(row["chance"], int(row["fewest_cases"]), w)


def unlikely(chances: pd.Series) -> pd.Series:
    """Whether plans have a chance below one half, as finely as it is printed; not where there is none."""
    return (chances.fillna(1) * FINENESS).round() / FINENESS < EVEN


def unseen(row: Mapping[str, Any], w: Words) -> str:
    """The chance that a stage was reached without word of it, empty below SEEN."""
    if is_missing(row["unseen"]) or row["unseen"] < SEEN:
        return ""
    return w.t(
        "may have been reached since {day}: {chance}",
        day=row["evidence_on"].date().isoformat(),
        chance=percent(row["unseen"], int(row["fewest_cases"]), w),
    )


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


def chain_or_direct(known: Mapping[tuple[str, str], Durations], viewer: View, klass: str) -> tuple[str, ...]:
    """How long construction was in coming by the steps, and directly, and why they differ; nothing if unknown."""
    w, steps = viewer.w, [known[pair].median for pair in LANES[:3]]
    direct = outlook.to(viewer, CONSTRUCTION, klass).median
    if direct is None or any(step is None for step in steps):
        return ()
    return (
        w.t(
            "From selection to construction the medians of the steps add up to {chain} months; counted directly they "
            "took {direct}: {n} complexes have no dated feasibility clearance and count only directly. The forecast "
            "goes by the steps.",
            n=w.number(int((known[LANES[0]].left_out["reason"] == "passed-over").sum())),
            chain=w.number(sum(step for step in steps if step is not None)),
            direct=w.number(direct),
        ),
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
    return w.t("about {n}%", n=w.number(rounded(chance * FINENESS) * 100 / FINENESS))
