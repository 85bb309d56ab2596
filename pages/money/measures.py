"""The list of support measures: searched, and filtered by category, beneficiary and state."""

import streamlit as st

from rollout.language.words import Words
from rollout.questions.scope import Choice
from rollout.subjects.benefits import sections
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show

FIND, CATEGORY, WHO, STATE = "measure_find", "benefit_category", "benefit_who", "benefit_state"
CHOICES = (
    Choice(FIND, lambda w: w.t("Search the measures"), kind="text"),
    Choice(CATEGORY, lambda w: w.t("Category"), lambda w, _: w.codes("benefit-category")),
    Choice(WHO, lambda w: w.t("Who is eligible"), lambda w, _: w.codes("beneficiary")),
    Choice(STATE, lambda w: w.t("State"), lambda w, _: w.codes("benefit-state")),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _measures(viewer)
    foot("measures", ("measures", "conditions"), viewer)


@st.fragment
def _measures(viewer: Viewer) -> None:
    w, top = viewer.w, st.container()
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
        category = _pick(CATEGORY, w.t("Category"), w.codes("benefit-category"), w)
        who = _pick(WHO, w.t("Who is eligible"), w.codes("beneficiary"), w)
        state = _pick(STATE, w.t("State"), w.codes("benefit-state"), w)
    section = sections.measures(viewer, text or "", category, who, state)
    with top:
        head("measures", viewer, [(section.title, "")], section.unit)
    show(section, viewer, heading=False)


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
