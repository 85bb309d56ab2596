-- Which si, gun or gu each designated zone names (a zone that names none has no row).
CREATE MACRO zone_districts() AS TABLE
WITH named AS (SELECT zone_id, province_ids, trim(unnest(string_split(district_ko, ';'))) AS place FROM facts.designations)
SELECT DISTINCT n.zone_id, d.district_code
FROM named AS n JOIN facts.geo_districts AS d ON list_contains(n.province_ids, d.province_id) AND starts_with(n.place, d.name_ko);
