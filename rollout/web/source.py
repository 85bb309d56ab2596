"""What all sessions share: one open store and what was worked out from it."""

import gc
import logging
from threading import Thread

import streamlit as st

from rollout import clock, facts
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope, year_before
from rollout.questions.view import data_date, view_of
from rollout.store import lake as store
from rollout.subjects.forecast import outlook


@st.cache_resource(show_spinner=False)
def asker(_tell: store.Tell | None = None) -> tuple[Asker, list[facts.Fault]]:
    """One store for all sessions, open and warm; and why the facts were not taken in, if they were not.

    `_tell`: who opens it hears what it does.
    """
    real = store.open_store(_tell or logging.getLogger("rollout").info, old_if_faulty=True)
    gc.collect()
    gc.freeze()  # what is loaded now stays: the collector that Streamlit runs after every click need not walk it
    return Asker(real), real.faults


@st.cache_resource(show_spinner=False, max_entries=1)
def warm(snapshot: int) -> Thread:
    """Work out, when the server starts and when the facts change, what the Schedule and the Forecast will be asked.

    Seconds that no visit should take.

    As of the newest statement, never of a link's day: a stranger could keep the processor busy with it. Returns the
    thread that does it.
    """
    today, known = clock.today(), asker()[0]
    complexes = known.ask("progress/complexes", snapshot, as_of=today)["complex_id"]
    day = data_date(known, snapshot, today, complexes)
    view = view_of(known, Scope(day, year_before(day), today, "en", snapshot=snapshot))
    working = Thread(target=outlook.prepare, args=(view,), daemon=True)
    working.start()
    return working
