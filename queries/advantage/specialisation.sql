-- question: how much does each broad industry weigh in the host of each complex, against the nation, and how did both change?
-- grain: one row per complex, broad industry and year (2010, 2015, 2020)
-- parameters: complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   district_code: the city, county or district that hosts it
--   district_ko, district_en: its name
--   sector: the broad industry
--   year: 2010, 2015 or 2020
--   value_krw: value added of the industry in the host at current prices (won; empty: not published)
--   total_krw: value added of all industries in the host (won)
--   nation_krw: the industry in the reference (won): the nation, in 2010 the districts that have accounts
--   nation_total_krw: all industries in the reference (won)
--   lq: location quotient; in 2010 against the districts that have accounts
--   relation: whether the theme of the complex falls into it: main, also or neither (empty)
--   origin_ids: sources
WITH hosts AS (SELECT DISTINCT complex_id, district_code FROM facts.geo_hosts WHERE list_contains($complexes, complex_id)),
industries AS (SELECT * FROM facts.grdp WHERE kind = 'industry'),
totals AS (SELECT district_code, year, sum(value_krw) AS total_krw FROM industries GROUP BY ALL),
nation AS (SELECT sector, year, sum(value_krw) AS nation_krw, sum(sum(value_krw)) OVER (PARTITION BY year) AS nation_total_krw FROM industries GROUP BY sector, year),
themes AS (
    SELECT c.complex_id, s.sector, CASE WHEN bool_or(s.relation = 'main') THEN 'main' ELSE 'also' END AS relation
    FROM facts.complexes AS c JOIN facts.industry_sectors AS s ON list_contains(c.industry_ids, s.industry_id) GROUP BY ALL
)
SELECT h.complex_id, h.district_code, i.district_ko, i.district_en, i.sector, i.year, i.value_krw::DOUBLE AS value_krw, t.total_krw::DOUBLE AS total_krw,
       n.nation_krw::DOUBLE AS nation_krw, n.nation_total_krw::DOUBLE AS nation_total_krw,
       CASE i.year WHEN 2010 THEN i.value_krw / t.total_krw / (n.nation_krw / n.nation_total_krw) ELSE q.lq END AS lq,
       m.relation, ['PK-002'] AS origin_ids
FROM hosts AS h JOIN industries AS i USING (district_code) JOIN totals AS t USING (district_code, year) JOIN nation AS n USING (sector, year)
LEFT JOIN (FROM location_quotient()) AS q ON q.district_code = i.district_code AND q.sector = i.sector AND q.year = i.year
LEFT JOIN themes AS m ON m.complex_id = h.complex_id AND m.sector = i.sector
ORDER BY h.complex_id, i.year, i.sector
