-- question: where does each of the 15 complexes stand on a day?
-- grain: one row per complex
-- parameters: as_of DATE
-- columns:
--   complex_id: the complex
--   short_ko, short_en: its short name
--   name_ko, name_en: its official name
--   theme_ko, theme_en: its theme
--   province_id, province_ko, province_en: its province (short name)
--   capital_area: whether the province is in the capital area
--   district_code: the si, gun or gu that hosts it
--   industry_ids: its industries
--   latitude, longitude: centroid of the host localities' outlines (degrees)
--   area_m2: newest stated area (m2)
--   announced_m2: area announced on 2023-03-15 (m2)
--   area_stated_on, area_origin_ids: when and by whom the area was stated
--   cost_krw: newest stated site cost (won)
--   cost_stated_on, cost_origin_ids: when and by whom the cost was stated
--   stage_id: the furthest stage on the board that it reached
--   stage_position: that stage's place in the order
--   stage_on, stage_precision: when it reached it
--   next_stage_id, next_state, next_on, next_precision: the first later stage with a plan, and that plan
--   construction_state: state of the construction start
--   construction_slip_months: its latest plan (or actual) against the first plan (months)
SELECT c.complex_id, c.short_ko, c.short_en, c.name_ko, c.name_en, c.theme_ko, c.theme_en,
       c.province_id, p.short_ko AS province_ko, p.short_en AS province_en, p.capital_area,
       (SELECT any_value(h.district_code) FROM facts.geo_hosts AS h WHERE h.complex_id = c.complex_id) AS district_code, c.industry_ids,
       c.latitude, c.longitude,
       a.value AS area_m2, a.first_value AS announced_m2, a.stated_on AS area_stated_on, a.origin_ids AS area_origin_ids,
       k.value AS cost_krw, k.stated_on AS cost_stated_on, k.origin_ids AS cost_origin_ids,
       s.stage_id, s.stage_position, s.stage_on, s.stage_precision,
       s.next.stage_id AS next_stage_id, s.next.state AS next_state, s.next.shown.date AS next_on, s.next.shown.precision AS next_precision,
       s.construction.state AS construction_state, s.construction.slip_months AS construction_slip_months
FROM complexes_at($as_of) AS c
JOIN provinces_at($as_of) AS p USING (province_id)
LEFT JOIN figures_at($as_of) AS a ON a.complex_id = c.complex_id AND a.metric = 'area'
LEFT JOIN figures_at($as_of) AS k ON k.complex_id = c.complex_id AND k.metric = 'site-cost'
LEFT JOIN (
    SELECT complex_id,
           max(stage_id) FILTER (position = reached_position) AS stage_id,
           max(reached_position) AS stage_position,
           max(shown.date) FILTER (position = reached_position) AS stage_on,
           max(shown.precision) FILTER (position = reached_position) AS stage_precision,
           first(cell ORDER BY position) FILTER (state IN ('planned', 'passed', 'unconfirmed') AND on_board AND position > coalesce(reached_position, 0)) AS next,
           first(cell) FILTER (stage_id = 'construction-started') AS construction
    FROM stage_cells($as_of) AS cell GROUP BY complex_id
) AS s ON s.complex_id = c.complex_id
ORDER BY s.stage_position DESC, s.stage_on, a.value DESC
