"""What the page of sources says: its sentences, its tables as HTML, its words. Data in, words out; no Streamlit."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from rollout import facts, markup, rating
from rollout.ask import metrics, question
from rollout.reader import Reader
from rollout.scope import STALE_AFTER_DAYS
from rollout.telling import wording
from rollout.words import Words, fold
from screens.sources import hops

YEAR = 365
PACKAGED = ("grdp", "population", "companies", "geo_provinces", "geo_districts", "geo_hosts")
SHOWS = ("newest", "age", "statements", "official")
KINDS = ("official", "statistics", "press", "company", "other")
GROUPS = ("stage", "figure", "other", "around")
TERMS = ("term", "stage", "state", "rating", "money", "zone", "programme", "warning", "source")
NAMED = ("stage", "figure", "other")


# --- words ----------------------------------------------------------------------------------------------------------------------------


def show_name(show: str, w: Words) -> str:
    """What a cell of the matrix can show, in words."""
    return {"newest": w.t("Newest day"), "age": w.t("Age in days"), "statements": w.t("Statements"), "official": w.t("On official pages")}[
        show
    ]


def kind_name(kind: str, w: Words) -> str:
    """A kind of source in words."""
    return {"press": w.t("press"), "official": w.t("official"), "statistics": w.t("statistics"), "company": w.t("company"),
            "other": w.t("blog or repost")}[kind]  # fmt: skip


def terms_name(kind: str, w: Words) -> str:
    """A part of the glossary in words."""
    return {"term": w.t("Terms of the field"), "stage": w.t("Stages"), "state": w.t("States"), "rating": w.t("Ratings"), "money": w.t("Kinds of money"),
            "zone": w.t("Types of zones"), "programme": w.t("Talent programmes"), "warning": w.t("Usage warnings"), "source": w.t("Kinds of sources")}[kind]  # fmt: skip


def part_name(part: str, w: Words) -> str:
    """A part of the dictionary in words."""
    return {"questions": w.t("From a page to its tables"), "tables": w.t("Tables and columns"), "metrics": w.t("Metrics")}[part]


def subject_name(subject: str, reader: Reader) -> str:
    """What a row of the matrix is about, in words."""
    w = reader.w
    others = {"investments": w.t("Investment"), "targets": w.t("Targets of its own"), "events": w.t("Events"), "designations": w.t("Zones tied to it"),
              "benefits": w.t("Measures that name it"), "talent_programmes": w.t("Talent programmes, same province and industry"),
              "grdp": w.t("GRDP of the host district")}  # fmt: skip
    if subject in others:
        return others[subject]
    return wording.figure_name(subject, w) if subject in wording.FIGURE_UNITS else reader.names["stages"][subject]


@lru_cache
def resources() -> dict[str, dict[str, Any]]:
    """The tables of the data package by name, as its descriptor has them."""
    return {resource["name"]: resource for resource in facts.descriptor()["resources"]}


def table_name(name: str, w: Words) -> str:
    """A table's title."""
    packaged = {"grdp": w.t("GRDP by district"), "population": w.t("Population by district"), "companies": w.t("Establishments by district"),
                "geo_provinces": w.t("Outlines of the provinces"), "geo_districts": w.t("Outlines of the districts"),
                "geo_hosts": w.t("Outlines of the host places")}  # fmt: skip
    return packaged[name] if name in packaged else resources()[name]["title_ko" if w.lang == "ko" else "title"]


def table_titles(w: Words) -> dict[str, str]:
    """The tables of the data package by name, in the dictionary's order."""
    return {name: table_name(name, w) for name in resources()}


def citing_titles(w: Words) -> dict[str, str]:
    """The tables whose rows name their sources."""
    citing = [name for name, r in resources().items() if any(field["name"] == "origin_ids" for field in r["schema"]["fields"])]
    return {name: table_name(name, w) for name in (*citing, *PACKAGED)}


# --- the top --------------------------------------------------------------------------------------------------------------------------


