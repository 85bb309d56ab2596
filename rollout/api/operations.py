"""What there is: every address with its parameters and what answers there. The routes and openapi.py read it here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rollout.api import catalogue, feed, listings
from rollout.api.answers import CSV, JSON, Answer, Listing
from rollout.api.asked import Asked, filters_of
from rollout.api.changes import COLUMNS, changes
from rollout.api.columns import Column, of_question, of_table
from rollout.api.listings import API
from rollout.api.parameters import (
    AS_OF,
    COMPLEX,
    FILTERS,
    FORMAT,
    INDUSTRY,
    LABELS,
    LANG,
    LISTED,
    PROVINCE,
    SINCE,
    SITUATION,
    SNAPSHOT,
    STAGE,
    Parameter,
)
from rollout.language.words import Words
from rollout.questions.ask import question, question_files
from rollout.subjects.sources.dictionary import resources, titles

Path = Mapping[str, str]
ROWS = (JSON, CSV)
CODE_LIST = Parameter("list", "text", lambda w: w.t("Only the codes of this list"))


def _nothing(_: Path) -> tuple[Column, ...]:
    return ()


@dataclass(frozen=True)
class Operation:
    """An address: what answers there, as which media, and what may be asked.

    `make` gives a listing, or the whole answer where it is no rows. `paths`: what the parts of its path can be, None
    where any name will do. `columns`: of its rows.
    """

    path: str
    says: Callable[[Words, Path], str]
    parameters: Callable[[Path], Sequence[Parameter]]
    make: Callable[[Asked], Listing | Answer]
    media: Sequence[str] = ROWS
    paths: Callable[[], Iterable[Path]] | None = None
    columns: Callable[[Path], Sequence[Column]] = _nothing


def _table_paths() -> Iterable[Path]:
    return ({"table": name} for name in resources())


def _question_paths() -> Iterable[Path]:
    return ({"subject": name.partition("/")[0], "question": name.partition("/")[2]} for name in question_files())


OPERATIONS = (
    Operation(
        f"{API}/tables",
        lambda w, _: w.t("Tables of the facts"),
        lambda _: LISTED,
        listings.tables,
        columns=lambda _: listings.TABLE_COLUMNS,
    ),
    Operation(
        f"{API}/tables/{{table}}",
        lambda w, path: titles(w)[path["table"]],
        listings.parameters_of_table,
        listings.table,
        paths=_table_paths,
        columns=lambda path: of_table(path["table"], Words("en")),
    ),
    Operation(
        f"{API}/questions",
        lambda w, _: w.t("Questions"),
        lambda _: LISTED,
        listings.questions,
        columns=lambda _: listings.QUESTION_COLUMNS,
    ),
    Operation(
        f"{API}/questions/{{subject}}/{{question}}",
        lambda _, path: question("/".join(path.values())).asks,
        listings.parameters_of_question,
        listings.question,
        paths=_question_paths,
        columns=lambda path: of_question("/".join(path.values())),
    ),
    Operation(
        f"{API}/metrics",
        lambda w, _: w.t("Metrics and their definitions"),
        lambda _: LISTED,
        listings.metrics,
        columns=lambda _: listings.METRIC_COLUMNS,
    ),
    Operation(
        f"{API}/sources",
        lambda _w, _: question("sources/catalogue").asks,
        lambda _: (AS_OF, *filters_of(tuple(question("sources/catalogue").columns)), LABELS, *LISTED),
        listings.sources,
        columns=lambda _: of_question("sources/catalogue"),
    ),
    Operation(
        f"{API}/codes",
        lambda w, _: titles(w)["codes"],
        lambda _: (CODE_LIST, *LISTED),
        listings.codes,
        columns=lambda _: of_table("codes", Words("en")),
    ),
    Operation(
        f"{API}/complexes",
        lambda _w, _: question("progress/complexes").asks,
        lambda _: (AS_OF, *FILTERS, LABELS, *LISTED),
        listings.complexes,
        columns=lambda _: of_question("progress/complexes"),
    ),
    Operation(
        f"{API}/complexes/{{complex}}",
        lambda w, _: w.t("One complex: its present state, stages, figures, milestones and events"),
        lambda _: (AS_OF, LABELS, SNAPSHOT, LANG, FORMAT),
        listings.complex_,
        columns=lambda _: of_question("progress/complexes"),
    ),
    Operation(
        f"{API}/changes",
        lambda w, _: w.t("What was recorded since a snapshot or a day, cell by cell"),
        lambda _: (SINCE, *FILTERS, *LISTED),
        changes,
        columns=lambda _: COLUMNS,
    ),
    Operation(
        f"/data/{catalogue.PACKAGE}",
        lambda w, _: w.t("All facts as a data package (Frictionless) in a ZIP file"),
        lambda _: (SNAPSHOT, LANG),
        catalogue.package,
        (catalogue.ZIP,),
    ),
    Operation(
        "/data/catalog.jsonld",
        lambda w, _: w.t("The data as a catalogue (DCAT-AP, JSON-LD)"),
        lambda _: (LANG,),
        catalogue.catalogue,
        (catalogue.LD,),
    ),
    Operation(
        "/feed.atom",
        lambda w, _: w.t("Atom feed of what changed"),
        lambda _: (COMPLEX, PROVINCE, INDUSTRY, STAGE, SITUATION, LANG),
        feed.feed,
        (feed.MEDIA,),
    ),
)


def every() -> Iterator[tuple[str, Operation, Path]]:
    """Every address with its operation, one a table and a question; {…} where any name may stand."""
    for operation in OPERATIONS:
        for path in operation.paths() if operation.paths else ({},):
            yield operation.path.format_map(_Kept(path)), operation, path


class _Kept(dict[str, str]):
    """Parts of a path; one that is not given stays as it is."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
