"""What each address answers with: tables, questions, metrics, sources, codes, complexes."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from rollout.api import columns
from rollout.api.answers import Listing, plain
from rollout.api.asked import Asked, filters_of, known
from rollout.api.columns import Column
from rollout.api.parameters import FILTERS, KNOWN_BY, LABELS, LISTED, Parameter, of_question, unknown_value
from rollout.facts.descriptor import LIST_SEPARATOR, is_list
from rollout.ledger.forms import fields
from rollout.questions import places
from rollout.questions.ask import metrics as known_metrics
from rollout.questions.ask import question as known_question
from rollout.questions.ask import question_files
from rollout.questions.links import shown
from rollout.questions.scope import LATEST
from rollout.subjects.sources.dictionary import resources, titles

API = "/api/v1"
OF_COMPLEX = {"figures": "complex_figures", "milestones": "milestones", "events": "events"}  # what a complex comes with


def text(name: str) -> Column:
    """A column of plain text whose name says what it holds."""
    return Column(name, "string")


TABLE_COLUMNS = (
    *map(text, ("name", "title", "description", "url")),
    Column("rows", "integer"),
    Column("parameters", "list"),
)
QUESTION_COLUMNS = (
    *map(text, ("name", "question", "grain", "url")),
    Column("parameters", "list"),
    Column("columns", "list"),
)
METRIC_COLUMNS = tuple(
    Column(name, "boolean" if name == "additive" else "string")
    for name in next(iter(known_metrics().values())).__dataclass_fields__
)


# --- tables


def parameters_of_table(path: Mapping[str, str]) -> tuple[Parameter, ...]:
    """What may be asked of a table: by day where its rows name sources, by the filters that its columns know."""
    own = tuple(fields(path["table"]))
    return (*((KNOWN_BY,) if "origin_ids" in own else ()), *filters_of(own), LABELS, *LISTED)


def tables(asked: Asked) -> Listing:
    """The tables of the facts."""
    called = titles(asked.w)
    description = "description_ko" if asked.lang == "ko" else "description"
    rows = [
        {
            "name": name,
            "title": called[name],
            "description": resource[description],
            "url": f"{API}/tables/{name}",
            "rows": asked.asker.store.arrow(name, asked.snapshot).num_rows,
            "parameters": [parameter.name for parameter in parameters_of_table({"table": name})],
        }
        for name, resource in resources().items()
    ]
    return Listing(asked.w.t("Tables of the facts"), TABLE_COLUMNS, _frame(rows))


def table(asked: Asked) -> Listing:
    """The rows of one table."""
    name = asked.path["table"]
    resource = resources()[name]
    every = _table(asked, name)
    rows = every
    if "as_of" in asked.values:
        key = resource["schema"]["primaryKey"][0]
        rows = rows[rows[key].isin(_known_by(asked, name, asked.values["as_of"]))]
    rows = asked.passing(rows, as_filed=True)
    return Listing(
        titles(asked.w)[name],
        columns.of_table(name, asked.w),
        rows,
        resource["description_ko" if asked.lang == "ko" else "description"],
        columns.names_in_table(name, asked.view) if "labels" in asked.values else {},
        name if len(rows) == len(every) else "",
    )


def _known_by(asked: Asked, name: str, day: dt.date) -> set[str]:
    """The rows of a table that were known on a day. Asked for once of all days: that takes longer than the rest."""
    since = asked.asker.ask("sources/known", asked.snapshot, as_of=LATEST)
    own = since[since["table_name"] == name]
    return set(own.loc[own["known_since"].isna() | (own["known_since"] <= pd.Timestamp(day)), "row_id"])


def _table(asked: Asked, name: str) -> pd.DataFrame:
    """A table of the snapshot, in the order of its keys."""

    def make() -> pd.DataFrame:
        frame: pd.DataFrame = asked.asker.store.arrow(name, asked.snapshot).to_pandas(types_mapper=pd.ArrowDtype)
        for field, rule in fields(name).items():
            if is_list(rule):
                items = partial(_items, rule.get("separator", LIST_SEPARATOR))
                frame[field] = frame[field].astype(object).map(items)
        return frame[list(fields(name))].sort_values(resources()[name]["schema"]["primaryKey"], ignore_index=True)

    return asked.asker.remember(("api-table", asked.snapshot, name), make)


def _items(separator: str, value: object) -> list[str] | None:
    """A list of a row; some lists are kept as text."""
    if isinstance(value, str):
        return [item.strip() for item in value.split(separator)]
    return list(value) if isinstance(value, Iterable) else None


# --- questions


def parameters_of_question(path: Mapping[str, str]) -> tuple[Parameter, ...]:
    """What may be asked of a question: what it declares, the filters that its columns know."""
    asked = known_question(_name(path))
    own = of_question(asked)
    filters = () if "complex_id" in asked.parameters else filters_of(tuple(asked.columns))
    return (*own, *filters, LABELS, *LISTED)


def _name(path: Mapping[str, str]) -> str:
    return f"{path['subject']}/{path['question']}"


def questions(asked: Asked) -> Listing:
    """The questions, each with its parameters and columns."""
    rows = []
    for name in question_files():
        own = known_question(name)
        subject, _, question = name.partition("/")
        rows.append(
            {
                "name": name,
                "question": own.asks,
                "grain": own.grain,
                "url": f"{API}/questions/{name}",
                "parameters": [p.name for p in parameters_of_question({"subject": subject, "question": question})],
                "columns": list(own.columns),
            }
        )
    return Listing(asked.w.t("Questions"), QUESTION_COLUMNS, _frame(rows))


def question(asked: Asked) -> Listing:
    """The answer to one question."""
    return answer(asked, _name(asked.path))


def answer(asked: Asked, name: str, title: str = "") -> Listing:
    """The answer to a question in the scope that is asked for."""
    own, view = known_question(name), asked.view
    values = {"complexes": tuple(sorted(view.names["complexes"])), **asked.values, "as_of": view.scope.as_of}
    shown = columns.of_question(name)
    rows = asked.passing(asked.asker.ask(name, asked.snapshot, **values))
    more = {"as_of": view.scope.as_of.isoformat()} if "as_of" in own.parameters else {}
    return Listing(title or own.asks, shown, rows, own.grain, columns.names_in_answer(shown, view), more=more)


# --- metrics, sources, codes, complexes


def metrics(asked: Asked) -> Listing:
    """The metrics with their definitions."""
    rows = [vars(metric) for metric in known_metrics().values()]
    return Listing(asked.w.t("Metrics and their definitions"), METRIC_COLUMNS, _frame(rows))


def sources(asked: Asked) -> Listing:
    """Every public page with what rests on it."""
    return answer(asked, "sources/catalogue", asked.w.t("Sources"))


def codes(asked: Asked) -> Listing:
    """The codes in words; of one list, where it is named."""
    rows, wanted = _table(asked, "codes"), asked.values.get("list")
    chosen = rows if wanted is None else rows[rows["list"] == wanted]
    if chosen.empty:
        raise unknown_value("list", shown(str(wanted)), sorted(set(rows["list"])))
    return Listing(titles(asked.w)["codes"], columns.of_table("codes", asked.w), chosen)


def complexes(asked: Asked) -> Listing:
    """Where each complex stands."""
    return answer(asked, "progress/complexes", titles(asked.w)["complexes"])


def complex_(asked: Asked) -> Listing:
    """One complex: where it stands, its stages, what was said of it, and the addresses about it."""
    found = places.find(asked.path["complex"], known_complexes(asked))
    if not found:
        raise unknown_value("complex", shown(asked.path["complex"]), sorted(asked.view.names["complexes"]), 404)
    alone = replace(asked, values={**asked.values, "complex": found})
    said = alone.view.names["complexes"][found[0]]
    board = answer(alone, "progress/board")
    by_day = {**alone.values, "as_of": alone.view.scope.as_of}
    more: dict[str, Any] = {"id": found[0], "stages": plain(board.rows, board.columns)}
    for key, name in OF_COMPLEX.items():
        own = table(replace(alone, values=by_day, path={"table": name}))
        more[key] = plain(own.rows, own.columns)
    more["links"] = {
        **{name: f"{API}/tables/{name}?complex={found[0]}" for name in _tables_of_complexes()},
        "feed": f"/feed.atom?complex={found[0]}",
    }
    listing = answer(alone, "progress/complexes", said)
    return replace(listing, more={**listing.more, **more})


def known_complexes(asked: Asked) -> Mapping[str, tuple[str, ...]]:
    """The complex that each name stands for."""
    return known(asked.asker, asked.snapshot)["site"].known


def _tables_of_complexes() -> Iterable[str]:
    return (name for name in resources() if filters_of(tuple(fields(name))) == FILTERS)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=object)
