"""The dictionary: tables and their columns, questions and what they read, metrics; and the glossary."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from rollout import facts
from rollout.document.model import ANNEX, EVERYWHERE, Cell, Column, Format, Link, Row, Section, Table, Text
from rollout.document.target import Target
from rollout.language import codes
from rollout.language.words import Words, fold
from rollout.questions.ask import is_missing, question, rows_of
from rollout.questions.ask import metrics as known_metrics
from rollout.questions.view import View, remembered
from rollout.subjects.cells import origin_ids
from rollout.subjects.sources import hops, words


@lru_cache
def resources() -> Mapping[str, Mapping[str, Any]]:
    """The tables of the data package by name, as its descriptor has them."""
    return {resource["name"]: resource for resource in facts.descriptor()["resources"]}


def titles(w: Words) -> dict[str, str]:
    """The tables of the data package by name, in words."""
    return {name: resource["title_ko" if w.lang == "ko" else "title"] for name, resource in resources().items()}


def table_titles(w: Words) -> dict[str, str]:
    """Those tables and the packaged statistics."""
    return titles(w) | w.codes("packaged-table")


def citing(w: Words) -> dict[str, str]:
    """The tables whose rows name their sources."""
    named = (
        name for name, r in resources().items() if any(field["name"] == "origin_ids" for field in r["schema"]["fields"])
    )
    return {name: table_titles(w)[name] for name in (*named, *w.codes("packaged-table"))}


# --- tables and columns


@remembered
def columns(view: View) -> Section:
    """Every column of every table."""
    w = view.w
    made = tuple(row for name in resources() for row in _fields(name, w))
    title = w.t("{tables} tables with {n} columns", tables=w.number(len(resources())), n=w.number(len(made)))
    return Section("columns", title, tables=(Table((Column("table", w.t("Table"), share=14), *_columns(w)), made),))


@remembered
def table(view: View, name: str) -> Section | None:
    """A table of the data package: what a row is, what to mind, its columns."""
    if name not in resources():
        return None
    w, resource = view.w, resources()[name]
    text = resource.get("description_ko" if w.lang == "ko" else "description") or resource["description"]
    lead = (Text(text), Text(f"data/tables/{name}.csv", "subtle"))
    return Section("columns", titles(w)[name], lead=lead, tables=(Table(_columns(w), _fields(name, w)),))


def _columns(w: Words) -> tuple[Column, ...]:
    return (
        Column("name", w.t("Column"), share=18, note_label=w.t("Column title")),
        Column("type", w.pt("data", "Type"), Format.NAME, names=w.codes("field-type"), share=9),
        Column("required", w.t("Always filled"), Format.YES, share=7),
        Column("unit", w.t("Unit"), share=8),
        Column("meaning", w.t("Meaning"), share=40),
        Column("points", w.t("Refers to"), Format.NAME, names=titles(w), share=14),
        Column("values", w.t("Values"), Format.LIST, share=24),
    )


def _fields(name: str, w: Words) -> tuple[Row, ...]:
    schema = resources()[name]["schema"]
    keys = {tuple(key["fields"]): key["reference"]["resource"] or name for key in schema.get("foreignKeys", [])}
    made = []
    for field in schema["fields"]:
        rules = field.get("constraints", {})
        points = keys.get((field["name"],)) or (field.get("listOf") or "").split(".")[0]
        points = points if points in resources() else ""
        made.append(
            Row(
                f"{name}.{field['name']}",
                {
                    "table": Cell(name),
                    "name": Cell(field["name"], note=field.get("title_ko" if w.lang == "ko" else "title", "")),
                    "type": Cell("list" if field.get("listOf") else field["type"]),
                    "required": Cell(bool(rules.get("required"))),
                    "unit": Cell(field.get("unit") or None),
                    "meaning": Cell(meaning(field, w) or None),
                    "points": Cell(points or None, opens=Target("table", (points,)) if points else None),
                    "values": Cell(tuple(map(str, rules.get("enum", ()))) or None),
                },
            )
        )
    return tuple(made)


def meaning(field: Mapping[str, Any], w: Words) -> str:
    """What a field holds, in the reader's language; empty where its name says it."""
    return str(field.get("description_ko" if w.lang == "ko" else "description", ""))


