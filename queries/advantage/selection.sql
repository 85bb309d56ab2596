-- question: how were the 15 chosen, and how does that differ from earlier complexes, as stated by a day?
-- grain: one row per statement, in the order to be told
-- parameters: as_of DATE
-- columns:
--   statement_id: the statement
--   part: step (of the choice) or aspect (earlier against now)
--   topic: the step or the aspect
--   period: earlier or now
--   actor: who acts: region, centre, company or both
--   title_ko, title_en: short title
--   text_ko, text_en: what is said
--   date_on, date_precision: when it took place (empty where no page says so)
--   stated_on: when the source said it
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: its sources
SELECT statement_id, part, topic, period, actor, title_ko, title_en, text_ko, text_en, date_on, date_precision, stated_on, warnings,
       coalesce(note_ko, '') AS note_ko, coalesce(note_en, '') AS note_en, origin_ids
FROM facts.selection_process WHERE stated_on <= $as_of
ORDER BY part DESC, list_position(['leads', 'zones', 'life-cycle', 'companies', 'speed'], topic), period, position
