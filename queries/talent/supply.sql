-- question: which figures of seats, graduates, people trained, targets and demand are published, for which industry and year?
-- grain: one row per published figure, as known on the as-of day
-- parameters: as_of DATE
-- columns:
--   supply_id: the figure
--   industry_id: its industry; empty where it is about several
--   metric: demand, target, seats, graduates or trained
--   year: the year it is for (a target: the year aimed at)
--   scope_ko, scope_en: what it is about
--   value: the figure (see unit)
--   unit, unit_ko: what it counts, with its period
--   additional_years: where it is people needed on top of today's workforce: over how many years (years)
--   stated_on: the day of its oldest source; a figure without one is known once its year has come, a forecast or target always
--   note_ko, note_en: our note
--   warnings: usage warnings
--   origin_ids: sources
WITH known AS (
    SELECT s.*, first_published(s.origin_ids) AS stated_on
    FROM facts.talent_supply AS s
)
SELECT supply_id, industry_id, metric, year, scope_ko, scope_en, value, unit, unit_ko,
       CASE unit WHEN 'additional persons in ten years' THEN 10 WHEN 'additional persons in 5 years' THEN 5 END AS additional_years,
       stated_on, note_ko, note_en, coalesce(warnings, []) AS warnings, origin_ids
FROM known
WHERE stated_on <= $as_of OR (stated_on IS NULL AND (metric IN ('demand', 'target') OR year <= year($as_of::DATE)))
ORDER BY industry_id NULLS LAST, list_position(['demand', 'target', 'seats', 'graduates', 'trained'], metric), year, value DESC, supply_id
