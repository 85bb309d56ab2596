-- question: which places host a complex, and what is their outline?
-- grain: one row per host locality
-- parameters: complex_id VARCHAR
-- columns:
--   name_ko, name_en: the locality
--   level: emd (eup, myeon, dong) or ri
--   area_m2: its area (m2)
--   geometry_geojson: its outline (GeoJSON geometry, WGS 84)
SELECT name_ko, name_en, level, area_m2, geometry_geojson FROM facts.geo_hosts WHERE complex_id = $complex_id ORDER BY name_ko
