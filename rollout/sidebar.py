"""The sidebar: language, the filters that every page shares, and the way back. Bound to the URL; untrusted until sorted."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from rollout.ask import Asker
from rollout.scope import EARLIEST, GROUPS, LATEST, SITUATIONS, SORTS, Scope, group_name, read, situation_name, sort_name, year_before
from rollout.words import LANGUAGES, Words, pick_language

KINDS = {"province": "provinces", "industry": "industries", "stage": "stages", "complex": "complexes"}
TOO_LONG = "dropped"
Labels = dict[str, dict[str, dict[str, str]]]


def language() -> str:
    """The language to speak, before any widget is drawn: chosen, in the URL, the browser's, or English."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang")
    return pick_language(chosen, st.context.locale)


def names(rows: pd.DataFrame, w: Words) -> Mapping[str, Mapping[str, str]]:
    """Names by kind and id in the viewer's language, from scope/names."""
    return {plural: {r["id"]: w.of(r, "name") for r in rows[rows["kind"] == kind].to_dict("records")} for kind, plural in KINDS.items()}


def accept_links(rows: pd.DataFrame, lang: str) -> tuple[str, ...]:
    """Turn what a URL asks for into what the widgets take; returns the names of parameters that were refused.

    A link may carry ids or labels of either language; it is rewritten to labels of this one, once, before widgets are bound.
    """
    raw = {name: st.query_params.get_all(name) for name in st.query_params}
    reading = read(raw, _labels(rows), lang)
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


def draw(rows: pd.DataFrame, w: Words, asker: Asker, snapshot: int) -> Scope:
    """Draw the filters; returns the scope they stand for, with the complexes that it covers."""
    labels = {name: by_language[w.lang] for name, by_language in _labels(rows).items()}
    st.segmented_control(
        "Language · 언어", list(LANGUAGES), default=pick_language(None, st.context.locale), key="lang", bind="query-params",
        required=True, on_change=_keep_choices, label_visibility="collapsed",
    )  # fmt: skip
    provinces = _several(w.t("Province"), labels["province"], "province", w)
    situation = st.selectbox(
        w.t("Capital area"), SITUATIONS, index=None, format_func=labels["situation"].__getitem__, key="situation",
        bind="query-params", placeholder=w.t("inside and outside"), filter_mode=None,
    )  # fmt: skip
    industries = _several(w.t("Industry"), labels["industry"], "industry", w)
    stages = _several(w.t("Stage reached"), labels["stage"], "stage", w)
    now = st.session_state.get("today") or _day(st.query_params.get("today")) or dt.date.today()
    as_of = _date(w.t("As of"), now, "as_of", w.t("Only what was stated by this day"))
    compare = _date(w.t("Compare with"), max(year_before(as_of), EARLIEST), "compare", w.t("Changes are counted from this day"))
    with st.expander(w.t("Reproduce a view")):
        today = _date(w.t("Today"), dt.date.today(), "today", w.t("The day from which age is counted; set it to see a view as it was"))
    st.button(w.t("Clear filters"), on_click=clear, key="clear", width="stretch")
    scope = Scope(as_of, compare, today, w.lang, tuple(provinces), situation, tuple(industries), tuple(stages), (), snapshot)
    return scope.covering(scope.select(asker.ask("progress/complexes", scope.snapshot, as_of=as_of)))


def clear() -> None:
    """Back to all complexes, as of today (for a button's on_click)."""
    for name in ("province", "industry", "stage"):
        st.session_state[name] = []
    today = dt.date.today()
    st.session_state.update({"situation": None, "today": today, "as_of": today, "compare": max(year_before(today), EARLIEST)})


def notes(dropped: tuple[str, ...], scope: Scope, w: Words) -> tuple[str, ...]:
    """Quiet notes on what of the URL was not used."""
    said = []
    if dropped:
        shown = {"province": w.t("Province"), "industry": w.t("Industry"), "stage": w.t("Stage reached"), "situation": w.t("Capital area"),
                 "as_of": w.t("As of"), "compare": w.t("Compare with"), "today": w.t("Today"), "lang": w.t("Language"),
                 "sort": w.t("Sort by"), "complex": w.t("Complex"), "link": w.t("the whole link, it was too long"), "with": w.t("Compare with others"),
                 "group": w.t("Group by"), "milestone": w.t("Milestone")}  # fmt: skip
        said.append(w.t("The link asked for something unknown, which was left out: {what}.", what=", ".join(shown[d] for d in dropped)))
    if scope.compare > scope.as_of:
        said.append(w.t("The comparison date lies after the as-of date."))
    return tuple(said)


def _labels(rows: pd.DataFrame) -> Labels:
    labels: Labels = {}
    for name, kind in (
        ("province", "province"),
        ("industry", "industry"),
        ("stage", "stage"),
        ("complex", "complex"),
        ("with", "complex"),
        ("milestone", "stage"),
    ):
        choices = rows[(rows["kind"] == kind) & rows["choice"]]
        labels[name] = {lang: dict(zip(choices["id"], choices[f"name_{lang}"], strict=True)) for lang in LANGUAGES}
    labels["situation"] = {lang: {s: situation_name(s, Words(lang)) for s in SITUATIONS} for lang in LANGUAGES}
    labels["sort"] = {lang: {s: sort_name(s, Words(lang)) for s in SORTS} for lang in LANGUAGES}
    labels["group"] = {lang: {g: group_name(g, Words(lang)) for g in GROUPS} for lang in LANGUAGES}
    return labels


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


def _keep_choices() -> None:
    """Labels change with the language; the choices stay."""
    for name in ("province", "industry", "stage", "situation", "sort", "complex", "with", "group", "milestone"):
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
