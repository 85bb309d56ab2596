-- question: which stages has each complex reached, and which date is promised for the others, as known on a day?
-- grain: one row per complex and stage
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   stage_id, position: the stage and its place in the order
--   state: done, planned, passed, unconfirmed, withdrawn, skipped or unpublished
--   from_day, to_day: the period in which it was reached; empty otherwise
--   plan_from, plan_to, plan_precision: the latest plan; empty if there is none
--   plan_stated_on, plan_origin_ids: when and by which sources it was said
--   evidence_on: the newest day on which anything dated was said of the complex
--   origin_ids: sources of the outcome
SELECT complex_id, stage_id, position, state,
       CASE WHEN state = 'done' THEN shown.from_day END AS from_day, CASE WHEN state = 'done' THEN shown.to_day END AS to_day,
       last_plan.from_day AS plan_from, last_plan.to_day AS plan_to, last_plan.precision AS plan_precision,
       last_plan.stated_on AS plan_stated_on, last_plan.origin_ids AS plan_origin_ids, evidence_on,
       CASE WHEN state = 'done' THEN shown.origin_ids END AS origin_ids
FROM stage_cells($as_of)
WHERE list_contains($complexes, complex_id)
ORDER BY complex_id, position
