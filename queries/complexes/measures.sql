-- question: which support measures name this complex, or are open to any firm of its industries and region?
-- grain: one row per measure in force
-- parameters: as_of DATE, complex_id VARCHAR
-- columns:
--   name_ko, name_en: the measure
--   category: tax, subsidy, ...
--   own: whether it names this complex
--   valid_to: last day, where published
--   origin_ids: sources
SELECT b.name_ko, b.name_en, b.category, list_contains(string_split(b.region_scope, ';'), c.complex_id) AS own, b.valid_to, b.origin_ids
FROM measures_at($as_of) AS b JOIN facts.complexes AS c ON c.complex_id = $complex_id JOIN facts.provinces AS p USING (province_id)
WHERE b.state = 'in-force'
  AND (list_contains(string_split(b.region_scope, ';'), c.complex_id) OR (b.zone_type IS NULL AND (b.region_scope = 'all'
       OR (b.region_scope = 'non-capital' AND NOT p.capital_area))))
  AND (b.industry_scope IS NULL OR b.industry_scope = 'all' OR list_has_any(string_split(b.industry_scope, ';'), c.industry_ids))
ORDER BY own DESC, (b.industry_scope <> 'all') DESC, b.category, b.name_en
