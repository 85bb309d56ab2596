"""Views that are saved under a name for everybody who opens the page; one's own is the link."""

from typing import Any

import streamlit as st

from rollout import clock
from rollout.ledger.records import Records
from rollout.questions import links
from rollout.render import markup
from rollout.web import address, identity
from rollout.web.blocks import Viewer

LONGEST = 80  # characters of a name


def views(page: str, viewer: Viewer) -> None:
    """The saved views of a page as links; who may publish saves the present one and takes others away."""
    w, records = viewer.w, Records(viewer.asker.store.place, "views")
    known = {name: one for name, one in records.every().items() if one.get("page") == page}
    may = identity.person().may("publish")
    if not known and not may:
        return
    with st.expander(w.t("Saved views: {n}", n=len(known))):
        for name, one in known.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(
                    viewer.screens[page],
                    label=markup.plain(str(one["name"])),
                    help=w.t("Saved by {who} on {day}", who=one["author"], day=str(one["made_at"])[:10]),
                    width="content",
                    query_params=address.link(**one["controls"]),
                )
                if may:
                    st.button(w.t("Throw it away"), key=f"saved-{name}", on_click=records.remove, args=(name,))
        if may:
            _save(page, records, viewer)


def _save(page: str, records: Records, viewer: Viewer) -> None:
    w = viewer.w
    with st.form("save-view", clear_on_submit=True, border=False):
        called = st.text_input(w.t("Name of this view"), max_chars=LONGEST, key="save-view-name").strip()
        if st.form_submit_button(w.t("Save for everybody")) and called:
            now = clock.now().isoformat(timespec="seconds")
            content = {"page": page, "name": called, "author": identity.person().author, "made_at": now}
            records.save(content | {"controls": controls()})
            st.rerun()


def controls() -> dict[str, Any]:
    """The filters and the page's controls as they are, for a link; dates that nobody chose stay free."""
    chosen = {name: value for name, value in address.query().items() if name != "lang"}
    open_filters = {name: "" for name in address.SHARED if name not in (*chosen, *links.DAYS, "period", "horizon")}
    return open_filters | address.every() | chosen
