-- question: which support measures known on a day add to, limit, contain, exclude or stand instead of one another?
-- grain: one row per relation and side
-- parameters: as_of DATE
-- columns:
--   benefit_id: the measure
--   kind: one-of, adds-to, caps, part-of, excludes, and seen from the other side: raised-by, capped-by, contains
--   other_id: the other measure
--   other_ko, other_en: its name
--   amount_min_krw, amount_max_krw: the other's amounts (won)
--   origin_ids: sources
WITH sides AS (
    SELECT benefit_id, kind, other_id, origin_ids FROM facts.benefit_relations
    UNION ALL
    SELECT other_id, CASE kind WHEN 'adds-to' THEN 'raised-by' WHEN 'caps' THEN 'capped-by' WHEN 'part-of' THEN 'contains' ELSE kind END, benefit_id, origin_ids
    FROM facts.benefit_relations WHERE kind <> 'one-of'
)
SELECT s.benefit_id, s.kind, s.other_id, m.name_ko AS other_ko, m.name_en AS other_en, m.amount_min_krw, m.amount_max_krw, s.origin_ids
FROM sides AS s JOIN measures_at($as_of) AS m ON m.benefit_id = s.other_id AND m.state = 'in-force'
ORDER BY s.benefit_id, s.kind, s.other_id
