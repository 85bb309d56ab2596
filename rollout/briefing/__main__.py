"""Briefings without the app, for a scheduled job or an audit:

    python -m rollout.briefing --template weekly --province 경상북도 --as-of 2026-03-01 --lang ko
        --format pptx,hwpx,xlsx --out DIR

Exit status: 0 the files are written (their names are printed), 2 the wish can't be understood, 1 it could not be done.
The same wish on the same snapshot of the store gives the same bytes. Without --as-of it is the day of the newest
statement in the store, at most today (TIME_ZONE); nothing else reads a clock.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rollout import clock, facts, files
from rollout.briefing import FORMATS, NothingInScopeError, OwnFileError, build, compose, file_name, views
from rollout.briefing.compose import CompositionError
from rollout.console import Parser, UsageError, chosen_forms, language, short, use_any_console
from rollout.errors import StoreError, explain
from rollout.language.words import LANGUAGES, Words
from rollout.questions import places
from rollout.questions.ask import Asker, rows_of
from rollout.questions.rows import ScopeNames, ScopePlaceNames
from rollout.questions.scope import EARLIEST, LATEST, SITUATIONS, Scope, last_day, period_start
from rollout.questions.view import covered, data_date, view_of
from rollout.store import lake as store


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    w = Words(language(arguments))
    try:
        return _make(_parser(w).read(arguments), w)
    except (UsageError, CompositionError) as error:
        print(w.t("Not understood: {why}", why=error), file=sys.stderr)
        print(w.t("Help: python -m rollout.briefing --help"), file=sys.stderr)
        return 2
    except (NothingInScopeError, OwnFileError) as error:
        print(error, file=sys.stderr)
        return 1
    except (StoreError, facts.PackageError, clock.ZoneError) as error:
        print(explain(error, w), file=sys.stderr)
        return 1
    except OSError as error:
        print(w.t("The files can't be written: {why}.", why=error.strerror or type(error).__name__), file=sys.stderr)
        return 1
    except Exception as error:  # a scheduled job's log gets a line, not a traceback
        print(
            w.t(
                "The briefing could not be made: {why}. Please tell the operator.",
                why=f"{type(error).__name__}: {error}",
            ),
            file=sys.stderr,
        )
        return 1


def _parser(w: Words) -> Parser:
    parser = Parser(
        w,
        prog="python -m rollout.briefing",
        description=w.t("Makes a briefing: a deck (PPTX), a report (HWPX), an annex (XLSX)."),
    )
    add = parser.add_argument
    add("--template", default="weekly", help=", ".join(compose.TEMPLATES))
    add(
        "--province",
        action="append",
        default=[],
        help=w.t("id, short or full name in either language; several times for several"),
    )
    add("--industry", action="append", default=[], help=w.t("id or name in either language; several times for several"))
    add("--situation", help=", ".join(SITUATIONS))
    add("--complex", help=w.t("id or name of a complex; for the template “complex”"))
    add("--as-of", help=w.t("only what was stated by this day (YYYY-MM-DD)"))
    add(
        "--compare",
        help=w.t("changes are counted from this day; by default a year before, seven days (weekly), a month (monthly)"),
    )
    add("--today", help=w.t("the day from which age is counted; the as-of day by default"))
    add("--lang", default=w.lang, help=", ".join(LANGUAGES))
    add("--sections", help=w.t("sections in order, with commas: {names}", names=", ".join(compose.SECTIONS)))
    saved = w.t("a saved view of Explore by its name, or a link to one; several times for several")
    add("--view", action="append", default=[], help=saved)
    add("--title", default="")
    add("--audience", default="")
    add("--department", default="", help=w.t("the department that reports"))
    add("--occasion", default="", help=w.t("the meeting or the day for which it is made"))
    add("--decision", action="append", default=[], help=w.t("what is to be decided; several times for several"))
    add(
        "--action",
        action="append",
        default=[],
        metavar="WHAT|WHO|DUE",
        help=w.t("what is to be done, by whom, until when; several times for several"),
    )
    add(
        "--note",
        action="append",
        default=[],
        metavar="SECTION=TEXT",
        help=w.t("a note on a section; several times for several"),
    )
    add("--slides", default="", help=w.t("at most so many slides: tables are cut by weight, then sections left out"))
    add(
        "--form",
        metavar="FILE",
        help=w.t("an office's own HWPX, in which the report is written at {mark}", mark="{{본문}}"),
    )
    add("--template-file", metavar="FILE", help=w.t("an office's own PowerPoint template (.potx, .pptx)"))
    add("--format", default="pptx", help=", ".join(FORMATS))
    add("--out", default=".", help=w.t("the folder to write into"))
    return parser


def _make(wish: argparse.Namespace, w: Words) -> int:
    forms = chosen_forms(wish.format, FORMATS, w)
    for name, value, choices in (("--situation", wish.situation, SITUATIONS), ("--lang", wish.lang, tuple(LANGUAGES))):
        if value is not None and value not in choices:
            raise _unknown(name, value, ", ".join(choices), w)
    notes = dict(_note(text, w) for text in wish.note)
    own = {form: _own(name, w) for form, name in (("hwpx", wish.form), ("pptx", wish.template_file)) if name}
    opened = store.open_store(keep_answers=True)
    try:
        asker = Asker(opened)
        rows = rows_of(asker.ask("scope/names", asker.snapshot(), as_of=LATEST), ScopeNames)
        scope = _scope(wish, asker, rows, w)
        chosen = _wanted([wish.complex], _known(rows, "complex"), w.t("Complex"), w)[0] if wish.complex else None
        who = view_of(asker, scope, chosen)
        sections = wish.sections.split(",") if wish.sections else list(compose.TEMPLATES.get(wish.template, ()))
        raw = {
            "template": wish.template,
            "sections": [*sections, *(views.word(text, who) for text in wish.view)],
            "title": wish.title,
            "audience": wish.audience,
            "department": wish.department,
            "occasion": wish.occasion,
            "slides": wish.slides,
            "decisions": "\n".join(wish.decision),
            "actions": "\n".join(wish.action),
            "notes": notes,
            "complex": chosen,
        }
        complexes = [row["id"] for row in rows if row["kind"] == "complex"]
        composition, remarks = compose.read(raw, w, complexes, views.why_not(who))
        for remark in remarks:
            print(remark, file=sys.stderr)
        folder = Path(wish.out)
        folder.mkdir(parents=True, exist_ok=True)
        for form in forms:
            path = folder / file_name(composition, who, form)
            files.write(path, build(composition, who, form, own=own.get(form, b"")))
            print(path)
    finally:
        opened.close()
    return 0


def _own(name: str, w: Words) -> bytes:
    """An office's own file."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UsageError(w.t("{file} can't be read: {why}.", file=short(name), why=error.strerror)) from None


