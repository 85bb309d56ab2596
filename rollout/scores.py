"""Print how the models of the forecast and the baselines score, from the facts as they ship.

    python -m rollout.scores [--as-of 2026-03-10] [--lang ko]

What the view Back-test shows, made anew. It ends with the model that the rule of docs/decisions.md takes; exit status 1
where that is not the one that the forecast uses.
"""

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

from rollout.console import use_any_console
from rollout.language.words import LANGUAGES
from rollout.questions.ask import Asker
from rollout.questions.scope import LATEST, Scope, year_before
from rollout.questions.view import View, data_date, view_of
from rollout.render import printed
from rollout.store import lake as store
from rollout.subjects.forecast import outlook, tested
from rollout.subjects.forecast.method import MODEL
from rollout.subjects.forecast.scores import choose, scores


def told(view: View) -> str:
    """The section of scores as text, and the model that the rule takes."""
    section = tested.back_test(view)
    lines = [section.title, section.unit]
    for table in section.tables:
        columns = table.shown("workbook")
        lines += ["", table.caption, "\t".join(printed.head(column) for column in columns)]
        for row in table.rows:
            cells = [row[column.key] for column in columns]
            texts = [printed.cell_text(cell, column, view.w) for cell, column in zip(cells, columns, strict=True)]
            notes = [f" ({cell.note})" if cell.note else "" for cell in cells]
            lines.append("\t".join(text + note for text, note in zip(texts, notes, strict=True)))
        lines.append(table.foot)
    return "\n".join([*lines, "", *section.method, "", choose(scores(outlook.tested(view), MODEL))])


def main() -> int:
    """Ask a store of the facts as they ship, which is thrown away."""
    use_any_console()
    parser = argparse.ArgumentParser(prog="python -m rollout.scores", description=__doc__)
    parser.add_argument("--as-of", type=dt.date.fromisoformat)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        opened = store.open_store(place=store.Place.in_folder(Path(folder)))
        try:
            asker = Asker(opened)
            snapshot = asker.snapshot()
            complexes = asker.ask("progress/complexes", snapshot, as_of=LATEST)["complex_id"]
            day = wish.as_of or data_date(asker, snapshot, LATEST, complexes)
            view = view_of(asker, Scope(day, year_before(day), day, wish.lang, snapshot=snapshot))
            print(told(view))
            return int(choose(scores(outlook.tested(view), MODEL)) != MODEL)
        finally:
            opened.close()


if __name__ == "__main__":
    sys.exit(main())
