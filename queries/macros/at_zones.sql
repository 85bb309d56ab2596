-- Every designated zone known on a day and in force that day, with `known_since`: the day of its designation, else its oldest page's.
-- A zone that ended is in force until the day of that status.
CREATE MACRO zones_at(known_on) AS TABLE
SELECT * REPLACE (provinces_on(province_ids, known_on) AS province_ids), coalesce(designated_on, first_published(origin_ids)) AS known_since
FROM facts.designations
WHERE coalesce(period_start(designated_on, designated_precision), first_published(origin_ids), known_on) <= known_on
  AND NOT (status = 'ended' AND status_holds(status_on, designated_on, origin_ids, known_on));

-- Which si, gun or gu each designated zone names (a zone that names none has no row).
CREATE MACRO zone_districts() AS TABLE
SELECT DISTINCT z.zone_id, d.district_code
FROM facts.designations AS z JOIN facts.districts AS d ON lies_in(string_split(z.district_ko, ';'), z.province_ids, d.keys, d.province_ids);
