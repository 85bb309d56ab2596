-- Every row that names its sources, as it was known on a day: the table, the row, the complexes it is about, what about (a stage, a
-- figure), the day on which it was said or which it is for (none where the table knows none), since when it is known (that day, else
-- its oldest page's; none where no page has one either: undated), its sources, whether at least one of them is official or statistics,
-- and whether the row comes from a packaged statistic and not from a statement. A row for a later day is unknown, and so is one
-- without a day, or of foreign investment, whose pages came later. Whether an undated row was known on a day can't be told: it is
-- here on every day, and whoever counts statements leaves it out.
CREATE MACRO cited(known_on) AS TABLE
WITH every_row AS MATERIALIZED (
    SELECT 'complexes' AS table_name, complex_id AS row_id, [complex_id] AS complex_ids, NULL AS what, NULL::DATE AS day, origin_ids FROM facts.complexes
    UNION ALL SELECT 'complex_figures', figure_id, [complex_id], metric, stated_on, origin_ids FROM facts.complex_figures
    UNION ALL SELECT 'milestones', milestone_id, [complex_id], stage_id, stated_on, origin_ids FROM facts.milestones
    UNION ALL SELECT 'events', event_id, [complex_id], kind, date, origin_ids FROM facts.events
    UNION ALL SELECT 'investments', investment_id, [complex_id], money_kind, stated_on, origin_ids FROM facts.investments
    UNION ALL SELECT 'targets', target_id, [complex_id], NULL, stated_on, origin_ids FROM facts.targets
    UNION ALL SELECT 'target_progress', progress_id, [t.complex_id], NULL, p.as_of, p.origin_ids
              FROM facts.target_progress AS p JOIN facts.targets AS t USING (target_id)
    UNION ALL SELECT 'fdi', fdi_id, [], NULL, make_date(year, 12, 31), origin_ids FROM facts.fdi
    UNION ALL SELECT 'talent_programmes', programme_id, [], type, stated_on, origin_ids FROM facts.talent_programmes
    UNION ALL SELECT 'talent_supply', supply_id, [], metric, NULL, origin_ids FROM facts.talent_supply
    UNION ALL SELECT 'benefits', benefit_id,
              CASE WHEN region_scope IN ('all', 'non-capital', 'designated-zone') THEN [] ELSE string_split(region_scope, ';') END,
              category, stated_on, origin_ids FROM facts.benefits
    UNION ALL SELECT 'benefit_rules', rule_id, [], field, from_on, origin_ids FROM facts.benefit_rules
    UNION ALL SELECT 'benefit_rates', rate_id, [], form, NULL, origin_ids FROM facts.benefit_rates
    UNION ALL SELECT 'benefit_relations', relation_id, [], kind, NULL, origin_ids FROM facts.benefit_relations
    UNION ALL SELECT 'district_classes', class_id, [], NULL, stated_on, origin_ids FROM facts.district_classes
    UNION ALL SELECT 'selection_process', statement_id, [], part, stated_on, origin_ids FROM facts.selection_process
    UNION ALL SELECT 'industry_sectors', link_id, [], NULL, NULL, origin_ids FROM facts.industry_sectors
    UNION ALL SELECT 'designations', zone_id, [complex_id], type, designated_on, origin_ids FROM facts.designations
    UNION ALL SELECT 'governance', body_id, [], kind, date_on, origin_ids FROM facts.governance
    UNION ALL SELECT 'smart_green', indicator_id, [], NULL, NULL, origin_ids FROM facts.smart_green
    UNION ALL SELECT 'reference_complexes', ref_id, [], NULL, NULL, origin_ids FROM facts.reference_complexes
    UNION ALL SELECT 'reference_milestones', ref_milestone_id, [], stage_id, stated_on, origin_ids FROM facts.reference_milestones
    UNION ALL SELECT 'occupancy', occupancy_id, [], metric, as_of, origin_ids FROM facts.occupancy
    UNION ALL SELECT 'statutory_process', step_id, [], stage_id, NULL, origin_ids FROM facts.statutory_process
    UNION ALL SELECT 'glossary', term_id, [], kind, NULL, origin_ids FROM facts.glossary WHERE origin_ids IS NOT NULL
    UNION ALL SELECT 'place_periods', period_id, [], kind, NULL, origin_ids FROM facts.place_periods
    UNION ALL SELECT 'bodies', name_id, [], NULL, NULL, origin_ids FROM facts.bodies
    UNION ALL SELECT 'grdp', district_code, [], sector, make_date(year, 12, 31), origin_ids FROM facts.grdp
    UNION ALL SELECT 'population', district_code, [], NULL, make_date(year, 12, 31), origin_ids FROM facts.population
    UNION ALL SELECT 'companies', district_code, [], NULL, make_date(year, 12, 31), origin_ids FROM facts.companies
    UNION ALL SELECT 'geo_provinces', province_id, [], NULL, NULL, origin_ids FROM facts.geo_provinces
    UNION ALL SELECT 'geo_districts', district_code, [], NULL, NULL, origin_ids FROM facts.geo_districts
    UNION ALL SELECT 'geo_hosts', code, [], NULL, NULL, origin_ids FROM facts.geo_hosts
),
lists AS (
    SELECT origin_ids, min(o.published_on) AS first_on, bool_or(o.kind IN ('official', 'statistics')) AS official
    FROM (SELECT origin_ids, unnest(origin_ids) AS origin_id FROM (SELECT DISTINCT origin_ids FROM every_row)) JOIN facts.origins AS o USING (origin_id)
    GROUP BY origin_ids
)
SELECT table_name, row_id, complex_ids, what, day, coalesce(day, first_on) AS known_since, e.origin_ids, packaged, packaged OR official AS official
FROM (SELECT *, table_name IN ('grdp', 'population', 'companies', 'geo_provinces', 'geo_districts', 'geo_hosts') AS packaged FROM every_row) AS e
LEFT JOIN lists USING (origin_ids)
WHERE coalesce(day, known_on) <= known_on
  AND coalesce(CASE WHEN table_name = 'fdi' OR (day IS NULL AND NOT packaged) THEN first_on END, known_on) <= known_on;
