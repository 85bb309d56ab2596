"""What a click on the map opens: the figures of a place, the items at a place; else what every page can open."""

import pandas as pd

from rollout import blocks, markup
from rollout.blocks import Viewer
from screens import dialogs
from screens.atlas import answer
from screens.atlas.answer import Asked

MOST_PLACES = 60


def show(opened: str | None, viewer: Viewer, asked: Asked, items: pd.DataFrame) -> None:
    """Open what a data-open value asks for; values come from the browser and are checked."""
    kind, _, rest = (opened or "").partition(":")
    if kind == "place":
        level, _, code = rest.partition(":")
        if level in answer.LEVELS and code in viewer.names[f"{level}s"]:
            _place(level, code, viewer, asked)
    elif kind == "items":
        of, _, codes = rest.partition(":")
        if of in answer.KINDS.values():
            _items(of, codes.split(";")[:MOST_PLACES], viewer, items)
    else:
        dialogs.show(opened, viewer)


def _place(level: str, code: str, viewer: Viewer, asked: Asked) -> None:
    """A place's figures in every year, with the nation's beside the newest."""
    w = viewer.w
    by_year = {year: viewer.ask("map/figures", year=year, sector=asked.sector) for year in answer.EVERY_YEAR}
    heads = [w.t("Year"), w.t("GRDP"), w.t("GRDP growth over five years"), w.t("Share of manufacturing"),
             w.t("Location quotient: {industry}", industry=answer.sector_name(asked.sector, w)), w.t("People"), w.t("Population change over five years")]  # fmt: skip
    lines, hosted = [], []
    for year, places in by_year.items():
        row = places[(places["level"] == level) & (places["code"] == code)].iloc[0]
        hosted = markup.as_list(row["hosts"])
        told = [answer.value_text(figure, row[answer.COLUMNS[figure]], w) for figure in ("grdp", "growth", "manufacturing", "lq")]
        people = w.number(row["persons"]) if pd.notna(row["persons"]) else ""
        lines.append([str(year), *told, people, answer.value_text("population", row["people_change"], w)])
    lines = [[cell or "–" for cell in line] for line in reversed(lines) if any(line[1:])]
    facts = []
    if hosted:
        facts.append({"name": w.t("Hosts"), "value": w.list([viewer.names["complexes"][i] for i in hosted]), "note": ""})
    rank = _rank(level, code, by_year, viewer, asked)
    if rank:
        facts.append(rank)
    lead = w.t("Current prices; – is not published. Accounts: 2010, 2015, 2020 (2020 is the latest); census: 2015, 2020, 2025.")
    html = markup.card(lead, facts, heads, lines)
    blocks.html_dialog(viewer.names[f"{level}s"][code], html, (answer.ACCOUNTS, answer.BOUNDARIES), viewer)


def _rank(level: str, code: str, by_year: dict[int, pd.DataFrame], viewer: Viewer, asked: Asked) -> dict[str, str] | None:
    """The place's rank in the nation by the figure that colours the map."""
    w = viewer.w
    column = asked.column
    if column is None:
        return None
    places = by_year[asked.year]
    rows = places[places["level"] == level].dropna(subset=[column])
    if code not in set(rows["code"]):
        return {"name": answer.title(asked, w), "value": w.t("not published"), "note": ""}
    value = rows.loc[rows["code"] == code, column].iloc[0]
    place = int((rows[column].astype(float) > float(value)).sum()) + 1
    return {"name": answer.title(asked, w), "value": answer.value_text(asked.figure, value, w),
            "note": w.t("rank {place} of {n}", place=w.number(place), n=w.number(len(rows)))}  # fmt: skip


def _items(kind: str, codes: list[str], viewer: Viewer, items: pd.DataFrame) -> None:
    """The zones, programmes or older complexes at some places, with their sources."""
    w = viewer.w
    names = {**viewer.names["districts"], **viewer.names["provinces"]}
    rows = items[(items["kind"] == kind) & items["place_code"].isin(codes)]
    if rows.empty:
        return
    groups = [
        {"title": names[code], "count": w.number(len(own)), "items": answer.near_items(own, viewer), "more": ""}
        for code, own in rows.groupby("place_code", sort=False)
    ]
    html = markup.fill("map/near.html", groups=groups, open=True, source_label=w.t("source"), empty="")
    title = w.t("{what}: {n}", what=answer.kind_name(kind, w), n=w.number(rows["item_id"].nunique()))
    blocks.html_dialog(title, html, markup.ids(rows["origin_ids"]), viewer)
