"""Benefits: which support measures stand, which a firm may have and what each is worth, and which complexes they and the designated zones reach."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from rollout import blocks, eligibility, markup
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.eligibility import Firm
from rollout.scope import Choice
from rollout.telling import benefits as answer
from rollout.words import Words
from screens import dialogs
from screens.benefits import files, finder

FIND, CATEGORY, WHO, STATE = "measure_find", "benefit_category", "benefit_who", "benefit_state"
SIZE, INVESTOR, INDUSTRY, PLACE, INVESTMENT, HIRES = (
    "benefit_size", "benefit_investor", "benefit_industry", "benefit_place", "benefit_investment", "benefit_hires")  # fmt: skip
EXAMPLE: dict[str, Any] = {
    SIZE: "medium",
    INVESTOR: "domestic",
    INDUSTRY: "future-vehicle",
    PLACE: "complex:gwangju",
    INVESTMENT: 30e9,
    HIRES: "50",
}
SHOWN = 25


def _state_names(w: Words) -> dict[str, str]:
    return {
        "in-force": w.t("in force"),
        "soon": w.t("ends within a year"),
        "planned": w.t("planned"),
        "replaced": w.t("replaced"),
        "ended": w.t("ended"),
    }


CHOICES = (
    Choice(FIND, lambda w: w.t("Search the measures"), kind="text"),
    Choice(CATEGORY, lambda w: w.t("Category"), lambda w, _: answer.categories(w)),
    Choice(WHO, lambda w: w.t("Who may have it"), lambda w, _: answer.beneficiaries(w)),
    Choice(STATE, lambda w: w.t("State"), lambda w, _: _state_names(w)),
    Choice(SIZE, lambda w: w.t("Firm size"), lambda w, _: finder.sizes(w)),
    Choice(INVESTOR, lambda w: w.t("Investor"), lambda w, _: finder.investors(w)),
    Choice(INDUSTRY, lambda w: w.t("Industry of the firm"), lambda w, names: {finder.ANY: w.t("not chosen")} | dict(names["industries"])),
    Choice(PLACE, lambda w: w.t("Place of the plant"), finder.place_names),
    Choice(INVESTMENT, lambda w: w.t("Planned investment"), kind="text"),
    Choice(HIRES, lambda w: w.t("Planned hires"), kind="text"),
)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    zones = viewer.ask("benefits/zones")
    every = viewer.ask("benefits/catalogue")
    rows = answer.in_scope(every, zones, viewer)
    blocks.live(answer.top(viewer, rows, zones), "benefits-top", viewer)
    _ending(viewer, rows)
    _finder(viewer, every, zones)
    _coverage(viewer, every)
    _balance(viewer, every, zones)
    _catalogue(viewer, rows)
    _sources(viewer, every, rows, zones)


@st.fragment
def _ending(viewer: Viewer, rows: pd.DataFrame) -> None:
    w, soon = viewer.w, answer.ending(rows)
    left, right = st.columns([5, 7], gap="large")
    with left:
        blocks.heading(answer.category_title(rows, w), "")
        opened = blocks.live(answer.by_category(rows, viewer), "benefits-categories", viewer)
    with right:
        blocks.heading(
            w.n("One measure ends within a year", "{n} measures end within a year", len(soon)),
            w.t("In force on {day}, with a published last day", day=viewer.scope.as_of.isoformat()),
        )
        ended = blocks.live(answer.ending_items(rows, viewer), "benefits-ending", viewer)
    kind, _, category = (opened or "").partition(":")
    if kind == "category" and category in answer.CATEGORIES:
        own = rows[rows["category"] == category]
        blocks.html_dialog(answer.categories(w)[category], answer.state_list(own, viewer), markup.ids(own["origin_ids"]), viewer)
    else:
        dialogs.show(ended, viewer)


@st.fragment
def _finder(viewer: Viewer, rows: pd.DataFrame, zones: pd.DataFrame) -> None:
    w = viewer.w
    title = st.container()
    firm, chosen, near, problems = _asked(viewer, zones)
    items = finder.assessed(rows, viewer.ask("benefits/rules"), viewer.ask("benefits/rates"), firm)
    with title:
        blocks.heading(
            finder.title(items, w),
            w.t("What a firm may have: an example is filled in, change it. The shared filters do not apply here. Orientation, not advice."),
        )
    for problem in finder.faults(problems, w):
        st.warning(markup.plain(problem))
    html = finder.results(items, firm, chosen, near, viewer.ask("benefits/relations"), viewer)
    _measure(blocks.live(html, "benefits-finder", viewer), viewer, rows)


def _asked(viewer: Viewer, zones: pd.DataFrame) -> tuple[Firm, str, Any, dict[str, str | None]]:
    """Draw the finder's form; returns what it holds."""
    w, names = viewer.w, viewer.names
    industries = {finder.ANY: w.t("not chosen")} | dict(names["industries"])
    places = finder.place_names(w, names)
    with st.container(horizontal=True, key="benefit-form"):
        st.segmented_control(
            w.t("Firm size"),
            eligibility.SIZES,
            format_func=finder.sizes(w).__getitem__,
            **bound(SIZE, EXAMPLE[SIZE]),
            wrap=True,
        )
        st.segmented_control(
            w.t("Investor"),
            eligibility.INVESTORS,
            format_func=finder.investors(w).__getitem__,
            **bound(INVESTOR, EXAMPLE[INVESTOR]),
        )
        st.selectbox(
            w.t("Industry of the firm"),
            list(industries),
            format_func=industries.__getitem__,
            **bound(INDUSTRY, EXAMPLE[INDUSTRY], industries),
            filter_mode="contains",
            width=220,
        )
        st.selectbox(
            w.t("Place of the plant"),
            list(places),
            format_func=places.__getitem__,
            **bound(PLACE, EXAMPLE[PLACE], places),
            filter_mode="contains",
            width=300,
        )
        amount = bound(INVESTMENT, written(EXAMPLE[INVESTMENT], w), then=partial(_say_unit, w))
        _say_unit(w)  # of a link, too
        st.text_input(w.t("Planned investment"), max_chars=40, width=190, **amount,
                      help=w.t("A bare number counts in billions of won (KRW); 300억, 1.2조 or 30 billion also work"))  # fmt: skip
        st.text_input(w.t("Planned hires"), max_chars=40, width=110, **bound(HIRES, EXAMPLE[HIRES]))
    answers = _answers(viewer, zones)
    won, people = answers[0].investment_krw, answers[0].hires
    said = [w.t("Read as: {amount} ({won} won)", amount=w.won(won), won=w.number(won)) if won else w.t("No investment given"),
            w.n("one hire", "{n} hires", people) if people else w.t("no hires given")]  # fmt: skip
    st.caption(" · ".join(said))
    return answers


