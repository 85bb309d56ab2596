"""Briefings: a deck (PPTX), a report (HWPX) and an annex (XLSX) from the same questions, words and figures as the screens; no Streamlit.

build(composition, reader, "pptx") gives a file's bytes, slides(composition, reader) what each slide of the deck will show.
"""

from rollout import downloads
from rollout.briefing import content, pages
from rollout.briefing.compose import Composition
from rollout.briefing.content import NothingInScopeError, Progress
from rollout.briefing.pages import Slide
from rollout.reader import Reader

__all__ = ["FORMATS", "NothingInScopeError", "build", "file_name", "slides"]
FORMATS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "hwpx": "application/hwp+zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def slides(composition: Composition, reader: Reader, progress: Progress = lambda *_: None) -> list[Slide]:
    """What each slide of the deck will show, and where. Raises NothingInScopeError."""
    return pages.slides(content.compose(composition, reader, progress))


def build(composition: Composition, reader: Reader, form: str, progress: Progress = lambda *_: None) -> bytes:
    """A briefing as a file: `form` is one of FORMATS. The same composition, scope and snapshot give the same bytes.

    `progress` hears how many of how many parts are done, and what comes next. Raises NothingInScopeError where no complex is in scope.
    """
    told = content.compose(composition, reader, progress)
    if form == "pptx":
        from rollout.briefing.deck import draw  # each format's library is loaded when it is asked for

        return draw(told, pages.slides(told))
    if form == "hwpx":
        from rollout.briefing.report import write

        return write(told)
    from rollout.briefing.workbook import fill

    return fill(told, composition, reader)


def file_name(composition: Composition, reader: Reader, form: str) -> str:
    """What the file is called: by template, scope and day, never by what somebody typed."""
    scope = reader.scope
    parts = [
        composition.template,
        composition.complex_id or "",
        *scope.provinces[:2],
        *scope.industries[:2],
        scope.as_of.isoformat(),
        reader.w.lang,
    ]
    return downloads.file_name(parts, form)
