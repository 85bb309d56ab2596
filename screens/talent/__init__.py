"""Talent: which programmes train whom, where and for what; what each complex has within reach; seats against published demand."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import streamlit as st

from rollout import blocks, markup, talent_charts, talent_map
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import Choice
from rollout.telling import talent as answer
from rollout.telling import talent_files as files
from rollout.telling.talent import GROUPS, LEVELS, REACHES, TYPES, Cell, Wish
from rollout.words import Words
from screens import dialogs

TYPE, LEVEL, KM, FIND, BY = "talent_type", "talent_level", "talent_km", "talent_find", "talent_by"
SHOWN = 20


def _reaches(w: Words) -> dict[str, str]:
    return {km: w.t("{n} km", n=km) for km in REACHES}


CHOICES = (
    Choice(TYPE, lambda w: w.t("Type of programme"), lambda w, _: answer.types(w)),
    Choice(LEVEL, lambda w: w.t("Level of education"), lambda w, _: answer.levels(w)),
    Choice(KM, lambda w: w.t("Reach of a complex"), lambda w, _: _reaches(w)),
    Choice(FIND, lambda w: w.t("Search the programmes"), kind="text"),
    Choice(BY, lambda w: w.t("Count by"), lambda w, _: answer.groups(w)),
)


class Shown(NamedTuple):
    """What the page shows of its three questions: programmes (of the type and level; those found), within reach, the matrix, figures, the balance."""

    every: pd.DataFrame
    rows: pd.DataFrame
    found: pd.DataFrame
    near: pd.DataFrame
    cells: Mapping[str, Mapping[str, Cell]]
    sites: pd.DataFrame
    figures: pd.DataFrame
    balance: pd.DataFrame


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    head = st.container()
    wish = _wish(viewer)
    shown = _shown(viewer, wish)
    with head:
        blocks.live(answer.top(viewer, shown.rows, shown.cells, wish), "talent-top", viewer)
    _map(viewer, shown, wish)
    _reach(viewer, shown, wish)
    _balance(viewer, shown)
    _list(viewer, shown, wish)
    _sources(viewer, shown, wish)


def _wish(viewer: Viewer) -> Wish:
    """Draw the page's controls; returns what they ask for."""
    w = viewer.w
    with st.container(horizontal=True, vertical_alignment="bottom", key="talent-controls"):
        kind = st.selectbox(
            w.t("Type of programme"), TYPES, index=None, format_func=answer.types(w).__getitem__, **bound(TYPE, None, TYPES),
            placeholder=w.t("all types"), filter_mode=None, width=250,
        )  # fmt: skip
        level = st.selectbox(
            w.t("Level of education"), LEVELS, index=None, format_func=answer.levels(w).__getitem__, **bound(LEVEL, None, LEVELS),
            placeholder=w.t("all levels"), filter_mode=None, width=210,
        )  # fmt: skip
        km = st.select_slider(
            w.t("Reach of a complex"), REACHES, format_func=_reaches(w).__getitem__, width=300, **bound(KM, "50", REACHES)
        )
        find = st.text_input(
            w.t("Search the programmes"), type="search", live=True, max_chars=100, **bound(FIND, ""),
            placeholder=w.t("school, department, partner"), width=260,
        )  # fmt: skip
    return Wish(kind, level, int(km) if isinstance(km, str) else 50, find or "")


def _shown(viewer: Viewer, wish: Wish) -> Shown:
    every, pipeline, supply = (viewer.ask(f"talent/{name}") for name in ("programmes", "pipeline", "supply"))
    sites = viewer.ask("progress/complexes")
    sites = sites[sites["complex_id"].isin(viewer.scope.complexes)].reset_index(drop=True)
    rows = wish.kind(answer.in_scope(every, viewer))
    near = answer.within(pipeline, wish, viewer)
    cells = viewer.remember("talent-cells", lambda: answer.matrix(near, wish, list(sites["complex_id"])), wish.type, wish.level, wish.km)
    figures = answer.figures_in_scope(supply, viewer)
    balance = viewer.remember("talent-balance", lambda: answer.balance(every, supply, viewer))
    return Shown(every, rows, answer.found(rows, wish.find, viewer), near, cells, sites, figures, balance)


