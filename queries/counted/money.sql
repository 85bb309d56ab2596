-- Statements that stand in the rows that pass the filters, with `counted`: whether each is in a sum (as in investment/words.py), and the district of its complex.
SELECT s.*, h.district_code,
       s.amount_krw IS NOT NULL AND NOT s.cancelled AND NOT list_contains(coalesce(s.warnings, []), 'do-not-add')
       AND NOT list_has_any(s.wholes, (SELECT list(investment_id) FROM passed)) AS counted
FROM passed AS s
LEFT JOIN (SELECT complex_id, any_value(district_code) AS district_code FROM facts.geo_hosts GROUP BY complex_id) AS h USING (complex_id)
WHERE s.investment_id = s.head_id
