-- question: every dated statement about every stage of one complex
-- grain: one row per statement that counts
-- parameters: as_of DATE, complex_id VARCHAR
-- columns:
--   stage_id: the stage
--   status: planned, actual or withdrawn
--   stated_on: when it was said
--   from_day, to_day: first and last day of the period it gave
--   date, precision: the date as stated
--   origin_ids: sources
SELECT stage_id, status, stated_on, period_start(date, precision) AS from_day, period_end(date, precision) AS to_day, date, precision, origin_ids
FROM facts.milestones WHERE complex_id = $complex_id AND counts AND stated_on <= $as_of
ORDER BY stage_id, stated_on, milestone_id
