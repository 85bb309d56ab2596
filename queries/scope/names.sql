-- question: what are things called, and what can be filtered by?
-- grain: one row per province, industry, stage, complex or district (si, gun, gu)
-- parameters:
-- columns:
--   kind: province, industry, stage, complex or district
--   id: its id
--   name_ko, name_en: its name as shown in filters and lists
--   place: its order within the kind
--   choice: whether a choice offers it
SELECT 'province' AS kind, province_id AS id, short_ko AS name_ko, short_en AS name_en, code::INTEGER AS place, true AS choice FROM facts.provinces
UNION ALL SELECT 'industry', industry_id, name_ko, name_en, row_number() OVER (ORDER BY industry_id = 'other', name_en), true FROM facts.industries
UNION ALL SELECT 'stage', stage_id, name_ko, name_en, position, on_board FROM facts.stages
UNION ALL SELECT 'complex', complex_id, short_ko, short_en, row_number() OVER (ORDER BY short_en), true FROM facts.complexes
UNION ALL SELECT 'district', d.district_code, CASE WHEN p.province_id = 'sejong' THEN p.short_ko ELSE p.short_ko || ' ' || d.name_ko END,
       CASE WHEN p.province_id = 'sejong' THEN p.short_en ELSE d.name_en || ', ' || p.short_en END, d.district_code::INTEGER, true
       FROM facts.geo_districts AS d JOIN facts.provinces AS p USING (province_id)
ORDER BY kind, place
