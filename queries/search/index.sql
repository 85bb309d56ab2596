-- question: what can be looked up by name, and where does it stand on a day?
-- grain: one row per complex, company, school, measure, zone, place, term or source
-- parameters: as_of DATE
-- columns:
--   kind: complex, company, school, measure, zone, place, term or source
--   id: what the page that shows it is asked for: an id, or the name itself
--   type: a zone's type, a place's level (province or district); empty for the others
--   name_ko, name_en: its name; the other language's where one is missing
--   extra_ko, extra_en: what tells it from others of that name, searched as well
--   also: other names, searched like the name, separated by ;
--   within: what belongs to it (firms, departments, districts, laws), searched after the names, separated by ;
--   known_on: the day from which it is known; empty where no source says
WITH firms AS (
    SELECT trim(unnest(string_split(company_ko, ';'))) AS name_ko,
           CASE WHEN len(string_split(company_ko, ';')) = len(string_split(company_en, ';')) THEN trim(unnest(string_split(company_en, ';'))) END AS name_en,
           industry_id, stated_on
    FROM facts.investments WHERE company_ko IS NOT NULL AND known_by(stated_on, origin_ids, $as_of)
)
SELECT 'complex' AS kind, complex_id AS id, NULL AS type, name_ko, name_en, theme_ko || ' · ' || locality_ko AS extra_ko, theme_en || ' · ' || locality_en AS extra_en,
       concat_ws(';', short_ko, short_en, district_ko, split_part(district_ko, ' ', 1), district_en) AS also, anchor_companies_ko AS within, NULL::DATE AS known_on
FROM facts.complexes
UNION ALL
SELECT 'company', f.name_ko, NULL, f.name_ko, coalesce(any_value(f.name_en), f.name_ko), string_agg(DISTINCT i.name_ko, ', ' ORDER BY i.name_ko),
       string_agg(DISTINCT i.name_en, ', ' ORDER BY i.name_en), '', '', min(f.stated_on)
FROM firms AS f LEFT JOIN facts.industries AS i USING (industry_id) GROUP BY f.name_ko
UNION ALL
SELECT 'school', t.institution_ko, NULL, t.institution_ko, min(t.institution_en), min(p.short_ko), min(p.short_en),
       '', string_agg(DISTINCT t.department_ko, ';' ORDER BY t.department_ko), min(t.stated_on)
FROM facts.talent_programmes AS t LEFT JOIN provinces_at($as_of) AS p ON list_contains(p.known_ids, t.province_id)
WHERE known_by(t.stated_on, t.origin_ids, $as_of) GROUP BY t.institution_ko
UNION ALL
SELECT 'measure', name_ko, NULL, name_ko, name_en, called_ko(min(provider_ko), min(duty_of[1]), $as_of), called_en(min(provider_en), min(duty_of[1]), $as_of), '', string_agg(DISTINCT legal_basis_ko, ';' ORDER BY legal_basis_ko), min(stated_on)
FROM facts.benefits WHERE known_by(stated_on, origin_ids, $as_of) GROUP BY name_ko, name_en
UNION ALL
SELECT 'zone', d.zone_id, d.type, d.name_ko, d.name_en, g.term_ko, g.term_en, '', concat_ws(';', d.district_ko, d.leading_companies_ko), d.designated_on
FROM facts.designations AS d LEFT JOIN facts.glossary AS g ON g.kind = 'zone' AND g.code = d.type
WHERE known_by(period_start(d.designated_on, d.designated_precision), d.origin_ids, $as_of)
UNION ALL
SELECT 'place', p.province_id, 'province', any_value(p.name_ko), any_value(p.name_en), NULL, NULL,
       concat_ws(';', any_value(p.short_ko), any_value(p.short_en), string_agg(DISTINCT n.name, ';' ORDER BY n.name)), '', NULL
FROM provinces_at($as_of) AS p
LEFT JOIN (SELECT place_id, name FROM facts.place_names WHERE kind = 'province'
           UNION SELECT province_id, unnest([name_ko, name_en, short_ko, short_en]) FROM facts.provinces
           UNION SELECT place_id, unnest([name_ko, name_en, short_ko, short_en]) FROM facts.place_periods WHERE kind = 'province') AS n
    ON list_contains(p.known_ids, n.place_id)
GROUP BY p.province_id
UNION ALL
SELECT 'place', d.district_code, 'district', d.name_ko, d.name_en, p.short_ko, p.short_en, array_to_string(d.names, ';'), '', NULL
FROM districts_at($as_of) AS d JOIN provinces_at($as_of) AS p USING (province_id)
UNION ALL
SELECT 'term', term_id, NULL, term_ko, term_en, NULL, NULL, also, '', NULL FROM facts.glossary
UNION ALL
SELECT 'term', stage_id, NULL, name_ko, name_en, NULL, NULL, concat_ws(';', short_ko, short_en), '', NULL FROM facts.stages
UNION ALL
SELECT 'term', warning_id, NULL, name_ko, name_en, NULL, NULL, '', '', NULL FROM facts.usage_warnings
UNION ALL
SELECT 'source', origin_id, NULL, title, title, publisher, publisher, origin_id, '', published_on FROM facts.origins WHERE coalesce(published_on, $as_of) <= $as_of
ORDER BY kind, name_ko, id
