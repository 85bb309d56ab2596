"""The front door: page setup, navigation, language, the shared filters. Run with `streamlit run dashboard.py`."""

import logging
from functools import partial

import streamlit as st
from streamlit.navigation.page import Page

st.set_page_config(page_title="High-tech Belt Monitor · 첨단산단 모니터", page_icon="static/icon.png", layout="wide")

try:
    from pages import directory, search
    from rollout import facts
    from rollout.errors import StoreError, explain
    from rollout.language.words import Words
    from rollout.questions import view
    from rollout.render import markup, theme
    from rollout.web import address, blocks, sidebar, source
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
    palette = theme.palette(st.context.theme.type)
    st.html(f"<style>{theme.FRAME}{theme.FRAME_DARK if palette is theme.DARK else ''}</style>")
    try:
        _draw(chosen.url_path or "overview", screens, w, palette)
    except Exception as error:
        logging.exception("A page could not be drawn")
        why = explain(error, w, markup.plain)
        st.error(
            w.t("The monitor can't open its store. For the operator: {why}", why=why)
            if isinstance(error, StoreError)
            else why
        )


def _screens(w: Words) -> dict[str, Page]:
    """Every page with its name in the reader's language, by its address; none draws itself."""
    return {
        name: st.Page(
            partial(lambda name: None, name),
            title=title,
            icon=directory.PAGES[name][1],
            url_path=name,
            default=name == "overview",
        )
        for titles in directory.groups(w).values()
        for name, title in titles.items()
    }


def _draw(page: str, screens: dict[str, Page], w: Words, palette: theme.Palette) -> None:
    """The sidebar and the page that is open."""
    asker, faults = source.asker()
    snapshot = asker.snapshot()
    rows = asker.ask("scope/names", snapshot)
    names = asker.remember(("names", snapshot, w.lang), lambda: view.names(rows, w))
    ignored = sidebar.arrive(page, directory.own(page), directory.CHOICES, asker, snapshot)
    with st.sidebar:
        st.markdown("### " + w.t("High-tech Belt Monitor") + "\n" + w.t("15 national industrial complexes"))
        search.draw(w, asker, snapshot, screens)
        sidebar.navigate(directory.groups(w), screens)
        scope = sidebar.draw(rows, w, asker, snapshot)
    viewer = blocks.Viewer(
        scope=scope,
        w=w,
        names=names,
        asker=asker,
        notes=sidebar.notes(ignored, scope, w, directory.CHOICES, sidebar.last(asker, snapshot)),
        palette=palette,
        screens=screens,
    )
    if faults:
        st.warning(explain(facts.PackageError(faults), w, markup.plain) + "\n\n" + w.t("You see the last good state."))
    if scope.complexes:
        directory.PAGES[page][0].render(viewer)
    else:
        blocks.empty(viewer, sidebar.clear)
    address.leave()
    source.warm(scope.snapshot)


main()
