-- question: how long from candidate to plan approval, how large, and on how much restricted land: the 15 and the complexes before them?
-- grain: one row per complex: the 15, and older ones under the special act of 2008
-- parameters: as_of DATE
-- columns:
--   id: the complex or older complex
--   generation: the year the first of its generation was put forward: 2007, 2014, 2018 or 2023
--   name_ko, name_en: the complex
--   area_m2: area as announced (the 15) or as published (m2)
--   candidate_on: when it was named a candidate (empty where only the year is known)
--   approved_on: when its plan was approved (empty: not yet, or not known by the day)
--   months: from the one to the other, or to the day where it is not approved (months of 30.44 days)
--   ended: whether the plan was approved
--   zone_m2: land of a restricted development zone on the site, where the whole of it was published (m2; the 15 only)
--   developers: number of developers (the 15 only)
--   state_developer: whether the state's LH is one of them (the 15 only)
--   firms: number of firms named for the site (the 15 only; many signed only a memorandum)
--   origin_ids: sources of the dates and areas
--   site_origin_ids: sources of developers and firms (the 15 only)
WITH told AS (
    SELECT ref_id, stage_id, date, precision, origin_ids, list_position(['year', 'half', 'quarter', 'month', 'day'], precision) AS sharpness
    FROM facts.reference_milestones
    WHERE status = 'actual' AND stage_id IN ('candidate-selected', 'plan-approved')
      AND period_start(date, precision) <= $as_of AND coalesce(stated_on, period_end(date, precision)) <= $as_of
),
reached AS (SELECT ref_id, stage_id, first(t ORDER BY date, sharpness DESC) AS outcome FROM told AS t WHERE precision IN ('day', 'month') GROUP BY ALL),
older AS (
    SELECT r.ref_id AS id, CASE WHEN r.cohort_year < 2012 THEN 2007 WHEN r.cohort_year < 2017 THEN 2014 ELSE 2018 END AS generation,
           r.name_ko, r.name_en, r.area_m2, c.outcome.date AS candidate_on, a.outcome.date AS approved_on,
           list_distinct(list_concat(r.origin_ids, coalesce(c.outcome.origin_ids, []), coalesce(a.outcome.origin_ids, []))) AS origin_ids
    FROM facts.reference_complexes AS r
    LEFT JOIN reached AS c ON c.ref_id = r.ref_id AND c.stage_id = 'candidate-selected'
    LEFT JOIN reached AS a ON a.ref_id = r.ref_id AND a.stage_id = 'plan-approved'
    WHERE r.reference_class = 'special-act-2008' AND r.cohort_year IS NOT NULL
),
cells AS (SELECT complex_id, stage_id, state, shown FROM stage_cells($as_of) WHERE stage_id IN ('candidate-selected', 'plan-approved')),
figures AS (SELECT * FROM figures_at($as_of)),
newer AS (
    SELECT x.complex_id AS id, 2023 AS generation, x.short_ko AS name_ko, x.short_en AS name_en, area.first_value AS area_m2,
           CASE WHEN c.state = 'done' THEN c.shown.date END AS candidate_on, CASE WHEN a.state = 'done' THEN a.shown.date END AS approved_on,
           zone.value AS zone_m2, len(string_split(x.developer_ko, ';')) AS developers, contains(x.developer_ko, 'LH') AS state_developer,
           len(string_split(x.anchor_companies_ko, ';')) AS firms,
           list_distinct(list_concat(c.shown.origin_ids, coalesce(a.shown.origin_ids, []), coalesce(area.origin_ids, []), coalesce(zone.origin_ids, []))) AS origin_ids, x.origin_ids AS site_origin_ids
    FROM facts.complexes AS x
    JOIN cells AS c ON c.complex_id = x.complex_id AND c.stage_id = 'candidate-selected'
    JOIN cells AS a ON a.complex_id = x.complex_id AND a.stage_id = 'plan-approved'
    LEFT JOIN figures AS area ON area.complex_id = x.complex_id AND area.metric = 'area'
    LEFT JOIN figures AS zone ON zone.complex_id = x.complex_id AND zone.metric = 'rdz-area'
)
SELECT id, generation, name_ko, name_en, area_m2, candidate_on, approved_on,
       datediff('day', candidate_on, coalesce(approved_on, $as_of::DATE)) / 30.44 AS months, approved_on IS NOT NULL AS ended,
       zone_m2, developers, state_developer, firms, origin_ids, site_origin_ids
FROM (FROM newer UNION ALL BY NAME FROM older)
WHERE candidate_on IS NULL OR candidate_on <= $as_of
ORDER BY generation, candidate_on, name_en
