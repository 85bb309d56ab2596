"""Open a page of the app in AppTest, as a link would, and read what it shows."""

import base64
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from lxml import html as dom
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.util import calc_hash

from rollout.web import source
from tests.conftest import PATIENCE, ROOT

LATEST = "2026-03-31"
# Each AppTest reads the metadata of every package that is installed, which takes as long as a page: once will do.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
# AppTest looks a thousand times a second whether the script has ended, which takes time from the script itself.
local_script_runner.require_widgets_deltas = lambda runner, _timeout: runner.join()


@pytest.fixture(scope="module", autouse=True)
def own_store(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], None]]:
    """The app opens a store of its own and keeps it open for the tests of all pages; what is given starts it anew."""
    with pytest.MonkeyPatch.context() as patch:

        def start() -> None:
            patch.setenv("STORE_DIR", str(_folder(pristine, tmp_path_factory)))

        def start_anew() -> None:
            st.cache_resource.clear()
            start()

        start()
        yield start_anew


@st.cache_resource(show_spinner=False)
def _folder(_pristine: Path, _factory: pytest.TempPathFactory) -> Path:
    """Forgotten with the open store itself, so that the app never opens one folder twice.

    A test before may have served another store in this process: the app must not show that one.
    """
    source.asker.clear()
    source.warm.clear()
    return Path(shutil.copytree(_pristine, _factory.mktemp("pages") / "store"))


def visit(page: str = "", **query: str | list[str]) -> AppTest:
    """The page that a link opens, on the last day of the facts and in English unless the link says otherwise."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE)
    for name, value in ({"lang": "en", "today": LATEST, "as_of": LATEST, "compare": "2025-03-31"} | query).items():
        if value:
            app.query_params[name] = value
    if page:
        app._page_hash = calc_hash(page)  # what a link to /page asks for
    return healthy(app.run())


class Views:
    """Several views that one link opens: what is read of them is read of all, in their order."""

    def __init__(self, apps: Sequence[AppTest]):
        self.apps = apps

    def get(self, kind: str) -> list[Any]:
        """The elements of a kind."""
        return [part for app in self.apps for part in app.get(kind)]

    def button(self, key: str) -> Any:
        """The button with this key."""
        return next(button for app in self.apps for button in app.button if button.key == key)


def visits(*pages: str, **query: str | list[str]) -> Views:
    """Several views with the same link."""
    return Views([visit(page, **query) for page in pages])


def healthy(app: AppTest) -> AppTest:
    """The page, if it was drawn without an error."""
    assert not app.exception
    assert not app.error, [error.value for error in app.error]
    return app


def html(app: AppTest | Views, key: str) -> str:
    """The HTML that the live part `key` shows, of several views all; empty if there is none."""
    parts = (part.proto for part in app.get("bidi_component"))
    return "".join(json.loads(part.json) for part in parts if part.id.endswith(f"-{key}"))


def text(markup: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def words_of(app: AppTest | Views, key: str) -> str:
    """The words of a part and of the top, which says the finding of a view's first part."""
    return text(html(app, "top") + html(app, key))


def figures(app: AppTest | Views) -> list[dict]:
    """The Plotly figures of a page, in order."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def press(app: AppTest, key: str) -> tuple[str, bytes]:
    """Press a button that makes a file: the file's name and content, as the browser saves them."""
    healthy(app.button(key=key).click().run())
    found = re.search(r'data-file="([^"]*)" .*data-content="[^,]*,([^"]*)"', html(app, f"{key}-file"))
    assert found, "no file came"
    return found[1], base64.b64decode(found[2])


def table(app: AppTest | Views, key: str, place: int = 0) -> list[dict[str, str]]:
    """The rows of a table that the live part `key` shows: head -> text; totals last."""
    found = dom.fromstring(f"<div>{html(app, key)}</div>").xpath("//table")
    if len(found) <= place:
        return []
    heads = [" ".join(head.text_content().split()) for head in found[place].xpath(".//thead//th")]
    lines = [row for row in found[place].xpath(".//tbody/tr|.//tfoot/tr") if "group" not in (row.get("class") or "")]
    return [
        dict(zip(heads, (" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")), strict=True))
        for row in lines
    ]


def targets(app: AppTest | Views, key: str, kind: str) -> list[str]:
    """The ids of what the buttons of a live part open, of one kind, in order."""
    found = dom.fromstring(f"<div>{html(app, key)}</div>").xpath("//*[@data-open]/@data-open")
    return [target.partition(":")[2] for target in found if target.partition(":")[0] == kind]
