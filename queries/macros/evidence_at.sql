-- One row per complex: the newest day on which anything dated was said of it, up to a day. No clock runs past it.
CREATE MACRO evidence_at(known_on) AS TABLE
SELECT complex_id, max(day) AS evidence_on FROM (
    SELECT complex_id, stated_on AS day FROM facts.milestones WHERE stated_precision = 'day'
    UNION ALL SELECT complex_id, stated_on FROM facts.complex_figures WHERE stated_precision = 'day'
    UNION ALL SELECT complex_id, date FROM facts.events WHERE date_precision = 'day')
WHERE day <= known_on GROUP BY complex_id;