def top(reader: Reader, coverage: pd.DataFrame) -> str:
    """The top of the page: what share is official, how much is published, where the oldest silence is."""
    w = reader.w
    meaning = w.t(
        "A statement is a dated row about a complex: a stage, a figure, money, an event, a zone, a measure; one that names several complexes counts"
        " for each. It is official when at least one of its sources is a page of government or a public body, or statistics."
    )
    return wording.top(
        reader, [w.t("Sources and dictionary"), *reader.scope.described(w, reader.names)], sentence(reader, coverage), meaning
    )


def sentence(reader: Reader, coverage: pd.DataFrame) -> list[tuple[str, str]]:
    """The finding, over the complexes in scope."""
    w, today = reader.w, pd.Timestamp(reader.scope.today)
    named = coverage[coverage["subject_kind"].isin(NAMED)]
    count, official = int(named["statements"].sum()), int(named["official"].sum())
    if not count:
        return [(w.t("Nothing was published about these complexes by {day}.", day=reader.scope.as_of.isoformat()), "")]
    cells = coverage[~coverage["skipped"]]
    published = int((cells["statements"] > 0).sum())
    said = [
        (w.t("*{share} of {n} statements about these complexes rest on an official page or statistics*, the others on the press and weaker pages.",
             share=_percent(official, count, w), n=w.number(count)), "amber" if official * 2 < count else ""),
        (w.t("Of {cells} things that could be known of them, {published} are published ({share}).", cells=w.number(len(cells)), published=w.number(published),
             share=_percent(published, len(cells), w)), ""),
    ]  # fmt: skip
    newest = named.groupby("complex_id")["newest_on"].max().dropna()
    quiet, age = str(newest.idxmin()), (today - newest.min()).days
    if len(newest) > 1 and age >= 0:
        said.append((w.t("Longest without news: {name}, {days} days.", name=reader.names["complexes"][quiet], days=w.number(age)), ""))
    return said


def _percent(part: int, whole: int, w: Words) -> str:
    return f"{w.number(100 * part / whole)}%" if whole else ""


# --- coverage -------------------------------------------------------------------------------------------------------------------------


def coverage_title(coverage: pd.DataFrame, reader: Reader) -> str:
    """The matrix' finding: what is published for all, and what for the fewest."""
    w = reader.w
    count = coverage["complex_id"].nunique()
    known = coverage.assign(known=coverage["statements"] > 0)
    known = known[known["subject_kind"] != "stage"].groupby("subject", sort=False)["known"].sum()
    full, least = int((known == count).sum()), str(known.idxmin())
    if count == 1:
        missing = int((known == 0).sum())
        return w.t(
            "{missing} of {n} figures and lists are not published for this complex", missing=w.number(missing), n=w.number(len(known))
        )
    return w.t("Of {n} figures and lists, {full} are published for every complex; least of all: {least}, for {few} of {count}", n=w.number(len(known)),
               full=w.number(full), least=subject_name(least, reader), few=w.number(int(known.min())), count=w.number(count))  # fmt: skip


def matrix(coverage: pd.DataFrame, show: str, reader: Reader) -> str:
    """Freshness and coverage: a row a subject, a column a complex. `coverage`: sources/coverage; `show`: one of SHOWS."""
    w, names, today = reader.w, reader.names["complexes"], reader.scope.today
    order = list(coverage["complex_id"].unique())
    by_place = {(row["subject"], row["complex_id"]): row for row in coverage.to_dict("records")}
    groups = []
    for kind in GROUPS:
        rows = []
        for subject in coverage.loc[coverage["subject_kind"] == kind, "subject"].unique():
            cells = [_cell(by_place[subject, complex_id], show, reader, today) for complex_id in order]
            known = sum(cell["state"] not in {"none", "skipped"} for cell in cells)
            rows.append({"name": subject_name(subject, reader), "cells": cells, "known": w.number(known), "all": known == len(order)})
        groups.append({"name": _group_name(kind, w), "rows": rows})
    feet = _feet(coverage, order, reader)
    return markup.fill(
        "sources/coverage.html", complexes=[names[i] for i in order], groups=groups, feet=feet, head=w.t("Subject"), known=w.t("Published"),
        caption=w.t("Select a cell for its statements’ sources."), missing=w.t("not published"),
        legend=[("fresh", w.t("up to {n} days old", n=STALE_AFTER_DAYS)), ("older", w.t("up to a year")), ("old", w.t("more than a year")),
                ("undated", w.t("no day known")), ("skipped", w.t("stage skipped")), ("none", w.t("not published"))],
    )  # fmt: skip


