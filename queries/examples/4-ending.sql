-- en: Support measures in force that end by the end of 2028
-- ko: 2028년 말까지 종료되는 시행 중 지원제도
SELECT name_{lang} AS measure, provider_{lang} AS provider, valid_to,
       rate_max_pct, amount_max_krw, origin_ids
FROM benefits
WHERE status = 'in-force' AND valid_to <= DATE '2028-12-31'
ORDER BY valid_to, measure
