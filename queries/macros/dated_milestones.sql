-- One row per statement about a milestone, with the last day of its period: what was said to have happened had happened when it was said.
CREATE MACRO dated_milestones() AS TABLE
SELECT m.*, CASE WHEN m.status = 'planned' THEN period_end(m.date, m.precision)
                 ELSE least(period_end(m.date, m.precision), greatest(m.stated_on, period_start(m.date, m.precision))) END AS to_day
FROM facts.milestones AS m;