# --- questions


@remembered
def questions(view: View, page: str = "") -> Section:
    """The questions that a page asks, all without one; each with its row and the tables it reads."""
    w, tables = view.w, table_titles(view.w)
    names = hops.asked()[page] if page else tuple(hops.questions())
    columns = (
        Column("name", w.t("Question"), share=20),
        Column("asks", w.t("Asks"), share=34),
        Column("grain", w.t("A row is"), share=22),
        Column("tables", w.t("Reads"), share=24),
        Column("takes", w.t("Takes"), Format.LIST, media=ANNEX),
        Column("columns", w.t("Columns"), media=ANNEX),
        Column("pages", w.t("Pages"), Format.LIST, names=w.codes("page"), media=ANNEX),
    )
    rows = []
    for name in names:
        asked = question(name)
        reads = tuple(
            Link(tables[t], Target("table", (t,)) if t in resources() else None) for t in hops.questions()[name]
        )
        rows.append(
            Row(
                name,
                {
                    "name": Cell(name, opens=Target("question", (name,))),
                    "asks": Cell(asked.asks[:1].upper() + asked.asks[1:]),
                    "grain": Cell(asked.grain),
                    "tables": Cell(links=reads),
                    "takes": Cell(tuple(f"{key} {kind}" for key, kind in asked.parameters.items()) or None),
                    "columns": Cell("; ".join(f"{key}: {meaning}" for key, meaning in asked.columns.items())),
                    "pages": Cell(hops.pages()[name] or None),
                },
            )
        )
    title = w.n("One question", "{n} questions", len(rows))
    return Section("questions", title, tables=(Table(columns, tuple(rows)),))


@remembered
def asked(view: View, name: str) -> Section | None:
    """A question: what it asks and takes, its file, its columns."""
    if name not in hops.questions():
        return None
    w, known = view.w, question(name)
    takes = ", ".join(f"{key} {kind}" for key, kind in known.parameters.items())
    lead = [Text(w.t("A row is: {grain}.", grain=known.grain)), Text(f"queries/{name}.sql", "subtle")]
    if takes:
        lead.insert(1, Text(w.t("Takes: {parameters}.", parameters=takes)))
    columns = (Column("name", w.t("Column"), share=24), Column("meaning", w.t("Meaning"), share=76))
    rows = tuple(Row(key, {"name": Cell(key), "meaning": Cell(meaning)}) for key, meaning in known.columns.items())
    return Section(
        "question",
        known.asks[:1].upper() + known.asks[1:],
        lead=tuple(lead),
        tables=(Table(columns, rows),),
    )


# --- metrics


@remembered
def metrics(view: View) -> Section:
    """Every metric: formula, unit, which way is good, whether it may be added up, what to mind."""
    w = view.w
    columns = (
        Column("name", w.t("Metric"), share=16),
        Column("formula", w.t("Formula"), share=36),
        Column("unit", w.t("Unit"), share=8),
        Column("direction", w.t("Direction"), Format.NAME, names=w.codes("metric-direction"), share=10),
        Column("additive", w.t("May be added up"), Format.YES, share=8),
        Column("caveat", w.t("Caveat"), share=30),
    )
    rows = tuple(
        Row(
            m.id,
            {
                "name": Cell(w.of(m, "name")),
                "formula": Cell(w.of(m, "formula")),
                "unit": Cell(words.unit(m.unit, w)),
                "direction": Cell(m.direction),
                "additive": Cell(m.additive),
                "caveat": Cell(w.of(m, "caveat")),
            },
        )
        for m in known_metrics().values()
    )
    return Section("metrics", w.n("One metric", "{n} metrics", len(rows)), tables=(Table(columns, rows),))


