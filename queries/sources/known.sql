-- question: which rows that name their sources were known on a day?
-- grain: one row per row of a table of facts
-- parameters: as_of DATE
-- columns:
--   table_name: the table
--   row_id: the row's id
-- When a row is known: macro cited.
SELECT table_name, row_id FROM cited($as_of) WHERE NOT packaged ORDER BY table_name, row_id
