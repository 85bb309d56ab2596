"""The back-test as a section: the scores of each model and baseline, and the one that is used by situation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, PRINT, Cell, Column, Format, Row, Section, Table
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.view import View
from rollout.subjects.cells import number
from rollout.subjects.forecast import outlook
from rollout.subjects.forecast.back_test import CASE, COHORT, NOW, PLAN, WHOLE
from rollout.subjects.forecast.method import MODEL
from rollout.subjects.forecast.scores import difference, plans_told, scores, summary
from rollout.subjects.forecast.sections import past_ids, stage_cell


def back_test(view: View) -> Section:
    """How each model and baseline did, by the scores declared before; and the one taken, situation by situation."""
    w, tested = view.w, outlook.tested(view)
    made = scores(tested, MODEL)
    return Section(
        "back-test",
        _title(made, w),
        w.t("Each model and baseline on the same tests; the forecast uses the one marked"),
        tables=(_score_table(tested, made, w), _situation_table(summary(tested, COHORT, MODEL), view)),
        method=_score_rules(tested, w),
        origins=past_ids(view),
    )


def _score_table(tested: pd.DataFrame, made: pd.DataFrame, w: Words) -> Table:
    columns = (
        Column("test", w.t("Test"), Format.NAME, names=_tests(w), share=20, media=PRINT | ANNEX),
        Column("kind", w.t("Forecast by"), Format.NAME, names=_kinds(w), share=30),
        Column("n", w.t("Tests"), Format.NUMBER, share=6),
        Column("crps", w.t("CRPS"), Format.NUMBER, share=7, unit=w.t("months"), digits=2),
        Column("against", w.t("Model used, same tests"), Format.NUMBER, share=9, unit=w.t("months"), digits=2),
        Column("interval", w.t("Difference, 90% interval"), share=12),
        Column("brier", w.t("Brier at 24 months"), Format.NUMBER, share=8, digits=3),
        Column("within", w.t("Within 80% range"), Format.SHARE, share=8),
        Column("open", w.t("Open upper ends"), Format.NUMBER, share=8),
        Column("pit", w.t("Fifths"), share=14),
    )
    names = _tests(w)
    rows = tuple(
        Row(
            f"{row['test']}:{row['kind']}",
            _score(row, tested, w),
            group=names[row["test"]],
            chosen=row["kind"] == MODEL,
        )
        for row in rows_of(made[made["n"] > 0])
    )
    return Table(columns, rows, whole=True)


def _score(row: Mapping[str, Any], tested: pd.DataFrame, w: Words) -> dict[str, Cell]:
    ranged, own = row["kind"] != PLAN, row["kind"] == MODEL
    _, low, high = difference(tested, row["test"], row["kind"], MODEL)
    interval = w.t("{low} to {high}", low=w.signed(low, 2), high=w.signed(high, 2))
    return {
        "test": Cell(row["test"]),
        "kind": Cell(row["kind"], strong=own),
        "n": Cell(number(row["n"])),
        "crps": Cell(number(row["crps"]), strong=own),
        "against": Cell(number(row["against"])),
        "interval": Cell(None if own else interval),
        "brier": Cell(number(row["brier"])),
        "within": Cell(number(row["within"]) if ranged else None),
        "open": Cell(number(row["open"]) if ranged else None),
        "pit": Cell(" · ".join(w.number(share * 100) for share in row["pit"]) if ranged else None),
    }


def _situation_table(rows: pd.DataFrame, view: View) -> Table:
    w, stages = view.w, view.names["stages"]
    columns = (
        Column("anchor", w.pt("stage", "As of"), share=24),
        Column("stage", w.t("Milestone"), Format.NAME, names=stages, share=22),
        Column("n", w.t("Tests"), Format.NUMBER, share=7),
        Column("reached", w.t("Reached"), Format.NUMBER, share=7),
        Column("within", w.t("Within 80% range"), Format.SHARE, share=9),
        Column("crps", w.t("CRPS"), Format.NUMBER, share=8, unit=w.t("months"), digits=1),
        Column("error", w.t("Median error"), Format.MONTHS, share=9, digits=1),
        Column("kept", w.t("Official plans met"), Format.NUMBER, share=8),
        Column("due", w.t("Official plans due"), Format.NUMBER, share=8),
        Column("promise_error", w.t("Median error of plans"), Format.MONTHS, share=10, digits=1),
    )
    made = tuple(
        Row(str(place), _tested(row, view), total=not isinstance(row["stage_id"], str))
        for place, row in enumerate(rows_of(rows))
    )
    caption = w.t("The model used, situation by situation, each complex without its selection year")
    foot = w.t(
        "Months; + is later than forecast or planned. Within 80% range: cases still open count evenly over what is "
        "left to them. Cases are few, and those of the same year are correlated."
    )
    return Table(columns, made, caption=caption, foot=foot, whole=True)


def _tested(row: Mapping[str, Any], view: View) -> dict[str, Cell]:
    w = view.w
    return {
        "anchor": Cell(_situation(row, view)),
        "stage": stage_cell(row, w),
        "n": Cell(number(row["n"])),
        "reached": Cell(number(row["reached"])),
        "within": Cell(number(row["within"])),
        "crps": Cell(number(row["crps"])),
        "error": Cell(number(row["median_error"])),
        "kept": Cell(number(row["promises_held"]) if row["promises_decided"] else None, missing=w.t("none due")),
        "due": Cell(number(row["promises_decided"])),
        "promise_error": Cell(number(row["promise_median_error"])),
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
        CASE: w.t("Older complexes, each from the others"),
        COHORT: w.t("Older complexes, each without its selection year"),
        NOW: w.t("The 15 as of 24 and 12 months ago, scored by what has come since"),
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
