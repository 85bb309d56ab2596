-- question: which targets and actuals of the smart-and-green programme and of living conditions were known on a day?
-- grain: one row per target or actual
-- parameters: as_of DATE
-- columns:
--   indicator_id: the row
--   theme: energy, emissions, smart, living or young-workers
--   metric_ko, metric_en: what is measured
--   place_ko, place_en: the site; empty for the whole country
--   province_id: the site's province
--   value: the value, in its unit
--   unit, unit_ko: the unit
--   year: target year, or year of the actual; empty where the page gives none
--   status: target or actual
--   stated_on: the earliest day on which one of its pages was published; empty where none has a date
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources
-- A row whose pages came later is unknown; of pages without a date an actual counts from its year on.
WITH dated AS (SELECT *, first_published(origin_ids) AS stated_on FROM facts.smart_green)
SELECT indicator_id, theme, metric_ko, metric_en, place_ko, place_en, province_on(province_id, $as_of) AS province_id, value, unit, unit_ko, year, status, stated_on,
       warnings, note_ko, note_en, origin_ids
FROM dated
WHERE coalesce(stated_on <= $as_of, status = 'target' OR year IS NULL OR year <= year($as_of::DATE))
ORDER BY list_position(['energy', 'emissions', 'smart', 'living', 'young-workers'], theme), place_en IS NOT NULL, place_en, metric_en, year NULLS FIRST, status
