-- question: which talent programmes are known, of what kind, where, for whom, with how many seats and how much money?
-- grain: one row per programme at one institution, as known on the as-of day
-- parameters: as_of DATE
-- columns:
--   programme_id: the programme
--   type: kind of programme
--   level: high-school, bachelor (two-year colleges too), graduate, bootcamp, start-up or other (no level stated)
--   state: running, selected, planned or ended
--   counted: whether it counts (running or selected, and no part of a programme listed itself)
--   part: whether it is a part of, or repeats, a programme listed itself
--   institution_ko, institution_en: school, university or body
--   department_ko: department or programme as printed
--   industry_id: its industry
--   partner_company_ko: partner firms as printed
--   ministry_ko, ministry_en: who is in charge
--   province_id: its province (main campus), if known
--   district_code: its si, gun or gu, if known
--   capital_area: whether that province is in the capital area
--   place: how well it can be placed (district, city, province, nationwide, unknown)
--   latitude, longitude: the middle of its si, gun, gu or city (degrees); empty where it can't be placed
--   seats_per_year: published seats (a year, see seats_kind and seats_unit)
--   seats_unit: people or firms
--   seats_kind: intake (admission places), trained (people to be trained or to graduate) or supported (founders, firms)
--   budget_krw: the programme's total (won)
--   start_year, end_year: first and last year
--   stated_on: when it was announced; the oldest source's day where that is not published
--   note_ko, note_en: our note
--   warnings: usage warnings
--   origin_ids: sources
SELECT programme_id, type, level, state, counted, part, institution_ko, institution_en, department_ko, industry_id, partner_company_ko,
       ministry_ko, ministry_en, province_id, district_code, capital_area, place, latitude, longitude, seats_per_year, seats_unit, seats_kind,
       budget_krw, start_year, end_year, stated_on, note_ko, note_en, warnings, origin_ids
FROM talent_at($as_of)
ORDER BY list_position(['running', 'selected', 'planned', 'ended'], state), industry_id, type, seats_per_year DESC NULLS LAST, institution_ko, programme_id
