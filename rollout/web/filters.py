"""The bar of filters that every view shares: province, industry, days, and the folded rest.

What stands in the address is in rollout.web.address.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd
import streamlit as st

from rollout import clock
from rollout.document.target import Target
from rollout.language.words import LANGUAGES, Words
from rollout.questions import links
from rollout.questions.ask import Asker, rows_of
from rollout.questions.links import DAYS, FILTERED, MOST_VALUES, Ignored, Parameter, called
from rollout.questions.scope import (
    EARLIEST,
    HORIZON,
    HORIZONS,
    LATEST,
    SITUATIONS,
    Choice,
    Scope,
    period_start,
)
from rollout.questions.view import KINDS, Names, covered, data_date, in_force, last_open_day, names
from rollout.web import address
from rollout.web.address import SHARED, bound

DRAFT = "draft"
MORE = "more-filters"
MOST_NAMED = 5
PRESSED = (
    "site",
    "province",
    "industry",
)  # set by a press on what bears such a name; a line of a stage is not of those at it


def parameters(
    rows: pd.DataFrame, also: pd.DataFrame, choices: Sequence[Choice], commits: Mapping[str, str]
) -> dict[str, Parameter]:
    """What a link may set.

    The filters and the pages' own controls, with every name of each choice (rows: scope/names, also:
    scope/place_names; commits: as `commits` gives them).
    """
    found = links.of_the_scope(rows, also)
    found |= {"period": Parameter("one", called([Words(lang).codes("period-preset") for lang in LANGUAGES]))}
    found |= {"horizon": Parameter("one", called([{str(days): str(days) for days in HORIZONS}]))}
    found |= {"recorded": Parameter("one", called([{number: number for number in commits}]))}
    found |= {
        "lang": Parameter("one", called([LANGUAGES])),
        DRAFT: Parameter("draft"),
        address.TOO_LONG: Parameter("text"),
        address.OPEN: Parameter("text"),
    }
    offered = {lang: names(rows[rows["choice"]], Words(lang)) for lang in LANGUAGES}
    for choice in choices:
        own = [choice.options(Words(lang), offered[lang]) for lang in LANGUAGES] if choice.options else []
        found[choice.name] = Parameter(
            "text" if choice.kind == "note" else choice.kind, called(own), choice.span, choice.also
        )
    return found


def arrive(
    page: str, own: Sequence[Choice], every: Sequence[Choice], asker: Asker, snapshot: int
) -> tuple[Ignored, ...]:
    """Set the controls to what the address asks for, if somebody arrives by it; returns what of it was not used."""
    rows, also = asker.ask("scope/names", snapshot, as_of=LATEST), asker.ask("scope/place_names", snapshot)
    known = asker.remember(("parameters", snapshot), lambda: parameters(rows, also, every, commits(asker, snapshot)))
    drafted = {choice.name: DRAFT for choice in own if choice.kind == "note"}
    return address.enter(page, known, [choice.name for choice in own], drafted, last(asker, snapshot))


def commits(asker: Asker, newest: int) -> dict[str, str]:
    """Every commit by its number, the newest first: number, when, why."""

    def make() -> dict[str, str]:
        rows = rows_of(asker.store.history())
        return {
            str(row["snapshot_id"]): f"{row['snapshot_id']} · {str(row['snapshot_time'])[:16]} · {row['message']}"
            for row in rows
        }

    return asker.remember(("commits-called", newest), make)


def recorded(asker: Asker, newest: int) -> int:
    """The snapshot to show: the one that was chosen, else the newest."""
    chosen = st.session_state.get("recorded")
    return int(chosen) if chosen in commits(asker, newest) else newest


def last(asker: Asker, snapshot: int) -> dt.date:
    """The last day that may be asked for."""
    return last_open_day(asker, snapshot, clock.today())


def draw(w: Words, asker: Asker, snapshot: int, newest: int) -> Scope:
    """Draw the bar of filters for a snapshot; returns the scope they stand for, with the complexes it covers."""
    labels, until = w.codes("filter"), last(asker, snapshot)
    day = _held_day(asker, snapshot, w)
    rows = asker.ask("scope/names", snapshot, as_of=day)
    offered = asker.remember(("offered", snapshot, w.lang, day), lambda: names(rows[rows["choice"]], w))
    hosting = asker.ask("progress/complexes", snapshot, as_of=day)["province_id"]
    chosen = in_force(st.session_state.get("province") or (), rows)
    if chosen:
        st.session_state["province"] = list(chosen)
    provinces = {i: name for i, name in offered["provinces"].items() if i in {*hosting, *chosen}}
    scope = Scope(
        EARLIEST,
        EARLIEST,
        EARLIEST,
        w.lang,
        tuple(_several(labels["province"], provinces, "province", w, 200)),
        None,
        tuple(_several(labels["industry"], offered["industries"], "industry", w, 200)),
        snapshot=snapshot,
    )
    days = st.container(key="days", horizontal=True, vertical_alignment="bottom", width="content")
    scope = _more(scope, labels, offered, until, w, commits(asker, newest))
    with days:
        scope = _days(scope, labels, _newest(scope, asker), until, w)
    _chips(scope, offered, w)
    if any(address.is_set(name) for name in SHARED if name != "lang"):
        st.button(w.t("Clear filters"), on_click=clear, key="clear", type="tertiary")
    return covered(asker, scope)


def _newest(scope: Scope, asker: Asker) -> dt.date:
    """The default as-of day: the newest statement by its today about what passes its filters."""
    complexes = covered(asker, replace(scope, as_of=scope.today)).complexes
    return data_date(asker, scope.snapshot, scope.today, complexes)


def _held_day(asker: Asker, snapshot: int, w: Words) -> dt.date:
    """The as-of day before the controls are drawn: it decides which provinces they offer, and under which names."""
    held = st.session_state
    today, as_of = held.get("today"), held.get("as_of")
    if isinstance(as_of, dt.date) and address.is_set("as_of"):
        return as_of
    today = today if isinstance(today, dt.date) else clock.today()
    chosen = {name: tuple(held.get(name) or ()) for name in FILTERED}
    scope = Scope(
        today,
        today,
        today,
        w.lang,
        chosen["province"],
        held.get("situation"),
        chosen["industry"],
        chosen["stage"],
        snapshot=snapshot,
        sites=chosen["site"],
    )
    return _newest(scope, asker)


def _chips(scope: Scope, offered: Names, w: Words) -> None:
    """What is chosen among the folded filters; pressed, it goes."""
    chosen = [("site", i, offered["complexes"][i]) for i in scope.sites]
    chosen += [("stage", i, offered["stages"][i]) for i in scope.stages]
    chosen += [("situation", i, w.code("situation", i)) for i in (scope.situation,) if i]
    chosen += [("recorded", i, w.t("as recorded in commit {n}", n=i)) for i in (scope.recorded,) if i]
    for name, value, text in chosen:
        st.button(
            text,
            icon=":material/close:",
            help=w.t("Remove this filter"),
            key=f"chip-{name}-{value}",
            on_click=toggle,
            args=(name, value),
        )


def _more(
    scope: Scope, labels: Mapping[str, str], offered: Names, until: dt.date, w: Words, kept: Mapping[str, str]
) -> Scope:
    """The filters that few need: folded, and drawn only while they are unfolded.

    The browser keeps the value of a control that it does not show, whatever the server sets meanwhile, and would send
    the old one with the next click.
    """
    with st.popover(w.t("More filters"), icon=":material/tune:", key=MORE, on_change="rerun") as fold:
        if fold.open:
            _several(labels["site"], offered["complexes"], "site", w)
            _several(labels["stage"], offered["stages"], "stage", w)
            st.selectbox(
                labels["situation"],
                SITUATIONS,
                index=None,
                format_func=w.codes("situation").__getitem__,
                placeholder=w.t("inside and outside"),
                filter_mode=None,
                **bound("situation", None, SITUATIONS),
            )
            tip = w.t("The day from which age is counted; change it to see a past view")
            _date(labels["today"], "today", clock.today(), until, tip)
            st.selectbox(
                labels["recorded"],
                list(kept),
                index=None,
                format_func=kept.__getitem__,
                placeholder=w.t("the newest"),
                help=w.t("Every page as it was recorded after a commit, whatever was corrected since"),
                **bound("recorded", None, kept),
            )
        else:
            bound("site", [], offered["complexes"])
            bound("stage", [], offered["stages"])
            bound("situation", None, SITUATIONS)
            bound("today", clock.today())
            bound("recorded", None, kept)
    held = st.session_state
    return replace(
        scope,
        sites=tuple(held["site"]),
        stages=tuple(held["stage"]),
        situation=held["situation"],
        today=held["today"] if isinstance(held["today"], dt.date) else clock.today(),
        recorded=held["recorded"] or "",
    )


def _days(scope: Scope, labels: Mapping[str, str], newest: dt.date, until: dt.date, w: Words) -> Scope:
    """As-of day, period of comparison and horizon."""
    as_of = _date(labels["as_of"], "as_of", newest, until, w.t("Only what was stated by this day"))
    presets = w.codes("period-preset")
    if address.is_set("compare") and st.session_state["compare"] != period_start(_period(), as_of):
        st.session_state["period"] = "meeting"
    st.selectbox(
        labels["period"],
        list(presets),
        format_func=presets.__getitem__,
        filter_mode=None,
        width=150,
        **bound("period", "year", presets, _follow_period),
    )
    usual = period_start(_period(), as_of)
    compare = _date(
        labels["compare"],
        "compare",
        usual,
        until,
        w.t("Changes are counted from this day; a day of a meeting stays in the link"),
    )
    days = [str(number) for number in HORIZONS]
    horizon = st.selectbox(
        labels["horizon"],
        days,
        format_func=lambda n: w.t("{n} days", n=n),
        filter_mode=None,
        width=100,
        **bound("horizon", str(HORIZON), days),
    )
    return replace(scope, as_of=as_of, compare=compare, horizon=int(horizon or HORIZON))


def _period() -> str:
    return st.session_state.get("period") or "year"


def _follow_period() -> None:
    """A period has been chosen: its first day stands as the day of comparison again."""
    address.reset("compare")


def choices(name: str, names: Names) -> Mapping[str, str]:
    """What a filter of several values chooses from: the names by id."""
    return names[KINDS[FILTERED[name]]]


def press(target: Target | None, names: Names) -> bool:
    """Choose what a page's own button names, of all filters and the view's own choices, or let go of it.

    Whether there is such a choice. `target` is untrusted.
    """
    if target is None or len(target.ids) != 1:
        return False
    if target.kind not in FILTERED:
        return address.choose(target.kind, target.ids[0])
    known = target.ids[0] in choices(target.kind, names)
    if known:
        toggle(target.kind, target.ids[0])
    return known


def only(name: str, value: str) -> None:
    """Let one value of a filter stand in place of what was chosen (for a callback)."""
    st.session_state[name] = [value]
    address.write()


def toggle(name: str, value: str) -> None:
    """Choose one more value of a filter, or let go of it (for a callback)."""
    held = st.session_state.get(name)
    several = list(held or []) if not isinstance(held, str) else []
    chosen = [one for one in several if one != value] if value in several else [*several, value]
    st.session_state[name] = None if held == value else chosen
    address.write()


def clear() -> None:
    """Back to all complexes, as of the newest statement (for a button's on_click)."""
    st.session_state.update({name: [] for name in FILTERED} | {"situation": None, "recorded": None})
    for name in ("period", "horizon", *DAYS):
        address.reset(name)
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


def _several(
    label: str, options: Mapping[str, str], key: str, w: Words, width: int | Literal["stretch"] = "stretch"
) -> list[str]:
    return st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        placeholder=w.t("all {n}", n=len(options)),
        select_all=False,
        filter_mode="contains",
        width=width,
        **bound(key, [], options),
    )


def _date(label: str, key: str, usual: dt.date, last: dt.date, tip: str) -> dt.date:
    value = st.date_input(
        label,
        min_value=EARLIEST,
        max_value=last,
        format="YYYY-MM-DD",
        help=tip,
        width=135,
        **bound(key, usual),
    )
    return value if isinstance(value, dt.date) else usual
