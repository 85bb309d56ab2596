"""What the server computes, without a browser: questions, the forecast, briefings, previews, pivots."""

import datetime as dt
import os
import statistics
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from rollout import ROOT, briefing
from rollout.briefing import compose
from rollout.document.model import Format
from rollout.facts.change import Change, rows
from rollout.ledger import effects, proposal
from rollout.questions import ask, scope
from rollout.questions.view import view_of
from rollout.store import lake as store
from rollout.subjects.explore import pivot, sets
from rollout.subjects.explore import sections as explore
from rollout.subjects.forecast import method as forecast
from rollout.subjects.forecast import outlook
from tests.bench.table import clocked, line


def queries(folder: Path, rounds: int, name: str) -> list[tuple[str, float]]:
    """A page's questions with its own parameters and each one's median ms without the memory; asked as often as the
    page asks.
    """
    names = {
        path.read_text(encoding="utf-8"): f"{path.parent.name}/{path.stem}" for path in ask.QUERIES.glob("*/*.sql")
    }
    asked: list[tuple[str, dict[str, Any]]] = []
    original = store.Store.query
    opened: list[store.Store] = []

    def listening(self: store.Store, sql: str, parameters: Any = None, *more: Any) -> Any:
        opened.append(self)
        asked.append((sql, dict(parameters or {})))
        return original(self, sql, parameters, *more)

    os.environ.update(STORE_DIR=str(folder), AHEAD="0")  # nothing is built beside what is clocked
    store.Store.query = listening  # type: ignore[method-assign]
    outlook.prepare = lambda *_: None  # nothing is worked out beside the page while it is clocked
    try:
        page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=600)
        page._page_hash = calc_hash(name) if name else ""
        page.run()
        asked.clear()
        page.date_input(key="as_of").set_value(dt.date(2026, 3, 20)).run()  # nothing of this day is remembered
    finally:
        store.Store.query = original  # type: ignore[method-assign]
        st.cache_resource.clear()
    out = []
    for sql, parameters in asked:
        times = [
            clocked(lambda sql=sql, parameters=parameters: opened[-1].query(sql, parameters)) for _ in range(rounds)
        ]
        out.append((names.get(sql, "(snapshot)" if "snapshots" in sql else sql[:30]), 1000 * statistics.median(times)))
    opened[-1].close()
    return out


def forecast_ms(folder: Path, rounds: int) -> float:
    """The median ms of one forecast of all 15, its questions included."""
    opened = store.open_store(place=store.Place.in_folder(folder))
    day = dt.date(2026, 3, 31)
    everyone = tuple(opened.query("SELECT complex_id FROM facts.complexes")["complex_id"])

    def whole() -> None:
        asker = ask.Asker(opened)
        positions = asker.ask("forecast/positions", 1, as_of=day, complexes=everyone)
        forecast.forecast(positions, asker.ask("forecast/reference", 1, as_of=day), day)

    times = [1000 * clocked(whole) for _ in range(rounds)]
    opened.close()
    return statistics.median(times)


def briefing_ms(folder: Path, rounds: int) -> list[tuple[str, float, float]]:
    """The ms of a briefing of the full programme as each file: the median once its answers are known, as in the app,
    and from nothing, as a
    command; the libraries are loaded.
    """
    opened = store.open_store(place=store.Place.in_folder(folder))
    day = dt.date(2026, 3, 31)
    out = []
    for form in briefing.FORMATS:
        asker = ask.Asker(opened)
        who = view_of(asker, scope.Scope(day, dt.date(2025, 3, 31), day, "ko", snapshot=asker.snapshot()))
        composition, _ = compose.read({"template": "programme"}, who.w, ())
        briefing.build(composition, who, form)
        known = statistics.median(
            clocked(lambda form=form, who=who, composition=composition: briefing.build(composition, who, form))
            for _ in range(rounds)
        )
        stranger = replace(who, asker=ask.Asker(opened))
        cold = clocked(
            lambda form=form, stranger=stranger, composition=composition: briefing.build(composition, stranger, form)
        )
        count = f" of {len(briefing.slides(composition, who))} slides" if form == "pptx" else ""
        out.append((f"{form}{count}", 1000 * known, 1000 * cold))
    opened.close()
    return out


