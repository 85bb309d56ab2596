-- question: for which date was one stage of each complex promised, statement by statement, as known on a day?
-- grain: one row per statement that counts; several on one day where sources contradict each other
-- parameters: as_of DATE, stage_id VARCHAR, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   stated_on: when it was said
--   status: planned, actual or withdrawn
--   date, precision: the date it gave
--   due_by: the last day of that date's period
--   leads: whether it is the one that counts of its day (of several plans the more precise, then the later)
--   note_ko, note_en: our note
--   publishers: who said it
--   origin_ids: its sources
SELECT m.complex_id, m.stated_on, m.status, m.date, m.precision, period_end(m.date, m.precision) AS due_by,
       row_number() OVER (PARTITION BY m.complex_id, m.stated_on, m.status
           ORDER BY list_position(['year', 'half', 'quarter', 'month', 'day'], m.precision) DESC, period_end(m.date, m.precision) DESC) = 1 AS leads,
       coalesce(m.note_ko, '') AS note_ko, coalesce(m.note_en, '') AS note_en,
       (SELECT list(DISTINCT o.publisher ORDER BY o.publisher) FROM facts.origins AS o WHERE list_contains(m.origin_ids, o.origin_id)) AS publishers,
       m.origin_ids
FROM facts.milestones AS m
WHERE m.counts AND m.stage_id = $stage_id AND m.stated_on <= $as_of AND list_contains($complexes, m.complex_id)
ORDER BY m.complex_id, m.stated_on, leads, m.date, m.milestone_id
