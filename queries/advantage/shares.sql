-- question: how does the value added of every city, county and district divide between the broad industries?
-- grain: one row per district and broad industry, 2020
-- parameters: as_of DATE
-- columns:
--   district_code: the city, county or district
--   district_ko, district_en: its name
--   province_id: its province on the day
--   sector: the broad industry
--   share: the industry in the value added of the district (ratio; empty where the amount is not published)
--   total_krw: value added of the district (won)
--   growth: change of its value added from 2015, at current prices (ratio)
--   complex_ids: complexes that it hosts (empty: none)
WITH industries AS (SELECT * FROM facts.grdp WHERE kind = 'industry' AND year = 2020),
totals AS (
    SELECT district_code, sum(value_krw) FILTER (year = 2020) AS total_krw, sum(value_krw) FILTER (year = 2020) / sum(value_krw) FILTER (year = 2015) - 1 AS growth
    FROM facts.grdp WHERE kind = 'industry' AND year >= 2015 GROUP BY ALL
),
hosts AS (SELECT district_code, list(DISTINCT complex_id ORDER BY complex_id) AS complex_ids FROM facts.geo_hosts GROUP BY ALL)
SELECT i.district_code, d.name_ko AS district_ko, d.name_en AS district_en, d.province_id, i.sector, i.value_krw / t.total_krw AS share, t.total_krw, t.growth,
       coalesce(h.complex_ids, []) AS complex_ids
FROM industries AS i JOIN districts_at($as_of) AS d USING (district_code) JOIN totals AS t USING (district_code) LEFT JOIN hosts AS h USING (district_code)
ORDER BY i.district_code, i.sector
