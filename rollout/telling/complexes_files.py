"""What a dossier gives away: its tables and its link."""

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.telling import wording


def tables(viewer: Reader, site: dict, cells: pd.DataFrame, figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The dossier's data for files, headers in words with units."""
    w, stages = viewer.w, viewer.names["stages"]
    promises = pd.DataFrame({
        w.t("Complex"): [w.of(site, "short")] * len(cells), w.t("Stage"): cells["stage_id"].map(stages),
        w.t("State"): [markup.state_name(state, w) for state in cells["state"]],
        w.t("Date"): cells["date"], w.t("Date is exact to"): cells["precision"], w.t("Stated on"): cells["stated_on"],
        w.t("First plan"): cells["first_date"], w.t("First plan stated on"): cells["first_stated_on"],
        w.t("Latest plan"): cells["last_date"], w.t("Moved, months"): cells["slip_months"], w.t("Restatements"): cells["restatements"],
        w.t("Sources"): cells["origin_ids"],
    })  # fmt: skip
    said = pd.DataFrame({
        w.t("Figure"): [wording.figure_name(metric, w) for metric in figures["metric"]], w.t("Value"): figures["value"], w.t("Unit"): figures["unit"],
        w.t("Stated on"): figures["stated_on"], w.t("Counts"): [w.t("yes") if counts else w.t("no") for counts in figures["counts"]], w.t("Note"): figures[f"note_{w.lang}"], w.t("Sources"): figures["origin_ids"],
    })  # fmt: skip
    events = viewer.ask("complexes/events", complex_id=site["complex_id"])
    happened = pd.DataFrame({w.t("Date"): events["date"], w.t("What"): events[f"headline_{w.lang}"], w.t("Note"): events[f"note_{w.lang}"],
                             w.t("Sources"): events["origin_ids"]})  # fmt: skip
    return {w.t("Promises"): promises, w.t("Figures"): said, w.t("Events"): happened}
