-- question: how long did each phase of the procedure take at the older complexes of the 2008 special act that finished it, as known on a day?
-- grain: one row per phase and older complex
-- parameters: as_of DATE
-- columns:
--   phase_id, place: the phase and its place in the order
--   ref_id, name_ko, name_en: the older complex
--   least_days, most_days: shortest and longest time that the stated periods allow
--   median_days: median over the older complexes of the middle of the two
--   shortest_days, longest_days: the least and the most middle among them
--   excess: none, over or perhaps: against the days that the law sets; empty where it sets none
--   cases: how many older complexes the median rests on
--   from_on, from_precision, to_on, to_precision: the dates of the two stages
--   origin_ids: sources of the two dates
-- Only what happened counts; the earliest date, on one day the more exact (as in forecast/reference). Those still waiting are not in it.
WITH told AS MATERIALIZED (
    SELECT m.*, period_start(date, precision) AS from_day, period_end(date, precision) AS to_day,
           list_position(['year', 'half', 'quarter', 'month', 'day'], precision) AS sharpness
    FROM facts.reference_milestones AS m
    WHERE status = 'actual' AND period_start(date, precision) <= $as_of AND coalesce(stated_on, period_end(date, precision)) <= $as_of
),
reached AS MATERIALIZED (
    SELECT ref_id, stage_id, first(t ORDER BY from_day, sharpness DESC, origin_ids) AS outcome FROM told AS t GROUP BY ALL
),
spans AS (
    SELECT p.phase_id, p.place, p.to_stage_id, c.ref_id, c.name_ko, c.name_en, b.outcome AS f, e.outcome AS t,
           greatest(datediff('day', b.outcome.to_day, e.outcome.from_day), 0) AS least_days, datediff('day', b.outcome.from_day, e.outcome.to_day) AS most_days
    FROM procedure_phases() AS p
    JOIN reached AS b ON b.stage_id = p.from_stage_id
    JOIN reached AS e ON e.ref_id = b.ref_id AND e.stage_id = p.to_stage_id
    JOIN facts.reference_complexes AS c ON c.ref_id = b.ref_id AND c.reference_class = 'special-act-2008'
    WHERE e.outcome.to_day >= b.outcome.from_day
)
SELECT phase_id, place, ref_id, name_ko, name_en, least_days, most_days,
       median((least_days + most_days) / 2.0) OVER phase AS median_days,
       min((least_days + most_days) / 2.0) OVER phase AS shortest_days, max((least_days + most_days) / 2.0) OVER phase AS longest_days,
       excess_of(least_days, most_days, limit_days) AS excess, count(*) OVER phase AS cases,
       f.date AS from_on, f.precision AS from_precision, t.date AS to_on, t.precision AS to_precision,
       list_distinct(list_concat(f.origin_ids, t.origin_ids)) AS origin_ids
FROM spans
LEFT JOIN phase_limits($as_of) AS l ON l.to_stage_id = spans.to_stage_id AND limit_kind = 'statutory' AND phase_id <> 'announced-to-approved'
WINDOW phase AS (PARTITION BY phase_id)
ORDER BY place, least_days + most_days, ref_id
