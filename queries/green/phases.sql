-- question: how long has each phase of the procedure taken at each complex, and which does it stand in, as known on a day?
-- grain: one row per complex and phase that it has begun
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   phase_id, place: the phase and its place in the order
--   from_stage_id, to_stage_id: the stages that begin and end it
--   complex_id: the complex
--   state: done, open (begun, not ended), skipped (a later stage is reached and no page tells of one of the two) or withdrawn (its end or its beginning was taken back)
--   stands: whether the complex stands in this phase: it ends with the next stage of the board after the furthest reached
--   least_days, most_days: shortest and longest time that the stated periods allow; of an open phase up to the newest evidence about the complex
--   limit_days: what the law or a guideline sets as the most; empty where neither does
--   limit_kind: statutory (days set by law) or ceiling (of a guideline)
--   excess: none, over (even the shortest time is above the limit) or perhaps (only the longest is); empty without a limit
--   from_on, from_precision, to_on, to_precision: the dates of its two stages
--   stated_on: when the newer of the two was said
--   origin_ids: sources of the two dates
WITH cells AS MATERIALIZED (SELECT * FROM stage_cells($as_of) WHERE list_contains($complexes, complex_id)),
next_stages AS (
    SELECT complex_id, first(p.phase_id ORDER BY p.place) AS phase_id
    FROM (SELECT DISTINCT complex_id, reached_position FROM cells) AS c
    JOIN (SELECT phase_id, place, position FROM procedure_phases() JOIN facts.stages ON stage_id = to_stage_id WHERE phase_id <> 'announced-to-approved') AS p
      ON p.position > coalesce(c.reached_position, 0)
    GROUP BY complex_id
),
spans AS (
    SELECT p.*, b.complex_id, b.evidence_on, b.state AS begun, e.state AS ended, b.shown AS f, e.shown AS t,
           CASE WHEN e.state = 'withdrawn' OR (b.withdrawal IS NOT NULL AND b.state <> 'done') THEN 'withdrawn'
                WHEN b.state = 'done' AND e.state = 'done' AND e.shown.to_day >= b.shown.from_day THEN 'done'
                WHEN b.state = 'skipped' OR e.state = 'skipped' OR e.state = 'done' THEN 'skipped'
                WHEN b.state = 'done' THEN 'open' END AS state
    FROM procedure_phases() AS p JOIN cells AS b ON b.stage_id = p.from_stage_id
    JOIN cells AS e ON e.complex_id = b.complex_id AND e.stage_id = p.to_stage_id
),
counted AS (
    SELECT s.*, coalesce(n.phase_id = s.phase_id, false) AS stands,
           CASE state WHEN 'done' THEN greatest(datediff('day', f.to_day, t.from_day), 0) WHEN 'open' THEN greatest(datediff('day', f.to_day, evidence_on), 0) END AS least_days,
           CASE state WHEN 'done' THEN datediff('day', f.from_day, t.to_day) WHEN 'open' THEN datediff('day', f.from_day, evidence_on) END AS most_days
    FROM spans AS s LEFT JOIN next_stages AS n USING (complex_id)
)
SELECT phase_id, place, from_stage_id, counted.to_stage_id, complex_id, state, stands, least_days, most_days,
       limit_days, limit_kind, excess_of(least_days, most_days, limit_days) AS excess,
       CASE WHEN begun = 'done' THEN f.date END AS from_on, CASE WHEN begun = 'done' THEN f.precision END AS from_precision,
       CASE WHEN ended = 'done' THEN t.date END AS to_on, CASE WHEN ended = 'done' THEN t.precision END AS to_precision,
       greatest(CASE WHEN begun = 'done' THEN f.stated_on END, CASE WHEN ended IN ('done', 'withdrawn') THEN t.stated_on END) AS stated_on,
       list_distinct(list_concat(CASE WHEN begun IN ('done', 'withdrawn') THEN f.origin_ids ELSE [] END, CASE WHEN ended IN ('done', 'withdrawn') THEN t.origin_ids ELSE [] END)) AS origin_ids
FROM counted LEFT JOIN phase_limits($as_of) AS l ON l.to_stage_id = counted.to_stage_id AND phase_id <> 'announced-to-approved'
WHERE state IS NOT NULL OR stands
ORDER BY place, complex_id
