-- question: which stages had each complex reached, planned, let pass or withdrawn, as known on each of several days?
-- grain: one row per day, complex and stage of the board
-- parameters: days DATE[], complexes VARCHAR[]
-- columns:
--   day: the day; only statements made by then count
--   complex_id: the complex
--   stage_id: the stage
--   position: the stage's place in the order
--   state: done, planned, passed, unconfirmed, withdrawn, skipped or unpublished
--   date, precision: when it was reached or withdrawn, else the latest plan
--   stated_on: when that was said
--   first_date, first_precision: the first plan
--   first_stated_on: when the first plan was said
--   first_end, last_end: the last day of the first plan's period and of the shown date's period
--   withdrawn_on: when it was last taken back, whatever was planned since
--   slip_months: move against the first plan (months); 0 where the periods overlap
--   restatements: how often the plan was stated again
--   late_first: still open, and moved later than first promised or the first promised period has passed
--   late_latest: still open, and the latest promised period has passed without news
--   passed_days: days from the end of the latest promised period to the newest evidence (only where it passed without news)
--   heard_on: when anything was last said about this complex
--   origin_ids: sources of the shown date
--   first_origin_ids: sources of the first plan
WITH days AS (SELECT DISTINCT unnest($days)::DATE AS day),
cells AS (
    SELECT d.day, s.* FROM days AS d, LATERAL (SELECT * FROM stage_cells(d.day)) AS s
    WHERE s.on_board AND list_contains($complexes, s.complex_id)
)
SELECT c.day, c.complex_id, c.stage_id, c.position, c.state, c.shown.date AS date, c.shown.precision AS precision, c.shown.stated_on AS stated_on,
       c.first_plan.date AS first_date, c.first_plan.precision AS first_precision, c.first_plan.stated_on AS first_stated_on,
       c.first_plan.to_day AS first_end, c.shown.to_day AS last_end, c.withdrawal.to_day AS withdrawn_on, c.slip_months, c.restatements,
       c.state IN ('planned', 'passed', 'unconfirmed') AND (coalesce(c.slip_months, 0) > 0 OR c.first_plan.to_day < c.evidence_on) AS late_first,
       c.state = 'passed' AS late_latest,
       CASE WHEN c.state = 'passed' THEN datediff('day', c.shown.to_day, c.evidence_on) END AS passed_days,
       c.evidence_on AS heard_on, c.shown.origin_ids AS origin_ids, c.first_plan.origin_ids AS first_origin_ids
FROM cells AS c
ORDER BY c.day, c.complex_id, c.position
