"""The address of a page: the controls that stand in it, by id, with the language always.

Read here and written here, nowhere else.

Streamlit's own binding writes the labels of the language shown and makes no history entry, so that Back shows another
page than the address names. Here the address wins when somebody arrives (first visit, Back and Forward, a followed
link) and a control that is changed writes it: one entry a change. What the page makes of it (names as ids, defaults
left out) replaces the entry (templates/frame.js).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from rollout.language.words import LANGUAGES, pick_language
from rollout.questions import links
from rollout.questions.links import DAYS, Ignored, Parameter
from rollout.web import assets

SHARED = ("province", "situation", "industry", "stage", "site", "period", "horizon", *DAYS, "recorded")
FOLLOWED = "followed"  # in a link within the app: the address wins, once
TOO_LONG = "dropped"  # set by templates/frame.js
OPEN = "open"  # a link to what a click opens: a data-open value
STATE = "address"
FRAME = assets.component("frame", "frame.js")


class _State:
    """What the address needs to remember of a session.

    The page shown, the controls that stand in it, their defaults, links followed.
    """

    def __init__(self) -> None:
        self.page = ""
        self.own: tuple[str, ...] = ()
        self.packed: Mapping[str, str] = {}
        self.typed: list[str] = []
        self.defaults: dict[str, Any] = {}
        self.turn = 0
        self.followed = ""
        self.step = False
        self.opens = ""


def language() -> str:
    """The language to speak.

    Of the address when somebody arrives, else the one chosen, else the browser's, else English.
    """
    usual = pick_language(None, st.context.locale)
    asked = next((text.strip().lower()[:2] for text in reversed(st.query_params.get_all("lang"))), None)
    if asked not in LANGUAGES:
        asked = None
    state = st.session_state
    if STATE not in state or went_back():
        state["lang"] = asked or usual
    elif asked and _followed():
        state["lang"] = asked
    return str(state.setdefault("lang", usual))


def enter(
    page: str, parameters: Mapping[str, Parameter], own: Sequence[str], packed: Mapping[str, str], last: dt.date
) -> tuple[Ignored, ...]:
    """Set the controls to what the address asks for, if somebody arrives by it; returns what of it was not used.

    `own`: the page's controls. `packed`: those of them that hold free text, which stand in the address together, under
    the name they map to.
    """
    first = STATE not in st.session_state
    known: _State = st.session_state.setdefault(STATE, _State())
    arrived = first or went_back() or known.page != page or _followed()
    restored = first or went_back()
    known.step = (
        arrived and not restored and known.page == page
    )  # a link to the page shown: Streamlit makes no entry for it
    known.page, known.own, known.packed, known.turn = page, tuple(own), packed, known.turn + 1
    known.typed = [
        name for name in own if name in parameters and parameters[name].kind == "text" and name not in packed
    ]
    known.followed = st.query_params.get(FOLLOWED, known.followed)
    known.opens = ""
    if not arrived:
        return ()
    raw = {name: st.query_params.get_all(name) for name in st.query_params if name != FOLLOWED}
    reading = links.read(raw, parameters, last)
    values = dict(reading.values)
    known.opens = values.pop(OPEN, "")
    for name in dict.fromkeys(packed.values()):
        draft = values.pop(name, {})
        values = {own: draft[own] for own in packed if own in draft} | values
    if restored:
        for name in (*SHARED, *own):
            if name in known.defaults:
                values.setdefault(name, known.defaults[name])
    st.session_state.update({name: value for name, value in values.items() if name != "lang"})
    too_long = (Ignored("link", "", "long"),) if TOO_LONG in raw else ()
    return too_long or tuple(one for one in reading.ignored if one.name != TOO_LONG)


def bound(
    name: str, default: Any = None, options: Iterable[Any] | None = None, then: Callable[[], object] | None = None
) -> dict[str, Any]:
    """What a control that stands in the address is drawn with: st.selectbox(label, options, **bound("sort", "stage")).

    `options`: what it offers now; another value, of a link or of before, gives way to the default. `then` is done first
    when it changes.
    """
    known: _State = st.session_state.setdefault(STATE, _State())
    if st.session_state.setdefault(name, default) == known.defaults.get(name):
        st.session_state[name] = default  # what stands at its default follows it: to another language, template or page
    known.defaults[name] = default
    value = st.session_state[name]
    if options is not None:
        offered = list(options)
        if isinstance(value, list | tuple):
            if any(one not in offered for one in value):
                st.session_state[name] = [one for one in value if one in offered] or default
        elif value is not None and value not in offered:
            st.session_state[name] = default
    return {"key": name, "persist_state": "session", "on_change": write, "args": (then,)}


def query(**extra: str | Sequence[str]) -> dict[str, str | list[str]]:
    """The address of the page as it stands, with what a link within the app asks for besides.

    Not what equals its default.
    """
    state, known = st.session_state, st.session_state[STATE]
    held = {
        name: state[name]
        for name in (*SHARED, *known.own)
        if name in state and name in known.defaults and state[name] != known.defaults[name]
    }
    packed = texts()
    held = {name: value for name, value in held.items() if name not in known.packed}
    pairs = _grouped(links.pairs({"lang": state["lang"]} | held | packed | extra))
    if len(urlencode(pairs, doseq=True)) > links.LONGEST_LINK:
        for name in packed:
            del pairs[name]
    return pairs


def texts() -> dict[str, str]:
    """The page's free texts that differ from their defaults, packed, by the name that they have in the address."""
    state, known = st.session_state, st.session_state[STATE]
    packed = {}
    for name in dict.fromkeys(known.packed.values()):
        own = [one for one, place in known.packed.items() if place == name]
        held = {one: state[one] for one in own if one in state and state[one] != known.defaults.get(one, "")}
        if text := links.pack(held):
            packed[name] = text
    return packed


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Names and texts as a query: a list where a name has several."""
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    return {name: own[0] if len(own) == 1 else own for name, own in texts.items()}


def is_whole() -> bool:
    """Whether the address holds all that was written; free text that would make it too long stays out of it."""
    known: _State = st.session_state[STATE]
    return not texts() or any(name in query() for name in known.packed.values())


def shared() -> dict[str, str | list[str]]:
    """The parameters that all views have in common, as they stand."""
    return {name: value for name, value in query().items() if name in SHARED or name == "lang"}


def link(**asked: str | Sequence[str]) -> dict[str, str | list[str]]:
    """The parameters of a link within the app.

    What is shared by all pages, what it asks for, and a mark that the address wins.
    """
    return (
        shared()
        | {name: value if isinstance(value, str) else list(value) for name, value in asked.items()}
        | {FOLLOWED: str(st.session_state[STATE].turn)}
    )


def own() -> dict[str, Any]:
    """The view's own controls that differ from their defaults, by name; free text that is packed apart."""
    state, known = st.session_state, st.session_state[STATE]
    return {
        name: state[name]
        for name in known.own
        if name in state and name in known.defaults and name not in known.packed and state[name] != known.defaults[name]
    }


