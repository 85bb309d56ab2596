-- question: which designated zones does a source tie to each complex, and which lie in its si, gun or gu or elsewhere in its province?
-- grain: one row per complex and zone
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   zone_id: the zone
--   type: its kind
--   name_ko, name_en: its name
--   nearness: tied (a source ties it to the complex), district (in the same si, gun or gu) or province
--   same_industry: whether the zone serves an industry of the complex
--   designated_on, designated_precision: when it was designated
--   origin_ids, warnings: sources and usage warnings
--   note_ko, note_en: what to know
WITH near AS (
    SELECT c.complex_id, d.* EXCLUDE (complex_id), list_has_any(d.industry_ids, c.industry_ids) AS same_industry,
           CASE WHEN d.complex_id = c.complex_id THEN 'tied'
                WHEN EXISTS (SELECT 1 FROM zone_districts() AS z JOIN facts.geo_hosts AS h USING (district_code)
                             WHERE z.zone_id = d.zone_id AND h.complex_id = c.complex_id) THEN 'district'
                ELSE 'province' END AS nearness
    FROM complexes_at($as_of) AS c
    JOIN zones_at($as_of) AS d ON d.complex_id = c.complex_id OR list_contains(d.province_ids, c.province_id)
    WHERE list_contains($complexes, c.complex_id)
)
SELECT complex_id, zone_id, type, name_ko, name_en, nearness, same_industry, designated_on, designated_precision, origin_ids, warnings, note_ko, note_en
FROM near ORDER BY complex_id, type, nearness = 'province', nearness = 'district', name_en
