-- question: which smart, green or hydrogen zones are tied to each complex, or lie in its province, as known on a day?
-- grain: one row per complex and zone; a complex without any has one row without a zone
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   zone_id, name_ko, name_en: the zone
--   type: smart-green-complex, hydrogen-city or smart-innovation-district
--   own: whether a source ties it to this complex
--   designated_on, designated_precision: when
--   stated_on: the earliest day on which one of its pages was published; empty where none has a date
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources
WITH known AS (
    SELECT *, first_published(origin_ids) AS stated_on FROM zones_at($as_of)
    WHERE type IN ('smart-green-complex', 'hydrogen-city', 'smart-innovation-district')
      AND coalesce(first_published(origin_ids) <= $as_of, true)
)
SELECT c.complex_id, z.zone_id, z.name_ko, z.name_en, z.type, coalesce(z.complex_id = c.complex_id, false) AS own,
       z.designated_on, z.designated_precision, z.stated_on, z.warnings, z.note_ko, z.note_en, z.origin_ids
FROM complexes_at($as_of) AS c
LEFT JOIN known AS z ON z.complex_id = c.complex_id OR list_contains(z.province_ids, c.province_id)
WHERE list_contains($complexes, c.complex_id)
ORDER BY c.complex_id, own DESC, z.type, z.designated_on DESC NULLS LAST, z.name_ko
