"""The house is as docs/architecture.md says: arrows point down, modules are no halls, every section has its name and
its place.
"""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from rollout.briefing.compose import TEMPLATES
from rollout.language import codes
from rollout.subjects.registry import ENTRIES
from tests.conftest import ROOT

LAYERS = {
    "language": 0,
    "facts": 1,
    "store": 1,
    "questions": 2,
    "document": 3,
    "render": 4,
    "subjects": 5,
    "ledger": 6,
    "briefing": 6,
    "api": 7,
    "watch": 8,
    "web": 9,
}
NO_STREAMLIT = (
    "language",
    "facts",
    "store",
    "questions",
    "document",
    "render",
    "subjects",
    "ledger",
    "briefing",
    "api",
    "watch",
)
LONGEST_MODULE = 400
REASONS = {  # why a module may be longer
    "rollout/questions/rows.py": "generated: a type a question",
    "rollout/render/deck.py": "one format: text, tables, charts and the map of a deck",
}


def modules() -> Iterator[tuple[str, Path]]:
    """The room and path of every module of the package."""
    for path in sorted((ROOT / "rollout").rglob("*.py")):
        parts = path.relative_to(ROOT / "rollout").parts
        yield (parts[0] if len(parts) > 1 else ""), path


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports at its top."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_arrows_point_down() -> None:
    wrong = []
    for room, path in modules():
        for name in imported(path):
            target = name.split(".")[1] if name.startswith("rollout.") and len(name.split(".")) > 2 else ""
            if room in LAYERS and target in LAYERS and LAYERS[target] > LAYERS[room]:
                wrong.append(
                    f"{path.relative_to(ROOT)} imports {name}: {target} lies above {room} (docs/architecture.md)"
                )
    assert wrong == []


def test_no_module_needs_itself() -> None:
    paths = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for _, p in modules()}
    needs = {
        module: {found for name in imported(path) for found in (name, name.rpartition(".")[0]) if found in paths}
        for module, path in paths.items()
        if path.name != "__init__.py"  # a package's own page gathers what is in it
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(f"import each other: {' -> '.join(error.args[1])}")


def test_the_renderers_know_no_subject() -> None:
    found = [
        f"{path.name}: {name}"
        for room, path in modules()
        if room == "render"
        for name in imported(path)
        if ".subjects" in name
    ]
    assert found == []


def test_only_the_web_knows_streamlit() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for room, path in modules()
        if room in NO_STREAMLIT
        for name in imported(path)
        if name.startswith("streamlit")
    ]
    assert found == []


def test_no_module_is_a_hall() -> None:
    files = [*(ROOT / "rollout").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    halls = {name: lines for name, lines in long.items() if lines > LONGEST_MODULE and name not in REASONS}
    assert halls == {}, "split them, or say in REASONS why they are long"


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=list(ENTRIES))
def test_a_section_has_its_name_and_its_subject(entry) -> None:
    names = {code.code for code in codes.codes("briefing-section")}
    assert entry.id in names, (
        f"“{entry.id}” has no name: add a row of the list briefing-section to data/tables/codes.csv"
    )
    assert (ROOT / "rollout" / "subjects" / entry.subject / "sections.py").exists(), (
        f"there is no rollout/subjects/{entry.subject}/sections.py"
    )


def test_templates_name_sections_of_the_registry() -> None:
    known = {*ENTRIES, "definitions", "sources"}
    unknown = {name for sections in TEMPLATES.values() for name in sections} - known
    assert unknown == set(), "a template names a section that rollout/subjects/registry.py does not have"


def test_the_architecture_names_folders_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:pages|queries|data|locale|rollout|static|tests|docs)/[\w./-]*)`", text))
    missing = sorted(name for name in named if not (ROOT / name).exists())
    assert named and missing == []


def test_every_section_is_made_once_a_scope() -> None:
    forgotten = [i for i, entry in ENTRIES.items() if not hasattr(entry.build, "__wrapped__")]
    assert not forgotten, f"@remembered (rollout/questions/view.py) is missing: each click makes {forgotten} anew"
