"""Every view, drawn once in Korean: what it asks, and what its headline says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from pages import directory
from rollout.questions.ask import recording
from rollout.questions.view import View
from rollout.subjects import registry, wording
from rollout.subjects.sources import hops
from tests.opening import own_store, visit  # noqa: F401  own_store is a fixture


@dataclass
class Drawn:
    """A view as it was drawn: the questions asked, the sentences of its headlines."""

    asked: set[str] = field(default_factory=set)
    headlines: list[list[str]] = field(default_factory=list)


def draw(page: str) -> Drawn:
    """Draw a view and note what it asks and says."""
    drawn, module = Drawn(), directory.VIEWS[page]
    render, top = module.render, wording.top

    def watched(viewer: object) -> None:
        with recording() as questions:
            render(viewer)
        drawn.asked.update(name for name, _ in questions)

    def said(viewer: View, crumb: Sequence[str], pieces: wording.Said, under: str = "") -> str:
        drawn.headlines.append([text.rstrip("* ") for text, _ in pieces])
        return top(viewer, crumb, pieces, under)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "render", watched)
        patch.setattr(wording, "top", said)
        visit(page, lang="ko")
    return drawn


@pytest.fixture(scope="module")
def views() -> dict[str, Drawn]:
    """Every view, drawn."""
    return {page: draw(page) for page in directory.VIEWS}


def test_a_page_asks_nothing_that_the_record_lacks(views: dict[str, Drawn]) -> None:
    for page in [name for name in directory.VIEWS if name == directory.BRIEFING or registry.on(name)]:
        asked = views[page].asked
        assert asked, page
        assert asked - set(hops.asked()[page]) == set(), (
            f"a part of the page {page} that is no section of it asks these"
        )


def test_the_sentences_of_a_headline_are_parted(views: dict[str, Drawn]) -> None:
    """They are printed in a row: each but the last of a page ends with a stop, in Korean too."""
    said = {page: texts for page, drawn in views.items() for texts in drawn.headlines}
    assert len(said) >= 9
    assert {page: text for page, texts in said.items() for text in texts[:-1] if not text.endswith((".", ";"))} == {}
