"""The front door: page setup, navigation, language, the shared filters. Run with `streamlit run dashboard.py`."""

import gc
import logging
from functools import partial
from threading import Thread
from types import ModuleType

import streamlit as st

st.set_page_config(page_title="High-tech Belt Monitor · 첨단산단 모니터", page_icon="static/icon.png", layout="wide")

try:
    from rollout import blocks, facts, rating, sidebar, store, theme
    from rollout.ask import Asker
    from rollout.words import Words
    from screens import complexes, forecast, outlook, overview, schedule
except ModuleNotFoundError as missing:
    logging.exception("A package is missing")
    st.error(
        f"The package “{missing.name}” is missing. Install the requirements (`make run` does it) and start again.  \n"
        f"“{missing.name}” 패키지가 없습니다. `make run`으로 설치한 뒤 다시 시작하십시오."
    )
    st.stop()

PAGES: dict[str, tuple[ModuleType, str]] = {
    "overview": (overview, ":material/space_dashboard:"),
    "complexes": (complexes, ":material/factory:"),
    "schedule": (schedule, ":material/calendar_month:"),
    "forecast": (forecast, ":material/query_stats:"),
}


@st.cache_resource(show_spinner=False)
def asker() -> Asker:
    """One store for all sessions, open and warm."""
    opened = Asker(store.open_store(logging.getLogger("rollout").info))
    gc.collect()
    gc.freeze()  # what is loaded now stays: the collector that Streamlit runs after every click need not walk it
    return opened


@st.cache_resource(show_spinner=False)
def warmed(_viewer: blocks.Viewer, snapshot: int) -> None:
    """Work out beside the first visit what the Schedule and the Forecast will be asked: seconds that nobody should wait for."""
    Thread(target=outlook.prepare, args=(_viewer, rating.quarter_ends(_viewer.scope.today)), daemon=True).start()


def titles(w: Words) -> dict[str, str]:
    """The pages' titles."""
    return {"overview": w.t("Overview"), "complexes": w.t("Complexes"), "schedule": w.t("Schedule"), "forecast": w.t("Forecast")}


def trouble(error: Exception, w: Words) -> str:
    """What to tell the viewer of an error: plain words, no path, no SQL."""
    if isinstance(error, store.StoreError):
        return {
            "broken": w.t("The store can't be read. Nothing is lost: the facts are kept apart from it. Please ask the operator to run “python -m rollout.store rebuild”."),
            "unwritable": w.t("The store's folder can't be written. Please ask the operator to give the server the right to write it, or to name another folder."),
            "locked": w.t("Another process has the store open. Please ask the operator to stop it, or to use a shared catalogue."),
            "unreachable": w.t("The store's database does not answer. Please try again in a minute, or tell the operator."),
        }[error.reason]  # fmt: skip
    if isinstance(error, facts.PackageError):
        shown = "\n".join(f"- {fault}" for fault in error.faults[:20])
        return w.t("The facts have {n} faults; nothing was written.", n=len(error.faults)) + "\n\n" + shown
    return w.t(
        "This page could not be drawn. Your filters are in the address; please reload. If it happens again, tell the operator the time."
    )


def main() -> None:
    """Draw one page in the viewer's scope and language."""
    w = Words(sidebar.language())
    screens = {
        name: st.Page(partial(lambda name: None, name), title=titles(w)[name], icon=icon, url_path=name, default=name == "overview")
        for name, (_, icon) in PAGES.items()
    }
    chosen = st.navigation({w.t("Monitor"): list(screens.values())})
    st.html(f"<style>{theme.FRAME}</style>")
    try:
        source = asker()
        rows = source.ask("scope/names", source.snapshot())
        dropped = sidebar.accept_links(rows, w.lang)
        with st.sidebar:
            st.markdown("### " + w.t("High-tech Belt Monitor") + "\n" + w.t("15 national industrial complexes"))
            scope = sidebar.draw(rows, w, source)
        palette = theme.palette(st.context.theme.type)
        viewer = blocks.Viewer(scope, w, palette, sidebar.names(rows, w), source, screens, sidebar.notes(dropped, scope, w))
        if scope.complexes:
            PAGES[chosen.url_path or "overview"][0].render(viewer)
        else:
            blocks.empty(viewer, sidebar.clear)
        warmed(viewer, scope.snapshot)
    except Exception as error:
        logging.exception("A page could not be drawn")
        st.error(trouble(error, w))


main()
