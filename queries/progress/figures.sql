-- question: what was said about one figure of one complex (its area, site cost, investment, jobs, output)?
-- grain: one row per statement
-- parameters: as_of DATE, complex_id VARCHAR
-- columns:
--   figure_id: the statement
--   metric: area, site-cost, private-investment, jobs, output or rdz-area
--   value: the figure as stated
--   unit: its unit
--   stated_on, stated_precision: when it was said
--   counts: whether it is the figure of the whole complex that day
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources
SELECT figure_id, metric, value, unit, stated_on, stated_precision, counts, warnings, note_ko, note_en, origin_ids
FROM facts.complex_figures WHERE complex_id = $complex_id AND stated_on <= $as_of
ORDER BY metric, stated_on DESC, counts DESC, value DESC