# --- glossary


@remembered
def glossary(view: View, kind: str = "", text: str = "") -> Section:
    """Terms with both names and definitions, the reader's language first.

    Of one part of the glossary, or those that hold some words.
    """
    w = view.w
    other = Words("en" if w.lang == "ko" else "ko")
    every = terms(view.ask("sources/glossary"))
    shown = looked_up(every, text, kind, w) if kind or text else every
    columns = _term_columns(not kind or bool(text), w)
    rows = tuple(_term(t, w, other) for t in shown)
    title = w.t("Glossary: {n} terms in Korean and English", n=w.number(len(every)))
    unit = w.t(
        "Definitions are our own; those of laws and programmes cite their sources. Law texts are "
        "reposts: the law in force prevails"
    )
    return Section(
        "glossary",
        title,
        unit,
        tables=(Table(columns, rows, empty=w.t("No term found. Try a shorter word, in Korean or English.")),),
    )


def _term(t: Mapping[str, Any], w: Words, other: Words) -> Row:
    return Row(
        f"{t['kind']}:{t['code']}",
        {
            "term": Cell(w.of(t, "term"), note=other.of(t, "term")),
            "kind": Cell(t["kind"]),
            "definition": Cell(w.of(t, "definition"), note=other.of(t, "definition")),
            "also": Cell(tuple(filter(None, str(t["also"] or "").split(";"))) or None),
            "basis": Cell(w.of(t, "legal_basis") or None),
        },
        origin_ids(t["origin_ids"]),
    )


def _term_columns(by_kind: bool, w: Words) -> tuple[Column, ...]:
    return (
        Column("term", w.t("Term"), share=18, note_label=w.t("Term in the other language")),
        Column(
            "kind",
            w.t("Part of the glossary"),
            Format.NAME,
            names=w.codes("glossary-part"),
            share=10,
            media=EVERYWHERE if by_kind else ANNEX,
        ),
        Column("definition", w.t("Definition"), share=50, note_label=w.t("Definition in the other language")),
        Column("also", w.t("Also"), Format.LIST, share=12),
        Column("basis", w.t("Legal basis"), share=14),
    )


def terms(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The glossary (sources/glossary) with the ratings and their flags, each term in both languages."""
    told: list[dict[str, Any]] = rows_of(rows)
    return told + [
        {
            "kind": "rating",
            "code": one.code,
            "place": place,
            "term_ko": one.name_ko,
            "term_en": one.name_en,
            "also": "",
            "definition_ko": one.definition_ko,
            "definition_en": one.definition_en,
            "legal_basis_ko": None,
            "legal_basis_en": None,
            "origin_ids": [],
        }
        for place, one in enumerate((*codes.codes("rating"), *codes.codes("rating-flag")))
    ]


def looked_up(every: Iterable[Mapping[str, Any]], text: str, kind: str, w: Words) -> list[Mapping[str, Any]]:
    """The terms of a kind in their order.

    Or, if words are given, those of any kind that hold them all: those whose name has them first.
    """
    wanted, every = fold(text).split(), list(every)
    if not wanted:
        own = [term for term in every if term["kind"] == kind]
        return sorted(
            own,
            key=lambda term: (
                int(term["place"]) if not is_missing(term["place"]) else 0,
                w.of(term, "term").casefold(),
            ),
        )
    names = [fold(f"{t['term_ko']} {t['term_en']} {t['also']}", 400) for t in every]
    texts = [
        fold(f"{name} {t['definition_ko']} {t['definition_en']} {t['code']}", 2000)
        for name, t in zip(names, every, strict=True)
    ]
    hits = [
        (any(word not in name for word in wanted), name != " ".join(wanted), place)
        for place, (name, whole) in enumerate(zip(names, texts, strict=True))
        if all(word in whole for word in wanted)
    ]
    return [every[place] for *_, place in sorted(hits)]
