"""What comparable complexes say of the 15, computed once a day and snapshot for all sessions."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from rollout import forecast
from rollout.blocks import Viewer


def ranges(viewer: Viewer, day: dt.date) -> pd.DataFrame:
    """The forecast (forecast.forecast) of every complex as of a day; shared, so not to be changed."""
    return _ranges(viewer, viewer.scope.snapshot, day)


def chances(viewer: Viewer, day: dt.date) -> Mapping[str, tuple[str, float]]:
    """For each complex its next milestone with a plan still ahead on a day, and the chance of meeting that plan (open draws count as met)."""
    return _chances(viewer, viewer.scope.snapshot, day)


@st.cache_resource(show_spinner=False, max_entries=256)
def _ranges(_viewer: Viewer, snapshot: int, day: dt.date) -> pd.DataFrame:
    everyone = tuple(sorted(_viewer.names["complexes"]))
    return forecast.forecast(_viewer.ask("forecast/positions", as_of=day, complexes=everyone), _viewer.ask("forecast/reference", as_of=day), day)


@st.cache_resource(show_spinner=False, max_entries=256)
def _chances(_viewer: Viewer, snapshot: int, day: dt.date) -> dict[str, tuple[str, float]]:
    rows = _ranges(_viewer, snapshot, day)
    ahead = rows[(rows["plan_to"] >= pd.Timestamp(day)) & rows["chance_most"].notna()].sort_values("position").drop_duplicates("complex_id")
    return {row["complex_id"]: (row["stage_id"], float(row["chance_most"])) for row in ahead.to_dict("records")}
