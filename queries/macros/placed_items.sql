-- Designated zones, talent programmes and older complexes known by a day, each with the middle of every si, gun or gu that its row
-- names (`exact`), or of each of its provinces where no district is named or known (not `exact`): nobody publishes coordinates.
CREATE MACRO placed_items(known_on) AS TABLE
WITH items AS (
    SELECT 'zone' AS kind, zone_id AS item_id, type, name_ko, name_en, province_ids, string_split(district_ko, ';') AS places,
           industry_ids, complex_id, designated_on AS dated_on, designated_precision AS dated_precision, origin_ids, warnings
    FROM zones_at(known_on)
    UNION ALL
    SELECT 'programme', programme_id, type, concat_ws(' ', institution_ko, department_ko), concat_ws(', ', institution_en, department_ko),
           [province_id], [district_ko], [industry_id], NULL,
           CASE WHEN start_year IS NOT NULL THEN make_date(start_year, 1, 1) ELSE NULL END, 'year', origin_ids, warnings
    FROM talent_at(known_on)
    WHERE state <> 'ended' AND coalesce(start_year <= year(known_on), true) AND province_id IS NOT NULL
    UNION ALL
    SELECT 'older', ref_id, reference_class, name_ko, name_en, provinces_on([province_id], known_on), string_split(district_ko, ';'), [industry_id], NULL,
           CASE WHEN cohort_year IS NOT NULL THEN make_date(cohort_year, 1, 1) ELSE NULL END, 'year', origin_ids, warnings
    FROM facts.reference_complexes WHERE cohort_year IS NULL OR cohort_year <= year(known_on)
),
exact AS (
    SELECT DISTINCT n.kind, n.item_id, d.district_code AS place_code, d.province_id, d.label_latitude AS latitude, d.label_longitude AS longitude
    FROM items AS n JOIN districts_at(known_on) AS d ON lies_in(n.places, n.province_ids, d.keys, d.province_ids)
),
vague AS (
    SELECT i.kind, i.item_id, p.province_id AS place_code, p.province_id, p.label_latitude AS latitude, p.label_longitude AS longitude
    FROM items AS i JOIN facts.geo_provinces AS p ON list_contains(i.province_ids, p.province_id) AND known_on BETWEEN p.valid_from AND coalesce(p.valid_to, known_on)
    WHERE NOT EXISTS (SELECT 1 FROM exact AS e WHERE e.kind = i.kind AND e.item_id = i.item_id)
),
placed AS (SELECT *, true AS exact FROM exact UNION ALL SELECT *, false FROM vague)
SELECT i.kind, i.item_id, i.type, i.name_ko, i.name_en, i.industry_ids, i.complex_id, i.dated_on, i.dated_precision, i.origin_ids, i.warnings,
       p.place_code, p.province_id, p.latitude, p.longitude, p.exact
FROM items AS i JOIN placed AS p USING (kind, item_id);
