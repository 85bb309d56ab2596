"""What stands around a complex, in words."""

from collections.abc import Mapping
from typing import Any

from rollout.questions.ask import is_missing
from rollout.questions.view import View


def day(zone: Mapping[str, Any], viewer: View) -> str:
    """When a zone was designated."""
    return (
        viewer.w.period(zone["designated_on"], zone["designated_precision"])
        if not is_missing(zone["designated_on"])
        else viewer.w.t("undated")
    )


def seats(programme: Mapping[str, Any], viewer: View) -> str:
    """A programme's department and seats."""
    w, seats, department = viewer.w, programme["seats_per_year"], programme["department_ko"]
    named = f"{department} · " if isinstance(department, str) else ""
    if is_missing(seats):
        return named + w.t("seats not published")
    return named + (
        w.t("{n} firms a year", n=w.number(seats))
        if programme["seats_unit"] == "firms"
        else w.t("{n} seats a year", n=w.number(seats))
    )


def older(older: Mapping[str, Any], viewer: View) -> str:
    """How far an older complex lies and how much of its land is sold."""
    w = viewer.w
    text = w.t("{n} km", n=w.number(older["distance_km"]))
    if not is_missing(older["sold_pct"]):
        text += " · " + w.t(
            "{n}% of the land sold ({day})", n=w.number(older["sold_pct"]), day=older["sold_on"].date().isoformat()
        )
    return text


def accounts(account: Mapping[str, Any], viewer: View) -> str:
    """A host district's accounts in a line."""
    w = viewer.w
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
