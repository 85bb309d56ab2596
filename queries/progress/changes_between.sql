-- question: what changed between two days?
-- grain: one row per complex and change: a stage reached, restated or withdrawn; an area or cost stated anew; new money; a new zone
-- parameters: as_of DATE, since DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   kind: reached, withdrawn, restated, first-planned, figure, money or zone
--   subject: the stage, the figure's metric, the kind of money or the type of zone
--   subject_ko, subject_en: a name for money (the company) and zones; empty otherwise
--   before_on, before_precision: the date before
--   after_on, after_precision: the date now
--   before_value, after_value: the figure before and now (m2, won or people)
--   moved_months: move of a restated plan (months)
--   stated_on: when it was said
--   origin_ids: sources
WITH now_cells AS (SELECT * FROM stage_cells($as_of)),
then_cells AS (SELECT * FROM stage_cells($since)),
stages AS (
    SELECT n.complex_id, n.stage_id, n.position,
           CASE WHEN n.withdrawal.stated_on > $since AND n.state <> 'done' THEN 'withdrawn'
                WHEN n.state = 'done' AND t.state <> 'done' THEN 'reached'
                WHEN n.state IN ('planned', 'passed', 'unconfirmed') AND t.last_plan IS NULL THEN 'first-planned'
                WHEN n.state IN ('planned', 'passed', 'unconfirmed') AND n.last_plan.milestone_id <> t.last_plan.milestone_id
                     AND slip_months(t.last_plan.from_day, t.last_plan.to_day, n.last_plan.from_day, n.last_plan.to_day) <> 0 THEN 'restated'
           END AS kind, t.last_plan AS before, CASE WHEN kind = 'withdrawn' THEN n.withdrawal ELSE n.shown END AS after
    FROM now_cells AS n JOIN then_cells AS t USING (complex_id, stage_id)
),
figures AS (
    SELECT n.complex_id, n.metric, t.value AS before_value, n.value AS after_value, n.stated_on, n.origin_ids
    FROM figures_at($as_of) AS n LEFT JOIN figures_at($since) AS t USING (complex_id, metric)
    WHERE n.stated_on > $since AND n.value IS DISTINCT FROM t.value
)
SELECT complex_id, kind, stage_id AS subject, NULL AS subject_ko, NULL AS subject_en, before.date AS before_on, before.precision AS before_precision,
       after.date AS after_on, after.precision AS after_precision, NULL::DOUBLE AS before_value, NULL::DOUBLE AS after_value,
       CASE WHEN before IS NOT NULL AND kind <> 'withdrawn' THEN slip_months(before.from_day, before.to_day, after.from_day, after.to_day) END AS moved_months,
       after.stated_on AS stated_on, after.origin_ids AS origin_ids
FROM stages WHERE kind IS NOT NULL AND list_contains($complexes, complex_id)
UNION ALL
SELECT complex_id, 'figure', metric, NULL, NULL, NULL, NULL, NULL, NULL, before_value, after_value, NULL, stated_on, origin_ids
FROM figures WHERE list_contains($complexes, complex_id)
UNION ALL
SELECT complex_id, 'money', money_kind, company_ko, company_en, NULL, NULL, NULL, NULL, NULL, amount_krw, NULL, stated_on, origin_ids
FROM facts.investments WHERE stated_on > $since AND stated_on <= $as_of AND list_contains($complexes, complex_id)
UNION ALL
SELECT complex_id, 'zone', type, name_ko, name_en, NULL, NULL, designated_on, designated_precision, NULL, NULL, NULL, designated_on, origin_ids
FROM zones_at($as_of) WHERE designated_on > $since AND list_contains($complexes, complex_id)
ORDER BY complex_id, stated_on DESC, kind, subject, subject_ko, after_value
