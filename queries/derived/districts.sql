-- Every si, gun or gu of the boundaries by the period of its name and province. `territory_id`: that province before any merger.
-- `names`: all its names, of every period and of what lies in it; `keys`: the same as lies_in compares them; `province_ids`: all the
-- provinces that it ever belonged to.
WITH named AS (
    SELECT place_id, list(name_ko) AS names, list(province_id) AS province_ids FROM facts.place_periods WHERE kind <> 'province' GROUP BY place_id
),
merged AS (SELECT province_id, unnest(former_ids) AS former_id FROM facts.provinces),
known AS (
    SELECT d.*, list_distinct(list_concat([d.name_ko], coalesce(n.names, []))) AS names,
           list_distinct(list_concat([d.province_id], coalesce(n.province_ids, []))) AS held_by
    FROM facts.geo_districts AS d LEFT JOIN named AS n ON n.place_id = d.district_code
)
SELECT k.* EXCLUDE (held_by) REPLACE (coalesce(p.name_ko, k.name_ko) AS name_ko, coalesce(p.name_en, k.name_en) AS name_en),
       coalesce(p.province_id, k.province_id) AS territory_id, list_transform(k.names, name -> lower(replace(name, ' ', ''))) AS keys,
       list_concat(k.held_by, coalesce((SELECT list(m.province_id) FROM merged AS m WHERE list_contains(k.held_by, m.former_id)), [])) AS province_ids,
       coalesce(p.valid_from, DATE '0001-01-01') AS valid_from, coalesce(p.valid_to, DATE '9999-12-31') AS valid_to
FROM known AS k LEFT JOIN facts.place_periods AS p ON p.kind = 'district' AND p.place_id = k.district_code
