-- question: which values were published against each goal by a day?
-- grain: one row per published value
-- parameters: as_of DATE
-- columns:
--   progress_id: the published value
--   target_id: the goal
--   role: progress, or baseline (a value of before the goal's time)
--   value: the value, in its unit
--   unit_ko, unit_en: its unit, which need not be that of the goal
--   value_on, value_precision: the day that it is for
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources
SELECT progress_id, target_id, role, value, unit_ko, unit_en, as_of AS value_on, as_of_precision AS value_precision, coalesce(warnings, []) AS warnings, note_ko, note_en, origin_ids
FROM facts.target_progress WHERE as_of <= $as_of
ORDER BY target_id, as_of DESC
