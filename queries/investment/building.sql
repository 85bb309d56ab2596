-- question: how far is each of the 15 with works, sale of land, completion and first operation, as known on a day?
-- grain: one row per complex
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   started, sold, completed, running: state of construction start, land sale, completion and first operation (see stage_cells)
--   started_on, started_precision: when construction began or is planned; empty where nothing is published
--   completed_on, completed_precision: the same of completion
--   origin_ids: sources of these
SELECT complex_id,
       any_value(state) FILTER (stage_id = 'construction-started') AS started, any_value(state) FILTER (stage_id = 'land-sale-started') AS sold,
       any_value(state) FILTER (stage_id = 'completed') AS completed, any_value(state) FILTER (stage_id = 'first-operation') AS running,
       any_value(shown.date) FILTER (stage_id = 'construction-started') AS started_on,
       any_value(shown.precision) FILTER (stage_id = 'construction-started') AS started_precision,
       any_value(shown.date) FILTER (stage_id = 'completed') AS completed_on, any_value(shown.precision) FILTER (stage_id = 'completed') AS completed_precision,
       list_distinct(flatten(list(coalesce(shown.origin_ids, [])))) AS origin_ids
FROM stage_cells($as_of)
WHERE stage_id IN ('construction-started', 'land-sale-started', 'completed', 'first-operation') AND list_contains($complexes, complex_id)
GROUP BY complex_id
ORDER BY complex_id
