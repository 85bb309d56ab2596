"""Finder: which support measures a firm may have at a place, and what each is worth."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from rollout.language.words import Words
from rollout.questions.scope import Choice
from rollout.questions.view import Names
from rollout.render import markup
from rollout.subjects.benefits import eligibility, finder, plant
from rollout.subjects.benefits.eligibility import Firm
from rollout.subjects.benefits.plant import Asked
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, head, named, show

SIZE, INVESTOR, INDUSTRY, PLACE, INVESTMENT, HIRES = (
    "benefit_size",
    "benefit_investor",
    "benefit_industry",
    "benefit_place",
    "benefit_investment",
    "benefit_hires",
)
EXAMPLE: dict[str, Any] = {
    SIZE: "medium",
    INVESTOR: "domestic",
    INDUSTRY: "future-vehicle",
    PLACE: "complex:gwangju",
    INVESTMENT: 30e9,
    HIRES: "50",
}
GROUPS = ("applies", "confirm", "nearly", "place")


def _industries(w: Words, names: Names) -> dict[str, str]:
    """The industries that a firm can be of, or none chosen."""
    return {plant.ANY: w.t("not chosen")} | dict(names["industries"])


CHOICES = (
    Choice(SIZE, lambda w: w.t("Firm size"), lambda w, _: w.codes("firm-size")),
    Choice(INVESTOR, lambda w: w.t("Investor"), lambda w, _: plant.investors(w)),
    Choice(
        INDUSTRY,
        lambda w: w.t("Industry of the firm"),
        _industries,
    ),
    Choice(PLACE, lambda w: w.t("Place of the plant"), plant.place_names),
    Choice(INVESTMENT, lambda w: w.t("Planned investment"), kind="text"),
    Choice(HIRES, lambda w: w.t("Planned hires"), kind="text"),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _finder(viewer)
    _files(viewer)


@st.fragment
def _files(viewer: Viewer) -> None:
    w, (asked, _) = viewer.w, _asked(viewer)
    st.divider()
    section = finder.section(viewer, asked)
    downloads(lambda: [(w.t("Finder"), section), *named(("conditions",), viewer)()], "benefits", viewer)
    blocks.sources(section.every_origin(), viewer)


@st.fragment
def _finder(viewer: Viewer) -> None:
    w, top = viewer.w, st.container()
    _form(viewer)
    asked, problems = _asked(viewer)
    with top:
        head(
            "benefits",
            viewer,
            [(finder.title(finder.items(viewer, asked), w), "")],
            w.t(
                "Measures a firm may use: an example is filled in, change it. The shared filters do "
                "not apply here. For guidance only."
            ),
        )
    won, people = asked.firm.investment_krw, asked.firm.hires
    said = [
        w.t("Read as: {amount} ({won} won)", amount=w.won(won), won=w.number(won))
        if won
        else w.t("No investment given"),
        w.n("one hire", "{n} hires", people) if people else w.t("no hires given"),
    ]
    st.caption(" · ".join(said))
    for problem in finder.faults(problems, w):
        st.warning(markup.plain(problem))
    found = {group: finder.section(viewer, asked, group) for group in GROUPS}
    for tab, section in zip(st.tabs([markup.plain(one.title) for one in found.values()]), found.values(), strict=True):
        with tab:
            blocks.paper_heading(section.title)
            show(section, viewer, heading=False)
    st.caption(markup.plain(finder.foot(viewer, asked)))


def _form(viewer: Viewer) -> None:
    """What the finder is asked, each answer in the URL."""
    w, names = viewer.w, viewer.names
    with st.container(horizontal=True, key="benefit-form"):
        st.segmented_control(
            w.t("Firm size"),
            eligibility.SIZES,
            format_func=w.codes("firm-size").__getitem__,
            wrap=True,
            **bound(SIZE, EXAMPLE[SIZE]),
        )
        st.segmented_control(
            w.t("Investor"),
            eligibility.INVESTORS,
            format_func=plant.investors(w).__getitem__,
            **bound(INVESTOR, EXAMPLE[INVESTOR]),
        )
        _choose(INDUSTRY, w.t("Industry of the firm"), _industries(w, names), 220)
        _choose(PLACE, w.t("Place of the plant"), plant.place_names(w, names), 300)
        amount = bound(INVESTMENT, written(EXAMPLE[INVESTMENT], w), then=partial(_say_unit, w))
        _say_unit(w)  # of a link, too
        st.text_input(
            w.t("Planned investment"),
            max_chars=40,
            width=190,
            **amount,
            help=w.t("A number without a unit is read as billions of won (KRW); 300억, 1.2조 or 30 billion also work"),
        )
        st.text_input(w.t("Planned hires"), max_chars=40, width=110, **bound(HIRES, EXAMPLE[HIRES]))


def _choose(key: str, label: str, options: Mapping[str, str], width: int) -> None:
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        filter_mode="contains",
        width=width,
        **bound(key, EXAMPLE[key], options),
    )


def _asked(viewer: Viewer) -> tuple[Asked, dict[str, str | None]]:
    """What the form holds now, and what was wrong with the numbers."""
    state = st.session_state
    won, wrong = eligibility.read_won(state.get(INVESTMENT) or "", _unit(viewer.w))
    people, amiss = eligibility.read_people(state.get(HIRES) or "")
    chosen, industry = state.get(PLACE) or plant.ANY, state.get(INDUSTRY)
    found, near = plant.place(chosen, viewer.ask("benefits/places"), viewer.ask("benefits/zones"))
    firm = Firm(state.get(SIZE), None if industry == plant.ANY else industry, state.get(INVESTOR), won, people, found)
    return Asked(firm, chosen, near), {"investment": wrong, "hires": amiss}


def _unit(w: Words) -> float:
    """What a number alone counts in (won): 억 in Korean, billions in English."""
    return 1e8 if w.lang == "ko" else 1e9


def written(value: float, w: Words) -> str:
    """An amount as one would type it, with its unit, so that it means the same in every language."""
    number = f"{value / _unit(w):.12f}".rstrip("0").rstrip(".")
    return f"{number}억" if w.lang == "ko" else f"{number} billion"


def _with_unit(typed: str, w: Words) -> str:
    """What was typed as an amount, with a unit if it is a number alone.

    It must not mean ten times as much after a change of language.
    """
    value, _ = eligibility.read_won(typed, _unit(w))
    return written(value, w) if value and not eligibility.has_unit(typed) else typed


def _say_unit(w: Words) -> None:
    st.session_state[INVESTMENT] = _with_unit(st.session_state[INVESTMENT], w)
