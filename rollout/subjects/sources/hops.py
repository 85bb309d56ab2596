"""From a page to its questions to their tables.

What is asked was recorded (queries/asked.yaml, see record.py); tables stand in the .sql files.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import QUERIES, question_files

EVERY_PAGE = "every-page"
RECORD = QUERIES / "asked.yaml"
CALL = re.compile(r"\b(\w+)\(")
TABLE = re.compile(r"\bfacts\.(\w+)")
MACRO = re.compile(r"CREATE MACRO (\w+)\(.*?;\s*$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"--.*")


@lru_cache
def questions() -> Mapping[str, tuple[str, ...]]:
    """Every question (subject/question) and the tables that it reads, itself or through a macro."""
    macros = {
        found.group(1): found.group(0)
        for path in (QUERIES / "macros").glob("*.sql")
        for found in MACRO.finditer(_sql(path))
    }

    derived = {path.stem: _sql(path) for path in (QUERIES / "derived").glob("*.sql")}

    def tables(sql: str, seen: frozenset[str]) -> set[str]:
        called = macros.keys() & set(CALL.findall(sql)) - seen
        read = {*TABLE.findall(sql)}
        return (read - derived.keys()).union(
            *(tables(macros[name], seen | {name}) for name in called),
            *(tables(derived[name], seen) for name in read & derived.keys()),
        )

    return {name: tuple(sorted(tables(_sql(path), frozenset()))) for name, path in question_files().items()}


@lru_cache
def asked() -> Mapping[str, tuple[str, ...]]:
    """The questions of every page, in the pages' order, when it is drawn or when something on it is opened."""
    recorded = yaml.safe_load(RECORD.read_text(encoding="utf-8")) or {}
    return {code.code: tuple(recorded.get(code.code, ())) for code in codes.codes("page")}


@lru_cache
def pages() -> Mapping[str, tuple[str, ...]]:
    """Question -> the pages that ask it, in their order."""
    return {name: tuple(page for page, names in asked().items() if name in names) for name in questions()}


@lru_cache
def readers() -> Mapping[str, tuple[str, ...]]:
    """Table -> the pages that read it, in their order.

    EVERY_PAGE where it only serves what stands on all (names, filters, sources).

    The page of sources, which counts every table, is left out.
    """
    everywhere = set.intersection(*(set(names) for names in asked().values()))
    read = {table: (EVERY_PAGE,) for name in everywhere for table in questions()[name]}
    own: dict[str, list[str]] = {}
    for page, names in asked().items():
        if page != "sources":
            for table in sorted({table for name in set(names) - everywhere for table in questions()[name]}):
                own.setdefault(table, []).append(page)
    return read | {table: tuple(found) for table, found in own.items()}


def page_names(w: Words) -> dict[str, str]:
    """The pages in words, and what stands for all of them."""
    return w.codes("page") | {EVERY_PAGE: w.t("every page")}


def _sql(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))
