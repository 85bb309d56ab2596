"""Programmes counted: those that pass the filters, what a complex has within reach, groups, seats against demand.

Numbers and ids, no words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rollout.language import codes
from rollout.language.words import fold
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.render import markup

TYPES = tuple(code.code for code in codes.codes("programme-type"))
LEVELS = tuple(code.code for code in codes.codes("programme-level"))
GROUPS = tuple(code.code for code in codes.codes("programme-group"))
CONTROLS = {"type": "talent_type", "level": "talent_level"}  # what a view calls its choices of them
REACHES = ("10", "30", "50", "80", "120")
COLUMNS = {
    "type": "type",
    "level": "level",
    "industry": "industry_id",
    "province": "province_id",
}  # of talent/programmes, by group
ADDED = (
    "intake",
    "trained",
)  # kinds of seats that may be added up, each for itself: start-up rounds are of different years
PLACED = ("district", "city")
NO_GROUP = "none"


@dataclass(frozen=True)
class Asked:
    """What the controls ask for: a type and a level (None: all), how far a complex reaches (km), a text to find."""

    type: str | None = None
    level: str | None = None
    km: int = 50
    find: str = ""

    def kind(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of this type and level."""
        if self.type:
            rows = rows[rows["type"] == self.type]
        return rows[rows["level"] == self.level] if self.level else rows


USUAL = Asked()


@remembered
def chosen(view: View, asked: Asked) -> pd.DataFrame:
    """The programmes of the filters, of the type and level asked for."""
    return asked.kind(view.scope.rows(view.ask("talent/programmes")))


@remembered
def found(view: View, asked: Asked) -> pd.DataFrame:
    """Of those, the ones whose school, department or partner holds the text, however it was typed."""
    rows, wanted = chosen(view, asked), fold(asked.find)
    if not wanted:
        return rows
    columns = ("institution_ko", "institution_en", "department_ko", "partner_company_ko")
    hits = [
        any(wanted in fold(row[name], 400) for name in columns if isinstance(row[name], str)) for row in rows_of(rows)
    ]
    return rows[pd.Series(hits, index=rows.index, dtype=bool)]


# --- within reach of a complex


def within(view: View, asked: Asked) -> pd.DataFrame:
    """The programmes (talent/pipeline) within reach, of the type, level and industry asked for."""
    pipeline = view.ask("talent/pipeline")
    rows = asked.kind(pipeline[pipeline["distance_km"] <= asked.km])
    return rows[view.scope.passing(rows, ("industry",)) | ~rows["same_industry"]]


@dataclass(frozen=True)
class Reach:
    """What one complex has within reach at one level.

    Programmes counted, planned and only parts of others, seats by kind, and for how many they are published.
    """

    counted: int
    planned: int
    parts: int
    seats: Mapping[str, int]
    published: Mapping[str, int]


Matrix = Mapping[str, Mapping[str, Reach]]


def count(rows: Sequence[Mapping[str, Any]]) -> Reach:
    """The programmes of one complex and level, counted."""
    good = [row for row in rows if row["counted"]]
    stated = {kind: [row["seats_per_year"] for row in good if row["seats_kind"] == kind] for kind in ADDED}
    return Reach(
        counted=len(good),
        planned=sum(1 for row in rows if row["state"] == "planned"),
        parts=sum(1 for row in rows if row["part"] and row["state"] != "planned"),
        seats={kind: int(sum(own)) for kind, own in stated.items() if own},
        published={kind: len(own) for kind, own in stated.items() if own},
    )


def serves(level: str, row: Mapping[str, Any]) -> bool:
    """Whether a programme counts at a level of a complex: of the complex's industries, but start-up ones of any.

    `all` leaves start-up programmes out.
    """
    if level == "start-up" or row["level"] == "start-up":
        return bool(row["level"] == level)
    return bool(row["same_industry"]) and level in ("all", row["level"])


def at_level(near: pd.DataFrame, complex_id: str, level: str) -> pd.DataFrame:
    """What a complex has within reach at a level."""
    rows = near[near["complex_id"] == complex_id]
    return rows[[serves(level, row) for row in rows_of(rows)]]


