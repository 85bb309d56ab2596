-- question: which talent programmes stand in a complex's province and serve one of its industries?
-- grain: one row per programme that has not ended
-- parameters: as_of DATE, complex_id VARCHAR
-- columns:
--   institution_ko, institution_en: the school
--   department_ko: the department or programme
--   type: kind of programme
--   seats_per_year, seats_unit: seats (people a year; firms for start-up programmes)
--   start_year: first year
--   origin_ids: sources
SELECT t.institution_ko, t.institution_en, t.department_ko, t.type, t.seats_per_year, t.seats_unit, t.start_year, t.origin_ids
FROM talent_at($as_of) AS t JOIN complexes_at($as_of) AS c ON c.complex_id = $complex_id
WHERE t.province_id = c.province_id AND list_contains(c.industry_ids, t.industry_id) AND t.state <> 'ended'
ORDER BY t.seats_per_year DESC NULLS LAST, t.institution_ko, t.department_ko, t.start_year
