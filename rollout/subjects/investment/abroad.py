"""Foreign direct investment: by year, sector and region. Data in, words out."""

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of

INSIDE = (
    "electrical-electronics",
    "machinery-medical-precision",
    "transport-machinery",
    "pharmaceuticals",
    "semiconductor",
    "bio",
    "materials-parts-equipment",
)
SECTORS = ("manufacturing", *INSIDE, "services")
BASES = ("reported", "arrived")


def usd(value: float, w: Words) -> str:
    """US dollars in the language's habit: 360.5억 달러; USD 36.05 billion."""
    return f"{w.number(value / 1e8, 1)}억 달러" if w.lang == "ko" else f"USD {w.number(value / 1e9, 2)} billion"


def period_name(year: int, period: str, w: Words) -> str:
    """A year or a part of one."""
    return (
        str(year)
        if period == "year"
        else {"H1": w.t("H1 {year}", year=year), "Q1-Q3": w.t("Q1–Q3 {year}", year=year)}[period]
    )


def years(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """Whole years' totals as the chart takes them: year, basis, usd, first_usd, label, text."""
    own = rows[(rows["scope_kind"] == "total") & (rows["period"] == "year")]
    texts = []
    for row in rows_of(own):
        text = w.t(
            "<b>{year}, {basis}</b><br>{amount}",
            year=row["year"],
            basis=w.code("fdi-basis", row["basis"]),
            amount=usd(row["amount_usd"], w),
        )
        if not is_missing(row["first_usd"]):
            text += "<br>" + w.t("first published: {amount}", amount=usd(row["first_usd"], w))
        texts.append(text)
    scale = 1e8 if w.lang == "ko" else 1e9
    return pd.DataFrame(
        {
            "year": own["year"].astype(int),
            "basis": own["basis"],
            "value": own["amount_usd"] / scale,
            "first": own["first_usd"].astype("Float64") / scale,
            "label": [w.number(v / scale, 1 if w.lang == "ko" else 2) for v in own["amount_usd"]],
            "text": texts,
        }
    )


def title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: the newest year, and how much of what was reported arrived."""
    own = rows[(rows["scope_kind"] == "total") & (rows["period"] == "year")]
    both = own.pivot(index="year", columns="basis", values="amount_usd").reindex(columns=list(BASES))
    if both.empty:
        return w.t("Foreign direct investment: no whole year is published by this day")
    year, last = int(both.index[-1]), both.iloc[-1]
    if last.isna().any():
        basis = BASES[0] if not is_missing(last["reported"]) else BASES[1]
        return w.t(
            "Foreign direct investment {year}: {amount} {basis}",
            year=year,
            amount=usd(float(last[basis]), w),
            basis=w.code("fdi-basis", basis),
        )
    return w.t(
        "Foreign direct investment {year}: {reported} reported, {arrived} arrived",
        year=year,
        reported=usd(float(last["reported"]), w),
        arrived=usd(float(last["arrived"]), w),
    )


def alt(told: pd.DataFrame, finding: str, w: Words) -> str:
    """The chart in words."""
    unit = w.t("100 million dollars") if w.lang == "ko" else w.t("billion dollars")
    parts = [
        f"{year}: " + ", ".join(f"{w.code('fdi-basis', r['basis'])} {r['label']}" for r in own.to_dict("records"))
        for year, own in told.groupby("year")
    ]
    return f"{finding}. {'; '.join(parts)} ({unit})."