@remembered
def matrix(view: View, asked: Asked) -> dict[str, dict[str, Reach]]:
    """Complex -> level (and `all`) -> what it has within reach; the complex with least first."""
    near, complexes = within(view, asked), list(sites(view)["complex_id"])
    levels = ([asked.level] if asked.level else list(LEVELS)) + ["all"]

    def made() -> dict[str, dict[str, Reach]]:
        reached = rows_of(near)
        own = {i: [row for row in reached if row["complex_id"] == i] for i in complexes}
        cells = {
            i: {level: count([row for row in rows if serves(level, row)]) for level in levels}
            for i, rows in own.items()
        }
        order = sorted(cells, key=lambda i: (cells[i]["all"].counted, cells[i]["all"].parts, complexes.index(i)))
        return {complex_id: cells[complex_id] for complex_id in order}

    return view.remember("talent-matrix", made, asked.type, asked.level, asked.km)


@remembered
def sites(view: View) -> pd.DataFrame:
    """progress/complexes of the scope."""
    rows = view.ask("progress/complexes")
    return view.scope.rows(rows).reset_index(drop=True)


def without(cells: Matrix, level: str = "all") -> tuple[list[str], list[str]]:
    """The complexes without a programme at a level, and those that have only a part of one counted elsewhere."""
    none = [i for i, row in cells.items() if level in row and not row[level].counted]
    only = [i for i in none if cells[i][level].parts]
    return [i for i in none if i not in only], only


# --- groups


def grouped(rows: pd.DataFrame, by: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """A line a type (level, industry, province) that has any.

    Programmes counted, planned, ended; seats by kind and for how many published.

    `names`: of the groups, in their order. Industries and provinces stand by number, those without one last.
    """
    keys = rows[COLUMNS[by]].fillna("")
    lines = []
    for key in [*names, ""]:
        own = rows[keys == key]
        if own.empty:
            continue
        good = own[own["counted"]]
        line: dict[str, Any] = {
            "key": key or NO_GROUP,
            "counted": len(good),
            "planned": int((own["state"] == "planned").sum()),
            "ended": int((own["state"] == "ended").sum()),
        }
        for kind in ADDED:
            stated = good[good["seats_kind"] == kind]
            line[kind], line[f"{kind}_published"] = int(stated["seats_per_year"].sum()), len(stated)
        lines.append(line)
    return (
        lines
        if by in {"type", "level"}
        else sorted(lines, key=lambda line: (line["key"] in {NO_GROUP, "other"}, -line["counted"]))
    )


# --- seats against demand


def supply(view: View) -> pd.DataFrame:
    """The published figures (talent/supply) of the industries in scope.

    Those of several industries only while no industry is chosen.
    """
    return view.scope.rows(view.ask("talent/supply"))


def balance(view: View) -> pd.DataFrame:
    """Seats against demand, a row an industry.

    Need (people a year on top of today's, the newest forecast spread over its years), its total, years and last year,
    its sources; intake and trained (a year), for how many of the counted programmes they are published.

    Programmes of all provinces: demand is published for the nation only.
    """
    programmes, figures = view.ask("talent/programmes"), view.ask("talent/supply")
    asked = figures[(figures["metric"] == "demand") & figures["additional_years"].notna()].sort_values("year")
    needs = asked.drop_duplicates("industry_id", keep="last").set_index("industry_id")
    rows = []
    for industry in view.scope.industries or tuple(view.names["industries"]):
        if industry == "other":
            continue
        good = programmes[programmes["counted"] & (programmes["industry_id"] == industry)]
        need = needs.loc[industry].to_dict() if industry in needs.index else None
        rows.append({"industry_id": industry, "name": view.names["industries"][industry], **_balanced(good, need)})
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    return table.sort_values(
        ["need", "trained", "programmes"], ascending=False, na_position="last", kind="stable"
    ).reset_index(drop=True)


def _balanced(good: pd.DataFrame, need: Mapping[Any, Any] | None) -> dict[str, Any]:
    """An industry's need, and the seats of its counted programmes by kind."""
    row: dict[str, Any] = {
        "programmes": len(good),
        "need": need["value"] / need["additional_years"] if need else None,
        "need_total": need["value"] if need else None,
        "need_years": need["additional_years"] if need else None,
        "need_until": need["year"] if need else None,
        "origin_ids": markup.as_list(need["origin_ids"]) if need else [],
    }
    for kind in ADDED:
        stated = good[good["seats_kind"] == kind]
        row[kind] = int(stated["seats_per_year"].sum()) if len(stated) else None
        row[f"{kind}_published"] = len(stated)
        row["origin_ids"] = [*row["origin_ids"], *markup.ids(stated["origin_ids"])]
    return row
