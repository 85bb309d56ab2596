-- question: which support measures were known on a day, and in what state?
-- grain: one row per measure
-- parameters: as_of DATE
-- columns:
--   benefit_id: the measure
--   name_ko, name_en: its name
--   category: tax, subsidy, finance, deregulation, siting, talent, startup, infrastructure or foreign-investment
--   provider_ko, provider_en: who gives it, as called on the day, or on the last day of a measure that ended
--   legal_basis_ko, legal_basis_en: the act or guideline, where a page names it
--   amount_min_krw, amount_max_krw: lowest and highest amount (won), of what stands in amount_basis
--   rate_min_pct, rate_max_pct: lowest and highest rate (percent)
--   amount_basis_ko, amount_basis_en: what the rate or amount is of
--   beneficiary: who may have it
--   region_scope: all, non-capital, designated-zone or complexes
--   complexes: the complexes it names
--   industries: the industries it is for, empty for all
--   zone_type: the type of zone it belongs to
--   scheme: the scheme of several measures that it belongs to
--   state: in-force, planned, replaced or ended on the day
--   valid_from, valid_from_precision, valid_to, valid_to_precision: when it holds
--   ends_in_days: days from the day to its last one, where in force and published
--   later_id, later_ko, later_en: the measure that replaced it
--   earlier_ids: the measures that it replaced
--   stated_on, stated_precision: when it was said
--   origin_ids, warnings: sources and usage warnings
--   note_ko, note_en: what to know
WITH known AS MATERIALIZED (
    SELECT *, CASE WHEN state IN ('in-force', 'planned') THEN $as_of ELSE coalesce(valid_to, status_on, stated_on, $as_of) END AS called_on FROM measures_at($as_of)
)
SELECT m.benefit_id, m.name_ko, m.name_en, m.category,
       called_ko(m.provider_ko, m.duty_of[1], m.called_on) AS provider_ko, called_en(m.provider_en, m.duty_of[1], m.called_on) AS provider_en, m.legal_basis_ko, m.legal_basis_en,
       m.amount_min_krw, m.amount_max_krw, m.rate_min_pct, m.rate_max_pct, m.amount_basis_ko, m.amount_basis_en, m.beneficiary,
       m.region_scope, list_filter(string_split(m.region_scope, ';'), x -> x NOT IN ('all', 'non-capital', 'designated-zone')) AS complexes,
       list_filter(string_split(m.industry_scope, ';'), x -> x <> 'all') AS industries, m.zone_type, m.scheme, m.state,
       m.valid_from, m.valid_from_precision, m.valid_to, m.valid_to_precision,
       CASE WHEN m.state = 'in-force' THEN date_diff('day', $as_of, m.valid_to) END AS ends_in_days,
       m.later_id, m.later_ko, m.later_en,
       coalesce((SELECT list(e.benefit_id ORDER BY e.benefit_id) FROM known AS e WHERE e.later_id = m.benefit_id), []) AS earlier_ids,
       m.stated_on, m.stated_precision, m.origin_ids, m.warnings, m.note_ko, m.note_en
FROM known AS m
ORDER BY m.category, m.name_en, m.benefit_id
