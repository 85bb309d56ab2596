-- The provinces by period: the names and days of each; a province without periods is in force on every day. `known_ids`: every id under
-- which facts about its territory may be filed: its own, those that were merged into it, and what it was merged into.
SELECT p.province_id, p.code, coalesce(n.name_ko, p.name_ko) AS name_ko, coalesce(n.name_en, p.name_en) AS name_en,
       coalesce(n.short_ko, p.short_ko) AS short_ko, coalesce(n.short_en, p.short_en) AS short_en, p.capital_area,
       coalesce(n.valid_from, DATE '0001-01-01') AS valid_from, coalesce(n.valid_to, DATE '9999-12-31') AS valid_to,
       list_concat([p.province_id], coalesce(p.former_ids, []), coalesce(l.later_ids, [])) AS known_ids
FROM facts.provinces AS p
LEFT JOIN facts.place_periods AS n ON n.kind = 'province' AND n.place_id = p.province_id
LEFT JOIN (SELECT former_id, list(province_id) AS later_ids FROM (SELECT province_id, unnest(former_ids) AS former_id FROM facts.provinces) GROUP BY former_id) AS l
    ON l.former_id = p.province_id
