"""What sources state of setbacks where a milestone moved: as they stand, for few sources tie a cause to a date."""

import pandas as pd

from rollout.document.model import Text
from rollout.questions.ask import rows_of
from rollout.questions.rows import ScheduleSetbacks
from rollout.questions.view import View

MOST_COMPLEXES = 2  # the most moved, the newest setback of each


def stated(cells: pd.DataFrame, view: View) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """The newest setback of the complexes that moved most, and their sources; nothing without a delay.

    `cells`: schedule/standing of one milestone, the most moved first. A setback that is itself the statement of the new
    date is left out: it says nothing more.
    """
    w, late = view.w, cells[cells["slip_months"] > 0]
    if late.empty:
        return (), ()
    known = rows_of(view.ask("schedule/setbacks"), ScheduleSetbacks)
    said, ids = list[Text](), set[str]()
    for cell in rows_of(late):
        own = [
            row
            for row in known
            if row["complex_id"] == cell["complex_id"] and not set(row["origin_ids"]) & set(cell["origin_ids"])
        ]
        if own and len(said) < MOST_COMPLEXES:
            text = w.t(
                "Setback as stated, {complex}: {said} ({day}).",
                complex=view.names["complexes"][cell["complex_id"]],
                said=w.of(own[0], "headline"),
                day=w.period(own[0]["date"], own[0]["date_precision"]),
            )
            said.append(Text(text, "subtle"))
            ids.update(own[0]["origin_ids"])
    if not said:
        return (Text(w.t("No source states a cause of the delays."), "subtle"),), ()
    return tuple(said), tuple(sorted(ids))
