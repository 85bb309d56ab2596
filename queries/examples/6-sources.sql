-- en: Sources by kind and year of publication
-- ko: 출처 종류별, 게재 연도별 건수
SELECT year(published_on) AS year, kind, count(*) AS sources, count(DISTINCT publisher) AS publishers
FROM origins
GROUP BY ALL
ORDER BY year DESC NULLS LAST, sources DESC
