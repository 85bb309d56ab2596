-- en: Area of each complex, as last stated
-- ko: 산단별 면적(최근 공표)
SELECT c.short_{lang} AS complex, p.short_{lang} AS province,
       a.value AS area_m2, a.stated_on, a.origin_ids
FROM complexes AS c
JOIN provinces AS p USING (province_id)
LEFT JOIN complex_figures AS a
       ON a.complex_id = c.complex_id AND a.metric = 'area' AND a.counts
QUALIFY row_number() OVER (
            PARTITION BY c.complex_id ORDER BY a.stated_on DESC) = 1
ORDER BY area_m2 DESC NULLS LAST
