-- question: since when is each row that names its sources known?
-- grain: one row per row of a table of facts that is known on a day
-- parameters: as_of DATE
-- columns:
--   table_name: the table
--   row_id: the row's id
--   known_since: the day from which it is known; empty where that can't be told, and it is known on every day
-- When a row is known: macro cited.
SELECT table_name, row_id, CASE WHEN table_name = 'fdi' THEN greatest(day, first_published(origin_ids)) ELSE known_since END AS known_since
FROM cited($as_of) WHERE NOT packaged ORDER BY table_name, row_id