def _answers(viewer: Viewer, zones: pd.DataFrame) -> tuple[Firm, str, Any, dict[str, str | None]]:
    """What the finder's form holds: the firm it describes, the chosen place, the zones near it, and what was wrong with the numbers."""
    state = st.session_state
    won, wrong = eligibility.read_won(state.get(INVESTMENT) or "", _unit(viewer.w))
    people, amiss = eligibility.read_people(state.get(HIRES) or "")
    place, industry = state.get(PLACE) or finder.ANY, state.get(INDUSTRY)
    found, near = finder.place(place, viewer.ask("benefits/places"), zones)
    firm = Firm(state.get(SIZE), None if industry == finder.ANY else industry, state.get(INVESTOR), won, people, found)
    return firm, place, near, {"investment": wrong, "hires": amiss}


def _unit(w: Words) -> float:
    """What a bare number counts in (won): 억 in Korean, billions in English."""
    return 1e8 if w.lang == "ko" else 1e9


def written(value: float, w: Words) -> str:
    """An amount as one would type it, with its unit, so that it means the same in every language."""
    number = f"{value / _unit(w):.12f}".rstrip("0").rstrip(".")
    return f"{number}억" if w.lang == "ko" else f"{number} billion"


def _with_unit(typed: str, w: Words) -> str:
    """What was typed as an amount, with a unit if it is a bare number: it must not mean ten times as much after a change of language."""
    value, _ = eligibility.read_won(typed, _unit(w))
    return written(value, w) if value and not eligibility.has_unit(typed) else typed


def _say_unit(w: Words) -> None:
    st.session_state[INVESTMENT] = _with_unit(st.session_state[INVESTMENT], w)


def _measure(opened: str | None, viewer: Viewer, rows: pd.DataFrame) -> None:
    """Open one measure in full, or what else was asked for."""
    kind, _, benefit_id = (opened or "").partition(":")
    own = rows[rows["benefit_id"] == benefit_id]
    if kind != "measure" or own.empty:
        dialogs.show(opened, viewer)
        return
    w, row = viewer.w, own.iloc[0].to_dict()
    rules, relations = (viewer.ask(f"benefits/{name}") for name in ("rules", "relations"))
    conditions = [finder.condition(rule, viewer) for rule in rules[rules["benefit_id"] == benefit_id].to_dict("records")]
    words = finder.related(w)
    bears = [(words[r["kind"]], w.of(r, "other")) for r in relations[relations["benefit_id"] == benefit_id].to_dict("records")]
    replaced = rows[rows["benefit_id"].isin(markup.as_list(row["earlier_ids"]))]
    bears += [(w.t("replaces"), w.of(r, "name")) for r in replaced.to_dict("records")]
    blocks.html_dialog(w.of(row, "name"), answer.details(row, bears, conditions, viewer), markup.as_list(row["origin_ids"]), viewer)


