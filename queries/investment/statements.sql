-- question: who said what about money, how do the statements hang together, and what is known of each on a day?
-- grain: one row per statement known that day (undated ones from their pages' day on, else from the start of their own years, else from the end of
--   the last one; those without any year on every day)
-- parameters: as_of DATE
-- columns:
--   investment_id: the statement
--   money_kind: target, survey, announcement, mou, contract, budget or executed
--   investor_kind: domestic, foreign or public money
--   company_ko, company_en: who; empty for industry-wide figures
--   amount_krw: how much (won); empty where none was published
--   complex_id: which of the 15 it is tied to, if any
--   province_id: the province, if a single one is stated
--   situation: capital or non-capital, by province or as the source says; empty where no place is stated
--   district_ko: city, county or district
--   industry_id: the industry
--   period_from, period_to: first and last year of the money
--   stated_on, stated_precision: when it was said
--   cancelled: whether the plan was given up by then
--   head_id: the newest statement of the same plan: itself unless it was restated by that day
--   whole_id: the newest statement of the nearest whole that contains it, of any kind of money; empty if none is known
--   wholes: every statement of the same kind of money that contains it and that may be added up: in force or superseded alike
--   warnings: usage warnings; counted-once where another statement says the same and neither restates the other
--   note_ko, note_en: our note
--   origin_ids: sources
-- How statements hang together: macro money_at.
WITH known AS MATERIALIZED (FROM money_at($as_of))
SELECT k.investment_id, k.money_kind, k.investor_kind, k.company_ko, k.company_en, k.amount_krw, k.complex_id,
       province_on(k.province_id, $as_of) AS province_id,
       CASE WHEN p.capital_area THEN 'capital' WHEN NOT p.capital_area THEN 'non-capital' ELSE k.situation END AS situation,
       k.district_ko, k.industry_id, k.period_from, k.period_to, k.stated_on, k.stated_precision, k.cancelled, k.head_id, k.whole_id,
       coalesce((SELECT list(w.investment_id ORDER BY w.investment_id) FROM known AS w
                 WHERE list_contains(k.within_ids, w.investment_id) AND w.money_kind = k.money_kind
                   AND NOT list_contains(coalesce(w.warnings, []), 'do-not-add')), []) AS wholes,
       list_concat(coalesce(k.warnings, []), CASE WHEN k.repeated THEN ['counted-once'] ELSE [] END) AS warnings, k.note_ko, k.note_en, k.origin_ids
FROM known AS k LEFT JOIN facts.provinces AS p USING (province_id)
ORDER BY k.amount_krw DESC NULLS LAST, k.stated_on, k.investment_id
