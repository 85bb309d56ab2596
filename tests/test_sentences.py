"""Every sentence that a section composes, with nothing known, for one complex and for all, in both languages.

They are also listed in build/sentences.md, for a reader to check at a glance.
"""

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from rollout.document.model import Section
from rollout.language.words import LANGUAGES
from rollout.questions.ask import Asker
from rollout.questions.scope import EARLIEST, Scope
from rollout.questions.view import View, view_of
from rollout.subjects.registry import ENTRIES
from tests.conftest import AS_OF, ROOT
from tests.test_wording import UNFIT_ENGLISH, UNFIT_KOREAN

SCOPES = {  # the day of the announcement, on which next to nothing is known; one complex; all
    "nothing known": (EARLIEST, {}),
    "one": (AS_OF, {"sites": ("andong",)}),
    "all": (AS_OF, {}),
}
LIST = ROOT / "build" / "sentences.md"
UNFIT = {
    "ko": "|".join([*UNFIT_KOREAN.values(), r"\b(\d+)(곳|건|개) (중|가운데) \*?\1(곳|건|개)\b"]),
    "en": UNFIT_ENGLISH
    + r"|\b(\d+) of (the )?\1\b|(?<![\d.,–-])\b1 (complexes|sites|hosts|dates|plans|rows|measures|sources|days|months"
    r"|programmes|statements|milestones|cases|districts|zones|items|groups|targets|meetings|pages|stages)\b"
    r"|\b1 (?:\w+ )?(have|are|were)\b",
}
EVERYWHERE = r"[{}]|\bnan\b|  |\.\.|,,| ,| \."


def said(section: Section) -> Iterator[str]:
    """What a section says in sentences."""
    yield from filter(None, (section.title, section.unit, *(one.text for one in section.lead)))
    yield from section.method
    for table in section.tables:
        yield from filter(None, (table.foot, table.empty if not table.rows else ""))


@pytest.fixture(scope="module")
def sentences(asker: Asker) -> dict[tuple[str, str, str], list[str]]:
    """Language, scope and section -> its sentences; written to the list."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for lang in LANGUAGES:
        for name, (day, filters) in SCOPES.items():
            scope = Scope(day, min(day, dt.date(2025, 3, 31)), day, lang, snapshot=asker.snapshot(), **filters)
            view: View = view_of(asker, scope)
            for i, entry in ENTRIES.items():
                found[lang, name, i] = list(said(entry.build(view, *view.scope.complexes[: int(entry.of_one)])))
    LIST.parent.mkdir(exist_ok=True)
    lines = [
        f"\n## {lang}, {name}: {i}\n\n" + "\n".join(f"- {one}" for one in own) for (lang, name, i), own in found.items()
    ]
    LIST.write_text("# Sentences of every section\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_composed_sentence_is_fit_to_print(sentences: dict[tuple[str, str, str], list[str]], lang: str) -> None:
    unfit = re.compile(f"{UNFIT[lang]}|{EVERYWHERE}")
    assert [(key, one) for key, own in sentences.items() if key[0] == lang for one in own if unfit.search(one)] == []
