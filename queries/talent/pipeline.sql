-- question: which talent programmes of a complex's own industries lie within 120 km of it, and how far away?
-- grain: one row per complex and programme that has not ended, nearest first
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   programme_id: the programme
--   distance_km: from the complex's host localities to the middle of the school's si, gun, gu or city (km)
--   same_industry: whether it is for an industry of the complex; if not, it is a start-up programme, which is for any industry
--   type: kind of programme
--   level: high-school, bachelor (two-year colleges too), graduate, bootcamp, start-up or other (no level stated)
--   state: running, selected or planned
--   counted: whether it counts (running or selected, and no part of a programme listed itself)
--   part: whether it is a part of, or repeats, a programme listed itself
--   institution_ko, institution_en: the school
--   department_ko: department or programme as printed
--   industry_id: its industry
--   province_id, district_code: where
--   place: how well it can be placed (district or city)
--   seats_per_year: published seats (a year, see seats_kind and seats_unit)
--   seats_unit: people or firms
--   seats_kind: intake (admission places), trained (people to be trained or to graduate) or supported (founders, firms)
--   stated_on: when it was announced
--   origin_ids: sources
WITH pairs AS (
    SELECT c.complex_id, t.*, distance_km(c.latitude, c.longitude, t.latitude, t.longitude) AS distance_km,
           t.industry_id <> 'other' AND list_contains(c.industry_ids, t.industry_id) AS same_industry
    FROM facts.complexes AS c CROSS JOIN talent_at($as_of) AS t
    WHERE list_contains($complexes, c.complex_id) AND t.latitude IS NOT NULL AND t.state <> 'ended'
)
SELECT complex_id, programme_id, distance_km, same_industry, type, level, state, counted, part, institution_ko, institution_en, department_ko,
       industry_id, province_id, district_code, place, seats_per_year, seats_unit, seats_kind, stated_on, origin_ids
FROM pairs
WHERE distance_km <= 120 AND (same_industry OR level = 'start-up')
ORDER BY complex_id, distance_km, institution_ko, programme_id
