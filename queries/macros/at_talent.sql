-- One row per talent programme known on a day: what it is, at which level, whether it counts, and where it stands.
-- Known: its day of announcement, else its oldest source's, lies by then; without either, its first year; an undated plan always.
-- State: ended (from the day of that status; its last year is over), planned (as the source said, or the first year lies ahead), else
-- running or selected. Before the day of its status a programme is what it was: planned, selected, running, ended in this order.
-- Counted: running or selected, and not a part of a programme that is listed itself (warning do-not-add).
-- Level: by type; contract departments and other programmes by what school, department and note say (Korean), in this order: a high
-- school; graduate where they name a graduate school, a master's course or BK21; bachelor (two-year colleges too) for a contract
-- department and where a department or major is named; else `other`: no level is stated (so with a convergence university, 융합대학:
-- it is a programme of several universities). What the page prints of it: talent/words.py.
-- Seats: intake (admission places of schools and contract departments), trained (people to be trained or to graduate a year), or
-- supported (founders or firms a year, see seats_unit).
-- Ministry: as called on the day, or at the end of the last year.
-- Place: the middle of the si/gun/gu; `city` where no district is stated and the province is as small as a city (its middle);
-- `province` (too wide to place, or a district is stated that is not in the list), `nationwide` (start-up programmes of no province)
-- and `unknown` have no point.
CREATE MACRO talent_at(known_on) AS TABLE
WITH known AS (
    SELECT t.*, coalesce(t.stated_on, first_published(t.origin_ids)) AS known_since,
           coalesce(t.status_on, CASE WHEN t.status = 'ended' THEN make_date(t.end_year + 1, 1, 1) END) AS status_from,
           list_contains(coalesce(t.warnings, []), 'do-not-add') AS part, least(known_on, make_date(t.end_year, 12, 31)) AS called_on,
           concat_ws(' ', t.department_ko, t.note_ko) AS told
    FROM facts.talent_programmes AS t
),
described AS (
    SELECT *,
           CASE WHEN end_year < year(known_on) OR (status = 'ended' AND status_holds(status_from, known_since, origin_ids, known_on)) THEN 'ended'
                WHEN status = 'planned' OR start_year > year(known_on) OR (status = 'selected' AND status_on > known_on) THEN 'planned'
                WHEN status = 'selected' OR (status = 'running' AND status_on > known_on) THEN 'selected' ELSE 'running' END AS state,
           CASE type WHEN 'bootcamp' THEN 'bootcamp' WHEN 'kised-program' THEN 'start-up' WHEN 'meister-high-school' THEN 'high-school'
                WHEN 'specialised-graduate-school' THEN 'graduate' WHEN 'specialised-university' THEN 'bachelor' WHEN 'glocal-university' THEN 'bachelor'
                ELSE CASE WHEN regexp_matches(institution_ko, '고등학교|고\)$') THEN 'high-school'
                          WHEN regexp_matches(told, '대학원|석·박사|석사과정|BK21') THEN 'graduate'
                          WHEN type = 'contract-department' OR regexp_matches(coalesce(department_ko, ''), '학과|전공|과$') THEN 'bachelor'
                          ELSE 'other' END
                END AS level
    FROM known
    WHERE known_since <= known_on OR (known_since IS NULL AND (status = 'planned' OR coalesce(start_year, 0) <= year(known_on)))
)
SELECT t.programme_id, t.type, t.level, t.state, t.state IN ('running', 'selected') AND NOT t.part AS counted, t.part,
       t.institution_ko, t.institution_en, t.department_ko, t.industry_id, t.partner_company_ko, called_ko(t.ministry_ko, NULL, t.called_on) AS ministry_ko,
       called_en(t.ministry_en, NULL, t.called_on) AS ministry_en,
       coalesce(d.province_id, province_on(t.province_id, known_on)) AS province_id, t.district_ko, d.district_code, p.capital_area,
       CASE WHEN d.district_code IS NOT NULL THEN 'district' WHEN n.province_id IS NOT NULL THEN 'city' WHEN p.province_id IS NOT NULL THEN 'province'
            WHEN t.type = 'kised-program' THEN 'nationwide' ELSE 'unknown' END AS place,
       coalesce(d.label_latitude, n.o.label_latitude) AS latitude, coalesce(d.label_longitude, n.o.label_longitude) AS longitude,
       t.seats_per_year, t.seats_unit,
       CASE WHEN t.seats_per_year IS NULL THEN NULL WHEN t.level = 'start-up' THEN 'supported'
            WHEN t.level = 'high-school' OR t.type = 'contract-department' THEN 'intake' ELSE 'trained' END AS seats_kind,
       t.budget_krw, t.start_year, t.end_year, t.known_since AS stated_on, t.note_ko, t.note_en, coalesce(t.warnings, []) AS warnings, t.origin_ids
FROM described AS t
LEFT JOIN facts.provinces AS p USING (province_id)
LEFT JOIN (SELECT province_id, last(o ORDER BY valid_from NULLS FIRST) AS o FROM facts.geo_provinces AS o GROUP BY province_id) AS n
    ON n.province_id = t.province_id AND t.district_ko IS NULL AND n.o.area_m2 < 1.6e9
LEFT JOIN districts_at(known_on) AS d ON lies_in([t.district_ko], [t.province_id], d.keys, d.province_ids);