@st.fragment
def _coverage(viewer: Viewer, rows: pd.DataFrame) -> None:
    w, names = viewer.w, viewer.names
    reach, near = viewer.ask("benefits/reach"), viewer.ask("benefits/zones_near")
    blocks.heading(answer.coverage_title(reach, viewer), w.t("Measures in force by complex and category. Select a number for their names"))
    opened = blocks.live(answer.coverage(reach, viewer), "benefits-coverage", viewer)
    blocks.heading(
        answer.designations_title(near, viewer),
        w.t("Designated zones by complex and kind: number of zones by how near they are. Select a cell for their names"),
    )
    opened = blocks.live(answer.designations(near, rows, viewer), "benefits-designations", viewer) or opened
    kind, _, rest = (opened or "").partition(":")
    complex_id, _, what = rest.partition(":")
    if complex_id not in viewer.scope.complexes or kind not in {"reach", "zones", "relief"}:
        dialogs.show(opened, viewer)
        return
    if kind == "reach" and what in answer.CATEGORIES:
        own = reach[(reach["complex_id"] == complex_id) & (reach["category"] == what)]
        name, html = answer.categories(w)[what], answer.reach_list(own, viewer)
    elif kind == "zones" and what in answer.zone_types(w):
        own = near[(near["complex_id"] == complex_id) & (near["type"] == what)]
        name, html = answer.zone_types(w)[what], answer.zone_list(own, viewer)
    elif kind == "relief":
        own = rows[(rows["scheme"] == answer.RELIEF) & answer.naming(rows, {complex_id})]
        name, html = w.t("Restricted development zone relief"), answer.state_list(own, viewer)
    else:
        return
    blocks.html_dialog(
        w.t("{complex}: {what}", complex=names["complexes"][complex_id], what=name), html, markup.ids(own["origin_ids"]), viewer
    )


@st.fragment
def _balance(viewer: Viewer, rows: pd.DataFrame, zones: pd.DataFrame) -> None:
    w = viewer.w
    title, html = answer.balance(zones, rows, viewer)
    blocks.heading(title, w.t("The whole country, whatever the filters, every zone known: numbers, not size or worth"))
    dialogs.show(blocks.live(html, "benefits-balance", viewer), viewer)


@st.fragment
def _catalogue(viewer: Viewer, rows: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(
        w.t("The catalogue"), w.t("Every measure known on {day} that reaches the scope, in force first", day=viewer.scope.as_of.isoformat())
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="benefit-controls"):
        text = st.text_input(
            w.t("Search the measures"),
            **bound(FIND, ""),
            type="search",
            live=True,
            max_chars=100,
            width=300,
            placeholder=w.t("name, provider, law, note"),
        )
        category = _pick(CATEGORY, w.t("Category"), answer.categories(w), w)
        who = _pick(WHO, w.t("Who may have it"), answer.beneficiaries(w), w)
        state = _pick(STATE, w.t("State"), _state_names(w), w)
    found = answer.found(rows, text or "", category, who, state)
    whole = len(found) > SHOWN and st.toggle(w.t("Show all {n}", n=w.number(len(found))), key="benefit-all")
    _measure(blocks.live(answer.catalogue(found, viewer, len(found) if whole else SHOWN), "benefits-catalogue", viewer), viewer, rows)


def _pick(key: str, label: str, options: dict[str, str], w: Words) -> str | None:
    return st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        **bound(key, None, options),
        placeholder=w.t("all {n}", n=len(options)),
        filter_mode=None,
        width=190,
    )


@st.fragment
def _sources(viewer: Viewer, every: pd.DataFrame, rows: pd.DataFrame, zones: pd.DataFrame) -> None:
    st.divider()
    chosen = {choice.name: str(st.session_state[choice.name]) for choice in CHOICES if st.session_state.get(choice.name)}
    blocks.downloads(lambda: _tables(viewer, every, rows, zones), "benefits", viewer, blocks.link(viewer, **chosen))
    blocks.sources(files.origin_ids(viewer, rows, zones), viewer)


def _tables(viewer: Viewer, every: pd.DataFrame, rows: pd.DataFrame, zones: pd.DataFrame) -> dict[str, pd.DataFrame]:
    firm, place, near, _ = _answers(viewer, zones)
    items = finder.assessed(every, viewer.ask("benefits/rules"), viewer.ask("benefits/rates"), firm)
    return files.tables(viewer, rows, zones, items, firm, place, near)
