-- question: which conditions did published sources set for the support measures on a day?
-- grain: one row per condition
-- parameters: as_of DATE
-- columns:
--   rule_id: the condition
--   benefit_id: the measure
--   field: what of the firm or its place is asked
--   operator: in, not-in, at-least, at-most or confirm
--   accepted: the values
--   firm_sizes: the firm sizes that the condition is for, empty for all
--   text_ko, text_en: the condition in words, where it is a statement
--   origin_ids: sources
SELECT r.rule_id, r.benefit_id, r.field, r.operator, coalesce(string_split(r.value, ';'), []) AS accepted,
       coalesce(string_split(r.firm_sizes, ';'), []) AS firm_sizes, r.text_ko, r.text_en, r.origin_ids
FROM facts.benefit_rules AS r
WHERE (r.from_on IS NULL OR r.from_on <= $as_of) AND (r.to_on IS NULL OR r.to_on >= $as_of)
ORDER BY r.benefit_id, r.operator = 'confirm', r.rule_id
