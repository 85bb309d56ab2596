"""The front door: page setup, the head with the entries, the shared filters. Run with `streamlit run dashboard.py`."""

import logging
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
    from rollout.render import markup, theme
    from rollout.web import address, blocks, dialogs, filters, header, identity, paper, sign_in, source, turns
except ModuleNotFoundError as missing:
    logging.exception("A package is missing")
    st.error(
        f"The package “{missing.name}” is missing. Install the requirements (`make run` does it) and start again.  \n"
        f"“{missing.name}” 패키지가 없습니다. `make run`으로 설치한 뒤 다시 시작하십시오."
    )
    st.stop()


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
    try:
        person = identity.person()
        if not person.may("view"):
            sign_in.page(w)
            return
        with turns.turn():
            _draw(view, screens, w, palette, person)
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


def _draw(view: str, screens: dict[str, Page], w: Words, palette: theme.Palette, person: Person) -> None:
    """The head, the filters and the view that is open."""
    asker, faults = source.asker()
    newest = asker.snapshot()
    ignored = filters.arrive(view, directory.own(view), directory.CHOICES, asker, newest)
    snapshot = filters.recorded(asker, newest)
    _head(view, screens, w, asker, snapshot, person, palette)
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
        palette=palette,
        screens=screens,
        person=person,
        tabs=directory.tabs(view),
    )
    with copying:
        blocks.copy_link(viewer)
    if faults:
        st.warning(explain(facts.PackageError(faults), w, markup.plain) + "\n\n" + w.t("You see the last good state."))
    if scope.complexes:
        if paper.asked(view):
            chosen = address.every().get("complex")
            paper.render(directory.of_one(view, chosen, viewer), directory.entries(w)[directory.entry(view)][0], chosen)
        else:
            directory.VIEWS[view].render(viewer)
        dialogs.show(address.opens(), viewer)
    else:
        blocks.empty(viewer, filters.clear)
    address.leave()
    source.warm(newest)


def _head(
    view: str, screens: dict[str, Page], w: Words, asker: Asker, snapshot: int, person: Person, palette: theme.Palette
) -> None:
    """Name, entries, search, language, briefing, who is signed in; the tabs of the entry."""
    with st.container(key="head", horizontal=True, vertical_alignment="center", gap="small"):
        name = escape(w.t("High-tech Belt Monitor"))
        st.html(f'<p class="brand">{name}</p>', width="content")
        header.entries(directory.entries(w), directory.entry(view), w, palette)
        search.draw(w, asker, snapshot, screens)
        header.language()
        header.briefing(w, screens, directory.BRIEFING, directory.briefing_of(view, address.own()))
        sign_in.corner(person, w)
    own = directory.tabs(view)
    controls = {tab: [choice.name for choice in directory.own(tab)] for tab in own}
    header.tabs({tab: directory.title(tab, w) for tab in own}, view, controls, w, palette)


main()
