"""Reported errors: a reader says what is wrong; stewards see the list and close what is dealt with."""

import streamlit as st

from rollout.document.target import Target
from rollout.ledger import reports
from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.web import address, correcting, identity
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import head

ABOUT = "report_about"
CHOICES = (Choice(ABOUT, lambda w: w.t("Page or row"), kind="text"),)
SENT = "report-sent"


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w, person = viewer.w, identity.person()
    known = reports.every(viewer.asker.store.place)
    still = [report for report in known if not report.closed]
    title = w.n("One open report", "{n} open reports", len(still)) if still else w.t("No open reports")
    head("reports", viewer, [(title, "")], w.t("What is wrong, and which source has the right value"))
    if st.session_state.pop(SENT, False):
        st.success(w.t("Thank you. The stewards see the report."))
    if len(still) >= reports.MOST:
        st.warning(w.t("Too many reports are open: tell the office directly."))
    elif person.may("report"):
        _form(viewer)
    if person.may("edit"):
        for report in known:
            _report(report, viewer)


def _form(viewer: Viewer) -> None:
    w = viewer.w
    about = st.text_input(w.t("Page or row"), max_chars=200, **bound(ABOUT, ""))
    with st.form("report", clear_on_submit=True):
        text = st.text_area(w.t("What is wrong?"), max_chars=reports.LONGEST, key="report_text")
        if st.form_submit_button(w.t("Send the report"), type="primary") and text.strip():
            reports.save(viewer.asker.store.place, identity.person(), text.strip(), about or "", st.context.url or "")
            st.session_state[SENT] = True
            st.rerun()


def _report(report: reports.Report, viewer: Viewer) -> None:
    """One report: what is wrong, who says so, what was open; the answer that closes it."""
    w = viewer.w
    with st.container(border=True):
        st.markdown(markup.plain(report.text))
        st.caption(markup.plain(f"{report.made_at[:16].replace('T', ' ')} · {report.author or w.t('a reader')}"))
        if controls := correcting.controls(Target.parse(report.about)):
            st.page_link(viewer.screens["add"], label=w.t("Correct it"), query_params=address.link(**controls))
        if report.closed:
            st.caption(markup.plain(report.closed))
            return
        answer = st.text_input(w.t("How it was dealt with"), key=f"answer-{report.name}", max_chars=300)
        if st.button(w.t("Close the report"), key=f"close-{report.name}", disabled=not answer.strip()):
            reports.close(viewer.asker.store.place, report, identity.person(), answer.strip())
            st.rerun()
