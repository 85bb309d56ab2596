"""Regional accounts: complete, without duplicates, on today's districts, and adding up to the published totals."""

import importlib.util

import pytest

from rollout.store import geography, regional_accounts

# Trillion won. 2020: 1,936 provisional (KOSTAT, 2021-12-27, https://m.nocutnews.co.kr/news/amp/5679561); the rebasing
# of 2024-09-05 added 118, which was 6.1 % (https://ekn.kr/web/view.php?key=20240905021375779), so the old series' last
# figure lies between 118 / 0.0615 = 1,919 and 118 / 0.0605 = 1,950.
GRDP_2020 = (1_919, 1_950)


@pytest.fixture(scope="module")
def accounts():
    return regional_accounts.read()


def whole(frame, year, sector="grdp"):
    return frame[(frame["year"] == year) & (frame["sector"] == sector)]["value_krw"]


def test_tables_have_their_columns_and_no_duplicates(accounts):
    for name, (frame, types, key) in regional_accounts.tables().items():
        assert list(frame.columns) == list(types), name
        assert not frame.duplicated(list(key)).any(), name
        assert frame.drop(columns="value_krw", errors="ignore").notna().all(axis=None), name


def test_grdp_has_19_sectors_in_229_districts(accounts):
    frame = accounts["grdp"]
    assert frame.groupby("year").size().to_dict() == {2010: 191 * 19, 2015: 229 * 19, 2020: 229 * 19}
    assert frame.groupby("kind")["sector"].nunique().to_dict() == {"industry": 16, "tax": 1, "total": 2}
    assert frame["value_krw"].dtype == "Int64"


def test_every_district_and_province_is_known(accounts):
    districts = {row["district_code"]: row["province_id"] for row in geography.register("districts")}
    for name, frame in accounts.items():
        assert set(frame["province_id"]) == set(districts.values()), name
        latest = frame[frame["year"] == frame["year"].max()]
        assert dict(zip(latest["district_code"], latest["province_id"], strict=True)) == districts, name


def test_the_register_agrees_with_the_map():
    drawn = geography.read("districts").set_index("district_code")["kostat_code"].to_dict()
    assert drawn == {row["district_code"]: row["kostat_code"] for row in geography.register("districts")}


def test_national_grdp_is_the_published_one(accounts):
    assert GRDP_2020[0] < whole(accounts["grdp"], 2020).sum() / 1e12 < GRDP_2020[1]
    seoul = accounts["grdp"][accounts["grdp"]["province_id"] == "seoul"]
    assert 430 < whole(seoul, 2020).sum() / 1e12 < 460


@pytest.mark.parametrize("year", [2015, 2020])
def test_industries_and_taxes_add_up_to_grdp(accounts, year):
    frame = accounts["grdp"][accounts["grdp"]["year"] == year]
    wide = frame.pivot(index="district_code", columns="sector", values="value_krw")
    industries = frame[frame["kind"] == "industry"].groupby("district_code")["value_krw"].sum()
    assert ((industries - wide["value-added"]).abs() <= 3_000_000).all()
    assert ((wide["value-added"] + wide["net-taxes"] - wide["grdp"]).abs() <= 1_000_000).all()


def test_what_was_not_published_is_empty(accounts):
    frame = accounts["grdp"]
    empty = frame[frame["value_krw"].isna() & (frame["year"] > 2010)]
    assert set(empty["sector"]) == {"mining", "utilities"}
    utilities = empty[empty["sector"] == "utilities"]
    assert set(utilities["province_id"]) == {"gyeonggi"}
    assert "용인시" in set(utilities["district_ko"])


def test_2010_is_without_five_provinces(accounts):
    frame = accounts["grdp"][accounts["grdp"]["year"] == 2010]
    missing = {row["province_id"] for row in geography.register("districts")} - set(frame["province_id"])
    assert missing == {"incheon", "daejeon", "ulsan", "gyeongnam"}
    assert set(frame[frame["province_id"] == "sejong"]["source_codes"]) == {"34320"}
    assert set(frame[frame["district_ko"] == "청주시"]["source_codes"]) == {"33040;33044"}


def test_population_is_that_of_the_censuses(accounts):
    # Register census totals with foreigners: KOSTAT, 2015, 2020; of 2025 what the package has.
    assert accounts["population"].groupby("year")["persons"].sum().to_dict() == {
        2015: 51_069_375,
        2020: 51_829_136,
        2025: 51_817_499,
    }
    assert (accounts["population"].groupby("year").size() == 229).all()


def test_population_follows_codes_that_changed(accounts):
    wide = accounts["population"].pivot(index="district_code", columns="year", values="persons").astype(float)
    assert ((wide[2025] / wide[2020]).between(0.8, 1.4)).all()
    assert ((wide[2020] / wide[2015]).between(0.8, 1.9)).all()
    gunwi = accounts["population"].query("district_ko == '군위군'")
    assert set(gunwi["province_id"]) == {"daegu"} and 20_000 < gunwi["persons"].max() < 30_000


def test_establishments_are_counted_once(accounts):
    totals = accounts["companies"].groupby("year")["establishments"].sum().to_dict()
    assert totals == {2010: 3_355_470, 2015: 3_874_156, 2020: 6_032_022}


def test_a_missing_package_is_told(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(regional_accounts.RegionalAccountsError, match="not installed"):
        regional_accounts.source()


def test_an_unknown_district_is_told():
    with pytest.raises(regional_accounts.RegionalAccountsError, match="99990"):
        regional_accounts._current(99990, [11010])
