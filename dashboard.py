"""The front door: page setup, navigation, language, the shared filters. Run with `streamlit run dashboard.py`."""

import gc
import logging
from dataclasses import replace
from functools import partial
from threading import Thread

import streamlit as st

st.set_page_config(page_title="High-tech Belt Monitor · 첨단산단 모니터", page_icon="static/icon.png", layout="wide")

try:
    from pages import directory, search
    from rollout import clock, facts
    from rollout.errors import StoreError, explain
    from rollout.language.words import Words
    from rollout.questions import view
    from rollout.questions.ask import Asker
    from rollout.render import markup, theme
    from rollout.store import lake as store
    from rollout.subjects.forecast import outlook
    from rollout.subjects.schedule import rating
    from rollout.web import address, blocks, sidebar
except ModuleNotFoundError as missing:
    logging.exception("A package is missing")
    st.error(
        f"The package “{missing.name}” is missing. Install the requirements (`make run` does it) and start again.  \n"
        f"“{missing.name}” 패키지가 없습니다. `make run`으로 설치한 뒤 다시 시작하십시오."
    )
    st.stop()


@st.cache_resource(show_spinner="Opening the store · 저장소를 여는 중")
def asker() -> tuple[Asker, list[facts.Fault]]:
    """One store for all sessions, open and warm; and why the facts were not taken in, if they were not."""
    real = store.open_store(logging.getLogger("rollout").info, old_if_faulty=True)
    gc.collect()
    gc.freeze()  # what is loaded now stays: the collector that Streamlit runs after every click need not walk it
    return Asker(real), real.faults


@st.cache_resource(show_spinner=False, max_entries=1)
def warmed(_viewer: blocks.Viewer, snapshot: int) -> None:
    """Work out beside the first visit what the Schedule and the Forecast will be asked: seconds that nobody should wait for.

    As of the clock's day, never of a link's: a stranger could keep the processor busy with it.
    """
    today = clock.today()
    viewer = replace(_viewer, scope=replace(_viewer.scope, as_of=today, today=today))
    Thread(target=outlook.prepare, args=(viewer, rating.quarter_ends(today)), daemon=True).start()


def main() -> None:
    """Draw one page in the viewer's scope and language."""
    w = Words(address.language())
    screens = {
        name: st.Page(
            partial(lambda name: None, name), title=title, icon=directory.PAGES[name][1], url_path=name, default=name == "overview"
        )
        for titles in directory.groups(w).values()
        for name, title in titles.items()
    }
    chosen = st.navigation(list(screens.values()), position="hidden")
    palette = theme.palette(st.context.theme.type)
    st.html(f"<style>{theme.FRAME}{theme.FRAME_DARK if palette is theme.DARK else ''}</style>")
    try:
        source, faults = asker()
        snapshot = source.snapshot()
        rows = source.ask("scope/names", snapshot)
        names = source.remember(("names", snapshot, w.lang), lambda: view.names(rows, w))
        page = chosen.url_path or "overview"
        ignored = sidebar.arrive(page, directory.own(page), directory.CHOICES, source, snapshot)
        with st.sidebar:
            st.markdown("### " + w.t("High-tech Belt Monitor") + "\n" + w.t("15 national industrial complexes"))
            search.draw(w, source, snapshot, screens)
            sidebar.navigate(directory.groups(w), screens)
            scope = sidebar.draw(rows, w, source, snapshot)
        viewer = blocks.Viewer(
            scope=scope, w=w, names=names, asker=source, notes=sidebar.notes(ignored, scope, w, directory.CHOICES, sidebar.last(source, snapshot)),
            palette=palette, screens=screens,
        )  # fmt: skip
        if faults:
            st.warning(explain(facts.PackageError(faults), w, markup.plain) + "\n\n" + w.t("You see the last good state."))
        if scope.complexes:
            directory.PAGES[page][0].render(viewer)
        else:
            blocks.empty(viewer, sidebar.clear)
        address.leave()
        warmed(viewer, scope.snapshot)
    except Exception as error:
        logging.exception("A page could not be drawn")
        why = explain(error, w, markup.plain)
        st.error(w.t("The monitor can't open its store. For the operator: {why}", why=why) if isinstance(error, StoreError) else why)


main()
