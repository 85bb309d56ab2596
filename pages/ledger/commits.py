"""History: every commit with its person and message, what it changed, and taking one back."""

import streamlit as st

from rollout.ledger import history
from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.store import export
from rollout.web import address, blocks, identity, publishing, watching
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import head, show

WORD, NUMBER, FROM = "commit_find", "commit_number", "commit_from"
CHOICES = (
    Choice(WORD, lambda w: w.t("Find a commit"), kind="text"),
    Choice(NUMBER, lambda w: w.t("Commit"), kind="text"),
    Choice(FROM, lambda w: w.t("Compared with commit"), kind="text"),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w = viewer.w
    every = history.commits(viewer)
    newest = every[0]
    said = w.t("{who}, {at}", who=newest["author"], at=str(newest["snapshot_time"])[:16])
    title = w.n("One commit", "{n} commits", len(every))
    head("commits", viewer, [(title, "")], w.t("The newest: {text} ({said})", text=newest["message"], said=said))
    publishing.done(viewer)
    _list(viewer)
    _one(viewer)
    watching.control("commits", viewer)


@st.fragment
def _list(viewer: Viewer) -> None:
    w = viewer.w
    word = st.text_input(
        w.t("Find a commit"),
        placeholder=w.t("person, message, id of a row"),
        max_chars=80,
        width=340,
        **bound(WORD, ""),
    )
    section = history.listed(viewer, word)
    show(section, viewer, "commits", heading=False)


def _one(viewer: Viewer) -> None:
    """One commit, or all between two: the cells that differ; and the button that takes it back."""
    w = viewer.w
    every = {str(commit["snapshot_id"]): commit for commit in history.commits(viewer)}
    labels = {n: f"{n} · {str(one['snapshot_time'])[:10]} · {one['message']}" for n, one in every.items()}
    st.divider()
    left, right = st.columns(2)
    with left:
        number = st.selectbox(
            w.t("Commit"), list(labels), format_func=labels.__getitem__, **bound(NUMBER, next(iter(labels)), labels)
        )
    earlier = {n: label for n, label in labels.items() if int(n) < int(number)}
    with right:
        offered = {"": w.t("the commit before")} | earlier
        start = st.selectbox(
            w.t("Compared with commit"), list(offered), format_func=offered.__getitem__, **bound(FROM, "", offered)
        )
    if start:
        changes = history.between(viewer, int(start), int(number))
        title = w.t("From commit {old} to {new}", old=start, new=number)
        section = history.changed(changes, title, "", viewer)
    else:
        changes = history.changes_of(viewer, int(number))
        section = history.changed(changes, labels[number], str(every[number]["author"]), viewer)
    show(section, viewer, "commit")
    with st.container(horizontal=True):
        st.page_link(
            viewer.screens[""],
            label=w.t("Show Today as it was recorded then"),
            query_params=address.link(recorded=number),
        )
        blocks.download(
            w.t("Download this state as a data package"),
            lambda: export.package_zip(viewer.asker.store, int(number)),
            f"facts-{number}.zip",
            "application/zip",
            "package",
            viewer,
        )
        blocks.print_button("commits", blocks.about_view(viewer, blocks.link(viewer)), viewer)
    blocks.paper(viewer)
    if not start and every[number]["kind"] != "edition" and identity.person().may("edit"):
        _take_back(number, labels[number], viewer)


def _take_back(number: str, label: str, viewer: Viewer) -> None:
    w = viewer.w
    with st.expander(w.t("Take this commit back")):
        changes, later = history.inverse(viewer, int(number))
        if later:
            st.warning(
                w.t("It can't be taken back: rows were changed again since. Take those commits back first, or correct:")
                + " "
                + markup.plain(", ".join(later[:20]))
            )
            return
        said = w.t("Taken back: {text}", text=label)
        publishing.panel(changes, said, "revert", viewer, f"revert-{number}")
