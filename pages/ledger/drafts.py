"""Drafts: changes that wait to be finished, checked by a second person, or published."""

import streamlit as st

from rollout.ledger import drafts, history
from rollout.ledger.drafts import Draft
from rollout.questions.scope import Choice
from rollout.web import publishing
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import head, show

NAME = "draft_name"
CHOICES = (Choice(NAME, lambda w: w.t("Draft"), kind="text"),)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w, store = viewer.w, viewer.asker.store
    known = {draft.name: draft for draft in drafts.every(store.place)}
    waiting = sum(draft.handed for draft in known.values())
    title = w.n("One draft", "{n} drafts", len(known)) if known else w.t("No drafts")
    head("drafts", viewer, [(title, "")], w.t("{n} wait for another person to publish them", n=waiting))
    if not publishing.begins(viewer) or not known:
        return
    labels = {name: f"{draft.made_at[:10]} · {draft.author} · {draft.message}" for name, draft in known.items()}
    name = st.selectbox(
        w.t("Draft"), list(labels), format_func=labels.__getitem__, **bound(NAME, next(iter(labels)), labels)
    )
    _draft(known[name], viewer)


def _draft(draft: Draft, viewer: Viewer) -> None:
    """One draft: its cells, what they do, and what can be done with it."""
    w = viewer.w
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        section = history.changed(draft.changes, draft.message, draft.author, viewer)
        show(section, viewer, f"draft-{draft.name}")
        if st.button(w.t("Throw the draft away"), key=f"discard-{draft.name}"):
            drafts.remove(viewer.asker.store.place, draft.name)
            st.rerun()
    with right:
        publishing.panel(draft.changes, draft.message, draft.kind, viewer, f"draft-{draft.name}", draft.name)
