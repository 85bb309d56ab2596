"""A key figure's definition, caveat, parts and sources."""

import pandas as pd

from rollout import blocks, markup
from rollout.ask import metrics
from rollout.blocks import Viewer
from screens import dialogs
from screens.overview import answer


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
    heads, lines, ids = _metric_lines(metric_id, viewer, sites, money)
    html = markup.card(w.of(metric, "formula"), facts, heads, lines)
    blocks.html_dialog(w.of(metric, "name"), html, ids, viewer)


def _metric_lines(metric_id: str, viewer: Viewer, sites: pd.DataFrame, money: pd.DataFrame) -> tuple[list[str], list[list[str]], list[str]]:
    """A metric's parts: column heads, a line a complex, the origins of all."""
    w, names = viewer.w, viewer.names
    cells = viewer.ask("progress/board")
    records = sites.to_dict("records")
    if metric_id == "area":
        heads = [w.t("Complex"), w.t("Now, km²"), w.t("Announced, km²"), w.t("Stated on")]
        lines = [
            [w.of(s, "short"), w.area(s["area_m2"]), w.area(s["announced_m2"]), s["area_stated_on"].date().isoformat()] for s in records
        ]
        return heads, lines, markup.ids(sites["area_origin_ids"])
    if metric_id == "site-cost":
        heads = [w.t("Complex"), w.t("Site cost"), w.t("Stated on")]
        lines = [
            [w.of(s, "short"), w.won(s["cost_krw"]), s["cost_stated_on"].date().isoformat()] for s in records if pd.notna(s["cost_krw"])
        ]
        return heads, lines, markup.ids(sites["cost_origin_ids"])
    if metric_id == "private-investment":
        heads = [w.t("Complex"), w.t("Company"), w.t("Amount"), w.t("Stated on")]
        lines = [[names["complexes"][m["complex_id"]], w.of(m, "company"), w.won(m["amount_krw"]), m["stated_on"].date().isoformat()]
                 for m in money.to_dict("records")]  # fmt: skip
        return heads, lines, markup.ids(money["origin_ids"])
    if metric_id == "construction-slip":
        rows = answer.promises(sites, cells, w)
        heads = [w.t("Complex"), w.t("first promised"), w.t("latest promised"), w.t("Move")]
        lines = [[r["name"], r["first_text"], r["last_text"], w.months(r["slip_months"])] for r in rows.to_dict("records")]
        return heads, lines, markup.ids(rows["origin_ids"])
    stage = "plan-approved" if metric_id == "plans-approved" else "candidate-selected"
    rows = cells[(cells["stage_id"] == stage) & (cells["state"] == "done")]
    heads = [w.t("Complex"), names["stages"][stage]]
    lines = [[names["complexes"][r["complex_id"]], w.period(r["date"], r["precision"])] for r in rows.to_dict("records")]
    return heads, lines, markup.ids(rows["origin_ids"])
