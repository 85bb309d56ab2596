"""News as a message: a document like a briefing, in the forms that are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rollout.api.answers import as_json
from rollout.api.asked import Asked
from rollout.document.briefing import Briefing
from rollout.document.model import Section
from rollout.render import letter
from rollout.render.tabular import file_name
from rollout.subjects import wording
from rollout.subjects.sources import sections as sources
from rollout.watch.point import Point

FORMS = {
    "text": "text/plain",
    "html": "text/html",
    "json": "application/json",
    "hwpx": "application/hwp+zip",
}
ENDINGS = {"text": "txt", "html": "html", "json": "json", "hwpx": "hwpx"}


@dataclass(frozen=True)
class Message:
    """What a recipient is told: the document, from which state to which, the forms that are asked for.

    `scope`: the ids of the filters, by name.
    """

    document: Briefing
    then: Point
    now: Point
    forms: tuple[str, ...]
    scope: Mapping[str, Sequence[str]]

    def form(self, form: str) -> bytes:
        """The message in one of FORMS."""
        return self._made[form] if form in self._made else self._make(form)

    @cached_property
    def _made(self) -> dict[str, bytes]:
        """The forms that are asked for, made before anything is sent."""
        return {form: self._make(form) for form in self.forms}

    def _make(self, form: str) -> bytes:
        if form == "hwpx":
            from rollout.render.report import write  # its library is loaded when it is asked for

            return write(self.document)
        if form == "json":
            return as_json(self.content())
        return (letter.html if form == "html" else letter.text)(self.document).encode()

    def content(self) -> dict[str, object]:
        """The message for programs."""
        about = {"lang": self.document.lang, "scope": self.scope}
        states = {"since": self.then.saved(), "until": self.now.saved()}
        return {"title": self.document.title, **about, **states, **letter.values(self.document)}

    def file_name(self, form: str) -> str:
        """What the file of a form is called: by scope, day and snapshot."""
        ids = [i for own in self.scope.values() for i in own][:4]
        day = self.now.today.isoformat()
        return file_name(["watch", *ids, day, str(self.now.snapshot), self.document.lang], ENDINGS[form])


def message(asked: Asked, news: Sequence[Section], then: Point, now: Point, forms: Sequence[str]) -> Message:
    """News as a message."""
    w, view = asked.w, asked.view
    filters = " · ".join(view.scope.described(w, view.names))
    count = sum(len(section.tables[0].rows) for section in news)
    ids = sorted({i for section in news for i in section.cited(letter.IDS_SHOWN)})
    document = Briefing(
        title=w.n("High-tech Belt Monitor: one piece of news", "High-tech Belt Monitor: {n} pieces of news", count),
        subtitle=filters,
        audience=w.t("What is new since {day}.", day=then.today.isoformat()),
        lang=w.lang,
        as_of=now.as_of,
        about=(
            (w.t("Filters"), filters),
            (w.t("As of"), now.as_of.isoformat()),
            (w.t("Compared with"), then.as_of.isoformat()),
            (w.t("Snapshot of the store"), str(now.snapshot)),
        ),
        clock=wording.as_of(view),
        footer=filters,
        snapshot=w.t("snapshot {n}", n=now.snapshot),
        sections=tuple(news),
        definitions={},
        sources=sources.listed(view, ids),
        names={section.id: section.title for section in news},
        droppable={},
        annexed=False,
    )
    scope = {
        name: asked.values[name]
        for name in ("province", "situation", "industry", "stage", "complex")
        if name in asked.values
    }
    every = {name: (own,) if isinstance(own, str) else tuple(own) for name, own in scope.items()}
    return Message(document, then, now, tuple(forms), every)
