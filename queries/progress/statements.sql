-- question: what was said about one stage of one complex, by whom and when?
-- grain: one row per statement
-- parameters: as_of DATE, complex_id VARCHAR, stage_id VARCHAR
-- columns:
--   milestone_id: the statement
--   stated_on, stated_precision: when it was said
--   status: planned, actual or withdrawn
--   date, precision: the date it gave
--   counts: whether it is a plan in force for the whole complex
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: its sources
SELECT milestone_id, stated_on, stated_precision, status, date, precision, counts, warnings, note_ko, note_en, origin_ids
FROM facts.milestones
WHERE complex_id = $complex_id AND stage_id = $stage_id AND stated_on <= $as_of
ORDER BY stated_on DESC, date DESC, milestone_id
