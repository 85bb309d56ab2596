"""What all pages that change the facts have in common: what a change does, publish, hand over, what was done."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from rollout import access, facts
from rollout.audit import audit
from rollout.facts.change import Change, Row
from rollout.facts.reasons import in_words
from rollout.ledger import drafts, effects, forms, history, proposal
from rollout.render import markup
from rollout.web import address, blocks, identity, turns, unfinished
from rollout.web.blocks import Viewer
from rollout.web.sections import show

MOST_LINES = 20
TURN = "ledger-turn"  # one more for each form that is done with, so that the next one begins empty
DONE = "ledger-done"


def panel(changes: Sequence[Change], said: str, kind: str, viewer: Viewer, key: str, draft: str = "") -> None:
    """What changes say, what speaks against them, what they do; a message, and the buttons.

    `said`: the changes in words, the message to begin with. `draft`: the name of the draft that they are.
    """
    w, proposed = viewer.w, proposal.tidied(viewer.asker.store, changes)
    blocks.heading(said, "")
    snapshot = viewer.asker.snapshot()
    with st.spinner(w.t("Working out what it changes")), turns.aside():
        verdict = _judged(proposed, snapshot, viewer)
        if verdict.questions:
            proposed = proposal.with_answers(proposed, _answers(verdict.questions, viewer, key))
            verdict = _judged(proposed, snapshot, viewer)
        refused(verdict, viewer)
        if verdict.is_sound:
            section = viewer.asker.remember(
                ("effects", _mark(proposed, snapshot), viewer.scope, w.lang), lambda: effects.effects(viewer, proposed)
            )
            show(section, viewer, f"effects-{key}")
    message = st.text_input(w.t("Message: why"), value=said, max_chars=300, key=f"message-{key}")
    _buttons(verdict, proposed, message, kind, viewer, key, draft)


def _judged(changes: tuple[Change, ...], snapshot: int, viewer: Viewer) -> proposal.Verdict:
    return viewer.asker.remember(
        ("judged", _mark(changes, snapshot)), lambda: proposal.judge(viewer.asker.store, changes)
    )


def _mark(changes: Sequence[Change], snapshot: int) -> tuple[Any, ...]:
    """What tells these changes of this snapshot from all others."""
    return snapshot, tuple((change.table, _frozen(change.before), _frozen(change.after)) for change in changes)


def _answers(questions: Sequence[facts.Fault], viewer: Viewer, key: str) -> tuple[Change, ...]:
    """The values that look wrong, each with a field for why it is right; returns the answers as rows."""
    w, made = viewer.w, []
    for place, fault in enumerate(questions):
        st.warning(markup.plain(_fault(fault, viewer)))
        why = st.text_input(w.t("If it is right: why?"), max_chars=300, key=f"why-{key}-{place}").strip()
        if why and fault.question:
            made.append(proposal.answer(fault.question, why, identity.person().author))
    return tuple(made)


def _frozen(row: Row | None) -> tuple[tuple[str, str], ...]:
    return tuple((row or {}).items())


def _buttons(
    verdict: proposal.Verdict, changes: Sequence[Change], message: str, kind: str, viewer: Viewer, key: str, draft: str
) -> None:
    w, person, place = viewer.w, identity.person(), viewer.asker.store.place
    known = drafts.load(place, draft) if draft else None
    author = known.author_id if known else person.id
    may = access.may_publish(person, author, access.settings())
    with st.container(horizontal=True):
        if may and st.button(
            w.t("Publish"), type="primary", disabled=not verdict.is_sound or not message.strip(), key=f"publish-{key}"
        ):
            _publish(changes, message.strip(), kind, viewer, known)
        if not draft and st.button(
            w.t("Keep as a draft") if may else w.t("Hand over for publication"),
            type="secondary" if may else "primary",
            disabled=not message.strip(),
            key=f"keep-{key}",
        ):
            kept = drafts.save(place, drafts.new(person, message.strip(), kind, changes, handed=not may))
            _finish({"draft": kept.name}, viewer)
    if not may:
        st.caption(w.t("Another person publishes it: it waits under Drafts."))


def _publish(changes: Sequence[Change], message: str, kind: str, viewer: Viewer, known: drafts.Draft | None) -> None:
    store, person = viewer.asker.store, identity.person()
    details: dict[str, Any] = {"written_by": known.author} if known and known.author_id != person.id else {}
    try:
        number = proposal.publish(store, changes, person.author, message, kind, **details)
    except proposal.RefusedError as error:
        refused(error.verdict, viewer)
        return
    audit(person, "revert" if kind == "revert" else "publish", snapshot=number, message=message, kind=kind)
    if known:
        drafts.remove(store.place, known.name)
    _finish({"number": number, "message": message}, viewer)


def _finish(done: Mapping[str, Any], viewer: Viewer) -> None:
    """Begin with an empty form and say at its top what was done."""
    unfinished.forget(viewer)
    st.session_state[DONE] = done
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    for name in ("add_row", "add_from"):
        st.session_state.pop(name, None)
    st.rerun()


def done(viewer: Viewer) -> None:
    """Say what was just done, once."""
    w, told = viewer.w, st.session_state.pop(DONE, None)
    if not told:
        return
    if "draft" in told:
        st.success(w.t("Kept as a draft; nothing is published yet."))
        return
    st.success(markup.plain(w.t("Published as commit {n}: {text}", n=told["number"], text=told["message"])))
    with st.container(horizontal=True):
        st.page_link(viewer.screens[""], label=w.t("See it on Today"), query_params=address.link())
        st.page_link(
            viewer.screens["commits"],
            label=w.t("Show or take back the commit"),
            query_params=address.link(commit_number=str(told["number"])),
        )


def refused(verdict: proposal.Verdict, viewer: Viewer) -> None:
    """Why changes can't be published: a line a fault, a table of rows that others changed meanwhile."""
    w = viewer.w
    if verdict.refusals:
        lines = [markup.plain(_fault(fault, viewer)) for fault in verdict.refusals[:MOST_LINES]]
        more = len(verdict.refusals) - len(lines)
        lines += [w.t("and {n} more", n=w.number(more))] if more else []
        st.error(w.t("The check refuses it:") + "\n\n" + "\n".join(f"- {line}" for line in lines))
    if verdict.stale:
        meanwhile = [Change(change.table, change.before, now) for change, now in verdict.stale]
        section = history.changed(meanwhile, w.t("Somebody changed these rows meanwhile"), "", viewer)
        st.error(w.t("Nothing was published. Look at what is there now, and decide anew."))
        show(section, viewer, "meanwhile")


def _fault(fault: facts.Fault, viewer: Viewer) -> str:
    """A fault in the reader's words: the table and the field by their names."""
    table = fault.file.removesuffix(".csv")
    titles = history.field_titles(table, viewer.w) if table in forms.tables(viewer.w) else {}
    return f"{titles.get(fault.field or '', fault.field or table)}: {in_words(fault.why, viewer.w, titles)}"


def begins(viewer: Viewer) -> bool:
    """Whether the viewer may change the facts; says what was just done, or what they can do instead."""
    if identity.person().may("edit"):
        done(viewer)
        return True
    w = viewer.w
    st.info(w.t("Only stewards change the facts. Report an error, and they will look at it."))
    st.page_link(viewer.screens["reports"], label=w.t("Report an error"), query_params=address.link())
    return False
