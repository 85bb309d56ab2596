-- question: which dates were promised for a stage, when, and what came of it, as known on a day?
-- grain: one row per planned statement about an older complex or one of the 15
-- parameters: as_of DATE
-- columns:
--   ledger: reference (the older complexes) or complexes (the 15)
--   id: the older complex, or the complex
--   reference_class: of an older complex; empty for the 15
--   promise_id: the statement
--   stage_id, position: the stage and its place in the order
--   stated_on: when it was promised; empty where the page has no date
--   plan_from, plan_to, precision: the promised period
--   origin_ids, warnings: sources of the promise and what to mind
--   from_day, to_day: the period in which the stage was reached; empty if no source says so
--   outcome_origin_ids: sources of the outcome
--   passed_over: whether a later stage was reached and nothing says when this one was
--   withdrawn_on: when the complex or the stage was given up
--   followed_until: the last day on which the stage is known to have been open still; for the 15 the day asked about
-- Outcomes by the rules of forecast/reference and of the stage board. Of the 15 only plans in force for the whole complex; of
-- the older ones no plans for a second phase, because `completed` means the first.
WITH told AS MATERIALIZED (
    SELECT *, period_start(date, precision) AS from_day, period_end(date, precision) AS to_day,
           list_position(['year', 'half', 'quarter', 'month', 'day'], precision) AS sharpness
    FROM facts.reference_milestones
    WHERE status <> 'planned' AND period_start(date, precision) <= $as_of AND coalesce(stated_on, period_end(date, precision)) <= $as_of
),
reached AS MATERIALIZED (
    SELECT ref_id, stage_id, first(t ORDER BY from_day, sharpness DESC, origin_ids) AS outcome
    FROM told AS t WHERE status = 'actual' GROUP BY ALL
),
furthest AS (SELECT ref_id, max(position) AS reached_position FROM reached JOIN facts.stages USING (stage_id) WHERE on_board GROUP BY ALL),
given_up AS (
    SELECT ref_id, max(w.to_day) AS withdrawn_on FROM told AS w
    WHERE status = 'withdrawn'
      AND NOT EXISTS (SELECT 1 FROM told AS a WHERE a.ref_id = w.ref_id AND a.status = 'actual' AND a.to_day > w.from_day)
    GROUP BY ALL
),
heard AS (
    SELECT ref_id, coalesce(stated_on, to_day) AS day FROM told
    UNION ALL
    SELECT ref_id, as_of FROM facts.occupancy WHERE ref_id IS NOT NULL
    UNION ALL
    SELECT ref_id, published_on FROM (SELECT ref_id, unnest(origin_ids) AS origin_id FROM facts.reference_complexes)
    JOIN facts.origins USING (origin_id)
),
followed AS (SELECT ref_id, max(day) AS followed_until FROM heard WHERE day <= $as_of GROUP BY ALL)
SELECT 'reference' AS ledger, m.ref_id AS id, c.reference_class, m.ref_milestone_id AS promise_id, m.stage_id, s.position, m.stated_on,
       period_start(m.date, m.precision) AS plan_from, period_end(m.date, m.precision) AS plan_to, m.precision,
       m.origin_ids, m.warnings, outcome.from_day AS from_day, outcome.to_day AS to_day, outcome.origin_ids AS outcome_origin_ids,
       outcome IS NULL AND s.position < coalesce(reached_position, 0) AS passed_over, withdrawn_on, followed_until
FROM facts.reference_milestones AS m JOIN facts.reference_complexes AS c USING (ref_id) JOIN facts.stages AS s USING (stage_id)
LEFT JOIN reached USING (ref_id, stage_id) LEFT JOIN furthest USING (ref_id)
LEFT JOIN given_up USING (ref_id) LEFT JOIN followed USING (ref_id)
WHERE m.status = 'planned' AND coalesce(m.stated_on, first_published(m.origin_ids), $as_of) <= $as_of AND NOT starts_with(coalesce(m.note_en, ''), 'phase 2')
UNION ALL
SELECT 'complexes', m.complex_id, NULL, m.milestone_id, m.stage_id, k.position, m.stated_on,
       period_start(m.date, m.precision), period_end(m.date, m.precision), m.precision, m.origin_ids, m.warnings,
       CASE WHEN k.state = 'done' THEN k.shown.from_day END, CASE WHEN k.state = 'done' THEN k.shown.to_day END,
       CASE WHEN k.state = 'done' THEN k.shown.origin_ids END, k.state = 'skipped',
       CASE WHEN k.state <> 'done' AND m.stated_on <= k.withdrawal.stated_on THEN k.withdrawal.to_day END, $as_of
FROM facts.milestones AS m JOIN stage_cells($as_of) AS k USING (complex_id, stage_id)
WHERE m.status = 'planned' AND m.counts AND m.stated_on <= $as_of
ORDER BY ledger, id, position, stated_on, plan_to, promise_id
