-- question: what do the usage warnings mean?
-- grain: one row per warning
-- parameters:
-- columns:
--   warning_id: the warning
--   name_ko, name_en: its chip
--   meaning_ko, meaning_en: what it says
SELECT warning_id, name_ko, name_en, meaning_ko, meaning_en FROM facts.usage_warnings ORDER BY warning_id
