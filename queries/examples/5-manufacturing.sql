-- en: Manufacturing's share of gross value added in 2010 and 2020, by district
-- ko: 시·군·구별 총부가가치 중 제조업 비중(2010년, 2020년)
SELECT g.district_{lang} AS district, p.short_{lang} AS province,
       round(100 * sum(value_krw) FILTER (sector = 'manufacturing' AND year = 2010)
           / sum(value_krw) FILTER (sector = 'value-added' AND year = 2010), 1)
           AS share_2010_pct,
       round(100 * sum(value_krw) FILTER (sector = 'manufacturing' AND year = 2020)
           / sum(value_krw) FILTER (sector = 'value-added' AND year = 2020), 1)
           AS share_2020_pct,
       any_value(g.origin_ids) AS origin_ids
FROM grdp AS g
JOIN provinces AS p USING (province_id)
GROUP BY g.district_code, district, province
ORDER BY share_2020_pct DESC NULLS LAST
