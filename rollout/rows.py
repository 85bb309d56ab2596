"""Write rollout/questions/rows.py: a TypedDict for the rows of each question.

    python -m rollout.rows

Columns are those of the question's header, types those that DuckDB names. Whether a value may be missing is what the
facts show: each question is asked on the first and the last day, about every complex and every stage.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Any

import pandas as pd

from rollout import ROOT, files
from rollout.questions.ask import Question, question, question_files
from rollout.questions.scope import EARLIEST, LATEST
from rollout.store import lake as store

FILE = ROOT / "rollout" / "questions" / "rows.py"
LONGEST_LINE = 120
HEAD = '''"""What a row of each question holds. Written by `make rows` from queries/ and the store, not by hand."""

from typing import TypeAlias, TypedDict

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.typing import NaTType

MaybeText: TypeAlias = str | float | None  # missing: nan; None where the column holds nothing else
MaybeWhole: TypeAlias = int | None
MaybeTruth: TypeAlias = bool | None
MaybeDay: TypeAlias = pd.Timestamp | NaTType
Texts: TypeAlias = npt.NDArray[np.object_]
Wholes: TypeAlias = npt.NDArray[np.int64]
MaybeTexts: TypeAlias = Texts | None
MaybeWholes: TypeAlias = Wholes | None
'''
TYPES = {  # of DuckDB -> as pandas delivers it, and where a value may be missing; a missing number is nan
    "VARCHAR": ("str", "MaybeText"),
    "VARCHAR[]": ("Texts", "MaybeTexts"),
    "BIGINT[]": ("Wholes", "MaybeWholes"),
    "INTEGER": ("int", "MaybeWhole"),
    "BIGINT": ("int", "MaybeWhole"),
    "HUGEINT": ("float", "float"),
    "DOUBLE": ("float", "float"),
    "BOOLEAN": ("bool", "MaybeTruth"),
    "DATE": ("pd.Timestamp", "MaybeDay"),
}


def row_name(name: str) -> str:
    """The name of a question's row type: ProgressBoard for progress/board."""
    return "".join(part.capitalize() for part in name.replace("/", "_").replace("-", "_").split("_"))


def written(opened: store.Store) -> str:
    """The text of rollout/questions/rows.py."""
    offered = _offered(opened)
    return HEAD + "".join(_row_type(question(name), opened, offered) for name in question_files())


def _offered(opened: store.Store) -> dict[str, list[Any]]:
    """What each parameter is given, one after the other."""
    named = opened.query(question("scope/names").sql, {"as_of": LATEST})
    complexes, stages = (sorted(named.loc[named["kind"] == kind, "id"]) for kind in ("complex", "stage"))
    return {
        "as_of": [EARLIEST, LATEST],
        "since": [EARLIEST],
        "until": [LATEST],
        "days": [[EARLIEST, LATEST]],
        "complexes": [complexes],
        "complex_id": complexes,
        "stage_id": stages,
        "ids": [list(opened.query(question("sources/origins").sql)["origin_id"])],
        "year": [2020],
        "sector": ["manufacturing"],
        "km": [30.0],
    }


def _answers(asked: Question, opened: store.Store, offered: dict[str, list[Any]]) -> Iterator[pd.DataFrame]:
    """Answers about every complex and every stage on the last day, the first of them on the first day as well."""
    given = {name: offered[name] for name in asked.parameters}
    for turn in range(max(map(len, given.values()), default=1)):
        values = {name: some[turn % len(some)] for name, some in given.items()}
        for day in given.get("as_of", [None])[0 if turn == 0 else -1 :]:
            yield opened.query(asked.sql, values | ({"as_of": day} if day else {}))


def _row_type(asked: Question, opened: store.Store, offered: dict[str, list[Any]]) -> str:
    some = {name: offered[name][0] for name in asked.parameters}
    types = opened.query(f"DESCRIBE {asked.sql}", some).set_index("column_name")["column_type"]
    missing = {column for answer in _answers(asked, opened, offered) for column in answer.columns[answer.isna().any()]}
    lines = (f"    {column}: {TYPES[types[column]][column in missing]}\n" for column in asked.columns)
    about = fill(
        f'    """{asked.name}: {asked.grain}."""', LONGEST_LINE, subsequent_indent="    ", break_on_hyphens=False
    )
    return f"\n\nclass {row_name(asked.name)}(TypedDict):\n{about}\n\n{''.join(lines)}"


def main() -> None:
    """Ask a store of the facts as they ship, which is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        opened = store.open_store(place=store.Place.in_folder(Path(folder)))
        try:
            files.write(FILE, written(opened))
        finally:
            opened.close()


if __name__ == "__main__":
    main()
