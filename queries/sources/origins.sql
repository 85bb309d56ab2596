-- question: which public pages does everything rest on?
-- grain: one row per origin
-- parameters:
-- columns:
--   origin_id: the origin
--   publisher, title, url: who published what, and where
--   published_on: when
--   kind: press, official, statistics, company or other
--   title_seen: whether the title is the page's own headline; if not, it is our description
SELECT origin_id, publisher, title, url, published_on, kind, title_seen
FROM facts.origins
ORDER BY published_on DESC NULLS LAST, origin_id
