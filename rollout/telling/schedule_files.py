"""What the Schedule gives away: its tables and its sources."""

import pandas as pd

from rollout import markup, rating
from rollout.reader import Reader
from rollout.telling import schedule as answer
from rollout.telling import wording


def origin_ids(sites: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Every origin that a figure on the page rests on."""
    columns = [now["origin_ids"], now["first_origin_ids"], sites["area_origin_ids"], sites["cost_origin_ids"]]
    return sorted({i for column in columns for ids in column for i in markup.as_list(ids)})


def tables(viewer: Reader, sites: pd.DataFrame, standing: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The page's data for files, headers in words with units: slips first, then milestones, ratings, statements, sources."""
    w, names = viewer.w, viewer.names
    now, before = (standing[standing["day"] == pd.Timestamp(day)] for day in (viewer.scope.as_of, viewer.scope.compare))
    then = before.set_index(["complex_id", "stage_id"])["state"]
    slips = pd.DataFrame({
        w.t("Complex"): now["complex_id"].map(names["complexes"]), w.t("Milestone"): now["stage_id"].map(names["stages"]),
        w.t("State"): [markup.state_name(s, w) for s in now["state"]],
        w.t("State on {day}", day=viewer.scope.compare.isoformat()): [markup.state_name(then[key], w) for key in zip(now["complex_id"], now["stage_id"], strict=True)],
        w.t("First plan"): now["first_date"], w.t("First plan is exact to"): now["first_precision"], w.t("First plan stated on"): now["first_stated_on"],
        w.t("Latest plan, or reached"): now["date"], w.t("Date is exact to"): now["precision"], w.t("Stated on"): now["stated_on"],
        w.t("Moved, months"): now["slip_months"], w.t("Restated"): now["restatements"], w.t("Passed without news, days"): now["passed_days"],
        w.t("Late against the first plan"): [w.t("yes") if late else "" for late in now["late_first"]],
        w.t("Late against the latest plan"): [w.t("yes") if late else "" for late in now["late_latest"]],
        w.t("Sources"): now["origin_ids"], w.t("Sources of the first plan"): now["first_origin_ids"],
    })  # fmt: skip
    summary = answer.by_milestone(now)
    milestones = pd.DataFrame({
        w.t("Milestone"): [names["stages"].get(i, w.t("All")) for i in summary["stage_id"]], w.t("Open, with a date"): summary["dated"],
        w.t("Late against the first plan"): summary["late_first"], w.t("Late against the latest plan"): summary["late_latest"],
        w.t("Median move, months"): summary["median"], w.t("Most, months"): summary["most"], w.t("Restated"): summary["restated"],
    })  # fmt: skip
    ratings = _ratings(viewer, sites, answer.rated(standing, viewer))
    said = pd.concat([answer_rows(viewer, stage_id) for stage_id in viewer.ask("progress/stages")["stage_id"]])
    ids = origin_ids(sites, now) + [i for cell in said[w.t("Sources")] for i in markup.as_list(cell)]
    sources = wording.sources_table(viewer, ids)
    return {w.t("Slips"): slips, w.t("Milestones"): milestones, w.t("Ratings"): ratings, w.t("Statements"): said, w.t("Sources"): sources}


def _ratings(viewer: Reader, sites: pd.DataFrame, rated: pd.DataFrame) -> pd.DataFrame:
    w = viewer.w
    site = sites.set_index("complex_id")
    return pd.DataFrame({
        w.t("Complex"): rated["complex_id"].map(viewer.names["complexes"]), w.t("Day"): rated["day"],
        w.t("Rating"): [rating.name(value, w) for value in rated["rating"]],
        w.t("Reasons"): ["; ".join(reason["text"] for reason in reasons) for reasons in rated["reasons"]],
        w.t("Area now, m2"): rated["complex_id"].map(site["area_m2"]), w.t("Site cost now, KRW"): rated["complex_id"].map(site["cost_krw"]),
    })  # fmt: skip


def answer_rows(viewer: Reader, stage_id: str) -> pd.DataFrame:
    """The statements about one milestone."""
    w, names = viewer.w, viewer.names
    rows = viewer.ask("schedule/trail", stage_id=stage_id)
    states = {"planned": w.t("planned"), "actual": w.t("reached"), "withdrawn": w.t("withdrawn")}
    return pd.DataFrame({
        w.t("Complex"): rows["complex_id"].map(names["complexes"]), w.t("Milestone"): names["stages"][stage_id], w.t("Stated on"): rows["stated_on"],
        w.t("State"): rows["status"].map(states), w.t("Date"): rows["date"], w.t("Date is exact to"): rows["precision"],
        w.t("Counts of its day"): [w.t("yes") if leads else w.t("no") for leads in rows["leads"]], w.t("Note"): [w.of(r, "note") for r in rows.to_dict("records")],
        w.t("Sources"): rows["origin_ids"],
    })  # fmt: skip
