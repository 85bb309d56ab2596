-- question: how much of each table rests on official pages or statistics, on the press, on weaker pages only?
-- grain: one row per table
-- parameters: as_of DATE
-- columns:
--   table_name: the table
--   packaged: whether its figures come from packaged statistics and not from statements
--   rows: rows that name their sources
--   official: of these, rows with at least one official or statistical source
--   undated: of all rows, those that no day is known of, neither their own nor that of a page; in `rows` on every as-of day
--   weak: of all rows, those whose sources are blogs, reposts or wikis only
--   origins: public pages that these rows name
--   newest_on: the newest day of a row; empty where the table knows none
WITH told AS MATERIALIZED (SELECT * FROM cited($as_of)),
sets AS (  -- rows of a statistic name the same sources thousands of times
    SELECT table_name, packaged, origin_ids, official, count(*) AS rows, count(*) FILTER (known_since IS NULL AND NOT packaged) AS undated,
           max(day) AS newest_on
    FROM told GROUP BY ALL
),
weak AS (SELECT list(origin_id) AS ids FROM facts.origins WHERE kind = 'other')
SELECT table_name, any_value(packaged) AS packaged, sum(s.rows)::BIGINT AS rows, coalesce(sum(s.rows) FILTER (official), 0)::BIGINT AS official,
       sum(s.undated)::BIGINT AS undated, coalesce(sum(s.rows) FILTER (list_has_all((SELECT ids FROM weak), origin_ids)), 0)::BIGINT AS weak,
       len(list_distinct(flatten(list(origin_ids)))) AS origins, max(newest_on) AS newest_on
FROM sets AS s GROUP BY table_name ORDER BY packaged, rows DESC, table_name
