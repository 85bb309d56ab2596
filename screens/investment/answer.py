"""What the Investment page says at its top. Data in, words out."""

import pandas as pd

from rollout.reader import Reader
from rollout.telling import wording
from screens.investment import money

Piece = tuple[str, str]


def top(reader: Reader, rows: pd.DataFrame, goals: pd.DataFrame) -> str:
    """The top of the page: filters, clock, the sentence."""
    w = reader.w
    meaning = w.t(
        "Kinds of money are never added: a target is a wish for other people's money, an announcement is no contract, a contract is not money spent. Only what was published is known."
    )
    return wording.top(reader, [w.t("Investment"), *reader.scope.described(w, reader.names)], sentence(reader, rows, goals), meaning)


def sentence(reader: Reader, rows: pd.DataFrame, goals: pd.DataFrame) -> list[Piece]:
    """What is announced, under contract and spent; the capital area's part; what is known of the goals. `rows`: judged."""
    w = reader.w
    if rows.empty:
        return [(w.t("No statement about money fits these filters."), wording.BASIC)]
    rung = {kind: rows[rows["money_kind"] == kind] for kind in money.RUNGS}
    known = {kind: money.total(rung[kind]) for kind in ("announcement", "contract", "executed")}
    if any(known.values()):
        sums = {kind: money.amount(value, w) for kind, value in known.items()}
        said = [(w.t("*Announced: {announcement}*; under contract: {contract}; published as spent: {executed}.", **sums), wording.GOOD)]
    else:
        said = [(w.n("One statement about money, with no amount announced, under contract or spent.",
                     "{n} statements about money, with no amount announced, under contract or spent.", len(rows)), wording.BASIC)]  # fmt: skip
    part = money.capital_share(rung["announcement"])
    if part is not None and not reader.scope.situation and not reader.scope.provinces:
        said.append(
            (
                w.t("Of the announced money that has a place, *{share} lies in the capital area*.", share=money.share(part, 1, w)),
                wording.GOOD,
            )
        )
    if len(goals):
        valued, met = int((goals["values_found"] > 0).sum()), int((goals["state"] == "met").sum())
        said.append(
            (
                w.t(
                    "Of {n} numbered goals, {known} have a published value and {met} are met.",
                    n=w.number(len(goals)),
                    known=w.number(valued),
                    met=w.number(met),
                ),
                wording.BASIC,
            )
        )
    return said
