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
SELECT i.complex_id, i.company_ko, i.company_en, i.amount_krw, i.period_to, i.stated_on, i.origin_ids
FROM facts.investments AS i
LEFT JOIN facts.investments AS whole ON whole.investment_id = i.part_of AND whole.complex_id = i.complex_id
WHERE i.money_kind = 'announcement' AND i.investor_kind IN ('domestic', 'foreign') AND i.status <> 'cancelled'
  AND i.amount_krw IS NOT NULL AND i.stated_on <= $as_of AND list_contains($complexes, i.complex_id) AND whole.investment_id IS NULL
  AND NOT list_has_any(coalesce(i.warnings, []), ['do-not-add', 'beyond-site'])
  AND NOT EXISTS (FROM facts.investments AS newer WHERE newer.supersedes = i.investment_id AND newer.stated_on <= $as_of)
ORDER BY i.amount_krw DESC, i.complex_id, i.company_ko
