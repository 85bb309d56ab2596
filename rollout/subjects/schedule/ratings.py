"""The delivery ratings as sections: now, a year ago and at each quarter's end, with their flags.

The rule is in rating.py; here it gets its words.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rollout.document.model import SCREEN, Cell, Column, Figure, Format, Link, Row, Section, Table
from rollout.document.target import Target
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.rows import ProgressStages
from rollout.questions.scope import EARLIEST, year_before
from rollout.questions.view import View, remembered
from rollout.subjects import wording
from rollout.subjects.cells import complex_cell, complex_column, origin_ids
from rollout.subjects.forecast import outlook
from rollout.subjects.schedule import rating
from rollout.subjects.schedule.rating import Flag, Rated


def on(view: View, day: dt.date) -> dict[str, Rated]:
    """The rating of each complex in scope on a day, the worst first; within a rating those furthest along first."""
    return _ordered(view, _in_scope(view, _rated(view, (day,)), day))


@remembered
def tally(view: View) -> Section:
    """How many complexes have each delivery rating, and how many had it a year before."""
    now, before = on(view, view.scope.as_of), year_before(view.scope.as_of)
    then = _in_scope(view, _rated(view, (before,)), before) if before >= EARLIEST else {}
    return Section(
        "tally", title(list(now.values()), view.w), figures=_tally(view, now, then), origins=_standing_ids(view)
    )


@remembered
def ratings(view: View) -> Section:
    """The delivery rating of each complex, with its flags and where it was before; the worst first."""
    w, day, before = view.w, view.scope.as_of, year_before(view.scope.as_of)
    rated = _history(view)
    now = _ordered(view, _in_scope(view, rated, day))
    then = _in_scope(view, rated, before)
    ends = [end for end in rating.quarter_ends(day) if end < day]
    rows = []
    for complex_id, row in now.items():
        cells = {
            "complex": complex_cell(complex_id),
            "now": cell(row, w),
            "then": _direction(row, then.get(complex_id), w),
            "why": Cell(links=flags(row, view), missing=w.t("no flag")),
        }
        cells |= {f"q{end}": _mark(rated[complex_id, end], w) for end in ends}
        rows.append(Row(complex_id, cells))
    return Section(
        "ratings",
        title(list(now.values()), w),
        w.t("Delivery rating by number of flags, computed from published statements; the worst first"),
        figures=_tally(view, now, then),
        tables=(Table(_columns(view, ends), tuple(rows), foot=hatching(rated.values(), w)),),
        method=(*rule(w), *_foretold([row for row in rated.values() if row.day in ends], w)),
        origins=_standing_ids(view),
    )


def _standing_ids(view: View) -> tuple[str, ...]:
    """The sources of where the complexes in scope stand."""
    today = view.ask("schedule/standing", days=(view.scope.as_of,))
    return origin_ids(today["origin_ids"], today["first_origin_ids"])


@remembered
def history(view: View, complex_id: str) -> Section | None:
    """One complex's ratings at each quarter's end with their flags, the newest first (a dialog)."""
    if complex_id not in view.names["complexes"]:
        return None
    w, day, rated = view.w, view.scope.as_of, _history(view)
    days = sorted({*rating.quarter_ends(day), day}, reverse=True)
    rows = [
        Row(
            end.isoformat(),
            {
                "day": Cell(end),
                "rating": _mark(rated[complex_id, end], w),
                "why": Cell(links=flags(rated[complex_id, end], view), missing=w.t("no flag")),
            },
        )
        for end in days
    ]
    columns = (
        Column("day", w.t("Day"), Format.DAY),
        Column("rating", w.t("Rating"), Format.NAME, names=w.codes("rating")),
        Column("why", w.t("Flags"), share=60),
    )
    heading = w.t("{name}: rating at each quarter", name=view.names["complexes"][complex_id])
    return Section("rating-history", heading, tables=(Table(columns, tuple(rows)),))


def _rated(view: View, days: tuple[dt.date, ...]) -> Mapping[tuple[str, dt.date], Rated]:
    """The ratings of all complexes on these days by complex and day, worked out once for all scopes."""
    snapshot, everyone = view.scope.snapshot, tuple(sorted(view.names["complexes"]))

    def make() -> Mapping[tuple[str, dt.date], Rated]:
        cells = view.asker.ask("schedule/standing", snapshot, days=rating.days(*days), complexes=everyone)
        rows = rating.rate(cells, days, {day: outlook.paces(view, day) for day in days})
        return {(row.complex_id, row.day): row for row in rows}

    return view.asker.remember(("ratings", snapshot, days), make)


def _history(view: View) -> Mapping[tuple[str, dt.date], Rated]:
    """The ratings on the as-of day, a year before (not before the announcement), and at the quarters' ends between."""
    day = view.scope.as_of
    before = year_before(day)
    return _rated(view, tuple(sorted({day, *rating.quarter_ends(day), *([before] if before >= EARLIEST else [])})))


def _in_scope(view: View, rated: Mapping[tuple[str, dt.date], Rated], day: dt.date) -> dict[str, Rated]:
    """Of these ratings those of one day and of the complexes in scope."""
    return {i: rated[i, day] for i in view.scope.complexes if (i, day) in rated}


def _ordered(view: View, rated: Mapping[str, Rated]) -> dict[str, Rated]:
    """The worst first; within a rating those furthest along first."""
    furthest = list(view.ask("progress/complexes")["complex_id"])
    places = {complex_id: place for place, complex_id in enumerate(furthest)}
    return dict(sorted(rated.items(), key=lambda one: (rating.RATINGS.index(one[1].rating), places[one[0]])))


