"""The front door: page setup, the head with the entries, the shared filters. Run with `streamlit run dashboard.py`."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import escape

import streamlit as st
from streamlit.navigation.page import Page

st.set_page_config(page_title="High-tech Belt Monitor · 첨단산단 모니터", page_icon="static/icon.png", layout="wide")

try:
    from pages import directory, search
    from rollout import facts
    from rollout.access import Person
    from rollout.errors import StoreError, explain
    from rollout.language.words import Words
    from rollout.questions import view as questions
    from rollout.questions.ask import Asker
    from rollout.questions.links import Ignored
    from rollout.render import markup, theme
    from rollout.web import address, blocks, dialogs, filters, header, identity, paper, sign_in, source, turns
except ModuleNotFoundError as missing:
    logging.exception("A package is missing")
    st.error(
        f"The package “{missing.name}” is missing. Install the requirements (`make run` does it) and start again.  \n"
        f"“{missing.name}” 패키지가 없습니다. `make run`으로 설치한 뒤 다시 시작하십시오."
    )
    st.stop()


@dataclass(frozen=True)
class Shown:
    """What is on the screen, and for whom: the view that is open, all of them with their names, language, colours."""

    view: str
    screens: dict[str, Page]
    w: Words
    palette: theme.Palette
    person: Person


def main() -> None:
    """Draw one page in the viewer's scope and language."""
    w = Words(address.language())
    screens = _screens(w)
    chosen = st.navigation(list(screens.values()), position="hidden")
    asked = chosen.url_path or directory.START
    view = directory.leads_to(asked, list(st.query_params))
    if view != asked and not address.went_back():  # Back to an old address shows it, or it would lead on for good
        st.switch_page(screens[view], query_params={name: st.query_params.get_all(name) for name in st.query_params})
    view = directory.FORMER.get(asked, asked)
    palette = theme.palette(st.context.theme.type)
    st.html(f"<style>{theme.FRAME}{theme.FRAME_DARK if palette is theme.DARK else ''}</style>")
    with _explained(w):
        person = identity.person()
        if not person.may("view"):
            sign_in.page(w)
            return
        shown = Shown(view, screens, w, palette, person)
        with turns.turn():
            asker, _ = source.asker()
            newest = asker.snapshot()
            ignored = _arrive(shown, asker, newest)
            _head(shown, asker, filters.recorded(asker, newest))
        _below(shown, ignored)


@contextmanager
def _explained(w: Words) -> Iterator[None]:
    """What goes wrong within is said in plain words, and logged."""
    try:
        yield
    except Exception as error:
        logging.exception("A page could not be drawn")
        why = explain(error, w, markup.plain)
        st.error(
            w.t("The monitor can't open its store. For the operator: {why}", why=why)
            if isinstance(error, StoreError)
            else why
        )


def _screens(w: Words) -> dict[str, Page]:
    """Every view with its name in the reader's language, by its address; former addresses too. None draws itself."""
    called = {"": directory.START} | {name: name for name in directory.VIEWS} | directory.FORMER
    return {
        name: st.Page(
            partial(lambda name: None, name), title=w.code("page", view), url_path=name or "home", default=not name
        )
        for name, view in called.items()
    }


def _arrive(shown: Shown, asker: Asker, newest: int) -> tuple[Ignored, ...]:
    return filters.arrive(shown.view, directory.own(shown.view), directory.CHOICES, asker, newest)


@st.fragment
def _below(shown: Shown, ignored: tuple[Ignored, ...]) -> None:
    """The filters and the view that is open: a click there draws them anew, without the head.

    `ignored`: what of the link was not used, in the run that arrives by it. The head is drawn too where the person is
    another one meanwhile, or where something stands in the search, which closes.
    """
    with _explained(shown.w), turns.turn():
        if address.is_part() and (identity.person() != shown.person or st.session_state.get("search")):
            st.rerun()
        asker, faults = source.asker()
        newest = asker.snapshot()
        _draw(shown, asker, newest, _arrive(shown, asker, newest) if address.is_part() else ignored, faults)


def _draw(shown: Shown, asker: Asker, newest: int, ignored: tuple[Ignored, ...], faults: list[facts.Fault]) -> None:
    """The filters, and the view in the scope that they stand for."""
    w = shown.w
    snapshot = filters.recorded(asker, newest)
    with st.container(key="bar", horizontal=True, vertical_alignment="bottom"):
        scope = filters.draw(w, asker, snapshot, newest)
        copying = st.container(width="content")
    rows = asker.ask("scope/names", snapshot, as_of=scope.as_of)
    names = asker.remember(("names", snapshot, w.lang, scope.as_of), lambda: questions.names(rows, w))
    viewer = blocks.Viewer(
        scope=scope,
        w=w,
        names=names,
        asker=asker,
        notes=filters.notes(ignored, scope, w, directory.CHOICES, filters.last(asker, snapshot)),
        palette=shown.palette,
        screens=shown.screens,
        person=shown.person,
        tabs=directory.tabs(shown.view),
    )
    with copying:
        blocks.copy_link(viewer)
    if faults:
        st.warning(explain(facts.PackageError(faults), w, markup.plain) + "\n\n" + w.t("You see the last good state."))
    if scope.complexes:
        if paper.asked(shown.view):
            chosen = address.every().get("complex")
            title, _ = directory.entries(w)[directory.entry(shown.view)]
            paper.render(directory.of_one(shown.view, chosen, viewer), title, chosen)
        else:
            directory.VIEWS[shown.view].render(viewer)
        dialogs.show(address.opens(), viewer)
    else:
        blocks.empty(viewer, filters.clear)
    address.leave()
    source.warm(newest)


def _head(shown: Shown, asker: Asker, snapshot: int) -> None:
    """Name, entries, search, language, briefing, who is signed in; the tabs of the entry."""
    view, w, palette = shown.view, shown.w, shown.palette
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        name = escape(w.t("High-tech Belt Monitor"))
        st.html(f'<p class="brand">{name}</p>', width="content")
        header.entries(directory.entries(w), directory.entry(view), w, palette)
        search.draw(w, asker, snapshot, shown.screens)
        header.language()
        header.briefing(directory.briefing_of(view), w, palette)
        sign_in.corner(shown.person, w)
    own = directory.tabs(view)
    controls = {tab: [choice.name for choice in directory.own(tab)] for tab in own}
    header.tabs({tab: directory.title(tab, w) for tab in own}, view, controls, w, palette)


main()
