"""Write queries/asked.yaml: the questions that each page asks when it is drawn or when something on it is opened.

    python -m rollout.record

Its sections are built, and of what opens from them one of each kind; the questions asked meanwhile are noted
(ask.recording).
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import yaml

from rollout import files
from rollout.briefing import compose
from rollout.document.model import Chart, Section
from rollout.language import codes
from rollout.questions.ask import Asker, recording
from rollout.questions.scope import LATEST, Scope, year_before
from rollout.questions.view import View, data_date, view_of
from rollout.render.theme import LIGHT
from rollout.store import lake as store
from rollout.subjects import registry, wording
from rollout.subjects.registry import DIALOGS, Entry
from rollout.subjects.sources import hops

HEAD = "# Page -> the questions that it asks. Recorded by `make asked`, not written by hand.\n"


def record(asker: Asker) -> dict[str, list[str]]:
    """Page -> the questions that it asks about all complexes on the day of the newest statement, sorted."""
    snapshot = asker.snapshot()
    rows = asker.ask("progress/complexes", snapshot, as_of=LATEST)
    day = data_date(asker, snapshot, LATEST, rows["complex_id"])
    view = view_of(asker, Scope(day, year_before(day), day, "en", snapshot=snapshot))
    return {page: sorted(_asked(_entries(page), view)) for page in codes.labels("page", "en")}


def _entries(page: str) -> list[Entry]:
    if page == "briefing":
        held = {name for template in compose.TEMPLATES for name in compose.offered(template)}
        return [entry for entry in registry.ENTRIES.values() if entry.id in held]
    return registry.on(page)


def _asked(entries: Iterable[Entry], view: View) -> set[str]:
    opened: set[str] = set()
    with recording() as asked:
        _ask_what_every_page_asks(view)
        for entry in entries:
            _open(entry.build(view, *(view.scope.complexes[:1] if entry.of_one else ())), view, opened)
    return {name for name, _ in asked}


def _ask_what_every_page_asks(view: View) -> None:
    """Names and filters, how fresh the news is, the usage warnings, the sources."""
    view_of(view.asker, view.scope)
    wording.as_of(view)
    view.warnings()
    view.origins(())


def _open(section: Section, view: View, opened: set[str]) -> None:
    """Draw a section's chart and open what a click on it opens, one of each kind."""
    if isinstance(section.picture, Chart) and section.picture.draw:
        section.picture.draw(LIGHT)
    for target in section.opens():
        if target.kind in DIALOGS and target.kind not in opened:
            opened.add(target.kind)
            inside = DIALOGS[target.kind](view, *target.ids)
            if inside:
                _open(inside, view, opened)


def main() -> None:
    """Record on a store of the facts as they ship, which is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        opened = store.open_store(place=store.Place.in_folder(Path(folder)))
        try:
            files.write(hops.RECORD, HEAD + yaml.safe_dump(record(Asker(opened)), sort_keys=False))
        finally:
            opened.close()


if __name__ == "__main__":
    main()
