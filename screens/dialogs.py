"""What opens on a click on any page: a complex, a stage's statements, sources. Values from the browser are untrusted."""

from functools import partial

import pandas as pd
import streamlit as st

from rollout import address, blocks, markup
from rollout.blocks import Viewer
from rollout.telling import wording


def show(opened: str | None, viewer: Viewer) -> None:
    """Open the dialog that a data-open value asks for; anything unknown is ignored."""
    kind, _, rest = (opened or "").partition(":")
    if kind == "complex" and rest in viewer.names["complexes"]:
        _complex(rest, viewer)
    elif kind == "cell":
        complex_id, _, stage_id = rest.partition(":")
        if complex_id in viewer.names["complexes"] and stage_id in viewer.names["stages"]:
            _cell(complex_id, stage_id, viewer)
    elif kind == "figure":
        complex_id, _, metric = rest.partition(":")
        if complex_id in viewer.names["complexes"] and metric in wording.FIGURE_UNITS:
            _figure(complex_id, metric, viewer)
    elif kind == "origins":
        blocks.html_dialog(viewer.w.t("Sources"), "", rest.split(";"), viewer)


def picked_on_map(state: object, key: str) -> str | None:
    """The complex that a click on a map has just chosen, as a data-open value; the same choice opens once."""
    objects = getattr(getattr(state, "selection", None), "objects", {}) or {}
    chosen = next((row["id"] for row in objects.get("sites", [])), None)
    if chosen == st.session_state.get(f"{key}_opened"):
        return None
    st.session_state[f"{key}_opened"] = chosen
    return f"complex:{chosen}" if chosen else None


def _complex(complex_id: str, viewer: Viewer) -> None:
    w = viewer.w
    sites = viewer.ask("progress/complexes")
    site = sites[sites["complex_id"] == complex_id].iloc[0].to_dict()
    stages = viewer.names["stages"]
    reached = w.t("{stage}, {when}", stage=stages[site["stage_id"]], when=w.period(site["stage_on"], site["stage_precision"]))
    facts = [
        {"name": w.t("Theme"), "value": w.of(site, "theme"), "note": w.of(site, "province")},
        {"name": w.t("Stage reached"), "value": reached, "note": ""},
        {"name": w.t("Next"), "value": wording.next_milestone(site, stages, w), "note": ""},
        {"name": w.t("Area"), "value": f"{w.area(site['area_m2'])} km²",
         "note": w.t("announced {area} km²; stated on {day}", area=w.area(site["announced_m2"]), day=site["area_stated_on"].date().isoformat())},
    ]  # fmt: skip
    if pd.notna(site["cost_krw"]):
        facts.append(
            {
                "name": w.t("Site cost"),
                "value": w.won(site["cost_krw"]),
                "note": w.t("stated on {day}", day=site["cost_stated_on"].date().isoformat()),
            }
        )
    cells = viewer.ask("progress/board", complexes=(complex_id,))
    lines = [[stages[c["stage_id"]], markup.state_name(c["state"], w), "" if c["state"] in {"skipped", "unpublished"} else w.period(c["date"], c["precision"]),
              w.months(int(c["slip_months"])) if pd.notna(c["slip_months"]) and c["slip_months"] else ""]
             for c in cells.to_dict("records")]  # fmt: skip
    heads = [w.t("Stage"), w.t("State"), w.t("Date"), w.t("Against the first plan")]
    html = markup.card(w.of(site, "name"), facts, heads, lines)
    ids = markup.ids(cells["origin_ids"]) + markup.as_list(site["area_origin_ids"]) + markup.as_list(site["cost_origin_ids"])
    link = partial(
        st.page_link,
        viewer.screens["complexes"],
        label=w.t("Open the dossier"),
        icon=":material/arrow_forward:",
        query_params=address.link(complex=complex_id),
    )
    blocks.html_dialog(w.of(site, "short"), html, ids, viewer, link)


def _cell(complex_id: str, stage_id: str, viewer: Viewer) -> None:
    w = viewer.w
    rows = viewer.ask("progress/statements", complex_id=complex_id, stage_id=stage_id)
    verbs = {"planned": w.t("planned for {when}"), "actual": w.t("reached {when}"), "withdrawn": w.t("withdrawn {when}")}
    said = [verbs[row["status"]].format(when=w.period(row["date"], row["precision"])) for row in rows.to_dict("records")]
    _statements(f"{viewer.names['complexes'][complex_id]} · {viewer.names['stages'][stage_id]}", rows, said, viewer)


def _figure(complex_id: str, metric: str, viewer: Viewer) -> None:
    w = viewer.w
    rows = viewer.ask("progress/figures", complex_id=complex_id)
    rows = rows[rows["metric"] == metric].assign(status="actual").sort_values("stated_on", ascending=False)
    said = [wording.figure_value(row["value"], row["unit"], w) for row in rows.to_dict("records")]
    _statements(f"{viewer.names['complexes'][complex_id]} · {wording.figure_name(metric, w)}", rows, said, viewer)


def _statements(title: str, rows: pd.DataFrame, said: list[str], viewer: Viewer) -> None:
    if rows.empty:
        html = markup.card(viewer.w.t("Nothing is published about this stage; a later stage is reached."), [])
    else:
        html = markup.statements(rows, said, viewer.origins(markup.ids(rows["origin_ids"])), viewer.warnings(), viewer.w)
    blocks.html_dialog(title, html, (), viewer)