def _unknown(what: str, text: str, names: str, w: Words) -> UsageError:
    """A value that is none of those that there are."""
    return UsageError(
        w.t("{what} “{name}” is not known. Choose of: {names}.", what=what, name=short(text), names=names)
    )


def _scope(wish: argparse.Namespace, asker: Asker, rows: Sequence[ScopeNames], w: Words) -> Scope:
    """The scope that the command asks for; as of its newest statement unless it names a day."""
    snapshot, now = asker.snapshot(), max(clock.today(), EARLIEST)
    everyone = asker.ask("progress/complexes", snapshot, as_of=now)
    last = last_day(data_date(asker, snapshot, LATEST, everyone["complex_id"]), now)
    as_of, compare, today = (_day(text, last, w) for text in (wish.as_of, wish.compare, wish.today))
    provinces = places.index(rows_of(asker.ask("scope/place_names", snapshot), ScopePlaceNames), "province")
    scope = Scope(
        as_of or now,
        compare or now,
        today or now,
        w.lang,
        _wanted(wish.province, provinces, w.t("Province"), w),
        wish.situation,
        _wanted(wish.industry, _known(rows, "industry"), w.t("Industry"), w),
        snapshot=snapshot,
    )
    as_of = as_of or data_date(asker, snapshot, now, covered(asker, replace(scope, as_of=now)).complexes)
    usual = period_start(compose.COMPARED.get(wish.template, "year"), as_of)
    scope = replace(scope, as_of=as_of, compare=compare or usual, today=today or as_of)
    if scope.compare > scope.as_of:
        raise UsageError(w.t("The comparison date is after the as-of date."))
    return scope


def _known(rows: Sequence[Mapping[str, Any]], kind: str) -> dict[str, tuple[str, ...]]:
    """The id that each name of a kind stands for."""
    return {
        places.plain(str(row[column])): (str(row["id"]),)
        for row in rows
        if row["kind"] == kind
        for column in ("name_ko", "name_en", "id")
    }


def _wanted(texts: Sequence[str], known: Mapping[str, tuple[str, ...]], label: str, w: Words) -> tuple[str, ...]:
    found: list[str] = []
    for text in (part for whole in texts for part in whole.split(",") if part.strip()):
        named = places.find(text, known)
        if not named:
            ids = ", ".join(sorted({i for every in known.values() for i in every}))
            raise _unknown(label, text, ids, w)
        found += named
    if texts and not found:
        raise UsageError(w.t("{what} is empty.", what=label))
    return tuple(dict.fromkeys(found))


def _day(text: str | None, last: dt.date, w: Words) -> dt.date | None:
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(w.t("“{text}” is no day. Write it as 2026-03-31.", text=short(text))) from None
    if not EARLIEST <= day <= last:
        raise UsageError(
            w.t(
                "{day} is outside {first} to {last}.",
                day=day.isoformat(),
                first=EARLIEST.isoformat(),
                last=last.isoformat(),
            )
        )
    return day


def _note(text: str, w: Words) -> tuple[str, str]:
    section, mark, note = text.partition("=")
    if not mark or not section.strip():
        raise UsageError(w.t("A note is written as SECTION=TEXT, for example overview=…"))
    return section.strip(), note


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