def _group_name(kind: str, w: Words) -> str:
    return {"stage": w.t("Stages"), "figure": w.t("Figures"), "other": w.t("Lists that name the complex"), "around": w.t("Around it")}[kind]


def _cell(row: Mapping[str, Any], show: str, reader: Reader, today: dt.date) -> dict[str, str]:
    w = reader.w
    aria = f"{subject_name(row['subject'], reader)}, {reader.names['complexes'][row['complex_id']]}"
    if not row["statements"]:
        return {"state": "skipped" if row["skipped"] else "none", "text": "", "open": "", "aria": aria, "title": ""}
    dated = pd.notna(row["newest_on"])
    age = (today - row["newest_on"].date()).days if dated else None
    state = "undated" if age is None else "fresh" if age <= STALE_AFTER_DAYS else "older" if age <= YEAR else "old"
    count = w.n("one statement", "{n} statements", int(row["statements"]))
    newest = (
        w.t("newest {day}, {days} days ago", day=row["newest_on"].date().isoformat(), days=w.number(age))
        if age is not None
        else w.t("no day known")
    )
    official = w.t("{n} on official pages", n=w.number(row["official"]))
    text = {"newest": f"{row['newest_on']:%Y.%m}" if dated else w.t("undated"), "age": w.number(age) if age is not None else w.t("undated"),
            "statements": w.number(row["statements"]), "official": f"{row['official']}/{row['statements']}"}[show]  # fmt: skip
    return {
        "state": state,
        "text": text,
        "open": f"covered:{row['complex_id']}:{row['subject']}",
        "aria": aria,
        "title": f"{aria}: {count}, {newest}, {official}",
    }


def _feet(coverage: pd.DataFrame, order: Sequence[str], reader: Reader) -> list[dict[str, Any]]:
    """The matrix' last rows: per complex how much is published, its newest day, its age, and what is official."""
    w, today = reader.w, pd.Timestamp(reader.scope.today)
    totals = by_complex(coverage).set_index("complex_id").loc[list(order)]
    return [
        {"name": w.t("Published"), "cells": [f"{k}/{n}" for k, n in zip(totals["known"], totals["subjects"], strict=True)]},
        {
            "name": w.t("Newest day"),
            "cells": [d.date().isoformat()[2:].replace("-", ".") if pd.notna(d) else "" for d in totals["newest_on"]],
        },
        {"name": w.t("Age in days"), "cells": [w.number((today - d).days) if pd.notna(d) else "" for d in totals["newest_on"]]},
        {
            "name": w.t("On official pages"),
            "cells": [_percent(a, b, w) for a, b in zip(totals["official"], totals["statements"], strict=True)],
        },
    ]


def by_complex(coverage: pd.DataFrame) -> pd.DataFrame:
    """A row a complex: subjects, known (with at least one statement), statements that name it, official of these, newest day."""
    named = coverage[coverage["subject_kind"].isin(NAMED)].groupby("complex_id", sort=False)
    every = coverage[~coverage["skipped"]].assign(known=lambda rows: rows["statements"] > 0).groupby("complex_id", sort=False)
    rows = pd.DataFrame({"subjects": every.size(), "known": every["known"].sum(), "statements": named["statements"].sum(),
                         "official": named["official"].sum(), "newest_on": named["newest_on"].max()})  # fmt: skip
    return rows.reset_index()


def covered(row: Mapping[str, Any], reader: Reader) -> tuple[str, str]:
    """A cell opened: its title, and a card with what is known about it."""
    w = reader.w
    title = f"{reader.names['complexes'][row['complex_id']]} · {subject_name(row['subject'], reader)}"
    known = pd.notna(row["newest_on"])
    age = (reader.scope.today - row["newest_on"].date()).days if known else 0
    lines = [
        {"name": w.t("Statements"), "value": w.number(row["statements"]), "note": ""},
        {"name": w.t("Newest day"), "value": row["newest_on"].date().isoformat() if known else w.t("no day known"),
         "note": w.t("{n} days before {today}", n=w.number(age), today=reader.scope.today.isoformat()) if known else ""},
        {"name": w.t("On official pages"), "value": w.number(row["official"]), "note": _percent(int(row["official"]), int(row["statements"]), w) if row["official"] else ""},
    ]  # fmt: skip
    return title, markup.card("", lines)


