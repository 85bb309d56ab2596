-- question: how much private investment in the complexes was announced, as known on a day?
-- grain: one row per amount that companies announced for one complex and that was in force that day (not MOUs, surveys of
--   intent, sums that cover more than the complex, or parts of another row about the same complex)
-- parameters: as_of DATE, complexes VARCHAR[]
-- columns:
--   complex_id: the complex
--   company_ko, company_en: who announced it
--   amount_krw: the newest amount stated by then (won)
--   period_to: the year it runs to
--   stated_on: when it was said
--   origin_ids: sources
WITH known AS MATERIALIZED (FROM money_at($as_of))
SELECT m.complex_id, m.company_ko, m.company_en, m.amount_krw, m.period_to, m.stated_on, m.origin_ids
FROM known AS m
WHERE m.money_kind = 'announcement' AND m.investor_kind IN ('domestic', 'foreign') AND NOT m.cancelled AND m.head_id = m.investment_id
  AND m.amount_krw IS NOT NULL AND m.stated_on IS NOT NULL AND list_contains($complexes, m.complex_id)
  AND NOT list_has_any(coalesce(m.warnings, []), ['do-not-add', 'beyond-site'])
  AND NOT EXISTS (FROM known AS whole WHERE list_contains(m.within_ids, whole.investment_id) AND whole.complex_id = m.complex_id)
ORDER BY m.amount_krw DESC, m.complex_id, m.company_ko
