-- Ministries as they were called on a day, in a list of names separated by ; (a bracket behind a name stays). `duty`: the body, where the
-- name does not tell. A name that no row of bodies has stays as it is.
CREATE MACRO called_ko(written, duty, day) AS (
    SELECT string_agg(coalesce((SELECT min(b.name_ko) FROM facts.body_names AS b
                                WHERE b.written_ko = regexp_extract(t.part, '^[^(]*') AND day BETWEEN b.valid_from AND b.valid_to
                                  AND CASE WHEN duty IS NULL THEN b.usual ELSE b.body_id = duty END) || regexp_extract(t.part, '\(.*$'), t.part), ';' ORDER BY t.place)
    FROM (SELECT unnest(list_transform(string_split(written, ';'), one -> trim(one))) AS part, generate_subscripts(string_split(written, ';'), 1) AS place) AS t
);
CREATE MACRO called_en(written, duty, day) AS (
    SELECT string_agg(coalesce((SELECT min(b.name_en) FROM facts.body_names AS b
                                WHERE b.written_en = regexp_extract(t.part, '^[^(]*[^( ]') AND day BETWEEN b.valid_from AND b.valid_to
                                  AND CASE WHEN duty IS NULL THEN b.usual ELSE b.body_id = duty END) || regexp_extract(t.part, ' \(.*$'), t.part), ';' ORDER BY t.place)
    FROM (SELECT unnest(list_transform(string_split(written, ';'), one -> trim(one))) AS part, generate_subscripts(string_split(written, ';'), 1) AS place) AS t
);
