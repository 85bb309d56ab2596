-- question: what is known about one complex that does not change from day to day?
-- grain: one row
-- parameters: complex_id VARCHAR
-- columns:
--   complex_id: the complex
--   district_ko, district_en: the city, county or district
--   locality_ko, locality_en: the place as published
--   developer_ko, developer_en: developers
--   anchor_companies_ko: companies named as anchors
--   latitude, longitude: centroid of the host localities' outlines (degrees)
--   note_ko, note_en: our note
--   warnings: usage warnings
--   origin_ids: sources
SELECT complex_id, district_ko, district_en, locality_ko, locality_en, developer_ko, developer_en, anchor_companies_ko,
       latitude, longitude, note_ko, note_en, warnings, origin_ids
FROM facts.complexes WHERE complex_id = $complex_id
