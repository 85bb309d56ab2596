"""A composition and a view -> the briefing.

The registry's sections in the order asked for, then definitions and sources.
"""

from collections.abc import Callable
from dataclasses import replace

from rollout.briefing.compose import BRIEF, TEMPLATES, Composition
from rollout.briefing.parts import APPENDIX, ATTACHED, PARTS
from rollout.document.briefing import Briefing
from rollout.document.model import Section
from rollout.questions.view import View
from rollout.render.printed import IDS_SHOWN
from rollout.subjects import wording
from rollout.subjects.explore import sections as explore
from rollout.subjects.explore import views
from rollout.subjects.registry import ENTRIES
from rollout.subjects.sources import sections as sources

Progress = Callable[[int, int, str], None]


class NothingInScopeError(Exception):
    """No complex passes the filters, so there is nothing to brief on; the message is in the reader's language."""


def compose(composition: Composition, view: View, progress: Progress = lambda *_: None) -> Briefing:
    """Everything a composition asks for. `progress` hears how many of how many sections are done, and which comes next.

    Raises NothingInScopeError where the view's filters leave no complex.
    """
    w, scope = view.w, view.scope
    if not scope.complexes:
        raise NothingInScopeError(
            w.t("No complex matches these filters: {filters}.", filters=" · ".join(scope.described(w, view.names)))
        )
    made = _sections(composition, view, progress)
    metrics = tuple(dict.fromkeys(metric for section in made.values() for metric in section.metrics))
    ids = tuple(sorted({i for section in made.values() for i in section.every_origin()}))
    made |= {
        "definitions": sources.definitions(view, metrics),
        "sources": sources.cited(view, ids, {i for section in made.values() for i in section.cited(IDS_SHOWN)}),
    }
    progress(len(composition.sections), len(composition.sections), "")
    filters, short = _filters(composition, view), composition.template in BRIEF
    added = set(composition.sections) - set(TEMPLATES[composition.template])  # by the officer, over as many slides
    return Briefing(
        title=composition.title or _title(composition, view),
        subtitle=filters,
        audience=composition.audience,
        lang=w.lang,
        as_of=scope.as_of,
        about=_about(composition, view),
        clock=wording.as_of(view),
        footer=_footer(filters, view),
        snapshot=w.t("snapshot {n}", n=scope.snapshot),
        sections=tuple(
            replace(made[name], note=note) if (note := composition.note(name)) else made[name]
            for name in composition.sections
            if name in made
        ),
        definitions=sources.defined(w),
        sources=sources.listed(view, ids),
        names={name: _called(name, view) for name in composition.sections},
        droppable={name: rank for name in made if name in ENTRIES and (rank := ENTRIES[name].droppable) is not None},
        brief=TEMPLATES[composition.template] if short else (),
        department=composition.department,
        occasion=composition.occasion,
        decisions=composition.decisions,
        actions=composition.actions,
        parts={name: PARTS[name] for name in composition.sections if name in PARTS},
        appendix=APPENDIX,
        most_slides=composition.most_slides or (BRIEF[composition.template] if short and not added else 0),
        attached=tuple(name for name in ATTACHED if name in composition.sections),
    )


def _footer(filters: str, view: View) -> str:
    w, scope = view.w, view.scope
    return w.t(
        "{filters} · as of {day} · compared with {since}",
        filters=filters,
        day=scope.as_of.isoformat(),
        since=scope.compare.isoformat(),
    )


def _sections(composition: Composition, view: View, progress: Progress) -> dict[str, Section]:
    """The sections of the registry that a composition asks for, by id."""
    made: dict[str, Section] = {}
    for number, name in enumerate(composition.sections):
        progress(number, len(composition.sections), _called(name, view))
        if asked := views.unpacked(name):
            made[name] = replace(explore.explore(view, asked), id=name)
        elif name in ENTRIES:
            entry = ENTRIES[name]
            of_one = composition.complex_id and (entry.of_one or name == "changes")
            made[name] = entry.build(view, *((composition.complex_id,) if of_one else ()))
    return made


def _called(name: str, view: View) -> str:
    """What a section is called."""
    asked = views.unpacked(name)
    return views.title(view, asked) if asked else view.w.code("briefing-section", name)


def _title(composition: Composition, view: View) -> str:
    w, names = view.w, view.names
    if composition.complex_id:
        return w.t("{name}: current status", name=names["complexes"][composition.complex_id])
    kind = {"province": view.scope.provinces, "industry": view.scope.industries}.get(composition.template, ())
    if kind:
        where = w.list([names["provinces" if composition.template == "province" else "industries"][i] for i in kind])
        return w.t("National High-tech Belt: {where}", where=where)
    return w.t("National High-tech Belt: {template}", template=w.code("briefing-template", composition.template))


def _filters(composition: Composition, view: View) -> str:
    if composition.complex_id:
        return view.names["complexes"][composition.complex_id]
    return " · ".join(view.scope.described(view.w, view.names))


def _about(composition: Composition, view: View) -> tuple[tuple[str, str], ...]:
    w, scope = view.w, view.scope
    typed = (
        (w.t("Department"), composition.department),
        (w.t("Occasion"), composition.occasion),
        (w.t("Audience"), composition.audience),
    )
    return (
        (w.t("Briefing"), w.code("briefing-template", composition.template)),
        *((label, text) for label, text in typed if text),
        (w.t("Filters"), _filters(composition, view)),
        (w.t("Complexes in scope"), w.number(len(scope.complexes))),
        (w.t("As of"), scope.as_of.isoformat()),
        (w.t("Compared with"), scope.compare.isoformat()),
        (w.t("Snapshot of the store"), str(scope.snapshot)),
    )