@st.fragment
def _map(viewer: Viewer, shown: Shown, wish: Wish) -> None:
    w = viewer.w
    left, right = st.columns([0.45, 0.55], gap="large")
    with left:
        title = answer.map_title(shown.found, viewer)
        blocks.heading(
            title,
            w.t(
                "Grey: programmes counted, by si, gun or gu; the area of a circle is their number. Blue: complexes, with a ring of {km} km; red and hollow: none counted within it",
                km=w.number(wish.km),
            ),
        )
        captions = answer.site_captions(shown.cells, shown.sites, wish, viewer)
        spots = answer.places(shown.found, viewer)
        bare = [i for i, row in shown.cells.items() if not row["all"].counted]
        letters = "".join(sorted(set("".join(viewer.names["complexes"].values()))))
        deck = talent_map.belt(spots, shown.sites, captions, bare, wish.km, letters, w, viewer.palette)
        picked = st.pydeck_chart(
            deck, height=talent_map.HEIGHT, key="talent-map", on_select="rerun", alt=answer.map_alt(spots, captions, title)
        )
        st.caption(
            w.t(
                "Outlines: NGII, 2023-09-15. A programme stands at the middle of its main campus's district, a complex at its host town's centre. Select a complex for its dates"
            )
        )
        lost = blocks.live(answer.unplaced(shown.found, viewer), "talent-unplaced", viewer)
    with right:
        slot = st.container()
        by = st.segmented_control(
            w.t("Count by"), GROUPS, format_func=answer.groups(w).__getitem__, required=True, **bound(BY, "type", GROUPS)
        )  # fmt: skip
        lines = answer.grouped(shown.found, by or "type", viewer)
        with slot:
            blocks.heading(
                answer.group_title(lines, by or "type", w),
                w.t(
                    "Programmes of the provinces and industries in the filters; the stage of a complex does not apply. Select a line for its list"
                ),
            )
        opened = blocks.live(answer.group_table(lines, shown.found, by or "type", viewer), "talent-groups", viewer)
        blocks.live(
            markup.fill("talent/rules.html", title=w.t("What is counted and how it is told apart"), rules=answer.rules(w)),
            "talent-rules",
            viewer,
        )
    if not _programmes(opened or lost, shown, viewer):
        dialogs.show(dialogs.picked_on_map(picked, "talent-map"), viewer)


@st.fragment
def _reach(viewer: Viewer, shown: Shown, wish: Wish) -> None:
    w = viewer.w
    unit = w.t(
        "Programmes of a complex's own industries within {km} km of it, across province borders, by level. Select a number for the list, a complex for its dates",
        km=w.number(wish.km),
    )
    blocks.heading(answer.reach_title(shown.cells, wish, viewer), unit)
    opened = blocks.live(answer.reach_table(shown.cells, shown.sites, shown.near, wish, viewer), "talent-reach", viewer)
    kind, _, rest = (opened or "").partition(":")
    complex_id, _, level = rest.partition(":")
    if kind != "reach":
        dialogs.show(opened, viewer)
    elif complex_id in shown.cells and level in {*LEVELS, "all"}:
        rows = shown.near[shown.near["complex_id"] == complex_id]
        rows = (
            rows[rows["same_industry"] & (rows["level"] != "start-up")]
            if level == "all"
            else rows[(rows["level"] == level) & (rows["same_industry"] | (level == "start-up"))]
        )
        title = viewer.names["complexes"][complex_id] + " · " + (w.t("All levels") if level == "all" else answer.levels(w)[level])
        heads, lines = answer.near_lines(rows, viewer)
        blocks.html_dialog(title, markup.table(heads, lines), markup.ids(rows["origin_ids"]), viewer)