def ledger_ms(folder: Path) -> tuple[float, float]:
    """The ms in which 5,000 made-up corrections of a text are judged and previewed, and in which they are committed."""
    opened = store.open_store(place=store.Place.in_folder(folder))
    asker, day = ask.Asker(opened), dt.date(2026, 3, 31)
    view = view_of(asker, scope.Scope(day, dt.date(2025, 3, 31), day, "en", snapshot=asker.snapshot()))
    changes = [
        Change(table, row, row | {column: f"{row[column] or ''} (bench)"})
        for table, own in rows(opened.present()).items()
        for row in own.values()
        for column in [name for name in row if name.endswith("_en") or name == "title"][-1:]
    ][:5000]

    def preview() -> None:
        assert proposal.judge(opened, changes).is_sound
        effects.effects(view, changes)

    times = 1000 * clocked(preview), 1000 * clocked(lambda: proposal.publish(opened, changes, "bench", "x", "import"))
    opened.close()
    return times


def pivot_ms(folder: Path, rounds: int) -> tuple[float, float]:
    """The median ms of a pivot of the statements about money, and of one of ten million made-up rows."""
    opened = store.open_store(place=store.Place.in_folder(folder))
    asker, day = ask.Asker(opened), dt.date(2026, 3, 31)
    view = view_of(asker, scope.Scope(day, dt.date(2025, 3, 31), day, "en", snapshot=asker.snapshot()))
    asked = pivot.Asked("money", "province_id", "money_kind", "amount_krw", "sum")
    strangers = [replace(view, asker=ask.Asker(opened)) for _ in range(rounds)]  # who remember nothing
    real = statistics.median(clocked(lambda one=one: explore.explore(one, asked)) for one in strangers)
    made = "SELECT i::VARCHAR AS id, 'p' || i % 17 AS place, i % 9973 AS value FROM range(10000000) t(i)"
    many = store.as_frame(duckdb.sql(made).to_arrow_table())
    value = sets.Measure("value", "", Format.NUMBER, "")
    data = sets.DataSet("", "id", lambda _: many, (sets.Dimension("place", ""),), (value,))
    made_up = clocked(lambda: pivot.answer(data, pivot.Asked("", "place", "", "value", "sum"), many))
    opened.close()
    return 1000 * real, 1000 * made_up


def pivot_lines(folder: Path) -> None:
    """Print how long pivots take."""
    real, made_up = pivot_ms(folder, 5)
    line("a pivot; over ten million made-up rows", f"{real:.0f} ms", f"{made_up:.0f} ms", "", "150 ms; 1000 ms")


def question_lines(folder: Path, rounds: int, pages: tuple[str, ...]) -> None:
    """Print what the questions of views take."""
    for page in pages:
        times = queries(folder / f"queries-{page}", rounds, page)
        total = f"{sum(ms for _, ms in times):.0f} ms"
        line(f"questions of {page or 'today'}, uncached ({len(times)})", total, "", "", "10 ms each")
        for name, ms in times:
            line(f"  {name}", f"{ms:.1f}")


def lines(folder: Path) -> None:
    """Print what briefings, previews, pivots and the forecast take."""
    for name, known, cold in briefing_ms(folder, 3):
        aim = "3000 ms" if "pptx" in name else "1000 ms"
        line(f"briefing, {name}; from nothing", f"{known:.0f} ms", f"{cold:.0f} ms", "", aim)
    pivot_lines(folder)
    line("forecast of all 15, uncached", f"{forecast_ms(folder, 5):.0f} ms", "", "", "1000 ms")
    preview, commit = ledger_ms(folder)
    line("5,000 changed rows: previewed; committed", f"{preview:.0f} ms", f"{commit:.0f} ms", "", "3000; 5000 ms")