# --- share of official sources --------------------------------------------------------------------------------------------------------


def support_title(support: pd.DataFrame, w: Words) -> str:
    """The finding over the tables of the data package."""
    told = support[~support["packaged"]]
    rows, official, weak = (int(told[column].sum()) for column in ("rows", "official", "weak"))
    return w.t("{share} of {n} rows rest on an official page or statistics, {weak} on blogs and reposts alone", share=_percent(official, rows, w), n=w.number(rows),
               weak=_percent(weak, rows, w))  # fmt: skip


def support_html(support: pd.DataFrame, read_by: Mapping[str, Sequence[str]], w: Words) -> str:
    """The share on official sources, a row a table; packaged statistics last. `read_by`: table -> titles of the pages that read it."""
    heads = [
        w.t("Table"),
        w.t("Rows"),
        w.t("On official pages"),
        w.t("Weak sources only"),
        w.t("Sources"),
        w.t("Newest day"),
        w.t("Read by"),
    ]
    rows = [
        {"id": row["table_name"] if row["table_name"] in resources() else "", "name": table_name(row["table_name"], w), "packaged": row["packaged"],
         "share": round(100 * row["official"] / row["rows"], 1), "weak_share": round(100 * row["weak"] / row["rows"], 1),
         "cells": [w.number(row["rows"]), _share(row["official"], row["rows"], w), _share(row["weak"], row["rows"], w), w.number(row["origins"]),
                   row["newest_on"].date().isoformat() if pd.notna(row["newest_on"]) else w.t("undated")],
         "pages": " · ".join(read_by.get(row["table_name"], ())) or w.t("no page yet")}
        for row in support.to_dict("records")
    ]  # fmt: skip
    return markup.fill(
        "sources/support.html", heads=heads, rows=rows, packaged=w.t("packaged statistics"), caption=w.t("Select a table for its columns.")
    )


