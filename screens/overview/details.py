"""A key figure's definition, caveat, parts and sources."""

import pandas as pd

from rollout import blocks, markup
from rollout.ask import metrics
from rollout.blocks import Viewer
from rollout.telling import overview as answer
from screens import dialogs


def show(opened: str | None, viewer: Viewer, sites: pd.DataFrame, money: pd.DataFrame) -> None:
    """Open a figure's definition, or what every page can open."""
    kind, _, rest = (opened or "").partition(":")
    if kind == "metric" and rest in metrics():
        _metric(rest, viewer, sites, money)
    else:
        dialogs.show(opened, viewer)


def _metric(metric_id: str, viewer: Viewer, sites: pd.DataFrame, money: pd.DataFrame) -> None:
    w, metric = viewer.w, metrics()[metric_id]
    facts = [{"name": w.t("Caveat"), "value": w.of(metric, "caveat"), "note": ""}]
    heads, lines, ids = answer.metric_lines(metric_id, viewer, sites, money)
    html = markup.card(w.of(metric, "formula"), facts, heads, lines)
    blocks.html_dialog(w.of(metric, "name"), html, ids, viewer)
