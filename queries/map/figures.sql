-- question: what do the regional accounts and the census say of every district, province and the nation in a year?
-- grain: one row per si, gun or gu, per province, and one for the nation
-- parameters: as_of DATE, year INTEGER, sector VARCHAR
-- columns:
--   level: district, province or nation
--   code: district_code or province_id; kr for the nation
--   name_ko, name_en: its own name (a province: short)
--   province_id: its province; NULL for the nation
--   capital_area: whether it lies in the capital area; NULL for the nation
--   grdp_krw: gross regional domestic product at current prices (won); NULL where it or a part of it is not published
--   share: manufacturing in value added at current prices (ratio)
--   growth: change of GRDP at current prices over the five years before (ratio)
--   lq: location quotient of the chosen industry (1 = the nation's share); not for 2010
--   persons: population of the census year (people)
--   people_change: change of population over the five years before (ratio)
--   hosts: the complexes of the 15 that it hosts
-- A census year after the as-of day is not known yet. Sejong of 2010 is one county of what it is now, so it counts as not published.
WITH accounts AS (
    SELECT district_code, year, max(value_krw) FILTER (sector = 'grdp') AS grdp, max(value_krw) FILTER (sector = 'value-added') AS added,
           max(value_krw) FILTER (sector = 'manufacturing') AS made
    FROM facts.grdp
    WHERE year <= year($as_of::DATE) AND year IN ($year, $year - 5) AND NOT (year = 2010 AND province_id = 'sejong') GROUP BY ALL
),
people AS (SELECT district_code, year, persons FROM facts.population WHERE year <= year($as_of::DATE)),
hosts AS (SELECT district_code, list(DISTINCT complex_id ORDER BY complex_id) AS hosts FROM facts.geo_hosts GROUP BY district_code),
districts AS (
    SELECT d.district_code, d.name_ko, d.name_en, p.short_ko, p.short_en, d.province_id, p.capital_area, a.grdp, a.added, a.made, b.grdp AS grdp_before, q.value_krw AS part,
           q.value_added_krw AS whole, q.national_share, n.persons, m.persons AS persons_before, h.hosts
    FROM districts_at($as_of) AS d JOIN provinces_at($as_of) AS p USING (province_id)
    LEFT JOIN accounts AS a ON a.district_code = d.district_code AND a.year = $year
    LEFT JOIN accounts AS b ON b.district_code = d.district_code AND b.year = $year - 5
    LEFT JOIN location_quotient() AS q ON q.district_code = d.district_code AND q.year = $year AND q.sector = $sector AND $year <= year($as_of::DATE)
    LEFT JOIN people AS n ON n.district_code = d.district_code AND n.year = $year
    LEFT JOIN people AS m ON m.district_code = d.district_code AND m.year = $year - 5
    LEFT JOIN hosts AS h ON h.district_code = d.district_code
),
levels AS (
    SELECT 'district' AS level, district_code AS code, * FROM districts
    UNION ALL SELECT 'province', province_id, * REPLACE (short_ko AS name_ko, short_en AS name_en) FROM districts
    UNION ALL SELECT 'nation', 'kr', * REPLACE ('전국' AS name_ko, 'Korea' AS name_en, NULL AS province_id, NULL AS capital_area) FROM districts
)
SELECT level, code, any_value(name_ko) AS name_ko, any_value(name_en) AS name_en, any_value(province_id) AS province_id, any_value(capital_area) AS capital_area,
       CASE WHEN count(grdp) = count(*) THEN sum(grdp)::BIGINT END AS grdp_krw,
       CASE WHEN count(made) = count(*) AND count(added) = count(*) THEN sum(made) / sum(added) END AS share,
       CASE WHEN count(grdp) = count(*) AND count(grdp_before) = count(*) THEN sum(grdp) / sum(grdp_before) - 1 END AS growth,
       CASE WHEN level = 'nation' THEN max(CASE WHEN national_share IS NOT NULL THEN 1 END)
            WHEN count(part) = count(*) THEN sum(part) / sum(whole) / max(national_share) END AS lq,
       CASE WHEN count(persons) = count(*) THEN sum(persons)::BIGINT END AS persons,
       CASE WHEN count(persons) = count(*) AND count(persons_before) = count(*) THEN sum(persons) / sum(persons_before) - 1 END AS people_change,
       coalesce(flatten(list(hosts) FILTER (hosts IS NOT NULL)), []) AS hosts
FROM levels GROUP BY level, code ORDER BY level, code
