"""What stands around a complex as a section."""

from collections.abc import Mapping
from typing import Any

from rollout.document.model import Cell, Column, Row, Section, Table
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.subjects.cells import origin_ids

QUESTIONS = ("designations", "programmes", "measures", "older_nearby", "accounts")


@remembered
def around(view: View, complex_id: str) -> Section:
    """What stands around it: zones, programmes, measures, older complexes, the host's accounts."""
    w = view.w
    found = {name: rows_of(view.ask(f"complexes/{name}", complex_id=complex_id)) for name in QUESTIONS}
    heads = {
        "designations": w.t("Designated zones ({n})", n=len(found["designations"])),
        "programmes": w.t("Talent programmes ({n})", n=len(found["programmes"])),
        "measures": w.t("Measures a firm can use here ({n})", n=len(found["measures"])),
        "older_nearby": w.t("Older complexes nearby"),
        "accounts": w.t("Regional accounts of the host"),
    }
    rows = tuple(
        Row(
            f"{place}:{number}",
            {"name": Cell(_name(name, row, w)), "detail": Cell(_detail(name, row, w) or None)},
            origin_ids(row["origin_ids"]),
            group=heads[name],
        )
        for place, name in enumerate(QUESTIONS)
        for number, row in enumerate(found[name])
    )
    title = w.t(
        "{zones} zones, {programmes} talent programmes and {measures} measures serve its industries here",
        zones=w.number(len(found["designations"])),
        programmes=w.number(len(found["programmes"])),
        measures=w.number(len(found["measures"])),
    )
    columns = (Column("name", w.t("Name"), share=40), Column("detail", w.t("Detail"), share=46))
    table = Table(columns, rows, empty=w.t("Nothing found in the published sources."))
    unit = w.t("Same province and industry unless a source names this complex")
    return Section("around", title, unit, tables=(table,))


def _name(question: str, row: Mapping[str, Any], w: Words) -> str:
    return w.of(row, {"programmes": "institution", "accounts": "district"}.get(question, "name"))


def _detail(question: str, row: Mapping[str, Any], w: Words) -> str:
    """What is said of a row, by the question that it answers."""
    match question:
        case "designations":
            return _day(row, w) + (w.t(", this complex") if row["own"] else "")
        case "programmes":
            return _seats(row, w)
        case "measures":
            return w.t("names this complex") if row["own"] else ""
        case "older_nearby":
            return _older(row, w)
        case _:
            return _accounts(row, w)


def _day(zone: Mapping[str, Any], w: Words) -> str:
    """When a zone was designated."""
    return (
        w.period(zone["designated_on"], zone["designated_precision"])
        if not is_missing(zone["designated_on"])
        else w.t("undated")
    )


def _seats(programme: Mapping[str, Any], w: Words) -> str:
    """A programme's department and seats."""
    seats, department = programme["seats_per_year"], programme["department_ko"]
    named = f"{department} · " if isinstance(department, str) else ""
    if is_missing(seats):
        return named + w.t("seats not published")
    return named + (
        w.t("{n} firms a year", n=w.number(seats))
        if programme["seats_unit"] == "firms"
        else w.t("{n} seats a year", n=w.number(seats))
    )


def _older(other: Mapping[str, Any], w: Words) -> str:
    """How far an older complex lies and how much of its land is sold."""
    text = w.t("{n} km", n=w.number(other["distance_km"]))
    if not is_missing(other["sold_pct"]):
        text += " · " + w.t(
            "{n}% of the land sold ({day})", n=w.number(other["sold_pct"]), day=other["sold_on"].date().isoformat()
        )
    return text


def _accounts(account: Mapping[str, Any], w: Words) -> str:
    """A host district's accounts in a line."""
    parts = [w.t("GRDP {amount} ({year})", amount=w.won(account["grdp_krw"]), year=int(account["year"]))]
    if not is_missing(account["manufacturing_share"]):
        parts.append(
            w.t(
                "manufacturing {share}% of value added (Korea {national}%)",
                share=w.number(account["manufacturing_share"] * 100),
                national=w.number(account["national_share"] * 100),
            )
        )
    if not is_missing(account["persons"]):
        change = account["persons"] / account["persons_before"] - 1
        parts.append(
            w.t("{n} people, {change} since 2015", n=w.number(account["persons"]), change=w.percent(change, 1))
        )
    return " · ".join(parts)
