-- question: which support measures in force on a day reach each complex, and by what?
-- grain: one row per complex and measure
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   benefit_id: the measure
--   category: its category
--   name_ko, name_en: its name
--   reach: named (it names the complex), tied (by a zone tied to it), open (to its region and industries), district (only inside a zone of the same si, gun or gu), class (only in a class of districts that was not found)
--   origin_ids: sources
WITH sites AS (
    SELECT c.complex_id, c.province_id, p.capital_area, c.industry_ids, (SELECT any_value(h.district_code) FROM facts.geo_hosts AS h WHERE h.complex_id = c.complex_id) AS district_code
    FROM facts.complexes AS c JOIN facts.provinces AS p USING (province_id) WHERE list_contains($complexes, c.complex_id)
),
near AS (
    SELECT s.complex_id, d.type, max(d.complex_id = s.complex_id) AS tied
    FROM sites AS s CROSS JOIN zones_at($as_of) AS d
    WHERE d.complex_id = s.complex_id OR EXISTS (SELECT 1 FROM zone_districts() AS z WHERE z.zone_id = d.zone_id AND z.district_code = s.district_code)
    GROUP BY ALL
),
rules AS (
    SELECT benefit_id, field, string_split(value, ';') AS accepted FROM facts.benefit_rules
    WHERE field IN ('province', 'district_class') AND operator = 'in' AND (from_on IS NULL OR from_on <= $as_of) AND (to_on IS NULL OR to_on >= $as_of)
),
known AS (SELECT * FROM facts.district_classes WHERE coalesce(stated_on, first_published(origin_ids), $as_of) <= $as_of),
asked AS (SELECT benefit_id, unnest(accepted) AS class_id FROM rules WHERE field = 'district_class'),
classes AS (
    SELECT a.benefit_id, s.complex_id,
           CASE WHEN bool_or(EXISTS (SELECT 1 FROM known AS k WHERE k.class_id = a.class_id AND k.district_code = s.district_code)) THEN true
                WHEN bool_and(EXISTS (SELECT 1 FROM known AS k WHERE k.class_id = a.class_id AND (k.complete OR k.province_id = s.province_id))) THEN false
           END AS inside
    FROM asked AS a CROSS JOIN sites AS s GROUP BY ALL
),
found AS (
    SELECT s.complex_id, m.benefit_id, m.category, m.name_ko, m.name_en, m.origin_ids,
           CASE WHEN list_contains(string_split(m.region_scope, ';'), s.complex_id) THEN 'named'
                WHEN m.region_scope = 'designated-zone' AND m.zone_type IS NULL THEN NULL
                WHEN m.region_scope = 'designated-zone' AND n.tied THEN 'tied'
                WHEN m.region_scope = 'designated-zone' AND n.type IS NOT NULL THEN 'district'
                WHEN c.inside IS NULL AND c.benefit_id IS NOT NULL THEN 'class'
                WHEN m.region_scope = 'all' OR (m.region_scope = 'non-capital' AND NOT s.capital_area) THEN 'open' END AS reach,
           c.inside
    FROM sites AS s
    CROSS JOIN measures_at($as_of) AS m
    LEFT JOIN near AS n ON n.complex_id = s.complex_id AND n.type = m.zone_type
    LEFT JOIN classes AS c ON c.complex_id = s.complex_id AND c.benefit_id = m.benefit_id
    WHERE m.state = 'in-force' AND (m.industry_scope = 'all' OR list_has_any(string_split(m.industry_scope, ';'), s.industry_ids))
      AND (m.region_scope <> 'non-capital' OR NOT s.capital_area)
      AND NOT EXISTS (SELECT 1 FROM rules AS r WHERE r.benefit_id = m.benefit_id AND r.field = 'province' AND NOT list_contains(r.accepted, s.province_id))
)
SELECT complex_id, benefit_id, category, name_ko, name_en, reach, origin_ids
FROM found WHERE reach IS NOT NULL AND inside IS DISTINCT FROM false
ORDER BY complex_id, category, name_en
