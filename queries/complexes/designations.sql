-- question: which designated zones belong to a complex, or lie in its province and serve one of its industries?
-- grain: one row per zone
-- parameters: as_of DATE, complex_id VARCHAR
-- columns:
--   name_ko, name_en: the zone
--   type: kind of zone
--   designated_on, designated_precision: when
--   own: whether a source ties it to this complex
--   origin_ids: sources
SELECT d.name_ko, d.name_en, d.type, d.designated_on, d.designated_precision, coalesce(d.complex_id = c.complex_id, false) AS own, d.origin_ids
FROM zones_at($as_of) AS d JOIN complexes_at($as_of) AS c ON c.complex_id = $complex_id
WHERE (d.complex_id = c.complex_id OR (list_contains(d.province_ids, c.province_id) AND list_has_any(d.industry_ids, c.industry_ids)))
ORDER BY own DESC, d.designated_on DESC NULLS LAST, d.name_ko
