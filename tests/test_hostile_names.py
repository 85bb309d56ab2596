"""A stranger's texts in every name and note, on every view and in every kind of dialog: nothing there is markup.

How Chromium draws what is told to it here, tests/browser/test_hostile.py looks at on a few views.
"""

import json
import re
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from google.protobuf.message import Message
from lxml import html as dom
from streamlit.testing.v1 import AppTest

from pages import directory
from rollout.web import source
from tests import hostile
from tests.opening import visit

RAW = {  # what the browser shows letter by letter: the options and values of lists, texts for the blind, labels of maps
    "MultiSelect.options",
    "MultiSelect.raw_values",
    "Selectbox.options",
    "Selectbox.raw_value",
    "PlotlyChart.alt",
    "DeckGlJsonChart.alt",
    "DeckGlJsonChart.json",
}
MARKED = re.compile(f"{re.escape(hostile.HOST)}|\\*\\*bold|:smile:")
MADE = (
    f"//b[@class='s'] | //*[contains(@src, '{hostile.HOST}')] | "
    f"//*[contains(@href, '//{hostile.HOST}') or contains(@href, '@{hostile.HOST}')]"
)


def strings(part: Any) -> Iterator[str]:
    """Every text of a JSON value that is marked."""
    if isinstance(part, str):
        yield from [part] if MARKED.search(part) else []
    elif isinstance(part, list | dict):
        for one in part.values() if isinstance(part, dict) else part:
            yield from strings(one)


def shown(sent: str) -> Iterator[str]:
    """What the browser takes for HTML of what a live part is sent: the whole of it (page.js); of data nothing."""
    data = json.loads(sent)
    return strings(data if isinstance(data, str) else None)


READ = {  # what is read as HTML, and of it what may hold some
    "BidiComponent.json": shown,
    "Html.body": lambda body: iter([body]),
    "PlotlyChart.spec": lambda spec: strings(json.loads(spec)),
}


@pytest.fixture(scope="module", autouse=True)
def own_store(hostile_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The app opens a store in which every free text is hostile."""
    folder = shutil.copytree(hostile_store, tmp_path_factory.mktemp("hostile") / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORE_DIR", str(folder))
        forget()
        yield
    forget()


def forget() -> None:
    """Let go of the store that is open."""
    st.cache_resource.clear()
    source.asker.clear()
    source.warm.clear()


def texts(message: Message, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of what is sent to the browser, with the names of the fields that lead to it."""
    path = path or type(message).__name__
    for field, value in message.ListFields():
        for one in [value] if isinstance(value, str | Message) else value if hasattr(value, "__iter__") else ():
            if isinstance(one, Message):
                yield from texts(one, f"{path}.{field.name}")
            elif isinstance(one, str):
                yield f"{path}.{field.name}", one


def made(app: AppTest) -> list[tuple[str, str]]:
    """Where a hostile text stands as something else than text."""
    found = []
    for node in app._tree:
        for place, text in texts(node.proto) if isinstance(getattr(node, "proto", None), Message) else ():
            if place in RAW or not MARKED.search(text):
                continue  # what Streamlit reads as Markdown has no such text left: see markup.plain
            if place not in READ:
                found.append((place, text[:200]))
                continue
            for piece in READ[place](text):
                for one in dom.fromstring(f"<div>{piece}</div>").xpath(MADE):
                    found.append((place, dom.tostring(one, encoding="unicode")[:200]))
    return found


@pytest.fixture(scope="module")
def seen() -> dict[str, str]:
    """A dialog of each kind that a view offers: its address."""
    return {}


@pytest.mark.parametrize(("view", "lang"), zip(directory.VIEWS, cycle(["en", "ko"]), strict=False))
def test_a_name_is_text_on_a_view(view: str, lang: str, seen: dict[str, str]) -> None:
    app = visit(view, lang=lang)
    assert made(app) == []
    for part in app.get("bidi_component"):
        for opens in re.findall(r'data-open=\\"([^"\\]+)', part.proto.json):
            seen.setdefault(opens.split(":")[0], opens)


def test_a_name_is_text_in_every_kind_of_dialog(seen: dict[str, str]) -> None:
    assert len(seen) > 20
    for opens, lang in zip(seen.values(), cycle(["en", "ko"]), strict=False):
        app = visit("drafts", lang=lang, open=opens)  # a view with little of its own
        assert app.get("bidi_component"), opens
        assert made(app) == [], opens


def test_a_hostile_text_that_is_markup_is_found() -> None:
    def page() -> None:
        import streamlit as st

        from tests import hostile

        st.markdown(hostile.HOSTILE)
        st.button(hostile.SHORT)
        st.html(f"<p>{hostile.HOSTILE}</p>")

    places = {place for place, _ in made(AppTest.from_function(page).run())}
    assert places == {"Markdown.body", "Button.label", "Html.body"}
