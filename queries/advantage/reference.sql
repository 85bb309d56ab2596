-- question: what is a district compared with: how many districts have accounts in a year, and how much do industries weigh there?
-- grain: one row per year and broad industry
-- parameters:
-- columns:
--   year: 2010, 2015 or 2020
--   sector: the broad industry
--   districts: districts with accounts in that year (of 229)
--   share: the industry in their value added (ratio)
--   share_of_2010: the same, only of the districts that have accounts in 2010 (ratio)
--   weight_of_2010: value added of the districts that have accounts in 2010, in that of all of the year (ratio)
WITH industries AS (SELECT * FROM facts.grdp WHERE kind = 'industry'),
early AS (SELECT DISTINCT district_code FROM industries WHERE year = 2010),
sums AS (
    SELECT year, sector, sum(value_krw) AS whole, sum(value_krw) FILTER (district_code IN (FROM early)) AS part, count(DISTINCT district_code) AS districts
    FROM industries GROUP BY ALL
)
SELECT year, sector, districts, whole / sum(whole) OVER (PARTITION BY year) AS share, part / sum(part) OVER (PARTITION BY year) AS share_of_2010,
       sum(part) OVER (PARTITION BY year) / sum(whole) OVER (PARTITION BY year) AS weight_of_2010
FROM sums ORDER BY year, sector
