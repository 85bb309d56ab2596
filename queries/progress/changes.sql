-- question: what was said lately, newest first?
-- grain: one row per dated news: an event, or a plan that was restated to another date
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   on_day, on_precision: when it was said or happened
--   complex_id: the complex
--   kind: the kind of event, or `restated`
--   headline_ko, headline_en: what happened (empty for a restated plan)
--   stage_id: the stage restated (empty for an event)
--   before_on, before_precision: the plan before
--   after_on, after_precision: the plan now
--   moved_months: move between the two (months)
--   origin_ids: sources
WITH plans AS (
    SELECT complex_id, stage_id, stated_on, date, precision, origin_ids,
           period_start(date, precision) AS from_day, period_end(date, precision) AS to_day
    FROM facts.milestones
    WHERE status = 'planned' AND counts AND stated_on <= $as_of AND stated_precision = 'day'
    QUALIFY row_number() OVER (PARTITION BY complex_id, stage_id, stated_on
        ORDER BY list_position(['year', 'half', 'quarter', 'month', 'day'], precision) DESC, to_day DESC) = 1
),
restated AS (
    SELECT *, lag(date) OVER w AS before_on, lag(precision) OVER w AS before_precision,
           slip_months(lag(from_day) OVER w, lag(to_day) OVER w, from_day, to_day) AS moved_months
    FROM plans WINDOW w AS (PARTITION BY complex_id, stage_id ORDER BY stated_on)
)
SELECT stated_on AS on_day, 'day' AS on_precision, complex_id, 'restated' AS kind, NULL AS headline_ko, NULL AS headline_en,
       stage_id, before_on, before_precision, date AS after_on, precision AS after_precision, moved_months, origin_ids
FROM restated WHERE before_on IS NOT NULL AND moved_months <> 0 AND list_contains($complexes, complex_id)
UNION ALL
SELECT date, date_precision, complex_id, kind, headline_ko, headline_en, NULL, NULL, NULL, NULL, NULL, NULL, origin_ids
FROM facts.events WHERE date <= $as_of AND list_contains($complexes, complex_id)
ORDER BY on_day DESC, complex_id, kind, stage_id, headline_ko
