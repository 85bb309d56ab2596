-- A date stated with a precision is a period: its first and its last day.
CREATE MACRO period_start(day, vagueness) AS CASE vagueness
    WHEN 'year' THEN date_trunc('year', day)
    WHEN 'half' THEN make_date(year(day), CASE WHEN month(day) <= 6 THEN 1 ELSE 7 END, 1)
    WHEN 'quarter' THEN date_trunc('quarter', day)
    WHEN 'month' THEN date_trunc('month', day)
    ELSE day END::DATE;

CREATE MACRO period_end(day, vagueness) AS CASE vagueness
    WHEN 'year' THEN make_date(year(day), 12, 31)
    WHEN 'half' THEN CASE WHEN month(day) <= 6 THEN make_date(year(day), 6, 30) ELSE make_date(year(day), 12, 31) END
    WHEN 'quarter' THEN last_day(date_trunc('quarter', day) + INTERVAL 2 MONTH)
    WHEN 'month' THEN last_day(day)
    ELSE day END::DATE;

-- How far a period moved, in calendar months between the last days; 0 while the two overlap: a vaguer restatement is no slip.
CREATE MACRO slip_months(first_from, first_to, last_from, last_to) AS
    CASE WHEN first_from <= last_to AND last_from <= first_to THEN 0 ELSE datediff('month', first_to, last_to) END;
