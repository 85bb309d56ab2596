"""Location quotient, shift-share and distance: held against a published worked example and against what must hold of
any numbers.
"""

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollout.subjects.advantage import measures as advantage
from tests.conftest import ROOT

MACROS = ROOT / "queries" / "macros"

# The worked example of G. Krumme, University of Washington, http://faculty.washington.edu/krumme/350/ssexcel.html
# ("Shift & Share Table with
# Excel Explanations", the region Holukuluku, 1985 to 1995). The nation is given by its shares (percent) and the growth
# of its industries.
# The stored copy of the page has lost its minus signs; they follow from the columns (expected 129 against 100 is a
# shift of -29).
REGION_1985 = pd.Series([500.0, 100, 200, 200], index=["I", "II", "III", "IV"])
REGION_1995 = pd.Series([1000.0, 100, 250, 280], index=REGION_1985.index)
NATION_SHARES = pd.Series([10.0, 20, 40, 30], index=REGION_1985.index)
NATION_GROWTH = pd.Series([0.10, 0.20, 0.30, 0.40], index=REGION_1985.index)
PUBLISHED = {
    "lq": [5, 0.5, 0.5, 0.667],
    "expected_at_national_growth": [645, 129, 258, 258],  # column 8
    "total_shift": [355, -29, -8, 22],  # column 9
    "expected_at_industry_growth": [550, 120, 260, 280],  # column 10
    "differential": [450, -20, -10, 0],  # column 11, the regional effect
    "composition": [-95, -9, 2, 22],  # column 12, the industry mix
}
PUBLISHED_SUMS = {"growth": 630, "national": 290, "shift": 340, "differential": 420, "composition": -80}


@pytest.fixture(scope="module")
def worked() -> pd.DataFrame:
    return advantage.shift_share(REGION_1985, REGION_1995, NATION_SHARES, NATION_SHARES * (1 + NATION_GROWTH))


def test_location_quotients_are_those_of_the_published_example() -> None:
    rest = NATION_SHARES / NATION_SHARES.sum() * 100_000 - REGION_1985  # the nation's other districts
    amounts = pd.DataFrame({"here": REGION_1985, "elsewhere": rest})
    amounts.loc["value-added"] = amounts.sum()
    rows = amounts.reset_index(names="sector").melt("sector", var_name="district_code", value_name="value_krw")
    rows["kind"] = rows["sector"].where(rows["sector"] == "value-added", "industry")
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        connection.execute("CREATE SCHEMA facts; CREATE TABLE facts.grdp AS SELECT *, 2020 AS year FROM rows")
        connection.execute((MACROS / "location_quotient.sql").read_text(encoding="utf-8"))
        found = connection.sql("FROM location_quotient() WHERE district_code = 'here' ORDER BY sector").df()
    assert found["lq"].tolist() == pytest.approx(PUBLISHED["lq"], abs=5e-4)


def test_shift_share_is_that_of_the_published_example(worked: pd.DataFrame) -> None:
    assert (REGION_1985 + worked["national"]).tolist() == pytest.approx(PUBLISHED["expected_at_national_growth"])
    assert (worked["mix"] + worked["regional"]).tolist() == pytest.approx(PUBLISHED["total_shift"])
    assert (REGION_1985 + worked["national"] + worked["mix"]).tolist() == pytest.approx(
        PUBLISHED["expected_at_industry_growth"]
    )
    assert worked["regional"].tolist() == pytest.approx(PUBLISHED["differential"])
    assert worked["mix"].tolist() == pytest.approx(PUBLISHED["composition"])


def test_sums_are_those_of_the_published_example(worked: pd.DataFrame) -> None:
    sums = worked.sum()
    assert sums["national"] == pytest.approx(PUBLISHED_SUMS["national"])
    assert sums["mix"] == pytest.approx(PUBLISHED_SUMS["composition"])
    assert sums["regional"] == pytest.approx(PUBLISHED_SUMS["differential"])
    assert sums["mix"] + sums["regional"] == pytest.approx(PUBLISHED_SUMS["shift"])
    assert sums.sum() == pytest.approx(PUBLISHED_SUMS["growth"])


amounts = st.lists(st.floats(1, 1e6), min_size=3, max_size=3)


@settings(deadline=None)
@given(amounts, amounts, amounts, amounts)
def test_the_three_effects_always_add_up_to_the_change(
    base: list[float], end: list[float], nation: list[float], later: list[float]
) -> None:
    series = [pd.Series(values) for values in (base, end, nation, later)]
    effects = advantage.shift_share(*series)
    assert np.allclose(effects.sum(axis=1), series[1] - series[0], rtol=1e-6, atol=1e-3)


def test_the_nation_has_no_shift_of_its_own() -> None:
    later = NATION_SHARES * (1 + NATION_GROWTH)
    effects = advantage.shift_share(NATION_SHARES, later, NATION_SHARES, later)
    assert effects["regional"].tolist() == pytest.approx([0] * 4) and effects["mix"].sum() == pytest.approx(0)


def test_an_industry_that_is_not_published_has_no_effects() -> None:
    effects = advantage.shift_share(
        REGION_1985.mask(REGION_1985.index == "II"), REGION_1995, NATION_SHARES, NATION_SHARES * (1 + NATION_GROWTH)
    )
    assert effects.loc["II"].isna().all()
    assert effects.loc["I", "regional"] == pytest.approx(450), "the others keep theirs"


def test_distance_runs_from_the_same_mix_to_nothing_in_common() -> None:
    """Krugman's index as the source defines it: 0 where two mixes are the same, 2 where they have nothing in common."""
    shares = pd.DataFrame(
        {"x": [0.6, 0.6, 0.0, 0.5], "y": [0.4, 0.4, 0.0, 0.5], "z": [0.0, 0.0, 1.0, 0.0]},
        index=["a", "same", "other", "near"],
    )
    assert advantage.distance(shares, "a").round(9).to_dict() == {"a": 0, "same": 0, "other": 2, "near": 0.2}
    assert advantage.peers(shares, "a", 2).index.tolist() == ["same", "near"]
    assert "a" not in advantage.peers(shares, "a", 9)
