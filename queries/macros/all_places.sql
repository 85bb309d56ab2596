-- Provinces and districts by day (tables derived from provinces and place_periods, see queries/derived).

-- The provinces in force on a day, as they were called then.
CREATE MACRO provinces_at(day) AS TABLE FROM facts.provinces_by_day WHERE day BETWEEN valid_from AND valid_to;

-- The provinces in force on a day that stand for these ids, and the (first) one that stands for one id.
CREATE MACRO provinces_on(filed_ids, day) AS
    (SELECT coalesce(list(q.province_id ORDER BY q.province_id), []) FROM provinces_at(day) AS q WHERE list_has_any(q.known_ids, filed_ids));
CREATE MACRO province_on(filed_id, day) AS (SELECT min(q.province_id) FROM provinces_at(day) AS q WHERE list_contains(q.known_ids, filed_id));

-- Every si, gun or gu of the boundaries on a day: its name and the province that it belonged to.
CREATE MACRO districts_at(day) AS TABLE
SELECT d.* REPLACE (province_on(d.territory_id, day) AS province_id) FROM facts.districts AS d WHERE day BETWEEN d.valid_from AND d.valid_to;

-- The 15 complexes, each in the province that it belonged to on a day.
CREATE MACRO complexes_at(day) AS TABLE SELECT c.* REPLACE (province_on(c.province_id, day) AS province_id) FROM facts.complexes AS c;
