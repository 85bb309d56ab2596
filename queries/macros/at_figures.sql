-- One row per complex and figure (area, site cost, ...): the newest statement made by a day that counts.
CREATE MACRO figures_at(known_on) AS TABLE
SELECT complex_id, metric,
       last(value ORDER BY stated_on) AS value, max(stated_on) AS stated_on,
       last(origin_ids ORDER BY stated_on) AS origin_ids,
       last(warnings ORDER BY stated_on) AS warnings,
       first(value ORDER BY stated_on) AS first_value
FROM facts.complex_figures WHERE counts AND stated_on <= known_on GROUP BY ALL;
