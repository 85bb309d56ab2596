-- question: what was each numbered goal, and what was published against it by a day?
-- grain: one row per goal known that day (undated ones from their pages' day on, else from the start)
-- parameters: as_of DATE
-- columns:
--   target_id: the goal
--   programme_ko, programme_en: the plan that sets it
--   metric_ko, metric_en: what is counted
--   goal_group: what statements of one goal share that was stated more than once; empty for the others
--   value: the goal, in its unit; empty where the goal is a date
--   unit_ko, unit_en: its unit
--   due_on, due_precision: by when
--   scope: national, industry, province or complex
--   industry_id, province_id, complex_id: what it is for
--   situation: capital or non-capital, where it is for one province
--   stated_on, stated_precision: when it was stated
--   warnings: usage warnings of the goal
--   note_ko, note_en: our note on the goal
--   state: nothing (published), unlike (published in another unit), met, short (due day passed) or open
--   found: the newest value published for it, in found_unit; empty if there is none
--   found_unit_ko, found_unit_en: its unit
--   found_on, found_precision: the day that it is for
--   found_note_ko, found_note_en, found_warnings: our note on it and what to mind
--   values_found: how many values were published
--   distance: the goal less the newest value, in the unit of the goal; only where the units are the same
--   pace_needed: the distance by the years from the newest value's day to the due day (unit a year); only while open
--   pace_so_far: what was gained a year from the first value to the newest (unit a year); only where there are two
--   origin_ids: sources of the goal and of all published values
WITH told AS (FROM facts.target_progress WHERE role = 'progress' AND as_of <= $as_of),
newest AS (
    SELECT target_id, last(p ORDER BY as_of) AS now, count(*) AS times, flatten(list(origin_ids)) AS origin_ids FROM told AS p GROUP BY target_id
),
oldest AS (
    SELECT p.target_id, first(p ORDER BY p.as_of) AS before
    FROM told AS p JOIN newest AS n USING (target_id) WHERE p.as_of < n.now.as_of AND p.unit_en = n.now.unit_en GROUP BY p.target_id
),
goals AS (
    SELECT t.*, n.now, n.times, n.origin_ids AS found_origin_ids, o.before, n.now.unit_en = t.unit_en AS same_unit,
           CASE WHEN n.now.unit_en = t.unit_en THEN t.value - n.now.value END AS distance,
           datediff('day', n.now.as_of, t.due_on) / 365.25 AS years_left, datediff('day', o.before.as_of, n.now.as_of) / 365.25 AS years_gone
    FROM facts.targets AS t LEFT JOIN newest AS n USING (target_id) LEFT JOIN oldest AS o USING (target_id)
    WHERE coalesce(t.stated_on, first_published(t.origin_ids), $as_of) <= $as_of
),
judged AS (
    SELECT *, CASE WHEN now IS NULL THEN 'nothing' WHEN NOT same_unit THEN 'unlike' WHEN distance <= 0 THEN 'met'
                   WHEN due_on < $as_of THEN 'short' ELSE 'open' END AS state
    FROM goals
)
SELECT j.target_id, j.programme_ko, j.programme_en, j.metric_ko, j.metric_en, j.goal_group, j.value, j.unit_ko, j.unit_en, j.due_on, j.due_precision,
       j.scope, j.industry_id, province_on(j.province_id, $as_of) AS province_id, j.complex_id, CASE WHEN p.capital_area THEN 'capital' WHEN NOT p.capital_area THEN 'non-capital' END AS situation,
       j.stated_on, j.stated_precision, coalesce(j.warnings, []) AS warnings, j.note_ko, j.note_en, j.state,
       j.now.value AS found, j.now.unit_ko AS found_unit_ko, j.now.unit_en AS found_unit_en, j.now.as_of AS found_on, j.now.as_of_precision AS found_precision,
       j.now.note_ko AS found_note_ko, j.now.note_en AS found_note_en, coalesce(j.now.warnings, []) AS found_warnings, coalesce(j.times, 0) AS values_found,
       j.distance, CASE WHEN j.state = 'open' AND j.years_left > 0 THEN j.distance / j.years_left END AS pace_needed,
       CASE WHEN j.state = 'open' AND j.years_gone > 0 THEN (j.now.value - j.before.value) / j.years_gone END AS pace_so_far,
       list_distinct(list_concat(j.origin_ids, coalesce(j.found_origin_ids, []))) AS origin_ids
FROM judged AS j LEFT JOIN facts.provinces AS p USING (province_id)
ORDER BY j.stated_on NULLS FIRST, j.programme_en, j.due_on, j.target_id
