"""The methods of the accounts as a section: formulas, their sources, what they can't show."""

from collections.abc import Sequence

from rollout.document.model import Cell, Column, Row, Section, Table
from rollout.language.words import Words
from rollout.questions.view import View, remembered

QUOTIENT, SHIFT, PEERS = ("SE-015",), ("SE-016", "SE-017"), ("SE-018",)  # where the methods come from


@remembered
def method(view: View) -> Section:
    """Formulas, their sources, and what the test can't see."""
    w = view.w
    formulas: Sequence[tuple[str, str, str, tuple[str, ...]]] = _formulas(w)
    columns = (
        Column("name", w.t("Method"), share=16),
        Column("formula", w.t("Formula"), share=30),
        Column("text", w.t("Meaning"), share=54),
    )
    rows = tuple(
        Row(name, {"name": Cell(name), "formula": Cell(formula), "text": Cell(text)}, ids)
        for name, formula, text, ids in formulas
    )
    limits = _limits(w)
    limited = Table(
        (Column("limit", w.t("Limits of the analysis")),),
        tuple(Row(str(place), {"limit": Cell(text)}) for place, text in enumerate(limits, 1)),
    )
    return Section("advantage-method", w.t("Method and limits"), tables=(Table(columns, rows), limited))


def _limits(w: Words) -> tuple[str, ...]:
    """What the test can't see."""
    return (
        w.t(
            "16 broad industries: city accounts do not separate semiconductors, vehicles or food. A "
            "high manufacturing quotient shows that the host has a manufacturing base, not a base "
            "for these products."
        ),
        w.t(
            "The latest year is 2020, in the old series (base year 2015; the 2024 revision added "
            "about 6%). Later changes and the effect of the 2023 selection are not reflected."
        ),
        w.t("Current prices: growth includes price changes; an industry whose prices fell appears to shrink."),
        w.t(
            "The host is the whole city, county or district: Yongin includes all its gu, and a site "
            "of a few km² is a small part of it."
        ),
        w.t("2020 was the first year of the pandemic: lodging, transport and culture are low everywhere."),
        w.t(
            "Utilities of Yongin and ten more cities and counties are not published; the other industries still "
            "add up to the whole."
        ),
    )


def _formulas(w: Words) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Each method: its name, formula, meaning and sources."""
    return (
        (
            w.t("Location quotient"),
            "LQ = (eᵢ / e) ÷ (Eᵢ / E)",
            w.t(
                "eᵢ: value added of the industry in the host, e: of all industries there; Eᵢ and E: the same in "
                "the nation."
            ),
            QUOTIENT,
        ),
        (
            w.t("Shift-share"),
            "Δeᵢ = eᵢ·G + eᵢ·(Gᵢ − G) + eᵢ·(gᵢ − Gᵢ)",
            w.t(
                "G: growth of the nation, Gᵢ: of the industry in the nation, gᵢ: of the industry in the host, "
                "2015 to 2020. The three parts are the national effect, the industry mix and the"
                " regional effect. A test holds the code against the worked example of the first source."
            ),
            SHIFT,
        ),
        (
            w.t("Peers"),
            "d = Σ |aᵢ − bᵢ|",
            w.t(
                "aᵢ, bᵢ: the industry's share of value added in the one and the other district. 0: "
                "the same mix, 2: nothing in common; half of it is the share of value added in "
                "different industries (Krugman's index)."
            ),
            PEERS,
        ),
    )
