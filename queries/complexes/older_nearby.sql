-- question: which older complexes lie nearest to a complex, and how much of their land is sold?
-- grain: one row per older complex, nearest first
-- parameters: as_of DATE, complex_id VARCHAR
-- columns:
--   name_ko, name_en: the older complex
--   distance_km: from the complex's host localities to the middle of the nearest city, county or district that the older one names (km)
--   cohort_year: year it was put forward
--   area_m2: its area (m2)
--   sold_pct: newest published share of land sold (%)
--   sold_on: as of when
--   origin_ids: sources
WITH sold AS (
    SELECT ref_id, last(value ORDER BY as_of) AS value, max(as_of) AS as_of, last(origin_ids ORDER BY as_of) AS origin_ids
    FROM facts.occupancy WHERE metric = 'land-sold-share' AND as_of <= $as_of GROUP BY ref_id
),
near AS (
    SELECT r.ref_id, min(distance_km(c.latitude, c.longitude, d.label_latitude, d.label_longitude)) AS distance_km
    FROM facts.reference_complexes AS r
    JOIN facts.complexes AS c ON c.complex_id = $complex_id
    JOIN facts.districts AS d ON lies_in(string_split(r.district_ko, ';'), [r.province_id], d.keys, d.province_ids)
    GROUP BY r.ref_id
)
SELECT r.name_ko, r.name_en, n.distance_km, r.cohort_year, r.area_m2, o.value AS sold_pct, o.as_of AS sold_on,
       list_concat(r.origin_ids, coalesce(o.origin_ids, [])) AS origin_ids
FROM facts.reference_complexes AS r JOIN near AS n USING (ref_id) LEFT JOIN sold AS o USING (ref_id)
ORDER BY n.distance_km, r.name_ko LIMIT 5
