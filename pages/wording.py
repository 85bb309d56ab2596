"""Wording that several pages share: data in, words out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout import markup
from rollout.blocks import Viewer
from rollout.words import Words


def next_milestone(site: Mapping[str, Any], names: Mapping[str, str], w: Words) -> str:
    """The next stage with a plan, and that plan, in words."""
    if pd.isna(site["next_on"]):
        return w.t("nothing published")
    plan = {"stage": names[site["next_stage_id"]], "when": w.period(site["next_on"], site["next_precision"])}
    return w.t("{stage} {when} (date passed, no news)", **plan) if site["next_state"] == "passed" else w.t("{stage} {when}", **plan)


def change_items(viewer: Viewer, changes: pd.DataFrame) -> list[dict[str, str]]:
    """The newest statements as list items."""
    w, items = viewer.w, []
    for row in changes.to_dict("records"):
        name = viewer.names["complexes"][row["complex_id"]]
        restated = row["kind"] == "restated"
        text = w.of(row, "headline")
        if restated:
            text = w.t(
                "{stage}: {before} → {after}", stage=viewer.names["stages"][row["stage_id"]],
                before=w.period(row["before_on"], row["before_precision"]), after=w.period(row["after_on"], row["after_precision"]),
            )  # fmt: skip
        items.append(_item(row, name, text, w, w.period(row["on_day"], row["on_precision"]), row["moved_months"] if restated else None))
    return items


def due_items(viewer: Viewer, due: pd.DataFrame) -> list[dict[str, str]]:
    """The plans that fall due as list items; says how many earlier stages are still open."""
    w, items = viewer.w, []
    for row in due.to_dict("records"):
        text = viewer.names["stages"][row["stage_id"]]
        if row["open_before"]:
            text += " · " + w.n("one earlier stage still open", "{n} earlier stages still open", int(row["open_before"]))
        items.append(_item(row, viewer.names["complexes"][row["complex_id"]], text, w, w.period(row["date"], row["precision"]), row["slip_months"]))
    return items


def _item(row: Mapping[str, Any], name: str, text: str, w: Words, when: str, moved: Any) -> dict[str, str]:
    months = int(moved) if pd.notna(moved) else 0
    return {"when": when, "name": name, "text": text, "move": w.months(months) if months else "", "tone": markup.move_tone(months),
            "origins": ";".join(markup.as_list(row["origin_ids"])), "aria": w.t("Sources: {name}, {what}", name=name, what=text)}  # fmt: skip
