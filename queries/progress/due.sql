-- question: which plans fall due within so many days after a day?
-- grain: one row per complex and stage of the board that is planned
-- parameters: as_of DATE, until DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   stage_id: the stage
--   date, precision: the latest plan
--   due_by: the last day of the planned period
--   stated_on: when it was said
--   open_before: how many earlier stages of the board are not reached yet
--   slip_months: move against the first plan (months)
--   origin_ids: sources
SELECT complex_id, stage_id, shown.date AS date, shown.precision AS precision, shown.to_day AS due_by,
       shown.stated_on AS stated_on, open_before, slip_months, shown.origin_ids AS origin_ids
FROM (
    SELECT *, count(*) FILTER (on_board AND state NOT IN ('done', 'skipped'))
                  OVER (PARTITION BY complex_id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS open_before
    FROM stage_cells($as_of)
)
WHERE state = 'planned' AND on_board AND shown.to_day BETWEEN $as_of AND $until AND list_contains($complexes, complex_id)
ORDER BY open_before, due_by, complex_id, position
