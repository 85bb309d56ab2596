-- One row per complex and stage, as it was known on a day (only statements made by then).
-- Which of several plans counts: only those in force for the whole complex (`counts`); the newest; on one day the more
-- precise; at equal precision the later date. The first plan is chosen by the same rule among the oldest.
-- State: done (reached, earliest date stated); withdrawn (a withdrawal newer than any word that it was reached
-- and than any plan);
-- planned; passed (the planned period lay before the complex's newest evidence, which says nothing newer of it); unconfirmed (it lay
-- before the day, but nothing at all was said of the complex since: silence is no delay); skipped (a later stage of the board is done
-- and no statement says that this one took place or was withdrawn, for example an exemption); unpublished.
CREATE MACRO stage_cells(known_on) AS TABLE
WITH statements AS (
    SELECT m.*, period_start(m.date, m.precision) AS from_day, m.to_day,
           list_position(['year', 'half', 'quarter', 'month', 'day'], m.precision) AS sharpness
    FROM dated_milestones() AS m
    WHERE m.stated_on <= known_on
),
plans AS (
    SELECT complex_id, stage_id,
           first(s ORDER BY stated_on, sharpness DESC, to_day DESC) AS first_plan,
           first(s ORDER BY stated_on DESC, sharpness DESC, to_day DESC) AS last_plan,
           count(DISTINCT stated_on) - 1 AS restatements
    FROM statements AS s WHERE status = 'planned' AND counts GROUP BY ALL
),
outcomes AS (
    SELECT complex_id, stage_id,
           first(s ORDER BY from_day, sharpness DESC) FILTER (status = 'actual') AS reached,
           first(s ORDER BY stated_on DESC) FILTER (status = 'withdrawn') AS withdrawal,
           max(stated_on) FILTER (status = 'actual') AS newest_actual
    FROM statements AS s WHERE status <> 'planned' AND counts GROUP BY ALL
),
states AS (
    SELECT c.complex_id, st.stage_id, st.position, st.on_board, p.first_plan, p.last_plan, coalesce(p.restatements, 0) AS restatements,
           o.reached, o.withdrawal, e.evidence_on,
           CASE WHEN o.withdrawal IS NOT NULL AND o.withdrawal.stated_on >= coalesce(greatest(o.newest_actual, p.last_plan.stated_on), o.withdrawal.stated_on)
                THEN 'withdrawn'
                WHEN o.reached IS NOT NULL AND (o.withdrawal IS NULL OR o.newest_actual > o.withdrawal.stated_on) THEN 'done'
                WHEN p.last_plan IS NULL THEN 'unpublished'
                WHEN p.last_plan.to_day < e.evidence_on THEN 'passed'
                WHEN p.last_plan.to_day < known_on THEN 'unconfirmed'
                ELSE 'planned' END AS state
    FROM facts.complexes AS c CROSS JOIN facts.stages AS st
    LEFT JOIN plans AS p USING (complex_id, stage_id)
    LEFT JOIN outcomes AS o USING (complex_id, stage_id)
    LEFT JOIN evidence_at(known_on) AS e USING (complex_id)
),
placed AS (
    SELECT *, max(position) FILTER (state = 'done' AND on_board) OVER (PARTITION BY complex_id) AS reached_position FROM states
)
SELECT complex_id, stage_id, position, on_board, reached_position, evidence_on, withdrawal,
       CASE WHEN state IN ('planned', 'passed', 'unconfirmed', 'unpublished') AND position < reached_position THEN 'skipped' ELSE state END AS state,
       CASE state WHEN 'done' THEN reached WHEN 'withdrawn' THEN withdrawal ELSE last_plan END AS shown,
       first_plan, last_plan, restatements,
       CASE WHEN first_plan IS NULL OR state = 'withdrawn' OR (state <> 'done' AND position < reached_position) THEN NULL
            ELSE slip_months(first_plan.from_day, first_plan.to_day,
                             (CASE state WHEN 'done' THEN reached ELSE last_plan END).from_day,
                             (CASE state WHEN 'done' THEN reached ELSE last_plan END).to_day) END AS slip_months
FROM placed;
