-- question: what do the regional accounts say of the cities, counties or districts that host a complex?
-- grain: one row per host district
-- parameters: complex_id VARCHAR
-- columns:
--   district_ko, district_en: the district
--   year: 2020, the newest year of the accounts
--   grdp_krw: gross regional domestic product at current prices (won)
--   grdp_before_krw: the same in 2015 (won)
--   manufacturing_share: manufacturing in value added (ratio)
--   national_share: the same for the whole country (ratio)
--   persons: population of the newest year (people)
--   persons_before: population of 2015 (people)
--   origin_ids: sources
WITH hosts AS (SELECT DISTINCT district_code FROM facts.geo_hosts WHERE complex_id = $complex_id),
national AS (
    SELECT sum(value_krw) FILTER (sector = 'manufacturing') / sum(value_krw) FILTER (sector = 'value-added') AS share
    FROM facts.grdp WHERE year = 2020
)
SELECT any_value(g.district_ko) AS district_ko, any_value(g.district_en) AS district_en, 2020 AS year,
       max(g.value_krw) FILTER (g.sector = 'grdp' AND g.year = 2020) AS grdp_krw,
       max(g.value_krw) FILTER (g.sector = 'grdp' AND g.year = 2015) AS grdp_before_krw,
       max(g.value_krw) FILTER (g.sector = 'manufacturing' AND g.year = 2020) / max(g.value_krw) FILTER (g.sector = 'value-added' AND g.year = 2020) AS manufacturing_share,
       any_value(national.share) AS national_share,
       (SELECT last(persons ORDER BY year) FROM facts.population AS p WHERE p.district_code = g.district_code) AS persons,
       (SELECT max(persons) FROM facts.population AS p WHERE p.district_code = g.district_code AND p.year = 2015) AS persons_before,
       ['PK-002'] AS origin_ids
FROM facts.grdp AS g JOIN hosts USING (district_code) CROSS JOIN national
GROUP BY g.district_code ORDER BY district_ko
