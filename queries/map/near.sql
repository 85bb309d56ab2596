-- question: what lies within so many km of each complex?
-- grain: one row per complex and item or other complex within the distance, nearest first
-- parameters: as_of DATE, km DOUBLE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex in the middle (the centroid of its host localities)
--   kind: complex, zone, programme or older
--   item_id: the id of what lies near
--   type: type of zone or programme, or reference class of an older complex
--   name_ko, name_en: its name
--   place_code: the nearest of its districts; NULL for a complex
--   distance_km: great-circle distance to that district's middle, or to a complex's host localities (km)
--   dated_on, dated_precision: designated, first year, or put forward
--   origin_ids: sources
--   warnings: usage warnings
WITH places AS (
    SELECT kind, item_id, type, name_ko, name_en, place_code, latitude, longitude, dated_on, dated_precision, origin_ids, warnings
    FROM placed_items($as_of) WHERE exact
    UNION ALL
    SELECT 'complex', complex_id, NULL, name_ko, name_en, NULL, latitude, longitude, NULL, NULL, origin_ids, warnings FROM facts.complexes
),
measured AS (
    SELECT c.complex_id, p.*, distance_km(c.latitude, c.longitude, p.latitude, p.longitude) AS distance_km
    FROM facts.complexes AS c CROSS JOIN places AS p
    WHERE list_contains($complexes, c.complex_id) AND p.item_id <> c.complex_id
)
SELECT complex_id, kind, item_id, any_value(type) AS type, any_value(name_ko) AS name_ko, any_value(name_en) AS name_en,
       arg_min(place_code, distance_km) AS place_code, min(distance_km) AS distance_km, any_value(dated_on) AS dated_on,
       any_value(dated_precision) AS dated_precision, any_value(origin_ids) AS origin_ids, any_value(warnings) AS warnings
FROM measured WHERE distance_km <= $km GROUP BY complex_id, kind, item_id ORDER BY complex_id, distance_km, kind, item_id
