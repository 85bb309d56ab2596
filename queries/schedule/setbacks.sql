-- question: which setbacks do sources state for the 15 complexes, newest first?
-- grain: one row per event of the kind setback
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   date, date_precision: when
--   headline_ko, headline_en: what happened
--   origin_ids: sources
SELECT complex_id, date, date_precision, headline_ko, headline_en, origin_ids
FROM facts.events WHERE kind = 'setback' AND date <= $as_of AND list_contains($complexes, complex_id)
ORDER BY complex_id, date DESC, headline_ko
