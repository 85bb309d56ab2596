-- question: which stages did each older complex reach, and when, as known on a day?
-- grain: one row per reference complex and stage
-- parameters: as_of DATE
-- columns:
--   ref_id, name_ko, name_en: the older complex
--   reference_class: special-act-2008, company-led or older
--   cohort_year: when it was put forward
--   stage_id, position: the stage and its place in the order
--   from_day, to_day: the period in which it was reached, as narrow as it is known; empty if no source says so
--   precision: how exactly that is known
--   stated_on: when a source said so; empty where the page has no date
--   origin_ids, warnings: sources of the outcome and what to mind; empty without one
--   withdrawn_on: when the complex was given up; empty while it goes on
--   followed_until: the last day on which a dated source spoke of what had happened at the complex
-- Only what happened counts: no planned date is read. The earliest date, on one day the more exact. A page without a date
-- counts from the end of the period that it tells of. An attempt withdrawn and later made good is no withdrawal.
WITH told AS MATERIALIZED (
    SELECT ref_id, stage_id, status, precision, stated_on, origin_ids, warnings,
           period_start(date, precision) AS from_day, period_end(date, precision) AS to_day,
           list_position(['year', 'half', 'quarter', 'month', 'day'], precision) AS sharpness
    FROM facts.reference_milestones
    WHERE status <> 'planned' AND period_start(date, precision) <= $as_of AND coalesce(stated_on, period_end(date, precision)) <= $as_of
),
reached AS MATERIALIZED (
    SELECT ref_id, stage_id, first(t ORDER BY from_day, sharpness DESC, origin_ids) AS outcome
    FROM told AS t WHERE status = 'actual' GROUP BY ALL
),
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
SELECT c.ref_id, c.name_ko, c.name_en, c.reference_class, c.cohort_year, s.stage_id, s.position,
       outcome.from_day AS from_day, outcome.to_day AS to_day, outcome.precision AS precision, outcome.stated_on AS stated_on,
       outcome.origin_ids AS origin_ids, outcome.warnings AS warnings, withdrawn_on, followed_until
FROM facts.reference_complexes AS c CROSS JOIN facts.stages AS s
LEFT JOIN reached USING (ref_id, stage_id) LEFT JOIN given_up USING (ref_id) LEFT JOIN followed USING (ref_id)
ORDER BY c.ref_id, s.position
