"""The back-test as a section: the scores of each model and baseline, and the one that is used by situation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, Cell, Column, Format, Row, Section, Table
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.subjects.cells import number
from rollout.subjects.forecast import outlook
from rollout.subjects.forecast.back_test import CASE, COHORT, KINDS, NOW, PLAN, WHOLE
from rollout.subjects.forecast.method import MODEL
from rollout.subjects.forecast.scores import difference, plans_told, scores, summary
from rollout.subjects.forecast.sections import past_ids

Scored = Mapping[tuple[str, str], Mapping[str, Any]]  # test, kind -> its scores


@remembered
def back_test(view: View) -> Section:
    """How each model and baseline did, by the scores declared before; and the one taken, situation by situation."""
    w, tested = view.w, outlook.tested(view)
    made = scores(tested, MODEL)
    return Section(
        "back-test",
        _title(made, w),
        w.t("Older complexes, each without its own case or its selection year; the 15 from 24 and 12 months ago"),
        tables=(_score_table(tested, made, w), _situation_table(summary(tested, COHORT, MODEL), view)),
        method=_score_rules(tested, w),
        origins=past_ids(view),
    )


def _score_table(tested: pd.DataFrame, made: pd.DataFrame, w: Words) -> Table:
    """A row a model or baseline, the three tests side by side."""
    names, by = _tests(w), {(row["test"], row["kind"]): row for row in rows_of(made)}
    columns = [Column("kind", w.t("Forecast by"), Format.NAME, names=_kinds(w), share=22)]
    for test, name in names.items():
        columns += [
            Column(f"n-{test}", w.t("Tests: {test}", test=name), Format.NUMBER, media=ANNEX),
            Column(
                f"crps-{test}",
                w.t("CRPS: {test}", test=name),
                Format.NUMBER,
                share=11,
                digits=2,
                note_label=w.t("Model used, difference (90%): {test}", test=name),
            ),
            Column(f"brier-{test}", w.t("Brier: {test}", test=name), Format.NUMBER, share=7, digits=3),
            Column(
                f"within-{test}",
                w.t("Within 80%: {test}", test=name),
                Format.SHARE,
                share=8,
                note_label=w.t("Fifths: {test}", test=name),
            ),
            Column(f"open-{test}", w.t("Open upper ends: {test}", test=name), Format.NUMBER, media=ANNEX),
        ]
    rows = [
        Row(kind, {"kind": Cell(kind, strong=kind == MODEL)} | _scored(kind, by, tested, w))
        for kind in KINDS
        if by[CASE, kind]["n"] + by[COHORT, kind]["n"] + by[NOW, kind]["n"]
    ]
    return Table(tuple(columns), tuple(rows), foot=_counts(by, w), whole=True)


def _scored(
    kind: str, by: Mapping[tuple[str, str], Mapping[str, Any]], tested: pd.DataFrame, w: Words
) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    own, ranged = kind == MODEL, kind != PLAN
    for test in (CASE, COHORT, NOW):
        row = by[test, kind]
        _, low, high = difference(tested, test, kind, MODEL)
        compared = not (own or is_missing(low))
        rival = (
            w.t(
                "against {n}, {low} to {high}",
                n=w.number(row["against"], 2),
                low=w.signed(low, 2),
                high=w.signed(high, 2),
            )
            if compared
            else ""
        )
        cells |= {
            f"n-{test}": Cell(number(row["n"])),
            f"crps-{test}": Cell(number(row["crps"]), note=rival, strong=own),
            f"brier-{test}": Cell(number(row["brier"])),
            f"within-{test}": Cell(number(row["within"]), note=_fifths(row, w)) if ranged else Cell(None),
            f"open-{test}": Cell(number(row["open"]) if ranged else None),
        }
    return cells


def _fifths(row: Mapping[str, Any], w: Words) -> str:
    return " · ".join(w.number(share * 100) for share in row["pit"]) if row["n"] else ""


def _counts(by: Scored, w: Words) -> str:
    """How many tests there are, how many of them have a plan, and where the upper ends are open."""
    counts = [
        w.t(
            "{test}: {n} tests, {plans} with a plan; open upper ends {curve} by the curve, {model} by the model used.",
            test=name,
            n=w.number(by[test, MODEL]["n"]),
            plans=w.number(by[test, PLAN]["n"]),
            curve=w.number(by[test, "curve"]["open"]),
            model=w.number(by[test, MODEL]["open"]),
        )
        for test, name in _tests(w).items()
    ]
    return " ".join(counts)


def _situation_table(rows: pd.DataFrame, view: View) -> Table:
    """A row a situation: its next milestone, and all that follow."""
    w = view.w
    columns = (
        Column("anchor", w.pt("stage", "As of"), share=34),
        Column("next", w.t("Next milestone"), Format.NAME, names=view.names["stages"], share=26),
        Column("reached", w.t("Reached"), Format.NUMBER, share=7, note_label=w.t("Tests")),
        Column("within", w.t("Within 80%"), Format.SHARE, share=8),
        Column("error", w.t("Median error"), Format.MONTHS, share=9, digits=1),
        Column("all", w.t("Within 80%, all that follow"), Format.SHARE, share=9),
        Column("crps", w.t("CRPS, all that follow"), Format.NUMBER, share=8, digits=1),
        Column("kept", w.t("Official plans met"), Format.NUMBER, share=8),
        Column("due", w.t("Official plans due"), Format.NUMBER, share=8),
        Column("promise_error", w.t("Median error of plans"), Format.MONTHS, share=10, digits=1),
    )
    made = []
    for (_, _), part in rows.groupby(["anchor", "waited"], sort=False):
        every = rows_of(part[part["stage_id"].isna()])[0]
        following = rows_of(part[part["stage_id"].notna()])[0]
        made.append(Row(f"{every['anchor']}:{every['waited']:.0f}", _tested(following, every, view)))
    caption = w.t("The model used, situation by situation, each complex without its selection year")
    foot = w.t(
        "Months; + is later than forecast or planned. Within 80%: cases still open count evenly over what is left to "
        "them; small print: each fifth of the forecast. Cases are few, and those of the same year are correlated."
    )
    return Table(columns, tuple(made), caption=caption, foot=foot, whole=True)


def _tested(following: Mapping[str, Any], every: Mapping[str, Any], view: View) -> dict[str, Cell]:
    w = view.w
    return {
        "anchor": Cell(_situation(every, view)),
        "next": Cell(following["stage_id"]),
        "reached": Cell(number(following["reached"]), note=w.pt("cases", "of {n}", n=w.number(following["n"]))),
        "within": Cell(number(following["within"])),
        "error": Cell(number(following["median_error"])),
        "all": Cell(number(every["within"])),
        "crps": Cell(number(every["crps"])),
        "kept": Cell(number(every["promises_held"]) if every["promises_decided"] else None, missing=w.t("none due")),
        "due": Cell(number(every["promises_decided"])),
        "promise_error": Cell(number(every["promise_median_error"])),
    }


def _title(made: pd.DataFrame, w: Words) -> str:
    """The finding: how often the range held where the cohort was unknown; `made`: scores."""
    row = made[(made["test"] == COHORT) & (made["kind"] == MODEL)].iloc[0]
    if not row["n"]:
        return w.t("Too few cases by this day to test the method")
    return w.t(
        "Back-test: {share}% of outcomes within the 80% range when the whole selection year is left out",
        share=w.number(row["within"] * 100),
    )


def _kinds(w: Words) -> dict[str, str]:
    """What is compared in the back-test."""
    return {
        "curve": w.t("Kaplan-Meier curve (used until November 2026)"),
        "log-normal": w.t("Log-normal"),
        "cohort": w.t("Log-normal with an effect of the selection year"),
        WHOLE: w.t("Baseline: whole duration since selection"),
        PLAN: w.t("Baseline: latest plan plus median slip"),
    }


def _tests(w: Words) -> dict[str, str]:
    """The three tests."""
    return {
        CASE: w.t("own case out"),
        COHORT: w.t("selection year out"),
        NOW: w.t("the 15 since"),
    }


def _situation(row: Mapping[str, Any], viewer: View) -> str:
    """The state from which a test forecasts."""
    name = viewer.names["stages"][row["anchor"]]
    if not row["waited"]:
        return name
    return viewer.w.t("{stage}, waiting for {n} months", stage=name, n=viewer.w.number(row["waited"]))


def _score_rules(tested: pd.DataFrame, w: Words) -> tuple[str, ...]:
    """What the scores mean, how the model was taken, and what a plan's own chance is worth."""
    n, own, base = plans_told(tested, MODEL)
    lines = [
        w.t(
            "CRPS: months between forecast and outcome over 120 months, lower is better; Brier: squared error of the "
            "chance after 24 months. Open cases count as far as they are known; withdrawn ones never come. Fifths: "
            "share of outcomes (%) in each fifth of the forecast (PIT), 20 each is ideal."
        ),
        w.t(
            "Declared before the first run: the lowest CRPS without the selection year, unless more than 5% worse when "
            "each is forecast from the others; the simpler of two within 2%. Intervals: 90%, complexes resampled."
        ),
    ]
    if n:
        lines.append(
            w.t(
                "Plans of the tests that are decided: {n}. A chance for each plan scores {own} (Brier), the rate at "
                "which the others' plans were met {base}.",
                n=w.number(n),
                own=w.number(own, 3),
                base=w.number(base, 3),
            )
        )
    return tuple(lines)