def every() -> dict[str, str]:
    """The view's own controls by name, at their defaults or not; free text that is packed apart."""
    state, known = st.session_state, st.session_state[STATE]
    return {name: str(state[name]) for name in known.own if name in state and name not in known.packed}


def choose(name: str, value: str) -> bool:
    """Set one of the view's own choices, or back to its default where it has that value (for a callback).

    Whether there is such a choice. `value` is untrusted: what the control does not offer gives way to its default.
    """
    state, known = st.session_state, st.session_state[STATE]
    held = state.get(name)
    if name not in known.own or name not in known.defaults or name in (*known.typed, *known.packed):
        return False
    if not isinstance(held, str | None):
        return False
    state[name] = known.defaults[name] if held == value else value
    write()
    return True


def leave() -> None:
    """Draw what puts the finished address and the page's language into the browser."""
    known: _State = st.session_state[STATE]
    data = {
        "of": urlencode({name: st.query_params.get_all(name) for name in st.query_params}, doseq=True),
        "query": urlencode(query(), doseq=True),
        "lang": st.session_state["lang"],
        "turn": known.turn,
        "typed": known.typed,
        "step": known.step,
    }
    FRAME(data=data, key="frame")


def write(then: Callable[[], object] | None = None) -> None:
    """A control has changed: write the address.

    The choices of all stay, though their labels may be of another language now. Where somebody goes back, the address
    wins, whatever a control still holds.
    """
    if went_back():
        return
    if then:
        then()
    state, known = st.session_state, st.session_state[STATE]
    for name in known.defaults:
        if name in state and name not in known.packed:  # or what is half typed in the browser would be overwritten
            state[name] = state[name]
    st.query_params.from_dict(query())


def opens() -> str:
    """What the link asks to open, in the run that arrives by it; else nothing."""
    return str(st.session_state[STATE].opens)


def is_set(name: str) -> bool:
    """Whether somebody has set a control, so that it does not stand at its default."""
    state, known = st.session_state, st.session_state[STATE]
    return state.get(name) is not None and state[name] != known.defaults.get(name)


def reset(name: str) -> None:
    """Set a control back to its default, which it follows from then on."""
    st.session_state[name] = st.session_state[STATE].defaults[name]


def went_back() -> bool:
    """Whether this run shows an entry of the browser's history."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def is_part() -> bool:
    """Whether this run draws a part of the page, not the whole."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def _followed() -> bool:
    known = st.session_state.get(STATE)
    return known is not None and st.query_params.get(FOLLOWED, known.followed) != known.followed
