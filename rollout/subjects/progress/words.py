"""What the Overview says: its sentence, its six figures, its titles. Data in, words out."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from rollout.language.words import Words, by_name, rounded
from rollout.questions.ask import rows_of
from rollout.render import markup
from rollout.subjects import wording
from rollout.subjects.wording import BAD, BASIC, GOOD

ANNOUNCED = dt.date(2023, 3, 15)
POSITIONS = {"plan-submitted": 7, "plan-approved": 9, "compensation-started": 10, "construction-started": 11}
MIND = "amber"
Piece = tuple[str, str]


def sentence(sites: pd.DataFrame, w: Words) -> list[Piece]:
    """How is it going? Short sentences, each with the tone of its finding, which stands between stars."""
    filed = int((sites["stage_position"] == POSITIONS["plan-submitted"]).sum())
    said = [_approved(sites, w)]
    if filed:
        said.append((w.n("One has filed for approval.", "{n} have filed for approval.", filed), BASIC))
    said.append(_construction(sites["construction_slip_months"].dropna(), w))
    shrunk = rounded((sites["area_m2"].sum() / sites["announced_m2"].sum() - 1) * 100)
    if shrunk < 0:
        said.append((w.t("The planned area is *{n}% smaller* than announced.", n=w.number(-shrunk)), BAD))
    elif shrunk > 0:
        said.append((w.t("The planned area is *{n}% larger* than announced.", n=w.number(shrunk)), BASIC))
    return said


def _approved(sites: pd.DataFrame, w: Words) -> Piece:
    """How many have their plan approved; of a single one whether it pays compensation."""
    reached, total = sites["stage_position"].fillna(0), len(sites)
    approved = int((reached >= POSITIONS["plan-approved"]).sum())
    paying = int((reached == POSITIONS["compensation-started"]).sum())
    of = {"approved": w.number(approved), "total": w.number(total)}
    if not approved:
        none = w.n(
            "*The complex* in scope has no approved plan yet.",
            "*None of the {n}* has its plan approved yet.",
            total,
        )
        return none, BASIC
    if approved == paying == 1:
        return w.t("*{approved} of {total}* has its plan approved and is paying compensation.", **of), GOOD
    some = w.n(
        "*{approved} of {total}* has its plan approved.",
        "*{approved} of {total}* have their plans approved.",
        approved,
        **of,
    )
    return some, GOOD


def _construction(slips: pd.Series, w: Words) -> Piece:
    """At how many sites construction moved; `slips`: months, of the sites with a date."""
    late = int((slips > 0).sum())
    if late:
        where = w.n(
            "at *{late} of the one* site with a date",
            "at *{late} of the {n}* sites with a date",
            len(slips),
            late=w.number(late),
        )
        return w.t("Construction is now planned later than in the first plan {where}.", where=where), BAD
    if len(slips):
        return w.t("No published construction date has moved later."), BASIC
    return w.t("No construction date is published."), BASIC


def map_title(sites: pd.DataFrame, w: Words) -> str:
    """The map's finding."""
    past = sites[sites["stage_position"] >= POSITIONS["plan-approved"]]
    names = [w.of(site, "short") for site in rows_of(past)]
    if not names:
        return w.t("No site has an approved plan")
    if len(names) <= 3:
        return w.t("Plan approved: {names}", names=w.list(names))
    return w.t("{n} sites have an approved plan", n=w.number(len(names)))


def board_title(sites: pd.DataFrame, w: Words) -> str:
    """The board's finding."""
    waiting = int((sites["stage_position"] < 6).sum())
    if not waiting:
        return w.t("All have passed the preliminary feasibility study")
    return w.n(
        "This complex has not passed the preliminary feasibility study",
        "{waiting} of {n} have not passed the preliminary feasibility study",
        len(sites),
        waiting=w.number(waiting),
    )


def captions(sites: pd.DataFrame, stages: pd.DataFrame, w: Words) -> dict[str, str]:
    """What a site's disc says on hover: name, stage reached, area, next milestone."""
    names = {row["stage_id"]: w.of(row, "name") for row in rows_of(stages)}
    return {
        site["complex_id"]: "\n".join(
            [
                w.of(site, "short"),
                w.t("Reached: {stage}", stage=names[site["stage_id"]]),
                w.t("Area: {area} km²", area=w.area(site["area_m2"])),
                w.t("Next: {next}", next=wording.next_milestone(site, names, w)),
            ]
        )
        for site in rows_of(sites)
    }


def map_alt(sites: pd.DataFrame, title: str, w: Words) -> str:
    """The map for someone who can't see it."""
    return w.t(
        "Map of Korea with {n} sites. {title}. The list beside it shows the same.", n=w.number(len(sites)), title=title
    )


def sorted_sites(sites: pd.DataFrame, sort: str, w: Words, rated: Sequence[str] = ()) -> pd.DataFrame:
    """The board's rows by stage, slip, rating (`rated`: the complexes in its order), area or province."""
    if sort == "rating":
        return sites.sort_values("complex_id", key=lambda ids: ids.map(rated.index), kind="stable")
    if sort == "slip":
        return sites.sort_values("construction_slip_months", ascending=False, na_position="last", kind="stable")
    if sort == "area":
        return sites.sort_values("area_m2", ascending=False, kind="stable")
    province = f"province_{w.lang}"
    return (
        sites.sort_values(province, key=lambda names: names.map(by_name), kind="stable")
        if sort == "province"
        else sites
    )


def moves_title(rows: pd.DataFrame, w: Words) -> str:
    """The chart's finding, a pair: how many moved, by how much."""
    late = rows.loc[rows["slip_months"] > 0, "slip_months"]
    if late.empty:
        return w.t("No construction start is later than in the first plan")
    return w.t(
        "Construction has slipped at {late} of {n} sites, by up to {most} months",
        late=w.number(len(late)),
        n=w.number(len(rows)),
        most=w.number(int(late.max())),
    )


def moves_source(rows: pd.DataFrame, w: Words) -> str:
    """The chart's source line."""
    count = len({i for ids in rows["origin_ids"] for i in markup.as_list(ids)})
    return w.n(
        "Source: one public page, named in the board above", "Source: {n} public pages, named in the board above", count
    )
