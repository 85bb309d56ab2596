-- question: which stages has each complex reached, planned, let pass or withdrawn, as known on a day?
-- grain: one row per complex and stage of the board
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   stage_id: the stage
--   position: the stage's place in the order
--   state: done, planned, passed, unconfirmed, withdrawn, skipped or unpublished
--   date, precision: when it was reached or withdrawn, else the latest plan
--   stated_on: when that was said
--   first_date, first_precision: the first plan
--   first_stated_on: when the first plan was said
--   last_date, last_precision, last_stated_on: the latest plan, and when it was said
--   first_end, last_end: the last day of the first plan's period and of the shown date's period
--   withdrawn_on: when it was last taken back, whatever was planned since
--   slip_months: move against the first plan (months); 0 where the periods overlap
--   restatements: how often the plan was stated again
--   heard_on: when anything was last said about this complex
--   origin_ids: sources of the shown date
SELECT complex_id, stage_id, position, state, shown.date AS date, shown.precision AS precision, shown.stated_on AS stated_on,
       first_plan.date AS first_date, first_plan.precision AS first_precision, first_plan.stated_on AS first_stated_on,
       last_plan.date AS last_date, last_plan.precision AS last_precision, last_plan.stated_on AS last_stated_on,
       first_plan.to_day AS first_end, shown.to_day AS last_end, withdrawal.to_day AS withdrawn_on, slip_months, restatements, evidence_on AS heard_on,
       shown.origin_ids AS origin_ids
FROM stage_cells($as_of)
WHERE on_board AND list_contains($complexes, complex_id)
ORDER BY complex_id, position
