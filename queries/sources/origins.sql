-- question: which public pages are these?
-- grain: one row per origin
-- parameters: ids VARCHAR[]
-- columns:
--   origin_id: the origin
--   publisher, title, url: who published what, and where
--   published_on: when
--   kind: press, official, statistics, company or other
--   title_seen: whether the title is the page's own headline; if not, it is our description
SELECT origin_id, publisher, title, url, published_on, kind, title_seen
FROM lake.origins WHERE list_contains($ids, origin_id)
ORDER BY published_on DESC NULLS LAST, origin_id
