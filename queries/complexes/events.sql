-- question: what happened at one complex, newest first?
-- grain: one row per event
-- parameters: as_of DATE, complex_id VARCHAR
-- columns:
--   date, date_precision: when (empty where the page has no date)
--   kind: setback, decision, area-change, ...
--   headline_ko, headline_en: what happened
--   note_ko, note_en: our note
--   warnings: usage warnings
--   origin_ids: sources
SELECT date, date_precision, kind, headline_ko, headline_en, note_ko, note_en, warnings, origin_ids
FROM facts.events WHERE complex_id = $complex_id AND coalesce(date, first_published(origin_ids), $as_of) <= $as_of
ORDER BY date DESC NULLS LAST, kind, headline_ko
