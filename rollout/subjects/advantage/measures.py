"""Comparative advantage: shift-share and the likeness of two economies.

Pure; numbers in, numbers out.

Where the methods come from (tests/test_shift_share.py holds them against a published worked example):
- shift-share in its classic form (Dunn 1960): G. Krumme, University of Washington,
  http://faculty.washington.edu/krumme/350/ssexcel.html,
  and "Methods of regional analysis: shift-share",
  https://studylib.net/doc/10364862/methods-of-regional-analysis--shift-share
- distance of two economies (Krugman 1991): M. R. Ansari, http://fmwww.bc.edu/repec/bocode/k/ksi.hlp
"""

import pandas as pd

EFFECTS = ("national", "mix", "regional")


def shift_share(base: pd.Series, end: pd.Series, nation_base: pd.Series, nation_end: pd.Series) -> pd.DataFrame:
    """What a region's growth owes to the nation, to its mix of industries, and to itself, an industry a row.

    All four are amounts by industry (one index), at the start and the end of the period. With G the growth of the whole
    nation and G_i that of the industry in the nation: national = base x G, mix = base x (G_i - G), regional = end -
    base x (1 + G_i). The three add up to end - base. An industry whose amount is not known in the region at the start
    or the end has no effects (NaN); the nation's growth is that of all its industries.
    """
    growth = nation_end.sum() / nation_base.sum() - 1
    own = nation_end / nation_base - 1
    effects = pd.DataFrame(
        {"national": base * growth, "mix": base * (own - growth), "regional": end - base * (1 + own)}
    )
    return effects.where(base.notna() & end.notna())


def distance(shares: pd.DataFrame, region: str) -> pd.Series:
    """How far each region's mix of industries is from that of `region`.

    The sum of the absolute differences of shares (Krugman 1991).

    `shares`: a row a region, a column an industry, ratios that add up to 1. 0: the same mix; 2: nothing in common; half
    of it is the share of value added that would have to stand in another industry. A share that is not known counts as
    nil.
    """
    known = shares.fillna(0)
    return (known - known.loc[region]).abs().sum(axis=1)


def peers(shares: pd.DataFrame, region: str, most: int) -> pd.Series:
    """The `most` regions nearest to `region` by `distance`, the nearest first, without itself."""
    return distance(shares, region).drop(region).sort_values(kind="stable").head(most)
