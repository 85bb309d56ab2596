-- question: which designated zones were known on a day, and where do they lie?
-- grain: one row per zone
-- parameters: as_of DATE
-- columns:
--   zone_id: the zone
--   type: its kind
--   name_ko, name_en: its name
--   province_ids: its provinces
--   district_codes: the si, gun or gu that it names
--   industry_ids: its industries
--   complex_id: the complex that a source ties it to
--   outside: how many of its provinces lie outside the capital area
--   designated_on, designated_precision: when it was designated
--   origin_ids, warnings: sources and usage warnings
--   note_ko, note_en: what to know
SELECT d.zone_id, d.type, d.name_ko, d.name_en, d.province_ids,
       coalesce((SELECT list(z.district_code ORDER BY z.district_code) FROM zone_districts() AS z WHERE z.zone_id = d.zone_id), []) AS district_codes,
       d.industry_ids, d.complex_id,
       (SELECT count(*) FROM provinces_at($as_of) AS p WHERE list_contains(d.province_ids, p.province_id) AND NOT p.capital_area) AS outside,
       d.designated_on, d.designated_precision, d.origin_ids, d.warnings, d.note_ko, d.note_en
FROM zones_at($as_of) AS d
ORDER BY d.type, d.name_en
