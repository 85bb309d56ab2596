-- question: under which names is a province or a district known, of whatever day?
-- grain: one row per place and name
-- parameters:
-- columns:
--   kind: province or district
--   place_id: the province's id or the district's code
--   name: a name in Korean or English: full and short ones of every day, the id, other spellings
WITH provinces AS (
    SELECT province_id, name_ko, name_en, short_ko, short_en FROM facts.provinces
    UNION SELECT place_id, name_ko, name_en, short_ko, short_en FROM facts.place_periods WHERE kind = 'province'
),
districts AS (
    SELECT district_code, name_ko, name_en, province_id FROM facts.geo_districts
    UNION SELECT place_id, unnest([name_ko, split_part(name_ko, ' ', -1)]), unnest([name_en, split_part(name_en, ', ', 1)]), province_id
          FROM facts.place_periods WHERE kind <> 'province'
),
within AS (  -- a district with each province that it lay in, before and after a merger
    SELECT d.*, unnest(list_concat([d.province_id], coalesce((SELECT list(s.province_id) FROM facts.provinces AS s WHERE list_contains(s.former_ids, d.province_id)), []))) AS lay_in
    FROM districts AS d
)
SELECT 'province' AS kind, province_id AS place_id, unnest([province_id, name_ko, name_en, short_ko, short_en]) AS name FROM provinces
UNION SELECT 'district', district_code, unnest([w.name_ko, w.name_en, p.short_ko || ' ' || w.name_ko, p.name_ko || ' ' || w.name_ko, w.name_en || ', ' || p.short_en])
      FROM within AS w JOIN provinces AS p ON p.province_id = w.lay_in
UNION SELECT kind, place_id, name FROM facts.place_names
ORDER BY kind, place_id, name
