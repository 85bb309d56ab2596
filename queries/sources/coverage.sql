-- question: what is published about each complex, how new is it, and how much of it is official?
-- grain: one row per complex and subject, published or not
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   subject_kind: stage, figure, other (rows that name the complex) or around (rows about its province and industries, or its host)
--   subject: a stage, a figure, or investments, events, targets, designations, benefits, talent_programmes, grdp
--   place: the subject's place in the order
--   statements: rows about it that are known since a day, their own or that of their oldest page
--   official: of these, rows with at least one official or statistical source
--   undated: rows that no day is known of, which count on no as-of day
--   newest_on: the newest day since which one is known; empty where none has a day
--   skipped: whether the complex passed the stage over (a later one of the board is reached)
--   published: whether at least one statement is about it; a stage that was passed over counts for no such figure
--   origin_ids: sources of these rows
WITH cited_rows AS MATERIALIZED (SELECT * FROM cited($as_of) WHERE NOT packaged),
subjects AS (
    SELECT 'stage' AS subject_kind, stage_id AS subject, position AS place FROM facts.stages
    UNION ALL SELECT 'figure', unnest(['area', 'site-cost', 'rdz-area', 'private-investment', 'jobs', 'output']), 20 + generate_subscripts(range(6), 1)
    UNION ALL SELECT 'other', unnest(['investments', 'targets', 'events', 'designations', 'benefits']), 30 + generate_subscripts(range(5), 1)
    UNION ALL SELECT 'around', unnest(['talent_programmes', 'grdp']), 40 + generate_subscripts(range(2), 1)
),
named AS (
    SELECT unnest(complex_ids) AS complex_id,
           CASE table_name WHEN 'milestones' THEN 'stage' WHEN 'complex_figures' THEN 'figure' ELSE 'other' END AS subject_kind,
           CASE WHEN table_name IN ('milestones', 'complex_figures') THEN what WHEN table_name = 'target_progress' THEN 'targets' ELSE table_name END AS subject,
           known_since, official, origin_ids
    FROM cited_rows
    UNION ALL
    SELECT c.complex_id, 'around', 'talent_programmes', p.known_since, p.official, p.origin_ids
    FROM complexes_at($as_of) AS c JOIN facts.talent_programmes AS t ON province_on(t.province_id, $as_of) = c.province_id AND list_contains(c.industry_ids, t.industry_id)
    JOIN cited_rows AS p ON p.table_name = 'talent_programmes' AND p.row_id = t.programme_id
    UNION ALL
    SELECT h.complex_id, 'around', 'grdp', make_date(g.year, 12, 31), true, g.origin_ids
    FROM (SELECT DISTINCT complex_id, district_code FROM facts.geo_hosts) AS h JOIN facts.grdp AS g USING (district_code)
    WHERE make_date(g.year, 12, 31) <= $as_of
),
told AS (
    SELECT complex_id, subject_kind, subject, count(known_since) AS statements, count(known_since) FILTER (official) AS official,
           count(*) FILTER (known_since IS NULL) AS undated, max(known_since) AS newest_on, list_sort(list_distinct(flatten(list(origin_ids)))) AS origin_ids
    FROM named GROUP BY ALL
)
SELECT c.complex_id, s.subject_kind, s.subject, s.place, coalesce(t.statements, 0) AS statements, coalesce(t.official, 0) AS official,
       coalesce(t.undated, 0) AS undated, t.newest_on, coalesce(k.state = 'skipped', false) AS skipped,
       coalesce(t.statements, 0) > 0 AND k.state IS DISTINCT FROM 'skipped' AS published, coalesce(t.origin_ids, []) AS origin_ids
FROM facts.complexes AS c CROSS JOIN subjects AS s
LEFT JOIN told AS t USING (complex_id, subject_kind, subject)
LEFT JOIN (SELECT complex_id, stage_id AS subject, 'stage' AS subject_kind, state FROM stage_cells($as_of)) AS k USING (complex_id, subject_kind, subject)
WHERE list_contains($complexes, c.complex_id)
ORDER BY c.complex_id, s.place
