-- question: which stages does the board show, in which order?
-- grain: one row per stage of the board
-- parameters:
-- columns:
--   stage_id: the stage
--   position: its place in the order of all stages
--   name_ko, name_en: its name
--   short_ko, short_en: its column heading
--   definition_ko, definition_en: what it means
SELECT stage_id, position, name_ko, name_en, short_ko, short_en, definition_ko, definition_en
FROM facts.stages WHERE on_board ORDER BY position
