"""A pivot as a map, where its rows are provinces or districts."""

from collections.abc import Mapping
from urllib.parse import quote

from rollout.document.model import Format, Map
from rollout.document.target import Target
from rollout.questions.view import View
from rollout.render.printed import text
from rollout.subjects.explore import pivot
from rollout.subjects.explore.pivot import TOTAL, Answer, Asked
from rollout.subjects.explore.sets import DataSet, label
from rollout.subjects.map import picture
from rollout.subjects.map.shaded import Figures, Level, on_the_day, shaded

LEVELS: Mapping[str, Level] = {"province_id": "province", "district_code": "district"}


def drawn(
    view: View,
    data: DataSet,
    asked: Asked,
    found: Answer,
    shown: Mapping[tuple[str, str], float],
    form: Format,
    title: str,
) -> tuple[Map | None, tuple[str, ...]]:
    """The map of one column of a pivot, and what is to say of it; None where none is asked for or has a figure."""
    level = LEVELS.get(asked.rows)
    if not asked.mapped or level is None:
        return None, ()
    w, across = view.w, pivot.dimension_of(data, asked.columns)
    key = asked.mapped if asked.columns else TOTAL
    of = {row: value for (row, column), value in shown.items() if column == key}
    if asked.columns and key == TOTAL:
        share = found.whole if asked.share == "all" else 1
        of = {row: value / share for row, value in found.of_rows.items()} if share else {}
    called = f"{title}: {label(key, across, w)}" if across and key != TOTAL else title

    def said(value: float) -> str:
        return text(value, form, w, 1)

    opened = (asked.name, asked.rows, None, "" if key == TOTAL else asked.columns, key, asked.value, asked.how)
    names = tuple(picture.ONE if name is None else quote(name, safe="") for name in opened)
    places, down = on_the_day(view, level), pivot.dimension_of(data, asked.rows)
    off = [f"{label(row, down, w)} {said(value)}" for row, value in of.items() if row not in places]
    notes = (w.t("Not on the map: {what}", what=", ".join(off)),) if off else ()
    made = shaded(view, Figures(level, of, called, said, str(Target("pivot", names)), notes))
    return made, (w.t("Outlines of the map: NGII, 2023-09-15"), *notes) if made else ()
