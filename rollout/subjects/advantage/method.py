"""The methods of the accounts as a section: formulas, their sources, what they can't show."""

from collections.abc import Sequence

from rollout.document.model import Cell, Column, Row, Section, Table
from rollout.language.words import Words
from rollout.questions.view import View

QUOTIENT, SHIFT, PEERS = ("SE-015",), ("SE-016", "SE-017"), ("SE-018",)  # where the methods come from


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
        (Column("limit", w.t("What the test can't see")),),
        tuple(Row(str(place), {"limit": Cell(text)}) for place, text in enumerate(limits, 1)),
        sorts=False,
    )
    return Section("advantage-method", w.t("Method and limits"), tables=(Table(columns, rows, sorts=False), limited))


def _limits(w: Words) -> tuple[str, ...]:
    """What the test can't see."""
    return (
        w.t(
            "16 broad industries: no account of a city tells semiconductors, vehicles or food apart. A strong "
            "manufacturing quotient says that the host can make things, not these things."
        ),
        w.t(
            "2020 is the newest year, in the old series (base year 2015; the revision of 2024 added about 6%). "
            "What happened since, and the choice of 2023 itself, is not in it."
        ),
        w.t("Current prices: growth holds price changes; an industry whose prices fell seems to shrink."),
        w.t(
            "The host is the whole city, county or district: Yongin counts with all its gu, a site of a few km² "
            "is a small part of it."
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
                "aᵢ, bᵢ: the industry's share of value added in the one and the other district. 0: the same mix, "
                "2: nothing in common; half of it is the value added that would have to stand in"
                " another industry (Krugman's index)."
            ),
            PEERS,
        ),
    )