def by_complex_html(coverage: pd.DataFrame, reader: Reader) -> str:
    """The share on official sources, a row a complex, the lowest first."""
    w = reader.w
    rows = by_complex(coverage)
    rows = rows.assign(share=100 * rows["official"] / rows["statements"].clip(lower=1)).sort_values(
        ["share", "statements"], ascending=[True, False]
    )
    heads = [w.t("Complex"), w.t("Statements"), w.t("On official pages"), w.t("Newest day")]
    lines = [
        {"id": row["complex_id"], "name": reader.names["complexes"][row["complex_id"]], "share": round(row["share"], 1),
         "cells": [w.number(row["statements"]), _share(row["official"], row["statements"], w),
                   row["newest_on"].date().isoformat() if pd.notna(row["newest_on"]) else w.t("undated")]}
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return markup.fill("sources/by_complex.html", heads=heads, rows=lines, caption=w.t("Select a complex for a summary."))


def _share(part: int, whole: int, w: Words) -> str:
    return w.t("{n} ({share})", n=w.number(part), share=_percent(int(part), int(whole), w)) if part else w.number(0)


# --- the list of sources --------------------------------------------------------------------------------------------------------------


def found(rows: pd.DataFrame, words: str, kind: str | None, table: str | None, publisher: str | None) -> pd.DataFrame:
    """The sources (sources/catalogue) that pass the list's own filters; every word must stand in publisher, title, id or address."""
    keep, wanted = pd.Series(True, index=rows.index), fold(words).split()
    texts = _texts(rows) if wanted else keep
    for word in wanted:
        keep &= texts.str.contains(word, regex=False)
    if kind:
        keep &= rows["kind"] == kind
    if table:
        keep &= rows["tables"].map(lambda tables: table in tables).astype(bool)
    if publisher:
        keep &= rows["publisher"] == publisher
    return rows[keep]


def _texts(rows: pd.DataFrame) -> pd.Series:
    joined = rows["publisher"].fillna("") + " " + rows["title"] + " " + rows["origin_id"] + " " + rows["url"]
    return joined.map(lambda text: fold(text, 600))


def in_scope(rows: pd.DataFrame, complexes: Iterable[str]) -> pd.DataFrame:
    """The sources of statements that name one of these complexes."""
    wanted = set(complexes)
    return rows[rows["complex_ids"].map(lambda ids: bool(wanted.intersection(ids))).astype(bool)]


def list_title(rows: pd.DataFrame, w: Words) -> str:
    """The list's finding."""
    if rows.empty:
        return w.t("No source found")
    official = int(rows["kind"].isin(["official", "statistics"]).sum())
    undated = int(rows["published_on"].isna().sum())
    return w.n("One source from {publishers} publisher: {official} official or statistics, {undated} undated",
               "{n} sources from {publishers} publishers: {official} official or statistics, {undated} undated", len(rows),
               publishers=w.number(rows["publisher"].nunique()), official=w.number(official), undated=w.number(undated))  # fmt: skip


def list_html(rows: pd.DataFrame, read_by: Mapping[str, Sequence[str]], w: Words) -> str:
    """Sources with what rests on them and where it is shown. `rows`: of sources/catalogue; `read_by`: table -> titles of pages."""
    items = []
    for row in rows.to_dict("records"):
        uses = [
            {"table": t if t in resources() else "", "name": table_name(t, w), "count": w.number(n)}
            for t, n in zip(row["tables"], row["row_counts"], strict=True)
        ]
        pages = list(dict.fromkeys(page for table in row["tables"] for page in read_by.get(table, ())))
        items.append({
            "id": row["origin_id"], "publisher": row["publisher"], "title": row["title"], "kind": kind_name(row["kind"], w), "strong": row["kind"] in {"official", "statistics"},
            "ours": not row["title_seen"], "url": row["url"] if urlsplit(row["url"]).scheme in {"http", "https"} else "",
            "published": row["published_on"].date().isoformat() if pd.notna(row["published_on"]) else w.t("undated"),
            "uses": uses, "pages": " · ".join(pages),
        })  # fmt: skip
    heads = [w.t("Published on"), w.t("Publisher"), w.t("Title"), w.t("What rests on it: rows by table, and the pages that read them")]
    return markup.fill(
        "sources/list.html",
        heads=heads,
        items=items,
        ours=w.t("title is our description"),
        unused=w.t("no row as of this day"),
        shown=w.t("read by"),
    )


# --- dictionary -----------------------------------------------------------------------------------------------------------------------


def table_html(name: str, w: Words) -> str:
    """A table of the data package: what a row is, what to mind, its columns."""
    resource, korean = resources()[name], w.lang == "ko"
    keys = {tuple(key["fields"]): key["reference"]["resource"] or name for key in resource["schema"].get("foreignKeys", [])}
    fields = []
    for field in resource["schema"]["fields"]:
        rules = field.get("constraints", {})
        points = keys.get((field["name"],)) or (field.get("listOf") or "").split(".")[0]
        fields.append({
            "name": field["name"], "title": field.get("title_ko" if korean else "title", ""), "type": type_name("list" if field.get("listOf") else field["type"], w),
            "unit": field.get("unit", ""), "meaning": field.get("description", ""), "required": rules.get("required", False),
            "values": ", ".join(map(str, rules.get("enum", []))), "points": points if points in resources() else "",
        })  # fmt: skip
    text = resource.get("description_ko" if korean else "description") or resource["description"]
    heads = [w.t("Column"), w.t("Type"), w.t("Unit"), w.t("Meaning")]
    return markup.fill(
        "sources/table.html",
        name=name,
        text=text,
        fields=fields,
        heads=heads,
        required=w.t("always filled"),
        to=w.t("refers to"),
        values=w.t("one of"),
    )


def type_name(kind: str, w: Words) -> str:
    """A column's type in words."""
    return {"string": w.t("text"), "date": w.t("date"), "integer": w.t("whole number"), "number": w.t("number"), "boolean": w.t("yes or no"),
            "year": w.t("year"), "list": w.t("list")}[kind]  # fmt: skip


def metrics_html(w: Words) -> str:
    """Every metric: formula, unit, which way is good, whether it may be added up, caveat."""
    good = {"up": w.t("more is better"), "down": w.t("less is better"), "none": w.t("neither way is better")}
    items = [
        {"id": m.id, "name": w.of(m, "name"), "formula": w.of(m, "formula"), "caveat": w.of(m, "caveat"),
         "chips": [m.unit, good[m.direction], w.t("may be added up") if m.additive else w.t("not to be added up")]}
        for m in metrics().values()
    ]  # fmt: skip
    return markup.fill("sources/metrics.html", items=items, caveat=w.t("Mind"))


def questions_html(names: Sequence[str], w: Words) -> str:
    """The questions that a page asks, each with its row, its columns and the tables it reads."""
    items = []
    for name in names:
        asked = question(name)
        tables = [{"id": t if t in resources() else "", "name": table_name(t, w)} for t in hops.questions()[name]]
        items.append(
            {
                "name": name,
                "asks": asked.asks[:1].upper() + asked.asks[1:],
                "grain": asked.grain,
                "parameters": dict(asked.parameters),
                "columns": dict(asked.columns),
                "tables": tables,
            }
        )
    labels = {"grain": w.t("a row is"), "tables": w.t("Reads"), "columns": w.t("Columns"), "parameters": w.t("Takes"), "file": w.t("File")}
    return markup.fill("sources/questions.html", items=items, labels=labels)


# --- glossary -------------------------------------------------------------------------------------------------------------------------


def terms(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The glossary (sources/glossary) with the rating rule, which the code holds, each term in both languages."""
    told = [row | {"origin_ids": markup.as_list(row["origin_ids"])} for row in rows.to_dict("records")]
    korean, english = Words("ko"), Words("en")
    rules = zip(rating.rule(korean), rating.rule(english), strict=True)
    told += [
        {"kind": "rating", "code": key, "place": place, "term_ko": rating.name(key, korean), "term_en": rating.name(key, english), "also": "",
         "definition_ko": ko, "definition_en": en, "legal_basis_ko": None, "legal_basis_en": None, "origin_ids": []}
        for place, ((key, ko), (_, en)) in enumerate(rules)
    ]  # fmt: skip
    return told


def looked_up(told: Sequence[Mapping[str, Any]], words: str, kind: str, w: Words) -> list[Mapping[str, Any]]:
    """The terms of a kind in their order; or, if words are given, those of any kind that hold them all: those whose name has them first."""
    wanted = fold(words).split()
    if not wanted:
        own = [term for term in told if term["kind"] == kind]
        return sorted(own, key=lambda term: (int(term["place"]) if pd.notna(term["place"]) else 0, w.of(term, "term").casefold()))
    names = [fold(f"{t['term_ko']} {t['term_en']} {t['also']}", 400) for t in told]
    texts = [fold(f"{name} {t['definition_ko']} {t['definition_en']} {t['code']}", 2000) for name, t in zip(names, told, strict=True)]
    hits = [(any(word not in name for word in wanted), name != " ".join(wanted), place) for place, (name, text) in enumerate(zip(names, texts, strict=True))
            if all(word in text for word in wanted)]  # fmt: skip
    return [told[place] for *_, place in sorted(hits)]


def glossary_html(shown: Sequence[Mapping[str, Any]], mixed: bool, w: Words) -> str:
    """Terms with both names and both definitions, the viewer's language first; `mixed`: each with its kind."""
    other = Words("en" if w.lang == "ko" else "ko")
    items = []
    for term in shown:
        basis = w.of(term, "legal_basis")
        items.append({
            "code": term["code"], "kind": terms_name(term["kind"], w) if mixed else "", "name": w.of(term, "term"), "name_other": other.of(term, "term"), "other_lang": other.lang,
            "text": w.of(term, "definition"), "text_other": other.of(term, "definition"), "basis": basis,
            "also": ", ".join(filter(None, str(term["also"] or "").split(";"))), "origins": ";".join(term["origin_ids"]),
            "aria": w.t("Sources: {name}, {what}", name=w.of(term, "term"), what=w.t("Glossary")),
        })  # fmt: skip
    return markup.fill(
        "sources/glossary.html",
        items=items,
        basis=w.t("Legal basis"),
        also=w.t("Also"),
        source=w.t("source"),
        ours=w.t("wording of this monitor"),
    )
