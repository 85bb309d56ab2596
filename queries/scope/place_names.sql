-- question: under which names is a province or a district known?
-- grain: one row per place and name
-- parameters:
-- columns:
--   kind: province or district
--   place_id: the province's id or the district's code
--   name: a name in Korean or English: today's full and short one, the id, former ones, other spellings
SELECT 'province' AS kind, province_id AS place_id, unnest([province_id, name_ko, name_en, short_ko, short_en]) AS name FROM facts.provinces
UNION SELECT 'district', district_code, unnest([d.name_ko, d.name_en, p.short_ko || ' ' || d.name_ko, p.name_ko || ' ' || d.name_ko, d.name_en || ', ' || p.short_en])
      FROM facts.geo_districts AS d JOIN facts.provinces AS p USING (province_id)
UNION SELECT kind, place_id, name FROM facts.place_names
ORDER BY kind, place_id, name