@st.fragment
def _balance(viewer: Viewer, shown: Shown) -> None:
    w = viewer.w
    title = answer.balance_title(shown.balance, w)
    unit = w.t(
        "People a year, nationwide: need is a published forecast of people on top of today's workforce, spread evenly over its years (derived); places and training of the programmes counted here, not of all schools. Provinces, types and levels do not apply"
    )
    drawn = answer.balance_drawn(shown.balance, w) if len(shown.balance) else shown.balance
    if drawn.empty:
        blocks.heading(title, unit)
        st.info(w.t("Nothing is published for the industries in scope. Choose another industry or a later day."))
    else:
        blocks.figure(talent_charts.balance(drawn, w, viewer.palette), title, unit, answer.balance_alt(drawn, title, w),
                      w.t("Seats: (n of m) published for n of the m counted programmes. Not everyone trained enters the industry, and ordinary degrees are not in it"), "talent-balance", viewer)  # fmt: skip
        dialogs.show(blocks.live(answer.balance_note(shown.balance, drawn, viewer), "talent-balance-sources", viewer), viewer)
    blocks.heading(
        w.t("Every published figure by industry and year"),
        w.t("Demand, targets, seats, graduates and people trained; where nothing was published the line says so"),
    )
    opened = blocks.live(answer.year_board(shown.figures, viewer), "talent-board", viewer)
    kind, _, rest = (opened or "").partition(":")
    industry, _, metric_year = rest.partition(":")
    metric, _, year = metric_year.partition(":")
    if kind == "supply":
        own = shown.figures[
            shown.figures["industry_id"].fillna("several").eq(industry)
            & shown.figures["metric"].eq(metric)
            & shown.figures["year"].astype(str).eq(year)
        ]
        if len(own):
            heads, lines = answer.supply_lines(own, viewer)
            name = viewer.names["industries"].get(industry, w.t("Several industries"))
            blocks.html_dialog(
                f"{name} · {answer.supply_metrics(w)[metric]} · {year}", markup.table(heads, lines), markup.ids(own["origin_ids"]), viewer
            )
    else:
        dialogs.show(opened, viewer)


@st.fragment
def _list(viewer: Viewer, shown: Shown, wish: Wish) -> None:
    w = viewer.w
    blocks.heading(
        answer.list_title(shown.found, wish, w),
        w.t("Running first, then selected, planned and ended. Select a school for all that is known of its programme"),
    )
    slot = st.container()
    whole = len(shown.found) > SHOWN and st.toggle(w.t("show all {n}", n=len(shown.found)), key="talent-all")
    with slot:
        opened = blocks.live(answer.programme_list(shown.found if whole else shown.found.head(SHOWN), viewer), "talent-list", viewer)
    if not _programmes(opened, shown, viewer):
        dialogs.show(opened, viewer)


def _programmes(opened: str | None, shown: Shown, viewer: Viewer) -> bool:
    """Open the dialog of one programme or of a group's programmes; False for anything else."""
    kind, _, rest = (opened or "").partition(":")
    if kind == "programme":
        rows = shown.every[shown.every["programme_id"] == rest]
        for row in rows.to_dict("records"):
            blocks.html_dialog(answer.school(row, viewer.w), answer.programme_card(row, viewer), markup.as_list(row["origin_ids"]), viewer)
        return True
    by, _, key = rest.partition(":")
    column = {"type": "type", "level": "level", "industry": "industry_id", "province": "province_id"}.get(by)
    if kind == "group" and column:
        rows = shown.found[shown.found[column].fillna("none") == key]
        if len(rows):
            heads, lines = answer.group_lines(rows, viewer)
            blocks.html_dialog(answer.group_name(by, key, viewer), markup.table(heads, lines), markup.ids(rows["origin_ids"]), viewer)
        return True
    return False


@st.fragment
def _sources(viewer: Viewer, shown: Shown, wish: Wish) -> None:
    st.divider()
    chosen = {key: st.session_state[key] for key in (TYPE, LEVEL, KM, FIND, BY) if st.session_state.get(key)}
    blocks.downloads(
        lambda: files.tables(viewer, shown.found, shown.near, shown.cells, shown.figures, shown.balance),
        "talent",
        viewer,
        blocks.link(viewer, **chosen),
    )
    blocks.sources(files.origin_ids(shown.found, shown.near, shown.figures, shown.balance), viewer)
