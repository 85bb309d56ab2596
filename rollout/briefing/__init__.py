"""Briefings from the same questions, words and figures as the screens; no Streamlit.

A briefing is a deck (PPTX), a report (HWPX) or an annex (XLSX).

build(composition, view, "pptx") gives a file's bytes, slides(composition, view) what each slide of the deck will show.
"""

from dataclasses import replace
from typing import Any

from rollout.briefing import content
from rollout.briefing.compose import Composition
from rollout.briefing.content import NothingInScopeError, Progress
from rollout.briefing.parts import ALWAYS, PARTS
from rollout.language.words import Words
from rollout.questions.view import View
from rollout.render import slides as layout
from rollout.render import tabular
from rollout.render.placing import Slide

__all__ = ["FORMATS", "NothingInScopeError", "OwnFileError", "build", "checked", "file_name", "slides"]
FORMATS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "hwpx": "application/hwp+zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXPLAINED = ("definitions", "sources")


class OwnFileError(Exception):
    """An office's own file can't be filled; the message is in the reader's language."""


def slides(composition: Composition, view: View, progress: Progress = lambda *_: None) -> list[Slide]:
    """What each slide of the deck will show, and where. Raises NothingInScopeError."""
    return layout.slides(content.compose(composition, view, progress))


def build(
    composition: Composition, view: View, form: str, progress: Progress = lambda *_: None, own: bytes = b""
) -> bytes:
    """A briefing as a file: `form` is one of FORMATS. The same composition, scope and snapshot give the same bytes.

    `progress` hears how many of how many parts are done, and what comes next. `own`: an office's own file of the same
    format, which is filled. Raises NothingInScopeError where no complex is in scope, OwnFileError for an own file that
    can't be filled.
    """
    if form == "xlsx":  # the annex has its definitions and sources whatever was asked for
        composition = replace(composition, sections=tuple(dict.fromkeys((*composition.sections, *EXPLAINED))))
    if form == "hwpx" and not composition.complex_id and any(name in PARTS for name in composition.sections):
        composition = replace(composition, sections=tuple(dict.fromkeys((*composition.sections, *ALWAYS))))
    told = content.compose(composition, view, progress)
    if form == "pptx":
        from rollout.render.deck import draw  # each format's library is loaded when it is asked for

        return draw(told, layout.slides(told), checked(own, form, view.w) if own else None)
    if form == "hwpx":
        from rollout.render.report import write

        return write(told, checked(own, form, view.w) if own else None)
    from rollout.render.workbook import fill

    return fill(told)


def checked(own: bytes, form: str, w: Words) -> Any:
    """An office's own file of a format, found fit to be filled. Raises OwnFileError."""
    from rollout.render import hwpx_form, office_template

    try:
        return (office_template if form == "pptx" else hwpx_form).read(own, w)
    except (hwpx_form.FormError, office_template.TemplateError) as error:
        raise OwnFileError(str(error)) from error


def file_name(composition: Composition, view: View, form: str) -> str:
    """What the file is called: by template, scope and day, never by what somebody typed."""
    scope = view.scope
    parts = [
        composition.template,
        composition.complex_id or "",
        *scope.provinces[:2],
        *scope.industries[:2],
        scope.as_of.isoformat(),
        view.w.lang,
    ]
    return tabular.file_name(parts, form)
