-- question: how far is each smart-and-green target from the newest actual of the same metric, place and unit, as known on a day?
-- grain: one row per target that has an actual; a metric without one has no row
-- parameters: as_of DATE
-- columns:
--   indicator_id: the target
--   theme: energy, emissions, smart, living or young-workers
--   metric_ko, metric_en: what is measured
--   place_ko, place_en: the site; empty for the whole country
--   province_id: the site's province
--   target, target_year: the target, in its unit, and by when
--   unit, unit_ko: the unit of target, actual and distance
--   actual, actual_year: the newest actual and its year
--   first_year: the first year with an actual that reaches the target; empty while none does
--   distance: what is missing from the target; nothing once it is reached
--   pace: what would have to be added a year from the actual's year to the target's; empty once it is reached
--   latest: whether no later target of the metric is known
--   warnings: usage warnings of the target
--   origin_ids: sources of the target and of the actual
WITH known AS (
    SELECT *, coalesce(place, '') AS site, first_published(origin_ids) AS stated_on FROM facts.smart_green
    WHERE year IS NOT NULL AND coalesce(first_published(origin_ids) <= $as_of, status = 'target' OR year <= year($as_of::DATE))
),
actuals AS (
    SELECT metric_en, scope, site, unit, last(a ORDER BY year) AS newest, list(struct_pack(year := year, value := value) ORDER BY year) AS every_one
    FROM known AS a WHERE status = 'actual' GROUP BY ALL
),
met AS (
    SELECT t.*, newest, list_filter(every_one, one -> one.value >= t.value) AS reached
    FROM known AS t JOIN actuals USING (metric_en, scope, site, unit) WHERE t.status = 'target'
)
SELECT indicator_id, theme, metric_ko, metric_en, place_ko, place_en, province_on(province_id, $as_of) AS province_id, value AS target, year AS target_year, unit, unit_ko,
       newest.value AS actual, newest.year AS actual_year, reached[1].year AS first_year,
       greatest(value - newest.value, 0) AS distance,
       CASE WHEN newest.value < value AND year > newest.year THEN (value - newest.value) / (year - newest.year) END AS pace,
       year = max(year) OVER (PARTITION BY metric_en, scope, site, unit) AS latest,
       warnings, list_distinct(list_concat(origin_ids, newest.origin_ids)) AS origin_ids
FROM met ORDER BY metric_en, year
