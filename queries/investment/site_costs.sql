-- question: what does developing each complex cost, how did it grow, for which area, and what is that a square metre?
-- grain: one row per complex
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   short_ko, short_en: its short name
--   capital_area: whether it lies in the capital area
--   cost_krw, cost_stated_on: the newest stated cost of the site (won), and when it was said; empty where none was
--   cost_area_m2: the area in force on that day (m2): the extent that the cost is for
--   first_cost_krw, first_cost_stated_on, first_cost_area_m2: the same of the first stated cost; empty where it was stated once only
--   area_m2, area_stated_on: the newest stated area (m2)
--   announced_m2: the area announced on 2023-03-15 (m2)
--   warnings: usage warnings of the newest cost
--   note_ko, note_en: our note on the newest cost
--   origin_ids: sources of the costs and areas
-- Cost and area of one day belong together: the area is the newest that counted on the day of the cost.
WITH told AS (FROM facts.complex_figures WHERE counts AND stated_on <= $as_of AND list_contains($complexes, complex_id)),
costs AS (
    SELECT k.complex_id, k.value, k.stated_on, coalesce(k.warnings, []) AS warnings, k.note_ko, k.note_en, k.origin_ids, a.value AS area_m2, a.origin_ids AS area_origin_ids
    FROM (FROM told WHERE metric = 'site-cost') AS k
    ASOF LEFT JOIN (FROM told WHERE metric = 'area') AS a ON k.complex_id = a.complex_id AND k.stated_on >= a.stated_on
),
ends AS (SELECT complex_id, last(c ORDER BY stated_on) AS now, first(c ORDER BY stated_on) AS first, count(*) AS times FROM costs AS c GROUP BY complex_id),
areas AS (
    SELECT complex_id, last(value ORDER BY stated_on) AS area_m2, max(stated_on) AS stated_on, first(value ORDER BY stated_on) AS announced_m2,
           last(origin_ids ORDER BY stated_on) AS origin_ids
    FROM told WHERE metric = 'area' GROUP BY complex_id
)
SELECT c.complex_id, c.short_ko, c.short_en, p.capital_area, e.now.value AS cost_krw, e.now.stated_on AS cost_stated_on, e.now.area_m2 AS cost_area_m2,
       CASE WHEN e.times > 1 THEN e.first.value END AS first_cost_krw, CASE WHEN e.times > 1 THEN e.first.stated_on END AS first_cost_stated_on,
       CASE WHEN e.times > 1 THEN e.first.area_m2 END AS first_cost_area_m2,
       a.area_m2, a.stated_on AS area_stated_on, a.announced_m2, coalesce(e.now.warnings, []) AS warnings, e.now.note_ko AS note_ko, e.now.note_en AS note_en,
       list_distinct(list_concat(a.origin_ids, coalesce(e.now.origin_ids, []), coalesce(e.now.area_origin_ids, []), coalesce(e.first.origin_ids, []))) AS origin_ids
FROM facts.complexes AS c JOIN facts.provinces AS p USING (province_id) LEFT JOIN ends AS e USING (complex_id) LEFT JOIN areas AS a USING (complex_id)
WHERE list_contains($complexes, c.complex_id)
ORDER BY e.now.value DESC NULLS LAST, c.complex_id
