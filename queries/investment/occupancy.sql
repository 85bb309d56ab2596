-- question: how far are works, land sold and operation of older complexes, as published for a day or before?
-- grain: one row per published value
-- parameters: as_of DATE
-- columns:
--   occupancy_id: the published value
--   place: slug of the complex; its Korean name where it is not among the reference complexes
--   place_ko, place_en: the complex
--   province_id: its province, where known
--   situation: capital or non-capital, where known
--   industry_id: its industry, where known
--   metric: works-share, land-sold-share, employees, operating-firms or output
--   value: the value (%, persons, firms or won)
--   value_on: the day that it is for
--   part: whether it is for a part of the complex
--   newest: whether it is the newest of its metric for its complex; of one day the one for the whole complex, then the larger
--   completed_on, completed_precision: when its first phase was completed, where a source says so
--   years: years from then to the day of the value; negative before completion
--   started_on: when construction began, where a source says so
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources of the value
--   completed_origin_ids: sources of the completion
WITH told AS (
    SELECT ref_id, stage_id, first(m ORDER BY period_start(date, precision), list_position(['year', 'half', 'quarter', 'month', 'day'], precision) DESC) AS reached
    FROM facts.reference_milestones AS m
    WHERE status = 'actual' AND stage_id IN ('completed', 'construction-started') AND period_start(date, precision) <= $as_of
      AND coalesce(stated_on, period_end(date, precision)) <= $as_of
    GROUP BY ALL
)
SELECT o.occupancy_id, coalesce(o.ref_id, o.place_ko) AS place, o.place_ko, o.place_en, province_on(r.province_id, $as_of) AS province_id,
       CASE WHEN p.capital_area THEN 'capital' WHEN NOT p.capital_area THEN 'non-capital' END AS situation, r.industry_id, o.metric, o.value, o.as_of AS value_on,
       list_contains(coalesce(o.warnings, []), 'part-of-site') AS part,
       row_number() OVER (PARTITION BY coalesce(o.ref_id, o.place_ko), o.metric
           ORDER BY o.as_of DESC, list_contains(coalesce(o.warnings, []), 'part-of-site'), o.value DESC) = 1 AS newest,
       c.reached.date AS completed_on, c.reached.precision AS completed_precision,
       datediff('day', c.reached.date, o.as_of) / 365.25 AS years, s.reached.date AS started_on,
       coalesce(o.warnings, []) AS warnings, o.note_ko, o.note_en, o.origin_ids, coalesce(c.reached.origin_ids, []) AS completed_origin_ids
FROM facts.occupancy AS o
LEFT JOIN facts.reference_complexes AS r USING (ref_id)
LEFT JOIN facts.provinces AS p ON p.province_id = r.province_id
LEFT JOIN told AS c ON c.ref_id = o.ref_id AND c.stage_id = 'completed'
LEFT JOIN told AS s ON s.ref_id = o.ref_id AND s.stage_id = 'construction-started'
WHERE o.as_of <= $as_of
ORDER BY place, o.metric, o.as_of, o.value
