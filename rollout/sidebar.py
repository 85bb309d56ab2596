"""The sidebar: language, the filters that every page shares, and the way back. Bound to the URL; untrusted until sorted."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from rollout import clock
from rollout.ask import Asker
from rollout.reader import names
from rollout.scope import EARLIEST, LATEST, SITUATIONS, Choice, Scope, read, situation_name, year_before
from rollout.words import LANGUAGES, Words, pick_language

FILTERS = ("province", "industry", "stage")
TOO_LONG = "dropped"
Labels = dict[str, dict[str, dict[str, str]]]


def language() -> str:
    """The language to speak, before any widget is drawn: chosen, in the URL, the browser's, or English."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    return pick_language(chosen, st.context.locale)


def labels(rows: pd.DataFrame, choices: Sequence[Choice]) -> Labels:
    """What a URL may name: parameter -> language -> id -> label, for the filters and the pages' own controls (rows: scope/names)."""
    offered = rows[rows["choice"]]
    known: Labels = {
        kind: {lang: dict(zip(own["id"], own[f"name_{lang}"], strict=True)) for lang in LANGUAGES}
        for kind, own in offered.groupby("kind", sort=False)
        if kind in FILTERS
    }
    known["situation"] = {lang: {s: situation_name(s, Words(lang)) for s in SITUATIONS} for lang in LANGUAGES}
    called = {lang: names(offered, Words(lang)) for lang in LANGUAGES}
    for choice in choices:
        if choice.options:
            known[choice.name] = {lang: dict(choice.options(Words(lang), called[lang])) for lang in LANGUAGES}
    return known


def accept_links(labels: Labels, lang: str) -> tuple[str, ...]:
    """Turn what a URL asks for into what the widgets take; returns the names of parameters that were refused.

    A link may carry ids or labels of either language; it is rewritten to labels of this one, once, before widgets are bound.
    """
    raw = {name: st.query_params.get_all(name) for name in st.query_params}
    reading = read(raw, labels, lang)
    fresh = {name: values for name, values in reading.aliases.items() if name not in st.session_state}
    for name, values in fresh.items():
        if values:
            st.query_params[name] = values
        else:
            st.query_params.pop(name, None)
    refused = reading.dropped
    if TOO_LONG in raw:  # set by templates/page.js
        st.query_params.pop(TOO_LONG)
        refused = ("link",)
    if refused:
        st.session_state["dropped"] = refused
    if fresh:
        st.rerun()
    return st.session_state.pop("dropped", ())


def navigate(groups: Mapping[str, Mapping[str, str]], screens: Mapping[str, Page]) -> None:
    """The pages in their groups (group -> page -> title). Streamlit's own grouped navigation puts what is no item into a list."""
    with st.container(key="navigation"):
        for group, titles in groups.items():
            st.caption(group)
            for name in titles:
                st.page_link(screens[name])


def draw(labels: Labels, w: Words, asker: Asker, snapshot: int, choices: Sequence[Choice]) -> Scope:
    """Draw the filters; returns the scope they stand for, with the complexes that it covers."""
    own = {name: by_language[w.lang] for name, by_language in labels.items()}
    st.segmented_control(
        "Language · 언어", list(LANGUAGES), default=pick_language(None, st.context.locale), key="lang", bind="query-params",
        required=True, on_change=_keep_choices, args=[[choice.name for choice in choices]], label_visibility="collapsed",
    )  # fmt: skip
    provinces = _several(w.t("Province"), own["province"], "province", w)
    situation = st.selectbox(
        w.t("Capital area"), SITUATIONS, index=None, format_func=own["situation"].__getitem__, key="situation",
        bind="query-params", placeholder=w.t("inside and outside"), filter_mode=None,
    )  # fmt: skip
    industries = _several(w.t("Industry"), own["industry"], "industry", w)
    stages = _several(w.t("Stage reached"), own["stage"], "stage", w)
    now = st.session_state.get("today") or _day(st.query_params.get("today")) or clock.today()
    as_of = _date(w.t("As of"), now, "as_of", w.t("Only what was stated by this day"))
    compare = _date(w.t("Compare with"), max(year_before(as_of), EARLIEST), "compare", w.t("Changes are counted from this day"))
    with st.expander(w.t("Reproduce a view")):
        today = _date(w.t("Today"), clock.today(), "today", w.t("The day from which age is counted; set it to see a view as it was"))
    st.button(w.t("Clear filters"), on_click=clear, key="clear", width="stretch")
    scope = Scope(as_of, compare, today, w.lang, tuple(provinces), situation, tuple(industries), tuple(stages), (), snapshot)
    return scope.covering(scope.select(asker.ask("progress/complexes", scope.snapshot, as_of=as_of)))


def clear() -> None:
    """Back to all complexes, as of today (for a button's on_click)."""
    for name in FILTERS:
        st.session_state[name] = []
    today = clock.today()
    st.session_state.update({"situation": None, "today": today, "as_of": today, "compare": max(year_before(today), EARLIEST)})


def notes(dropped: tuple[str, ...], scope: Scope, w: Words, choices: Sequence[Choice]) -> tuple[str, ...]:
    """Quiet notes on what of the URL was not used."""
    said = []
    if dropped:
        shown = {"province": w.t("Province"), "industry": w.t("Industry"), "stage": w.t("Stage reached"), "situation": w.t("Capital area"),
                 "as_of": w.t("As of"), "compare": w.t("Compare with"), "today": w.t("Today"), "lang": w.t("Language"),
                 "link": w.t("the whole link, it was too long")} | {choice.name: choice.label(w) for choice in choices}  # fmt: skip
        said.append(w.t("The link asked for something unknown, which was left out: {what}.", what=", ".join(shown[d] for d in dropped)))
    if scope.compare > scope.as_of:
        said.append(w.t("The comparison date lies after the as-of date."))
    return tuple(said)


def _several(label: str, options: Mapping[str, str], key: str, w: Words) -> list[str]:
    return st.multiselect(
        label, list(options), format_func=options.__getitem__, key=key, bind="query-params", placeholder=w.t("all {n}", n=len(options)),
        filter_mode="contains",
    )  # fmt: skip


def _date(label: str, default: dt.date, key: str, tip: str) -> dt.date:
    value = st.date_input(label, default, min_value=EARLIEST, max_value=LATEST, key=key, bind="query-params", format="YYYY-MM-DD", help=tip,
                          on_change=_follow_today if key == "today" else "rerun")  # fmt: skip
    return value if isinstance(value, dt.date) else default


def _follow_today() -> None:
    today = st.session_state["today"]
    st.session_state.update({"as_of": today, "compare": max(year_before(today), EARLIEST)})


def _keep_choices(others: Sequence[str]) -> None:
    """Labels change with the language; the choices stay."""
    for name in (*FILTERS, "situation", *others):
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
