-- question: what are the provinces called, in full and in short?
-- grain: one row per province
-- parameters:
-- columns:
--   province_id: the province
--   name_ko, name_en: its full name
--   short_ko, short_en: its short name
SELECT province_id, name_ko, name_en, short_ko, short_en FROM facts.provinces ORDER BY code
