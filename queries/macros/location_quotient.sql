-- One row per district, industry and year (2015 and 2020): the location quotient, the industry's share of the district's value added
-- over its share of the nation's (national_share). 1 is the national mix, 2 twice the share. Current prices; amounts in won. NULL where
-- the district's amount is not published. 2010 is left out: five provinces are missing, so there is no nation to compare with.
CREATE MACRO location_quotient() AS TABLE
WITH industries AS (
    SELECT g.district_code, g.sector, g.year, g.value_krw, t.value_krw AS value_added_krw
    FROM facts.grdp AS g
    JOIN facts.grdp AS t ON t.district_code = g.district_code AND t.year = g.year AND t.sector = 'value-added'
    WHERE g.kind = 'industry' AND g.year IN (2015, 2020)
),
nation AS (SELECT sector, year, sum(value_krw) / sum(value_added_krw) AS national_share FROM industries GROUP BY ALL)
SELECT i.district_code, i.sector, i.year, i.value_krw / i.value_added_krw / n.national_share AS lq,
       i.value_krw, i.value_added_krw, n.national_share
FROM industries AS i JOIN nation AS n USING (sector, year);
