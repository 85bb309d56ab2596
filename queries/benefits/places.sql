-- question: what do support measures need to know of a complex or a si, gun or gu?
-- grain: one row per complex or district
-- parameters: as_of DATE
-- columns:
--   place_id: complex:ID or district:CODE
--   complex_id: the complex, where it is one
--   district_code: its si, gun or gu
--   province_id: its province
--   territory_id: its province in the rules of the measures, which name those before a merger
--   capital_area: whether it lies in the capital area
--   complexes_here: the complexes that the district hosts
--   classes: the legal classes that it is in
--   other_classes: the legal classes that it is known not to be in
--   origin_ids: sources of the classes
WITH hosts AS (SELECT DISTINCT complex_id, district_code FROM facts.geo_hosts),
known AS (SELECT class_id, district_code, province_id, complete, origin_ids FROM facts.district_classes WHERE coalesce(stated_on, first_published(origin_ids), $as_of) <= $as_of),
districts AS (
    SELECT d.district_code, d.territory_id, d.province_id, p.capital_area,
           coalesce((SELECT list(h.complex_id) FROM hosts AS h WHERE h.district_code = d.district_code), []) AS complexes_here,
           coalesce((SELECT list(k.class_id ORDER BY k.class_id) FROM known AS k WHERE k.district_code = d.district_code), []) AS classes,
           coalesce((SELECT list(DISTINCT k.class_id) FROM known AS k WHERE k.complete OR k.province_id = d.territory_id), []) AS listed,
           coalesce((SELECT flatten(list(k.origin_ids)) FROM known AS k WHERE k.district_code = d.district_code), []) AS origin_ids
    FROM districts_at($as_of) AS d JOIN provinces_at($as_of) AS p USING (province_id)
)
SELECT 'district:' || district_code AS place_id, NULL AS complex_id, district_code, province_id, territory_id, capital_area, complexes_here, classes,
       list_sort(list_filter(listed, c -> NOT list_contains(classes, c))) AS other_classes, origin_ids
FROM districts
UNION ALL
SELECT 'complex:' || h.complex_id, h.complex_id, d.district_code, d.province_id, d.territory_id, d.capital_area, [h.complex_id], d.classes,
       list_sort(list_filter(d.listed, c -> NOT list_contains(d.classes, c))), d.origin_ids
FROM hosts AS h JOIN districts AS d USING (district_code)
ORDER BY place_id
