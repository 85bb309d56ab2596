"""What all sessions share: one open store and what was worked out from it."""

import gc
import logging
import os
from collections.abc import Sequence
from threading import Thread, main_thread

import streamlit as st

from rollout import clock, facts
from rollout.language.words import LANGUAGES
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope, year_before
from rollout.questions.view import View, data_date, view_of
from rollout.store import lake as store
from rollout.store.sandbox import Sandbox
from rollout.subjects.forecast import outlook
from rollout.subjects.registry import ENTRIES
from rollout.web import turns


@st.cache_resource(show_spinner=False)
def asker(_tell: store.Tell | None = None) -> tuple[Asker, list[facts.Fault]]:
    """One store for all sessions, open and warm; and why the facts were not taken in, if they were not.

    `_tell`: who opens it hears what it does.
    """
    real = store.open_store(_tell or logging.getLogger("rollout").info, old_if_faulty=True)
    gc.collect()
    gc.freeze()  # what is loaded now stays: the collector that Streamlit runs after every click need not walk it
    return Asker(real), real.faults


@st.cache_resource(show_spinner=False)
def sandbox() -> Sandbox:
    """Where the readers' own SQL runs; processes wait there once it was used."""
    return Sandbox(asker()[0].store.copied)


@st.cache_resource(show_spinner=False, max_entries=1)
def warm(snapshot: int) -> Thread:
    """Work out, when the server starts and when the facts change, what the first visits will ask.

    First the forecast and its back-test: seconds that no visit should take. Then, a turn each, every section that
    stands for itself, in every language; not with the environment's AHEAD=0.

    As of the newest statement, never of a link's day: a stranger could keep the processor busy with it. Returns the
    thread that works out the forecast.
    """
    today, known = clock.today(), asker()[0]
    complexes = known.ask("progress/complexes", snapshot, as_of=today)["complex_id"]
    day = data_date(known, snapshot, today, complexes)
    views = [view_of(known, Scope(day, year_before(day), today, lang, snapshot=snapshot)) for lang in LANGUAGES]
    working = Thread(target=outlook.prepare, args=(views[0],), daemon=True)
    working.start()
    if os.environ.get("AHEAD") != "0":
        Thread(target=_build, args=(views, working)).start()  # one that ends: DuckDB does not like to be cut off
    return working


def _build(views: Sequence[View], before: Thread) -> None:
    """Build the sections of views when a thread has ended, while the server runs and theirs is the newest snapshot."""
    before.join()
    try:
        for view in views:
            for entry in ENTRIES.values():
                if not main_thread().is_alive() or view.asker.snapshot() != view.scope.snapshot:
                    return
                if not entry.of_one:
                    with turns.turn():
                        entry.build(view)
    except Exception:
        logging.exception("What the first visits will ask could not be worked out ahead")
