-- en: Announced investment by province, industry and year (restatements and parts left out)
-- ko: 시·도, 업종, 연도별 투자 발표액(재발표·부분 금액 제외)
SELECT p.short_{lang} AS province, k.name_{lang} AS industry,
       year(m.stated_on) AS year,
       count(*) AS announcements, sum(m.amount_krw) AS amount_krw,
       list_distinct(flatten(list(m.origin_ids))) AS origin_ids
FROM money_at(current_date) AS m
JOIN provinces AS p USING (province_id)
LEFT JOIN industries AS k USING (industry_id)
WHERE m.money_kind = 'announcement' AND NOT m.cancelled
  AND m.head_id = m.investment_id AND m.whole_id IS NULL
  AND NOT list_contains(coalesce(m.warnings, []), 'do-not-add')
GROUP BY ALL
ORDER BY amount_krw DESC NULLS LAST
