"""The sidebar: language, the filters that every page shares, and the way back.

What stands in the address is in rollout.web.address.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from rollout import clock
from rollout.language.words import LANGUAGES, Words
from rollout.questions import places
from rollout.questions.ask import Asker, rows_of
from rollout.questions.links import MOST_VALUES, Ignored, Parameter
from rollout.questions.scope import EARLIEST, LATEST, SITUATIONS, Choice, Scope, last_day, year_before
from rollout.questions.view import data_date, names
from rollout.web import address
from rollout.web.address import DAYS, bound

FILTERS = ("province", "industry", "stage")
DRAFT = "draft"
MOST_NAMED = 5


def parameters(rows: pd.DataFrame, also: pd.DataFrame, choices: Sequence[Choice]) -> dict[str, Parameter]:
    """What a link may set.

    The filters and the pages' own controls, with every name of each choice (rows: scope/names, also:
    scope/place_names).
    """
    offered = rows[rows["choice"]]
    known = {
        kind: _called([dict(zip(own["id"], own[f"name_{lang}"], strict=True)) for lang in LANGUAGES])
        for kind, own in offered.groupby("kind", sort=False)
        if kind in FILTERS
    }
    known["province"] = places.index(rows_of(also), "province")
    found = {name: Parameter("several", known[name]) for name in FILTERS}
    found |= {"situation": Parameter("one", _called([Words(lang).codes("situation") for lang in LANGUAGES]))}
    found |= {name: Parameter("day") for name in DAYS}
    found |= {
        "lang": Parameter("one", _called([LANGUAGES])),
        DRAFT: Parameter("draft"),
        address.TOO_LONG: Parameter("text"),
    }
    called = {lang: names(offered, Words(lang)) for lang in LANGUAGES}
    for choice in choices:
        own = [choice.options(Words(lang), called[lang]) for lang in LANGUAGES] if choice.options else []
        found[choice.name] = Parameter("text" if choice.kind == "note" else choice.kind, _called(own), choice.span)
    return found


def arrive(
    page: str, own: Sequence[Choice], every: Sequence[Choice], asker: Asker, snapshot: int
) -> tuple[Ignored, ...]:
    """Set the controls to what the address asks for, if somebody arrives by it; returns what of it was not used."""
    rows, also = asker.ask("scope/names", snapshot), asker.ask("scope/place_names", snapshot)
    known = asker.remember(("parameters", snapshot), lambda: parameters(rows, also, every))
    drafted = {choice.name: DRAFT for choice in own if choice.kind == "note"}
    return address.enter(page, known, [choice.name for choice in own], drafted, last(asker, snapshot))


def last(asker: Asker, snapshot: int) -> dt.date:
    """The last day that may be asked for."""
    rows = asker.ask("progress/complexes", snapshot, as_of=LATEST)
    return last_day(data_date(asker, snapshot, LATEST, rows["complex_id"]), clock.today())


def navigate(groups: Mapping[str, Mapping[str, str]], screens: Mapping[str, Page]) -> None:
    """The pages in their groups (group -> page -> title).

    Streamlit's own grouped navigation puts what is no item into a list.
    """
    with st.container(key="navigation"):
        for group, titles in groups.items():
            st.caption(group)
            for name in titles:
                st.page_link(screens[name])


def draw(rows: pd.DataFrame, w: Words, asker: Asker, snapshot: int) -> Scope:
    """Draw the filters (rows: scope/names); returns the scope they stand for, with the complexes that it covers."""
    offered = asker.remember(("offered", snapshot, w.lang), lambda: names(rows[rows["choice"]], w))
    labels = w.codes("filter")
    st.segmented_control(
        "Language · 언어", list(LANGUAGES), required=True, label_visibility="collapsed", **bound("lang", None)
    )
    provinces = _several(labels["province"], offered["provinces"], "province", w)
    situation = st.selectbox(
        labels["situation"],
        SITUATIONS,
        index=None,
        format_func=w.codes("situation").__getitem__,
        placeholder=w.t("inside and outside"),
        filter_mode=None,
        **bound("situation", None, SITUATIONS),
    )
    industries = _several(labels["industry"], offered["industries"], "industry", w)
    stages = _several(labels["stage"], offered["stages"], "stage", w)
    until = last(asker, snapshot)
    days = st.container()
    with st.expander(w.t("View a past state")):
        today = _date(
            labels["today"],
            "today",
            clock.today(),
            until,
            w.t("The day from which age is counted; change it to see a past view"),
        )
    st.button(w.t("Clear filters"), on_click=clear, key="clear", width="stretch")
    scope = Scope(
        today, today, today, w.lang, tuple(provinces), situation, tuple(industries), tuple(stages), (), snapshot
    ).covering(asker.ask("progress/complexes", snapshot, as_of=today))
    with days:
        newest = data_date(asker, snapshot, today, scope.complexes)
        as_of = _date(labels["as_of"], "as_of", newest, until, w.t("Only what was stated by this day"))
        usual = max(year_before(as_of), EARLIEST)
        compare = _date(labels["compare"], "compare", usual, until, w.t("Changes are counted from this day"))
    return replace(scope, as_of=as_of, compare=compare).covering(asker.ask("progress/complexes", snapshot, as_of=as_of))


def clear() -> None:
    """Back to all complexes, as of the newest statement (for a button's on_click)."""
    st.session_state.update({name: [] for name in FILTERS} | {"situation": None} | address.usual_days())
    address.write()


def notes(
    ignored: Sequence[Ignored], scope: Scope, w: Words, choices: Sequence[Choice], last: dt.date
) -> tuple[str, ...]:
    """Quiet notes on what of the link was not used, and on days that make no sense together."""
    labels = w.codes("filter") | {DRAFT: w.t("Notes")} | {choice.name: choice.label(w) for choice in choices}
    said = []
    if ignored:
        what = [
            labels.get(one.name, one.name) + (f" “{one.value}”" if one.value else "") for one in ignored[:MOST_NAMED]
        ]
        more = [w.t("{n} more", n=w.number(len(ignored) - MOST_NAMED))] if len(ignored) > MOST_NAMED else []
        said.append(
            w.t("The link asked for something unknown, which was left out: {what}.", what=", ".join([*what, *more]))
        )
    if any(one.reason == "outside" and one.name in DAYS for one in ignored):
        said.append(w.t("Available days: {first} to {last}.", first=EARLIEST.isoformat(), last=last.isoformat()))
    if any(one.reason == "many" for one in ignored):
        said.append(w.t("Only the first {n} values of each filter are used.", n=w.number(MOST_VALUES)))
    if scope.compare > scope.as_of:
        said.append(w.t("The comparison date is after the as-of date."))
    if scope.as_of > scope.today:
        said.append(
            w.t(
                "The as-of date ({day}) is after today ({today}): nothing can have been stated on the days between.",
                day=scope.as_of.isoformat(),
                today=scope.today.isoformat(),
            )
        )
    return tuple(said)


def _called(names: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """The id that each plain name stands for, the ids themselves first."""
    named = [(name, i) for own in names for i, name in own.items()] + [(i, i) for own in names for i in own]
    return {places.plain(name): (i,) for name, i in named}


def _several(label: str, options: Mapping[str, str], key: str, w: Words) -> list[str]:
    return st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        placeholder=w.t("all {n}", n=len(options)),
        select_all=False,
        filter_mode="contains",
        **bound(key, [], options),
    )


def _date(label: str, key: str, usual: dt.date, last: dt.date, tip: str) -> dt.date:
    value = st.date_input(
        label,
        min_value=EARLIEST,
        max_value=last,
        format="YYYY-MM-DD",
        help=tip,
        **bound(key, usual),
    )
    return value if isinstance(value, dt.date) else usual
