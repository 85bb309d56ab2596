-- question: which public pages are there, what rests on each, and which complexes are these statements about?
-- grain: one row per origin
-- parameters: as_of DATE
-- columns:
--   origin_id: the origin
--   publisher, title, url: who published what, and where
--   published_on: when
--   kind: press, official, statistics, company or other
--   title_seen: whether the title is the page's own headline; if not, it is our description
--   tables: the tables that cite it, the one with most rows first
--   row_counts: rows that cite it in each of these tables
--   used: rows that cite it, in all
--   complex_ids: the complexes that these rows name
WITH uses AS (SELECT table_name, complex_ids, unnest(origin_ids) AS origin_id FROM cited($as_of)),
counts AS (SELECT origin_id, table_name, count(*) AS row_count, flatten(list(complex_ids)) AS complex_ids FROM uses GROUP BY ALL),
places AS (
    SELECT origin_id, list(table_name ORDER BY row_count DESC, table_name) AS tables,
           list(row_count ORDER BY row_count DESC, table_name) AS row_counts, sum(row_count)::BIGINT AS used,
           list_sort(list_distinct(flatten(list(complex_ids)))) AS complex_ids
    FROM counts GROUP BY ALL
)
SELECT o.origin_id, o.publisher, o.title, o.url, o.published_on, o.kind, o.title_seen,
       coalesce(p.tables, []) AS tables, coalesce(p.row_counts, []) AS row_counts, coalesce(p.used, 0) AS used,
       coalesce(p.complex_ids, []) AS complex_ids
FROM facts.origins AS o LEFT JOIN places AS p USING (origin_id)
WHERE o.published_on IS NULL OR o.published_on <= $as_of
ORDER BY o.published_on DESC NULLS LAST, o.origin_id