def title(rows: Sequence[Rated], w: Words) -> str:
    """The finding: how many have each rating."""
    names = w.codes("rating")
    counts = {key: sum(row.rating == key for row in rows) for key in rating.RATINGS}
    said = ", ".join(f"{names[key]} {w.number(count)}" for key, count in counts.items() if count)
    return w.t("Delivery rating: {counts}", counts=said)


def rule(w: Words) -> tuple[str, ...]:
    """The rule: what each flag means and how their number makes the rating."""
    own = codes.codes("rating-flag")
    said = [f"{w.code('rating-flag', flag.code)}: {flag.definition(w.lang)}" for flag in own]
    return (
        *said,
        w.t(
            "Green: no flag; Amber/Green: one; Amber: two; Amber/Red: three; Red: four. A rating is called better only "
            "where a stage was reached. Where nothing was published about a complex for {n} days, its rating says "
            "since when.",
            n=w.number(rating.QUIET_DAYS),
        ),
    )


def flags(row: Rated, view: View) -> tuple[Link, ...]:
    """The flags of a rating in words, each with what a click on it opens."""
    return tuple(
        Link(
            flag_text(flag, view),
            Target("cell", (row.complex_id, flag.stage_id)) if flag.stage_id else Target("rating", (row.complex_id,)),
        )
        for flag in row.flags
    )


def flag_text(flag: Flag, view: View) -> str:
    """A flag with the stage and the measure that raised it."""
    w = view.w
    short = {row["stage_id"]: w.of(row, "short") for row in rows_of(view.ask("progress/stages"), ProgressStages)}
    values = {"stage": short.get(flag.stage_id, ""), "n": w.number(round(flag.measure))}
    texts = {
        "behind": lambda: w.t("Behind: half of older complexes had passed “{stage}” by month {n}", **values),
        "stuck": lambda: w.t("Stuck: no stage reached for {n} months", **values),
        "undated-unpublished": lambda: w.t("Undated: no date published for “{stage}”", **values),
        "undated-passed": lambda: w.t("Undated: the date of “{stage}” passed without news", **values),
        "undated-withdrawn": lambda: w.t("Undated: “{stage}” was withdrawn", **values),
        "slipping-moved": lambda: w.t("Slipping: “{stage}” moved by {n} months within a year", **values),
        "slipping-passed": lambda: w.t("Slipping: “{stage}” lapsed within a year", **values),
        "slipping-withdrawn": lambda: w.t("Slipping: “{stage}” was withdrawn within a year", **values),
    }
    return texts[f"{flag.code}-{flag.cause}" if flag.cause else flag.code]()


def _columns(view: View, ends: Sequence[dt.date]) -> tuple[Column, ...]:
    w, names = view.w, view.w.codes("rating")
    return (
        complex_column(view),
        *(
            Column(f"q{end}", w.period(end, "quarter"), Format.NAME, names=names, share=2, media=SCREEN, compact=True)
            for end in ends
        ),
        Column("now", w.t("Now"), Format.NAME, names=names, share=14),
        Column("then", w.t("A year ago"), Format.NAME, names=names, share=14),
        Column("why", w.t("Flags"), share=60),
    )


def cell(row: Rated, w: Words) -> Cell:
    """A rating, which opens its history."""
    quiet = w.t("nothing published since {day}", day=row.heard_on.isoformat()) if row.quiet and row.heard_on else ""
    return replace(_mark(row, w), opens=Target("rating", (row.complex_id,)), strong=True, note=quiet)


def _mark(row: Rated, w: Words) -> Cell:
    return Cell(row.rating, mark=row.rating, mark_label=w.code("rating", row.rating), hatched=row.quiet)


def hatching(rows: Iterable[Rated], w: Words) -> str:
    """What a hatched rating means; empty where none is."""
    if not any(row.quiet for row in rows):
        return ""
    return w.t("Hatched: nothing published about the complex for {n} days", n=rating.QUIET_DAYS)


def _direction(now: Rated, then: Rated | None, w: Words) -> Cell:
    """The rating a year ago, and whether it has become better or worse since; nothing before the announcement."""
    if then is None:
        return Cell(None, "subtle", missing=w.t("before the announcement"))
    return replace(_mark(then, w), note=w.code("rating-direction", rating.direction(now, then)))


def _tally(view: View, now: Mapping[str, Rated], then: Mapping[str, Rated]) -> tuple[Figure, ...]:
    """How many complexes have each rating, with the area that they stand for."""
    w, since = view.w, year_before(view.scope.as_of)
    area = view.ask("progress/complexes").set_index("complex_id")["area_m2"]
    figures = []
    for key in rating.RATINGS:
        part = [complex_id for complex_id, row in now.items() if row.rating == key]
        before = sum(row.rating == key for row in then.values())
        figures.append(
            Figure(
                "delivery-rating",
                w.code("rating", key),
                len(part),
                Format.NUMBER,
                w.t("of {n}", n=w.number(len(now))),
                f"{w.area(area[part].sum(), 1)} km²" if part else "",
                wording.changed(before, len(part), w.signed(len(part) - before), since, w),
                mark=key,
            )
        )
    return tuple(figures)


def _foretold(past: Sequence[Rated], w: Words) -> tuple[str, ...]:
    """How well the ratings of past quarters, of all complexes, told who would reach no stage in the year after."""
    found = rating.foretold(past)
    if not found:
        return ()
    return (
        w.t(
            "Test on the past: of a complex that reached no stage within the next 12 months and one that did, the "
            "first had more flags with a frequency of {share} (0.5 is chance; {n} quarterly ratings, in sample).",
            share=w.number(found[0], 2),
            n=w.number(found[1]),
        ),
    )
