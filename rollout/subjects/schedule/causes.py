"""What sources state of setbacks where a milestone moved: as they stand, for few sources tie a cause to a date."""

import pandas as pd

from rollout.document.model import Text
from rollout.questions.ask import rows_of
from rollout.questions.rows import ScheduleSetbacks
from rollout.questions.view import View

MOST_COMPLEXES, MOST_EACH = 2, 2  # the most moved, the newest setbacks of each


def stated(cells: pd.DataFrame, view: View) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """The setbacks of the complexes that moved most, and their sources; nothing without a delay.

    `cells`: schedule/standing of one milestone, the most moved first. A setback that is itself the statement of the new
    date is left out: it says nothing more.
    """
    w, late = view.w, cells[cells["slip_months"] > 0]
    if late.empty:
        return (), ()
    known = rows_of(view.ask("schedule/setbacks"), ScheduleSetbacks)
    said, ids = list[str](), set[str]()
    for cell in rows_of(late):
        own = [
            row
            for row in known
            if row["complex_id"] == cell["complex_id"] and not set(row["origin_ids"]) & set(cell["origin_ids"])
        ][:MOST_EACH]
        if own and len(said) < MOST_COMPLEXES:
            told = [f"{w.of(row, 'headline')} ({w.period(row['date'], row['date_precision'])})" for row in own]
            said.append(f"{view.names['complexes'][cell['complex_id']]}: {'; '.join(told)}")
            ids.update(i for row in own for i in row["origin_ids"])
    if not said:
        return (Text(w.t("No source states a cause of the delays."), "subtle"),), ()
    text = w.t("Setbacks as stated: {said}.", said=". ".join(said))
    return (Text(text, "subtle"),), tuple(sorted(ids))
