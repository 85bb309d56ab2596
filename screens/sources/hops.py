"""Which page asks which question, and which question reads which table: read from the files themselves, so that it can't go stale."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from rollout.ask import QUERIES

ROOT = QUERIES.parent
IMPORTED = re.compile(r"^\s*from (screens[\w.]*|rollout|rollout\.telling|rollout\.briefing) import ([\w, ]+)", re.MULTILINE)
ALIAS = re.compile(r"\s+as\s+\w+")
QUOTED = re.compile(r'"([\w-]+)"')
ASKED = re.compile(r'"(\w+/\w+)"')
BEGUN = re.compile(r'f"(\w+/)\{')
TABLE = re.compile(r"\bfacts\.(\w+)")
MACRO = re.compile(r"CREATE MACRO (\w+)\(.*?;\s*$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"--.*")
PAGE = re.compile(r'^\s+"(\w+)": \((\w+), ":material', re.MULTILINE)


@lru_cache
def questions() -> dict[str, tuple[str, ...]]:
    """Every question (subject/question) and the tables that it reads, itself or through a macro."""
    macros = {found.group(1): found.group(0) for path in (QUERIES / "macros").glob("*.sql") for found in MACRO.finditer(_sql(path))}

    def tables(sql: str, seen: frozenset[str]) -> set[str]:
        called = [name for name in macros.keys() - seen if re.search(rf"\b{name}\(", sql)]
        return {*TABLE.findall(sql)}.union(*(tables(macros[name], seen | {name}) for name in called))

    names = {
        path.relative_to(QUERIES).with_suffix("").as_posix(): path
        for path in sorted(QUERIES.rglob("*.sql"))
        if path.parent.name != "macros"
    }
    return {name: tuple(sorted(tables(_sql(path), frozenset()))) for name, path in names.items()}


@lru_cache
def asked(page: Path) -> tuple[str, ...]:
    """The questions that a page's package and what it is made of ask, when it is drawn or when something on it is opened."""
    known = questions()
    found: set[str] = set()
    for path in _parts(page):
        text = path.read_text(encoding="utf-8")
        words = QUOTED.findall(text)
        found |= {*ASKED.findall(text), *(begun + word for begun in BEGUN.findall(text) for word in words)}
    return tuple(name for name in known if name in found)


@lru_cache
def packages() -> dict[str, Path]:
    """Every page and its package, as the directory lists them."""
    return {
        page: ROOT / "screens" / package for page, package in PAGE.findall((ROOT / "screens" / "directory.py").read_text(encoding="utf-8"))
    }


def readers(pages: Mapping[str, Path]) -> dict[str, list[str]]:
    """Table -> the pages (of page -> its package) that read it, in their order."""
    read: dict[str, list[str]] = {}
    for page, package in pages.items():
        for table in sorted({table for name in asked(package) for table in questions()[name]}):
            read.setdefault(table, []).append(page)
    return read


def _sql(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def _parts(page: Path) -> list[Path]:
    """The page's own modules, followed from one to the next, and the shared ones that they import, not followed."""
    waiting, seen = sorted(page.glob("*.py")), dict[Path, None]()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen[path] = None
            own = path.parent == page or path.stem.startswith(page.name) or path.parent.name == page.name
            waiting += _imported(path.read_text(encoding="utf-8")) if own else ()
    return list(seen)


def _imported(text: str) -> Iterator[Path]:
    for package, names in IMPORTED.findall(text):
        folder = ROOT.joinpath(*package.split("."))
        for name in ALIAS.sub("", names).replace(" ", "").split(","):
            yield from (path for path in (folder / f"{name}.py", folder / name / "__init__.py") if path.exists())
