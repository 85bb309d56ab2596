"""What opens on a click: a figure's definition, a complex, a cell of the board, sources. Values from the browser are untrusted."""

import pandas as pd

from pages.overview import answer
from rollout import blocks, markup
from rollout.ask import metrics
from rollout.blocks import Viewer


def show(opened: str | None, viewer: Viewer, sites: pd.DataFrame, money: pd.DataFrame | None = None) -> None:
    """Open the dialog that a data-open value asks for; anything unknown is ignored."""
    kind, _, rest = (opened or "").partition(":")
    if kind == "metric" and rest in metrics() and money is not None:
        _metric(rest, viewer, sites, money)
    elif kind == "complex" and rest in viewer.names["complexes"]:
        _complex(rest, viewer, sites)
    elif kind == "cell":
        complex_id, _, stage_id = rest.partition(":")
        if complex_id in viewer.names["complexes"] and stage_id in viewer.names["stages"]:
            _cell(complex_id, stage_id, viewer)
    elif kind == "origins":
        blocks.sources_dialog(viewer.w.t("Sources"), rest.split(";"), viewer)


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
        lines = [[w.of(s, "short"), w.area(s["area_m2"]), w.area(s["announced_m2"]), s["area_stated_on"].date().isoformat()] for s in records]
        return heads, lines, _ids(sites["area_origin_ids"])
    if metric_id == "site-cost":
        heads = [w.t("Complex"), w.t("Site cost"), w.t("Stated on")]
        lines = [[w.of(s, "short"), w.won(s["cost_krw"]), s["cost_stated_on"].date().isoformat()] for s in records if pd.notna(s["cost_krw"])]
        return heads, lines, _ids(sites["cost_origin_ids"])
    if metric_id == "private-investment":
        heads = [w.t("Complex"), w.t("Company"), w.t("Amount"), w.t("Stated on")]
        lines = [[names["complexes"][m["complex_id"]], w.of(m, "company"), w.won(m["amount_krw"]), m["stated_on"].date().isoformat()]
                 for m in money.to_dict("records")]  # fmt: skip
        return heads, lines, _ids(money["origin_ids"])
    if metric_id == "construction-slip":
        rows = answer.promises(sites, cells, w)
        heads = [w.t("Complex"), w.t("first promised"), w.t("latest promised"), w.t("Move")]
        lines = [[r["name"], r["first_text"], r["last_text"], w.months(r["slip_months"])] for r in rows.to_dict("records")]
        return heads, lines, _ids(rows["origin_ids"])
    stage = "plan-approved" if metric_id == "plans-approved" else "candidate-selected"
    rows = cells[(cells["stage_id"] == stage) & (cells["state"] == "done")]
    heads = [w.t("Complex"), names["stages"][stage]]
    lines = [[names["complexes"][r["complex_id"]], w.period(r["date"], r["precision"])] for r in rows.to_dict("records")]
    return heads, lines, _ids(rows["origin_ids"])


def _ids(column: pd.Series) -> list[str]:
    return sorted({i for ids in column for i in markup.as_list(ids)})


def _complex(complex_id: str, viewer: Viewer, sites: pd.DataFrame) -> None:
    w = viewer.w
    found = sites[sites["complex_id"] == complex_id]
    if found.empty:
        return
    site = found.iloc[0].to_dict()
    stages = viewer.names["stages"]
    reached = w.t("{stage}, {when}", stage=stages[site["stage_id"]], when=w.period(site["stage_on"], site["stage_precision"]))
    facts = [
        {"name": w.t("Theme"), "value": w.of(site, "theme"), "note": w.of(site, "province")},
        {"name": w.t("Stage reached"), "value": reached, "note": ""},
        {"name": w.t("Next"), "value": answer.next_milestone(site, stages, w), "note": ""},
        {"name": w.t("Area"), "value": f"{w.area(site['area_m2'])} km²",
         "note": w.t("announced {area} km²; stated on {day}", area=w.area(site["announced_m2"]), day=site["area_stated_on"].date().isoformat())},
    ]  # fmt: skip
    if pd.notna(site["cost_krw"]):
        facts.append({"name": w.t("Site cost"), "value": w.won(site["cost_krw"]), "note": w.t("stated on {day}", day=site["cost_stated_on"].date().isoformat())})
    cells = viewer.ask("progress/board")
    cells = cells[cells["complex_id"] == complex_id]
    lines = [[stages[c["stage_id"]], markup.state_name(c["state"], w), "" if c["state"] in {"skipped", "unpublished"} else w.period(c["date"], c["precision"]),
              w.months(int(c["slip_months"])) if pd.notna(c["slip_months"]) and c["slip_months"] else ""]
             for c in cells.to_dict("records")]  # fmt: skip
    heads = [w.t("Stage"), w.t("State"), w.t("Date"), w.t("Against the first plan")]
    html = markup.card(w.of(site, "name"), facts, heads, lines)
    ids = _ids(cells["origin_ids"]) + markup.as_list(site["area_origin_ids"]) + markup.as_list(site["cost_origin_ids"])
    blocks.html_dialog(w.of(site, "short"), html, ids, viewer)


def _cell(complex_id: str, stage_id: str, viewer: Viewer) -> None:
    w = viewer.w
    rows = viewer.ask("progress/statements", complex_id=complex_id, stage_id=stage_id)
    warnings = {row["warning_id"]: row for row in viewer.ask("sources/usage_warnings").to_dict("records")}
    html = markup.statements(rows, viewer.origins(_ids(rows["origin_ids"])), warnings, w)
    title = f"{viewer.names['complexes'][complex_id]} · {viewer.names['stages'][stage_id]}"
    if rows.empty:
        html = markup.card(w.t("Nothing is published about this stage; a later stage is reached."), [])
    blocks.html_dialog(title, html, (), viewer)
