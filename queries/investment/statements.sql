-- question: who said what about money, how do the statements hang together, and what is known of each on a day?
-- grain: one row per statement known that day (undated ones from the start of their own years on)
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
--   cancelled: whether the plan was given up
--   head_id: the newest statement of the same plan: itself unless it was restated by that day
--   whole_id: the newest statement of the nearest whole that contains it, of any kind of money; empty if none is known
--   wholes: every statement of the same kind of money that contains it and that may be added up: in force or superseded alike
--   warnings: usage warnings
--   note_ko, note_en: our note
--   origin_ids: sources
-- A whole is looked for up the chain of parts, and from each whole back along its earlier statements: a part of the restated
-- plan lies in the plan.
WITH RECURSIVE known AS MATERIALIZED (
    SELECT * FROM facts.investments
    WHERE coalesce(stated_on, make_date(CASE WHEN money_kind IN ('executed', 'mou') THEN period_to ELSE period_from END, 1, 1), $as_of) <= $as_of
),
forward AS (
    SELECT investment_id, investment_id AS later_id, 0 AS steps FROM known
    UNION ALL
    SELECT f.investment_id, n.investment_id, f.steps + 1 FROM forward AS f JOIN known AS n ON n.supersedes = f.later_id
),
heads AS MATERIALIZED (SELECT investment_id, arg_max(later_id, steps) AS head_id FROM forward GROUP BY investment_id),
upward AS (
    SELECT investment_id, part_of AS whole_id, 1 AS steps FROM known WHERE part_of IS NOT NULL
    UNION
    SELECT u.investment_id, unnest([i.part_of, i.supersedes]), u.steps + 1
    FROM upward AS u JOIN facts.investments AS i ON i.investment_id = u.whole_id
    WHERE u.steps < 12
),
wholes AS (
    SELECT u.investment_id, arg_min(h.head_id, u.steps) AS whole_id,
           list(DISTINCT u.whole_id) FILTER (whole.money_kind = part.money_kind AND NOT list_contains(coalesce(whole.warnings, []), 'do-not-add')) AS wholes
    FROM upward AS u JOIN known AS whole ON whole.investment_id = u.whole_id JOIN known AS part ON part.investment_id = u.investment_id
    JOIN heads AS h ON h.investment_id = u.whole_id
    GROUP BY u.investment_id
)
SELECT k.investment_id, k.money_kind, k.investor_kind, k.company_ko, k.company_en, k.amount_krw, k.complex_id, k.province_id,
       CASE WHEN p.capital_area THEN 'capital' WHEN NOT p.capital_area THEN 'non-capital' ELSE k.situation END AS situation,
       k.district_ko, k.industry_id, k.period_from, k.period_to, k.stated_on, k.stated_precision, k.status = 'cancelled' AS cancelled,
       h.head_id, w.whole_id, coalesce(w.wholes, []) AS wholes, coalesce(k.warnings, []) AS warnings, k.note_ko, k.note_en, k.origin_ids
FROM known AS k JOIN heads AS h USING (investment_id)
LEFT JOIN wholes AS w USING (investment_id)
LEFT JOIN facts.provinces AS p USING (province_id)
ORDER BY k.amount_krw DESC NULLS LAST, k.stated_on, k.investment_id
