-- question: what stands at or near each complex for each stage of its life cycle, as known on a day?
-- grain: one row per complex, rule and thing that counts by it
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   stage: research, demonstration, production, logistics, talent or living
--   rule_id: the rule by which it counts
--   kind: zone, programme, older, sector or population
--   reach: here (tied to the complex by a source, or in the host district; older complexes within the rule's distance) or nearby (elsewhere in the province)
--   name_ko, name_en: the thing
--   on_day, on_precision: when designated (zones)
--   start_year: first year (programmes), cohort (older complexes)
--   value: seats a year (programmes), km (older), location quotient (sector), change since 2015 as a ratio (population)
--   unit: unit of value as published (programmes: people or firms)
--   warnings: usage warnings
--   origin_ids: sources
WITH hosts AS (
    SELECT DISTINCT g.complex_id, g.district_code, d.name_ko AS district_ko, d.name_en AS district_en, c.province_id, c.industry_ids, c.latitude, c.longitude
    FROM facts.geo_hosts AS g JOIN complexes_at($as_of) AS c USING (complex_id) JOIN districts_at($as_of) AS d USING (district_code)
    WHERE list_contains($complexes, g.complex_id)
),
rules AS (SELECT * FROM facts.life_cycle_rules),
zones AS (
    SELECT h.complex_id, r.rule_id, r.stage, r.kind,
           CASE WHEN z.complex_id = h.complex_id OR (z.zone_id, h.district_code) IN (SELECT (zone_id, district_code) FROM zone_districts()) THEN 'here' ELSE 'nearby' END AS reach,
           z.name_ko, z.name_en, z.designated_on AS on_day, z.designated_precision AS on_precision, z.warnings, z.origin_ids
    FROM zones_at($as_of) AS z JOIN rules AS r ON r.kind = 'zone' AND r.key = z.type
    JOIN hosts AS h ON z.complex_id = h.complex_id
        OR (list_contains(z.province_ids, h.province_id) AND (list_has_any(z.industry_ids, h.industry_ids) OR list_contains(z.industry_ids, 'other')))
),
programmes AS (
    SELECT h.complex_id, r.rule_id, r.stage, r.kind,
           CASE WHEN t.district_code = h.district_code THEN 'here' ELSE 'nearby' END AS reach,
           concat_ws(' · ', t.institution_ko, t.department_ko) AS name_ko, concat_ws(' · ', t.institution_en, t.department_ko) AS name_en,
           t.start_year, t.seats_per_year AS value, t.seats_unit AS unit, t.warnings, t.origin_ids
    FROM talent_at($as_of) AS t JOIN rules AS r ON r.kind = 'programme'
    JOIN hosts AS h ON t.province_id = h.province_id AND list_contains(h.industry_ids, t.industry_id)
    WHERE t.state <> 'ended'
),
older AS (
    SELECT h.complex_id, r.rule_id, r.stage, r.kind, 'here' AS reach, o.name_ko, o.name_en, o.cohort_year AS start_year,
           min(distance_km(h.latitude, h.longitude, d.label_latitude, d.label_longitude)) AS value, 'km' AS unit, o.warnings, o.origin_ids
    FROM facts.reference_complexes AS o JOIN rules AS r ON r.kind = 'older'
    JOIN facts.districts AS d ON lies_in(string_split(o.district_ko, ';'), [o.province_id], d.keys, d.province_ids)
    CROSS JOIN hosts AS h
    WHERE coalesce(o.cohort_year, 0) <= year($as_of::DATE)
    GROUP BY ALL HAVING value <= any_value(r.key)::DOUBLE
),
sectors AS (
    SELECT h.complex_id, r.rule_id, r.stage, r.kind, 'here' AS reach, h.district_ko AS name_ko, h.district_en AS name_en, q.lq AS value, 'lq' AS unit,
           ['PK-002'] AS origin_ids
    FROM hosts AS h JOIN rules AS r ON r.kind = 'sector' JOIN location_quotient() AS q ON q.district_code = h.district_code AND q.sector = r.key AND q.year = 2020
    WHERE q.lq >= 1
),
people AS (
    SELECT h.complex_id, r.rule_id, r.stage, r.kind, 'here' AS reach, h.district_ko AS name_ko, h.district_en AS name_en,
           n.persons / b.persons - 1 AS value, 'ratio' AS unit, ['PK-002'] AS origin_ids
    FROM hosts AS h JOIN rules AS r ON r.kind = 'population'
    JOIN facts.population AS n ON n.district_code = h.district_code AND n.year = 2025
    JOIN facts.population AS b ON b.district_code = h.district_code AND b.year = 2015
    WHERE n.persons > b.persons AND $as_of >= DATE '2025-12-31'
)
SELECT complex_id, stage, rule_id, kind, reach, name_ko, name_en, on_day, on_precision, start_year, value, unit, coalesce(warnings, []) AS warnings, origin_ids
FROM (FROM zones UNION ALL BY NAME FROM programmes UNION ALL BY NAME FROM older UNION ALL BY NAME FROM sectors UNION ALL BY NAME FROM people)
ORDER BY complex_id, stage, reach, rule_id, name_ko
