-- question: what is the newest day on which anything was said about the complexes, up to a day?
-- grain: one row
-- parameters: as_of DATE
-- columns:
--   newest_on: day of the newest statement or event
SELECT max(day) AS newest_on FROM (
    SELECT stated_on AS day FROM facts.milestones WHERE stated_precision = 'day'
    UNION ALL SELECT stated_on FROM facts.complex_figures WHERE stated_precision = 'day'
    UNION ALL SELECT date FROM facts.events WHERE date_precision = 'day')
WHERE day <= $as_of
