"""What is said of the sources: the finding over the complexes in scope, and the titles of the sections."""

import pandas as pd

from rollout.language.words import Words
from rollout.questions.view import View

NAMED = ("stage", "figure", "other")  # kinds of subjects whose rows name the complex


def subjects(view: View) -> dict[str, str]:
    """What can be known of a complex, in words: stages, figures, lists."""
    return {**view.names["stages"], **view.w.codes("figure-metric"), **view.w.codes("coverage-subject")}


def unit(name: str, w: Words) -> str:
    """The unit of a metric (queries/metrics.yaml) in the reader's language; a sign is its own word."""
    named = {
        "complexes": w.pt("unit", "complexes"),
        "months": w.t("months"),
        "ratio": w.pt("unit", "ratio"),
        "KRW": w.t("KRW"),
    }
    return named.get(name, name)


def share(part: int, whole: int) -> float | None:
    """A part of a whole as a ratio; None of nothing."""
    return part / whole if whole else None


def percent(part: int, whole: int, w: Words) -> str:
    """A part of a whole in percent."""
    return f"{w.number(100 * part / whole)}%" if whole else ""


def meaning(w: Words) -> str:
    """What is counted, in two sentences."""
    return w.t(
        "A statement is a row about a complex with a date, its own or that of its page: a stage, a figure, money, an "
        "event, a zone, a measure; one that names several complexes counts for each. It is official when at least "
        "one of its sources is a page of government or a public body, or statistics."
    )


def sentence(coverage: pd.DataFrame, view: View) -> list[tuple[str, str]]:
    """The finding over the complexes in scope.

    How much is official, how much is published, where the oldest silence is.
    """
    w = view.w
    named = coverage[coverage["subject_kind"].isin(NAMED)]
    count, official = int(named["statements"].sum()), int(named["official"].sum())
    if not count:
        return [(w.t("Nothing was published about these complexes by {day}.", day=view.scope.as_of.isoformat()), "")]
    cells = coverage[~coverage["skipped"]]
    published = int(cells["published"].sum())
    said = [
        (
            w.t(
                "*{share} of {n} statements about these complexes are based on an official page or "
                "statistics*, the others on the press and weaker pages.",
                share=percent(official, count, w),
                n=w.number(count),
            ),
            "amber" if official * 2 < count else "",
        ),
        (
            w.t(
                "Of {cells} items checked, {published} are published ({share}).",
                cells=w.number(len(cells)),
                published=w.number(published),
                share=percent(published, len(cells), w),
            ),
            "",
        ),
    ]
    return said + _undated(named, w) + _quietest(named, view)


def _undated(named: pd.DataFrame, w: Words) -> list[tuple[str, str]]:
    """The rows that are no statements of any day; none where every row has one."""
    count = int(named["undated"].sum())
    return [(w.n("One undated row is not counted.", "{n} undated rows are not counted.", count), "")] if count else []


def _quietest(named: pd.DataFrame, view: View) -> list[tuple[str, str]]:
    """The complex that nothing was said of for longest; none where one alone is in scope."""
    w, newest = view.w, named.groupby("complex_id")["newest_on"].max().dropna()
    age = (pd.Timestamp(view.scope.as_of) - newest.min()).days
    if len(newest) < 2 or age < 0:
        return []
    name = view.names["complexes"][str(newest.idxmin())]
    return [(w.t("Longest without news: {name}, {days} days.", name=name, days=w.number(age)), "")]


def coverage_title(coverage: pd.DataFrame, view: View) -> str:
    """What is published for all, and what for the fewest."""
    w, count = view.w, coverage["complex_id"].nunique()
    known = coverage[coverage["subject_kind"] != "stage"].groupby("subject", sort=False)["published"].sum()
    if count == 1:
        return w.t(
            "{missing} of {n} figures and lists are not published for this complex",
            missing=w.number(int((known == 0).sum())),
            n=w.number(len(known)),
        )
    return w.t(
        "Of {n} figures and lists, {full} are published for every complex; the fewest: {least}, for {few} of {count}",
        n=w.number(len(known)),
        full=w.number(int((known == count).sum())),
        least=subjects(view)[str(known.idxmin())],
        few=w.number(int(known.min())),
        count=w.number(count),
    )


def support_title(support: pd.DataFrame, w: Words) -> str:
    """The finding over the tables of the data package."""
    own = support[~support["packaged"]]
    rows, official, weak, undated = (int(own[column].sum()) for column in ("rows", "official", "weak", "undated"))
    return w.t(
        "{share} of {n} rows ({undated} undated) are based on an official page or statistics, {weak} on blogs and "
        "reposts alone",
        share=percent(official, rows, w),
        n=w.number(rows),
        weak=percent(weak, rows, w),
        undated=w.number(undated),
    )


def list_title(rows: pd.DataFrame, w: Words) -> str:
    """What a list of sources holds."""
    if rows.empty:
        return w.t("No source found")
    official = int(rows["kind"].isin(["official", "statistics"]).sum())
    undated = int(rows["published_on"].isna().sum())
    return w.n(
        "One source from {publishers} publisher: {official} official or statistics, {undated} undated",
        "{n} sources from {publishers} publishers: {official} official or statistics, {undated} undated",
        len(rows),
        publishers=w.number(rows["publisher"].nunique()),
        official=w.number(official),
        undated=w.number(undated),
    )
