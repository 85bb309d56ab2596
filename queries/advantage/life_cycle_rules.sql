-- question: what counts as evidence for which stage of the life cycle?
-- grain: one row per rule
-- parameters:
-- columns:
--   rule_id: the rule
--   stage: research, demonstration, production, logistics, talent or living
--   kind: zone, programme, older, sector or population
--   text_ko, text_en: the rule in words
SELECT rule_id, stage, kind, text_ko, text_en FROM facts.life_cycle_rules ORDER BY position
