"""What the page of sources gives away: sources, coverage, shares, the dictionary, the questions, the glossary."""

from collections.abc import Mapping, Sequence

import pandas as pd

from rollout.ask import metrics, question
from rollout.reader import Reader
from screens.sources import answer, hops


def tables(
    reader: Reader, coverage: pd.DataFrame, support: pd.DataFrame, rows: pd.DataFrame, read_by: Mapping[str, Sequence[str]]
) -> dict[str, pd.DataFrame]:
    """The page's data for files, headers in words: every source first; coverage and shares of the complexes in scope."""
    w, complexes = reader.w, reader.names["complexes"]
    sources = pd.DataFrame({
        w.t("Source"): rows["origin_id"], w.t("Publisher"): rows["publisher"], w.t("Title"): rows["title"],
        w.t("Title as printed"): [w.t("yes") if seen else w.t("no") for seen in rows["title_seen"]],
        w.t("Kind"): [answer.kind_name(kind, w) for kind in rows["kind"]], w.t("Published on"): rows["published_on"], w.t("Link"): rows["url"],
        w.t("Rows that cite it"): rows["used"],
        w.t("Used in"): ["; ".join(f"{answer.table_name(t, w)} {n}" for t, n in zip(*pair, strict=True)) for pair in zip(rows["tables"], rows["row_counts"], strict=True)],
        w.t("Read by"): ["; ".join(dict.fromkeys(page for t in names for page in read_by.get(t, ()))) for names in rows["tables"]],
        w.t("Complexes"): ["; ".join(complexes[i] for i in ids if i in complexes) for ids in rows["complex_ids"]],
    })  # fmt: skip
    today = pd.Timestamp(reader.scope.today)
    cells = pd.DataFrame({
        w.t("Complex"): coverage["complex_id"].map(complexes), w.t("Subject"): [answer.subject_name(s, reader) for s in coverage["subject"]],
        w.t("Published"): [w.t("yes") if n else w.t("stage skipped") if skipped else w.t("not published")
                           for n, skipped in zip(coverage["statements"], coverage["skipped"], strict=True)],
        w.t("Statements"): coverage["statements"], w.t("On official pages"): coverage["official"], w.t("Newest day"): coverage["newest_on"],
        w.t("Age in days"): (today - coverage["newest_on"]).dt.days, w.t("Sources"): coverage["origin_ids"],
    })  # fmt: skip
    shares = answer.by_complex(coverage)
    by_complex = pd.DataFrame({
        w.t("Complex"): shares["complex_id"].map(complexes), w.t("Subjects"): shares["subjects"], w.t("Subjects published"): shares["known"],
        w.t("Statements"): shares["statements"], w.t("On official pages"): shares["official"], w.t("Newest day"): shares["newest_on"],
    })  # fmt: skip
    by_table = pd.DataFrame({
        w.t("Table"): [answer.table_name(name, w) for name in support["table_name"]], w.t("Name in the store"): support["table_name"],
        w.t("Packaged statistics"): [w.t("yes") if packaged else w.t("no") for packaged in support["packaged"]], w.t("Rows"): support["rows"],
        w.t("On official pages"): support["official"], w.t("Weak sources only"): support["weak"], w.t("Sources"): support["origins"],
        w.t("Newest day"): support["newest_on"],
    })  # fmt: skip
    return {w.t("Sources"): sources, w.t("Coverage"): cells, w.t("By complex"): by_complex, w.t("By table"): by_table,
            w.t("Dictionary"): _dictionary(reader), w.t("Questions"): _questions(reader), w.t("Metrics"): _metrics(reader), w.t("Glossary"): _glossary(reader)}  # fmt: skip


def _dictionary(reader: Reader) -> pd.DataFrame:
    w = reader.w
    title = "title_ko" if w.lang == "ko" else "title"
    return pd.DataFrame([
        {w.t("Table"): name, w.t("Title"): answer.table_name(name, w), w.t("Column"): field["name"], w.t("Column title"): field.get(title, ""),
         w.t("Type"): answer.type_name("list" if field.get("listOf") else field["type"], w), w.t("Unit"): field.get("unit", ""),
         w.t("Meaning"): field.get("description", ""), w.t("Values"): "; ".join(map(str, field.get("constraints", {}).get("enum", [])))}
        for name, resource in answer.resources().items() for field in resource["schema"]["fields"]
    ])  # fmt: skip


def _questions(reader: Reader) -> pd.DataFrame:
    w = reader.w
    titles = {name: page.title for name, page in getattr(reader, "screens", {}).items()}
    asked = {page: set(hops.asked(package)) for page, package in hops.packages().items() if page in titles}
    return pd.DataFrame([
        {w.t("Question"): name, w.t("Asks"): question(name).asks, w.t("A row is"): question(name).grain, w.t("Reads"): "; ".join(tables),
         w.t("Pages"): "; ".join(titles[page] for page, names in asked.items() if name in names)}
        for name, tables in hops.questions().items()
    ])  # fmt: skip


def _metrics(reader: Reader) -> pd.DataFrame:
    w = reader.w
    return pd.DataFrame([
        {w.t("Metric"): w.of(m, "name"), w.t("Formula"): w.of(m, "formula"), w.t("Unit"): m.unit,
         w.t("May be added up"): w.t("yes") if m.additive else w.t("no"), w.t("Mind"): w.of(m, "caveat")}
        for m in metrics().values()
    ])  # fmt: skip


def _glossary(reader: Reader) -> pd.DataFrame:
    w = reader.w
    return pd.DataFrame([
        {w.t("Part of the glossary"): answer.terms_name(term["kind"], w), w.t("Term (Korean)"): term["term_ko"], w.t("Term (English)"): term["term_en"],
         w.t("Definition (Korean)"): term["definition_ko"], w.t("Definition (English)"): term["definition_en"], w.t("Legal basis"): w.of(term, "legal_basis"),
         w.t("Sources"): term["origin_ids"]}
        for term in answer.terms(reader.ask("sources/glossary"))
    ])  # fmt: skip
