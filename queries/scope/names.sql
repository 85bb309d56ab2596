-- question: what are things called on a day, and what can be filtered by?
-- grain: one row per province, industry, stage, complex or district (si, gun, gu)
-- parameters: as_of DATE
-- columns:
--   kind: province, industry, stage, complex or district
--   id: its id
--   name_ko, name_en: its name on the day as shown in filters and lists; a province that is not in force has its last one
--   place: its order within the kind
--   choice: whether a choice offers it
--   known_ids: of a province in force the ids under which facts about its territory are filed, those of a merger too
WITH provinces AS (
    SELECT p.province_id, coalesce(q.short_ko, p.short_ko) AS short_ko, coalesce(q.short_en, p.short_en) AS short_en, q.province_id IS NOT NULL AS in_force,
           coalesce(p.code, (SELECT min(f.code) FROM facts.provinces AS f WHERE list_contains(p.former_ids, f.province_id)))::INTEGER AS place,
           coalesce(q.known_ids, []) AS known_ids
    FROM facts.provinces AS p LEFT JOIN provinces_at($as_of) AS q USING (province_id)
)
SELECT 'province' AS kind, province_id AS id, short_ko AS name_ko, short_en AS name_en, place, in_force AS choice, known_ids FROM provinces
UNION ALL SELECT 'industry', industry_id, name_ko, name_en, row_number() OVER (ORDER BY industry_id = 'other', name_en), true, [] FROM facts.industries
UNION ALL SELECT 'stage', stage_id, name_ko, name_en, position, on_board, [] FROM facts.stages
UNION ALL SELECT 'complex', complex_id, short_ko, short_en, row_number() OVER (ORDER BY short_en), true, [] FROM facts.complexes
UNION ALL SELECT 'district', d.district_code, CASE WHEN p.province_id = 'sejong' THEN p.short_ko ELSE p.short_ko || ' ' || d.name_ko END,
       CASE WHEN p.province_id = 'sejong' THEN p.short_en ELSE d.name_en || ', ' || p.short_en END, d.district_code::INTEGER, true, []
       FROM districts_at($as_of) AS d JOIN provinces AS p USING (province_id)
ORDER BY kind, place, id
