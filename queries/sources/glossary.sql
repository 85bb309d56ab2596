-- question: what does each term mean, in both languages, and where does the definition come from?
-- grain: one row per term
-- parameters:
-- columns:
--   kind: stage, state, money, source, warning, zone, programme or term
--   code: its value in the tables, or its slug
--   place: its order within the kind; zones, programmes and terms of the field have none
--   term_ko, term_en: the term
--   also: other names, separated by ;
--   definition_ko, definition_en: its meaning
--   legal_basis_ko, legal_basis_en: act and article, where a source names it
--   origin_ids: sources; none for the vocabulary of this monitor
SELECT 'stage' AS kind, stage_id AS code, position AS place, name_ko AS term_ko, name_en AS term_en, short_ko || ';' || short_en AS also,
       definition_ko, definition_en, NULL AS legal_basis_ko, NULL AS legal_basis_en, []::VARCHAR[] AS origin_ids
FROM facts.stages
UNION ALL
SELECT 'warning', warning_id, row_number() OVER (ORDER BY warning_id), name_ko, name_en, '', meaning_ko, meaning_en, NULL, NULL, []::VARCHAR[]
FROM facts.usage_warnings
UNION ALL
SELECT kind, code, list_position(['done', 'planned', 'passed', 'unconfirmed', 'withdrawn', 'skipped', 'unpublished', 'target', 'survey', 'announcement', 'mou', 'contract',
       'budget', 'site-cost', 'executed', 'press', 'official', 'statistics', 'company', 'other'], CASE WHEN kind IN ('state', 'money', 'source') THEN code END), term_ko, term_en, coalesce(also, ''), definition_ko, definition_en, legal_basis_ko, legal_basis_en, coalesce(origin_ids, [])
FROM facts.glossary
ORDER BY kind, place, term_ko
